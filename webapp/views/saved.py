# SPDX-License-Identifier: EUPL-1.2
"""My searches: saved from the search page, run again with one click, and watched."""

from __future__ import annotations

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.services.library import list_groups, list_labels
from criteria.services.saved_searches import (
    SearchToSave,
    change_saved,
    forget_search,
    list_saved,
    save_search,
)
from webapp.context import actor, installation
from webapp.library_forms import attempt, show
from webapp.search_question import address_of, chosen_of, question_asked

blueprint = Blueprint("saved", __name__, url_prefix="/sokningar")


@blueprint.get("")
def index() -> str:
    """A person's saved searches."""
    return _page({})


@blueprint.post("")
def add() -> ResponseReturnValue:
    """Save the search that stands in the form."""
    asked = question_asked(request.form)
    watched = request.form.get("bevaka", "") == "1"
    question = SearchToSave(request.form.get("name", ""), asked.text, asked.filters, watched)

    def do() -> str:
        made = save_search(installation(), actor(), question)
        if made.is_watched:
            return gettext(
                "Sökningen ”%(name)s” är sparad. Ni får ett meddelande när något händer.", name=made.name
            )
        return gettext("Sökningen ”%(name)s” är sparad.", name=made.name)

    return attempt(do, url_for("saved.index"), _page)


@blueprint.post("/<saved_id>")
def change(saved_id: str) -> ResponseReturnValue:
    """Rename it, or begin or stop watching it."""
    form = request.form
    name = form.get("name")
    watched = form["bevaka"] == "1" if "bevaka" in form else None

    def do() -> str:
        made = change_saved(installation(), actor(), saved_id, name=name, is_watched=watched)
        if watched is None:
            return gettext("Sökningen heter nu ”%(name)s”.", name=made.name)
        if watched:
            return gettext("”%(name)s” bevakas från och med nu.", name=made.name)
        return gettext("”%(name)s” bevakas inte längre.", name=made.name)

    return attempt(do, url_for("saved.index"), _page)


@blueprint.post("/<saved_id>/bort")
def remove(saved_id: str) -> ResponseReturnValue:
    """Take it away."""

    def do() -> str:
        forget_search(installation(), actor(), saved_id)
        return gettext("Sökningen är borttagen.")

    return attempt(do, url_for("saved.index"), _page)


def _page(faults: dict[str, str]) -> str:
    names = {group.id: group.title for group in list_groups(installation())}
    return show(
        "saved.html",
        searches=list_saved(installation(), g.actor),
        groups=names,
        label_names={label.id: label.name for label in list_labels(installation())},
        address=address_of,
        chosen=chosen_of,
        faults=faults,
    )
