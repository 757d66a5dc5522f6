# SPDX-License-Identifier: EUPL-1.2
"""Questions about criteria: asked from a criterion's page, answered from the list of whoever keeps it."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.services.questions import answer_question, ask_question, list_questions, show_question
from webapp.context import actor, installation
from webapp.library_forms import attempt, show
from webapp.words import page_ref

blueprint = Blueprint("questions", __name__, url_prefix="/fragor")


@blueprint.get("")
def index() -> str:
    """The questions that the organisation answers, unanswered first."""
    return _page({}, "")


@blueprint.post("/ny")
def ask() -> ResponseReturnValue:
    """Ask about a criterion."""
    ref = request.form.get("ref", "")

    def do() -> str:
        ask_question(installation(), actor(), ref, request.form.get("text", ""))
        return gettext("Frågan är skickad. Svaret kommer som meddelande och står sedan här.")

    way_on = (
        url_for("library.criterion", ref=page_ref(ref), _anchor="fragor") if ref else url_for("gaps.index")
    )
    return attempt(do, way_on, lambda faults: show("own/question_again.html", ref=ref, faults=faults))


@blueprint.post("/<question_id>/svar")
def answer(question_id: str) -> ResponseReturnValue:
    """Answer a question, once."""
    form = request.form

    def do() -> str:
        is_shown = form.get("visa") == "ja"
        answer_question(installation(), actor(), question_id, form.get("answer", ""), is_shown=is_shown)
        return gettext("Frågan är besvarad.")

    return attempt(do, url_for("questions.index"), lambda faults: _page(faults, question_id))


@blueprint.post("/<question_id>/visa")
def put(question_id: str) -> ResponseReturnValue:
    """Put an answered question on the criterion's page, or take it from there."""
    is_shown = request.form.get("visa") == "ja"

    def do() -> str:
        show_question(installation(), actor(), question_id, is_shown=is_shown)
        return gettext("Frågan visas.") if is_shown else gettext("Frågan visas inte längre.")

    return attempt(do, url_for("questions.index"), lambda faults: _page(faults, question_id))


def _page(faults: dict[str, str], at: str) -> str:
    return show("own/questions.html", questions=list_questions(installation(), actor()), faults=faults, at=at)
