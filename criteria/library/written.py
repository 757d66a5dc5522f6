# SPDX-License-Identifier: EUPL-1.2
"""What people write about criteria: bounded, readable text, kept as it was typed.

Source: issue 3, Bad input: refused with its place, or stored as harmless text. Markup is harmless here, since
every page escapes it; a character that no document and no database can hold is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from criteria.errors import InvalidInputError

# Bidirectional overrides let a text read as something else than it says (CVE-2021-42574).
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!]|\{\{|\{%|\{#|\$\{")


def written(text: str, field: str, limit: int) -> str:
    r"""The text without space around it, its lines ended by ``\n``.

    Raises:
        InvalidInputError: ``field.empty``, ``field.long`` or ``text.control_character``, at the field.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not clean:
        raise InvalidInputError("field.empty", where=field, field=field)
    if len(clean) > limit:
        raise InvalidInputError("field.long", where=field, field=field, limit=limit)
    if _UNREADABLE.search(clean):
        raise InvalidInputError("text.control_character", where=field)
    return clean


def written_or_empty(text: str, field: str, limit: int) -> str:
    """As ``written``, where nothing may stand too."""
    return written(text, field, limit) if text.strip() else ""


def harm_in(text: str) -> str | None:
    """The code of what makes a text from elsewhere unfit to be a criterion's, or ``None``.

    >>> harm_in("Se <b>här</b>"), harm_in("{{ 7*7 }}"), harm_in("Minst {years} år, högst 5 < 6")
    ('text.markup', 'text.markup', None)
    """
    if _UNREADABLE.search(text):
        return "text.control_character"
    return "text.markup" if _MARKUP.search(text) else None


def iter_harm(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The path and code of every unfit text inside plain data, keys of objects too."""
    if isinstance(data, str):
        code = harm_in(data)
        if code is not None:
            yield path, code
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from iter_harm(str(key), path)
            yield from iter_harm(value, (*path, str(key)))
    elif isinstance(data, Sequence):
        for index, value in enumerate(data):
            yield from iter_harm(value, (*path, index))
