# SPDX-License-Identifier: EUPL-1.2
"""One canonical JSON for everything that is sealed or hashed.

Source: RFC 8785, with the product's own rules on top (ARCHITECTURE, invariant 4): every field of a
dataclass is present, absent values are ``null``, numbers are strings, text is Unicode NFC.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import rfc8785

Plain = None | bool | str | list["Plain"] | dict[str, "Plain"]


def to_plain(value: object) -> Plain:
    """Plain JSON data of a value: dataclasses as objects, numbers and dates as strings, sets sorted.

    Raises:
        TypeError: for a value that has no agreed form, a float above all.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: to_plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(to_plain(key)): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((to_plain(item) for item in value), key=canonical_bytes)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical_bytes(value: object) -> bytes:
    """The canonical JSON of a value as UTF-8 bytes."""
    return rfc8785.dumps(to_plain(value))


def fingerprint(value: object) -> str:
    """The SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
