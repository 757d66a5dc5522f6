# SPDX-License-Identifier: EUPL-1.2
"""Commands about requirement sets: building, checking and the life of a set."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from criteria.identifiers import parse_level
from criteria.library.model import Words
from criteria.library.vocabulary import (
    Level,
    RequirementType,
)
from criteria.requirements.own_lines import OwnLine
from criteria.services import sets as building
from criteria.services.sets_change import EditAt
from criteria.services.sets_copy import copy_set
from criteria.services.sets_details import NewDetails, change_details
from criteria.services.sets_life import (
    Amendment,
    LineAmendment,
    SetPublication,
    amend_set,
    cancel_set,
    check_set,
    lock_set,
    publish_set,
    return_set,
    send_for_review,
    unlock_set,
)
from criteria.services.sets_own import (
    LinesPasted,
    add_own_line,
    paste_lines,
)
from criteria.services.sets_updates import list_updates
from webapp.commands import set_lines
from webapp.commands.frame import DATE, FINDINGS, Frame, pass_frame
from webapp.commands.set_frame import (
    MAX_FILE,
    give_set,
    issue_line,
    one_of,
    pair,
    read_file,
    read_text,
    revision_seen,
    sets,
)
from webapp.messages.catalogue import message
from webapp.shapes import SetsBody, gate_body


@sets.command("create")
@click.option("--title", required=True)
@click.option("--cpv", multiple=True, help="CPV code, with or without check digit.")
@click.option("--diary", help="Diary number.")
@click.option("--suppliers", type=int, default=1, show_default=True)
@click.option("--articles", type=int, default=10, show_default=True)
@click.option("--years", type=int, default=2, show_default=True)
@click.option("--hours", help="Hours a year that there are for follow-up.")
@pass_frame
def create(frame: Frame, /, title: str, cpv: tuple[str, ...], hours: str | None, **other: Any) -> None:
    """Create an empty set."""
    new = building.NewSet(title=title, cpv=cpv, hours_available=_hours(hours), **other)
    give_set(frame, building.create_set(frame.installation, frame.actor, new))


@sets.command("details")
@click.argument("set_id", metavar="SET")
@click.option("--title")
@click.option("--diary", help="Diary number; empty takes it away.")
@click.option("--cpv", multiple=True, help="CPV code; those given take the place of all there were.")
@revision_seen
@pass_frame
def details(frame: Frame, /, set_id: str, cpv: tuple[str, ...], revision: int | None, **given: Any) -> None:
    """Change a draft's title, diary number or CPV codes."""
    new = NewDetails(title=given["title"], diary=given["diary"], cpv=cpv or None)
    give_set(frame, change_details(frame.installation, frame.actor, EditAt(set_id, revision), new))


@sets.command("copy")
@click.argument("set_id", metavar="SET")
@click.option("--title", required=True, help="What the new set is called.")
@pass_frame
def copy(frame: Frame, set_id: str, title: str) -> None:
    """Copy a set for a new procurement; every pin is checked against today."""
    done = copy_set(frame.installation, frame.actor, set_id, title)
    for pin in done.pins:
        now = f" → {', '.join(pin.check.now)}" if pin.check.now else ""
        frame.say(f"{pin.number:5} {pin.ref or '–':24} {pin.check.kind.value}{now}")
    give_set(frame, done.set, pins=done.pins)


@sets.command("list")
@pass_frame
def list_(frame: Frame) -> None:
    """List the organisation's sets, last changed first."""
    found = building.list_sets(frame.installation, frame.actor)
    text = "\n".join(
        f"{item.id}  {item.status.value:18} {item.pinned:3} krav  {item.title}" for item in found
    )
    frame.give(SetsBody(found), text or "Inga kravuppsättningar.")


@sets.command("show")
@click.argument("set_id", metavar="SET")
@pass_frame
def show(frame: Frame, set_id: str) -> None:
    """Show a set with its lines, findings and hours."""
    give_set(frame, building.show_set(frame.installation, frame.actor, set_id))


