# SPDX-License-Identifier: EUPL-1.2
"""Commands that bring criteria in and out, and that tell what waits for an editor."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from criteria.exchange.feeds import FeedFile, FeedFormat
from criteria.services.editor_tasks import Decision, list_editor_tasks, settle_task
from criteria.services.feeds import FeedResult, confirm_run, drop_run, import_feed, list_feeds
from criteria.services.library_export import ExportFormat, ExportOrder, export_library
from webapp.commands.frame import FINDINGS, Frame, noun, pass_frame
from webapp.commands.library import library
from webapp.shapes_feeds import feed_body, upgrade_bodies

feed = noun("feed", "Sources that criteria are brought in from.")
_PATH = click.Path(path_type=Path)


@library.command("import")
@click.argument("source", type=_PATH)
@click.option("--format", "format_", type=click.Choice([item.value for item in FeedFormat]))
@click.option("--mapping", type=_PATH, help="YAML file that says which column of a table is what.")
@click.option("--name", help="Name of the source; stands before its ids.")
@click.option("--number", type=click.IntRange(0), help="How many items the sender says there are.")
@click.option("--dry-run", is_flag=True, help="Only show what it would do.")
@pass_frame
def library_import(
    frame: Frame,
    /,
    source: Path,
    mapping: Path | None,
    number: int | None,
    dry_run: bool,
    **given: str | None,
) -> None:
    """Bring a feed, a library folder or a table into the shared library, as drafts."""
    chosen = None if given["format_"] is None else FeedFormat(given["format_"])
    file = FeedFile(source, chosen, mapping, given["name"], number)
    _tell(frame, import_feed(frame.installation, frame.actor, file, is_trial=dry_run))


@library.command("export")
@click.option("-o", "--output", required=True, type=_PATH, help="File or folder; must not exist.")
@click.option("--format", "format_", type=click.Choice([item.value for item in ExportFormat]), default="json")
@click.option("--own", is_flag=True, help="Your organisation's own criteria instead of the shared library.")
@click.option("--name", help="Name as a source (default KRAVKEDJAN, or your abbreviation).")
@pass_frame
def library_export(frame: Frame, output: Path, format_: str, own: bool, name: str | None) -> None:
    """Write the published library as a feed, or as a folder with its history."""
    order = ExportOrder(ExportFormat(format_), own, name)
    done = export_library(frame.installation, frame.actor, output, order)
    left = f", {len(done.left_out)} från andra källor utelämnade" if done.left_out else ""
    frame.give(done, f"{done.versions} versioner till {done.file}{left}.")


@library.command("upgrades")
@pass_frame
def library_upgrades(frame: Frame) -> None:
    """Show what each upgrade of the product did to the library here."""
    found = upgrade_bodies(frame.installation, frame.actor, frame.language)
    lines = []
    for report in found:
        lines.append(f"{report.number}: {report.at:%Y-%m-%d}")
        lines += [f"  {line.on} {line.what:18} {line.ref} {line.title}" for line in report.lines]
        lines += [f"  väntar: {', '.join(item.refs)}: {item.message} {item.mend}" for item in report.held]
        lines += [f"  rör: {item.set_id}:{item.line} {item.title} ({item.ref})" for item in report.sets]
        lines += [f"  rör: {item.id} {item.title} ({item.ref})" for item in report.contracts]
    frame.give({"upgrades": found}, "\n".join(lines) or "Ingen uppgradering har ändrat biblioteket.")


@library.command("tasks")
@click.option("--all", "everything", is_flag=True, help="Also those that are settled.")
@pass_frame
def library_tasks(frame: Frame, everything: bool) -> None:
    """List what waits for an editor of the shared library."""
    found = list_editor_tasks(frame.installation, frame.actor, only_open=not everything)
    lines = (f"{item.id} {item.kind.value:18} {item.subject} {item.decision or ''}" for item in found)
    frame.give({"tasks": found}, "\n".join(lines) or "Inget väntar.")


@library.command("settle")
@click.argument("task_id", metavar="TASK")
# Not --as, which says who acts.
@click.option("--decision", required=True, type=click.Choice([item.value for item in Decision]))
@click.option("--reason", default="", help="Why; needed to keep what is here.")
@pass_frame
def library_settle(frame: Frame, task_id: str, decision: str, reason: str) -> None:
    """Settle a task: keep what is here, or say what has been done."""
    view = settle_task(frame.installation, frame.actor, task_id, Decision(decision), reason)
    frame.give(view, f"{view.id} {view.subject} {view.decision}")


@feed.command("list")
@pass_frame
def feed_list(frame: Frame) -> None:
    """List sources, runs and what is missing upstream."""
    found = list_feeds(frame.installation, frame.actor)
    lines = [
        f"{run.id} {run.source} {run.state.value} {run.run_at:%Y-%m-%d} nya {run.new}, "
        f"ändrade {run.changed}, saknade {run.missing}, avvisade {run.rejected}"
        for run in found.runs
    ]
    lines += [f"saknas sedan {item.since:%Y-%m-%d}: {item.ref} {item.title}" for item in found.gone]
    frame.give(found, "\n".join(lines) or "Inga källor.")


@feed.command("confirm")
@click.argument("run_id", metavar="RUN")
@pass_frame
def feed_confirm(frame: Frame, run_id: str) -> None:
    """Carry out a run that stopped to ask."""
    _tell(frame, confirm_run(frame.installation, frame.actor, run_id))


@feed.command("drop")
@click.argument("run_id", metavar="RUN")
@click.option("--reason", required=True, help="Why.")
@pass_frame
def feed_drop(frame: Frame, run_id: str, reason: str) -> None:
    """Let a run that stopped to ask go."""
    dropped = drop_run(frame.installation, frame.actor, run_id, reason)
    frame.give(dropped, f"{dropped.id} {dropped.state.value}")


def _tell(frame: Frame, result: FeedResult) -> None:
    body = feed_body(result, frame.language)
    lines = [
        f"{result.source}: nya {result.new}, ändrade {result.changed}, oförändrade {result.unchanged}, "
        f"saknade {result.missing}, avvisade {len(result.rejected)}"
        + ("" if result.is_complete else " (ofullständig körning: inget märks som saknat)")
    ]
    lines += [f"  {item.what:8} {item.key} {item.ref}" for item in result.items]
    lines += [f"  avvisad {item.where}: {item.code} {item.message} {item.mend}" for item in body.rejected]
    frame.give(body, "\n".join(lines))
    for issue in result.asks:
        frame.say(frame.issue_text(issue))
    if result.asks and not result.is_trial:
        frame.say(f"kravkedjan feed confirm {result.run}")
    if result.asks or result.rejected:
        sys.exit(FINDINGS)


COMMANDS = (feed, library)
