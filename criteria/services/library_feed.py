# SPDX-License-Identifier: EUPL-1.2
"""What has changed in the public library, newest first: what the Atom feed tells.

An entry is an event of the log, so that it has a lasting id and never moves: pages are cut by sequence.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from criteria.errors import NotFoundError
from criteria.events.model import Event
from criteria.library.model import GapNotice, LawReference, Successor
from criteria.services.installation import Installation
from criteria.storage.catalogue_store import CatalogueStore
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore, StoredVersion

PAGE = 50
#: How many events are read at a time in search of a page's worth for one group.
_READ = 500
#: What a reader of the feed is told; drafts and their review are the editors' own.
_KINDS = (
    *("criterion.published", "criterion.start_revision", "criterion.stop_revision", "criterion.supersede"),
    *("criterion.withdraw_replaced", "criterion.withdraw_gap", "criterion.withdraw_law"),
    *("criterion.fill_gap", "criterion.renew_notice", "criterion.move"),
)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One change: what happened to which version, from which day, and what carries it on."""

    id: str
    sequence: int
    at: datetime
    kind: str
    ref: str
    title: str
    on: date | None
    reason: str
    successors: tuple[Successor, ...]
    gap_notice: GapNotice | None
    law: LawReference | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of changes. ``before`` cuts the next, older page; ``None`` on the last one.

    ``id`` names the feed for ever, ``updated`` is when its newest entry was recorded; an empty feed has the
    day the installation was made.
    """

    id: str
    group: str | None
    group_title: str | None
    updated: datetime
    entries: tuple[FeedEntry, ...]
    before: int | None


def list_changes(
    installation: Installation, *, group: str | None = None, before: int | None = None
) -> FeedPage:
    """A page of changes of the public library, or of one product group, from below a sequence.

    Raises:
        NotFoundError: ``group.unknown``.
    """
    with installation.reading() as session:
        title = None if group is None else _group_title(session, group, installation.clock.today())
        first = EventStore(session).find_first()
        found = list(_entries(session, group, before))
        newest = next(iter(found if before is None else _entries(session, group, None)), None)
    namespace = uuid.uuid5(uuid.NAMESPACE_OID, "" if first is None else first.hash)
    made = installation.clock.now() if first is None else first.at
    shown = found[:PAGE]
    return FeedPage(
        id=f"urn:uuid:{uuid.uuid5(namespace, 'feed ' + (group or ''))}",
        group=group,
        group_title=title,
        updated=made if newest is None else newest[0].at,
        entries=tuple(_entry(namespace, event, stored) for event, stored in shown),
        before=shown[-1][0].sequence if len(found) > PAGE else None,
    )


def _group_title(session: Session, group: str, day: date) -> str:
    entry = CatalogueStore(session).find_group_entry(group, day)
    if entry is None:
        raise NotFoundError("group.unknown", where="group", name=group)
    return entry.group.title.sv


def _entries(
    session: Session, group: str | None, before: int | None
) -> Iterable[tuple[Event, StoredVersion]]:
    """The events of one page and one more, newest first, each with its version; own criteria are left out."""
    events, store, found = EventStore(session), LibraryStore(session), 0
    while found <= PAGE:
        read = events.list_latest(_KINDS, before, _READ)
        if not read:
            return
        # Without a viewer only the public library is found.
        known = {item.version.ref: item for item in store.list_by_refs({event.subject for event in read})}
        for event in read:
            stored = known.get(event.subject)
            if stored is None or (group is not None and not _is_in(stored, group)):
                continue
            yield event, stored
            found += 1
            if found > PAGE:
                return
        before = read[-1].sequence


def _is_in(stored: StoredVersion, group: str) -> bool:
    """Whether the version is or has been filed in the group: who follows it is told also when it leaves."""
    moves = (event.move for event in stored.life.events if event.move is not None)
    return group in stored.life.groups or any(group in move.join for move in moves)


def _entry(namespace: uuid.UUID, event: Event, stored: StoredVersion) -> FeedEntry:
    kind = event.kind.removeprefix("criterion.")
    given = event.payload.get("on") or event.payload.get("valid_from")
    on = date.fromisoformat(given) if given else None
    told = next((item for item in stored.life.events if (item.kind.value, item.on) == (kind, on)), None)
    return FeedEntry(
        id=f"urn:uuid:{uuid.uuid5(namespace, str(event.sequence))}",
        sequence=event.sequence,
        at=event.at,
        kind=kind,
        ref=stored.version.ref,
        title=stored.version.title.sv,
        on=on,
        reason="" if told is None else told.reason,
        successors=() if told is None else told.successors,
        gap_notice=None if told is None else told.gap_notice,
        law=None if told is None else told.law,
    )
