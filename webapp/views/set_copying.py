# SPDX-License-Identifier: EUPL-1.2
"""Copying a requirement set for a new procurement, and its requirements against the library of today (R9)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, InvalidInputError, RefusedError
from criteria.requirements.updates import PinKind
from criteria.services.sets import show_set
from criteria.services.sets_copy import check_pins, copy_set
from webapp.context import actor, installation
from webapp.http_status import status_of
from webapp.set_forms import error_words
from webapp.set_page import build_page
from webapp.words_sets import PINS

blueprint = Blueprint("set_copying", __name__, url_prefix="/kravuppsattning/<set_id>")
_SAME = (PinKind.UNCHANGED, PinKind.OWN)


@blueprint.get("/kopiera")
def new(set_id: str) -> str:
    """What comes along, how the pins stand today, and the name of the new set."""
    return _copy_page(set_id, None)


@blueprint.post("/kopiera")
def copy(set_id: str) -> ResponseReturnValue:
    """Make the copy and go on to the list of its requirements."""
    try:
        made = copy_set(installation(), actor(), set_id, request.form.get("title", ""))
    except (InvalidInputError, RefusedError) as error:
        return _copy_page(set_id, error), status_of(error)
    flash(gettext("Kopian är skapad som utkast."))
    return redirect(url_for("set_copying.check", set_id=made.set.id))


@blueprint.get("/kraven-i-dag")
def check(set_id: str) -> str:
    """Every requirement of a set: unchanged, new version, replaced, gap, or law."""
    view = show_set(installation(), actor(), set_id)
    pins = check_pins(installation(), actor(), set_id).pins
    return render_template(
        "sets/recheck.html",
        page=build_page(view),
        set=view,
        changed=[pin for pin in pins if pin.check.kind not in _SAME],
        same=[pin for pin in pins if pin.check.kind in _SAME],
        PINS=PINS,
    )


def _copy_page(set_id: str, error: CriteriaError | None) -> str:
    view = show_set(installation(), actor(), set_id)
    counts = check_pins(installation(), actor(), set_id).counts
    return render_template(
        "sets/copy.html",
        page=build_page(view),
        set=view,
        counts=[(kind.value, counts[kind]) for kind in PinKind if counts[kind]],
        title=request.form.get("title", view.title),
        wrong={} if error is None else {"title": error_words(error)},
        PINS=PINS,
    )
