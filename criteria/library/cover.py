# SPDX-License-Identifier: EUPL-1.2
"""No removal before replacement: whether the changes of one transaction may be stored. Source: DOMAIN 4.2.

What is checked is local: on the day a version leaves force each of its coverage units (in the groups it is
filed in that day) must be carried on by a successor that is in force that day and covers it, or be named by
a gap notice or by a law in force by then; and the replacement graph has no cycle. That is enough for COVER
at every later time:

    Let v have left force at E and let u be one of its units then. Where a notice or a law names u, nothing
    ends it but a filling, which names a successor in the same way, so take that successor's edge instead.
    Otherwise an edge leads to a w that was in force at E and covered u, or the unit u is carried as. If w is
    still in force at t, then so is w's image of that unit under the moves of w since (a move names, for each
    group it leaves, the group that what was covered there is covered in: I10), which is (1) of COVER. If w
    has left force by t, its ending was checked in the same way over all units it had that day, among them
    the image of u; nothing can have happened to w between its ending and a later day, since what happens to
    a version takes effect in the order it is recorded. So the argument goes on with w in place of v. It
    ends, since the graph is finite and has no cycle (I5): in a version in force, a notice or a law.

The changes are taken in order, the publications first, each against the ledger with what comes before it
laid over; so two withdrawals in one transaction that lean on each other are refused like two apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from criteria.issues import Issue, Severity
from criteria.library.ledger import Card, Laid, Ledger, card_of, heirs_on
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import (
    ChangeClass,
    CoverageUnit,
    CriterionVersion,
    GapNotice,
    LibraryEvent,
    LibraryEventKind,
    Successor,
)
from criteria.library.moves import check_move
from criteria.library.publication import Publication, check_publication
from criteria.library.texts import check_texts


@dataclass(frozen=True, slots=True)
class Published:
    """A version that is to be published, as it will stand, with its owner (``None``: the public library)."""

    version: CriterionVersion
    publication: Publication
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that one transaction does to the library, and the day it is recorded.

    ``imported`` history keeps its own days and the words it has. Source: ARCHITECTURE, invariant 6.
    """

    recorded_on: date
    publications: tuple[Published, ...] = ()
    events: tuple[LibraryEvent, ...] = ()
    imported: bool = False


def check_change(ledger: Ledger, batch: Batch) -> tuple[Issue, ...]:
    """Every reason not to store a batch, each with code, reference, units and values for its mend."""
    laid = Laid(ledger)
    laid.expect(_named(batch))
    found: list[Issue] = []
    for published in batch.publications:
        found += _check_published(laid, published, batch)
        laid.put(card_of(published.version, published.publication.valid_from, published.owner_id))
    refused = False
    for event in batch.events:
        faults = tuple(_check_event(laid, event, batch))
        found += faults
        refused = refused or bool(faults)
        if not faults:
            laid.add_event(event)
    # What a refused ending would have made room for is no fault of its own.
    for published in () if refused else batch.publications:
        found += check_texts(laid, published.version)
    return tuple(found)


def _named(batch: Batch) -> Iterator[str]:
    """Every version that a batch names."""
    yield from (item.version.ref for item in batch.publications)
    for event in batch.events:
        yield from (event.subject, *(edge.ref for edge in event.successors))


def bare_units(subject: Card, event: LibraryEvent, ledger: Ledger) -> frozenset[CoverageUnit]:
    """The coverage units that nothing would carry on from the day an ending takes effect."""
    covered: set[CoverageUnit] = set()
    for successor in event.successors:
        card = ledger.find_card(successor.ref)
        if card is not None and card.ref != subject.ref and card.is_in_force(event.on):
            covered |= carried_units(ledger, successor, card, event.on)
    if event.gap_notice is not None:
        covered |= set(event.gap_notice.units)
    if event.law is not None and event.law.in_force_from <= event.on:
        covered |= set(event.law.units)
    return subject.life.units_on(event.on) - covered


def carried_units(ledger: Ledger, successor: Successor, card: Card, day: date) -> frozenset[CoverageUnit]:
    """The units an edge names that its target carries on a day, as they are or as the edge says (I13).

    In a group that was moved into another the edge may say that the unit goes on there without more: the
    move is the recorded map of the two (I10).
    """
    held = card.life.units_on(day)
    may_differ = successor.change_class.may_carry_elsewhere and bool((successor.note or "").strip())
    elsewhere = {
        item.unit
        for item in successor.carried_as
        if item.carried_unit in held
        and item.unit.aspect is item.carried_unit.aspect
        and (may_differ or item.carried_unit in moved_units(ledger, item.unit, day))
    }
    return frozenset(unit for unit in successor.units if unit in held or unit in elsewhere)


def moved_units(ledger: Ledger, unit: CoverageUnit, day: date) -> tuple[CoverageUnit, ...]:
    """The unit as it goes on in the groups that its group has been moved into by a day, nearest first."""
    return tuple(replace(unit, group=group) for group in heirs_on((unit.group,), ledger.find_group, day)[1:])


