# SPDX-License-Identifier: EUPL-1.2
"""The deviation that an outcome makes, within the outcome's own unit of work. Source: DOMAIN 4.4 and 4.6."""

from __future__ import annotations

from datetime import date

from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.library.vocabulary import ProofKind
from criteria.people.model import Actor, Notice
from criteria.storage.people_store import NoticeStore
from criteria.storage.unit_of_work import UnitOfWork
from followup.contracts.model import Contract
from followup.deviations.lifecycle import Wish, propose_severity, take_step
from followup.deviations.model import Deviation, DeviationStatus, Step, StepKind
from followup.log.model import Outcome, Result
from followup.storage.outcome_store import DeviationStore

_FAULTS = frozenset({Result.PARTLY_MET, Result.NOT_MET})


def find_deviation(work: UnitOfWork, actor: Actor, outcome: Outcome, contract: Contract) -> Deviation | None:
    """The deviation of an outcome that says partly or not met, stored as found; None for any other.

    A correction of an outcome that has a deviation makes no second one: the first lives on. A recheck that
    fails escalates the deviation that waits for it.
    """
    if outcome.result not in _FAULTS:
        return None
    store = DeviationStore(work.session)
    earlier = store.list_for(actor.organisation_id, (contract.id,))
    if outcome.corrects is not None and any(item.outcome_id == outcome.corrects for item in earlier):
        return None
    today = work.clock.today()
    for waiting in earlier:
        if waiting.line == outcome.line and waiting.status is DeviationStatus.RECHECK:
            wish = Wish(StepKind.ESCALATE, outcome.note, actor.user_id, outcome.at, today)
            escalated = take_step(waiting, wish)
            store.append(escalated)
            record_step(work, actor, escalated)
            return escalated
    deviation = start_deviation(actor, outcome, outcome.note, today)
    store.add(deviation)
    record_step(work, actor, deviation)
    if contract.owner_id is not None and contract.owner_id != actor.user_id:
        NoticeStore(work.session).add(
            Notice(
                id=new_id("notice"),
                user_id=contract.owner_id,
                organisation_id=contract.organisation_id,
                code="notice.deviation_found",
                subject=deviation.id,
                values={"number": deviation.number, "title": contract.title},
                created_at=work.clock.now(),
            )
        )
    return deviation


def start_deviation(actor: Actor, outcome: Outcome, text: str, found_on: date) -> Deviation:
    """A deviation as it is found: it points at one outcome, one requirement pin and one contract (DV1).

    ``found_on`` is the day somebody established it, from which the notice to the supplier is counted.
    """
    declared = any(use.kind is ProofKind.DECLARATION for use in outcome.evidence)
    found = Step(
        number=1,
        kind=StepKind.FIND,
        status=DeviationStatus.FOUND,
        text=text,
        by_id=actor.user_id,
        at=outcome.at,
        on=found_on,
        outcome_id=outcome.id,
    )
    return Deviation(
        id=new_id("deviation"),
        contract_id=outcome.contract_id,
        organisation_id=outcome.organisation_id,
        outcome_id=outcome.id,
        line=outcome.line,
        number=outcome.number,
        ref=outcome.ref,
        fingerprint=outcome.fingerprint,
        found_on=found_on,
        place=outcome.place,
        strength=outcome.strength,
        proposed=propose_severity(outcome.result, declared=declared),
        severity=None,
        steps=(found,),
    )


def record_step(work: UnitOfWork, actor: Actor, deviation: Deviation) -> None:
    """The event of a deviation's last step."""
    step = deviation.steps[-1]
    names = {StepKind.FIND: "found"}
    payload = {
        "contract": deviation.contract_id,
        "outcome": step.outcome_id or deviation.outcome_id,
        "line": str(deviation.line),
        "status": step.status.value,
        "severity": "" if deviation.severity is None else deviation.severity.value,
    }
    kind = f"deviation.{names.get(step.kind, step.kind.value)}"
    work.record(NewEvent(kind, deviation.id, payload, actor.user_id, actor.organisation_id))
