# SPDX-License-Identifier: EUPL-1.2
"""The editors' desk: what waits for review, for a decision or for a new look."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError
from criteria.services.editor_tasks import Decision, settle_task
from criteria.services.library import list_labels
from criteria.services.library_publishing import record_review
from criteria.services.questions import answer_question
from criteria.services.reviews import check_fact
from webapp.context import actor, installation, read_date
from webapp.desk_page import desk_page
from webapp.http_status import status_of
from webapp.set_forms import code_of, error_words
from webapp.words_desk import RISKS, RUN_STATES, TASK_DECISIONS, TASK_KINDS, WATCH_KINDS

blueprint = Blueprint("desk", __name__)


@blueprint.get("/redaktion")
def show() -> str:
    """Everything that waits for an editor."""
    return _page(None, "")


@blueprint.post("/redaktion/bevakat/<fact_id>")
def check(fact_id: str) -> ResponseReturnValue:
    """Record that a watched fact was looked at."""
    text = request.form.get("next_on", "").strip()
    try:
        next_on = read_date(text, "next_on") if text else None
        line = check_fact(installation(), actor(), fact_id, request.form.get("note", ""), next_on)
    except CriteriaError as error:
        return _page(error, f"bevakat-{fact_id}"), status_of(error)
    flash(gettext("%(title)s är kontrollerad.", title=line.fact.title))
    return redirect(url_for("desk.show") + "#bevakat")


@blueprint.post("/redaktion/granskad/<path:ref>")
def reviewed(ref: str) -> ResponseReturnValue:
    """Record that a version in force was looked through and still stands."""
    try:
        record_review(installation(), actor(), ref, request.form.get("note", ""))
    except CriteriaError as error:
        return _page(error, f"granskad-{ref}"), status_of(error)
    flash(gettext("%(ref)s är genomgången och står sig.", ref=ref.split("@")[0]))
    return redirect(url_for("desk.show") + "#genomgang")


@blueprint.post("/redaktion/uppgift/<task_id>")
def settle(task_id: str) -> ResponseReturnValue:
    """Record what was decided about a task."""
    try:
        decision = code_of(Decision, request.form.get("decision", ""), "decision")
        settle_task(installation(), actor(), task_id, decision, request.form.get("reason", ""))
    except CriteriaError as error:
        return _page(error, f"uppgift-{task_id}"), status_of(error)
    flash(gettext("Beslutet är antecknat."))
    return redirect(url_for("desk.show") + "#uppgifter")


@blueprint.post("/redaktion/fraga/<question_id>")
def answer(question_id: str) -> ResponseReturnValue:
    """Answer a question about a criterion."""
    try:
        answer_question(
            installation(),
            actor(),
            question_id,
            request.form.get("answer", ""),
            is_shown="is_shown" in request.form,
        )
    except CriteriaError as error:
        return _page(error, f"fraga-{question_id}"), status_of(error)
    flash(gettext("Svaret är skickat."))
    return redirect(url_for("desk.show") + "#fragor")


def _page(error: CriteriaError | None, at: str) -> str:
    """The desk; ``at`` is the form that was refused, which keeps what was typed."""
    return render_template(
        "desk/index.html",
        page=desk_page(installation(), actor()),
        wrong=None if error is None else (at, error_words(error)),
        typed=request.form,
        labels={label.id: label.name for label in list_labels(installation())},
        RISKS=RISKS,
        WATCH_KINDS=WATCH_KINDS,
        TASK_KINDS=TASK_KINDS,
        TASK_DECISIONS=TASK_DECISIONS,
        RUN_STATES=RUN_STATES,
    )
