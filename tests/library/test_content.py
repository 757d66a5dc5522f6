# SPDX-License-Identifier: EUPL-1.2
"""The shipped library as a whole: every group is there, with packages, questions, labels and codes.

File by file it is tested in test_shipped_files.py. Source: DOMAIN 5; issue 4.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from criteria.exchange.library_files import LibraryFolder, read_library
from criteria.library.goals import check_goals
from criteria.library.law_check import FloorDirection
from criteria.library.model import CriterionVersion, Package, ProductGroup
from criteria.library.vocabulary import Aspect, LabelUse, Level, RequirementType, ShippedState
from criteria.services.sets_rules import shipped_law

_DATA = Path(__file__).parents[2] / "data"
#: The product groups of DOMAIN 5.1 to 5.31.
_PLANNED = (
    "food", "meals", "furniture", "it", "vehicles", "tyres", "freight", "passenger_transport", "fuels",
    "cleaning_services", "cleaning_chemicals", "textiles", "workwear", "laundry", "paper",
    "office_supplies", "care_consumables", "gloves", "incontinence", "construction", "building_products",
    "civil_works", "lighting", "appliances", "electricity", "hotel_conference", "promotional", "toys",
    "waste", "grounds", "travel",
)  # fmt: skip
_FEWEST_CRITERIA = 220
#: From this many published criteria at a level on, the level has a package of its own.
_PACKAGE_FROM = 3
_SHOULD = re.compile(r"\b(?:bör|borde)\b", re.IGNORECASE)

_REMINDER = re.compile(r"påminn", re.IGNORECASE)
_PUT_ASIDE = re.compile(r"(?:kan|får) (?:anbudet )?inte antas")
_COMPLETION = re.compile(r"lagen tillåter|4 kap\. 9 §")


@cache
def _library() -> LibraryFolder:
    return read_library(_DATA)


@cache
def _versions() -> tuple[CriterionVersion, ...]:
    return tuple(version for version, _ in _library().versions)


def _groups() -> tuple[ProductGroup, ...]:
    return tuple(group for group, _ in _library().groups)


def _packages() -> dict[str, Package]:
    return {package.id: package for package, _ in _library().packages}


def _published(group: str, level: Level) -> list[CriterionVersion]:
    gone = {event.subject for event, _ in _library().events if event.kind.is_ending}
    return [
        version
        for version in _versions()
        if version.groups[0] == group
        and version.level is level
        and version.state is ShippedState.PUBLISHED
        and version.ref not in gone
    ]


def test_every_planned_group_is_there_and_no_other() -> None:
    found = {group.id for group in _groups()}

    assert len(_PLANNED) == 31
    assert sorted({*_PLANNED, "cross"} - found) == []
    assert sorted(found - {*_PLANNED, "cross"}) == []


def test_every_group_has_criteria_of_its_own() -> None:
    filed = {version.groups[0] for version in _versions()}

    assert {group.id for group in _groups()} - filed == set()


def test_there_are_as_many_criteria_as_planned() -> None:
    assert len({version.id for version in _versions()}) >= _FEWEST_CRITERIA


@pytest.mark.parametrize("group", [group.id for group in _groups() if group.id != "cross"])
def test_every_level_of_a_group_has_its_package(group: str) -> None:
    assert f"{group}_base" in _packages()
    if len(_published(group, Level.ADVANCED)) >= _PACKAGE_FROM:
        assert f"{group}_advanced" in _packages()


def test_package_of_a_level_holds_no_criterion_above_it() -> None:
    above = [
        (package.id, member)
        for package in _packages().values()
        for level in Level
        if package.id.endswith(f"_{level.value}")
        for member in package.members
        if Level(member.partition("@")[2]).rank > level.rank
    ]

    assert above == []


def test_every_published_base_criterion_is_in_a_package_or_named_by_a_question_of_its_group() -> None:
    """What no package takes up and no question leads to would be found by search alone."""
    members = {member for package in _packages().values() for member in package.members}
    asked = {
        group.id: " ".join(text for item in group.questions for text in (item.if_yes, item.if_no))
        for group in _groups()
    }

    lost = [
        version.ref
        for group in asked
        for version in _published(group, Level.BASE)
        if version.ref not in members
        and version.type is not RequirementType.AWARD_CRITERION
        and version.id not in asked[group]
        and not any(version.id in package.purpose for package in _packages().values())
    ]

    assert lost == []


@pytest.mark.parametrize("group", _groups(), ids=lambda group: group.id)
def test_group_is_whole(group: ProductGroup) -> None:
    assert group.title.en
    assert 2 <= len(group.questions) <= 3
    for question in group.questions:
        assert question.question.endswith("?")
        assert question.if_yes
        assert question.if_no
    assert len({word.casefold() for word in group.synonyms.words}) == len(group.synonyms.words)
    assert group.synonyms.source
    assert group.sources
    assert all(floor.reference for floor in group.law_floors)
    assert bool(group.cpv) is (group.id != "cross")


@pytest.mark.parametrize("group", _groups(), ids=lambda group: group.id)
def test_group_names_only_groups_and_criteria_that_are_there(group: ProductGroup) -> None:
    ids = {version.id for version in _versions()}
    said = " ".join(text for item in group.questions for text in (item.if_yes, item.if_no))

    assert set(group.related) - {item.id for item in _groups()} == set()
    assert group.id not in group.related
    assert set(re.findall(r"\b[A-Z]{1,8}-[0-9]{2}[b-z]?\b", said)) - ids == set()


def test_requirement_text_demands_and_does_not_wish() -> None:
    wishing = [version.ref for version in _versions() if _SHOULD.search(version.text.sv)]

    assert wishing == []


def test_every_text_that_a_supplier_sees_is_in_english_too() -> None:
    missing = [
        version.ref
        for version in _versions()
        if None
        in {
            version.title.en,
            version.text.en,
            *(line.en for line in version.declaration.checklist),
            *(item.text.en for alternative in version.proof.alternatives for item in alternative.all_of),
        }
    ]

    assert missing == []


def test_english_and_swedish_ask_for_the_same_figures() -> None:
    """A number that stands in one language only is a requirement that two suppliers read differently."""
    different = {
        version.ref: (sorted(swedish), sorted(english))
        for version in _versions()
        if (swedish := _figures(version.text.sv)) != (english := _figures(version.text.en or ""))
    }

    assert different == {}


def _figures(text: str) -> set[str]:
    plain = re.sub(r"(?<=[0-9])[ \u00a0,](?=[0-9]{3}\b)", "", text)
    return {found.replace(",", ".") for found in re.findall(r"[0-9]+(?:[.,][0-9]+)?", plain)}


def test_every_objection_of_a_supplier_is_answered() -> None:
    bare = [version.ref for version in _versions() for text in version.objections if len(text.split()) < 6]

    assert bare == []
    assert [version.ref for version in _versions() if not version.objections] == []


def test_procurer_is_asked_three_to_five_questions_about_each_criterion() -> None:
    """Enough to tell whether it fits, and few enough to be answered; source: issue 4."""
    ended = {event.subject for event, _ in _library().events if event.kind.is_ending}
    asked = {
        version.ref: len(version.applicability.questions)
        for version in _versions()
        if version.ref not in ended
    }

    assert {ref: count for ref, count in asked.items() if not 3 <= count <= 5} == {}


def test_no_question_about_a_criterion_is_asked_twice() -> None:
    twice = [
        version.ref
        for version in _versions()
        if len({item.question for item in version.applicability.questions})
        < len(version.applicability.questions)
    ]

    assert twice == []


def test_deviation_that_counts_from_a_reminder_has_one_that_is_sent() -> None:
    """Else the days never begin to run, and nothing is ever late."""
    never_sent = [
        version.ref
        for version in _versions()
        if _REMINDER.search(" ".join((*version.follow_up.remark, *version.follow_up.deviation)))
        and not _REMINDER.search(" ".join((*version.follow_up.ask_for, *version.follow_up.then)))
    ]

    assert never_sent == []


def test_tender_is_put_aside_only_where_the_law_on_completion_has_been_minded() -> None:
    """4 kap. 9 § LOU decides whether a tender may be mended; a form that puts one aside has to say so."""
    hasty = [
        version.ref
        for version in _versions()
        if _PUT_ASIDE.search(then := " ".join(version.follow_up.then)) and not _COMPLETION.search(then)
    ]

    assert hasty == []


def test_closed_list_of_aspects_is_used() -> None:
    assert set(Aspect) - {aspect for version in _versions() for aspect in version.aspects} == set()


def test_goals_ship_without_fault() -> None:
    ((book, _read),) = _library().goals

    assert list(check_goals(book, frozenset(group.id for group in _groups()))) == []


def test_label_that_may_be_demanded_or_quoted_is_used_by_a_criterion() -> None:
    used = {cover.label for version in _versions() for cover in version.labels}
    good = {
        label.id
        for label, _ in _library().labels
        if label.assessment.conclusion in (LabelUse.LABEL, LabelUse.CRITERIA)
    }

    assert len(good) >= 10
    assert good - used == set()


def test_labour_terms_stand_only_as_performance_conditions() -> None:
    """Source: DOMAIN 2.1, L4."""
    misplaced = [
        version.ref
        for version in _versions()
        if Aspect.LABOUR_LAW in version.aspects and version.type is not RequirementType.PERFORMANCE_CONDITION
    ]

    assert misplaced == []


def test_package_of_a_branch_where_labour_terms_should_be_set_has_the_term() -> None:
    """Source: DOMAIN 2.1, L9; the branches stand in law_check.yaml."""
    labour = {version.ref for version in _versions() if Aspect.LABOUR_LAW in version.aspects}
    groups = {group.id for group in _groups()} & set(shipped_law().labour_branches.groups)

    assert {name for name in groups if not labour & set(_packages()[f"{name}_base"].members)} == set()


def test_limits_of_the_law_name_groups_that_are_there() -> None:
    known = {group.id for group in _groups()}

    assert {name for limit in shipped_law().limits for name in limit.groups} - known == set()
    assert {limit.direction for limit in shipped_law().limits} <= set(FloorDirection)


@pytest.mark.needs_standards
def test_every_code_has_its_check_digit_and_its_official_swedish_label(standards: Path) -> None:
    with (standards / "cpv" / "cpv-2008-sv-en.csv").open(encoding="utf-8") as file:
        official = {f"{row['code']}-{row['check_digit']}": row["label_sv"] for row in csv.DictReader(file)}

    wrong = {
        (group.id, entry.code): (entry.label, official.get(entry.code))
        for group in _groups()
        for entry in group.cpv
        if official.get(entry.code) != entry.label
    }

    assert wrong == {}
