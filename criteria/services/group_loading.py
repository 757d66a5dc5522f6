# SPDX-License-Identifier: EUPL-1.2
"""Bringing the shipped product groups into the store, without writing over what was changed here.

An editor here may rename a group, close it, or have made one under the same id. What ships later brings the
rest of its content and leaves that as it is; the report of the upgrade says so. Source: issue 3, Upstream and
upgrades (own changes stay); DOMAIN 4.2, I8 and I9.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from criteria.canonical import fingerprint
from criteria.events.model import Event, NewEvent
from criteria.library.model import ProductGroup
from criteria.people.model import Actor
from criteria.services.upgrades import ReportLine
from criteria.storage.catalogue_store import GroupEntry
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore
from criteria.storage.unit_of_work import UnitOfWork

#: What a report says of a group that keeps its name, or all it says, from here.
KEPT = "group_kept"
_LOADED = "group.loaded"


def load_groups(
    work: UnitOfWork, actor: Actor, groups: Iterable[ProductGroup]
) -> tuple[int, tuple[ReportLine, ...]]:
    """Store what is new in shipped groups; how many were written, and what kept its form from here."""
    store, count, kept = LibraryStore(work.session), 0, []
    stored = store.group_fingerprints()
    for shipped in groups:
        mark = fingerprint(shipped)
        # A group that was renamed or closed here keeps that until what ships says something new.
        if stored.get(shipped.id) == mark or mark in store.group_marks(shipped.id):
            continue
        line = store.find_group(shipped.id)
        told = EventStore(work.session).list_about(f"group:{shipped.id}")
        is_closed = line is not None and line.closed_on is not None
        if is_closed or any(mark == event.payload["fingerprint"] for event in told if event.kind == _LOADED):
            continue
        current = None if line is None else store.get_group(shipped.id)
        group = shipped if current is None else _with_own(store, shipped, current, told)
        if group.title != shipped.title:
            day = work.clock.today()
            kept.append(ReportLine(KEPT, group.id, group.title.sv, day, reason=shipped.title.sv))
        if group != current:
            entry = GroupEntry(group, work.clock.today(), True, None, work.clock.now())
            store.put_group(group, fingerprint(group))
            store.add_group_entry(entry, fingerprint(group))
            count += 1
        payload = {"fingerprint": mark, "stored": fingerprint(group)}
        work.record(NewEvent(_LOADED, f"group:{group.id}", payload, actor.user_id, actor.organisation_id))
    return count, tuple(kept)


def _with_own(
    store: LibraryStore, shipped: ProductGroup, current: ProductGroup, told: tuple[Event, ...]
) -> ProductGroup:
    """The shipped group as it is to stand here: a group made here stays whole, a title given here stays."""
    if any(event.kind == "group.added" for event in told):
        return current
    last = next((event.payload for event in reversed(told) if event.kind == _LOADED), None)
    if last is None:
        return shipped
    entries = store.list_group_history(shipped.id)
    titles = [entry.group.title for entry in entries if fingerprint(entry.group) == last["fingerprint"]]
    was_own = last.get("stored", last["fingerprint"]) != last["fingerprint"]
    is_own = was_own or (bool(titles) and current.title != titles[-1])
    return replace(shipped, title=current.title) if is_own else shipped
