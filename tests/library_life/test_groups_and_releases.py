# SPDX-License-Identifier: EUPL-1.2
"""Groups that are renamed, moved and closed (I10), and releases checked on the whole, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from criteria.errors import FindingsError, InvalidInputError, NotFoundError, RefusedError
from criteria.library.lifecycle import units_of
from criteria.library.model import Carried, ChangeClass, Move, Rebase, Words
from criteria.library.release_notes import NoteKind
from criteria.search.model import Filters, SearchQuery
from criteria.services.library import list_groups, show_criterion, show_group
from criteria.services.library_groups import add_group, close_group, move_group, rename_group
from criteria.services.library_orders import ChangePlan, EventOrder, PublicationOrder
from criteria.services.library_publishing import fill_gap, move_version, withdraw
from criteria.services.library_releases import (
    cancel_release,
    list_releases,
    plan_release,
    preview_release,
    publish_release,
    show_release,
)
from criteria.services.library_verification import verify_library
from criteria.services.search import bring_index_up_to_date, search_library, verify_index
from criteria.storage.release_store import ReleaseState
from tests.library_life.desk import (
    DAY,
    Desk,
    as_draft,
    carries,
    gap_order,
    make_group,
    open_desk,
    put_package,
)
from tests.library_life.factories import version
from tests.plumbing.installation import World, another_organisation

WASH = as_draft(version("LAU-01:1@base", groups=("laundry",)))
CLEAN = as_draft(version("CLS-01:1@base"))
LATER = DAY + timedelta(days=40)


def test_i10_moved_version_is_shown_in_its_group_of_the_day(world: World) -> None:
    desk = open_desk(world)
    desk.publish(WASH)
    move = Move(("laundry",), ("cleaning_services",), (Rebase("laundry", "cleaning_services"),))

    move_version(desk.installation, desk.reviewer, EventOrder(WASH.ref, "Flyttas.", on=LATER), move)

    def inside(group: str, day: date) -> list[str]:
        return [item.ref for item, _ in show_group(desk.installation, group, as_of=day).versions]

    before = LATER - timedelta(days=1)
    assert (inside("laundry", before), inside("cleaning_services", before)) == ([WASH.ref], [])
    assert (inside("laundry", LATER), inside("cleaning_services", LATER)) == ([], [WASH.ref])
    assert show_criterion(desk.installation, WASH.ref, as_of=LATER).groups == ("cleaning_services",)
    assert verify_index(desk.installation).ok


def _found_in(desk: Desk, group: str, day: date) -> list[tuple[str, tuple[str, ...]]]:
    query = SearchQuery("", day, Filters(groups=(group,), kinds=("criterion", "package", "gap")))
    return [(hit.id, hit.groups) for hit in search_library(desk.installation, query).hits]


def test_i10_move_dated_ahead_shows_in_the_index_from_its_day(world: World) -> None:
    desk = open_desk(world)
    desk.publish(WASH)
    put_package(desk, WASH.ref)
    bring_index_up_to_date(desk.installation)
    move = Move(("laundry",), ("it",), (Rebase("laundry", "it"),))

    move_version(desk.installation, desk.reviewer, EventOrder(WASH.ref, "Flyttas.", on=LATER), move)

    before, after = ("laundry",), ("it",)
    wash, package = WASH.id, "cleaning_terms"
    for day, filed, left in ((DAY, before, after), (LATER, after, before)):
        assert _found_in(desk, filed[0], day) == [(wash, filed), (package, filed)]
        assert _found_in(desk, left[0], day) == []
        (hit,) = search_library(desk.installation, SearchQuery(WASH.ref, day)).hits
        assert hit.groups == filed
    kept_up = verify_index(desk.installation)
    assert (kept_up.ok, kept_up.findings) == (True, ())


def test_i7_gap_is_found_in_the_group_that_its_group_was_moved_into(world: World) -> None:
    desk = open_desk(world)
    desk.publish(WASH)
    desk.change(EventOrder(WASH.ref, "Märkningen är prövad.", gap=gap_order()))
    move_group(desk.installation, desk.reviewer, "laundry", "it", "Slås ihop.")
    later = desk.on(LATER)
    move_group(later.installation, later.reviewer, "it", "cleaning_services", "Slås ihop igen.")

    groups = ("laundry", "it", "cleaning_services")
    assert [ref for ref, _ in _found_in(later, "cleaning_services", LATER)] == [WASH.id, WASH.ref]
    assert {held for _, held in _found_in(later, "cleaning_services", LATER)} == {groups}
    assert _found_in(later, "cleaning_services", DAY) == []
    assert [gap.ref for gap in show_group(later.installation, "cleaning_services").gaps] == [WASH.ref]
    assert verify_index(later.installation).ok


def test_i10_gap_left_in_a_moved_group_is_filled_in_the_group_it_went_to(world: World) -> None:
    desk = open_desk(world)
    desk.publish(WASH)
    desk.change(EventOrder(WASH.ref, "Märkningen är prövad.", gap=gap_order()))
    move_group(desk.installation, desk.reviewer, "laundry", "it", "Slås ihop.")
    move_group(desk.installation, desk.reviewer, "it", "cleaning_services", "Slås ihop igen.")
    desk.publish(CLEAN)

    fill_gap(
        desk.installation, desk.reviewer, EventOrder(WASH.ref, "Finns nu.", successors=(carries(CLEAN.ref),))
    )

    stored = desk.stored(WASH.ref)
    assert stored.status_on(DAY).value == "withdrawn_replaced"
    assert verify_library(desk.installation).findings == ()


def test_i10_gap_left_in_a_closed_group_is_filled_only_by_saying_where_it_goes_on(world: World) -> None:
    desk = open_desk(world)
    desk.publish(WASH, CLEAN)
    desk.change(EventOrder(WASH.ref, "Märkningen är prövad.", gap=gap_order()))
    close_group(desk.installation, desk.reviewer, "laundry")
    plain = EventOrder(WASH.ref, "Finns nu.", successors=(carries(CLEAN.ref),))

    with pytest.raises(FindingsError) as refused:
        fill_gap(desk.installation, desk.reviewer, plain)

    assert refused.value.code == "notice.nothing_filled"
    assert "laundry/" in str(refused.value.values["units"])
    (gone,), (goes_on,) = (sorted(units_of(item)) for item in (WASH, CLEAN))
    onward = carries(
        CLEAN.ref, ChangeClass.SCOPE_CHANGED, note="Tvätten ingår.", carried_as=(Carried(gone, goes_on),)
    )
    fill_gap(desk.installation, desk.reviewer, replace(plain, successors=(onward,)))
    assert desk.stored(WASH.ref).life.gap_filled_on == DAY


def test_i10_moved_group_is_closed_and_answers_with_where_it_went(world: World) -> None:
    desk = open_desk(world)
    desk.publish(WASH, CLEAN)

    done = move_group(desk.installation, desk.reviewer, "laundry", "cleaning_services", "En grupp räcker.")

    page = show_group(desk.installation, "laundry")
    assert (page.is_open, page.moved_to, page.versions) == (False, "cleaning_services", ())
    assert done.change is not None
    assert done.change.changed == (WASH.ref,)
    assert {group.id: group.in_force for group in list_groups(desk.installation)} == {
        "cleaning_services": 2,
        "it": 0,
    }


def test_i10_group_with_something_in_force_is_not_closed(world: World) -> None:
    desk = open_desk(world)
    desk.publish(WASH)

    with pytest.raises(FindingsError) as refused:
        close_group(desk.installation, desk.reviewer, "laundry")

    assert refused.value.code == "group.not_empty"
    assert refused.value.values["ref"] == WASH.ref
    assert show_group(desk.installation, "laundry").is_open


def test_i10_group_is_not_closed_before_a_move_out_of_it_has_taken_effect(world: World) -> None:
    # Found by the state machine: the filing that ends later was taken for ended.
    desk = open_desk(world)
    desk.publish(WASH)
    move = Move(("laundry",), ("it",), (Rebase("laundry", "it"),))
    move_version(desk.installation, desk.reviewer, EventOrder(WASH.ref, "Flyttas.", on=LATER), move)

    with pytest.raises(FindingsError) as refused:
        close_group(desk.installation, desk.reviewer, "laundry")

    assert refused.value.code == "group.not_empty"
    later = desk.on(LATER)
    assert not close_group(later.installation, later.reviewer, "laundry").is_open


def test_i10_nothing_is_published_in_a_closed_group_and_its_address_is_never_used_again(world: World) -> None:
    desk = open_desk(world)
    ref = desk.submit(WASH)
    close_group(desk.installation, desk.reviewer, "laundry", "cleaning_services")

    with pytest.raises(FindingsError) as refused:
        desk.change(publish=(PublicationOrder(ref),))
    with pytest.raises(RefusedError) as taken:
        add_group(desk.installation, desk.reviewer, make_group("laundry"))

    assert (refused.value.code, taken.value.code) == ("group.closed", "group.exists")


def test_renamed_group_is_shown_under_its_then_title(world: World) -> None:
    desk = open_desk(world).on(LATER)

    rename_group(desk.installation, desk.reviewer, "laundry", Words("Tvätt och textilservice"))

    titles = [show_group(desk.installation, "laundry", as_of=day).group.title.sv for day in (DAY, LATER)]
    assert titles == ["Laundry", "Tvätt och textilservice"]


def test_group_of_the_shared_library_is_the_stewards(world: World) -> None:
    desk = open_desk(world)
    alvik = another_organisation(world)

    with pytest.raises(Exception, match=r"library\.not_steward"):
        rename_group(desk.installation, alvik, "laundry", Words("Vår tvätt"))
    with pytest.raises(NotFoundError):
        close_group(desk.installation, desk.reviewer, "garden")


def _plan() -> ChangePlan:
    return ChangePlan(
        publications=(
            PublicationOrder("CLS-01:2@base"),
            PublicationOrder("CLS-11:1@base"),
            PublicationOrder("CLS-12:1@base"),
        ),
        events=(
            EventOrder(
                "CLS-01:1@base", "Klarare.", successors=(carries("CLS-01:2@base", ChangeClass.CLARIFIED),)
            ),
            EventOrder(
                "CLS-02:1@base", "Annat.", successors=(carries("CLS-11:1@base", ChangeClass.STRICTER),)
            ),
            EventOrder("CLS-03:1@base", "Faktan höll inte.", gap=gap_order()),
        ),
    )


def _stocked(world: World) -> tuple[Desk, str]:
    desk = open_desk(world)
    desk.publish(*(as_draft(version(f"CLS-0{number}:1@base")) for number in (1, 2, 3)))
    for ref in ("CLS-01:2@base", "CLS-11:1@base", "CLS-12:1@base"):
        desk.submit(as_draft(version(ref)))
    made = plan_release(desk.installation, desk.reviewer, "Städ 2027", LATER, _plan())
    return desk, made.id


def test_release_is_stored_as_one_and_takes_effect_on_its_day(world: World) -> None:
    desk, release = _stocked(world)
    assert preview_release(desk.installation, desk.reviewer, release).ok

    done = publish_release(desk.installation, desk.reviewer, release)

    told = [(note.kind, note.ref, note.related) for note in done.notes]
    assert told == [
        (NoteKind.CLARIFICATION, "CLS-01:2@base", ("CLS-01:1@base",)),
        (NoteKind.NEW, "CLS-11:1@base", ("CLS-02:1@base",)),
        (NoteKind.NEW, "CLS-12:1@base", ()),
        (NoteKind.REMOVED, "CLS-02:1@base", ("CLS-11:1@base",)),
        (NoteKind.REMOVED, "CLS-03:1@base", ()),
    ]
    before = show_group(desk.installation, "cleaning_services", as_of=LATER - timedelta(days=1))
    after = show_group(desk.installation, "cleaning_services", as_of=LATER)
    assert (before.figures.in_force, before.figures.gaps) == (3, 0)
    assert (after.figures.in_force, after.figures.gaps) == (3, 1)
    view = show_criterion(desk.installation, "CLS-12:1@base")
    assert view.publication is not None
    assert view.publication.release == release


def test_release_that_would_leave_something_bare_stores_nothing(world: World) -> None:
    desk, _ = _stocked(world)
    plan = _plan()
    bare = replace(plan, events=(*plan.events[:2], replace(plan.events[2], gap=None)))
    made = plan_release(desk.installation, desk.reviewer, "Städ 2027", LATER, bare)

    with pytest.raises(FindingsError) as refused:
        publish_release(desk.installation, desk.reviewer, made.id)

    assert (refused.value.code, refused.value.values["ref"]) == ("cover.bare", "CLS-03:1@base")
    assert show_release(desk.installation, made.id).state is ReleaseState.PLANNED
    assert desk.stored("CLS-12:1@base").life.valid_from is None


def test_cancelled_release_does_nothing_and_is_over(world: World) -> None:
    desk, release = _stocked(world)
    installation, reviewer = desk.installation, desk.reviewer

    cancel_release(installation, reviewer, release)

    with pytest.raises(RefusedError) as refused:
        publish_release(installation, reviewer, release)
    assert refused.value.code == "release.not_planned"
    assert [item.state for item in list_releases(installation)] == [ReleaseState.CANCELLED]


def test_release_is_planned_ahead_with_something_in_it(world: World) -> None:
    desk = open_desk(world)
    desk.publish(CLEAN)
    order = EventOrder(CLEAN.ref, "Skäl.", gap=gap_order())

    for day, plan, code in (
        (DAY - timedelta(days=1), ChangePlan(events=(order,)), "release.in_the_past"),
        (LATER, ChangePlan(), "library.empty_plan"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            plan_release(desk.installation, desk.reviewer, "Utgåva", day, plan)
        assert refused.value.code == code


def test_ending_dated_ahead_keeps_the_group_open_until_that_day(world: World) -> None:
    desk = open_desk(world)
    desk.publish(WASH)
    order = EventOrder(WASH.ref, "Skäl.", on=LATER, gap=gap_order())
    withdraw(desk.installation, desk.reviewer, order)

    with pytest.raises(FindingsError):
        close_group(desk.installation, desk.reviewer, "laundry")
    later = desk.on(LATER)
    assert not close_group(later.installation, later.reviewer, "laundry").is_open
