# SPDX-License-Identifier: EUPL-1.2
"""A random choice that anybody can repeat from the seed and the population.

Items are ranked by SHA-256 of seed, population hash and item, and the first n are taken. No language's own
random numbers are used, so the choice can be checked with any program for as long as the records are kept,
and a widened sample holds the first one. Source: DOMAIN 3.4; T6 in 4.4.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from criteria.canonical import fingerprint
from criteria.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Sample:
    """A random choice with all that is needed to repeat it; ``items`` are in the population's order."""

    population: int
    population_hash: str
    size: int
    seed: str
    items: tuple[str, ...]


def population_hash(items: tuple[str, ...]) -> str:
    """The SHA-256 of the population's canonical JSON; the order of the items does not matter."""
    return fingerprint(sorted(_normal(item) for item in items))


def choose(items: tuple[str, ...], size: int, seed: str) -> Sample:
    """``size`` of the items, chosen at random by ``seed``.

    Raises:
        InvalidInputError: ``sample.size`` when there are not so many, ``sample.duplicate`` when an item
            stands twice, ``sample.seed`` without a seed.
    """
    names = [_normal(item) for item in items]
    if not seed.strip():
        raise InvalidInputError("sample.seed", where="seed")
    if not 1 <= size <= len(names):
        raise InvalidInputError("sample.size", where="size", size=size, population=len(names))
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise InvalidInputError("sample.duplicate", where=twice[0], given=twice[0])
    whole = population_hash(items)
    ranked = sorted(range(len(names)), key=lambda place: (_rank(seed, whole, names[place]), names[place]))
    return Sample(len(names), whole, size, seed, tuple(names[place] for place in sorted(ranked[:size])))


def _rank(seed: str, whole: str, name: str) -> bytes:
    return hashlib.sha256("\n".join((seed, whole, name)).encode("utf-8")).digest()


def _normal(item: str) -> str:
    return unicodedata.normalize("NFC", item).strip()
