# SPDX-License-Identifier: EUPL-1.2
"""Reading a workbook of ours back: marks, answers by requirement number, and fields; nothing is evaluated.

The package is checked before anything is parsed, and whatever openpyxl stumbles on becomes a refusal.
``defusedxml`` must be installed, since openpyxl uses it where it is there; this is checked. Who may answer,
and whether the seal is the right one, is for the caller to say. Source: DOCUMENTS section 5.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.xml import DEFUSEDXML

from criteria.documents.limits import clean
from criteria.documents.package_check import check_workbook_package
from criteria.documents.xlsx import FIRST_ROW, MARKS_SHEET
from criteria.errors import InvalidInputError

#: Rows and columns that are looked at; a form of ours has far fewer.
_MAX_ROWS, _MAX_COLUMNS = 6000, 60
_MAX_MARKS = 3000
_WHOLE_NUMBER = re.compile(r"^[0-9]{1,5}$")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The row of one requirement: its number, its locked text, and the answers by column name."""

    row: int
    number: str
    text: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """Everything read from a workbook; a value is text without surrounding space, or empty."""

    marks: Mapping[str, str]
    rows: tuple[AnswerRow, ...]
    fields: Mapping[str, str]


def read_workbook(data: bytes) -> WorkbookContent:
    """The content of a workbook that this product wrote and somebody filled in.

    Raises:
        InvalidInputError: a code of the package check, ``workbook.unreadable``, ``workbook.not_ours``
            without the hidden sheet, ``workbook.formula`` where an answer is a formula or an error value,
            ``workbook.duplicate_row`` where two rows have one number.
    """
    if not DEFUSEDXML:
        raise RuntimeError("defusedxml is not installed")
    check_workbook_package(data)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions it drops, none of which is read here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            with closing(book):
                return _content(book)
    except InvalidInputError:
        raise
    except Exception as error:
        # openpyxl raises what its parsers raise; whatever it is, the file cannot be read.
        raise InvalidInputError("workbook.unreadable", where="file") from error


def _content(book: Any) -> WorkbookContent:
    if MARKS_SHEET not in book.sheetnames:
        raise InvalidInputError("workbook.not_ours", where="file")
    marks = _marks(book[MARKS_SHEET])
    columns = _places(marks, "column:")
    rows: tuple[AnswerRow, ...] = ()
    if "sheet:answers" in marks:
        if not {"number", "text"} <= columns.keys():
            raise InvalidInputError("workbook.not_ours", where=MARKS_SHEET)
        rows = tuple(_rows(_sheet(book, marks["sheet:answers"]), columns))
    fields: dict[str, str] = {}
    if "sheet:fields" in marks:
        fields = _fields(_sheet(book, marks["sheet:fields"]), _places(marks, "field:"))
    return WorkbookContent(marks, rows, fields)


def _sheet(book: Any, name: str) -> Any:
    if name not in book.sheetnames:
        raise InvalidInputError("workbook.sheet_missing", where=name, sheet=name)
    return book[name]


def _marks(sheet: Any) -> dict[str, str]:
    marks: dict[str, str] = {}
    for cells in sheet.iter_rows(max_row=_MAX_MARKS, max_col=2):
        name, value = (_text(cells[place]) if len(cells) > place else "" for place in (0, 1))
        if name:
            marks.setdefault(name, value)
    return marks


def _places(marks: Mapping[str, str], prefix: str) -> dict[str, int]:
    return {
        name.removeprefix(prefix): int(value)
        for name, value in marks.items()
        if name.startswith(prefix) and _WHOLE_NUMBER.match(value) and int(value) < _MAX_ROWS
    }


def _rows(sheet: Any, columns: Mapping[str, int]) -> Iterator[AnswerRow]:
    seen: set[str] = set()
    wanted = {name: place for name, place in columns.items() if name not in ("number", "text")}
    cells_of = sheet.iter_rows(min_row=FIRST_ROW + 1, max_row=_MAX_ROWS, max_col=_MAX_COLUMNS)
    for row, cells in enumerate(cells_of, start=FIRST_ROW + 1):
        number = _at(cells, columns["number"])
        if not number:
            continue
        if number in seen:
            raise InvalidInputError("workbook.duplicate_row", where=f"row {row}", number=number[:40], row=row)
        seen.add(number)
        answers = {name: _at(cells, place) for name, place in wanted.items()}
        yield AnswerRow(row, number, _at(cells, columns["text"]), answers)


def _fields(sheet: Any, places: Mapping[str, int]) -> dict[str, str]:
    by_row = {row: name for name, row in places.items()}
    found: dict[str, str] = {}
    for row, cells in enumerate(sheet.iter_rows(max_row=max(by_row, default=0) + 1, max_col=2)):
        if row in by_row:
            found[by_row[row]] = _at(cells, 1)
    return found


def _at(cells: tuple[Any, ...], place: int) -> str:
    return _text(cells[place]) if place < len(cells) else ""


def _text(cell: Any) -> str:
    """The cell as text; dates in ISO form, whole numbers without decimals.

    Raises:
        InvalidInputError: ``workbook.formula``.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        raise InvalidInputError("workbook.formula", where=cell.coordinate, cell=cell.coordinate)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)).strip()
