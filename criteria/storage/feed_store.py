# SPDX-License-Identifier: EUPL-1.2
"""Feeds, their runs and items in the database, what waits for an editor, and reports of upgrades."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.identifiers import new_id
from criteria.library.feeds import ItemState, KnownItem, Manifest, RunState
from criteria.schemas.derived import dump_json, read_json
from criteria.storage.feed_tables import (
    EditorTaskRow,
    FeedItemRow,
    FeedRow,
    FeedRunRow,
    FeedVersionRow,
    UpgradeReportRow,
)


@dataclass(frozen=True, slots=True)
class FeedRun:
    """One run. ``result`` is the JSON of what was found; ``held`` of what a stopped one would bring."""

    id: str
    source: str
    number: int
    manifest: Manifest
    result: str
    state: RunState
    is_complete: bool
    run_by: str
    run_at: datetime
    held: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FeedVersion:
    """Which item of which run a version here was brought in from; ``flag`` of a silent change."""

    ref: str
    source: str
    key: str
    run_id: str
    mark: str
    flag: str | None
    recorded_at: datetime


class TaskKind(str, Enum):
    """Why something waits for an editor."""

    UPSTREAM_MISSING = "upstream_missing"
    SILENT_CHANGE = "silent_change"
    UPGRADE_CONFLICT = "upgrade_conflict"


@dataclass(frozen=True, slots=True)
class EditorTask:
    """What an editor of the shared library has to decide. ``values`` say what it is about."""

    id: str
    kind: TaskKind
    subject: str
    cause: str
    values: Mapping[str, str]
    made_at: datetime
    is_open: bool = True
    decision: str | None = None
    reason: str | None = None
    decided_at: datetime | None = None


class FeedStore:
    """Feeds, runs and items; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add_source(self, source: str, made_by: str, at: datetime) -> bool:
        """Make a source known; ``False`` when it was."""
        if self._session.get(FeedRow, source) is not None:
            return False
        self._session.add(FeedRow(source=source, made_by=made_by, made_at=at))
        self._session.flush()
        return True

    def list_sources(self) -> tuple[str, ...]:
        """Every source, by name."""
        return tuple(self._session.scalars(select(FeedRow.source).order_by(FeedRow.source)))

    def add_run(self, run: FeedRun) -> None:
        """Append a run."""
        self._session.add(
            FeedRunRow(
                id=run.id,
                source=run.source,
                number=run.number,
                manifest=dump_json(run.manifest),
                result=run.result,
                state=run.state.value,
                is_complete=run.is_complete,
                held=run.held,
                run_by=run.run_by,
                run_at=run.run_at,
            )
        )
        self._session.flush()

    def decide_run(self, run: FeedRun, decided_by: str) -> None:
        """Write what became of a stopped run; the trigger refuses any other."""
        row = self._session.get_one(FeedRunRow, run.id)
        row.state, row.result, row.reason, row.held = run.state.value, run.result, run.reason, None
        row.decided_by, row.decided_at = decided_by, run.decided_at
        self._session.flush()

    def get_run(self, run_id: str) -> FeedRun:
        """A run by id.

        Raises:
            NotFoundError: ``feed.run_unknown``.
        """
        row = self._session.get(FeedRunRow, run_id)
        if row is None:
            raise NotFoundError("feed.run_unknown", where=run_id, given=run_id)
        return _run(row)

    def list_runs(self, source: str | None = None) -> tuple[FeedRun, ...]:
        """Runs of a source or of all, newest first."""
        query = select(FeedRunRow).order_by(FeedRunRow.run_at.desc(), FeedRunRow.number.desc())
        if source is not None:
            query = query.where(FeedRunRow.source == source)
        return tuple(_run(row) for row in self._session.scalars(query))

    def last_number(self, source: str) -> int:
        """The number of the last run of a source, 0 before the first."""
        query = select(func.max(FeedRunRow.number)).where(FeedRunRow.source == source)
        return int(self._session.scalar(query) or 0)

    def list_items(self, source: str) -> tuple[KnownItem, ...]:
        """What is known of a source, by key."""
        query = select(FeedItemRow).where(FeedItemRow.source == source).order_by(FeedItemRow.key)
        return tuple(_item(row) for row in self._session.scalars(query))

    def list_gone(self) -> tuple[tuple[str, KnownItem], ...]:
        """Every item that is missing upstream, with its source."""
        gone = [state.value for state in ItemState if state.is_gone]
        query = select(FeedItemRow).where(FeedItemRow.state.in_(gone))
        rows = self._session.scalars(query.order_by(FeedItemRow.source, FeedItemRow.key))
        return tuple((row.source, _item(row)) for row in rows)

    def put_item(self, source: str, item: KnownItem) -> None:
        """Store where an item of a source now stands."""
        self._session.merge(
            FeedItemRow(
                source=source,
                key=item.key,
                ref=item.ref,
                mark=item.mark,
                groups=json.dumps(item.groups),
                state=item.state.value,
                missing_since=item.missing_since,
            )
        )
        self._session.flush()

    def find_item_of(self, ref: str) -> tuple[str, KnownItem] | None:
        """The source and item that a version here is the newest of, or ``None``."""
        row = self._session.scalar(select(FeedItemRow).where(FeedItemRow.ref == ref))
        return None if row is None else (row.source, _item(row))

    def add_version(self, version: FeedVersion) -> None:
        """Append where a version came from."""
        self._session.add(FeedVersionRow(**{name: getattr(version, name) for name in FeedVersion.__slots__}))
        self._session.flush()

    def find_version(self, ref: str) -> FeedVersion | None:
        """Where a version came from, if it was brought in."""
        row = self._session.get(FeedVersionRow, ref)
        return (
            None
            if row is None
            else FeedVersion(**{name: getattr(row, name) for name in FeedVersion.__slots__})
        )


