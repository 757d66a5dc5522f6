# SPDX-License-Identifier: EUPL-1.2
"""Documents as plain data: what the renderers know, and all they know.

A document is made once (annex, declaration, template form, report) and rendered to HTML and PDF, DOCX and
XLSX, so that the three say the same. Numbers are literal text, since tenders refer to them.
Source: product decision, DOCUMENTS section 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class SpanKind(str, Enum):
    """What a piece of text is, beyond its words."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    BLANK = "blank"
    BOX = "box"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text; ``language`` is set where it differs from the document's.

    A ``BLANK`` says who fills it. A ``BOX`` is ``☐`` or ``☑``.
    """

    text: str
    kind: SpanKind = SpanKind.PLAIN
    language: str | None = None


Line = tuple[Span, ...]


class ParagraphStyle(str, Enum):
    """How a paragraph is set; ``BINDING`` marks the words of a requirement."""

    BODY = "body"
    LEAD = "lead"
    BINDING = "binding"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: Line
    style: ParagraphStyle = ParagraphStyle.BODY


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without numbers."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3 (level 1 is the document's title); ``number`` is literal, or empty."""

    level: int
    text: str
    anchor: str
    number: str = ""
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value in one or more lines."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A list of labelled values."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column with its share of the width in per cent."""

    title: str
    share: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with caption and header row. The first cell of each row is the row's header."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One line with boxes to tick; ``choices`` empty means one box before the text."""

    line: Line
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """Lines with boxes to tick by hand."""

    title: str
    items: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A place to write in: ``name`` is its key when read back, ``rows`` its height in lines of writing.

    Two ``is_short`` fields that follow each other share a line on paper.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    rows: int = 1
    choices: tuple[str, ...] = ()
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Places to write in, one under the other, under a title (empty where a heading stands above)."""

    title: str
    rows: tuple[Field, ...]


class BarKind(str, Enum):
    """How sure a part of a bar is, the least sure first. Source: DESIGN, certainty bar."""

    UNCHECKED = "unchecked"
    DECLARED = "declared"
    UNVERIFIABLE = "unverifiable"
    DEVIATION = "deviation"
    REUSED = "reused"
    VERIFIED = "verified"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a bar: what it counts, in words, and how many."""

    kind: BarKind
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of a whole as a bar; the figures always stand beside it in words."""

    title: str
    parts: tuple[BarPart, ...]


class NoteKind(str, Enum):
    """What a note is about."""

    INFORMATION = "information"
    CHANGED = "changed"
    LAW = "law"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """A short text set apart."""

    kind: NoteKind
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class SealMark:
    """The stamp on what is locked. ``digest`` is the SHA-256 of the canonical JSON.

    ``details`` are for whoever looks closer: last, and small.
    """

    title: str
    label: str
    digest: str
    lines: tuple[Line, ...]
    details: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of the list of contents."""

    level: int
    number: str
    text: Span
    anchor: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of contents."""

    title: str
    entries: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True)
class Tag:
    """A short property of a requirement, such as its level; ``label`` is its heading in a column."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RequirementBlock:
    """One requirement: the words that bind, then what is said about them.

    ``text`` alone is binding. ``fields`` are answered on paper; in XLSX the answer matrix asks instead.
    """

    number: str
    title: Span
    anchor: str
    id: str
    tags: tuple[Tag, ...]
    text: tuple[Paragraph | Bullets, ...]
    notes: tuple[Note, ...] = ()
    facts: tuple[Fact, ...] = ()
    fields: Fields | None = None


Block = (
    Heading
    | Paragraph
    | Bullets
    | Facts
    | Table
    | Bar
    | Checklist
    | Fields
    | Note
    | SealMark
    | Contents
    | RequirementBlock
)


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column of the answer matrix that the reader fills; ``choices`` empty means free text."""

    name: str
    title: str
    width: int
    choices: tuple[str, ...] = ()
    prompt: str = ""
    max_length: int = 2000


@dataclass(frozen=True, slots=True)
class AnswerMatrix:
    """How the requirements become rows to answer in XLSX.

    The sheet to answer in has number, title, text and the facts named in ``facts``; everything else about
    the requirements stands in a sheet of ``details``.
    """

    sheet: str
    details: str
    number: str
    id: str
    title: str
    text: str
    notes: str
    facts: tuple[str, ...]
    columns: tuple[AnswerColumn, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the PDF."""

    name: str
    description: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """What a workbook carries in its hidden sheet, so that it is known again when it comes back."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What stands in a file's properties. ``dated`` comes from the seal, never from the clock."""

    author: str
    subject: str
    dated: datetime
    running_head: str
    running_foot: str = ""
    page_word: str = "Sida"


@dataclass(frozen=True, slots=True)
class Document:
    """One document. ``kicker`` says what kind it is, above the title."""

    language: str
    kicker: str
    title: Span
    blocks: tuple[Block, ...]
    metadata: Metadata
    subtitle: str = ""
    seal: str = ""
    attachment: Attachment | None = None
    answers: AnswerMatrix | None = None
    marks: tuple[Mark, ...] = field(default=())
    is_compact: bool = False


def plain_text(line: Line) -> str:
    """The words of a line where nothing but text can be shown; a blank stands in brackets.

    >>> plain_text((Span("minst "), Span("anbudsgivaren fyller i", SpanKind.BLANK), Span(" procent")))
    'minst [anbudsgivaren fyller i] procent'
    """
    return "".join(f"[{span.text}]" if span.kind is SpanKind.BLANK else span.text for span in line)


def words(text: str, language: str | None = None) -> Line:
    """A line of plain text."""
    return (Span(text, language=language),)


def plain_blocks(blocks: tuple[Paragraph | Bullets, ...]) -> str:
    """Paragraphs and lists as plain text, a line each; for cells and for comparing."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Bullets):
            lines += [f"– {plain_text(item)}" for item in block.items]
        else:
            lines.append(plain_text(block.line))
    return "\n".join(lines)
