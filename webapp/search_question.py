# SPDX-License-Identifier: EUPL-1.2
"""The question that an address of the search page asks: text, day and chosen facet values."""

from __future__ import annotations

from flask import request

from criteria.search.model import Filters, SearchQuery
from webapp.context import day_asked, installation, viewer

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


def question_asked() -> SearchQuery:
    """The question in the present address, for whoever asks.

    Raises:
        InvalidInputError: ``date.malformed``.
    """
    day = day_asked() or installation().clock.today()
    filters = Filters(
        cpv=tuple(code for code in request.args.getlist("cpv") if code.strip()),
        **{field: tuple(request.args.getlist(name)) for name, field in FACET_FIELDS.items()},
    )
    return SearchQuery(request.args.get("q", ""), day, filters, viewer_organisation=viewer())
