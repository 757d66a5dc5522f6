# SPDX-License-Identifier: EUPL-1.2
"""Borrowing another's criterion: a copy as an own draft, with its origin pinned by reference and fingerprint.

Source: issue 3, Own criteria and gaps ("borrows another's with its origin").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from criteria.errors import RefusedError
from criteria.events.model import NewEvent
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import Level, ShippedState
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library_change import follow
from criteria.services.library_drafts import add_draft
from criteria.services.library_rights import exact, own_prefix, owner_of_new
from criteria.storage.database import Session
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.own_store import Borrowing, OwnStore
from criteria.storage.people_store import PeopleStore


@dataclass(frozen=True, slots=True)
class OriginLine:
    """Which version an own one was borrowed from, and whether that still stands as it did."""

    ref: str
    owner: str | None
    fingerprint: str
    borrowed_at: datetime
    status: VersionStatus | None


@dataclass(frozen=True, slots=True)
class Borrowed:
    """The own draft that a version was copied into, with where it came from pinned."""

    ref: str
    origin_ref: str
    level: Level
    fingerprint: str


def borrow(installation: Installation, actor: Actor, ref: str, new_id: str | None = None) -> Borrowed:
    """A copy of another's published version as a draft of the actor's organisation, its origin pinned.

    Without ``new_id`` the copy has the origin's id under the organisation's prefix.

    Raises:
        NotFoundError: ``criterion.unknown``, or ``library.foreign_prefix`` for an id that is not one's own.
        RefusedError: ``borrow.own``, ``borrow.not_published`` or ``borrow.needs_prefix``.
    """
    actor.require(Permission.EDIT_LIBRARY)
    with installation.writing() as work:
        work.lock_library()
        origin = LibraryStore(work.session).get_version(exact(ref), actor.organisation_id)
        if origin.owner_id == actor.organisation_id:
            raise RefusedError("borrow.own", where=ref, ref=origin.version.ref)
        if origin.life.valid_from is None:
            raise RefusedError("borrow.not_published", where=ref, ref=origin.version.ref)
        mine = new_id or f"{own_prefix(work.session, actor.organisation_id)}/{bare_id(origin.version.id)}"
        if "/" not in mine:
            raise RefusedError("borrow.needs_prefix", where=mine, given=mine)
        owner_id = owner_of_new(work.session, actor, mine)
        stored = add_draft(work, actor, _copy(work.session, origin, mine), owner_id)
        OwnStore(work.session).add_borrowing(
            Borrowing(
                ref=stored.version.ref,
                organisation_id=actor.organisation_id,
                origin_ref=origin.version.ref,
                origin_owner_id=origin.owner_id,
                origin_fingerprint=origin.fingerprint,
                borrowed_by=actor.user_id,
                borrowed_at=work.clock.now(),
            )
        )
        payload = {
            "fingerprint": stored.fingerprint,
            "origin": origin.version.ref,
            "mark": origin.fingerprint,
        }
        ref = stored.version.ref
        work.record(NewEvent("criterion.borrowed", ref, payload, actor.user_id, actor.organisation_id))
        work.after_commit(lambda: follow(installation))
        return Borrowed(ref, origin.version.ref, stored.version.level, origin.fingerprint)


def bare_id(criterion_id: str) -> str:
    """An id without the prefix of its owner."""
    return criterion_id.rpartition("/")[2]


def origin_of(installation: Installation, ref: str, owner_id: str | None) -> OriginLine | None:
    """Where a version of an organisation's own was borrowed from, for its page."""
    if owner_id is None:
        return None
    with installation.reading() as session:
        loans = OwnStore(session).list_borrowings(owner_id, (ref,))
        return origin_lines(session, owner_id, loans, installation.clock.today()).get(ref)


def origin_lines(
    session: Session, organisation_id: str, loans: tuple[Borrowing, ...], day: date
) -> dict[str, OriginLine]:
    """Where an organisation's own versions came from, by reference, with the state of that on a day.

    The state is there where the origin may still be read. As many queries for many as for one.
    """
    found = LibraryStore(session).list_by_refs((loan.origin_ref for loan in loans), organisation_id)
    origins = {item.version.ref: item for item in found}
    names = {item.id: item.name for item in PeopleStore(session).list_organisations()}
    return {
        loan.ref: OriginLine(
            loan.origin_ref,
            None if loan.origin_owner_id is None else names[loan.origin_owner_id],
            loan.origin_fingerprint,
            loan.borrowed_at,
            origins[loan.origin_ref].status_on(day) if loan.origin_ref in origins else None,
        )
        for loan in loans
    }


def _copy(session: Session, origin: StoredVersion, criterion_id: str) -> CriterionVersion:
    version = origin.version
    store = LibraryStore(session)
    last = store.last_version(criterion_id)
    # Another level of the same copy belongs to the same version of it.
    held = store.list_line(criterion_id, version.level.value)
    number = last if last and not any(item.version.version == last for item in held) else last + 1
    return replace(
        version,
        id=criterion_id,
        version=number,
        state=ShippedState.DRAFT,
        valid_from=None,
        draft_because=(f"Lånat från {version.ref}. Läs igenom innan det publiceras.",),
        replaces=(),
    )
