# SPDX-License-Identifier: EUPL-1.2
"""The demonstration organisation: complete, marked, and removable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from criteria.clock import SystemClock
from criteria.errors import NotFoundError, RefusedError
from criteria.people.model import Actor, Role
from criteria.services.access import actor_for
from criteria.services.integrity import go_live, verify_log
from criteria.services.sets import list_sets
from followup.services.contracts import list_contracts, show_contract
from followup.services.demonstration import make_demonstration, remove_demonstration
from tests.plumbing.installation import World


def _inside(world: World, organisation_id: str) -> Actor:
    return Actor(world.actor.user_id, organisation_id, frozenset({Role.ADMINISTRATOR}))


def test_demonstration_shows_every_link_and_says_that_it_is_invented(shipped_world: World) -> None:
    made = make_demonstration(shipped_world.installation, shipped_world.actor)

    actor = _inside(shipped_world, made.organisation_id)
    contract = show_contract(shipped_world.installation, actor, made.contract)
    assert "påhittad" in made.name
    assert "påhittad" in contract.title
    assert len(list_sets(shipped_world.installation, actor)) == 2
    shown = {kind: count for kind, count in contract.overview.shown_as.items() if count}
    assert shown == {"verified": 1, "declared_not_verified": 1, "not_met": 1, "unchecked": 2}
    assert contract.overview.deviations_open == 1
    assert verify_log(shipped_world.installation).ok


def test_home_organisation_stays_the_one_the_shell_acts_for(shipped_world: World) -> None:
    make_demonstration(shipped_world.installation, shipped_world.actor)

    acting = actor_for(shipped_world.installation, None, None)
    assert acting.organisation_id == shipped_world.actor.organisation_id
    assert list_contracts(shipped_world.installation, acting) == ()


def test_removed_demonstration_lets_nobody_in_and_can_be_made_again(shipped_world: World) -> None:
    made = make_demonstration(shipped_world.installation, shipped_world.actor)
    with pytest.raises(RefusedError) as refused:
        make_demonstration(shipped_world.installation, shipped_world.actor)
    assert refused.value.code == "demo.exists"

    assert remove_demonstration(shipped_world.installation, shipped_world.actor) == made.organisation_id

    with pytest.raises(NotFoundError):
        remove_demonstration(shipped_world.installation, shipped_world.actor)
    again = make_demonstration(shipped_world.installation, shipped_world.actor)
    assert again.organisation_id != made.organisation_id


def test_live_installation_takes_no_invented_outcomes(shipped_world: World) -> None:
    live = replace(shipped_world.installation, clock=SystemClock())
    go_live(live, shipped_world.actor)

    with pytest.raises(RefusedError) as refused:
        make_demonstration(live, shipped_world.actor)
    assert refused.value.code == "demo.live"
