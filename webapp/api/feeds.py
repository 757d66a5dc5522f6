# SPDX-License-Identifier: EUPL-1.2
"""Sources, runs, editors' tasks and upgrades over the API."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Response, request
from marshmallow import Schema, fields, validate

from criteria.exchange.feeds import FeedFile, FeedFormat
from criteria.schemas.derived import schema_of
from criteria.services.editor_tasks import Decision, EditorTaskView, list_editor_tasks, settle_task
from criteria.services.feeds import FeedsPage, RunLine, confirm_run, drop_run, import_feed, list_feeds
from webapp.api.frame import FILE_BODY, ApiBlueprint, answer, language
from webapp.context import actor, installation
from webapp.shapes_feeds import FeedBody, UpgradeBody, feed_body, upgrade_bodies

blueprint = ApiBlueprint("api_feeds", __name__, description="Criteria brought in from others, and upgrades.")


class RunArgs(Schema):
    """What is said of the feed that is the body of the call."""

    source = fields.String(load_default=None, validate=validate.Length(max=16))
    trial = fields.Boolean(load_default=False, metadata={"description": "Only tell what it would do."})


@dataclass(frozen=True, slots=True)
class ReasonBody:
    """Why."""

    reason: str = field(metadata={"min_length": 1, "max_length": 4000})


@dataclass(frozen=True, slots=True)
class SettleBody:
    """What was decided, and why."""

    decision: Decision
    reason: str = field(default="", metadata={"max_length": 4000})


@dataclass(frozen=True, slots=True)
class EditorTasksBody:
    """What waits for an editor, oldest first."""

    tasks: tuple[EditorTaskView, ...]


@dataclass(frozen=True, slots=True)
class UpgradesBody:
    """What each upgrade of the product did here, newest first."""

    upgrades: tuple[UpgradeBody, ...]


@blueprint.route("/feeds")
@blueprint.response(200, schema_of(FeedsPage))
def feeds() -> Response:
    """List sources, runs and what is missing upstream."""
    return answer(list_feeds(installation(), actor()))


@blueprint.route("/feeds/runs", methods=["POST"])
@blueprint.arguments(RunArgs, location="query")
@blueprint.doc(requestBody=FILE_BODY)
@blueprint.response(200, schema_of(FeedBody))
def bring(given: dict[str, Any]) -> Response:
    """Bring a JSON feed into the shared library, or only tell what it would do."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed.json"
        path.write_bytes(request.get_data())
        file = FeedFile(path, FeedFormat.JSON, source=given["source"])
        result = import_feed(installation(), actor(), file, is_trial=given["trial"])
    return answer(feed_body(result, language()))


@blueprint.route("/feeds/runs/<run_id>/confirm", methods=["POST"])
@blueprint.response(200, schema_of(FeedBody))
def confirm(run_id: str) -> Response:
    """Carry out a run that stopped to ask."""
    return answer(feed_body(confirm_run(installation(), actor(), run_id), language()))


@blueprint.route("/feeds/runs/<run_id>/drop", methods=["POST"])
@blueprint.arguments(schema_of(ReasonBody))
@blueprint.response(200, schema_of(RunLine))
def drop(given: ReasonBody, run_id: str) -> Response:
    """Let a run that stopped to ask go."""
    return answer(drop_run(installation(), actor(), run_id, given.reason))


@blueprint.route("/editor-tasks")
@blueprint.response(200, schema_of(EditorTasksBody))
def tasks() -> Response:
    """List what waits for an editor of the shared library."""
    return answer(EditorTasksBody(list_editor_tasks(installation(), actor())))


@blueprint.route("/editor-tasks/<task_id>/decision", methods=["POST"])
@blueprint.arguments(schema_of(SettleBody))
@blueprint.response(200, schema_of(EditorTaskView))
def settle(given: SettleBody, task_id: str) -> Response:
    """Settle a task: keep what is here, or say what has been done."""
    return answer(settle_task(installation(), actor(), task_id, given.decision, given.reason))


@blueprint.route("/upgrades")
@blueprint.response(200, schema_of(UpgradesBody))
def upgrades() -> Response:
    """Show what each upgrade of the product did to the library here."""
    return answer(UpgradesBody(upgrade_bodies(installation(), actor(), language())))
