# SPDX-License-Identifier: EUPL-1.2
"""The library under every operation in every order, on both engines: COVER and I1 to I16 always hold.

Source: issue "The library: nothing vanishes", DOMAIN 4.2.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import text

from criteria.clock import SetClock
from criteria.search.whoosh_index import WhooshIndex
from criteria.services import library_change, library_groups
from criteria.services.access import actor_for
from criteria.services.installation import Installation, installation_key
from criteria.services.setup import first_people
from criteria.storage.database import Database
from tests.library_life.machine import FIRST_DAY, Ground, LibraryMachine, Tally, begin
from webapp.migrations.upgrade import upgrade

_STEPS_AN_EXAMPLE = 60
#: What belongs together comes after what it belongs to.
_LIBRARY_TABLES = (
    "criterion_versions",
    "publications",
    "draft_notes",
    "library_events",
    "library_edges",
    "criterion_filings",
    "group_history",
    "product_groups",
    "packages",
)
#: Every operation must have been let through at least so often in a whole run, or the run shows little.
_OFTEN = 5


def _installation(database: Database, home: Path) -> Installation:
    index = WhooshIndex(home / "index", installation_key(home))
    return Installation(database, SetClock(FIRST_DAY), home, index)


@pytest.fixture
def sqlite_ground(tmp_path: Path, _migrated_sqlite: Path) -> Iterator[Ground]:
    """A copy of an empty installation for each example."""
    template = tmp_path / "template.sqlite3"
    shutil.copy(_migrated_sqlite, template)
    first = Database(f"sqlite:///{template}")
    first_people(_installation(first, tmp_path))
    begin(_installation(first, tmp_path))
    actor = actor_for(_installation(first, tmp_path), None, None)
    with first.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    first.close()
    opened: list[Database] = []

    def fresh() -> Installation:
        for database in opened:
            database.close()
        path = tmp_path / "example.sqlite3"
        for leftover in tmp_path.glob("example.sqlite3*"):
            leftover.unlink()
        shutil.copy(template, path)
        opened[:] = [Database(f"sqlite:///{path}")]
        return _installation(opened[0], tmp_path)

    yield Ground(fresh, actor, Tally())
    for database in opened:
        database.close()


@pytest.fixture
def postgres_ground(tmp_path: Path, new_postgres_url: str) -> Iterator[Ground]:
    """One database whose library is emptied for each example; no trigger speaks at TRUNCATE."""
    database = Database(new_postgres_url)
    upgrade(database)
    first_people(_installation(database, tmp_path))
    begin(_installation(database, tmp_path))
    actor = actor_for(_installation(database, tmp_path), None, None)
    with database.engine.begin() as connection:
        for name in _LIBRARY_TABLES:
            connection.execute(text(f"CREATE TABLE beginning_{name} AS TABLE {name}"))

    def fresh() -> Installation:
        with database.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(_LIBRARY_TABLES)} CASCADE"))
            for name in _LIBRARY_TABLES:
                connection.execute(text(f"INSERT INTO {name} SELECT * FROM beginning_{name}"))  # noqa: S608
        return _installation(database, tmp_path)

    yield Ground(fresh, actor, Tally())
    database.close()


def _run(ground: Ground, steps: int) -> None:
    machine: Callable[[], LibraryMachine] = type("Machine", (LibraryMachine,), {"ground": ground})
    # An example may be shorter than it could be, so rounds go on until it is enough.
    while ground.tally.steps < steps:
        left = max(1, (steps - ground.tally.steps) // _STEPS_AN_EXAMPLE)
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=left,
                stateful_step_count=_STEPS_AN_EXAMPLE,
                deadline=None,
                database=None,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )


@pytest.mark.slow
@pytest.mark.timeout(0)
@pytest.mark.parametrize(
    "ground_name", ["sqlite_ground", pytest.param("postgres_ground", marks=pytest.mark.postgres)]
)
def test_cover_holds_whatever_is_done_in_whatever_order(
    ground_name: str,
    request: pytest.FixtureRequest,
    library_steps: int,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    ground: Ground = request.getfixturevalue(ground_name)
    # The index has tests of its own, and follows each commit in a quarter of a second.
    for module in (library_change, library_groups):
        monkeypatch.setattr(module, "follow", lambda installation: None)

    _run(ground, library_steps)

    tally = ground.tally
    done, refused = sum(tally.done.values()), sum(tally.refused.values())
    told = f"{ground_name}: {tally.steps} steps, {done} let through, {refused} refused"
    record_property("library steps", f"{told}\n  {dict(tally.done.most_common())}")
    assert tally.steps >= library_steps
    seldom = {name: count for name, count in tally.done.items() if count < _OFTEN * library_steps / 20_000}
    assert not seldom
    assert any(name.endswith("cover.bare") for name in tally.refused)
