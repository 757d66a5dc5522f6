# SPDX-License-Identifier: EUPL-1.2
"""From release n to n+1 on an installation that lives: sets, own changes, conflicts, and the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from criteria.errors import RefusedError
from criteria.exchange.library_files import LOCK_NAME, lock_lines, read_library
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import (
    CriterionVersion,
    LibraryEvent,
    LibraryEventKind,
    Package,
    ProductGroup,
    Words,
)
from criteria.schemas.derived import dump
from criteria.services.access import list_notices
from criteria.services.editor_tasks import Decision, list_editor_tasks, settle_task
from criteria.services.integrity import verify_log
from criteria.services.library import list_packages, show_group
from criteria.services.library_groups import add_group, rename_group
from criteria.services.library_loading import LoadResult, load_library
from criteria.services.library_orders import EventOrder
from criteria.services.library_publishing import withdraw
from criteria.services.search import verify_index
from criteria.services.sets import NewSet, add_criteria, create_set, show_set
from criteria.services.sets_change import EditAt
from criteria.services.sets_updates import list_updates
from criteria.services.upgrades import Coming, divide, list_upgrades
from followup.services.contracts import show_contract
from followup.services.touched import tell_contract_owners
from tests.library_life.desk import DAY, Desk, as_draft, carries, make_group, open_desk
from tests.library_life.factories import edge, gap, published, version
from tests.plumbing.installation import World, another_organisation
from tests.services.contracted import TESTED, YEARLY, opened
from webapp.shapes_feeds import upgrade_bodies

PAST = date(2026, 1, 1)
OLD = version("CLS-01:1@base", valid_from=PAST)
NEXT = replace(OLD, version=2, valid_from=date(2026, 6, 1), purpose="Nytt motiv.")
OTHER = version("CLS-02:1@base", valid_from=PAST)
THIRD = version("CLS-03:1@base", valid_from=PAST)
FRESH = version("CLS-11:1@base", valid_from=date(2026, 6, 1))
NEWER = LibraryEvent(
    date(2026, 6, 1), LibraryEventKind.SUPERSEDE, OLD.ref, "Ny fakta.", successors=(edge(OLD, NEXT),)
)
MOVED = LibraryEvent(
    date(2026, 6, 1),
    LibraryEventKind.WITHDRAW_REPLACED,
    OTHER.ref,
    "Ersatt.",
    successors=(edge(OTHER, FRESH),),
)
LEFT = gap(THIRD, on=date(2026, 6, 1))


class _Release:
    """The folder of the product's library, which grows from one release to the next."""

    def __init__(self, path: Path, desk: Desk) -> None:
        self.path, self.desk = path, desk
        self._put("labels.yaml", {"labels": []})
        self._put("groups/cleaning_services.yaml", dump(make_group("cleaning_services", "Städning")))

    def put_group(self, group: ProductGroup) -> None:
        self._put(f"groups/{group.id}.yaml", dump(group))

    def _put(self, name: str, data: Any) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def hold(self, *versions: CriterionVersion) -> None:
        for item in versions:
            place = f"criteria/{item.groups[0]}/{item.id}/{item.version}.{item.level.value}.yaml"
            self._put(place, dump(item))

    def tell(self, *events: LibraryEvent) -> None:
        self._put("events/2026.yaml", {"events": [dump(event) for event in events]})

    def package(self, package: Package) -> None:
        self._put(f"packages/{package.id}.{package.version}.yaml", dump(package))

    def number(self, content: int, form: int = 1) -> None:
        self._put("form.yaml", {"form": form, "content": content})

    def load(self) -> LoadResult:
        lines = "".join(f"{line}\n" for line in lock_lines(read_library(self.path)))
        (self.path / LOCK_NAME).write_text(lines, encoding="utf-8")
        return load_library(self.desk.installation, self.desk.reviewer, self.path)


@pytest.fixture
def desk(world: World) -> Desk:
    return open_desk(world)


@pytest.fixture
def release(desk: Desk, tmp_path: Path) -> _Release:
    """Release n, loaded."""
    release = _Release(tmp_path / "data", desk)
    release.hold(OLD, OTHER, THIRD)
    release.number(1)
    release.load()
    return release


def _grow(release: _Release) -> None:
    release.hold(NEXT, FRESH)
    release.tell(NEWER, MOVED, LEFT)
    release.number(2)


def _set_with(desk: Desk, *refs: str, actor: Any = None) -> str:
    actor = actor or desk.reviewer
    made = create_set(desk.installation, actor, NewSet("Städning 2027"))
    add_criteria(desk.installation, actor, EditAt(made.id), refs)
    return made.id


def _status(desk: Desk, ref: str) -> VersionStatus:
    return desk.stored(ref).status_on(DAY)


