# SPDX-License-Identifier: EUPL-1.2
"""Labels: what the six points carry, what a label settles, and the records that ship."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from criteria.exchange.library_files import read_library
from criteria.issues import Severity
from criteria.library.labels import allows, check_label, cover_by_group
from criteria.library.model import (
    Label,
    LabelAssessment,
    LabelCover,
    LabelInGroup,
    LabelPointVerdict,
    Review,
)
from criteria.library.vocabulary import LabelCoverage, LabelPoint, LabelUse, LegalReview, PointVerdict
from tests.search.factories import make_version

_DATA = Path(__file__).parents[2] / "data"
_GROUPS = frozenset({"food", "furniture"})


@cache
def _shipped() -> tuple[Label, ...]:
    return tuple(label for label, _ in read_library(_DATA).labels)


def _assessment(
    conclusion: LabelUse = LabelUse.LABEL, *, groups: tuple[LabelInGroup, ...] = (), **otherwise: PointVerdict
) -> LabelAssessment:
    points = tuple(
        LabelPointVerdict(point, otherwise.get(point.value, PointVerdict.HOLDS), "Skäl.")
        for point in LabelPoint
    )
    review = Review(LegalReview.NOT_REVIEWED, "Redaktionen", date(2026, 11, 21))
    return LabelAssessment("Sammanfattning.", points, conclusion, groups, review)


def _label(assessment: LabelAssessment) -> Label:
    return Label("svanen", "Svanen", "Ägaren", "type_1", "Varor", None, 4, assessment, ())


def _codes(assessment: LabelAssessment) -> list[str]:
    return [issue.code for issue in check_label(_label(assessment), _GROUPS)]


@pytest.mark.parametrize("point", LabelPoint)
def test_label_may_be_demanded_only_when_every_point_holds(point: LabelPoint) -> None:
    assert allows(_assessment(), LabelUse.LABEL)

    for verdict in set(PointVerdict) - {PointVerdict.HOLDS}:
        assert not allows(_assessment(**{point.value: verdict}), LabelUse.LABEL)


@pytest.mark.parametrize("point", LabelPoint)
def test_criteria_may_be_referred_to_when_all_but_the_link_to_the_subject_hold(point: LabelPoint) -> None:
    judged = _assessment(**{point.value: PointVerdict.PART})

    assert allows(judged, LabelUse.CRITERIA) is (point is LabelPoint.LINK)


@pytest.mark.parametrize("use", [LabelUse.PROPERTY, LabelUse.NO_LABEL])
def test_property_in_own_words_needs_no_point_of_the_label(use: LabelUse) -> None:
    judged = _assessment(**{point.value: PointVerdict.FAILS for point in LabelPoint})

    assert allows(judged, use)


def test_sound_assessment_has_no_fault() -> None:
    assert _codes(_assessment()) == []


def test_conclusion_that_the_points_do_not_carry_is_found() -> None:
    assert _codes(_assessment(link=PointVerdict.PART)) == ["label.conclusion"]
    assert _codes(_assessment(LabelUse.CRITERIA, available=PointVerdict.NOT_SHOWN)) == ["label.conclusion"]


def test_conclusion_of_a_group_is_held_against_the_same_points() -> None:
    own = LabelInGroup("food", LabelUse.LABEL, "Skäl.")

    found = list(
        check_label(_label(_assessment(LabelUse.CRITERIA, groups=(own,), link=PointVerdict.PART)), _GROUPS)
    )

    assert [(issue.code, issue.where) for issue in found] == [
        ("label.conclusion", "assessment.groups.0.conclusion")
    ]


def test_group_that_does_not_ship_is_noted_and_stops_nothing() -> None:
    own = LabelInGroup("boats", LabelUse.CRITERIA, "Skäl.")

    (issue,) = check_label(_label(_assessment(groups=(own,))), _GROUPS)

    assert (issue.code, issue.severity) == ("group.related_unknown", Severity.NOTE)


def test_point_that_is_missing_or_stands_twice_is_found() -> None:
    sound = _assessment()

    assert _codes(replace(sound, points=sound.points[1:])) == ["label.points"]
    assert _codes(replace(sound, points=(sound.points[0], *sound.points))) == ["label.points"]
    assert _codes(replace(sound, points=sound.points[::-1])) == ["label.points"]


def test_cover_tells_full_part_and_not_by_the_group_a_criterion_is_filed_in() -> None:
    full = LabelCover("svanen", LabelCoverage.FULL)
    part = LabelCover("svanen", LabelCoverage.PART, "Bara trädelarna.")
    other = LabelCover("fsc", LabelCoverage.FULL)
    versions = [
        make_version("FURN-01:1@base", labels=(full,)),
        make_version("FURN-02:1@base", labels=(other, part)),
        make_version("FURN-03:1@base", labels=(other,)),
        make_version("FOOD-01:1@base", groups=("food",), labels=(other,)),
        make_version("X-01:1@base", groups=("cross", "furniture"), labels=(part,)),
    ]

    cross, furniture = cover_by_group("svanen", [(version.groups[0], version) for version in versions])

    assert (cross.group, furniture.group) == ("cross", "furniture")
    assert [version.id for version in furniture.full] == ["FURN-01"]
    assert [(version.id, note) for version, note in furniture.part] == [("FURN-02", "Bara trädelarna.")]
    assert [version.id for version in furniture.none] == ["FURN-03"]
    assert [version.id for version, _ in cross.part] == ["X-01"]


def test_label_that_settles_nothing_has_no_group() -> None:
    assert cover_by_group("svanen", [("furniture", make_version())]) == ()


@pytest.mark.parametrize("label", _shipped(), ids=lambda label: label.id)
def test_shipped_label_is_judged_on_each_point_with_a_reason(label: Label) -> None:
    assessment = label.assessment

    assert [item.point for item in assessment.points] == list(LabelPoint)
    for item in assessment.points:
        assert item.reason.endswith("."), item.point
        assert len(item.reason.split()) >= 3, item.point
    assert assessment.review.editor
    assert assessment.review.read_on >= date(2026, 11, 1)


@pytest.mark.parametrize("label", _shipped(), ids=lambda label: label.id)
def test_shipped_label_says_nothing_of_a_lawyer_who_has_not_read_it(label: Label) -> None:
    assert label.assessment.review.legal is LegalReview.NOT_REVIEWED
    assert "jurid" not in label.assessment.summary


def test_ratings_energy_classes_and_a_trade_s_own_mark_are_no_labels_in_the_law_s_sense() -> None:
    uses = {label.id: label.assessment.conclusion for label in _shipped()}
    kinds = {label.id: label.kind for label in _shipped()}

    # ENERGY STAR is a voluntary label, however much it is about energy.
    apart = {name for name, kind in kinds.items() if kind in ("rating", "company", "energy")} - {
        "energy_star"
    }
    assert {name for name in apart if uses[name] is not LabelUse.NO_LABEL} == set()
    assert uses["svanen"] is LabelUse.CRITERIA


def test_label_that_has_been_questioned_is_not_demanded_where_it_was() -> None:
    by_id = {label.id: label for label in _shipped()}
    chemicals = {
        name: next(item for item in by_id[name].assessment.groups if item.group == "cleaning_chemicals")
        for name in ("svanen", "eu_ecolabel", "bra_miljoval")
    }

    assert {item.conclusion for item in chemicals.values()} == {LabelUse.CRITERIA}
    assert all("2024" in item.reason for item in chemicals.values())
