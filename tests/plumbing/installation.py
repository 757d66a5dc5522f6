# SPDX-License-Identifier: EUPL-1.2
"""An empty installation on each engine, migrated, with one organisation and its people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from criteria.clock import Clock, SetClock
from criteria.exchange.help_pages import help_edition
from criteria.people.model import Actor, Role
from criteria.search.whoosh_index import WhooshIndex
from criteria.services.access import actor_for, add_organisation, add_user
from criteria.services.installation import Installation, installation_key
from criteria.services.setup import first_people
from criteria.storage.database import Database
from webapp.migrations.upgrade import upgrade

TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class World:
    """An installation with its first administrator acting."""

    installation: Installation
    actor: Actor


def build_installation(url: str, home: Path, clock: Clock | None = None) -> Installation:
    """An installation on a database, brought to the newest revision."""
    database = Database(url)
    upgrade(database)
    index = WhooshIndex(home / "index", installation_key(home), edition=help_edition())
    return Installation(database, clock or SetClock(TODAY), home, index)


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated SQLite file a session; each test copies it, which is quicker than migrating."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path, _migrated_sqlite: Path) -> Iterator[World]:
    """An installation on each engine, with one organisation and its administrator."""
    url = _url(str(request.param), request, tmp_path, _migrated_sqlite)
    yield from _opened(url, tmp_path)


@pytest.fixture
def sqlite_world(tmp_path: Path, _migrated_sqlite: Path) -> Iterator[World]:
    """The same on SQLite only, for what does not depend on the engine."""
    yield from _opened(_copied(tmp_path, _migrated_sqlite), tmp_path)


def _url(engine: str, request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> str:
    if engine == "sqlite":
        return _copied(tmp_path, migrated)
    url: str = request.getfixturevalue("new_postgres_url")
    return url


def _copied(tmp_path: Path, migrated: Path) -> str:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(migrated, home / "kravkedjan.sqlite3")
    return f"sqlite:///{home / 'kravkedjan.sqlite3'}"


def _opened(url: str, tmp_path: Path) -> Iterator[World]:
    installation = build_installation(url, tmp_path / "home")
    first_people(installation)
    yield World(installation, actor_for(installation, None, None))
    installation.index.close()
    installation.database.close()


def another_organisation(world: World, name: str = "Alviks kommun") -> Actor:
    """The administrator of a second organisation in the same installation."""
    other = add_organisation(world.installation, world.actor, name, None)
    person = add_user(world.installation, world.actor, f"admin {name}", Role.ADMINISTRATOR, other.id)
    return actor_for(world.installation, person.id, other.id)


def member(world: World, role: Role, name: str | None = None) -> Actor:
    """A person with one role in the first organisation, acting with that role alone."""
    person = add_user(world.installation, world.actor, name or role.value, role, world.actor.organisation_id)
    return Actor(person.id, world.actor.organisation_id, frozenset({role}))
