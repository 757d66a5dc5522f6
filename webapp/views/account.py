# SPDX-License-Identifier: EUPL-1.2
"""My account: password, organisation to act for, and messages."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from criteria.errors import InvalidInputError
from criteria.services.access import (
    choose_organisation,
    list_notices,
    list_own_organisations,
    read_notice,
    set_password,
)
from webapp.context import actor, installation
from webapp.security import COOKIE

blueprint = Blueprint("account", __name__)


@blueprint.get("/konto")
def show() -> str:
    """The account page."""
    return _page(None)


def _page(error: InvalidInputError | None) -> str:
    organisations = list_own_organisations(installation(), g.signed.user.id)
    return render_template("account.html", organisations=organisations, error=error)


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
