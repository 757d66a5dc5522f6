# SPDX-License-Identifier: EUPL-1.2
"""Codes that people type: our references, CPV codes, national krav-ID, standards and emission classes.

Codes are matched as codes and never stemmed, split or spelt otherwise. Source: DOMAIN section 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from criteria.errors import InvalidInputError
from criteria.identifiers import Reference, parse_reference

_STANDARD = re.compile(
    r"\b(?:ss[\s/-]*)?(?:(en)[\s/-]*)?(?:(iso|iec|insta|ts)[\s/-]*(?:iec[\s/-]*)?)?(\d{3,6})((?:-\d{1,3})*)\b"
)
_DIGITS = re.compile(r"\d{3}")
_EURO = re.compile(r"\beuro[\s-]*(vi|iv|v|[3-7])([a-e]?)\b")
_ROMAN = {"iv": "4", "v": "5", "vi": "6"}
_CLASS = re.compile(r"\b(miljöklass|energiklass|klass)[\s-]+(\d{1,2}|[a-g])\b")

_REFERENCE = re.compile(
    r"(?<![\w/-])(?:[A-Za-z][A-Za-z0-9]{1,15}/)?[A-Za-z][A-Za-z0-9]{0,7}-[0-9]{2}[b-z]?"
    r"(?::[1-9][0-9]{0,3})?(?:@[A-Za-zÅÄÖåäö_]{1,12})?(?![\w-])"
)
_CPV = re.compile(r"(?<![\w-])(\d{8}|\d{2} \d{3} \d{3})(?:\s*-\s*(\d))?(?![\w-])")
_KRAV = re.compile(
    r"(?<![\w.,-])(?:krav(?:-?\s?id)?[\s:]+)?(\d{3,6})(?::(\d{1,3}))?(?![\w.,%-])", re.IGNORECASE
)
_STANDARD_BEFORE = re.compile(r"\b(?:ss|en|iso|iec|insta|ts)[\s/-]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CpvCode:
    """Eight digits, and the check digit where one was written."""

    digits: str
    check: str | None = None


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes in a query and what is left of it in words.

    ``numbers`` are 3 to 6 digits, with version where written, that may be a krav-ID or the first
    digits of a CPV code; whether they are is known only to the catalogue.
    """

    references: tuple[Reference, ...]
    cpv: tuple[CpvCode, ...]
    numbers: tuple[tuple[str, str | None], ...]
    rest: str


def find_codes(text: str) -> Codes:
    """What in a query is a code.

    >>> codes = find_codes("furn-02:1@bas 39130000-2")
    >>> str(codes.references[0]), codes.cpv[0].digits
    ('FURN-02:1@base', '39130000')
    """
    references: list[Reference] = []

    def take_reference(found: re.Match[str]) -> str:
        try:
            references.append(parse_reference(found.group()))
        except InvalidInputError:
            return found.group()
        return " "

    cpv: list[CpvCode] = []

    def take_cpv(found: re.Match[str]) -> str:
        cpv.append(CpvCode(found.group(1).replace(" ", ""), found.group(2)))
        return " "

    numbers: list[tuple[str, str | None]] = []

    def take_number(found: re.Match[str]) -> str:
        # "EN 455" is a standard, not krav-ID 455.
        if _STANDARD_BEFORE.search(found.string[: found.start()]):
            return found.group()
        numbers.append((found.group(1), found.group(2)))
        return " "

    text = _REFERENCE.sub(take_reference, text)
    text = _CPV.sub(take_cpv, text)
    rest = _KRAV.sub(take_number, text)
    return Codes(tuple(references), tuple(cpv), tuple(numbers), rest)


def iter_standards(text: str) -> Iterator[str]:
    """Normal forms of the standards and classes a text names; the part number also without its part.

    >>> list(iter_standards("SS-EN 455-1 eller en455")), list(iter_standards("EN ISO 14001, Euro VI"))
    (['en455', 'en455-1', 'en455'], ['iso14001', 'euro6'])
    """
    text = text.lower()
    # Each pattern is tried only where what it must have is there at all: most texts name no standard.
    for found in _STANDARD.finditer(text) if _DIGITS.search(text) else ():
        name = found.group(2) or found.group(1)
        if name is None:
            continue
        yield f"{name}{found.group(3)}"
        if found.group(4):
            yield f"{name}{found.group(3)}{found.group(4)}"
    for found in _EURO.finditer(text) if "euro" in text else ():
        yield f"euro{_ROMAN.get(found.group(1), found.group(1))}"
    for found in _CLASS.finditer(text) if "klass" in text else ():
        yield f"{found.group(1)}{found.group(2)}"


def significant(digits: str) -> str:
    """The digits of a CPV code that say something: its division is two digits, trailing zeros say nothing.

    >>> significant("39130000"), significant("30000000")
    ('3913', '30')
    """
    return digits[:2] + digits[2:].rstrip("0")


def cpv_steps(asked: str, known: str) -> int | None:
    """How many levels lie between two codes of which one is the other, its parent or its child.

    ``None`` when neither lies under the other. Steps are digits of the tree, nearest is 0.

    >>> cpv_steps("39130000", "39131100"), cpv_steps("39131100", "39130000")
    (2, 2)
    >>> cpv_steps("39130000", "30200000") is None
    True
    """
    left, right = significant(asked), significant(known)
    if left.startswith(right) or right.startswith(left):
        return abs(len(left) - len(right))
    return None


def shared_digits(asked: str, known: str) -> int:
    """How many leading digits two codes share: the last resort when a code has neither parent nor child."""
    count = 0
    for left, right in zip(asked, known, strict=False):
        if left != right:
            break
        count += 1
    return count
