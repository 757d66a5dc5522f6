# SPDX-License-Identifier: EUPL-1.2
"""What the store holds as entries of the index: versions by where they are filed when, notices, packages.

A move or a package may be dated ahead, and a day that passes writes no event, so each time has an entry of
its own and the question's day decides which of them is there. Source: DOMAIN 4.2, I7 and I10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from criteria.clock import STOCKHOLM
from criteria.library.gaps import GapEntry, GapStatus
from criteria.library.ledger import GroupLine, heirs_on
from criteria.library.lifecycle import Life, Stage
from criteria.library.model import Package
from criteria.library.packages import PackagePeriod, package_periods
from criteria.search.model import Entry, EntryKey, MissingEntry, PackageEntry, entry_of
from criteria.storage.database import Session
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
#: The closed groups by id, with where they went.
Closed = Mapping[str, GroupLine]


@dataclass(frozen=True, slots=True)
class Filing:
    """The groups a version is filed in from a day (``None``: from the first) up to another."""

    since: date | None
    until: date | None
    groups: tuple[str, ...]


def filings(lives: Iterable[Life], closed: Closed) -> tuple[Filing, ...]:
    """Where a version, or several as one, is filed when, oldest first, without a day between.

    What has left force stays in its group when the group is moved, and is found in the heir too: a gap is
    visible where the criterion was.
    """
    listed = tuple(lives)
    days = {event.on for life in listed for event in life.events if event.move is not None}
    named = {group for life in listed for day in (date.min, *days) for group in life.groups_on(day)}
    days |= {closed[group].closed_on or date.max for group in _followed(named, closed)}
    found: list[Filing] = []
    for day in (None, *sorted(days)):
        then = day or date.min
        groups = heirs_on((g for life in listed for g in life.groups_on(then)), closed.get, then)
        if found and found[-1].groups == groups:
            continue
        if found:
            found[-1] = replace(found[-1], until=day)
        found.append(Filing(day, None, groups))
    return tuple(found)


def is_searchable(item: StoredVersion) -> bool:
    """What was rejected is found by nobody; drafts are found by those who ask for them."""
    return item.life.valid_from is not None or item.life.stage is not Stage.REJECTED


def criterion_entries(session: Session, versions: Iterable[StoredVersion], closed: Closed) -> list[Entry]:
    """The entries of versions, one for each time they are filed in other groups."""
    listed = list(versions)
    own = [item.version.ref for item in listed if item.owner_id is not None]
    shared = OwnStore(session).used_by(own)
    return [
        entry
        for item in listed
        for entry in _criterion(item, shared.get(item.version.ref, frozenset()), closed)
    ]


def criterion_keys(item: StoredVersion, closed: Closed) -> tuple[EntryKey, ...]:
    """The keys of a version that is no longer found."""
    return tuple(entry.key for entry in _criterion(item, frozenset(), closed))


def notice_entries(item: StoredVersion, closed: Closed) -> tuple[MissingEntry | EntryKey, ...]:
    """The gap notice of a withdrawn version, shown until nothing of it is left; keys where there is none."""
    ending = item.life.ending
    notices = [event.gap_notice for event in item.life.events if event.gap_notice is not None]
    if ending is None or not notices:
        return (EntryKey("gap", item.version.ref, item.owner_id),)
    notice = notices[-1]
    whole = MissingEntry(
        id=item.version.ref,
        title=item.version.title.sv,
        text=" ".join((notice.text, notice.meanwhile, notice.planned)),
        shown_from=ending.on,
        shown_to=item.life.gap_filled_on,
        ref=item.version.ref,
        owner=item.owner_id,
    )
    return tuple(_while(whole, filing) for filing in filings((item.life,), closed))


def gap_entry(gap: GapEntry) -> MissingEntry | EntryKey:
    """A line of the register, or the key of one that misses nothing any more."""
    if gap.status not in _MISSED:
        return EntryKey("gap", gap.id)
    made_on = gap.made_at.astimezone(STOCKHOLM).date()
    return MissingEntry(id=gap.id, title=gap.title, text=gap.wanted, shown_from=made_on)


def package_entries(
    store: LibraryStore, lines: Iterable[tuple[Package, ...]], closed: Closed
) -> tuple[list[PackageEntry], list[EntryKey]]:
    """The entries of every version of packages that is ever in force, and the keys of what never is."""
    listed = list(lines)
    refs = {ref for line in listed for package in line for ref in package.members}
    lives = {item.version.ref: item.life for item in store.list_of_any_owner(refs)}
    put: list[PackageEntry] = []
    never: list[EntryKey] = []
    for line in listed:
        periods = {period.package.version: period for period in package_periods(line)}
        for package in line:
            period = periods.get(package.version)
            members = filings((lives[ref] for ref in package.members if ref in lives), closed)
            for filing in members:
                made = None if period is None else _in_force(period, filing)
                if made is None:
                    never.append(PackageEntry(package, since=filing.since).key)
                else:
                    put.append(made)
    return put, never


def _in_force(period: PackagePeriod, filing: Filing) -> PackageEntry | None:
    """A package as it is shown while it is in force and its members are filed in some groups."""
    since = max(filter(None, (period.since, filing.since)), default=None)
    until = min(filter(None, (period.until, filing.until)), default=None)
    if since is not None and until is not None and since >= until:
        return None
    return PackageEntry(period.package, tuple(sorted(filing.groups)), since, until, filing.since)


def _criterion(item: StoredVersion, shared_with: frozenset[str], closed: Closed) -> Iterator[Entry]:
    whole = replace(entry_of(item.version, item.life), owner=item.owner_id, shared_with=shared_with)
    for filing in filings((item.life,), closed):
        is_same = filing.groups == item.version.groups
        version = item.version if is_same else replace(item.version, groups=filing.groups)
        yield replace(whole, version=version, filed_from=filing.since, filed_to=filing.until)


def _while(whole: MissingEntry, filing: Filing) -> MissingEntry | EntryKey:
    """What is missing as it is shown while its version is filed in some groups; a key where it never is."""
    shown_from = max(whole.shown_from, filing.since or whole.shown_from)
    shown_to = min(filter(None, (whole.shown_to, filing.until)), default=None)
    entry = replace(whole, shown_from=shown_from, shown_to=shown_to, groups=filing.groups, since=filing.since)
    return entry if shown_to is None or shown_from < shown_to else entry.key


def _followed(groups: Iterable[str], closed: Closed) -> set[str]:
    """The closed groups among some and among those that they were moved into."""
    found: set[str] = set()
    waiting = [group for group in groups if group in closed]
    while waiting:
        group = waiting.pop()
        if group not in found:
            found.add(group)
            heir = closed[group].moved_to
            waiting += [heir] if heir is not None and heir in closed else []
    return found
