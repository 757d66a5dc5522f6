# SPDX-License-Identifier: EUPL-1.2
"""Writing a draft in the browser: as a form, or as the text of its file; then review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from criteria.errors import CriteriaError, FindingsError, InvalidInputError, StaleRevisionError
from criteria.exchange.feed_writing import write_text
from criteria.exchange.library_files import read_text
from criteria.library.model import CriterionVersion
from criteria.schemas.derived import dump, load
from criteria.services.draft_base import rebase_draft
from criteria.services.library_drafts import (
    DraftView,
    change_draft,
    create_draft,
    reject_draft,
    send_back,
    show_draft,
    submit_draft,
)
from webapp.change_preview import obstacles_of
from webapp.context import actor, installation
from webapp.draft_faults import FormFault, faults_by_line, faults_by_path
from webapp.draft_form import blank, read_sent
from webapp.draft_page import draft_page, file_page, form_page, stale_page
from webapp.http_status import status_of
from webapp.set_forms import error_words

blueprint = Blueprint("drafting", __name__)
_HIDDEN = ("csrf_token", "revision")


@blueprint.get("/redaktion/nytt")
def new() -> str:
    """The two ways to begin a draft."""
    return render_template("desk/new.html")


@blueprint.get("/redaktion/nytt/formular")
def new_form() -> str:
    """An empty form."""
    return form_page({**blank(), "version": 1}, None)


@blueprint.post("/redaktion/nytt/formular")
def create_form() -> ResponseReturnValue:
    """A new draft from the form, or the form with one row more or less."""
    return _from_form(None, lambda version: create_draft(installation(), actor(), version))


@blueprint.get("/redaktion/nytt/fil")
def new_file() -> ResponseReturnValue:
    """The page where the text of a file is pasted or the file handed over."""
    return file_page("", None)


@blueprint.post("/redaktion/nytt/fil")
def create() -> ResponseReturnValue:
    """A new draft from the text of a file."""
    return _from_text(None, lambda version: create_draft(installation(), actor(), version))


@blueprint.get("/redaktion/utkast/<path:ref>")
def show(ref: str) -> str:
    """A draft with its check list, its difference from the version before, and what can be done."""
    return draft_page(_draft(ref))


@blueprint.get("/redaktion/formular/<path:ref>")
def edit(ref: str) -> str:
    """A draft as a form."""
    view = _draft(ref)
    return form_page(dump(view.version), view)


@blueprint.post("/redaktion/formular/<path:ref>")
def save(ref: str) -> ResponseReturnValue:
    """Save the form, or show it with one row more or less."""
    return _from_form(_draft(ref), _change)


@blueprint.get("/redaktion/fil/<path:ref>")
def file(ref: str) -> ResponseReturnValue:
    """A draft as the text of its file."""
    view = _draft(ref)
    return file_page(write_text(view.version), view)


@blueprint.post("/redaktion/fil/<path:ref>")
def write(ref: str) -> ResponseReturnValue:
    """Save the text of the file."""
    return _from_text(_draft(ref), _change)


@blueprint.post("/redaktion/jamka/<path:ref>")
def rebase(ref: str) -> ResponseReturnValue:
    """Bring a draft up to what has come in force since it was begun, or let it stand as it is."""
    keep_mine = request.form.get("choice") == "keep"
    return _step(
        ref, "rebase", lambda: rebase_draft(installation(), actor(), ref, _revision(), keep_mine=keep_mine)
    )


@blueprint.post("/redaktion/lamna-in/<path:ref>")
def submit(ref: str) -> ResponseReturnValue:
    """Hand a draft over for review."""
    return _step(ref, "submit", lambda: submit_draft(installation(), actor(), ref, _revision()))


@blueprint.post("/redaktion/aterlamna/<path:ref>")
def return_(ref: str) -> ResponseReturnValue:
    """Send back what is in review, with what has to be mended."""
    said = request.form.get("comment", "")
    return _step(ref, "comment", lambda: send_back(installation(), actor(), ref, said))


@blueprint.post("/redaktion/avvisa/<path:ref>")
def reject(ref: str) -> ResponseReturnValue:
    """Put a draft away for good."""
    said = request.form.get("reason", "")
    return _step(ref, "reason", lambda: reject_draft(installation(), actor(), ref, said))


def _draft(ref: str) -> DraftView:
    return show_draft(installation(), actor(), ref)


def _revision() -> int:
    text = request.form.get("revision", "")
    if not text.isdigit():
        raise InvalidInputError("revision.missing", where="revision")
    return int(text)


def _change(version: CriterionVersion) -> DraftView:
    return change_draft(installation(), actor(), version, _revision())


def _from_form(view: DraftView | None, keep: Callable[[CriterionVersion], DraftView]) -> ResponseReturnValue:
    """Read the form and keep it; ``view`` is the draft that is changed, whose name stays."""
    data = read_sent(request.form)
    if view is not None:
        data.update(id=view.version.id, version=view.version.version, level=view.version.level.value)
    if request.form.get("do", ""):
        return form_page(data, view)
    try:
        version = load(CriterionVersion, data)
    except ValidationError as error:
        return form_page(data, view, _faults(error)), 422
    return _keep((view, version), keep, lambda faults, told: (form_page(data, view, faults, told=told), 422))


def _faults(error: ValidationError) -> tuple[FormFault, ...]:
    return tuple(faults_by_path(error.messages))


def _from_text(view: DraftView | None, keep: Callable[[CriterionVersion], DraftView]) -> ResponseReturnValue:
    """Read the text or the file and keep it; faults stand with their lines."""
    text = request.form.get("text", "")
    try:
        sent = request.files.get("file")
        if sent is not None and sent.filename:
            text = sent.read().decode("utf-8")
        version = read_text(text, gettext("rad"), CriterionVersion)
        if view is not None and version.ref != view.ref:
            raise InvalidInputError("draft.other_ref", where="text", ref=version.ref, expected=view.ref)
    except UnicodeDecodeError as error:
        return file_page("", view, told=_words("file.not_utf8", position=error.start))
    except FindingsError as error:
        return file_page(text, view, faults_by_line(error.issues))
    except InvalidInputError as error:
        line = error.where.rpartition(":")[2]
        if not line.isdigit():
            return file_page(text, view, told=error_words(error))
        return file_page(text, view, (FormFault("", int(line), error_words(error)),))
    return _keep((view, version), keep, lambda faults, told: file_page(text, view, faults, told=told))


def _keep(
    about: tuple[DraftView | None, CriterionVersion],
    keep: Callable[[CriterionVersion], DraftView],
    again: Callable[[tuple[FormFault, ...], str], Any],
) -> ResponseReturnValue:
    """Store a version, or show why not; what somebody else wrote in the meantime is never overwritten."""
    view, version = about
    try:
        kept = keep(version)
    except StaleRevisionError:
        sent = [(name, value) for name, value in request.form.items(multi=True) if name not in _HIDDEN]
        if "text" in request.form:
            # A file that was handed over cannot be sent again by the browser; its text can.
            sent = [("text", write_text(version))]
        return stale_page(version, _draft(version.ref), sent), 409
    except FindingsError as error:
        told = " ".join(f"{item.text} {item.mend}" for item in obstacles_of(error))
        return again((), told)
    except CriteriaError as error:
        return again((), error_words(error))
    flash(gettext("Utkastet är sparat.") if view is not None else gettext("Utkastet är inlagt."))
    return redirect(url_for("drafting.show", ref=kept.ref))


def _words(code: str, **values: object) -> str:
    return error_words(InvalidInputError(code, where="file", **values))


def _step(ref: str, field: str, do: Callable[[], DraftView]) -> ResponseReturnValue:
    """Take a step with a draft; a refusal is shown on its page."""
    told = {
        "submit": gettext("Utkastet är inlämnat. En annan kriterieförvaltare granskar det."),
        "comment": gettext("Utkastet är återsänt med din kommentar."),
        "reason": gettext("Utkastet är avvisat."),
        "rebase": gettext("Utkastet är nu skrivet mot det som gäller."),
    }
    try:
        do()
    except CriteriaError as error:
        return draft_page(_draft(ref), (field, error_words(error))), status_of(error)
    flash(told[field])
    return redirect(url_for("desk.show") if field == "reason" else url_for("drafting.show", ref=ref))
