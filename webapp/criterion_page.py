# SPDX-License-Identifier: EUPL-1.2
"""What the page of a criterion shows beside its words: where it went, who did what, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from criteria.documents.extract_model import Handler
from criteria.library.model import Label, Package, Words
from criteria.services.criterion_hours import CriterionHours, count_hours
from criteria.services.handlers import list_handlers
from criteria.services.installation import Installation
from criteria.services.library import CriterionView, list_labels, list_packages
from criteria.services.library_history import History, history
from criteria.services.library_past import Chain, follow_chain, group_then, list_group_titles
from webapp.criterion_view import criterion_view


@dataclass(frozen=True, slots=True)
class Asked:
    """Which day the reader asked about and as known when; ``None``: today, as known now."""

    day: date | None
    known_at: datetime | None
    viewer: str | None


@dataclass(frozen=True, slots=True)
class CriterionPage:
    """A criterion with everything its page shows.

    ``reason`` is why the version left force or is under revision. ``packages`` are those that hold it.
    """

    view: CriterionView
    history: History
    chain: Chain
    reason: str
    people: Mapping[str, Handler]
    groups: Mapping[str, Words]
    labels: Mapping[str, Label]
    packages: tuple[Package, ...]
    hours: CriterionHours


def criterion_page(installation: Installation, ref: str, asked: Asked) -> CriterionPage:
    """The page of one version as it stands on the day.

    Raises:
        NotFoundError: ``criterion.unknown`` or ``criterion.not_in_force``.
        RefusedError: ``criterion.ambiguous``.
    """
    view = criterion_view(installation, ref, as_of=asked.day, known_at=asked.known_at, viewer=asked.viewer)
    found = history(installation, view.id, as_of=asked.day, known_at=asked.known_at, viewer=asked.viewer)
    publication = view.publication
    reviewer = () if publication is None or publication.reviewer_id is None else (publication.reviewer_id,)
    ids = (*(line.actor_id for line in found.events), *reviewer)
    return CriterionPage(
        view=view,
        history=found,
        chain=follow_chain(
            installation, view.ref, as_of=view.as_of, known_at=asked.known_at, viewer=asked.viewer
        ),
        reason=_reason(view, found),
        people=list_handlers(installation, ids, asked.viewer),
        groups=_then_named(installation, view, asked),
        labels={label.id: label for label in list_labels(installation)},
        packages=tuple(item for item in list_packages(installation) if view.ref in item.members),
        hours=count_hours(installation, view.ref, viewer=asked.viewer),
    )


def _reason(view: CriterionView, found: History) -> str:
    """What was written at the last thing that happened to this version by the day."""
    told = (
        line.reason
        for line in found.events
        if line.ref == view.ref and line.reason and line.on is not None and line.on <= view.as_of
    )
    return next(told, "")


def _then_named(installation: Installation, view: CriterionView, asked: Asked) -> dict[str, Words]:
    """The groups the version was filed in on the day, under the names they had then (I10, I15)."""
    if asked.day is None and asked.known_at is None:
        now = list_group_titles(installation)
        return {group: now[group] for group in view.groups if group in now}
    return {
        group: group_then(installation, group, as_of=view.as_of, known_at=asked.known_at).title
        for group in view.groups
    }
