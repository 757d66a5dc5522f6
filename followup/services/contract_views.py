# SPDX-License-Identifier: EUPL-1.2
"""Contracts, tasks and plans as pages, the API and ``--json`` show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from criteria.errors import IntegrityError
from criteria.issues import Issue, Severity
from criteria.library.vocabulary import FollowUpRole, FollowUpTime, Level, Method, RequirementType
from criteria.requirements.model import SealedSet
from criteria.storage.database import Session
from criteria.storage.set_store import SetStore
from followup.contracts.model import Bound, Contract
from followup.contracts.supplier import SupplierIdKind, shown_number
from followup.declarations.model import Answer, Declaration
from followup.log.assessment import OWN_WORD
from followup.log.model import ShownAs
from followup.log.standing import LineStanding, count_by_shown, standings
from followup.plan.lifecycle import is_open, is_overdue, status_on
from followup.plan.model import EventDriven, NotFollowed, NotFollowedKind, SamplePlan, Task, TaskStatus
from followup.plan.risk import RiskScore
from followup.services.declared_standing import with_declared
from followup.services.people_names import People, people_of
from followup.storage.contract_store import ContractStore, StoredContract, TaskFilter
from followup.storage.declaration_store import DeclarationStore
from followup.storage.outcome_store import DeviationStore, OutcomeStore


@dataclass(frozen=True, slots=True)
class SupplierView:
    """The supplier of a contract; ``number`` as people write it."""

    id: str
    kind: SupplierIdKind
    number: str
    country: str
    name: str | None
    sole_trader: bool


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as it stands today; ``person`` None is "Ingen ansvarig"."""

    task: str
    contract: str
    line: int
    number: str
    title: str
    occasion: FollowUpTime
    method: Method
    due: date
    status: TaskStatus
    overdue: bool
    role: FollowUpRole
    person: str | None
    person_id: str | None
    min_strength: int
    what: tuple[str, ...]
    proof_due: date | None
    sample: SamplePlan | None
    reply_by: date | None
    reminders: int
    postponements: int
    revision: int


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One requirement of the contract and how it stands today.

    ``not_followed`` says why it has no task, None where it is followed up. ``strength`` and ``observed_on``
    are of the latest outcome that holds, or of the declaration where that is all there is. ``answer`` is what
    the supplier answered in the declaration that holds; it never decides how the requirement is shown but
    for a yes (T5).
    """

    line: int
    number: str
    ref: str | None
    fingerprint: str | None
    title: str
    type: RequirementType
    level: Level | None
    shown_as: ShownAs
    min_strength: int | None
    strength: int | None
    observed_on: date | None
    outcome: str | None
    not_followed: NotFollowedKind | None
    reason: str
    answer: Answer | None = None
    answer_comment: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether the supplier's "no" or "partly" is all there is: unchecked, and to be seen first."""
        return self.shown_as is ShownAs.UNCHECKED and self.answer in (Answer.NO, Answer.PARTLY)


@dataclass(frozen=True, slots=True)
class Overview:
    """The contract in figures: requirements by how they are shown, and the state of its tasks."""

    shown_as: Mapping[str, int]
    not_followed: int
    tasks_open: int
    tasks_due: int
    tasks_overdue: int
    tasks_without_person: int
    deviations_open: int
    next_due: date | None


@dataclass(frozen=True, slots=True)
class ContractView:
    """One contract with everything its page shows."""

    id: str
    title: str
    diary: str | None
    set_id: str
    set_revision: int
    seal: str
    supplier: SupplierView
    start: date
    end: date
    value_sek: Decimal | None
    owner: str | None
    owner_id: str | None
    opened_by: str
    opened_at: datetime
    risk: RiskScore
    bound: Bound
    overview: Overview
    lines: tuple[ContractLine, ...]
    plan: tuple[TaskView, ...]
    not_followed: tuple[NotFollowed, ...]
    event_driven: tuple[EventDriven, ...]
    warnings: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class ContractSummary:
    """One row of the list of contracts."""

    id: str
    title: str
    supplier: str
    start: date
    end: date
    owner: str | None
    set_id: str
    overview: Overview


