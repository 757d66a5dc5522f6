# SPDX-License-Identifier: EUPL-1.2
"""Writing a version before it is published: draft, review, sent back, rejected. Source: DOMAIN 4.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from criteria.errors import FindingsError, InvalidInputError, RefusedError, StaleRevisionError
from criteria.events.model import NewEvent
from criteria.issues import Issue, Severity
from criteria.library.checks import Known, check_version
from criteria.library.law_check import check_law, law_book, subject_of_version
from criteria.library.lifecycle import Stage
from criteria.library.model import CriterionVersion, Label
from criteria.library.publication import MACHINE
from criteria.library.vocabulary import ShippedState
from criteria.people.model import Actor
from criteria.services.draft_writers import writers_of
from criteria.services.installation import Installation
from criteria.services.library_change import follow, refuse
from criteria.services.library_rights import get_editable, owner_of_new, require_editor
from criteria.services.sets_rules import shipped_law
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import DraftNote, LibraryStore, StoredVersion
from criteria.storage.unit_of_work import UnitOfWork

MAX_COMMENT = 4000
#: What may not stand in the store at all, whatever the stage.
_SUBMITTED = "criterion.submitted"
_HARMFUL = ("text.control_character", "text.markup")


@dataclass(frozen=True, slots=True)
class DraftView:
    """A version that is not published: how far it has come, and what still stands in its way.

    ``author_id`` is who proposed it, ``writer_ids`` everybody who has written in it, sorted.
    ``submitted_by`` and ``submitted_at`` tell who handed over what is in review.
    """

    ref: str
    stage: Stage
    revision: int
    fingerprint: str
    owner_id: str | None
    author_id: str | None
    version: CriterionVersion
    issues: tuple[Issue, ...]
    notes: tuple[DraftNote, ...]
    writer_ids: tuple[str, ...] = ()
    submitted_by: str | None = None
    submitted_at: datetime | None = None


def create_draft(installation: Installation, actor: Actor, version: CriterionVersion) -> DraftView:
    """A new draft; its id says whose it is (``EKBY/LJUS-01`` is Ekby's own, ``LJUS-01`` everybody's).

    Raises:
        RefusedError: ``criterion.exists``, or ``draft.version_order`` when the number is not the next.
        FindingsError: ``text.markup`` or ``text.control_character``.
        ForbiddenError, NotFoundError: as ``owner_of_new`` says.
    """
    with installation.writing() as work:
        work.lock_library()
        owner_id = owner_of_new(work.session, actor, version.id)
        stored = add_draft(work, actor, version, owner_id)
        work.after_commit(lambda: follow(installation))
        return _view(work.session, stored, work.clock.today())


def add_draft(
    work: UnitOfWork, actor: Actor, version: CriterionVersion, owner_id: str | None
) -> StoredVersion:
    """Store a new draft in a unit of work that goes on; the library's lock is held."""
    store = LibraryStore(work.session)
    draft = _as_draft(version)
    _refuse_harmful(draft)
    last = store.last_version(draft.id)
    # The same number at another level belongs to the same revision of the criterion.
    if draft.version not in {max(last, 1), last + 1}:
        raise RefusedError("draft.version_order", where=draft.ref, ref=draft.ref, next=last + 1)
    stored = store.add_draft(draft, owner_id, actor.user_id, work.clock.now())
    note_draft(work, actor, "criterion.drafted", stored)
    return stored


def change_draft(
    installation: Installation, actor: Actor, version: CriterionVersion, revision: int
) -> DraftView:
    """The draft with new words; what was in review is a draft again, since another text was submitted.

    Raises:
        StaleRevisionError: ``draft.stale`` when somebody else wrote since ``revision``; nothing is written.
        RefusedError: ``draft.is_published`` or ``draft.is_rejected``.
    """
    with installation.writing() as work:
        work.lock_library()
        before = get_open_draft(work.session, actor, version.ref, revision)
        draft = _as_draft(version)
        _refuse_harmful(draft)
        store = LibraryStore(work.session)
        if before.author_id in (None, MACHINE):
            store.take_over(before.version.ref, actor.user_id)
        store.replace_draft(draft, work.clock.now())
        return _done(installation, work, actor, "criterion.changed", draft.ref)


