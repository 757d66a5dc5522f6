# SPDX-License-Identifier: EUPL-1.2
"""Suppliers, contracts and tasks in the database.

Every read names the organisation: what another one owns is not found. Source: ARCHITECTURE, invariant 7.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError, RefusedError, StaleRevisionError
from criteria.people.model import Actor
from criteria.schemas.derived import dump_json, load_json
from criteria.storage.set_tables import SetLineRow
from followup.contracts.model import Bound, Contract, Terms
from followup.contracts.supplier import Supplier, SupplierIdentity, SupplierIdKind
from followup.plan.lifecycle import TaskStep
from followup.plan.model import EventDriven, NotFollowed, PlannedTask, Task, TaskStatus
from followup.plan.risk import RiskScore
from followup.storage.contract_tables import ContractRow, SupplierRow, TaskRow, TaskStepRow


@dataclass(frozen=True, slots=True)
class PinningContract:
    """What a notice about a criterion needs of a contract that rests on it."""

    id: str
    organisation_id: str
    title: str
    owner_id: str | None
    ends_on: date


@dataclass(frozen=True, slots=True)
class StoredContract:
    """A contract with what its plan was made from and decided; the tasks are rows of their own.

    ``followed`` holds the lines that are followed up, rising.
    """

    contract: Contract
    score: RiskScore
    followed: tuple[int, ...]
    not_followed: tuple[NotFollowed, ...]
    event_driven: tuple[EventDriven, ...]


@dataclass(frozen=True, slots=True)
class TaskStepRecord:
    """What happened to a task, with who, in which roles, when and why."""

    number: int
    step: TaskStep
    status: TaskStatus
    reason: str
    due_on: date
    person_id: str | None
    evidence: tuple[str, ...]
    by_id: str
    by_roles: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks: of an organisation, and of a contract, a person or a line where those are named."""

    organisation_id: str
    contract_id: str | None = None
    person_id: str | None = None
    due_before: date | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class StepNote:
    """What is kept of a step beside the task itself."""

    step: TaskStep
    actor: Actor
    at: datetime
    reason: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Content:
    """What a contract's row keeps as JSON."""

    bound: Bound
    score: RiskScore
    followed: tuple[int, ...]
    not_followed: tuple[NotFollowed, ...]
    event_driven: tuple[EventDriven, ...]


