# SPDX-License-Identifier: EUPL-1.2
"""State from events, and what a withdrawal would leave bare. Source: DOMAIN 4.1 and 4.2."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.library.checks import reachable_strength
from criteria.library.cover import bare_units
from criteria.library.lifecycle import Life, VersionStatus, units_of
from criteria.library.model import (
    ChangeClass,
    CriterionVersion,
    GapNotice,
    LawReference,
    LibraryEvent,
    LibraryEventKind,
    Successor,
)
from criteria.library.vocabulary import Aspect, Level
from tests.search.factories import make_version

_START = date(2026, 1, 1)
_REVISED = date(2026, 3, 1)
_STOPPED = date(2026, 4, 1)
_END = date(2026, 6, 1)


def _event(kind: LibraryEventKind, on: date, **parts: object) -> LibraryEvent:
    return LibraryEvent(on, kind, "FURN-01:1@base", "skäl", **parts)  # type: ignore[arg-type]


def _life(*events: LibraryEvent) -> Life:
    return Life(_START, events)


def test_draft_has_no_day_in_force() -> None:
    assert Life(None).status_on(_START) is VersionStatus.DRAFT


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2025, 12, 31), VersionStatus.COMING),
        (_START, VersionStatus.PUBLISHED),
        (_REVISED, VersionStatus.UNDER_REVISION),
        (_STOPPED, VersionStatus.PUBLISHED),
        (date(2026, 5, 31), VersionStatus.PUBLISHED),
        (_END, VersionStatus.SUPERSEDED),
        (date(2040, 1, 1), VersionStatus.SUPERSEDED),
    ],
)
def test_state_follows_from_the_events_with_half_open_intervals(day: date, status: VersionStatus) -> None:
    life = _life(
        _event(LibraryEventKind.START_REVISION, _REVISED),
        _event(LibraryEventKind.STOP_REVISION, _STOPPED),
        _event(LibraryEventKind.SUPERSEDE, _END),
    )

    assert life.status_on(day) is status


def test_version_under_revision_is_in_force() -> None:
    assert VersionStatus.UNDER_REVISION.is_in_force


def test_open_revision_ends_with_the_withdrawal() -> None:
    life = _life(
        _event(LibraryEventKind.START_REVISION, _REVISED), _event(LibraryEventKind.WITHDRAW_LAW, _END)
    )

    assert life.revision_intervals() == ((_REVISED, _END),)
    assert life.status_on(_END) is VersionStatus.WITHDRAWN_LAW


def test_filled_gap_reads_as_replaced_from_the_day_it_is_filled() -> None:
    filled = date(2026, 9, 1)
    notice = GapNotice(tuple(units_of(make_version())), "other", "Borta.", "Vänta.", "no plan")
    life = _life(
        _event(LibraryEventKind.WITHDRAW_GAP, _END, gap_notice=notice),
        _event(LibraryEventKind.FILL_GAP, filled),
    )

    assert life.gap_notice_on(_END) == notice
    assert life.status_on(date(2026, 8, 31)) is VersionStatus.WITHDRAWN_GAP
    assert life.status_on(filled) is VersionStatus.WITHDRAWN_REPLACED
    assert life.gap_notice_on(filled) is None


def test_unit_is_counted_per_group_and_aspect() -> None:
    version = make_version(groups=("furniture", "it"), aspects=(Aspect.REUSE, Aspect.WASTE))

    assert len(units_of(version)) == 4


def _replaced_by(version: CriterionVersion, ref: str = "FURN-02:1@base") -> LibraryEvent:
    edge = Successor(ref, tuple(sorted(units_of(version))), ChangeClass.CLARIFIED)
    return _event(LibraryEventKind.WITHDRAW_REPLACED, _END, successors=(edge,))


def test_successor_in_force_that_covers_the_units_leaves_nothing_bare() -> None:
    old, new = make_version(), make_version("FURN-02:1@base")

    assert bare_units(old, _replaced_by(old), {new.ref: new}.get) == frozenset()


@pytest.mark.parametrize(
    "new",
    [
        None,
        make_version("FURN-02:1@base", aspects=(Aspect.REUSE,)),
        make_version("FURN-02:1@base", level=Level.ADVANCED),
        make_version("FURN-02:1@base", groups=("it",)),
    ],
)
def test_successor_that_is_not_in_force_or_does_not_cover_leaves_the_unit_bare(
    new: CriterionVersion | None,
) -> None:
    old = make_version()

    assert bare_units(old, _replaced_by(old), lambda ref: new) == units_of(old)


def test_version_cannot_replace_itself() -> None:
    old = make_version()

    assert bare_units(old, _replaced_by(old, old.ref), {old.ref: old}.get) == units_of(old)


def test_law_that_is_not_yet_in_force_covers_nothing() -> None:
    old = make_version()
    units = tuple(units_of(old))
    coming = _event(LibraryEventKind.WITHDRAW_LAW, _END, law=LawReference(units, "X", date(2026, 6, 2), "t"))
    there = _event(LibraryEventKind.WITHDRAW_LAW, _END, law=LawReference(units, "X", _END, "t"))

    assert bare_units(old, coming, lambda ref: None) == units_of(old)
    assert bare_units(old, there, lambda ref: None) == frozenset()


@given(st.sets(st.sampled_from(list(Aspect)), min_size=1, max_size=3), st.sets(st.sampled_from(list(Aspect))))
def test_bare_is_exactly_what_the_notice_does_not_name(mine: set[Aspect], named: set[Aspect]) -> None:
    old = make_version(aspects=tuple(sorted(mine)))
    told = tuple(unit for unit in units_of(old) if unit.aspect in named)
    notice = GapNotice(told, "other", "t", "m", "p")

    bare = bare_units(old, _event(LibraryEventKind.WITHDRAW_GAP, _END, gap_notice=notice), lambda ref: None)

    assert {unit.aspect for unit in bare} == mine - named


def test_strength_that_can_be_reached_is_the_best_proof_within_the_methods() -> None:
    version = make_version()

    assert reachable_strength(version.proof, version.follow_up) == 3
