# SPDX-License-Identifier: EUPL-1.2
"""How dates, numbers, lists and check sums are written in documents, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MONTHS = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_AND = {"sv": "och", "en": "and"}


def day_text(day: date, language: str) -> str:
    r"""A date in running text; day and month stay on one line.

    >>> day_text(date(2026, 8, 6), "sv")
    '6\xa0augusti 2026'
    """
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}".replace(" ", "\N{NO-BREAK SPACE}", 1)


def listed(items: Sequence[str], language: str) -> str:
    """Items as one phrase.

    >>> listed(["a", "b", "c"], "sv")
    'a, b och c'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_AND[language]} {items[-1]}"


def capitalised(text: str) -> str:
    """The text with its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def grouped_digest(digest: str) -> str:
    """A check sum in groups of eight, which the eye can compare.

    >>> grouped_digest("00112233445566778899aabb")
    '00112233 44556677 8899aabb'
    """
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
