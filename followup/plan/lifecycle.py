# SPDX-License-Identifier: EUPL-1.2
"""The life of a follow-up task: which step is allowed from where, and what is computed from the day.

Source: DOMAIN 4.4. A step that the table allows from ``due`` is also allowed from ``planned``: that somebody
begins is the event that makes a task due (product decision).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from criteria.errors import InvalidInputError, RefusedError
from followup.plan.model import CLOSED, Task, TaskStatus
from followup.plan.working_days import is_working_day, on_or_after

#: So long before its date a planned task is shown as due, to leave time for asking (product decision).
OPENS_DAYS = 30
MAX_POSTPONEMENTS = 2
#: After so many reminders without an answer a task may be assessed with nothing in hand.
REMINDERS_BEFORE_SILENCE = 2
_MAX_REASON = 1000


class TaskStep(str, Enum):
    """What can be done to a task."""

    PLAN = "plan"
    REQUEST = "request"
    REMIND = "remind"
    RECEIVE = "receive"
    ASSESS = "assess"
    CONCLUDE = "conclude"
    REUSE = "reuse"
    POSTPONE = "postpone"
    CANCEL = "cancel"
    REASSIGN = "reassign"


_WAITING = frozenset({TaskStatus.PLANNED, TaskStatus.DUE, TaskStatus.POSTPONED})
_OPEN = frozenset(TaskStatus) - CLOSED
_FROM: dict[TaskStep, frozenset[TaskStatus]] = {
    TaskStep.REQUEST: _WAITING,
    TaskStep.REMIND: frozenset({TaskStatus.REQUESTED}),
    # Papers also come unasked.
    TaskStep.RECEIVE: _WAITING | {TaskStatus.REQUESTED, TaskStatus.RECEIVED},
    TaskStep.ASSESS: _WAITING | {TaskStatus.REQUESTED, TaskStatus.RECEIVED},
    # A correction of an outcome may change where a closed task ended.
    TaskStep.CONCLUDE: frozenset(TaskStatus),
    TaskStep.REUSE: _WAITING,
    TaskStep.POSTPONE: _WAITING | {TaskStatus.REQUESTED},
    TaskStep.CANCEL: _WAITING,
    TaskStep.REASSIGN: _OPEN,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One step with its particulars; which of them are used is said by the step."""

    step: TaskStep
    reason: str = ""
    on: date | None = None
    person_id: str | None = None
    to: TaskStatus | None = None


def status_on(task: Task, day: date) -> TaskStatus:
    """The state on a civil day: a planned or postponed task becomes due a month before its date."""
    waiting = task.status in (TaskStatus.PLANNED, TaskStatus.POSTPONED)
    return TaskStatus.DUE if waiting and day >= task.due_on - timedelta(days=OPENS_DAYS) else task.status


def is_overdue(task: Task, day: date) -> bool:
    """Whether an open task's date has passed."""
    return task.status in _OPEN and day > task.due_on


def is_open(task: Task) -> bool:
    """Whether something is left to do."""
    return task.status in _OPEN


def take_step(task: Task, change: Change, today: date) -> Task:
    """The task after a step.

    Raises:
        RefusedError: ``task.wrong_state``, ``task.postponed_twice``, ``task.not_silent_yet``.
        InvalidInputError: ``task.reason_missing``, ``task.reason_long``, ``task.date_missing`` or
            ``task.date_passed``.
    """
    status = status_on(task, today)
    if status not in _FROM[change.step]:
        raise RefusedError("task.wrong_state", where=task.id, status=status.value, step=change.step.value)
    match change.step:
        case TaskStep.REQUEST:
            return replace(task, status=TaskStatus.REQUESTED, reply_by=_coming(change, today))
        case TaskStep.REMIND:
            return replace(task, reminders=task.reminders + 1, reply_by=_coming(change, today))
        case TaskStep.RECEIVE:
            return replace(task, status=TaskStatus.RECEIVED)
        case TaskStep.ASSESS:
            return _assess(task, status)
        case TaskStep.POSTPONE:
            return _postpone(task, change, today)
        case TaskStep.CANCEL:
            _reason(change)
            return replace(task, status=TaskStatus.CANCELLED)
        case TaskStep.REASSIGN:
            return replace(task, person_id=change.person_id)
        case TaskStep.REUSE:
            _reason(change)
            return replace(task, status=TaskStatus.REUSED)
        case _:
            return replace(task, status=change.to or TaskStatus.ASSESSING)


def _assess(task: Task, status: TaskStatus) -> Task:
    if status is TaskStatus.REQUESTED and task.reminders < REMINDERS_BEFORE_SILENCE:
        raise RefusedError(
            "task.not_silent_yet", where=task.id, reminders=task.reminders, needed=REMINDERS_BEFORE_SILENCE
        )
    return replace(task, status=TaskStatus.ASSESSING)


def _postpone(task: Task, change: Change, today: date) -> Task:
    _reason(change)
    if task.postponements >= MAX_POSTPONEMENTS:
        raise RefusedError("task.postponed_twice", where=task.id, limit=MAX_POSTPONEMENTS)
    day = _coming(change, today)
    if day <= task.due_on:
        raise InvalidInputError("task.date_not_later", where="to", due=task.due_on, given=day)
    due_on = day if is_working_day(day) else on_or_after(day)
    return replace(task, status=TaskStatus.POSTPONED, due_on=due_on, postponements=task.postponements + 1)


def _reason(change: Change) -> str:
    reason = change.reason.strip()
    if not reason:
        raise InvalidInputError("task.reason_missing", where="reason", step=change.step.value)
    if len(reason) > _MAX_REASON:
        raise InvalidInputError("task.reason_long", where="reason", limit=_MAX_REASON)
    return reason


def _coming(change: Change, today: date) -> date:
    if change.on is None:
        raise InvalidInputError("task.date_missing", where="date", step=change.step.value)
    if change.on < today:
        raise InvalidInputError("task.date_passed", where="date", given=change.on, today=today)
    return change.on
