# SPDX-License-Identifier: EUPL-1.2
"""Product groups that change: made, renamed, moved into another, closed. Source: DOMAIN 4.2, I10.

What a group was called and held stays readable for the days it was so, and a closed group goes on answering
with where it moved to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from criteria.canonical import fingerprint
from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.library.cover import Batch
from criteria.library.model import LibraryEvent, LibraryEventKind, Move, ProductGroup, Rebase, Words
from criteria.library.moves import check_closing
from criteria.people.model import Actor
from criteria.services.installation import Installation
from criteria.services.library_change import LibraryChange, apply_batch, follow, refuse
from criteria.services.library_publishing import changing
from criteria.services.library_rights import require_editor
from criteria.storage.catalogue_store import GroupEntry
from criteria.storage.library_ledger import StoredLedger
from criteria.storage.library_store import LibraryStore
from criteria.storage.unit_of_work import UnitOfWork

MAX_REASON = 4000


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What a use case has done to a group, from which day, and which versions moved with it."""

    id: str
    since: date
    is_open: bool
    moved_to: str | None
    change: LibraryChange | None = None


def add_group(installation: Installation, actor: Actor, group: ProductGroup) -> GroupChange:
    """A new group, open from today.

    Raises:
        RefusedError: ``group.exists``, also for one that was closed: an address is never used twice.
    """
    with changing(installation, actor) as work:
        require_editor(work.session, actor, None)
        if LibraryStore(work.session).find_group(group.id) is not None:
            raise RefusedError("group.exists", where=group.id, name=group.id)
        return _written(installation, work, actor, _open(work, group), "group.added")


def rename_group(installation: Installation, actor: Actor, group_id: str, title: Words) -> GroupChange:
    """The group under another title from today; before today it is shown under its then title.

    Raises:
        NotFoundError: ``group.unknown``.
        InvalidInputError: ``field.empty``.
    """
    if not title.sv.strip():
        raise InvalidInputError("field.empty", where="title", field="title")
    with changing(installation, actor) as work:
        require_editor(work.session, actor, None)
        group = replace(_get(work, group_id), title=title)
        return _written(installation, work, actor, _open(work, group), "group.renamed")


def move_group(
    installation: Installation, actor: Actor, group_id: str, into: str, reason: str
) -> GroupChange:
    """Everything that holds in a group moved into another from today, and the group closed, as one.

    Whoever owns a version, it moves with its group; what has left force stays where it was, under the old
    address, which answers with where the group moved to.

    Raises:
        NotFoundError: ``group.unknown``.
        FindingsError: what the cover rule says, or ``group.not_empty`` where an end is dated ahead.
    """
    clean = _reason(group_id, reason)
    with changing(installation, actor) as work:
        require_editor(work.session, actor, None)
        group, _ = _get(work, group_id), _get(work, into)
        today = work.clock.today()
        events = []
        for card in StoredLedger(work.session).list_filed(group_id, today):
            on = max(today, card.life.valid_from or today)
            filed = card.life.groups_on(on)
            if group_id in filed and card.life.ending is None:
                join = () if into in filed else (into,)
                move = Move((group_id,), join, (Rebase(group_id, into),))
                events.append(LibraryEvent(on, LibraryEventKind.MOVE, card.ref, clean, move=move))
        change = apply_batch(installation, work, actor, Batch(today, events=tuple(events)))
        closed = _closed(work, group, max((event.on for event in events), default=today), into)
        return replace(_written(installation, work, actor, closed, "group.moved"), change=change)


def close_group(
    installation: Installation, actor: Actor, group_id: str, moved_to: str | None = None
) -> GroupChange:
    """A group closed from today; refused while anything in force is filed in it.

    Raises:
        NotFoundError: ``group.unknown``.
        FindingsError: ``group.not_empty`` with each version.
    """
    with changing(installation, actor) as work:
        require_editor(work.session, actor, None)
        group = _get(work, group_id)
        if moved_to is not None:
            _get(work, moved_to)
        closed = _closed(work, group, work.clock.today(), moved_to)
        return _written(installation, work, actor, closed, "group.closed")


def _get(work: UnitOfWork, group_id: str) -> ProductGroup:
    store = LibraryStore(work.session)
    line = store.find_group(group_id)
    if line is None:
        raise NotFoundError("group.unknown", where="group", name=group_id)
    if line.closed_on is not None:
        raise RefusedError("group.closed", where=group_id, name=group_id, on=line.closed_on)
    return store.get_group(group_id)


def _open(work: UnitOfWork, group: ProductGroup) -> GroupEntry:
    return GroupEntry(group, work.clock.today(), True, None, work.clock.now())


def _closed(work: UnitOfWork, group: ProductGroup, on: date, moved_to: str | None) -> GroupEntry:
    filed = StoredLedger(work.session).list_filed(group.id, on)
    refuse(tuple(check_closing(filed, group.id, on)))
    return GroupEntry(group, on, False, moved_to, work.clock.now())


def _written(
    installation: Installation, work: UnitOfWork, actor: Actor, entry: GroupEntry, kind: str
) -> GroupChange:
    store, mark = LibraryStore(work.session), fingerprint(entry.group)
    store.put_group(entry.group, mark)
    store.add_group_entry(entry, mark)
    payload = {"fingerprint": mark, "on": entry.since.isoformat(), "to": entry.moved_to or ""}
    subject = f"group:{entry.group.id}"
    work.record(NewEvent(kind, subject, payload, actor.user_id, actor.organisation_id))
    work.after_commit(lambda: follow(installation))
    return GroupChange(entry.group.id, entry.since, entry.is_open, entry.moved_to)


def _reason(where: str, text: str) -> str:
    clean = text.strip()
    if not clean:
        raise InvalidInputError("library.reason_missing", where=where, ref=where)
    if len(clean) > MAX_REASON:
        raise InvalidInputError("field.long", where="reason", field="reason", limit=MAX_REASON)
    return clean
