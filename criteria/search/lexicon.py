# SPDX-License-Identifier: EUPL-1.2
"""The words of one generation, and which of them an asked word stands for, each with a weight.

Exact words weigh most, then inflections, compounds that hold the word, the word's own parts, folded
forms, and only when nothing else is known corrected spellings and words that begin so.
Source: SEARCH.md section 4; the weights are a product decision, see docs/search.md.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import islice

from criteria.search.compounds import PROPERTY_HEADS, CorpusCompounds, DictionaryCompounds
from criteria.search.forms import Forms, swedish_forms
from criteria.search.spelling import Spelling
from criteria.search.swedish import ENGLISH, NEVER_FILTER, STOP_WORDS, Token, fold

_EXACT = 1.0
_INFLECTED = 0.9
_FOLDED = 0.6
_HEAD = 0.45
_MODIFIER = 0.35
_PROPERTY = 0.6
_CORRECTED = 0.5
_BEGINS = 0.3
#: No half of a misspelt compound is shorter.
_LEAST_HALF = 4
#: Meanings that a generation keeps of asked words; whoever asks for ever new ones does not fill the memory.
_MOST_MEANINGS = 5000
#: What is known of words that are gone is let go of when there are so many times as many.
_MOST_GONE = 2
#: A word is English where so many times as many documents have it in English.
_FAR_MORE = 3
_MIN_BEGINNING = 3
_MAX_BEGINNING = 30
#: Stands between a folded form and its word; sorts before any letter.
_AND = "\x00"
_LAST = "\U0010ffff"
_MIN_COMPOUND = 7

#: What is no part of what is bought, though it stands in a compound.
_NO_PARTS = STOP_WORDS | NEVER_FILTER | PROPERTY_HEADS

_Compounds = CorpusCompounds | DictionaryCompounds


class Way(str, Enum):
    """How a known word answers to an asked one."""

    WORD = "word"
    INFLECTION = "inflection"
    COMPOUND = "compound"
    PART = "part"
    UNACCENTED = "unaccented"
    BEGINNING = "beginning"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an asked word stands for: ``words`` is ``((known word, weight), ...)``, best first.

    ``corrections`` are spellings to offer; they are among the words only when nothing else was known.
    """

    words: tuple[tuple[str, float], ...]
    corrections: tuple[str, ...] = ()
    asked: str = ""


class _Tables:
    """What leads to the words of a corpus: stems, folded forms, compound parts.

    Words are only ever added. The lexicon of a later generation goes on with the tables of the one before
    and passes over words that its own vocabulary does not hold, so that a small change costs little.
    """

    def __init__(self, forms: Forms, names: frozenset[str], compounds: _Compounds) -> None:
        self.forms = forms
        self.names = names
        self.compounds = compounds
        self.words: set[str] = set()
        self.english: set[str] = set()
        self.by_english_stem: dict[str, list[str]] = {}
        self.by_stem: dict[str, list[str]] = {}
        self.by_fold: dict[str, list[str]] = {}
        self.holding: dict[str, list[tuple[str, float]]] = {}
        self.spelling = Spelling()

    def add(self, word: str) -> None:
        if word.startswith(ENGLISH):
            self.english.add(word)
            stem = self.forms.english_stem(word.removeprefix(ENGLISH))
            self.by_english_stem.setdefault(stem, []).append(word)
            return
        self.words.add(word)
        stem = self.forms.stem(word)
        if self.name_of(word) is None:
            self.by_stem.setdefault(stem, []).append(word)
        for key in {fold(stem), fold(word)}:
            self.by_fold.setdefault(key, []).append(word)
        if len(word) >= _MIN_COMPOUND:
            parts = self.compounds.split(word)
            is_property = bool(parts) and parts[-1] in PROPERTY_HEADS
            for place, part in enumerate(parts):
                weight = _HEAD if place == len(parts) - 1 else _PROPERTY if is_property else _MODIFIER
                self.holding.setdefault(self.forms.stem(part), []).append((word, weight))

    def name_of(self, word: str) -> str | None:
        """The label name that a word is, itself or in the genitive."""
        return next((name for name in (word, word.removesuffix("s")) if name in self.names), None)


