# SPDX-License-Identifier: EUPL-1.2
"""The form of a whole criterion version, made from the shape of the version itself.

Every field of the shape gets its place, so that a field which is added to the shape is on the page at once.
Lists of things have rows with buttons that send the form; nothing needs a script. Names of fields are their
paths (``proof.alternatives.0.all_of.1.text.sv``), which are the places that findings name too.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from werkzeug.datastructures import MultiDict

from criteria.library.model import CriterionVersion

#: What the form does not ask for: it follows from the stage, or stands in the address.
NOT_ASKED = ("state", "valid_from")
_FIXED = {"state": "draft", "valid_from": None}
_LONG = frozenset(
    {"sv", "en", "purpose", "supplier_effort", "text", "note", "question", "if_yes", "if_no", "sample"}
)
#: The product group a criterion is kept under, and the method that is planned for, stand first.
_RANKED = frozenset({"groups", "follow_up.methods"})
_MAX_ROWS = 60


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. ``kind``: text, long, lines, number, date, tick, choice, ticks, ranked.

    ``value`` is text, for ``ticks`` and ``ranked`` the chosen codes, for ``tick`` whether it is on. Of
    ``ranked`` codes the first means more than the others.
    """

    path: str
    kind: str
    value: Any
    options: tuple[str, ...] = ()
    is_optional: bool = False

    @property
    def id(self) -> str:
        """The field's id on the page."""
        return self.path.replace(".", "-")

    @property
    def label(self) -> str:
        """What its words are kept under: the path without numbers."""
        return ".".join(part for part in self.path.split(".") if not part.isdigit())


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together under one heading."""

    path: str
    members: tuple[Field | Group | Rows, ...]

    kind = "group"

    @property
    def label(self) -> str:
        """What its words are kept under."""
        return ".".join(part for part in self.path.split(".") if not part.isdigit())


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of things, each a group; ``is_one`` for a thing that may be missing."""

    path: str
    rows: tuple[Group, ...]
    is_one: bool

    kind = "rows"

    @property
    def id(self) -> str:
        """The list's id on the page."""
        return self.path.replace(".", "-")

    @property
    def label(self) -> str:
        """What its words are kept under."""
        return ".".join(part for part in self.path.split(".") if not part.isdigit())

    @property
    def can_add(self) -> bool:
        """Whether there is room for one more."""
        return len(self.rows) < (1 if self.is_one else _MAX_ROWS)


def sections(data: Mapping[str, Any], choices: Mapping[str, tuple[str, ...]]) -> tuple[Any, ...]:
    """The parts of the form for plain data of a version; ``choices`` are the codes of fields by path."""
    hints = typing.get_type_hints(CriterionVersion)
    return tuple(
        _part(hints[item.name], item.name, data.get(item.name), choices)
        for item in dataclasses.fields(CriterionVersion)
        if item.name not in NOT_ASKED
    )


def blank() -> dict[str, Any]:
    """Plain data of a version in which nothing is written yet, with one row where one is needed."""
    hints = typing.get_type_hints(CriterionVersion)
    return {
        item.name: _FIXED.get(item.name, _empty(hints[item.name], item.metadata))
        for item in dataclasses.fields(CriterionVersion)
    }


def read_sent(form: MultiDict[str, str]) -> dict[str, Any]:
    """Plain data of a version from a form, with the row added or taken away that its button says."""
    data = _read(CriterionVersion, "", form)
    do, _, path = form.get("do", "").partition(":")
    if do in ("add", "remove") and path:
        _turn(data, path, is_added=do == "add")
    return {**data, **_FIXED}


def place_of(path: str) -> str:
    """The path of the field on the page for a path in the data: where a finding about it is mended."""
    hint: Any = CriterionVersion
    found: list[str] = []
    for part in path.split("."):
        inner, optional = _bare(hint)
        if part.isdigit():
            hint = _item(inner)
            if not dataclasses.is_dataclass(hint):
                break
        elif dataclasses.is_dataclass(inner):
            fields = typing.get_type_hints(inner)
            if part not in fields:
                break
            if optional and found:
                found.append("0")
            hint = fields[part]
        else:
            break
        found.append(part)
    return ".".join(found)


def _part(hint: Any, path: str, value: Any, choices: Mapping[str, tuple[str, ...]]) -> Any:
    inner, optional = _bare(hint)
    item = _item(inner)
    if dataclasses.is_dataclass(inner):
        if optional:
            held = [] if value is None else [value]
            rows = tuple(_group(inner, f"{path}.0", row, choices) for row in held)
            return Rows(path, rows, is_one=True)
        return _group(inner, path, value or {}, choices)
    if item is not None and dataclasses.is_dataclass(item):
        rows = tuple(_group(item, f"{path}.{place}", row, choices) for place, row in enumerate(value or ()))
        return Rows(path, rows, is_one=False)
    return _field(inner, path, value, (choices, optional))


def _field(inner: Any, path: str, value: Any, about: tuple[Mapping[str, tuple[str, ...]], bool]) -> Field:
    choices, optional = about
    item = _item(inner)
    label = ".".join(part for part in path.split(".") if not part.isdigit())
    if label in choices:
        kind = "choice" if item is None else "ranked" if path in _RANKED else "ticks"
        chosen = value if item is None else tuple(value or ())
        return Field(path, kind, chosen or ("" if item is None else ()), choices[label], optional)
    if item is not None:
        if isinstance(item, type) and issubclass(item, Enum):
            kind = "ranked" if path in _RANKED else "ticks"
            return Field(path, kind, tuple(value or ()), tuple(code.value for code in item))
        return Field(path, "lines", _lines(value or ()))
    if isinstance(inner, type) and issubclass(inner, Enum):
        return Field(path, "choice", value or "", tuple(code.value for code in inner), optional)
    if inner is bool:
        return Field(path, "tick", bool(value))
    if inner in (int, Decimal):
        return Field(path, "number", "" if value is None else str(value), is_optional=optional)
    if inner is date:
        return Field(path, "date", value or "", is_optional=optional)
    kind = "long" if path.rpartition(".")[2] in _LONG else "text"
    return Field(path, kind, value or "", is_optional=optional)


