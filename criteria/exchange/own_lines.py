# SPDX-License-Identifier: EUPL-1.2
"""Own requirements from pasted text or a table out of Word or Excel, one requirement to a row.

A row of text apart by tabs or semicolons is a table; otherwise every paragraph is a requirement. Files come
from anybody: their size, the number of rows and what they unpack to are bounded, and no entity is resolved.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING

import openpyxl
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import ParseError, fromstring  # type: ignore[import-untyped]

from criteria.errors import InvalidInputError
from criteria.library.vocabulary import RequirementType
from criteria.requirements.own_lines import OwnLine

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_ROWS = 500
MAX_COLUMNS = 50

if TYPE_CHECKING:
    # Named for the reader only; every document is parsed by defusedxml.
    from xml.etree.ElementTree import Element

Rows = list[list[str]]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERING = re.compile(r"^\s*(?:[-–•*]\s+|\(?[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}[.)]?\s+|[a-zåäö]\)\s+)")
_TEXT_HEADS = ("kravtext", "krav", "lydelse", "text", "beskrivning", "requirement", "requirement text")
_TITLE_HEADS = ("rubrik", "titel", "namn", "title")
_TYPE_HEADS = ("kravtyp", "typ", "type")
_TYPES = {
    "kvalificeringskrav": RequirementType.SELECTION_REQUIREMENT,
    "kvalificering": RequirementType.SELECTION_REQUIREMENT,
    "kq": RequirementType.SELECTION_REQUIREMENT,
    "teknisk specifikation": RequirementType.TECHNICAL_SPECIFICATION,
    "ts": RequirementType.TECHNICAL_SPECIFICATION,
    "ska": RequirementType.TECHNICAL_SPECIFICATION,
    "ska-krav": RequirementType.TECHNICAL_SPECIFICATION,
    "tilldelningskriterium": RequirementType.AWARD_CRITERION,
    "tilldelning": RequirementType.AWARD_CRITERION,
    "bör": RequirementType.AWARD_CRITERION,
    "bör-krav": RequirementType.AWARD_CRITERION,
    "tk": RequirementType.AWARD_CRITERION,
    "särskilt kontraktsvillkor": RequirementType.PERFORMANCE_CONDITION,
    "kontraktsvillkor": RequirementType.PERFORMANCE_CONDITION,
    "avtalsvillkor": RequirementType.PERFORMANCE_CONDITION,
    "sk": RequirementType.PERFORMANCE_CONDITION,
    **{kind.value: kind for kind in RequirementType},
}


def read_own_lines(content: bytes, name: str) -> tuple[OwnLine, ...]:
    """The requirements in a file, by what it holds and not by its name; ``name`` stands in the errors.

    Raises:
        InvalidInputError: ``paste.too_large``, ``paste.unreadable``, ``paste.empty`` or ``paste.too_many``.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError("paste.too_large", where=name, limit_mb=MAX_BYTES // 1024 // 1024)
    if content.startswith(b"PK"):
        tables = _office_tables(content, name)
        lines = [line for table in tables for line in _from_table(table, name)]
    else:
        lines = list(_from_text(_decoded(content, name), name))
    if not lines:
        raise InvalidInputError("paste.empty", where=name)
    if len(lines) > MAX_ROWS:
        raise InvalidInputError("paste.too_many", where=name, limit=MAX_ROWS, found=len(lines))
    return tuple(lines)


def _decoded(content: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InvalidInputError("paste.unreadable", where=name)


def _from_text(text: str, name: str) -> Iterable[OwnLine]:
    rows = [row for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if row.strip()]
    for mark in ("\t", ";"):
        # A mark in nearly every row is a table; a single one may stand in a sentence.
        if len(rows) > 1 and sum(mark in row for row in rows) >= len(rows) * 0.8:
            return _from_table(list(csv.reader(io.StringIO("\n".join(rows)), delimiter=mark)), name)
    if len(rows) == 1 and "\t" in rows[0]:
        return _from_table([rows[0].split("\t")], name)
    return (
        OwnLine(_NUMBERING.sub("", row).strip(), f"{name}:{number}")
        for number, row in enumerate(rows, start=1)
    )


def _from_table(rows: Rows, name: str) -> Iterable[OwnLine]:
    filled = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, start=1)]
    filled = [(number, row) for number, row in filled if any(row)]
    if not filled:
        return
    heads = [cell.lower().rstrip(":") for cell in filled[0][1]]
    text_at = _column(heads, _TEXT_HEADS)
    title_at, type_at = _column(heads, _TITLE_HEADS), _column(heads, _TYPE_HEADS)
    if text_at is None:
        text_at, title_at, type_at = _longest(filled), None, None
    else:
        filled = filled[1:]
    for number, row in filled:
        text = _cell(row, text_at)
        if text:
            yield OwnLine(
                text=_NUMBERING.sub("", text),
                where=f"{name}:{number}",
                title=_cell(row, title_at) or None,
                type=_TYPES.get(_cell(row, type_at).lower()),
            )


def _column(heads: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((heads.index(word) for word in wanted if word in heads), None)


def _longest(rows: list[tuple[int, list[str]]]) -> int:
    width = max(len(row) for _, row in rows)
    return max(range(width), key=lambda at: sum(len(_cell(row, at)) for _, row in rows))


def _cell(row: list[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _office_tables(content: bytes, name: str) -> list[Rows]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > 1000 or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise InvalidInputError("paste.too_large", where=name, limit_mb=MAX_UNPACKED // 1024 // 1024)
            names = {member.filename for member in members}
            if "word/document.xml" in names:
                return _word_tables(package.read("word/document.xml"))
        if "xl/workbook.xml" in names:
            return _sheets(content)
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, ValueError, OSError) as error:
        raise InvalidInputError("paste.unreadable", where=name) from error
    raise InvalidInputError("paste.unreadable", where=name)


def _word_tables(xml: bytes) -> list[Rows]:
    body = fromstring(xml, forbid_dtd=True)
    tables = [
        [[_words(cell) for cell in row.findall(f"{_WORD}tc")] for row in table.findall(f"{_WORD}tr")]
        for table in body.iter(f"{_WORD}tbl")
    ]
    if tables:
        return tables
    paragraphs = (_words(paragraph) for paragraph in body.iter(f"{_WORD}p"))
    return [[[text] for text in paragraphs if text.strip()]]


def _words(element: Element) -> str:
    paragraphs = [element] if element.tag == f"{_WORD}p" else element.findall(f"{_WORD}p")
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter(f"{_WORD}t")) for paragraph in paragraphs
    ).strip()


def _sheets(content: bytes) -> list[Rows]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        return [
            [
                ["" if cell is None else str(cell) for cell in row]
                for row in sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
            ]
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    finally:
        book.close()
