# SPDX-License-Identifier: EUPL-1.2
"""Commands about an organisation's own criteria: sharing, reviewing, borrowing, proposing."""

from __future__ import annotations

import click

from criteria.services.borrowings import borrow
from criteria.services.own_criteria import Shared, ask_review, list_own, review_elsewhere, revoke_share, share
from criteria.services.proposals import (
    ProposalView,
    accept_proposal,
    decline_proposal,
    list_proposals,
    propose,
)
from webapp.commands.frame import Frame, noun, pass_frame

own = noun("own", "Your organisation's own criteria.")
proposal = noun("proposal", "Own criteria proposed to all.")
# Not called "organisation", which is the name of an option that every command has.
_with = click.option("--with", "target", help="Organisation by name, number or id (default: every one).")


@own.command("list")
@pass_frame
def own_list(frame: Frame) -> None:
    """List own criteria, whom they are shared with, and what others share with you."""
    page = list_own(frame.installation, frame.actor)
    lines = [f"Förkortning: {page.prefix}"]
    lines += [f"{item.ref:28} {item.status.value:14} {item.title}" for item in page.versions]
    lines += [f"{item.ref:28} {item.purpose.value:14} {item.title} ({item.owner})" for item in page.given]
    frame.give(page, "\n".join(lines))


@own.command("share")
@click.argument("ref")
@_with
@pass_frame
def own_share(frame: Frame, ref: str, target: str | None) -> None:
    """Let another organisation, or every one, use a version of your own."""
    _tell_shares(frame, share(frame.installation, frame.actor, ref, target))


@own.command("unshare")
@click.argument("ref")
@_with
@pass_frame
def own_unshare(frame: Frame, ref: str, target: str | None) -> None:
    """End a share; what has been made with it stays."""
    _tell_shares(frame, revoke_share(frame.installation, frame.actor, ref, target))


@own.command("ask-review")
@click.argument("ref")
@click.option("--with", "target", required=True, help="Organisation by name, number or id.")
@pass_frame
def own_ask_review(frame: Frame, ref: str, target: str) -> None:
    """Let the editors of another organisation read a version in order to review it."""
    _tell_shares(frame, ask_review(frame.installation, frame.actor, ref, target))


@own.command("review")
@click.argument("ref")
@click.option("--note", required=True, help="What you found; it is shown in the history.")
@pass_frame
def own_review(frame: Frame, ref: str, note: str) -> None:
    """Say that you have reviewed another organisation's version."""
    done = review_elsewhere(frame.installation, frame.actor, ref, note)
    frame.give(done, f"{ref} är granskad {done.on}.")


@own.command("borrow")
@click.argument("ref")
@click.option("--id", "new_id", help="Id of the copy (default: the origin's, under your abbreviation).")
@pass_frame
def own_borrow(frame: Frame, ref: str, new_id: str | None) -> None:
    """Copy another's version into a draft of your own, with its origin pinned."""
    made = borrow(frame.installation, frame.actor, ref, new_id)
    frame.give(made, f"{made.ref} är lånad från {made.origin_ref} (sha256 {made.fingerprint}).")


def _tell_shares(frame: Frame, found: Shared) -> None:
    lines = [
        f"{found.ref} {item.purpose.value} {item.organisation or 'alla'}"
        + ("" if item.revoked_at is None else f" till {item.revoked_at:%Y-%m-%d}")
        for item in found.shares
    ]
    frame.give(found, "\n".join(lines))


@own.command("propose")
@click.argument("ref")
@click.option("--note", required=True, help="Why others would need it.")
@pass_frame
def own_propose(frame: Frame, ref: str, note: str) -> None:
    """Propose a version of your own to all."""
    _tell(frame, propose(frame.installation, frame.actor, ref, note))


@proposal.command("list")
@pass_frame
def proposal_list(frame: Frame) -> None:
    """List your organisation's proposals; for the steward everybody's."""
    found = list_proposals(frame.installation, frame.actor)
    lines = (f"{item.id} {item.state.value:9} {item.ref} ({item.organisation})" for item in found)
    frame.give({"proposals": found}, "\n".join(lines) or "Inga förslag.")


@proposal.command("accept")
@click.argument("proposal_id", metavar="PROPOSAL")
@click.option("--id", "criterion_id", required=True, help="Its id in the shared library.")
@pass_frame
def proposal_accept(frame: Frame, proposal_id: str, criterion_id: str) -> None:
    """Make a shared draft of a proposal."""
    _tell(frame, accept_proposal(frame.installation, frame.actor, proposal_id, criterion_id))


@proposal.command("decline")
@click.argument("proposal_id", metavar="PROPOSAL")
@click.option("--reason", required=True, help="Why; its organisation gets to read it.")
@pass_frame
def proposal_decline(frame: Frame, proposal_id: str, reason: str) -> None:
    """Turn a proposal down."""
    _tell(frame, decline_proposal(frame.installation, frame.actor, proposal_id, reason))


def _tell(frame: Frame, view: ProposalView) -> None:
    frame.give(view, f"{view.id} {view.state.value} {view.ref} {view.accepted_ref or view.reason or ''}")


COMMANDS = (own, proposal)
