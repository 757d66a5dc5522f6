# SPDX-License-Identifier: EUPL-1.2
"""What an editor asks for, and the batch it becomes: units and days filled in from the library as it stands.

An order leaves out what follows from the rest: an edge without units is for all that its two ends share, a
notice for all that no edge carries on, a day left out is today. The rules then see a batch that says it all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from criteria.errors import InvalidInputError, RefusedError, StaleRevisionError
from criteria.library.cover import Batch, Published, moved_units
from criteria.library.ledger import Card, card_of
from criteria.library.lifecycle import Stage
from criteria.library.model import (
    Carried,
    ChangeClass,
    CoverageUnit,
    GapNotice,
    GapReason,
    LawReference,
    LibraryEvent,
    LibraryEventKind,
    Move,
    Successor,
)
from criteria.library.publication import Eyes, Publication, check_four_eyes
from criteria.people.model import Actor
from criteria.services.draft_writers import writers_of
from criteria.services.library_change import refuse
from criteria.services.library_drafts import require_ready
from criteria.services.library_rights import count_editors, get_editable
from criteria.storage.database import Session
from criteria.storage.feed_store import FeedStore
from criteria.storage.library_ledger import StoredLedger
from criteria.storage.library_store import StoredVersion

MAX_REASON = 4000


@dataclass(frozen=True, slots=True)
class PublicationOrder:
    """That a draft in review is published. ``revision`` is the writing that the reviewer has read."""

    ref: str
    valid_from: date | None = None
    earnest_from: date | None = None
    change_class: ChangeClass | None = None
    change_reason: str | None = None
    predecessor: str | None = None
    revision: int | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SuccessorOrder:
    """An edge to a version that carries on; without ``units`` all that the two share."""

    ref: str
    change_class: ChangeClass
    note: str | None = None
    units: tuple[CoverageUnit, ...] = ()
    carried_as: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True)
class GapOrder:
    """A gap notice; without ``units`` about all that no successor and no law carries on."""

    reason_code: GapReason
    text: str
    meanwhile: str
    planned: str
    decided_by: str
    units: tuple[CoverageUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class LawOrder:
    """The law that has caught up; without ``units`` for all that no successor carries on."""

    reference: str
    in_force_from: date
    text: str
    units: tuple[CoverageUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class EventOrder:
    """That something happens to a published version; ``kind`` left out is the ending that fits the rest."""

    ref: str
    reason: str
    kind: LibraryEventKind | None = None
    on: date | None = None
    successors: tuple[SuccessorOrder, ...] = ()
    gap: GapOrder | None = None
    law: LawOrder | None = None
    move: Move | None = None
    transition_from: date | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """Everything that is to be done to the library as one; ``on`` is the day of what names none."""

    publications: tuple[PublicationOrder, ...] = ()
    events: tuple[EventOrder, ...] = ()
    on: date | None = None
    release: str | None = None


def batch_of(session: Session, actor: Actor, plan: ChangePlan, today: date) -> Batch:
    """The batch of a plan, by somebody who may write everything in it.

    Raises:
        NotFoundError, ForbiddenError: where something is not the actor's to write.
        RefusedError: ``draft.not_in_review`` or ``draft.is_published``.
        StaleRevisionError: ``draft.stale``.
        FindingsError: ``draft.not_ready``, ``publication.same_person`` or ``publication.has_colleague``.
        InvalidInputError: ``library.reason_missing``, ``library.empty_plan`` or ``field.long``.
    """
    if not plan.publications and not plan.events:
        raise InvalidInputError("library.empty_plan", where="plan")
    making = _Making(session, actor, plan, today)
    published = tuple(making.published(order) for order in plan.publications)
    coming = {item.version.ref: item for item in published}
    events = tuple(making.event(order, coming) for order in plan.events)
    return Batch(today, published, events)


@dataclass(frozen=True, slots=True)
class _Making:
    """What the parts of a batch are made from."""

    session: Session
    actor: Actor
    plan: ChangePlan
    today: date

    def published(self, order: PublicationOrder) -> Published:
        """A draft in review as it will stand when it is published."""
        found = get_editable(self.session, self.actor, order.ref)
        ref = found.version.ref
        self._require_reviewed(found, order)
        valid_from = order.valid_from or self.plan.on or self.today
        require_ready(self.session, found.version, valid_from)
        author_id = found.author_id or self.actor.user_id
        is_other = self.actor.user_id not in self._writers(found)
        publication = Publication(
            ref=ref,
            valid_from=valid_from,
            earnest_from=order.earnest_from,
            change_class=order.change_class or self._edge_class(ref),
            change_reason=order.change_reason,
            predecessor=order.predecessor or self._replaced(ref),
            author_id=author_id,
            reviewer_id=self.actor.user_id if is_other else None,
            reviewed_by_other=is_other,
            release=self.plan.release,
            flags=(*order.flags, *self._upstream_flags(ref)),
        )
        return Published(found.version, publication, found.owner_id)

    def _upstream_flags(self, ref: str) -> tuple[str, ...]:
        """What a feed said of the text, which stays with the version for ever (I9)."""
        brought = FeedStore(self.session).find_version(ref)
        return () if brought is None or brought.flag is None else (brought.flag,)

    def _require_reviewed(self, found: StoredVersion, order: PublicationOrder) -> None:
        ref = found.version.ref
        if found.life.valid_from is not None:
            raise RefusedError("draft.is_published", where=ref, ref=ref)
        if found.life.stage is not Stage.REVIEW:
            raise RefusedError("draft.not_in_review", where=ref, ref=ref)
        if order.revision is not None and order.revision != found.revision:
            given, now = order.revision, found.revision
            raise StaleRevisionError("draft.stale", where=ref, ref=ref, given=given, now=now)
        shared = found.owner_id is None
        eyes = Eyes(
            author_ids=self._writers(found),
            reviewer_id=self.actor.user_id,
            is_shared=shared,
            editors=0 if shared else count_editors(self.session, self.actor.organisation_id),
        )
        refuse(tuple(check_four_eyes(ref, eyes)))

    def _writers(self, found: StoredVersion) -> frozenset[str]:
        """Everybody who has written in a draft; what nobody is known to have written is the actor's own."""
        return writers_of(self.session, (found,))[found.version.ref] or frozenset({self.actor.user_id})

    def _replaced(self, ref: str) -> str | None:
        """The one version that the plan lets this one take the place of."""
        named = [o.ref for o in self.plan.events if any(edge.ref == ref for edge in o.successors)]
        return named[0] if len(named) == 1 else None

    def _edge_class(self, ref: str) -> ChangeClass | None:
        edges = [edge for order in self.plan.events for edge in order.successors if edge.ref == ref]
        return edges[0].change_class if edges else None

    def event(self, order: EventOrder, coming: dict[str, Published]) -> LibraryEvent:
        """The event of an order, with units, days and kind filled in."""
        reason = order.reason.strip()
        if not reason:
            raise InvalidInputError("library.reason_missing", where=order.ref, ref=order.ref)
        if len(reason) > MAX_REASON:
            raise InvalidInputError("field.long", where="reason", field="reason", limit=MAX_REASON)
        found = get_editable(self.session, self.actor, order.ref)
        ref, on = found.version.ref, order.on or self.plan.on or self.today
        left = set(self._open_units(found, order, on))
        edges = tuple(self._edge(edge, left, on, coming) for edge in order.successors)
        rest = tuple(sorted(left - {unit for edge in edges for unit in edge.units}))
        law = None if order.law is None else _law(order.law, rest)
        rest = tuple(unit for unit in rest if law is None or unit not in law.units)
        return LibraryEvent(
            on=on,
            kind=order.kind or _ending_kind(order, found.version.id),
            subject=ref,
            reason=reason,
            successors=edges,
            gap_notice=None if order.gap is None else _notice(order.gap, rest, ref),
            law=law,
            move=order.move,
            transition_from=order.transition_from,
            release=self.plan.release,
            flags=order.flags,
        )

    def _open_units(self, found: StoredVersion, order: EventOrder, on: date) -> frozenset[CoverageUnit]:
        """What an ending has to carry on; for a filling or a renewed notice, what the notice leaves open."""
        if order.kind in (LibraryEventKind.FILL_GAP, LibraryEventKind.RENEW_NOTICE):
            notice = found.life.gap_notice_on(on)
            return frozenset(() if notice is None else notice.units)
        return found.life.units_on(on)

    def _edge(
        self, order: SuccessorOrder, had: set[CoverageUnit], on: date, coming: dict[str, Published]
    ) -> Successor:
        if order.units:
            return Successor(order.ref, order.units, order.change_class, order.note, order.carried_as)
        card = self._card(order.ref, coming)
        held = frozenset() if card is None else card.life.units_on(on)
        moved = self._moved(had - held - {item.unit for item in order.carried_as}, held, on)
        carried_as = (*order.carried_as, *moved)
        units = tuple(sorted(had & (held | {item.unit for item in carried_as})))
        return Successor(order.ref, units, order.change_class, order.note, carried_as)

    def _moved(
        self, units: frozenset[CoverageUnit] | set[CoverageUnit], held: frozenset[CoverageUnit], on: date
    ) -> tuple[Carried, ...]:
        """The units that go on where their group was moved; the gap of what stayed in it is filled there."""
        ledger = StoredLedger(self.session)
        found = ((unit, set(moved_units(ledger, unit, on)) & held) for unit in sorted(units))
        return tuple(Carried(unit, min(targets)) for unit, targets in found if targets)

    def _card(self, ref: str, coming: dict[str, Published]) -> Card | None:
        if ref in coming:
            item = coming[ref]
            return card_of(item.version, item.publication.valid_from, item.owner_id)
        return StoredLedger(self.session).find_card(ref)


def _ending_kind(order: EventOrder, criterion_id: str) -> LibraryEventKind:
    if order.gap is not None:
        return LibraryEventKind.WITHDRAW_GAP
    if order.law is not None:
        return LibraryEventKind.WITHDRAW_LAW
    same = any(edge.ref.partition(":")[0] == criterion_id for edge in order.successors)
    return LibraryEventKind.SUPERSEDE if same else LibraryEventKind.WITHDRAW_REPLACED


def _law(order: LawOrder, rest: tuple[CoverageUnit, ...]) -> LawReference:
    return LawReference(order.units or rest, order.reference, order.in_force_from, order.text)


def _notice(order: GapOrder, rest: tuple[CoverageUnit, ...], ref: str) -> GapNotice:
    return GapNotice(
        units=order.units or rest,
        reason_code=order.reason_code,
        text=order.text,
        meanwhile=order.meanwhile,
        planned=order.planned,
        decided_by=order.decided_by,
        last_ref=ref,
    )


def dated(plan: ChangePlan, on: date, release: str) -> ChangePlan:
    """The plan as a release carries it out: what names no day takes effect with the release."""
    return replace(plan, on=on, release=release)
