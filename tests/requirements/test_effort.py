# SPDX-License-Identifier: EUPL-1.2
"""Hours by DOMAIN 9: its computed examples, the bundling, and what a set's lines imply."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from criteria.library.model import CriterionVersion, LabelCover
from criteria.library.vocabulary import FollowUpRole, FollowUpTime, LabelCoverage, Method
from criteria.requirements.effort import Check, Work, count_effort, joint_hours
from criteria.requirements.lines import choose_follow_up, remove_line
from criteria.requirements.model import Assumptions, FollowUpChoice, RemovedLine, RequirementSet
from criteria.requirements.workload import HoursColour, workload_of
from tests.requirements.factories import NOW, effort_book, make_set, make_template, make_version

BOOK = effort_book()
D = Decimal


def _once(method: Method, units: int = 0) -> Check:
    return Check(method, 1, units)


def _twice(method: Method, units: int = 0) -> Check:
    return Check(method, 2, 2 * units)


FURNITURE = Work(
    9,
    1,
    (
        _once(Method.DECL, 9),
        _once(Method.LABEL, 12),
        _once(Method.DOC, 2),
        _once(Method.TEST, 1),
        _once(Method.STAT, 1),
        _once(Method.DELIV, 5),
        _once(Method.MEET),
    ),
)
WITHOUT_LABELS = Work(
    9,
    1,
    (
        _once(Method.DECL, 9),
        _once(Method.DOC, 4),
        _once(Method.TEST, 3),
        _once(Method.STAT, 1),
        _once(Method.DELIV, 5),
        _once(Method.MEET),
    ),
)
CUT_TO_FIVE = Work(
    5,
    1,
    (
        _once(Method.DECL, 5),
        _once(Method.LABEL, 12),
        _once(Method.DOC, 1),
        _once(Method.DELIV, 5),
        _once(Method.MEET),
    ),
)
FOOD = Work(
    14,
    3,
    (
        _once(Method.DECL, 14),
        _twice(Method.LABEL, 20),
        _once(Method.DOC, 3),
        _twice(Method.STAT, 2),
        _twice(Method.DOCSAMPLE, 8),
        _twice(Method.DELIV, 8),
        _twice(Method.MEET),
    ),
)


@pytest.mark.parametrize(
    ("work", "setup", "checks", "deviations", "first", "later"),
    [
        pytest.param(FURNITURE, "4.25", "13.25", "4.05", "22.55", "18.30", id="A"),
        pytest.param(WITHOUT_LABELS, "4.25", "15.90", "4.05", "25.20", "20.95", id="B"),
        pytest.param(CUT_TO_FIVE, "3.25", "8.60", "2.25", "15.10", "11.85", id="A'"),
        pytest.param(FOOD, "5.50", "96.45", "18.90", "121.85", "116.35", id="C"),
    ],
)
def test_computed_examples_of_the_domain_study(
    work: Work, setup: str, checks: str, deviations: str, first: str, later: str
) -> None:
    figures = count_effort(work, BOOK).by_hand

    assert figures.setup_hours == D(setup)
    assert figures.check_hours == D(checks)
    assert figures.deviation_hours == D(deviations)
    assert figures.report_hours == D("1.0")
    assert (figures.first_year_hours, figures.later_year_hours) == (D(first), D(later))


def test_five_municipalities_together_take_127_25_hours() -> None:
    alone = count_effort(FOOD, BOOK).by_hand.later_year_hours

    together = joint_hours(alone, organisations=5, tasks=42, joint=BOOK.joint)

    assert together == D("127.25")
    assert together / 5 == D("25.45")
    assert round(100 * (1 - together / (5 * alone)), 1) == D("78.1")


def test_span_is_forty_percent_either_way() -> None:
    figures = count_effort(FURNITURE, BOOK).by_hand

    assert (figures.first_year_low, figures.first_year_high) == (D("13.53"), D("31.57"))


def test_hours_by_method_and_by_role_both_add_up_to_the_year() -> None:
    figures = count_effort(FOOD, BOOK).by_hand

    assert sum(figures.by_method.values()) == figures.check_hours
    assert sum(figures.by_role.values()) == figures.first_year_hours


def test_the_product_takes_less_time_but_no_check_away() -> None:
    effort = count_effort(FURNITURE, BOOK)

    assert effort.with_product.first_year_hours < effort.by_hand.first_year_hours
    same = {method: hours for method, hours in effort.by_hand.by_method.items() if method != "DECL"}
    assert {m: h for m, h in effort.with_product.by_method.items() if m != "DECL"} == same


def test_nothing_to_follow_up_takes_no_time() -> None:
    figures = count_effort(Work(0, 1, ()), BOOK).by_hand

    assert (figures.first_year_hours, figures.by_role) == (D(0), {})


@pytest.mark.parametrize(
    ("population", "size"), [(1, 1), (5, 5), (6, 5), (25, 5), (26, 8), (100, 8), (500, 13), (501, 20)]
)
def test_sample_sizes_follow_the_bands(population: int, size: int) -> None:
    assert BOOK.sample_size(population) == size


def _furniture_set(**changes: object) -> RequirementSet:
    """Scenario 1: nine requirements, three by label, two by documents, the others by one method each."""
    mains = [Method.LABEL] * 3 + [Method.DOC] * 2
    mains += [Method.TEST, Method.DELIV, Method.STAT, Method.DECL]
    return make_set(
        *(_version(number, main) for number, main in enumerate(mains, start=1)),
        assumptions=Assumptions(suppliers=1, articles=12, years=3, hours_available=D(12)),
        **changes,
    )


def _version(number: int, main: Method) -> CriterionVersion:
    roles = {
        Method.DOC: FollowUpRole.ENVIRONMENT_STRATEGIST,
        Method.TEST: FollowUpRole.ENVIRONMENT_STRATEGIST,
        Method.DELIV: FollowUpRole.REQUESTER,
        Method.STAT: FollowUpRole.BUYER,
    }
    role = roles.get(main, FollowUpRole.CONTRACT_OWNER)
    second = Method.LABEL if main is not Method.LABEL else Method.DOC
    return make_version(f"FURN-{number:02d}:1@base", follow_up=make_template(main, second, role=role))


def test_lines_of_scenario_1_give_the_hours_of_example_a() -> None:
    load = workload_of(_furniture_set(), BOOK)

    assert load.effort.by_hand.first_year_hours == D("22.55")
    assert load.effort.by_hand.later_year_hours == D("18.30")
    assert load.colour is HoursColour.RED


def test_hours_of_scenario_1_by_role() -> None:
    load = workload_of(_furniture_set(), BOOK)

    assert load.effort.by_hand.by_role == {
        "contract_owner": D("13.55"),
        "environment_strategist": D("3.50"),
        "requester": D("3.50"),
        "buyer": D("2.00"),
    }


def test_each_line_says_what_it_saves_to_remove_it_or_show_it_by_label() -> None:
    savings = {saving.line: saving for saving in workload_of(_furniture_set(), BOOK).savings}

    assert [savings[line].removed_saves for line in (1, 4, 6, 7, 8, 9)] == [
        D("0.80"), D("1.55"), D("2.30"), D("4.30"), D("2.80"), D("0.80"),
    ]  # fmt: skip
    assert savings[6].label_saves == D("1.50")
    assert savings[1].label_saves is None


def test_the_base_is_paid_once_for_all_lines_of_a_method() -> None:
    one = workload_of(make_set(_version(1, Method.DOC)), BOOK).effort.by_hand
    two = workload_of(make_set(_version(1, Method.DOC), _version(2, Method.DOC)), BOOK).effort.by_hand

    assert (one.by_method["DOC"], two.by_method["DOC"]) == (D("1.25"), D("2.00"))


def test_line_checked_every_quarter_costs_four_occasions_and_another_joins_one() -> None:
    quarterly = make_template(Method.STAT, when=(FollowUpTime.QUARTERLY,))
    yearly = make_template(Method.STAT, when=(FollowUpTime.YEARLY,))
    set_ = make_set(
        make_version("FURN-01:1@base", follow_up=quarterly), make_version("FURN-02:1@base", follow_up=yearly)
    )

    figures = workload_of(set_, BOOK).effort.by_hand

    assert figures.by_method["STAT"] == 4 * D("1.5") + 5 * D("0.5")


def test_line_that_is_not_followed_up_takes_no_time() -> None:
    set_ = choose_follow_up(
        make_set(_version(1, Method.DOC)), 1, FollowUpChoice(not_followed_reason="Ingen risk.")
    )

    assert workload_of(set_, BOOK).effort.by_hand.first_year_hours == 0


@pytest.mark.parametrize(
    ("hours", "colour"),
    [("22.55", HoursColour.GREEN), ("18.30", HoursColour.YELLOW), ("18.29", HoursColour.RED), (None, None)],
)
def test_colour_compares_with_the_hours_there_are(hours: str | None, colour: HoursColour | None) -> None:
    set_ = _furniture_set()
    available = None if hours is None else D(hours)
    set_ = replace(set_, assumptions=replace(set_.assumptions, hours_available=available))

    assert workload_of(set_, BOOK).colour is colour


def _labelled(main: Method, *coverage: LabelCoverage, **changes: object) -> Decimal | None:
    labels = tuple(LabelCover("mobelfakta", item) for item in coverage)
    version = make_version(labels=labels, **{"follow_up": make_template(main), **changes})
    return workload_of(make_set(version), BOOK).savings[0].label_saves


def test_label_is_offered_instead_of_reports_and_documents_only() -> None:
    offered = {main for main in Method if _labelled(main, LabelCoverage.FULL) is not None}

    assert offered == {Method.TEST, Method.DOC}


def test_label_that_settles_a_part_is_not_offered() -> None:
    both = (LabelCoverage.PART, LabelCoverage.FULL)
    template = make_template(Method.TEST, Method.LABEL)

    assert _labelled(Method.TEST, LabelCoverage.PART, follow_up=template) is None
    assert _labelled(Method.TEST, *both, follow_up=template) == D("0.75")


def test_label_that_is_too_weak_for_the_template_is_not_offered() -> None:
    strict = make_template(Method.TEST, min_strength=5)

    assert _labelled(Method.TEST, LabelCoverage.FULL, follow_up=strict) is None


def test_way_under_the_ceiling_takes_labels_before_requirements() -> None:
    way = workload_of(_furniture_set(), BOOK).way_under

    assert way is not None
    assert (way.by_label, way.removed) == ((5, 6), (7,))
    assert (way.first_year_hours, way.later_year_hours) == (D("16.00"), D("12.00"))


def test_way_under_the_ceiling_is_the_hours_that_the_set_then_has() -> None:
    set_ = _furniture_set()
    way = workload_of(set_, BOOK).way_under
    assert way is not None

    for line in way.by_label:
        choice = FollowUpChoice((Method.LABEL,), role=FollowUpRole.CONTRACT_OWNER)
        set_ = choose_follow_up(set_, line, choice)
    for line in way.removed:
        set_ = remove_line(set_, RemovedLine(line, None, "", "Hinner inte.", "user-1", NOW))

    hours = workload_of(set_, BOOK).effort.by_hand
    assert (hours.first_year_hours, hours.later_year_hours) == (way.first_year_hours, way.later_year_hours)


@pytest.mark.parametrize("hours", [None, "18.30", "1"])
def test_no_way_is_shown_where_none_is_needed_or_none_is_enough(hours: str | None) -> None:
    set_ = _furniture_set()
    available = None if hours is None else D(hours)

    load = workload_of(replace(set_, assumptions=replace(set_.assumptions, hours_available=available)), BOOK)

    assert load.way_under is None
