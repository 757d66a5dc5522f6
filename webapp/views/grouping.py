# SPDX-License-Identifier: EUPL-1.2
"""The editors' page of product groups: making, renaming, moving and closing them. Source: DOMAIN 4.2, I10."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError
from criteria.exchange.library_files import read_text
from criteria.library.model import ProductGroup, Words
from criteria.services.library import list_groups
from criteria.services.library_groups import GroupChange, add_group, close_group, move_group, rename_group
from criteria.services.reviews import keeps_shared
from webapp.change_preview import Obstacle, obstacles_of
from webapp.context import actor, installation, viewer
from webapp.http_status import status_of
from webapp.set_forms import whole

blueprint = Blueprint("grouping", __name__)


@blueprint.get("/redaktion/grupper")
def show() -> str:
    """Every open group with what can be done to it, and the form for a new one."""
    return _page("", ())


@blueprint.post("/redaktion/grupper")
def add() -> ResponseReturnValue:
    """Make a product group."""
    return _done("ny", lambda: add_group(installation(), actor(), _group()), gettext("Gruppen finns nu."))


@blueprint.post("/redaktion/grupper/<group_id>/namn")
def rename(group_id: str) -> ResponseReturnValue:
    """Give a group another name from today."""
    form = request.form
    title = Words(form.get("title", "").strip(), form.get("title_en", "").strip() or None)
    told = gettext("Gruppen har fått sitt nya namn. Det gamla syns för dagarna innan.")
    return _done(group_id, lambda: rename_group(installation(), actor(), group_id, title), told)


@blueprint.post("/redaktion/grupper/<group_id>/flytta")
def move(group_id: str) -> ResponseReturnValue:
    """Move everything that holds in a group into another, and close it."""
    into, reason = request.form.get("into", ""), request.form.get("reason", "")
    told = gettext("Allt som gällde i gruppen är flyttat. Den gamla adressen visar vart.")
    return _done(group_id, lambda: move_group(installation(), actor(), group_id, into, reason), told)


@blueprint.post("/redaktion/grupper/<group_id>/stang")
def close(group_id: str) -> ResponseReturnValue:
    """Close a group that holds nothing in force."""
    to = request.form.get("moved_to", "") or None
    told = gettext("Gruppen är stängd.")
    return _done(group_id, lambda: close_group(installation(), actor(), group_id, to), told)


def _group() -> ProductGroup:
    """The group that the form describes; what is wrong is told by field.

    Raises:
        FindingsError: with every field that is wrong.
    """
    form = request.form
    codes = [line.strip().partition(" ") for line in form.get("cpv", "").splitlines() if line.strip()]
    synonyms = [word.strip() for word in form.get("synonyms", "").split(",") if word.strip()]
    data = {
        "id": form.get("id", "").strip(),
        "title": {"sv": form.get("title", "").strip(), "en": form.get("title_en", "").strip() or None},
        "summary": form.get("summary", "").strip(),
        "cpv": [{"code": code, "label": label.strip()} for code, _, label in codes],
        "risk": {
            "value": whole(form.get("risk", "2"), "risk"),
            "reason": form.get("risk_reason", "").strip(),
        },
        "law_floors": [],
        "synonyms": {"words": synonyms, "source": "Redaktionen"},
        "related": [],
        "questions": [],
        "sources": [],
    }
    return read_text(json.dumps(data, ensure_ascii=False), gettext("formuläret"), ProductGroup)


def _done(at: str, change: Callable[[], GroupChange], told: str) -> ResponseReturnValue:
    try:
        change()
    except CriteriaError as error:
        return _page(at, obstacles_of(error)), status_of(error)
    flash(told)
    return redirect(url_for("grouping.show"))


def _page(at: str, obstacles: tuple[Obstacle, ...]) -> str:
    """The page; ``at`` is the group whose form was refused, ``ny`` for a new one."""
    return render_template(
        "desk/groups.html",
        groups=list_groups(installation(), viewer=viewer()),
        can_edit=keeps_shared(installation(), actor()),
        at=at,
        obstacles=obstacles,
        typed=request.form,
    )
