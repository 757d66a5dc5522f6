# SPDX-License-Identifier: EUPL-1.2
"""Opening a contract from a sealed set, with its plan at once, and reading contracts."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import date

from criteria.canonical import fingerprint
from criteria.errors import RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.people.model import Actor, Notice, Permission
from criteria.requirements.model import SealedSet
from criteria.services.installation import Installation
from criteria.services.sets_life import contract_set
from criteria.storage.database import Session
from criteria.storage.library_store import LibraryStore
from criteria.storage.people_store import NoticeStore
from criteria.storage.unit_of_work import UnitOfWork
from followup.contracts.bound import GivenBound, check_bound
from followup.contracts.model import Contract
from followup.contracts.supplier import (
    Supplier,
    SupplierIdentity,
    clean_name,
    parse_foreign_id,
    parse_supplier_number,
)
from followup.contracts.terms import make_terms
from followup.log.assessment import shown_as
from followup.log.model import VERIFIED
from followup.log.standing import in_force
from followup.plan.lifecycle import TaskStep
from followup.plan.model import Plan, Task, TaskStatus
from followup.plan.planning import PlanBasis, plan_contract
from followup.plan.risk import RiskScore, SupplierHistory, score_risk, standing_of
from followup.sampling.size import Scale, sample_size
from followup.services.contract_views import ContractSummary, ContractView, summarise, view_contract
from followup.services.people_names import People, people_of
from followup.services.triage_book import shipped_triage
from followup.storage.contract_store import ContractStore, StepNote, StoredContract
from followup.storage.outcome_store import DeviationStore, OutcomeStore


@dataclass(frozen=True, slots=True)
class ContractRequest:
    """What is needed to open a contract.

    ``supplier`` is a Swedish organisation number or an EU VAT number; ``supplier_id`` a foreign id
    ``COUNTRY:ID``; exactly one of them. ``value`` is as people write it; ``owner`` a member's id, name or
    e-mail, the actor where None.
    """

    set_id: str
    starts_on: date
    ends_on: date
    supplier: str | None = None
    supplier_id: str | None = None
    supplier_name: str | None = None
    value: str | None = None
    owner: str | None = None
    bound: GivenBound | None = None


def open_contract(installation: Installation, actor: Actor, request: ContractRequest) -> ContractView:
    """A new contract with its whole plan; the set becomes contracted in the same transaction.

    Raises:
        NotFoundError: ``set.unknown``, ``set.not_sealed`` or ``user.unknown`` for the owner.
        RefusedError: ``set.wrong_state``, ``contract.set_full`` when as many contracts stand on the set as it
            was counted for, or ``contract.exists`` when the supplier has one.
        InvalidInputError: a wrong number, period or value.
        FindingsError: ``contract.bound_missing`` or ``contract.bound_wrong``, with every line.
    """
    actor.require(Permission.MANAGE_CONTRACTS)
    terms = make_terms(request.starts_on, request.ends_on, request.value)
    identity = _identity(request)
    name = clean_name(request.supplier_name, identity)
    with installation.writing() as work:
        revision = contract_set(work, actor, request.set_id)
        store = ContractStore(work.session)
        people = people_of(work.session, actor.organisation_id)
        bound = check_bound(request.bound, revision.sealed)
        supplier = store.put_supplier(
            actor.organisation_id, Supplier(new_id("supplier"), identity, name), work.clock.now()
        )
        contract = Contract(
            id=new_id("contract"),
            organisation_id=actor.organisation_id,
            title=revision.sealed.title,
            diary=revision.sealed.diary,
            set_id=revision.sealed.set_id,
            set_revision=revision.sealed.revision,
            seal=revision.seal,
            supplier=supplier,
            terms=terms,
            owner_id=people.find(actor.user_id) if request.owner is None else people.get(request.owner),
            bound=bound,
            opened_by=actor.user_id,
            opened_at=work.clock.now(),
        )
        score, plan = _make_plan(work, contract, revision.sealed, people)
        stored = StoredContract(contract, score, _followed(plan), plan.not_followed, plan.event_driven)
        _require_place(store, contract, revision.sealed)
        store.add(stored)
        _store_tasks(work, actor, contract, plan)
        _record(work, actor, contract, plan)
        return view_contract(work.session, stored, work.clock.today())


def show_contract(installation: Installation, actor: Actor, contract_id: str) -> ContractView:
    """A contract of the actor's organisation as it stands today.

    Raises:
        NotFoundError: ``contract.unknown``, also when it is another organisation's.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        stored = ContractStore(session).get(contract_id, actor.organisation_id)
        return view_contract(session, stored, installation.clock.today())


