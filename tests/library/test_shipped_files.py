# SPDX-License-Identifier: EUPL-1.2
"""The shipped library, file by file: form, content, lock, and what must not embarrass."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from criteria.exchange.library_files import LibraryFolder, ReadFile, lock_lines, read_library
from criteria.identifiers import cpv_check_digit
from criteria.issues import Severity
from criteria.library.checks import Known, check_version
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import Aspect, Level, RequirementType, ShippedState, SourceMark
from criteria.services.library_loading import check_library

_DATA = Path(__file__).parents[2] / "data"
_FILES = sorted(str(path.relative_to(_DATA)) for path in _DATA.glob("criteria/**/*.yaml"))
_GROUPS = (
    "furniture", "it", "cleaning_chemicals", "food", "meals", "vehicles", "cleaning_services", "textiles",
    "construction", "lighting", "cross",
)  # fmt: skip


@cache
def _library() -> LibraryFolder:
    return read_library(_DATA)


@cache
def _by_file() -> dict[str, tuple[CriterionVersion, ReadFile]]:
    return {read.name: (version, read) for version, read in _library().versions}


@cache
def _known() -> Known:
    library = _library()
    return Known(
        frozenset(group.id for group, _ in library.groups),
        frozenset(label.id for label, _ in library.labels),
        frozenset(version.ref for version, _ in library.versions),
    )


def _version(ref: str) -> CriterionVersion:
    return next(version for version, _ in _library().versions if version.ref == ref)


def test_whole_library_is_accepted_with_its_own_lock() -> None:
    red = [issue for issue in check_library(_DATA) if issue.severity is Severity.RED]

    assert red == []


@pytest.mark.parametrize("name", _FILES)
def test_file_holds_its_form(name: str) -> None:
    version, read = _by_file()[name]

    assert list(check_version(version, _known())) == []
    assert read.name == name


@pytest.mark.parametrize("name", _FILES)
def test_file_is_ours_to_read_and_written_one_way(name: str) -> None:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()

    assert lines[0] == "# SPDX-License-Identifier: CC-BY-4.0"
    keys = [line.split(":")[0] for line in lines if line and not line[0].isspace() and line[0] not in "#-"]
    assert keys == list(CriterionVersion.__slots__)


@pytest.mark.parametrize("name", _FILES)
def test_unchecked_value_is_never_ours(name: str) -> None:
    version, _ = _by_file()[name]

    if version.state is ShippedState.PUBLISHED:
        assert all(source.mark is not SourceMark.CHECK for source in version.sources)
    for parameter in version.parameters:
        if parameter.default is None and parameter.filled_by.value == "procurer":
            assert parameter.guidance.sv


def test_every_published_version_and_event_is_under_the_lock() -> None:
    kept = (_DATA / "published.lock").read_text(encoding="utf-8").splitlines()

    assert sorted(line for line in kept if not line.startswith("#")) == sorted(lock_lines(_library()))


@pytest.mark.parametrize("group", _GROUPS)
def test_group_has_criteria_in_force_questions_and_a_reason_for_its_risk(group: str) -> None:
    found = next(item for item, _ in _library().groups if item.id == group)
    inside = [version for version, _ in _library().versions if group in version.groups]

    assert len([version for version in inside if version.state is ShippedState.PUBLISHED]) >= 6
    assert found.risk.reason
    assert len(found.synonyms.words) >= (0 if group == "cross" else 8)


def test_packages_hold_only_what_is_in_force_on_the_day_of_the_release() -> None:
    drafts = {version.ref for version, _ in _library().versions if version.state is ShippedState.DRAFT}
    gone = {event.subject for event, _ in _library().events if event.kind.is_ending}

    for package, _ in _library().packages:
        assert not set(package.members) & (drafts | gone), package.id


def test_library_shows_its_own_rule() -> None:
    (event,) = [event for event, _ in _library().events if event.subject == "CLS-01:1@base"]

    assert [successor.ref for successor in event.successors] == ["CLS-11:1@base"]
    new = _version("CLS-11:1@base")
    assert new.valid_from == event.on
    assert VersionStatus.WITHDRAWN_REPLACED.is_in_force is False


def test_substances_of_concern_are_information_at_base_and_a_ban_only_for_named_materials() -> None:
    base, advanced = _version("X-01:1@base"), _version("X-01:1@advanced")

    assert base.type is RequirementType.PERFORMANCE_CONDITION
    assert Aspect.INFORMATION in base.aspects
    assert any(parameter.name.startswith("material") for parameter in advanced.parameters)


def test_credits_for_palm_oil_and_soy_are_no_technical_specification() -> None:
    naming = [version for version in _of_group("food") if "kredit" in version.text.sv.lower()]

    assert {version.id for version in naming} >= {"FOOD-04", "FOOD-05", "FOOD-05b"}
    for version in naming:
        excluded = "Krediter (book and claim) räknas inte" in version.text.sv
        assert excluded or version.type is not RequirementType.TECHNICAL_SPECIFICATION, version.ref


def test_food_covers_animal_welfare_and_origin() -> None:
    aspects = {aspect for version in _of_group("food") for aspect in version.aspects}

    assert {Aspect.ANIMAL_WELFARE, Aspect.ORIGIN, Aspect.ANTIBIOTICS, Aspect.ORGANIC} <= aspects


def test_cleaning_quality_is_a_plain_round_at_base_and_insta_at_advanced() -> None:
    base, advanced = _version("CLS-03:1@base"), _version("CLS-03:1@advanced")

    assert "INSTA" not in base.text.sv
    assert "SS-INSTA 800-1:2018" in advanced.text.sv + str(advanced.proof) + str(advanced.sources)
    assert base.level is Level.BASE


def test_follow_up_terms_are_whole() -> None:
    package = next(item for item, _ in _library().packages if item.id == "followup_terms")

    assert [member.split(":")[0] for member in package.members] == [
        f"TERM-0{number}" for number in range(1, 8)
    ]


def _of_group(group: str) -> Iterator[CriterionVersion]:
    return (version for version, _ in _library().versions if version.groups[0] == group)


@pytest.mark.needs_standards
def test_every_cpv_code_and_label_is_the_official_one(standards: Path) -> None:
    with (standards / "cpv" / "cpv-2008-sv-en.csv").open(encoding="utf-8") as file:
        official = {row["code"]: (row["check_digit"], row["label_sv"]) for row in csv.DictReader(file)}

    for group, _ in _library().groups:
        for entry in group.cpv:
            digits, _, check = entry.code.partition("-")
            assert digits in official, (group.id, entry.code)
            assert check == official[digits][0], (group.id, entry.code)
            assert cpv_check_digit(digits) is not None
