# SPDX-License-Identifier: EUPL-1.2
"""The life of a follow-up task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from criteria.errors import CriteriaError, InvalidInputError, RefusedError
from followup.plan.lifecycle import Change, TaskStep, is_open, is_overdue, status_on, take_step
from followup.plan.model import CLOSED, Task, TaskStatus
from followup.plan.planning import plan_contract
from tests.followup.contract_factories import make_basis, make_contract, seal
from tests.requirements.factories import make_version

_TODAY = date(2026, 12, 20)
_LATER = date(2027, 2, 1)


def _task(**changes: object) -> Task:
    sealed = seal(make_version())
    planned = plan_contract(sealed, make_contract(sealed), make_basis()).tasks[0]
    task = Task(
        "task-1", "contract-1", "org-1", planned, TaskStatus.PLANNED, planned.due_on, planned.person_id
    )
    return replace(task, **changes)  # type: ignore[arg-type]


def _after(task: Task, *changes: Change) -> Task:
    for change in changes:
        task = take_step(task, change, _TODAY)
    return task


def _code(task: Task, change: Change) -> str:
    with pytest.raises(CriteriaError) as caught:
        take_step(task, change, _TODAY)
    return caught.value.code


def test_planned_task_becomes_due_a_month_before_its_date() -> None:
    task = _task()

    assert task.due_on == date(2027, 1, 4)
    assert status_on(task, date(2026, 12, 4)) is TaskStatus.PLANNED
    assert status_on(task, date(2026, 12, 5)) is TaskStatus.DUE


def test_overdue_is_computed_and_only_for_open_tasks() -> None:
    task = _task()

    assert not is_overdue(task, date(2027, 1, 4))
    assert is_overdue(task, date(2027, 1, 5))
    assert not is_overdue(replace(task, status=TaskStatus.DONE_OK), date(2027, 1, 5))


def test_evidence_is_requested_received_and_assessed() -> None:
    task = _after(
        _task(), Change(TaskStep.REQUEST, on=_LATER), Change(TaskStep.RECEIVE), Change(TaskStep.ASSESS)
    )

    assert (task.status, task.reply_by) == (TaskStatus.ASSESSING, _LATER)


def test_own_observation_needs_no_request() -> None:
    assert _after(_task(), Change(TaskStep.ASSESS)).status is TaskStatus.ASSESSING


def test_silent_supplier_is_reminded_twice_before_the_task_is_assessed() -> None:
    asked = _after(_task(), Change(TaskStep.REQUEST, on=_LATER), Change(TaskStep.REMIND, on=_LATER))

    assert _code(asked, Change(TaskStep.ASSESS)) == "task.not_silent_yet"
    reminded = _after(asked, Change(TaskStep.REMIND, on=_LATER), Change(TaskStep.ASSESS))
    assert (reminded.status, reminded.reminders) == (TaskStatus.ASSESSING, 2)


def test_task_is_postponed_at_most_twice_and_to_a_working_day() -> None:
    first = _after(_task(), Change(TaskStep.POSTPONE, "Leveransen dröjer.", on=date(2027, 2, 6)))
    second = _after(first, Change(TaskStep.POSTPONE, "Dröjer än.", on=date(2027, 3, 1)))

    assert (first.status, first.due_on) == (TaskStatus.POSTPONED, date(2027, 2, 8))
    assert status_on(first, date(2027, 2, 1)) is TaskStatus.DUE
    assert (
        _code(second, Change(TaskStep.POSTPONE, "En gång till.", on=date(2027, 4, 1)))
        == "task.postponed_twice"
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(TaskStep.POSTPONE, " ", on=_LATER), "task.reason_missing"),
        (Change(TaskStep.POSTPONE, "Skäl.", on=date(2027, 1, 4)), "task.date_not_later"),
        (Change(TaskStep.POSTPONE, "Skäl.", on=date(2026, 12, 19)), "task.date_passed"),
        (Change(TaskStep.POSTPONE, "Skäl."), "task.date_missing"),
        (Change(TaskStep.REQUEST, on=date(2026, 12, 19)), "task.date_passed"),
        (Change(TaskStep.CANCEL, ""), "task.reason_missing"),
        (Change(TaskStep.CANCEL, "x" * 1001), "task.reason_long"),
        (Change(TaskStep.REMIND, on=_LATER), "task.wrong_state"),
    ],
)
def test_step_without_what_it_needs_is_refused(change: Change, code: str) -> None:
    assert _code(_task(), change) == code


def test_cancelled_task_is_left_alone() -> None:
    cancelled = _after(_task(), Change(TaskStep.CANCEL, "Artikeln utgick."))

    assert not is_open(cancelled)
    for step in (TaskStep.REQUEST, TaskStep.RECEIVE, TaskStep.ASSESS, TaskStep.POSTPONE, TaskStep.REASSIGN):
        with pytest.raises(RefusedError):
            take_step(cancelled, Change(step, "Skäl.", on=_LATER), _TODAY)


def test_what_was_asked_for_cannot_be_cancelled() -> None:
    asked = _after(_task(), Change(TaskStep.REQUEST, on=_LATER))

    assert _code(asked, Change(TaskStep.CANCEL, "Skäl.")) == "task.wrong_state"


def test_nobody_responsible_is_a_state_a_task_can_be_put_in() -> None:
    assert _after(_task(), Change(TaskStep.REASSIGN, person_id=None)).person_id is None


@pytest.mark.parametrize("status", sorted(CLOSED, key=lambda item: item.value))
def test_correction_may_move_a_task_from_where_it_ended(status: TaskStatus) -> None:
    change = Change(TaskStep.CONCLUDE, to=TaskStatus.DONE_DEVIATION)

    assert take_step(_task(status=status), change, _TODAY).status is TaskStatus.DONE_DEVIATION


def test_reuse_needs_a_reason() -> None:
    with pytest.raises(InvalidInputError):
        take_step(_task(), Change(TaskStep.REUSE), _TODAY)

    assert _after(_task(), Change(TaskStep.REUSE, "Alviks kontroll.")).status is TaskStatus.REUSED
