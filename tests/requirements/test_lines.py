# SPDX-License-Identifier: EUPL-1.2
"""Building a draft: adding, closing a level, rewording, ordering, removing, renewing."""

from __future__ import annotations

import pytest

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.library.vocabulary import Level, Method, RequirementType
from criteria.library.wording import ChangeKind, difference
from criteria.requirements import lines as building
from criteria.requirements.closure import close_level
from criteria.requirements.lines import OwnChange
from criteria.requirements.model import Answer, FollowUpChoice, ParameterValue, RemovedLine, SetStatus
from criteria.requirements.own_lines import NearestCriteria, OwnLine
from tests.requirements.factories import (
    NOW,
    make_parameter,
    make_set,
    make_template,
    make_version,
    pin,
    with_limit,
    wording,
)


def _refs(versions: object) -> list[str]:
    return [version.ref for version in versions]  # type: ignore[attr-defined]


def test_level_is_closed_downwards_without_what_is_replaced() -> None:
    base, kept = make_version("FURN-01:1@base"), make_version("FURN-02:1@base")
    advanced = make_version("FURN-01:1@advanced", replaces=("FURN-01@base",))
    edge = make_version("FURN-01:1@leading_edge", replaces=("FURN-01@advanced",))
    everything = (edge, advanced, base, kept)

    assert _refs(close_level(everything, Level.BASE)) == ["FURN-01:1@base", "FURN-02:1@base"]
    assert _refs(close_level(everything, Level.ADVANCED)) == ["FURN-01:1@advanced", "FURN-02:1@base"]
    assert _refs(close_level(everything, Level.LEADING_EDGE)) == ["FURN-01:1@leading_edge", "FURN-02:1@base"]


def test_level_is_ordered_by_type_first() -> None:
    award = make_version("FURN-01:1@base", type=RequirementType.AWARD_CRITERION)
    selection = make_version("X-05:1@base", type=RequirementType.SELECTION_REQUIREMENT)
    specification = make_version("FURN-09:1@base")

    closed = close_level((award, specification, selection), Level.BASE)

    assert _refs(closed) == ["X-05:1@base", "FURN-09:1@base", "FURN-01:1@base"]


def test_line_pins_reference_and_fingerprint_and_takes_checked_defaults() -> None:
    version = with_limit()
    pinned = pin(
        make_version("FURN-02:1@advanced", text=version.text, parameters=(make_parameter(default="0.05"),))
    )

    (line,) = building.add_version(make_set(), pinned).lines

    assert (line.ref, line.fingerprint) == ("FURN-02:1@advanced", pinned.fingerprint)
    assert line.values == (ParameterValue("limit", "0.05"),)


def test_same_criterion_at_the_same_level_is_refused_in_any_version() -> None:
    set_ = make_set(make_version("FURN-01:1@base"))

    with pytest.raises(RefusedError) as refused:
        building.add_version(set_, pin(make_version("FURN-01:2@base")))

    assert refused.value.code == "set.line_twice"
    assert len(building.add_version(set_, pin(make_version("FURN-01:1@advanced"))).lines) == 2


def test_criterion_stands_once_more_after_its_line_with_values_of_its_own() -> None:
    set_ = building.set_value(make_set(with_limit(), make_version("FURN-01:1@base")), 1, "limit", "0,05")
    set_ = building.choose_follow_up(set_, 1, FollowUpChoice((Method.TEST,)))

    again = building.repeat_line(set_, 1)

    assert [(line.line, line.position, line.ref) for line in again.lines] == [
        (1, 1, "FURN-02:1@advanced"),
        (3, 2, "FURN-02:1@advanced"),
        (2, 3, "FURN-01:1@base"),
    ]
    assert [line.values for line in again.lines[:2]] == [(ParameterValue("limit", "0.05"),), ()]
    assert again.lines[1].follow_up == set_.lines[0].follow_up
    assert building.same_as_another(again) == ()


def test_line_that_says_the_same_twice_is_named_until_it_says_something_else() -> None:
    again = building.repeat_line(building.set_value(make_set(with_limit()), 1, "limit", "0,05"), 1)

    same = building.set_value(again, 2, "limit", "0,05")

    assert [line.line for line in building.same_as_another(same)] == [2]
    assert building.same_as_another(building.set_value(same, 2, "limit", "0,06")) == ()


def test_own_requirement_is_not_repeated() -> None:
    own = NearestCriteria(()).propose(OwnLine("Borden ska vara runda.")).requirement
    set_ = building.add_own(make_set(), own, None)

    with pytest.raises(RefusedError) as refused:
        building.repeat_line(set_, 1)

    assert refused.value.code == "set.line_own"


