# SPDX-License-Identifier: EUPL-1.2
"""Logging outcomes and reading the verification log. Source: DOMAIN 4.4 (T3-T5, T8) and the CLI contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from criteria.errors import InvalidInputError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id, parse_reference
from criteria.library.vocabulary import Method, ProofKind
from criteria.people.model import Actor, Permission
from criteria.requirements.model import SealedLine
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.unit_of_work import UnitOfWork
from followup.contracts.bound import find_line
from followup.log.assessment import (
    check_hours,
    check_note,
    shown_as,
    strength_on,
    task_status_after,
    use_evidence,
)
from followup.log.model import EvidenceUse, Outcome, Result, ShownAs
from followup.plan.lifecycle import Change, TaskStep, is_open
from followup.plan.model import Task
from followup.plan.planning import min_strength_of
from followup.services.contract_views import pinned_set
from followup.services.deviation_finding import find_deviation
from followup.services.people_names import people_of
from followup.services.tasks import (
    ExtraTask,
    add_unplanned,
    pick_evidence,
    require_offered,
    step_within,
    unknown_line,
)
from followup.storage.contract_store import ContractStore, StepNote, StoredContract, TaskFilter
from followup.storage.evidence_store import EvidenceStore
from followup.storage.outcome_store import DeviationStore, OutcomeStore


@dataclass(frozen=True, slots=True)
class OutcomeRequest:
    """What an assessor says about one requirement.

    ``line`` is its number in the annex ("2.1"), its lasting number or its reference. ``evidence`` names
    pieces by id or the beginning of their SHA-256; the supplier's complete declaration counts unnamed.
    ``observed_on`` is the day the finding refers to, today where None. ``task_id`` None is the open task that
    is due first, by the same method if there is one. ``corrects`` is the outcome that this one replaces.
    """

    contract_id: str
    line: str
    result: Result
    method: Method
    evidence: tuple[str, ...] = ()
    note: str = ""
    observed_on: date | None = None
    hours: Decimal | None = None
    task_id: str | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One outcome as it is shown. ``version`` and ``level`` are those of the pinned criterion version.

    ``shown_today`` is how it would be shown if its evidence were looked at today, when some may have lapsed.
    ``unused_evidence`` are pieces about the requirement that this outcome does not rest on.
    """

    id: str
    contract: str
    task: str
    line: int
    number: str
    title: str
    ref: str | None
    version: int | None
    level: str | None
    fingerprint: str | None
    result: Result
    method: Method
    strength: int
    min_strength: int
    shown_as: ShownAs
    shown_today: ShownAs
    note: str
    observed_on: date
    assessor: str
    assessor_id: str
    at: datetime
    evidence: tuple[EvidenceUse, ...]
    hours: Decimal | None
    corrects: str | None
    corrected_by: str | None
    reused_from: str | None
    deviation: str | None
    unused_evidence: tuple[str, ...] = ()


