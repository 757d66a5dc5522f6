# SPDX-License-Identifier: EUPL-1.2
"""Publishing a reviewed draft: from which day, in place of what, and what that means, before it is done."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError
from criteria.library.model import ChangeClass, LibraryEventKind
from criteria.services.library_drafts import DraftView, show_draft
from criteria.services.library_orders import ChangePlan, EventOrder, PublicationOrder, SuccessorOrder
from criteria.services.library_publishing import change_library
from webapp.change_preview import PreviewPanel, preview_panel, refused_panel
from webapp.context import actor, installation, read_date
from webapp.draft_page import difference_from, held_before
from webapp.http_status import status_of
from webapp.set_forms import code_of, whole
from webapp.words import page_ref

blueprint = Blueprint("publishing", __name__)


@blueprint.get("/redaktion/publicera/<path:ref>")
def show(ref: str) -> str:
    """The form: when and how a draft comes into force."""
    return _page(show_draft(installation(), actor(), ref), None)


@blueprint.post("/redaktion/publicera/<path:ref>")
def publish(ref: str) -> ResponseReturnValue:
    """Show what a publication would do, or carry it out once that has been shown."""
    view = show_draft(installation(), actor(), ref)
    try:
        plan = _plan(view)
        panel = preview_panel(installation(), actor(), plan)
        is_seen = request.form.get("do") == "confirm" and request.form.get("seen") == panel.mark
        if not panel.ok or not is_seen:
            return _page(view, panel), 200 if panel.ok else 422
        change_library(installation(), actor(), plan)
    except CriteriaError as error:
        return _page(view, refused_panel(installation(), error)), status_of(error)
    flash(gettext("%(ref)s är publicerat.", ref=view.ref.split("@")[0]))
    return redirect(url_for("library.criterion", ref=page_ref(view.ref)))


def _plan(view: DraftView) -> ChangePlan:
    """The plan: the draft in force, and the version before it out of force, where there is one."""
    form = request.form
    days = {
        name: read_date(form[name], name) if form.get(name, "").strip() else None
        for name in ("valid_from", "earnest_from", "until")
    }
    before = held_before(view.version)
    start = days["valid_from"] or installation().clock.today()
    reason = form.get("change_reason", "").strip()
    chosen = code_of(ChangeClass, form.get("change_class", ""), "change_class") if before else None
    publication = PublicationOrder(
        view.ref,
        start,
        days["earnest_from"],
        chosen,
        reason or None,
        before,
        revision=whole(form.get("revision", ""), "revision"),
    )
    if before is None or chosen is None:
        return ChangePlan((publication,), on=start)
    until = days["until"] or start
    ending = EventOrder(
        before,
        reason,
        LibraryEventKind.SUPERSEDE,
        until,
        (SuccessorOrder(view.ref, chosen, reason or None),),
        transition_from=start if until > start else None,
    )
    return ChangePlan((publication,), (ending,), start)


def _page(view: DraftView, panel: PreviewPanel | None) -> str:
    before = held_before(view.version)
    found = difference_from(before, view.ref)
    proposed = "" if found is None or found.change_class is None else found.change_class.value
    return render_template(
        "desk/publish.html", view=view, panel=panel, before=before, proposed=proposed, typed=request.form
    )
