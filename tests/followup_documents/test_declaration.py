# SPDX-License-Identifier: EUPL-1.2
"""The declaration form asks the frozen texts, and comes back tied to them or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from criteria.documents.docx import render_docx
from criteria.documents.model import RequirementBlock, SealMark, plain_blocks
from criteria.documents.pdf import render_pdf
from criteria.documents.xlsx import MARKS_SHEET, render_xlsx
from criteria.errors import FindingsError, InvalidInputError, RefusedError
from criteria.library.model import Words
from followup.declarations.checking import check_declaration
from followup.declarations.model import Answer, FrozenForm
from followup.documents.declaration import declaration_document
from followup.documents.declaration_reading import declaration_origin, read_declaration
from tests.followup.filling import SIGNED, change_marks, fill_form
from tests.followup_documents.factories import SEAL, make_declaration_form, make_form, make_frozen, make_head

TODAY = date(2026, 11, 23)
ANSWERS = {"1.1": ("Ja", "", "Rapport 12-345"), "2.1": ("Delvis", "Artikel 2240 saknas.", "Listan")}


def _form(language: str = "sv") -> bytes:
    return render_xlsx(declaration_document(make_declaration_form(), language))


def _edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _signed(changes: Mapping[str, str]) -> bytes:
    return fill_form(_form(), ANSWERS, {**SIGNED, **changes})


def test_form_shows_the_frozen_text_its_hash_and_what_a_yes_means() -> None:
    form = make_declaration_form()

    document = declaration_document(form)

    block = next(item for item in document.blocks if isinstance(item, RequirementBlock))
    seal = next(item for item in document.blocks if isinstance(item, SealMark))
    frozen = form.frozen.requirements[0]
    assert plain_blocks(block.text) == "Stommen ska hålla i tio år."
    assert block.tags[0].value == f"SHA-256 {frozen.text_hash[:8]} {frozen.text_hash[8:16]} …"
    assert block.facts[0].label == "Ett ja betyder"
    assert block.fields is not None
    assert block.fields.rows[0].choices == ("Ja", "Delvis", "Nej", "Inte tillämpligt")
    assert seal.digest == SEAL


@pytest.mark.parametrize("language", ["sv", "en"])
def test_filled_form_is_read_back_with_the_hashes_of_what_was_asked(language: str) -> None:
    answers = ANSWERS if language == "sv" else {"1.1": ("Yes", "", "Report"), "2.1": ("Partly", "Some.", "")}
    filled = fill_form(_form(language), answers)

    given = read_declaration(filled, make_form())

    assert [row.text_hash for row in given.answers] == [item.text_hash for item in make_form().requirements]
    checked = check_declaration(make_form(), given, TODAY)
    assert [item.answer for item in checked.answers] == [Answer.YES, Answer.PARTLY]
    assert checked.signatory.name == "Karin Ek"
    assert checked.signatory.signed_on == date(2026, 11, 20)
    assert checked.lacks == ()


def test_form_without_answers_says_nothing_and_never_yes() -> None:
    given = read_declaration(fill_form(_form(), {}), make_form())

    checked = check_declaration(make_form(), given, TODAY)

    assert [item.answer for item in checked.answers] == [None, None]
    assert [issue.code for issue in checked.lacks] == ["declaration.answer_missing"] * 2


def test_origin_is_read_without_knowing_the_form() -> None:
    origin = declaration_origin(_form())

    assert (origin.contract_id, origin.seal) == (make_head().contract_id, SEAL)


def test_form_made_for_another_seal_is_refused() -> None:
    filled = fill_form(change_marks(_form(), {"seal": "0" * 64}), ANSWERS)

    with pytest.raises(RefusedError) as caught:
        check_declaration(make_form(), read_declaration(filled, make_form()), TODAY)

    assert caught.value.code == "declaration.other_seal"


@pytest.mark.parametrize(
    "changed",
    [
        make_frozen("1.1", "Stommen ska hålla i två år."),
        make_frozen("1.1", checklist=(Words("Vi har ingenting."),), text_hash="0" * 64),
    ],
    ids=["text", "checklist"],
)
def test_form_made_of_other_words_is_refused(changed: Any) -> None:
    asked = make_form(changed, make_frozen("2.1", "Listan ska föras.\n- per artikel"))

    assert _refused_rows(fill_form(_form(), ANSWERS), asked) == ["1.1"]


def test_text_changed_in_the_cell_is_refused() -> None:
    filled = fill_form(_form(), ANSWERS, edits={("1.1", "text"): "Stommen ska hålla i två år."})

    assert _refused_rows(filled, make_form()) == ["1.1"]


def test_hash_changed_in_the_hidden_sheet_is_refused() -> None:
    filled = fill_form(change_marks(_form(), {"line:2.1": "21 " + "0" * 64}), ANSWERS)

    assert _refused_rows(filled, make_form()) == ["2.1"]


def test_row_that_was_never_asked_is_refused() -> None:
    def add(book: Any) -> None:
        book["Svar"]["A4"] = "9.9"

    with pytest.raises(FindingsError):
        check_declaration(make_form(), read_declaration(_edited(_signed({}), add), make_form()), TODAY)


def test_row_that_was_taken_out_is_no_answer() -> None:
    filled = _edited(_signed({}), lambda book: book["Svar"].delete_rows(3))

    checked = check_declaration(make_form(), read_declaration(filled, make_form()), TODAY)

    assert [item.answer for item in checked.answers] == [Answer.YES, None]


@pytest.mark.parametrize(
    ("written", "day"), [("2026-11-20", 20), ("20261120", 20), ("2026.11.02", 2), ("2026/11/02", 2)]
)
def test_date_is_read_as_people_write_it(written: str, day: int) -> None:
    given = read_declaration(_signed({"date": written}), make_form())

    assert given.signed_on == date(2026, 11, day)


@pytest.mark.parametrize("written", ["i går", "2026-13-01", "20/11 2026", "2026-11"])
def test_date_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_declaration(_signed({"date": written}), make_form())

    assert caught.value.code == "declaration.date_unreadable"


def test_date_left_empty_is_no_date() -> None:
    assert read_declaration(fill_form(_form(), ANSWERS, {}), make_form()).signed_on is None


def test_other_workbooks_are_refused() -> None:
    data = _edited(_form(), lambda book: book.remove(book[MARKS_SHEET]))

    with pytest.raises(InvalidInputError) as caught:
        declaration_origin(data)

    assert caught.value.code == "workbook.not_ours"


def test_form_keeps_a_requirement_and_its_answer_on_one_page() -> None:
    many = [make_frozen(f"1.{number}", "Stommen ska hålla i tio år. " * 9) for number in range(1, 12)]

    pages = PdfReader(io.BytesIO(render_pdf(declaration_document(make_declaration_form(*many))))).pages

    texts = [page.extract_text() for page in pages]
    assert [text.count("Ett ja betyder") for text in texts] == [
        text.count("Inte tillämpligt") for text in texts
    ]


def test_same_form_gives_the_same_bytes() -> None:
    document = declaration_document(make_declaration_form())

    for render in (render_pdf, render_docx, render_xlsx):
        assert render(document) == render(declaration_document(make_declaration_form()))


def test_head_of_another_contract_changes_the_marks_only_by_the_frozen_form() -> None:
    form = replace(make_declaration_form(), head=make_head(contract_id="contract-other"))

    assert declaration_origin(render_xlsx(declaration_document(form))).contract_id == make_form().contract_id


def _refused_rows(data: bytes, form: FrozenForm) -> list[str]:
    with pytest.raises(FindingsError) as caught:
        check_declaration(form, read_declaration(data, form), TODAY)
    assert caught.value.code == "declaration.text_changed"
    return [issue.where for issue in caught.value.issues]
