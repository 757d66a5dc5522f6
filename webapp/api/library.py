# SPDX-License-Identifier: EUPL-1.2
"""The library over the API: searching, groups, criteria, packages, labels and what was in force when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response

from criteria.identifiers import parse_level
from criteria.schemas.derived import schema_of
from criteria.search.model import Filters, SearchQuery
from criteria.services.library import (
    CriterionView,
    list_groups,
    list_labels,
    list_packages,
    show_group,
)
from criteria.services.library_history import History, Lookup, history, look_up
from criteria.services.search import complete_query, search_library
from webapp.api.arguments import CompletionArgs, GroupsArgs, LookupArgs, PastArgs, SearchQueryArgs
from webapp.api.frame import OPEN, ApiBlueprint, answer, language
from webapp.context import installation, sees_drafts, viewer
from webapp.criterion_view import criterion_view
from webapp.shapes import (
    CompletionsBody,
    GroupBody,
    GroupsBody,
    LabelsBody,
    PackagesBody,
    SearchBody,
    group_body,
    search_body,
)

blueprint = ApiBlueprint("api_library", __name__, description="Criteria that can be demanded.")


@blueprint.route("/search")
@blueprint.doc(security=OPEN)
@blueprint.arguments(SearchQueryArgs, location="query")
@blueprint.response(200, schema_of(SearchBody))
def search(given: dict[str, Any]) -> Response:
    """Find criteria by what you buy, best first."""
    filters = Filters(
        groups=tuple(given["group"]),
        cpv=tuple(given["cpv"]),
        levels=tuple(parse_level(level) for level in given["level"]),
        types=tuple(given["type"]),
        aspects=tuple(given["aspect"]),
        labels=tuple(given["label"]),
        methods=tuple(given["method"]),
        statuses=tuple(given["status"]),
    )
    day = given["as_of"] or installation().clock.today()
    query = SearchQuery(
        given["q"],
        day,
        filters,
        given["limit"],
        given["offset"],
        viewer_organisation=viewer(),
        include_drafts=sees_drafts(),
        explain=given["why"],
    )
    return answer(search_body(search_library(installation(), query, given["known_at"]), language()))


@blueprint.route("/completions")
@blueprint.doc(security=OPEN)
@blueprint.arguments(CompletionArgs, location="query")
@blueprint.response(200, schema_of(CompletionsBody))
def completions(given: dict[str, Any]) -> Response:
    """List queries that go on from what has been typed, likeliest first."""
    found = complete_query(installation(), given["q"], viewer(), given["limit"])
    return answer(CompletionsBody(found))


@blueprint.route("/groups")
@blueprint.doc(security=OPEN)
@blueprint.arguments(GroupsArgs, location="query")
@blueprint.response(200, schema_of(GroupsBody))
def groups(given: dict[str, Any]) -> Response:
    """List product groups with counts and gaps."""
    return answer(GroupsBody(list_groups(installation(), given["cpv"], viewer())))


@blueprint.route("/groups/<group_id>")
@blueprint.doc(security=OPEN)
@blueprint.arguments(PastArgs, location="query")
@blueprint.response(200, schema_of(GroupBody))
def group(given: dict[str, Any], group_id: str) -> Response:
    """Show one product group with its criteria, packages and labels."""
    found = show_group(
        installation(), group_id, as_of=given["as_of"], known_at=given["known_at"], viewer=viewer()
    )
    return answer(group_body(found))


@blueprint.route("/criteria/<path:ref>")
@blueprint.doc(security=OPEN)
@blueprint.arguments(PastArgs, location="query")
@blueprint.response(200, schema_of(CriterionView))
def criterion(given: dict[str, Any], ref: str) -> Response:
    """Show one criterion version with all its parts; an id alone is the version in force."""
    found = criterion_view(
        installation(), ref, as_of=given["as_of"], known_at=given["known_at"], viewer=viewer()
    )
    return answer(found)


@blueprint.route("/criteria/<path:criterion_id>/history")
@blueprint.doc(security=OPEN)
@blueprint.arguments(PastArgs, location="query")
@blueprint.response(200, schema_of(History))
def criterion_history(given: dict[str, Any], criterion_id: str) -> Response:
    """Show versions and events of a criterion, newest first."""
    found = history(
        installation(), criterion_id, as_of=given["as_of"], known_at=given["known_at"], viewer=viewer()
    )
    return answer(found)


@blueprint.route("/lookup")
@blueprint.doc(security=OPEN)
@blueprint.arguments(LookupArgs, location="query")
@blueprint.response(200, schema_of(Lookup))
def lookup(given: dict[str, Any]) -> Response:
    """Show which text was in force on a day."""
    known: datetime | None = given["known_at"]
    return answer(look_up(installation(), given["ref"], given["as_of"], known_at=known, viewer=viewer()))


@blueprint.route("/packages")
@blueprint.doc(security=OPEN)
@blueprint.response(200, schema_of(PackagesBody))
def packages() -> Response:
    """List the latest version of every package."""
    return answer(PackagesBody(list_packages(installation())))


@blueprint.route("/labels")
@blueprint.doc(security=OPEN)
@blueprint.response(200, schema_of(LabelsBody))
def labels() -> Response:
    """List label schemes."""
    return answer(LabelsBody(list_labels(installation())))
