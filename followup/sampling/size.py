# SPDX-License-Identifier: EUPL-1.2
"""How many of a population are looked at, and the chance that a fault among them is missed.

Source: DOMAIN 3.4; the default sizes are an assumption, the chances are computed (hypergeometric).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import comb

from criteria.errors import InvalidInputError

#: Highest population of a band, normal size and strict size (high risk); above the last band ``_LARGE``.
_BANDS = ((25, 5, 8), (100, 8, 13), (500, 13, 20))
_LARGE = (20, 32)
#: Up to here every item is looked at.
_ALL_UP_TO = 5
#: Faults after which a sample is widened to the strict size, and to everything.
_WIDEN_AT, _ALL_AT = 1, 2


class Scale(str, Enum):
    """Which size: the normal one, or the strict one for high risk."""

    NORMAL = "normal"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class SampleSize:
    """A population of ``population`` items of which ``size`` are looked at."""

    population: int
    size: int


def sample_size(population: int, scale: Scale = Scale.NORMAL) -> int:
    """How many of ``population`` to look at; never more than there are.

    >>> [sample_size(40), sample_size(40, Scale.STRICT), sample_size(4)]
    [8, 13, 4]

    Raises:
        InvalidInputError: ``sample.population`` when there is nothing to choose from.
    """
    if population < 1:
        raise InvalidInputError("sample.population", where="population", given=population)
    if population <= _ALL_UP_TO:
        return population
    for highest, normal, strict in _BANDS:
        if population <= highest:
            return min(population, normal if scale is Scale.NORMAL else strict)
    return _LARGE[0] if scale is Scale.NORMAL else _LARGE[1]


def widened_size(population: int, size: int, faults: int) -> int:
    """The size after ``faults`` were found: one leads to the strict size, two to everything.

    Source: DOMAIN 3.4.
    """
    if faults >= _ALL_AT:
        return population
    if faults >= _WIDEN_AT:
        return max(size, sample_size(population, Scale.STRICT))
    return size


def chance_of_missing(sample: SampleSize, faulty_share: Fraction) -> Fraction:
    """The exact chance that a sample holds none of the faulty items.

    A share that is no whole number of items is rounded down, but a fault is at least one item.

    Raises:
        InvalidInputError: ``sample.size`` or ``sample.share`` when a value is out of range.
    """
    if not 1 <= sample.size <= sample.population:
        raise InvalidInputError("sample.size", where="size", size=sample.size, population=sample.population)
    if not 0 < faulty_share <= 1:
        raise InvalidInputError("sample.share", where="share", given=str(faulty_share))
    faulty = max(1, int(faulty_share * sample.population))
    return Fraction(comb(sample.population - faulty, sample.size), comb(sample.population, sample.size))


def size_for_certainty(faulty_share: Fraction, certainty: Fraction) -> int:
    """How many of a large population to look at, to catch at least one fault with this certainty.

    >>> size_for_certainty(Fraction(1, 10), Fraction(95, 100))
    29

    Raises:
        InvalidInputError: ``sample.share`` when a value is not between nothing and all.
    """
    for name, value in (("share", faulty_share), ("certainty", certainty)):
        if not 0 < value < 1:
            raise InvalidInputError("sample.share", where=name, given=str(value))
    size, missing = 1, 1 - faulty_share
    while 1 - missing < certainty:
        size += 1
        missing *= 1 - faulty_share
    return size
