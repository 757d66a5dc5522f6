# SPDX-License-Identifier: EUPL-1.2
"""The question that an address of the search page asks, and the address that asks a question."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from criteria.search.model import Filters, SearchQuery
from criteria.services.saved_searches import SavedView
from webapp.context import day_asked, installation, sees_drafts, viewer

#: Facet in the address and the field of the filters it fills.
FACET_FIELDS = {
    "group": "groups",
    "level": "levels",
    "type": "types",
    "aspect": "aspects",
    "label": "labels",
    "method": "methods",
    "status": "statuses",
}


def question_asked(given: MultiDict[str, str] | None = None) -> SearchQuery:
    """The question in the present address, or in a form with the same names, for whoever asks.

    Raises:
        InvalidInputError: ``date.malformed``.
    """
    arguments = request.args if given is None else given
    day = day_asked() or installation().clock.today()
    filters = Filters(
        cpv=tuple(code for code in arguments.getlist("cpv") if code.strip()),
        **{field: tuple(arguments.getlist(name)) for name, field in FACET_FIELDS.items()},
    )
    return SearchQuery(
        arguments.get("q", ""),
        day,
        filters,
        viewer_organisation=viewer(),
        include_drafts=sees_drafts(),
    )


def chosen_of(saved: SavedView) -> dict[str, tuple[str, ...]]:
    """What a saved search has chosen, by the facet's name in an address; nothing where nothing is."""
    chosen = {name: getattr(saved.filters, field) for name, field in FACET_FIELDS.items()}
    return {name: values for name, values in {**chosen, "cpv": saved.filters.cpv}.items() if values}


def address_of(saved: SavedView) -> str:
    """The address of the search page that asks a saved question."""
    return url_for("library.search", q=saved.text or None, **chosen_of(saved))  # type: ignore[arg-type]
