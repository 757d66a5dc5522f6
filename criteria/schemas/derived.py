# SPDX-License-Identifier: EUPL-1.2
"""marshmallow schemas derived from the product's frozen dataclasses.

One declaration gives file form, API and ``--json`` the same shape. Written by hand since the library that
does this (marshmallow-dataclass) has had no release for marshmallow 4 and brings two more dependencies.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar, cast

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

T = TypeVar("T")


class PlainDecimal(fields.Field[Decimal]):
    """A decimal written as a string with a point, so that no reader turns it into a float."""

    def _serialize(self, value: Decimal | None, attr: str | None, obj: object, **kwargs: Any) -> str | None:
        return None if value is None else format(value, "f")

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: Any) -> Decimal:
        if not isinstance(value, str):
            raise ValidationError('Write the number as text in quotation marks, with a point: "0.05".')
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise ValidationError(f'"{value}" is no decimal number.') from None
        if not number.is_finite():
            raise ValidationError(f'"{value}" is no finite number.')
        return number


class _StrictDate(fields.Date):
    """A civil date, from ISO text or as a YAML reader already made it."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return super()._deserialize(cast(Any, value), attr, data, **kwargs)


class _Members(fields.List[Any]):
    """A list that becomes a tuple, as frozen dataclasses hold it."""

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(cast(Any, value), attr, data, **kwargs))


class _MemberSet(_Members):
    """A list without order that becomes a frozenset; written sorted."""

    def _serialize(self, value: Any, attr: str | None, obj: object, **kwargs: Any) -> Any:
        return super()._serialize(sorted(value), attr, obj, **kwargs)

    def _deserialize(self, value: object, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return frozenset(super()._deserialize(value, attr, data, **kwargs))


_SCHEMAS: dict[type[Any], type[Schema]] = {}
_INSTANCES: dict[type[Any], Schema] = {}


def schema_of(shape: type[Any]) -> type[Schema]:
    """The schema class of a frozen dataclass; fields without default are required, unknown keys refused."""
    if shape not in _SCHEMAS:
        _SCHEMAS[shape] = _derive(shape)
    return _SCHEMAS[shape]


def _derive(shape: type[Any]) -> type[Schema]:
    hints = typing.get_type_hints(shape)
    members: dict[str, Any] = {}
    for item in dataclasses.fields(shape):
        has_default = (
            item.default is not dataclasses.MISSING or item.default_factory is not dataclasses.MISSING
        )
        members[item.name] = _field(hints[item.name], item.metadata, required=not has_default)

    def make(self: Schema, data: dict[str, Any], **kwargs: Any) -> Any:
        return shape(**data)

    members["make"] = post_load(make)
    members["Meta"] = type("Meta", (), {"unknown": RAISE, "ordered": True})
    return type(f"{shape.__name__}Schema", (Schema,), members)


def _instance(shape: type[Any]) -> Schema:
    if shape not in _INSTANCES:
        _INSTANCES[shape] = schema_of(shape)()
    return _INSTANCES[shape]


def load(shape: type[T], data: Mapping[str, Any]) -> T:
    """An object of ``shape`` read from plain data.

    Raises:
        marshmallow.ValidationError: with every fault, keyed by path.
    """
    return cast(T, _instance(shape).load(data))


def load_json(shape: type[T], text: str) -> T:
    """An object of ``shape`` read from JSON text."""
    return cast(T, _instance(shape).loads(text))


def read_json(shape: type[T], text: str) -> T:
    """An object of ``shape`` from JSON text that this program wrote and validated when it did.

    Nothing is checked again, which takes a tenth of the time; what stands in the store is checked by its
    fingerprint. A field that came after the text was written gets its default.
    """
    return cast(T, _reader(shape)(json.loads(text)))


_READERS: dict[Any, Callable[[Any], Any]] = {}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of a type from plain data; made once for each type."""
    if hint not in _READERS:
        _READERS[hint] = _make_reader(hint)
    return _READERS[hint]


def _make_reader(hint: Any) -> Callable[[Any], Any]:
    inner, none_allowed = _without_none(hint)
    if none_allowed:
        read_inner = _reader(inner)
        return lambda data: None if data is None else read_inner(data)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and arguments[-1] is not Ellipsis:
        parts = [_reader(part) for part in arguments]
        return lambda data: tuple(read(item) for read, item in zip(parts, data, strict=True))
    if origin in (tuple, frozenset):
        read_item, make = _reader(arguments[0]), origin
        return lambda data: make(map(read_item, data))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        read_key, read_value = _reader(arguments[0]), _reader(arguments[1])
        return lambda data: {read_key(key): read_value(value) for key, value in data.items()}
    if dataclasses.is_dataclass(hint):
        return _object_reader(cast(type[Any], hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if hint in (date, datetime):
        return cast(Callable[[Any], Any], hint.fromisoformat)
    return cast(Callable[[Any], Any], hint) if hint in (Decimal, float) else lambda data: data


def _object_reader(shape: type[Any]) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(shape)
    names = [(item.name, item.metadata.get("data_key", item.name)) for item in dataclasses.fields(shape)]
    readers = {key: (name, _reader(hints[name])) for name, key in names}

    def read(data: dict[str, Any]) -> Any:
        values = {}
        for key, item in data.items():
            name, read_value = readers[key]
            values[name] = read_value(item)
        return shape(**values)

    return read


def dump(value: object) -> dict[str, Any]:
    """Plain data of a dataclass, ready for JSON: decimals as strings, dates in ISO form."""
    return cast(dict[str, Any], _instance(type(value)).dump(value))


def dump_json(value: object) -> str:
    """JSON text of a dataclass, UTF-8 unescaped."""
    return cast(str, _instance(type(value)).dumps(value, ensure_ascii=False))


def _validators(metadata: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = []
    if "pattern" in metadata:
        found.append(validate.Regexp(metadata["pattern"]))
    if "minimum" in metadata or "maximum" in metadata:
        found.append(validate.Range(metadata.get("minimum"), metadata.get("maximum")))
    low = metadata.get("min_length", metadata.get("min_items"))
    high = metadata.get("max_length", metadata.get("max_items"))
    if low is not None or high is not None:
        found.append(validate.Length(low, high))
    return found


def _field(hint: Any, metadata: Mapping[str, Any], *, required: bool) -> Any:
    hint, none_allowed = _without_none(hint)
    settings: dict[str, Any] = {
        "required": required,
        "allow_none": none_allowed,
        "validate": _validators(metadata),
    }
    if "data_key" in metadata:
        # A name Python does not allow for a field, such as "from".
        settings["data_key"] = metadata["data_key"]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return fields.Tuple([_field(part, {}, required=True) for part in arguments], **settings)
    if origin is tuple:
        return _Members(_field(arguments[0], {}, required=True), **settings)
    if origin is frozenset:
        return _MemberSet(_field(arguments[0], {}, required=True), **settings)
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return fields.Dict(
            keys=_field(arguments[0], {}, required=True),
            values=_field(arguments[1], {}, required=True),
            **settings,
        )
    if dataclasses.is_dataclass(hint):
        nested = cast(type[Any], hint)
        return fields.Nested(lambda: schema_of(nested)(), **settings)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return fields.Enum(hint, by_value=True, **settings)
    simple: dict[Any, type[Any]] = {
        str: fields.String,
        bool: fields.Boolean,
        float: fields.Float,
        Decimal: PlainDecimal,
        datetime: fields.AwareDateTime,
        date: _StrictDate,
    }
    if hint is int:
        return fields.Integer(strict=True, **settings)
    return simple[hint](**settings)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        parts = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(parts) == 1:
            return parts[0], True
    return hint, False