def log_outcome(installation: Installation, actor: Actor, request: OutcomeRequest) -> OutcomeView:
    """Append an outcome; its task and, where the requirement is not met, a deviation follow from it.

    Raises:
        NotFoundError: ``contract.unknown``, ``outcome.line_unknown``, ``evidence.unknown``, ``task.unknown``
            or ``outcome.unknown``.
        RefusedError: ``outcome.not_offered``, ``outcome.corrects_other``, ``outcome.corrected_already`` or
            ``outcome.other_task``.
        InvalidInputError: ``outcome.note_missing``, ``outcome.observed_later`` or ``outcome.hours``.
    """
    actor.require(Permission.LOG_OUTCOMES)
    note, hours = check_note(request.result, request.note), check_hours(request.hours)
    with installation.writing() as work:
        stored = ContractStore(work.session).get(request.contract_id, actor.organisation_id)
        line = _line(work.session, stored, request.line)
        place = OutcomeStore(work.session).next_place(stored.contract.id)
        observed_on = request.observed_on or work.clock.today()
        if observed_on > work.clock.today():
            raise InvalidInputError("outcome.observed_later", where="observed", given=observed_on)
        corrected = _corrected(work.session, actor, stored, line, request.corrects)
        task = _task(_Logging(work, actor, stored, line, request), corrected)
        uses = _evidence(work.session, stored, line, request.evidence)
        outcome = Outcome(
            id=new_id("outcome"),
            contract_id=stored.contract.id,
            organisation_id=actor.organisation_id,
            place=place,
            task_id=task.id,
            line=line.line,
            number=line.number,
            ref=line.ref,
            fingerprint=line.fingerprint,
            result=request.result,
            method=request.method,
            evidence=uses,
            strength=strength_on(uses, observed_on),
            min_strength=min_strength_of(line),
            note=note,
            observed_on=observed_on,
            assessor_id=actor.user_id,
            at=work.clock.now(),
            hours=hours,
            corrects=request.corrects,
        )
        OutcomeStore(work.session).add(outcome)
        change = Change(TaskStep.CONCLUDE, to=task_status_after(outcome))
        ids = tuple(use.evidence_id for use in uses)
        step_within(work, actor, task, change, StepNote(change.step, actor, outcome.at, outcome.id, ids))
        _record(work, actor, outcome)
        find_deviation(work, actor, outcome, stored.contract)
        return _views(work.session, actor, (outcome,), work.clock.today())[0]


def list_outcomes(
    installation: Installation, actor: Actor, contract_id: str, line: str | None = None
) -> tuple[OutcomeView, ...]:
    """The log of a contract, oldest first; corrected outcomes stay, and say by which they are corrected.

    Raises:
        NotFoundError: ``contract.unknown`` or ``outcome.line_unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        stored = ContractStore(session).get(contract_id, actor.organisation_id)
        found = OutcomeStore(session).list_for((contract_id,))
        if line is not None:
            wanted = _find_line(session, stored, line).line
            found = tuple(outcome for outcome in found if outcome.line == wanted)
        return _views(session, actor, found, installation.clock.today())


def show_outcome(installation: Installation, actor: Actor, outcome_id: str) -> OutcomeView:
    """One outcome.

    Raises:
        NotFoundError: ``outcome.unknown``, also when it is another organisation's.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        found = OutcomeStore(session).get(outcome_id, actor.organisation_id)
        return _views(session, actor, (found,), installation.clock.today())[0]


def _line(session: Session, stored: StoredContract, given: str) -> SealedLine:
    line = _find_line(session, stored, given)
    require_offered(stored, line.line)
    return line


def _find_line(session: Session, stored: StoredContract, given: str) -> SealedLine:
    line = find_line(pinned_set(session, stored.contract), given)
    if line is None:
        raise unknown_line(session, stored.contract, given)
    return line


def _corrected(
    session: Session, actor: Actor, stored: StoredContract, line: SealedLine, corrects: str | None
) -> Outcome | None:
    if corrects is None:
        return None
    found = OutcomeStore(session).get(corrects, actor.organisation_id)
    if found.contract_id != stored.contract.id or found.line != line.line:
        raise RefusedError("outcome.corrects_other", where=corrects, number=found.number)
    return found


@dataclass(frozen=True, slots=True)
class _Logging:
    """What is known while an outcome is being logged."""

    work: UnitOfWork
    actor: Actor
    stored: StoredContract
    line: SealedLine
    request: OutcomeRequest


def _task(logging: _Logging, corrected: Outcome | None) -> Task:
    """The task that the outcome concludes, held for change; a finding nobody waited for gets its own."""
    work, actor, stored = logging.work, logging.actor, logging.stored
    line, request = logging.line, logging.request
    store = ContractStore(work.session)
    named = request.task_id if corrected is None else corrected.task_id
    if named is not None:
        task = store.get_task(named, actor.organisation_id, for_change=True)
        if task.contract_id != stored.contract.id or task.planned.line != line.line:
            raise RefusedError("outcome.other_task", where=named, number=line.number)
        return task
    every = store.list_tasks(TaskFilter(actor.organisation_id, stored.contract.id, line=line.line))
    waiting = [task for task in every if is_open(task)]
    if not waiting:
        reason = "outcome without an open task"
        extra = ExtraTask(stored.contract.id, line.number, work.clock.today(), reason)
        return add_unplanned(work, actor, stored, extra)
    same = [task for task in waiting if task.planned.method is request.method]
    return store.get_task((same or waiting)[0].id, actor.organisation_id, for_change=True)