def test_new_versions_arrive_and_what_leaves_brings_successor_or_notice(
    desk: Desk, release: _Release
) -> None:
    _grow(release)

    done = release.load()

    assert (done.new, done.events, done.held) == (2, 3, 0)
    assert _status(desk, OLD.ref) is VersionStatus.SUPERSEDED
    assert _status(desk, NEXT.ref) is VersionStatus.PUBLISHED
    assert _status(desk, OTHER.ref) is VersionStatus.WITHDRAWN_REPLACED
    assert _status(desk, THIRD.ref) is VersionStatus.WITHDRAWN_GAP
    assert release.load() == LoadResult(new=0, unchanged=5, events=0, other=0)
    assert verify_log(desk.installation).ok
    assert verify_index(desk.installation).ok


def test_set_keeps_what_it_pins_and_is_told(desk: Desk, release: _Release) -> None:
    set_id = _set_with(desk, OLD.ref, OTHER.ref)
    before = [line.fingerprint for line in show_set(desk.installation, desk.reviewer, set_id).lines]
    _grow(release)

    release.load()

    after = show_set(desk.installation, desk.reviewer, set_id)
    assert [line.fingerprint for line in after.lines] == before
    updates = list_updates(desk.installation, desk.reviewer, set_id)
    assert [(line.pinned, line.now) for line in updates.lines] == [
        (OLD.ref, (NEXT.ref,)),
        (OTHER.ref, (FRESH.ref,)),
    ]


def test_report_says_what_changed_for_which_sets(desk: Desk, release: _Release, world: World) -> None:
    other = another_organisation(world)
    set_id = _set_with(desk, OLD.ref)
    foreign = _set_with(desk, OLD.ref, actor=other)
    _grow(release)

    release.load()

    (report,) = list_upgrades(desk.installation, desk.reviewer)
    assert {(line.what, line.ref) for line in report.lines} == {
        ("published", NEXT.ref),
        ("published", FRESH.ref),
        ("supersede", OLD.ref),
        ("withdraw_replaced", OTHER.ref),
        ("withdraw_gap", THIRD.ref),
    }
    assert {line.on for line in report.lines} == {DAY}
    assert [(item.ref, item.set_id, item.title) for item in report.sets] == [
        (OLD.ref, set_id, "Städning 2027")
    ]
    assert report.other_sets == 1
    (theirs,) = list_upgrades(desk.installation, other)
    assert [item.set_id for item in theirs.sets] == [foreign]
    assert theirs.other_sets is None


def test_contract_keeps_its_text_and_its_owner_and_the_report_say_what_it_pins(
    world: World, tmp_path: Path
) -> None:
    contract = opened(world)
    at = replace(world.installation, library_listeners=(tell_contract_owners,))
    release = _Release(tmp_path / "data", Desk(at, world.actor, world.actor))
    release.put_group(make_group("furniture"))
    release.hold(TESTED, YEARLY)
    release.tell(gap(TESTED, on=date(2026, 6, 1)))
    before = show_contract(at, world.actor, contract.id)

    done = release.load()

    assert done.events == 1
    assert show_contract(at, world.actor, contract.id).lines == before.lines
    (report,) = upgrade_bodies(at, world.actor, "sv")
    assert [(item.ref, item.id, item.is_running) for item in report.contracts] == [
        (TESTED.ref, contract.id, True)
    ]
    told = {notice.code: notice.subject for notice in list_notices(at, world.actor)}
    assert told["contract.criterion_changed"] == contract.id


def test_i9_group_renamed_here_keeps_its_name_and_takes_the_rest(desk: Desk, release: _Release) -> None:
    own = Words("Städning och fönsterputs")
    rename_group(desk.installation, desk.reviewer, "cleaning_services", own)
    shipped = replace(make_group("cleaning_services", "Städtjänster"), summary="Ny sammanfattning.")
    release.put_group(shipped)
    release.number(2)

    release.load()
    again = release.load()

    group = show_group(desk.installation, "cleaning_services").group
    assert (group.title, group.summary, again.other) == (own, "Ny sammanfattning.", 0)
    (report,) = list_upgrades(desk.installation, desk.reviewer)
    (line,) = report.lines
    assert (line.what, line.title, line.reason) == ("group_kept", own.sv, "Städtjänster")
    # What ships after that is held against what shipped before, and the name is still the one given here.
    release.put_group(replace(shipped, summary="Ännu nyare."))
    release.load()
    after = show_group(desk.installation, "cleaning_services").group
    assert (after.title, after.summary) == (own, "Ännu nyare.")


def test_group_made_here_under_an_id_that_ships_later_stays(desk: Desk, release: _Release) -> None:
    mine = make_group("windows", "Våra fönster")
    add_group(desk.installation, desk.reviewer, mine)
    release.put_group(make_group("windows", "Fönster"))
    release.number(2)

    release.load()

    assert show_group(desk.installation, "windows").group == mine
    assert [(line.what, line.ref) for line in list_upgrades(desk.installation, desk.reviewer)[0].lines] == [
        ("group_kept", "windows")
    ]


def test_first_load_writes_no_report(desk: Desk, release: _Release) -> None:
    assert list_upgrades(desk.installation, desk.reviewer) == ()


