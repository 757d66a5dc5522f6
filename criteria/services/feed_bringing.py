# SPDX-License-Identifier: EUPL-1.2
"""Carrying out a run of a feed: drafts of what is new and changed, and marks on what is missing.

Source: DOMAIN 4.2, I8 and I9.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from criteria.events.model import NewEvent
from criteria.library.feeds import (
    SILENT_CHANGE,
    Comparison,
    FeedItem,
    ItemState,
    KnownItem,
    is_confirmed,
    number_for,
)
from criteria.library.publication import MACHINE
from criteria.library.vocabulary import ShippedState
from criteria.people.model import Actor
from criteria.services.installation import Installation
from criteria.services.library_change import follow
from criteria.services.library_notices import tell_editors
from criteria.storage.database import Session
from criteria.storage.feed_store import FeedStore, FeedVersion, TaskKind, TaskStore
from criteria.storage.library_store import LibraryStore
from criteria.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a run: ``what`` is ``new``, ``changed``, ``missing`` or ``back``.

    ``ref`` is its version here, ``was`` the one before a silent change, ``since`` when it went missing.
    """

    what: str
    key: str
    ref: str
    was: str | None = None
    since: datetime | None = None
    state: ItemState = ItemState.PRESENT


@dataclass(frozen=True, slots=True)
class Bringing:
    """A run that is to be carried out: its id, its source and what it brings."""

    run_id: str
    source: str
    found: Comparison


@dataclass(frozen=True, slots=True)
class _Numbering:
    """What numbers and mates are in use, kept in step while a run is brought in."""

    taken: dict[str, dict[str, frozenset[int]]]
    mates: dict[str, int]

    def next(self, item: FeedItem) -> int:
        """The version number of an item, which is in use from then on."""
        taken = self.taken.setdefault(item.version.id, {})
        number = number_for(item, taken, self.mates)
        level = item.version.level.value
        taken[level] = taken.get(level, frozenset()) | {number}
        self.mates[item.key.partition("@")[0]] = number
        return number


def foreseen(session: Session, found: Comparison) -> tuple[ItemLine, ...]:
    """What a run would do, with the numbers its items would get."""
    numbering = _numbering(session, ())
    lines = [ItemLine("new", item.key, _numbered(item, numbering).version.ref) for item in found.new]
    for item, known in found.changed:
        lines.append(ItemLine("changed", item.key, _numbered(item, numbering).version.ref, known.ref))
    lines += [ItemLine("missing", item.key, item.ref, since=item.missing_since) for item in found.missing]
    lines += [ItemLine("back", item.key, item.ref) for item in found.back]
    return tuple(lines)


def bring_in(
    installation: Installation, work: UnitOfWork, actor: Actor, bringing: Bringing
) -> tuple[ItemLine, ...]:
    """Carry out a run inside a unit of work; the library's lock is held."""
    run_id, source, found = bringing.run_id, bringing.source, bringing.found
    store, at = FeedStore(work.session), work.clock.now()
    numbering = _numbering(work.session, store.list_items(source))
    lines = [
        ItemLine("new", item.key, _bring(work, actor, run_id, (item, None), numbering)) for item in found.new
    ]
    for item, known in found.changed:
        ref = _bring(work, actor, run_id, (item, known), numbering)
        lines.append(ItemLine("changed", item.key, ref, known.ref))
        values = {"ref": ref, "was": known.ref, "source": source}
        if TaskStore(work.session).put(TaskKind.SILENT_CHANGE, ref, item.mark, values, at):
            tell_editors(work, None, "feed.silent_change", ref, values)
    for known in found.back:
        if known.key not in {item.key for item, _ in found.changed}:
            store.put_item(source, replace(known, state=ItemState.PRESENT, missing_since=None))
        TaskStore(work.session).settle(TaskKind.UPSTREAM_MISSING, known.ref, ("back", "–"), at)
        note_feed(work, actor, "feed.item_back", source, ref=known.ref)
        lines.append(ItemLine("back", known.key, known.ref))
    for known in found.missing:
        lines.append(_miss(work, actor, source, known))
    counts = {
        "new": str(len(found.new)),
        "changed": str(len(found.changed)),
        "missing": str(len(found.missing)),
    }
    note_feed(work, actor, "feed.run", source, run=run_id, **counts)
    work.after_commit(lambda: follow(installation))
    return tuple(lines)


