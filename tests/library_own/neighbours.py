# SPDX-License-Identifier: EUPL-1.2
"""A steward with a desk, and a neighbouring municipality with criteria of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from criteria.errors import CriteriaError
from criteria.library.model import CriterionVersion
from criteria.people.model import Actor, Role
from criteria.services.access import add_user
from criteria.services.installation import Installation
from criteria.services.library_drafts import create_draft, submit_draft
from criteria.services.library_orders import ChangePlan, PublicationOrder
from criteria.services.library_publishing import change_library
from criteria.services.library_rights import own_prefix
from tests.library_life.desk import Desk, as_draft, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World, another_organisation


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A steward, and Alvik, which has one editor; ``Boda`` is a third, with one editor too."""

    world: World
    desk: Desk
    alvik: Actor
    boda: Actor

    @property
    def installation(self) -> Installation:
        """Where all of them work."""
        return self.desk.installation

    @property
    def steward(self) -> Actor:
        """An editor of the steward's."""
        return self.desk.reviewer

    def prefix(self, actor: Actor) -> str:
        """The prefix of an organisation's own criteria."""
        with self.installation.writing() as work:
            return own_prefix(work.session, actor.organisation_id)

    def own(self, actor: Actor, name: str = "LJUS-01", **changes: object) -> CriterionVersion:
        """A criterion of an organisation's own, as a draft."""
        made = version("FURN-01:1@base", groups=("it",), **changes)
        return replace(as_draft(made), id=f"{self.prefix(actor)}/{name}")

    def publish(self, actor: Actor, made: CriterionVersion, reviewer: Actor | None = None) -> str:
        """Write, submit and publish one's own; gives the reference."""
        draft = create_draft(self.installation, actor, made)
        submitted = submit_draft(self.installation, actor, draft.ref, draft.revision)
        plan = ChangePlan((PublicationOrder(submitted.ref),))
        change_library(self.installation, reviewer or actor, plan)
        return submitted.ref

    def colleague(self, actor: Actor, role: Role = Role.LIBRARY_EDITOR) -> Actor:
        """Another person of an organisation."""
        person = add_user(
            self.world.installation,
            self.world.actor,
            f"{role.value} {actor.organisation_id}",
            role,
            actor.organisation_id,
        )
        return Actor(person.id, actor.organisation_id, frozenset({role}))


def make_neighbours(world: World) -> Neighbours:
    """Three organisations over an empty library with groups."""
    desk = open_desk(world)
    return Neighbours(world, desk, another_organisation(world), another_organisation(world, "Boda kommun"))


def refusal(do: Callable[..., object], *arguments: object, **named: object) -> str:
    """The code with which something is refused; that it is done after all fails the test."""
    with pytest.raises(CriteriaError) as refused:
        do(*arguments, **named)
    return refused.value.code
