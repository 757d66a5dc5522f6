# SPDX-License-Identifier: EUPL-1.2
"""The rules of supplier declarations: frozen words, answers, lacks and states (DOMAIN 4.5)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from criteria.errors import CriteriaError, FindingsError, RefusedError
from criteria.library.model import Words
from followup.declarations.checking import check_declaration, months_after
from followup.declarations.form import freeze_form
from followup.declarations.lifecycle import declared, live_declaration, move
from followup.declarations.model import (
    FORM,
    Answer,
    Declaration,
    DeclarationStatus,
    FrozenForm,
    GivenAnswer,
    GivenDeclaration,
    StateChange,
)
from tests.followup.held import contract_of, seal_lines, versions

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)


def _form() -> FrozenForm:
    sealed = seal_lines(*versions())
    return freeze_form(contract_of(sealed), sealed)


def _given(form: FrozenForm, answer: str = "Ja", comment: str = "", **changes: object) -> GivenDeclaration:
    given = GivenDeclaration(
        form=FORM,
        contract_id=form.contract_id,
        seal=form.seal,
        answers=tuple(
            GivenAnswer(item.line, item.text_hash, answer, comment, "Rapport") for item in form.requirements
        ),
        name="Karin Ek",
        title="Miljöchef",
        authority="Fullmakt",
        signed_on=date(2026, 11, 20),
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def _declaration(number: int = 1, answer: str = "Ja", **changes: object) -> Declaration:
    form = _form()
    checked = check_declaration(form, _given(form, answer), TODAY)
    declaration = Declaration(
        id=f"decl-{number}",
        organisation_id="org-1",
        contract_id=form.contract_id,
        form=form,
        checked=checked,
        sha256=f"{number:064}",
        received_at=NOW.replace(minute=number),
        received_by="user-1",
        states=(StateChange(DeclarationStatus.SUBMITTED, NOW, "user-1", ""),),
    )
    return replace(declaration, **changes)  # type: ignore[arg-type]


def _complete(number: int = 1) -> Declaration:
    return move(_declaration(number), DeclarationStatus.COMPLETE, NOW, "user-1")


def test_form_asks_what_binds_with_the_values_that_were_offered() -> None:
    form = _form()

    # 2.2 is an award criterion that was not offered, and so no requirement of this contract.
    assert [item.number for item in form.requirements] == ["1.1", "1.2", "2.1"]
    assert form.requirements[2].text == Words("Garanti i 10 år.", "Guarantee for 10 years.")


def test_hash_of_a_requirement_changes_with_its_words_its_checklist_and_its_place() -> None:
    sealed = seal_lines(*versions())
    line = sealed.lines[0]
    others = (
        replace(line, text=Words("Stommen ska hålla i minst nio år.")),
        replace(line, number="1.9"),
        replace(line, requirement=replace(line.requirement, declaration=None)),
    )

    hashes = {
        freeze_form(contract_of(sealed), replace(sealed, lines=(item, *sealed.lines[1:])))
        .requirements[0]
        .text_hash
        for item in (line, *others)
    }

    assert len(hashes) == 4


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("Ja", Answer.YES),
        (" ja ", Answer.YES),
        ("Yes", Answer.YES),
        ("Delvis", Answer.PARTLY),
        ("NEJ", Answer.NO),
        ("Ej tillämpligt", Answer.NOT_APPLICABLE),
        ("Not applicable", Answer.NOT_APPLICABLE),
    ],
)
def test_answers_are_read_in_swedish_and_english(word: str, answer: Answer) -> None:
    form = _form()

    checked = check_declaration(form, _given(form, word, "Se bilaga"), TODAY)

    assert {item.answer for item in checked.answers} == {answer}
    assert checked.lacks == ()


@pytest.mark.parametrize("word", ["", "   "])
def test_no_answer_is_a_lack_and_never_yes(word: str) -> None:
    form = _form()

    checked = check_declaration(form, _given(form, word, "Vi uppfyller"), TODAY)

    assert {item.answer for item in checked.answers} == {None}
    assert [(lack.code, lack.where) for lack in checked.lacks] == [
        ("declaration.answer_missing", number) for number in ("1.1", "1.2", "2.1")
    ]


def test_row_that_is_gone_is_a_lack() -> None:
    form = _form()
    given = _given(form)

    checked = check_declaration(form, replace(given, answers=given.answers[1:]), TODAY)

    assert [(lack.code, lack.where) for lack in checked.lacks] == [("declaration.answer_missing", "1.1")]


def test_word_that_is_no_answer_is_pointed_out_and_counts_as_none() -> None:
    form = _form()

    checked = check_declaration(form, _given(form, "Ja, nästan"), TODAY)

    assert {lack.code for lack in checked.lacks} == {"declaration.answer_unknown"}
    assert {item.answer for item in checked.answers} == {None}


@pytest.mark.parametrize("word", ["Delvis", "Nej", "Ej tillämpligt"])
def test_anything_but_yes_needs_a_comment(word: str) -> None:
    form = _form()

    checked = check_declaration(form, _given(form, word, "  "), TODAY)

    assert {lack.code for lack in checked.lacks} == {"declaration.comment_missing"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"form": "kravkedjan/declaration-form/9"}, "declaration.form_unknown"),
        ({"contract_id": "contract-other"}, "declaration.other_contract"),
        ({"seal": "f" * 64}, "declaration.other_seal"),
        ({"name": " "}, "declaration.signatory_incomplete"),
        ({"title": ""}, "declaration.signatory_incomplete"),
        ({"authority": ""}, "declaration.signatory_incomplete"),
        ({"signed_on": None}, "declaration.signatory_incomplete"),
        ({"name": "x" * 201}, "declaration.text_too_long"),
        ({"signed_on": date(2026, 11, 24)}, "declaration.signed_in_future"),
        ({"signed_on": date(2025, 11, 22)}, "declaration.signed_too_long_ago"),
    ],
)
def test_form_for_something_else_or_without_signatory_is_refused(changes: dict[str, Any], code: str) -> None:
    form = _form()

    with pytest.raises(CriteriaError) as refused:
        check_declaration(form, replace(_given(form), **changes), TODAY)

    assert refused.value.code == code


def test_changed_unknown_and_doubled_rows_are_refused_together() -> None:
    form = _form()
    first, second, third = _given(form).answers
    rows = (replace(first, text_hash="0" * 64), second, second, third, replace(third, line=99))

    with pytest.raises(FindingsError) as refused:
        check_declaration(form, _given(form, answers=rows), TODAY)

    assert refused.value.code == "declaration.text_changed"
    assert sorted((issue.code, issue.where) for issue in refused.value.issues) == [
        ("declaration.row_changed", "1.1"),
        ("declaration.row_twice", "1.2"),
        ("declaration.row_unknown", "99"),
    ]


def test_comment_of_any_length_is_not_taken() -> None:
    form = _form()

    with pytest.raises(CriteriaError, match=r"declaration\.text_too_long"):
        check_declaration(form, _given(form, comment="x" * 4001), TODAY)


@pytest.mark.parametrize(
    ("signed_on", "valid_to"),
    [
        (date(2026, 11, 20), date(2027, 11, 20)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_declaration_holds_for_twelve_months(signed_on: date, valid_to: date) -> None:
    assert months_after(signed_on, 12) == valid_to


def test_complete_declaration_expires_the_day_after_its_last() -> None:
    declaration = _complete()

    assert declaration.status_on(date(2027, 11, 20)) is DeclarationStatus.COMPLETE
    assert declaration.status_on(date(2027, 11, 21)) is DeclarationStatus.EXPIRED
    assert live_declaration([declaration], date(2027, 11, 21)) is None


def test_only_yes_of_the_declaration_that_holds_is_declared() -> None:
    form = _form()
    rows = tuple(
        replace(row, answer=word, comment="Se bilaga")
        for row, word in zip(_given(form).answers, ("Ja", "Delvis", "Ja"), strict=True)
    )
    checked = check_declaration(form, _given(form, answers=rows), TODAY)

    found = declared(replace(_complete(), checked=checked))

    assert [answer.number for answer in found] == ["1.1", "2.1"]
    assert declared(None) == ()


def test_last_received_of_two_complete_ones_holds() -> None:
    first, second = _complete(1), _complete(2)

    assert live_declaration([second, first], TODAY) == second


def test_declaration_that_lacks_answers_cannot_be_complete_but_returned_with_a_reason() -> None:
    lacking = _declaration(answer="")

    with pytest.raises(RefusedError, match=r"declaration\.not_complete"):
        move(lacking, DeclarationStatus.COMPLETE, NOW, "user-1")
    with pytest.raises(RefusedError, match=r"declaration\.reason_missing"):
        move(lacking, DeclarationStatus.RETURNED, NOW, "user-1", " ")
    returned = move(lacking, DeclarationStatus.RETURNED, NOW, "user-1", "Svar saknas på 1.1.")
    assert [state.status.value for state in returned.states] == ["submitted", "returned"]


@pytest.mark.parametrize(
    "to", [DeclarationStatus.RETURNED, DeclarationStatus.COMPLETE, DeclarationStatus.EXPIRED]
)
def test_complete_declaration_can_only_be_superseded(to: DeclarationStatus) -> None:
    with pytest.raises(RefusedError, match=r"declaration\.step"):
        move(_complete(), to, NOW, "user-1", "skäl")
    assert move(_complete(), DeclarationStatus.SUPERSEDED, NOW, "user-1").stored_status.value == "superseded"
