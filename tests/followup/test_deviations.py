# SPDX-License-Identifier: EUPL-1.2
"""The life of a deviation, its dates and its colour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from criteria.errors import CriteriaError
from followup.deviations.lifecycle import (
    Wish,
    awaited_by,
    colour_on,
    days_to_notice,
    notice_due,
    propose_severity,
    take_step,
)
from followup.deviations.model import Colour, Deviation, DeviationStatus, Severity, Step, StepKind
from followup.log.model import Outcome, Result
from tests.followup.contract_factories import make_outcome

_FOUND = date(2027, 2, 1)
_AT = datetime(2027, 2, 1, 12, tzinfo=UTC)
_REMEDY = make_outcome(id="outcome-2", place=2, strength=5)


def _deviation(**changes: object) -> Deviation:
    step = Step(1, StepKind.FIND, DeviationStatus.FOUND, "320 mg/kg i en jacka.", "user-1", _AT, _FOUND)
    deviation = Deviation(
        id="deviation-1",
        contract_id="contract-1",
        organisation_id="org-1",
        outcome_id="outcome-1",
        line=1,
        number="1.1",
        ref="WORK-02:1@base",
        fingerprint="f" * 64,
        found_on=_FOUND,
        place=1,
        strength=5,
        proposed=Severity.MAJOR,
        severity=None,
        steps=(step,),
    )
    return replace(deviation, **changes)  # type: ignore[arg-type]


def _take(
    deviation: Deviation, kind: StepKind, closing: Outcome | None = None, **changes: object
) -> Deviation:
    wish = replace(Wish(kind, "Text.", "user-1", _AT, _FOUND), **changes)  # type: ignore[arg-type]
    return take_step(deviation, wish, closing)


def _walk(*kinds: StepKind) -> Deviation:
    deviation = _deviation()
    for kind in kinds:
        deviation = _take(deviation, kind)
    return deviation


def _code(deviation: Deviation, kind: StepKind, closing: Outcome | None = None, **changes: object) -> str:
    with pytest.raises(CriteriaError) as caught:
        _take(deviation, kind, closing, **changes)
    return caught.value.code


def test_deviation_goes_from_notice_to_remedy() -> None:
    waiting = _walk(StepKind.NOTIFY, StepKind.ACCEPT, StepKind.PLAN, StepKind.RECHECK)

    closed = _take(waiting, StepKind.CLOSE, _REMEDY)

    assert closed.status is DeviationStatus.CLOSED_REMEDIED
    assert closed.steps[-1].outcome_id == "outcome-2"
    assert [step.number for step in closed.steps] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "closing",
    [
        None,
        replace(_REMEDY, result=Result.NOT_MET, note="Ännu inte."),
        replace(_REMEDY, line=2),
        replace(_REMEDY, place=1),
        replace(_REMEDY, strength=3),
        replace(_REMEDY, strength=1),
    ],
)
def test_remedy_is_shown_by_a_later_verified_outcome_of_the_same_strength(closing: Outcome | None) -> None:
    waiting = _walk(StepKind.NOTIFY, StepKind.PLAN, StepKind.RECHECK)

    assert _code(waiting, StepKind.CLOSE, closing) == "deviation.not_remedied"


def test_contested_deviation_is_upheld_or_given_up() -> None:
    contested = _walk(StepKind.NOTIFY, StepKind.CONTEST)

    assert _take(contested, StepKind.UPHOLD).status is DeviationStatus.PLAN_WANTED
    assert _take(contested, StepKind.GIVE_WAY).status is DeviationStatus.CLOSED_UNFOUNDED


def test_deviation_is_dropped_only_in_the_first_five_working_days() -> None:
    assert notice_due(_deviation()) == date(2027, 2, 8)
    assert _take(_deviation(), StepKind.DROP, on=date(2027, 2, 8)).status is DeviationStatus.CLOSED_UNFOUNDED
    assert _code(_deviation(), StepKind.DROP, on=date(2027, 2, 9)) == "deviation.drop_late"


def test_waiver_needs_an_escalated_deviation_and_a_reason() -> None:
    escalated = _walk(StepKind.NOTIFY, StepKind.ESCALATE)

    assert _take(escalated, StepKind.WAIVE).status is DeviationStatus.WAIVED
    assert _code(escalated, StepKind.WAIVE, text=" ") == "deviation.text_missing"
    assert _code(_walk(StepKind.NOTIFY), StepKind.WAIVE) == "deviation.wrong_state"


@pytest.mark.parametrize(
    "kind", [kind for kind in StepKind if kind not in (StepKind.FIND, StepKind.NOTIFY, StepKind.DROP)]
)
def test_new_deviation_can_only_be_notified_or_dropped(kind: StepKind) -> None:
    assert _code(_deviation(), kind, _REMEDY) == "deviation.wrong_state"


def test_days_from_finding_to_notice_are_counted() -> None:
    assert days_to_notice(_deviation()) is None
    assert days_to_notice(_take(_deviation(), StepKind.NOTIFY, on=date(2027, 2, 4))) == 3


def test_reply_date_is_ten_working_days_unless_another_is_given() -> None:
    assert awaited_by(_take(_deviation(), StepKind.NOTIFY)) == date(2027, 2, 15)
    assert awaited_by(_take(_deviation(), StepKind.NOTIFY, by_date=date(2027, 3, 1))) == date(2027, 3, 1)
    assert _code(_deviation(), StepKind.NOTIFY, by_date=date(2027, 1, 1)) == "deviation.date_passed"


def test_colour_is_yellow_in_time_red_when_late_and_green_when_closed() -> None:
    told = _walk(StepKind.NOTIFY)

    assert colour_on(_deviation(), _FOUND) is Colour.YELLOW
    assert colour_on(_deviation(), date(2027, 2, 9)) is Colour.RED
    assert colour_on(told, date(2027, 2, 15)) is Colour.YELLOW
    assert colour_on(told, date(2027, 2, 16)) is Colour.RED
    assert colour_on(_walk(StepKind.NOTIFY, StepKind.ESCALATE), _FOUND) is Colour.RED
    assert colour_on(_take(_deviation(), StepKind.DROP), date(2030, 1, 1)) is Colour.GREEN


def test_confirmed_severity_takes_the_proposals_place() -> None:
    assert _take(_deviation(), StepKind.NOTIFY, severity=Severity.SEVERE).severity is Severity.SEVERE


@pytest.mark.parametrize(
    ("result", "declared", "severity"),
    [
        (Result.PARTLY_MET, True, Severity.MINOR),
        (Result.NOT_MET, False, Severity.MAJOR),
        (Result.NOT_MET, True, Severity.SEVERE),
    ],
)
def test_finding_against_the_suppliers_own_yes_is_proposed_as_severe(
    result: Result, declared: bool, severity: Severity
) -> None:
    assert propose_severity(result, declared=declared) is severity
