# SPDX-License-Identifier: EUPL-1.2
"""Where a version went: every chain ends in what is in force, a notice or a law (I5), on any day (I15)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from criteria.errors import InvalidInputError, NotFoundError
from criteria.library.difference import ChangeBasis
from criteria.library.lifecycle import units_of
from criteria.library.model import (
    ChangeClass,
    CriterionVersion,
    GapNotice,
    GapReason,
    LawReference,
    LibraryEvent,
    LibraryEventKind,
    Successor,
)
from criteria.services.criterion_hours import count_hours
from criteria.services.library_compare import compare_versions, side_by_side
from criteria.services.library_past import EndKind, follow_chain, list_editions
from criteria.storage.library_store import LibraryStore
from tests.plumbing.installation import World, another_organisation
from tests.requirements.factories import make_version

FIRST, SECOND, THIRD = (make_version(f"FURN-0{number}:1@base") for number in (1, 2, 3))
_MARCH, _JUNE = date(2026, 3, 1), date(2026, 6, 1)


def _store(world: World, *versions: CriterionVersion, owner: str | None = None) -> None:
    with world.installation.writing() as work:
        for version in versions:
            LibraryStore(work.session).add_version(version, owner, work.clock.now())


def _happen(world: World, *events: LibraryEvent) -> None:
    with world.installation.writing() as work:
        for event in events:
            LibraryStore(work.session).add_event(event, work.clock.now())


def _replaced(old: CriterionVersion, new: CriterionVersion, on: date) -> LibraryEvent:
    edge = Successor(new.ref, tuple(sorted(units_of(old))), ChangeClass.CLARIFIED)
    return LibraryEvent(on, LibraryEventKind.WITHDRAW_REPLACED, old.ref, "Skäl.", (edge,))


def _law(old: CriterionVersion, on: date) -> LibraryEvent:
    law = LawReference(tuple(units_of(old)), "Förordning 1", on, "Lagen kräver det.")
    return LibraryEvent(on, LibraryEventKind.WITHDRAW_LAW, old.ref, "Skäl.", law=law)


def _gap(old: CriterionVersion, on: date) -> LibraryEvent:
    notice = GapNotice(tuple(units_of(old)), GapReason.OTHER, "Borta.", "Vänta.", "Ingen plan.")
    return LibraryEvent(on, LibraryEventKind.WITHDRAW_GAP, old.ref, "Skäl.", gap_notice=notice)


def test_i5_version_in_force_is_its_own_end(world: World) -> None:
    _store(world, FIRST)

    chain = follow_chain(world.installation, FIRST.ref)

    assert (chain.next, chain.steps) == ((), ())
    assert [(end.kind, end.ref) for end in chain.ends] == [(EndKind.IN_FORCE, FIRST.ref)]


@pytest.mark.parametrize(("ending", "kind"), [(_law, EndKind.LAW), (_gap, EndKind.GAP)])
def test_i5_chain_over_several_versions_ends_in_law_or_gap(
    world: World, ending: object, kind: EndKind
) -> None:
    _store(world, FIRST, SECOND)
    _happen(world, _replaced(FIRST, SECOND, _MARCH), ending(SECOND, _JUNE))  # type: ignore[operator]

    chain = follow_chain(world.installation, FIRST.ref)

    assert [step.after for step in chain.steps] == [SECOND.ref]
    assert [(end.kind, end.ref) for end in chain.ends] == [(kind, SECOND.ref)]


def test_i15_chain_of_a_day_knows_nothing_of_what_came_later(world: World) -> None:
    _store(world, FIRST, SECOND, THIRD)
    _happen(world, _replaced(FIRST, SECOND, _MARCH), _replaced(SECOND, THIRD, _JUNE))

    before, between, after = (
        follow_chain(world.installation, FIRST.ref, as_of=day)
        for day in (date(2026, 2, 1), date(2026, 4, 1), _JUNE)
    )

    assert [[end.ref for end in chain.ends] for chain in (before, between, after)] == [
        [FIRST.ref],
        [SECOND.ref],
        [THIRD.ref],
    ]
    assert [step.after for step in after.next] == [SECOND.ref]
    assert [step.after for step in after.steps] == [SECOND.ref, THIRD.ref]


def test_cycle_in_a_broken_store_ends_all_the_same(world: World) -> None:
    _store(world, FIRST, SECOND)
    _happen(world, _replaced(FIRST, SECOND, _MARCH), _replaced(SECOND, FIRST, _JUNE))

    assert len(follow_chain(world.installation, FIRST.ref).steps) == 2


def test_own_criterion_is_not_seen_from_elsewhere(world: World) -> None:
    own = make_version("FURN-09:1@base")
    _store(world, own, owner=world.actor.organisation_id)
    other = another_organisation(world).organisation_id

    at_home = world.actor.organisation_id
    assert follow_chain(world.installation, own.ref, viewer=at_home).ref == own.ref
    assert [item.ref for item in list_editions(world.installation, own.id, viewer=at_home)] == [own.ref]
    for viewer in (other, None):
        for ask in (follow_chain, list_editions):
            with pytest.raises(NotFoundError):
                ask(world.installation, own.ref, viewer=viewer)  # type: ignore[operator]
        with pytest.raises(NotFoundError):
            compare_versions(world.installation, own.ref, FIRST.ref, viewer=viewer)


def test_recorded_class_is_found_over_the_edge_and_refs_are_turned(world: World) -> None:
    _store(world, FIRST, SECOND)
    _happen(world, _replaced(FIRST, SECOND, _MARCH))

    found = compare_versions(world.installation, SECOND.ref, FIRST.ref)

    assert (found.before, found.after) == (FIRST.ref, SECOND.ref)
    assert (found.change_class, found.basis) == (ChangeClass.CLARIFIED, ChangeBasis.RECORDED)


def test_unrelated_criteria_are_compared_as_they_are_named(world: World) -> None:
    _store(world, FIRST, SECOND)

    found = compare_versions(world.installation, SECOND.ref, FIRST.ref)

    assert (found.before, found.basis, found.steps) == (SECOND.ref, ChangeBasis.PROPOSED, ())


def test_side_by_side_takes_two_or_three_different_ones(world: World) -> None:
    _store(world, FIRST, SECOND)

    found = side_by_side(world.installation, (FIRST.id, SECOND.id))

    assert found.refs == (FIRST.ref, SECOND.ref)
    assert all(len(row.texts) == 2 for row in found.rows)
    assert all(row.is_same for row in found.rows)
    with pytest.raises(InvalidInputError) as refused:
        side_by_side(world.installation, (FIRST.id, FIRST.ref))
    assert refused.value.code == "compare.count"


def test_hours_of_a_criterion_are_those_it_adds_to_a_set(world: World) -> None:
    _store(world, FIRST)

    hours = count_hours(world.installation, FIRST.ref)

    assert (hours.first_year, hours.with_label) == (Decimal("2.30"), Decimal("1.55"))
    assert (hours.suppliers, hours.articles) == (1, 10)
