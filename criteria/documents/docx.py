# SPDX-License-Identifier: EUPL-1.2
"""A document as DOCX, from the same data as the PDF.

Own renderer on python-docx: real heading styles, a contents field filled in beforehand, header rows repeated
and tables named for screen readers, boxes and blanks as controls, numbers as literal text. The same document
gives the same bytes. Source: DOCUMENTS sections 4 and 6.
"""

from __future__ import annotations

import io
import zipfile

from docx.oxml import parse_xml

from criteria.documents.docx_styles import base_document
from criteria.documents.docx_xml import (
    ACCENT,
    NAMESPACES,
    QUIET,
    Numbers,
    TableSetting,
    bookmark,
    check_box,
    heading,
    line_runs,
    paragraph,
    table,
    text_control,
    text_run,
)
from criteria.documents.html import KEEP_ROWS
from criteria.documents.limits import checked
from criteria.documents.model import (
    Bar,
    Block,
    Bullets,
    Checklist,
    Contents,
    Document,
    Fact,
    Facts,
    Fields,
    Heading,
    Note,
    Paragraph,
    RequirementBlock,
    SealMark,
    Span,
    Table,
)

_STYLES = {"body": "", "lead": "Lead", "binding": "Binding", "small": "Small"}
_ACCENTED = f'<w:color w:val="{ACCENT}"/>'
_BOLD = "<w:b/>"
_SMALL = '<w:sz w:val="16"/>'
_KEEP = "<w:keepNext/>"


def render_docx(document: Document) -> bytes:
    """The Word file of a document.

    Raises:
        InvalidInputError: when the document is out of size (criteria.documents.limits).
    """
    safe = checked(document)
    word = base_document(safe)
    numbers = Numbers()
    inside = "".join((_cover(safe, numbers), *(_block(block, numbers) for block in safe.blocks)))
    body = parse_xml(f"<w:body {NAMESPACES}>{inside}</w:body>")
    end = word.element.body.sectPr
    for element in list(body):
        end.addprevious(element)
    written = io.BytesIO()
    word.save(written)
    return _with_fixed_times(written.getvalue())


