# SPDX-License-Identifier: EUPL-1.2
"""Moves between groups, closing a group, and what becomes of packages: I10 and I16 of DOMAIN 4.2."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from criteria.exchange.safe_yaml import read_yaml
from criteria.library.fingerprint import event_fingerprint, package_fingerprint
from criteria.library.lifecycle import life_of, units_of
from criteria.library.model import LibraryEvent, LibraryEventKind, Move, Package, Rebase, Successor, Words
from criteria.library.moves import check_closing
from criteria.library.packages import package_on, renewed
from criteria.library.vocabulary import Aspect
from criteria.schemas.derived import load
from tests.library_life.factories import (
    LATER,
    START,
    TODAY,
    codes,
    edge,
    event,
    gap,
    ledger,
    replaced,
    unit,
    version,
)

HERE = version("LAU-01:1@base", groups=("laundry",))


def _move(leave: tuple[str, ...], join: tuple[str, ...], *rebased: tuple[str, str]) -> LibraryEvent:
    lines = tuple(Rebase(old, new) for old, new in rebased)
    return event(LibraryEventKind.MOVE, HERE, move=Move(leave, join, lines))


AWAY = _move(("laundry",), ("cleaning_services",), ("laundry", "cleaning_services"))


def test_i10_move_closes_one_filing_and_opens_another_on_the_same_day() -> None:
    life = life_of(HERE, START, (AWAY,))

    assert codes(ledger(HERE), AWAY) == []
    assert life.groups_on(TODAY - timedelta(days=1)) == ("laundry",)
    assert life.groups_on(TODAY) == ("cleaning_services",)
    assert life.units_on(TODAY) == {unit("cleaning_services")}


def test_i10_pure_join_files_it_in_more_groups() -> None:
    joined = _move((), ("it",))

    assert codes(ledger(HERE), joined) == []
    assert life_of(HERE, START, (joined,)).groups_on(TODAY) == ("laundry", "it")


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (_move(("laundry",), (), ("laundry", "it")), "move.no_group"),
        (_move(("laundry",), ("it",)), "move.not_rebased"),
        (_move(("laundry",), ("it",), ("laundry", "furniture")), "move.not_rebased"),
        (_move(("furniture",), ("it",), ("furniture", "it")), "move.not_filed"),
        (_move((), ("garden",)), "group.unknown"),
        (_move((), ("laundry",)), "move.already_filed"),
        (_move((), ()), "move.nothing"),
    ],
)
def test_i10_move_that_leaves_a_version_or_a_unit_without_group_is_refused(
    move: LibraryEvent, code: str
) -> None:
    assert code in codes(ledger(HERE), move)


def test_i10_nothing_is_moved_into_a_closed_group() -> None:
    assert "group.closed" in codes(ledger(HERE, closed="it"), _move((), ("it",)))


def test_i10_cover_is_counted_in_the_groups_of_the_day() -> None:
    heir = version("CLS-11:1@base")
    laid = ledger(HERE, heir)
    laid.add_event(AWAY)
    moved = edge(HERE, heir, units=(unit("cleaning_services"),))

    assert codes(laid, replaced(HERE, moved)) == []
    assert codes(laid, replaced(HERE, edge(HERE, heir))) == ["cover.foreign_unit", "cover.bare"]


def test_i10_group_is_closed_only_when_nothing_in_force_is_left_in_it() -> None:
    laid = ledger(HERE)

    def found() -> list[str]:
        card = laid.find_card(HERE.ref)
        assert card is not None
        return [issue.values["ref"] for issue in check_closing([card], "laundry", TODAY)]

    assert found() == [HERE.ref]
    laid.add_event(AWAY)
    assert found() == []


def test_i10_group_with_something_that_ends_later_is_not_closed_yet() -> None:
    laid = ledger(HERE)
    laid.add_event(gap(HERE, on=LATER))
    card = laid.find_card(HERE.ref)
    assert card is not None

    assert [issue.code for issue in check_closing([card], "laundry", TODAY)] == ["group.not_empty"]
    assert list(check_closing([card], "laundry", LATER)) == []


def _package(*members: str, **changes: object) -> Package:
    package = Package("cleaning_terms", 1, Words("Städning"), "Ett paket.", members)
    return replace(package, **changes)  # type: ignore[arg-type]


OLD, NEW = version("CLS-01:1@base"), version("CLS-11:1@base")
OTHER = "CLS-05:1@base"


def _renewed(package: Package, *events: LibraryEvent, known: tuple[LibraryEvent, ...] = ()) -> list[Package]:
    return list(renewed((package,), events, lambda ref: [item for item in known if item.subject == ref]))


def test_i16_one_successor_at_the_same_level_takes_the_members_place() -> None:
    (package,) = _renewed(_package(OTHER, OLD.ref), replaced(OLD, edge(OLD, NEW)))

    assert (package.version, package.members, package.warnings) == (2, (OTHER, NEW.ref), ())
    assert package.valid_from == TODAY


@pytest.mark.parametrize(
    "edges",
    [
        (edge(OLD, version("CLS-11:1@advanced")),),
        (edge(OLD, NEW), edge(OLD, version("CLS-12:1@base"))),
        (),
    ],
)
def test_i16_member_without_one_clear_heir_stays_and_is_marked(edges: tuple[Successor, ...]) -> None:
    (package,) = _renewed(_package(OTHER, OLD.ref), replaced(OLD, *edges))

    assert (package.version, package.members, package.warnings) == (2, (OTHER, OLD.ref), (OLD.ref,))


def test_i16_heir_that_is_a_member_already_does_not_make_the_package_shorter() -> None:
    (package,) = _renewed(_package(NEW.ref, OLD.ref), replaced(OLD, edge(OLD, NEW)))

    assert (package.members, package.warnings) == ((NEW.ref, OLD.ref), (OLD.ref,))


def test_i16_marked_member_is_exchanged_when_its_gap_is_filled() -> None:
    (marked,) = _renewed(_package(OLD.ref), gap(OLD))
    filling = event(LibraryEventKind.FILL_GAP, OLD, LATER, successors=(edge(OLD, NEW),))

    (filled,) = _renewed(marked, filling)

    assert (marked.warnings, filled.members, filled.warnings) == ((OLD.ref,), (NEW.ref,), ())
    assert filled.version == 3


def test_i16_package_without_the_member_stays_as_it_is() -> None:
    assert _renewed(_package(OTHER), replaced(OLD, edge(OLD, NEW))) == []


def test_i16_change_today_is_carried_into_the_version_that_was_to_come_later() -> None:
    second, heir = version("CLS-02:1@base"), version("CLS-12:1@base")
    first = _package(OLD.ref, second.ref)
    (ahead,) = _renewed(first, replaced(OLD, edge(OLD, NEW), on=LATER))

    made = renewed((first, ahead), (replaced(second, edge(second, heir)),), lambda ref: ())

    line = (first, ahead, *made)
    found = [package_on(line, day) for day in (START, TODAY, LATER)]
    assert [package.members for package in found if package is not None] == [
        (OLD.ref, second.ref),
        (OLD.ref, heir.ref),
        (NEW.ref, heir.ref),
    ]


def test_i16_end_of_an_heir_that_is_recorded_already_is_carried_on() -> None:
    known = gap(NEW, on=LATER)

    first, second = _renewed(_package(OLD.ref), replaced(OLD, edge(OLD, NEW)), known=(known,))

    assert (first.members, first.warnings, first.valid_from) == ((NEW.ref,), (), TODAY)
    assert (second.members, second.warnings, second.valid_from) == ((NEW.ref,), (NEW.ref,), LATER)


def test_i2_fields_that_came_later_leave_fingerprints_as_they_were() -> None:
    plain = replaced(OLD, edge(OLD, NEW))

    assert event_fingerprint(plain) == event_fingerprint(replace(plain, flags=()))
    assert event_fingerprint(plain) != event_fingerprint(replace(plain, release="release-1"))
    assert package_fingerprint(_package(OTHER)) != package_fingerprint(_package(OTHER, warnings=(OTHER,)))


def test_i2_shipped_events_keep_the_fingerprints_they_were_locked_with() -> None:
    data = Path(__file__).parents[2] / "data"
    locked = dict(
        line.rsplit(" ", 1) for line in (data / "published.lock").read_text(encoding="utf-8").splitlines()
    )

    first = load(LibraryEvent, read_yaml(data / "events" / "2026.yaml").data["events"][0])

    assert first.subject == "CLS-01:1@base"
    assert event_fingerprint(first) == locked["event 2026-11-21 withdraw_replaced CLS-01:1@base"]


def test_i2_units_follow_the_moves_and_nothing_else() -> None:
    wide = version("LAU-01:1@base", groups=("laundry", "it"), aspects=(Aspect.CHEMICALS, Aspect.WATER))
    life = life_of(wide, START, (AWAY,))

    assert life.units == units_of(wide)
    assert life.units_on(TODAY) == {
        unit(group, aspect) for group in ("it", "cleaning_services") for aspect in wide.aspects
    }
