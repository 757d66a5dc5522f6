# SPDX-License-Identifier: EUPL-1.2
"""Organisations, units, people and what their roles let them do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from criteria.errors import ForbiddenError

#: Stands among the organisations something is shared with when it is shared with every one.
EVERY_ORGANISATION = "*"


class Role(str, Enum):
    """What a member of an organisation may do. Source: ARCHITECTURE, Organisations and people."""

    LIBRARY_EDITOR = "library_editor"
    PROCURER = "procurer"
    ENVIRONMENT_STRATEGIST = "environment_strategist"
    CONTRACT_OWNER = "contract_owner"
    REQUESTER = "requester"
    BUYER = "buyer"
    READER = "reader"
    ADMINISTRATOR = "administrator"


class Permission(str, Enum):
    """One thing an actor may be allowed to do; endpoints and use cases name these, never roles."""

    READ = "read"
    EDIT_SETS = "edit_sets"
    LOCK_SETS = "lock_sets"
    MANAGE_CONTRACTS = "manage_contracts"
    LOG_OUTCOMES = "log_outcomes"
    EDIT_LIBRARY = "edit_library"
    ADMINISTER = "administer"


_ALL = frozenset(Permission)
_WORK = frozenset({Permission.READ, Permission.EDIT_SETS, Permission.LOG_OUTCOMES})
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LIBRARY_EDITOR: frozenset({Permission.READ, Permission.EDIT_LIBRARY}),
    Role.PROCURER: _WORK | {Permission.LOCK_SETS, Permission.MANAGE_CONTRACTS},
    Role.ENVIRONMENT_STRATEGIST: _WORK,
    Role.CONTRACT_OWNER: frozenset({Permission.READ, Permission.MANAGE_CONTRACTS, Permission.LOG_OUTCOMES}),
    Role.REQUESTER: frozenset({Permission.READ, Permission.LOG_OUTCOMES}),
    Role.BUYER: frozenset({Permission.READ, Permission.LOG_OUTCOMES}),
    Role.READER: frozenset({Permission.READ}),
    Role.ADMINISTRATOR: _ALL,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for which organisation, with which roles there; handed to every use case."""

    user_id: str
    organisation_id: str
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        """Whether any of the actor's roles allows this."""
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Nothing when allowed.

        Raises:
            ForbiddenError: ``role.not_allowed`` when no role allows it.
        """
        if not self.may(permission):
            raise ForbiddenError("role.not_allowed", where=permission.value, permission=permission.value)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A contracting authority; ``number`` is its Swedish organisation number, ten digits."""

    id: str
    name: str
    number: str | None
    kind: str = "municipality"


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an organisation with a contact person."""

    id: str
    organisation_id: str
    name: str
    contact_user_id: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's roles in one organisation, by unit where it has units."""

    user_id: str
    organisation_id: str
    roles: frozenset[Role]
    unit_id: str | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in; may act for several organisations."""

    id: str
    name: str
    email: str | None
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody an event names, also after the account was closed; roles and unit in one organisation."""

    id: str
    name: str
    is_closed: bool
    organisations: frozenset[str]
    roles: frozenset[Role]
    unit: str | None
    organisation: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to one person about something that concerns them; ``code`` and ``values`` make the text."""

    id: str
    user_id: str
    organisation_id: str
    code: str
    subject: str
    values: dict[str, str]
    created_at: datetime
    read_at: datetime | None = None
