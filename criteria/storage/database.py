# SPDX-License-Identifier: EUPL-1.2
"""The database of an installation: engine, transactions and locks that differ between the engines.

Source: ARCHITECTURE, Storage, Concurrency (tried on both engines).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

#: Keys of the advisory locks on PostgreSQL; SQLite has one writer at a time anyway.
LIBRARY_LOCK = 7_201
LOG_LOCK = 7_202
MAIL_LOCK = 7_203

# Handed on by name so that use cases can say what they hold without touching the library behind it.
__all__ = ["LIBRARY_LOCK", "LOG_LOCK", "MAIL_LOCK", "Database", "Session"]


class Database:
    """One database. ``writing`` and ``reading`` give sessions; nothing else opens a transaction."""

    def __init__(self, url: str) -> None:
        """Prepare the engine; nothing is opened before the first session."""
        self.url = url
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite and parsed.database not in (None, "", ":memory:"):
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(parsed)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose transaction may write; on SQLite it takes the writer's place at once.

        With plain BEGIN, concurrent writers on SQLite fail when they upgrade their lock.
        """
        with (
            self.engine.connect().execution_options(writes=True) as connection,
            Session(connection) as session,
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading that sees one moment; what it might have changed is rolled back.

        On PostgreSQL each statement would else see its own moment, and a version could be read as published
        by a change whose withdrawal of the old one is not seen yet (I4). SQLite reads one moment anyway.
        """
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with Session(connection) as session:
                try:
                    yield session
                finally:
                    session.rollback()

    def lock(self, session: Session, key: int) -> None:
        """Hold an advisory lock until the transaction ends."""
        if not self.is_sqlite:
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _prepare_sqlite(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    # The driver's own transaction handling would swallow BEGIN IMMEDIATE.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 15000")


def _begin_sqlite(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
