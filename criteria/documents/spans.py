# SPDX-License-Identifier: EUPL-1.2
"""Requirement texts as marked text: filled values, blanks left to the tenderer, and changes word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from criteria.documents.model import Bullets, Line, Paragraph, ParagraphStyle, Span, SpanKind
from criteria.library.wording import ChangeKind, difference

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{0,30})\}")
_BULLET = re.compile(r"^\s*[-–•]\s+")
# A comparison word by word takes quadratic time at worst; longer texts are shown one after the other.
_LONGEST_COMPARED = 20_000
_KINDS = {
    ChangeKind.SAME: SpanKind.PLAIN,
    ChangeKind.REMOVED: SpanKind.DELETED,
    ChangeKind.ADDED: SpanKind.INSERTED,
}


def marked_text(template: str, filled: str, blanks: Mapping[str, str], language: str | None = None) -> Line:
    """The filled text with its values strong and its open blanks as fields.

    ``template`` is the text with ``{name}`` where a value stands; ``blanks`` gives for each name that the
    tenderer fills the words shown in the field. Where the text does not follow the template (it was
    changed), only open blanks are marked.

    >>> [(span.kind.value, span.text) for span in marked_text("minst {n} år", "minst 7 år", {})]
    [('plain', 'minst '), ('strong', '7'), ('plain', ' år')]
    """
    spans = _by_template(template, filled, language)
    if spans is None:
        spans = (Span(filled, language=language),)
    return tuple(part for span in spans for part in _with_blanks(span, blanks))


def changed_text(before: str, after: str, language: str | None = None) -> Line | None:
    """What was struck and what was put in, word by word; ``None`` where the texts are too long to compare."""
    if len(before) + len(after) > _LONGEST_COMPARED:
        return None
    spans: list[Span] = []
    for change in difference(before, after):
        previous = spans[-1].kind if spans else SpanKind.PLAIN
        if previous is SpanKind.DELETED and change.kind is ChangeKind.ADDED:
            spans.append(Span(" ", language=language))
        spans.append(Span(change.text, _KINDS[change.kind], language))
    return tuple(spans)


def paragraphs(line: Line, style: ParagraphStyle = ParagraphStyle.BODY) -> tuple[Paragraph | Bullets, ...]:
    """A marked text split at its line ends; lines that begin with a dash become a list."""
    blocks: list[Paragraph | Bullets] = []
    for row in _rows(line):
        text = "".join(span.text for span in row)
        bullet = _BULLET.match(text)
        if bullet is None:
            blocks.append(Paragraph(row, style))
            continue
        item = _without_start(row, bullet.end())
        last = blocks[-1] if blocks else None
        if isinstance(last, Bullets):
            blocks[-1] = Bullets((*last.items, item))
        else:
            blocks.append(Bullets((item,)))
    return tuple(blocks)


def sentences_with(template: str, names: frozenset[str]) -> tuple[str, ...]:
    """The sentences of a text that hold one of the blanks named."""
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", template.strip())
    return tuple(text for text in sentences if names & set(_PLACEHOLDER.findall(text)))


def _by_template(template: str, text: str, language: str | None) -> tuple[Span, ...] | None:
    """The text cut where the template has its blanks, or ``None`` where it does not follow the template."""
    parts = _PLACEHOLDER.split(template.strip())
    literals = parts[0::2]
    rest = text.strip()
    if not rest.startswith(literals[0]):
        return None
    spans = [Span(literals[0], language=language)]
    rest = rest[len(literals[0]) :]
    for position, literal in enumerate(literals[1:], start=1):
        is_last = position == len(literals) - 1
        if is_last:
            end = len(rest) - len(literal)
            if end < 1 or not rest.endswith(literal):
                return None
        else:
            end = rest.find(literal, 1) if literal else -1
            if end < 0:
                return None
        spans += [Span(rest[:end], SpanKind.STRONG, language), Span(literal, language=language)]
        rest = rest[end + len(literal) :]
    return None if rest else tuple(span for span in spans if span.text)


def _with_blanks(span: Span, blanks: Mapping[str, str]) -> Iterator[Span]:
    if not _PLACEHOLDER.search(span.text):
        yield span
        return
    parts = _PLACEHOLDER.split(span.text)
    for position, part in enumerate(parts):
        if position % 2 == 0:
            if part:
                yield Span(part, span.kind, span.language)
        elif part in blanks:
            yield Span(blanks[part], SpanKind.BLANK)
        else:
            yield Span("{" + part + "}", SpanKind.PLAIN, span.language)


def _rows(line: Line) -> Iterator[Line]:
    row: list[Span] = []
    for span in line:
        pieces = span.text.split("\n")
        for position, piece in enumerate(pieces):
            if position:
                if any(part.text.strip() for part in row):
                    yield tuple(row)
                row = []
            if piece:
                row.append(Span(piece, span.kind, span.language))
    if any(part.text.strip() for part in row):
        yield tuple(row)


def _without_start(line: Line, length: int) -> Line:
    left: list[Span] = []
    for span in line:
        cut = min(length, len(span.text))
        length -= cut
        if span.text[cut:]:
            left.append(Span(span.text[cut:], span.kind, span.language))
    return tuple(left)