def submit_draft(installation: Installation, actor: Actor, ref: str, revision: int) -> DraftView:
    """The draft handed over for review, whole: everything it needs to be published is there.

    Raises:
        FindingsError: ``draft.not_ready`` with everything that is missing or wrong.
        StaleRevisionError, RefusedError: as for ``change_draft``.
    """
    with installation.writing() as work:
        work.lock_library()
        found = get_open_draft(work.session, actor, ref, revision)
        if found.life.stage is Stage.REVIEW:
            raise RefusedError("draft.in_review", where=ref, ref=ref)
        require_ready(work.session, found.version, work.clock.today())
        store = LibraryStore(work.session)
        if found.author_id in (None, MACHINE):
            store.take_over(found.version.ref, actor.user_id)
        store.set_stage(found.version.ref, Stage.REVIEW)
        return _done(installation, work, actor, _SUBMITTED, found.version.ref)


def send_back(installation: Installation, actor: Actor, ref: str, comment: str) -> DraftView:
    """What was in review as a draft again, with what the reviewer said.

    Raises:
        InvalidInputError: ``draft.comment_missing`` or ``field.long``.
        RefusedError: ``draft.not_in_review``.
    """
    return _judge(installation, actor, ref, comment, Stage.DRAFT)


def reject_draft(installation: Installation, actor: Actor, ref: str, reason: str) -> DraftView:
    """The draft put away for good, with the reason; it stays readable for editors.

    Raises:
        InvalidInputError: ``draft.comment_missing`` or ``field.long``.
        RefusedError: ``draft.is_published`` or ``draft.is_rejected``.
    """
    return _judge(installation, actor, ref, reason, Stage.REJECTED)


def show_draft(installation: Installation, actor: Actor, ref: str) -> DraftView:
    """A version that is not published, with what stands in its way."""
    with installation.reading() as session:
        found = get_editable(session, actor, ref)
        if found.life.valid_from is not None:
            raise RefusedError("draft.is_published", where=ref, ref=found.version.ref)
        return _view(session, found, installation.clock.today())


def list_drafts(installation: Installation, actor: Actor, *, shared: bool) -> tuple[DraftView, ...]:
    """What is not published of the shared library, or of the actor's own criteria, by id."""
    with installation.reading() as session:
        owner_id = None if shared else actor.organisation_id
        require_editor(session, actor, owner_id)
        found = LibraryStore(session).list_unpublished(owner_id)
        return _views(session, found, installation.clock.today())


def require_ready(session: Session, version: CriterionVersion, day: date) -> None:
    """Nothing when a draft may be published as far as its words go.

    Raises:
        FindingsError: ``draft.not_ready`` with the red findings.
    """
    checks = _checks_of(session, (version,))
    red = tuple(issue for issue in checks.issues(version, day) if issue.severity is Severity.RED)
    if red:
        raise FindingsError("draft.not_ready", red, where=version.ref, ref=version.ref)


@dataclass(frozen=True, slots=True)
class _Checks:
    """What drafts are checked against, read once for all of them."""

    known: Known
    labels: tuple[Label, ...]

    def issues(self, version: CriterionVersion, day: date) -> Iterator[Issue]:
        """Every fault a draft would have if it were published on a day; ``where`` is the field's path."""
        as_published = replace(version, state=ShippedState.PUBLISHED, valid_from=day, draft_because=())
        yield from check_version(as_published, self.known)
        yield from check_law(subject_of_version(as_published), law_book(shipped_law(), self.labels), day)


def _checks_of(session: Session, versions: Iterable[CriterionVersion]) -> _Checks:
    store = LibraryStore(session)
    listed, labels = tuple(versions), store.list_labels()
    lines = store.list_lines({line for version in listed for line in version.replaces})
    known = Known(
        groups=store.existing_groups({group for version in listed for group in version.groups}),
        labels=frozenset(label.id for label in labels),
        # check_version asks whether a line exists at all; any version of it will do.
        refs=frozenset(f"{line.partition('@')[0]}:1@{line.partition('@')[2]}" for line in lines),
    )
    return _Checks(known, labels)


def _as_draft(version: CriterionVersion) -> CriterionVersion:
    return replace(version, state=ShippedState.DRAFT, valid_from=None)


