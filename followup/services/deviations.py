# SPDX-License-Identifier: EUPL-1.2
"""Deviations: listing them and taking the steps of DOMAIN 4.6."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.errors import RefusedError
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.unit_of_work import UnitOfWork
from followup.contracts.bound import find_line
from followup.deviations.lifecycle import (
    REPLY_WORKING_DAYS,
    Wish,
    awaited_by,
    colour_on,
    days_to_notice,
    notice_due,
    take_step,
)
from followup.deviations.model import Colour, Deviation, DeviationStatus, Severity, Step, StepKind
from followup.log.model import Outcome, Result
from followup.log.standing import in_force, standings
from followup.plan.working_days import add_working_days
from followup.services.contract_views import pinned_set
from followup.services.deviation_finding import record_step, start_deviation
from followup.services.tasks import ExtraTask, add_unplanned, unknown_line
from followup.storage.contract_store import ContractStore
from followup.storage.outcome_store import DeviationStore, OutcomeStore

#: What a person may still call a deviation; what is met or does not apply is none.
_MAY_DEVIATE = frozenset({Result.MET_WITH_REMARK, Result.PARTLY_MET, Result.NOT_MET, Result.NOT_VERIFIABLE})


@dataclass(frozen=True, slots=True)
class DeviationRequest:
    """A step to take. ``by_date`` is the reply or finish date it sets, ten working days ahead where None."""

    deviation_id: str
    kind: StepKind
    text: str
    by_date: date | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class DeviationView:
    """A deviation as it stands today; ``days_to_notice`` is always shown (DV3)."""

    id: str
    contract: str
    outcome: str
    line: int
    number: str
    title: str
    supplier: str
    ref: str | None
    status: DeviationStatus
    colour: Colour
    proposed: Severity
    severity: Severity | None
    found_on: date
    notice_due: date
    notified_on: date | None
    days_to_notice: int | None
    awaited_by: date | None
    steps: tuple[Step, ...]


def list_deviations(
    installation: Installation, actor: Actor, contract_id: str | None = None, *, only_open: bool = False
) -> tuple[DeviationView, ...]:
    """The deviations of the actor's organisation, the latest found first.

    Raises:
        NotFoundError: ``contract.unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        chosen = None
        if contract_id is not None:
            chosen = (ContractStore(session).get(contract_id, actor.organisation_id).contract.id,)
        found = DeviationStore(session).list_for(actor.organisation_id, chosen)
        kept = tuple(item for item in found if item.is_open or not only_open)
        return _views(session, actor, kept, installation.clock.today())


