# SPDX-License-Identifier: EUPL-1.2
"""No removal before replacement, rule by rule, each invariant of DOMAIN 4.2 with its number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.library.cover import Batch, check_change
from criteria.library.lifecycle import VersionStatus, life_of, units_of
from criteria.library.model import Carried, ChangeClass, LibraryEventKind, Successor
from criteria.library.vocabulary import Aspect, Level, RequirementType
from tests.library_life.factories import (
    LATER,
    START,
    TODAY,
    batch,
    codes,
    edge,
    event,
    gap,
    law,
    ledger,
    notice,
    publication,
    published,
    replaced,
    superseded,
    unit,
    version,
)

OLD = version("CLS-01:1@base")
NEW = version("CLS-11:1@base")
NEXT = version("CLS-01:2@base", valid_from=TODAY)


def test_cover_successor_in_force_that_covers_the_units_leaves_nothing_bare() -> None:
    assert codes(ledger(OLD, NEW), replaced(OLD, edge(OLD, NEW))) == []


def test_cover_withdrawal_without_anything_names_each_unit_left_bare() -> None:
    wide = version("CLS-01:1@base", groups=("cleaning_services", "it"))

    found = check_change(ledger(wide), batch(replaced(wide)))

    bare = next(issue for issue in found if issue.code == "cover.bare")
    assert bare.values["units"] == (
        "cleaning_services/chemicals/base/technical_specification; it/chemicals/base/technical_specification"
    )


@pytest.mark.parametrize(
    "heir",
    [
        version("CLS-11:1@base", aspects=(Aspect.REUSE,)),
        version("CLS-11:1@base", groups=("it",)),
        version("CLS-11:1@advanced"),
        version("CLS-11:1@base", type=RequirementType.AWARD_CRITERION),
    ],
)
def test_cover_successor_that_covers_something_else_leaves_the_unit_bare(heir: object) -> None:
    found = codes(ledger(OLD, heir), replaced(OLD, edge(OLD, heir)))  # type: ignore[arg-type]

    assert found == ["cover.not_carried", "cover.bare"]


def test_cover_successor_that_comes_in_force_too_late_covers_nothing() -> None:
    coming = version("CLS-11:1@base", valid_from=LATER)

    assert codes(ledger(OLD, coming), replaced(OLD, edge(OLD, coming))) == [
        "cover.successor_not_in_force",
        "cover.bare",
    ]


def test_cover_counts_successors_notice_and_law_together() -> None:
    wide = version("CLS-01:1@base", aspects=(Aspect.CHEMICALS, Aspect.REUSE, Aspect.WASTE))
    chemicals, reuse, waste = (unit(aspect=aspect) for aspect in wide.aspects)
    told = law(wide).law
    assert told is not None
    ending = event(
        LibraryEventKind.WITHDRAW_GAP,
        wide,
        successors=(edge(wide, NEW, units=(chemicals,)),),
        gap_notice=notice(reuse),
        law=replace(told, units=(waste,)),
    )

    assert codes(ledger(wide, NEW), ending) == []
    assert codes(ledger(wide, NEW), replace(ending, law=None)) == ["cover.bare"]


@given(st.sets(st.sampled_from(list(Aspect)), min_size=1, max_size=3), st.sets(st.sampled_from(list(Aspect))))
def test_cover_bare_is_exactly_what_the_notice_does_not_name(mine: set[Aspect], named: set[Aspect]) -> None:
    old = version(aspects=tuple(sorted(mine)))
    told = notice(*(item for item in units_of(old) if item.aspect in named))

    found = check_change(ledger(old), batch(gap(old, told)))

    shown = {text for issue in found for text in issue.values.get("units", "").split("; ")} - {""}
    assert {text.split("/")[1] for text in shown} == {aspect.value for aspect in mine - named}


def test_cover_two_withdrawals_that_lean_on_each_other_are_refused_in_one_transaction() -> None:
    both = (replaced(OLD, edge(OLD, NEW)), replaced(NEW, edge(NEW, OLD)))

    assert "cover.successor_not_in_force" in codes(ledger(OLD, NEW), *both)


def test_cover_law_must_be_in_force_by_the_day() -> None:
    assert codes(ledger(OLD), law(OLD, since=TODAY)) == []
    assert codes(ledger(OLD), law(OLD, since=TODAY + timedelta(days=1))) == [
        "cover.law_not_in_force",
        "cover.bare",
    ]


def test_cover_of_a_public_version_is_not_carried_by_what_others_cannot_see() -> None:
    own = ledger(OLD)
    own.put(replace(ledger(NEW).find_card(NEW.ref), owner_id="org-1"))  # type: ignore[type-var]

    assert codes(own, replaced(OLD, edge(OLD, NEW))) == ["cover.successor_not_shared"]


def test_version_leaves_force_once() -> None:
    laid = ledger(OLD, NEW)
    laid.add_event(replaced(OLD, edge(OLD, NEW), on=LATER))

    assert "life.ended" in codes(laid, gap(OLD))
    assert "life.ended" in codes(laid, gap(OLD, on=LATER))


def test_i3_two_texts_of_one_criterion_level_and_type_are_refused() -> None:
    assert codes(ledger(OLD), publish=(published(NEXT),)) == ["life.two_texts"]


def test_i3_two_levels_or_two_types_are_two_lines() -> None:
    other_level = version("CLS-01:2@advanced")
    other_type = version("CLS-01:2@base", type=RequirementType.AWARD_CRITERION)

    assert codes(ledger(OLD), publish=(published(other_level),)) == []
    assert codes(ledger(OLD), publish=(published(other_type),)) == []


def test_i3_new_version_on_the_day_the_old_one_ends_is_one_text_per_time() -> None:
    assert codes(ledger(OLD), superseded(OLD, edge(OLD, NEXT)), publish=(published(NEXT),)) == []


def test_i3_both_hold_in_a_declared_transition() -> None:
    ending = superseded(OLD, edge(OLD, NEXT), on=LATER, transition_from=TODAY)

    assert codes(ledger(OLD), ending, publish=(published(NEXT),)) == []
    assert codes(ledger(OLD), replace(ending, transition_from=None), publish=(published(NEXT),)) == [
        "life.two_texts"
    ]


def test_i3_transition_that_opens_after_the_new_text_does_not_let_it_by() -> None:
    ending = superseded(OLD, edge(OLD, NEXT), on=LATER, transition_from=TODAY + timedelta(days=5))

    assert codes(ledger(OLD), ending, publish=(published(NEXT),)) == ["life.two_texts"]


@pytest.mark.parametrize("opens", [LATER, START - timedelta(days=1)])
def test_i3_transition_lies_within_the_old_texts_time(opens: date) -> None:
    ending = superseded(OLD, edge(OLD, NEXT), on=LATER, transition_from=opens)

    assert "life.transition" in codes(ledger(OLD), ending, publish=(published(NEXT),))


def test_i2_version_is_published_once() -> None:
    # Found by the state machine: the same version twice in one plan reached the trigger.
    assert codes(ledger(OLD), publish=(published(OLD),)) == ["criterion.exists"]
    assert codes(ledger(), publish=(published(NEW), published(NEW))) == ["criterion.exists"]


def test_i4_new_version_that_begins_after_the_old_one_ends_leaves_a_hole_and_is_refused() -> None:
    ending = superseded(OLD, edge(OLD, NEXT))

    found = codes(ledger(OLD), ending, publish=(published(NEXT, on=TODAY + timedelta(days=1)),))

    assert found == ["cover.successor_not_in_force", "cover.bare"]


def test_i5_edge_that_closes_a_circle_is_refused_whatever_the_days() -> None:
    laid = ledger(OLD, NEW)
    laid.add_event(replaced(OLD, edge(OLD, NEW), on=LATER))

    assert codes(laid, replaced(NEW, edge(NEW, OLD), on=TODAY)) == ["cover.cycle"]


def test_i5_circle_through_others_is_seen() -> None:
    third = version("CLS-12:1@base")
    laid = ledger(OLD, NEW, third)
    laid.add_event(replaced(OLD, edge(OLD, NEW), on=LATER))
    laid.add_event(replaced(NEW, edge(NEW, third), on=LATER))

    assert codes(laid, replaced(third, edge(third, OLD), on=TODAY)) == ["cover.cycle"]


def test_i5_version_cannot_replace_itself() -> None:
    assert codes(ledger(OLD), superseded(OLD, edge(OLD, OLD))) == ["cover.cycle", "cover.bare"]


@pytest.mark.parametrize("left_out", ["text", "meanwhile", "planned", "decided_by", "last_ref"])
def test_i6_gap_notice_says_all_it_must(left_out: str) -> None:
    told = notice(*units_of(OLD), **{left_out: " "})

    assert codes(ledger(OLD), gap(OLD, told)) == ["notice.incomplete"]


def test_i6_notice_about_units_that_were_never_covered_is_refused() -> None:
    told = notice(unit(), unit("it"))

    assert codes(ledger(OLD), gap(OLD, told)) == ["notice.units"]


def test_i6_renewed_notice_is_about_what_is_still_open_and_the_old_one_stays_as_it_read() -> None:
    laid = ledger(OLD)
    laid.add_event(gap(OLD))
    renewed = event(
        LibraryEventKind.RENEW_NOTICE,
        OLD,
        LATER,
        gap_notice=notice(*units_of(OLD), planned="Våren 2028"),
    )

    assert codes(laid, renewed) == []
    assert codes(laid, replace(renewed, gap_notice=notice(unit("it")))) == ["notice.units"]
    laid.add_event(renewed)
    card = laid.find_card(OLD.ref)
    assert card is not None
    read = [card.life.gap_notice_on(day) for day in (TODAY, LATER)]
    assert [told.planned for told in read if told is not None] == ["Hösten 2027", "Våren 2028"]


def test_gap_is_filled_unit_by_unit_and_the_rest_keeps_its_notice() -> None:
    wide = version(aspects=(Aspect.CHEMICALS, Aspect.REUSE))
    half = version("CLS-11:1@base")
    laid = ledger(wide, half)
    laid.add_event(gap(wide, notice(*units_of(wide))))
    filling = event(LibraryEventKind.FILL_GAP, wide, LATER, successors=(edge(wide, half, units=(unit(),)),))

    assert codes(laid, filling) == []
    laid.add_event(filling)
    card = laid.find_card(wide.ref)
    assert card is not None
    assert card.life.status_on(LATER) is VersionStatus.WITHDRAWN_GAP
    left = card.life.gap_notice_on(LATER)
    assert left is not None
    assert left.units == (unit(aspect=Aspect.REUSE),)
    assert codes(laid, replace(filling, on=LATER)) == ["notice.not_open"]


def test_gap_that_is_not_there_cannot_be_filled() -> None:
    filling = event(LibraryEventKind.FILL_GAP, OLD, successors=(edge(OLD, NEW),))

    assert codes(ledger(OLD, NEW), filling) == ["life.no_gap"]


def test_i11_parts_of_a_split_together_cover_all_and_an_uncovered_part_is_bare() -> None:
    wide = version("LIG-04:3@base", aspects=(Aspect.ENERGY, Aspect.DURABILITY))
    first = version("LIG-04:4@base", aspects=(Aspect.ENERGY,))
    second = version("LIG-14:1@base", aspects=(Aspect.DURABILITY,))
    parts = tuple(
        edge(wide, part, ChangeClass.SPLIT_PART, units=tuple(units_of(part))) for part in (first, second)
    )
    publish = (published(first), published(second))

    assert codes(ledger(wide), superseded(wide, *parts), publish=publish) == []
    assert codes(ledger(wide), superseded(wide, parts[0]), publish=publish) == ["cover.bare"]


def test_i12_all_leave_for_one_in_a_single_transaction() -> None:
    one, two = version("CLS-01:1@base"), version("CLS-02:1@base")
    endings = (
        replaced(one, edge(one, NEW, ChangeClass.MERGED)),
        replaced(two, edge(two, NEW, ChangeClass.MERGED)),
    )

    assert codes(ledger(one, two), *endings, publish=(published(NEW),)) == []


def test_i12_weaker_successor_says_why() -> None:
    silent = edge(OLD, NEW, ChangeClass.WEAKER)

    assert codes(ledger(OLD, NEW), replaced(OLD, silent)) == ["cover.weaker_without_reason"]
    assert codes(ledger(OLD, NEW), replaced(OLD, replace(silent, note="Ingen marknad."))) == []


def _carried(heir: object, change: ChangeClass, note: str | None = "Nu på avancerad nivå.") -> Successor:
    (target,) = units_of(heir)  # type: ignore[arg-type]
    return edge(OLD, heir, change, note=note, carried_as=(Carried(unit(), target),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heir", "change"),
    [
        (version("CLS-11:1@advanced"), ChangeClass.LEVEL_CHANGED),
        (version("CLS-11:1@base", type=RequirementType.AWARD_CRITERION), ChangeClass.TYPE_CHANGED),
        (version("CLS-11:1@base", groups=("it",)), ChangeClass.MERGED),
    ],
)
def test_i13_another_level_type_or_group_covers_only_where_the_edge_says_so(
    heir: object, change: ChangeClass
) -> None:
    laid = ledger(OLD, heir)  # type: ignore[arg-type]

    assert codes(laid, replaced(OLD, _carried(heir, change))) == []
    for wrong in (_carried(heir, ChangeClass.CLARIFIED), _carried(heir, change, note=" ")):
        assert codes(laid, replaced(OLD, wrong)) == ["cover.not_carried", "cover.bare"]


def test_i13_another_aspect_is_never_cover() -> None:
    heir = version("CLS-11:1@base", aspects=(Aspect.REUSE,))

    found = codes(ledger(OLD, heir), replaced(OLD, _carried(heir, ChangeClass.SCOPE_CHANGED)))

    assert found == ["cover.not_carried", "cover.bare"]


def test_kind_of_ending_says_whether_the_criterion_goes_on() -> None:
    assert codes(ledger(OLD, NEW), superseded(OLD, edge(OLD, NEW))) == ["cover.no_new_version"]
    laid = ledger(OLD)
    found = codes(laid, replaced(OLD, edge(OLD, NEXT)), publish=(published(NEXT),))
    assert found == ["cover.no_other_criterion"]


def test_nothing_takes_effect_before_the_day_it_is_recorded() -> None:
    yesterday = TODAY - timedelta(days=1)

    assert "life.too_early" in codes(ledger(OLD, NEW), replaced(OLD, edge(OLD, NEW), on=yesterday))
    assert codes(ledger(), publish=(published(NEW, on=yesterday),)) == ["life.too_early"]


def test_imported_history_keeps_its_days() -> None:
    past = date(2026, 6, 1)
    told = Batch(TODAY, events=(replaced(OLD, edge(OLD, NEW), on=past),), imported=True)

    assert check_change(ledger(OLD, NEW), told) == ()


def test_event_before_one_that_is_recorded_already_is_refused() -> None:
    laid = ledger(OLD, NEW)
    laid.add_event(event(LibraryEventKind.START_REVISION, OLD, LATER))

    assert "life.out_of_order" in codes(laid, replaced(OLD, edge(OLD, NEW)))


def test_review_may_be_recorded_at_any_time_in_force_and_moves_nothing() -> None:
    laid = ledger(OLD)
    laid.add_event(gap(OLD, on=LATER))
    reviewed = event(LibraryEventKind.REVIEWED, OLD)

    assert codes(laid, reviewed) == []
    laid.add_event(reviewed)
    card = laid.find_card(OLD.ref)
    assert card is not None
    assert card.life.reviewed_on(TODAY) == TODAY
    assert card.life.status_on(LATER) is VersionStatus.WITHDRAWN_GAP


def test_revision_starts_once_and_stops_only_when_it_runs() -> None:
    laid = ledger(OLD)
    started = event(LibraryEventKind.START_REVISION, OLD)

    assert codes(laid, event(LibraryEventKind.STOP_REVISION, OLD)) == ["life.not_under_revision"]
    laid.add_event(started)
    assert codes(laid, started) == ["life.under_revision"]
    assert codes(laid, event(LibraryEventKind.STOP_REVISION, OLD)) == []


def test_event_about_what_is_not_in_force_is_refused() -> None:
    coming = version("CLS-11:1@base", valid_from=LATER)

    assert codes(ledger(coming), event(LibraryEventKind.START_REVISION, coming)) == ["life.not_in_force"]
    assert codes(ledger(), event(LibraryEventKind.START_REVISION, OLD)) == ["criterion.unknown"]


def test_i1_state_successors_and_notice_answer_for_every_day_after_the_end() -> None:
    life = life_of(OLD, START, (replaced(OLD, edge(OLD, NEW)),))

    for day in (TODAY, LATER, date(2060, 1, 1)):
        assert life.status_on(day) is VersionStatus.WITHDRAWN_REPLACED
        assert [successor.ref for successor in life.successors_on(day)] == [NEW.ref]
    assert life.status_on(TODAY - timedelta(days=1)) is VersionStatus.PUBLISHED


def test_level_is_part_of_what_is_covered() -> None:
    assert {item.level for item in units_of(version("CLS-01:1@advanced"))} == {Level.ADVANCED}


def test_publication_into_a_closed_or_unknown_group_is_refused() -> None:
    laid = ledger(closed="laundry")

    assert codes(laid, publish=(published(version(groups=("laundry",))),)) == ["group.closed"]
    assert codes(laid, publish=(published(version(groups=("garden",))),)) == ["group.unknown"]


def test_weaker_publication_says_why_and_what_replaces_says_how() -> None:
    weaker = publication(NEW, change_class=ChangeClass.WEAKER)
    successor = publication(NEW, predecessor=OLD.ref)

    for wrong, code in (
        (weaker, "publication.weaker_without_reason"),
        (successor, "publication.no_change_class"),
        (publication(NEW, earnest_from=TODAY - timedelta(days=1)), "publication.earnest_before"),
    ):
        assert codes(ledger(), publish=(replace(published(NEW), publication=wrong),)) == [code]
