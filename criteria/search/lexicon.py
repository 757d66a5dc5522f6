# SPDX-License-Identifier: EUPL-1.2
"""The words of one generation, and which of them an asked word stands for, each with a weight.

Exact words weigh most, then inflections, compounds that hold the word, the word's own parts, folded
forms, and only when nothing else is known corrected spellings and words that begin so.
Source: SEARCH.md section 4; the weights are a product decision, see docs/search.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from criteria.search.compounds import PROPERTY_HEADS, Compounds
from criteria.search.spelling import Spelling
from criteria.search.swedish import NEVER_FILTER, STOP_WORDS, Token, fold, stem

_EXACT = 1.0
_INFLECTED = 0.9
_FOLDED = 0.6
_HEAD = 0.45
_MODIFIER = 0.35
_OWN_HEAD = 0.4
_OWN_MODIFIER = 0.3
_OWN_PROPERTY = 0.6
_CORRECTED = 0.5
_BEGINS = 0.3
_MAX_COMPLETIONS = 30
_MIN_COMPOUND = 7


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an asked word stands for: ``words`` is ``((known word, weight), ...)``, best first.

    ``corrections`` are spellings to offer; they are among the words only when nothing else was known.
    """

    words: tuple[tuple[str, float], ...]
    corrections: tuple[str, ...] = ()


class Lexicon:
    """The vocabulary of one generation. ``vocabulary`` is ``dict[word, number of documents]``.

    ``names`` are words that name a label. A name is no noun: "Svanen" is neither "svan" nor "svans", so it
    is found by itself, its genitive and the compounds that begin with it, never by a stem it shares.
    """

    def __init__(self, vocabulary: Mapping[str, int], names: frozenset[str] = frozenset()) -> None:
        """Sort the words by stem, folded form and compound part."""
        self._vocabulary = vocabulary
        # A name that is its own stem, as "KRAV", has no other noun's stem to be taken for.
        self._names = frozenset(name for name in names if stem(name) != name)
        self._compounds = Compounds(vocabulary)
        self._by_stem: dict[str, list[str]] = {}
        self._by_fold: dict[str, list[str]] = {}
        self._holding: dict[str, list[tuple[str, float]]] = {}
        for word in sorted(vocabulary):
            if self._name_of(word) is None:
                self._by_stem.setdefault(stem(word), []).append(word)
            self._by_fold.setdefault(fold(stem(word)), []).append(word)
            if len(word) >= _MIN_COMPOUND:
                parts = self._compounds.split(word)
                for place, part in enumerate(parts):
                    weight = _HEAD if place == len(parts) - 1 else _MODIFIER
                    self._holding.setdefault(stem(part), []).append((word, weight))

    def __contains__(self, word: object) -> bool:
        """Whether the word itself stands in the corpus."""
        return word in self._vocabulary

    def knows(self, word: str) -> bool:
        """Whether the word or an inflection of it stands in the corpus."""
        return word in self._vocabulary or stem(word) in self._by_stem

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound over this vocabulary, or nothing."""
        return self._compounds.split(word)

    def meaning(self, token: Token) -> Meaning:
        """The known words that an asked word stands for."""
        word = token.text
        weights: dict[str, float] = {}
        if word in self._vocabulary:
            weights[word] = _EXACT
        self._add_inflected(weights, word, _INFLECTED)
        for holder, weight in self._holding.get(stem(word), ()):
            if word not in self._names or holder.startswith(word):
                _raise(weights, holder, weight)
        if not self.knows(word):
            self._add_own_parts(weights, token)
            for other in self._by_fold.get(fold(stem(word)), ()):
                _raise(weights, other, _FOLDED)
        corrections: tuple[str, ...] = ()
        if not weights:
            corrections = self.spelling.nearest(word)
            for correction in corrections[:3]:
                _raise(weights, correction, _CORRECTED)
                self._add_inflected(weights, correction, _CORRECTED * _INFLECTED)
        if not corrections:
            if not weights:
                for other in self.beginning_with(word):
                    _raise(weights, other, _BEGINS)
            elif all(weight <= _FOLDED for weight in weights.values()) and not self.knows(word):
                corrections = tuple(
                    other
                    for other in (*self._by_fold.get(fold(stem(word)), ()), *self.spelling.nearest(word))
                )
        return Meaning(tuple(sorted(weights.items(), key=_best_first)), corrections)

    def beginning_with(self, start: str) -> tuple[str, ...]:
        """Known words that begin so, at most thirty, in alphabetical order; three letters at least."""
        if len(start) < 3:
            return ()
        place = bisect_left(self._sorted, start)
        found: list[str] = []
        while place < len(self._sorted) and len(found) < _MAX_COMPLETIONS:
            if not self._sorted[place].startswith(start):
                break
            found.append(self._sorted[place])
            place += 1
        return tuple(found)

    @cached_property
    def spelling(self) -> Spelling:
        """The table of corrections, made when first asked for."""
        return Spelling(self._vocabulary)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._vocabulary)

    def _name_of(self, word: str) -> str | None:
        """The label name that a word is, itself or in the genitive."""
        return next((name for name in (word, word.removesuffix("s")) if name in self._names), None)

    def _add_inflected(self, weights: dict[str, float], word: str, weight: float) -> None:
        name = self._name_of(word)
        if name is not None:
            for other in (name, f"{name}s"):
                if other in self._vocabulary:
                    _raise(weights, other, weight)
            return
        for other in self._by_stem.get(stem(word), ()):
            _raise(weights, other, weight)

    def _add_own_parts(self, weights: dict[str, float], token: Token) -> None:
        parts = token.parts or self._compounds.split(token.text)
        is_property = bool(parts) and parts[-1] in PROPERTY_HEADS
        for place, part in enumerate(parts):
            if part in STOP_WORDS or part in NEVER_FILTER or part in PROPERTY_HEADS:
                continue
            weight = _OWN_HEAD if place == len(parts) - 1 else _OWN_MODIFIER
            if is_property:
                weight = _OWN_PROPERTY
            if part in self._vocabulary:
                _raise(weights, part, weight)
            self._add_inflected(weights, part, weight * _INFLECTED)


def _raise(weights: dict[str, float], word: str, weight: float) -> None:
    if weight > weights.get(word, 0.0):
        weights[word] = weight


def _best_first(pair: tuple[str, float]) -> tuple[float, str]:
    return (-pair[1], pair[0])
