# SPDX-License-Identifier: EUPL-1.2
"""Which version a draft was written against, and bringing it up to what has come in force since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from criteria.clock import STOCKHOLM
from criteria.errors import RefusedError
from criteria.library.lifecycle import Stage
from criteria.library.model import CriterionVersion
from criteria.library.rebasing import Rebased, rebased
from criteria.people.model import Actor
from criteria.services.installation import Installation
from criteria.services.library_change import follow
from criteria.services.library_drafts import DraftView, get_open_draft, note_draft, show_stored_draft
from criteria.services.library_rights import get_editable
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore, StoredVersion

_REBASED = "criterion.rebased"


@dataclass(frozen=True, slots=True)
class Behind:
    """That a draft was written against a version that no longer holds: the two, and the draft brought up."""

    base: CriterionVersion
    now: CriterionVersion
    brought_up: Rebased


def find_behind(installation: Installation, actor: Actor, ref: str) -> Behind | None:
    """What a draft is behind, or ``None`` where it was written against what holds today."""
    with installation.reading() as session:
        return _behind(session, actor, get_editable(session, actor, ref), installation.clock.now())


def rebase_draft(
    installation: Installation, actor: Actor, ref: str, revision: int, *, keep_mine: bool
) -> DraftView:
    """The draft written against what holds today: with what changed there meanwhile, or as it is.

    Raises:
        RefusedError: ``draft.not_behind``, ``draft.is_published`` or ``draft.is_rejected``.
        StaleRevisionError: ``draft.stale``.
    """
    with installation.writing() as work:
        work.lock_library()
        found = get_open_draft(work.session, actor, ref, revision)
        behind = _behind(work.session, actor, found, work.clock.now())
        if behind is None:
            raise RefusedError("draft.not_behind", where=ref, ref=ref)
        if not keep_mine:
            LibraryStore(work.session).replace_draft(behind.brought_up.version, work.clock.now())
            note_draft(work, actor, "criterion.changed", get_editable(work.session, actor, ref))
        note_draft(work, actor, _REBASED, get_editable(work.session, actor, ref), base=behind.now.ref)
        work.after_commit(lambda: follow(installation))
        return show_stored_draft(work.session, actor, ref, work.clock.today())


def _behind(session: Session, actor: Actor, draft: StoredVersion, at: datetime) -> Behind | None:
    if draft.life.valid_from is not None or draft.life.stage is Stage.REJECTED:
        return None
    told = EventStore(session).list_about(draft.version.ref)
    drafted = next((event.at for event in told if event.kind == "criterion.drafted"), None)
    named = [event.payload["base"] for event in told if event.kind == _REBASED]
    now = _held(session, actor, draft, at)
    base = None if drafted is None else _held(session, actor, draft, drafted)
    if named:
        line = LibraryStore(session).list_line(draft.version.id, draft.version.level.value, published=True)
        base = next((item.version for item in line if item.version.ref == named[-1]), None)
    if base is None or now is None or base.ref == now.ref:
        return None
    return Behind(base, now, rebased(base, now, draft.version))


def _held(session: Session, actor: Actor, draft: StoredVersion, at: datetime) -> CriterionVersion | None:
    """The version of the draft's line in force at a moment, as recorded by then."""
    day = at.astimezone(STOCKHOLM).date()
    known = LibraryStore(session).list_of_criterion(draft.version.id, actor.organisation_id, at)
    held = [item for item in known if item.version.level is draft.version.level]
    return next((item.version for item in held if item.status_on(day).is_in_force), None)
