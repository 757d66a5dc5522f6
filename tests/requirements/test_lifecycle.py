# SPDX-License-Identifier: EUPL-1.2
"""The life of a set: which step is allowed from where, and what is computed from the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from criteria.errors import InvalidInputError, RefusedError
from criteria.library.lifecycle import Life
from criteria.library.model import (
    ChangeClass,
    CoverageUnit,
    GapNotice,
    LawReference,
    LibraryEvent,
    LibraryEventKind,
    Successor,
)
from criteria.library.vocabulary import Aspect, Level, RequirementType
from criteria.requirements.lifecycle import decide, is_sealed, status_on, with_dates
from criteria.requirements.model import Decision, DecisionKind, RequirementSet, SetStatus
from criteria.requirements.updates import (
    PinKind,
    UpdateChoice,
    check_pin,
    choices_for,
    successors_in_force,
)
from tests.requirements.factories import NOW, START, TODAY, make_set

DEADLINE = date(2027, 3, 10)

#: The whole table of DOMAIN 4.3, as far as a set is concerned: from → step → to.
_ALLOWED = {
    (SetStatus.DRAFT, DecisionKind.SENT_FOR_REVIEW): SetStatus.INTERNAL_REVIEW,
    (SetStatus.INTERNAL_REVIEW, DecisionKind.RETURNED): SetStatus.DRAFT,
    (SetStatus.INTERNAL_REVIEW, DecisionKind.LOCKED): SetStatus.LOCKED,
    (SetStatus.LOCKED, DecisionKind.UNLOCKED): SetStatus.DRAFT,
    (SetStatus.LOCKED, DecisionKind.PUBLISHED): SetStatus.PUBLISHED,
    (SetStatus.PUBLISHED, DecisionKind.AMENDED): SetStatus.PUBLISHED,
    (SetStatus.LOCKED, DecisionKind.CONTRACTED): SetStatus.CONTRACTED,
    (SetStatus.CLOSED_FOR_TENDERS, DecisionKind.CONTRACTED): SetStatus.CONTRACTED,
    (SetStatus.CONTRACTED, DecisionKind.CONTRACTED): SetStatus.CONTRACTED,
    (SetStatus.DRAFT, DecisionKind.CANCELLED): SetStatus.CANCELLED,
    (SetStatus.INTERNAL_REVIEW, DecisionKind.CANCELLED): SetStatus.CANCELLED,
    (SetStatus.LOCKED, DecisionKind.CANCELLED): SetStatus.CANCELLED,
    (SetStatus.PUBLISHED, DecisionKind.CANCELLED): SetStatus.CANCELLED,
    (SetStatus.CLOSED_FOR_TENDERS, DecisionKind.CANCELLED): SetStatus.CANCELLED,
}


def _decision(kind: DecisionKind, reason: str | None = "Skäl.") -> Decision:
    return Decision(kind, 2, "user-1", NOW, reason)


def _in(status: SetStatus) -> RequirementSet:
    return make_set(status=status)


@pytest.mark.parametrize("status", list(SetStatus))
@pytest.mark.parametrize("kind", list(DecisionKind))
def test_every_step_from_every_state_is_as_the_table_says(status: SetStatus, kind: DecisionKind) -> None:
    expected = _ALLOWED.get((status, kind))

    if expected is None:
        with pytest.raises(RefusedError):
            decide(_in(status), _decision(kind), TODAY)
    else:
        after = decide(_in(status), _decision(kind), TODAY)
        assert (after.status, after.decisions[-1].kind) == (expected, kind)


def test_published_set_is_closed_the_day_after_its_deadline() -> None:
    set_ = replace(_in(SetStatus.PUBLISHED), deadline_on=DEADLINE)

    assert status_on(set_, DEADLINE) is SetStatus.PUBLISHED
    assert status_on(set_, date(2027, 3, 11)) is SetStatus.CLOSED_FOR_TENDERS


def test_no_amendment_after_the_deadline() -> None:
    set_ = replace(_in(SetStatus.PUBLISHED), deadline_on=DEADLINE)

    with pytest.raises(RefusedError) as refused:
        decide(set_, _decision(DecisionKind.AMENDED), date(2027, 3, 11))

    assert (refused.value.code, refused.value.values["deadline"]) == ("set.tenders_closed", "2027-03-10")


def test_no_contract_while_tenders_are_received() -> None:
    set_ = replace(_in(SetStatus.PUBLISHED), deadline_on=DEADLINE)

    with pytest.raises(RefusedError) as refused:
        decide(set_, _decision(DecisionKind.CONTRACTED), DEADLINE)

    assert refused.value.code == "set.wrong_state"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (SetStatus.LOCKED, DecisionKind.UNLOCKED),
        (SetStatus.DRAFT, DecisionKind.CANCELLED),
        (SetStatus.PUBLISHED, DecisionKind.AMENDED),
        (SetStatus.INTERNAL_REVIEW, DecisionKind.RETURNED),
    ],
)
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_step_that_undoes_something_needs_a_reason(
    status: SetStatus, kind: DecisionKind, reason: str | None
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        decide(_in(status), _decision(kind, reason), TODAY)

    assert refused.value.code == "set.reason_missing"


@pytest.mark.parametrize("deadline", [TODAY, date(2026, 11, 1)])
def test_deadline_comes_after_publication(deadline: date) -> None:
    with pytest.raises(InvalidInputError) as refused:
        with_dates(_in(SetStatus.PUBLISHED), TODAY, deadline, None)

    assert refused.value.code == "set.deadline_before_publication"


def test_diary_number_given_at_publication_takes_the_place_of_the_old() -> None:
    assert with_dates(_in(SetStatus.PUBLISHED), TODAY, DEADLINE, "KS 2027/1").diary == "KS 2027/1"
    assert with_dates(_in(SetStatus.PUBLISHED), TODAY, DEADLINE, None).diary == "KS 2026/311"


def test_set_stands_on_a_seal_from_lock_to_contract() -> None:
    sealed = [status for status in SetStatus if is_sealed(_in(status))]

    assert sealed == [
        SetStatus.LOCKED, SetStatus.PUBLISHED, SetStatus.CLOSED_FOR_TENDERS, SetStatus.CONTRACTED,
    ]  # fmt: skip


def test_replacement_chain_is_followed_to_what_is_in_force() -> None:
    lives = {
        "CLS-01:1@base": _replaced_by("CLS-11:1@base", "CLS-12:1@base"),
        "CLS-11:1@base": _replaced_by("CLS-11:2@base"),
        "CLS-11:2@base": Life(START),
        "CLS-12:1@base": Life(START),
    }

    assert successors_in_force("CLS-01:1@base", TODAY, lives.get) == ("CLS-12:1@base", "CLS-11:2@base")


def test_chain_that_goes_round_ends() -> None:
    lives = {"A-01:1@base": _replaced_by("B-01:1@base"), "B-01:1@base": _replaced_by("A-01:1@base")}

    assert successors_in_force("A-01:1@base", TODAY, lives.get) == ()


@pytest.mark.parametrize(
    ("status", "choices"),
    [
        (SetStatus.DRAFT, (UpdateChoice.TAKE_NEW, UpdateChoice.KEEP, UpdateChoice.REMOVE)),
        (SetStatus.LOCKED, (UpdateChoice.KEEP, UpdateChoice.UNLOCK)),
        (SetStatus.PUBLISHED, (UpdateChoice.KEEP, UpdateChoice.AMEND, UpdateChoice.CANCEL)),
        (SetStatus.CLOSED_FOR_TENDERS, (UpdateChoice.KEEP,)),
        (SetStatus.CONTRACTED, (UpdateChoice.KEEP,)),
        (SetStatus.CANCELLED, ()),
    ],
)
def test_choices_follow_the_state_with_the_default_first(
    status: SetStatus, choices: tuple[UpdateChoice, ...]
) -> None:
    assert choices_for(status, has_successor=True) == choices


def test_nothing_new_can_be_taken_where_there_is_a_gap() -> None:
    assert UpdateChoice.TAKE_NEW not in choices_for(SetStatus.DRAFT, has_successor=False)


def test_pin_in_force_or_under_revision_is_unchanged() -> None:
    revised = Life(START, (_event(LibraryEventKind.START_REVISION),))

    assert check_pin("A-01:1@base", TODAY, {"A-01:1@base": Life(START)}.get).kind is PinKind.UNCHANGED
    assert check_pin("A-01:1@base", TODAY, {"A-01:1@base": revised}.get).kind is PinKind.UNCHANGED


@pytest.mark.parametrize(
    ("successors", "kind"),
    [
        (("A-01:2@base",), PinKind.NEW_VERSION),
        (("B-01:1@base",), PinKind.REPLACED),
        (("A-01:2@advanced",), PinKind.REPLACED),
        (("A-01:2@base", "B-01:1@base"), PinKind.REPLACED),
    ],
)
def test_pin_that_has_successors_is_a_new_version_or_replaced(
    successors: tuple[str, ...], kind: PinKind
) -> None:
    lives = {"A-01:1@base": _replaced_by(*successors), **{ref: Life(START) for ref in successors}}

    check = check_pin("A-01:1@base", TODAY, lives.get)

    assert (check.kind, check.now, check.since) == (kind, successors, date(2026, 6, 1))
    assert check.change_class is ChangeClass.CLARIFIED


def test_pin_that_ended_in_a_gap_or_in_law_says_which() -> None:
    notice = GapNotice((_UNIT,), "outdated_fact", "Faktan höll inte.", "Fråga leverantören.", "Våren 2027")
    law = LawReference((_UNIT,), "Förordning (EU) 2023/1464", date(2026, 6, 1), "Lagen kräver samma sak.")
    gap = Life(START, (_event(LibraryEventKind.WITHDRAW_GAP, gap_notice=notice),))
    taken = Life(START, (_event(LibraryEventKind.WITHDRAW_LAW, law=law),))

    in_gap = check_pin("A-01:1@base", TODAY, {"A-01:1@base": gap}.get)
    in_law = check_pin("A-01:1@base", TODAY, {"A-01:1@base": taken}.get)
    by_way_of = check_pin(
        "A-01:1@base", TODAY, {"A-01:1@base": _replaced_by("A-02:1@base"), "A-02:1@base": taken}.get
    )

    assert (in_gap.kind, in_gap.gap_notice) == (PinKind.GAP, notice)
    assert (in_law.kind, in_law.law) == (PinKind.LAW, law)
    assert (by_way_of.kind, by_way_of.law) == (PinKind.LAW, law)


_UNIT = CoverageUnit("cleaning_services", Aspect.CHEMICALS, Level.BASE, RequirementType.PERFORMANCE_CONDITION)


def _event(kind: LibraryEventKind, **changes: Any) -> LibraryEvent:
    return LibraryEvent(date(2026, 6, 1), kind, "CLS-01:1@base", "Skäl.", **changes)


def _replaced_by(*refs: str) -> Life:
    edges = tuple(Successor(ref, (_UNIT,), ChangeClass.CLARIFIED) for ref in refs)
    return Life(START, (_event(LibraryEventKind.WITHDRAW_REPLACED, successors=edges),))
