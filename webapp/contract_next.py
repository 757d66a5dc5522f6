# SPDX-License-Identifier: EUPL-1.2
"""What comes next in a contract: an open deviation, the declaration form, the next task.

After award nothing is known of the supplier's own view until the form has been sent, so it comes before the
checks; a deviation that is due sooner comes before both (product decision; DOMAIN 3.7 and 4.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followup.deviations.model import DeviationStatus
from followup.services.contract_views import TaskView
from followup.services.deviations import DeviationView


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What is offered first. ``deviation`` is None where none is due before the next task."""

    deviation: DeviationView | None
    deviation_due: date | None
    sends_form: bool


def next_steps(
    task: TaskView | None, open_deviations: tuple[DeviationView, ...], *, declared: bool, asks: bool
) -> NextSteps:
    """The first steps; ``declared`` once a declaration has come, ``asks`` where there is something to ask."""
    dated = [(due_of(item), item) for item in open_deviations]
    first = min(dated, key=lambda pair: (pair[0] or date.max, pair[1].id), default=(None, None))
    sooner = first[1] is not None and (task is None or (first[0] is not None and first[0] <= task.due))
    return NextSteps(
        deviation=first[1] if sooner else None,
        deviation_due=first[0] if sooner else None,
        sends_form=asks and not declared,
    )


def due_of(deviation: DeviationView) -> date | None:
    """When the next step of a deviation is due: the notice first, then the answer or the remedy."""
    return deviation.notice_due if deviation.status is DeviationStatus.FOUND else deviation.awaited_by
