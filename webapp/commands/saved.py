# SPDX-License-Identifier: EUPL-1.2
"""Commands about a person's saved searches."""

from __future__ import annotations

from typing import Any

import click

from criteria.identifiers import parse_level
from criteria.search.model import Filters
from criteria.services.saved_searches import (
    SavedView,
    SearchToSave,
    change_saved,
    forget_search,
    list_saved,
    look_at_watches,
    save_search,
)
from webapp.commands.frame import Frame, noun, pass_frame

saved_search = noun("saved-search", "Your saved searches, and which of them are watched.")


@saved_search.command("list")
@pass_frame
def saved_list(frame: Frame) -> None:
    """List your saved searches with how many criteria in force they find."""
    found = list_saved(frame.installation, frame.actor)
    frame.give({"searches": found}, "\n".join(map(_line, found)) or "Inga sparade sökningar.")


@saved_search.command("add")
@click.argument("query", required=False, default="")
@click.option("--name", default="", help="What to call it; else the words.")
@click.option("--watch", is_flag=True, help="Tell when something happens to what it finds.")
@click.option("--group", multiple=True)
@click.option("--cpv", multiple=True)
@click.option("--level", multiple=True)
@click.option("--type", "types", multiple=True)
@click.option("--aspect", multiple=True)
@click.option("--label", multiple=True)
@click.option("--method", multiple=True)
@click.option("--status", multiple=True)
@pass_frame
def saved_add(frame: Frame, /, query: str, name: str, *, watch: bool, **chosen: Any) -> None:
    """Save a search."""
    filters = Filters(
        groups=chosen["group"],
        cpv=chosen["cpv"],
        levels=tuple(parse_level(level) for level in chosen["level"]),
        types=chosen["types"],
        aspects=chosen["aspect"],
        labels=chosen["label"],
        methods=chosen["method"],
        statuses=chosen["status"],
    )
    _tell(frame, save_search(frame.installation, frame.actor, SearchToSave(name, query, filters, watch)))


@saved_search.command("change")
@click.argument("saved_id", metavar="SEARCH")
@click.option("--name", help="Another name.")
@click.option("--watch/--no-watch", default=None, help="Begin or stop watching it.")
@pass_frame
def saved_change(frame: Frame, saved_id: str, name: str | None, *, watch: bool | None) -> None:
    """Rename a search, or begin or stop watching it."""
    _tell(frame, change_saved(frame.installation, frame.actor, saved_id, name=name, is_watched=watch))


@saved_search.command("remove")
@click.argument("saved_id", metavar="SEARCH")
@pass_frame
def saved_remove(frame: Frame, saved_id: str) -> None:
    """Take a search away."""
    forget_search(frame.installation, frame.actor, saved_id)
    frame.give({"removed": saved_id}, f"{saved_id} är borttagen.")


@saved_search.command("look")
@pass_frame
def saved_look(frame: Frame) -> None:
    """Tell everybody what has happened to what they watch; the server does so each minute."""
    told = look_at_watches(frame.installation)
    frame.give({"told": told}, f"{told} meddelanden.")


def _tell(frame: Frame, view: SavedView) -> None:
    frame.give(view, _line(view))


def _line(view: SavedView) -> str:
    return f"{view.id}  {'bevakas' if view.is_watched else '':8} {view.total:4}  {view.name}"


COMMANDS = (saved_search,)