def _refuse_harmful(version: CriterionVersion) -> None:
    known = Known(frozenset(version.groups), frozenset(), frozenset())
    refuse(tuple(issue for issue in check_version(version, known) if issue.code in _HARMFUL))


def get_open_draft(session: Session, actor: Actor, ref: str, revision: int | None) -> StoredVersion:
    """A draft that may be written, at the writing that somebody has read.

    Raises:
        RefusedError: ``draft.is_published`` or ``draft.is_rejected``.
        StaleRevisionError: ``draft.stale``.
    """
    found = get_editable(session, actor, ref)
    if found.life.valid_from is not None:
        raise RefusedError("draft.is_published", where=ref, ref=found.version.ref)
    if found.life.stage is Stage.REJECTED:
        raise RefusedError("draft.is_rejected", where=ref, ref=found.version.ref)
    if revision is not None and revision != found.revision:
        raise StaleRevisionError("draft.stale", where=ref, ref=ref, given=revision, now=found.revision)
    return found


def _judge(installation: Installation, actor: Actor, ref: str, said: str, stage: Stage) -> DraftView:
    text = said.strip()
    if not text:
        raise InvalidInputError("draft.comment_missing", where="comment")
    if len(text) > MAX_COMMENT:
        raise InvalidInputError("field.long", where="comment", field="comment", limit=MAX_COMMENT)
    with installation.writing() as work:
        work.lock_library()
        found = get_open_draft(work.session, actor, ref, None)
        if stage is Stage.DRAFT and found.life.stage is not Stage.REVIEW:
            raise RefusedError("draft.not_in_review", where=ref, ref=ref)
        kind = "returned" if stage is Stage.DRAFT else "rejected"
        store = LibraryStore(work.session)
        store.add_note(found.version.ref, DraftNote(kind, text, actor.user_id, work.clock.now()))
        store.set_stage(found.version.ref, stage)
        return _done(installation, work, actor, f"criterion.{kind}", found.version.ref)


def _done(installation: Installation, work: UnitOfWork, actor: Actor, kind: str, ref: str) -> DraftView:
    stored = get_editable(work.session, actor, ref)
    note_draft(work, actor, kind, stored)
    work.after_commit(lambda: follow(installation))
    return _view(work.session, stored, work.clock.today())


def note_draft(work: UnitOfWork, actor: Actor, kind: str, stored: StoredVersion, **more: str) -> None:
    """Record that something was done to a draft."""
    payload = {"fingerprint": stored.fingerprint, "revision": str(stored.revision), **more}
    work.record(NewEvent(kind, stored.version.ref, payload, actor.user_id, actor.organisation_id))


def show_stored_draft(session: Session, actor: Actor, ref: str, day: date) -> DraftView:
    """A draft as it stands in a transaction that goes on."""
    return _view(session, get_editable(session, actor, ref), day)


def _view(session: Session, stored: StoredVersion, day: date) -> DraftView:
    return _views(session, (stored,), day)[0]


def _views(session: Session, drafts: tuple[StoredVersion, ...], day: date) -> tuple[DraftView, ...]:
    """The views of drafts; as many queries for many as for one."""
    checks = _checks_of(session, (item.version for item in drafts))
    writers = writers_of(session, drafts)
    notes = LibraryStore(session).list_notes(item.version.ref for item in drafts)
    waiting = [item.version.ref for item in drafts if item.life.stage is Stage.REVIEW]
    told = EventStore(session).list_about_all(waiting)
    handed = {
        ref: next((event for event in reversed(told.get(ref, ())) if event.kind == _SUBMITTED), None)
        for ref in waiting
    }
    return tuple(
        DraftView(
            ref=item.version.ref,
            stage=item.life.stage,
            revision=item.revision,
            fingerprint=item.fingerprint,
            owner_id=item.owner_id,
            author_id=item.author_id,
            version=item.version,
            issues=tuple(checks.issues(item.version, day)),
            notes=notes.get(item.version.ref, ()),
            writer_ids=tuple(sorted(writers[item.version.ref])),
            submitted_by=None if (event := handed.get(item.version.ref)) is None else event.actor_id,
            submitted_at=None if event is None else event.at,
        )
        for item in drafts
    )
