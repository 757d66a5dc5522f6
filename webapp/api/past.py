# SPDX-License-Identifier: EUPL-1.2
"""Reading the past over the API: differences, side by side, where a version went, editions, extracts."""

from __future__ import annotations

from typing import Any

from flask import Response

from criteria.library.difference import VersionDifference
from criteria.schemas.derived import schema_of
from criteria.services.extract_contents import Question
from criteria.services.extracts import MEDIA_TYPES, ExtractRequest, make_extract
from criteria.services.library_compare import SideBySide, compare_versions, side_by_side
from criteria.services.library_past import Chain, GroupThen, follow_chain, group_then, list_editions
from webapp.api.arguments import BesideArgs, CompareArgs, DayArgs, ExtractArgs, PastArgs
from webapp.api.frame import OPEN, ApiBlueprint, answer, file_answer
from webapp.context import actor, installation, viewer
from webapp.shapes import EditionsBody

blueprint = ApiBlueprint("api_past", __name__, description="What held before, and what became of it.")


@blueprint.route("/compare")
@blueprint.doc(security=OPEN)
@blueprint.arguments(CompareArgs, location="query")
@blueprint.response(200, schema_of(VersionDifference))
def compare(given: dict[str, Any]) -> Response:
    """Show what differs between two versions, word by word, with the change class."""
    return answer(compare_versions(installation(), given["before"], given["after"], viewer=viewer()))


@blueprint.route("/side-by-side")
@blueprint.doc(security=OPEN)
@blueprint.arguments(BesideArgs, location="query")
@blueprint.response(200, schema_of(SideBySide))
def beside(given: dict[str, Any]) -> Response:
    """Show two or three versions beside each other, field by field."""
    return answer(side_by_side(installation(), tuple(given["ref"]), viewer=viewer()))


@blueprint.route("/criteria/<path:ref>/chain")
@blueprint.doc(security=OPEN)
@blueprint.arguments(DayArgs, location="query")
@blueprint.response(200, schema_of(Chain))
def chain(given: dict[str, Any], ref: str) -> Response:
    """Show where a version went: its next successors, every step, and the ends of the chain."""
    return answer(follow_chain(installation(), ref, as_of=given["as_of"], viewer=viewer()))


@blueprint.route("/criteria/<path:criterion_id>/editions")
@blueprint.doc(security=OPEN)
@blueprint.arguments(PastArgs, location="query")
@blueprint.response(200, schema_of(EditionsBody))
def editions(given: dict[str, Any], criterion_id: str) -> Response:
    """List every published version and level of a criterion as they stand on a day."""
    found = list_editions(
        installation(), criterion_id, as_of=given["as_of"], known_at=given["known_at"], viewer=viewer()
    )
    return answer(EditionsBody(found))


@blueprint.route("/groups/<group_id>/names")
@blueprint.doc(security=OPEN)
@blueprint.arguments(PastArgs, location="query")
@blueprint.response(200, schema_of(GroupThen))
def group_names(given: dict[str, Any], group_id: str) -> Response:
    """Show what a product group was called on a day, and where it has moved."""
    return answer(group_then(installation(), group_id, as_of=given["as_of"], known_at=given["known_at"]))


@blueprint.route("/extract")
@blueprint.arguments(ExtractArgs, location="query")
@blueprint.files(MEDIA_TYPES.values())
def extract(given: dict[str, Any]) -> Response:
    """Download the extract about a wording (utdrag om lydelse) of a criterion or of a line of a set."""
    asked = Question(given["as_of"], given["known_at"], viewer())
    request = ExtractRequest(given["about"], asked, given["format"], given["lang"])
    return file_answer(make_extract(installation(), actor(), request))
