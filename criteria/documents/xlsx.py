# SPDX-License-Identifier: EUPL-1.2
"""A document as XLSX: an answer matrix with drop-downs, its tables as sheets, and a hidden sheet of marks.

Every cell is written as text in text format, so that nothing in it is ever a formula, a link or a number;
what is fixed is locked. Sheet protection stops mistakes, not people: what comes back is matched by number
and compared with the sealed texts (criteria.documents.xlsx_reading). The same document gives the same bytes.
Source: DOCUMENTS sections 5 to 7.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import xlsxwriter

from criteria.documents.limits import checked
from criteria.documents.model import (
    AnswerColumn,
    AnswerMatrix,
    Bar,
    Document,
    Facts,
    Field,
    Fields,
    Heading,
    Mark,
    Note,
    Paragraph,
    RequirementBlock,
    SealMark,
    Table,
    plain_blocks,
    plain_text,
)
from criteria.documents.wording import wording
from criteria.documents.xlsx_sheets import (
    Formats,
    SheetNames,
    cell_formats,
    row_height,
    set_paper,
    write_text,
)

#: The hidden sheet that tells what a workbook is.
MARKS_SHEET = "_kravkedjan"
#: First row of answers and of fields, counted from zero.
FIRST_ROW = 1

_LABEL_COLUMN, _VALUE_COLUMN = 0, 1


@dataclass(frozen=True, slots=True)
class _SheetColumn:
    """A locked column: heading, width, and the values of all rows."""

    title: str
    width: int
    values: list[str]
    is_binding: bool = False


def render_xlsx(document: Document) -> bytes:
    """The workbook of a document.

    Raises:
        InvalidInputError: ``document.cell_too_long``, or when the document is out of size
            (criteria.documents.limits).
    """
    safe = checked(document)
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    _set_properties(book, safe)
    formats = cell_formats(book)
    names = SheetNames(MARKS_SHEET)
    marks = list(safe.marks)
    requirements = [block for block in safe.blocks if isinstance(block, RequirementBlock)]
    fields = [row for block in safe.blocks if isinstance(block, Fields) for row in block.rows]
    _write_about(book.add_worksheet(names.take(wording(safe.language).say("sheet.about"))), safe, formats)
    if safe.answers is not None and requirements:
        sheet = book.add_worksheet(names.take(safe.answers.sheet))
        places = _write_matrix(sheet, safe.answers, requirements, formats)
        sheet.activate()
        marks += [Mark("sheet:answers", sheet.get_name()), *places]
        details = book.add_worksheet(names.take(safe.answers.details))
        _write_details(details, safe.answers, requirements, formats)
    if fields:
        titles = [block.title for block in safe.blocks if isinstance(block, Fields) and block.title]
        title = titles[0] if titles else wording(safe.language).say("sheet.facts")
        sheet = book.add_worksheet(names.take(title))
        _write_fields(sheet, fields, formats)
        marks.append(Mark("sheet:fields", sheet.get_name()))
        marks += [Mark(f"field:{item.name}", str(FIRST_ROW + row)) for row, item in enumerate(fields)]
    for table in (block for block in safe.blocks if isinstance(block, Table)):
        if safe.answers is None:
            _write_table(book.add_worksheet(names.take(table.caption)), table, formats)
    _write_marks(book, marks)
    book.close()
    return written.getvalue()


def _set_properties(book: Any, document: Document) -> None:
    dated = document.metadata.dated.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {
            "title": f"{document.title.text} – {document.kicker}"[:255],
            "author": document.metadata.author[:255],
            "subject": document.metadata.subject[:255],
            "comments": f"SHA-256 {document.seal}" if document.seal else "",
            "created": dated,
        }
    )


def _write_about(sheet: Any, document: Document, formats: Formats) -> None:
    """What the document is: title, facts, seal, notes and the texts between the headings."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    write_text(sheet, 0, 0, document.kicker, formats.kicker)
    sheet.merge_range(1, 0, 1, 1, "", formats.title)
    write_text(sheet, 1, 0, document.title.text, formats.title)
    sheet.set_row(1, 30 * (1 + len(document.title.text) // 60))
    row = 3
    for label, value, style in _about_rows(document, formats):
        write_text(sheet, row, _LABEL_COLUMN, label, formats.label)
        write_text(sheet, row, _VALUE_COLUMN, value, style)
        sheet.set_row(row, row_height([(label, 30), (value, 80)]))
        row += 1
    sheet.protect("", {"format_columns": True, "format_rows": True})
    set_paper(sheet, is_wide=False)


def _about_rows(document: Document, formats: Formats) -> Iterable[tuple[str, str, Any]]:
    heading = ""
    if document.subtitle:
        yield "", document.subtitle, formats.text
    for block in document.blocks:
        match block:
            case Heading():
                heading = f"{block.number} {block.text}".strip()
            case Paragraph():
                yield heading, plain_text(block.line), formats.text
                heading = ""
            case Facts():
                for fact in block.rows:
                    yield fact.label, "\n".join(plain_text(line) for line in fact.lines), formats.text
            case SealMark():
                yield block.label, block.digest, formats.strong
                yield (
                    block.title,
                    "\n".join(plain_text(line) for line in block.lines + block.details),
                    formats.text,
                )
            case Bar():
                for part in block.parts:
                    yield part.label, str(part.count), formats.text
            case Note():
                yield block.title, plain_blocks(block.paragraphs), formats.text
            case _:
                continue


def _write_matrix(
    sheet: Any, matrix: AnswerMatrix, blocks: Sequence[RequirementBlock], formats: Formats
) -> list[Mark]:
    """Writes the rows to answer, and gives the places that the reader needs."""
    locked = _answered_columns(matrix, blocks)
    _write_locked(sheet, locked, formats)
    first_answer, last = len(locked), len(blocks)
    for column, answer in enumerate(matrix.columns, start=first_answer):
        sheet.set_column(column, column, answer.width)
        write_text(sheet, 0, column, answer.title, formats.head)
        for row in range(FIRST_ROW, last + FIRST_ROW):
            sheet.write_blank(row, column, None, formats.open)
        _validate(sheet, (FIRST_ROW, column, last, column), answer)
    sheet.autofilter(0, 0, last, first_answer + len(matrix.columns) - 1)
    own = [(item.name, first_answer + place) for place, item in enumerate(matrix.columns)]
    return [Mark(f"column:{name}", str(place)) for name, place in (("number", 0), ("text", 2), *own)]


def _write_details(
    sheet: Any, matrix: AnswerMatrix, blocks: Sequence[RequirementBlock], formats: Formats
) -> None:
    columns = _detail_columns(matrix, blocks)
    _write_locked(sheet, columns, formats)
    sheet.autofilter(0, 0, len(blocks), len(columns) - 1)


def _write_locked(sheet: Any, columns: Sequence[_SheetColumn], formats: Formats) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        write_text(sheet, 0, place, column.title, formats.head)
    sheet.set_row(0, 20)
    for row in range(len(columns[0].values)):
        for place, column in enumerate(columns):
            style = formats.strong if place == 0 else formats.binding if column.is_binding else formats.text
            write_text(sheet, FIRST_ROW + row, place, column.values[row], style)
        sheet.set_row(FIRST_ROW + row, row_height([(item.values[row], item.width) for item in columns]))
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.repeat_rows(0)
    set_paper(sheet, is_wide=True)


def _answered_columns(matrix: AnswerMatrix, blocks: Sequence[RequirementBlock]) -> list[_SheetColumn]:
    columns = [
        _SheetColumn(matrix.number, 7, [block.number for block in blocks]),
        _SheetColumn(matrix.title, 24, [block.title.text for block in blocks]),
        _SheetColumn(matrix.text, 56, [plain_blocks(block.text) for block in blocks], is_binding=True),
    ]
    columns += [
        _SheetColumn(label, 40, [_fact_text(block, label) for block in blocks]) for label in matrix.facts
    ]
    return columns


def _detail_columns(matrix: AnswerMatrix, blocks: Sequence[RequirementBlock]) -> list[_SheetColumn]:
    """Everything said about the requirements; a label that no block has makes no column."""
    ids = []
    for block in blocks:
        # A national id stands under ours, in the same column.
        national = [tag.value for tag in block.tags if tag.label == matrix.id]
        ids.append("\n".join((block.id, *national)))
    columns = [
        _SheetColumn(matrix.number, 7, [block.number for block in blocks]),
        _SheetColumn(matrix.title, 24, [block.title.text for block in blocks]),
        _SheetColumn(matrix.id, 18, ids),
    ]
    tags = dict.fromkeys(tag.label for block in blocks for tag in block.tags if tag.label != matrix.id)
    for label in tags:
        values = [", ".join(tag.value for tag in block.tags if tag.label == label) for block in blocks]
        columns.append(_SheetColumn(label, 20, values))
    facts = dict.fromkeys(fact.label for block in blocks for fact in block.facts)
    columns += [_SheetColumn(label, 40, [_fact_text(block, label) for block in blocks]) for label in facts]
    if any(block.notes for block in blocks):
        columns.append(_SheetColumn(matrix.notes, 50, [_notes_text(block) for block in blocks]))
    return columns


def _fact_text(block: RequirementBlock, label: str) -> str:
    return "\n".join(plain_text(line) for fact in block.facts if fact.label == label for line in fact.lines)


def _notes_text(block: RequirementBlock) -> str:
    return "\n".join(f"{note.title}\n{plain_blocks(note.paragraphs)}" for note in block.notes)


def _validate(sheet: Any, area: tuple[int, int, int, int], answer: AnswerColumn | Field) -> None:
    rule: dict[str, Any]
    if answer.choices:
        rule = {"validate": "list", "source": list(answer.choices)}
    elif isinstance(answer, AnswerColumn):
        rule = {"validate": "length", "criteria": "<=", "value": answer.max_length}
    else:
        rule = {"validate": "length", "criteria": "<=", "value": 500}
    prompt = answer.prompt if isinstance(answer, AnswerColumn) else answer.hint
    if prompt:
        rule |= {"input_title": "", "input_message": prompt[:255]}
    sheet.data_validation(*area, rule)


def _write_fields(sheet: Any, fields: Sequence[Field], formats: Formats) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 1, 60)
    for row, item in enumerate(fields, start=FIRST_ROW):
        label = f"{item.label}\n{item.hint}" if item.hint else item.label
        write_text(sheet, row, _LABEL_COLUMN, label, formats.label)
        if item.value:
            write_text(sheet, row, _VALUE_COLUMN, item.value, formats.open)
        else:
            sheet.write_blank(row, _VALUE_COLUMN, None, formats.open)
        _validate(sheet, (row, _VALUE_COLUMN, row, _VALUE_COLUMN), item)
        sheet.set_row(row, max(20, row_height([(label, 42)])))
    sheet.protect("", {"format_columns": True, "format_rows": True})
    set_paper(sheet, is_wide=False)


def _write_table(sheet: Any, table: Table, formats: Formats) -> None:
    widths = [max(8, column.share * 150 // 100) for column in table.columns]
    for column, (item, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(column, column, width)
        write_text(sheet, 0, column, item.title, formats.head)
    for row, cells in enumerate(table.rows, start=FIRST_ROW):
        texts = [plain_text(cell) for cell in cells]
        for column, text in enumerate(texts):
            write_text(sheet, row, column, text, formats.strong if column == 0 else formats.text)
        sheet.set_row(row, row_height(list(zip(texts, widths, strict=True))))
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    sheet.repeat_rows(0)
    set_paper(sheet, is_wide=True)


def _write_marks(book: Any, marks: Sequence[Mark]) -> None:
    """The hidden sheet: what the workbook is, and which sheet, row and column holds what."""
    sheet = book.add_worksheet(MARKS_SHEET)
    plain = book.add_format({"num_format": "@"})
    for row, mark in enumerate(marks):
        write_text(sheet, row, 0, mark.name, plain)
        write_text(sheet, row, 1, mark.value, plain)
    sheet.protect("")
    sheet.very_hidden()
