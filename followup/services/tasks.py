# SPDX-License-Identifier: EUPL-1.2
"""Follow-up tasks: listing them, and the steps people take before an outcome is logged.

Source: DOMAIN 4.4. Every step is kept with who, in which roles, when and why, and is an event in the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.unit_of_work import UnitOfWork
from followup.contracts.bound import find_line
from followup.contracts.model import Contract
from followup.plan.lifecycle import Change, TaskStep, is_open, take_step
from followup.plan.model import NotFollowedKind, Task, TaskStatus
from followup.plan.planning import extra_task
from followup.plan.working_days import add_working_days
from followup.services.contract_views import TaskView, pinned_set, view_task
from followup.services.people_names import people_of
from followup.storage.contract_store import (
    ContractStore,
    StepNote,
    StoredContract,
    TaskFilter,
    TaskStepRecord,
)
from followup.storage.evidence_store import EvidenceStore

#: How long a supplier has to answer where nothing else is said [assumption, DOMAIN 3.7].
REPLY_WORKING_DAYS = 10
_MIN_HASH = 8


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Which tasks to list; ``due_before`` leaves out that day itself, ``person`` is an id, name or e-mail."""

    due_before: date | None = None
    person: str | None = None
    contract: str | None = None
    only_open: bool = True


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task with everything that happened to it."""

    task: TaskView
    steps: tuple[TaskStepRecord, ...]


def list_tasks(installation: Installation, actor: Actor, query: TaskQuery) -> tuple[TaskView, ...]:
    """The tasks of the actor's organisation, by due date.

    Raises:
        NotFoundError: ``contract.unknown`` or ``user.unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        people = people_of(session, actor.organisation_id)
        if query.contract is not None:
            ContractStore(session).get(query.contract, actor.organisation_id)
        wanted = TaskFilter(
            actor.organisation_id,
            contract_id=query.contract,
            person_id=None if query.person is None else people.get(query.person),
            due_before=None if query.due_before is None else query.due_before - timedelta(days=1),
        )
        found = ContractStore(session).list_tasks(wanted)
        today = installation.clock.today()
        return tuple(view_task(task, people, today) for task in found if is_open(task) or not query.only_open)


