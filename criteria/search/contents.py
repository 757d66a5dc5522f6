# SPDX-License-Identifier: EUPL-1.2
"""What one generation holds, over its parts: where words stand, the vocabulary, the texts.

A generation is one part that was written at once and the small ones that changes have added since. The
first is read through Whoosh, each word when it is first asked for and then kept; the words of what changes
added are held in memory. The contents of the next generation are made from these and what changed, so that
a change costs by its own size. Source: SEARCH.md, "Recommended design" 3.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, compress, repeat
from pathlib import Path

from criteria.search.bits import bits_of
from criteria.search.catalogue import Placed
from criteria.search.document import Document, read_sections
from criteria.search.excerpt import Passage, passages
from criteria.search.manifest import Manifest
from criteria.search.weighing import (
    MORE_PLACES,
    NO_PLACE,
    SPOT_SIZE,
    Spot,
    name_weights,
    weighed_words,
    word_places,
)
from criteria.search.whoosh_files import Posting, WhooshPart

#: A part written by a rebuild begins so, and holds words; one that a change added begins otherwise.
MAIN = "m"
ADDED = "a"
_MAX_WORDS_KEPT = 50_000
_MAX_PHRASES_KEPT = 500
_MAX_PASSAGES_KEPT = 2000
#: Kinds whose names lead to other documents.
_NAMING = ("group", "label")


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part with the first of its places and the numbers of its documents that are gone."""

    part: WhooshPart
    start: int
    gone: frozenset[int]

    @property
    def is_held(self) -> bool:
        """Whether its words are held in memory, since its files have none."""
        return not self.part.name.startswith(MAIN)


@dataclass(frozen=True, slots=True)
class Difference:
    """What came and went between two generations, by place, and the words of all these documents."""

    gone: tuple[int, ...]
    added: tuple[Placed, ...]
    words: frozenset[str]