def list_contracts(installation: Installation, actor: Actor) -> tuple[ContractSummary, ...]:
    """The contracts of the actor's organisation in figures, the newest first."""
    actor.require(Permission.READ)
    with installation.reading() as session:
        return summarise(session, actor.organisation_id, installation.clock.today())


def _identity(request: ContractRequest) -> SupplierIdentity:
    if (request.supplier is None) == (request.supplier_id is None):
        raise RefusedError("contract.one_supplier", where="supplier")
    if request.supplier is not None:
        return parse_supplier_number(request.supplier)
    return parse_foreign_id(request.supplier_id or "")


def _require_place(store: ContractStore, contract: Contract, sealed: SealedSet) -> None:
    # A set that was counted for one supplier is spent by its contract; a framework with three was locked so.
    if store.find_for_supplier(contract.set_id, contract.supplier.id) is not None:
        return
    there = store.count_for_set(contract.set_id)
    if there >= sealed.assumptions.suppliers:
        raise RefusedError(
            "contract.set_full",
            where=contract.set_id,
            contracts=there,
            suppliers=sealed.assumptions.suppliers,
        )


def _make_plan(
    work: UnitOfWork, contract: Contract, sealed: SealedSet, people: People
) -> tuple[RiskScore, Plan]:
    book = shipped_triage()
    risks = {group.id: group.risk.value for group in LibraryStore(work.session).list_groups()}
    history = supplier_history(work.session, contract.organisation_id, contract.supplier.id)
    standing = standing_of(history, book, work.clock.today())
    score = score_risk(sealed, contract.terms.value, risks, standing, book)
    basis = PlanBasis(score, book, people.performers, _sample_size, secrets.token_hex(16))
    return score, plan_contract(sealed, contract, basis)


def supplier_history(session: Session, organisation_id: str, supplier_id: str) -> SupplierHistory:
    """What an organisation's own log says of a supplier."""
    contracts = ContractStore(session).ids_of_supplier(supplier_id)
    outcomes = in_force(OutcomeStore(session).list_for(contracts))
    deviations = DeviationStore(session).list_for(organisation_id, contracts)
    verified = [outcome.observed_on for outcome in outcomes if shown_as(outcome) in VERIFIED]
    return SupplierHistory(
        open_deviations=sum(item.is_open for item in deviations),
        latest_deviation_on=max((item.found_on for item in deviations), default=None),
        latest_verified_on=max(verified, default=None),
    )


def _sample_size(population: int, strict: bool) -> int:
    return sample_size(population, Scale.STRICT if strict else Scale.NORMAL)


def _followed(plan: Plan) -> tuple[int, ...]:
    return tuple(sorted({task.line for task in plan.tasks}))


def _store_tasks(work: UnitOfWork, actor: Actor, contract: Contract, plan: Plan) -> None:
    tasks = tuple(
        Task(
            id=new_id("task"),
            contract_id=contract.id,
            organisation_id=contract.organisation_id,
            planned=planned,
            status=TaskStatus.PLANNED,
            due_on=planned.due_on,
            person_id=planned.person_id,
        )
        for planned in plan.tasks
    )
    ContractStore(work.session).add_tasks(tasks, StepNote(TaskStep.PLAN, actor, work.clock.now()))
    # One message to each person, however many tasks (DOMAIN, scenario 1).
    given = Counter(task.person_id for task in tasks if task.person_id not in (None, actor.user_id))
    for user_id, count in given.items():
        if user_id is not None:
            values = {"count": str(count), "title": contract.title}
            NoticeStore(work.session).add(
                Notice(
                    id=new_id("notice"),
                    user_id=user_id,
                    organisation_id=contract.organisation_id,
                    code="notice.tasks_given",
                    subject=contract.id,
                    values=values,
                    created_at=work.clock.now(),
                )
            )


def _record(work: UnitOfWork, actor: Actor, contract: Contract, plan: Plan) -> None:
    payload = {
        "set": contract.set_id,
        "revision": str(contract.set_revision),
        "seal": contract.seal,
        "supplier": contract.supplier.id,
        "tasks": str(len(plan.tasks)),
        "plan": fingerprint(plan),
    }
    work.record(NewEvent("contract.opened", contract.id, payload, actor.user_id, actor.organisation_id))
