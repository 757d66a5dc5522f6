# SPDX-License-Identifier: EUPL-1.2
"""Criteria out of a table: CSV or XLSX, with a saved mapping that says which column is which field.

The mapping is a YAML file (``kravkedjan-mapping/1``, docs/feeds.md): columns by the path of a field, words
that stand for codes, and what all rows share. Tables come from anybody: size, rows and unpacking are bounded,
and nothing in a cell is evaluated.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import openpyxl
from marshmallow import ValidationError

from criteria.errors import InvalidInputError
from criteria.exchange.safe_yaml import read_yaml
from criteria.identifiers import parse_level
from criteria.schemas.derived import load

MAPPING_FORM = "kravkedjan-mapping/1"
MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
#: Paths whose value is a whole number or a truth value; every other cell is text.
_NUMBERS = ("version", "follow_up.min_strength", "proof.within_working_days")
_TRUTHS = ("declaration.per_article",)
_TRUE = ("ja", "yes", "true", "1", "x")


@dataclass(frozen=True, slots=True)
class TableMapping:
    """Which column is which field. A path that ends with ``[]`` takes several values, apart by ``;``.

    ``values`` has, by path, what a word in the table stands for. ``defaults`` is the rest of the criterion.
    """

    form: str
    columns: dict[str, str]
    sheet: str | None = None
    values: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as a criterion's plain data, and where it stands."""

    where: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadMapping:
    """A mapping with what all rows share, as plain data."""

    mapping: TableMapping
    defaults: dict[str, Any]


def read_mapping(path: Path) -> ReadMapping:
    """The mapping in a file.

    Raises:
        InvalidInputError: a code of ``read_yaml``, ``mapping.missing`` or ``mapping.form``.
    """
    if not path.is_file():
        raise InvalidInputError("mapping.missing", where=str(path), given=path.name)
    data = read_yaml(path).data
    if not isinstance(data, dict) or data.get("form") != MAPPING_FORM:
        raise InvalidInputError("mapping.form", where=str(path), fault=f"form is not {MAPPING_FORM}")
    defaults = data.pop("defaults", {}) or {}
    if not isinstance(defaults, dict):
        raise InvalidInputError("mapping.form", where=str(path), fault="defaults is no mapping")
    try:
        mapping = load(TableMapping, data)
    except ValidationError as error:
        raise InvalidInputError("mapping.form", where=str(path), fault=str(error.messages)) from error
    return ReadMapping(mapping, cast(dict[str, Any], defaults))


def read_rows(content: bytes, name: str, read: ReadMapping) -> Iterator[TableRow]:
    """Every row of a table as the plain data of a criterion.

    Raises:
        InvalidInputError: ``table.too_large``, ``table.unreadable``, ``table.many_rows``, ``table.sheet`` or
            ``table.column`` when a column of the mapping is not there.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError("table.too_large", where=name, limit_mb=MAX_BYTES // 1024 // 1024)
    if content.startswith(b"PK"):
        rows = _sheet(content, name, read.mapping.sheet)
    else:
        rows = _text_rows(content, name)
    if len(rows) > MAX_ROWS:
        raise InvalidInputError("table.many_rows", where=name, limit=MAX_ROWS)
    heads = [cell.strip() for cell in rows[0]] if rows else []
    places = {path: _place(heads, head, name) for path, head in read.mapping.columns.items()}
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            yield TableRow(f"{name}:{number}", _data(row, places, read))


def _place(heads: list[str], head: str, name: str) -> int:
    if head not in heads:
        raise InvalidInputError("table.column", where=name, column=head)
    return heads.index(head)


def _data(row: list[str], places: Mapping[str, int], read: ReadMapping) -> dict[str, Any]:
    data = deepcopy(read.defaults)
    for path, place in places.items():
        cell = row[place].strip() if place < len(row) else ""
        words = read.mapping.values.get(path, {})
        if path.endswith("[]"):
            parts = [part.strip() for part in cell.replace("\n", ";").split(";")]
            _put(data, path[:-2].split("."), [words.get(part, part) for part in parts if part])
        elif cell or path not in _NUMBERS:
            _put(data, path.split("."), _value(path, words.get(cell, cell)))
    return data


def _value(path: str, text: str) -> object:
    if path in _NUMBERS and text.isdecimal() and len(text) < 10:
        return int(text)
    if path in _TRUTHS:
        return text.lower() in _TRUE
    if path == "level":
        try:
            return parse_level(text)
        except InvalidInputError:
            return text
    return text or None


def _put(data: dict[str, Any], path: list[str], value: object) -> None:
    for part in path[:-1]:
        inner = data.setdefault(part, {})
        data = inner if isinstance(inner, dict) else data.setdefault(part, {})
    data[path[-1]] = value


def _text_rows(content: bytes, name: str) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        head = text.partition("\n")[0]
        mark = max(";\t,", key=head.count)
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
        except csv.Error as error:
            raise InvalidInputError("table.unreadable", where=name) from error
    raise InvalidInputError("table.unreadable", where=name)


def _sheet(content: bytes, name: str, sheet: str | None) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > 1000 or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise InvalidInputError("table.too_large", where=name, limit_mb=MAX_UNPACKED // 1024 // 1024)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except InvalidInputError:
        raise
    except Exception as error:
        # openpyxl raises what its parsers raise; whatever it is, the file cannot be read.
        raise InvalidInputError("table.unreadable", where=name) from error
    try:
        if sheet is not None and sheet not in book.sheetnames:
            raise InvalidInputError("table.sheet", where=name, sheet=sheet)
        chosen = book[sheet] if sheet is not None else book.worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in row]
            for row in chosen.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        ]
    finally:
        book.close()
