# SPDX-License-Identifier: EUPL-1.2
"""Moments as people write them, on pages and in the terminal."""

from __future__ import annotations

from datetime import date, datetime, time

from criteria.clock import STOCKHOLM
from criteria.errors import InvalidInputError

_DAY = len("2026-10-14")


def read_moment(text: str, field: str) -> datetime:
    """An ISO date-time typed by a person, in Swedish time where no zone is given; a day means its end.

    Raises:
        InvalidInputError: ``date.malformed``.
    """
    try:
        if len(text) == _DAY:
            return datetime.combine(date.fromisoformat(text), time.max, STOCKHOLM)
        # A plus sign in an address reads as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise InvalidInputError("date.malformed", where=field, given=text) from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=STOCKHOLM)
