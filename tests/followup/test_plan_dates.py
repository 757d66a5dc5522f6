# SPDX-License-Identifier: EUPL-1.2
"""Working days and the days of a plan."""

from __future__ import annotations

from datetime import date

import pytest

from followup.plan.calendar import (
    Period,
    delivery_day,
    last_day,
    months_after,
    proof_day,
    recurring_days,
    start_day,
)
from followup.plan.working_days import add_working_days, is_working_day, on_or_after, on_or_before

_TWO_YEARS = Period(date(2027, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 1, 1),
        date(2027, 1, 6),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 6),
        date(2028, 5, 1),
        date(2028, 6, 6),
        date(2027, 6, 25),
        date(2027, 12, 24),
        date(2027, 12, 31),
        date(2027, 8, 21),
    ],
)
def test_holidays_eves_and_weekends_are_no_working_days(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day", [date(2027, 3, 25), date(2027, 6, 24), date(2027, 12, 23), date(2027, 12, 27)]
)
def test_days_beside_holidays_are_working_days(day: date) -> None:
    assert is_working_day(day)


def test_days_move_past_easter() -> None:
    assert on_or_after(date(2027, 3, 26)) == date(2027, 3, 30)
    assert on_or_before(date(2027, 3, 29)) == date(2027, 3, 25)
    assert add_working_days(date(2027, 3, 24), 2) == date(2027, 3, 30)


def test_start_is_the_first_working_day_and_proof_is_due_before() -> None:
    assert start_day(_TWO_YEARS) == date(2027, 1, 4)
    assert proof_day(_TWO_YEARS) == date(2026, 12, 30)


def test_yearly_checks_come_at_each_years_end_but_a_month_before_the_contracts() -> None:
    latest = last_day(_TWO_YEARS, 30)

    assert latest == date(2028, 12, 1)
    assert recurring_days(_TWO_YEARS, 1, latest) == (date(2028, 1, 3), date(2028, 12, 1))


def test_quarterly_checks_of_two_years_are_eight() -> None:
    assert len(recurring_days(_TWO_YEARS, 4, last_day(_TWO_YEARS, 30))) == 8


def test_last_interval_shorter_than_half_is_no_check_of_its_own() -> None:
    period = Period(date(2027, 1, 1), date(2028, 5, 31))

    assert recurring_days(period, 1, last_day(period, 30)) == (date(2028, 1, 3),)


@pytest.mark.parametrize("ends", [date(2027, 1, 1), date(2027, 1, 20), date(2027, 3, 1)])
def test_short_contract_has_its_checks_within_itself(ends: date) -> None:
    period = Period(date(2027, 1, 1), ends)
    latest = last_day(period, 30)

    assert recurring_days(period, 1, latest) == (latest,)
    assert latest <= ends
    assert delivery_day(period, 30) <= on_or_after(ends)


def test_month_without_the_day_takes_its_last() -> None:
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
