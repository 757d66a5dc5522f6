# SPDX-License-Identifier: EUPL-1.2
"""Commands about one line of a requirement set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from criteria.library.model import Words
from criteria.library.vocabulary import FollowUpRole, FollowUpTime, Method, ProofKind, RequirementType
from criteria.requirements.model import FollowUpChoice
from criteria.services import sets as building
from criteria.services.sets_change import EditAt
from criteria.services.sets_own import OwnLineChange, change_own_line
from webapp.commands.frame import Frame, pass_frame
from webapp.commands.set_frame import FILE, give_set, one_of, pair, read_text, revision_seen, sets


@sets.command("own")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--title")
@click.option("--type", "kind", type=one_of(RequirementType))
@click.option("--proof", help="What the supplier shows.")
@click.option("--proof-kind", type=one_of(ProofKind))
@revision_seen
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
    give_set(frame, change_own_line(frame.installation, frame.actor, at, line_number, change))


@sets.command("param")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.argument("values", metavar="NAME=VALUE...", nargs=-1, required=True)
@revision_seen
@pass_frame
def param(frame: Frame, set_id: str, line_number: int, values: tuple[str, ...], revision: int | None) -> None:
    """Fill blanks of a line."""
    at = EditAt(set_id, revision)
    pairs = tuple(pair(value) for value in values)
    give_set(frame, building.set_parameter(frame.installation, frame.actor, at, line_number, pairs))


@sets.command("edit")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--text", "file", type=FILE, required=True, help="File with the Swedish text.")
@click.option("--text-en", "file_en", type=FILE, help="File with the English text.")
@click.option("--reason", default="", help="Why the text differs from the library's.")
@revision_seen
@pass_frame
def edit(frame: Frame, /, set_id: str, line_number: int, file: Path, **given: Any) -> None:
    """Change a line's text for this purchase; the difference is shown for ever."""
    english = None if given["file_en"] is None else read_text(given["file_en"])
    new = building.NewWording(Words(read_text(file), english), given["reason"])
    at = EditAt(set_id, given["revision"])
    give_set(frame, building.edit_wording(frame.installation, frame.actor, at, line_number, new))


@sets.command("applies-to")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.argument("applies_to", metavar="[TEXT]", required=False)
@revision_seen
@pass_frame
def applies_to(
    frame: Frame, set_id: str, line_number: int, applies_to: str | None, revision: int | None
) -> None:
    """Say which rows of the price list, or which goods, a line is about; without text everything."""
    at = EditAt(set_id, revision)
    give_set(frame, building.set_applies_to(frame.installation, frame.actor, at, line_number, applies_to))


@sets.command("followup")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--method", multiple=True, type=one_of(Method), help="Main method first.")
@click.option("--when", multiple=True, type=one_of(FollowUpTime))
@click.option("--role", type=one_of(FollowUpRole))
@click.option("--none", "not_followed", metavar="REASON", help="Do not follow up, and why.")
@revision_seen
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
    give_set(frame, building.set_follow_up(frame.installation, frame.actor, at, line_number, choice))


@sets.command("move")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.argument("position", type=int)
@revision_seen
@pass_frame
def move(frame: Frame, set_id: str, line_number: int, position: int, revision: int | None) -> None:
    """Move a line to another place, counted from 1."""
    at = EditAt(set_id, revision)
    give_set(frame, building.move_line(frame.installation, frame.actor, at, line_number, position))


@sets.command("repeat")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@revision_seen
@pass_frame
def repeat(frame: Frame, set_id: str, line_number: int, revision: int | None) -> None:
    """Include a line's criterion once more, for other rows or kinds, with values of its own."""
    at = EditAt(set_id, revision)
    give_set(frame, building.repeat_line(frame.installation, frame.actor, at, line_number))


@sets.command("remove")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--reason", required=True)
@revision_seen
@pass_frame
def remove(frame: Frame, set_id: str, line_number: int, reason: str, revision: int | None) -> None:
    """Remove a line; the reason is kept."""
    at = EditAt(set_id, revision)
    give_set(frame, building.remove_line(frame.installation, frame.actor, at, line_number, reason))


@sets.command("answer")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.argument("code")
@click.option("--reason", required=True)
@revision_seen
@pass_frame
def answer(frame: Frame, /, set_id: str, line_number: int, code: str, **given: Any) -> None:
    """Answer a finding with a reason instead of changing the line."""
    at = EditAt(set_id, given["revision"])
    reply = (code, given["reason"])
    give_set(frame, building.answer_finding(frame.installation, frame.actor, at, line_number, reply))


@sets.command("renew")
@click.argument("set_id", metavar="SET")
@click.argument("line_number", metavar="LINE", type=int)
@click.option("--to", "ref", help="Which successor, where there are several.")
@revision_seen
@pass_frame
def renew(frame: Frame, set_id: str, line_number: int, ref: str | None, revision: int | None) -> None:
    """Exchange a line's criterion for what carries it on today."""
    at = EditAt(set_id, revision)
    give_set(frame, building.renew_line(frame.installation, frame.actor, at, line_number, ref))


COMMANDS = (sets,)
