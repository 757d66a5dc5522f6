# SPDX-License-Identifier: EUPL-1.2
"""Commands about the library: search, groups, criterion, library, lookup."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from criteria.exchange.library_files import lock_lines, read_library, shipped_folder
from criteria.identifiers import parse_level
from criteria.issues import Severity
from criteria.search.model import Filters, SearchQuery
from criteria.services.library import CriterionView, history, list_groups, look_up
from criteria.services.library_loading import check_library
from criteria.services.search import search_library
from criteria.services.sets_lookup import look_up_line
from webapp.commands.frame import DATE, FINDINGS, Frame, SharedCommand, noun, pass_frame
from webapp.criterion_view import criterion_view
from webapp.shapes import GroupsBody, search_body

criterion = noun("criterion", "Criteria and their versions.")
library = noun("library", "The whole library.")


@click.command("search", cls=SharedCommand)
@click.argument("query", required=False, default="")
@click.option("--group", multiple=True)
@click.option("--cpv", multiple=True)
@click.option("--level", multiple=True)
@click.option("--type", "types", multiple=True)
@click.option("--aspect", multiple=True)
@click.option("--label", multiple=True)
@click.option("--method", multiple=True)
@click.option("--status", multiple=True)
@click.option("--as-of", type=DATE)
@click.option("--limit", type=click.IntRange(1, 1000), default=20)
@click.option("--offset", type=click.IntRange(0), default=0)
@pass_frame
def search(
    frame: Frame, /, query: str, as_of: date | None, limit: int, offset: int, **chosen: tuple[str, ...]
) -> None:
    """Find criteria by what you buy, best first."""
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
    day = as_of or frame.installation.clock.today()
    answer = search_library(frame.installation, SearchQuery(query, day, filters, limit, offset))
    lines = [f"{answer.total} träffar"]
    for hit in answer.hits:
        name = hit.id if hit.version is None else f"{hit.id}:{hit.version}"
        lines.append(f"{name:14} {hit.level or hit.kind.value:13} {hit.status or '':20} {hit.title}")
    frame.give(search_body(answer, frame.language), "\n".join(lines))


@click.command("groups", cls=SharedCommand)
@click.option("--cpv", help="Only groups with this code, its parents or children.")
@pass_frame
def groups(frame: Frame, cpv: str | None) -> None:
    """List product groups with counts and gaps."""
    found = list_groups(frame.installation, cpv)
    text = "\n".join(f"{g.id:22} {g.title.sv:32} {g.in_force:3} gäller, {g.drafts} utkast" for g in found)
    frame.give(GroupsBody(found), text)


@criterion.command("show")
@click.argument("ref")
@click.option("--as-of", type=DATE)
@pass_frame
def criterion_show(frame: Frame, ref: str, as_of: date | None) -> None:
    """Show one version with all its parts."""
    view = criterion_view(frame.installation, ref, as_of=as_of, viewer=frame.actor.organisation_id)
    frame.give(view, _criterion_text(view))


def _criterion_text(view: CriterionView) -> str:
    lines = [f"{view.ref} {view.title.sv} [{view.status.value}]", "", view.text.sv.strip(), ""]
    found = view.outcomes
    if found.sets or found.contracts:
        lines.append(
            f"Egna uppsättningar: {found.sets}. Kontrakt: {found.contracts}. Uppföljda: {found.followed_up}. "
            f"Verifierade: {found.met}. Avvikelser: {found.deviations}. "
            f"Gick inte att verifiera: {found.not_verifiable}."
        )
    return "\n".join(lines)


@criterion.command("history")
@click.argument("id")
@pass_frame
def criterion_history(frame: Frame, id: str) -> None:
    """Show versions and events of a criterion."""
    found = history(frame.installation, id)
    text = "\n".join(f"{line.at:%Y-%m-%d} {line.kind:20} {line.ref} {line.reason}" for line in found.events)
    frame.give(found, text)


@library.command("check")
@click.option(
    "--source", type=click.Path(file_okay=False, path_type=Path), help="Folder (default: as shipped)."
)
@pass_frame
def library_check(frame: Frame, source: Path | None) -> None:
    """Check every file of a library folder."""
    issues = check_library(source or shipped_folder())
    ok = all(issue.severity is not Severity.RED for issue in issues)
    frame.give(
        {"ok": ok, "findings": issues}, "\n".join(frame.issue_text(issue) for issue in issues) or "Inga fel."
    )
    if not ok:
        sys.exit(FINDINGS)


@library.command("lock")
@click.option("--source", type=click.Path(file_okay=False, path_type=Path), required=True)
@pass_frame
def library_lock(frame: Frame, source: Path) -> None:
    """Print the lines of published.lock for a folder; an editor compares and stores them."""
    frame.give({"lines": lock_lines(read_library(source))}, "\n".join(lock_lines(read_library(source))))


@click.command("lookup", cls=SharedCommand)
@click.argument("ref")
@click.option("--as-of", type=DATE, required=True)
@click.option("--known-at", help="As recorded by this moment (ISO date-time with zone).")
@pass_frame
def lookup(frame: Frame, ref: str, as_of: date, known_at: str | None) -> None:
    """Show which text was in force on a day."""
    moment = None
    if known_at is not None:
        try:
            moment = datetime.fromisoformat(known_at).astimezone()
        except ValueError:
            raise click.BadParameter(f"{known_at!r} is no date-time", param_hint="--known-at") from None
    if ref.startswith("set-"):
        set_id, _, line = ref.partition(":")
        held = look_up_line(frame.installation, frame.actor, set_id, line, as_of)
        frame.give(held, f"{set_id} {held.number} {as_of}\n\n{held.text.sv}\n\nsigill {held.seal}")
        return
    found = look_up(frame.installation, ref, as_of, known_at=moment)
    frame.give(found, f"{found.ref} {as_of}\n\n{found.text.sv.strip()}\n\nsha256 {found.fingerprint}")


COMMANDS = (search, groups, criterion, library, lookup)
