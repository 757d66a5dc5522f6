# SPDX-License-Identifier: EUPL-1.2
"""The register of missing criteria: who needs what, one vote each, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from criteria.errors import RefusedError
from criteria.library.gaps import GapDecision, GapEntry, GapStatus, decided
from criteria.people.model import Role
from criteria.services.access import list_notices
from criteria.services.gap_register import NewGap, add_gap, decide_gap, list_gaps, show_gap, vote
from criteria.services.integrity import verify_log
from criteria.services.library_orders import EventOrder
from criteria.services.library_publishing import withdraw
from tests.library_life.desk import DAY, as_draft, gap_order
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours, refusal
from tests.plumbing.installation import World, member

NEW = NewGap("Giftfria leksaker av trä", "Vi köper leksaker till 40 förskolor.", ("37520000-9",))
_ENTRY = GapEntry(
    "gap-1", "Leksaker", "x", (), "org", "user", datetime(2027, 1, 1, tzinfo=UTC), GapStatus.OPEN, None, 1
)


@pytest.fixture
def town(world: World) -> Neighbours:
    return make_neighbours(world)


@pytest.mark.parametrize(
    ("found", "wanted", "parts", "code"),
    [
        (GapStatus.OPEN, GapStatus.OPEN, {"reason": "x"}, "gap.step"),
        (GapStatus.FILLED, GapStatus.DECLINED, {"reason": "x"}, "gap.step"),
        (GapStatus.OPEN, GapStatus.DECLINED, {}, "gap.reason_missing"),
        (GapStatus.DECLINED, GapStatus.OPEN, {}, "gap.reason_missing"),
        (GapStatus.OPEN, GapStatus.FILLED, {}, "gap.filled_by_missing"),
        (GapStatus.OPEN, GapStatus.IN_WORK, {"filled_by": "X-01:1@base"}, "gap.filled_by_missing"),
    ],
)
def test_step_that_cannot_be_taken_is_refused(
    found: GapStatus, wanted: GapStatus, parts: dict[str, str], code: str
) -> None:
    assert refusal(decided, replace(_ENTRY, status=found), GapDecision(wanted, **parts)) == code


@pytest.mark.parametrize(
    "steps",
    [
        [(GapStatus.IN_WORK, {}), (GapStatus.FILLED, {"filled_by": "X-01:1@base"})],
        [(GapStatus.DECLINED, {"reason": "Lagen räcker."}), (GapStatus.OPEN, {"reason": "Lagen är ändrad."})],
        [(GapStatus.FILLED, {"filled_by": "X-01:1@base"}), (GapStatus.OPEN, {"reason": "Indraget."})],
    ],
)
def test_every_way_through_the_register_can_be_walked(steps: list[tuple[GapStatus, dict[str, str]]]) -> None:
    entry = _ENTRY
    for status, parts in steps:
        entry = decided(entry, GapDecision(status, **parts))

    assert (entry.status, entry.revision) == (steps[-1][0], 1 + len(steps))


def test_whoever_adds_a_missing_criterion_needs_it(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, NEW)

    assert (made.gap.votes, made.gap.is_mine, made.gap.status) == (1, True, GapStatus.OPEN)
    assert made.gap.cpv == ("37520000-9",)
    assert [n.code for n in list_notices(town.installation, town.steward)] == ["gap.added"]


def test_organisation_has_one_vote_whoever_gives_it(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, NEW)

    vote(town.installation, town.boda, made.gap.id)
    again = vote(town.installation, town.colleague(town.boda), made.gap.id)

    assert (again.gap.votes, again.gap.is_mine) == (2, True)
    back = vote(town.installation, town.boda, made.gap.id, is_needed=False)
    assert (back.gap.votes, back.gap.is_mine) == (1, False)


def test_others_see_how_many_need_it_and_the_steward_sees_who(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, NEW)
    vote(town.installation, town.boda, made.gap.id)

    seen = [show_gap(town.installation, made.gap.id, actor).gap for actor in (town.boda, None, town.steward)]

    assert [item.votes for item in seen] == [2, 2, 2]
    assert [item.organisations for item in seen] == [(), (), ("Alviks kommun", "Boda kommun")]


def test_criterion_in_force_fills_a_gap_and_all_who_need_it_are_told(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, NEW)
    vote(town.installation, town.boda, made.gap.id)
    ref = town.desk.publish(as_draft(version("CLS-01:1@base"))).published[0]

    done = decide_gap(
        town.installation, town.steward, made.gap.id, GapDecision(GapStatus.FILLED, "", ref), made.revision
    )

    assert (done.gap.status, done.gap.filled_by) == (GapStatus.FILLED, ref)
    assert [(step.status, step.filled_by) for step in done.steps] == [(GapStatus.FILLED, ref)]
    for actor in (town.alvik, town.boda):
        (notice,) = list_notices(town.installation, actor)
        assert (notice.code, notice.values["ref"]) == ("gap_told.filled", ref)
    assert verify_log(town.installation).ok


def test_declined_gap_tells_the_reason_and_stays(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, NEW)

    decide_gap(town.installation, town.steward, made.gap.id, GapDecision(GapStatus.DECLINED, "Lagen räcker."))

    view = show_gap(town.installation, made.gap.id, None)
    assert [(step.status, step.reason) for step in view.steps] == [(GapStatus.DECLINED, "Lagen räcker.")]


def test_what_fills_a_gap_is_public_and_in_force(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, NEW)
    own = town.publish(town.alvik, town.own(town.alvik))
    draft = town.desk.submit(as_draft(version("CLS-01:1@base")))

    for ref, code in (
        (own, "criterion.unknown"),
        (draft, "gap.not_in_force"),
        ("CLS-01", "reference.not_exact"),
    ):
        decision = GapDecision(GapStatus.FILLED, "", ref)
        assert refusal(decide_gap, town.installation, town.steward, made.gap.id, decision) == code


def test_only_the_steward_decides_and_only_once_from_one_page(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, NEW)
    take_up = GapDecision(GapStatus.IN_WORK)

    assert refusal(decide_gap, town.installation, town.alvik, made.gap.id, take_up) == "library.not_steward"
    decide_gap(town.installation, town.steward, made.gap.id, take_up, 1)
    assert refusal(decide_gap, town.installation, town.steward, made.gap.id, take_up, 1) == "gap.stale"
    assert refusal(decide_gap, town.installation, town.steward, "gap-nosuch", take_up) == "gap.unknown"


def test_register_is_searched_by_words_and_lists_the_most_needed_first(town: Neighbours) -> None:
    one = add_gap(town.installation, town.alvik, NEW)
    two = add_gap(town.installation, town.alvik, replace(NEW, title="Kylmöbler", wanted="Butikskyl."))
    vote(town.installation, town.boda, two.gap.id)

    assert [item.id for item in list_gaps(town.installation, None).gaps] == [two.gap.id, one.gap.id]
    assert [item.id for item in list_gaps(town.installation, None, "leksak").gaps] == [one.gap.id]
    assert list_gaps(town.installation, None, "hjullastare").gaps == ()


def test_i7_register_lists_gap_notices_that_are_still_open(town: Neighbours) -> None:
    ref = town.desk.publish(as_draft(version("CLS-01:1@base"))).published[0]
    withdraw(town.installation, town.steward, EventOrder(ref, "Skäl.", gap=gap_order()))

    (notice,) = list_gaps(town.installation, None).notices

    assert (notice.ref, notice.since, notice.notice.last_ref) == (ref, DAY, ref)
    assert list_gaps(town.installation, None, "hjullastare").notices == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "field.empty"),
        ({"title": "x" * 201}, "field.long"),
        ({"wanted": ""}, "field.empty"),
        ({"wanted": "Ring\x07"}, "text.control_character"),
        ({"cpv": ("leksaker",)}, "cpv.malformed"),
        ({"cpv": ("37520000",) * 21}, "gap.many_codes"),
    ],
)
def test_entry_that_says_nothing_usable_is_refused(
    town: Neighbours, changes: dict[str, object], code: str
) -> None:
    assert refusal(add_gap, town.installation, town.alvik, replace(NEW, **changes)) == code


def test_reader_adds_and_votes(town: Neighbours) -> None:
    reader = member(town.world, Role.READER)

    made = add_gap(town.installation, reader, NEW)

    assert vote(town.installation, reader, made.gap.id).gap.votes == 1


def test_what_was_decided_cannot_be_unwritten(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, NEW)
    decide_gap(town.installation, town.steward, made.gap.id, GapDecision(GapStatus.DECLINED, "Nej."))

    with pytest.raises(Exception, match="append-only"), town.installation.writing() as work:
        work.session.connection().exec_driver_sql("DELETE FROM gap_steps")
    with pytest.raises(RefusedError):
        decide_gap(town.installation, town.steward, made.gap.id, GapDecision(GapStatus.IN_WORK))
