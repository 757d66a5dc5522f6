# SPDX-License-Identifier: EUPL-1.2
"""What is to be done: this month's work, one task, and the steps before its outcome."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, ForbiddenError, IntegrityError, NotFoundError
from criteria.people.model import Permission
from criteria.services.access import list_people
from followup.log.model import Result
from followup.plan.lifecycle import TaskStep
from followup.services.contract_views import TaskView
from followup.services.outcomes import log_outcome
from followup.services.tasks import (
    ExtraTask,
    add_task,
    assess_task,
    cancel_task,
    postpone_task,
    reassign_task,
    remind_supplier,
    request_evidence,
    show_task,
)
from webapp.context import actor, installation
from webapp.followup_words import error_words, faults_of
from webapp.followup_words import show as render
from webapp.http_status import status_of
from webapp.month_page import build_month
from webapp.outcome_forms import FIELDS, day, read_outcome
from webapp.task_page import RequirementFacts, items_of, requirement_facts, sample_words, steps_for

blueprint = Blueprint("work", __name__)


@blueprint.get("/manad")
def month() -> str:
    """What is mine now, what others do, what waits for my answer, and how sure we are."""
    return render("work/month.html", page=build_month())


@blueprint.get("/kontrakt/<contract_id>/uppgift/<task_id>")
def task(contract_id: str, task_id: str) -> str:
    """One task: what to look at, the form for what was seen, and what else can be done."""
    facts, found = _find(contract_id, task_id)
    typed = {"method": found.method.value, "observed": installation().clock.today().isoformat()}
    return _page(facts, found, typed, {})


@blueprint.post("/kontrakt/<contract_id>/uppgift/<task_id>")
def log(contract_id: str, task_id: str) -> ResponseReturnValue:
    """Log what was seen, with its evidence."""
    facts, found = _find(contract_id, task_id)
    asked, form = read_outcome(facts, items_of(facts, found), task_id)
    if asked is None:
        return _page(facts, found, request.form.to_dict(), form.faults, form.stored), 400
    try:
        logged = log_outcome(installation(), actor(), asked)
    except (ForbiddenError, IntegrityError):
        raise
    except CriteriaError as error:
        faults = faults_of(error, FIELDS, "result-met")
        return _page(facts, found, request.form.to_dict(), faults, form.stored), status_of(error)
    for text in form.findings:
        flash(text)
    return redirect(url_for("outcomes.show", contract_id=contract_id, outcome_id=logged.id, ny=1))


@blueprint.post("/kontrakt/<contract_id>/uppgift/<task_id>/steg")
def step(contract_id: str, task_id: str) -> ResponseReturnValue:
    """Take a step before the outcome: ask, remind, move, hand over or cancel."""
    facts, found = _find(contract_id, task_id)
    try:
        wanted = TaskStep(request.form.get("step", ""))
    except ValueError:
        raise NotFoundError("task.unknown", where="step", given=request.form.get("step", "")) from None
    faults: dict[str, str] = {}
    try:
        told = _take(wanted, task_id, faults)
    except (ForbiddenError, IntegrityError):
        raise
    except CriteriaError as error:
        fields = {
            "reason": f"{wanted.value}-reason",
            "to": f"{wanted.value}-on",
            "date": f"{wanted.value}-on",
        }
        faults = faults_of(error, fields, f"steg-{wanted.value}")
        return _page(facts, found, request.form.to_dict(), faults), status_of(error)
    if faults:
        return _page(facts, found, request.form.to_dict(), faults), 400
    flash(told)
    return redirect(url_for("work.task", contract_id=contract_id, task_id=task_id))


@blueprint.post("/kontrakt/<contract_id>/uppgift")
def add(contract_id: str) -> ResponseReturnValue:
    """Add a task because something happened."""
    faults: dict[str, str] = {}
    due = day("due", gettext("Ange en dag som ÅÅÅÅ-MM-DD."), faults)
    here = url_for("contracts.show", contract_id=contract_id)
    if due is None:
        flash(gettext("Uppgiften är inte tillagd. %(why)s", why=faults["due"]))
        return redirect(f"{here}#ny-uppgift")
    extra = ExtraTask(contract_id, request.form.get("line", ""), due, request.form.get("reason", ""))
    try:
        made = add_task(installation(), actor(), extra)
    except (ForbiddenError, IntegrityError):
        raise
    except CriteriaError as error:
        flash(gettext("Uppgiften är inte tillagd. %(why)s", why=error_words(error)))
        return redirect(f"{here}#ny-uppgift")
    flash(gettext("Uppgiften är tillagd."))
    return redirect(url_for("work.task", contract_id=contract_id, task_id=made.task))


def _find(contract_id: str, task_id: str) -> tuple[RequirementFacts, TaskView]:
    found = show_task(installation(), actor(), task_id).task
    if found.contract != contract_id:
        raise NotFoundError("task.unknown", where=task_id, given=task_id)
    return requirement_facts(contract_id, found.line), found


def _page(
    facts: RequirementFacts,
    found: TaskView,
    typed: dict[str, str],
    faults: dict[str, str],
    stored: tuple[str, ...] = (),
) -> str:
    items = items_of(facts, found)
    return render(
        "work/task.html",
        facts=facts,
        task=found,
        history=show_task(installation(), actor(), found.task).steps,
        names={user.id: user.name for user in list_people(installation(), actor())},
        people=list_people(installation(), actor()),
        items=items,
        sample=sample_words(found),
        steps=steps_for(found),
        results=[result.value for result in Result],
        typed=typed,
        faults=faults,
        chosen=stored or tuple(request.form.getlist("evidence")),
        can_log=actor().may(Permission.LOG_OUTCOMES),
    )


def _take(wanted: TaskStep, task_id: str, faults: dict[str, str]) -> str:
    form, name = request.form, wanted.value
    told = gettext("Ange en dag som ÅÅÅÅ-MM-DD.")
    site, who = installation(), actor()
    match wanted:
        case TaskStep.REQUEST | TaskStep.REMIND:
            by = day(f"{name}-on", told, faults, needed=False)
            if faults:
                return ""
            if wanted is TaskStep.REQUEST:
                request_evidence(site, who, task_id, by, form.get("request-contact", ""))
                return gettext("Antecknat: underlag är begärt.")
            remind_supplier(site, who, task_id, by)
            return gettext("Antecknat: leverantören är påmind.")
        case TaskStep.ASSESS:
            assess_task(site, who, task_id)
            return gettext("Bedömningen kan göras utan svar.")
        case TaskStep.POSTPONE:
            to = day(f"{name}-on", told, faults)
            if to is None:
                return ""
            moved = postpone_task(site, who, task_id, to, form.get(f"{name}-reason", ""))
            return gettext("Uppgiften är flyttad till %(day)s.", day=moved.due.isoformat())
        case TaskStep.CANCEL:
            cancel_task(site, who, task_id, form.get(f"{name}-reason", ""))
            return gettext("Uppgiften är inställd. Skälet står kvar.")
        case TaskStep.REASSIGN:
            given = reassign_task(site, who, task_id, form.get("person") or None)
            if given.person is None:
                return gettext("Ingen är ansvarig för uppgiften nu.")
            return gettext("%(name)s har uppgiften nu.", name=given.person)
        case _:
            raise NotFoundError("task.unknown", where="step", given=name)
