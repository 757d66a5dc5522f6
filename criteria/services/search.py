# SPDX-License-Identifier: EUPL-1.2
"""Searching, and keeping the index what it is: a projection of the store that may only be late."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime
from logging import getLogger
from pathlib import Path
from threading import Lock

from criteria.exchange.help_pages import shipped_help
from criteria.issues import Issue, Severity
from criteria.library.ledger import heirs_on
from criteria.search.forms import swedish_forms
from criteria.search.model import (
    AnyEntry,
    Changes,
    GroupEntry,
    HelpEntry,
    IndexUnusableError,
    LabelEntry,
    MissingEntry,
    SearchAnswer,
    SearchQuery,
)
from criteria.services.installation import Installation
from criteria.services.search_entries import (
    LIBRARY_KINDS,
    criterion_entries,
    criterion_keys,
    gap_entry,
    is_searchable,
    notice_entries,
    package_entries,
)
from criteria.services.search_past import search_known_at
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.gap_store import GapStore
from criteria.storage.library_store import LibraryStore

#: Held by whoever makes an unreadable index anew, so that a process makes it once.
_HEALING = Lock()
#: Where making the index anew failed, as on a full disk, it is not tried at every search, only after so long.
_RETRY_SECONDS = 60.0
#: When the index in a folder may be made anew again, by the clock that never goes back.
_NOT_BEFORE: dict[Path, float] = {}
_LOG = getLogger(__name__)
#: Above this many events it is quicker to make the index anew.
_WORTH_APPLYING = 400


@dataclass(frozen=True, slots=True)
class IndexCheck:
    """What comparing index and store found."""

    ok: bool
    sequence: int
    entries: int
    findings: tuple[Issue, ...]


def search_library(
    installation: Installation, query: SearchQuery, known_at: datetime | None = None
) -> SearchAnswer:
    """The answer of the index; one that cannot be read is made anew from the store first.

    ``known_at`` asks what was known at a past moment (``search_past``). Of several that ask at once, one
    makes the index anew; where an older generation still answers, nobody else waits for that. Where it fails,
    answers go on as far as there are any.

    Raises:
        IndexUnusableError: there is nothing to answer from, and the index could not be made anew.
    """
    if known_at is not None and known_at < installation.clock.now():
        return search_known_at(installation, query, known_at)
    index = installation.index
    try:
        answer = index.query(query)
    except IndexUnusableError:
        _heal(installation, waits=True)
        return index.query(query)
    if index.fault is not None:
        _heal(installation, waits=False)
    return answer


def _heal(installation: Installation, *, waits: bool) -> None:
    """Make an unreadable index anew, unless somebody else has or is about to, or it has just failed."""
    if not _HEALING.acquire(blocking=waits):
        return
    try:
        folder = installation.index_folder
        if _is_whole(installation) or time.monotonic() < _NOT_BEFORE.get(folder, 0.0):
            return
        try:
            rebuild_index(installation)
            _NOT_BEFORE.pop(folder, None)
        except (IndexUnusableError, OSError) as error:
            _NOT_BEFORE[folder] = time.monotonic() + _RETRY_SECONDS
            _LOG.error("the search index could not be made anew: %s", error)
    finally:
        _HEALING.release()


def _is_whole(installation: Installation) -> bool:
    """Whether the newest generation can be read."""
    try:
        return installation.index.sequence >= 0 and installation.index.fault is None
    except IndexUnusableError:
        return False


def prepare_index(installation: Installation) -> None:
    """Open the index before anybody asks; one that cannot be read is made anew from the store."""
    with _HEALING:
        try:
            installation.index.prepare()
        except IndexUnusableError:
            rebuild_index(installation)
            installation.index.prepare()


def complete_query(
    installation: Installation, text: str, viewer: str | None = None, limit: int = 8
) -> tuple[str, ...]:
    """Queries that go on from what has been typed, likeliest first; none while the index cannot be read."""
    try:
        return installation.index.complete(text, viewer, limit)
    except IndexUnusableError:
        # The search that follows makes the index anew; typing does not wait for it.
        return ()


def search_notes() -> tuple[Issue, ...]:
    """What keeps the search from finding as well as it can, though nothing is broken."""
    if swedish_forms().compounds is not None:
        return ()
    return (Issue(Severity.NOTE, "search.no_dictionary", "search", "no dictionary: stems and corpus alone"),)


def bring_index_up_to_date(installation: Installation) -> int:
    """The sequence the index stands at, after it has caught up with the store.

    Only what the log says has changed since is written anew; the whole index is made again where it cannot
    be read, or where so much has changed that this is quicker.
    """
    with installation.reading() as session:
        wanted = EventStore(session).last_of_kinds(LIBRARY_KINDS)
    try:
        stands_at = installation.index.sequence
        if stands_at == wanted and installation.index.fault is None:
            return wanted
        with installation.reading() as session:
            changes = _changes(session, stands_at)
        if changes is not None and installation.index.fault is None:
            installation.index.apply(*changes)
            return changes[1]
    except IndexUnusableError:
        pass
    return rebuild_index(installation)


def _changes(session: Session, after: int) -> tuple[Changes, int] | None:
    """The entries that events after a sequence are about, as they are now, and the last such sequence.

    ``None`` when they are more than is worth writing one by one, or when the index is ahead of the log, as
    it is after a restored backup.
    """
    events = EventStore(session).list_of_kinds(LIBRARY_KINDS, after, _WORTH_APPLYING + 1)
    if not events or len(events) > _WORTH_APPLYING:
        return None
    store = LibraryStore(session)
    named: dict[str, set[str]] = {"group": set(), "package": set(), "label": set()}
    refs = set()
    missing = set()
    for event in events:
        kind, found, rest = event.subject.partition(":")
        if event.kind.startswith("gap."):
            missing.add(event.subject)
        elif found and kind in named:
            named[kind].add(rest)
        elif "@" in event.subject:
            refs.add(event.subject)
    closed = store.closed_lines()
    # What a closed group held is found in its heir too, and in the heir of that.
    touched = [
        group
        for group in closed
        if named["group"].intersection(heirs_on((group,), closed.get, date.max)) & closed.keys()
    ]
    refs |= {ref for group in touched for ref in store.refs_filed_in(group)}
    versions = store.list_of_any_owner(refs)
    put: list[AnyEntry] = [*criterion_entries(session, filter(is_searchable, versions), closed)]
    put += [GroupEntry(group) for group in store.list_groups() if group.id in named["group"]]
    put += [LabelEntry(label) for label in store.list_labels() if label.id in named["label"]]
    # A package's groups are those of its members, so one with a changed member is written anew.
    lines = [
        line
        for line in store.list_package_lines()
        if any(f"{item.id}:{item.version}" in named["package"] or refs & set(item.members) for item in line)
    ]
    packages, never = package_entries(store, lines, closed)
    put += packages
    hidden = [item for item in versions if not is_searchable(item)]
    removed = [*never, *(key for item in hidden for key in criterion_keys(item, closed))]
    for made in (
        *(entry for item in versions for entry in notice_entries(item, closed)),
        *(gap_entry(GapStore(session).get(gap_id)) for gap_id in sorted(missing)),
    ):
        if isinstance(made, MissingEntry):
            put.append(made)
        else:
            removed.append(made)
    return Changes(after, tuple(put), tuple(removed)), events[-1].sequence


def rebuild_index(installation: Installation) -> int:
    """The sequence of the index made anew from the store, beside the present one, which answers meanwhile."""
    entries, sequence = _entries(installation)
    installation.index.rebuild(entries, sequence)
    return sequence


def verify_index(installation: Installation) -> IndexCheck:
    """Every difference between index and store; an unreadable index is one finding."""
    entries, sequence = _entries(installation)
    findings = installation.index.verify(entries, sequence)
    return IndexCheck(not findings, sequence, len(entries), findings)


def _entries(installation: Installation) -> tuple[tuple[AnyEntry, ...], int]:
    with installation.reading() as session:
        store = LibraryStore(session)
        versions = store.list_every_version()
        groups, labels = store.list_groups(), store.list_labels()
        gaps = GapStore(session).list_all()
        closed = store.closed_lines()
        packages, _ = package_entries(store, store.list_package_lines(), closed)
        sequence = EventStore(session).last_of_kinds(LIBRARY_KINDS)
        entries: list[AnyEntry] = [*criterion_entries(session, filter(is_searchable, versions), closed)]
    entries += [GroupEntry(group) for group in groups]
    entries += packages
    entries += [LabelEntry(label) for label in labels]
    missing = (*(entry for item in versions for entry in notice_entries(item, closed)), *map(gap_entry, gaps))
    entries += [entry for entry in missing if isinstance(entry, MissingEntry)]
    entries += [HelpEntry(part.page, part.anchor, part.title, part.text) for part in shipped_help()]
    return tuple(entries), sequence
