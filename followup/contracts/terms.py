# SPDX-License-Identifier: EUPL-1.2
"""Period and value of a contract."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from criteria.errors import InvalidInputError
from followup.contracts.model import Terms

#: Longer than any contract under LOU; a mistyped year would otherwise make thousands of tasks.
MAX_YEARS = 30
_MAX_VALUE = Decimal("1000000000000")
_VALUE = re.compile(r"^(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,](?P<part>[0-9]{1,2}))?$")


def make_terms(starts_on: date, ends_on: date, value: str | None) -> Terms:
    """The terms of a contract; ``value`` as people write it ("480 000" or "480000,50").

    Raises:
        InvalidInputError: ``contract.end_before_start``, ``contract.too_long`` or ``contract.value``.
    """
    if ends_on < starts_on:
        raise InvalidInputError("contract.end_before_start", where="end", start=starts_on, end=ends_on)
    if ends_on.year - starts_on.year > MAX_YEARS:
        raise InvalidInputError(
            "contract.too_long", where="end", start=starts_on, end=ends_on, limit=MAX_YEARS
        )
    return Terms(starts_on, ends_on, None if value is None else parse_value_sek(value))


def parse_value_sek(text: str) -> Decimal:
    """A sum in SEK with at most two decimals.

    Raises:
        InvalidInputError: ``contract.value``.
    """
    clean = re.sub(r"\s+", " ", text).strip()
    clean = re.sub(r"\s*(?:SEK|kr|kronor)$", "", clean, flags=re.IGNORECASE)
    match = _VALUE.match(clean)
    if match is None:
        raise InvalidInputError("contract.value", where="value", given=text)
    value = Decimal(match["whole"].replace(" ", "") + (f".{match['part']}" if match["part"] else ""))
    if value > _MAX_VALUE:
        raise InvalidInputError("contract.value", where="value", given=text)
    return value
