# SPDX-License-Identifier: EUPL-1.2
"""Opening contracts: from a locked set to a plan, in one transaction, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from criteria.clock import SetClock
from criteria.errors import (
    FindingsError,
    ForbiddenError,
    IntegrityError,
    InvalidInputError,
    NotFoundError,
    RefusedError,
)
from criteria.library.vocabulary import RequirementType
from criteria.people.model import Role
from criteria.requirements.model import SetStatus
from criteria.services.access import list_notices
from criteria.services.integrity import verify_log
from criteria.services.sets import NewSet, add_criteria, create_set
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import SetPublication, get_sealed_set, lock_set, publish_set
from criteria.storage.event_store import EventStore
from criteria.storage.set_store import SetStore
from followup.contracts.bound import GivenAward, GivenBound
from followup.plan.model import NotFollowedKind, TaskStatus
from followup.services.bound_file import propose_bound, read_bound
from followup.services.contracts import list_contracts, open_contract, show_contract
from followup.storage.contract_store import ContractStore
from tests.plumbing.installation import TODAY, World, another_organisation, member
from tests.requirements.factories import make_version
from tests.services.contracted import TESTED, locked_set, opened, request
from tests.services.set_factories import draft, stock

_AWARD = make_version(
    "FURN-07:1@base",
    type=RequirementType.AWARD_CRITERION,
    title="Längre garanti",
    text="Tio års garanti ger ett avdrag på 1 000 kronor från anbudspriset.",
)


def _status(world: World, set_id: str) -> SetStatus:
    with world.installation.reading() as session:
        return SetStore(session).get(set_id, world.actor.organisation_id).status


def _count(world: World, table: str) -> int:
    with world.installation.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 -- our own names


def test_contract_pins_the_set_and_has_its_plan_at_once(world: World) -> None:
    set_id = locked_set(world)
    sealed = get_sealed_set(world.installation, world.actor, set_id)

    view = open_contract(world.installation, world.actor, request(set_id))

    assert (view.set_id, view.set_revision, view.seal) == (set_id, sealed.sealed.revision, sealed.seal)
    assert [(task.number, task.due.isoformat(), task.person) for task in view.plan] == [
        ("1.1", "2027-01-04", "admin"),
        ("1.2", "2027-01-04", "admin"),
        ("1.2", "2028-01-04", "admin"),
        ("1.2", "2028-12-01", "admin"),
    ]
    assert {task.status for task in view.plan} == {TaskStatus.PLANNED}
    assert (view.risk.score, view.risk.spend_class, view.risk.group_risk, view.risk.supplier_factor) == (
        4,
        1,
        2,
        2,
    )
    assert view.overview.shown_as["unchecked"] == 2
    assert _status(world, set_id) is SetStatus.CONTRACTED


def test_contract_is_read_back_as_it_was_opened(world: World) -> None:
    view = opened(world)

    assert show_contract(world.installation, world.actor, view.id) == view
    (row,) = list_contracts(world.installation, world.actor)
    assert (row.id, row.supplier, row.overview) == (view.id, "556012-5790", view.overview)
    assert view.value_sek == Decimal(480_000)


def test_opening_is_in_the_log_with_pins_and_without_numbers_of_people(world: World) -> None:
    view = opened(world, supplier="811228-9874", supplier_name="Anna Ek Snickeri")

    with world.installation.reading() as session:
        (event,) = EventStore(session).list_about(view.id)
    assert event.kind == "contract.opened"
    assert (event.payload["seal"], event.payload["set"]) == (view.seal, view.set_id)
    assert "8112289874" not in str(dict(event.payload)) and "Anna" not in str(dict(event.payload))
    assert verify_log(world.installation).ok


def test_sole_trader_is_warned_about(sqlite_world: World) -> None:
    view = opened(sqlite_world, supplier="811228-9874")

    assert [issue.code for issue in view.warnings] == ["contract.sole_trader"]


def test_contract_without_value_says_that_its_risk_is_assumed(sqlite_world: World) -> None:
    view = opened(sqlite_world, value=None)

    assert view.risk.spend_class == 2
    assert [issue.code for issue in view.warnings] == ["contract.value_unknown"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": date(2026, 1, 1)}, "contract.end_before_start"),
        ({"supplier": "556012-5791"}, "supplier.check_digit"),
        ({"supplier": None}, "contract.one_supplier"),
        ({"supplier_id": "NO:1"}, "contract.one_supplier"),
        ({"supplier": None, "supplier_id": "NO:1"}, "supplier.name_missing"),
        ({"value": "mycket"}, "contract.value"),
        ({"owner": "ingen alls"}, "user.unknown"),
        ({"set_id": "set-finns-inte"}, "set.unknown"),
        ({"bound": GivenBound(award=(GivenAward("9.9", True),))}, "contract.bound_wrong"),
    ],
)
def test_refused_contract_leaves_everything_as_it_was(
    world: World, changes: dict[str, object], code: str
) -> None:
    set_id = locked_set(world)

    with pytest.raises((InvalidInputError, RefusedError, NotFoundError, FindingsError)) as caught:
        open_contract(world.installation, world.actor, replace(request(set_id), **changes))  # type: ignore[arg-type]

    assert caught.value.code == code
    assert _status(world, set_id) is SetStatus.LOCKED
    assert (_count(world, "contracts"), _count(world, "suppliers"), _count(world, "follow_up_tasks")) == (
        0,
        0,
        0,
    )


def test_draft_cannot_be_contracted(sqlite_world: World) -> None:
    stock(sqlite_world, TESTED)
    view = draft(sqlite_world, TESTED.ref)

    with pytest.raises(RefusedError) as caught:
        open_contract(sqlite_world.installation, sqlite_world.actor, request(view.id))

    assert caught.value.code == "set.wrong_state"


def test_published_set_is_contracted_after_its_deadline_and_not_before(world: World) -> None:
    set_id = locked_set(world)
    deadline = TODAY + timedelta(days=30)
    publish_set(world.installation, world.actor, EditAt(set_id), SetPublication(TODAY, deadline))

    with pytest.raises(RefusedError):
        open_contract(world.installation, world.actor, request(set_id))
    after = replace(world.installation, clock=SetClock(deadline + timedelta(days=1)))

    assert open_contract(after, world.actor, request(set_id)).set_id == set_id


def test_set_counted_for_one_supplier_takes_one_contract(world: World) -> None:
    set_id = locked_set(world)
    first = open_contract(world.installation, world.actor, request(set_id))

    with pytest.raises(RefusedError) as caught:
        open_contract(world.installation, world.actor, request(set_id, supplier="556016-0680"))
    assert caught.value.code == "contract.set_full"
    with pytest.raises(RefusedError) as again:
        open_contract(world.installation, world.actor, request(set_id))
    assert (again.value.code, again.value.values["contract"]) == ("contract.exists", first.id)


def test_framework_counted_for_two_suppliers_takes_two(world: World) -> None:
    stock(world, TESTED)
    made = create_set(world.installation, world.actor, NewSet("Ramavtal", suppliers=2))
    add_criteria(world.installation, world.actor, EditAt(made.id), (TESTED.ref,))
    lock_set(world.installation, world.actor, EditAt(made.id))

    for number in ("556012-5790", "556016-0680"):
        open_contract(world.installation, world.actor, request(made.id, supplier=number))

    assert len(list_contracts(world.installation, world.actor)) == 2


def test_award_criterion_needs_a_statement_and_not_offered_means_no_task(world: World) -> None:
    set_id = locked_set(world, TESTED, _AWARD)

    with pytest.raises(FindingsError) as caught:
        open_contract(world.installation, world.actor, request(set_id))
    assert [issue.where for issue in caught.value.issues] == ["2.1"]
    proposed = propose_bound(world.installation, world.actor, set_id)
    bound = read_bound(proposed.encode(), "bound.yaml")
    view = open_contract(world.installation, world.actor, request(set_id, bound=bound))

    assert [task.number for task in view.plan] == ["1.1"]
    assert [(item.number, item.kind) for item in view.not_followed] == [("2.1", NotFollowedKind.NOT_OFFERED)]
    assert [line.not_followed for line in view.lines] == [None, NotFollowedKind.NOT_OFFERED]
    assert sum(view.overview.shown_as.values()) == 1


def test_tasks_go_to_who_has_the_role_and_each_gets_one_message(world: World) -> None:
    strategist = member(world, Role.ENVIRONMENT_STRATEGIST, "Sara Ström")

    view = opened(world)

    assert {task.person for task in view.plan} == {"Sara Ström"}
    (notice,) = list_notices(world.installation, strategist)
    assert (notice.code, notice.values["count"], notice.subject) == ("notice.tasks_given", "4", view.id)


def test_owner_is_named_by_name_and_steps_in_for_missing_roles(sqlite_world: World) -> None:
    member(sqlite_world, Role.CONTRACT_OWNER, "Olle Ahl")

    view = opened(sqlite_world, owner="Olle Ahl")

    assert (view.owner, {task.person for task in view.plan}) == ("Olle Ahl", {"Olle Ahl"})


def test_another_organisations_contract_and_set_are_not_found(world: World) -> None:
    view = opened(world)
    other = another_organisation(world)

    with pytest.raises(NotFoundError) as caught:
        show_contract(world.installation, other, view.id)
    assert caught.value.code == "contract.unknown"
    with pytest.raises(NotFoundError):
        open_contract(world.installation, other, request(view.set_id, supplier="556016-0680"))
    assert list_contracts(world.installation, other) == ()


def test_two_organisations_keep_their_own_view_of_one_supplier(world: World) -> None:
    other = another_organisation(world)
    ours = opened(world, supplier_name="Möbel AB")
    theirs = draft(replace(world, actor=other), TESTED.ref)
    lock_set(world.installation, other, EditAt(theirs.id))

    view = open_contract(world.installation, other, request(theirs.id))

    assert view.supplier.number == ours.supplier.number
    assert (view.supplier.id != ours.supplier.id, view.supplier.name) == (True, None)


@pytest.mark.parametrize("role", [Role.READER, Role.REQUESTER, Role.BUYER, Role.ENVIRONMENT_STRATEGIST])
def test_who_does_not_manage_contracts_opens_none(sqlite_world: World, role: Role) -> None:
    set_id = locked_set(sqlite_world)

    with pytest.raises(ForbiddenError):
        open_contract(sqlite_world.installation, member(sqlite_world, role), request(set_id))


def test_nothing_in_the_library_changes_a_contract(world: World) -> None:
    view = opened(world)
    with world.installation.reading() as session:
        before = ContractStore(session).get(view.id, world.actor.organisation_id)
    stock_changed = make_version("FURN-01:2@base", text="Stommen ska hålla i minst femton år.")
    stock(world, stock_changed)

    with world.installation.reading() as session:
        assert ContractStore(session).get(view.id, world.actor.organisation_id) == before
    assert show_contract(world.installation, world.actor, view.id).lines == view.lines


def test_contract_with_another_seal_than_its_set_is_not_shown(sqlite_world: World) -> None:
    view = opened(sqlite_world)
    with sqlite_world.installation.database.writing() as session:
        session.execute(text("UPDATE contracts SET seal = :seal"), {"seal": "0" * 64})
        session.commit()

    with pytest.raises(IntegrityError) as caught:
        show_contract(sqlite_world.installation, sqlite_world.actor, view.id)

    assert caught.value.code == "contract.seal_differs"


@pytest.mark.parametrize(
    "verb", ["UPDATE follow_up_task_steps SET reason = 'x'", "DELETE FROM follow_up_task_steps"]
)
def test_steps_of_tasks_are_append_only(world: World, verb: str) -> None:
    opened(world)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        world.installation.database.writing() as session,
    ):
        session.execute(text(verb))
