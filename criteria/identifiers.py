# SPDX-License-Identifier: EUPL-1.2
"""Identifiers: criterion references as procurers write them, CPV codes, and new ids for rows."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from criteria.errors import InvalidInputError

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LEVELS = ("base", "advanced", "leading_edge")
_LEVEL_WORDS = {
    "bas": "base",
    "base": "base",
    "b": "base",
    "avancerad": "advanced",
    "avanc": "advanced",
    "advanced": "advanced",
    "a": "advanced",
    "spjutspets": "leading_edge",
    "leading_edge": "leading_edge",
    "s": "leading_edge",
}
_REFERENCE = re.compile(
    r"^(?:(?P<owner>[A-Z][A-Z0-9]{1,15})/)?(?P<id>[A-Z0-9][A-Z0-9ÅÄÖ]{0,15}(?:-[0-9]{1,4}[a-z]?)?)"
    r"(?::(?P<version>[1-9][0-9]{0,3}))?$"
)
_CPV = re.compile(r"^(?P<digits>[0-9]{8})(?:-(?P<check>[0-9]))?$")
_CPV_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A criterion reference: ``ID``, ``ID:VERSION`` or ``ID:VERSION@LEVEL`` (``FURN-01:1@base``)."""

    id: str
    version: int | None = None
    level: str | None = None

    def __str__(self) -> str:
        """The reference as it is written."""
        text = self.id
        if self.version is not None:
            text += f":{self.version}"
        return text if self.level is None else f"{text}@{self.level}"

    @property
    def is_exact(self) -> bool:
        """Whether version and level are both given."""
        return self.version is not None and self.level is not None


def parse_reference(text: str) -> Reference:
    """A reference read from text; the level may be a Swedish word or an everyday abbreviation.

    >>> str(parse_reference("furn-01:1@bas"))
    'FURN-01:1@base'

    Raises:
        InvalidInputError: ``reference.malformed`` with the text given.
    """
    head, _, level = text.strip().partition("@")
    # Ids are written in capitals; only the letter that tells a row's second type apart is small.
    normal = re.sub(r"(?<=[0-9])([A-Z])(?=:|$)", lambda found: found.group(1).lower(), head.upper())
    match = _REFERENCE.match(normal)
    if match is None:
        raise InvalidInputError("reference.malformed", where=text, given=text)
    version = match.group("version")
    prefix = f"{match.group('owner')}/" if match.group("owner") else ""
    return Reference(
        id=prefix + match.group("id"),
        version=int(version) if version else None,
        level=parse_level(level) if level else None,
    )


def parse_level(text: str) -> str:
    """A level code from a code, a Swedish word or an abbreviation.

    Raises:
        InvalidInputError: ``level.unknown``.
    """
    try:
        return _LEVEL_WORDS[text.strip().lower()]
    except KeyError:
        raise InvalidInputError("level.unknown", where="level", given=text) from None


def cpv_check_digit(digits: str) -> int | None:
    """The check digit that an eight-digit CPV code has by the weights 3-7-1, or ``None`` if malformed.

    The published table has exceptions to every simple formula, so the table in an installation
    decides where it is loaded; this is the guard where it is not.
    """
    if not re.fullmatch(r"[0-9]{8}", digits):
        return None
    return sum(int(digit) * weight for digit, weight in zip(digits, _CPV_WEIGHTS, strict=True)) % 10


def parse_cpv(text: str) -> str:
    """The eight digits of a CPV code written with or without check digit.

    Raises:
        InvalidInputError: ``cpv.malformed``.
    """
    match = _CPV.match(text.strip().replace(" ", ""))
    if match is None:
        raise InvalidInputError("cpv.malformed", where="cpv", given=text)
    return match.group("digits")


def new_id(kind: str) -> str:
    """A new identifier such as ``set-7k3m9q2x4d``: 50 random bits, so that ids tell nothing about others."""
    return f"{kind}-" + "".join(secrets.choice(_ALPHABET) for _ in range(10))
