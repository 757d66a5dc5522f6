# SPDX-License-Identifier: EUPL-1.2
"""The life of a requirement set: check, review, lock, unlock, publish, amend, cancel. Source: DOMAIN 4.3.

Nothing that later happens in the library changes a locked set (R2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from criteria.errors import FindingsError, InvalidInputError, NotFoundError
from criteria.issues import Issue
from criteria.library.model import Words
from criteria.people.model import Actor, Permission
from criteria.requirements.gate import CRITERION_CHANGED
from criteria.requirements.lifecycle import decide, with_dates
from criteria.requirements.lines import clean_text, reword, set_value
from criteria.requirements.lines import remove_line as remove_from
from criteria.requirements.model import (
    Decision,
    DecisionKind,
    LocalWording,
    RemovedLine,
    RequirementSet,
    SealedSet,
    SetStatus,
)
from criteria.requirements.seal import SealContext, seal_set
from criteria.services.annex import json_export
from criteria.services.installation import Installation
from criteria.services.sets_change import EditAt, Editing, change_set, change_within
from criteria.services.sets_views import Measured, SetView, measure
from criteria.storage.people_store import PeopleStore
from criteria.storage.set_store import SetStore
from criteria.storage.unit_of_work import UnitOfWork, read_head

#: Supplementary information is given no later than six days before the deadline. Source: 19 kap. 13 § LOU.
INFORMATION_DAYS = 6


@dataclass(frozen=True, slots=True)
class GateView:
    """What stands in the way of locking a set, and its hours against those there are."""

    id: str
    revision: int
    ready: bool
    issues: tuple[Issue, ...]
    first_year_hours: Decimal
    later_year_hours: Decimal
    hours_available: Decimal | None


@dataclass(frozen=True, slots=True)
class SetPublication:
    """When a set was advertised and until when tenders are received."""

    published_on: date
    deadline_on: date
    diary: str | None = None


@dataclass(frozen=True, slots=True)
class LineAmendment:
    """One change of a published line: values, a new text, or its removal."""

    line: int
    values: tuple[tuple[str, str], ...] = ()
    text: Words | None = None
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a published set: what, why, when everybody was told, and a new deadline."""

    reason: str
    informed_on: date
    lines: tuple[LineAmendment, ...] = ()
    new_deadline: date | None = None
    substantial: bool = False


@dataclass(frozen=True, slots=True)
class SealedRevision:
    """A sealed set as it is read back, with its seal."""

    sealed: SealedSet
    seal: str


def check_set(installation: Installation, actor: Actor, set_id: str) -> GateView:
    """The gate as it stands today; nothing is changed."""
    actor.require(Permission.READ)
    with installation.reading() as session:
        set_ = SetStore(session).get(set_id, actor.organisation_id)
        measured = measure(session, set_, installation.clock.today())
    hours = measured.workload.effort.by_hand
    return GateView(
        id=set_.id,
        revision=set_.revision,
        ready=not measured.reds,
        issues=measured.issues,
        first_year_hours=hours.first_year_hours,
        later_year_hours=hours.later_year_hours,
        hours_available=set_.assumptions.hours_available,
    )


def send_for_review(installation: Installation, actor: Actor, at: EditAt) -> SetView:
    """The set in internal review.

    Raises:
        FindingsError: ``set.gate`` with the red findings that are open.
    """

    def edit(editing: Editing) -> RequirementSet:
        _pass_gate(editing)
        return _decide(editing, DecisionKind.SENT_FOR_REVIEW)

    return change_set(installation, actor, at, edit)


def return_set(installation: Installation, actor: Actor, at: EditAt, reason: str) -> SetView:
    """The set back as a draft after internal review."""
    return change_set(
        installation, actor, at, lambda editing: _decide(editing, DecisionKind.RETURNED, reason)
    )


