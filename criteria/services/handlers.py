# SPDX-License-Identifier: EUPL-1.2
"""Who stands behind the ids of the log, as far as a reader is shown: name and role, or what remains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from criteria.documents.extract_model import Handler, NameShown
from criteria.people.model import KnownPerson, Role
from criteria.services.access import SYSTEM
from criteria.services.installation import Installation
from criteria.storage.people_store import PeopleStore


def list_handlers(
    installation: Installation, ids: Iterable[str], viewer: str | None
) -> Mapping[str, Handler]:
    """Everybody named by id, as an organisation sees them; a visitor sees no names."""
    with installation.reading() as session:
        named = tuple(dict.fromkeys(ids))
        known = PeopleStore(session).list_known(named, viewer)
        return {user_id: _handler(user_id, known.get(user_id), viewer) for user_id in named}


def handler_of(people: PeopleStore, user_id: str, viewer: str | None) -> Handler:
    """Somebody as they are shown to an organisation, or to a visitor where there is none.

    The name of somebody elsewhere is their organisation's to give (ARCHITECTURE, invariant 7); of a closed
    account role and unit remain (DOMAIN, scenario 6).
    """
    return _handler(user_id, people.find_known(user_id, viewer), viewer)


def _handler(user_id: str, known: KnownPerson | None, viewer: str | None) -> Handler:
    if known is None:
        return Handler(user_id, NameShown.SYSTEM if user_id == SYSTEM else NameShown.UNKNOWN)
    shown = NameShown.SHOWN if viewer in known.organisations else NameShown.ELSEWHERE
    if known.is_closed:
        shown = NameShown.CLOSED
    name = known.name if shown is NameShown.SHOWN else None
    roles = tuple(role for role in Role if role in known.roles)
    return Handler(user_id, shown, name, roles, known.unit, known.organisation)
