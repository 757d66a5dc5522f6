# SPDX-License-Identifier: EUPL-1.2
"""Messages to the people who keep criteria, and to whoever asked or proposed something."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.identifiers import new_id
from criteria.people.model import Actor, Notice, Permission
from criteria.services.library_rights import steward_id
from criteria.storage.people_store import NoticeStore, PeopleStore
from criteria.storage.unit_of_work import UnitOfWork


def tell_editors(
    work: UnitOfWork, organisation_id: str | None, code: str, subject: str, values: Mapping[str, str]
) -> int:
    """A message to every editor of an organisation (``None``: of the steward's); how many were written."""
    target = organisation_id or steward_id(work.session)
    if target is None:
        return 0
    told = 0
    for user in PeopleStore(work.session).list_users(target):
        roles = next((m.roles for m in user.memberships if m.organisation_id == target), frozenset())
        if Actor(user.id, target, roles).may(Permission.EDIT_LIBRARY):
            _tell(work, (user.id, target), code, subject, values)
            told += 1
    return told


def tell_person(
    work: UnitOfWork, person: tuple[str, str], code: str, subject: str, values: Mapping[str, str]
) -> None:
    """A message to somebody in an organisation, unless the account is closed; ``person`` is both ids."""
    if PeopleStore(work.session).find_user(person[0]) is not None:
        _tell(work, person, code, subject, values)


def _tell(
    work: UnitOfWork, person: tuple[str, str], code: str, subject: str, values: Mapping[str, str]
) -> None:
    notice = Notice(new_id("notice"), *person, code, subject, dict(values), work.clock.now())
    NoticeStore(work.session).add(notice)
