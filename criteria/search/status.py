# SPDX-License-Identifier: EUPL-1.2
"""The state of an indexed version on a day, from its intervals alone. Source: DOMAIN 4.1, ARCHITECTURE.

A date that passes writes no event, so the index holds intervals and the state is worked out per question.
``criteria.library.lifecycle`` decides from events; a test holds the two together day by day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from criteria.library.lifecycle import VersionStatus
from criteria.search.bits import bits_of, merged


@dataclass(frozen=True, slots=True)
class Intervals:
    """What the index keeps of a version's life; every interval is half open, [from, to)."""

    valid_from: date | None
    valid_to: date | None = None
    end_state: VersionStatus | None = None
    revisions: tuple[tuple[date, date | None], ...] = ()
    gap_filled_from: date | None = None

    def status_on(self, day: date) -> VersionStatus:
        """The state on a civil day."""
        if self.valid_from is None:
            return VersionStatus.DRAFT
        if day < self.valid_from:
            return VersionStatus.COMING
        if self.valid_to is not None and self.end_state is not None and day >= self.valid_to:
            filled = self.gap_filled_from is not None and self.gap_filled_from <= day
            return VersionStatus.WITHDRAWN_REPLACED if filled else self.end_state
        for start, end in self.revisions:
            if start <= day and (end is None or day < end):
                return VersionStatus.UNDER_REVISION
        return VersionStatus.PUBLISHED


#: Hits in a lower tier stand above all of a higher one: in force, draft, ended, not yet in force.
TIERS: dict[VersionStatus, int] = {
    VersionStatus.PUBLISHED: 0,
    VersionStatus.UNDER_REVISION: 0,
    VersionStatus.DRAFT: 1,
    VersionStatus.REVIEW: 1,
    VersionStatus.REJECTED: 1,
    VersionStatus.SUPERSEDED: 2,
    VersionStatus.WITHDRAWN_REPLACED: 2,
    VersionStatus.WITHDRAWN_GAP: 2,
    VersionStatus.WITHDRAWN_LAW: 2,
    VersionStatus.COMING: 3,
}

#: Gaps stand below what is in force, with what has ended. Source: DOMAIN section 6.
_GAP_TIER = 2
_TIER_COUNT = 4


class Dated(Protocol):
    """A document's head, as far as a day matters to it."""

    @property
    def kind(self) -> str:
        """What it is."""
        ...

    @property
    def life(self) -> Intervals | None:
        """The intervals of its life; ``None`` for what has no state."""
        ...

    def is_shown_on(self, day: date) -> bool:
        """Whether it is there on a day at all."""
        ...


@dataclass(frozen=True, slots=True)
class Day:
    """The state of every document on one day.

    ``statuses`` go by place, ``values`` are the places of each status, ``tiers`` those of each tier, and
    ``hidden`` those that are not there on the day.
    """

    day: date
    statuses: tuple[VersionStatus | None, ...]
    values: dict[str, int]
    tiers: tuple[int, ...]
    hidden: int

    @property
    def under_revision(self) -> int:
        """The places of versions under revision."""
        return self.values.get(VersionStatus.UNDER_REVISION.value, 0)

    def tier(self, place: int) -> int:
        """The tier of a document."""
        return next(tier for tier, bits in enumerate(self.tiers) if bits >> place & 1)

    def followed(self, gone: Iterable[int], added: Iterable[tuple[int, Dated]], size: int) -> Day:
        """The same day after documents left and came."""
        gone, added = tuple(gone), tuple(added)
        lost = bits_of(gone, size)
        statuses = list(self.statuses) + [None] * (size - len(self.statuses))
        for place in gone:
            statuses[place] = None
        for place, head in added:
            statuses[place] = _status(head, self.day)
        new = _tables(self.day, added, statuses, size)
        return Day(
            self.day,
            tuple(statuses),
            merged(self.values, lost, new.values),
            tuple(old & ~lost | bits for old, bits in zip(self.tiers, new.tiers, strict=True)),
            self.hidden & ~lost | new.hidden,
        )


def day_of(day: date, documents: Iterable[tuple[int, Dated]], size: int) -> Day:
    """The state of documents, given with their places, on a day."""
    documents = tuple(documents)
    statuses: list[VersionStatus | None] = [None] * size
    for place, head in documents:
        statuses[place] = _status(head, day)
    new = _tables(day, documents, statuses, size)
    return Day(day, tuple(statuses), new.values, new.tiers, new.hidden)


@dataclass(frozen=True, slots=True)
class _Tables:
    values: dict[str, int]
    tiers: tuple[int, ...]
    hidden: int


def _tables(
    day: date,
    documents: Iterable[tuple[int, Dated]],
    statuses: Sequence[VersionStatus | None],
    size: int,
) -> _Tables:
    values: dict[str, list[int]] = {}
    tiers: list[list[int]] = [[] for _ in range(_TIER_COUNT)]
    hidden: list[int] = []
    for place, head in documents:
        status = statuses[place]
        if status is not None:
            values.setdefault(status.value, []).append(place)
            tiers[TIERS[status]].append(place)
        else:
            tiers[_GAP_TIER if head.kind == "gap" else 0].append(place)
        if not head.is_shown_on(day):
            hidden.append(place)
    return _Tables(
        {value: bits_of(places, size) for value, places in values.items()},
        tuple(bits_of(places, size) for places in tiers),
        bits_of(hidden, size),
    )


def _status(head: Dated, day: date) -> VersionStatus | None:
    return None if head.life is None else head.life.status_on(day)
