# SPDX-License-Identifier: EUPL-1.2
"""The follow-up plan and its tasks. Source: DOMAIN 4.4 (T1, T2, T6) and 3.2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from criteria.library.vocabulary import FollowUpRole, FollowUpTime, Method


class TaskStatus(str, Enum):
    """The life of a task. ``overdue`` is computed, not a state. Source: DOMAIN 4.4."""

    PLANNED = "planned"
    DUE = "due"
    REQUESTED = "requested"
    RECEIVED = "received"
    ASSESSING = "assessing"
    DONE_OK = "done_ok"
    DONE_REMARK = "done_remark"
    DONE_DEVIATION = "done_deviation"
    DONE_UNVERIFIABLE = "done_unverifiable"
    REUSED = "reused"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


#: Where a task needs nothing more.
CLOSED = frozenset(
    {
        TaskStatus.DONE_OK,
        TaskStatus.DONE_REMARK,
        TaskStatus.DONE_DEVIATION,
        TaskStatus.DONE_UNVERIFIABLE,
        TaskStatus.REUSED,
        TaskStatus.CANCELLED,
    }
)


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """How many of how many are looked at (T6). ``assumed`` says that the population is no counted list."""

    population: int
    assumed: bool
    size: int
    seed: str


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """One dated check of one requirement.

    ``number`` is the requirement's place in the annex ("2.1"), ``line`` its lasting number, ``title`` its
    sealed Swedish title. ``person_id`` None is the visible state "Ingen ansvarig" (T2). ``proof_due_on`` is
    when the supplier's proof is wanted.
    """

    line: int
    number: str
    title: str
    occasion: FollowUpTime
    method: Method
    role: FollowUpRole
    person_id: str | None
    due_on: date
    min_strength: int
    what: tuple[str, ...]
    proof_due_on: date | None = None
    sample: SamplePlan | None = None


class NotFollowedKind(str, Enum):
    """Why a requirement has no task."""

    NOT_OFFERED = "not_offered"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class NotFollowed:
    """A recorded decision not to follow up (T1), or a promise that was never given."""

    line: int
    number: str
    kind: NotFollowedKind
    reason: str


@dataclass(frozen=True, slots=True)
class EventDriven:
    """A requirement that is also checked when something happens: a swapped article, or a suspicion."""

    line: int
    number: str
    times: tuple[FollowUpTime, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one contract; every requirement stands in ``tasks`` or in ``not_followed`` (T1)."""

    tasks: tuple[PlannedTask, ...]
    not_followed: tuple[NotFollowed, ...]
    event_driven: tuple[EventDriven, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A task while it lives. ``revision`` guards against two editors; it is postponed at most twice."""

    id: str
    contract_id: str
    organisation_id: str
    planned: PlannedTask
    status: TaskStatus
    due_on: date
    person_id: str | None
    revision: int = 1
    postponements: int = 0
    reminders: int = 0
    reply_by: date | None = None
