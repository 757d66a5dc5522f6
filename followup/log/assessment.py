# SPDX-License-Identifier: EUPL-1.2
"""The strength an outcome rests on, how it is shown, and where it leaves its task.

Strength comes from the evidence, never from the method's name. Source: DOMAIN 3.5 (rules a to d), 4.4 (T5)
and the CLI contract.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from criteria.errors import InvalidInputError
from followup.evidence.model import EvidenceItem
from followup.log.model import EvidenceUse, Outcome, Result, ShownAs
from followup.plan.model import TaskStatus

#: The supplier's own word, and what everything else falls to when it lapses or is about something else.
OWN_WORD = 1
#: Below this nothing is ever shown as verified, whatever a template says (T5).
LEAST_VERIFIED = 2
MAX_NOTE = 4000
_MAX_HOURS = Decimal(1000)
_QUARTER = Decimal("0.25")


def use_evidence(item: EvidenceItem, line: int) -> EvidenceUse:
    """An item as an outcome about a requirement may use it: about anything else it is own word (rule a)."""
    about = item.strength if item.about_line == line else min(item.strength, OWN_WORD)
    return EvidenceUse(item.id, item.sha256, item.kind, about, item.dated_on, item.valid_to)


def strength_on(evidence: Iterable[EvidenceUse], day: date) -> int:
    """The strongest of the evidence on a day; what has lapsed falls to 1 (rule c), nothing at all is 0."""
    return max((_on_day(item, day) for item in evidence), default=0)


def show(result: Result, strength: int, min_strength: int) -> ShownAs:
    """How a result is shown, given the strength it rests on.

    >>> show(Result.MET, 1, 1).value
    'declared_not_verified'
    """
    if result not in (Result.MET, Result.MET_WITH_REMARK):
        return ShownAs(result.value)
    if strength < LEAST_VERIFIED:
        return ShownAs.DECLARED_NOT_VERIFIED
    if strength < min_strength:
        return ShownAs.RECEIVED_NOT_VERIFIED
    return ShownAs.VERIFIED if result is Result.MET else ShownAs.VERIFIED_WITH_REMARK


def shown_as(outcome: Outcome, day: date | None = None) -> ShownAs:
    """How an outcome is shown; with ``day``, how it stands then, when evidence may have lapsed since.

    The log shows an outcome as it was on the day it refers to: what was delivered under a valid licence stays
    so (DOMAIN, scenario 5).
    """
    if outcome.reused_from is not None:
        return ShownAs.REUSED
    strength = outcome.strength
    if day is not None and day > outcome.observed_on:
        strength = min(strength, strength_on(outcome.evidence, day))
    return show(outcome.result, strength, outcome.min_strength)


def task_status_after(outcome: Outcome) -> TaskStatus:
    """Where an outcome leaves its task. Source: CLI contract; T5.

    Declared or received is not done, except that a template content with the supplier's word is then
    answered: done, but shown as declared ("försäkrad"). What does not apply leaves nothing to check.
    """
    match shown_as(outcome):
        case ShownAs.VERIFIED:
            return TaskStatus.DONE_OK
        case ShownAs.VERIFIED_WITH_REMARK:
            return TaskStatus.DONE_REMARK
        case ShownAs.PARTLY_MET | ShownAs.NOT_MET:
            return TaskStatus.DONE_DEVIATION
        case ShownAs.NOT_VERIFIABLE:
            return TaskStatus.DONE_UNVERIFIABLE
        case ShownAs.NOT_APPLICABLE:
            return TaskStatus.CANCELLED
        case ShownAs.REUSED:
            return TaskStatus.REUSED
        case _:
            answered = outcome.strength >= outcome.min_strength
            return TaskStatus.DONE_OK if answered else TaskStatus.ASSESSING


def check_note(result: Result, note: str) -> str:
    """The note without surplus space; what is not simply met needs one.

    Raises:
        InvalidInputError: ``outcome.note_missing`` or ``outcome.note_long``.
    """
    clean = note.strip()
    if result is not Result.MET and not clean:
        raise InvalidInputError("outcome.note_missing", where="note", result=result.value)
    if len(clean) > MAX_NOTE:
        raise InvalidInputError("outcome.note_long", where="note", limit=MAX_NOTE)
    return clean


def check_hours(hours: Decimal | None) -> Decimal | None:
    """Hours spent, in whole quarters (T8).

    Raises:
        InvalidInputError: ``outcome.hours``.
    """
    if hours is None:
        return None
    if not Decimal(0) <= hours <= _MAX_HOURS or hours % _QUARTER:
        raise InvalidInputError("outcome.hours", where="hours", given=format(hours, "f"))
    return hours


def _on_day(item: EvidenceUse, day: date) -> int:
    lapsed = item.valid_to is not None and day > item.valid_to
    return min(item.strength, OWN_WORD) if lapsed else item.strength
