# SPDX-License-Identifier: EUPL-1.2
"""The life cycle of published criteria: each use case is one plan, checked and stored as one.

Source: DOMAIN 4.1 (states and guards) and 4.2 (no removal before replacement).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from criteria.errors import InvalidInputError, RefusedError
from criteria.issues import Issue
from criteria.library.cover import check_change
from criteria.library.lifecycle import Stage
from criteria.library.model import CriterionVersion, LibraryEventKind, Move
from criteria.library.vocabulary import ShippedState
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library_change import LibraryChange, apply_batch, follow
from criteria.services.library_drafts import add_draft
from criteria.services.library_orders import (
    ChangePlan,
    EventOrder,
    PublicationOrder,
    batch_of,
)
from criteria.services.library_rights import get_editable
from criteria.storage.database import Session
from criteria.storage.library_ledger import StoredLedger
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan would do; ``issues`` is empty when it would be let through. Nothing is written."""

    ok: bool
    on: date
    issues: tuple[Issue, ...]
    published: tuple[str, ...]
    ended: tuple[str, ...]
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftMade:
    """The draft that goes on from a published version."""

    ref: str
    of: str
    change: LibraryChange | None = None


def change_library(installation: Installation, actor: Actor, plan: ChangePlan) -> LibraryChange:
    """Carry out a plan as one transaction: publish, supersede, withdraw, fill, move, in any mixture.

    Raises:
        FindingsError: with the code of the foremost rule it breaks, ``cover.bare`` above all.
        NotFoundError, ForbiddenError, RefusedError, StaleRevisionError, InvalidInputError: as ``batch_of``.
    """
    with changing(installation, actor) as work:
        batch = batch_of(work.session, actor, plan, work.clock.today())
        return apply_batch(installation, work, actor, batch)


def preview_change(installation: Installation, actor: Actor, plan: ChangePlan) -> Preview:
    """What a plan would do and what stands in its way, without writing anything."""
    actor.require(Permission.EDIT_LIBRARY)
    with installation.reading() as session:
        batch = batch_of(session, actor, plan, installation.clock.today())
        issues = check_change(StoredLedger(session), batch)
        ended = tuple(event.subject for event in batch.events if event.kind.is_ending)
        packages = LibraryStore(session).list_packages()
    held = tuple(package.id for package in packages if set(ended) & set(package.members))
    on = plan.on or installation.clock.today()
    return Preview(not issues, on, issues, tuple(p.version.ref for p in batch.publications), ended, held)


@contextmanager
def changing(installation: Installation, actor: Actor) -> Iterator[UnitOfWork]:
    """A unit of work by an editor that is alone in changing the library."""
    actor.require(Permission.EDIT_LIBRARY)
    with installation.writing() as work:
        work.lock_library()
        yield work


def publish(installation: Installation, actor: Actor, order: PublicationOrder) -> LibraryChange:
    """A reviewed draft in force from a day, that replaces nothing; see ``supersede`` for what does."""
    return change_library(installation, actor, ChangePlan((order,)))


def supersede(
    installation: Installation, actor: Actor, ending: EventOrder, *publications: PublicationOrder
) -> LibraryChange:
    """A new version of the same criterion in force, and the old one out of force, as one (I4: no hole)."""
    order = replace(ending, kind=LibraryEventKind.SUPERSEDE)
    return change_library(installation, actor, ChangePlan(publications, (order,)))


def withdraw(
    installation: Installation, actor: Actor, ending: EventOrder, *publications: PublicationOrder
) -> LibraryChange:
    """A version out of force, replaced by other criteria, with a gap notice, or for a law that caught up.

    What replaces it may be published in the same transaction.
    """
    return change_library(installation, actor, ChangePlan(publications, (ending,)))


def split(
    installation: Installation, actor: Actor, ending: EventOrder, *publications: PublicationOrder
) -> LibraryChange:
    """One version carried on by several, each naming its part (I11).

    Raises:
        InvalidInputError: ``library.split_in_one`` with fewer than two successors.
    """
    if len(ending.successors) < 2:
        raise InvalidInputError("library.split_in_one", where=ending.ref, ref=ending.ref)
    return change_library(installation, actor, ChangePlan(publications, (ending,)))


