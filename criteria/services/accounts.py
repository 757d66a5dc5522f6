# SPDX-License-Identifier: EUPL-1.2
"""Whose the installation is, where its records are archived, and closing an account.

Somebody whose account is closed can no longer sign in; what they did stays in the log under their id.
"""

from __future__ import annotations

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.people.model import Actor, Permission, Role
from criteria.services.access import HOME
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.people_store import AccessStore, PeopleStore, SettingStore

MAX_SERIES = 120
#: The setting that holds the archive series of an organisation.
_SERIES = "archive.series."


def home_name(installation: Installation) -> str:
    """The name of the organisation the installation was made for; the product's before there is one."""
    with installation.reading() as session:
        return name_of_home(session)


def name_of_home(session: Session) -> str:
    """The same inside a transaction."""
    people, home = PeopleStore(session), SettingStore(session).find(HOME)
    found = people.find_first_organisation() if home is None else people.find_organisation(home)
    return "Kravkedjan" if found is None else found.name


def close_account(installation: Installation, actor: Actor, user: str) -> str:
    """Close a person's account for good and end every session, token and link; returns the id.

    From then on documents name the role and the unit, not the person. Source: DOMAIN, scenario 6, step 5.

    Raises:
        NotFoundError: ``user.unknown``, also when the person is no member of the actor's organisation.
        RefusedError: ``user.last_administrator`` when nobody else there could administer.
    """
    actor.require(Permission.ADMINISTER)
    with installation.writing() as work:
        people = PeopleStore(work.session)
        found = people.get_user(user)
        members = people.list_users(actor.organisation_id)
        if found.id not in {member.id for member in members}:
            raise NotFoundError("user.unknown", where="user", given=user)
        administrators = {
            member.id
            for member in members
            for membership in member.memberships
            if membership.organisation_id == actor.organisation_id and Role.ADMINISTRATOR in membership.roles
        }
        if administrators == {found.id}:
            raise RefusedError("user.last_administrator", where="user")
        people.close_user(found.id, work.clock.now())
        AccessStore(work.session).revoke_all(found.id, work.clock.now())
        work.record(NewEvent("user.closed", found.id, {}, actor.user_id, actor.organisation_id))
    return found.id


def archive_series(session: Session, organisation_id: str) -> str | None:
    """The series of an organisation's own archive plan that its procurements belong to, where it says one."""
    return SettingStore(session).find(_SERIES + organisation_id) or None


def find_archive_series(installation: Installation, actor: Actor) -> str | None:
    """The series that the actor's organisation has said."""
    with installation.reading() as session:
        return archive_series(session, actor.organisation_id)


def set_archive_series(installation: Installation, actor: Actor, series: str) -> str | None:
    """Say which series of the organisation's archive plan extracts name; empty says none.

    Source: DOMAIN 2.7 (each municipality's own plan) and scenario 6, step 6.

    Raises:
        InvalidInputError: ``field.long``.
    """
    actor.require(Permission.ADMINISTER)
    clean = " ".join(series.split())
    if len(clean) > MAX_SERIES:
        raise InvalidInputError("field.long", where="series", field="series", limit=MAX_SERIES)
    with installation.writing() as work:
        settings = SettingStore(work.session)
        if clean != (settings.find(_SERIES + actor.organisation_id) or ""):
            settings.put(_SERIES + actor.organisation_id, clean)
            payload = {"series": clean}
            work.record(
                NewEvent(
                    "organisation.archive_series",
                    actor.organisation_id,
                    payload,
                    actor.user_id,
                    actor.organisation_id,
                )
            )
    return clean or None
