# SPDX-License-Identifier: EUPL-1.2
"""Releases of the library: for readers what each held, for editors planning, checking and publishing one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, FindingsError, InvalidInputError, NotFoundError
from criteria.exchange.library_files import read_text
from criteria.library.lifecycle import Stage
from criteria.library.model import ChangeClass, LibraryEventKind
from criteria.services.library_drafts import DraftView, list_drafts
from criteria.services.library_orders import ChangePlan, EventOrder, PublicationOrder, SuccessorOrder
from criteria.services.library_releases import (
    ReleaseView,
    add_to_release,
    cancel_release,
    date_release,
    list_releases,
    plan_release,
    publish_release,
    remove_from_release,
    show_release,
)
from criteria.services.reviews import keeps_shared
from webapp.change_preview import PreviewPanel, preview_panel, refused_panel
from webapp.context import actor, installation, read_date
from webapp.draft_faults import FormFault, faults_by_line
from webapp.draft_page import held_before
from webapp.http_status import status_of
from webapp.set_forms import code_of, error_words
from webapp.words_desk import NOTE_KINDS, RELEASE_STATES

blueprint = Blueprint("releases", __name__)


@blueprint.get("/utgavor")
def index() -> str:
    """Every release that a reader may see, the latest first."""
    found = [item for item in list_releases(installation()) if _is_shown(item)]
    return render_template(
        "desk/releases.html", releases=found, can_edit=_is_editor(), RELEASE_STATES=RELEASE_STATES
    )


@blueprint.get("/utgavor/<release_id>")
def show(release_id: str) -> str:
    """What a release holds; for an editor also what stands in the way of a planned one."""
    return _page(_release(release_id), None)


@blueprint.get("/redaktion/utgava")
def new() -> str:
    """The form for a new release."""
    return _new_page(None, ())


@blueprint.post("/redaktion/utgava")
def plan() -> ResponseReturnValue:
    """Plan a release from the drafts that were ticked, and the further changes that were written."""
    form = request.form
    try:
        if not form.get("on", "").strip():
            raise InvalidInputError("field.empty", where="on", field="on")
        on = read_date(form["on"], "on")
        made = plan_release(installation(), actor(), form.get("title", ""), on, _plan())
    except FindingsError as error:
        return _new_page(error, faults_by_line(error.issues)), status_of(error)
    except CriteriaError as error:
        return _new_page(error, ()), status_of(error)
    flash(gettext("Utgåvan är planerad. Ingenting har ändrats i biblioteket ännu."))
    return redirect(url_for("releases.show", release_id=made.id))


@blueprint.post("/redaktion/utgava/<release_id>/lagg-till")
def add(release_id: str) -> ResponseReturnValue:
    """Put the drafts that were ticked into a planned release, and the further changes that were written."""
    return _changed(release_id, lambda: add_to_release(installation(), actor(), release_id, _plan()))


@blueprint.post("/redaktion/utgava/<release_id>/ta-bort")
def remove(release_id: str) -> ResponseReturnValue:
    """Take what a planned release was to do to a version out of it."""
    ref = request.form.get("ref", "")
    return _changed(release_id, lambda: remove_from_release(installation(), actor(), release_id, ref))


@blueprint.post("/redaktion/utgava/<release_id>/dag")
def date_(release_id: str) -> ResponseReturnValue:
    """Let a planned release take effect on another day."""

    def dated() -> ReleaseView:
        return date_release(installation(), actor(), release_id, read_date(request.form.get("on", ""), "on"))

    return _changed(release_id, dated)


def _changed(release_id: str, change: Callable[[], ReleaseView]) -> ResponseReturnValue:
    """Change a planned release; a refusal is shown on its page with what was typed."""
    try:
        change()
    except NotFoundError:
        raise
    except CriteriaError as error:
        found = show_release(installation(), release_id)
        return _page(found, refused_panel(installation(), error)), status_of(error)
    flash(gettext("Utgåvan är ändrad. Ingenting har ändrats i biblioteket ännu."))
    return redirect(url_for("releases.show", release_id=release_id))


@blueprint.post("/redaktion/utgava/<release_id>/publicera")
def publish(release_id: str) -> ResponseReturnValue:
    """Publish a release whole."""
    try:
        publish_release(installation(), actor(), release_id)
    except NotFoundError:
        raise
    except CriteriaError as error:
        found = show_release(installation(), release_id)
        return _page(found, refused_panel(installation(), error)), status_of(error)
    flash(gettext("Utgåvan är publicerad."))
    return redirect(url_for("releases.show", release_id=release_id))


@blueprint.post("/redaktion/utgava/<release_id>/stall-in")
def cancel(release_id: str) -> ResponseReturnValue:
    """Call a planned release off."""
    cancel_release(installation(), actor(), release_id)
    flash(gettext("Utgåvan är inställd. Utkasten ligger kvar."))
    return redirect(url_for("releases.show", release_id=release_id))


def _is_editor() -> bool:
    return g.actor is not None and keeps_shared(installation(), g.actor)


def _is_shown(release: ReleaseView) -> bool:
    return release.state.value == "published" or _is_editor()


def _release(release_id: str) -> ReleaseView:
    found = show_release(installation(), release_id)
    if not _is_shown(found):
        # What is planned is the editors' until it is published.
        raise NotFoundError("release.unknown", where=release_id, given=release_id)
    return found


def _plan() -> ChangePlan:
    """The drafts ticked, each taking over from what it follows, with the further changes of the text."""
    form = request.form
    written = form.get("plan", "").strip()
    more = read_text(written, gettext("rad"), ChangePlan) if written else ChangePlan()
    publications, events = list(more.publications), list(more.events)
    named = {edge.ref for event in events for edge in event.successors}
    for view in _in_review():
        if view.ref not in form.getlist("ref"):
            continue
        before = held_before(view.version)
        note = form.get(f"note-{view.ref}", "").strip()
        chosen = None
        if before is not None and view.ref not in named:
            chosen = code_of(ChangeClass, form.get(f"class-{view.ref}", ""), f"class-{view.ref}")
            edge = SuccessorOrder(view.ref, chosen, note or None)
            events.append(EventOrder(before, note, LibraryEventKind.SUPERSEDE, successors=(edge,)))
        publications.append(PublicationOrder(view.ref, change_class=chosen, change_reason=note or None))
    return ChangePlan(tuple(publications), tuple(events))


def _in_review() -> tuple[DraftView, ...]:
    return tuple(
        view for view in list_drafts(installation(), actor(), shared=True) if view.stage is Stage.REVIEW
    )


def _new_page(error: CriteriaError | None, faults: tuple[FormFault, ...]) -> str:
    drafts = [(view, held_before(view.version)) for view in _in_review()]
    return render_template(
        "desk/release_new.html",
        drafts=drafts,
        typed=request.form,
        ticked=request.form.getlist("ref"),
        wrong=None if error is None else (error.where, error_words(error)),
        faults=faults,
    )


def _addable(release: ReleaseView) -> list[tuple[DraftView, str | None]]:
    """The drafts in review that are not in a release yet, with what each would follow."""
    held = {item.ref for item in release.plan.publications}
    return [(view, held_before(view.version)) for view in _in_review() if view.ref not in held]


def _page(release: ReleaseView, panel: PreviewPanel | None) -> str:
    is_planned = release.state.value == "planned" and _is_editor()
    if is_planned and panel is None:
        panel = preview_panel(installation(), actor(), release.plan)
    return render_template(
        "desk/release.html",
        release=release,
        panel=panel,
        is_planned=is_planned,
        drafts=_addable(release) if is_planned else [],
        typed=request.form,
        NOTE_KINDS=NOTE_KINDS,
        RELEASE_STATES=RELEASE_STATES,
    )
