# SPDX-License-Identifier: EUPL-1.2
"""Commands about one product group: show, add, rename, move, close."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from criteria.exchange.library_files import read_one
from criteria.library.model import ProductGroup, Words
from criteria.services.library import show_group
from criteria.services.library_groups import GroupChange, add_group, close_group, move_group, rename_group
from webapp.commands.frame import DATE, KNOWN_AT, MOMENT, Frame, noun, pass_frame
from webapp.shapes import group_body

group = noun("group", "One product group.")


@group.command("show")
@click.argument("group_id", metavar="GROUP")
@click.option("--as-of", type=DATE)
@click.option("--known-at", type=MOMENT, help=KNOWN_AT)
@pass_frame
def show(frame: Frame, group_id: str, as_of: date | None, known_at: datetime | None) -> None:
    """Show a group as it was called and what was filed in it on a day."""
    viewer = frame.actor.organisation_id
    page = show_group(frame.installation, group_id, as_of=as_of, known_at=known_at, viewer=viewer)
    lines = [f"{page.group.id} {page.group.title.sv}" + ("" if page.is_open else ", stängd")]
    lines += [f"{version.ref:26} {status.value:20} {version.title.sv}" for version, status in page.versions]
    lines += [f"{gap.ref:26} {'lucka':20} {gap.notice.text}" for gap in page.gaps]
    frame.give(group_body(page), "\n".join(lines))


@group.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_frame
def add(frame: Frame, file: Path) -> None:
    """Add a product group from a group file."""
    _tell(frame, add_group(frame.installation, frame.actor, read_one(file, ProductGroup)))


@group.command("rename")
@click.argument("group_id", metavar="GROUP")
@click.option("--title", required=True, help="The Swedish title.")
@click.option("--title-en", help="The English title.")
@pass_frame
def rename(frame: Frame, group_id: str, title: str, title_en: str | None) -> None:
    """Give a group another title; what it was called before stays readable by day."""
    _tell(frame, rename_group(frame.installation, frame.actor, group_id, Words(title, title_en)))


@group.command("move")
@click.argument("group_id", metavar="GROUP")
@click.option("--into", required=True, metavar="GROUP")
@click.option("--reason", required=True, help="Why; it is shown in the history.")
@pass_frame
def move(frame: Frame, group_id: str, into: str, reason: str) -> None:
    """Move everything that holds in a group into another, and close it."""
    _tell(frame, move_group(frame.installation, frame.actor, group_id, into, reason))


@group.command("close")
@click.argument("group_id", metavar="GROUP")
@click.option("--moved-to", metavar="GROUP", help="Where its readers are sent.")
@pass_frame
def close(frame: Frame, group_id: str, moved_to: str | None) -> None:
    """Close a group that holds nothing in force."""
    _tell(frame, close_group(frame.installation, frame.actor, group_id, moved_to))


def _tell(frame: Frame, found: GroupChange) -> None:
    where = "" if found.moved_to is None else f", flyttad till {found.moved_to}"
    frame.give(found, f"{found.id} {'öppen' if found.is_open else 'stängd'} från {found.since}{where}")


COMMANDS = (group,)