@sets.command("add")
@click.argument("set_id", metavar="SET")
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@revision_seen
@pass_frame
def add(frame: Frame, set_id: str, refs: tuple[str, ...], revision: int | None) -> None:
    """Add criteria, in the order named; all or none."""
    give_set(frame, building.add_criteria(frame.installation, frame.actor, EditAt(set_id, revision), refs))


@sets.command("package")
@click.argument("set_id", metavar="SET")
@click.argument("group")
@click.option("--level", default="base", show_default=True)
@revision_seen
@pass_frame
def package(frame: Frame, set_id: str, group: str, level: str, revision: int | None) -> None:
    """Add a whole product group or package at a level."""
    at = EditAt(set_id, revision)
    done = building.add_package(frame.installation, frame.actor, at, group, Level(parse_level(level)))
    for item in done.skipped:
        frame.say(f"{item.ref}: {message('set.skipped_' + item.why, {}, frame.language)}")
    give_set(frame, done.set, added=done.added, skipped=done.skipped)


@sets.command("line")
@click.argument("set_id", metavar="SET")
@click.option("--text", required=True, help="What is demanded.")
@click.option("--title")
@click.option("--type", "kind", type=one_of(RequirementType), help="Default: proposed.")
@revision_seen
@pass_frame
def line(frame: Frame, /, set_id: str, text: str, revision: int | None, **given: str | None) -> None:
    """Add an own requirement; proof and follow-up are proposed from the nearest criterion."""
    kind = given["kind"]
    own_line = OwnLine(text, "--text", given["title"], None if kind is None else RequirementType(kind))
    _give_own(frame, add_own_line(frame.installation, frame.actor, EditAt(set_id, revision), own_line))


@sets.command("paste")
@click.argument("set_id", metavar="SET")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@revision_seen
@pass_frame
def paste(frame: Frame, set_id: str, file: Path, revision: int | None) -> None:
    """Add every row of a text, CSV, Word or Excel file as an own requirement ("-": standard input)."""
    content = sys.stdin.buffer.read(MAX_FILE) if str(file) == "-" else read_file(file)
    at = EditAt(set_id, revision)
    _give_own(frame, paste_lines(frame.installation, frame.actor, at, content, file.name))


@sets.command("updates")
@click.argument("set_id", metavar="SET")
@pass_frame
def updates(frame: Frame, set_id: str) -> None:
    """List lines whose criterion has changed since."""
    found = list_updates(frame.installation, frame.actor, set_id)
    text = "\n".join(
        f"{item.line}: {item.pinned} {item.status.value} {item.since} → {', '.join(item.now) or '–'}"
        for item in found.lines
    )
    frame.give(found, text or "Alla kriterier gäller.")


@sets.command("check")
@click.argument("set_id", metavar="SET")
@pass_frame
def check(frame: Frame, set_id: str) -> None:
    """Show what stands in the way of locking, and the hours."""
    gate = check_set(frame.installation, frame.actor, set_id)
    lines = [issue_line(frame, issue) for issue in gate.issues]
    lines.append(
        f"{gate.first_year_hours} timmar första året, {gate.later_year_hours} sedan (antagande). "
        + ("Klar att låsa." if gate.ready else "Kan inte låsas än.")
    )
    frame.give(gate_body(gate, frame.language), "\n".join(lines))
    if not gate.ready:
        sys.exit(FINDINGS)


@sets.command("review")
@click.argument("set_id", metavar="SET")
@revision_seen
@pass_frame
def review(frame: Frame, set_id: str, revision: int | None) -> None:
    """Send a draft for internal review."""
    give_set(frame, send_for_review(frame.installation, frame.actor, EditAt(set_id, revision)))


@sets.command("return")
@click.argument("set_id", metavar="SET")
@click.option("--reason", required=True)
@revision_seen
@pass_frame
def return_(frame: Frame, set_id: str, reason: str, revision: int | None) -> None:
    """Return a set from internal review to draft."""
    give_set(frame, return_set(frame.installation, frame.actor, EditAt(set_id, revision), reason))


