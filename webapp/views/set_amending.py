# SPDX-License-Identifier: EUPL-1.2
"""Changing an advertised requirement set by supplementary information, before the deadline.

Source: DOMAIN 2.3 and 4.3, R5 and R6.
"""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, FindingsError, InvalidInputError
from criteria.library.model import Words
from criteria.library.vocabulary import FilledBy
from criteria.requirements.model import SetStatus
from criteria.services.sets import show_set
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import INFORMATION_DAYS, Amendment, LineAmendment, amend_set
from criteria.services.sets_views import LineView, SetView
from webapp.context import actor, installation, read_date
from webapp.set_forms import change, error_words
from webapp.set_page import build_page, told

blueprint = Blueprint("set_amending", __name__, url_prefix="/kravuppsattning/<set_id>/upplysning")
_PUBLISHED = (SetStatus.PUBLISHED, SetStatus.CLOSED_FOR_TENDERS)
_FIELDS = ("reason", "informed", "deadline", "substantial")


@blueprint.get("")
def show(set_id: str) -> ResponseReturnValue:
    """The form, with what the law says; after the deadline only that, since nothing may change then."""
    view = show_set(installation(), actor(), set_id)
    if view.status not in _PUBLISHED or view.deadline_on is None:
        return redirect(url_for("sets.show", set_id=set_id))
    return _amend_page(view, {})


@blueprint.post("")
def amend(set_id: str) -> ResponseReturnValue:
    """Change what was changed in the form, and lock anew."""

    def do(at: EditAt) -> str:
        amend_set(installation(), actor(), at, _read(show_set(installation(), actor(), set_id)))
        return gettext("Ändringen är låst med ett nytt sigill. Lämna den nya bilagan till alla.")

    return change(set_id, do, url_for("annex.show", set_id=set_id), lambda error: _again(set_id, error))


def _read(view: SetView) -> Amendment:
    form = request.form
    informed = read_date(form.get("informed", ""), "informed")
    typed = form.get("deadline", "").strip()
    deadline = read_date(typed, "deadline") if typed else None
    if form.get("substantial") not in ("yes", "no"):
        raise InvalidInputError("set.substantial_unsaid", where="substantial")
    lines = tuple(made for line in view.lines if (made := _line(line)) is not None)
    return Amendment(form.get("reason", ""), informed, lines, deadline, form["substantial"] == "yes")


def _line(line: LineView) -> LineAmendment | None:
    """What the form changes in a line; a field as it stood, or one that was not sent, changes nothing."""
    form = request.form
    if str(line.line) in form.getlist("remove"):
        return LineAmendment(line.line, remove=True)
    values = tuple(
        (item.name, given)
        for item in line.parameters
        if item.filled_by is FilledBy.PROCURER
        and (given := form.get(f"p{line.line}-{item.name}")) is not None
        and _plain(given) != _plain(item.shown or "")
    )
    swedish = form.get(f"text-{line.line}", line.template.sv)
    english = form.get(f"text_en-{line.line}", line.template.en or "").strip() or None
    before = (_plain(line.template.sv), _plain(line.template.en or ""))
    is_same = (_plain(swedish), _plain(english or "")) == before
    if is_same and not values:
        return None
    return LineAmendment(line.line, values, None if is_same else Words(swedish, english))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _again(set_id: str, error: CriteriaError) -> str:
    view = show_set(installation(), actor(), set_id)
    if isinstance(error, FindingsError):
        return _amend_page(view, _findings(view, error))
    sent = request.form
    field = error.where if error.where in _FIELDS else ""
    if not field:
        # An error about a blank names the blank and what was typed, not the line.
        given = _plain(str(error.values.get("given", "")))
        blanks = [name for name, text in sent.items() if name.startswith("p") and _plain(text) == given]
        field = next((name for name in blanks if name.endswith(f"-{error.where}")), f"rad-{error.where}")
    known = field in _FIELDS or field in sent or any(f"rad-{line.line}" == field for line in view.lines)
    return _amend_page(view, {field if known else "krav": error_words(error)})


def _findings(view: SetView, error: FindingsError) -> dict[str, str]:
    """What the gate found against the changed set, at its line."""
    numbers = {str(line.line): line.number for line in view.lines}
    wrong: dict[str, str] = {}
    for issue in error.issues:
        text, hint = told(issue.code, {"where": issue.where, **issue.values})
        field = f"rad-{issue.where}" if issue.where in numbers else "krav"
        wrong[field] = f"{wrong.get(field, '')} {text} {hint}".strip()
    return wrong


def _amend_page(view: SetView, wrong: dict[str, str]) -> str:
    deadline = view.deadline_on or date.max
    return render_template(
        "sets/amend.html",
        page=build_page(view, here="annex"),
        set=view,
        is_open=view.status is SetStatus.PUBLISHED,
        last_day=deadline - timedelta(days=INFORMATION_DAYS),
        typed=request.form.to_dict(),
        removed=request.form.getlist("remove"),
        wrong=wrong,
    )
