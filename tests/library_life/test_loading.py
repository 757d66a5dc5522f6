# SPDX-License-Identifier: EUPL-1.2
"""Loading a library folder anew: nothing takes effect before today, and what was changed here stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from criteria.exchange.library_files import LOCK_NAME, lock_lines, read_library
from criteria.library.model import CriterionVersion, LibraryEvent, LibraryEventKind, Package, Words
from criteria.schemas.derived import dump
from criteria.services.editor_tasks import list_editor_tasks
from criteria.services.library import list_packages, show_group
from criteria.services.library_drafts import change_draft
from criteria.services.library_groups import rename_group
from criteria.services.library_loading import LoadResult, load_library
from criteria.services.library_orders import EventOrder
from criteria.services.library_publishing import withdraw
from tests.library_life.desk import DAY, Desk, as_draft, carries, make_group, open_desk
from tests.library_life.factories import edge, version
from tests.plumbing.installation import World

OLD = version("CLS-01:1@base", valid_from=date(2026, 1, 1))
NEW = version("CLS-11:1@base", valid_from=date(2026, 6, 1))
LEFT_ON = date(2026, 6, 1)
LEFT = LibraryEvent(
    LEFT_ON, LibraryEventKind.WITHDRAW_REPLACED, OLD.ref, "Ersatt.", successors=(edge(OLD, NEW),)
)


class _Folder:
    """A library folder that grows from one release to the next."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._put("labels.yaml", {"labels": []})
        self.group(make_group("cleaning_services", "Städning"))

    def _put(self, name: str, data: Any) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        target.write_text(f"# SPDX-License-Identifier: CC-BY-4.0\n{written}", encoding="utf-8")

    def group(self, group: object) -> None:
        self._put("groups/cleaning_services.yaml", dump(group))

    def versions(self, *versions: CriterionVersion) -> None:
        for item in versions:
            place = f"criteria/cleaning_services/{item.id}/{item.version}.{item.level.value}.yaml"
            self._put(place, dump(item))

    def events(self, *events: LibraryEvent) -> None:
        self._put("events/2026.yaml", {"events": [dump(event) for event in events]})

    def package(self, package: Package) -> None:
        self._put(f"packages/{package.id}.{package.version}.yaml", dump(package))

    def load(self, desk: Desk) -> LoadResult:
        lines = "".join(f"{line}\n" for line in lock_lines(read_library(self.path)))
        (self.path / LOCK_NAME).write_text(lines, encoding="utf-8")
        return load_library(desk.installation, desk.reviewer, self.path)


@pytest.fixture
def folder(tmp_path: Path) -> _Folder:
    return _Folder(tmp_path / "library")


@pytest.fixture
def desk(world: World) -> Desk:
    return open_desk(world)


def test_first_import_keeps_the_dates_of_history(desk: Desk, folder: _Folder) -> None:
    folder.versions(OLD, NEW)
    folder.events(LEFT)

    folder.load(desk)

    life = desk.stored(OLD.ref).life
    assert (life.valid_from, life.valid_to) == (OLD.valid_from, LEFT_ON)


def test_upgrade_takes_effect_on_the_day_it_is_recorded(desk: Desk, folder: _Folder) -> None:
    folder.versions(OLD)
    folder.load(desk)
    folder.versions(NEW)
    folder.events(LEFT)

    done = folder.load(desk)

    assert (done.new, done.events) == (1, 1)
    assert desk.stored(NEW.ref).life.valid_from == DAY
    assert desk.stored(OLD.ref).life.valid_to == DAY
    assert folder.load(desk) == LoadResult(new=0, unchanged=2, events=0, other=0)


def test_upgrade_dated_ahead_keeps_its_day(desk: Desk, folder: _Folder) -> None:
    ahead = date(2027, 5, 1)
    folder.versions(OLD)
    folder.load(desk)
    folder.versions(replace(NEW, valid_from=ahead))
    folder.events(replace(LEFT, on=ahead))

    folder.load(desk)

    assert desk.stored(OLD.ref).life.valid_to == desk.stored(NEW.ref).life.valid_from == ahead


def test_upgrade_that_would_leave_something_bare_here_waits_for_an_editor(
    desk: Desk, folder: _Folder
) -> None:
    folder.versions(OLD, NEW)
    folder.load(desk)
    # Here the successor that the next release counts on has left force already.
    third = as_draft(version("CLS-12:1@base"))
    desk.publish(third)
    withdraw(desk.installation, desk.reviewer, EventOrder(NEW.ref, "Skäl.", successors=(carries(third.ref),)))
    folder.events(LEFT)

    done = folder.load(desk)

    (task,) = list_editor_tasks(desk.installation, desk.reviewer)
    assert (done.events, done.held) == (0, 1)
    assert (task.subject, task.values["code"]) == (OLD.ref, "cover.bare")
    assert desk.stored(OLD.ref).life.ending is None


def test_group_that_was_renamed_here_keeps_its_name_also_when_a_release_calls_it_something_new(
    desk: Desk, folder: _Folder
) -> None:
    folder.versions(OLD)
    folder.load(desk)
    rename_group(desk.installation, desk.reviewer, "cleaning_services", Words("Lokalvård"))

    folder.load(desk)
    kept = show_group(desk.installation, "cleaning_services").group.title.sv
    folder.group(make_group("cleaning_services", "Städning och lokalvård"))
    folder.load(desk)

    assert kept == "Lokalvård"
    page = show_group(desk.installation, "cleaning_services")
    assert page.group.title.sv == "Lokalvård"


def test_i16_package_made_here_is_not_written_over_by_one_that_ships(desk: Desk, folder: _Folder) -> None:
    folder.versions(OLD, NEW)
    folder.package(Package("terms", 1, Words("Villkor"), "Ett paket.", (OLD.ref,)))
    folder.load(desk)
    withdraw(desk.installation, desk.reviewer, EventOrder(OLD.ref, "Skäl.", successors=(carries(NEW.ref),)))
    folder.package(Package("terms", 2, Words("Villkor"), "Ett paket.", (OLD.ref, NEW.ref)))

    folder.load(desk)
    again = folder.load(desk)

    (found,) = list_packages(desk.installation)
    # The shipped version got the next number, and the one after it marks what had left force here.
    assert (found.version, found.members, found.warnings) == (4, (OLD.ref, NEW.ref), (OLD.ref,))
    assert again.other == 0


def test_shipped_draft_that_somebody_here_writes_on_is_left_to_them(desk: Desk, folder: _Folder) -> None:
    shipped = replace(as_draft(NEW), draft_because=("Källan ska läsas.",))
    folder.versions(OLD, shipped)
    folder.load(desk)
    mine = replace(as_draft(NEW), title=Words("Vår rubrik", "Ours"))
    change_draft(desk.installation, desk.author, mine, desk.stored(NEW.ref).revision)
    folder.versions(replace(shipped, purpose="Nytt motiv."))

    folder.load(desk)

    assert desk.stored(NEW.ref).version.title.sv == "Vår rubrik"
