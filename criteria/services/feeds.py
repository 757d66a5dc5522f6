# SPDX-License-Identifier: EUPL-1.2
"""Bringing a feed in: what it would do, doing it, and stopping to ask.

What is new comes in as a draft, what has changed under an unchanged upstream version as a new version with a
flag, and what is missing stays in force and usable. One run is one transaction: a run that is killed has done
nothing. Source: DOMAIN 4.1 (import), 4.2 I8 and I9.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from criteria.errors import RefusedError
from criteria.exchange.feeds import FeedFile, held_json, read_feed, read_held
from criteria.identifiers import new_id
from criteria.issues import Issue
from criteria.library.feeds import (
    Comparison,
    FeedItem,
    ItemState,
    ReadFeed,
    Rejected,
    RunState,
    compare,
    is_complete,
    why_stop,
)
from criteria.library.written import written
from criteria.people.model import Actor, Permission
from criteria.services.feed_bringing import Bringing, ItemLine, bring_in, foreseen, note_feed
from criteria.services.installation import Installation
from criteria.services.library_notices import tell_editors
from criteria.services.library_rights import claim_prefix, require_editor
from criteria.storage.database import Session
from criteria.storage.feed_store import FeedRun, FeedStore
from criteria.storage.library_store import LibraryStore
from criteria.storage.unit_of_work import UnitOfWork

MAX_REASON = 4000


@dataclass(frozen=True, slots=True)
class FeedResult:
    """What a run did, or would do. ``asks`` holds the limits it passed; then nothing was changed.

    The figures count items. ``run`` is empty for a trial.
    """

    run: str
    source: str
    state: RunState
    is_complete: bool
    is_trial: bool
    received: int
    new: int
    changed: int
    unchanged: int
    missing: int
    items: tuple[ItemLine, ...]
    rejected: tuple[Rejected, ...]
    asks: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list of a source."""

    id: str
    source: str
    run: str
    state: RunState
    is_complete: bool
    run_at: datetime
    new: int
    changed: int
    unchanged: int
    missing: int
    rejected: int