def shown_units(units: Iterable[CoverageUnit]) -> str:
    """Coverage units in one line, for a refusal: ``furniture/durability/base/technical_specification``."""
    return "; ".join(
        f"{unit.group}/{unit.aspect.value}/{unit.level.value}/{unit.type.value}" for unit in sorted(units)
    )


def _issue(code: str, ref: str, message: str, **values: str) -> Issue:
    return Issue(Severity.RED, code, ref, message, {"ref": ref, **values})


def _check_published(ledger: Ledger, published: Published, batch: Batch) -> Iterator[Issue]:
    publication = published.publication
    ref, on = publication.ref, publication.valid_from
    if ledger.find_card(ref) is not None:
        yield _issue("criterion.exists", ref, "is published already")
    if on < batch.recorded_on and not batch.imported:
        yield _issue(
            "life.too_early",
            ref,
            "takes effect before the day it is recorded",
            on=on.isoformat(),
            today=batch.recorded_on.isoformat(),
        )
    yield from check_publication(publication)
    for group in published.version.groups:
        line = ledger.find_group(group)
        if line is None:
            yield _issue("group.unknown", ref, f"no group {group}", name=group)
        elif line.closed_on is not None:
            yield _issue("group.closed", ref, f"{group} is closed", name=group, on=line.closed_on.isoformat())


def _check_event(ledger: Ledger, event: LibraryEvent, batch: Batch) -> Iterator[Issue]:
    subject = ledger.find_card(event.subject)
    if subject is None or subject.life.valid_from is None:
        yield _issue("criterion.unknown", event.subject, "is no published version")
        return
    if event.on < batch.recorded_on and not batch.imported:
        yield _issue(
            "life.too_early",
            subject.ref,
            "takes effect before the day it is recorded",
            on=event.on.isoformat(),
            today=batch.recorded_on.isoformat(),
        )
    faults = tuple(_check_moment(subject, event))
    yield from faults
    if faults:
        return
    yield from _check_edges(ledger, subject, event)
    if event.kind.is_ending:
        yield from _check_ending(ledger, subject, event)
    elif event.kind is LibraryEventKind.FILL_GAP:
        yield from _check_filling(subject, event)
    elif event.kind is LibraryEventKind.MOVE:
        yield from check_move(ledger, subject, event)
    if event.gap_notice is not None:
        yield from _check_notice(subject, event, event.gap_notice, batch)


def _check_moment(subject: Card, event: LibraryEvent) -> Iterator[Issue]:
    """Whether this can happen to the version on that day, after what is recorded of it."""
    ref, on = subject.ref, event.on.isoformat()
    status = subject.life.status_on(event.on)
    ending = subject.life.ending
    after_the_end = event.kind in (LibraryEventKind.FILL_GAP, LibraryEventKind.RENEW_NOTICE)
    if after_the_end:
        if status is not VersionStatus.WITHDRAWN_GAP:
            yield _issue("life.no_gap", ref, "has no gap to fill that day", on=on, status=status.value)
    elif ending is not None and event.kind.is_ending:
        yield _issue("life.ended", ref, "has left force already", on=ending.on.isoformat())
    elif not status.is_in_force and event.kind is not LibraryEventKind.REVIEWED:
        yield _issue("life.not_in_force", ref, "is not in force that day", on=on, status=status.value)
    last = max(
        (item.on for item in subject.life.events if item.kind is not LibraryEventKind.REVIEWED),
        default=event.on,
    )
    if event.on < last and event.kind is not LibraryEventKind.REVIEWED:
        yield _issue(
            "life.out_of_order", ref, "something later is recorded already", on=on, last=last.isoformat()
        )
    under_revision = status is VersionStatus.UNDER_REVISION
    if event.kind is LibraryEventKind.START_REVISION and under_revision:
        yield _issue("life.under_revision", ref, "is under revision already", on=on)
    if event.kind is LibraryEventKind.STOP_REVISION and not under_revision:
        yield _issue("life.not_under_revision", ref, "is not under revision", on=on)


def _check_edges(ledger: Ledger, subject: Card, event: LibraryEvent) -> Iterator[Issue]:
    had = subject.life.units_on(event.on)
    for successor in event.successors:
        values = {"successor": successor.ref, "on": event.on.isoformat()}
        card = ledger.find_card(successor.ref)
        if card is None:
            yield _issue("cover.successor_unknown", subject.ref, "no such published successor", **values)
            continue
        if not card.is_in_force(event.on):
            yield _issue("cover.successor_not_in_force", subject.ref, "not in force that day", **values)
        if card.owner_id is not None and card.owner_id != subject.owner_id:
            yield _issue("cover.successor_not_shared", subject.ref, "others cannot see it", **values)
        if reaches(ledger, card, subject.ref):
            yield _issue("cover.cycle", subject.ref, "would replace itself in the end", **values)
        foreign = frozenset(successor.units) - had
        if foreign:
            yield _issue(
                "cover.foreign_unit",
                subject.ref,
                "names units the version does not cover",
                units=shown_units(foreign),
                **values,
            )
        missed = frozenset(successor.units) - foreign - carried_units(ledger, successor, card, event.on)
        if missed:
            yield _issue(
                "cover.not_carried",
                subject.ref,
                "the successor does not cover what the edge names",
                units=shown_units(missed),
                **values,
            )
        if successor.change_class is ChangeClass.WEAKER and not (successor.note or "").strip():
            yield _issue("cover.weaker_without_reason", subject.ref, "weaker without a reason", **values)


