# SPDX-License-Identifier: EUPL-1.2
"""Language, accessibility statement with its report form, and the health check."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from criteria.services.feedback import report_barrier
from webapp.app_language import LANGUAGE_COOKIE, LANGUAGES
from webapp.context import installation, safe_way_back, site_settings

blueprint = Blueprint("pages", __name__)


@blueprint.post("/sprak")
def language() -> Response:
    """Choose the language of the pages."""
    chosen = request.form.get("language", "sv")
    response = redirect(safe_way_back(request.form.get("till")) or url_for("home.start"))
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            chosen,
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=site_settings().https,
        )
    return response


@blueprint.get("/tillganglighet")
def accessibility() -> str:
    """The accessibility statement. Source: lag (2018:1937), 13 §."""
    return render_template("accessibility.html", error="", text="", address="")


@blueprint.post("/tillganglighet")
def report_accessibility() -> Response | tuple[str, int]:
    """Take in a report about a barrier; it reaches the administrators as a message."""
    text = request.form.get("text", "").strip()
    address = request.form.get("address", "").strip()
    if not text:
        told = gettext("Skriv vad som inte fungerade.")
        return render_template("accessibility.html", error=told, text=text, address=address), 400
    report_barrier(installation(), text[:4000], address[:200], None if g.actor is None else g.actor.user_id)
    flash(gettext("Tack. Er rapport har nått administratörerna."))
    return redirect(url_for("pages.accessibility"))


@blueprint.get("/halsa")
def health() -> dict[str, str]:
    """That the site answers and the store can be read."""
    with installation().reading():
        return {"status": "ok"}