@dataclass(frozen=True, slots=True)
class GoneLine:
    """A criterion whose item is missing upstream; its state here is what it was."""

    source: str
    key: str
    ref: str
    title: str
    since: datetime | None
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """Sources, their runs newest first, and what is missing upstream."""

    sources: tuple[str, ...]
    runs: tuple[RunLine, ...]
    gone: tuple[GoneLine, ...]


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where a version came from, and how its item stands there now."""

    source: str
    key: str
    flag: str | None
    missing_since: datetime | None
    is_confirmed: bool


def import_feed(
    installation: Installation, actor: Actor, file: FeedFile, *, is_trial: bool = False
) -> FeedResult:
    """Bring a feed into the shared library, unless it passes a limit; a trial only tells what it would do.

    Raises:
        InvalidInputError: as ``read_feed``.
        ForbiddenError: ``role.not_allowed`` or ``library.not_steward``.
        RefusedError: ``feed.source_taken`` when the source's name is an organisation's prefix.
    """
    actor.require(Permission.EDIT_LIBRARY)
    read = read_feed(file)
    if is_trial:
        with installation.reading() as session:
            require_editor(session, actor, None)
            return _trial(session, _fitting(session, read))
    with installation.writing() as work:
        work.lock_library()
        require_editor(work.session, actor, None)
        _make_source(work, actor, read.manifest.source)
        fitting = _fitting(work.session, read)
        known = FeedStore(work.session).list_items(fitting.manifest.source)
        found = compare(known, fitting)
        asks = tuple(why_stop(known, fitting.manifest, found.newly))
        run_id = new_id("run")
        if asks:
            lines = foreseen(work.session, found)
            result = _result(run_id, RunState.STOPPED, fitting, found, lines)
            result = replace(result, asks=asks)
            _add_run(work, actor, fitting, result, held_json(fitting))
            tell_editors(work, None, "feed.stopped", run_id, {"source": result.source})
            return result
        # The run's row comes first: what it brings in refers to it.
        result = _result(run_id, RunState.APPLIED, fitting, found, ())
        _add_run(work, actor, fitting, result, None)
        bringing = Bringing(run_id, result.source, found)
        return replace(result, items=bring_in(installation, work, actor, bringing))


def confirm_run(installation: Installation, actor: Actor, run_id: str) -> FeedResult:
    """Carry out a stopped run after all; what is missing is marked so, nothing is closed.

    Raises:
        NotFoundError: ``feed.run_unknown``.
        RefusedError: ``feed.run_decided``, or ``feed.run_outdated`` when a later run has been carried out.
    """
    with installation.writing() as work:
        work.lock_library()
        run = _stopped(work.session, actor, run_id)
        later = FeedStore(work.session).list_runs(run.source)
        if any(
            item.number > run.number and item.state in (RunState.APPLIED, RunState.CONFIRMED)
            for item in later
        ):
            raise RefusedError("feed.run_outdated", where=run_id, run=run_id)
        read = read_held(run.manifest, run.held or "")
        found = compare(FeedStore(work.session).list_items(run.source), read)
        bringing = Bringing(run_id, run.source, found)
        result = _result(run_id, RunState.CONFIRMED, read, found, ())
        result = replace(result, items=bring_in(installation, work, actor, bringing), rejected=())
        decided = replace(
            run,
            state=RunState.CONFIRMED,
            result=_figures(result),
            decided_at=work.clock.now(),
            reason=None,
        )
        FeedStore(work.session).decide_run(decided, actor.user_id)
        return result


def drop_run(installation: Installation, actor: Actor, run_id: str, reason: str) -> RunLine:
    """Let a stopped run go without carrying it out.

    Raises:
        NotFoundError: ``feed.run_unknown``.
        RefusedError: ``feed.run_decided``.
    """
    text = written(reason, "reason", MAX_REASON)
    with installation.writing() as work:
        work.lock_library()
        run = _stopped(work.session, actor, run_id)
        dropped = replace(run, state=RunState.DROPPED, decided_at=work.clock.now(), reason=text)
        FeedStore(work.session).decide_run(dropped, actor.user_id)
        note_feed(work, actor, "feed.run_dropped", run.source, run=run_id)
        return _run_line(dropped)


def list_feeds(installation: Installation, actor: Actor) -> FeedsPage:
    """Every source with its runs, and what is missing upstream."""
    actor.require(Permission.READ)
    with installation.reading() as session:
        store = FeedStore(session)
        gone = store.list_gone()
        titles = LibraryStore(session).titles(item.ref for _, item in gone)
        return FeedsPage(
            sources=store.list_sources(),
            runs=tuple(_run_line(run) for run in store.list_runs()),
            gone=tuple(
                GoneLine(
                    source=source,
                    key=item.key,
                    ref=item.ref,
                    title=titles.get(item.ref, item.ref),
                    since=item.missing_since,
                    is_confirmed=item.state is ItemState.CONFIRMED,
                )
                for source, item in gone
            ),
        )


def upstream_of(installation: Installation, ref: str) -> Upstream | None:
    """Where a version came from, for its page; ``None`` for what no feed brought in."""
    with installation.reading() as session:
        store = FeedStore(session)
        brought = store.find_version(ref)
        if brought is None:
            return None
        known = store.find_item_of(ref)
        item = None if known is None else known[1]
        is_gone = item is not None and item.state.is_gone
        return Upstream(
            source=brought.source,
            key=brought.key,
            flag=brought.flag,
            missing_since=item.missing_since if item is not None and is_gone else None,
            is_confirmed=item is not None and item.state is ItemState.CONFIRMED,
        )


def _make_source(work: UnitOfWork, actor: Actor, source: str) -> None:
    if not claim_prefix(work.session, source, f"feed:{source}"):
        raise RefusedError("feed.source_taken", where="source", source=source)
    if FeedStore(work.session).add_source(source, actor.user_id, work.clock.now()):
        note_feed(work, actor, "feed.source_added", source)


def _fitting(session: Session, read: ReadFeed) -> ReadFeed:
    """The feed without items that name a group or a label which is not here."""
    store = LibraryStore(session)
    groups = store.group_fingerprints().keys()
    labels = store.label_fingerprints().keys()
    kept: list[FeedItem] = []
    rejected = list(read.rejected)
    for item in read.items:
        lost = [("group.unknown", name) for name in item.version.groups if name not in groups]
        lost += [
            ("feed.label_unknown", cover.label) for cover in item.version.labels if cover.label not in labels
        ]
        if not lost:
            kept.append(item)
        for code, name in lost:
            rejected.append(Rejected(item.where, item.where, code, f"no {name}", {"name": name}, item.key))
    return replace(read, items=tuple(kept), rejected=tuple(rejected))


def _trial(session: Session, read: ReadFeed) -> FeedResult:
    known = FeedStore(session).list_items(read.manifest.source)
    found = compare(known, read)
    asks = tuple(why_stop(known, read.manifest, found.newly))
    state = RunState.STOPPED if asks else RunState.APPLIED
    result = _result("", state, read, found, foreseen(session, found))
    return replace(result, is_trial=True, asks=asks)


def _result(
    run_id: str, state: RunState, read: ReadFeed, found: Comparison, lines: tuple[ItemLine, ...]
) -> FeedResult:
    return FeedResult(
        run=run_id,
        source=read.manifest.source,
        state=state,
        is_complete=is_complete(read),
        is_trial=False,
        received=read.received,
        new=len(found.new),
        changed=len(found.changed),
        unchanged=len(found.unchanged),
        missing=len(found.missing),
        items=lines,
        rejected=read.rejected,
        asks=(),
    )


def _figures(result: FeedResult) -> str:
    """The figures of a run, for its row."""
    counts = {name: getattr(result, name) for name in ("new", "changed", "unchanged", "missing")}
    return json.dumps({**counts, "rejected": len(result.rejected)})


def _add_run(work: UnitOfWork, actor: Actor, read: ReadFeed, result: FeedResult, held: str | None) -> None:
    store = FeedStore(work.session)
    store.add_run(
        FeedRun(
            id=result.run,
            source=result.source,
            number=store.last_number(result.source) + 1,
            manifest=read.manifest,
            result=_figures(result),
            state=result.state,
            is_complete=result.is_complete,
            run_by=actor.user_id,
            run_at=work.clock.now(),
            held=held,
        )
    )
    if result.state is RunState.STOPPED:
        note_feed(work, actor, "feed.stopped", result.source, run=result.run)


def _stopped(session: Session, actor: Actor, run_id: str) -> FeedRun:
    require_editor(session, actor, None)
    run = FeedStore(session).get_run(run_id)
    if run.state is not RunState.STOPPED:
        raise RefusedError("feed.run_decided", where=run_id, run=run_id, state=run.state.value)
    return run


def _run_line(run: FeedRun) -> RunLine:
    counts = json.loads(run.result)
    return RunLine(
        id=run.id,
        source=run.source,
        run=run.manifest.run,
        state=run.state,
        is_complete=run.is_complete,
        run_at=run.run_at,
        **counts,
    )
