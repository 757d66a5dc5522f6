# SPDX-License-Identifier: EUPL-1.2
"""The unit of work: one transaction, its events written last, under the log's lock.

Sequence and predecessor hash are taken inside that lock, so that sequence is commit order without gaps.
No database sequence is used for it, since those leave gaps on rollback. Source: ARCHITECTURE, Concurrency.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from criteria.clock import Clock
from criteria.errors import RefusedError
from criteria.events.model import GENESIS, Event, Head, NewEvent, chain
from criteria.storage.base import Base
from criteria.storage.database import LIBRARY_LOCK, LOG_LOCK, MAIL_LOCK, Database
from criteria.storage.tables import EventRow, SettingRow

#: The setting that marks an installation live; only its presence counts.
LIVE = "live"


class UnitOfWork:
    """One writing transaction. Stores are made from ``session``; events are handed to ``record``."""

    def __init__(self, database: Database, session: Session, clock: Clock) -> None:
        """Bind to an open writing session."""
        self._database = database
        self._pending: list[NewEvent] = []
        self._afterwards: list[Callable[[], None]] = []
        self.session = session
        self.clock = clock

    def record(self, event: NewEvent) -> None:
        """Put an event in the queue; it gets its place in the log at commit."""
        self._pending.append(event)

    def after_commit(self, action: Callable[[], None]) -> None:
        """Have something done once the transaction is durable (the index above all)."""
        self._afterwards.append(action)

    def lock_library(self) -> None:
        """Be the only one changing the library's life cycle until the end of the transaction."""
        self._database.lock(self.session, LIBRARY_LOCK)

    def lock_mail(self) -> None:
        """Be the only one deciding what is mailed until the end of the transaction."""
        self._database.lock(self.session, MAIL_LOCK)

    def _write_events(self) -> None:
        if not self._pending:
            return
        self._database.lock(self.session, LOG_LOCK)
        head = read_head(self.session)
        for new in self._pending:
            event = chain(new, head, self.clock.now(), clock_set=self.clock.is_set)
            self.session.add(event_row(event))
            head = Head(event.sequence, event.hash)
        self.session.flush()


@contextmanager
def unit_of_work(database: Database, clock: Clock) -> Iterator[UnitOfWork]:
    """A unit of work that commits when the block ends and stores nothing when it raises.

    Raises:
        RefusedError: ``clock.set_but_live`` when the clock is set by hand and the installation is live.
    """
    with database.writing() as session:
        if clock.is_set and session.get(SettingRow, LIVE) is not None:
            raise RefusedError("clock.set_but_live", where="--today")
        work = UnitOfWork(database, session, clock)
        yield work
        session.flush()
        work._write_events()
        session.commit()
    for action in work._afterwards:
        action()


def read_head(session: Session) -> Head:
    """The last event's sequence and hash; the genesis of an empty log."""
    row = session.execute(
        select(EventRow.sequence, EventRow.hash).order_by(EventRow.sequence.desc()).limit(1)
    ).first()
    return Head(0, GENESIS) if row is None else Head(row.sequence, row.hash)


def event_row(event: Event) -> EventRow:
    """The row of an event."""
    values = {name: getattr(event, name) for name in event.__slots__ if name != "payload"}
    return EventRow(**values, payload=json.dumps(dict(event.payload), ensure_ascii=False, sort_keys=True))


def event_of(row: EventRow) -> Event:
    """The event of a row."""
    values = {name: getattr(row, name) for name in Event.__slots__ if name != "payload"}
    return Event(**values, payload=json.loads(row.payload))


__all__ = ["Base", "UnitOfWork", "event_of", "event_row", "read_head", "unit_of_work"]