@dataclass(frozen=True, slots=True)
class Names:
    """Words that each name a label, and all the words that groups and labels are called by."""

    labels: frozenset[str] = frozenset()
    goods: Container[str] = frozenset()


class Lexicon:
    """The vocabulary of one generation. ``vocabulary`` is ``dict[word, number of documents]``.

    A label's name is no noun: "Svanen" is neither "svan" nor "svans", so it is found by itself, its genitive
    and the compounds that begin with it, never by a stem it shares.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        named: Names | None = None,
        *,
        based_on: Lexicon | None = None,
        added: frozenset[str] | None = None,
        forms: Forms | None = None,
    ) -> None:
        """Sort the words, or only those that are new since the lexicon of an earlier generation.

        ``added`` are the words among which the new ones are; all are looked through where it is not known.
        """
        forms = forms or swedish_forms()
        if based_on is not None and len(based_on._tables.words) > _MOST_GONE * len(vocabulary):
            based_on = None
        self._vocabulary = vocabulary
        self._meanings: dict[tuple[str, tuple[str, ...]], tuple[Meaning, ...]] = {}
        named = named or Names()
        names = self._labels = named.labels
        self._goods = named.goods
        # A name that is its own stem, as "KRAV", has no other noun's stem to be taken for.
        names = frozenset(name for name in names if forms.stem(name) != name)
        earlier = None if based_on is None else based_on._tables
        # Without dictionary a new word may cut old ones, so nothing is kept.
        if earlier is None or forms.compounds is None or earlier.forms is not forms or earlier.names != names:
            earlier = _Tables(forms, names, forms.compounds or CorpusCompounds(vocabulary, forms.stem))
        self._tables: _Tables = earlier
        self._sorted: list[str] = [] if based_on is None else list(based_on._sorted)
        among = vocabulary.keys() if added is None or not self._sorted else added & vocabulary.keys()
        unknown = sorted(among - self._tables.words - self._tables.english)
        for word in unknown:
            self._tables.add(word)
        new = [word for word in unknown if not word.startswith(ENGLISH)]
        if len(self._sorted) + len(new) == len(self._tables.words):
            for word in new:
                insort(self._sorted, word)
        else:
            self._sorted = sorted(self._tables.words)

    def __contains__(self, word: object) -> bool:
        """Whether the word itself stands in the corpus."""
        return word in self._vocabulary

    def knows(self, word: str) -> bool:
        """Whether the word or an inflection of it stands in the corpus."""
        return word in self._vocabulary or bool(self._inflections(word))

    def is_english(self, word: str) -> bool:
        """Whether far more documents have a word in English than in Swedish, dots left out or not.

        What goods are called in Swedish is no English word, however many English texts have it: "container".
        """
        if word in self._goods:
            return False
        english = self.english(word)
        swedish = {word, *self._inflections(word), *self._folded(word)}
        return english is not None and (
            sum(self._vocabulary[known] for known, _ in english.words)
            > _FAR_MORE * sum(self._vocabulary.get(known, 0) for known in swedish)
        )

    def stem(self, word: str) -> str:
        """One form for the inflections of a word."""
        return self._tables.forms.stem(word)

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound over this vocabulary, or nothing."""
        return self._tables.compounds.split(word)

    def meanings(self, token: Token) -> tuple[Meaning, ...]:
        """What an asked word stands for: one meaning, or none, or those of the parts of an unknown compound.

        Each part is then as rare as it is: "reklamprodukter" asks for advertising more than for products.
        """
        asked = token.text, token.parts
        known = self._meanings.get(asked)
        if known is None:
            if len(self._meanings) >= _MOST_MEANINGS:
                self._meanings.clear()
            known = self._meanings[asked] = self._worked_out(token)
        return known

    def _worked_out(self, token: Token) -> tuple[Meaning, ...]:
        word = token.text
        parts = token.parts or self.parts(word)
        weights = self._weights(word, parts)
        if weights:
            is_guess = all(weight <= _FOLDED for weight in weights.values()) and not self.knows(word)
            corrections = (*self._folded(word), *self._nearest(word)) if is_guess else ()
            return (_meaning(word, weights, tuple(dict.fromkeys(corrections))),)
        of_parts = [
            _meaning(part, known, ())
            for part in parts
            if part not in _NO_PARTS and (known := self._weights(part, ()))
        ]
        if of_parts:
            return tuple(of_parts)
        corrections = self._nearest(word)
        for correction in corrections[:3]:
            _raise(weights, correction, _CORRECTED)
            self._add_inflected(weights, correction, _CORRECTED * _INFLECTED)
        for other in () if corrections else self.beginning_with(word):
            _raise(weights, other, _BEGINS)
        if weights:
            return (_meaning(word, weights, corrections),)
        return tuple(
            _meaning(part, known, ())
            for part in self._mended(word)
            if part not in _NO_PARTS and (known := self._weights(part, ()))
        )

    def _mended(self, word: str) -> tuple[str, ...]:
        """The parts of the compound that a misspelt one was meant to be: one half stands, the other is near.

        Of several the one with the fewest parts, then the longest last one. A whole word that nobody has
        written before is in no vocabulary, and so no correction of it.
        """
        found: list[tuple[str, ...]] = []
        for cut in range(_LEAST_HALF, len(word) - _LEAST_HALF + 1):
            first, last = word[:cut], word[cut:]
            halves = [(first, near) for near in self._nearest(last)[:1]]
            halves += [(near, last) for near in self._nearest(first)[:1]]
            found += [parts for half, other in halves if (parts := self.parts(half + other))]
        return min(found, key=lambda parts: (len(parts), -len(parts[-1]), parts), default=())

    def english(self, word: str) -> Meaning | None:
        """What a word stands for when it is read as English: itself and its inflections."""
        stem = self._tables.forms.english_stem(word)
        marked = f"{ENGLISH}{word}"
        weights = {
            known: _EXACT if known == marked else _INFLECTED
            for known in self._tables.by_english_stem.get(stem, ())
            if known in self._vocabulary
        }
        return _meaning(word, weights, ()) if weights else None

    def _weights(self, word: str, parts: tuple[str, ...]) -> dict[str, float]:
        """The known words that a word stands for without guessing at its spelling."""
        weights: dict[str, float] = {}
        if word in self._vocabulary:
            weights[word] = _EXACT
        self._add_inflected(weights, word, _INFLECTED)
        for holder, weight in self._tables.holding.get(self.stem(word), ()):
            if holder in self._vocabulary and (word not in self._tables.names or holder.startswith(word)):
                _raise(weights, holder, weight)
        if self._is_property(parts):
            for part in parts[:-1]:
                if part not in STOP_WORDS:
                    if part in self._vocabulary:
                        _raise(weights, part, _PROPERTY)
                    self._add_inflected(weights, part, _PROPERTY * _INFLECTED)
        if not self.knows(word):
            for other in self._folded(word):
                _raise(weights, other, _FOLDED)
                self._add_inflected(weights, other, _FOLDED * _INFLECTED)
        return weights

    def way(self, asked: str, word: str) -> Way:
        """How one of the words an asked one stands for answers to it."""
        stem = self.stem(asked)
        if word.removeprefix(ENGLISH) == asked:
            return Way.WORD
        if word.startswith(ENGLISH):
            return Way.INFLECTION
        if self.stem(word) == stem:
            return Way.INFLECTION
        if any(holder == word for holder, _ in self._tables.holding.get(stem, ())):
            return Way.COMPOUND
        if self.stem(word) in {self.stem(part) for part in self.parts(asked)}:
            return Way.PART
        if word in self._folded(asked):
            return Way.UNACCENTED
        return Way.BEGINNING if word.startswith(asked) else Way.SPELLING

    def completions(self, start: str) -> tuple[str, ...]:
        """Every known word that begins so, most used first; then those that do when dots are left out."""
        found = _between(self._sorted, start)
        plain = fold(start)
        keys = _between(self._by_folded_form, plain) if plain == start else ()
        others = {key.partition(_AND)[2] for key in keys}.difference(found)
        return (*self._most_used(found), *self._most_used(others))

    def _most_used(self, words: Iterable[str]) -> list[str]:
        known = (word for word in words if word in self._vocabulary)
        return sorted(known, key=lambda word: (-self._vocabulary[word], word))

    @cached_property
    def _by_folded_form(self) -> list[str]:
        """Words with dots or accents behind their folded form, in its order."""
        return sorted(f"{fold(word)}{_AND}{word}" for word in self._sorted if not word.isascii())

    def beginnings(self, start: str) -> tuple[Meaning, ...]:
        """What a word that ends in an asterisk stands for: every known word that begins so."""
        if len(start) < _MIN_BEGINNING:
            return ()
        weights = {word: _EXACT for word in _between(self._sorted, start) if word in self._vocabulary}
        return (_meaning(start, weights, ()),) if weights else ()

    def beginning_with(self, start: str) -> tuple[str, ...]:
        """Known words that begin so, at most thirty, in alphabetical order; three letters at least."""
        if len(start) < _MIN_BEGINNING:
            return ()
        known = (word for word in _between(self._sorted, start) if word in self._vocabulary)
        return tuple(islice(known, _MAX_BEGINNING))

    @cached_property
    def _spelling(self) -> Spelling:
        """The table of corrections, made when first asked for."""
        spelling = self._tables.spelling
        spelling.add(self._vocabulary)
        return spelling

    def prepare(self) -> None:
        """Make the table of corrections now rather than for the first misspelt word."""
        self._spelling.nearest("", self._vocabulary)

    def _nearest(self, word: str) -> tuple[str, ...]:
        return self._spelling.nearest(word, self._vocabulary)

    def _folded(self, word: str) -> tuple[str, ...]:
        keys = (fold(word), fold(self.stem(word)))
        found = {other for key in keys for other in self._tables.by_fold.get(key, ())}
        return tuple(sorted(found & self._vocabulary.keys()))

    def _inflections(self, word: str) -> tuple[str, ...]:
        """The known words with the same stem; of a label's name only itself and its genitive."""
        name = self._tables.name_of(word)
        found = self._tables.by_stem.get(self.stem(word), ()) if name is None else (name, f"{name}s")
        return tuple(other for other in found if other in self._vocabulary)

    def _add_inflected(self, weights: dict[str, float], word: str, weight: float) -> None:
        for other in self._inflections(word):
            _raise(weights, other, weight)

    def _is_property(self, parts: tuple[str, ...]) -> bool:
        """Whether parts make a property of a thing: "parfymfri" is about perfume, as "utan parfym" is.

        A label's name with such an ending is another name of the label and no property.
        """
        return bool(parts) and parts[-1] in PROPERTY_HEADS and parts[0] not in self._labels


def _meaning(asked: str, weights: dict[str, float], corrections: tuple[str, ...]) -> Meaning:
    return Meaning(tuple(sorted(weights.items(), key=_best_first)), corrections, asked)


def _between(ordered: list[str], start: str) -> list[str]:
    """What begins so in an ordered list."""
    return ordered[bisect_left(ordered, start) : bisect_left(ordered, start + _LAST)]


def _raise(weights: dict[str, float], word: str, weight: float) -> None:
    if weight > weights.get(word, 0.0):
        weights[word] = weight


def _best_first(pair: tuple[str, float]) -> tuple[float, str]:
    return (-pair[1], pair[0])