def merge(
    installation: Installation, actor: Actor, publication: PublicationOrder, *endings: EventOrder
) -> LibraryChange:
    """Several versions carried on by one, in one transaction, each under the cover rule (I12).

    Raises:
        InvalidInputError: ``library.merge_of_one`` with fewer than two endings.
    """
    if len(endings) < 2:
        raise InvalidInputError("library.merge_of_one", where=publication.ref, ref=publication.ref)
    return change_library(installation, actor, ChangePlan((publication,), endings))


def fill_gap(
    installation: Installation, actor: Actor, order: EventOrder, *publications: PublicationOrder
) -> LibraryChange:
    """Successors, or a law, for units that a gap notice leaves open; the rest keeps the notice."""
    order = replace(order, kind=LibraryEventKind.FILL_GAP)
    return change_library(installation, actor, ChangePlan(publications, (order,)))


def renew_notice(installation: Installation, actor: Actor, order: EventOrder) -> LibraryChange:
    """A gap notice in new words; the earlier one stays as it read (I6)."""
    order = replace(order, kind=LibraryEventKind.RENEW_NOTICE)
    return change_library(installation, actor, ChangePlan(events=(order,)))


def move_version(installation: Installation, actor: Actor, order: EventOrder, move: Move) -> LibraryChange:
    """A version out of some groups and into others, as one, with what it covered re-based (I10)."""
    order = replace(order, kind=LibraryEventKind.MOVE, move=move)
    return change_library(installation, actor, ChangePlan(events=(order,)))


def record_review(
    installation: Installation, actor: Actor, ref: str, note: str, *, on: date | None = None
) -> LibraryChange:
    """That somebody has looked through a published version and found that it still stands."""
    order = EventOrder(ref, note, LibraryEventKind.REVIEWED, on)
    return change_library(installation, actor, ChangePlan(events=(order,)))


def stop_revision(installation: Installation, actor: Actor, ref: str, reason: str) -> LibraryChange:
    """A version under revision as before; the draft that was to follow it stays a draft."""
    order = EventOrder(ref, reason, LibraryEventKind.STOP_REVISION)
    return change_library(installation, actor, ChangePlan(events=(order,)))


def start_revision(installation: Installation, actor: Actor, ref: str, reason: str) -> DraftMade:
    """A version under revision, still in force, and the draft that is to follow it, made if there is none."""
    with changing(installation, actor) as work:
        found = get_editable(work.session, actor, ref)
        order = EventOrder(ref, reason, LibraryEventKind.START_REVISION)
        batch = batch_of(work.session, actor, ChangePlan(events=(order,)), work.clock.today())
        change = apply_batch(installation, work, actor, batch)
        draft = _open_draft(work.session, found)
        made = draft or _draft_after(work, actor, found).version
        return DraftMade(made.ref, found.version.ref, change)


def reinstate(installation: Installation, actor: Actor, ref: str) -> DraftMade:
    """The text of a version that has left force as a new draft in its lineage; the old row stays as it is.

    Raises:
        RefusedError: ``life.still_in_force``, or ``draft.exists`` when a draft of the line is open.
    """
    with changing(installation, actor) as work:
        found = get_editable(work.session, actor, ref)
        if found.life.valid_from is None or found.life.ending is None:
            raise RefusedError("life.still_in_force", where=ref, ref=found.version.ref)
        draft = _open_draft(work.session, found)
        if draft is not None:
            raise RefusedError("draft.exists", where=ref, ref=draft.ref)
        made = _draft_after(work, actor, found)
        work.after_commit(lambda: follow(installation))
        return DraftMade(made.version.ref, found.version.ref)


def _open_draft(session: Session, found: StoredVersion) -> CriterionVersion | None:
    """The draft, or what is in review, of the same line and later than the version."""
    line = LibraryStore(session).list_line(found.version.id, found.version.level.value)
    for item in reversed(line):
        open_now = item.life.valid_from is None and item.life.stage is not Stage.REJECTED
        if open_now and item.version.version > found.version.version:
            return item.version
    return None


def _draft_after(work: UnitOfWork, actor: Actor, found: StoredVersion) -> StoredVersion:
    last = LibraryStore(work.session).last_version(found.version.id)
    groups = found.life.groups_on(work.clock.today()) or found.version.groups
    fresh = replace(found.version, version=last + 1, state=ShippedState.DRAFT, valid_from=None, groups=groups)
    return add_draft(work, actor, fresh, found.owner_id)