def lock_set(installation: Installation, actor: Actor, at: EditAt) -> SetView:
    """The set sealed, the hours shown accepted; a draft passes internal review in the same transaction.

    Raises:
        FindingsError: ``set.gate`` with the red findings that are open.
        RefusedError: ``set.wrong_state``.
    """

    def edit(editing: Editing) -> RequirementSet:
        measured = _pass_gate(editing)
        if editing.set.status is SetStatus.DRAFT:
            editing.set = _decide(editing, DecisionKind.SENT_FOR_REVIEW)
        hours = measured.workload.effort.by_hand
        decision = replace(
            _decision(editing, DecisionKind.LOCKED),
            first_year_hours=hours.first_year_hours,
            later_year_hours=hours.later_year_hours,
        )
        editing.set = decide(editing.set, decision, editing.today)
        return _seal(editing, "set.locked", hours=hours.first_year_hours)

    return change_set(installation, actor, at, edit, Permission.LOCK_SETS)


def unlock_set(installation: Installation, actor: Actor, at: EditAt, reason: str) -> SetView:
    """A locked, not yet published set as a draft again; its seal stays on record.

    Raises:
        RefusedError: ``set.wrong_state``.
        InvalidInputError: ``set.reason_missing``.
    """

    def edit(editing: Editing) -> RequirementSet:
        return replace(_decide(editing, DecisionKind.UNLOCKED, reason), seal=None, locked_at=None)

    return change_set(installation, actor, at, edit, Permission.LOCK_SETS)


def publish_set(installation: Installation, actor: Actor, at: EditAt, publication: SetPublication) -> SetView:
    """The set as advertised; where nothing was exported yet, the sealed JSON is made and stored.

    Raises:
        InvalidInputError: ``set.deadline_before_publication``.
        RefusedError: ``set.wrong_state``.
    """

    def edit(editing: Editing) -> RequirementSet:
        editing.set = _decide(editing, DecisionKind.PUBLISHED)
        sealed, _ = editing.store.get_sealed(editing.set.id)
        if not editing.store.has_export(sealed.set_id, sealed.revision):
            editing.store.add_export(json_export(sealed, editing.work.clock.now()))
        return with_dates(editing.set, publication.published_on, publication.deadline_on, publication.diary)

    return change_set(installation, actor, at, edit, Permission.LOCK_SETS)


def amend_set(installation: Installation, actor: Actor, at: EditAt, amendment: Amendment) -> SetView:
    """A published set changed by supplementary information, sealed anew; only before the deadline (R5, R6).

    Raises:
        InvalidInputError: ``set.amendment_empty``, ``set.deadline_not_later``, ``set.reason_missing``, or
            ``set.information_late`` when everybody was told later than six days before the deadline and that
            was not moved.
        RefusedError: ``set.tenders_closed`` or ``set.wrong_state``.
        FindingsError: ``set.gate``.
    """

    def edit(editing: Editing) -> RequirementSet:
        before = editing.set
        decision = replace(
            _decision(editing, DecisionKind.AMENDED, amendment.reason), informed_on=amendment.informed_on
        )
        decided = decide(before, decision, editing.today)
        deadline = _new_deadline(before, amendment)
        # The functions that build a set work on drafts; the state comes back when they are done.
        editing.set = replace(decided, status=SetStatus.DRAFT)
        for change in amendment.lines:
            _amend_line(editing, change, amendment.reason)
        # R5: in a published set the default is to keep, so a criterion that has left force asks no answer.
        _pass_gate(editing, but=CRITERION_CHANGED)
        editing.set = replace(editing.set, status=SetStatus.PUBLISHED, deadline_on=deadline)
        return _seal(editing, "set.amended")

    return change_set(installation, actor, at, edit, Permission.LOCK_SETS)


def cancel_set(installation: Installation, actor: Actor, at: EditAt, reason: str) -> SetView:
    """The set called off, with the reason kept."""
    return change_set(
        installation,
        actor,
        at,
        lambda editing: _decide(editing, DecisionKind.CANCELLED, reason),
        Permission.LOCK_SETS,
    )


