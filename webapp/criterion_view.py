# SPDX-License-Identifier: EUPL-1.2
"""A criterion as page, API and command show it: its words, and how it went where it was used."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from criteria.services.installation import Installation
from criteria.services.library import CriterionView, show_criterion
from followup.services.figures import outcome_figures


def criterion_view(
    installation: Installation,
    ref: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    viewer: str | None = None,
) -> CriterionView:
    """One version with all its parts, and what the viewing organisation's own log says of it.

    ``viewer`` is the organisation that reads; without one the figures are all nought, since nobody sees what
    another organisation has found (ARCHITECTURE, invariant 7).

    Raises:
        NotFoundError: ``criterion.unknown`` or ``criterion.not_in_force``.
        RefusedError: ``criterion.ambiguous``.
    """
    view = show_criterion(installation, ref, as_of=as_of, known_at=known_at, viewer=viewer)
    if viewer is None:
        return view
    return replace(view, outcomes=outcome_figures(installation, viewer, view.ref))
