# SPDX-License-Identifier: EUPL-1.2
"""How well documents answer a set of asked words: BM25 over what the words weigh, decoded once.

A criterion inherits the names of its product groups and labels, so that "skrivbord" finds the furniture
criteria that never say the word. Source: SEARCH.md, "Recommended design" 3 and 4; the weights are a product
decision, see docs/search.md.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from criteria.search.bits import bits_of, places_of
from criteria.search.catalogue import Catalogue
from criteria.search.contents import Contents
from criteria.search.lexicon import Meaning
from criteria.search.matches import Matches, SummedMatches, Weighing, WordMatches, no_matches
from criteria.search.weighing import FIELD_WEIGHTS, GAIN_STEP

_K1 = 1.2
#: Share of a group's or label's own weight that its criteria inherit.
_FROM_GROUP = 0.5
_FROM_LABEL = 0.8
#: A hit has at least this share of what the best hit has of the query's weight.
_LEAST_SHARE = 0.5
_GROUP_NAMED = 2.5
_FOLDER = 0.5
#: A word names goods by itself or an inflection, never by a compound that only holds it, and only where it
#: is the head of a name: "lätta" in "däck för lätta fordon" names nothing.
_NAMING = 0.5
#: Of groups with the same name the one whose own criteria say most of it: so much more at most.
_AT_WORK = 0.02
#: A criterion of a group that the query names stands before the same words elsewhere.
_AT_HOME = 1.15
#: What is filed in more groups than these is about none of them; their names say little of it.
_MOST_GROUPS = 8
#: Where a query names goods, what is filed in more groups than these counts so much: what is for all goods is
#: seldom what is asked about one of them.
_FEW_GROUPS = 3
_ACROSS = 0.25
#: The postings of finished terms that are kept, in all.
_MAX_POSTINGS_KEPT = 4_000_000
_NOTHING = 1e-9
#: Looking a document up among a term's places costs as much as passing so many of them by.
_QUICKER_TO_LOOK_UP = 10


@dataclass(frozen=True, slots=True)
class Term:
    """One asked word and what it stands for; ``is_deciding`` is false for words that never filter.

    ``emphasis`` is how much of its weight the word has in the query: less than 1 for what only says where.
    """

    meaning: Meaning
    is_deciding: bool = True
    emphasis: float = 1.0


class Naming(NamedTuple):
    """The groups and labels that have a term in a name, and the product groups among those it names."""

    named: frozenset[int]
    goods: frozenset[int]


class TermScores:
    """What one term gives each document, and which documents have it in a name.

    ``gains`` and ``shares`` go with ``places``, ascending. A document's share is that of the closest
    word it holds: 1 for the word itself, less for an inflection or a compound. ``goods`` are the product
    groups that the term names: then it says what is bought.
    """

    def __init__(
        self, gains: dict[int, float], shares: dict[int, float], naming: Naming, words: frozenset[str]
    ) -> None:
        """Take what the term's words give together and the closest of them, by place."""
        self.places = array("I", sorted(gains))
        self.gains = array("d", map(gains.__getitem__, self.places))
        self.shares = array("d", map(shares.__getitem__, self.places))
        self.named = naming.named
        self.goods = naming.goods
        self.words = words

    @cached_property
    def values(self) -> list[complex]:
        """For each document its score, and as imaginary part its share, so that both add up at once."""
        return list(map(complex, self.gains, self.shares))

    @cached_property
    def full(self) -> int:
        """The places of the documents that hold the word itself."""
        places = [place for place, share in zip(self.places, self.shares, strict=True) if share >= 1.0]
        return bits_of(places, places[-1] + 1) if places else 0

    @cached_property
    def answering(self) -> tuple[array[int], array[float]]:
        """The places that answer the term alone, and what each scores before its kind is looked at."""
        least = _LEAST_SHARE * max(self.shares, default=0.0) - _NOTHING
        places, scores = array("I"), array("d")
        for place, gain, share in zip(self.places, self.gains, self.shares, strict=True):
            if share >= least:
                places.append(place)
                scores.append(gain * share * share)
        return places, scores