def show_task(installation: Installation, actor: Actor, task_id: str) -> TaskPage:
    """A task with its steps.

    Raises:
        NotFoundError: ``task.unknown``, also when it is another organisation's.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        task = ContractStore(session).get_task(task_id, actor.organisation_id)
        people = people_of(session, actor.organisation_id)
        view = view_task(task, people, installation.clock.today())
        return TaskPage(view, ContractStore(session).list_steps(task_id))


def request_evidence(
    installation: Installation, actor: Actor, task_id: str, reply_by: date | None = None, contact: str = ""
) -> TaskView:
    """Note that the supplier was asked for evidence, and by when it should answer (ten working days)."""
    actor.require(Permission.LOG_OUTCOMES)
    by = reply_by or add_working_days(installation.clock.today(), REPLY_WORKING_DAYS)
    return _change(installation, actor, task_id, Change(TaskStep.REQUEST, contact.strip(), on=by))


def remind_supplier(
    installation: Installation, actor: Actor, task_id: str, reply_by: date | None = None
) -> TaskView:
    """Note a reminder; after two without answer the task may be assessed with nothing in hand."""
    actor.require(Permission.LOG_OUTCOMES)
    by = reply_by or add_working_days(installation.clock.today(), REPLY_WORKING_DAYS)
    return _change(installation, actor, task_id, Change(TaskStep.REMIND, on=by))


def receive_evidence(
    installation: Installation, actor: Actor, task_id: str, evidence: tuple[str, ...]
) -> TaskView:
    """Note that evidence has come; each piece is named by its id or the beginning of its SHA-256.

    Raises:
        InvalidInputError: ``task.evidence_missing`` without any.
        NotFoundError: ``evidence.unknown`` for one that is not stored with the contract.
    """
    actor.require(Permission.LOG_OUTCOMES)
    if not evidence:
        raise InvalidInputError("task.evidence_missing", where="evidence")
    return _change(installation, actor, task_id, Change(TaskStep.RECEIVE), evidence)


def assess_task(installation: Installation, actor: Actor, task_id: str) -> TaskView:
    """Begin to assess; the actor becomes the one who does it.

    Raises:
        RefusedError: ``task.not_silent_yet`` while an answer is waited for, or ``task.wrong_state``.
    """
    actor.require(Permission.LOG_OUTCOMES)
    return _change(installation, actor, task_id, Change(TaskStep.ASSESS))


def postpone_task(installation: Installation, actor: Actor, task_id: str, to: date, reason: str) -> TaskView:
    """Move a task to a later date, at most twice.

    Raises:
        RefusedError: ``task.postponed_twice`` or ``task.wrong_state``.
        InvalidInputError: ``task.reason_missing``, ``task.date_passed`` or ``task.date_not_later``.
    """
    actor.require(Permission.LOG_OUTCOMES)
    return _change(installation, actor, task_id, Change(TaskStep.POSTPONE, reason, on=to))


def cancel_task(installation: Installation, actor: Actor, task_id: str, reason: str) -> TaskView:
    """Cancel a task with a reason, which is then the recorded decision (T1); for who manages the contract."""
    actor.require(Permission.MANAGE_CONTRACTS)
    return _change(installation, actor, task_id, Change(TaskStep.CANCEL, reason))


def reassign_task(installation: Installation, actor: Actor, task_id: str, person: str | None) -> TaskView:
    """Give a task to another member, or to nobody, which is then seen everywhere ("Ingen ansvarig").

    Raises:
        NotFoundError: ``user.unknown``, also for a person of another organisation.
    """
    actor.require(Permission.MANAGE_CONTRACTS)
    with installation.reading() as session:
        chosen = None if person is None else people_of(session, actor.organisation_id).get(person)
    return _change(installation, actor, task_id, Change(TaskStep.REASSIGN, person_id=chosen))


@dataclass(frozen=True, slots=True)
class ExtraTask:
    """A check nobody planned: an article was swapped, or a suspicion arose. ``line`` as in an outcome."""

    contract_id: str
    line: str
    due_on: date
    reason: str


def add_task(installation: Installation, actor: Actor, request: ExtraTask) -> TaskView:
    """A new task because something happened.

    Raises:
        NotFoundError: ``contract.unknown`` or ``outcome.line_unknown``.
        RefusedError: ``outcome.not_offered`` for a promise that was never given.
        InvalidInputError: ``task.reason_missing`` or ``task.date_passed``.
    """
    actor.require(Permission.MANAGE_CONTRACTS)
    with installation.writing() as work:
        today = work.clock.today()
        if not request.reason.strip():
            raise InvalidInputError("task.reason_missing", where="reason", step=TaskStep.PLAN.value)
        if request.due_on < today:
            raise InvalidInputError("task.date_passed", where="due", given=request.due_on, today=today)
        stored = ContractStore(work.session).get(request.contract_id, actor.organisation_id)
        task = add_unplanned(work, actor, stored, request)
        return view_task(task, people_of(work.session, actor.organisation_id), today)


def add_unplanned(work: UnitOfWork, actor: Actor, stored: StoredContract, request: ExtraTask) -> Task:
    """The same inside a unit of work that does more."""
    contract = stored.contract
    line = find_line(pinned_set(work.session, contract), request.line)
    if line is None:
        raise unknown_line(work.session, contract, request.line)
    require_offered(stored, line.line)
    people = people_of(work.session, actor.organisation_id).performers
    planned = extra_task(line, contract, people, request.due_on)
    task = Task(
        id=new_id("task"),
        contract_id=contract.id,
        organisation_id=contract.organisation_id,
        planned=planned,
        status=TaskStatus.PLANNED,
        due_on=planned.due_on,
        person_id=planned.person_id,
    )
    note = StepNote(TaskStep.PLAN, actor, work.clock.now(), request.reason.strip())
    ContractStore(work.session).add_tasks((task,), note)
    payload = {"contract": contract.id, "line": str(line.line), "due": planned.due_on.isoformat()}
    work.record(NewEvent("task.added", task.id, payload, actor.user_id, actor.organisation_id))
    return task


def step_within(work: UnitOfWork, actor: Actor, task: Task, change: Change, note: StepNote) -> Task:
    """Take a step inside a unit of work that does more; the task was read there for change."""
    after = take_step(task, change, work.clock.today())
    saved = ContractStore(work.session).save_task(task, after, note)
    payload = {
        "contract": task.contract_id,
        "line": str(task.planned.line),
        "status": saved.status.value,
        "due": saved.due_on.isoformat(),
    }
    kind = f"task.{_EVENTS[change.step]}"
    work.record(NewEvent(kind, task.id, payload, actor.user_id, actor.organisation_id))
    return saved


def pick_evidence(session: Session, contract_id: str, line: int, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of pieces of evidence of a contract, each named by id or the beginning of its SHA-256.

    A file may be about several requirements, a piece each: its hash means those about ``line``.

    Raises:
        NotFoundError: ``evidence.unknown``.
        RefusedError: ``outcome.evidence_ambiguous`` when the beginning of a hash fits several files.
    """
    every = EvidenceStore(session).list_evidence(contract_id)
    found: list[str] = []
    for key in keys:
        clean = key.strip().lower()
        named = [item for item in every if item.id == clean]
        if not named and len(clean) >= _MIN_HASH:
            named = [item for item in every if item.sha256.startswith(clean)]
        if not named:
            raise NotFoundError("evidence.unknown", where=key, given=key)
        if len({item.sha256 for item in named}) > 1:
            ids = ", ".join(item.id for item in named)
            raise RefusedError("outcome.evidence_ambiguous", where=key, given=key, ids=ids)
        about = [item for item in named if item.about_line == line]
        found.extend(item.id for item in about or named[:1])
    return tuple(dict.fromkeys(found))


