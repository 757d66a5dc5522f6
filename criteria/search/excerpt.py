# SPDX-License-Identifier: EUPL-1.2
"""The piece of a text that shows why it was found, as data: no markup, hits marked segment by segment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from criteria.search.document import IN_ENGLISH
from criteria.search.model import Segment
from criteria.search.swedish import ENGLISH, iter_tokens, without_joints

_LENGTH = 220
_LEAD = 50
#: The title stands above the excerpt anyway; names are lists of words and read badly.
_NOT_SHOWN = ("title", "names", "title_en", "names_en")


class _Cut(NamedTuple):
    """The words of a text, side by side with where they begin and end; ``pieces`` by number of the word."""

    words: list[str]
    starts: array[int]
    ends: array[int]
    pieces: dict[int, tuple[str, ...]]


class Passage:
    """One section of a document; cut into words when it is first looked through, and then kept so."""

    def __init__(self, section: str, text: str) -> None:
        """Take the section's name and its text."""
        self.section = section
        self.text = text

    def hits(self, words: frozenset[str]) -> list[tuple[str, int, int]]:
        """The words that count, with their places in the text."""
        if not self._may_hold(words):
            return []
        cut = self._cut
        numbers = list(compress(range(len(cut.words)), map(words.__contains__, cut.words)))
        if cut.pieces:
            held = {number for number, pieces in cut.pieces.items() if not words.isdisjoint(pieces)}
            numbers = sorted({*numbers, *held})
        return [(cut.words[number], cut.starts[number], cut.ends[number]) for number in numbers]

    def _may_hold(self, words: frozenset[str]) -> bool:
        """Whether any of the words stands in the text at all, be it inside another.

        To look for letters takes a tenth of the time of cutting a text into words, and most sections of a
        hit hold none of the words asked for.
        """
        plain, start = self._plain, len(self._mark)
        return any(word[start:] in plain for word in words if word.startswith(self._mark))

    @cached_property
    def _plain(self) -> str:
        """The text in lower case, and again with its hyphened words and decimals as they are as words."""
        plain = self.text.lower()
        joined = without_joints(plain)
        return plain if joined == plain else f"{plain} {joined}"

    @cached_property
    def _mark(self) -> str:
        return ENGLISH if self.section in IN_ENGLISH else ""

    @cached_property
    def _cut(self) -> _Cut:
        cut, mark = _Cut([], array("H"), array("H"), {}), self._mark
        for token in iter_tokens(self.text):
            if token.parts:
                cut.pieces[len(cut.words)] = tuple(f"{mark}{part}" for part in token.parts)
            cut.words.append(f"{mark}{token.text}")
            cut.starts.append(token.start)
            cut.ends.append(token.end)
        return cut


def passages(sections: Iterable[tuple[str, str]]) -> tuple[Passage, ...]:
    """The sections that an excerpt may be taken from."""
    return tuple(Passage(name, text) for name, text in sections if name not in _NOT_SHOWN)


def excerpt(shown: tuple[Passage, ...], words: frozenset[str], enough: int) -> tuple[Segment, ...]:
    """About 220 characters around most of the words, of the first section that has most of them.

    A section with ``enough`` different words is not bettered. Without any of the words it is the
    beginning of the first readable section.
    """
    if not shown:
        return ()
    most, best = 0, ("", [])  # type: tuple[int, tuple[str, list[tuple[str, int, int]]]]
    for passage in shown if words else ():
        hits = passage.hits(words)
        different = len({word for word, _, _ in hits})
        if different > most:
            most, best = different, (passage.text, hits)
        if most >= enough:
            break
    if not most:
        return (Segment(_beginning(shown[0].text)),)
    return tuple(_segments(*best))


def _segments(text: str, hits: list[tuple[str, int, int]]) -> list[Segment]:
    first = _window(hits)
    begin = max(0, hits[first][1] - _LEAD)
    if begin > 0:
        begin = text.find(" ", begin, hits[first][1]) + 1 or begin
    end = min(len(text), begin + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), hits[first][2])
    segments: list[Segment] = []
    place = begin
    lead = "… " if begin > 0 else ""
    for _, hit_start, hit_end in hits[first:]:
        if hit_end > end:
            break
        if lead or hit_start > place:
            segments.append(Segment(lead + text[place:hit_start]))
            lead = ""
        segments.append(Segment(text[hit_start:hit_end], is_hit=True))
        place = hit_end
    tail = text[place:end] + (" …" if end < len(text) else "")
    if tail:
        segments.append(Segment(tail))
    return segments


def _window(hits: list[tuple[str, int, int]]) -> int:
    """The first hit of the window that holds the most different words."""
    best, most = 0, 0
    for first, (_, start, _) in enumerate(hits):
        inside = {word for word, _, end in hits[first:] if end - start <= _LENGTH - _LEAD}
        if len(inside) > most:
            best, most = first, len(inside)
    return best


def _beginning(text: str) -> str:
    if len(text) <= _LENGTH:
        return text
    return text[: text.rfind(" ", 0, _LENGTH)] + " …"