def _group(shape: Any, path: str, data: Mapping[str, Any], choices: Mapping[str, tuple[str, ...]]) -> Group:
    hints = typing.get_type_hints(shape)
    members = tuple(
        _part(hints[item.name], f"{path}.{item.name}", data.get(item.name), choices)
        for item in dataclasses.fields(shape)
    )
    return Group(path, members)


def _empty(hint: Any, metadata: Mapping[str, Any]) -> Any:
    inner, optional = _bare(hint)
    item = _item(inner)
    if optional:
        return None
    if dataclasses.is_dataclass(inner):
        return _empty_object(inner)
    if item is not None:
        return [_empty_object(item)] if metadata.get("min_items") and dataclasses.is_dataclass(item) else []
    if inner is bool:
        return False
    return None if inner in (int, Decimal, date) else ""


def _empty_object(shape: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(shape)
    return {item.name: _empty(hints[item.name], item.metadata) for item in dataclasses.fields(shape)}


def _read(shape: Any, path: str, form: MultiDict[str, str]) -> dict[str, Any]:
    hints = typing.get_type_hints(shape)
    return {
        item.name: _read_part(hints[item.name], f"{path}{item.name}", form)
        for item in dataclasses.fields(shape)
        if path or item.name not in NOT_ASKED
    }


def _read_part(hint: Any, path: str, form: MultiDict[str, str]) -> Any:
    inner, optional = _bare(hint)
    item = _item(inner)
    if dataclasses.is_dataclass(inner):
        if optional:
            return _read(inner, f"{path}.0.", form) if _places(path, form) else None
        return _read(inner, f"{path}.", form)
    if item is not None and dataclasses.is_dataclass(item):
        return [_read(item, f"{path}.{place}.", form) for place in _places(path, form)]
    if item is not None:
        is_code = isinstance(item, type) and issubclass(item, Enum)
        ticked = is_code or path in _RANKED
        return _codes(path, form) if ticked else list(_entries(form.get(path, "")))
    if inner is bool:
        return path in form
    text = form.get(path, "").replace("\r\n", "\n").strip()
    if inner is str:
        return None if optional and not text else text
    return _value(inner, text)


def _codes(path: str, form: MultiDict[str, str]) -> list[str]:
    chosen, first = form.getlist(path), form.get(f"{path}.first", "")
    return list(dict.fromkeys([first, *chosen] if first else chosen))


def _value(inner: Any, text: str) -> Any:
    """A number, date or code as files have it; what cannot be read stays, for the schema to refuse."""
    if not text:
        return None
    if inner is int:
        compact = "".join(text.split())
        return int(compact) if compact.isascii() and compact.isdigit() and len(compact) < 10 else text
    if inner is Decimal:
        return "".join(text.split()).replace(",", ".")
    return text


def _places(path: str, form: MultiDict[str, str]) -> list[int]:
    """The numbers of the rows that were sent, in their order on the page."""
    start = f"{path}."
    numbers = {name[len(start) :].partition(".")[0] for name in form if name.startswith(start)}
    return sorted(int(number) for number in numbers if number.isdigit() and len(number) < 4)[:_MAX_ROWS]


def _turn(data: dict[str, Any], path: str, *, is_added: bool) -> None:
    """Add an empty row to a list, or take a row away; a path that leads nowhere changes nothing."""
    parts = path.split(".")
    hint: Any = CriterionVersion
    place: Any = data
    for part in parts if is_added else parts[:-1]:
        inner, _ = _bare(hint)
        if part.isdigit():
            if not isinstance(place, list) or int(part) >= len(place):
                return
            place, hint = place[int(part)], _item(inner)
            continue
        fields = typing.get_type_hints(inner) if dataclasses.is_dataclass(inner) else {}
        if part not in fields or not isinstance(place, dict):
            return
        owner, key, hint = place, part, fields[part]
        place = place.get(part)
    inner, optional = _bare(hint)
    item = _item(inner)
    if dataclasses.is_dataclass(inner) and optional:
        owner[key] = _empty_object(inner) if is_added else None
    elif item is not None and dataclasses.is_dataclass(item) and isinstance(place, list):
        if is_added and len(place) < _MAX_ROWS:
            place.append(_empty_object(item))
        elif not is_added and parts[-1].isdigit() and int(parts[-1]) < len(place):
            del place[int(parts[-1])]


def _lines(values: typing.Iterable[str]) -> str:
    """Each entry on a line of its own; the further lines of one entry are set in."""
    return "\n".join(value.strip().replace("\n", "\n  ") for value in values)


def _entries(text: str) -> Iterator[str]:
    """The entries of such a field."""
    entry: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.startswith(("  ", "\t")) and entry:
            entry.append(line.strip())
            continue
        if entry:
            yield "\n".join(entry)
        entry = [line.strip()] if line.strip() else []
    if entry:
        yield "\n".join(entry)


def _bare(hint: Any) -> tuple[Any, bool]:
    """A type without ``None``, and whether it may be ``None``."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        parts = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(parts) == 1:
            return parts[0], True
    return hint, False


def _item(hint: Any) -> Any:
    """What a tuple of a type holds, or ``None`` for anything else."""
    return typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
