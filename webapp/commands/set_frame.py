# SPDX-License-Identifier: EUPL-1.2
"""What the commands about requirement sets have in common: how a set is given, and how options are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from criteria.errors import InvalidInputError
from criteria.issues import Issue
from criteria.services.sets_views import SetView
from webapp.commands.frame import Frame, noun
from webapp.shapes import set_body, told

sets = noun("set", "Requirement sets.")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MAX_FILE = 6 * 1024 * 1024


def give_set(frame: Frame, /, view: SetView, **more: object) -> None:
    """Give a set as it then stands."""
    frame.give(set_body(view, frame.language, **more), _set_text(frame, view))


def _set_text(frame: Frame, view: SetView) -> str:
    hours = view.effort.by_hand
    lines = [f"{view.id}  {view.title}  [{view.status.value}, revision {view.revision}]"]
    for item in sorted(view.lines, key=lambda line: [int(part) for part in line.number.split(".")]):
        marks = " ".join(item.flags)
        lines.append(f"{item.number:5} rad {item.line:<3} {item.id:24} {item.title.sv}  {marks}".rstrip())
    lines.append(f"{hours.first_year_hours} timmar första året, {hours.later_year_hours} sedan (antagande).")
    if view.seal is not None:
        lines.append(f"sigill {view.seal}")
    lines.extend(issue_line(frame, issue) for issue in view.issues)
    return "\n".join(lines)


def issue_line(frame: Frame, issue: Issue) -> str:
    """A finding as one line of text."""
    shown = told(issue, frame.language)
    where = "" if shown.line is None else f"rad {shown.line}: "
    return f"{shown.severity.value:6} {where}{shown.message} {shown.mend}".rstrip()


def one_of(kind: Any) -> click.Choice[str]:
    """A choice among the codes of an enumeration."""
    return click.Choice([item.value for item in kind], case_sensitive=False)


def revision_seen(function: Any) -> Any:
    """Take the revision that the caller saw."""
    return click.option("--revision", type=int, help="The revision you saw; another one is refused.")(
        function
    )


def pair(text: str) -> tuple[str, str]:
    """A name and its value."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.BadParameter(f"{text!r}: write NAME=VALUE")
    return name.strip(), value


def read_file(path: Path) -> bytes:
    """The first megabytes of a file: more is refused where it is read."""
    with path.open("rb") as file:
        return file.read(MAX_FILE)


def read_text(path: Path) -> str:
    """A file as text."""
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError("file.not_utf8", where=str(path), position=error.start) from error
    except OSError as error:
        raise click.BadParameter(f"{path} cannot be read") from error
