# SPDX-License-Identifier: EUPL-1.2
"""The first page: for a visitor the way in, for a member what is theirs to do."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from criteria.services.library import list_groups
from webapp.context import installation

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def start() -> str | Response:
    """The first page."""
    if g.actor is not None:
        return redirect(url_for("work.month"))
    return render_template("welcome.html", groups=list_groups(installation()))
