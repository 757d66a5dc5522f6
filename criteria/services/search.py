# SPDX-License-Identifier: EUPL-1.2
"""Searching, and keeping the index what it is: a projection of the store that may only be late."""

from __future__ import annotations

from dataclasses import dataclass

from criteria.issues import Issue
from criteria.search.model import (
    AnyEntry,
    GroupEntry,
    IndexUnusableError,
    LabelEntry,
    PackageEntry,
    SearchAnswer,
    SearchQuery,
    entry_of,
)
from criteria.services.installation import Installation
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore

#: Kinds of events that change what the index holds; it stands at the last of these, so that the many events
#: about sets and contracts never make it late.
LIBRARY_KINDS = ("criterion.", "group.", "package.", "label.")


@dataclass(frozen=True, slots=True)
class IndexCheck:
    """What comparing index and store found."""

    ok: bool
    sequence: int
    entries: int
    findings: tuple[Issue, ...]


def search_library(installation: Installation, query: SearchQuery) -> SearchAnswer:
    """The answer of the index; one that cannot be read is made anew from the store first."""
    try:
        answer = installation.index.query(query)
    except IndexUnusableError:
        rebuild_index(installation)
        return installation.index.query(query)
    if installation.index.fault is not None:
        # An older generation answered while the newest cannot be read.
        rebuild_index(installation)
    return answer


def bring_index_up_to_date(installation: Installation) -> int:
    """The sequence the index stands at, after it has caught up with the store."""
    with installation.reading() as session:
        wanted = EventStore(session).last_of_kinds(LIBRARY_KINDS)
    try:
        if installation.index.sequence == wanted and installation.index.fault is None:
            return wanted
    except IndexUnusableError:
        pass
    return rebuild_index(installation)


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
        versions = store.list_versions()
        groups, packages, labels = store.list_groups(), store.list_packages(), store.list_labels()
        sequence = EventStore(session).last_of_kinds(LIBRARY_KINDS)
    filed = {item.version.ref: item.version.groups for item in versions}
    entries: list[AnyEntry] = [entry_of(item.version, item.life) for item in versions]
    entries += [GroupEntry(group) for group in groups]
    for package in packages:
        inside = sorted({group for member in package.members for group in filed.get(member, ())})
        entries.append(PackageEntry(package, tuple(inside)))
    entries += [LabelEntry(label) for label in labels]
    return tuple(entries), sequence
