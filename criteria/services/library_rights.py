# SPDX-License-Identifier: EUPL-1.2
"""Whose a criterion is, and who may write it: the steward keeps the shared library, others their own.

Source: ARCHITECTURE, Organisations and people; product decision: the organisation the installation was made
for is the steward unless the setting names another.
"""

from __future__ import annotations

import unicodedata

from criteria.errors import ForbiddenError, InvalidInputError, NotFoundError
from criteria.identifiers import Reference, parse_reference
from criteria.people.model import Actor, Permission
from criteria.services.access import HOME
from criteria.storage.database import Session
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.people_store import PeopleStore, SettingStore

#: The setting that names the organisation which keeps the shared library.
STEWARD = "library.steward"
#: The settings that hold an organisation's prefix, and whose a prefix is.
_PREFIX_OF = "library.prefix."
_OWNER_OF = "library.prefix_owner."
_LONGEST_PREFIX = 16


def steward_id(session: Session) -> str | None:
    """The organisation that keeps the shared library; ``None`` before there is any organisation."""
    settings = SettingStore(session)
    return settings.find(STEWARD) or settings.find(HOME)


def require_editor(session: Session, actor: Actor, owner_id: str | None) -> None:
    """Nothing when the actor may write what an owner has (``None``: the shared library).

    Raises:
        ForbiddenError: ``role.not_allowed``, or ``library.not_steward`` for the shared library.
        NotFoundError: never; another organisation's version is not found before it comes to this.
    """
    actor.require(Permission.EDIT_LIBRARY)
    if owner_id is None and actor.organisation_id != steward_id(session):
        raise ForbiddenError("library.not_steward", where="library")


def get_editable(session: Session, actor: Actor, ref: str) -> StoredVersion:
    """A version that the actor may write, by its full reference.

    Raises:
        InvalidInputError: ``reference.not_exact`` when version or level is missing.
        NotFoundError: ``criterion.unknown``, also for another organisation's version.
        ForbiddenError: ``role.not_allowed`` or ``library.not_steward``.
    """
    actor.require(Permission.EDIT_LIBRARY)
    found = LibraryStore(session).get_version(exact(ref), actor.organisation_id)
    require_editor(session, actor, found.owner_id)
    return found


def exact(ref: str) -> Reference:
    """A reference with version and level.

    Raises:
        InvalidInputError: ``reference.not_exact``.
    """
    reference = parse_reference(ref)
    if not reference.is_exact:
        raise InvalidInputError("reference.not_exact", where=ref, ref=ref)
    return reference


def owner_of_new(session: Session, actor: Actor, criterion_id: str) -> str | None:
    """Whose a new criterion is by its id: with a prefix the organisation's own, without it everybody's.

    Raises:
        ForbiddenError: ``role.not_allowed`` or ``library.not_steward``.
        NotFoundError: ``library.foreign_prefix`` when the prefix is not the actor's organisation's.
    """
    prefix, slash, _ = criterion_id.partition("/")
    owner_id = actor.organisation_id if slash else None
    require_editor(session, actor, owner_id)
    if slash and prefix != own_prefix(session, actor.organisation_id):
        mine = own_prefix(session, actor.organisation_id)
        raise NotFoundError("library.foreign_prefix", where=criterion_id, prefix=prefix, own=mine)
    return owner_id


def own_prefix(session: Session, organisation_id: str) -> str:
    """The prefix of an organisation's own criteria; made from its name at the first use, unique, lasting."""
    settings = SettingStore(session)
    found = settings.find(_PREFIX_OF + organisation_id)
    if found is not None:
        return found
    name = PeopleStore(session).get_organisation(organisation_id).name
    stem = _stem(name)
    prefix, number = stem, 1
    while settings.find(_OWNER_OF + prefix) is not None:
        number += 1
        prefix = f"{stem[: _LONGEST_PREFIX - len(str(number))]}{number}"
    settings.put(_PREFIX_OF + organisation_id, prefix)
    settings.put(_OWNER_OF + prefix, organisation_id)
    return prefix


def claim_prefix(session: Session, prefix: str, holder: str) -> bool:
    """Let somebody other than an organisation, such as a feed, have a prefix; whether it is theirs now."""
    settings = SettingStore(session)
    found = settings.find(_OWNER_OF + prefix)
    if found is None:
        settings.put(_OWNER_OF + prefix, holder)
    return found in (None, holder)


def _stem(name: str) -> str:
    """The first word of a name in capitals without marks: "Ekby kommun" gives EKBY."""
    word = (name.split() or ["ORG"])[0]
    plain = unicodedata.normalize("NFKD", word.upper()).encode("ascii", "ignore").decode()
    letters = "".join(sign for sign in plain if sign.isalnum()).lstrip("0123456789")
    return letters[:_LONGEST_PREFIX] if len(letters) > 1 else "ORG"


def count_editors(session: Session, organisation_id: str) -> int:
    """How many people of an organisation may write criteria."""
    return sum(
        any(
            item.organisation_id == organisation_id
            and Actor(user.id, organisation_id, item.roles).may(Permission.EDIT_LIBRARY)
            for item in user.memberships
        )
        for user in PeopleStore(session).list_users(organisation_id)
    )
