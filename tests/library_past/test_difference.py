# SPDX-License-Identifier: EUPL-1.2
"""What differs between two versions, word by word, and which change class follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.library.difference import ChangeBasis, RecordedStep, compare, propose_change
from criteria.library.model import ChangeClass, CriterionVersion, LawFloor, Words
from criteria.library.reading import read_fields
from criteria.library.vocabulary import Aspect, Level, RequirementType
from criteria.library.wording import LONGEST_COMPARED, ChangeKind, difference
from tests.requirements.factories import make_parameter, make_template, make_version, with_limit

BEFORE, AFTER = make_version("LIG-04:3@base"), make_version("LIG-04:4@base")


def _step(change: ChangeClass, note: str | None = None) -> RecordedStep:
    return RecordedStep(BEFORE.ref, AFTER.ref, change, note, date(2027, 1, 15))


def _texts(before: str, after: str) -> tuple[CriterionVersion, CriterionVersion]:
    return replace(BEFORE, text=Words(before)), replace(AFTER, text=Words(after))


@given(st.text("ab ä\n", max_size=40), st.text("ab ä\n", max_size=40))
def test_runs_of_words_put_together_are_the_two_texts(before: str, after: str) -> None:
    runs = difference(before, after)

    assert "".join(run.text for run in runs if run.kind is not ChangeKind.ADDED) == before
    assert "".join(run.text for run in runs if run.kind is not ChangeKind.REMOVED) == after


def test_neighbouring_words_are_struck_and_put_in_as_one() -> None:
    runs = difference("ska hålla i minst fem år", "ska hålla i mer än tio år")

    assert [(run.kind.value, run.text) for run in runs] == [
        ("same", "ska hålla i "),
        ("removed", "minst fem"),
        ("added", "mer än tio"),
        ("same", " år"),
    ]


def test_text_too_long_to_compare_is_struck_and_put_in_whole() -> None:
    before, after = "ord " * LONGEST_COMPARED, "ord " * (LONGEST_COMPARED - 1)

    assert [run.kind for run in difference(before, after)] == [ChangeKind.REMOVED, ChangeKind.ADDED]


def test_only_fields_that_read_differently_are_listed_with_their_words() -> None:
    after = replace(
        AFTER,
        text=Words("Stommen ska hålla i minst femton år.", BEFORE.text.en),
        law_floor=LawFloor("Tre år.", "1 §"),
    )

    found = compare(BEFORE, after)

    assert [item.field for item in found.fields] == ["text.sv", "law_floor"]
    assert [run.text for run in found.fields[0].words if run.kind is not ChangeKind.SAME] == ["tio", "femton"]
    assert (found.fields[1].before, found.fields[1].after) == ("", "Tre år. 1 §")
    assert "proof" in found.unchanged
    assert "labels" not in found.unchanged, "a field that is empty in both is not shown as unchanged"


def test_every_part_of_a_version_that_people_read_shows_when_it_changes() -> None:
    """A field nobody compares would change unseen; the list is held against the dataclass itself."""
    read_as = {
        "id": None,
        "version": None,
        "state": None,
        "valid_from": None,
        "draft_because": None,
        "applicability": "use_when",
    }
    names = {item.name.partition(".")[0] for item in read_fields(with_limit())}

    for part in CriterionVersion.__slots__:
        shown_as = read_as.get(part, part)
        assert shown_as is None or shown_as in names, part


def test_parameter_that_came_and_one_that_went_are_shown() -> None:
    old, new = make_parameter("limit"), make_parameter("years", minimum=Decimal(1), maximum=Decimal(9))

    found = compare(replace(BEFORE, parameters=(old,)), replace(AFTER, parameters=(new,)))

    shown = {item.field: (bool(item.before), bool(item.after)) for item in found.fields}
    assert shown == {"parameters.limit": (True, False), "parameters.years": (False, True)}


def test_codes_are_said_as_the_reader_is_told() -> None:
    said = compare(BEFORE, replace(AFTER, level=Level.ADVANCED), say=lambda kind, code: f"{kind}={code}")

    assert said.fields[0].after == "level=advanced"


def test_recorded_class_and_its_reason_go_before_what_the_texts_say() -> None:
    before, after = _texts("Ska hålla i minst tio år.", "Ska hålla i minst elva år.")

    found = compare(before, after, (_step(ChangeClass.CLARIFIED, "Bara tydligare."),))

    assert (found.change_class, found.basis) == (ChangeClass.CLARIFIED, ChangeBasis.RECORDED)
    assert found.reason == "Bara tydligare."


def test_several_steps_of_different_classes_give_no_recorded_class() -> None:
    steps = (_step(ChangeClass.CLARIFIED), _step(ChangeClass.STRICTER))
    before, after = _texts("Ska hålla i minst 10 år.", "Ska hålla i minst 12 år.")

    found = compare(before, after, steps)

    assert (found.change_class, found.basis) == (ChangeClass.STRICTER, ChangeBasis.PROPOSED)
    assert found.steps == steps


def test_class_nobody_recorded_and_no_rule_can_tell_is_left_open() -> None:
    found = compare(*_texts("Ska hålla.", "Ska tåla daglig användning."))

    assert (found.change_class, found.basis) == (None, ChangeBasis.OPEN)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Ska avge högst 0,124 mg.", "Ska avge högst 0,05 mg.", ChangeClass.STRICTER),
        ("Ska avge högst 0,05 mg.", "Ska avge högst 0,124 mg.", ChangeClass.WEAKER),
        ("Ska hålla minst 5 000 timmar.", "Ska hålla minst 50 000 timmar.", ChangeClass.STRICTER),
        ("Ska hålla minst 10 år.", "Ska hålla minst 7 år i drift.", ChangeClass.WEAKER),
        ("Ska hålla minst 10 år.", "Ska hålla minst 12 år i drift.", None),
        ("Prövas enligt EN 717.", "Prövas enligt EN 718.", None),
        ("Ska hålla högst 10 år.", "Ska hålla minst 7 år.", None),
        ("Ska hålla, alltid.", "Ska hålla alltid", ChangeClass.EDITORIAL),
        ("Ska hålla.", "Ska hålla.", ChangeClass.EDITORIAL),
    ],
)
def test_class_is_proposed_only_where_the_words_tell(
    before: str, after: str, expected: ChangeClass | None
) -> None:
    assert propose_change(*_texts(before, after)) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"level": Level.ADVANCED}, ChangeClass.LEVEL_CHANGED),
        ({"type": RequirementType.AWARD_CRITERION}, ChangeClass.TYPE_CHANGED),
        ({"groups": ("it",)}, ChangeClass.SCOPE_CHANGED),
        ({"aspects": (Aspect.REUSE,)}, ChangeClass.SCOPE_CHANGED),
        ({"follow_up": make_template(min_strength=4)}, ChangeClass.STRICTER),
        ({"follow_up": make_template(min_strength=2)}, ChangeClass.WEAKER),
        ({"title": Words("Annan rubrik"), "purpose": "Annat skäl."}, ChangeClass.EDITORIAL),
        ({"follow_up": make_template(deviation=("Något annat.",))}, None),
    ],
)
def test_change_of_one_part_has_its_class(changes: dict[str, object], expected: ChangeClass | None) -> None:
    assert propose_change(BEFORE, replace(AFTER, **changes)) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(("maximum", "expected"), [("0.05", "stricter"), ("0.07", "weaker")])
def test_limit_in_a_blank_moves_by_the_words_before_it(maximum: str, expected: str) -> None:
    before = with_limit("LIG-04:3@base")
    after = replace(before, version=4, parameters=(make_parameter(maximum=Decimal(maximum)),))

    assert propose_change(before, after) is ChangeClass(expected)
