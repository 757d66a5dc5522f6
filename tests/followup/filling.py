# SPDX-License-Identifier: EUPL-1.2
"""Filling a declaration form as a supplier does it: open the workbook, type in its cells, save it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import openpyxl

from criteria.documents.xlsx import FIRST_ROW, MARKS_SHEET

SIGNED = {
    "name": "Karin Ek",
    "title": "Miljöchef",
    "authority": "Fullmakt från styrelsen 2026-01-15",
    "date": "2026-11-20",
}
ALL_YES = dict.fromkeys(("1.1", "1.2", "2.1"), ("Ja", "", "Rapport 12-345"))


def fill_form(
    content: bytes,
    answers: Mapping[str, tuple[str, str, str]] = ALL_YES,
    signatory: Mapping[str, str] = SIGNED,
    edits: Mapping[tuple[str, str], str] | None = None,
) -> bytes:
    """The form with answers (word, comment, proof) by number; ``edits`` overwrite (number, column)."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    marks = marks_of(book)
    sheet = book[marks["sheet:answers"]]
    columns = _places(marks, "column:")
    for cells in sheet.iter_rows(min_row=FIRST_ROW + 1):
        number = str(cells[columns["number"]].value or "")
        for name, text in zip(("answer", "comment", "proof"), answers.get(number, ()), strict=False):
            cells[columns[name]].value = text or None
        for (where, name), text in (edits or {}).items():
            if where == number:
                cells[columns[name]].value = text
    fields = book[marks["sheet:fields"]]
    for name, row in _places(marks, "field:").items():
        if name in signatory:
            fields.cell(row + 1, 2).value = signatory[name]
    return _saved(book)


def change_marks(content: bytes, changes: Mapping[str, str]) -> bytes:
    """The form with other words in its hidden sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cells in book[MARKS_SHEET].iter_rows(max_col=2):
        if cells[0].value in changes:
            cells[1].value = changes[cells[0].value]
    return _saved(book)


def marks_of(book: Any) -> dict[str, str]:
    """The hidden sheet as name and value."""
    return {
        str(cells[0].value): str(cells[1].value)
        for cells in book[MARKS_SHEET].iter_rows(max_col=2)
        if cells[0].value
    }


def _places(marks: Mapping[str, str], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): int(value) for name, value in marks.items() if name.startswith(prefix)}


def _saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
