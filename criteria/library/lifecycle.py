# SPDX-License-Identifier: EUPL-1.2
"""Which state a published version is in on a day, from what has happened to it. Source: DOMAIN 4.1.

State is never stored: it follows from the day it was valid from and the library events about it.
Intervals are half open, [from, to), in civil dates of Europe/Stockholm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from criteria.library.model import (
    CoverageUnit,
    CriterionVersion,
    GapNotice,
    LawReference,
    LibraryEvent,
    LibraryEventKind,
    Successor,
)


class VersionStatus(str, Enum):
    """The state of a criterion version on a given day."""

    DRAFT = "draft"
    COMING = "coming"
    PUBLISHED = "published"
    UNDER_REVISION = "under_revision"
    SUPERSEDED = "superseded"
    WITHDRAWN_REPLACED = "withdrawn_replaced"
    WITHDRAWN_GAP = "withdrawn_gap"
    WITHDRAWN_LAW = "withdrawn_law"

    @property
    def is_in_force(self) -> bool:
        """Whether a version in this state may be demanded."""
        return self in (VersionStatus.PUBLISHED, VersionStatus.UNDER_REVISION)


_ENDINGS = {
    LibraryEventKind.SUPERSEDE: VersionStatus.SUPERSEDED,
    LibraryEventKind.WITHDRAW_REPLACED: VersionStatus.WITHDRAWN_REPLACED,
    LibraryEventKind.WITHDRAW_GAP: VersionStatus.WITHDRAWN_GAP,
    LibraryEventKind.WITHDRAW_LAW: VersionStatus.WITHDRAWN_LAW,
}


@dataclass(frozen=True, slots=True)
class Life:
    """What has happened to one version; ``events`` in the order they were recorded."""

    valid_from: date | None
    events: tuple[LibraryEvent, ...] = ()

    @property
    def ending(self) -> LibraryEvent | None:
        """The event that took the version out of force, if one is recorded."""
        return next((event for event in self.events if event.kind in _ENDINGS), None)

    @property
    def valid_to(self) -> date | None:
        """The first day the version is no longer in force, or ``None`` while open."""
        return None if self.ending is None else self.ending.on

    def revision_intervals(self) -> tuple[tuple[date, date | None], ...]:
        """The intervals in which the version was under revision, oldest first."""
        found: list[tuple[date, date | None]] = []
        for event in self.events:
            if event.kind is LibraryEventKind.START_REVISION:
                found.append((event.on, None))
            elif found and found[-1][1] is None and event.kind in (*_ENDINGS, LibraryEventKind.STOP_REVISION):
                found[-1] = (found[-1][0], event.on)
        return tuple(found)

    def status_on(self, day: date) -> VersionStatus:
        """The state on a civil day."""
        if self.valid_from is None:
            return VersionStatus.DRAFT
        if day < self.valid_from:
            return VersionStatus.COMING
        ending = self.ending
        if ending is not None and day >= ending.on:
            filled = any(event.kind is LibraryEventKind.FILL_GAP and event.on <= day for event in self.events)
            return VersionStatus.WITHDRAWN_REPLACED if filled else _ENDINGS[ending.kind]
        for start, end in self.revision_intervals():
            if start <= day and (end is None or day < end):
                return VersionStatus.UNDER_REVISION
        return VersionStatus.PUBLISHED

    def successors_on(self, day: date) -> tuple[Successor, ...]:
        """What carries the version on, as recorded for that day."""
        return tuple(successor for event in self._taken_effect(day) for successor in event.successors)

    def gap_notice_on(self, day: date) -> GapNotice | None:
        """The gap notice in force that day, if nothing has filled the gap."""
        if self.status_on(day) is not VersionStatus.WITHDRAWN_GAP:
            return None
        return next((event.gap_notice for event in self._taken_effect(day) if event.gap_notice), None)

    def law_on(self, day: date) -> LawReference | None:
        """The law that took over by that day."""
        return next((event.law for event in self._taken_effect(day) if event.law), None)

    def _taken_effect(self, day: date) -> Iterable[LibraryEvent]:
        return (event for event in self.events if event.on <= day)


def units_of(version: CriterionVersion) -> frozenset[CoverageUnit]:
    """The coverage units a version covers: one per group and aspect. Source: DOMAIN 4.2."""
    return frozenset(
        CoverageUnit(group, aspect, version.level, version.type)
        for group in version.groups
        for aspect in version.aspects
    )
