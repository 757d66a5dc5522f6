# SPDX-License-Identifier: EUPL-1.2
"""Commands about releases: many changes of the library as one, dated ahead."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from criteria.exchange.library_files import read_one
from criteria.services.library_orders import ChangePlan
from criteria.services.library_releases import (
    ReleaseView,
    add_to_release,
    cancel_release,
    date_release,
    list_releases,
    plan_release,
    preview_release,
    publish_release,
    remove_from_release,
    show_release,
)
from webapp.commands.frame import DATE, FINDINGS, Frame, noun, pass_frame
from webapp.shapes import in_words

release = noun("release", "Releases of the library.")


@release.command("plan")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", required=True)
@click.option("--on", type=DATE, required=True, help="Day everything in it takes effect.")
@pass_frame
def plan(frame: Frame, file: Path, title: str, on: date) -> None:
    """Plan a release from a file of publications and events."""
    wanted = read_one(file, ChangePlan)
    _tell(frame, plan_release(frame.installation, frame.actor, title, on, wanted))


@release.command("add")
@click.argument("release_id", metavar="RELEASE")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_frame
def add(frame: Frame, release_id: str, file: Path) -> None:
    """Put more publications and events from a file into a planned release."""
    wanted = read_one(file, ChangePlan)
    _tell(frame, add_to_release(frame.installation, frame.actor, release_id, wanted))


@release.command("remove")
@click.argument("release_id", metavar="RELEASE")
@click.argument("ref")
@pass_frame
def remove(frame: Frame, release_id: str, ref: str) -> None:
    """Take what a planned release was to do to a version out of it."""
    _tell(frame, remove_from_release(frame.installation, frame.actor, release_id, ref))


@release.command("date")
@click.argument("release_id", metavar="RELEASE")
@click.option("--on", type=DATE, required=True, help="Day everything in it takes effect.")
@pass_frame
def date_(frame: Frame, release_id: str, on: date) -> None:
    """Let a planned release take effect on another day."""
    _tell(frame, date_release(frame.installation, frame.actor, release_id, on))


@release.command("check")
@click.argument("release_id", metavar="RELEASE")
@pass_frame
def check(frame: Frame, release_id: str) -> None:
    """Show what stands in the way of a planned release."""
    found = preview_release(frame.installation, frame.actor, release_id)
    lines = [frame.issue_text(issue) for issue in found.issues]
    frame.give(in_words(found, "issues", frame.language), "\n".join(lines) or "Inget står i vägen.")
    if not found.ok:
        sys.exit(FINDINGS)


@release.command("publish")
@click.argument("release_id", metavar="RELEASE")
@pass_frame
def publish(frame: Frame, release_id: str) -> None:
    """Store everything in a release as one."""
    _tell(frame, publish_release(frame.installation, frame.actor, release_id))


@release.command("cancel")
@click.argument("release_id", metavar="RELEASE")
@pass_frame
def cancel(frame: Frame, release_id: str) -> None:
    """Call off a planned release."""
    _tell(frame, cancel_release(frame.installation, frame.actor, release_id))


@release.command("show")
@click.argument("release_id", metavar="RELEASE")
@pass_frame
def show(frame: Frame, release_id: str) -> None:
    """Show one release with its notes."""
    _tell(frame, show_release(frame.installation, release_id))


@release.command("list")
@pass_frame
def list_(frame: Frame) -> None:
    """List releases, the one that takes effect last first."""
    found = list_releases(frame.installation)
    lines = [f"{item.id} {item.takes_effect_on} {item.state.value:10} {item.title}" for item in found]
    frame.give({"releases": found}, "\n".join(lines))


def _tell(frame: Frame, found: ReleaseView) -> None:
    lines = [f"{found.id} {found.title} {found.takes_effect_on} [{found.state.value}]"]
    lines += [f"{note.kind.value:14} {note.ref:18} {note.title}" for note in found.notes]
    frame.give(found, "\n".join(lines))


COMMANDS = (release,)