def test_what_a_line_applies_to_stands_first_in_its_words_in_both_languages() -> None:
    set_ = building.set_value(make_set(with_limit()), 1, "limit", "0,05")

    told = building.apply_to(set_, 1, "  rad 1–6\n i prislistan. ")

    assert told.lines[0].applies_to == "rad 1–6 i prislistan"
    words = building.filled_text(told.lines[0])
    assert words.sv.startswith("Gäller: rad 1–6 i prislistan.\nSkivorna ska avge högst 0,05 ")
    assert words.en is not None
    assert words.en.startswith("Applies to: rad 1–6 i prislistan.\nThe panels shall emit at most 0.05 ")
    assert building.apply_to(told, 1, " ") == set_


def test_line_repeated_without_blanks_is_told_apart_by_what_it_applies_to() -> None:
    set_ = building.apply_to(make_set(make_version("FURN-01:1@base")), 1, "stolar")

    again = building.repeat_line(set_, 1)

    assert [line.applies_to for line in again.lines] == ["stolar", None]
    assert [line.line for line in building.same_as_another(again)] == [2]
    assert [line.line for line in building.same_as_another(building.apply_to(again, 2, "stolar"))] == [2]
    assert building.same_as_another(building.apply_to(again, 2, "bord")) == ()
    assert [line.line for line in building.same_as_another(building.move_line(again, 2, 1))] == [1]