class ContractStore:
    """Reads and writes suppliers, contracts and tasks; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def put_supplier(self, organisation_id: str, supplier: Supplier, at: datetime) -> Supplier:
        """The organisation's supplier of this number: the one it has, with a name it lacked, or a new one."""
        identity = supplier.identity
        row = self._session.scalar(
            select(SupplierRow).where(
                SupplierRow.organisation_id == organisation_id,
                SupplierRow.kind == identity.kind.value,
                SupplierRow.number == identity.number,
            )
        )
        if row is None:
            row = SupplierRow(
                id=supplier.id,
                organisation_id=organisation_id,
                kind=identity.kind.value,
                number=identity.number,
                country=identity.country,
                sole_trader=identity.sole_trader,
                name=supplier.name,
                created_at=at,
            )
            self._session.add(row)
        elif row.name is None:
            row.name = supplier.name
        self._session.flush()
        return _supplier(row)

    def add(self, stored: StoredContract) -> None:
        """Store a new contract.

        Raises:
            RefusedError: ``contract.exists`` when the supplier already has one from the same set.
        """
        contract = stored.contract
        other = self.find_for_supplier(contract.set_id, contract.supplier.id)
        if other is not None:
            raise RefusedError("contract.exists", where=contract.set_id, contract=other)
        value = contract.terms.value
        content = _Content(
            contract.bound, stored.score, stored.followed, stored.not_followed, stored.event_driven
        )
        self._session.add(
            ContractRow(
                id=contract.id,
                organisation_id=contract.organisation_id,
                set_id=contract.set_id,
                set_revision=contract.set_revision,
                seal=contract.seal,
                supplier_id=contract.supplier.id,
                title=contract.title,
                diary=contract.diary,
                starts_on=contract.terms.starts_on,
                ends_on=contract.terms.ends_on,
                value_sek=None if value is None else format(value, "f"),
                owner_id=contract.owner_id,
                content=dump_json(content),
                opened_by=contract.opened_by,
                opened_at=contract.opened_at,
            )
        )
        self._session.flush()

    def get(self, contract_id: str, organisation_id: str) -> StoredContract:
        """A contract of an organisation.

        Raises:
            NotFoundError: ``contract.unknown``, also when it is another organisation's.
        """
        found = self.list_for(organisation_id, contract_id)
        if not found:
            raise NotFoundError("contract.unknown", where=contract_id, given=contract_id)
        return found[0]

    def list_for(self, organisation_id: str, contract_id: str | None = None) -> tuple[StoredContract, ...]:
        """The contracts of an organisation, the newest first."""
        query = (
            select(ContractRow, SupplierRow)
            .join(SupplierRow, SupplierRow.id == ContractRow.supplier_id)
            .where(ContractRow.organisation_id == organisation_id)
            .order_by(ContractRow.opened_at.desc(), ContractRow.id)
        )
        if contract_id is not None:
            query = query.where(ContractRow.id == contract_id)
        return tuple(_contract(row, _supplier(supplier)) for row, supplier in self._session.execute(query))

    def find_for_supplier(self, set_id: str, supplier_id: str) -> str | None:
        """The contract that a supplier has from a set, if any."""
        query = select(ContractRow.id).where(
            ContractRow.set_id == set_id, ContractRow.supplier_id == supplier_id
        )
        return self._session.scalar(query)

    def count_for_set(self, set_id: str) -> int:
        """How many contracts were made from a set."""
        query = select(func.count()).select_from(ContractRow).where(ContractRow.set_id == set_id)
        return self._session.scalar(query) or 0

    def list_pinning(self, ref: str) -> tuple[PinningContract, ...]:
        """Every contract made from a set that pins a criterion version, whoever has it; for notices."""
        pins = select(SetLineRow.set_id).where(SetLineRow.ref == ref)
        query = select(ContractRow).where(ContractRow.set_id.in_(pins)).order_by(ContractRow.id)
        return tuple(
            PinningContract(row.id, row.organisation_id, row.title, row.owner_id, row.ends_on)
            for row in self._session.scalars(query)
        )

    def ids_of_supplier(self, supplier_id: str) -> tuple[str, ...]:
        """The contracts with a supplier."""
        return tuple(
            self._session.scalars(select(ContractRow.id).where(ContractRow.supplier_id == supplier_id))
        )

    def add_tasks(self, tasks: Iterable[Task], note: StepNote) -> None:
        """Store new tasks, each with its first step."""
        every = tuple(tasks)
        self._session.add_all(
            TaskRow(
                id=task.id,
                contract_id=task.contract_id,
                organisation_id=task.organisation_id,
                line=task.planned.line,
                content=dump_json(task.planned),
                **_living(task),
            )
            for task in every
        )
        self._session.flush()
        self._session.add_all(_step_row(task, 1, note) for task in every)
        self._session.flush()

    def get_task(self, task_id: str, organisation_id: str, *, for_change: bool = False) -> Task:
        """A task of an organisation; ``for_change`` holds its row until the transaction ends.

        Raises:
            NotFoundError: ``task.unknown``, also when it is another organisation's.
        """
        query = select(TaskRow).where(TaskRow.id == task_id, TaskRow.organisation_id == organisation_id)
        row = self._session.scalar(query.with_for_update() if for_change else query)
        if row is None:
            raise NotFoundError("task.unknown", where=task_id, given=task_id)
        return _task(row)

    def list_tasks(self, wanted: TaskFilter) -> tuple[Task, ...]:
        """Tasks by due date."""
        query = select(TaskRow).where(TaskRow.organisation_id == wanted.organisation_id)
        if wanted.contract_id is not None:
            query = query.where(TaskRow.contract_id == wanted.contract_id)
        if wanted.person_id is not None:
            query = query.where(TaskRow.person_id == wanted.person_id)
        if wanted.due_before is not None:
            query = query.where(TaskRow.due_on <= wanted.due_before)
        if wanted.line is not None:
            query = query.where(TaskRow.line == wanted.line)
        query = query.order_by(TaskRow.due_on, TaskRow.contract_id, TaskRow.line, TaskRow.id)
        return tuple(_task(row) for row in self._session.scalars(query))

    def save_task(self, before: Task, after: Task, note: StepNote) -> Task:
        """Write a changed task and append its step.

        Raises:
            StaleRevisionError: ``task.stale`` when somebody else has written since ``before`` was read.
        """
        saved = replace(after, revision=before.revision + 1)
        done = self._session.execute(
            update(TaskRow)
            .where(TaskRow.id == before.id, TaskRow.revision == before.revision)
            .values(**_living(saved))
            .returning(TaskRow.id)
        )
        if done.first() is None:
            raise StaleRevisionError("task.stale", where=before.id, revision=before.revision)
        self._session.add(_step_row(saved, saved.revision, note))
        self._session.flush()
        return saved

    def list_steps(self, task_id: str) -> tuple[TaskStepRecord, ...]:
        """What happened to a task, oldest first."""
        query = select(TaskStepRow).where(TaskStepRow.task_id == task_id).order_by(TaskStepRow.number)
        return tuple(
            TaskStepRecord(
                number=row.number,
                step=TaskStep(row.step),
                status=TaskStatus(row.status),
                reason=row.reason,
                due_on=row.due_on,
                person_id=row.person_id,
                evidence=tuple(json.loads(row.evidence)),
                by_id=row.by_id,
                by_roles=tuple(row.by_roles.split()),
                at=row.at,
            )
            for row in self._session.scalars(query)
        )


