# SPDX-License-Identifier: EUPL-1.2
"""One outcome: what it is shown as and why, the way back to the criterion's words, and its correction."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, ForbiddenError, IntegrityError, NotFoundError
from criteria.people.model import Permission
from followup.log.model import Result
from followup.services.figures import trace_outcome
from followup.services.outcomes import OutcomeView, log_outcome, show_outcome
from webapp.context import actor, installation
from webapp.contract_page import outcome_chain
from webapp.followup_words import faults_of
from webapp.followup_words import show as render
from webapp.http_status import status_of
from webapp.outcome_forms import FIELDS, read_outcome
from webapp.task_page import RequirementFacts, requirement_facts, why_shown
from webapp.words import number

blueprint = Blueprint("outcomes", __name__, url_prefix="/kontrakt/<contract_id>/utfall/<outcome_id>")


@blueprint.get("")
def show(contract_id: str, outcome_id: str) -> str:
    """What an outcome is shown as, why, and what it rests on."""
    outcome, facts = _find(contract_id, outcome_id)
    trace = trace_outcome(installation(), actor(), outcome_id)
    return render(
        "work/outcome.html",
        outcome=outcome,
        facts=facts,
        trace=trace,
        chain=outcome_chain(facts.contract, trace, outcome),
        why=why_shown(outcome),
        is_new="ny" in request.args,
        files={item.id: item for item in facts.evidence},
        can_log=actor().may(Permission.LOG_OUTCOMES),
        can_manage=actor().may(Permission.MANAGE_CONTRACTS),
        task=next((task for task in facts.tasks if task.task == outcome.task), None),
    )


@blueprint.get("/ratta")
def correct(contract_id: str, outcome_id: str) -> str:
    """The form for a correction, with what was said before."""
    outcome, facts = _find(contract_id, outcome_id)
    typed = {
        "result": outcome.result.value,
        "method": outcome.method.value,
        "observed": outcome.observed_on.isoformat(),
        "hours": "" if outcome.hours is None else number(outcome.hours),
        "note": outcome.note,
    }
    used = tuple(item.evidence_id for item in outcome.evidence)
    return _page(facts, outcome, typed, {}, used)


@blueprint.post("/ratta")
def log_correction(contract_id: str, outcome_id: str) -> ResponseReturnValue:
    """Log the correction as a new outcome that points at the old."""
    outcome, facts = _find(contract_id, outcome_id)
    asked, form = read_outcome(facts, (), outcome.task, corrects=outcome_id)
    typed = request.form.to_dict()
    if asked is None:
        return _page(facts, outcome, typed, form.faults, form.stored), 400
    try:
        logged = log_outcome(installation(), actor(), asked)
    except (ForbiddenError, IntegrityError):
        raise
    except CriteriaError as error:
        faults = faults_of(error, FIELDS, "result-met")
        return _page(facts, outcome, typed, faults, form.stored), status_of(error)
    flash(gettext("Rättelsen är registrerad. Det tidigare utfallet står kvar."))
    for text in form.findings:
        flash(text)
    return redirect(url_for("outcomes.show", contract_id=contract_id, outcome_id=logged.id, ny=1))


def _find(contract_id: str, outcome_id: str) -> tuple[OutcomeView, RequirementFacts]:
    outcome = show_outcome(installation(), actor(), outcome_id)
    if outcome.contract != contract_id:
        raise NotFoundError("outcome.unknown", where=outcome_id, given=outcome_id)
    return outcome, requirement_facts(contract_id, outcome.line)


def _page(
    facts: RequirementFacts,
    outcome: OutcomeView,
    typed: dict[str, str],
    faults: dict[str, str],
    chosen: tuple[str, ...],
) -> str:
    return render(
        "work/correct.html",
        facts=facts,
        outcome=outcome,
        items=(),
        results=[result.value for result in Result],
        typed=typed,
        faults=faults,
        chosen=chosen or tuple(request.form.getlist("evidence")),
    )
