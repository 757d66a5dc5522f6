# SPDX-License-Identifier: EUPL-1.2
"""Commands about the library: search, groups, criterion, library."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from criteria.exchange.library_files import lock_lines, read_library, shipped_folder
from criteria.identifiers import parse_level
from criteria.issues import Severity
from criteria.library.difference import ChangeBasis, VersionDifference
from criteria.library.wording import ChangeKind, WordChange
from criteria.people.model import Permission
from criteria.search.model import Filters, SearchAnswer, SearchQuery
from criteria.services.installation import DATABASE_NAME
from criteria.services.library import CriterionView, list_groups
from criteria.services.library_compare import compare_versions
from criteria.services.library_history import history
from criteria.services.library_loading import check_library
from criteria.services.library_verification import verify_library
from criteria.services.search import search_library
from criteria.services.search_export import HitsFormat, export_hits
from webapp.commands.frame import DATE, FINDINGS, KNOWN_AT, MOMENT, Frame, SharedCommand, noun, pass_frame
from webapp.criterion_view import criterion_view
from webapp.search_reasons import reason_texts
from webapp.shapes import GroupsBody, search_body
from webapp.version_words import version_words

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
@click.option("--known-at", type=MOMENT, help=KNOWN_AT)
@click.option("--limit", type=click.IntRange(1, 1000), default=20)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--why", is_flag=True, help="Tell why each hit came up.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all hits to a file: .csv, .xlsx or .json.",
)
@pass_frame
def search(frame: Frame, /, query: str, as_of: date | None, limit: int, offset: int, **chosen: Any) -> None:
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
    asked = SearchQuery(
        query,
        day,
        filters,
        limit,
        offset,
        viewer_organisation=frame.actor.organisation_id,
        include_drafts=frame.actor.may(Permission.EDIT_LIBRARY),
        explain=chosen["why"],
    )
    if chosen["output"] is not None:
        _write_hits(frame, asked, chosen["output"], chosen["known_at"])
        return
    answer = search_library(frame.installation, asked, chosen["known_at"])
    names = _facet_names(answer) if chosen["why"] else {}
    lines = [f"{answer.total} träffar"]
    for hit in answer.hits:
        name = hit.id if hit.version is None else f"{hit.id}:{hit.version}"
        lines.append(f"{name:14} {hit.level or hit.kind.value:13} {hit.status or '':20} {hit.title}")
        lines += [f"{'':14} {reason}" for reason in reason_texts(hit, names, frame.language)]
    frame.give(search_body(answer, frame.language), "\n".join(lines))


def _write_hits(frame: Frame, asked: SearchQuery, target: Path, known_at: datetime | None) -> None:
    try:
        file_format = HitsFormat(target.suffix.removeprefix(".").lower())
    except ValueError:
        raise click.BadParameter("the file ends in .csv, .xlsx or .json", param_hint="--output") from None
    made = export_hits(frame.installation, asked, file_format, frame.language, known_at)
    target.write_bytes(made.content)
    frame.give(
        {"file": str(target), "total": made.total, "sha256": made.sha256},
        f"{made.total} träffar i {target}\nsha256 {made.sha256}",
    )


def _facet_names(answer: SearchAnswer) -> dict[str, str]:
    """The names of the groups and labels that an answer speaks of."""
    return {item.value: item.label for facet in answer.facets for item in facet.values if item.label}


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
@click.option("--known-at", type=MOMENT, help=KNOWN_AT)
@pass_frame
def criterion_show(frame: Frame, ref: str, as_of: date | None, known_at: datetime | None) -> None:
    """Show one version with all its parts."""
    viewer = frame.actor.organisation_id
    view = criterion_view(frame.installation, ref, as_of=as_of, known_at=known_at, viewer=viewer)
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
@click.option("--as-of", type=DATE)
@click.option("--known-at", type=MOMENT, help=KNOWN_AT)
@pass_frame
def criterion_history(frame: Frame, id: str, as_of: date | None, known_at: datetime | None) -> None:
    """Show versions and events of a criterion."""
    viewer = frame.actor.organisation_id
    found = history(frame.installation, id, as_of=as_of, known_at=known_at, viewer=viewer)
    text = "\n".join(f"{line.at:%Y-%m-%d} {line.kind:20} {line.ref} {line.reason}" for line in found.events)
    frame.give(found, text)


@criterion.command("diff")
@click.argument("first", metavar="REF")
@click.argument("second", metavar="REF")
@pass_frame
def criterion_diff(frame: Frame, first: str, second: str) -> None:
    """Show what differs between two versions, word by word, with the change class."""
    viewer = frame.actor.organisation_id
    found = compare_versions(frame.installation, first, second, viewer=viewer)
    frame.give(found, "" if frame.as_json else _difference_text(frame, found))


def _difference_text(frame: Frame, found: VersionDifference) -> str:
    """The difference for people: struck words in [-brackets-], new ones in {+braces+}."""
    words = version_words(frame.language, frame.installation)
    say = words.say
    change = say.say("diff.open") if found.change_class is None else say.of("change", found.change_class)
    basis = "" if found.basis is not ChangeBasis.PROPOSED else f" ({say.say('diff.proposed')})"
    lines = [f"{found.before} → {found.after}", f"{say.say('diff.class')}: {change}{basis}", ""]
    if found.reason:
        lines.insert(2, found.reason)
    viewer = frame.actor.organisation_id
    told = compare_versions(frame.installation, found.before, found.after, viewer=viewer, say=words.code)
    for field in told.fields:
        lines += [words.field(field.field), "  " + "".join(map(_run, field.words)).replace("\n", "\n  ")]
    return "\n".join(lines)


def _run(run: WordChange) -> str:
    marks = {ChangeKind.REMOVED: ("[-", "-]"), ChangeKind.ADDED: ("{+", "+}")}
    start, end = marks.get(run.kind, ("", ""))
    return f"{start}{run.text}{end}"


@library.command("check")
@click.option(
    "--source", type=click.Path(file_okay=False, path_type=Path), help="Folder (default: as shipped)."
)
@pass_frame
def library_check(frame: Frame, source: Path | None) -> None:
    """Check every file of a library folder; without --source the stored library too."""
    issues = check_library(source or shipped_folder())
    # Who writes criteria checks a folder where nothing is installed; that must not make an installation.
    installed = frame.database_url is not None or (frame.home / DATABASE_NAME).exists()
    stored = verify_library(frame.installation) if source is None and installed else None
    if stored is not None:
        issues += stored.findings
    ok = all(issue.severity is not Severity.RED for issue in issues)
    lines = [frame.issue_text(issue) for issue in issues] or ["Inga fel."]
    held = None
    if stored is not None:
        held = {"versions": stored.versions, "events": stored.events}
        lines.append(f"Lagrat: {stored.versions} versioner, {stored.events} händelser.")
    frame.give({"ok": ok, "findings": issues, "stored": held}, "\n".join(lines))
    if not ok:
        sys.exit(FINDINGS)


@library.command("lock")
@click.option("--source", type=click.Path(file_okay=False, path_type=Path), required=True)
@pass_frame
def library_lock(frame: Frame, source: Path) -> None:
    """Print the lines of published.lock for a folder; an editor compares and stores them."""
    frame.give({"lines": lock_lines(read_library(source))}, "\n".join(lock_lines(read_library(source))))


COMMANDS = (search, groups)
