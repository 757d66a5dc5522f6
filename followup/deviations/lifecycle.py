# SPDX-License-Identifier: EUPL-1.2
"""The life of a deviation: which step is allowed from where, what it needs, and the colour.

Source: DOMAIN 3.7 and 4.6. A sanction is decided outside the product as yet: an escalated deviation ends by
being remedied or waived. Times are defaults [assumption].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from criteria.errors import InvalidInputError, RefusedError
from followup.deviations.model import CLOSED, Colour, Deviation, DeviationStatus, Severity, Step, StepKind
from followup.log.assessment import shown_as
from followup.log.model import VERIFIED, Outcome, Result
from followup.plan.working_days import add_working_days

NOTICE_WORKING_DAYS = 5
REPLY_WORKING_DAYS = 10
_MAX_TEXT = 4000

_S = DeviationStatus
_STEPS: dict[StepKind, tuple[frozenset[DeviationStatus], DeviationStatus]] = {
    StepKind.NOTIFY: (frozenset({_S.FOUND}), _S.NOTIFIED),
    StepKind.DROP: (frozenset({_S.FOUND}), _S.CLOSED_UNFOUNDED),
    StepKind.ACCEPT: (frozenset({_S.NOTIFIED}), _S.PLAN_WANTED),
    StepKind.CONTEST: (frozenset({_S.NOTIFIED}), _S.CONTESTED),
    StepKind.UPHOLD: (frozenset({_S.CONTESTED}), _S.PLAN_WANTED),
    StepKind.GIVE_WAY: (frozenset({_S.CONTESTED}), _S.CLOSED_UNFOUNDED),
    # A plan is an answer too: a supplier who sends one has accepted.
    StepKind.PLAN: (frozenset({_S.NOTIFIED, _S.PLAN_WANTED}), _S.REMEDYING),
    StepKind.RECHECK: (frozenset({_S.REMEDYING, _S.ESCALATED}), _S.RECHECK),
    StepKind.CLOSE: (frozenset({_S.RECHECK}), _S.CLOSED_REMEDIED),
    StepKind.ESCALATE: (
        frozenset({_S.NOTIFIED, _S.CONTESTED, _S.PLAN_WANTED, _S.REMEDYING, _S.RECHECK}),
        _S.ESCALATED,
    ),
    StepKind.WAIVE: (frozenset({_S.ESCALATED}), _S.WAIVED),
}
#: Steps whose answer is waited for until a day, and fail when it passes.
_SETS_DATE = frozenset({StepKind.NOTIFY, StepKind.ACCEPT, StepKind.UPHOLD, StepKind.PLAN})


@dataclass(frozen=True, slots=True)
class Wish:
    """A step somebody wants to take. ``text`` is the notice, answer, plan or reason that goes with it."""

    kind: StepKind
    text: str
    by_id: str
    at: datetime
    on: date
    by_date: date | None = None
    severity: Severity | None = None


def propose_severity(result: Result, *, declared: bool) -> Severity:
    """A proposal a person confirms: a finding against the supplier's own "yes" may be a false statement."""
    if result is Result.PARTLY_MET:
        return Severity.MINOR
    return Severity.SEVERE if declared else Severity.MAJOR


def take_step(deviation: Deviation, wish: Wish, closing: Outcome | None = None) -> Deviation:
    """The deviation after a step; ``closing`` is the later outcome that shows the remedy (DV2).

    Raises:
        RefusedError: ``deviation.wrong_state``, ``deviation.drop_late`` or ``deviation.not_remedied``.
        InvalidInputError: ``deviation.text_missing``, ``deviation.text_long`` or ``deviation.date_passed``.
    """
    # Finding is how a deviation begins; it is in no table, since no state leads there.
    allowed, after = _STEPS.get(wish.kind, ((), deviation.status))
    if deviation.status not in allowed:
        raise RefusedError(
            "deviation.wrong_state", where=deviation.id, status=deviation.status.value, step=wish.kind.value
        )
    text = wish.text.strip()
    if not text:
        raise InvalidInputError("deviation.text_missing", where="text", step=wish.kind.value)
    if len(text) > _MAX_TEXT:
        raise InvalidInputError("deviation.text_long", where="text", limit=_MAX_TEXT)
    if wish.kind is StepKind.DROP and wish.on > notice_due(deviation):
        raise RefusedError("deviation.drop_late", where=deviation.id, limit=notice_due(deviation))
    if wish.kind is StepKind.CLOSE:
        _require_remedy(deviation, closing)
    step = Step(
        number=len(deviation.steps) + 1,
        kind=wish.kind,
        status=after,
        text=text,
        by_id=wish.by_id,
        at=wish.at,
        on=wish.on,
        by_date=_by_date(wish),
        outcome_id=None if closing is None else closing.id,
    )
    return replace(deviation, severity=wish.severity or deviation.severity, steps=(*deviation.steps, step))


def notice_due(deviation: Deviation) -> date:
    """The day by which the supplier should be told ("inom skälig tid")."""
    return add_working_days(deviation.found_on, NOTICE_WORKING_DAYS)


def days_to_notice(deviation: Deviation) -> int | None:
    """Calendar days from finding to notice, None before the notice (DV3)."""
    told = deviation.notified_on
    return None if told is None else (told - deviation.found_on).days


def awaited_by(deviation: Deviation) -> date | None:
    """The day something is waited for by: the notice, the supplier's answer, the plan or the remedy."""
    if deviation.status is DeviationStatus.FOUND:
        return notice_due(deviation)
    if deviation.status in CLOSED:
        return None
    return deviation.steps[-1].by_date


def colour_on(deviation: Deviation, day: date) -> Colour:
    """Green when closed, red when escalated or late, yellow while it is being handled in time (DV4)."""
    if deviation.status in CLOSED:
        return Colour.GREEN
    awaited = awaited_by(deviation)
    late = awaited is not None and day > awaited
    return Colour.RED if late or deviation.status is DeviationStatus.ESCALATED else Colour.YELLOW


def _by_date(wish: Wish) -> date | None:
    if wish.kind not in _SETS_DATE:
        return None
    day = wish.by_date or add_working_days(wish.on, REPLY_WORKING_DAYS)
    if day < wish.on:
        raise InvalidInputError("deviation.date_passed", where="by", given=day, today=wish.on)
    return day


def _require_remedy(deviation: Deviation, closing: Outcome | None) -> None:
    if (
        closing is None
        or closing.line != deviation.line
        or closing.place <= deviation.place
        or closing.strength < deviation.strength
        or shown_as(closing) not in VERIFIED
    ):
        raise RefusedError("deviation.not_remedied", where=deviation.id, number=deviation.number)
