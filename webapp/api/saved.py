# SPDX-License-Identifier: EUPL-1.2
"""A person's saved searches over the API."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response

from criteria.schemas.derived import schema_of
from criteria.services.saved_searches import (
    SavedView,
    SearchToSave,
    change_saved,
    forget_search,
    list_saved,
    save_search,
)
from webapp.api.frame import ApiBlueprint, answer
from webapp.context import actor, installation

blueprint = ApiBlueprint("api_saved", __name__, description="Saved searches, and which of them are watched.")


@dataclass(frozen=True, slots=True)
class SavedBody:
    """A person's searches, by name."""

    searches: tuple[SavedView, ...]


@dataclass(frozen=True, slots=True)
class ChangeBody:
    """What is to be changed; what is not said stays."""

    name: str | None = field(default=None, metadata={"max_length": 200})
    is_watched: bool | None = None


@blueprint.route("/saved-searches")
@blueprint.response(200, schema_of(SavedBody))
def saved_searches() -> Response:
    """List your saved searches."""
    return answer(SavedBody(list_saved(installation(), actor())))


@blueprint.route("/saved-searches", methods=["POST"])
@blueprint.arguments(schema_of(SearchToSave))
@blueprint.response(201, schema_of(SavedView))
def add_saved_search(question: SearchToSave) -> Response:
    """Save a search; a watched one tells of what happens to what it finds."""
    return answer(save_search(installation(), actor(), question), 201)


@blueprint.route("/saved-searches/<saved_id>", methods=["POST"])
@blueprint.arguments(schema_of(ChangeBody))
@blueprint.response(200, schema_of(SavedView))
def change_saved_search(given: ChangeBody, saved_id: str) -> Response:
    """Rename a saved search, or begin or stop watching it."""
    view = change_saved(installation(), actor(), saved_id, name=given.name, is_watched=given.is_watched)
    return answer(view)


@blueprint.route("/saved-searches/<saved_id>/removal", methods=["POST"])
@blueprint.response(200, schema_of(SavedBody))
def remove_saved_search(saved_id: str) -> Response:
    """Take a saved search away; the answer is what is left."""
    forget_search(installation(), actor(), saved_id)
    return answer(SavedBody(list_saved(installation(), actor())))