def _living(task: Task) -> dict[str, object]:
    return {
        "status": task.status.value,
        "due_on": task.due_on,
        "person_id": task.person_id,
        "revision": task.revision,
        "postponements": task.postponements,
        "reminders": task.reminders,
        "reply_by": task.reply_by,
    }


def _step_row(task: Task, number: int, note: StepNote) -> TaskStepRow:
    return TaskStepRow(
        task_id=task.id,
        number=number,
        step=note.step.value,
        status=task.status.value,
        reason=note.reason,
        due_on=task.due_on,
        person_id=task.person_id,
        evidence=json.dumps(note.evidence),
        by_id=note.actor.user_id,
        by_roles=" ".join(sorted(role.value for role in note.actor.roles)),
        at=note.at,
    )


def _supplier(row: SupplierRow) -> Supplier:
    identity = SupplierIdentity(SupplierIdKind(row.kind), row.number, row.country, row.sole_trader)
    return Supplier(row.id, identity, row.name)


def _contract(row: ContractRow, supplier: Supplier) -> StoredContract:
    content = load_json(_Content, row.content)
    value = None if row.value_sek is None else Decimal(row.value_sek)
    contract = Contract(
        id=row.id,
        organisation_id=row.organisation_id,
        title=row.title,
        diary=row.diary,
        set_id=row.set_id,
        set_revision=row.set_revision,
        seal=row.seal,
        supplier=supplier,
        terms=Terms(row.starts_on, row.ends_on, value),
        owner_id=row.owner_id,
        bound=content.bound,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
    )
    return StoredContract(
        contract, content.score, content.followed, content.not_followed, content.event_driven
    )


def _task(row: TaskRow) -> Task:
    return Task(
        id=row.id,
        contract_id=row.contract_id,
        organisation_id=row.organisation_id,
        planned=load_json(PlannedTask, row.content),
        status=TaskStatus(row.status),
        due_on=row.due_on,
        person_id=row.person_id,
        revision=row.revision,
        postponements=row.postponements,
        reminders=row.reminders,
        reply_by=row.reply_by,
    )
