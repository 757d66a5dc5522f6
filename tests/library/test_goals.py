# SPDX-License-Identifier: EUPL-1.2
"""Goals: the mapping from aspects, its faults, and that names are the official ones."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from criteria.exchange.rule_files import read_goals
from criteria.library.fingerprint import version_fingerprint
from criteria.library.goals import (
    AspectGoals,
    Goal,
    GoalBook,
    GoalKind,
    GoalReason,
    check_goals,
    contributions,
)
from criteria.library.model import Words
from criteria.library.vocabulary import Aspect
from tests.library_life.factories import version

_DATA = Path(__file__).parents[2] / "data"
_GROUPS = frozenset({"food", "furniture"})


@cache
def _shipped() -> GoalBook:
    return read_goals(_DATA)


def _book(**changes: object) -> GoalBook:
    goals = (
        Goal("SDG-12", GoalKind.SDG, Words("Hållbar konsumtion", "Responsible consumption")),
        Goal("SDG-13", GoalKind.SDG, Words("Klimat", "Climate")),
    )
    aspects = tuple(AspectGoals(aspect, (GoalReason("SDG-12", "Skäl."),)) for aspect in Aspect)
    return replace(GoalBook(goals, aspects, ()), **changes)  # type: ignore[arg-type]


def _of(kind: GoalKind) -> dict[str, Words]:
    return {goal.id: goal.name for goal in _shipped().goals if goal.kind is kind}


def test_goal_of_two_aspects_is_told_once_with_both_reasons() -> None:
    repair = AspectGoals(Aspect.REPAIR, (GoalReason("SDG-12", "Mer lagas."), GoalReason("SDG-13", "Mindre.")))
    reuse = AspectGoals(Aspect.REUSE, (GoalReason("SDG-12", "Mer används igen."),))

    found = contributions(_book(aspects=(repair, reuse)), (Aspect.REUSE, Aspect.REPAIR), ())

    assert [(item.goal, item.reasons) for item in found] == [
        ("SDG-12", ("Mer lagas.", "Mer används igen.")),
        ("SDG-13", ("Mindre.",)),
    ]


@pytest.mark.parametrize(("group", "goals"), [("furniture", ["SDG-12", "SDG-13"]), ("food", ["SDG-12"])])
def test_reason_that_is_true_of_some_groups_is_told_in_those(group: str, goals: list[str]) -> None:
    only = GoalReason("SDG-13", "Skogen står kvar.", ("furniture",))
    book = _book(aspects=(AspectGoals(Aspect.DEFORESTATION, (GoalReason("SDG-12", "Skäl."), only)),))

    found = contributions(book, (Aspect.DEFORESTATION,), ("cross", group))

    assert [item.goal for item in found] == goals


def test_group_that_is_not_there_is_found() -> None:
    only = AspectGoals(Aspect.CLIMATE, (GoalReason("SDG-12", "Skäl.", ("boats",)),))
    rest = tuple(item for item in _book().aspects if item.aspect is not Aspect.CLIMATE)

    (issue,) = check_goals(_book(aspects=(only, *rest)), _GROUPS)

    assert (issue.code, issue.where) == ("group.unknown", "aspects.0.goals.0.groups")


def test_whole_book_has_no_fault() -> None:
    assert list(check_goals(_book(), _GROUPS)) == []


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"aspects": _book().aspects[1:]}, "goal.aspect_missing", "aspects"),
        ({"aspects": (*_book().aspects, _book().aspects[0])}, "goal.twice", f"aspects.{len(Aspect)}.aspect"),
        ({"goals": (*_book().goals, _book().goals[1])}, "goal.twice", "goals.2.id"),
        ({"goals": _book().goals[1:]}, "goal.unknown", "aspects.0.goals.0.goal"),
    ],
)
def test_fault_of_the_mapping_is_found_where_it_is(changes: dict[str, object], code: str, where: str) -> None:
    first, *_ = check_goals(_book(**changes), _GROUPS)

    assert (first.code, first.where) == (code, where)


def test_same_goal_twice_for_one_aspect_is_found() -> None:
    doubled = AspectGoals(Aspect.CLIMATE, (GoalReason("SDG-12", "A."), GoalReason("SDG-12", "B.")))
    rest = tuple(item for item in _book().aspects if item.aspect is not Aspect.CLIMATE)

    assert [issue.code for issue in check_goals(_book(aspects=(doubled, *rest)), _GROUPS)] == ["goal.twice"]


def test_goals_are_no_part_of_a_frozen_version() -> None:
    # Its fingerprint from before there were goals.
    assert version_fingerprint(version("FURN-01:1@base")) == (
        "cd6369283e32393e2882e82d6c69383a0845264946102db8960edf4f058aeae0"
    )


def test_every_aspect_names_a_goal_that_people_know_and_says_why() -> None:
    kinds = {goal.id: goal.kind for goal in _shipped().goals}

    for entry in _shipped().aspects:
        named = {kinds[item.goal] for item in entry.goals}
        assert named - {GoalKind.EFORMS}, entry.aspect
        assert all(item.reason.endswith(".") and item.reason.count(".") == 1 for item in entry.goals)


def test_codes_of_notices_are_there_because_an_aspect_uses_them() -> None:
    used = {item.goal for entry in _shipped().aspects for item in entry.goals}

    assert _of(GoalKind.EFORMS).keys() <= used


@pytest.mark.needs_standards
@pytest.mark.parametrize(
    ("kind", "file", "sv", "en"),
    [
        (GoalKind.SDG, "sdg.csv", "short_sv", "short_en"),
        (GoalKind.ENVIRONMENTAL_OBJECTIVE, "miljokvalitetsmal.csv", "name_sv", "name_en"),
    ],
)
def test_goals_are_all_there_by_their_official_names(
    standards: Path, kind: GoalKind, file: str, sv: str, en: str
) -> None:
    with (standards / "goals" / file).open(encoding="utf-8") as source:
        official = {row["code"]: Words(row[sv], row[en]) for row in csv.DictReader(source)}

    assert _of(kind) == official


@pytest.mark.needs_standards
def test_codes_of_notices_are_in_the_codelists(standards: Path) -> None:
    table = standards / "eforms" / "eforms-sustainability-codes.csv"
    with table.open(encoding="utf-8") as source:
        official = {
            f"{row['fields'].removesuffix('-Lot')}:{row['code']}": Words(row["label_sv"], row["label_en"])
            for row in csv.DictReader(source)
        }

    assert {name: official.get(name) for name in _of(GoalKind.EFORMS)} == _of(GoalKind.EFORMS)


def test_there_is_one_generation_goal() -> None:
    assert list(_of(GoalKind.GENERATION_GOAL)) == ["GEN"]