def _evidence(
    session: Session, stored: StoredContract, line: SealedLine, keys: tuple[str, ...]
) -> tuple[EvidenceUse, ...]:
    chosen = set(pick_evidence(session, stored.contract.id, line.line, keys))
    return tuple(
        use_evidence(item, line.line)
        for item in EvidenceStore(session).list_evidence(stored.contract.id)
        # What the supplier has declared about this requirement is known without being named.
        if item.id in chosen or (item.kind is ProofKind.DECLARATION and item.about_line == line.line)
    )


def _record(work: UnitOfWork, actor: Actor, outcome: Outcome) -> None:
    payload = {
        "contract": outcome.contract_id,
        "task": outcome.task_id,
        "line": str(outcome.line),
        "ref": outcome.ref or "",
        "fingerprint": outcome.fingerprint or "",
        "result": outcome.result.value,
        "method": outcome.method.value,
        "strength": str(outcome.strength),
        "observed": outcome.observed_on.isoformat(),
        "evidence": " ".join(use.sha256 for use in outcome.evidence),
        "corrects": outcome.corrects or "",
    }
    work.record(NewEvent("outcome.logged", outcome.id, payload, actor.user_id, actor.organisation_id))


def _views(
    session: Session, actor: Actor, outcomes: tuple[Outcome, ...], today: date
) -> tuple[OutcomeView, ...]:
    if not outcomes:
        return ()
    contracts = {outcome.contract_id for outcome in outcomes}
    stored = {key: ContractStore(session).get(key, actor.organisation_id) for key in contracts}
    titles = {
        (key, line.line): line.requirement.title.sv
        for key in contracts
        for line in pinned_set(session, stored[key].contract).lines
    }
    around = OutcomeStore(session).list_for(contracts)
    corrected_by = {item.corrects: item.id for item in around if item.corrects is not None}
    found = DeviationStore(session).list_for(actor.organisation_id, contracts)
    deviations = {item.outcome_id: item.id for item in found}
    names = people_of(session, actor.organisation_id).names
    there = {key: EvidenceStore(session).list_evidence(key) for key in contracts}
    views: list[OutcomeView] = []
    for outcome in outcomes:
        used = {use.evidence_id for use in outcome.evidence}
        pin = None if outcome.ref is None else parse_reference(outcome.ref)
        views.append(
            OutcomeView(
                id=outcome.id,
                contract=outcome.contract_id,
                task=outcome.task_id,
                line=outcome.line,
                number=outcome.number,
                title=titles[outcome.contract_id, outcome.line],
                ref=outcome.ref,
                version=None if pin is None else pin.version,
                level=None if pin is None else pin.level,
                fingerprint=outcome.fingerprint,
                result=outcome.result,
                method=outcome.method,
                strength=outcome.strength,
                min_strength=outcome.min_strength,
                shown_as=shown_as(outcome),
                shown_today=shown_as(outcome, today),
                note=outcome.note,
                observed_on=outcome.observed_on,
                assessor=names.get(outcome.assessor_id, outcome.assessor_id),
                assessor_id=outcome.assessor_id,
                at=outcome.at,
                evidence=outcome.evidence,
                hours=outcome.hours,
                corrects=outcome.corrects,
                corrected_by=corrected_by.get(outcome.id),
                reused_from=outcome.reused_from,
                deviation=deviations.get(outcome.id),
                unused_evidence=tuple(
                    item.id
                    for item in there[outcome.contract_id]
                    if item.about_line == outcome.line and item.id not in used
                ),
            )
        )
    return tuple(views)