class Scoring:
    """Scores over one generation; keeps finished terms, and takes over those of the generation before."""

    def __init__(self, contents: Contents, catalogue: Catalogue) -> None:
        """Begin with nothing kept."""
        self._contents = contents
        self._catalogue = catalogue
        self._documents = catalogue.live.bit_count()
        self._terms: dict[tuple[tuple[str, float], ...], TermScores] = {}
        self._alone: dict[tuple[tuple[str, float], ...], WordMatches] = {}
        self._postings = 0

    def followed(self, contents: Contents, catalogue: Catalogue, touched: frozenset[str]) -> Scoring:
        """The scoring of the next generation; what no touched word is part of stays."""
        new = Scoring(contents, catalogue)
        for key, term in list(self._terms.items()):
            if touched.isdisjoint(term.words):
                new._terms[key] = term
                new._postings += len(term.places)
        return new

    def documents(self, terms: tuple[Term, ...], required: int | None = None) -> Matches:
        """The places that answer the terms, with their scores.

        A document counts when it has at least half of the weight that the best document has; what has
        more of the query stands higher, whatever it repeats. Where documents are ``required``, just these
        count.
        """
        deciding = [(self.term(term.meaning), term) for term in terms if term.is_deciding]
        deciding = [(found, term) for found, term in deciding if found.places]
        if not deciding:
            return no_matches(self._catalogue)
        helping = [self.term(term.meaning) for term in terms if not term.is_deciding]
        helping = [found for found in helping if found.places]
        if len(deciding) == 1 and required is None and not helping:
            return self._one(*deciding[0])
        # What is bought weighs no less than a rarer word about it: "miljömärkt el" asks for electricity.
        rarest = max(self._rarity(found) for found, _ in deciding)
        weighed = sorted(
            (
                ((rarest if found.goods else self._rarity(found)) * term.emphasis, found)
                for found, term in deciding
            ),
            key=lambda pair: -pair[0],
        )
        strongest = max(term.emphasis for _, term in deciding)
        # A group is named by the goods it holds, whatever place they are for.
        heads = [found for found, term in deciding if term.emphasis == strongest]
        # Sums are in units of the weightiest term, which is then taken as it is.
        unit = weighed[0][0]
        parts = [(weight / unit, found) for weight, found in weighed]
        whole = sum(part for part, _ in parts)
        if required is None:
            sums, most = _summed(parts)
            least = _LEAST_SHARE * most - _NOTHING
        else:
            sums, least = _summed_over(parts, places_of(required)), 0.0
        passing = {place: value for place, value in sums.items() if value.imag >= least}
        extra = self._helping(helping, unit)
        named = {
            place: self._named_factor(place, heads, passing[place].imag / whole)
            for place in self._group_places
            if place in passing
        }
        if any(found.goods for found, _ in deciding):
            named |= dict.fromkeys(self._across.intersection(passing), _ACROSS)
        weighing = Weighing(unit / whole**2, extra, named)
        return SummedMatches(passing, weighing, self._catalogue)

    def term(self, meaning: Meaning) -> TermScores:
        """The scores of one term, worked out once."""
        found = self._terms.get(meaning.words)
        if found is None:
            found = self._scored(meaning)
            if self._postings > _MAX_POSTINGS_KEPT:
                self._forget_oldest()
            self._terms[meaning.words] = found
            self._postings += len(found.places)
        return found

    def _forget_oldest(self) -> None:
        """Keep the newer half of the terms: to begin with nothing would make every question a first one."""
        terms = list(self._terms.items())
        kept = dict(terms[len(terms) // 2 :])
        # Other threads go on asking meanwhile; what they add to the old tables is only made anew.
        self._alone = {key: known for key, known in list(self._alone.items()) if key in kept}
        self._postings = sum(len(term.places) for term in kept.values())
        self._terms = kept

    def has_visible(self, word: str, visible: int) -> bool:
        """Whether a word stands in any document of a set; keeps others' words out of suggestions."""
        return any(visible >> place & 1 for place in self._contents.posting(word).numbers)

    def _one(self, found: TermScores, term: Term) -> Matches:
        """The answer to one deciding term, which is the same whoever asks on whatever day."""
        known = self._alone.get(term.meaning.words)
        if known is None:
            places, unweighed = found.answering
            factors, rarity = self._catalogue.factors, self._rarity(found)
            scores = array(
                "d", (score * factors[place] * rarity for place, score in zip(places, unweighed, strict=True))
            )
            for number, place in enumerate(places):
                if place in self._group_places:
                    scores[number] *= self._named_factor(place, [found])
                elif found.goods and place in self._across:
                    scores[number] *= _ACROSS
            known = self._alone[term.meaning.words] = WordMatches(places, scores, self._catalogue)
        return known

    def _rarity(self, found: TermScores) -> float:
        count = len(found.places)
        return math.log(1.0 + (self._documents - count + 0.5) / (count + 0.5))

    def _helping(self, terms: Iterable[TermScores], unit: float) -> dict[int, float]:
        """What words that do not decide add to the score of each document."""
        extra: dict[int, float] = {}
        for term in terms:
            rarity = self._rarity(term) / unit
            for place, gain in zip(term.places, term.gains, strict=True):
                extra[place] = extra.get(place, 0.0) + gain * rarity
        return extra

    @cached_property
    def _group_places(self) -> frozenset[int]:
        return frozenset(places_of(self._catalogue.kinds.get("group", 0)))

    @cached_property
    def _across(self) -> frozenset[int]:
        """The criteria that are filed in many groups."""
        heads = self._catalogue.heads
        criteria = places_of(self._catalogue.kinds.get("criterion", 0))
        return frozenset(place for place in criteria if len(heads[place].groups) > _FEW_GROUPS)

    def _named_factor(self, place: int, deciding: list[TermScores], share: float = 1.0) -> float:
        """What a group's names make of its score; ``share`` is what it has of the query."""
        if not self._catalogue.heads[place].cpv:
            # A group without codes is no kind of goods: "iso 14001" asks for the criterion, not its folder.
            return _FOLDER
        if all(place in found.named for found in deciding):
            return _GROUP_NAMED
        if any(place in found.goods for found in deciding):
            # It is what is bought, whatever else is said of it: the rest is missing only once.
            return 1.0 / max(share, _LEAST_SHARE)
        # What only its summary mentions is no reason to go there.
        return _FOLDER if not any(place in found.named for found in deciding) else 1.0

    def _scored(self, meaning: Meaning) -> TermScores:
        """The term worked out: the words come closest first, so the first a document holds is its closest."""
        contents = self._contents
        frequencies: dict[int, float] = {}
        shares: dict[int, float] = {}
        names: dict[int, float] = {}
        named: dict[int, float] = {}
        headed: set[int] = set()
        for word, closeness in meaning.words:
            posting = contents.posting(word)
            step = closeness * GAIN_STEP
            if not frequencies:
                shares = dict.fromkeys(posting.numbers, closeness)
                frequencies = {
                    place: step * steps for place, steps in zip(posting.numbers, posting.steps, strict=True)
                }
            else:
                for place, steps in zip(posting.numbers, posting.steps, strict=True):
                    if place in shares:
                        frequencies[place] += step * steps
                    else:
                        frequencies[place] = step * steps
                        shares[place] = closeness
            for place, gain in contents.names.get(word, {}).items():
                names[place] = names.get(place, 0.0) + closeness * gain
                named.setdefault(place, closeness)
            if closeness >= _NAMING:
                headed |= contents.heads.get(word, frozenset())
        self._inherit(frequencies, shares, names, named)
        gains = {
            place: frequency * (_K1 + 1.0) / (_K1 + frequency) for place, frequency in frequencies.items()
        }
        goods = headed.intersection(self._catalogue.coded)
        for group in goods:
            at_home = [
                place
                for place in places_of(self._catalogue.members(group))
                if self._catalogue.heads[place].groups[0] == self._catalogue.heads[group].id
            ]
            most = max((gains[place] for place in at_home), default=0.0)
            gains[group] *= 1.0 + _AT_WORK * most / (_K1 + 1.0)
            for place in at_home:
                gains[place] *= _AT_HOME
        words = frozenset(word for word, _ in meaning.words)
        return TermScores(gains, shares, Naming(frozenset(names), frozenset(goods)), words)

    def _inherit(
        self,
        frequencies: dict[int, float],
        shares: dict[int, float],
        names: dict[int, float],
        named: dict[int, float],
    ) -> None:
        catalogue = self._catalogue
        # By key, so that sums do not depend on places.
        for source in sorted(names, key=lambda place: catalogue.heads[place].key):
            is_group = catalogue.heads[source].kind == "group"
            source_is_goods = bool(catalogue.heads[source].cpv)
            for place in places_of(catalogue.members(source)):
                part = _FROM_LABEL
                if is_group:
                    # A criterion that is filed in many groups is less about each of them.
                    part = _FROM_GROUP / math.sqrt(len(catalogue.heads[place].groups))
                frequencies[place] = frequencies.get(place, 0.0) + names[source] * part
                is_about = not source_is_goods or len(catalogue.heads[place].groups) <= _MOST_GROUPS
                share = named[source] * min(1.0, part * (FIELD_WEIGHTS["names"] if is_about else 1.0))
                shares[place] = max(shares.get(place, 0.0), share)


def _summed(parts: list[tuple[float, TermScores]]) -> tuple[dict[int, complex], float]:
    """What every document that can answer has of all terms, and the largest share that any of them has.

    A sum is the score, and as imaginary part the share. The weightiest term comes first, with weight 1. As
    soon as what is left of the query is too little to answer with, documents that have only that are
    passed over: they could not count.
    """
    left = sum(weight for weight, _ in parts)
    most = _surely(parts)
    sums: dict[int, complex] = {}
    for weight, found in parts:
        if not sums:
            sums = dict(zip(found.places, found.values, strict=True))
        elif left < _LEAST_SHARE * most - _NOTHING:
            _add_to(sums, weight, found)
        else:
            get = sums.get
            for place, value in zip(found.places, found.values, strict=True):
                sums[place] = get(place, 0.0) + weight * value
        left -= weight
    return sums, max(value.imag for value in sums.values())


def _summed_over(parts: list[tuple[float, TermScores]], places: list[int]) -> dict[int, complex]:
    """The same sums, of just these documents."""
    sums = dict.fromkeys(places, 0j)
    for weight, found in parts:
        _add_to(sums, weight, found)
    return sums


def _add_to(sums: dict[int, complex], weight: float, found: TermScores) -> None:
    """Add a term to the documents that are there already."""
    if len(sums) * _QUICKER_TO_LOOK_UP < len(found.places):
        for place in sums:
            number = bisect_left(found.places, place)
            if number < len(found.places) and found.places[number] == place:
                sums[place] += weight * found.values[number]
        return
    for place, value in zip(found.places, found.values, strict=True):
        if place in sums:
            sums[place] += weight * value


def _surely(parts: list[tuple[float, TermScores]]) -> float:
    """A share that some document has for certain: of as many terms in full as stand together."""
    together, share = -1, 0.0
    for weight, found in parts:
        if together & found.full:
            together &= found.full
            share += weight
    return share
