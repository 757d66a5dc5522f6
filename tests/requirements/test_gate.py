# SPDX-License-Identifier: EUPL-1.2
"""The gate: what refuses a lock, what is only said, and what an answer with a reason does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from criteria.issues import Issue, Severity
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import CpvEntry, LabelCover, Parameter, Words
from criteria.library.vocabulary import (
    Aspect,
    FilledBy,
    LabelCoverage,
    Method,
    ParameterType,
    ProofKind,
    RequirementType,
)
from criteria.requirements import lines as building
from criteria.requirements.gate import GateFacts, Standing, check_gate, stops
from criteria.requirements.model import Answer, Assumptions, FollowUpChoice, Requirement, RequirementSet
from criteria.requirements.own_lines import NearestCriteria, OwnLine
from criteria.requirements.workload import workload_of
from tests.requirements.factories import (
    NOW,
    TODAY,
    effort_book,
    law_book,
    make_parameter,
    make_proof,
    make_set,
    make_template,
    make_version,
    with_limit,
    wording,
)
from webapp.messages.catalogue import mend

BOOK = effort_book()


def _facts(set_: RequirementSet) -> GateFacts:
    """What the gate knows when nothing but the set is there."""
    return GateFacts(TODAY, law_book(), workload_of(set_, BOOK))


def _gate(set_: RequirementSet, **standings: Standing) -> tuple[Issue, ...]:
    by_line = {int(name.removeprefix("line")): standing for name, standing in standings.items()}
    return check_gate(set_, GateFacts(TODAY, law_book(), workload_of(set_, BOOK), by_line))


def _codes(issues: tuple[Issue, ...], severity: Severity | None = None) -> list[str]:
    return [issue.code for issue in issues if severity in (None, issue.severity)]


def _own(text: str, **changes: object) -> RequirementSet:
    requirement: Requirement = NearestCriteria(()).propose(OwnLine(text)).requirement
    return building.add_own(make_set(), replace(requirement, **changes), "FURN-01:1@base")  # type: ignore[arg-type]


def test_usual_set_needs_no_typing() -> None:
    assert _gate(make_set(make_version("FURN-01:1@base"), make_version("FURN-02:1@base"))) == ()


def test_empty_set_cannot_be_locked() -> None:
    assert _codes(_gate(make_set())) == ["gate.empty"]


def test_empty_blank_stops_with_name_range_and_guidance() -> None:
    (issue,) = stops(_gate(make_set(with_limit())))

    assert (issue.code, issue.where) == ("gate.parameter_empty", "1")
    assert (issue.values["name"], issue.values["range"]) == ("limit", "0,01–0,06 mg/m³")
    assert issue.values["guidance"] == "Välj och kontrollera."


def test_mend_of_an_empty_blank_says_range_and_guidance_once() -> None:
    (issue,) = stops(_gate(make_set(with_limit())))
    (choice,) = stops(_gate(make_set(make_version(text=Words("Anges i {kind}."), parameters=(_kind(),)))))

    assert mend(issue.code, issue.values) == "Ange ett värde (0,01–0,06 mg/m³). Välj och kontrollera."
    assert mend(choice.code, choice.values) == "Ange ett värde. Välj och kontrollera."


def _kind() -> Parameter:
    return make_parameter("kind", type=ParameterType.TEXT, unit=None, minimum=None, maximum=None)


def test_blank_of_the_tenderer_does_not_stop() -> None:
    offered = make_parameter("offered", filled_by=FilledBy.TENDERER)
    version = make_version(text=Words("Anbudet anger {offered}."), parameters=(offered,))

    assert stops(_gate(make_set(version))) == ()


def test_blank_that_left_the_text_is_said_and_need_not_be_filled() -> None:
    set_ = building.reword(make_set(with_limit()), 1, wording("Skivorna ska vara av trä."))

    assert _codes(_gate(set_)) == ["gate.parameter_dropped", "gate.wording_changed"]


def test_own_line_without_proof_or_follow_up_stops() -> None:
    issues = _gate(_own("Borden ska vara runda.", proof=None, follow_up=None))

    assert _codes(issues, Severity.RED) == ["gate.method_missing", "gate.proof_missing"]


def test_method_that_cannot_reach_the_minimum_stops() -> None:
    set_ = building.choose_follow_up(make_set(make_version()), 1, FollowUpChoice((Method.DECL,)))

    (issue,) = stops(_gate(set_))

    assert (issue.code, issue.values["reach"], issue.values["minimum"]) == ("gate.method_too_weak", "1", "3")


def test_decision_not_to_follow_up_passes_and_is_said() -> None:
    set_ = building.choose_follow_up(
        make_set(make_version()), 1, FollowUpChoice(not_followed_reason="Låg risk.")
    )

    assert _codes(_gate(set_)) == ["gate.not_followed"]


def test_criterion_that_left_force_stops_until_it_is_kept_with_a_reason() -> None:
    set_ = make_set(make_version("CLS-01:1@base"))
    standing = Standing(VersionStatus.WITHDRAWN_REPLACED, ("CLS-11:1@base",))

    (issue,) = stops(_gate(set_, line1=standing))
    kept = building.answer_line(set_, 1, Answer(issue.code, "Pågående dialog.", "user-1", NOW))
    (note,) = _gate(kept, line1=standing)

    assert (issue.code, issue.values["successors"]) == ("gate.criterion_changed", "CLS-11:1@base")
    assert (note.severity, note.values["reason"]) == (Severity.NOTE, "Pågående dialog.")


def test_criterion_under_revision_is_only_noted() -> None:
    issues = _gate(make_set(make_version()), line1=Standing(VersionStatus.UNDER_REVISION))

    assert [(issue.code, issue.severity) for issue in issues] == [
        ("gate.criterion_under_revision", Severity.NOTE)
    ]


def test_answer_does_not_help_against_what_must_be_mended() -> None:
    set_ = building.answer_line(make_set(with_limit()), 1, Answer("gate.parameter_empty", "Sedan.", "u", NOW))

    assert _codes(stops(_gate(set_))) == ["gate.parameter_empty"]


def test_label_without_equivalent_stops_until_mended_or_answered() -> None:
    set_ = _own("Stolarna ska vara märkta med Möbelfakta.")

    assert _codes(stops(_gate(set_))) == ["law.L2"]
    mended = building.reword(set_, 1, wording("Stolarna ska uppfylla Möbelfakta eller likvärdig märkning."))
    assert stops(_gate(mended)) == ()
    answered = building.answer_line(set_, 1, Answer("law.L2", "Prövat med jurist.", "user-1", NOW))
    assert stops(_gate(answered)) == ()


def test_value_of_a_blank_is_held_against_the_law_floor() -> None:
    wide = make_parameter(maximum=Decimal("0.2"))
    text = Words("Skivorna ska avge högst {limit} mg/m³ formaldehyd.")
    set_ = make_set(make_version(text=text, parameters=(wide,)))

    at_e1 = _gate(building.set_value(set_, 1, "limit", "0,124"))
    at_the_law = _gate(building.set_value(set_, 1, "limit", "0,062"))
    stricter = _gate(building.set_value(set_, 1, "limit", "0,05"))

    assert _codes(at_e1, Severity.YELLOW) == ["law.limit"]
    assert at_e1[0].values["limit"] == "0,062"
    assert _codes(at_the_law, Severity.YELLOW) == ["law.limit"]
    assert stricter == ()


def test_award_criterion_without_a_value_stops_and_no_answer_helps() -> None:
    version = make_version(type=RequirementType.AWARD_CRITERION)
    set_ = building.answer_line(make_set(version), 1, Answer("law.L8", "Nej.", "user-1", NOW))

    assert _codes(stops(_gate(set_))) == ["law.L8"]


def test_award_criterion_with_points_passes() -> None:
    points = make_parameter("points", type=ParameterType.INTEGER, unit="poäng", maximum=Decimal(100))
    version = make_version(
        type=RequirementType.AWARD_CRITERION, text=Words("Bättre ger {points} poäng."), parameters=(points,)
    )

    assert stops(_gate(building.set_value(make_set(version), 1, "points", "10"))) == ()


def test_set_in_a_risk_branch_without_labour_terms_is_warned_about() -> None:
    cleaning = make_version("CLS-02:1@base", groups=("cleaning_services",))
    terms = make_version(
        "X-04:1@base",
        groups=("cross", "cleaning_services"),
        aspects=(Aspect.LABOUR_LAW,),
        type=RequirementType.PERFORMANCE_CONDITION,
    )

    assert _codes(_gate(make_set(cleaning))) == ["law.L9"]
    assert _gate(make_set(cleaning, terms)) == ()


def test_same_row_as_selection_and_award_is_warned_about() -> None:
    selection = make_version("FURN-07:1@base", type=RequirementType.SELECTION_REQUIREMENT)
    points = make_parameter(
        "points", type=ParameterType.INTEGER, default="5", minimum=Decimal(1), maximum=Decimal(9)
    )
    award = make_version(
        "FURN-07b:1@base",
        type=RequirementType.AWARD_CRITERION,
        text=Words("Ger {points} poäng."),
        parameters=(points,),
    )

    assert _codes(_gate(make_set(selection, award))) == ["law.L11"]


def test_criterion_that_stands_twice_with_the_same_values_refuses_the_lock() -> None:
    set_ = building.set_value(make_set(with_limit()), 1, "limit", "0,05")
    again = building.set_value(building.repeat_line(set_, 1), 2, "limit", "0,05")

    assert [(issue.code, issue.where) for issue in stops(_gate(again))] == [("gate.line_repeated", "2")]
    assert stops(_gate(building.set_value(again, 2, "limit", "0,06"))) == ()
    assert stops(_gate(building.apply_to(building.apply_to(again, 1, "rad 1"), 2, "rad 7"))) == ()


def test_too_few_hours_are_said_and_do_not_stop() -> None:
    set_ = make_set(make_version(), assumptions=Assumptions(hours_available=Decimal(1)))

    (issue,) = _gate(set_)

    assert (issue.code, issue.severity) == ("gate.hours_red", Severity.YELLOW)
    assert issue.values["available"] == "1"


def test_own_line_asks_to_have_its_proposal_read_and_names_the_criterion_by_title() -> None:
    near = _own("Borden ska vara runda.")
    far = replace(near, lines=(replace(near.lines[0], proposed_from=None),))
    facts = replace(_facts(near), titles={"FURN-01:1@base": "Provad hållfasthet"})

    (issue,) = check_gate(near, facts)

    assert (issue.severity, issue.code) == (Severity.YELLOW, "own.proposed")
    assert issue.values["source"] == " (”Provad hållfasthet”)"
    assert [(item.code, item.values["source"]) for item in _gate(far)] == [("own.proposed", "")]


def test_proposal_that_was_changed_or_kept_with_a_reason_asks_no_more() -> None:
    set_ = _own("Borden ska vara runda.")
    proof = set_.lines[0].requirement.proof
    edited = building.change_own(set_, 1, building.OwnChange(proof=proof))
    chosen = building.choose_follow_up(set_, 1, FollowUpChoice(methods=(Method.DOC,)))
    kept = building.answer_line(set_, 1, Answer("own.proposed", "Läst.", "user", NOW))

    assert _codes(_gate(edited)) == []
    assert _codes(_gate(chosen)) == []
    assert _codes(_gate(kept)) == ["gate.answered"]


@pytest.mark.parametrize(
    ("code", "codes"),
    [("39130000-2", []), ("39130000-9", ["gate.cpv_doubtful"]), ("39160000-7", [])],
)
def test_check_digit_that_is_neither_known_nor_computed_is_doubted(code: str, codes: list[str]) -> None:
    set_ = replace(make_set(make_version("FURN-01:1@base")), cpv=(CpvEntry(code, ""),))
    facts = replace(_facts(set_), known_cpv=frozenset({"39160000-7"}))

    found = check_gate(set_, facts)

    assert _codes(found) == codes
    assert {issue.severity for issue in found} <= {Severity.YELLOW}


def test_reds_come_first_and_lines_in_order() -> None:
    set_ = make_set(
        make_version("FURN-01:1@base"),
        with_limit("FURN-02:1@base"),
        with_limit("FURN-03:1@base"),
        assumptions=Assumptions(hours_available=Decimal(1)),
    )

    assert [(issue.severity.value, issue.where) for issue in _gate(set_)] == [
        ("red", "2"), ("red", "3"), ("yellow", ""),
    ]  # fmt: skip


def test_label_cover_and_weak_proof_do_not_hide_a_strong_method() -> None:
    own_look = make_template(Method.DELIV, min_strength=5)
    version = make_version(
        proof=make_proof(1, ProofKind.DECLARATION),
        follow_up=own_look,
        labels=(LabelCover("svanen", LabelCoverage.PART),),
    )

    assert stops(_gate(make_set(version))) == ()
