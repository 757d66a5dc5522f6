# SPDX-License-Identifier: EUPL-1.2
"""The shipped library in a test: a copy whose lock fits, and an installation that has loaded it.

While content is being written the lock in ``data/`` may be behind it. What is tested with these fixtures is
the product, not the lock, so the copy gets the lock that fits; the lock itself is tested with the library.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from criteria.clock import SetClock
from criteria.exchange.library_files import LOCK_NAME, lock_lines, read_library
from criteria.people.model import Actor
from criteria.services.access import actor_for
from criteria.services.installation import Installation
from criteria.services.setup import initialise
from tests.plumbing.installation import World, build_installation

#: A day on which everything that ships has come into force.
SHIPPED_TODAY = date(2026, 12, 1)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A closed installation that tests copy."""

    home: Path


def open_home(home: Path, today: date = SHIPPED_TODAY) -> Installation:
    """The installation in a folder, with the clock set."""
    return build_installation(f"sqlite:///{home / 'kravkedjan.sqlite3'}", home, SetClock(today))


@pytest.fixture(scope="session")
def shipped_copy(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the library folder whose lock holds what the folder holds."""
    folder = tmp_path_factory.mktemp("shipped") / "data"
    shutil.copytree(repository / "data", folder, ignore=shutil.ignore_patterns("__pycache__"))
    lines = lock_lines(read_library(folder))
    (folder / LOCK_NAME).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def _shipped_home(shipped_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> _Loaded:
    home = tmp_path_factory.mktemp("shipped-home") / "home"
    home.mkdir()
    installation = open_home(home)
    initialise(installation, shipped_copy)
    with installation.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    installation.index.close()
    installation.database.close()
    return _Loaded(home)


@pytest.fixture
def shipped_home(_shipped_home: _Loaded, tmp_path: Path) -> Path:
    """A folder of this test's own with an installation that has loaded the shipped library."""
    return Path(shutil.copytree(_shipped_home.home, tmp_path / "shipped-home"))


@pytest.fixture
def shipped_world(shipped_home: Path) -> Iterator[World]:
    """That installation, open, with its administrator acting; on SQLite."""
    installation = open_home(shipped_home)
    actor: Actor = actor_for(installation, None, None)
    yield World(installation, actor)
    installation.index.close()
    installation.database.close()