def pinned_set(session: Session, contract: Contract) -> SealedSet:
    """The sealed set of a contract, with its seal proved once more.

    Raises:
        IntegrityError: ``contract.seal_differs``.
    """
    sealed, seal = SetStore(session).get_sealed(contract.set_id, contract.set_revision)
    if seal != contract.seal:
        raise IntegrityError("contract.seal_differs", where=contract.id, seal=contract.seal, found=seal)
    return sealed


def view_contract(session: Session, stored: StoredContract, today: date) -> ContractView:
    """A contract as it stands today."""
    contract = stored.contract
    people = people_of(session, contract.organisation_id)
    sealed = pinned_set(session, contract)
    store = ContractStore(session)
    tasks = store.list_tasks(TaskFilter(contract.organisation_id, contract.id))
    live = DeclarationStore(session).find_live(contract.id, today)
    found = with_declared(_standings(session, stored, sealed, today), live)
    open_deviations = _open_deviations(session, contract.organisation_id, (contract.id,))
    figures = _overview(found, tasks, len(stored.not_followed), open_deviations, today)
    identity = contract.supplier.identity
    return ContractView(
        id=contract.id,
        title=contract.title,
        diary=contract.diary,
        set_id=contract.set_id,
        set_revision=contract.set_revision,
        seal=contract.seal,
        supplier=SupplierView(
            id=contract.supplier.id,
            kind=identity.kind,
            number=shown_number(identity),
            country=identity.country,
            name=contract.supplier.name,
            sole_trader=identity.sole_trader,
        ),
        start=contract.terms.starts_on,
        end=contract.terms.ends_on,
        value_sek=contract.terms.value,
        owner=_name(people, contract.owner_id),
        owner_id=contract.owner_id,
        opened_by=contract.opened_by,
        opened_at=contract.opened_at,
        risk=stored.score,
        bound=contract.bound,
        overview=figures,
        lines=_lines(stored, sealed, found, live),
        plan=tuple(view_task(task, people, today) for task in tasks),
        not_followed=stored.not_followed,
        event_driven=stored.event_driven,
        warnings=_warnings(stored, figures),
    )


def summarise(session: Session, organisation_id: str, today: date) -> tuple[ContractSummary, ...]:
    """Every contract of an organisation in figures, the newest first."""
    every = ContractStore(session).list_for(organisation_id)
    ids = tuple(stored.contract.id for stored in every)
    people = people_of(session, organisation_id)
    tasks = ContractStore(session).list_tasks(TaskFilter(organisation_id))
    outcomes = OutcomeStore(session).list_for(ids)
    deviations = [item for item in DeviationStore(session).list_for(organisation_id) if item.is_open]
    live = DeclarationStore(session).live_by_contract(ids, today)
    live = DeclarationStore(session).live_by_contract(ids, today)
    rows: list[ContractSummary] = []
    for stored in every:
        contract = stored.contract
        own_tasks = tuple(task for task in tasks if task.contract_id == contract.id)
        own = tuple(outcome for outcome in outcomes if outcome.contract_id == contract.id)
        # A requirement nobody meant to follow up is counted here as on the contract's own page.
        lines = sorted({*stored.followed, *(outcome.line for outcome in own)})
        found = with_declared(standings(lines, own, today), live.get(contract.id))
        opened = sum(item.contract_id == contract.id for item in deviations)
        rows.append(
            ContractSummary(
                id=contract.id,
                title=contract.title,
                supplier=contract.supplier.shown,
                start=contract.terms.starts_on,
                end=contract.terms.ends_on,
                owner=_name(people, contract.owner_id),
                set_id=contract.set_id,
                overview=_overview(found, own_tasks, len(stored.not_followed), opened, today),
            )
        )
    return tuple(rows)


def view_task(task: Task, people: People, today: date) -> TaskView:
    """A task as it stands today."""
    planned = task.planned
    return TaskView(
        task=task.id,
        contract=task.contract_id,
        line=planned.line,
        number=planned.number,
        title=planned.title,
        occasion=planned.occasion,
        method=planned.method,
        due=task.due_on,
        status=status_on(task, today),
        overdue=is_overdue(task, today),
        role=planned.role,
        person=_name(people, task.person_id),
        person_id=task.person_id,
        min_strength=planned.min_strength,
        what=planned.what,
        proof_due=planned.proof_due_on,
        sample=planned.sample,
        reply_by=task.reply_by,
        reminders=task.reminders,
        postponements=task.postponements,
        revision=task.revision,
    )


