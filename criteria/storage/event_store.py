# SPDX-License-Identifier: EUPL-1.2
"""Reading the event log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from criteria.events.model import GENESIS, Event, Head
from criteria.storage.tables import EventRow
from criteria.storage.unit_of_work import event_of, read_head


class EventStore:
    """The log as rows, oldest first."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def head(self) -> Head:
        """The last event's sequence and hash."""
        return read_head(self._session)

    def find_first(self) -> Event | None:
        """The first event of the log, if there is one."""
        row = self._session.scalar(select(EventRow).order_by(EventRow.sequence).limit(1))
        return None if row is None else event_of(row)

    def find_hash(self, sequence: int) -> str | None:
        """The hash of the event with this sequence; the genesis for 0."""
        if sequence == 0:
            return GENESIS
        return self._session.scalar(select(EventRow.hash).where(EventRow.sequence == sequence))

    def last_of_kinds(self, prefixes: tuple[str, ...], by: datetime | None = None) -> int:
        """The sequence of the last event whose kind begins with one of ``prefixes``; 0 when there is none.

        ``by`` leaves out what was recorded later.
        """
        wanted = or_(*(EventRow.kind.startswith(prefix) for prefix in prefixes))
        if by is not None:
            wanted = and_(wanted, EventRow.at <= by)
        # Backwards from the last event: a maximum would be taken over all of them.
        query = select(EventRow.sequence).where(wanted).order_by(EventRow.sequence.desc()).limit(1)
        return int(self._session.scalar(query) or 0)

    def list_of_kinds(self, prefixes: tuple[str, ...], after: int, limit: int) -> tuple[Event, ...]:
        """The first ``limit`` events above ``after`` whose kind begins with one of ``prefixes``, in order."""
        wanted = or_(*(EventRow.kind.startswith(prefix) for prefix in prefixes))
        query = select(EventRow).where(EventRow.sequence > after, wanted).order_by(EventRow.sequence)
        return tuple(event_of(row) for row in self._session.scalars(query.limit(limit)))

    def iter_events(self, after: int = 0) -> Iterator[Event]:
        """Events with a sequence above ``after``, in order."""
        query = select(EventRow).where(EventRow.sequence > after).order_by(EventRow.sequence)
        for row in self._session.scalars(query.execution_options(yield_per=500)):
            yield event_of(row)

    def list_latest(self, kinds: tuple[str, ...], before: int | None, limit: int) -> tuple[Event, ...]:
        """Events of some kinds, newest first, below a sequence where one is given."""
        query = select(EventRow).where(EventRow.kind.in_(kinds))
        if before is not None:
            query = query.where(EventRow.sequence < before)
        query = query.order_by(EventRow.sequence.desc()).limit(limit)
        return tuple(event_of(row) for row in self._session.scalars(query))

    def list_about(self, subject: str) -> tuple[Event, ...]:
        """Every event about a subject, oldest first."""
        query = select(EventRow).where(EventRow.subject == subject).order_by(EventRow.sequence)
        return tuple(event_of(row) for row in self._session.scalars(query))

    def list_about_all(self, subjects: Iterable[str]) -> dict[str, tuple[Event, ...]]:
        """Every event about each subject, oldest first, in one query; no entry where there is none."""
        query = select(EventRow).where(EventRow.subject.in_(tuple(subjects))).order_by(EventRow.sequence)
        found: dict[str, list[Event]] = {}
        for row in self._session.scalars(query):
            found.setdefault(row.subject, []).append(event_of(row))
        return {subject: tuple(events) for subject, events in found.items()}

    def actors_about(self, subjects: Iterable[str], kinds: tuple[str, ...]) -> dict[str, frozenset[str]]:
        """Who did something of these kinds to each subject, in one query; no entry where nobody did."""
        query = (
            select(EventRow.subject, EventRow.actor_id)
            .where(EventRow.subject.in_(tuple(subjects)), EventRow.kind.in_(kinds))
            .distinct()
        )
        found: dict[str, frozenset[str]] = {}
        for subject, actor_id in self._session.execute(query):
            found[subject] = found.get(subject, frozenset()) | {actor_id}
        return found

    def first_times(self, prefix: str) -> dict[str, datetime]:
        """When the first event about each subject that begins so was recorded, in one query."""
        query = (
            select(EventRow.subject, func.min(EventRow.at))
            .where(EventRow.subject.startswith(prefix))
            .group_by(EventRow.subject)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def first_sequences(self, subjects: Iterable[str]) -> dict[str, int]:
        """The sequence of the first event about each subject, in one query; for a figure's log entry."""
        query = (
            select(EventRow.subject, func.min(EventRow.sequence))
            .where(EventRow.subject.in_(tuple(subjects)))
            .group_by(EventRow.subject)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}