class TaskStore:
    """What waits for an editor; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def put(self, kind: TaskKind, subject: str, cause: str, values: Mapping[str, str], at: datetime) -> bool:
        """Store a task unless there is one of this kind, subject and cause already, open or decided."""
        same = select(EditorTaskRow.id).where(
            EditorTaskRow.kind == kind.value, EditorTaskRow.subject == subject, EditorTaskRow.cause == cause
        )
        if self._session.scalar(same) is not None:
            return False
        self._session.add(
            EditorTaskRow(
                id=new_id("task"),
                kind=kind.value,
                subject=subject,
                cause=cause,
                content=json.dumps(dict(values), ensure_ascii=False, sort_keys=True),
                state="open",
                made_at=at,
            )
        )
        self._session.flush()
        return True

    def get(self, task_id: str) -> EditorTask:
        """A task by id.

        Raises:
            NotFoundError: ``editor_task.unknown``.
        """
        row = self._session.get(EditorTaskRow, task_id)
        if row is None:
            raise NotFoundError("editor_task.unknown", where=task_id, given=task_id)
        return _task(row)

    def list_all(self, *, only_open: bool) -> tuple[EditorTask, ...]:
        """Tasks, oldest first."""
        query = select(EditorTaskRow).order_by(EditorTaskRow.made_at, EditorTaskRow.subject)
        if only_open:
            query = query.where(EditorTaskRow.state == "open")
        return tuple(_task(row) for row in self._session.scalars(query))

    def decide(self, task_id: str, decision: tuple[str, str], decided_by: str, at: datetime) -> None:
        """Write what was decided and why; the trigger refuses a second decision."""
        row = self._session.get_one(EditorTaskRow, task_id)
        row.state = "done"
        row.decision, row.reason = decision
        row.decided_by, row.decided_at = decided_by, at
        self._session.flush()

    def settle(self, kind: TaskKind, subject: str, decision: tuple[str, str], at: datetime) -> None:
        """Close open tasks whose cause has gone, by the machine."""
        query = select(EditorTaskRow).where(
            EditorTaskRow.kind == kind.value, EditorTaskRow.subject == subject, EditorTaskRow.state == "open"
        )
        for row in self._session.scalars(query):
            self.decide(row.id, decision, "system", at)


class ReportStore:
    """Reports of upgrades, as JSON; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, content: str, fingerprint: str, at: datetime) -> int:
        """Append a report and return its number."""
        row = UpgradeReportRow(content=content, fingerprint=fingerprint, recorded_at=at)
        self._session.add(row)
        self._session.flush()
        return row.number

    def list_all(self) -> tuple[tuple[int, datetime, str], ...]:
        """Number, moment and content of every report, newest first."""
        rows = self._session.scalars(select(UpgradeReportRow).order_by(UpgradeReportRow.number.desc()))
        return tuple((row.number, row.recorded_at, row.content) for row in rows)


def _run(row: FeedRunRow) -> FeedRun:
    return FeedRun(
        id=row.id,
        source=row.source,
        number=row.number,
        manifest=read_json(Manifest, row.manifest),
        result=row.result,
        state=RunState(row.state),
        is_complete=row.is_complete,
        run_by=row.run_by,
        run_at=row.run_at,
        held=row.held,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _item(row: FeedItemRow) -> KnownItem:
    return KnownItem(
        key=row.key,
        ref=row.ref,
        mark=row.mark,
        groups=tuple(json.loads(row.groups)),
        state=ItemState(row.state),
        missing_since=row.missing_since,
    )


def _task(row: EditorTaskRow) -> EditorTask:
    return EditorTask(
        id=row.id,
        kind=TaskKind(row.kind),
        subject=row.subject,
        cause=row.cause,
        values=json.loads(row.content),
        made_at=row.made_at,
        is_open=row.state == "open",
        decision=row.decision,
        reason=row.reason,
        decided_at=row.decided_at,
    )