def _standings(
    session: Session, stored: StoredContract, sealed: SealedSet, today: date
) -> tuple[LineStanding, ...]:
    outcomes = OutcomeStore(session).list_for((stored.contract.id,))
    # A requirement nobody meant to follow up is shown all the same once something was found.
    followed = {*stored.followed, *(outcome.line for outcome in outcomes)}
    lines = (line.line for line in sealed.lines if line.line in followed)
    live = DeclarationStore(session).find_live(stored.contract.id, today)
    return with_declared(standings(lines, outcomes, today), live)


def _lines(
    stored: StoredContract, sealed: SealedSet, found: tuple[LineStanding, ...], live: Declaration | None
) -> tuple[ContractLine, ...]:
    by_line = {standing.line: standing for standing in found}
    decided = {decision.line: decision for decision in stored.not_followed}
    rows: list[ContractLine] = []
    for line in sealed.lines:
        standing = by_line.get(line.line)
        outcome = None if standing is None else standing.outcome
        decision = decided.get(line.line)
        template = line.requirement.follow_up
        strength, observed_on = _rests_on(standing, live)
        said = None if live is None else live.answer_to(line.line)
        rows.append(
            ContractLine(
                line=line.line,
                number=line.number,
                ref=line.ref,
                fingerprint=line.fingerprint,
                title=line.requirement.title.sv,
                type=line.requirement.type,
                level=line.requirement.level,
                shown_as=ShownAs.UNCHECKED if standing is None else standing.shown_as,
                min_strength=None if template is None else template.min_strength,
                strength=strength,
                observed_on=observed_on,
                outcome=None if outcome is None else outcome.id,
                not_followed=None if decision is None else decision.kind,
                reason="" if decision is None else decision.reason,
                answer=None if said is None else said.answer,
                answer_comment="" if said is None else said.comment,
            )
        )
    return tuple(rows)


def _rests_on(standing: LineStanding | None, live: Declaration | None) -> tuple[int | None, date | None]:
    """The strength a requirement rests on and the day that refers to; nothing where nobody said anything."""
    if standing is None:
        return None, None
    if standing.outcome is not None:
        return standing.outcome.strength, standing.outcome.observed_on
    if live is not None and standing.shown_as is ShownAs.DECLARED_NOT_VERIFIED:
        return OWN_WORD, live.checked.signatory.signed_on
    return None, None


def _overview(
    found: tuple[LineStanding, ...], tasks: tuple[Task, ...], not_followed: int, deviations: int, today: date
) -> Overview:
    waiting = [task for task in tasks if is_open(task)]
    due = [
        task for task in waiting if status_on(task, today) not in (TaskStatus.PLANNED, TaskStatus.POSTPONED)
    ]
    return Overview(
        shown_as={shown.value: count for shown, count in count_by_shown(found).items()},
        not_followed=not_followed,
        tasks_open=len(waiting),
        tasks_due=len(due),
        tasks_overdue=sum(is_overdue(task, today) for task in waiting),
        tasks_without_person=sum(task.person_id is None for task in waiting),
        deviations_open=deviations,
        next_due=min((task.due_on for task in waiting), default=None),
    )


def _open_deviations(session: Session, organisation_id: str, contract_ids: tuple[str, ...]) -> int:
    return sum(item.is_open for item in DeviationStore(session).list_for(organisation_id, contract_ids))


def _name(people: People, user_id: str | None) -> str | None:
    return None if user_id is None else people.names.get(user_id)


def _warnings(stored: StoredContract, figures: Overview) -> tuple[Issue, ...]:
    contract = stored.contract
    found: list[Issue] = []
    if contract.supplier.identity.sole_trader:
        found.append(_warning("contract.sole_trader", "supplier"))
    if figures.tasks_without_person:
        number = str(figures.tasks_without_person)
        found.append(Issue(Severity.RED, "contract.no_person", "plan", "no person", {"count": number}))
    if contract.terms.value is None:
        found.append(_warning("contract.value_unknown", "value"))
    not_offered = sum(item.kind is NotFollowedKind.NOT_OFFERED for item in stored.not_followed)
    if not_offered:
        found.append(Issue(Severity.NOTE, "contract.not_offered", "bound", "", {"count": str(not_offered)}))
    return tuple(found)


def _warning(code: str, where: str) -> Issue:
    return Issue(Severity.YELLOW, code, where, code)