def show_deviation(installation: Installation, actor: Actor, deviation_id: str) -> DeviationView:
    """One deviation.

    Raises:
        NotFoundError: ``deviation.unknown``, also when it is another organisation's.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        found = DeviationStore(session).get(deviation_id, actor.organisation_id)
        return _views(session, actor, (found,), installation.clock.today())[0]


def open_deviation(installation: Installation, actor: Actor, outcome_id: str, text: str) -> DeviationView:
    """A deviation that a person sees in an outcome which made none by itself.

    Raises:
        NotFoundError: ``outcome.unknown``.
        RefusedError: ``deviation.nothing_found`` for an outcome that is met or does not apply, or
            ``deviation.exists``.
    """
    actor.require(Permission.LOG_OUTCOMES)
    with installation.writing() as work:
        return _open(work, actor, OutcomeStore(work.session).get(outcome_id, actor.organisation_id), text)


def open_deviation_about(
    installation: Installation, actor: Actor, contract_id: str, line: str, text: str
) -> DeviationView:
    """The same in the outcome that a requirement of a contract stands by today; ``line`` as in an outcome.

    Raises:
        NotFoundError: ``contract.unknown`` or ``outcome.line_unknown``.
        RefusedError: ``deviation.no_outcome`` where nothing is logged, since a deviation always points at one
            outcome (DV1); else as open_deviation.
    """
    actor.require(Permission.LOG_OUTCOMES)
    with installation.writing() as work:
        contract = ContractStore(work.session).get(contract_id, actor.organisation_id).contract
        found = find_line(pinned_set(work.session, contract), line)
        if found is None:
            raise unknown_line(work.session, contract, line)
        logged = OutcomeStore(work.session).list_for((contract.id,))
        (standing,) = standings((found.line,), logged, work.clock.today())
        if standing.outcome is None:
            raise RefusedError("deviation.no_outcome", where=found.number, number=found.number)
        return _open(work, actor, standing.outcome, text)


def advance_deviation(installation: Installation, actor: Actor, request: DeviationRequest) -> DeviationView:
    """Take a step; a recheck makes its task at once, and closing rests on a later outcome (DV2).

    Raises:
        NotFoundError: ``deviation.unknown``.
        RefusedError: ``deviation.wrong_state``, ``deviation.drop_late`` or ``deviation.not_remedied``.
        InvalidInputError: ``deviation.text_missing`` or ``deviation.date_passed``.
    """
    actor.require(Permission.MANAGE_CONTRACTS)
    with installation.writing() as work:
        store = DeviationStore(work.session)
        before = store.get(request.deviation_id, actor.organisation_id, for_change=True)
        today = work.clock.today()
        severity = request.severity
        if request.kind is StepKind.NOTIFY and severity is None:
            # Who sends the notice confirms the severity that was proposed, unless another one is given.
            severity = before.severity or before.proposed
        wish = Wish(
            kind=request.kind,
            text=request.text,
            by_id=actor.user_id,
            at=work.clock.now(),
            on=today,
            by_date=request.by_date,
            severity=severity,
        )
        closing = _closing(work.session, before) if request.kind is StepKind.CLOSE else None
        after = take_step(before, wish, closing)
        store.append(after)
        record_step(work, actor, after)
        if request.kind is StepKind.RECHECK:
            _plan_recheck(work, actor, after, request.by_date or add_working_days(today, REPLY_WORKING_DAYS))
        return _views(work.session, actor, (after,), today)[0]


def _open(work: UnitOfWork, actor: Actor, outcome: Outcome, text: str) -> DeviationView:
    if outcome.result not in _MAY_DEVIATE:
        raise RefusedError("deviation.nothing_found", where=outcome.id, result=outcome.result.value)
    deviation = start_deviation(actor, outcome, text.strip() or outcome.note, work.clock.today())
    DeviationStore(work.session).add(deviation)
    record_step(work, actor, deviation)
    return _views(work.session, actor, (deviation,), work.clock.today())[0]


def _closing(session: Session, deviation: Deviation) -> Outcome | None:
    """The latest outcome about the requirement that nobody has corrected."""
    every = in_force(OutcomeStore(session).list_for((deviation.contract_id,)))
    return next((item for item in reversed(every) if item.line == deviation.line), None)


def _plan_recheck(work: UnitOfWork, actor: Actor, deviation: Deviation, due_on: date) -> None:
    stored = ContractStore(work.session).get(deviation.contract_id, actor.organisation_id)
    add_unplanned(
        work, actor, stored, ExtraTask(deviation.contract_id, deviation.number, due_on, deviation.id)
    )


def _views(
    session: Session, actor: Actor, deviations: tuple[Deviation, ...], today: date
) -> tuple[DeviationView, ...]:
    contracts = {
        key: ContractStore(session).get(key, actor.organisation_id).contract
        for key in {item.contract_id for item in deviations}
    }
    titles = {
        (key, line.line): line.requirement.title.sv
        for key, contract in contracts.items()
        for line in pinned_set(session, contract).lines
    }
    return tuple(
        DeviationView(
            id=item.id,
            contract=item.contract_id,
            outcome=item.outcome_id,
            line=item.line,
            number=item.number,
            title=titles[item.contract_id, item.line],
            supplier=contracts[item.contract_id].supplier.shown,
            ref=item.ref,
            status=item.status,
            colour=colour_on(item, today),
            proposed=item.proposed,
            severity=item.severity,
            found_on=item.found_on,
            notice_due=notice_due(item),
            notified_on=item.notified_on,
            days_to_notice=days_to_notice(item),
            awaited_by=awaited_by(item),
            steps=item.steps,
        )
        for item in deviations
    )