def test_own_ending_stays_and_what_hangs_together_waits_while_the_rest_goes_on(
    desk: Desk, release: _Release
) -> None:
    mine = as_draft(version("CLS-12:1@base"))
    desk.publish(mine)
    withdraw(
        desk.installation, desk.reviewer, EventOrder(OTHER.ref, "Vårt skäl.", successors=(carries(mine.ref),))
    )
    _grow(release)

    done = release.load()

    assert (done.new, done.events, done.held) == (1, 2, 1)
    assert [edge.ref for edge in desk.stored(OTHER.ref).life.successors_on(DAY)] == [mine.ref]
    (task,) = list_editor_tasks(desk.installation, desk.reviewer)
    assert task.values["refs"] == f"{OTHER.ref}, {FRESH.ref}"
    assert task.values["code"] == "life.ended"
    (report,) = list_upgrades(desk.installation, desk.reviewer)
    assert [item.refs for item in report.held] == [(OTHER.ref, FRESH.ref)]
    assert release.load().held == 0
    assert len(list_editor_tasks(desk.installation, desk.reviewer)) == 1


def test_own_version_with_the_shipped_number_stays_and_the_shipped_one_waits(
    desk: Desk, release: _Release
) -> None:
    desk.submit(replace(as_draft(NEXT), purpose="Vårt eget motiv."))
    _grow(release)

    done = release.load()

    assert desk.stored(NEXT.ref).version.purpose == "Vårt eget motiv."
    assert _status(desk, OLD.ref) is VersionStatus.PUBLISHED
    assert (done.held, done.events) == (1, 2)
    (task,) = list_editor_tasks(desk.installation, desk.reviewer)
    assert task.values["code"] == "upgrade.number_taken"


def test_what_an_editor_keeps_is_never_tried_again(desk: Desk, release: _Release) -> None:
    ours = replace(as_draft(NEXT), purpose="Vårt eget motiv.")
    desk.submit(ours)
    _grow(release)
    release.load()
    (task,) = list_editor_tasks(desk.installation, desk.reviewer)

    settle_task(desk.installation, desk.reviewer, task.id, Decision.KEEP, "Vi har skrivit om det.")
    again = release.load()

    assert (again.held, again.events) == (0, 0)
    assert list_editor_tasks(desk.installation, desk.reviewer) == ()
    assert _status(desk, OLD.ref) is VersionStatus.PUBLISHED


def test_what_waited_goes_in_once_it_fits_and_its_task_is_closed(desk: Desk, release: _Release) -> None:
    ahead = date(2027, 4, 1)
    desk.change(EventOrder(THIRD.ref, "Ses över.", LibraryEventKind.START_REVISION, ahead))
    _grow(release)
    first = release.load()

    release.desk = desk.on(ahead)
    later = release.load()

    assert (first.held, first.events) == (1, 2)
    assert (later.held, later.events) == (0, 1)
    assert desk.stored(THIRD.ref).life.valid_to == ahead
    assert list_editor_tasks(desk.installation, desk.reviewer) == ()


def test_package_waits_for_a_member_that_waits(desk: Desk, release: _Release) -> None:
    desk.submit(replace(as_draft(FRESH), purpose="Vårt eget."))
    release.hold(FRESH)
    release.package(Package("terms", 1, Words("Villkor"), "Ett paket.", (FRESH.ref,)))
    release.package(Package("others", 1, Words("Andra"), "Ett paket.", (OLD.ref,)))

    release.load()

    assert [package.id for package in list_packages(desk.installation)] == ["others"]


def test_shipped_text_that_changed_under_its_number_is_refused_with_its_file(
    desk: Desk, release: _Release
) -> None:
    release.hold(replace(OLD, purpose="Ändrat i smyg."))

    with pytest.raises(RefusedError) as refused:
        release.load()

    assert refused.value.code == "criterion.published_changed"
    assert refused.value.where.startswith("criteria/cleaning_services/CLS-01/1.base.yaml")
    assert desk.stored(OLD.ref).version.purpose == OLD.purpose


def test_older_program_refuses_an_installation_that_has_newer_content(desk: Desk, release: _Release) -> None:
    _grow(release)
    release.load()
    release.number(1)

    with pytest.raises(RefusedError) as refused:
        release.load()

    assert (refused.value.code, refused.value.values["stored"]) == ("library.older", 2)


def test_program_refuses_a_folder_of_a_later_form(desk: Desk, release: _Release) -> None:
    release.number(2, form=2)

    with pytest.raises(RefusedError) as refused:
        load_library(desk.installation, desk.reviewer, release.path)

    assert (refused.value.code, refused.value.values["found"]) == ("library.newer_form", 2)


def test_parts_are_what_hangs_together() -> None:
    lone = version("CLS-31:1@base")
    coming = Coming(
        tuple(published(item, PAST) for item in (lone, NEXT, FRESH)),
        tuple((event, event) for event in (NEWER, MOVED, LEFT)),
    )

    parts = divide(coming)

    held = [
        {*(item.version.ref for item in part.published), *(event.subject for _, event in part.events)}
        for part in parts
    ]
    assert sorted(map(sorted, held)) == sorted(
        map(sorted, [{lone.ref}, {NEXT.ref, OLD.ref}, {FRESH.ref, OTHER.ref}, {THIRD.ref}])
    )