class Contents:
    """The contents of one generation; complete and unchanging but for what it remembers."""

    def __init__(self, parts: tuple[OpenPart, ...], size: int) -> None:
        """Take the parts; ``size`` is the first place that nobody ever had."""
        self.parts = parts
        self.size = size
        self.vocabulary: dict[str, int] = {}
        #: What the names of groups and labels weigh: ``dict[word, dict[place, weight]]``.
        self.names: dict[str, dict[int, float]] = {}
        #: The words that say by themselves what a group or label is, and where: ``dict[word, places]``.
        self.heads: dict[str, frozenset[int]] = {}
        self._recent: dict[str, dict[int, Spot]] = {}
        self._lost: dict[str, set[int]] = {}
        #: The words whose entries in ``_recent`` and ``_lost`` are no longer those of an earlier generation.
        self._own: set[str] = set()
        self._own_lost: set[str] = set()
        self._main = tuple(part for part in parts if not part.is_held)
        self._words: dict[str, Posting] = {}
        self._phrases: dict[tuple[str, ...], int] = {}
        self._passages: dict[int, tuple[Passage, ...]] = {}

    @classmethod
    def opened(cls, folder: Path, manifest: Manifest) -> tuple[Contents, tuple[Placed, ...]]:
        """The contents of a generation read anew, and all its documents.

        Raises:
            IndexUnusableError: ``index.broken``.
        """
        start = 0
        parts: list[OpenPart] = []
        files = [WhooshPart(folder, name) for name in manifest.parts]
        # Main parts have the low places, so that a word's places ascend when what is held is appended.
        for file in sorted(files, key=lambda file: not file.name.startswith(MAIN)):
            parts.append(OpenPart(file, start, frozenset(manifest.parts[file.name])))
            start += file.size
        contents = cls(tuple(parts), start)
        placed: list[Placed] = []
        for part in contents.parts:
            if not part.is_held:
                for word, count in part.part.vocabulary().items():
                    contents.vocabulary[word] = contents.vocabulary.get(word, 0) + count
            for stored in part.part.documents():
                place = part.start + stored.number
                if stored.number in part.gone:
                    if not part.is_held:
                        contents._lose(place, weighed_words(part.part.document(stored.number)))
                    continue
                placed.append(Placed(place, stored.head))
                if part.is_held or stored.head.kind in _NAMING:
                    document = part.part.document(stored.number)
                    contents._name(place, document)
                    if part.is_held:
                        contents._hold(place, weighed_words(document))
        return contents, tuple(placed)

    def followed(self, folder: Path, manifest: Manifest) -> tuple[Contents, Difference] | None:
        """The contents of the next generation and what changed; ``None`` where it shares too little."""
        known = {part.part.name: part for part in self.parts}
        kept = [known[name] for name in manifest.parts if name in known]
        dropped = [part for name, part in known.items() if name not in manifest.parts]
        if any(not part.is_held for part in dropped) or len(kept) < len(self._main):
            return None
        start = self.size
        parts = [replace(part, gone=frozenset(manifest.parts[part.part.name])) for part in kept]
        fresh: list[OpenPart] = []
        for name, gone in manifest.parts.items():
            if name not in known:
                part = OpenPart(WhooshPart(folder, name), start, frozenset(gone))
                fresh.append(part)
                start += part.part.size
        if any(not part.is_held for part in fresh):
            for part in fresh:
                part.part.close()
            return None
        contents = Contents((*parts, *fresh), start)
        contents._words, contents._passages = self._words, self._passages
        contents.vocabulary = dict(self.vocabulary)
        contents.names, contents.heads = dict(self.names), dict(self.heads)
        contents._recent, contents._lost = dict(self._recent), dict(self._lost)
        words: set[str] = set()
        gone_places: list[int] = []
        for part in dropped:
            for number in range(part.part.size):
                if number not in part.gone:
                    words |= contents._forget(part, number)
                    gone_places.append(part.start + number)
        for part in parts:
            for number in part.gone - known[part.part.name].gone:
                words |= contents._forget(part, number)
                gone_places.append(part.start + number)
        added: list[Placed] = []
        for part in fresh:
            for stored in part.part.documents():
                if stored.number not in part.gone:
                    document = part.part.document(stored.number)
                    place = part.start + stored.number
                    contents._name(place, document)
                    words |= contents._hold(place, weighed_words(document))
                    added.append(Placed(place, stored.head))
        return contents, Difference(tuple(sorted(gone_places)), tuple(added), frozenset(words))

    def posting(self, word: str) -> Posting:
        """Where a word stands, in ascending places."""
        posting = self._from_main(word)
        lost, recent = self._lost.get(word), self._recent.get(word)
        if lost:
            kept = [place not in lost for place in posting.numbers]
            of_spots = chain.from_iterable(repeat(is_kept, SPOT_SIZE) for is_kept in kept)
            posting = Posting(
                array("I", compress(posting.numbers, kept)), array("H", compress(posting.spots, of_spots))
            )
        if recent:
            held = sorted(recent.items())
            posting = Posting(
                posting.numbers + array("I", (place for place, _ in held)),
                posting.spots + array("H", b"".join(spot for _, spot in held)),
            )
        return posting

    def phrase(self, words: tuple[str, ...]) -> int:
        """The places of documents where the words stand one right after the other."""
        found = self._phrases.get(words)
        if found is None:
            if len(self._phrases) >= _MAX_PHRASES_KEPT:
                self._phrases.clear()
            found = self._phrases[words] = bits_of(self._with_phrase(words), self.size)
        return found

    def _with_phrase(self, words: tuple[str, ...]) -> Iterator[int]:
        spots = [dict(self.posting(word).places()) for word in words]
        for place in min(spots, key=len):
            if not all(place in found for found in spots):
                continue
            standing = [found[place] for found in spots]
            if any(stand[-1] == MORE_PLACES for stand in standing):
                known = word_places(self._document(place))
                places = [known[word] for word in words]
            else:
                places = [[spot for spot in stand if spot != NO_PLACE] for stand in standing]
            begins = set(places[0])
            for number, found in enumerate(places[1:], 1):
                begins.intersection_update([spot - number for spot in found])
            if begins:
                yield place

    def passages(self, place: int) -> tuple[Passage, ...]:
        """The texts of a document cut for excerpts; those that are shown again and again are kept."""
        known = self._passages.get(place)
        if known is None:
            known = passages(self.sections(place))
            if len(self._passages) >= _MAX_PASSAGES_KEPT:
                # The oldest goes; another thread may have been quicker.
                self._passages.pop(next(iter(self._passages)), None)
            self._passages[place] = known
        return known

    def sections(self, place: int) -> tuple[tuple[str, str], ...]:
        """The texts of a document, for excerpts."""
        return read_sections(self.written(place)[1])

    def written(self, place: int) -> tuple[str, str]:
        """Head and sections of a document as they were written, for comparing."""
        for part in self.parts:
            if part.start <= place < part.start + part.part.size:
                return part.part.written(place - part.start)
        raise IndexError(place)

    def address(self, place: int) -> tuple[str, int]:
        """The part a document lies in, and its number there."""
        part = next(part for part in self.parts if part.start <= place < part.start + part.part.size)
        return part.part.name, place - part.start

    def close(self) -> None:
        """Let go of the files."""
        for part in self.parts:
            part.part.close()

    def _from_main(self, word: str) -> Posting:
        known = self._words.get(word)
        if known is None:
            found = [(part.start, part.part.posting(word)) for part in self._main]
            if len(found) == 1 and found[0][0] == 0:
                known = found[0][1]
            else:
                known = Posting(array("I"), array("H"))
                for start, posting in found:
                    known.numbers.extend(number + start for number in posting.numbers)
                    known.spots.extend(posting.spots)
            if len(self._words) >= _MAX_WORDS_KEPT:
                self._words.clear()
            self._words[word] = known
        return known

    def _document(self, place: int) -> Document:
        name, number = self.address(place)
        return next(part for part in self.parts if part.part.name == name).part.document(number)

    def _hold(self, place: int, words: Iterable[tuple[str, Spot]]) -> frozenset[str]:
        """Keep the words of a document."""
        held: set[str] = set()
        for word, spot in words:
            self._recent_of(word)[place] = spot
            self.vocabulary[word] = self.vocabulary.get(word, 0) + 1
            held.add(word)
        return frozenset(held)

    def _forget(self, part: OpenPart, number: int) -> frozenset[str]:
        """Take a document's words away again; the words."""
        document = part.part.document(number)
        place = part.start + number
        for word in name_weights(document) if document.head.kind in _NAMING else ():
            self.names[word] = {other: gain for other, gain in self.names[word].items() if other != place}
        for word in document.name_heads() if document.head.kind in _NAMING else ():
            self.heads[word] = self.heads[word] - {place}
        words = weighed_words(document)
        if not part.is_held:
            return self._lose(place, words)
        for word, _spot in words:
            del self._recent_of(word)[place]
            self._count_down(word)
        return frozenset(word for word, _spot in words)

    def _lose(self, place: int, words: Iterable[tuple[str, Spot]]) -> frozenset[str]:
        """Note that a main part's document is gone; its words."""
        lost: set[str] = set()
        for word, _spot in words:
            if word not in self._own_lost:
                self._own_lost.add(word)
                self._lost[word] = set(self._lost.get(word, ()))
            self._lost[word].add(place)
            self._count_down(word)
            lost.add(word)
        return frozenset(lost)

    def _recent_of(self, word: str) -> dict[int, Spot]:
        """Where changes put a word, to be changed; an earlier generation keeps its own."""
        if word not in self._own:
            self._own.add(word)
            self._recent[word] = dict(self._recent.get(word, {}))
        return self._recent[word]

    def _count_down(self, word: str) -> None:
        left = self.vocabulary[word] - 1
        if left:
            self.vocabulary[word] = left
        else:
            del self.vocabulary[word]

    def _name(self, place: int, document: Document) -> None:
        if document.head.kind in _NAMING:
            for word, gain in name_weights(document).items():
                self.names[word] = {**self.names.get(word, {}), place: gain}
            for word in document.name_heads():
                self.heads[word] = self.heads.get(word, frozenset()) | {place}
