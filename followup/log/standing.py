# SPDX-License-Identifier: EUPL-1.2
"""How the requirements of a contract stand on a day, and the counts that overviews and reports show.

Every requirement that is followed up is counted once, by its latest outcome that nobody has corrected; one
without outcome counts as unchecked, so that what nobody has looked at is seen first (DOMAIN 3.7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from followup.log.assessment import shown_as
from followup.log.model import Outcome, ShownAs


@dataclass(frozen=True, slots=True)
class LineStanding:
    """How one requirement stands; ``outcome`` is the latest one that holds, None if there is none."""

    line: int
    shown_as: ShownAs
    outcome: Outcome | None


def in_force(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes that no later one corrects, in the order given."""
    every = tuple(outcomes)
    corrected = {outcome.corrects for outcome in every if outcome.corrects is not None}
    return tuple(outcome for outcome in every if outcome.id not in corrected)


def standings(lines: Iterable[int], outcomes: Iterable[Outcome], day: date) -> tuple[LineStanding, ...]:
    """Each requirement's standing on a day, in the order of ``lines``."""
    latest: dict[int, Outcome] = {}
    for outcome in sorted(in_force(outcomes), key=lambda item: (item.observed_on, item.place)):
        latest[outcome.line] = outcome
    return tuple(
        LineStanding(
            line,
            shown_as(latest[line], day) if line in latest else ShownAs.UNCHECKED,
            latest.get(line),
        )
        for line in lines
    )


def count_by_shown(found: Iterable[LineStanding]) -> dict[ShownAs, int]:
    """How many requirements stand each way; every way is there, unchecked first."""
    order = (ShownAs.UNCHECKED, *(item for item in ShownAs if item is not ShownAs.UNCHECKED))
    counts = dict.fromkeys(order, 0)
    for standing in found:
        counts[standing.shown_as] += 1
    return counts
