# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from criteria.errors import RefusedError
from criteria.services.access import is_link_usable, sign_in_by_link, sign_in_by_password, sign_out
from webapp.context import installation, safe_way_back, site_settings
from webapp.security import COOKIE, set_cookie

blueprint = Blueprint("access", __name__)


@blueprint.get("/logga-in")
def sign_in() -> str:
    """The sign-in page."""
    return render_template(
        "sign_in.html", error=None, name="", way_back=safe_way_back(request.args.get("till"))
    )


@blueprint.post("/logga-in")
def sign_in_password() -> Response | tuple[str, int]:
    """Sign in with name and password."""
    name = request.form.get("name", "").strip()
    way_back = safe_way_back(request.form.get("till"))
    try:
        token = sign_in_by_password(installation(), name, request.form.get("password", ""))
    except RefusedError as error:
        return render_template("sign_in.html", error=error, name=name, way_back=way_back), 422
    response = redirect(way_back or url_for("home.start"))
    set_cookie(response, token, site_settings())
    return response


@blueprint.get("/logga-in/<token>")
def link(token: str) -> str | tuple[str, int]:
    """The page behind a sign-in link; looking at it does not use it up, since mail programs look too."""
    usable = is_link_usable(installation(), token)
    return render_template("sign_in_link.html", usable=usable, token=token), 200 if usable else 410


@blueprint.post("/logga-in/<token>")
def use_link(token: str) -> Response:
    """Use a sign-in link, once."""
    session_token = sign_in_by_link(installation(), token)
    response = redirect(url_for("home.start"))
    set_cookie(response, session_token, site_settings())
    return response


@blueprint.post("/logga-ut")
def leave() -> Response:
    """End the session."""
    sign_out(installation(), request.cookies.get(COOKIE, ""))
    response = redirect(url_for("home.start"))
    response.delete_cookie(COOKIE)
    return response
