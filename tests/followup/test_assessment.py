# SPDX-License-Identifier: EUPL-1.2
"""The strength an outcome rests on, how it is shown, and where it leaves its task."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from criteria.errors import InvalidInputError
from criteria.library.vocabulary import Method, ProofKind
from followup.evidence.model import EvidenceItem
from followup.log.assessment import (
    check_hours,
    check_note,
    show,
    shown_as,
    strength_on,
    task_status_after,
    use_evidence,
)
from followup.log.model import Result, ShownAs
from followup.log.standing import count_by_shown, in_force, standings
from followup.plan.model import TaskStatus
from tests.followup.contract_factories import make_outcome, make_use

_DAY = date(2027, 2, 1)


def _item(strength: int, line: int | None, kind: ProofKind = ProofKind.CERTIFICATE) -> EvidenceItem:
    at = datetime(2027, 1, 1, tzinfo=UTC)
    return EvidenceItem("evidence-1", "a" * 64, kind, strength, line, _DAY, None, "a.pdf", 10, at)


@pytest.mark.parametrize(("about", "strength"), [(1, 4), (2, 1), (None, 1)])
def test_strength_counts_only_for_the_claim_the_evidence_is_about(about: int | None, strength: int) -> None:
    assert use_evidence(_item(4, about), 1).strength == strength


def test_strongest_evidence_counts_and_nothing_is_nothing() -> None:
    assert strength_on((make_use(2), make_use(4)), _DAY) == 4
    assert strength_on((), _DAY) == 0


@pytest.mark.parametrize(("valid_to", "strength"), [(date(2027, 2, 1), 4), (date(2027, 1, 31), 1), (None, 4)])
def test_what_has_lapsed_falls_to_own_word_the_day_after(valid_to: date | None, strength: int) -> None:
    assert strength_on((make_use(4, valid_to=valid_to),), _DAY) == strength


@pytest.mark.parametrize(
    ("strength", "min_strength", "shown"),
    [
        (0, 1, ShownAs.DECLARED_NOT_VERIFIED),
        (1, 1, ShownAs.DECLARED_NOT_VERIFIED),
        (1, 4, ShownAs.DECLARED_NOT_VERIFIED),
        (2, 1, ShownAs.VERIFIED),
        (2, 2, ShownAs.VERIFIED),
        (2, 3, ShownAs.RECEIVED_NOT_VERIFIED),
        (3, 4, ShownAs.RECEIVED_NOT_VERIFIED),
        (5, 3, ShownAs.VERIFIED),
    ],
)
def test_met_is_shown_by_strength_and_minimum(strength: int, min_strength: int, shown: ShownAs) -> None:
    assert show(Result.MET, strength, min_strength) is shown


def test_declaration_alone_is_never_shown_as_verified() -> None:
    for minimum in range(6):
        for result in (Result.MET, Result.MET_WITH_REMARK):
            for strength in (0, 1):
                assert show(result, strength, minimum) is ShownAs.DECLARED_NOT_VERIFIED


def test_remark_is_kept_when_verified() -> None:
    assert show(Result.MET_WITH_REMARK, 3, 3) is ShownAs.VERIFIED_WITH_REMARK


@pytest.mark.parametrize(
    "result", [Result.PARTLY_MET, Result.NOT_MET, Result.NOT_VERIFIABLE, Result.NOT_APPLICABLE]
)
@pytest.mark.parametrize("strength", [0, 5])
def test_what_is_not_met_is_shown_as_said_whatever_the_strength(result: Result, strength: int) -> None:
    assert show(result, strength, 3).value == result.value


@pytest.mark.parametrize("method", list(Method))
def test_methods_name_gives_no_strength(method: Method) -> None:
    outcome = make_outcome(method=method, evidence=(), strength=0)

    assert shown_as(outcome) is ShownAs.DECLARED_NOT_VERIFIED


def test_outcome_stays_as_it_was_but_does_not_stand_when_its_licence_lapses() -> None:
    outcome = make_outcome(evidence=(make_use(4, valid_to=date(2027, 6, 30)),), strength=4)

    assert shown_as(outcome) is ShownAs.VERIFIED
    assert shown_as(outcome, date(2027, 6, 30)) is ShownAs.VERIFIED
    assert shown_as(outcome, date(2027, 7, 1)) is ShownAs.DECLARED_NOT_VERIFIED


def test_reused_outcome_is_shown_so() -> None:
    assert shown_as(make_outcome(reused_from="outcome-0")) is ShownAs.REUSED


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, TaskStatus.DONE_OK),
        ({"result": Result.MET_WITH_REMARK}, TaskStatus.DONE_REMARK),
        ({"result": Result.PARTLY_MET}, TaskStatus.DONE_DEVIATION),
        ({"result": Result.NOT_MET}, TaskStatus.DONE_DEVIATION),
        ({"result": Result.NOT_VERIFIABLE}, TaskStatus.DONE_UNVERIFIABLE),
        ({"result": Result.NOT_APPLICABLE}, TaskStatus.CANCELLED),
        ({"reused_from": "outcome-0"}, TaskStatus.REUSED),
        ({"strength": 2}, TaskStatus.ASSESSING),
        ({"strength": 1}, TaskStatus.ASSESSING),
        ({"strength": 1, "min_strength": 1}, TaskStatus.DONE_OK),
        ({"strength": 0, "min_strength": 1}, TaskStatus.ASSESSING),
    ],
)
def test_task_follows_what_is_shown(changes: dict[str, object], status: TaskStatus) -> None:
    assert task_status_after(make_outcome(**changes)) is status


def test_what_is_not_simply_met_needs_a_note() -> None:
    assert check_note(Result.MET, " ") == ""
    for result in set(Result) - {Result.MET}:
        with pytest.raises(InvalidInputError):
            check_note(result, " ")


@pytest.mark.parametrize("hours", ["0.1", "-0.25", "1000.25"])
def test_hours_are_whole_quarters(hours: str) -> None:
    assert check_hours(Decimal("1.75")) == Decimal("1.75")
    with pytest.raises(InvalidInputError):
        check_hours(Decimal(hours))


def test_requirement_stands_by_its_latest_outcome_that_nobody_corrected() -> None:
    first = make_outcome()
    corrected = make_outcome(id="outcome-2", result=Result.NOT_MET, corrects="outcome-1", place=2)
    older = make_outcome(id="outcome-3", observed_on=date(2027, 1, 1), place=3)

    found = standings((1, 2), (first, corrected, older), _DAY)

    assert [(item.line, item.shown_as) for item in found] == [(1, ShownAs.NOT_MET), (2, ShownAs.UNCHECKED)]
    assert in_force((first, corrected)) == (corrected,)


def test_counts_show_unchecked_first_and_every_way() -> None:
    counts = count_by_shown(standings((1, 2, 3), (make_outcome(),), _DAY))

    assert next(iter(counts)) is ShownAs.UNCHECKED
    assert set(counts) == set(ShownAs)
    assert (counts[ShownAs.UNCHECKED], counts[ShownAs.VERIFIED]) == (2, 1)
