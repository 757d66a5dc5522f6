# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a package when members leave force. Source: DOMAIN 4.2, I16: never silently shorter.

A package is a line of versions, each in force from its day until the day of the next. What happens to the
library may be dated ahead, so one change can give several versions: one for its own day, and one in place of
each that was to come in force later.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from criteria.library.model import LibraryEvent, LibraryEventKind, Package

#: Gives what is recorded about a version, in any order.
EventsOf = Callable[[str], Iterable[LibraryEvent]]


def package_on(versions: Iterable[Package], day: date) -> Package | None:
    """The version of a package in force on a day: of the latest day, the one made last."""
    begun = [package for package in versions if _since(package) <= day]
    return max(begun, key=lambda package: (_since(package), package.version), default=None)


@dataclass(frozen=True, slots=True)
class PackagePeriod:
    """When a version of a package is in force: from a day (``None``: always so) up to another."""

    package: Package
    since: date | None
    until: date | None


def package_periods(versions: Iterable[Package]) -> tuple[PackagePeriod, ...]:
    """The versions of a package that are ever in force, by day; of those of one day the one made last."""
    last = {_since(package): package for package in sorted(versions, key=lambda item: item.version)}
    days = sorted(last)
    return tuple(
        PackagePeriod(last[day], last[day].valid_from, until)
        for day, until in zip(days, (*days[1:], None), strict=True)
    )


def renewed(
    versions: tuple[Package, ...], events: Iterable[LibraryEvent], events_of: EventsOf
) -> tuple[Package, ...]:
    """The new versions of a package that events give rise to, by day; none when no member is concerned.

    Exactly one successor at the same level takes a member's place. Otherwise the member stays and is marked
    in ``warnings``, until its gap is filled. What is recorded already about a version that takes a place is
    carried on in the same way.
    """
    line = _Line({_since(package): package for package in sorted(versions, key=lambda item: item.version)})
    line.follow(events)
    while line.waiting:
        heir = line.apply(heapq.heappop(line.waiting)[2])
        if heir is not None:
            line.follow(events_of(heir))
    last = max(package.version for package in versions)
    return tuple(
        replace(line.packages[day], version=last + number)
        for number, day in enumerate(sorted(line.changed), start=1)
    )


@dataclass(slots=True)
class _Line:
    """The versions of one package by the day they begin, while events are applied in order of their days."""

    packages: dict[date, Package]
    changed: set[date] = field(default_factory=set)
    waiting: list[tuple[date, int, LibraryEvent]] = field(default_factory=list)
    seen: int = 0

    def follow(self, events: Iterable[LibraryEvent]) -> None:
        """Put events in the queue."""
        for event in events:
            if event.kind.is_ending or event.kind is LibraryEventKind.FILL_GAP:
                self.seen += 1
                heapq.heappush(self.waiting, (event.on, self.seen, event))

    def apply(self, event: LibraryEvent) -> str | None:
        """Let an event take effect on its day and on every later one; gives what took the member's place."""
        begun = [day for day in self.packages if day <= event.on]
        if not begun:
            return None
        if event.subject in self.packages[max(begun)].members:
            self.packages.setdefault(event.on, replace(self.packages[max(begun)], valid_from=event.on))
        heir = None
        for day in [day for day in self.packages if day >= event.on]:
            before = self.packages[day]
            after, taken = _applied(before, event)
            heir = taken or heir
            if after != before:
                self.packages[day] = after
                self.changed.add(day)
        return heir


def _applied(package: Package, event: LibraryEvent) -> tuple[Package, str | None]:
    """The package after an event, and what took the member's place in it."""
    if event.subject not in package.members:
        return package, None
    heir = _heir(package.members, event)
    if heir is None:
        marked = dict.fromkeys((*package.warnings, event.subject))
        return replace(package, warnings=tuple(marked)), None
    members = tuple(heir if ref == event.subject else ref for ref in package.members)
    warnings = tuple(ref for ref in package.warnings if ref != event.subject)
    return replace(package, members=members, warnings=warnings), heir


def _heir(members: tuple[str, ...], event: LibraryEvent) -> str | None:
    """The one successor that may stand in the member's place."""
    named = {successor.ref for successor in event.successors}
    only = next(iter(named), "") if len(named) == 1 else ""
    same_level = only.partition("@")[2] == event.subject.partition("@")[2]
    return only if same_level and only not in members else None


def _since(package: Package) -> date:
    return package.valid_from or date.min
