# SPDX-License-Identifier: EUPL-1.2
"""The steps in a requirement set's life: lock, unlock, publish, cancel."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, InvalidInputError
from criteria.requirements.model import SetStatus
from criteria.services.sets import show_set
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import SetPublication, cancel_set, lock_set, publish_set, unlock_set
from criteria.services.sets_views import SetView
from webapp.context import actor, installation, read_date
from webapp.set_forms import change, error_words
from webapp.set_page import build_page, render_set

blueprint = Blueprint("set_life", __name__, url_prefix="/kravuppsattning/<set_id>")


@blueprint.get("/las")
def confirm(set_id: str) -> ResponseReturnValue:
    """What locking means, the hours that are accepted by it, and the warnings to read first."""
    view = show_set(installation(), actor(), set_id)
    if view.status not in (SetStatus.DRAFT, SetStatus.INTERNAL_REVIEW):
        return redirect(url_for("sets.show", set_id=set_id))
    if not view.ready:
        return _not_ready(view), 422
    return _confirm_page(view, None)


@blueprint.post("/las")
def lock(set_id: str) -> ResponseReturnValue:
    """Lock the set; open findings are shown instead, with links to where they are mended."""

    def do(at: EditAt) -> str:
        view = show_set(installation(), actor(), set_id)
        has_warnings = bool(build_page(view).warnings)
        if view.ready and has_warnings and "read" not in request.form:
            raise InvalidInputError("set.warnings_unread", where="read")
        lock_set(installation(), actor(), at)
        return gettext("Kravuppsättningen är låst. Bilagan är färdig att hämta.")

    def again(error: CriteriaError) -> str:
        view = show_set(installation(), actor(), set_id)
        return _confirm_page(view, error) if view.ready else _not_ready(view)

    return change(set_id, do, url_for("annex.show", set_id=set_id), again)


@blueprint.post("/las-upp")
def unlock(set_id: str) -> ResponseReturnValue:
    """Make a locked set a draft again, with the reason."""

    def do(at: EditAt) -> str:
        unlock_set(installation(), actor(), at, request.form.get("reason", ""))
        return gettext("Kravuppsättningen är ett utkast igen. Det tidigare sigillet finns kvar i historiken.")

    return change(set_id, do, _set(set_id), lambda error: _step_page(set_id, error, "unlock_reason"))


@blueprint.post("/annonsera")
def publish(set_id: str) -> ResponseReturnValue:
    """Record when the procurement is advertised and until when tenders are received."""
    form = request.form

    def do(at: EditAt) -> str:
        publication = SetPublication(
            read_date(form.get("published", ""), "published"),
            read_date(form.get("deadline", ""), "deadline"),
            form.get("diary", "").strip() or None,
        )
        publish_set(installation(), actor(), at, publication)
        return gettext("Annonseringen är registrerad.")

    return change(
        set_id,
        do,
        url_for("annex.show", set_id=set_id),
        lambda error: _step_page(set_id, error, "deadline"),
    )


@blueprint.post("/avbryt")
def cancel(set_id: str) -> ResponseReturnValue:
    """Call the set off, with the reason."""

    def do(at: EditAt) -> str:
        cancel_set(installation(), actor(), at, request.form.get("reason", ""))
        return gettext("Kravuppsättningen är avbruten. Den finns kvar med skälet.")

    return change(set_id, do, _set(set_id), lambda error: _step_page(set_id, error, "cancel_reason"))


@blueprint.get("/steg")
def steps(set_id: str) -> str:
    """What can be done with the set from here: publish, unlock, cancel."""
    return _step_page(set_id, None, "")


def _confirm_page(view: SetView, error: CriteriaError | None) -> str:
    page = build_page(view)
    wrong = {} if error is None else {"read" if error.where == "read" else "innehall": error_words(error)}
    return render_template("sets/lock.html", page=page, set=view, wrong=wrong)


def _not_ready(view: SetView) -> str:
    stops = build_page(view).stops
    wrong = {item.anchor: f"{item.number} {item.text}".strip() for item in stops}
    return render_set(view, wrong=wrong, title=gettext("Kvar att göra innan uppsättningen kan låsas"))


def _step_page(set_id: str, error: CriteriaError | None, field: str) -> str:
    wrong = {}
    if error is not None:
        named = error.where if error.where in ("published", "deadline") else field
        wrong[named] = error_words(error)
    view = show_set(installation(), actor(), set_id)
    return render_template(
        "sets/steps.html", page=build_page(view), set=view, wrong=wrong, typed=request.form
    )


def _set(set_id: str) -> str:
    return url_for("sets.show", set_id=set_id)
