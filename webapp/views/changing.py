# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a published version: replaced, split, merged, withdrawn, moved, or revised.

Nothing is written before the cover check has been shown and confirmed.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, RefusedError
from criteria.services.library import CriterionView, list_groups, show_criterion
from criteria.services.library_publishing import change_library, reinstate, start_revision, stop_revision
from criteria.services.library_releases import add_to_release, planned_releases
from followup.services.touched import list_touched
from webapp.change_form import ChangeForm, plan_of, read_form, unit_code, ways_for
from webapp.change_preview import PreviewPanel, preview_panel, refused_panel
from webapp.context import actor, installation, viewer
from webapp.http_status import status_of
from webapp.set_forms import error_words
from webapp.words import page_ref
from webapp.words_desk import GAP_REASONS

blueprint = Blueprint("changing", __name__)


@blueprint.get("/redaktion/andra/<path:ref>")
def show(ref: str) -> str:
    """The form: what becomes of a version."""
    subject = _subject(ref)
    return _page(subject, read_form(installation(), subject, request.args, viewer()), None)


@blueprint.post("/redaktion/andra/<path:ref>")
def change(ref: str) -> ResponseReturnValue:
    """Show what a change would do, or carry it out once that has been shown."""
    subject = _subject(ref)
    form = read_form(installation(), subject, request.form, viewer())
    do = request.form.get("do", "")
    if do not in ("preview", "confirm", "release"):
        return _page(subject, form, None)
    try:
        plan = plan_of(subject, form)
        if do == "release":
            release = add_to_release(installation(), actor(), request.form.get("release", ""), plan)
            flash(gettext("Ändringen ligger i utgåvan. Ingenting har ändrats i biblioteket ännu."))
            return redirect(url_for("releases.show", release_id=release.id))
        panel = preview_panel(installation(), actor(), plan)
        if do == "preview" or not panel.ok or request.form.get("seen") != panel.mark:
            return _page(subject, form, panel), 200 if panel.ok else 422
        change_library(installation(), actor(), plan)
    except CriteriaError as error:
        return _page(subject, form, refused_panel(installation(), error)), status_of(error)
    flash(gettext("Ändringen är genomförd. De som berörs har fått ett meddelande."))
    return redirect(url_for("library.criterion", ref=page_ref(subject.ref)))


@blueprint.get("/redaktion/omarbeta/<path:ref>")
def revise(ref: str) -> str:
    """The form that puts a version under revision."""
    return _revise_page(_subject(ref), None)


@blueprint.post("/redaktion/omarbeta/<path:ref>")
def start(ref: str) -> ResponseReturnValue:
    """Put a version under revision, and go on to the draft that follows it."""
    try:
        made = start_revision(installation(), actor(), ref, request.form.get("reason", ""))
    except CriteriaError as error:
        return _revise_page(_subject(ref), error), status_of(error)
    flash(gettext("%(ref)s omarbetas och gäller fortfarande. Här är utkastet.", ref=made.of.split("@")[0]))
    return redirect(url_for("drafting.show", ref=made.ref))


@blueprint.post("/redaktion/behall/<path:ref>")
def keep(ref: str) -> ResponseReturnValue:
    """End a revision; the version stays as it was."""
    try:
        stop_revision(installation(), actor(), ref, request.form.get("reason", ""))
    except CriteriaError as error:
        return _revise_page(_subject(ref), error), status_of(error)
    flash(gettext("Omarbetningen är avslutad. Texten är oförändrad."))
    return redirect(url_for("library.criterion", ref=page_ref(ref)))


@blueprint.post("/redaktion/ateruppta/<path:ref>")
def again(ref: str) -> ResponseReturnValue:
    """Take up the text of what has left force, as a new draft."""
    try:
        made = reinstate(installation(), actor(), ref)
    except RefusedError as error:
        flash(error_words(error))
        return redirect(url_for("library.criterion", ref=page_ref(ref)))
    flash(gettext("Texten ligger nu i ett nytt utkast."))
    return redirect(url_for("drafting.show", ref=made.ref))


def _subject(ref: str) -> CriterionView:
    return show_criterion(installation(), ref, viewer=viewer())


def _page(subject: CriterionView, form: ChangeForm, panel: PreviewPanel | None) -> str:
    groups = list_groups(installation(), viewer=viewer())
    return render_template(
        "desk/change.html",
        view=subject,
        form=form,
        ways=ways_for(subject),
        panel=panel,
        groups=groups,
        titles={group.id: group.title for group in groups},
        touched=list_touched(installation(), actor(), subject.ref),
        unit_code=unit_code,
        releases=planned_releases(installation(), actor()),
        GAP_REASONS=GAP_REASONS,
    )


def _revise_page(subject: CriterionView, error: CriteriaError | None) -> str:
    return render_template(
        "desk/revise.html",
        view=subject,
        wrong="" if error is None else error_words(error),
        reason=request.form.get("reason", ""),
    )
