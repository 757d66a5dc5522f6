# SPDX-License-Identifier: EUPL-1.2
"""Workbooks hold text only, lock what is fixed, and are read back as they were filled in."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest

from criteria.documents.annex import ANSWER_FORM, annex_document
from criteria.documents.model import (
    Bar,
    BarKind,
    BarPart,
    Column,
    Field,
    Fields,
    Mark,
    Table,
    plain_blocks,
    words,
)
from criteria.documents.xlsx import MARKS_SHEET, render_xlsx
from criteria.documents.xlsx_reading import read_workbook
from criteria.errors import InvalidInputError
from criteria.library.model import Words
from criteria.requirements.seal import seal_of
from tests.documents.factories import LOCKED_AT, make_document, make_line, make_sealed
from tests.documents.hostile import EVERYTHING, LONG_WORD


def _annex(*lines: Any) -> bytes:
    sealed = make_sealed(*lines)
    return render_xlsx(annex_document(sealed, seal_of(sealed)))


def _edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _filled(data: bytes, cells: Mapping[str, object], sheet: str = "Svarsmatris") -> bytes:
    def fill(book: Any) -> None:
        for place, value in cells.items():
            book[sheet][place] = value

    return _edited(data, fill)


def _refusal(data: bytes) -> str:
    with pytest.raises(InvalidInputError) as caught:
        read_workbook(data)
    return caught.value.code


def test_matrix_asks_each_requirement_with_a_list_to_choose_from() -> None:
    book = openpyxl.load_workbook(io.BytesIO(_annex()))

    sheet = book["Svarsmatris"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [
        *("Nr", "Krav", "Kravtext", "Bevis"),
        *("Svar", "Erbjudet värde", "Bevis, var i anbudet", "Kommentar"),
    ]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["1.1", "1.2", "1.3", "2.1", "3.1"]
    lists = {
        str(item.sqref): item.formula1
        for item in sheet.data_validations.dataValidation
        if item.type == "list"
    }
    assert lists == {"E2:E6": '"Ja,Nej"'}


def test_what_is_fixed_is_locked_and_what_is_asked_is_open() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_annex()))["Svarsmatris"]

    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[2]] == [True] * 4 + [False] * 4


def test_hidden_sheet_tells_set_revision_part_and_seal() -> None:
    sealed = make_sealed()
    data = render_xlsx(annex_document(sealed, seal_of(sealed)))

    content = read_workbook(data)

    assert openpyxl.load_workbook(io.BytesIO(data))[MARKS_SHEET].sheet_state == "veryHidden"
    assert content.marks["form"] == ANSWER_FORM
    assert content.marks["set"] == "set-0123456789"
    assert content.marks["revision"] == "2"
    assert content.marks["part"] == "all"
    assert content.marks["seal"] == seal_of(sealed)


def test_answers_and_fields_are_read_back_as_written() -> None:
    filled = _filled(
        _annex(), {"E2": "Ja", "G2": " Flik 3, sidan 12 – åäö ", "E3": "Nej", "F5": 40, "H4": "rad\r\nrad"}
    )
    filled = _filled(
        filled, {"B2": "Tranebo Möbel AB", "B3": 5560125790.0, "B4": date(2026, 11, 2)}, "Anbudsgivaren"
    )

    content = read_workbook(filled)

    answers = {row.number: row.answers for row in content.rows}
    assert answers["1.1"] == {"answer": "Ja", "offer": "", "where": "Flik 3, sidan 12 – åäö", "comment": ""}
    assert answers["1.2"]["answer"] == "Nej"
    assert answers["1.3"]["comment"] == "rad\nrad"
    assert answers["2.1"]["offer"] == "40"
    assert answers["3.1"]["answer"] == ""
    assert content.fields == {"tenderer": "Tranebo Möbel AB", "number": "5560125790", "signed": "2026-11-02"}


def test_locked_text_is_read_back_word_for_word() -> None:
    sealed = make_sealed()
    document = annex_document(sealed, seal_of(sealed))

    rows = read_workbook(render_xlsx(document)).rows

    texts = [
        plain_blocks(block.text)
        for block in document.blocks
        if hasattr(block, "text") and hasattr(block, "id")
    ]
    assert [row.text for row in rows] == texts


def test_rows_may_be_sorted_since_they_are_known_by_number() -> None:
    def turn(book: Any) -> None:
        sheet = book["Svarsmatris"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for place, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(place, column).value = value

    filled = _filled(_annex(), {"E2": "Ja"})

    answers = {row.number: row.answers["answer"] for row in read_workbook(_edited(filled, turn)).rows}

    assert answers["1.1"] == "Ja"
    assert answers["3.1"] == ""


@pytest.mark.parametrize("value", ["=1+1", '=HYPERLINK("http://127.0.0.1:9/","x")', "=cmd|'/c calc'!A1"])
def test_formula_in_an_answer_is_refused_and_never_evaluated(value: str) -> None:
    assert _refusal(_filled(_annex(), {"E2": value})) == "workbook.formula"


def test_error_value_in_an_answer_is_refused() -> None:
    def put(book: Any) -> None:
        cell = book["Svarsmatris"]["E2"]
        cell.value = "#REF!"
        cell.data_type = "e"

    assert _refusal(_edited(_annex(), put)) == "workbook.formula"


def test_number_in_two_rows_is_refused() -> None:
    assert _refusal(_filled(_annex(), {"A3": "1.1"})) == "workbook.duplicate_row"


def test_workbook_without_our_sheet_is_refused() -> None:
    assert _refusal(_edited(_annex(), lambda book: book.remove(book[MARKS_SHEET]))) == "workbook.not_ours"


def test_workbook_whose_answer_sheet_is_gone_is_refused() -> None:
    assert (
        _refusal(_edited(_annex(), lambda book: book.remove(book["Svarsmatris"]))) == "workbook.sheet_missing"
    )


def test_marks_that_name_no_columns_are_refused() -> None:
    def spoil(book: Any) -> None:
        for row in book[MARKS_SHEET].iter_rows():
            if str(row[0].value).startswith("column:"):
                row[1].value = "x"

    assert _refusal(_edited(_annex(), spoil)) == "workbook.not_ours"


def test_hostile_texts_are_text_cells_everywhere() -> None:
    lines = [
        make_line(f"1.{place}", text=Words(text), line=place)
        # A text with half a character cannot be sealed, and so never comes here.
        for place, text in enumerate(
            (*(text for text in EVERYTHING if text.isprintable()), LONG_WORD), start=1
        )
    ]

    data = _annex(*lines)

    book = openpyxl.load_workbook(io.BytesIO(data))
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    links = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert kinds == {"s"}
    assert links == []
    texts = [row.text for row in read_workbook(data).rows]
    assert "=cmd|'/c calc'!A1" in texts
    assert "_x0041_ är ingen bokstav" in texts
    assert LONG_WORD in texts


def test_cell_longer_than_excel_holds_is_refused() -> None:
    line = make_line(original_text=Words("b" * 19_000), change_reason="c" * 19_000)

    with pytest.raises(InvalidInputError) as caught:
        _annex(line)

    assert caught.value.code == "document.cell_too_long"


def test_tables_of_a_document_without_answers_become_sheets() -> None:
    table = Table(
        "Krav [2026]: läge/alla", (Column("Nr", 20), Column("Krav", 80)), ((words("1.1"), words("Trä")),)
    )
    again = Table("Krav [2026]: läge/alla", (Column("Nr", 100),), ((words("2"),),))
    bar = Bar("Läget", (BarPart(BarKind.UNCHECKED, "okontrollerade", 3),))

    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(make_document(bar, table, again))))

    assert book.sheetnames == ["Om", "Krav  2026   läge alla", "Krav  2026   läge alla 2", MARKS_SHEET]
    sheet = book[book.sheetnames[1]]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["Nr", "Krav"], ["1.1", "Trä"]]
    about = [[cell.value for cell in row] for row in book["Om"].iter_rows(min_row=4)]
    assert ["okontrollerade", "3"] in about


def test_fields_keep_their_values_and_marks_their_places() -> None:
    fields = Fields(
        "Underskrift", (Field("name", "Namn", "Karin Ek"), Field("date", "Datum", hint="ÅÅÅÅ-MM-DD"))
    )

    content = read_workbook(render_xlsx(make_document(fields, marks=(Mark("form", "prov/1"),))))

    assert content.fields == {"name": "Karin Ek", "date": ""}
    assert content.marks["form"] == "prov/1"
    assert content.rows == ()


def test_created_date_is_that_of_the_document_and_bytes_are_the_same() -> None:
    data = render_xlsx(make_document())

    created = openpyxl.load_workbook(io.BytesIO(data)).properties.created
    assert created == LOCKED_AT.replace(tzinfo=None)
    assert render_xlsx(make_document()) == data
