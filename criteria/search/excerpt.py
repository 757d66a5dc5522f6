# SPDX-License-Identifier: EUPL-1.2
"""The piece of a text that shows why it was found, as data: no markup, hits marked segment by segment."""

from __future__ import annotations

from criteria.search.model import Segment
from criteria.search.swedish import Token, iter_tokens

_LENGTH = 220
_LEAD = 50
#: The title stands above the excerpt anyway; names are lists of words and read badly.
_NOT_SHOWN = ("title", "names")


def excerpt(sections: tuple[tuple[str, str], ...], words: frozenset[str], enough: int) -> tuple[Segment, ...]:
    """About 220 characters around most of the words, of the first section that has most of them.

    A section with ``enough`` different words is not bettered. Without any of the words it is the
    beginning of the first readable section.
    """
    shown = [text for name, text in sections if name not in _NOT_SHOWN]
    if not shown:
        return ()
    most, best = 0, ("", [])  # type: tuple[int, tuple[str, list[Token]]]
    for text in shown if words else ():
        hits = [token for token in iter_tokens(text) if _is_hit(token, words)]
        different = len({token.text for token in hits})
        if different > most:
            most, best = different, (text, hits)
        if most >= enough:
            break
    if not most:
        return (Segment(_beginning(shown[0])),)
    return tuple(_segments(*best))


def _segments(text: str, hits: list[Token]) -> list[Segment]:
    start = _window(hits)
    begin = max(0, hits[start].start - _LEAD)
    if begin > 0:
        begin = text.find(" ", begin, hits[start].start) + 1 or begin
    end = min(len(text), begin + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), hits[start].end)
    segments: list[Segment] = []
    place = begin
    lead = "… " if begin > 0 else ""
    for token in hits[start:]:
        if token.end > end:
            break
        if lead or token.start > place:
            segments.append(Segment(lead + text[place : token.start]))
            lead = ""
        segments.append(Segment(text[token.start : token.end], is_hit=True))
        place = token.end
    tail = text[place:end] + (" …" if end < len(text) else "")
    if tail:
        segments.append(Segment(tail))
    return segments


def _window(hits: list[Token]) -> int:
    """The first hit of the window that holds the most different words."""
    best, most = 0, 0
    for first, token in enumerate(hits):
        inside = {other.text for other in hits[first:] if other.end - token.start <= _LENGTH - _LEAD}
        if len(inside) > most:
            best, most = first, len(inside)
    return best


def _is_hit(token: Token, words: frozenset[str]) -> bool:
    return token.text in words or any(part in words for part in token.parts)


def _beginning(text: str) -> str:
    if len(text) <= _LENGTH:
        return text
    return text[: text.rfind(" ", 0, _LENGTH)] + " …"
