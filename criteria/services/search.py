# SPDX-License-Identifier: EUPL-1.2
"""Searching, and keeping the index what it is: a projection of the store that may only be late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock

from criteria.clock import STOCKHOLM
from criteria.exchange.help_pages import shipped_help
from criteria.issues import Issue, Severity
from criteria.library.gaps import GapEntry, GapStatus
from criteria.library.lifecycle import Stage
from criteria.library.model import Package
from criteria.search.forms import swedish_forms
from criteria.search.model import (
    AnyEntry,
    Changes,
    Entry,
    EntryKey,
    GroupEntry,
    HelpEntry,
    IndexUnusableError,
    LabelEntry,
    MissingEntry,
    PackageEntry,
    SearchAnswer,
    SearchQuery,
    entry_of,
)
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.gap_store import GapStore
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.own_store import OwnStore

#: Kinds of events that change what the index holds; it stands at the last of these, so that the many events
#: about sets and contracts never make it late.
LIBRARY_KINDS = (
    *("criterion.", "group.", "package.", "label."),
    *("gap.added", "gap.open", "gap.in_work", "gap.filled", "gap.declined"),
)
#: What the register of gaps still misses.
_MISSED = (GapStatus.OPEN, GapStatus.IN_WORK)
#: Held by whoever makes an unreadable index anew, so that it is made once.
_HEALING = Lock()
#: Above this many events it is quicker to make the index anew.
_WORTH_APPLYING = 400


@dataclass(frozen=True, slots=True)
class IndexCheck:
    """What comparing index and store found."""

    ok: bool
    sequence: int
    entries: int
    findings: tuple[Issue, ...]


def search_library(installation: Installation, query: SearchQuery) -> SearchAnswer:
    """The answer of the index; one that cannot be read is made anew from the store first.

    Of several that ask at once, one makes the index anew; where an older generation still answers, nobody
    waits for that.
    """
    index = installation.index
    try:
        answer = index.query(query)
    except IndexUnusableError:
        with _HEALING:
            try:
                # Somebody else may have made it anew in the meantime.
                return index.query(query)
            except IndexUnusableError:
                rebuild_index(installation)
        return index.query(query)
    if index.fault is not None and _HEALING.acquire(blocking=False):
        try:
            rebuild_index(installation)
        finally:
            _HEALING.release()
    return answer


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
    versions = store.list_of_any_owner(refs)
    searchable = [item for item in versions if _is_searchable(item)]
    put: list[AnyEntry] = [*_criterion_entries(session, searchable)]
    put += [GroupEntry(group) for group in store.list_groups() if group.id in named["group"]]
    put += [LabelEntry(label) for label in store.list_labels() if label.id in named["label"]]
    # A package's groups are those of its members, so one with a changed member is written anew.
    packages = [
        package
        for package in store.list_packages()
        if f"{package.id}:{package.version}" in named["package"] or refs & set(package.members)
    ]
    put += _package_entries(store, packages)
    hidden = [item for item in versions if not _is_searchable(item)]
    removed = [_criterion_entry(item, frozenset()).key for item in hidden]
    removed += [
        EntryKey("package", f"{package.id}:{number}")
        for package in packages
        for number in (item.version for item in store.list_package_versions(package.id))
        if number != package.version
    ]
    for made in (
        *(_notice_entry(item) for item in versions),
        *(_gap_entry(GapStore(session).get(gap_id)) for gap_id in sorted(missing)),
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
        packages = _package_entries(store, store.list_packages())
        sequence = EventStore(session).last_of_kinds(LIBRARY_KINDS)
        searchable = _criterion_entries(session, [item for item in versions if _is_searchable(item)])
    entries: list[AnyEntry] = [*searchable]
    entries += [GroupEntry(group) for group in groups]
    entries += packages
    entries += [LabelEntry(label) for label in labels]
    missing = (*map(_notice_entry, versions), *map(_gap_entry, gaps))
    entries += [entry for entry in missing if isinstance(entry, MissingEntry)]
    entries += [HelpEntry(part.page, part.anchor, part.title, part.text) for part in shipped_help()]
    return tuple(entries), sequence


def _is_searchable(item: StoredVersion) -> bool:
    """What was rejected is found by nobody; drafts are found by those who ask for them."""
    return item.life.valid_from is not None or item.life.stage is not Stage.REJECTED


def _criterion_entries(session: Session, versions: list[StoredVersion]) -> list[Entry]:
    own = [item.version.ref for item in versions if item.owner_id is not None]
    shared = OwnStore(session).used_by(own)
    return [_criterion_entry(item, shared.get(item.version.ref, frozenset())) for item in versions]


def _criterion_entry(item: StoredVersion, shared_with: frozenset[str]) -> Entry:
    """The entry of a version, filed where its recorded moves put it.

    The index holds no date for a filing: a move that is recorded ahead shows in it at once.
    """
    groups = item.life.groups_on(date.max)
    version = item.version if groups == item.version.groups else replace(item.version, groups=groups)
    return replace(entry_of(version, item.life), owner=item.owner_id, shared_with=shared_with)


def _notice_entry(item: StoredVersion) -> MissingEntry | EntryKey:
    """The gap notice of a withdrawn version, shown until nothing of it is left; its key where it has none."""
    ending = item.life.ending
    notices = [event.gap_notice for event in item.life.events if event.gap_notice is not None]
    if ending is None or not notices:
        return EntryKey("gap", item.version.ref, item.owner_id)
    notice = notices[-1]
    return MissingEntry(
        id=item.version.ref,
        title=item.version.title.sv,
        text=" ".join((notice.text, notice.meanwhile, notice.planned)),
        shown_from=ending.on,
        shown_to=item.life.gap_filled_on,
        groups=item.life.groups_on(date.max),
        ref=item.version.ref,
        owner=item.owner_id,
    )


def _gap_entry(gap: GapEntry) -> MissingEntry | EntryKey:
    """A line of the register, or the key of one that misses nothing any more."""
    if gap.status not in _MISSED:
        return EntryKey("gap", gap.id)
    made_on = gap.made_at.astimezone(STOCKHOLM).date()
    return MissingEntry(id=gap.id, title=gap.title, text=gap.wanted, shown_from=made_on)


def _package_entries(store: LibraryStore, packages: Iterable[Package]) -> list[PackageEntry]:
    listed = list(packages)
    members = store.list_of_any_owner({ref for package in listed for ref in package.members})
    filed = {item.version.ref: item.life.groups_on(date.max) for item in members}
    return [
        PackageEntry(package, tuple(sorted({g for ref in package.members for g in filed.get(ref, ())})))
        for package in listed
    ]
