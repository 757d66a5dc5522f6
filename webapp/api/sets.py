# SPDX-License-Identifier: EUPL-1.2
"""Requirement sets over the API: building, checking, locking, and the annex."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from criteria.identifiers import parse_level
from criteria.library.vocabulary import Level
from criteria.requirements.model import FollowUpChoice
from criteria.requirements.own_lines import OwnLine
from criteria.schemas.derived import schema_of
from criteria.services import sets as building
from criteria.services.annex import MEDIA_TYPES, AnnexRequest, export_annex
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import (
    SetPublication,
    cancel_set,
    check_set,
    lock_set,
    publish_set,
    unlock_set,
)
from criteria.services.sets_own import add_own_line
from criteria.services.sets_updates import SetUpdates, list_updates
from criteria.services.sets_views import SetView
from webapp.api.arguments import (
    AddCriteria,
    AddPackage,
    AnnexArgs,
    AnswerFinding,
    ApplyTo,
    FillParameters,
    GiveReason,
)
from webapp.api.frame import (
    ETAG,
    IF_MATCH,
    ApiBlueprint,
    answer,
    file_answer,
    language,
    seen_revision,
)
from webapp.context import actor, installation
from webapp.shapes import (
    GateSchema,
    SetsBody,
    SetSchema,
    SetWithOwnLinesSchema,
    SetWithPackageSchema,
    gate_body,
    set_body,
)

blueprint = ApiBlueprint("api_sets", __name__, description="What is demanded this time.")


def _at(set_id: str) -> EditAt:
    return EditAt(set_id, seen_revision())


def _set(view: SetView, status: int = 200, **more: object) -> Response:
    return answer(set_body(view, language(), **more), status, revision=view.revision)


@blueprint.route("/sets")
@blueprint.response(200, schema_of(SetsBody))
def list_sets() -> Response:
    """List the organisation's sets, last changed first."""
    return answer(SetsBody(building.list_sets(installation(), actor())))


@blueprint.route("/sets", methods=["POST"])
@blueprint.arguments(schema_of(building.NewSet))
@blueprint.response(201, SetSchema, headers=ETAG)
def create_set(new: building.NewSet) -> Response:
    """Create an empty set."""
    view = building.create_set(installation(), actor(), new)
    made = _set(view, 201)
    made.headers["Location"] = url_for("api_sets.show_set", set_id=view.id)
    return made


@blueprint.route("/sets/<set_id>")
@blueprint.response(200, SetSchema, headers=ETAG)
def show_set(set_id: str) -> Response:
    """Show a set with its lines, findings and hours."""
    return _set(building.show_set(installation(), actor(), set_id))


@blueprint.route("/sets/<set_id>/criteria", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(AddCriteria))
@blueprint.response(200, SetSchema, headers=ETAG)
def add_criteria(given: AddCriteria, set_id: str) -> Response:
    """Add criteria, in the order named; all or none."""
    return _set(building.add_criteria(installation(), actor(), _at(set_id), given.refs))


@blueprint.route("/sets/<set_id>/packages", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(AddPackage))
@blueprint.response(200, SetWithPackageSchema, headers=ETAG)
def add_package(given: AddPackage, set_id: str) -> Response:
    """Add a whole product group or package at a level."""
    level = Level(parse_level(given.level))
    done = building.add_package(installation(), actor(), _at(set_id), given.name, level)
    return _set(done.set, added=done.added, skipped=done.skipped)


@blueprint.route("/sets/<set_id>/own-lines", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(OwnLine))
@blueprint.response(200, SetWithOwnLinesSchema, headers=ETAG)
def add_own(given: OwnLine, set_id: str) -> Response:
    """Add an own requirement; type, proof and follow-up are proposed from the nearest criterion."""
    done = add_own_line(installation(), actor(), _at(set_id), given)
    return _set(done.set, added=done.added)


