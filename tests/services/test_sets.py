# SPDX-License-Identifier: EUPL-1.2
"""Building requirement sets in the store, on both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from criteria.errors import ForbiddenError, InvalidInputError, NotFoundError, RefusedError, StaleRevisionError
from criteria.library.model import Words
from criteria.library.vocabulary import Level, Method
from criteria.people.model import Actor, Role
from criteria.requirements.model import Assumptions, FollowUpChoice, SetStatus
from criteria.requirements.own_lines import OwnLine
from criteria.services import sets as building
from criteria.services.sets import NewSet, NewWording, Skipped
from criteria.services.sets_change import EditAt
from criteria.services.sets_details import NewDetails, change_details
from criteria.services.sets_life import send_for_review
from criteria.services.sets_own import OwnLineChange, add_own_line, change_own_line, paste_lines
from criteria.services.sets_updates import list_updates
from criteria.storage.event_store import EventStore
from criteria.storage.set_store import SetStore
from tests.plumbing.installation import World, another_organisation, member
from tests.requirements.factories import make_parameter, make_version, with_limit
from tests.services.set_factories import LIMIT, STRONG, at_day, draft, pinned, replaced, stock


def _kinds(world: World, set_id: str) -> list[str]:
    with world.installation.reading() as session:
        return [event.kind for event in EventStore(session).list_about(set_id)]


def test_new_set_is_an_empty_draft_with_shown_assumptions(world: World) -> None:
    stock(world)

    view = building.create_set(
        world.installation,
        world.actor,
        NewSet(" Kontors  möbler ", cpv=("39130000",), suppliers=2, hours_available=Decimal("12.5")),
    )

    assert (view.title, view.status, view.revision, view.lines) == ("Kontors möbler", SetStatus.DRAFT, 1, ())
    assert view.assumptions == Assumptions(2, 10, 2, Decimal("12.5"))
    assert [(entry.code, entry.label) for entry in view.cpv] == [("39130000-2", "Kontorsmöbler")]
    assert _kinds(world, view.id) == ["set.created"]


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewSet("  "), "field.empty"),
        (NewSet("x" * 201), "field.long"),
        (NewSet("Möbler", suppliers=0), "set.assumption"),
        (NewSet("Möbler", articles=100_001), "set.assumption"),
        (NewSet("Möbler", years=31), "set.assumption"),
        (NewSet("Möbler", hours_available=Decimal(-1)), "set.assumption"),
        (NewSet("Möbler", cpv=("3913",)), "cpv.malformed"),
    ],
)
def test_malformed_set_is_refused_and_nothing_is_stored(sqlite_world: World, new: NewSet, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        building.create_set(sqlite_world.installation, sqlite_world.actor, new)

    assert refused.value.code == code
    assert building.list_sets(sqlite_world.installation, sqlite_world.actor) == ()


def test_line_pins_reference_and_fingerprint(world: World) -> None:
    stock(world)

    view = draft(world, "FURN-01", "FURN-02:1@avancerad")

    assert [(line.ref, line.fingerprint) for line in view.lines] == [pinned(STRONG), pinned(LIMIT)]
    assert _kinds(world, view.id) == ["set.created", "set.line_added", "set.line_added"]
    assert view.revision == 2


def test_adding_several_is_all_or_nothing(world: World) -> None:
    stock(world)
    view = draft(world)

    with pytest.raises(NotFoundError):
        building.add_criteria(world.installation, world.actor, EditAt(view.id), ("FURN-01", "FURN-99"))

    assert building.show_set(world.installation, world.actor, view.id).lines == ()
    assert _kinds(world, view.id) == ["set.created"]


def test_criterion_that_is_not_in_force_is_refused_with_what_carries_it_on(world: World) -> None:
    new = make_version("FURN-03:1@base")
    stock(world, STRONG, new)
    replaced(world, STRONG, new, date(2026, 11, 1))
    view = draft(world)

    with pytest.raises(RefusedError) as refused:
        building.add_criteria(world.installation, world.actor, EditAt(view.id), ("FURN-01:1@base",))

    assert refused.value.code == "set.criterion_not_in_force"
    assert refused.value.values["successors"] == "FURN-03:1@base"


@pytest.mark.parametrize(
    ("ref", "code"), [("FURN 01!", "reference.malformed"), ("FURN-77", "criterion.unknown")]
)
def test_unknown_or_malformed_reference_is_refused(sqlite_world: World, ref: str, code: str) -> None:
    stock(sqlite_world)
    view = draft(sqlite_world)

    with pytest.raises((InvalidInputError, NotFoundError)) as refused:
        building.add_criteria(sqlite_world.installation, sqlite_world.actor, EditAt(view.id), (ref,))

    assert refused.value.code == code


def test_group_at_a_level_is_added_without_what_is_replaced_or_there_already(world: World) -> None:
    base = make_version("FURN-03:1@base")
    advanced = make_version("FURN-03:1@advanced", replaces=("FURN-03@base",))
    food = make_version("FOOD-01:1@base", groups=("food",))
    stock(world, STRONG, LIMIT, base, advanced, food)
    view = draft(world, "FURN-01")

    done = building.add_package(world.installation, world.actor, EditAt(view.id), "furniture", Level.ADVANCED)

    assert done.added == ("FURN-02:1@advanced", "FURN-03:1@advanced")
    assert done.skipped == (Skipped("FURN-01:1@base", "in_set"),)
    assert len(done.set.lines) == 3


def test_package_members_that_are_not_in_force_are_named(world: World) -> None:
    new = make_version("FURN-03:1@base")
    stock(world, STRONG, new, package=("FURN-01:1@base", "FURN-03:1@base", "FURN-88:1@base"))
    replaced(world, STRONG, new, date(2026, 11, 1))
    view = draft(world)

    done = building.add_package(
        world.installation, world.actor, EditAt(view.id), "furniture_terms", Level.BASE
    )

    assert done.added == ("FURN-03:1@base",)
    assert done.skipped == (Skipped("FURN-01:1@base", "not_in_force"), Skipped("FURN-88:1@base", "unknown"))


def test_package_that_does_not_exist_or_holds_nothing_is_refused(sqlite_world: World) -> None:
    stock(sqlite_world, LIMIT)
    view = draft(sqlite_world)

    for name, code in (("finns_inte", "package.unknown"), ("furniture", "package.empty")):
        with pytest.raises((NotFoundError, RefusedError)) as refused:
            building.add_package(
                sqlite_world.installation, sqlite_world.actor, EditAt(view.id), name, Level.BASE
            )
        assert refused.value.code == code


def test_parameter_is_stored_in_canonical_form_and_shown_as_swedes_write(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-02")

    changed = building.set_parameter(
        world.installation, world.actor, EditAt(view.id, view.revision), 1, (("limit", "0,05 mg/m³"),)
    )

    (parameter,) = changed.lines[0].parameters
    assert (parameter.value, parameter.shown, parameter.range) == ("0.05", "0,05", "0,01–0,06 mg/m³")
    assert changed.lines[0].text.sv == "Skivorna ska avge högst 0,05 milligram per kubikmeter luft."


def test_parameter_out_of_range_changes_nothing(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-02")

    with pytest.raises(InvalidInputError) as refused:
        building.set_parameter(world.installation, world.actor, EditAt(view.id), 1, (("limit", "0,124"),))

    after = building.show_set(world.installation, world.actor, view.id)
    assert refused.value.code == "parameter.range"
    assert (after.revision, after.lines[0].parameters[0].value) == (view.revision, None)


def test_local_wording_is_shown_against_the_original(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01")

    changed = building.edit_wording(
        world.installation,
        world.actor,
        EditAt(view.id),
        1,
        NewWording(Words("Stommen ska hålla i minst tolv år."), "Skolan behåller borden."),
    )

    change = changed.lines[0].local_change
    assert change is not None
    assert (change.original.sv, change.text.sv) == (
        "Stommen ska hålla i minst tio år.",
        "Stommen ska hålla i minst tolv år.",
    )
    assert (change.reason, change.changed_by) == ("Skolan behåller borden.", world.actor.user_id)
    assert [run.text for run in change.words if run.kind.value == "removed"] == ["tio"]
    assert "gate.wording_changed" in changed.lines[0].flags


def test_lines_are_moved_and_removed_with_a_reason(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01", "FURN-02")

    building.move_line(world.installation, world.actor, EditAt(view.id), 2, 1)
    after = building.remove_line(world.installation, world.actor, EditAt(view.id), 1, "Täcks av ramavtalet.")

    assert [line.ref for line in after.lines] == ["FURN-02:1@advanced"]
    assert [(item.ref, item.reason) for item in after.removed] == [("FURN-01:1@base", "Täcks av ramavtalet.")]
    with pytest.raises(InvalidInputError):
        building.remove_line(world.installation, world.actor, EditAt(view.id), 2, "  ")


def test_follow_up_is_chosen_or_declined_with_a_reason(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01", "FURN-02")
    at = EditAt(view.id)

    building.set_follow_up(
        world.installation, world.actor, at, 1, FollowUpChoice((Method.LABEL, Method.TEST))
    )
    after = building.set_follow_up(
        world.installation, world.actor, at, 2, FollowUpChoice(not_followed_reason="Låg risk.")
    )

    assert [line.methods for line in after.lines] == [(Method.LABEL, Method.TEST), ()]
    assert after.lines[1].not_followed_reason == "Låg risk."
    with pytest.raises(InvalidInputError):
        building.set_follow_up(
            world.installation, world.actor, at, 1, FollowUpChoice(not_followed_reason=" ")
        )


def test_own_line_shows_where_its_proposal_comes_from_and_can_be_changed(world: World) -> None:
    stock(world)
    view = draft(world)

    done = add_own_line(
        world.installation, world.actor, EditAt(view.id), OwnLine("Stommen ska hålla i tolv år.")
    )
    changed = change_own_line(
        world.installation, world.actor, EditAt(view.id), 1, OwnLineChange(proof_text="Garantibevis.")
    )

    assert [(item.line, item.proposed_from) for item in done.added] == [(1, "FURN-01:1@base")]
    assert changed.lines[0].id == "EGET-01"
    assert changed.lines[0].proof is not None
    assert changed.lines[0].proof.alternatives[0].all_of[0].text.sv == "Garantibevis."
    assert changed.ready


def test_pasted_table_becomes_many_own_lines_or_none(world: World) -> None:
    stock(world)
    view = draft(world)
    table = "Nr\tKrav\n1\tStommen ska hålla i tolv år.\n2\tBordet ska vara runt.".encode()

    done = paste_lines(world.installation, world.actor, EditAt(view.id), table, "krav.txt")
    with pytest.raises(InvalidInputError):
        paste_lines(
            world.installation, world.actor, EditAt(view.id), b"Krav\nKort krav.\n" + b"x" * 4001, "k.txt"
        )

    after = building.show_set(world.installation, world.actor, view.id)
    assert [line.id for line in done.set.lines] == ["EGET-01", "EGET-02"]
    assert len(after.lines) == 2


def test_hours_and_what_each_line_saves_are_shown_while_the_set_is_built(world: World) -> None:
    stock(world)

    view = draft(world, "FURN-01", "FURN-02")

    assert view.effort.by_hand.first_year_hours > view.effort.with_product.first_year_hours > 0
    assert all(line.removed_saves > 0 for line in view.lines)


def test_assumptions_may_be_changed_in_a_draft(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01")

    after = building.change_assumptions(
        world.installation, world.actor, EditAt(view.id), Assumptions(3, 20, 4, Decimal(1))
    )

    assert after.assumptions.suppliers == 3
    assert after.hours_colour is not None
    assert after.effort.by_hand.first_year_hours > view.effort.by_hand.first_year_hours


def test_change_in_the_library_only_adds_a_finding(world: World) -> None:
    new = with_limit("FURN-02:2@advanced")
    stock(world, LIMIT, new)
    view = draft(world, "FURN-02:1@advanced")
    replaced(world, LIMIT, new, date(2026, 11, 20))

    after = building.show_set(world.installation, world.actor, view.id)
    updates = list_updates(world.installation, world.actor, view.id)

    assert (after.revision, after.lines[0].ref) == (view.revision, "FURN-02:1@advanced")
    assert "gate.criterion_changed" in after.lines[0].flags
    assert [(item.pinned, item.now) for item in updates.lines] == [
        ("FURN-02:1@advanced", ("FURN-02:2@advanced",))
    ]


def test_new_version_is_taken_with_the_value_that_still_fits(world: World) -> None:
    new = with_limit("FURN-02:2@advanced")
    stock(world, LIMIT, new)
    view = draft(world, "FURN-02:1@advanced")
    building.set_parameter(world.installation, world.actor, EditAt(view.id), 1, (("limit", "0,05"),))
    replaced(world, LIMIT, new, date(2026, 11, 20))

    after = building.renew_line(world.installation, world.actor, EditAt(view.id), 1)

    assert (after.lines[0].ref, after.lines[0].parameters[0].value) == ("FURN-02:2@advanced", "0.05")
    assert list_updates(world.installation, world.actor, view.id).lines == ()


def test_old_version_is_kept_with_a_reason(world: World) -> None:
    new = make_version("FURN-03:1@base")
    stock(world, STRONG, new)
    view = draft(world, "FURN-01")
    replaced(world, STRONG, new, date(2026, 11, 20))

    after = building.answer_finding(
        world.installation, world.actor, EditAt(view.id), 1, ("gate.criterion_changed", "Pågående dialog.")
    )

    assert after.ready
    assert list_updates(world.installation, world.actor, view.id).lines[0].answered == "Pågående dialog."
    with pytest.raises(RefusedError) as refused:
        building.answer_finding(
            world.installation, world.actor, EditAt(view.id), 1, ("gate.parameter_empty", "Sedan.")
        )
    assert refused.value.code == "set.finding_not_answerable"


def test_stale_revision_is_refused_with_who_changed_what(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01", "FURN-02")
    colleague = member(world, Role.PROCURER)
    building.set_parameter(
        world.installation, colleague, EditAt(view.id, view.revision), 2, (("limit", "0,05"),)
    )

    with pytest.raises(StaleRevisionError) as refused:
        building.remove_line(world.installation, world.actor, EditAt(view.id, view.revision), 2, "Bort.")

    values = refused.value.values
    assert (values["seen"], values["revision"], values["by"]) == (2, 3, colleague.user_id)
    assert values["changes"] == "parameter_set (2)"
    assert len(building.show_set(world.installation, world.actor, view.id).lines) == 2


def test_writing_over_a_revision_that_moved_is_refused_by_the_store(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01")

    with pytest.raises(StaleRevisionError), world.installation.writing() as work:
        store = SetStore(work.session)
        read = store.get(view.id, world.actor.organisation_id)
        store.save(read, read)
        store.save(read, read)

    assert building.show_set(world.installation, world.actor, view.id).revision == view.revision


def test_change_that_changes_nothing_makes_no_revision_and_no_event(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01", "FURN-02")

    after = building.move_line(world.installation, world.actor, EditAt(view.id), 1, 1)

    assert after.revision == view.revision
    assert "set.line_moved" not in _kinds(world, view.id)


def test_another_organisations_set_is_not_found(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01")
    stranger = another_organisation(world)
    at = EditAt(view.id)
    attempts = (
        lambda who: building.show_set(world.installation, who, view.id),
        lambda who: building.add_criteria(world.installation, who, at, ("FURN-02",)),
        lambda who: building.remove_line(world.installation, who, at, 1, "Bort."),
        lambda who: list_updates(world.installation, who, view.id),
    )

    for attempt in attempts:
        with pytest.raises(NotFoundError) as refused:
            attempt(stranger)
        assert refused.value.code == "set.unknown"
    assert building.list_sets(world.installation, stranger) == ()


def test_reader_reads_and_changes_nothing(sqlite_world: World) -> None:
    stock(sqlite_world)
    view = draft(sqlite_world, "FURN-01")
    reader = member(sqlite_world, Role.READER)

    assert building.show_set(sqlite_world.installation, reader, view.id).id == view.id
    for attempt in _changes(sqlite_world, reader, view.id):
        with pytest.raises(ForbiddenError):
            attempt()  # type: ignore[operator]


def _changes(world: World, actor: Actor, set_id: str) -> tuple[object, ...]:
    at = EditAt(set_id)
    return (
        lambda: building.create_set(world.installation, actor, NewSet("Annan")),
        lambda: building.add_criteria(world.installation, actor, at, ("FURN-02",)),
        lambda: building.move_line(world.installation, actor, at, 1, 1),
        lambda: add_own_line(world.installation, actor, at, OwnLine("Borden ska vara runda.")),
    )


def test_list_shows_the_state_of_today_and_the_number_of_lines(world: World) -> None:
    stock(world)
    first = draft(world, "FURN-01", "FURN-02", title="Första")
    draft(world, title="Andra")

    found = {item.title: item for item in building.list_sets(world.installation, world.actor)}

    assert (found["Första"].id, found["Första"].pinned, found["Andra"].pinned) == (first.id, 2, 0)


def test_criterion_alone_means_the_version_in_force_today(world: World) -> None:
    new = with_limit("FURN-02:2@advanced", valid_from=date(2027, 1, 1))
    stock(world, LIMIT, new)
    replaced(world, LIMIT, new, date(2027, 1, 1))
    view = draft(world)
    later = at_day(world.installation, date(2027, 2, 1))

    now = building.add_criteria(world.installation, world.actor, EditAt(view.id), ("FURN-02",))
    assert [line.ref for line in now.lines] == ["FURN-02:1@advanced"]

    other = building.create_set(later, world.actor, NewSet("Nästa år"))
    then = building.add_criteria(later, world.actor, EditAt(other.id), ("FURN-02",))
    assert [line.ref for line in then.lines] == ["FURN-02:2@advanced"]


def test_checked_default_is_filled_in_so_that_nothing_needs_typing(world: World) -> None:
    stock(world, with_limit("FURN-02:1@advanced"), make_version("FURN-04:1@base", **_default()))
    view = draft(world, "FURN-04")

    assert view.lines[0].parameters[0].value == "0.05"
    assert view.ready


def _default() -> dict[str, object]:
    return {
        "text": Words("Högst {limit} mg.", "At most {limit} mg."),
        "parameters": (make_parameter(default="0.05"),),
    }


def test_details_of_a_draft_are_changed_with_an_event(world: World) -> None:
    stock(world)
    view = draft(world)

    after = change_details(
        world.installation, world.actor, EditAt(view.id), NewDetails("Skrivbord", "", ("39130000-9",))
    )

    assert (after.title, after.diary) == ("Skrivbord", None)
    assert [entry.code for entry in after.cpv] == ["39130000-9"]
    assert "gate.cpv_doubtful" in [issue.code for issue in after.issues]
    assert _kinds(world, view.id) == ["set.created", "set.details_changed"]


def test_details_that_are_not_named_stay_and_the_same_again_is_no_change(world: World) -> None:
    stock(world)
    view = draft(world)

    after = change_details(world.installation, world.actor, EditAt(view.id), NewDetails(title=view.title))

    assert (after.revision, after.diary, after.cpv) == (view.revision, view.diary, view.cpv)


def test_details_of_a_set_that_is_no_draft_are_not_changed(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01")
    send_for_review(world.installation, world.actor, EditAt(view.id))

    with pytest.raises(RefusedError) as refused:
        change_details(world.installation, world.actor, EditAt(view.id), NewDetails(title="Annat"))

    assert refused.value.code == "set.not_draft"


def test_own_line_gets_nothing_from_a_group_that_is_not_bought(world: World) -> None:
    stock(world, STRONG, make_version("VEH-04:1@base", groups=("vehicles",), title="Monterade skrivbord"))
    view = draft(world)

    done = add_own_line(
        world.installation, world.actor, EditAt(view.id), OwnLine("Monterade skrivbord är vita.")
    )

    assert [item.proposed_from for item in done.added] == [None]
    assert "own.proposed" in done.set.lines[0].flags
