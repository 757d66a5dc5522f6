# SPDX-License-Identifier: EUPL-1.2
"""My account: password, organisation to act for, and messages."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from criteria.errors import InvalidInputError, RefusedError
from criteria.people.model import Permission
from criteria.services.access import (
    change_organisation,
    choose_organisation,
    get_organisation,
    list_notices,
    list_own_organisations,
    read_notice,
    set_password,
)
from criteria.services.accounts import find_archive_series, set_archive_series
from webapp.context import actor, installation
from webapp.security import COOKIE

blueprint = Blueprint("account", __name__)


@blueprint.get("/konto")
def show() -> str:
    """The account page."""
    return _page(None)


def _page(
    error: InvalidInputError | None,
    wrong: InvalidInputError | RefusedError | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    """``error`` is about the password, ``wrong`` about the organisation's ``typed`` name and number."""
    organisations = list_own_organisations(installation(), g.signed.user.id)
    own = get_organisation(installation(), actor().organisation_id)
    return render_template(
        "account.html",
        organisations=organisations,
        error=error,
        wrong=wrong,
        typed=typed or {"name": own.name, "number": own.number or ""},
        can_administer=actor().may(Permission.ADMINISTER),
        series=find_archive_series(installation(), actor()) or "",
    )


@blueprint.post("/konto/losenord")
def password() -> Response | tuple[str, int]:
    """Choose a new password; all other sessions end."""
    try:
        set_password(installation(), g.signed.user.id, request.form.get("password", ""))
    except InvalidInputError as error:
        return _page(error), 400
    flash(gettext("Lösenordet är bytt. Logga in med det nya."))
    response = redirect(url_for("access.sign_in"))
    response.delete_cookie(COOKIE)
    return response


@blueprint.post("/konto/organisation")
def organisation() -> Response:
    """Choose which organisation to act for."""
    choose_organisation(installation(), request.cookies.get(COOKIE, ""), request.form.get("organisation", ""))
    return redirect(url_for("home.start"))


@blueprint.post("/konto/organisationens-namn")
def rename() -> Response | tuple[str, int]:
    """Say what the organisation is called in annexes, forms and reports."""
    form = request.form
    try:
        changed = change_organisation(installation(), actor(), form.get("name", ""), form.get("number", ""))
    except (InvalidInputError, RefusedError) as error:
        return _page(None, error, form), 400
    flash(gettext("Organisationen heter nu %(name)s.", name=changed.name))
    return redirect(url_for("account.show"))


@blueprint.post("/konto/arkivserie")
def archive() -> Response | tuple[str, int]:
    """Say which archive series extracts about a wording name."""
    try:
        set_archive_series(installation(), actor(), request.form.get("series", ""))
    except InvalidInputError as error:
        return _page(None, error), 400
    flash(gettext("Arkivserien är sparad."))
    return redirect(url_for("account.show"))


@blueprint.get("/meddelanden")
def notices() -> str:
    """A person's messages, newest first."""
    found = list_notices(installation(), actor())
    return render_template("notices.html", notices=found)


@blueprint.post("/meddelanden/<notice_id>")
def mark_read(notice_id: str) -> Response:
    """Mark a message as read."""
    read_notice(installation(), actor(), notice_id)
    return redirect(url_for("account.notices"))
