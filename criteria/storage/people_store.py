# SPDX-License-Identifier: EUPL-1.2
"""Organisations, units, people, memberships, sessions, sign-in links and notices in the database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError, RefusedError
from criteria.identifiers import new_id
from criteria.people.model import KnownPerson, Membership, Notice, Organisation, Role, Unit, User
from criteria.storage.tables import (
    MembershipRow,
    NoticeRow,
    OrganisationRow,
    SessionRow,
    SettingRow,
    SigninLinkRow,
    UnitRow,
    UserRow,
)


class PeopleStore:
    """People and organisations; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add_organisation(self, organisation: Organisation, at: datetime) -> None:
        """Store a new organisation.

        Raises:
            RefusedError: ``organisation.exists`` when name or number is taken.
        """
        taken = select(OrganisationRow.id).where(
            (OrganisationRow.name == organisation.name)
            | (OrganisationRow.number.is_not(None) & (OrganisationRow.number == organisation.number))
        )
        if self._session.scalar(taken) is not None:
            raise RefusedError("organisation.exists", where="name", name=organisation.name)
        self._session.add(
            OrganisationRow(
                id=organisation.id,
                name=organisation.name,
                number=organisation.number,
                kind=organisation.kind,
                created_at=at,
            )
        )
        self._session.flush()

    def list_organisations(self) -> tuple[Organisation, ...]:
        """Every organisation, by name."""
        rows = self._session.scalars(select(OrganisationRow).order_by(OrganisationRow.name))
        return tuple(Organisation(row.id, row.name, row.number, row.kind) for row in rows)

    def find_organisation(self, key: str) -> Organisation | None:
        """An organisation by id, number or name."""
        row = self._session.scalar(
            select(OrganisationRow).where(
                (OrganisationRow.id == key) | (OrganisationRow.number == key) | (OrganisationRow.name == key)
            )
        )
        return None if row is None else Organisation(row.id, row.name, row.number, row.kind)

    def get_organisation(self, key: str) -> Organisation:
        """An organisation by id, number or name.

        Raises:
            NotFoundError: ``organisation.unknown``.
        """
        found = self.find_organisation(key)
        if found is None:
            raise NotFoundError("organisation.unknown", where="organisation", given=key)
        return found

    def find_first_organisation(self) -> Organisation | None:
        """The organisation that was made first; of several made at once, the first by id."""
        row = self._session.scalar(
            select(OrganisationRow).order_by(OrganisationRow.created_at, OrganisationRow.id).limit(1)
        )
        return None if row is None else Organisation(row.id, row.name, row.number, row.kind)

    def change_organisation(self, organisation: Organisation) -> None:
        """Store an organisation's name and number anew.

        Raises:
            RefusedError: ``organisation.exists`` when another has the name or the number.
        """
        taken = select(OrganisationRow.id).where(
            OrganisationRow.id != organisation.id,
            (OrganisationRow.name == organisation.name)
            | (OrganisationRow.number.is_not(None) & (OrganisationRow.number == organisation.number)),
        )
        if self._session.scalar(taken) is not None:
            raise RefusedError("organisation.exists", where="name", name=organisation.name)
        row = self._session.get_one(OrganisationRow, organisation.id)
        row.name, row.number = organisation.name, organisation.number

    def rename_organisation(self, organisation_id: str, name: str, kind: str) -> None:
        """Give an organisation another name and kind."""
        row = self._session.get_one(OrganisationRow, organisation_id)
        row.name, row.kind = name, kind

    def add_unit(self, unit: Unit) -> None:
        """Store a new unit."""
        self._session.add(UnitRow(**{name: getattr(unit, name) for name in unit.__slots__}))
        self._session.flush()

    def list_units(self, organisation_id: str) -> tuple[Unit, ...]:
        """The units of an organisation, by name."""
        query = select(UnitRow).where(UnitRow.organisation_id == organisation_id).order_by(UnitRow.name)
        return tuple(
            Unit(row.id, row.organisation_id, row.name, row.contact_user_id)
            for row in self._session.scalars(query)
        )

    def add_user(self, name: str, email: str | None, at: datetime) -> User:
        """A new person.

        Raises:
            RefusedError: ``user.exists`` when the name or the address is taken.
        """
        taken = select(UserRow.id).where(
            (UserRow.name == name) | (UserRow.email.is_not(None) & (UserRow.email == email))
        )
        if self._session.scalar(taken) is not None:
            raise RefusedError("user.exists", where="name", name=name)
        row = UserRow(id=new_id("user"), name=name, email=email, created_at=at)
        self._session.add(row)
        self._session.flush()
        return User(row.id, name, email)

    def set_memberships(
        self, user_id: str, organisation_id: str, roles: Iterable[Role], unit_id: str | None
    ) -> None:
        """Let a person hold exactly these roles in an organisation."""
        self._session.execute(
            delete(MembershipRow).where(
                MembershipRow.user_id == user_id, MembershipRow.organisation_id == organisation_id
            )
        )
        for role in sorted(set(roles)):
            self._session.add(
                MembershipRow(
                    user_id=user_id, organisation_id=organisation_id, role=role.value, unit_id=unit_id
                )
            )
        self._session.flush()

    def find_user(self, key: str) -> User | None:
        """A person by id, name or e-mail, with memberships; closed accounts are not found."""
        row = self._session.scalar(
            select(UserRow).where(
                (UserRow.id == key) | (UserRow.name == key) | (UserRow.email == key),
                UserRow.closed_at.is_(None),
            )
        )
        return None if row is None else self._user(row)

    def get_user(self, key: str) -> User:
        """A person by id, name or e-mail.

        Raises:
            NotFoundError: ``user.unknown``.
        """
        found = self.find_user(key)
        if found is None:
            raise NotFoundError("user.unknown", where="user", given=key)
        return found

    def list_users(self, organisation_id: str) -> tuple[User, ...]:
        """The people of an organisation, by name; closed accounts are not among them."""
        query = (
            select(UserRow)
            .join(MembershipRow, MembershipRow.user_id == UserRow.id)
            .where(MembershipRow.organisation_id == organisation_id, UserRow.closed_at.is_(None))
            .order_by(UserRow.name)
            .distinct()
        )
        rows = tuple(self._session.scalars(query))
        members = self._memberships(row.id for row in rows)
        return tuple(User(row.id, row.name, row.email, members[row.id]) for row in rows)

    def find_known(self, user_id: str, organisation_id: str | None) -> KnownPerson | None:
        """Who stands behind an id in the log, with what they were in an organisation, else in their first."""
        return self.list_known((user_id,), organisation_id).get(user_id)

    def list_known(self, user_ids: Iterable[str], organisation_id: str | None) -> dict[str, KnownPerson]:
        """Who stands behind these ids, as ``find_known`` tells it; as many queries for many as for one."""
        users = tuple(self._session.scalars(select(UserRow).where(UserRow.id.in_(tuple(user_ids)))))
        members = self._memberships(user.id for user in users)
        at = {
            user.id: next(
                (item for item in members[user.id] if item.organisation_id == organisation_id),
                next(iter(members[user.id]), None),
            )
            for user in users
        }
        held = [item for item in at.values() if item is not None]
        units = self._names(UnitRow, (item.unit_id for item in held if item.unit_id is not None))
        organisations = self._names(OrganisationRow, (item.organisation_id for item in held))
        found: dict[str, KnownPerson] = {}
        for user in users:
            place = at[user.id]
            found[user.id] = KnownPerson(
                id=user.id,
                name=user.name,
                is_closed=user.closed_at is not None,
                organisations=frozenset(item.organisation_id for item in members[user.id]),
                roles=frozenset() if place is None else place.roles,
                unit=None if place is None or place.unit_id is None else units.get(place.unit_id),
                organisation=None if place is None else organisations.get(place.organisation_id),
            )
        return found

    def _names(self, table: type[UnitRow] | type[OrganisationRow], ids: Iterable[str]) -> dict[str, str]:
        rows = self._session.execute(select(table.id, table.name).where(table.id.in_(tuple(ids))))
        return {row[0]: row[1] for row in rows}

    def close_user(self, user_id: str, at: datetime) -> None:
        """Close an account; the row stays, since the log names its id."""
        row = self._session.get_one(UserRow, user_id)
        row.closed_at = row.closed_at or at

    def password_hash(self, user_id: str) -> str | None:
        """The argon2 hash of a person's password, or ``None`` when only links are used."""
        return self._session.scalar(select(UserRow.password_hash).where(UserRow.id == user_id))

    def set_password_hash(self, user_id: str, password_hash: str) -> None:
        """Keep a new password hash."""
        self._session.get_one(UserRow, user_id).password_hash = password_hash

    def _user(self, row: UserRow) -> User:
        return User(row.id, row.name, row.email, self._memberships((row.id,))[row.id])

    def _memberships(self, user_ids: Iterable[str]) -> dict[str, tuple[Membership, ...]]:
        """The memberships of each of these people by organisation, in one query."""
        ids = tuple(user_ids)
        found: dict[str, dict[str, tuple[set[Role], str | None]]] = {user_id: {} for user_id in ids}
        for item in self._session.scalars(select(MembershipRow).where(MembershipRow.user_id.in_(ids))):
            roles, _ = found[item.user_id].setdefault(item.organisation_id, (set(), item.unit_id))
            roles.add(Role(item.role))
        return {
            user_id: tuple(
                Membership(user_id, organisation, frozenset(roles), unit)
                for organisation, (roles, unit) in sorted(places.items())
            )
            for user_id, places in found.items()
        }