def _with_fixed_times(package: bytes) -> bytes:
    """The same package with entries sorted and without the times of writing."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = (
                zipfile.ZIP_DEFLATED,
                3,
                0o600 << 16,
            )
            target.writestr(entry, source.read(name), compresslevel=6)
    return result.getvalue()


def _cover(document: Document, numbers: Numbers) -> str:
    subtitle = paragraph(text_run(document.subtitle), "Lead") if document.subtitle else ""
    return (
        paragraph(text_run(document.kicker), "Kicker")
        + paragraph(line_runs((document.title,), numbers), "Title")
        + subtitle
    )


def _block(block: Block, numbers: Numbers) -> str:
    match block:
        case Heading():
            return _heading(block, numbers)
        case Paragraph():
            return paragraph(line_runs(block.line, numbers), _STYLES[block.style.value])
        case Bullets():
            return _bullets(block, "", numbers)
        case Facts():
            return _facts(block.rows, numbers)
        case Table():
            return _table(block, numbers)
        case Bar():
            return _bar(block)
        case Checklist():
            return _checklist(block, numbers)
        case Fields():
            return _fields(block, numbers)
        case Note():
            return _note(block, numbers)
        case SealMark():
            return _seal(block, numbers)
        case Contents():
            return _contents(block, numbers)
        case RequirementBlock():
            return _requirement(block, numbers)


def _heading(block: Heading, numbers: Numbers) -> str:
    page = "<w:pageBreakBefore/>" if block.starts_page else ""
    text = f"{block.number} {block.text}" if block.number else block.text
    return heading(text_run(text), f"Heading{block.level - 1}", block.anchor, numbers, page)


def _requirement(block: RequirementBlock, numbers: Numbers) -> str:
    title = text_run(f"{block.number} ") + line_runs((block.title,), numbers)
    tags = "".join(text_run(f"  ·  {tag.value}") for tag in block.tags)
    parts = [
        heading(title, "Heading2", block.anchor, numbers),
        paragraph(text_run(block.id, _BOLD) + tags, "Tags"),
    ]
    for part in block.text:
        if isinstance(part, Bullets):
            parts.append(_bullets(part, "Binding", numbers))
        else:
            parts.append(paragraph(line_runs(part.line, numbers), "Binding"))
    parts += [_note(note, numbers) for note in block.notes]
    if block.facts:
        parts.append(_facts(block.facts, numbers, is_followed=block.fields is not None))
    if block.fields is not None:
        parts.append(_fields(block.fields, numbers))
    return "".join(parts)


def _bullets(block: Bullets, style: str, numbers: Numbers) -> str:
    # Literal marks: Word's automatic lists change when a text is pasted elsewhere.
    return "".join(
        paragraph(text_run("– ") + line_runs(item, numbers), style or "TickLine") for item in block.items
    )


def _facts(rows: tuple[Fact, ...], numbers: Numbers, *, is_followed: bool = False) -> str:
    """A table of labels and values; with ``is_followed`` it stays with what comes after it."""
    cells = []
    for position, fact in enumerate(rows):
        # One row alone at the head of a page reads as if it belonged to nothing.
        keep = _KEEP if is_followed or position == len(rows) - 2 else ""
        lines = [paragraph(line_runs(line, numbers), "CellText", keep) for line in fact.lines]
        cells.append((paragraph(text_run(fact.label), "FactLabel", keep), "".join(lines) or paragraph("")))
    return table(TableSetting((22, 78), "", has_header=False), (), cells) + _gap(_KEEP if is_followed else "")


def _table(block: Table, numbers: Numbers) -> str:
    is_kept = len(block.rows) <= KEEP_ROWS
    head = [paragraph(text_run(column.title), "CellHead") for column in block.columns]
    last = len(block.rows) - 1
    rows = [
        [
            paragraph(line_runs(cell, numbers), "CellText", _KEEP if is_kept and place < last else "")
            for cell in row
        ]
        for place, row in enumerate(block.rows)
    ]
    shares = tuple(column.share for column in block.columns)
    setting = TableSetting(shares, block.caption, has_header=True)
    return paragraph(text_run(block.caption), "Caption") + table(setting, head, rows) + _gap()


def _bar(block: Bar) -> str:
    """The figures in words; a drawn bar would need a picture with an alternative text that says the same."""
    rows = [
        (paragraph(text_run(part.label), "FactLabel"), paragraph(text_run(str(part.count)), "CellText"))
        for part in block.parts
    ]
    return (
        paragraph(text_run(block.title), "Caption")
        + table(TableSetting((60, 40), block.title, has_header=False), (), rows)
        + _gap()
    )


def _gap(keep: str = "") -> str:
    """Word joins two tables that follow each other; an empty line keeps them apart."""
    return paragraph("", "", f'{keep}<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>')


def _checklist(block: Checklist, numbers: Numbers) -> str:
    parts = [paragraph(text_run(block.title), "ListTitle")] if block.title else []
    for tick in block.items:
        said = line_runs(tick.line, numbers)
        if tick.choices:
            boxes = "".join(
                check_box(choice, "☐", numbers) + text_run(f" {choice}     ") for choice in tick.choices
            )
            parts.append(paragraph(said, "CellText", _KEEP) + paragraph(boxes, "TickLine"))
        else:
            parts.append(paragraph(check_box("", "☐", numbers) + text_run(" ") + said, "TickLine"))
    return "".join(parts)


def _fields(block: Fields, numbers: Numbers) -> str:
    parts = [paragraph(text_run(block.title), "ListTitle")] if block.title else []
    for place, row in enumerate(block.rows, start=1):
        keep = _KEEP if place < len(block.rows) else ""
        hint = text_run(f" {row.hint}", f'<w:b w:val="0"/><w:color w:val="{QUIET}"/>') if row.hint else ""
        parts.append(paragraph(text_run(row.label) + hint, "FieldLabel"))
        if row.choices:
            boxes = "".join(
                check_box(choice, "☑" if choice == row.value else "☐", numbers) + text_run(f" {choice}     ")
                for choice in row.choices
            )
            parts.append(paragraph(boxes, "TickLine", keep))
        else:
            # An empty control has nothing to click on in Word, so it holds a space.
            control = text_control(row.label, row.value or " ", numbers, is_placeholder=False)
            parts.append(paragraph(control, "FieldLine", keep))
    return "".join(parts)


def _note(block: Note, numbers: Numbers) -> str:
    style = f"Note{block.kind.value.capitalize()}"
    lines = [paragraph(text_run(block.title, _BOLD), style, _KEEP)]
    lines += [paragraph(line_runs(part.line, numbers), style) for part in block.paragraphs]
    return "".join(lines) + _gap()


def _seal(block: SealMark, numbers: Numbers) -> str:
    digest = " ".join(block.digest[start : start + 8] for start in range(0, len(block.digest), 8))
    lines = [
        text_run(block.title, f'{_BOLD}{_ACCENTED}<w:sz w:val="22"/>'),
        text_run(block.label),
        text_run(digest, _BOLD),
        *(line_runs(line, numbers) for line in block.lines),
        *(text_run("".join(span.text for span in line), _SMALL) for line in block.details),
    ]
    last = len(lines) - 1
    framed = [paragraph(line, "Seal", _KEEP if place < last else "") for place, line in enumerate(lines)]
    return _gap() + "".join(framed) + _gap()


def _contents(block: Contents, numbers: Numbers) -> str:
    """A contents field, filled in beforehand so that it reads well before Word updates it."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines: list[str] = []
    for entry in block.entries:
        number = f"{entry.number} " if entry.number else ""
        text = line_runs((Span(number + entry.text.text, entry.text.kind, entry.text.language),), numbers)
        link = f'<w:hyperlink w:anchor="{bookmark(entry.anchor)}" w:history="1">{text}</w:hyperlink>'
        lines.append(paragraph((begin if not lines else "") + link, f"TOC{entry.level}"))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return (
        paragraph(text_run(block.title), "ContentsTitle")
        + f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{''.join(lines)}{end}</w:sdtContent></w:sdt>"
    )
