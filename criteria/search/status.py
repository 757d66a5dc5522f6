# SPDX-License-Identifier: EUPL-1.2
"""The state of an indexed version on a day, from its intervals alone. Source: DOMAIN 4.1, ARCHITECTURE.

A date that passes writes no event, so the index holds intervals and the state is worked out per question.
``criteria.library.lifecycle`` decides from events; a test holds the two together day by day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.library.lifecycle import VersionStatus


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
    VersionStatus.SUPERSEDED: 2,
    VersionStatus.WITHDRAWN_REPLACED: 2,
    VersionStatus.WITHDRAWN_GAP: 2,
    VersionStatus.WITHDRAWN_LAW: 2,
    VersionStatus.COMING: 3,
}
