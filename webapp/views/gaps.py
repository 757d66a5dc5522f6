# SPDX-License-Identifier: EUPL-1.2
"""The register of missing criteria: its list, a new one, one with its votes, and what is decided about it."""

from __future__ import annotations

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import InvalidInputError
from criteria.library.gaps import GapDecision, GapStatus
from criteria.people.model import Permission
from criteria.services.gap_register import NewGap, add_gap, decide_gap, list_gaps, show_gap, vote
from webapp.context import actor, installation
from webapp.library_forms import attempt, show

blueprint = Blueprint("gaps", __name__, url_prefix="/saknade-kriterier")


@blueprint.get("")
def index() -> str:
    """The register, all of it or what has a word in common with ``?q=``, and open gap notices."""
    text = request.args.get("q", "")
    return show("own/gaps.html", q=text, register=list_gaps(installation(), g.actor, text))


@blueprint.get("/nytt")
def new() -> str:
    """The form for a missing criterion, with the words of a search that found nothing filled in."""
    words = request.args.get("q", "")
    return _new_page({}, {"title": words, "cpv": request.args.get("cpv", "")}, words)


@blueprint.post("/nytt")
def add() -> ResponseReturnValue:
    """Put a missing criterion in the register."""
    form = request.form
    codes = tuple(code for code in form.get("cpv", "").replace(";", ",").split(",") if code.strip())
    gap = NewGap(form.get("title", ""), form.get("wanted", ""), codes)

    def do() -> str:
        add_gap(installation(), actor(), gap)
        return gettext("Det saknade kriteriet står i registret, och ni har röstat för det.")

    return attempt(do, url_for("gaps.index"), lambda faults: _new_page(faults, form, gap.title))


@blueprint.get("/<gap_id>")
def one(gap_id: str) -> str:
    """One missing criterion with its votes and what has been decided."""
    return _page(gap_id, {})


@blueprint.post("/<gap_id>/rost")
def cast_vote(gap_id: str) -> ResponseReturnValue:
    """Let the organisation need it too, or no longer."""
    is_needed = request.form.get("behov", "ja") == "ja"

    def do() -> str:
        vote(installation(), actor(), gap_id, is_needed=is_needed)
        return gettext("Er röst är noterad.") if is_needed else gettext("Er röst är borttagen.")

    return attempt(do, url_for("gaps.one", gap_id=gap_id), lambda faults: _page(gap_id, faults))


@blueprint.post("/<gap_id>/beslut")
def decide(gap_id: str) -> ResponseReturnValue:
    """Take it up, fill it, decline it or open it again."""
    form = request.form

    def do() -> str:
        try:
            status = GapStatus(form.get("status", ""))
        except ValueError:
            raise InvalidInputError("field.empty", where="status", field="status") from None
        ref = form.get("filled_by", "").strip() or None
        revision = form.get("revision", "")
        decision = GapDecision(status, form.get("reason", ""), ref)
        decide_gap(installation(), actor(), gap_id, decision, int(revision) if revision.isdecimal() else None)
        return gettext("Beslutet står i registret, och alla som behöver kriteriet får veta det.")

    return attempt(do, url_for("gaps.one", gap_id=gap_id), lambda faults: _page(gap_id, faults))


def _new_page(faults: dict[str, str], typed: object, words: str) -> str:
    alike = list_gaps(installation(), g.actor, words).gaps if words.strip() else ()
    return show("own/gap_new.html", faults=faults, typed=typed, alike=alike[:5])


def _page(gap_id: str, faults: dict[str, str]) -> str:
    view = show_gap(installation(), gap_id, g.actor)
    can_decide = g.actor is not None and g.actor.may(Permission.EDIT_LIBRARY)
    return show("own/gap.html", view=view, faults=faults, can_decide=can_decide)
