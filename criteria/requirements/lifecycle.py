# SPDX-License-Identifier: EUPL-1.2
"""The life of a requirement set: which step is allowed from where. Source: DOMAIN 4.3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from criteria.errors import InvalidInputError, RefusedError
from criteria.requirements.model import Decision, DecisionKind, RequirementSet, SetStatus

_STEPS: dict[DecisionKind, tuple[frozenset[SetStatus], SetStatus]] = {
    DecisionKind.SENT_FOR_REVIEW: (frozenset({SetStatus.DRAFT}), SetStatus.INTERNAL_REVIEW),
    DecisionKind.RETURNED: (frozenset({SetStatus.INTERNAL_REVIEW}), SetStatus.DRAFT),
    DecisionKind.LOCKED: (frozenset({SetStatus.INTERNAL_REVIEW}), SetStatus.LOCKED),
    DecisionKind.UNLOCKED: (frozenset({SetStatus.LOCKED}), SetStatus.DRAFT),
    DecisionKind.PUBLISHED: (frozenset({SetStatus.LOCKED}), SetStatus.PUBLISHED),
    DecisionKind.AMENDED: (frozenset({SetStatus.PUBLISHED}), SetStatus.PUBLISHED),
    # Direct award may skip publication, with the same hashes; several suppliers may sign for one set.
    DecisionKind.CONTRACTED: (
        frozenset({SetStatus.LOCKED, SetStatus.CLOSED_FOR_TENDERS, SetStatus.CONTRACTED}),
        SetStatus.CONTRACTED,
    ),
    DecisionKind.CANCELLED: (
        frozenset(
            {
                SetStatus.DRAFT,
                SetStatus.INTERNAL_REVIEW,
                SetStatus.LOCKED,
                SetStatus.PUBLISHED,
                SetStatus.CLOSED_FOR_TENDERS,
            }
        ),
        SetStatus.CANCELLED,
    ),
}
_NEEDS_REASON = frozenset(
    {DecisionKind.UNLOCKED, DecisionKind.CANCELLED, DecisionKind.AMENDED, DecisionKind.RETURNED}
)
_AFTER_LOCK = frozenset(
    {SetStatus.LOCKED, SetStatus.PUBLISHED, SetStatus.CLOSED_FOR_TENDERS, SetStatus.CONTRACTED}
)


def status_on(set_: RequirementSet, day: date) -> SetStatus:
    """The state on a civil day: a published set is closed for tenders from the day after its deadline."""
    over = set_.deadline_on is not None and day > set_.deadline_on
    return SetStatus.CLOSED_FOR_TENDERS if set_.status is SetStatus.PUBLISHED and over else set_.status


def is_sealed(set_: RequirementSet) -> bool:
    """Whether the set stands on a seal."""
    return set_.status in _AFTER_LOCK


def decide(set_: RequirementSet, decision: Decision, day: date) -> RequirementSet:
    """The set after a step, with the decision kept.

    Raises:
        RefusedError: ``set.tenders_closed`` when the deadline has passed (R6), or ``set.wrong_state``.
        InvalidInputError: ``set.reason_missing``.
    """
    status = status_on(set_, day)
    allowed, after = _STEPS[decision.kind]
    if status not in allowed:
        closed = status is SetStatus.CLOSED_FOR_TENDERS
        code = "set.tenders_closed" if closed and decision.kind is DecisionKind.AMENDED else "set.wrong_state"
        raise RefusedError(
            code,
            where=set_.id,
            status=status.value,
            step=decision.kind.value,
            deadline=str(set_.deadline_on or ""),
        )
    if decision.kind in _NEEDS_REASON and not (decision.reason or "").strip():
        raise InvalidInputError("set.reason_missing", where="reason", step=decision.kind.value)
    return replace(set_, status=after, decisions=(*set_.decisions, decision))


def with_dates(
    set_: RequirementSet, published_on: date, deadline_on: date, diary: str | None
) -> RequirementSet:
    """The set with its advertising dates, and the diary number where one is given.

    Raises:
        InvalidInputError: ``set.deadline_before_publication``.
    """
    if deadline_on <= published_on:
        raise InvalidInputError(
            "set.deadline_before_publication", where="deadline", published=published_on, deadline=deadline_on
        )
    return replace(set_, published_on=published_on, deadline_on=deadline_on, diary=diary or set_.diary)