class AccessStore:
    """Sessions and sign-in links; tokens come in as hashes and are never kept in the clear."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add_link(self, token_hash: str, user_id: str, at: datetime, expires_at: datetime) -> None:
        """Store a new one-time sign-in link."""
        self._session.add(
            SigninLinkRow(token_hash=token_hash, user_id=user_id, created_at=at, expires_at=expires_at)
        )

    def use_link(self, token_hash: str, at: datetime) -> str | None:
        """The person the link is for, once; ``None`` when unknown, used, revoked or expired."""
        row = self._session.get(SigninLinkRow, token_hash, with_for_update=True)
        if row is None or row.used_at is not None or row.revoked_at is not None or row.expires_at <= at:
            return None
        row.used_at = at
        return row.user_id

    def find_link(self, token_hash: str, at: datetime) -> str | None:
        """The person a still usable link is for, without using it."""
        row = self._session.get(SigninLinkRow, token_hash)
        if row is None or row.used_at is not None or row.revoked_at is not None or row.expires_at <= at:
            return None
        return row.user_id

    def add_session(self, token_hash: str, user_id: str, at: datetime, expires_at: datetime) -> None:
        """Store a new signed-in session."""
        self._session.add(
            SessionRow(
                token_hash=token_hash, user_id=user_id, created_at=at, expires_at=expires_at, seen_at=at
            )
        )
        self._session.flush()

    def find_session(self, token_hash: str, at: datetime) -> tuple[str, str | None] | None:
        """User id and chosen organisation of a live session."""
        row = self._session.get(SessionRow, token_hash)
        if row is None or row.revoked_at is not None or row.expires_at <= at:
            return None
        return row.user_id, row.organisation_id

    def choose_organisation(self, token_hash: str, organisation_id: str) -> None:
        """Let a session act for an organisation."""
        self._session.get_one(SessionRow, token_hash).organisation_id = organisation_id

    def revoke_session(self, token_hash: str, at: datetime) -> None:
        """End a session for good."""
        row = self._session.get(SessionRow, token_hash)
        if row is not None:
            row.revoked_at = at

    def revoke_all(self, user_id: str, at: datetime) -> None:
        """End every session and link of a person."""
        for row in self._session.scalars(select(SessionRow).where(SessionRow.user_id == user_id)):
            row.revoked_at = row.revoked_at or at
        for link in self._session.scalars(select(SigninLinkRow).where(SigninLinkRow.user_id == user_id)):
            link.revoked_at = link.revoked_at or at


class NoticeStore:
    """Messages to people."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, notice: Notice) -> None:
        """Store a message."""
        self._session.add(
            NoticeRow(
                id=notice.id,
                user_id=notice.user_id,
                organisation_id=notice.organisation_id,
                code=notice.code,
                subject=notice.subject,
                content=json.dumps(notice.values, ensure_ascii=False, sort_keys=True),
                created_at=notice.created_at,
                read_at=notice.read_at,
            )
        )

    def list_for(self, user_id: str, organisation_id: str) -> tuple[Notice, ...]:
        """A person's messages in an organisation, newest first."""
        query = (
            select(NoticeRow)
            .where(NoticeRow.user_id == user_id, NoticeRow.organisation_id == organisation_id)
            .order_by(NoticeRow.created_at.desc(), NoticeRow.id)
        )
        return tuple(_notice(row) for row in self._session.scalars(query))

    def count_unread(self, user_id: str, organisation_id: str) -> int:
        """How many messages a person has not read."""
        query = (
            select(func.count())
            .select_from(NoticeRow)
            .where(
                NoticeRow.user_id == user_id,
                NoticeRow.organisation_id == organisation_id,
                NoticeRow.read_at.is_(None),
            )
        )
        return int(self._session.scalar(query) or 0)

    def mark_read(self, notice_id: str, user_id: str, at: datetime) -> None:
        """Note that the person has read the message.

        Raises:
            NotFoundError: ``notice.unknown`` when it is not this person's.
        """
        row = self._session.get(NoticeRow, notice_id)
        if row is None or row.user_id != user_id:
            raise NotFoundError("notice.unknown", where="notice", given=notice_id)
        row.read_at = row.read_at or at


class SettingStore:
    """Lasting properties of the installation."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def find(self, name: str) -> str | None:
        """The value of a setting, or ``None``."""
        row = self._session.get(SettingRow, name)
        return None if row is None else row.value

    def put(self, name: str, value: str) -> None:
        """Store a setting."""
        row = self._session.get(SettingRow, name)
        if row is None:
            self._session.add(SettingRow(name=name, value=value))
        else:
            row.value = value


def _notice(row: NoticeRow) -> Notice:
    return Notice(
        row.id,
        row.user_id,
        row.organisation_id,
        row.code,
        row.subject,
        json.loads(row.content),
        row.created_at,
        row.read_at,
    )