@blueprint.route("/sets/<set_id>/lines/<int:line>/parameters", methods=["PUT"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(FillParameters))
@blueprint.response(200, SetSchema, headers=ETAG)
def fill_parameters(given: FillParameters, set_id: str, line: int) -> Response:
    """Fill blanks of a line."""
    pairs = tuple(given.values.items())
    return _set(building.set_parameter(installation(), actor(), _at(set_id), line, pairs))


@blueprint.route("/sets/<set_id>/lines/<int:line>/text", methods=["PUT"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(building.NewWording))
@blueprint.response(200, SetSchema, headers=ETAG)
def change_text(given: building.NewWording, set_id: str, line: int) -> Response:
    """Change a line's text for this purchase; the difference is shown for ever."""
    return _set(building.edit_wording(installation(), actor(), _at(set_id), line, given))


@blueprint.route("/sets/<set_id>/lines/<int:line>/applies-to", methods=["PUT"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(ApplyTo))
@blueprint.response(200, SetSchema, headers=ETAG)
def apply_to(given: ApplyTo, set_id: str, line: int) -> Response:
    """Say which rows of the price list, or which goods, a line is about; null is everything."""
    return _set(building.set_applies_to(installation(), actor(), _at(set_id), line, given.applies_to))


@blueprint.route("/sets/<set_id>/lines/<int:line>/follow-up", methods=["PUT"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(FollowUpChoice))
@blueprint.response(200, SetSchema, headers=ETAG)
def choose_follow_up(given: FollowUpChoice, set_id: str, line: int) -> Response:
    """Choose how a line is followed up; an empty choice is the template's own way."""
    return _set(building.set_follow_up(installation(), actor(), _at(set_id), line, given))


@blueprint.route("/sets/<set_id>/lines/<int:line>/removal", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(GiveReason))
@blueprint.response(200, SetSchema, headers=ETAG)
def remove_line(given: GiveReason, set_id: str, line: int) -> Response:
    """Remove a line; the reason is kept."""
    return _set(building.remove_line(installation(), actor(), _at(set_id), line, given.reason))


@blueprint.route("/sets/<set_id>/lines/<int:line>/repetition", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.response(200, SetSchema, headers=ETAG)
def repeat_line(set_id: str, line: int) -> Response:
    """Include a line's criterion once more, with values of its own."""
    return _set(building.repeat_line(installation(), actor(), _at(set_id), line))


@blueprint.route("/sets/<set_id>/lines/<int:line>/answers", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(AnswerFinding))
@blueprint.response(200, SetSchema, headers=ETAG)
def answer_finding(given: AnswerFinding, set_id: str, line: int) -> Response:
    """Answer a finding with a reason instead of changing the line."""
    reply = (given.code, given.reason)
    return _set(building.answer_finding(installation(), actor(), _at(set_id), line, reply))


@blueprint.route("/sets/<set_id>/check")
@blueprint.response(200, GateSchema, headers=ETAG)
def check(set_id: str) -> Response:
    """Show what stands in the way of locking, and the hours."""
    gate = check_set(installation(), actor(), set_id)
    return answer(gate_body(gate, language()), revision=gate.revision)


@blueprint.route("/sets/<set_id>/updates")
@blueprint.response(200, schema_of(SetUpdates), headers=ETAG)
def updates(set_id: str) -> Response:
    """List lines whose criterion has changed since."""
    found = list_updates(installation(), actor(), set_id)
    return answer(found, revision=found.revision)


@blueprint.route("/sets/<set_id>/lock", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.response(200, SetSchema, headers=ETAG)
def lock(set_id: str) -> Response:
    """Lock a set: it gets its seal, and the hours shown are accepted; open red findings refuse."""
    return _set(lock_set(installation(), actor(), _at(set_id)))


@blueprint.route("/sets/<set_id>/unlock", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(GiveReason))
@blueprint.response(200, SetSchema, headers=ETAG)
def unlock(given: GiveReason, set_id: str) -> Response:
    """Make a locked, not yet published set a draft again."""
    return _set(unlock_set(installation(), actor(), _at(set_id), given.reason))


@blueprint.route("/sets/<set_id>/publish", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(SetPublication))
@blueprint.response(200, SetSchema, headers=ETAG)
def publish(given: SetPublication, set_id: str) -> Response:
    """Note that a locked set has been advertised."""
    return _set(publish_set(installation(), actor(), _at(set_id), given))


@blueprint.route("/sets/<set_id>/cancel", methods=["POST"])
@blueprint.doc(parameters=[IF_MATCH])
@blueprint.arguments(schema_of(GiveReason))
@blueprint.response(200, SetSchema, headers=ETAG)
def cancel(given: GiveReason, set_id: str) -> Response:
    """Call a set off."""
    return _set(cancel_set(installation(), actor(), _at(set_id), given.reason))


@blueprint.route("/sets/<set_id>/annex")
@blueprint.arguments(AnnexArgs, location="query")
@blueprint.files(MEDIA_TYPES.values())
def annex(given: dict[str, Any], set_id: str) -> Response:
    """Download the tender annex of a locked set; the first export is handed out ever after."""
    request = AnnexRequest(given["format"], given["part"], given["lang"], given["sealed"])
    export = export_annex(installation(), actor(), set_id, request)
    made = file_answer(export)
    made.headers["X-Seal"] = export.seal
    return made
