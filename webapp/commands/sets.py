# SPDX-License-Identifier: EUPL-1.2
"""Commands about requirement sets: building, checking and the life of a set."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import click

from criteria.errors import InvalidInputError
from criteria.identifiers import parse_level
from criteria.issues import Issue
from criteria.library.model import Words
from criteria.library.vocabulary import (
    FollowUpRole,
    FollowUpTime,
    Level,
    Method,
    ProofKind,
    RequirementType,
)
from criteria.requirements.model import FollowUpChoice
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
    OwnLineChange,
    add_own_line,
    change_own_line,
    paste_lines,
)
from criteria.services.sets_updates import list_updates
from criteria.services.sets_views import SetView
from webapp.commands.frame import DATE, FINDINGS, Frame, noun, pass_frame
from webapp.messages.catalogue import message
from webapp.shapes import SetsBody, gate_body, set_body, told

sets = noun("set", "Requirement sets.")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MAX_FILE = 6 * 1024 * 1024


def _enum(kind: Any) -> click.Choice[str]:
    return click.Choice([item.value for item in kind], case_sensitive=False)


def _revision(function: Any) -> Any:
    return click.option("--revision", type=int, help="The revision you saw; another one is refused.")(
        function
    )


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
    _give(frame, building.create_set(frame.installation, frame.actor, new))


@sets.command("details")
@click.argument("set_id", metavar="SET")
@click.option("--title")
@click.option("--diary", help="Diary number; empty takes it away.")
@click.option("--cpv", multiple=True, help="CPV code; those given take the place of all there were.")
@_revision
@pass_frame
def details(frame: Frame, /, set_id: str, cpv: tuple[str, ...], revision: int | None, **given: Any) -> None:
    """Change a draft's title, diary number or CPV codes."""
    new = NewDetails(title=given["title"], diary=given["diary"], cpv=cpv or None)
    _give(frame, change_details(frame.installation, frame.actor, EditAt(set_id, revision), new))


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
    _give(frame, done.set, pins=done.pins)


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
    _give(frame, building.show_set(frame.installation, frame.actor, set_id))


@sets.command("add")
@click.argument("set_id", metavar="SET")
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@_revision
@pass_frame
def add(frame: Frame, set_id: str, refs: tuple[str, ...], revision: int | None) -> None:
    """Add criteria, in the order named; all or none."""
    _give(frame, building.add_criteria(frame.installation, frame.actor, EditAt(set_id, revision), refs))


@sets.command("package")
@click.argument("set_id", metavar="SET")
@click.argument("group")
@click.option("--level", default="base", show_default=True)
@_revision
@pass_frame
def package(frame: Frame, set_id: str, group: str, level: str, revision: int | None) -> None:
    """Add a whole product group or package at a level."""
    at = EditAt(set_id, revision)
    done = building.add_package(frame.installation, frame.actor, at, group, Level(parse_level(level)))
    for item in done.skipped:
        frame.say(f"{item.ref}: {message('set.skipped_' + item.why, {}, frame.language)}")
    _give(frame, done.set, added=done.added, skipped=done.skipped)


@sets.command("line")
@click.argument("set_id", metavar="SET")
@click.option("--text", required=True, help="What is demanded.")
@click.option("--title")
@click.option("--type", "kind", type=_enum(RequirementType), help="Default: proposed.")
@_revision
@pass_frame
def line(frame: Frame, /, set_id: str, text: str, revision: int | None, **given: str | None) -> None:
    """Add an own requirement; proof and follow-up are proposed from the nearest criterion."""
    kind = given["kind"]
    own_line = OwnLine(text, "--text", given["title"], None if kind is None else RequirementType(kind))
    _give_own(frame, add_own_line(frame.installation, frame.actor, EditAt(set_id, revision), own_line))


@sets.command("paste")
@click.argument("set_id", metavar="SET")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@_revision
@pass_frame
def paste(frame: Frame, set_id: str, file: Path, revision: int | None) -> None:
    """Add every row of a text, CSV, Word or Excel file as an own requirement ("-": standard input)."""
    content = sys.stdin.buffer.read(_MAX_FILE) if str(file) == "-" else _read(file)
    at = EditAt(set_id, revision)
    _give_own(frame, paste_lines(frame.installation, frame.actor, at, content, file.name))


@sets.command("own")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--title")
@click.option("--type", "kind", type=_enum(RequirementType))
@click.option("--proof", help="What the supplier shows.")
@click.option("--proof-kind", type=_enum(ProofKind))
@_revision
@pass_frame
def own(frame: Frame, /, set_id: str, line_number: int, revision: int | None, **given: str | None) -> None:
    """Change title, type or proof of an own requirement."""
    change = OwnLineChange(
        title=given["title"],
        type=None if given["kind"] is None else RequirementType(given["kind"]),
        proof_text=given["proof"],
        proof_kind=None if given["proof_kind"] is None else ProofKind(given["proof_kind"]),
    )
    at = EditAt(set_id, revision)
    _give(frame, change_own_line(frame.installation, frame.actor, at, line_number, change))


