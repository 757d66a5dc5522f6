# SPDX-License-Identifier: EUPL-1.2
"""The library's pages: search, group, criterion and history."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from criteria.identifiers import parse_level
from criteria.search.model import Filters, SearchQuery
from criteria.services.library import history as read_history
from criteria.services.library import list_groups, list_labels, show_group
from criteria.services.search import search_library
from webapp.context import day_asked, installation, viewer, whole_number
from webapp.criterion_view import criterion_view

blueprint = Blueprint("library", __name__)
PAGE = 20
FACET_FIELDS = {
    "group": "groups",
    "level": "levels",
    "type": "types",
    "aspect": "aspects",
    "label": "labels",
    "method": "methods",
    "status": "statuses",
}


@blueprint.get("/sok")
def search() -> str:
    """Search with facets; the whole question stands in the address."""
    day = day_asked() or installation().clock.today()
    shown = whole_number(request.args.get("visa", ""), low=PAGE, high=500, default=PAGE)
    chosen = {name: tuple(request.args.getlist(name)) for name in FACET_FIELDS}
    filters = Filters(
        cpv=tuple(code for code in request.args.getlist("cpv") if code.strip()),
        **{field: chosen[name] for name, field in FACET_FIELDS.items()},
    )
    text = request.args.get("q", "")
    answer = search_library(
        installation(),
        SearchQuery(text, day, filters, limit=shown, viewer_organisation=viewer()),
    )
    groups = {group.id: group for group in list_groups(installation())}
    labels = {label.id: label.name for label in list_labels(installation())}
    return render_template(
        "search.html",
        q=text,
        answer=answer,
        chosen=chosen,
        groups=groups,
        label_names=labels,
        day=day,
        shown=shown,
        page=PAGE,
        without=_without,
        more=_with(visa=str(shown + PAGE)),
    )


def _without(name: str, value: str) -> str:
    """The address of this search without one chosen value."""
    arguments = MultiDict(
        (key, item) for key, item in request.args.items(multi=True) if not (key == name and item == value)
    )
    return url_for("library.search", **arguments.to_dict(flat=False))  # type: ignore[arg-type]


def _with(**changed: str) -> str:
    arguments = MultiDict(request.args)
    for name, value in changed.items():
        arguments.setlist(name, [value])
    return url_for("library.search", **arguments.to_dict(flat=False))  # type: ignore[arg-type]


@blueprint.get("/grupper")
def groups() -> str:
    """All product groups."""
    return render_template("groups.html", groups=list_groups(installation(), viewer=viewer()))


@blueprint.get("/grupp/<group_id>")
def group(group_id: str) -> str:
    """One product group: criteria by level, packages, and what no longer holds."""
    page = show_group(installation(), group_id, as_of=day_asked(), viewer=viewer())
    titles = {item.id: item.title.sv for item in list_groups(installation())}
    return render_template("group.html", page=page, titles=titles)


@blueprint.get("/kriterium/<path:ref>")
def criterion(ref: str) -> str | Response:
    """A criterion: ``FURN-02``, ``FURN-02:1`` or ``FURN-02:1/avancerad``; ``?dag=`` for another day."""
    head, _slash, level = ref.rpartition("/")
    reference = ref if not head or not _is_level(level) else f"{head}@{parse_level(level)}"
    day = day_asked()
    view = criterion_view(installation(), reference, as_of=day, viewer=viewer())
    found = read_history(installation(), view.id, viewer=viewer())
    titles = {item.id: item.title for item in list_groups(installation())}
    labels = {label.id: label for label in list_labels(installation())}
    return render_template(
        "criterion.html", view=view, history=found, titles=titles, labels=labels, asked_day=day
    )


def _is_level(text: str) -> bool:
    return text.lower() in ("bas", "avancerad", "spjutspets", "base", "advanced", "leading_edge")


@blueprint.get("/kriterium-dag")
def criterion_on_day() -> Response:
    """The way from the form "what held on a day" to the permanent address of the answer."""
    return redirect(
        url_for("library.criterion", ref=request.args.get("ref", ""), dag=request.args.get("dag", ""))
    )
