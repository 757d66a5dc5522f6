# SPDX-License-Identifier: EUPL-1.2
"""Migration 0005 with rows as an older program left them, on both engines."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, column, table, text
from sqlalchemy.exc import DatabaseError

import webapp.migrations
from criteria.canonical import fingerprint
from criteria.library.fingerprint import event_fingerprint, version_fingerprint
from criteria.library.lifecycle import VersionStatus
from criteria.library.publication import shipped_publication
from criteria.schemas.derived import dump
from criteria.storage.database import Database
from criteria.storage.library_store import LibraryStore
from tests.library_life.desk import make_group
from tests.library_life.factories import edge, replaced, version
from webapp.migrations.upgrade import upgrade

OLD = version("CLS-01:1@base", groups=("cleaning_services", "it"))
NEW = version("CLS-11:1@base")
COMING = version("CLS-12:1@base", valid_from=None)
GONE = replaced(OLD, edge(OLD, NEW), on=date(2026, 6, 1))
AT = "2026-11-21 08:00:00.000000"
_LATER = ("move", "transition_from", "release", "flags", "carried_as", "decided_by", "last_ref")


def _as_before(value: Any) -> Any:
    """The JSON of an older program, which had none of the fields that came later."""
    if isinstance(value, dict):
        return {name: _as_before(item) for name, item in value.items() if name not in _LATER}
    return [_as_before(item) for item in value] if isinstance(value, list) else value


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(webapp.migrations.__path__[0])))
    config.attributes["database"] = database
    return config


def _insert(connection: Connection, name: str, **values: Any) -> None:
    columns = [column(value) for value in values]
    connection.execute(table(name, *columns).insert(), values)


def _fill(database: Database) -> None:
    with database.engine.begin() as connection:
        for item in (OLD, NEW, COMING):
            _insert(
                connection,
                "criterion_versions",
                id=item.id,
                version=item.version,
                level=item.level.value,
                type=item.type.value,
                valid_from=None if item.valid_from is None else item.valid_from.isoformat(),
                content=json.dumps(dump(item)),
                fingerprint=version_fingerprint(item),
                recorded_at=AT,
            )
        _insert(
            connection,
            "library_events",
            subject_id=OLD.id,
            subject_version=1,
            subject_level="base",
            kind=GONE.kind.value,
            effective_on=GONE.on.isoformat(),
            content=json.dumps(_as_before(dump(GONE))),
            fingerprint=event_fingerprint(GONE),
            recorded_at=AT,
        )
        _insert(
            connection,
            "product_groups",
            id="it",
            content=json.dumps(dump(make_group("it"))),
            fingerprint="a" * 64,
        )


@pytest.fixture
def upgraded(database_url: str) -> Any:
    database = Database(database_url)
    command.upgrade(_config(database), "0004")
    _fill(database)
    upgrade(database)
    yield database
    database.close()


def test_old_rows_keep_their_life_and_get_the_rows_beside_them(upgraded: Database) -> None:
    with upgraded.reading() as session:
        store = LibraryStore(session)
        lives = {item.version.ref: item.life for item in store.list_every_version()}
        counts = store.count_in_groups(date(2026, 5, 31))
        after = store.count_in_groups(date(2026, 6, 1))
        predecessors = store.list_edges_to(NEW.ref)
        (entry,) = store.list_group_history("it")

    assert lives[OLD.ref].status_on(date(2026, 6, 1)) is VersionStatus.WITHDRAWN_REPLACED
    assert lives[OLD.ref].events == (GONE,)
    assert predecessors == (OLD.ref,)
    assert (counts["cleaning_services"].in_force, counts["cleaning_services"].drafts) == (2, 1)
    assert (counts["it"].in_force, after["cleaning_services"].in_force) == (1, 1)
    assert (entry.group, entry.is_open) == (make_group("it"), True)


def test_old_publication_is_the_one_the_program_would_write(upgraded: Database) -> None:
    assert OLD.valid_from is not None
    expected = shipped_publication(OLD, OLD.valid_from)

    with upgraded.reading() as session:
        found = LibraryStore(session).find_publication(OLD.ref)
        marks = session.execute(text("SELECT id, fingerprint FROM publications ORDER BY id")).all()

    assert found == expected
    assert [row.id for row in marks] == [OLD.id, NEW.id]
    assert marks[0].fingerprint == fingerprint(expected)


def test_published_row_is_frozen_after_the_migration_too(upgraded: Database) -> None:
    for statement in ("UPDATE criterion_versions SET stage = 'x'", "DELETE FROM library_events"):
        with pytest.raises(DatabaseError, match="append-only"), upgraded.engine.begin() as connection:
            connection.execute(text(statement))


def test_migration_goes_down_again_with_the_rows_it_found(upgraded: Database) -> None:
    command.downgrade(_config(upgraded), "0004")

    with upgraded.engine.connect() as connection:
        rows = connection.execute(text("SELECT id FROM criterion_versions ORDER BY id")).all()
        events = connection.execute(text("SELECT kind FROM library_events")).all()
    assert [row.id for row in rows] == [OLD.id, NEW.id, COMING.id]
    assert [row.kind for row in events] == [GONE.kind.value]


def test_recorded_time_comes_along(upgraded: Database) -> None:
    with upgraded.reading() as session:
        (entry,) = LibraryStore(session).list_group_history("it")

    assert isinstance(entry.recorded_at, datetime)
    assert entry.recorded_at.tzinfo is not None