def get_sealed_set(
    installation: Installation, actor: Actor, set_id: str, revision: int | None = None
) -> SealedRevision:
    """A sealed revision of a set, the latest unless one is named; its seal has been checked.

    Raises:
        NotFoundError: ``set.unknown`` or ``set.not_sealed``.
        IntegrityError: ``set.seal_broken``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        store = SetStore(session)
        set_ = store.get(set_id, actor.organisation_id)
        if revision is None and set_.seal is None:
            raise NotFoundError("set.not_sealed", where=set_id, given=set_id)
        return SealedRevision(*store.get_sealed(set_id, revision))


def contract_set(work: UnitOfWork, actor: Actor, set_id: str) -> SealedRevision:
    """The sealed set that a contract is made from, marked as contracted, inside the contract's unit of work.

    Raises:
        NotFoundError: ``set.unknown`` or ``set.not_sealed``.
        RefusedError: ``set.wrong_state`` for a draft, or while tenders are still received.
    """
    actor.require(Permission.MANAGE_CONTRACTS)
    saved = change_within(
        work, actor, EditAt(set_id), lambda editing: _decide(editing, DecisionKind.CONTRACTED)
    )
    return SealedRevision(*SetStore(work.session).get_sealed(saved.id))


def _pass_gate(editing: Editing, but: str = "") -> Measured:
    measured = measure(editing.work.session, editing.set, editing.today)
    reds = tuple(issue for issue in measured.reds if issue.code != but)
    if reds:
        raise FindingsError("set.gate", reds, where=editing.set.id, red=len(reds))
    return measured


def _decision(editing: Editing, kind: DecisionKind, reason: str | None = None) -> Decision:
    clean = None if reason is None else reason.strip()[:1000]
    return Decision(
        kind, editing.set.revision + 1, editing.actor.user_id, editing.work.clock.now(), clean or None
    )


def _decide(editing: Editing, kind: DecisionKind, reason: str | None = None) -> RequirementSet:
    after = decide(editing.set, _decision(editing, kind, reason), editing.today)
    editing.note(f"set.{kind.value}")
    return after


def _seal(editing: Editing, event: str, **payload: object) -> RequirementSet:
    organisation = PeopleStore(editing.work.session).get_organisation(editing.set.organisation_id)
    now = editing.work.clock.now()
    context = SealContext(
        organisation.name, organisation.number, read_head(editing.work.session), now, editing.today
    )
    coming = replace(editing.set, revision=editing.set.revision + 1)
    seal = editing.store.add_sealed(seal_set(coming, context))
    editing.note(event, seal=seal, **payload)
    return replace(editing.set, seal=seal, locked_at=now)


def _new_deadline(set_: RequirementSet, amendment: Amendment) -> date:
    old = set_.deadline_on
    if old is None:
        raise InvalidInputError("set.deadline_not_later", where="deadline", deadline="")
    if not amendment.lines and amendment.new_deadline is None:
        raise InvalidInputError("set.amendment_empty", where=set_.id)
    if amendment.new_deadline is None:
        if amendment.substantial:
            raise InvalidInputError("set.deadline_not_later", where="deadline", deadline=old)
        if amendment.informed_on > old - timedelta(days=INFORMATION_DAYS):
            raise InvalidInputError(
                "set.information_late", where="informed", informed=amendment.informed_on, deadline=old
            )
        return old
    if amendment.new_deadline <= old:
        raise InvalidInputError("set.deadline_not_later", where="deadline", deadline=old)
    return amendment.new_deadline


def _amend_line(editing: Editing, change: LineAmendment, reason: str) -> None:
    now = editing.work.clock.now()
    if change.remove:
        removed = RemovedLine(change.line, None, "", reason, editing.actor.user_id, now)
        editing.set = remove_from(editing.set, removed)
        return
    for name, given in change.values:
        editing.set = set_value(editing.set, change.line, name, given)
    if change.text is not None:
        where, english = f"{change.line}", change.text.en
        clean = Words(clean_text(change.text.sv, where), english and clean_text(english, where))
        editing.set = reword(
            editing.set, change.line, LocalWording(clean, reason, editing.actor.user_id, now)
        )