def _bring(
    work: UnitOfWork,
    actor: Actor,
    run_id: str,
    change: tuple[FeedItem, KnownItem | None],
    numbering: _Numbering,
) -> str:
    """Store an item as a draft of its own number, and where it came from."""
    item, known = change
    at, store = work.clock.now(), FeedStore(work.session)
    source = item.version.id.partition("/")[0]
    numbered = _numbered(item, numbering)
    because = f"Inläst från {source} som {item.key}. Granska innan det publiceras."
    if known is not None:
        because = f"Texten har ändrats hos {source} utan ny version där ({item.key}). Jämför med {known.ref}."
    draft = replace(numbered.version, state=ShippedState.DRAFT, valid_from=None, draft_because=(because,))
    stored = LibraryStore(work.session).add_draft(draft, None, MACHINE, at)
    ref, flag = stored.version.ref, None if known is None else SILENT_CHANGE
    store.add_version(FeedVersion(ref, source, item.key, run_id, item.mark, flag, at))
    store.put_item(source, KnownItem(item.key, ref, item.mark, item.version.groups, ItemState.PRESENT))
    payload = {"fingerprint": stored.fingerprint, "revision": "1", "source": source, "flag": flag or ""}
    work.record(NewEvent("criterion.drafted", ref, payload, actor.user_id, actor.organisation_id))
    return ref


def _miss(work: UnitOfWork, actor: Actor, source: str, known: KnownItem) -> ItemLine:
    """Note that a complete run lacks an item, and let an editor know once that is sure (I8)."""
    now = work.clock.now()
    item = known
    if known.state is ItemState.PRESENT:
        item = replace(known, state=ItemState.MISSING, missing_since=now)
        note_feed(work, actor, "feed.item_missing", source, ref=known.ref)
    elif known.state is ItemState.MISSING and is_confirmed(known, now):
        item = replace(known, state=ItemState.CONFIRMED)
        since = "" if known.missing_since is None else known.missing_since.isoformat()
        values = {"ref": known.ref, "source": source, "key": known.key, "since": since[:10]}
        if TaskStore(work.session).put(TaskKind.UPSTREAM_MISSING, known.ref, since, values, now):
            tell_editors(work, None, "feed.missing_confirmed", known.ref, values)
        note_feed(work, actor, "feed.missing_confirmed", source, ref=known.ref)
    FeedStore(work.session).put_item(source, item)
    return ItemLine("missing", item.key, item.ref, since=item.missing_since, state=item.state)


def _numbering(session: Session, known: tuple[KnownItem, ...]) -> _Numbering:
    taken: dict[str, dict[str, frozenset[int]]] = {}
    for ref in LibraryStore(session).fingerprints():
        criterion_id, number, level = _parts(ref)
        levels = taken.setdefault(criterion_id, {})
        levels[level] = levels.get(level, frozenset()) | {number}
    mates = {item.key.partition("@")[0]: _parts(item.ref)[1] for item in known}
    return _Numbering(taken, mates)


def _parts(ref: str) -> tuple[str, int, str]:
    head, _, level = ref.partition("@")
    criterion_id, _, number = head.partition(":")
    return criterion_id, int(number), level


def _numbered(item: FeedItem, numbering: _Numbering) -> FeedItem:
    return replace(item, version=replace(item.version, version=numbering.next(item)))


def note_feed(work: UnitOfWork, actor: Actor, kind: str, source: str, **payload: str) -> None:
    """Record that something happened to a feed."""
    work.record(NewEvent(kind, f"feed:{source}", payload, actor.user_id, actor.organisation_id))
