# SPDX-License-Identifier: EUPL-1.2
"""Which state a version is in on a day, where it is filed and what it covers then. Source: DOMAIN 4.1, 4.2.

The state of a published version is never stored: it follows from the day it was valid from and the library
events about it. Intervals are half open, [from, to), in civil dates of Europe/Stockholm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from criteria.library.model import (
    CoverageUnit,
    CriterionVersion,
    GapNotice,
    LawReference,
    LibraryEvent,
    LibraryEventKind,
    Move,
    Successor,
)


class Stage(str, Enum):
    """How far a version that is not published has come. Source: DOMAIN 4.1."""

    DRAFT = "draft"
    REVIEW = "review"
    REJECTED = "rejected"


class VersionStatus(str, Enum):
    """The state of a criterion version on a given day."""

    DRAFT = "draft"
    REVIEW = "review"
    REJECTED = "rejected"
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

    @property
    def is_unpublished(self) -> bool:
        """Whether a version in this state is for editors only."""
        return self in _STAGES.values()


_STAGES = {stage: VersionStatus(stage.value) for stage in Stage}
_ENDINGS = {
    LibraryEventKind.SUPERSEDE: VersionStatus.SUPERSEDED,
    LibraryEventKind.WITHDRAW_REPLACED: VersionStatus.WITHDRAWN_REPLACED,
    LibraryEventKind.WITHDRAW_GAP: VersionStatus.WITHDRAWN_GAP,
    LibraryEventKind.WITHDRAW_LAW: VersionStatus.WITHDRAWN_LAW,
}


@dataclass(frozen=True, slots=True)
class Life:
    """What has happened to one version; ``events`` in the order they were recorded.

    ``groups`` and ``units`` are those it was published with. ``stage`` counts only while ``valid_from`` is
    ``None``.
    """

    valid_from: date | None
    events: tuple[LibraryEvent, ...] = ()
    stage: Stage = Stage.DRAFT
    groups: tuple[str, ...] = ()
    units: frozenset[CoverageUnit] = frozenset()

    @property
    def ending(self) -> LibraryEvent | None:
        """The event that took the version out of force, if one is recorded."""
        return next((event for event in self.events if event.kind.is_ending), None)

    @property
    def valid_to(self) -> date | None:
        """The first day the version is no longer in force, or ``None`` while open."""
        return None if self.ending is None else self.ending.on

    @property
    def gap_filled_on(self) -> date | None:
        """The day from which nothing of the gap notice is left, or ``None``."""
        ending = self.ending
        if ending is None or ending.kind is not LibraryEventKind.WITHDRAW_GAP:
            return None
        for event in self.events:
            if event.kind is LibraryEventKind.FILL_GAP and not self._unfilled(event.on):
                return event.on
        return None

    def revision_intervals(self) -> tuple[tuple[date, date | None], ...]:
        """The intervals in which the version was under revision, oldest first."""
        found: list[tuple[date, date | None]] = []
        for event in self.events:
            if event.kind is LibraryEventKind.START_REVISION:
                found.append((event.on, None))
            elif (
                found
                and found[-1][1] is None
                and (event.kind.is_ending or event.kind is LibraryEventKind.STOP_REVISION)
            ):
                found[-1] = (found[-1][0], event.on)
        return tuple(found)

    def status_on(self, day: date) -> VersionStatus:
        """The state on a civil day."""
        if self.valid_from is None:
            return _STAGES[self.stage]
        if day < self.valid_from:
            return VersionStatus.COMING
        ending = self.ending
        if ending is not None and day >= ending.on:
            filled = self.gap_filled_on
            is_filled = filled is not None and filled <= day
            return VersionStatus.WITHDRAWN_REPLACED if is_filled else _ENDINGS[ending.kind]
        for start, end in self.revision_intervals():
            if start <= day and (end is None or day < end):
                return VersionStatus.UNDER_REVISION
        return VersionStatus.PUBLISHED

    def groups_on(self, day: date) -> tuple[str, ...]:
        """The groups the version is filed in on a day, first the one it was published in if still there."""
        groups = self.groups
        for move in self._moves(day):
            kept = tuple(group for group in groups if group not in move.leave)
            groups = (*kept, *(group for group in move.join if group not in kept))
        return groups

    def units_on(self, day: date) -> frozenset[CoverageUnit]:
        """The coverage units on a day: those it was published with, in the groups it is filed in then."""
        groups = self.groups_on(day)
        if groups == self.groups:
            return self.units
        return frozenset(replace(unit, group=group) for unit in self.units for group in groups)

    def successors_on(self, day: date) -> tuple[Successor, ...]:
        """What carries the version on, as recorded for that day."""
        return tuple(successor for event in self._taken_effect(day) for successor in event.successors)

    def gap_notice_on(self, day: date) -> GapNotice | None:
        """The gap notice in force that day, with the units that are still without a successor."""
        if self.status_on(day) is not VersionStatus.WITHDRAWN_GAP:
            return None
        notices = [event.gap_notice for event in self._taken_effect(day) if event.gap_notice is not None]
        if not notices:
            return None
        left = self._unfilled(day)
        return replace(notices[-1], units=tuple(unit for unit in notices[-1].units if unit in left))

    def law_on(self, day: date) -> LawReference | None:
        """The law that took over by that day."""
        return next((event.law for event in self._taken_effect(day) if event.law), None)

    def reviewed_on(self, day: date) -> date | None:
        """When somebody last looked through the version without changing it, by that day."""
        reviews = (event.on for event in self._taken_effect(day) if event.kind is LibraryEventKind.REVIEWED)
        return max(reviews, default=None)

    def _unfilled(self, day: date) -> frozenset[CoverageUnit]:
        named = next((event.gap_notice.units for event in self.events if event.gap_notice is not None), ())
        fillings = [e for e in self._taken_effect(day) if e.kind is LibraryEventKind.FILL_GAP]
        filled = {unit for event in fillings for edge in event.successors for unit in edge.units}
        filled |= {unit for event in fillings if event.law is not None for unit in event.law.units}
        return frozenset(named) - filled

    def _moves(self, day: date) -> Iterable[Move]:
        return (event.move for event in self._taken_effect(day) if event.move is not None)

    def _taken_effect(self, day: date) -> Iterable[LibraryEvent]:
        return (event for event in self.events if event.on <= day)


def units_of(version: CriterionVersion) -> frozenset[CoverageUnit]:
    """The coverage units a version is published with: one per group and aspect. Source: DOMAIN 4.2."""
    return frozenset(
        CoverageUnit(group, aspect, version.level, version.type)
        for group in version.groups
        for aspect in version.aspects
    )


def life_of(
    version: CriterionVersion,
    valid_from: date | None,
    events: tuple[LibraryEvent, ...] = (),
    stage: Stage = Stage.DRAFT,
) -> Life:
    """The life of a version that was valid from a day, with what has happened to it since."""
    return Life(valid_from, events, stage, version.groups, units_of(version))
