# SPDX-License-Identifier: EUPL-1.2
"""An organisation's own criteria: what it has, shares, lets others review, and borrows.

Its drafts go the same way as the shared library's (``library_drafts``, ``library_publishing``). Source: issue
3, Own criteria and gaps; DOMAIN 4.1 ("ej granskad av annan"); ARCHITECTURE, Organisations and people (sharing
is explicit, revocable forward, logged).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from criteria.errors import NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.library.cover import Batch
from criteria.library.lifecycle import Life, VersionStatus
from criteria.library.model import LibraryEvent, LibraryEventKind
from criteria.library.publication import Publication
from criteria.library.vocabulary import Level
from criteria.library.written import written
from criteria.people.model import Actor, Permission
from criteria.services.borrowings import OriginLine, origin_lines
from criteria.services.draft_writers import writers_of
from criteria.services.installation import Installation
from criteria.services.library_change import LibraryChange, apply_batch, follow
from criteria.services.library_notices import tell_editors
from criteria.services.library_rights import exact, get_editable, own_prefix
from criteria.storage.database import Session
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.own_store import OwnStore, Share, SharePurpose
from criteria.storage.people_store import PeopleStore
from criteria.storage.unit_of_work import UnitOfWork

MAX_NOTE = 4000
#: The flag of a review by somebody outside the owner's organisation, which lets a version be shared.
SHARED_REVIEW = "shared_review"


@dataclass(frozen=True, slots=True)
class ShareLine:
    """Whom a version is shared with; ``organisation`` is a name, ``None`` for every organisation."""

    organisation: str | None
    purpose: SharePurpose
    since: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """One version of the organisation's own. ``reviewed_by_other`` is ``None`` while it is not published."""

    ref: str
    title: str
    level: Level
    status: VersionStatus
    fingerprint: str
    revision: int
    reviewed_by_other: bool | None
    reviewed_elsewhere: bool
    is_shareable: bool
    shares: tuple[ShareLine, ...]
    origin: OriginLine | None


