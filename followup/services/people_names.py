# SPDX-License-Identifier: EUPL-1.2
"""The people of an organisation as plans and lists need them: names, roles and who may be named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from criteria.errors import NotFoundError
from criteria.people.model import User
from criteria.storage.database import Session
from criteria.storage.people_store import PeopleStore
from followup.plan.planning import Performer


@dataclass(frozen=True, slots=True)
class People:
    """The members of one organisation, by name."""

    organisation_id: str
    members: tuple[User, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Names by id."""
        return {user.id: user.name for user in self.members}

    @property
    def performers(self) -> tuple[Performer, ...]:
        """Who can be given a task, in the order they are chosen from."""
        return tuple(
            Performer(user.id, membership.roles)
            for user in self.members
            for membership in user.memberships
            if membership.organisation_id == self.organisation_id
        )

    def find(self, key: str | None) -> str | None:
        """The id of the member with this id, name or e-mail."""
        return next((user.id for user in self.members if key in (user.id, user.name, user.email)), None)

    def get(self, key: str) -> str:
        """The id of the member with this id, name or e-mail.

        Raises:
            NotFoundError: ``user.unknown``, also for a person of another organisation.
        """
        found = self.find(key)
        if found is None:
            raise NotFoundError("user.unknown", where="person", given=key)
        return found


def people_of(session: Session, organisation_id: str) -> People:
    """The members of an organisation."""
    return People(organisation_id, PeopleStore(session).list_users(organisation_id))
