# SPDX-License-Identifier: EUPL-1.2
"""Deviations: the list, and one from finding to closed, a step at a time."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, ForbiddenError, IntegrityError, NotFoundError
from criteria.people.model import Permission
from criteria.services.access import list_people
from followup.deviations.model import CLOSED, DeviationStatus, Severity, StepKind
from followup.log.model import ShownAs
from followup.plan.model import CLOSED as CLOSED_TASKS
from followup.services.contract_views import ContractLine, ContractView, TaskView
from followup.services.contracts import show_contract
from followup.services.deviations import (
    DeviationRequest,
    DeviationView,
    advance_deviation,
    list_deviations,
    open_deviation,
    show_deviation,
)
from followup.services.outcomes import OutcomeView, show_outcome
from webapp.context import actor, installation
from webapp.contract_page import deviation_chain
from webapp.followup_words import error_words, faults_of
from webapp.followup_words import show as render
from webapp.http_status import status_of
from webapp.outcome_forms import day
from webapp.task_page import RequirementFacts, requirement_facts
from webapp.words import METHODS, long_date, word
from webapp.words_followup import RESULTS_SEEN

blueprint = Blueprint("deviations", __name__)
#: The steps that each state offers, the usual one first. The use case refuses what is not allowed.
_OFFERED: dict[DeviationStatus, tuple[StepKind, ...]] = {
    DeviationStatus.FOUND: (StepKind.NOTIFY, StepKind.DROP),
    DeviationStatus.NOTIFIED: (StepKind.PLAN, StepKind.ACCEPT, StepKind.CONTEST, StepKind.ESCALATE),
    DeviationStatus.CONTESTED: (StepKind.UPHOLD, StepKind.GIVE_WAY, StepKind.ESCALATE),
    DeviationStatus.PLAN_WANTED: (StepKind.PLAN, StepKind.ESCALATE),
    DeviationStatus.REMEDYING: (StepKind.RECHECK, StepKind.ESCALATE),
    DeviationStatus.RECHECK: (StepKind.CLOSE, StepKind.ESCALATE),
    DeviationStatus.ESCALATED: (StepKind.RECHECK, StepKind.WAIVE),
}
#: Steps that set a day: when an answer is wanted, or when the remedy shall be done.
_DATED = frozenset({StepKind.NOTIFY, StepKind.ACCEPT, StepKind.UPHOLD, StepKind.PLAN, StepKind.RECHECK})


@blueprint.get("/avvikelser")
def index() -> str:
    """The deviations of the organisation, or of one contract: the open ones first."""
    contract_id = request.args.get("kontrakt") or None
    contract = None if contract_id is None else show_contract(installation(), actor(), contract_id)
    found = list_deviations(installation(), actor(), contract_id)
    return render(
        "work/deviations.html",
        open=[item for item in found if item.status not in CLOSED],
        closed=[item for item in found if item.status in CLOSED],
        contract=contract,
    )


@blueprint.get("/avvikelse/<deviation_id>")
def show(deviation_id: str) -> str:
    """One deviation: the next step first, then what was agreed and found, then the history."""
    return _page(show_deviation(installation(), actor(), deviation_id), {}, {})


@blueprint.post("/avvikelse/<deviation_id>")
def step(deviation_id: str) -> ResponseReturnValue:
    """Take a step."""
    found = show_deviation(installation(), actor(), deviation_id)
    typed, faults = request.form.to_dict(), dict[str, str]()
    kind = _kind(found, faults)
    by_date = day("by", gettext("Ange en dag som ÅÅÅÅ-MM-DD."), faults, needed=False)
    severity = request.form.get("severity", "")
    if kind is None or faults:
        return _page(found, typed, faults), 400
    asked = DeviationRequest(
        deviation_id,
        kind,
        request.form.get("text", ""),
        by_date,
        Severity(severity) if severity in {item.value for item in Severity} else None,
    )
    try:
        advance_deviation(installation(), actor(), asked)
    except (ForbiddenError, IntegrityError):
        raise
    except CriteriaError as error:
        return _page(found, typed, faults_of(error, {"text": "text", "by": "by"}, "step-0")), status_of(error)
    flash(gettext("Steget är antecknat."))
    return redirect(url_for("deviations.show", deviation_id=deviation_id))


@blueprint.post("/kontrakt/<contract_id>/utfall/<outcome_id>/avvikelse")
def report(contract_id: str, outcome_id: str) -> ResponseReturnValue:
    """Open a deviation that a person sees in an outcome which made none by itself."""
    try:
        made = open_deviation(installation(), actor(), outcome_id, request.form.get("text", ""))
    except (ForbiddenError, IntegrityError, NotFoundError):
        raise
    except CriteriaError as error:
        flash(error_words(error))
        return redirect(url_for("outcomes.show", contract_id=contract_id, outcome_id=outcome_id))
    flash(gettext("Avvikelsen är öppnad."))
    return redirect(url_for("deviations.show", deviation_id=made.id))


def _kind(found: DeviationView, faults: dict[str, str]) -> StepKind | None:
    try:
        kind = StepKind(request.form.get("step", ""))
    except ValueError:
        kind = None
    if kind not in _OFFERED.get(found.status, ()):
        faults["step-0"] = gettext("Välj vad som händer nu.")
        return None
    return kind


def _rests(contract: ContractView, found: DeviationView) -> tuple[tuple[ContractLine, TaskView | None], ...]:
    """The other requirements that rest on the supplier's word alone, each with its next check."""
    waiting = [task for task in contract.plan if task.status not in CLOSED_TASKS]
    return tuple(
        (line, next((task for task in waiting if task.line == line.line), None))
        for line in contract.lines
        if line.line != found.line and line.shown_as is ShownAs.DECLARED_NOT_VERIFIED
    )


def _first_words(found: DeviationView, facts: RequirementFacts, outcome: OutcomeView) -> dict[str, str]:
    """What the form begins with: a notice of the frozen words and the finding (DOMAIN, scenario 4)."""
    typed = {"severity": (found.severity or found.proposed).value}
    if found.status is DeviationStatus.FOUND:
        typed["text"] = gettext(
            "Krav %(number)s i avtalet lyder: ”%(text)s” Vid kontroll %(day)s (%(method)s) fann vi: %(note)s "
            "Förklara hur det kommer sig och lämna en plan för hur och när det är åtgärdat.",
            number=found.number,
            text=facts.text.sv.strip(),
            day=long_date(outcome.observed_on),
            method=word(METHODS, outcome.method).lower(),
            note=outcome.note or word(RESULTS_SEEN, outcome.result),
        )
    return typed


def _page(found: DeviationView, typed: dict[str, str], faults: dict[str, str]) -> str:
    facts = requirement_facts(found.contract, found.line)
    outcome = show_outcome(installation(), actor(), found.outcome)
    offered = _OFFERED.get(found.status, ()) if actor().may(Permission.MANAGE_CONTRACTS) else ()
    return render(
        "work/deviation.html",
        deviation=found,
        facts=facts,
        outcome=outcome,
        chain=deviation_chain(facts.contract, found, outcome),
        offered=[item.value for item in offered],
        rests=_rests(facts.contract, found),
        dated=any(item in _DATED for item in offered),
        names={user.id: user.name for user in list_people(installation(), actor())},
        typed=typed or _first_words(found, facts, outcome),
        faults=faults,
    )