@sets.command("lock")
@click.argument("set_id", metavar="SET")
@revision_seen
@pass_frame
def lock(frame: Frame, set_id: str, revision: int | None) -> None:
    """Lock a set: it gets its seal, and the hours shown are accepted."""
    view = lock_set(frame.installation, frame.actor, EditAt(set_id, revision))
    give_set(frame, view)


@sets.command("unlock")
@click.argument("set_id", metavar="SET")
@click.option("--reason", required=True)
@revision_seen
@pass_frame
def unlock(frame: Frame, set_id: str, reason: str, revision: int | None) -> None:
    """Make a locked, not yet published set a draft again."""
    give_set(frame, unlock_set(frame.installation, frame.actor, EditAt(set_id, revision), reason))


@sets.command("publish")
@click.argument("set_id", metavar="SET")
@click.option("--date", "published_on", type=DATE, required=True)
@click.option("--deadline", "deadline_on", type=DATE, required=True)
@click.option("--diary", help="Diary number, if the set has none.")
@revision_seen
@pass_frame
def publish(frame: Frame, /, set_id: str, revision: int | None, **given: Any) -> None:
    """Note that a locked set has been advertised."""
    at = EditAt(set_id, revision)
    give_set(frame, publish_set(frame.installation, frame.actor, at, SetPublication(**given)))


@sets.command("amend")
@click.argument("set_id", metavar="SET")
@click.option("--reason", required=True)
@click.option("--informed", "informed_on", type=DATE, required=True, help="When everybody was told.")
@click.option("--param", "params", multiple=True, metavar="LINE:NAME=VALUE")
@click.option("--text", "texts", multiple=True, metavar="LINE=FILE")
@click.option("--remove", "removals", multiple=True, type=int, metavar="LINE")
@click.option("--deadline", "new_deadline", type=DATE, help="A new, later deadline.")
@click.option("--substantial", is_flag=True, help="The change is substantial and needs a new deadline.")
@revision_seen
@pass_frame
def amend(frame: Frame, /, set_id: str, reason: str, informed_on: date, **given: Any) -> None:
    """Change a published set by supplementary information, before the deadline."""
    changes = [
        *(LineAmendment(number, values=(pair,)) for number, pair in map(_line_pair, given["params"])),
        *(
            LineAmendment(number, text=Words(read_text(Path(file))))
            for number, file in map(_line_file, given["texts"])
        ),
        *(LineAmendment(number, remove=True) for number in given["removals"]),
    ]
    amendment = Amendment(reason, informed_on, tuple(changes), given["new_deadline"], given["substantial"])
    at = EditAt(set_id, given["revision"])
    give_set(frame, amend_set(frame.installation, frame.actor, at, amendment))


@sets.command("cancel")
@click.argument("set_id", metavar="SET")
@click.option("--reason", required=True)
@revision_seen
@pass_frame
def cancel(frame: Frame, set_id: str, reason: str, revision: int | None) -> None:
    """Call a set off."""
    give_set(frame, cancel_set(frame.installation, frame.actor, EditAt(set_id, revision), reason))


def _give_own(frame: Frame, done: LinesPasted) -> None:
    for item in done.added:
        frame.say(f"{item.line}: {item.title} ({item.type.value}, {item.proposed_from or '–'})")
    give_set(frame, done.set, added=done.added)


def _hours(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise click.BadParameter(f"{text!r} is no number", param_hint="--hours") from None
    if not hours.is_finite():
        raise click.BadParameter(f"{text!r} is no number", param_hint="--hours")
    return hours


def _line_pair(text: str) -> tuple[int, tuple[str, str]]:
    number, sign, rest = text.partition(":")
    if not sign or not number.strip().isdigit():
        raise click.BadParameter(f"{text!r}: write LINE:NAME=VALUE", param_hint="--param")
    return int(number), pair(rest)


def _line_file(text: str) -> tuple[int, str]:
    number, sign, file = text.partition("=")
    if not sign or not number.strip().isdigit():
        raise click.BadParameter(f"{text!r}: write LINE=FILE", param_hint="--text")
    return int(number), file


#: The commands about one line join the same noun when their module is read.
COMMANDS = set_lines.COMMANDS
