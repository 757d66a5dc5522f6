# SPDX-License-Identifier: EUPL-1.2
"""The documents that answer some words, as a set and with scores, and the best of them within filters.

What words alone decide (the set, the order by score) is worked out once for a term; what depends on the
asker and the day (filters, the tier of a version, whether it is under revision) is looked at only for as
many documents as a page shows.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple, Protocol

from criteria.search.bits import bits_of, marks_of, places_of
from criteria.search.catalogue import Catalogue
from criteria.search.status import Day

#: Versions under revision weigh less; those who buy now wait for the next one.
UNDER_REVISION_FACTOR = 0.8
#: So many of a term's best documents are kept in order.
_KEPT_BEST = 400
#: So few documents are sorted sooner than looked for among the best.
_FEW = 64
_DIGITS = 6
#: Scores that differ by less may be equal when rounded; then the browsing rank decides.
_TIE = 10.0**-_DIGITS


class Ranked(NamedTuple):
    """A document in the order of the answer: tier, then falling score, then browsing rank."""

    tier: int
    falling: float
    rank: float
    place: int

    @property
    def score(self) -> float:
        """The score."""
        return -self.falling


class Matches(Protocol):
    """The documents that answer some words."""

    @property
    def bits(self) -> int:
        """Their places."""
        ...

    def score(self, place: int, day: Day) -> float:
        """The score of one of them on a day."""
        ...

    def best(self, within: int, count: int, day: Day) -> list[Ranked]:
        """The first ``count`` of those within a set, best first."""
        ...


class Weighing(NamedTuple):
    """How a sum becomes a score: times ``scale``; ``extra`` by place comes on top, ``factors`` for groups."""

    scale: float
    extra: Mapping[int, float]
    factors: Mapping[int, float]


class SummedMatches:
    """Matches of several words together, with what each has of all of them.

    A sum is what the words give, and as imaginary part the share of the query that is there; a score is
    worked out only for what may be shown.
    """

    def __init__(self, sums: dict[int, complex], weighing: Weighing, catalogue: Catalogue) -> None:
        """Take the sums by place."""
        self.bits = bits_of(sums, catalogue.size)
        self._sums = sums
        self._weighing = weighing
        self._catalogue = catalogue

    def score(self, place: int, day: Day) -> float:
        """The score of one of them on a day."""
        ((score, _),) = self._scored([place])
        return round(score * _factor(place, day), _DIGITS)

    def best(self, within: int, count: int, day: Day) -> list[Ranked]:
        """The first ``count`` of those within a set, best first."""
        found: list[Ranked] = []
        for tier, members in enumerate(day.tiers):
            inside = within & members
            if inside and len(found) < count:
                pairs = _pairs(self._scored(places_of(inside)), inside, day)
                found += _first(pairs, count - len(found), tier, self._catalogue.ranks)
        return found

    def _scored(self, places: list[int]) -> list[tuple[float, int]]:
        """The places with their scores."""
        sums, kinds, (scale, extra, factors) = self._sums, self._catalogue.factors, self._weighing
        if extra or factors:
            return [
                (
                    (value.real + extra.get(place, 0.0))
                    * value.imag
                    * value.imag
                    * kinds[place]
                    * scale
                    * factors.get(place, 1.0),
                    place,
                )
                for place, value in ((place, sums[place]) for place in places)
            ]
        return [
            (value.real * value.imag * value.imag * kinds[place] * scale, place)
            for place, value in zip(places, map(sums.__getitem__, places), strict=True)
        ]


class WordMatches:
    """Matches of one term, the same for every query that asks for it alone."""

    def __init__(self, places: array[int], scores: array[float], catalogue: Catalogue) -> None:
        """Take the places, ascending, and the score of each."""
        self.bits = bits_of(places, catalogue.size)
        self._places = places
        self._scores = scores
        self._ranks = catalogue.ranks
        self._size = catalogue.size

    def score(self, place: int, day: Day) -> float:
        """The score of one of them on a day."""
        return round(self._score(place) * _factor(place, day), _DIGITS)

    def best(self, within: int, count: int, day: Day) -> list[Ranked]:
        """The first ``count`` of those within a set, best first."""
        found: list[Ranked] = []
        for tier, members in enumerate(day.tiers):
            inside = within & members
            if inside and len(found) < count:
                found += self._of_tier(tier, inside, count - len(found), day)
        return found

    def _of_tier(self, tier: int, inside: int, count: int, day: Day) -> list[Ranked]:
        many = inside.bit_count()
        if many > _FEW:
            pairs = self._among_best(inside, count, day)
            if pairs is not None:
                return _first(pairs, count, tier, self._ranks)
            known = dict(zip(self._places, self._scores, strict=True))
            scored = [(known[place], place) for place in places_of(inside)]
        else:
            scored = [(self._score(place), place) for place in places_of(inside)]
        return _first(_pairs(scored, inside, day), count, tier, self._ranks)

    def _among_best(self, inside: int, count: int, day: Day) -> list[tuple[float, int]] | None:
        """Enough of the best documents that are inside; ``None`` where the kept ones do not suffice."""
        marks = marks_of(inside, self._size)
        revised = marks_of(inside & day.under_revision, self._size) if inside & day.under_revision else ""
        gathered: list[tuple[float, int]] = []
        surely, last = 0, -1.0
        for score, place in self._best:
            if surely >= count and score < last - _TIE:
                # What comes later scores no more than this, and less still when it is under revision.
                return gathered
            if marks[place] != "1":
                continue
            if revised and revised[place] == "1":
                gathered.append((score * UNDER_REVISION_FACTOR, place))
                continue
            gathered.append((score, place))
            surely += 1
            if surely == count:
                last = score
        return gathered if len(self._best) == len(self._places) else None

    @cached_property
    def _best(self) -> list[tuple[float, int]]:
        pairs = list(zip(self._scores, self._places, strict=True))
        return heapq.nlargest(_KEPT_BEST, pairs) if len(pairs) > _KEPT_BEST else sorted(pairs, reverse=True)

    def _score(self, place: int) -> float:
        return self._scores[bisect_left(self._places, place)]


def no_matches(catalogue: Catalogue) -> Matches:
    """Nothing that answers."""
    return SummedMatches({}, Weighing(1.0, {}, {}), catalogue)


def _factor(place: int, day: Day) -> float:
    return UNDER_REVISION_FACTOR if day.under_revision >> place & 1 else 1.0


def _pairs(scored: list[tuple[float, int]], inside: int, day: Day) -> list[tuple[float, int]]:
    """The same pairs, with less for versions under revision."""
    revised = inside & day.under_revision
    if not revised:
        return scored
    marks = set(places_of(revised))
    return [(score * UNDER_REVISION_FACTOR if place in marks else score, place) for score, place in scored]


def _first(pairs: list[tuple[float, int]], count: int, tier: int, ranks: list[float]) -> list[Ranked]:
    """The first of a tier in the order of the answer."""
    if len(pairs) > 2 * count:
        last = heapq.nlargest(count, [score for score, _ in pairs])[-1] - _TIE
        pairs = [pair for pair in pairs if pair[0] >= last]
    ordered = sorted(Ranked(tier, -round(score, _DIGITS), ranks[place], place) for score, place in pairs)
    return ordered[:count]
