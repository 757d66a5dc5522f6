# SPDX-License-Identifier: EUPL-1.2
"""The town of scenario 6, on the day the court asks, built once for what only reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from criteria.services.search import rebuild_index
from tests.library_past.lighting import Town, begin, divide, leave_gap, rename_and_move
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser
from tests.webapp.calls import site

ASKED = date(2029, 3, 5)


@pytest.fixture(scope="package")
def old_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The library of scenario 6 in 2029, on SQLite; its tests only read."""
    home: Path = tmp_path_factory.mktemp("town") / "home"
    home.mkdir()
    town = begin(f"sqlite:///{home / 'kravkedjan.sqlite3'}", home)
    leave_gap(town)
    divide(town)
    rename_and_move(town)
    asked = town.on(ASKED)
    rebuild_index(asked.installation)
    yield asked
    asked.installation.index.close()
    asked.installation.database.close()


@pytest.fixture
def old_world(old_town: Town) -> World:
    """The same as the helpers of the pages take it."""
    return World(old_town.installation, old_town.clerk)


@pytest.fixture
def visitor(old_world: World) -> Browser:
    """Somebody who is not signed in."""
    return Browser(site(old_world).test_client())