@sets.command("param")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.argument("values", metavar="NAME=VALUE...", nargs=-1, required=True)
@_revision
@pass_frame
def param(frame: Frame, set_id: str, line_number: int, values: tuple[str, ...], revision: int | None) -> None:
    """Fill blanks of a line."""
    at = EditAt(set_id, revision)
    pairs = tuple(_pair(value) for value in values)
    _give(frame, building.set_parameter(frame.installation, frame.actor, at, line_number, pairs))


@sets.command("edit")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--text", "file", type=_FILE, required=True, help="File with the Swedish text.")
@click.option("--text-en", "file_en", type=_FILE, help="File with the English text.")
@click.option("--reason", default="", help="Why the text differs from the library's.")
@_revision
@pass_frame
def edit(frame: Frame, /, set_id: str, line_number: int, file: Path, **given: Any) -> None:
    """Change a line's text for this purchase; the difference is shown for ever."""
    english = None if given["file_en"] is None else _text(given["file_en"])
    new = building.NewWording(Words(_text(file), english), given["reason"])
    at = EditAt(set_id, given["revision"])
    _give(frame, building.edit_wording(frame.installation, frame.actor, at, line_number, new))


@sets.command("followup")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--method", multiple=True, type=_enum(Method), help="Main method first.")
@click.option("--when", multiple=True, type=_enum(FollowUpTime))
@click.option("--role", type=_enum(FollowUpRole))
@click.option("--none", "not_followed", metavar="REASON", help="Do not follow up, and why.")
@_revision
@pass_frame
def followup(frame: Frame, /, set_id: str, line_number: int, revision: int | None, **given: Any) -> None:
    """Choose how a line is followed up; without options the template's own way."""
    choice = FollowUpChoice(
        methods=tuple(Method(item) for item in given["method"]),
        when=tuple(FollowUpTime(item) for item in given["when"]),
        role=None if given["role"] is None else FollowUpRole(given["role"]),
        not_followed_reason=given["not_followed"],
    )
    at = EditAt(set_id, revision)
    _give(frame, building.set_follow_up(frame.installation, frame.actor, at, line_number, choice))


@sets.command("move")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.argument("position", type=int)
@_revision
@pass_frame
def move(frame: Frame, set_id: str, line_number: int, position: int, revision: int | None) -> None:
    """Move a line to another place, counted from 1."""
    at = EditAt(set_id, revision)
    _give(frame, building.move_line(frame.installation, frame.actor, at, line_number, position))


@sets.command("remove")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--reason", required=True)
@_revision
@pass_frame
def remove(frame: Frame, set_id: str, line_number: int, reason: str, revision: int | None) -> None:
    """Remove a line; the reason is kept."""
    at = EditAt(set_id, revision)
    _give(frame, building.remove_line(frame.installation, frame.actor, at, line_number, reason))


@sets.command("answer")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.argument("code")
@click.option("--reason", required=True)
@_revision
@pass_frame
def answer(frame: Frame, /, set_id: str, line_number: int, code: str, **given: Any) -> None:
    """Answer a finding with a reason instead of changing the line."""
    at = EditAt(set_id, given["revision"])
    reply = (code, given["reason"])
    _give(frame, building.answer_finding(frame.installation, frame.actor, at, line_number, reply))


@sets.command("renew")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--to", "ref", help="Which successor, where there are several.")
@_revision
@pass_frame
def renew(frame: Frame, set_id: str, line_number: int, ref: str | None, revision: int | None) -> None:
    """Exchange a line's criterion for what carries it on today."""
    at = EditAt(set_id, revision)
    _give(frame, building.renew_line(frame.installation, frame.actor, at, line_number, ref))


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
    lines = [_issue_line(frame, issue) for issue in gate.issues]
    lines.append(
        f"{gate.first_year_hours} timmar första året, {gate.later_year_hours} sedan (antagande). "
        + ("Klar att låsa." if gate.ready else "Kan inte låsas än.")
    )
    frame.give(gate_body(gate, frame.language), "\n".join(lines))
    if not gate.ready:
        sys.exit(FINDINGS)


@sets.command("review")
@click.argument("set_id", metavar="SET")
@_revision
@pass_frame
def review(frame: Frame, set_id: str, revision: int | None) -> None:
    """Send a draft for internal review."""
    _give(frame, send_for_review(frame.installation, frame.actor, EditAt(set_id, revision)))


@sets.command("return")
@click.argument("set_id", metavar="SET")
@click.option("--reason", required=True)
@_revision
@pass_frame
def return_(frame: Frame, set_id: str, reason: str, revision: int | None) -> None:
    """Return a set from internal review to draft."""
    _give(frame, return_set(frame.installation, frame.actor, EditAt(set_id, revision), reason))


@sets.command("lock")
@click.argument("set_id", metavar="SET")
@_revision
@pass_frame
def lock(frame: Frame, set_id: str, revision: int | None) -> None:
    """Lock a set: it gets its seal, and the hours shown are accepted."""
    view = lock_set(frame.installation, frame.actor, EditAt(set_id, revision))
    _give(frame, view)