def reaches(ledger: Ledger, start: Card, ref: str) -> bool:
    """Whether following edges from a version leads to another, whatever the days (I5)."""
    seen: set[str] = set()
    waiting = [start.ref]
    while waiting:
        current = waiting.pop()
        if current == ref:
            return True
        card = None if current in seen else ledger.find_card(current)
        seen.add(current)
        if card is not None:
            waiting.extend(edge.ref for event in card.life.events for edge in event.successors)
    return False


def _check_ending(ledger: Ledger, subject: Card, event: LibraryEvent) -> Iterator[Issue]:
    ref, on = subject.ref, event.on
    same = any(_lineage(successor.ref) == subject.id for successor in event.successors)
    match event.kind:
        case LibraryEventKind.SUPERSEDE if not same:
            yield _issue("cover.no_new_version", ref, "superseded without a version of the same criterion")
        case LibraryEventKind.WITHDRAW_REPLACED if same or not event.successors:
            yield _issue("cover.no_other_criterion", ref, "replaced by other criteria only, at least one")
        case LibraryEventKind.WITHDRAW_GAP if event.gap_notice is None:
            yield _issue("cover.no_notice", ref, "withdrawn with a gap but without a notice")
        case LibraryEventKind.WITHDRAW_LAW if event.law is None:
            yield _issue("cover.no_law", ref, "withdrawn for the law but without naming it")
    opens = event.transition_from
    if opens is not None and not (subject.life.valid_from or on) <= opens < on:
        yield _issue("life.transition", ref, "the transition ends before it begins", on=on.isoformat())
    yield from _check_law(subject, event)
    bare = bare_units(subject, event, ledger)
    if bare:
        yield _issue("cover.bare", ref, f"would leave bare: {shown_units(bare)}", units=shown_units(bare))


def _check_law(subject: Card, event: LibraryEvent) -> Iterator[Issue]:
    if event.law is not None and event.law.in_force_from > event.on:
        yield _issue(
            "cover.law_not_in_force",
            subject.ref,
            "the law is not in force that day",
            law=event.law.reference,
            on=event.law.in_force_from.isoformat(),
        )


def _check_filling(subject: Card, event: LibraryEvent) -> Iterator[Issue]:
    """A gap is filled by successors, or by a law in force by then. Source: DOMAIN 4.2, COVER."""
    if not event.successors and event.law is None:
        yield _issue("cover.no_other_criterion", subject.ref, "a gap is filled by at least one successor")
    yield from _check_law(subject, event)
    notice = subject.life.gap_notice_on(event.on)
    left = frozenset(() if notice is None else notice.units)
    for successor in event.successors:
        if not successor.units:
            yield _issue(
                "notice.nothing_filled",
                subject.ref,
                "the successor covers nothing of what is left open",
                successor=successor.ref,
                units=shown_units(left),
            )
    named = {unit for successor in event.successors for unit in successor.units}
    named |= set(() if event.law is None else event.law.units)
    if named - left:
        yield _issue(
            "notice.not_open",
            subject.ref,
            "names units that the notice does not leave open",
            units=shown_units(named - left),
        )


def _check_notice(subject: Card, event: LibraryEvent, notice: GapNotice, batch: Batch) -> Iterator[Issue]:
    """What a gap notice must say (I6); a renewed one is about exactly what is still open."""
    ref = subject.ref
    said = (notice.text, notice.meanwhile, notice.planned, notice.decided_by, notice.last_ref)
    if not batch.imported and not all((text or "").strip() for text in said):
        yield _issue(
            "notice.incomplete", ref, "text, meanwhile, planned, decided by and last text are missing"
        )
    units = frozenset(notice.units)
    if event.kind is LibraryEventKind.RENEW_NOTICE:
        before = subject.life.gap_notice_on(event.on)
        open_units = frozenset(() if before is None else before.units)
    else:
        open_units = subject.life.units_on(event.on)
    wrong = units - open_units or (
        open_units - units if event.kind is LibraryEventKind.RENEW_NOTICE else frozenset()
    )
    if wrong:
        yield _issue("notice.units", ref, "names other units than are left open", units=shown_units(wrong))


def _lineage(ref: str) -> str:
    return ref.partition(":")[0]