@dataclass(frozen=True, slots=True)
class GivenLine:
    """A version that another organisation lets this one use or review."""

    ref: str
    title: str
    owner: str
    purpose: SharePurpose
    status: VersionStatus
    since: datetime


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The organisation's own criteria, by reference, and what others give it."""

    prefix: str
    versions: tuple[OwnVersion, ...]
    given: tuple[GivenLine, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """The shares of a version after a change."""

    ref: str
    shares: tuple[ShareLine, ...]


def list_own(installation: Installation, actor: Actor) -> OwnPage:
    """The organisation's own criteria and what others give it."""
    actor.require(Permission.EDIT_LIBRARY)
    with installation.writing() as work:
        # The prefix is made at its first use, and this page shows it.
        prefix = own_prefix(work.session, actor.organisation_id)
    day = installation.clock.today()
    with installation.reading() as session:
        store, own = LibraryStore(session), OwnStore(session)
        mine = store.list_owned(actor.organisation_id)
        loans = own.list_borrowings(actor.organisation_id)
        origins = origin_lines(session, actor.organisation_id, loans, day)
        published = store.list_publications(item.version.ref for item in mine)
        names = _names(session)
        shares: dict[str, list[Share]] = {}
        for item in own.list_shares(item.version.ref for item in mine):
            shares.setdefault(item.ref, []).append(item)
        lines = tuple(
            replace(
                _own_line(item, published.get(item.version.ref), day),
                origin=origins.get(item.version.ref),
                shares=tuple(_share_line(found, names) for found in shares.get(item.version.ref, ())),
            )
            for item in mine
        )
        given = _given(session, actor, day, names)
    return OwnPage(prefix, lines, given)


def share(installation: Installation, actor: Actor, ref: str, organisation: str | None) -> Shared:
    """Let another organisation, or with ``None`` every one, use a version of the actor's own.

    Raises:
        NotFoundError: ``criterion.unknown`` or ``organisation.unknown``.
        RefusedError: ``share.shared_library``, ``share.not_in_force``, ``share.own_organisation``,
            ``share.exists``, or ``share.not_reviewed`` where nobody but its author has read it.
    """
    return _share(installation, actor, ref, organisation, SharePurpose.USE)


def ask_review(installation: Installation, actor: Actor, ref: str, organisation: str) -> Shared:
    """Let the editors of another organisation read a version in order to review it.

    Raises:
        NotFoundError, RefusedError: as ``share``, but for ``share.not_reviewed``.
    """
    return _share(installation, actor, ref, organisation, SharePurpose.REVIEW)


def revoke_share(installation: Installation, actor: Actor, ref: str, organisation: str | None) -> Shared:
    """End what was shared with an organisation; sets and copies made so far stay as they are.

    Raises:
        NotFoundError: ``share.unknown`` when nothing is shared with it now.
    """
    with installation.writing() as work:
        work.lock_library()
        found = _own_version(work.session, actor, ref)
        target = _organisation_id(work.session, organisation)
        held = [
            item
            for item in OwnStore(work.session).list_shares((found.version.ref,))
            if item.revoked_at is None and item.organisation_id == target
        ]
        if not held:
            raise NotFoundError("share.unknown", where=ref, ref=found.version.ref)
        for item in held:
            OwnStore(work.session).revoke_share(item.number, actor.user_id, work.clock.now())
        _note(work, actor, "criterion.share_revoked", found, organisation=target or "")
        work.after_commit(lambda: follow(installation))
        return _shared(work.session, found)


def review_elsewhere(installation: Installation, actor: Actor, ref: str, note: str) -> LibraryChange:
    """That an editor of another organisation has read a version and found that it holds for others too.

    From then on its owner may share it; how it was published stays written on it.

    Raises:
        NotFoundError: ``criterion.unknown`` when it is not given to the actor's organisation.
        RefusedError: ``share.own_review``, or ``share.shared_library`` for the shared library.
    """
    actor.require(Permission.EDIT_LIBRARY)
    text = written(note, "note", MAX_NOTE)
    with installation.writing() as work:
        work.lock_library()
        found = LibraryStore(work.session).get_version(exact(ref), actor.organisation_id)
        if found.owner_id is None:
            raise RefusedError("share.shared_library", where=ref, ref=found.version.ref)
        # One person may edit for two organisations; four eyes are still those of two people.
        writers = writers_of(work.session, (found,))[found.version.ref]
        if actor.organisation_id == found.owner_id or actor.user_id in writers:
            raise RefusedError("share.own_review", where=ref, ref=found.version.ref)
        event = LibraryEvent(
            on=work.clock.today(),
            kind=LibraryEventKind.REVIEWED,
            subject=found.version.ref,
            reason=text,
            flags=(SHARED_REVIEW,),
        )
        batch = Batch(work.clock.today(), events=(event,))
        change = apply_batch(installation, work, actor, batch)
        tell_editors(work, found.owner_id, "share.reviewed", found.version.ref, {"ref": found.version.ref})
        return change


def is_shareable(session: Session, found: StoredVersion) -> bool:
    """Whether somebody other than its author has read a published version, here or elsewhere."""
    return _may_be_shared(found, LibraryStore(session).find_publication(found.version.ref))


def _may_be_shared(found: StoredVersion, publication: Publication | None) -> bool:
    return publication is not None and (
        publication.reviewed_by_other or reviewed_elsewhere_on(found.life) is not None
    )


def reviewed_elsewhere_on(life: Life) -> date | None:
    """When somebody of another organisation last reviewed a version."""
    days = [event.on for event in life.events if SHARED_REVIEW in event.flags]
    return max(days, default=None)


def _share(
    installation: Installation, actor: Actor, ref: str, organisation: str | None, purpose: SharePurpose
) -> Shared:
    with installation.writing() as work:
        work.lock_library()
        session = work.session
        found = _own_version(session, actor, ref)
        target = _organisation_id(session, organisation)
        _require_shareable(work, found, target, purpose)
        item = Share(0, found.version.ref, target, purpose, work.clock.now(), None)
        OwnStore(session).add_share(item, actor.user_id)
        _note(work, actor, "criterion.shared", found, organisation=target or "", purpose=purpose.value)
        if target is not None:
            values = {"ref": found.version.ref, "owner": _names(session)[actor.organisation_id]}
            code = "share.given" if purpose is SharePurpose.USE else "share.review_asked"
            tell_editors(work, target, code, found.version.ref, values)
        work.after_commit(lambda: follow(installation))
        return _shared(session, found)


def _require_shareable(
    work: UnitOfWork, found: StoredVersion, target: str | None, purpose: SharePurpose
) -> None:
    ref = found.version.ref
    if target == found.owner_id:
        raise RefusedError("share.own_organisation", where=ref, ref=ref)
    if not found.status_on(work.clock.today()).is_in_force:
        raise RefusedError("share.not_in_force", where=ref, ref=ref)
    if purpose is SharePurpose.USE and not is_shareable(work.session, found):
        raise RefusedError("share.not_reviewed", where=ref, ref=ref)
    held = OwnStore(work.session).list_shares((ref,))
    if any(
        item.revoked_at is None and item.organisation_id == target and item.purpose is purpose
        for item in held
    ):
        raise RefusedError("share.exists", where=ref, ref=ref)


def _own_version(session: Session, actor: Actor, ref: str) -> StoredVersion:
    found = get_editable(session, actor, ref)
    if found.owner_id is None:
        raise RefusedError("share.shared_library", where=ref, ref=found.version.ref)
    return found


def _organisation_id(session: Session, organisation: str | None) -> str | None:
    return None if organisation is None else PeopleStore(session).get_organisation(organisation).id


def _names(session: Session) -> dict[str, str]:
    return {item.id: item.name for item in PeopleStore(session).list_organisations()}


def _shared(session: Session, found: StoredVersion) -> Shared:
    names = _names(session)
    shares = OwnStore(session).list_shares((found.version.ref,))
    return Shared(found.version.ref, tuple(_share_line(item, names) for item in shares))


def _share_line(item: Share, names: dict[str, str]) -> ShareLine:
    name = None if item.organisation_id is None else names[item.organisation_id]
    return ShareLine(name, item.purpose, item.shared_at, item.revoked_at)


def _own_line(item: StoredVersion, publication: Publication | None, day: date) -> OwnVersion:
    return OwnVersion(
        ref=item.version.ref,
        title=item.version.title.sv,
        level=item.version.level,
        status=item.status_on(day),
        fingerprint=item.fingerprint,
        revision=item.revision,
        reviewed_by_other=None if publication is None else publication.reviewed_by_other,
        reviewed_elsewhere=reviewed_elsewhere_on(item.life) is not None,
        is_shareable=item.status_on(day).is_in_force and _may_be_shared(item, publication),
        shares=(),
        origin=None,
    )


def _given(session: Session, actor: Actor, day: date, names: dict[str, str]) -> tuple[GivenLine, ...]:
    shares = {item.ref: item for item in OwnStore(session).list_shared_with(actor.organisation_id)}
    found = LibraryStore(session).list_by_refs(shares, actor.organisation_id)
    return tuple(
        GivenLine(
            ref=item.version.ref,
            title=item.version.title.sv,
            owner=names[item.owner_id],
            purpose=shares[item.version.ref].purpose,
            status=item.status_on(day),
            since=shares[item.version.ref].shared_at,
        )
        for item in found
        if item.owner_id is not None and item.owner_id != actor.organisation_id
    )


def _note(work: UnitOfWork, actor: Actor, kind: str, found: StoredVersion, **payload: str) -> None:
    values = {"fingerprint": found.fingerprint, **payload}
    work.record(NewEvent(kind, found.version.ref, values, actor.user_id, actor.organisation_id))
