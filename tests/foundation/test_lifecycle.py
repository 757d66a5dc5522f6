# SPDX-License-Identifier: EUPL-1.2
"""State from events. Source: DOMAIN 4.1."""

from __future__ import annotations

from datetime import date

import pytest

from criteria.library.checks import reachable_strength
from criteria.library.lifecycle import Life, VersionStatus, units_of
from criteria.library.model import (
    ChangeClass,
    GapNotice,
    LibraryEvent,
    LibraryEventKind,
    Successor,
)
from criteria.library.vocabulary import Aspect
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
        _event(
            LibraryEventKind.FILL_GAP,
            filled,
            successors=(Successor("FURN-09:1@base", notice.units, ChangeClass.CLARIFIED),),
        ),
    )

    assert life.gap_notice_on(_END) == notice
    assert life.status_on(date(2026, 8, 31)) is VersionStatus.WITHDRAWN_GAP
    assert life.status_on(filled) is VersionStatus.WITHDRAWN_REPLACED
    assert life.gap_notice_on(filled) is None


def test_unit_is_counted_per_group_and_aspect() -> None:
    version = make_version(groups=("furniture", "it"), aspects=(Aspect.REUSE, Aspect.WASTE))

    assert len(units_of(version)) == 4


def test_strength_that_can_be_reached_is_the_best_proof_within_the_methods() -> None:
    version = make_version()

    assert reachable_strength(version.proof, version.follow_up) == 3
