# SPDX-License-Identifier: EUPL-1.2
"""Rounds of views: opening one, the links to hand out, and the page that a link opens."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, ForbiddenError, InvalidInputError, NotFoundError
from criteria.library.standpoint import Standpoint
from criteria.services.views_round import (
    Invited,
    NewAnswer,
    NewRound,
    answer_link,
    close_round,
    invite,
    list_rounds,
    open_link,
    open_round,
    revoke_invitation,
    show_round,
)
from webapp.context import actor, installation, read_date
from webapp.http_status import status_of
from webapp.library_forms import attempt, faults, show

blueprint = Blueprint("views_round", __name__, url_prefix="/synpunkter")


@blueprint.get("")
def index() -> str:
    """Every round, and the form for a new one."""
    return _index({})


@blueprint.post("")
def start() -> ResponseReturnValue:
    """Send a draft to referents, who are named on the next page."""
    form = request.form
    try:
        closes_on = read_date(form.get("closes_on", ""), "closes_on")
        new = NewRound(form.get("ref", ""), form.get("message", ""), closes_on)
        made = open_round(installation(), actor(), new)
    except ForbiddenError:
        raise
    except CriteriaError as error:
        return _index(faults(error)), status_of(error)
    flash(gettext("Rundan är öppen. Lägg till dem som ska få en länk."))
    return redirect(url_for("views_round.one", round_id=made.id))


@blueprint.get("/<round_id>")
def one(round_id: str) -> str:
    """One round with its referents and answers."""
    return _page(round_id, {})


@blueprint.post("/<round_id>/lankar")
def make_links(round_id: str) -> ResponseReturnValue:
    """A link for each referent named, shown on this page alone."""
    names = [line for line in request.form.get("referents", "").splitlines() if line.strip()]
    try:
        made = invite(installation(), actor(), round_id, names)
    except ForbiddenError:
        raise
    except CriteriaError as error:
        return _page(round_id, {"referents": faults(error).popitem()[1]}), status_of(error)
    return _page(round_id, {}, made)


@blueprint.post("/<round_id>/aterkalla/<invitation_id>")
def revoke(round_id: str, invitation_id: str) -> ResponseReturnValue:
    """Take a link back."""

    def do() -> str:
        revoke_invitation(installation(), actor(), round_id, invitation_id)
        return gettext("Länken är återkallad.")

    return attempt(do, url_for("views_round.one", round_id=round_id), lambda found: _page(round_id, found))


@blueprint.post("/<round_id>/stang")
def close(round_id: str) -> ResponseReturnValue:
    """Close a round before its last day."""

    def do() -> str:
        close_round(installation(), actor(), round_id)
        return gettext("Rundan är stängd.")

    return attempt(do, url_for("views_round.one", round_id=round_id), lambda found: _page(round_id, found))


@blueprint.get("/svar/<token>")
def opened(token: str) -> ResponseReturnValue:
    """What a referent's link opens; no account, and kept nowhere on the way."""
    return _unkept(_answer_page(token, {}))


@blueprint.post("/svar/<token>")
def give(token: str) -> ResponseReturnValue:
    """Take in what a referent answers."""
    form = request.form
    try:
        try:
            standpoint = Standpoint(form.get("standpoint", ""))
        except ValueError:
            raise InvalidInputError("field.empty", where="standpoint", field="standpoint") from None
        answer = NewAnswer(form.get("name", ""), standpoint, form.get("text", ""))
        answer_link(installation(), token, answer)
    except NotFoundError:
        raise
    except CriteriaError as error:
        found = faults(error)
        if error.where == "standpoint":
            found = {"standpoint": gettext("Välj vad ni tycker om utkastet som helhet.")}
        return _unkept(_answer_page(token, found)), status_of(error)
    flash(gettext("Tack. Svaret är mottaget och visas för alla som läser utkastet."))
    return redirect(url_for("views_round.opened", token=token))


def _unkept(page: str) -> Response:
    answer = make_response(page)
    answer.headers["Cache-Control"] = "private, no-store"
    # The link is a key: no other site is told where the reader came from.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _answer_page(token: str, found: dict[str, str]) -> str:
    return show("own/referent.html", token=token, page=open_link(installation(), token), faults=found)


def _index(found: dict[str, str]) -> str:
    return show("own/rounds.html", rounds=list_rounds(installation(), actor()), faults=found)


def _page(round_id: str, found: dict[str, str], made: tuple[Invited, ...] = ()) -> str:
    view = show_round(installation(), actor(), round_id)
    links = [
        (item.referent, url_for("views_round.opened", token=item.token, _external=True)) for item in made
    ]
    return show("own/round.html", round=view, made_links=links, faults=found)
