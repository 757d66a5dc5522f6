# SPDX-License-Identifier: EUPL-1.2
"""An organisation's own criteria: the list, sharing, review by others, borrowing and proposals."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import InvalidInputError
from criteria.services.borrowings import borrow
from criteria.services.own_criteria import ask_review, list_own, review_elsewhere, revoke_share, share
from criteria.services.proposals import accept_proposal, decline_proposal, list_proposals, propose
from webapp.context import actor, installation
from webapp.library_forms import attempt, show

blueprint = Blueprint("own", __name__)


@blueprint.get("/egna-kriterier")
def index() -> str:
    """Own criteria, whom they are shared with, and what others give."""
    return _page({})


@blueprint.post("/egna-kriterier/dela")
def give() -> ResponseReturnValue:
    """Share a version with another organisation, or with every one."""

    def do() -> str:
        share(installation(), actor(), _ref(), _organisation())
        return gettext("Kriteriet är delat.")

    return _done(do)


@blueprint.post("/egna-kriterier/sluta-dela")
def take_back() -> ResponseReturnValue:
    """End a share; what has been made with it stays."""

    def do() -> str:
        revoke_share(installation(), actor(), _ref(), _organisation())
        return gettext("Delningen är återkallad. Det som redan är gjort med kriteriet är kvar.")

    return _done(do)


@blueprint.post("/egna-kriterier/be-om-granskning")
def ask() -> ResponseReturnValue:
    """Let the editors of another organisation read a version in order to review it."""

    def do() -> str:
        organisation = _organisation()
        if organisation is None:
            raise InvalidInputError("field.empty", where="organisation", field="organisation")
        ask_review(installation(), actor(), _ref(), organisation)
        return gettext("De kan nu läsa kriteriet och skriva att de har granskat det.")

    return _done(do)


@blueprint.post("/egna-kriterier/granskat")
def reviewed() -> ResponseReturnValue:
    """Say that another organisation's version has been reviewed."""

    def do() -> str:
        review_elsewhere(installation(), actor(), _ref(), request.form.get("note", ""))
        return gettext("Granskningen är noterad. Ägaren får dela kriteriet.")

    return _done(do)


@blueprint.post("/egna-kriterier/lana")
def take() -> ResponseReturnValue:
    """Copy another's version into an own draft."""

    def do() -> str:
        made = borrow(installation(), actor(), _ref(), request.form.get("id", "").strip() or None)
        return gettext("Utkastet %(ref)s är lånat från %(origin)s.", ref=made.ref, origin=made.origin_ref)

    return _done(do)


@blueprint.post("/egna-kriterier/foresla")
def suggest() -> ResponseReturnValue:
    """Propose a version of one's own to all."""

    def do() -> str:
        propose(installation(), actor(), _ref(), request.form.get("note", ""))
        return gettext("Förslaget är skickat till dem som förvaltar det gemensamma biblioteket.")

    return _done(do)


@blueprint.get("/forslag")
def proposals() -> str:
    """Proposals: the organisation's own, for the steward everybody's."""
    return _proposals({})


@blueprint.post("/forslag/<proposal_id>/anta")
def accept(proposal_id: str) -> ResponseReturnValue:
    """Make a shared draft of a proposal."""

    def do() -> str:
        criterion_id = request.form.get("id", "").strip()
        made = accept_proposal(installation(), actor(), proposal_id, criterion_id)
        return gettext("Förslaget är antaget som utkastet %(ref)s.", ref=made.accepted_ref)

    return attempt(do, url_for("own.proposals"), _proposals)


@blueprint.post("/forslag/<proposal_id>/avsla")
def decline(proposal_id: str) -> ResponseReturnValue:
    """Turn a proposal down, with a reason."""

    def do() -> str:
        decline_proposal(installation(), actor(), proposal_id, request.form.get("reason", ""))
        return gettext("Förslaget är avslaget, och de som skrev det får veta varför.")

    return attempt(do, url_for("own.proposals"), _proposals)


def _ref() -> str:
    return request.form.get("ref", "")


def _organisation() -> str | None:
    return request.form.get("organisation", "").strip() or None


def _done(do: Callable[[], str]) -> ResponseReturnValue:
    return attempt(do, url_for("own.index"), _page)


def _page(faults: dict[str, str]) -> str:
    return show("own/own.html", page=list_own(installation(), actor()), faults=faults)


def _proposals(faults: dict[str, str]) -> str:
    found = list_proposals(installation(), actor())
    return show("own/proposals.html", proposals=found, faults=faults)
