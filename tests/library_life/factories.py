# SPDX-License-Identifier: EUPL-1.2
"""A small made-up library for the rules: cards, events and notices; a test changes one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from criteria.library.cover import Batch, Published, check_change
from criteria.library.ledger import GroupLine, Laid, card_of
from criteria.library.lifecycle import units_of
from criteria.library.model import (
    ChangeClass,
    CoverageUnit,
    CriterionVersion,
    GapNotice,
    GapReason,
    LawReference,
    LibraryEvent,
    LibraryEventKind,
    Successor,
)
from criteria.library.publication import Publication
from criteria.library.vocabulary import Aspect, Level, RequirementType
from tests.requirements.factories import make_version

START = date(2026, 1, 1)
TODAY = date(2027, 2, 20)
LATER = date(2027, 6, 1)
GROUPS = ("cleaning_services", "furniture", "it", "laundry")


def version(ref: str = "CLS-01:1@base", **changes: object) -> CriterionVersion:
    """A version in one group with one aspect."""
    changes.setdefault("groups", ("cleaning_services",))
    changes.setdefault("aspects", (Aspect.CHEMICALS,))
    return make_version(ref, **changes)


def ledger(*versions: CriterionVersion, owner: str | None = None, closed: str | None = None) -> Laid:
    """A ledger of published versions; ``closed`` names a group that is closed since before today."""
    laid = Laid(groups=[GroupLine(name, START if name == closed else None) for name in GROUPS])
    for item in versions:
        laid.put(card_of(item, item.valid_from or START, owner))
    return laid


def event(
    kind: LibraryEventKind, subject: CriterionVersion, on: date = TODAY, **parts: object
) -> LibraryEvent:
    """Something that happens to a version."""
    return LibraryEvent(on, kind, subject.ref, "Skäl.", **parts)  # type: ignore[arg-type]


def edge(
    old: CriterionVersion, new: CriterionVersion, change: ChangeClass = ChangeClass.CLARIFIED, **parts: object
) -> Successor:
    """An edge for all that the old version covers."""
    values = {"units": tuple(sorted(units_of(old))), **parts}
    return Successor(new.ref, change_class=change, **values)  # type: ignore[arg-type]


def replaced(old: CriterionVersion, *edges: Successor, on: date = TODAY) -> LibraryEvent:
    """A withdrawal for other criteria."""
    return event(LibraryEventKind.WITHDRAW_REPLACED, old, on, successors=edges)


def superseded(old: CriterionVersion, *edges: Successor, on: date = TODAY, **parts: object) -> LibraryEvent:
    """A new version of the same criterion takes over."""
    return event(LibraryEventKind.SUPERSEDE, old, on, successors=edges, **parts)


def notice(*units: CoverageUnit, ref: str = "CLS-01:1@base", **parts: object) -> GapNotice:
    """A whole gap notice about some units."""
    told = GapNotice(
        units=tuple(sorted(units)),
        reason_code=GapReason.OUTDATED_FACT,
        text="Märkningens villkor är under omprövning.",
        meanwhile="Ställ krav på säkerhetsdatablad.",
        planned="Hösten 2027",
        decided_by="Kriterieförvaltaren, Ekby kommun",
        last_ref=ref,
    )
    return replace(told, **parts)  # type: ignore[arg-type]


def gap(old: CriterionVersion, told: GapNotice | None = None, on: date = TODAY) -> LibraryEvent:
    """A withdrawal with a gap notice about all that the version covers."""
    return event(
        LibraryEventKind.WITHDRAW_GAP, old, on, gap_notice=told or notice(*units_of(old), ref=old.ref)
    )


def law(old: CriterionVersion, since: date = START, on: date = TODAY) -> LibraryEvent:
    """A withdrawal since the law has caught up."""
    reference = LawReference(tuple(units_of(old)), "Förordning (EU) 2023/1464", since, "Lagen räcker.")
    return event(LibraryEventKind.WITHDRAW_LAW, old, on, law=reference)


def publication(item: CriterionVersion, on: date = TODAY, **parts: object) -> Publication:
    """How a version is published: written by one, reviewed by another."""
    made = Publication(item.ref, on, None, None, None, None, "user-1", "user-2", True, None, ())
    return replace(made, **parts)  # type: ignore[arg-type]


def published(
    item: CriterionVersion, on: date = TODAY, owner: str | None = None, **parts: object
) -> Published:
    """A version on its way into the library."""
    return Published(item, publication(item, on, **parts), owner)


def batch(*events: LibraryEvent, publish: tuple[Published, ...] = (), today: date = TODAY) -> Batch:
    """What one transaction does."""
    return Batch(today, publish, events)


def codes(laid: Laid, *events: LibraryEvent, publish: tuple[Published, ...] = ()) -> list[str]:
    """The codes of everything that stands in the way of a batch."""
    return [issue.code for issue in check_change(laid, batch(*events, publish=publish))]


def unit(
    group: str = "cleaning_services",
    aspect: Aspect = Aspect.CHEMICALS,
    level: Level = Level.BASE,
    type: RequirementType = RequirementType.TECHNICAL_SPECIFICATION,
) -> CoverageUnit:
    """A coverage unit."""
    return CoverageUnit(group, aspect, level, type)
