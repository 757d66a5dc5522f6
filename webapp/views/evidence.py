# SPDX-License-Identifier: EUPL-1.2
"""Evidence of a contract: the list, one piece with its hash, the file itself, and keeping a new one."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, ForbiddenError, IntegrityError, NotFoundError
from criteria.people.model import Permission
from criteria.services.access import list_people
from followup.services.contracts import show_contract
from followup.services.evidence import EvidenceView, SecrecyRequest, list_evidence, mark_secret, open_evidence
from followup.services.outcomes import list_outcomes
from followup.services.tasks import receive_evidence, show_task
from webapp.context import actor, installation
from webapp.downloads import attachment
from webapp.followup_words import error_words, faults_of, issue_words
from webapp.followup_words import show as render
from webapp.outcome_forms import keep_evidence
from webapp.task_page import RequirementFacts, requirement_facts

blueprint = Blueprint("evidence", __name__, url_prefix="/kontrakt/<contract_id>/underlag")


@blueprint.get("")
def index(contract_id: str) -> str:
    """Every piece of evidence of a contract, the latest first."""
    return render(
        "contracts/evidence.html",
        contract=show_contract(installation(), actor(), contract_id),
        evidence=tuple(reversed(list_evidence(installation(), actor(), contract_id))),
        can_log=actor().may(Permission.LOG_OUTCOMES),
    )


@blueprint.get("/nytt")
def new(contract_id: str) -> str:
    """The form for a file about a requirement; ``uppgift`` is the task it answers."""
    return _new_page(contract_id, {"about": request.args.get("krav", "")}, {})


@blueprint.post("/nytt")
def add(contract_id: str) -> ResponseReturnValue:
    """Keep a file as evidence, and note that the task's evidence has come."""
    typed, faults = request.form.to_dict(), dict[str, str]()
    about = request.form.get("about", "")
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        faults["file"] = gettext("Välj en fil.")
    added = keep_evidence(contract_id, (about,) if about else (), faults)
    if added is None:
        return _new_page(contract_id, typed, faults), 400
    task_id = request.form.get("task", "")
    if task_id:
        try:
            receive_evidence(installation(), actor(), task_id, (added.id,))
        except (ForbiddenError, IntegrityError):
            raise
        except CriteriaError as error:
            flash(
                gettext("Underlaget är sparat, men uppgiften är oförändrad. %(why)s", why=error_words(error))
            )
    flash(gettext("Underlaget är sparat."))
    for issue in added.issues:
        flash(issue_words(issue))
    if task_id:
        return redirect(url_for("work.task", contract_id=contract_id, task_id=task_id))
    return redirect(url_for("evidence.show", contract_id=contract_id, evidence_id=added.id))


@blueprint.get("/<evidence_id>")
def show(contract_id: str, evidence_id: str) -> str:
    """One piece: what it is, how strong, how long it holds, its hash, and what rests on it."""
    return _page(contract_id, evidence_id, {}, {})


@blueprint.get("/<evidence_id>/fil")
def download(contract_id: str, evidence_id: str) -> Response:
    """The file, its hash checked, as an attachment."""
    _find(contract_id, evidence_id)
    found = open_evidence(installation(), actor(), evidence_id)
    return attachment(found.content, found.media_type, found.file_name, found.sha256)


@blueprint.post("/<evidence_id>/sekretess")
def secrecy(contract_id: str, evidence_id: str) -> ResponseReturnValue:
    """Note that somebody asks for secrecy; it decides nothing."""
    _find(contract_id, evidence_id)
    form = request.form
    try:
        asked = SecrecyRequest(form.get("asked_by", ""), form.get("passage", ""), form.get("reason", ""))
        mark_secret(installation(), actor(), evidence_id, asked)
    except (ForbiddenError, IntegrityError):
        raise
    except CriteriaError as error:
        fields = {name: name for name in ("asked_by", "passage", "reason")}
        return _page(contract_id, evidence_id, form.to_dict(), faults_of(error, fields, "asked_by")), 400
    flash(gettext("Begäran om sekretess är antecknad. Den prövas när någon vill se handlingen."))
    return redirect(url_for("evidence.show", contract_id=contract_id, evidence_id=evidence_id))


def _find(contract_id: str, evidence_id: str) -> EvidenceView:
    found = next(
        (item for item in list_evidence(installation(), actor(), contract_id) if item.id == evidence_id), None
    )
    if found is None:
        raise NotFoundError("evidence.unknown", where=evidence_id, given=evidence_id)
    return found


def _page(contract_id: str, evidence_id: str, typed: dict[str, str], faults: dict[str, str]) -> str:
    found = _find(contract_id, evidence_id)
    outcomes = list_outcomes(installation(), actor(), contract_id)
    return render(
        "contracts/evidence_item.html",
        contract=show_contract(installation(), actor(), contract_id),
        item=found,
        resting=[item for item in outcomes if found.id in {use.evidence_id for use in item.evidence}],
        names={user.id: user.name for user in list_people(installation(), actor())},
        can_log=actor().may(Permission.LOG_OUTCOMES),
        typed=typed,
        faults=faults,
    )


def _new_page(contract_id: str, typed: dict[str, str], faults: dict[str, str]) -> str:
    view = show_contract(installation(), actor(), contract_id)
    task_id = request.values.get("task") or request.args.get("uppgift", "")
    facts: RequirementFacts | None = None
    if task_id:
        facts = requirement_facts(contract_id, show_task(installation(), actor(), task_id).task.line)
    elif any(line.number == typed.get("about") for line in view.lines):
        facts = requirement_facts(contract_id, typed["about"])
    return render(
        "contracts/evidence_new.html",
        contract=view,
        facts=facts,
        task=task_id,
        typed=typed,
        faults=faults,
        chosen=(),
    )
