# SPDX-License-Identifier: EUPL-1.2
"""The help pages that ship with the product, readable on the site. Source: issue 5 (help pages as hits)."""

from __future__ import annotations

from flask import Blueprint, render_template

from webapp.help_text import get_help, list_help

blueprint = Blueprint("help", __name__, url_prefix="/hjalp")


@blueprint.get("")
def index() -> str:
    """The help pages there are."""
    return render_template("help.html", pages=list_help())


@blueprint.get("/<page>")
def show(page: str) -> str:
    """One help page; each heading has an address of its own."""
    return render_template("help_page.html", page=get_help(page))
