# SPDX-License-Identifier: EUPL-1.2
"""Sources that criteria are brought in from, their runs, and what upgrades of the product have done."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from werkzeug.datastructures import FileStorage

from criteria.errors import CriteriaError, ForbiddenError, InvalidInputError
from criteria.exchange.feeds import FeedFile
from criteria.services.feeds import FeedResult, confirm_run, drop_run, import_feed, list_feeds
from webapp.context import actor, installation
from webapp.http_status import status_of
from webapp.library_forms import attempt, faults, show
from webapp.shapes_feeds import feed_body, upgrade_bodies

blueprint = Blueprint("feeds", __name__, url_prefix="/kallor")


@blueprint.get("")
def index() -> str:
    """Sources with their runs, what is missing upstream, and the form for a new run."""
    return _page({})


@blueprint.post("")
def bring() -> ResponseReturnValue:
    """Bring a file in, or only see what it would do; the answer tells item by item."""
    form = request.form
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = _kept(request.files.get("file"), Path(folder), "file")
            mapping = request.files.get("mapping")
            file = FeedFile(
                path=path,
                mapping=_kept(mapping, Path(folder), "mapping") if mapping and mapping.filename else None,
                source=form.get("source", "").strip() or None,
                number=int(form["number"]) if form.get("number", "").isdecimal() else None,
            )
            result = import_feed(installation(), actor(), file, is_trial=form.get("trial") == "ja")
    except ForbiddenError:
        raise
    except CriteriaError as error:
        return _page(faults(error)), status_of(error)
    return _result(result)


@blueprint.post("/<run_id>/bekrafta")
def confirm(run_id: str) -> ResponseReturnValue:
    """Carry out a run that stopped to ask."""
    try:
        return _result(confirm_run(installation(), actor(), run_id))
    except ForbiddenError:
        raise
    except CriteriaError as error:
        return _page(faults(error)), status_of(error)


@blueprint.post("/<run_id>/slapp")
def drop(run_id: str) -> ResponseReturnValue:
    """Let a run that stopped to ask go."""

    def do() -> str:
        drop_run(installation(), actor(), run_id, request.form.get("reason", ""))
        return gettext("Körningen är släppt. Inget har ändrats.")

    return attempt(do, url_for("feeds.index"), _page)


@blueprint.get("/uppgraderingar")
def upgrades() -> str:
    """What each upgrade of the product did to the library here."""
    found = upgrade_bodies(installation(), actor(), str(get_locale()))
    return show("own/upgrades.html", upgrades=found)


def _kept(given: FileStorage | None, folder: Path, field: str) -> Path:
    if given is None or not given.filename:
        raise InvalidInputError("field.empty", where=field, field=field)
    path = folder / (Path(given.filename).name or field)
    given.save(path)
    return path


def _result(result: FeedResult) -> str:
    return show("own/feed_run.html", run=feed_body(result, str(get_locale())))


def _page(found: dict[str, str]) -> str:
    return show("own/feeds.html", page=list_feeds(installation(), actor()), faults=found)
