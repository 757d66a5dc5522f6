# SPDX-License-Identifier: EUPL-1.2
"""Who is touched by a change of the library, and who gets to know: one's own by name, others as counts."""

from __future__ import annotations

from dataclasses import replace

from criteria.services.installation import Installation
from criteria.services.library_orders import EventOrder
from criteria.services.library_publishing import withdraw
from criteria.storage.people_store import NoticeStore
from followup.services.touched import Elsewhere, list_touched, tell_contract_owners
from tests.library_life.desk import gap_order
from tests.plumbing.installation import TODAY, World, another_organisation
from tests.services.contracted import TESTED, locked_set, opened


def _listening(world: World) -> Installation:
    return replace(world.installation, library_listeners=(tell_contract_owners,))


def _notices(world: World, user_id: str, organisation_id: str) -> list[tuple[str, str]]:
    with world.installation.reading() as session:
        found = NoticeStore(session).list_for(user_id, organisation_id)
    return sorted((notice.code, notice.subject) for notice in found)


def test_set_and_contract_that_pin_a_version_are_told_and_not_changed(world: World) -> None:
    contract = opened(world)
    before = list_touched(world.installation, world.actor, TESTED.ref)

    withdraw(_listening(world), world.actor, EventOrder(TESTED.ref, "Skäl.", gap=gap_order()))

    assert list_touched(world.installation, world.actor, TESTED.ref) == before
    assert [(item.id, item.is_running) for item in before.contracts] == [(contract.id, True)]
    assert [item.lines for item in before.sets] == [(1,)]
    told = _notices(world, world.actor.user_id, world.actor.organisation_id)
    assert ("contract.criterion_changed", contract.id) in told
    assert ("set.criterion_changed", before.sets[0].id) in told


def test_change_dated_ahead_says_from_which_day(world: World) -> None:
    opened(world)
    later = TODAY.replace(year=2027)

    withdraw(_listening(world), world.actor, EventOrder(TESTED.ref, "Skäl.", on=later, gap=gap_order()))

    with world.installation.reading() as session:
        found = NoticeStore(session).list_for(world.actor.user_id, world.actor.organisation_id)
    told = {notice.code: notice.values.get("on") for notice in found}
    assert told["set.criterion_will_change"] == told["contract.criterion_changed"] == "2027-11-23"


def test_what_others_have_is_told_to_the_steward_as_counts_and_to_nobody_else(world: World) -> None:
    alvik, bruksby = another_organisation(world), another_organisation(world, "Bruksby kommun")
    locked_set(world, actor=alvik)

    steward = list_touched(world.installation, world.actor, TESTED.ref)
    stranger = list_touched(world.installation, bruksby, TESTED.ref)

    assert (steward.sets, steward.contracts) == ((), ())
    assert steward.elsewhere == Elsewhere(organisations=1, sets=1, contracts=0)
    assert (stranger.sets, stranger.elsewhere) == ((), None)
    own = list_touched(world.installation, alvik, TESTED.ref)
    assert len(own.sets) == 1