@sets.command("unlock")
@click.argument("set_id", metavar="SET")
@click.option("--reason", required=True)
@_revision
@pass_frame
def unlock(frame: Frame, set_id: str, reason: str, revision: int | None) -> None:
    """Make a locked, not yet published set a draft again."""
    _give(frame, unlock_set(frame.installation, frame.actor, EditAt(set_id, revision), reason))


@sets.command("publish")
@click.argument("set_id", metavar="SET")
@click.option("--date", "published_on", type=DATE, required=True)
@click.option("--deadline", "deadline_on", type=DATE, required=True)
@click.option("--diary", help="Diary number, if the set has none.")
@_revision
@pass_frame
def publish(frame: Frame, /, set_id: str, revision: int | None, **given: Any) -> None:
    """Note that a locked set has been advertised."""
    at = EditAt(set_id, revision)
    _give(frame, publish_set(frame.installation, frame.actor, at, SetPublication(**given)))


@sets.command("amend")
@click.argument("set_id", metavar="SET")
@click.option("--reason", required=True)
@click.option("--informed", "informed_on", type=DATE, required=True, help="When everybody was told.")
@click.option("--param", "params", multiple=True, metavar="LINE:NAME=VALUE")
@click.option("--text", "texts", multiple=True, metavar="LINE=FILE")
@click.option("--remove", "removals", multiple=True, type=int, metavar="LINE")
@click.option("--deadline", "new_deadline", type=DATE, help="A new, later deadline.")
@click.option("--substantial", is_flag=True, help="The change is substantial and needs a new deadline.")
@_revision
@pass_frame
def amend(frame: Frame, /, set_id: str, reason: str, informed_on: date, **given: Any) -> None:
    """Change a published set by supplementary information, before the deadline."""
    changes = [
        *(LineAmendment(number, values=(pair,)) for number, pair in map(_line_pair, given["params"])),
        *(
            LineAmendment(number, text=Words(_text(Path(file))))
            for number, file in map(_line_file, given["texts"])
        ),
        *(LineAmendment(number, remove=True) for number in given["removals"]),
    ]
    amendment = Amendment(reason, informed_on, tuple(changes), given["new_deadline"], given["substantial"])
    at = EditAt(set_id, given["revision"])
    _give(frame, amend_set(frame.installation, frame.actor, at, amendment))


@sets.command("cancel")
@click.argument("set_id", metavar="SET")
@click.option("--reason", required=True)
@_revision
@pass_frame
def cancel(frame: Frame, set_id: str, reason: str, revision: int | None) -> None:
    """Call a set off."""
    _give(frame, cancel_set(frame.installation, frame.actor, EditAt(set_id, revision), reason))


def _give(frame: Frame, /, view: SetView, **more: object) -> None:
    frame.give(set_body(view, frame.language, **more), _set_text(frame, view))


def _give_own(frame: Frame, done: LinesPasted) -> None:
    for item in done.added:
        frame.say(f"{item.line}: {item.title} ({item.type.value}, {item.proposed_from or '–'})")
    _give(frame, done.set, added=done.added)


def _set_text(frame: Frame, view: SetView) -> str:
    hours = view.effort.by_hand
    lines = [f"{view.id}  {view.title}  [{view.status.value}, revision {view.revision}]"]
    for item in sorted(view.lines, key=lambda line: [int(part) for part in line.number.split(".")]):
        marks = " ".join(item.flags)
        lines.append(f"{item.number:5} rad {item.line:<3} {item.id:24} {item.title.sv}  {marks}".rstrip())
    lines.append(f"{hours.first_year_hours} timmar första året, {hours.later_year_hours} sedan (antagande).")
    if view.seal is not None:
        lines.append(f"sigill {view.seal}")
    lines.extend(_issue_line(frame, issue) for issue in view.issues)
    return "\n".join(lines)


def _issue_line(frame: Frame, issue: Issue) -> str:
    shown = told(issue, frame.language)
    where = "" if shown.line is None else f"rad {shown.line}: "
    return f"{shown.severity.value:6} {where}{shown.message} {shown.mend}".rstrip()


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


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.BadParameter(f"{text!r}: write NAME=VALUE")
    return name.strip(), value


def _line_pair(text: str) -> tuple[int, tuple[str, str]]:
    number, sign, rest = text.partition(":")
    if not sign or not number.strip().isdigit():
        raise click.BadParameter(f"{text!r}: write LINE:NAME=VALUE", param_hint="--param")
    return int(number), _pair(rest)


def _line_file(text: str) -> tuple[int, str]:
    number, sign, file = text.partition("=")
    if not sign or not number.strip().isdigit():
        raise click.BadParameter(f"{text!r}: write LINE=FILE", param_hint="--text")
    return int(number), file


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MAX_FILE)


def _text(path: Path) -> str:
    try:
        return _read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError("file.not_utf8", where=str(path), position=error.start) from error
    except OSError as error:
        raise click.BadParameter(f"{path} cannot be read") from error


COMMANDS = (sets,)
