# SPDX-License-Identifier: EUPL-1.2
"""Commands about the register of missing criteria."""

from __future__ import annotations

import click

from criteria.library.gaps import GapDecision, GapStatus
from criteria.services.gap_register import GapView, NewGap, add_gap, decide_gap, list_gaps, show_gap, vote
from webapp.commands.frame import Frame, noun, pass_frame

gap = noun("gap", "Criteria that somebody misses.")


@gap.command("list")
@click.argument("query", required=False, default="")
@pass_frame
def gap_list(frame: Frame, query: str) -> None:
    """List missing criteria and open gap notices, all or those with a word in common."""
    found = list_gaps(frame.installation, frame.actor, query)
    lines = [f"{item.id}  {item.status.value:9} {item.votes:3}  {item.title}" for item in found.gaps]
    lines += [f"{item.ref:22} {item.since}  {item.title}: {item.notice.text}" for item in found.notices]
    frame.give(found, "\n".join(lines) or "Inget saknas.")


@gap.command("show")
@click.argument("gap_id", metavar="GAP")
@pass_frame
def gap_show(frame: Frame, gap_id: str) -> None:
    """Show one missing criterion with what has happened to it."""
    _tell(frame, show_gap(frame.installation, gap_id, frame.actor))


@gap.command("add")
@click.option("--title", required=True, help="What the criterion would be called.")
@click.option("--wanted", required=True, help="What you want to buy and demand.")
@click.option("--cpv", multiple=True, help="CPV code; may be given several times.")
@pass_frame
def gap_add(frame: Frame, title: str, wanted: str, cpv: tuple[str, ...]) -> None:
    """Add a missing criterion; your organisation thereby needs it."""
    _tell(frame, add_gap(frame.installation, frame.actor, NewGap(title, wanted, cpv)))


@gap.command("vote")
@click.argument("gap_id", metavar="GAP")
@click.option("--back", is_flag=True, help="Take the vote back.")
@pass_frame
def gap_vote(frame: Frame, gap_id: str, back: bool) -> None:
    """Say that your organisation needs a missing criterion too."""
    _tell(frame, vote(frame.installation, frame.actor, gap_id, is_needed=not back))


@gap.command("decide")
@click.argument("gap_id", metavar="GAP")
@click.option("--status", required=True, type=click.Choice([item.value for item in GapStatus]))
@click.option("--ref", help="The criterion that fills it.")
@click.option("--reason", default="", help="Why; everybody may read it.")
@click.option("--revision", type=int, help="The revision that was read.")
@pass_frame
def gap_decide(frame: Frame, /, gap_id: str, ref: str | None, revision: int | None, **given: str) -> None:
    """Take a missing criterion up, fill it, decline it or open it again."""
    decision = GapDecision(GapStatus(given["status"]), given["reason"], ref)
    _tell(frame, decide_gap(frame.installation, frame.actor, gap_id, decision, revision))


def _tell(frame: Frame, view: GapView) -> None:
    found = view.gap
    frame.give(view, f"{found.id} {found.status.value} {found.votes}  {found.title}")


COMMANDS = (gap,)
