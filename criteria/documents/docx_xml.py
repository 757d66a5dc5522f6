# SPDX-License-Identifier: EUPL-1.2
"""Small pieces of WordprocessingML: runs, paragraphs, controls to fill in, tables.

Written as text and parsed once for the whole body, which is six times faster than a call for each piece
(DOCUMENTS section 4). All text goes through ``escaped``. Elements stand in the order the schema demands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape

from criteria.documents.model import Line, Span, SpanKind

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ACCENT = "2A3A92"
QUIET = "47534F"
HAIRLINE = "A9B4AF"
#: Width between the margins (160 mm) in twentieths of a point.
TEXT_WIDTH = 9071
LANGUAGE_TAGS = {"sv": "sv-SE", "en": "en-GB"}

_MARKED = {
    SpanKind.STRONG: "<w:b/>",
    SpanKind.INSERTED: '<w:u w:val="single"/><w:shd w:val="clear" w:color="auto" w:fill="D7EFDF"/>',
    SpanKind.DELETED: '<w:strike/><w:shd w:val="clear" w:color="auto" w:fill="F8DCD8"/>',
}


@dataclass(frozen=True, slots=True)
class TableSetting:
    """How a table is set: its widths in per cent, and its name for screen readers."""

    shares: tuple[int, ...]
    title: str
    has_header: bool


class Numbers:
    """The numbers that bookmarks and controls need, each once in a document, in the order of the text."""

    def __init__(self) -> None:
        """Begin at one."""
        self._next = count(1)

    def take(self) -> int:
        """The next number."""
        return next(self._next)


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute."""
    return escape(text, {'"': "&quot;"})


def text_run(text: str, properties: str = "") -> str:
    """A run of text; line ends become Word's own."""
    marked = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    parts = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escaped(part)}</w:t>' if part else "" for part in text.split("\n")
    )
    return f"<w:r>{marked}{parts}</w:r>"


def line_runs(line: Line, numbers: Numbers) -> str:
    """The runs of a marked line."""
    return "".join(_span(span, numbers) for span in line)


def paragraph(inside: str, style: str = "", more: str = "") -> str:
    """A paragraph with its style; ``more`` is further paragraph properties."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{inside}</w:p>"


def heading(text: str, style: str, anchor: str, numbers: Numbers, more: str = "") -> str:
    """A heading with the bookmark that the contents list leads to; ``more`` is paragraph properties."""
    number = numbers.take()
    mark = bookmark(anchor)
    marked = f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/>{text}<w:bookmarkEnd w:id="{number}"/>'
    return paragraph(marked, style, more)


def bookmark(anchor: str) -> str:
    """A bookmark's name: letters, digits and underscores, at most forty characters."""
    return "".join(character if character.isalnum() else "_" for character in anchor)[:40]


def check_box(name: str, mark: str, numbers: Numbers) -> str:
    """A box that can be ticked in Word; ``mark`` is ``☐`` or ``☑``."""
    font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
    ticked = "1" if mark == "☑" else "0"
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{escaped(name[:64])}"/><w:id w:val="{numbers.take()}"/>'
        f'<w14:checkbox><w14:checked w14:val="{ticked}"/>'
        '<w14:checkedState w14:val="2611" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent><w:r><w:rPr>{font}</w:rPr><w:t>{mark}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def text_control(name: str, shown: str, numbers: Numbers, *, is_placeholder: bool) -> str:
    """A place to write in within a line."""
    grey = f'<w:rPr><w:color w:val="{QUIET}"/></w:rPr>' if is_placeholder else ""
    holder = "<w:showingPlcHdr/>" if is_placeholder else ""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{escaped(name[:64])}"/><w:id w:val="{numbers.take()}"/>{holder}'
        f'<w:text w:multiLine="1"/></w:sdtPr><w:sdtContent><w:r>{grey}'
        f'<w:t xml:space="preserve">{escaped(shown)}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def table(setting: TableSetting, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells already made of paragraphs; the header row is repeated on each page."""
    widths = [TEXT_WIDTH * share // 100 for share in setting.shares]
    first = int(setting.has_header)
    caption = f'<w:tblCaption w:val="{escaped(setting.title)}"/>' if setting.title else ""
    head = _row(header, widths, "<w:cantSplit/><w:tblHeader/>") if setting.has_header else ""
    body = "".join(_row(cells, widths, "<w:cantSplit/>") for cells in rows)
    edge = f'w:val="single" w:sz="4" w:space="0" w:color="{HAIRLINE}"'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f"<w:tblBorders><w:top {edge}/><w:bottom {edge}/><w:insideH {edge}/></w:tblBorders>"
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="04A0" w:firstRow="{first}" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        f'<w:tblGrid>{"".join(f"""<w:gridCol w:w="{width}"/>""" for width in widths)}</w:tblGrid>'
        f"{head}{body}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], properties: str) -> str:
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths, cells, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def _span(span: Span, numbers: Numbers) -> str:
    if span.kind is SpanKind.BOX:
        return check_box("", span.text, numbers)
    if span.kind is SpanKind.BLANK:
        return text_control(span.text, f"[{span.text}]", numbers, is_placeholder=True)
    language = f'<w:lang w:val="{LANGUAGE_TAGS[span.language]}"/>' if span.language else ""
    return text_run(span.text, _MARKED.get(span.kind, "") + language)
