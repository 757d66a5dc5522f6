# SPDX-License-Identifier: EUPL-1.2
"""Swedish working days: not Saturdays, Sundays, public holidays or the three eves treated as such.

Source: lag (1989:253) om allmänna helgdagar; midsummer's, Christmas and New Year's eve count as holidays as
in 3 a § semesterlagen (1977:480). Days that only an agreement makes free are working days here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
_FRIDAY, _SATURDAY = 4, 5


def is_working_day(day: date) -> bool:
    """Whether offices are open.

    >>> is_working_day(date(2027, 6, 25))
    False
    """
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def on_or_after(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def on_or_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int) -> date:
    """The day that is ``count`` (at least 0) working days after ``day``, which is not counted itself.

    >>> add_working_days(date(2027, 12, 23), 2).isoformat()
    '2027-12-28'
    """
    for _ in range(count):
        day = on_or_after(day + timedelta(days=1))
    return day


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year that may fall on a weekday, with the three eves."""
    easter = _easter(year)
    moving = (easter + timedelta(days=days) for days in (-2, 1, 39))
    # Midsummer's eve is the Friday between 19 and 25 June.
    june = date(year, 6, 19)
    midsummer_eve = june + timedelta(days=(_FRIDAY - june.weekday()) % 7)
    return frozenset({*(date(year, month, day) for month, day in _FIXED), *moving, midsummer_eve})


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian computation (Nature, 20 April 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
