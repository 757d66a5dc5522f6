# SPDX-License-Identifier: EUPL-1.2
"""Reading an object from plain data, with the fault as one of our own errors."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from marshmallow import ValidationError

from criteria.errors import InvalidInputError
from criteria.schemas.derived import load

T = TypeVar("T")


def read_shape(shape: type[T], data: object, name: str, code: str) -> T:
    """An object of ``shape`` from the data of a file; ``code`` is the error's, ``name`` its place.

    Raises:
        InvalidInputError: ``code`` with the fault.
    """
    if not isinstance(data, dict):
        raise InvalidInputError(code, where=name, fault="keys and values are missing")
    try:
        return load(shape, cast(dict[str, Any], data))
    except ValidationError as error:
        raise InvalidInputError(code, where=name, fault=_shown(error.messages, "")) from error


def _shown(messages: object, path: str) -> str:
    if isinstance(messages, dict):
        parts = (_shown(value, f"{path}.{key}".lstrip(".")) for key, value in messages.items())
        return "; ".join(parts)
    words = " ".join(str(item) for item in messages) if isinstance(messages, list) else str(messages)
    return f"{path}: {words}"