@pytest.mark.parametrize(
    ("given", "code"),
    [("r" * 301, "set.applies_to_long"), ("rad {rows}", "set.applies_to_blank")],
)
def test_what_a_line_applies_to_is_short_and_has_no_blanks(given: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        building.apply_to(make_set(with_limit()), 1, given)

    assert (refused.value.code, refused.value.where) == (code, "applies_to")


def test_criterion_that_stands_twice_is_renewed_line_by_line() -> None:
    again = building.repeat_line(make_set(with_limit(), make_version("FURN-01:1@base")), 1)
    newer = pin(with_limit("FURN-02:2@advanced"))

    renewed = building.renew_line(building.renew_line(again, 1, newer), 3, newer)

    assert [line.ref for line in renewed.lines[:2]] == ["FURN-02:2@advanced"] * 2
    with pytest.raises(RefusedError):
        building.renew_line(renewed, 2, newer)


@pytest.mark.parametrize("status", [status for status in SetStatus if status is not SetStatus.DRAFT])
def test_only_a_draft_can_be_built_on(status: SetStatus) -> None:
    set_ = make_set(with_limit(), status=status)
    attempts = (
        lambda: building.add_version(set_, pin(make_version("FURN-05:1@base"))),
        lambda: building.set_value(set_, 1, "limit", "0,05"),
        lambda: building.reword(set_, 1, wording("Ny text {limit}.")),
        lambda: building.move_line(set_, 1, 1),
        lambda: building.repeat_line(set_, 1),
        lambda: building.apply_to(set_, 1, "rad 1"),
        lambda: building.remove_line(set_, RemovedLine(1, None, "", "Behövs inte.", "user-1", NOW)),
        lambda: building.choose_follow_up(set_, 1, FollowUpChoice((Method.TEST,))),
        lambda: building.renew_line(set_, 1, pin(make_version("FURN-02:2@advanced"))),
    )

    for attempt in attempts:
        with pytest.raises(RefusedError) as refused:
            attempt()
        assert (refused.value.code, refused.value.values["status"]) == ("set.not_draft", status.value)


def test_unknown_line_and_unknown_blank_are_named() -> None:
    set_ = make_set(with_limit())

    with pytest.raises(NotFoundError) as line:
        building.set_value(set_, 7, "limit", "0,05")
    with pytest.raises(NotFoundError) as blank:
        building.set_value(set_, 1, "gräns", "0,05")

    assert line.value.code == "set.line_unknown"
    assert (blank.value.code, blank.value.values["names"]) == ("parameter.unknown", "limit")


def test_filled_text_follows_the_value() -> None:
    set_ = building.set_value(make_set(with_limit()), 1, "limit", "0,05")

    assert (
        building.filled_text(set_.lines[0]).sv
        == "Skivorna ska avge högst 0,05 milligram per kubikmeter luft."
    )


def test_local_wording_is_kept_beside_the_original_and_ended_by_the_librarys_own() -> None:
    set_ = make_set(with_limit())

    changed = building.reword(set_, 1, wording("Alla skivor ska avge högst {limit} milligram."))
    back = building.reword(changed, 1, wording(set_.lines[0].requirement.text.sv))

    assert changed.lines[0].requirement.text == set_.lines[0].requirement.text
    assert changed.lines[0].wording is not None
    assert back.lines[0].wording is None


def test_local_wording_may_not_name_a_blank_that_is_not_there() -> None:
    with pytest.raises(InvalidInputError) as refused:
        building.reword(make_set(with_limit()), 1, wording("Högst {grans} milligram."))

    assert (refused.value.code, refused.value.values["name"]) == ("set.wording_blank", "grans")


def test_difference_tells_word_by_word_what_was_struck_and_added() -> None:
    runs = difference("i minst 5 år efter leverans", "i minst 7 år efter sista leverans")

    assert (
        "".join(run.text for run in runs if run.kind is not ChangeKind.ADDED) == "i minst 5 år efter leverans"
    )
    assert "".join(run.text for run in runs if run.kind is not ChangeKind.REMOVED) == (
        "i minst 7 år efter sista leverans"
    )
    assert [run.text.strip() for run in runs if run.kind is ChangeKind.REMOVED] == ["5"]
    assert [run.text.strip() for run in runs if run.kind is ChangeKind.ADDED] == ["7", "sista"]


def test_moving_keeps_the_numbers_of_lines_and_counts_places_anew() -> None:
    set_ = make_set(*(make_version(f"FURN-{n:02d}:1@base") for n in (1, 2, 3)))

    moved = building.move_line(set_, 3, 1)

    assert [(line.line, line.position) for line in moved.lines] == [(3, 1), (1, 2), (2, 3)]
    with pytest.raises(InvalidInputError):
        building.move_line(set_, 3, 4)


def test_removed_line_is_kept_with_its_reason_and_its_number_never_comes_back() -> None:
    set_ = make_set(make_version("FURN-01:1@base"), make_version("FURN-02:1@base"))

    without = building.remove_line(set_, RemovedLine(2, None, "", "Räcker utan.", "user-1", NOW))
    again = building.add_version(without, pin(make_version("FURN-03:1@base")))

    assert (without.removed[0].ref, without.removed[0].reason) == ("FURN-02:1@base", "Räcker utan.")
    assert [line.line for line in again.lines] == [1, 3]


def test_renewed_line_keeps_values_that_still_fit_and_drops_wording_and_answers() -> None:
    set_ = building.set_value(make_set(with_limit()), 1, "limit", "0,05")
    set_ = building.reword(set_, 1, wording("Skivor: {limit}."))
    set_ = building.answer_line(set_, 1, Answer("gate.criterion_changed", "Behåll.", "user-1", NOW))

    (line,) = building.renew_line(set_, 1, pin(with_limit("FURN-02:2@advanced"))).lines

    assert (line.ref, line.values) == ("FURN-02:2@advanced", (ParameterValue("limit", "0.05"),))
    assert (line.wording, line.answers) == (None, ())


def test_value_that_no_longer_fits_is_left_empty_on_renewal() -> None:
    set_ = building.set_value(make_set(with_limit()), 1, "limit", "0,05")
    stricter = with_limit("FURN-02:2@advanced")
    parameter = make_parameter(maximum=stricter.parameters[0].minimum)
    renewed = building.renew_line(
        set_, 1, pin(make_version("FURN-02:2@advanced", text=stricter.text, parameters=(parameter,)))
    )

    assert renewed.lines[0].values == ()


def test_changed_words_let_answers_to_the_law_check_lapse() -> None:
    set_ = make_set(with_limit())
    for code in ("law.L1", "gate.criterion_changed"):
        set_ = building.answer_line(set_, 1, Answer(code, "Prövat.", "user-1", NOW))

    changed = building.reword(set_, 1, wording("Enligt EN 717-1: {limit}."))

    assert [answer.code for answer in changed.lines[0].answers] == ["gate.criterion_changed"]


def test_own_requirement_is_named_after_its_line_and_reworded_without_an_original() -> None:
    proposal = NearestCriteria(()).propose(OwnLine("Borden ska vara runda."))
    set_ = building.add_own(make_set(make_version()), proposal.requirement, None)

    changed = building.reword(set_, 2, wording("Borden ska vara ovala."))

    assert changed.lines[1].requirement.id == "EGET-02"
    assert changed.lines[1].requirement.title.sv == "Borden ska vara ovala"
    assert changed.lines[1].wording is None


def test_library_line_is_not_changed_as_an_own_one() -> None:
    with pytest.raises(RefusedError) as refused:
        building.change_own(make_set(make_version()), 1, OwnChange(title="Annat"))

    assert refused.value.code == "set.line_not_own"


def test_minimum_strength_follows_the_method_of_an_own_line_but_not_of_a_library_one() -> None:
    version = make_version(follow_up=make_template(Method.TEST))
    own = NearestCriteria((version,)).propose(OwnLine("Stommen ska hålla i tio år."))
    set_ = building.add_own(make_set(version), own.requirement, own.proposed_from)
    declared = FollowUpChoice((Method.DECL,))

    for line in (1, 2):
        set_ = building.choose_follow_up(set_, line, declared)

    strengths = [line.requirement.follow_up.min_strength for line in set_.lines if line.requirement.follow_up]
    assert strengths == [3, 1]


@pytest.mark.parametrize(("text", "code"), [("  \n ", "set.text_empty"), ("x" * 4001, "set.text_long")])
def test_text_without_words_or_without_end_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        building.clean_text(text, "1")

    assert refused.value.code == code
