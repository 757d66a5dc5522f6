# SPDX-License-Identifier: EUPL-1.2
"""The piece of a text that shows why it was found, as data: no markup, hits marked segment by segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from criteria.search.document import IN_ENGLISH
from criteria.search.model import Segment
from criteria.search.swedish import ENGLISH, Token, iter_tokens, without_joints

_LENGTH = 220
_LEAD = 50
#: The title stands above the excerpt anyway; names are lists of words and read badly.
_NOT_SHOWN = ("title", "names", "title_en", "names_en")


class Passage:
    """One section of a document, in which words are looked for."""

    def __init__(self, section: str, text: str) -> None:
        """Take the section's name and its text."""
        self.section = section
        self.text = text
        self._mark = ENGLISH if section in IN_ENGLISH else ""

    def hits(self, words: frozenset[str]) -> list[tuple[str, int, int]]:
        """The words that count, with their places in the text.

        To look for letters takes a small part of the time of cutting a text into words; so only what stands
        between the blanks around them is cut, which no word crosses.
        """
        mark, (plain, joined) = self._mark, self._plain
        start = len(mark)
        there = [letters for word in words if word.startswith(mark) and (letters := word[start:]) in joined]
        if not there:
            return []
        tokens = (
            self._tokens(0, len(self.text))
            if len(plain) != len(self.text) or any(plain.count(word) != joined.count(word) for word in there)
            else (token for begin, end in self._around(there) for token in self._tokens(begin, end))
        )
        return [
            (f"{mark}{token.text}", token.start, token.end)
            for token in tokens
            if f"{mark}{token.text}" in words or any(f"{mark}{part}" in words for part in token.parts)
        ]

    def _around(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """From blank to blank around each place where the letters of a word stand, in order."""
        plain, found = self._plain[0], set()
        for word in words:
            place = plain.find(word)
            while place >= 0:
                begin, end = place, place + len(word)
                while begin and not plain[begin - 1].isspace():
                    begin -= 1
                while end < len(plain) and not plain[end].isspace():
                    end += 1
                found.add((begin, end))
                place = plain.find(word, end)
        return sorted(found)

    def _tokens(self, begin: int, end: int) -> Iterator[Token]:
        for token in iter_tokens(self.text[begin:end]):
            yield token._replace(start=token.start + begin, end=token.end + begin)

    @cached_property
    def _plain(self) -> tuple[str, str]:
        """The text in lower case, and the same with its hyphened words and decimals as they are as words."""
        plain = self.text.lower()
        return plain, without_joints(plain)


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
