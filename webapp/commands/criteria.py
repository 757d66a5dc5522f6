# SPDX-License-Identifier: EUPL-1.2
"""Commands about the life of a criterion: draft, review, publish, replace, withdraw, move."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from criteria.exchange.library_files import read_one
from criteria.library.lifecycle import Stage
from criteria.library.model import ChangeClass, CriterionVersion, LibraryEventKind, Move, Rebase
from criteria.services.library_change import LibraryChange
from criteria.services.library_drafts import (
    DraftView,
    change_draft,
    create_draft,
    reject_draft,
    send_back,
    show_draft,
    submit_draft,
)
from criteria.services.library_orders import (
    ChangePlan,
    EventOrder,
    GapOrder,
    LawOrder,
    PublicationOrder,
    SuccessorOrder,
)
from criteria.services.library_publishing import (
    Preview,
    change_library,
    preview_change,
    record_review,
    reinstate,
    start_revision,
    stop_revision,
)
from followup.services.touched import list_touched
from webapp.commands.frame import DATE, FINDINGS, Frame, pass_frame
from webapp.commands.library import criterion
from webapp.shapes import in_words

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_CLASS = click.Choice([item.value for item in ChangeClass])
_reason = click.option("--reason", required=True, help="Why; it is shown in the history.")
_on = click.option("--on", "on", type=DATE, help="Day it takes effect (default today).")
_dry_run = click.option("--dry-run", is_flag=True, help="Only show what stands in the way.")
_publish = click.option(
    "--publish", "publish", multiple=True, metavar="REF", help="Draft in review to publish with it."
)
_successor = click.option(
    "--successor", multiple=True, metavar="REF", help="What carries it on; may be given several times."
)
_change_class = click.option("--change-class", type=_CLASS, help="How what is new differs.")
_note = click.option("--note", help="How the successor differs, in words; weaker and moved units need it.")


@criterion.command("draft")
@click.argument("file", type=_FILE)
@pass_frame
def draft(frame: Frame, file: Path) -> None:
    """Store a new draft from a criterion file."""
    _tell_draft(frame, create_draft(frame.installation, frame.actor, read_one(file, CriterionVersion)))


@criterion.command("change")
@click.argument("file", type=_FILE)
@click.option("--revision", type=int, required=True, help="The writing that was read.")
@pass_frame
def change(frame: Frame, file: Path, revision: int) -> None:
    """Write a draft anew from a criterion file."""
    version = read_one(file, CriterionVersion)
    _tell_draft(frame, change_draft(frame.installation, frame.actor, version, revision))


@criterion.command("submit")
@click.argument("ref")
@click.option("--revision", type=int, help="The writing that was read.")
@pass_frame
def submit(frame: Frame, ref: str, revision: int | None) -> None:
    """Hand a draft over for review."""
    read = show_draft(frame.installation, frame.actor, ref).revision if revision is None else revision
    _tell_draft(frame, submit_draft(frame.installation, frame.actor, ref, read))


@criterion.command("return")
@click.argument("ref")
@click.option("--comment", required=True, help="What has to be mended.")
@pass_frame
def return_(frame: Frame, ref: str, comment: str) -> None:
    """Send back what is in review."""
    _tell_draft(frame, send_back(frame.installation, frame.actor, ref, comment))


@criterion.command("reject")
@click.argument("ref")
@_reason
@pass_frame
def reject(frame: Frame, ref: str, reason: str) -> None:
    """Put a draft away for good."""
    _tell_draft(frame, reject_draft(frame.installation, frame.actor, ref, reason))


@criterion.command("publish")
@click.argument("ref")
@click.option("--from", "valid_from", type=DATE, help="Day it comes in force (default today).")
@click.option("--earnest-from", type=DATE, help="Day from which it is meant to be used in earnest.")
@_change_class
@click.option("--change-reason", help="Why it changed; a weaker version needs it.")
@click.option("--revision", type=int, help="The writing that the reviewer has read.")
@_dry_run
@pass_frame
def publish(
    frame: Frame,
    /,
    ref: str,
    valid_from: date | None,
    earnest_from: date | None,
    dry_run: bool,
    **about: Any,
) -> None:
    """Publish a reviewed draft that replaces nothing."""
    chosen = about["change_class"]
    order = PublicationOrder(
        ref,
        valid_from,
        earnest_from,
        None if chosen is None else ChangeClass(chosen),
        about["change_reason"],
        revision=about["revision"],
    )
    _carry_out(frame, ChangePlan((order,)), dry_run=dry_run)


@criterion.command("revise")
@click.argument("ref")
@_reason
@pass_frame
def revise(frame: Frame, ref: str, reason: str) -> None:
    """Put a version under revision; it stays in force, and a draft is made."""
    made = start_revision(frame.installation, frame.actor, ref, reason)
    frame.give(made, f"{made.of} omarbetas och gäller fortfarande. Utkast: {made.ref}")


@criterion.command("keep")
@click.argument("ref")
@_reason
@pass_frame
def keep(frame: Frame, ref: str, reason: str) -> None:
    """End a revision without changing the version."""
    _tell_change(frame, stop_revision(frame.installation, frame.actor, ref, reason))


@criterion.command("supersede")
@click.argument("ref")
@_successor
@_change_class
@_note
@_publish
@_on
@click.option("--transition-from", type=DATE, help="Day from which old and new both hold, until --on.")
@_reason
@_dry_run
@pass_frame
def supersede(
    frame: Frame,
    /,
    ref: str,
    on: date | None,
    transition_from: date | None,
    dry_run: bool,
    **about: Any,
) -> None:
    """Let a new version of the same criterion take over."""
    order = EventOrder(
        ref,
        about["reason"],
        LibraryEventKind.SUPERSEDE,
        on,
        _successors(about),
        transition_from=transition_from,
    )
    opens = on if transition_from is None else transition_from
    _carry_out(frame, ChangePlan(_publications(about, opens), (order,), on), dry_run=dry_run)


@criterion.command("withdraw")
@click.argument("ref")
@_successor
@_change_class
@_note
@_publish
@click.option("--gap-notice", type=_FILE, help="File with the gap notice.")
@click.option("--law", help="The law that has caught up.")
@click.option("--law-from", type=DATE, help="Day the law came in force.")
@click.option("--law-text", help="What the law demands, in words.")
@_on
@_reason
@_dry_run
@pass_frame
def withdraw(
    frame: Frame, /, ref: str, law_from: date | None, on: date | None, dry_run: bool, **about: Any
) -> None:
    """Take a version out of force: replaced, with a gap notice, or for a law."""
    law = about["law"]
    if law is not None and law_from is None:
        raise click.UsageError("--law needs --law-from")
    order = EventOrder(
        ref,
        about["reason"],
        on=on,
        successors=_successors(about),
        gap=None if about["gap_notice"] is None else read_one(about["gap_notice"], GapOrder),
        law=None if law is None or law_from is None else LawOrder(law, law_from, about["law_text"] or ""),
    )
    _carry_out(frame, ChangePlan(_publications(about, on), (order,), on), dry_run=dry_run)


@criterion.command("fill")
@click.argument("ref")
@_successor
@_change_class
@_note
@_publish
@_on
@_reason
@_dry_run
@pass_frame
def fill(frame: Frame, /, ref: str, on: date | None, dry_run: bool, **about: Any) -> None:
    """Let successors take over what a gap notice leaves open."""
    kind = LibraryEventKind.FILL_GAP
    order = EventOrder(ref, about["reason"], kind, on, _successors(about))
    _carry_out(frame, ChangePlan(_publications(about, on), (order,), on), dry_run=dry_run)


@criterion.command("renew")
@click.argument("ref")
@click.option("--gap-notice", type=_FILE, required=True, help="File with the notice in its new words.")
@_on
@_reason
@_dry_run
@pass_frame
def renew(frame: Frame, /, ref: str, on: date | None, dry_run: bool, **about: Any) -> None:
    """Publish a gap notice in new words."""
    kind = LibraryEventKind.RENEW_NOTICE
    order = EventOrder(ref, about["reason"], kind, on, gap=read_one(about["gap_notice"], GapOrder))
    _carry_out(frame, ChangePlan(events=(order,)), dry_run=dry_run)


@criterion.command("reinstate")
@click.argument("ref")
@pass_frame
def reinstate_(frame: Frame, ref: str) -> None:
    """Take up the text of a version that has left force, as a new draft."""
    made = reinstate(frame.installation, frame.actor, ref)
    frame.give(made, f"Utkast: {made.ref}, med texten i {made.of}")


@criterion.command("move")
@click.argument("ref")
@click.option("--leave", multiple=True, metavar="GROUP", help="Group it leaves.")
@click.option("--join", multiple=True, metavar="GROUP", help="Group it joins.")
@click.option(
    "--rebase",
    multiple=True,
    metavar="OLD=NEW",
    help="Where a left group goes on (default: the first --join).",
)
@_on
@_reason
@_dry_run
@pass_frame
def move(
    frame: Frame, /, ref: str, on: date | None, reason: str, dry_run: bool, **groups: tuple[str, ...]
) -> None:
    """Move a version between groups; the old address goes on answering."""
    told = dict(pair.partition("=")[::2] for pair in groups["rebase"])
    first = next(iter(groups["join"]), "")
    heirs = tuple(Rebase(group, told.get(group, first)) for group in groups["leave"])
    moved = Move(groups["leave"], groups["join"], heirs)
    order = EventOrder(ref, reason, LibraryEventKind.MOVE, on, move=moved)
    _carry_out(frame, ChangePlan(events=(order,)), dry_run=dry_run)


@criterion.command("split")
@click.argument("ref")
@_successor
@_note
@_publish
@_on
@_reason
@_dry_run
@pass_frame
def split(frame: Frame, /, ref: str, on: date | None, dry_run: bool, **about: Any) -> None:
    """Let several versions carry one on, each its part."""
    about["change_class"] = ChangeClass.SPLIT_PART.value
    edges = _successors(about)
    if len(edges) < 2:
        raise click.UsageError("name at least two --successor")
    order = EventOrder(ref, about["reason"], on=on, successors=edges)
    _carry_out(frame, ChangePlan(_publications(about, on), (order,), on), dry_run=dry_run)


@criterion.command("merge")
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option("--into", required=True, metavar="REF", help="What carries them all on.")
@_note
@_publish
@_on
@_reason
@_dry_run
@pass_frame
def merge(
    frame: Frame,
    /,
    refs: tuple[str, ...],
    on: date | None,
    dry_run: bool,
    **about: Any,
) -> None:
    """Let one version carry several on."""
    about |= {"change_class": ChangeClass.MERGED.value, "successor": (about["into"],)}
    edges, reason = _successors(about), about["reason"]
    orders = tuple(EventOrder(ref, reason, on=on, successors=edges) for ref in refs)
    _carry_out(frame, ChangePlan(_publications(about, on), orders, on), dry_run=dry_run)


@criterion.command("plan")
@click.argument("file", type=_FILE)
@_dry_run
@pass_frame
def plan(frame: Frame, file: Path, dry_run: bool) -> None:
    """Carry out a file of publications and events as one."""
    _carry_out(frame, read_one(file, ChangePlan), dry_run=dry_run)


@criterion.command("review")
@click.argument("ref")
@click.option("--note", required=True, help="What was looked at.")
@_on
@pass_frame
def review(frame: Frame, ref: str, note: str, on: date | None) -> None:
    """Record that a published version has been looked through and still stands."""
    _tell_change(frame, record_review(frame.installation, frame.actor, ref, note, on=on))


@criterion.command("touched")
@click.argument("ref")
@pass_frame
def touched(frame: Frame, ref: str) -> None:
    """List the sets and contracts that pin a version."""
    found = list_touched(frame.installation, frame.actor, ref)
    lines = [f"{item.id} {item.status.value:18} {item.title}" for item in found.sets]
    lines += [f"{item.id} till {item.ends_on} {item.title}" for item in found.contracts]
    if found.elsewhere is not None:
        lines.append(
            f"Hos andra: {found.elsewhere.organisations} organisationer, {found.elsewhere.sets} "
            f"uppsättningar, {found.elsewhere.contracts} kontrakt"
        )
    frame.give(found, "\n".join(lines) or "Ingen kravuppsättning och inget kontrakt.")


def _successors(about: dict[str, Any]) -> tuple[SuccessorOrder, ...]:
    chosen = about["change_class"]
    if about["successor"] and chosen is None:
        raise click.UsageError("--successor needs --change-class")
    return tuple(SuccessorOrder(ref, ChangeClass(chosen), about["note"]) for ref in about["successor"])


def _publications(about: dict[str, Any], on: date | None) -> tuple[PublicationOrder, ...]:
    return tuple(PublicationOrder(ref, on, change_reason=about["note"]) for ref in about["publish"])


def _carry_out(frame: Frame, wanted: ChangePlan, *, dry_run: bool) -> None:
    if not dry_run:
        _tell_change(frame, change_library(frame.installation, frame.actor, wanted))
        return
    found = preview_change(frame.installation, frame.actor, wanted)
    frame.give(in_words(found, "issues", frame.language), _preview_text(frame, found))
    if not found.ok:
        sys.exit(FINDINGS)


def _preview_text(frame: Frame, found: Preview) -> str:
    if found.ok:
        return "Inget står i vägen. Inget är skrivet."
    return "\n".join(frame.issue_text(issue) for issue in found.issues)


def _tell_draft(frame: Frame, found: DraftView) -> None:
    words = {Stage.DRAFT: "utkast", Stage.REVIEW: "i granskning", Stage.REJECTED: "avvisat"}
    lines = [f"{found.ref} {words[found.stage]}, revision {found.revision}"]
    lines += [frame.issue_text(issue) for issue in found.issues]
    frame.give(in_words(found, "issues", frame.language), "\n".join(lines))


def _tell_change(frame: Frame, found: LibraryChange) -> None:
    lines = [f"{ref} publicerat" for ref in found.published]
    lines += [f"{ref} gäller inte från {found.on}" for ref in found.ended]
    lines += [f"{ref} ändrat" for ref in found.changed]
    lines += [f"paketet {name}" for name in found.packages]
    frame.give(found, "\n".join(lines))


COMMANDS = (criterion,)
