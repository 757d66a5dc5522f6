# SPDX-License-Identifier: EUPL-1.2
"""How well documents answer a set of asked words: BM25 over weighted fields, postings decoded once.

A criterion inherits the names of its product groups and labels, so that "skrivbord" finds the furniture
criteria that never say the word. Source: SEARCH.md, "Recommended design" 3 and 4; BM25F after Robertson
and Zaragoza (2009); the weights are a product decision, see docs/search.md.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass

from criteria.search.catalogue import Catalogue
from criteria.search.document import FIELDS
from criteria.search.lexicon import Meaning
from criteria.search.whoosh_files import Occurrences, WhooshFiles

_K1 = 1.2
_FIELD_WEIGHTS = {"title": 4.0, "names": 3.5, "text": 1.0, "rest": 0.5}
#: How far a long field counts less per word; a long list of synonyms is no fault.
_FIELD_LENGTH_NORMS = {"title": 0.3, "names": 0.0, "text": 0.75, "rest": 0.75}
#: Share of a group's or label's own weight that its criteria inherit.
_FROM_GROUP = 0.5
_FROM_LABEL = 0.8
#: A hit has at least this share of what the best hit has of the query's weight.
_LEAST_SHARE = 0.5
_GROUP_NAMED = 2.5
_FOLDER = 0.5
_MAX_TERMS_KEPT = 20_000
_MAX_WORDS_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Term:
    """One asked word and what it stands for; ``is_deciding`` is false for words that never filter.

    ``emphasis`` is how much of its weight the word has in the query: less than 1 for what only says where.
    """

    meaning: Meaning
    is_deciding: bool = True
    emphasis: float = 1.0


@dataclass(frozen=True, slots=True)
class TermScores:
    """What one term gives each document, how rare it is, and which documents have it in a name.

    ``fullness`` is 1 where a document is about the term and less where it is only mentioned.
    """

    weight: float
    scores: dict[int, float]
    fullness: dict[int, float]
    named: frozenset[int]


class Scoring:
    """Scores over one generation; keeps decoded postings and finished terms for the next query."""

    def __init__(self, files: WhooshFiles, catalogue: Catalogue) -> None:
        """Work out the average lengths of the fields."""
        self._files = files
        self._catalogue = catalogue
        self._words: dict[str, tuple[Occurrences, ...]] = {}
        self._terms: dict[tuple[tuple[str, float], ...], TermScores] = {}
        size = max(1, catalogue.size)
        self._averages = tuple(
            max(1.0, sum(lengths[number] for lengths in catalogue.lengths) / size)
            for number in range(len(FIELDS))
        )

    def documents(self, terms: tuple[Term, ...]) -> dict[int, float]:
        """The places that answer the terms, with their scores.

        A document counts when it has at least half of the weight that the best document has; what has
        more of the query stands higher, whatever it repeats.
        """
        emphasised = [(self.term(term.meaning), term.emphasis) for term in terms if term.is_deciding]
        emphasised = [(found, emphasis) for found, emphasis in emphasised if found.scores]
        strongest = max((emphasis for _, emphasis in emphasised), default=1.0)
        # A group is named by the goods it holds, whatever place they are for.
        heads = [found for found, emphasis in emphasised if emphasis == strongest]
        whole = sum(found.weight * emphasis for found, emphasis in emphasised)
        if whole <= 0.0:
            return {}
        scores: dict[int, float] = {}
        shares: dict[int, float] = {}
        for found, emphasis in emphasised:
            for place, score in found.scores.items():
                scores[place] = scores.get(place, 0.0) + score * emphasis
                share = found.weight * emphasis * found.fullness[place]
                shares[place] = shares.get(place, 0.0) + share
        least = _LEAST_SHARE * max(shares.values()) - 1e-9
        helping = [self.term(term.meaning).scores for term in terms if not term.is_deciding]
        answer: dict[int, float] = {}
        for place, score in scores.items():
            if shares[place] < least:
                continue
            total = score + sum(extra.get(place, 0.0) for extra in helping)
            share = shares[place] / whole
            answer[place] = total * share * share * self._named_factor(place, heads)
        return answer

    def term(self, meaning: Meaning) -> TermScores:
        """The scores of one term, worked out once per generation."""
        found = self._terms.get(meaning.words)
        if found is None:
            found = self._scored(meaning)
            if len(self._terms) >= _MAX_TERMS_KEPT:
                self._terms.clear()
            self._terms[meaning.words] = found
        return found

    def words_in(self, place: int, words: frozenset[str]) -> frozenset[str]:
        """Those of the words that stand in a document itself."""
        number = self._catalogue.numbers[place]
        return frozenset(
            word for word in words if any(_stands_in(found, number) for found in self._occurrences(word))
        )

    def has_visible(self, word: str, visible: frozenset[int]) -> bool:
        """Whether a word stands in any document of a set; keeps others' words out of suggestions."""
        return any(
            self._catalogue.place_of_number[number] in visible
            for occurrences in self._occurrences(word)
            for number in occurrences.numbers
        )

    def _named_factor(self, place: int, deciding: list[TermScores]) -> float:
        head = self._catalogue.heads[place]
        if head.kind != "group":
            return 1.0
        if not head.cpv:
            # A group without codes is no kind of goods: "iso 14001" asks for the criterion, not its folder.
            return _FOLDER
        return _GROUP_NAMED if all(place in found.named for found in deciding) else 1.0

    def _scored(self, meaning: Meaning) -> TermScores:
        frequencies: dict[int, float] = {}
        names: dict[int, float] = {}
        places = self._catalogue.place_of_number
        lengths = self._catalogue.lengths
        for word, closeness in meaning.words:
            for field, (name, occurrences) in enumerate(zip(FIELDS, self._occurrences(word), strict=True)):
                weight = closeness * _FIELD_WEIGHTS[name]
                norm, average = _FIELD_LENGTH_NORMS[name], self._averages[field]
                for number, count in zip(occurrences.numbers, occurrences.counts, strict=True):
                    place = places[number]
                    gain = weight * count / (1.0 - norm + norm * lengths[place][field] / average)
                    frequencies[place] = frequencies.get(place, 0.0) + gain
                    if name in ("title", "names"):
                        names[place] = names.get(place, 0.0) + gain
        self._inherit(frequencies, names)
        size, count = self._catalogue.size, len(frequencies)
        rarity = math.log(1.0 + (size - count + 0.5) / (count + 0.5))
        scores = {
            place: rarity * frequency * (_K1 + 1.0) / (_K1 + frequency)
            for place, frequency in sorted(frequencies.items())
        }
        fullness = {place: min(1.0, frequency) for place, frequency in frequencies.items()}
        return TermScores(rarity, scores, fullness, frozenset(names))

    def _inherit(self, frequencies: dict[int, float], names: dict[int, float]) -> None:
        catalogue = self._catalogue
        for source, gain in sorted(names.items()):
            for place in catalogue.members.get(source, ()):
                # A criterion that is filed in many groups is less about each of them.
                share = _FROM_GROUP / math.sqrt(len(catalogue.heads[place].groups))
                frequencies[place] = frequencies.get(place, 0.0) + gain * share
            for place in catalogue.labelled.get(source, ()):
                frequencies[place] = frequencies.get(place, 0.0) + gain * _FROM_LABEL

    def _occurrences(self, word: str) -> tuple[Occurrences, ...]:
        found = self._words.get(word)
        if found is None:
            found = tuple(self._files.occurrences(name, word) for name in FIELDS)
            if len(self._words) >= _MAX_WORDS_KEPT:
                self._words.clear()
            self._words[word] = found
        return found


def _stands_in(occurrences: Occurrences, number: int) -> bool:
    place = bisect_left(occurrences.numbers, number)
    return place < len(occurrences.numbers) and occurrences.numbers[place] == number
