# SPDX-License-Identifier: EUPL-1.2
"""When during a contract the checks fall due, on Swedish working days.

Recurring checks are due at the end of each interval, so that there is something to look at, but no later
than a month before the contract ends, while something can still be mended. Source: DOMAIN 3.2 and 3.6; the
days are product decisions [assumption] in ``data/triage.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from followup.plan.working_days import on_or_after, on_or_before

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a contract, both included."""

    starts_on: date
    ends_on: date

    @property
    def middle(self) -> date:
        """The day in the middle."""
        return self.starts_on + (self.ends_on - self.starts_on) / 2


def start_day(period: Period) -> date:
    """When checks at the start are due."""
    return on_or_after(period.starts_on)


def proof_day(period: Period) -> date:
    """When proof that must be there at the start is wanted: the last working day before it."""
    return on_or_before(period.starts_on - timedelta(days=1))


def last_day(period: Period, before_end_days: int) -> date:
    """The last day that a check is planned for; in a short contract the middle of it."""
    return on_or_before(max(period.ends_on - timedelta(days=before_end_days), period.middle))


def delivery_day(period: Period, after_days: int) -> date:
    """When the first check of deliveries is due; in a short contract the middle of it."""
    return on_or_after(min(period.starts_on + timedelta(days=after_days), period.middle))


def recurring_days(period: Period, per_year: int, latest: date) -> tuple[date, ...]:
    """The days of checks that come ``per_year`` times; a last, broken one counts from half its length."""
    step = _MONTHS // per_year
    days: list[date] = []
    number = 1
    while True:
        begins = months_after(period.starts_on, step * (number - 1))
        ends = months_after(period.starts_on, step * number)
        half = begins + (ends - begins) / 2
        if number > 1 and half > period.ends_on:
            return tuple(days)
        due = min(on_or_after(ends), latest)
        if not days or due > days[-1]:
            days.append(due)
        if ends > period.ends_on:
            return tuple(days)
        number += 1


def months_after(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or the last one where that month is shorter.

    >>> months_after(date(2027, 1, 31), 1).isoformat()
    '2027-02-28'
    """
    years, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(years, month + 1, last)
            except ValueError:
                continue
    raise AssertionError("every month has 28 days")