def unknown_line(session: Session, contract: Contract, given: str) -> NotFoundError:
    """The error for a line that the contract does not have, with those it has."""
    numbers = ", ".join(line.number for line in pinned_set(session, contract).lines)
    return NotFoundError(
        "outcome.line_unknown", where=given, given=given, contract=contract.id, lines=numbers
    )


def require_offered(stored: StoredContract, line: int) -> None:
    """Nothing, unless the line is a promise the winner never gave.

    Raises:
        RefusedError: ``outcome.not_offered``.
    """
    for decision in stored.not_followed:
        if decision.line == line and decision.kind is NotFollowedKind.NOT_OFFERED:
            raise RefusedError("outcome.not_offered", where=decision.number, number=decision.number)


_EVENTS = {
    TaskStep.REQUEST: "requested",
    TaskStep.REMIND: "reminded",
    TaskStep.RECEIVE: "received",
    TaskStep.ASSESS: "assessing",
    TaskStep.CONCLUDE: "concluded",
    TaskStep.REUSE: "reused",
    TaskStep.POSTPONE: "postponed",
    TaskStep.CANCEL: "cancelled",
    TaskStep.REASSIGN: "reassigned",
}


def _change(
    installation: Installation, actor: Actor, task_id: str, change: Change, evidence: tuple[str, ...] = ()
) -> TaskView:
    with installation.writing() as work:
        store = ContractStore(work.session)
        task = store.get_task(task_id, actor.organisation_id, for_change=True)
        ids = pick_evidence(work.session, task.contract_id, task.planned.line, evidence)
        note = StepNote(change.step, actor, work.clock.now(), change.reason.strip(), ids)
        saved = step_within(work, actor, task, change, note)
        return view_task(saved, people_of(work.session, actor.organisation_id), work.clock.today())


#: What changes a task, for faces that offer the steps by name.
TaskChange = Callable[[Installation, Actor, str], TaskView]
