# SPDX-License-Identifier: EUPL-1.2
"""No removal before replacement: what a withdrawal would leave bare. Source: DOMAIN 4.2, COVER.

One step is enough: a successor must itself cover the units it is named for, so its own withdrawal later
has to cover them again, and by induction every chain ends in something in force, a notice or a law.
"""

from __future__ import annotations

from collections.abc import Callable

from criteria.library.lifecycle import units_of
from criteria.library.model import CoverageUnit, CriterionVersion, LibraryEvent

#: Gives the version with a full reference if it is in force on the day of the event, else ``None``.
InForce = Callable[[str], CriterionVersion | None]


def bare_units(subject: CriterionVersion, event: LibraryEvent, in_force: InForce) -> frozenset[CoverageUnit]:
    """The coverage units of ``subject`` that nothing would carry on from the day of ``event``."""
    covered: set[CoverageUnit] = set()
    for successor in event.successors:
        version = in_force(successor.ref)
        if version is not None and successor.ref != subject.ref:
            covered |= set(successor.units) & units_of(version)
    if event.gap_notice is not None:
        covered |= set(event.gap_notice.units)
    if event.law is not None and event.law.in_force_from <= event.on:
        covered |= set(event.law.units)
    return units_of(subject) - covered
