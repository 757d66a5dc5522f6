# SPDX-License-Identifier: EUPL-1.2
"""People, organisations, sign-in links, passwords and sessions.

Tokens are random, handed out once and kept as hashes. Source: product decision (security section of the
task); argon2id with the library's recommended parameters.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from stdnum.se import orgnr

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.people.model import Actor, Notice, Organisation, Permission, Role, Unit, User
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.people_store import AccessStore, NoticeStore, PeopleStore, SettingStore
from criteria.storage.unit_of_work import UnitOfWork

LINK_LIFE = timedelta(hours=24)
SESSION_LIFE = timedelta(days=14)
MAX_TOKEN_DAYS = 366
MAX_ORGANISATION_NAME = 200
MIN_PASSWORD = 12
MAX_PASSWORD = 256
#: Who acts when the machine itself does, as at the first start.
SYSTEM = "system"
#: The setting that names the organisation the installation was made for.
HOME = "home_organisation"
_HASHER = PasswordHasher()
#: Checked when the name is unknown, so that an answer takes as long whether the person exists or not.
_NOBODY = _HASHER.hash("nobody")


@dataclass(frozen=True, slots=True)
class Signed:
    """Who a session belongs to; ``organisation_id`` is the one acted for."""

    user: User
    organisation_id: str
    organisation_name: str


def system_actor(organisation_id: str = SYSTEM) -> Actor:
    """The machine acting as administrator."""
    return Actor(SYSTEM, organisation_id, frozenset({Role.ADMINISTRATOR}))


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_organisation(installation: Installation, actor: Actor, name: str, number: str | None) -> Organisation:
    """A new organisation; ``number`` is a Swedish organisation number, with or without hyphen.

    Raises:
        InvalidInputError: ``organisation.number_wrong`` when the check digit does not hold.
        RefusedError: ``organisation.exists``.
    """
    actor.require(Permission.ADMINISTER)
    with installation.writing() as work:
        return _add_organisation(work, actor, name, number)


def _add_organisation(work: UnitOfWork, actor: Actor, name: str, number: str | None) -> Organisation:
    if not name.strip():
        raise InvalidInputError("field.empty", where="name", field="name")
    organisation = Organisation(new_id("org"), name.strip(), None if number is None else clean_number(number))
    PeopleStore(work.session).add_organisation(organisation, work.clock.now())
    work.record(NewEvent("organisation.added", organisation.id, {}, actor.user_id, organisation.id))
    return organisation


def change_organisation(
    installation: Installation, actor: Actor, name: str, number: str | None
) -> Organisation:
    """Give the actor's organisation its name and number, as annexes, forms and reports print them.

    What is locked keeps the name it was locked with. ``number`` is as for ``add_organisation``; ``None``
    takes it away.

    Raises:
        InvalidInputError: ``field.empty``, ``organisation.name_long`` or ``organisation.number_wrong``.
        RefusedError: ``organisation.exists`` when another organisation has the name or the number.
    """
    actor.require(Permission.ADMINISTER)
    name = " ".join(name.split())
    if not name:
        raise InvalidInputError("field.empty", where="name", field="name")
    if len(name) > MAX_ORGANISATION_NAME:
        raise InvalidInputError("organisation.name_long", where="name", maximum=MAX_ORGANISATION_NAME)
    cleaned = None if number is None or not number.strip() else clean_number(number)
    with installation.writing() as work:
        people = PeopleStore(work.session)
        before = people.get_organisation(actor.organisation_id)
        changed = replace(before, name=name, number=cleaned)
        if changed != before:
            people.change_organisation(changed)
            payload = {"name": changed.name, "before": before.name}
            work.record(NewEvent("organisation.changed", changed.id, payload, actor.user_id, changed.id))
    return changed


def clean_number(number: str) -> str:
    """A Swedish organisation number as ten digits.

    Raises:
        InvalidInputError: ``organisation.number_wrong``.
    """
    compact = orgnr.compact(number)
    if not orgnr.is_valid(compact):
        raise InvalidInputError("organisation.number_wrong", where="number", given=number)
    return str(compact)


def add_user(installation: Installation, actor: Actor, name: str, role: Role, organisation: str) -> User:
    """A new person with one role in an organisation; an existing name gets the role there.

    Raises:
        NotFoundError: ``organisation.unknown``.
    """
    actor.require(Permission.ADMINISTER)
    if not name.strip():
        raise InvalidInputError("field.empty", where="name", field="name")
    with installation.writing() as work:
        return _add_user(work, actor, name.strip(), role, organisation)


def _add_user(work: UnitOfWork, actor: Actor, name: str, role: Role, organisation: str) -> User:
    people = PeopleStore(work.session)
    target = people.get_organisation(organisation)
    email = name if "@" in name else None
    user = people.find_user(name) or people.add_user(name, email, work.clock.now())
    held = next((m.roles for m in user.memberships if m.organisation_id == target.id), frozenset())
    people.set_memberships(user.id, target.id, held | {role}, None)
    payload = {"organisation": target.id, "role": role.value}
    work.record(NewEvent("user.role_given", user.id, payload, actor.user_id, target.id))
    return people.get_user(user.id)


def add_unit(installation: Installation, actor: Actor, name: str, contact: str | None) -> Unit:
    """A new unit of the actor's organisation with its contact person.

    Raises:
        InvalidInputError: ``field.empty`` without a name.
        NotFoundError: ``user.unknown`` when the contact is no member there.
        RefusedError: ``unit.exists`` when the name is taken.
    """
    actor.require(Permission.ADMINISTER)
    if not name.strip():
        raise InvalidInputError("field.empty", where="name", field="name")
    with installation.writing() as work:
        people = PeopleStore(work.session)
        if any(unit.name == name.strip() for unit in people.list_units(actor.organisation_id)):
            raise RefusedError("unit.exists", where="name", name=name.strip())
        contact_id = None if contact is None else people.get_user(contact).id
        if contact_id and contact_id not in {user.id for user in people.list_users(actor.organisation_id)}:
            raise NotFoundError("user.unknown", where="contact", given=contact)
        unit = Unit(new_id("unit"), actor.organisation_id, name.strip(), contact_id)
        people.add_unit(unit)
        work.record(NewEvent("unit.added", unit.id, {}, actor.user_id, actor.organisation_id))
        return unit


def make_signin_link(installation: Installation, actor: Actor, user: str) -> str:
    """The token of a new one-time sign-in link for a person, valid for 24 hours."""
    actor.require(Permission.ADMINISTER)
    token = secrets.token_urlsafe(32)
    with installation.writing() as work:
        found = PeopleStore(work.session).get_user(user)
        now = work.clock.now()
        AccessStore(work.session).add_link(token_hash(token), found.id, now, now + LINK_LIFE)
        work.record(NewEvent("user.link_made", found.id, {}, actor.user_id, actor.organisation_id))
    return token


def make_token(installation: Installation, actor: Actor, user: str, days: int) -> str:
    """A token with which a program acts as a person for the actor's organisation, for so many days.

    Raises:
        NotFoundError: ``user.unknown``, also when the person is no member there.
        InvalidInputError: ``token.days``.
    """
    actor.require(Permission.ADMINISTER)
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise InvalidInputError("token.days", where="days", given=days, maximum=MAX_TOKEN_DAYS)
    token = secrets.token_urlsafe(32)
    with installation.writing() as work:
        found = PeopleStore(work.session).get_user(user)
        if actor.organisation_id not in [item.organisation_id for item in found.memberships]:
            raise NotFoundError("user.unknown", where="user", given=user)
        store, now = AccessStore(work.session), work.clock.now()
        store.add_session(token_hash(token), found.id, now, now + timedelta(days=days))
        store.choose_organisation(token_hash(token), actor.organisation_id)
        work.record(NewEvent("user.token_made", found.id, {}, actor.user_id, actor.organisation_id))
    return token


def revoke_access(installation: Installation, actor: Actor, user: str) -> None:
    """End every session, token and sign-in link of a person for good.

    Raises:
        NotFoundError: ``user.unknown``, also when the person is no member of the actor's organisation.
    """
    actor.require(Permission.ADMINISTER)
    with installation.writing() as work:
        found = PeopleStore(work.session).get_user(user)
        if actor.organisation_id not in [item.organisation_id for item in found.memberships]:
            raise NotFoundError("user.unknown", where="user", given=user)
        AccessStore(work.session).revoke_all(found.id, work.clock.now())
        work.record(NewEvent("user.access_revoked", found.id, {}, actor.user_id, actor.organisation_id))


def is_link_usable(installation: Installation, token: str) -> bool:
    """Whether a sign-in link can still be used; looking does not use it."""
    with installation.reading() as session:
        return AccessStore(session).find_link(token_hash(token), installation.clock.now()) is not None


def sign_in_by_link(installation: Installation, token: str) -> str:
    """The token of a new session, for a link that is used up by this.

    Raises:
        RefusedError: ``signin.link_unusable`` when it is unknown, used, revoked or expired.
    """
    with installation.writing() as work:
        user_id = AccessStore(work.session).use_link(token_hash(token), work.clock.now())
        if user_id is None:
            raise RefusedError("signin.link_unusable", where="link")
        return _open_session(work, user_id)


def sign_in_by_password(installation: Installation, name: str, password: str) -> str:
    """The token of a new session.

    Raises:
        RefusedError: ``signin.wrong`` without telling whether name or password was wrong.
    """
    with installation.writing() as work:
        people = PeopleStore(work.session)
        user = people.find_user(name)
        kept = None if user is None else people.password_hash(user.id)
        try:
            _HASHER.verify(kept or _NOBODY, password[:MAX_PASSWORD])
        except (VerifyMismatchError, InvalidHashError):
            kept = None
        if user is None or kept is None:
            raise RefusedError("signin.wrong", where="password")
        if _HASHER.check_needs_rehash(kept):
            people.set_password_hash(user.id, _HASHER.hash(password))
        return _open_session(work, user.id)


def _open_session(work: UnitOfWork, user_id: str) -> str:
    token = secrets.token_urlsafe(32)
    now = work.clock.now()
    AccessStore(work.session).add_session(token_hash(token), user_id, now, now + SESSION_LIFE)
    work.record(NewEvent("session.opened", user_id, {}, user_id, SYSTEM))
    return token


def find_signed(installation: Installation, token: str) -> Signed | None:
    """The person of a live session and the organisation acted for, or ``None``."""
    with installation.reading() as session:
        found = AccessStore(session).find_session(token_hash(token), installation.clock.now())
        if found is None:
            return None
        people = PeopleStore(session)
        user = people.find_user(found[0])
        if user is None or not user.memberships:
            return None
        member_of = {membership.organisation_id for membership in user.memberships}
        # Somebody who has chosen none lands at home, not in a demonstration that was made later.
        home = SettingStore(session).find(HOME)
        own = sorted(member_of, key=lambda organisation_id: (organisation_id != home, organisation_id))
        acting_for = found[1] if found[1] is not None and found[1] in own else own[0]
        return Signed(user, acting_for, people.get_organisation(acting_for).name)


def choose_organisation(installation: Installation, token: str, organisation_id: str) -> None:
    """Let a session act for another of the person's organisations.

    Raises:
        NotFoundError: ``organisation.unknown`` when the person is no member there.
    """
    signed = find_signed(installation, token)
    if signed is None or organisation_id not in [m.organisation_id for m in signed.user.memberships]:
        raise NotFoundError("organisation.unknown", where="organisation", given=organisation_id)
    with installation.writing() as work:
        AccessStore(work.session).choose_organisation(token_hash(token), organisation_id)


def sign_out(installation: Installation, token: str) -> None:
    """End a session for good."""
    with installation.writing() as work:
        AccessStore(work.session).revoke_session(token_hash(token), work.clock.now())


def set_password(installation: Installation, user_id: str, password: str) -> None:
    """Give a person a password; every other session and link of theirs ends.

    Raises:
        InvalidInputError: ``password.short`` or ``password.long``.
    """
    if len(password) < MIN_PASSWORD:
        raise InvalidInputError("password.short", where="password", minimum=MIN_PASSWORD)
    if len(password) > MAX_PASSWORD:
        raise InvalidInputError("password.long", where="password", maximum=MAX_PASSWORD)
    with installation.writing() as work:
        PeopleStore(work.session).set_password_hash(user_id, _HASHER.hash(password))
        AccessStore(work.session).revoke_all(user_id, work.clock.now())
        work.record(NewEvent("user.password_set", user_id, {}, user_id, SYSTEM))


def actor_for(installation: Installation, user: str | None, organisation: str | None) -> Actor:
    """The actor a trusted shell names; without names, the first administrator of the first organisation.

    Raises:
        NotFoundError: ``user.unknown`` or ``organisation.unknown``.
        RefusedError: ``installation.empty`` before ``init``.
    """
    with installation.reading() as session:
        people = PeopleStore(session)
        if organisation is not None:
            target = people.get_organisation(organisation)
        elif user is not None:
            person = people.get_user(user)
            if not person.memberships:
                raise NotFoundError("user.unknown", where="--as", given=user)
            target = people.get_organisation(person.memberships[0].organisation_id)
        else:
            target = _home_organisation(session, people)
        if user is None:
            members = people.list_users(target.id)
            admin = next((m for m in members if _roles(m, target.id) & {Role.ADMINISTRATOR}), None)
            return (
                Actor(admin.id, target.id, frozenset({Role.ADMINISTRATOR}))
                if admin
                else system_actor(target.id)
            )
        person = people.get_user(user)
        return Actor(person.id, target.id, _roles(person, target.id) | {Role.ADMINISTRATOR})


def _roles(user: User, organisation_id: str) -> frozenset[Role]:
    return next((m.roles for m in user.memberships if m.organisation_id == organisation_id), frozenset())


def _home_organisation(session: Session, people: PeopleStore) -> Organisation:
    home = SettingStore(session).find(HOME)
    if home is not None:
        return people.get_organisation(home)
    # A home made before the setting was kept: the organisation made first is the one it was made for.
    first = people.find_first_organisation()
    if first is None:
        raise RefusedError("installation.empty", where="--home")
    return first


def list_own_organisations(installation: Installation, user_id: str) -> tuple[Organisation, ...]:
    """The organisations a person is a member of, by name."""
    with installation.reading() as session:
        people = PeopleStore(session)
        own = {membership.organisation_id for membership in people.get_user(user_id).memberships}
        return tuple(item for item in people.list_organisations() if item.id in own)


def list_people(installation: Installation, actor: Actor) -> tuple[User, ...]:
    """The people of the actor's organisation, by name."""
    with installation.reading() as session:
        return PeopleStore(session).list_users(actor.organisation_id)


def get_organisation(installation: Installation, organisation_id: str) -> Organisation:
    """An organisation by id.

    Raises:
        NotFoundError: ``organisation.unknown``.
    """
    with installation.reading() as session:
        return PeopleStore(session).get_organisation(organisation_id)


def count_unread(installation: Installation, user_id: str, organisation_id: str) -> int:
    """How many messages a person has not read."""
    with installation.reading() as session:
        return NoticeStore(session).count_unread(user_id, organisation_id)


def list_notices(installation: Installation, actor: Actor) -> tuple[Notice, ...]:
    """The actor's messages, newest first."""
    with installation.reading() as session:
        return NoticeStore(session).list_for(actor.user_id, actor.organisation_id)


def read_notice(installation: Installation, actor: Actor, notice_id: str) -> None:
    """Note that the actor has read a message.

    Raises:
        NotFoundError: ``notice.unknown``.
    """
    with installation.writing() as work:
        NoticeStore(work.session).mark_read(notice_id, actor.user_id, work.clock.now())
