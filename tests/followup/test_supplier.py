# SPDX-License-Identifier: EUPL-1.2
"""Who the supplier is: numbers in one form, and what is wrong with the others."""

from __future__ import annotations

import pytest

from criteria.errors import InvalidInputError
from followup.contracts.supplier import (
    SupplierIdKind,
    clean_name,
    parse_foreign_id,
    parse_supplier_number,
    shown_number,
)


@pytest.mark.parametrize(
    "text", ["556012-5790", "5560125790", " 16556012 5790", "SE556012579001", "se 5560125790-01"]
)
def test_one_swedish_entity_has_one_number_however_it_is_written(text: str) -> None:
    identity = parse_supplier_number(text)

    assert (identity.kind, identity.number) == (SupplierIdKind.SWEDISH, "5560125790")
    assert shown_number(identity) == "556012-5790"
    assert not identity.sole_trader


def test_wrong_check_digit_names_the_one_expected() -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_supplier_number("556012-5791")

    assert caught.value.code == "supplier.check_digit"
    assert (caught.value.values["expected"], caught.value.values["found"]) == ("0", "1")


def test_wrong_check_digit_inside_a_swedish_vat_number_is_named_too() -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_supplier_number("SE556012579101")

    assert caught.value.values["expected"] == "0"


@pytest.mark.parametrize("text", ["", "55601257", "556012579000", "abc", "55601２5790"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_supplier_number(text)

    assert caught.value.code == "supplier.number_form"


@pytest.mark.parametrize(
    ("text", "sole"), [("811228-9874", True), ("19811228-9874", True), ("556012-5790", False)]
)
def test_number_with_a_birth_date_is_a_sole_trader(text: str, sole: bool) -> None:
    assert parse_supplier_number(text).sole_trader is sole


def test_eu_vat_number_keeps_its_country() -> None:
    identity = parse_supplier_number("FI 20774740")

    assert (identity.kind, identity.number, identity.country) == (SupplierIdKind.EU_VAT, "FI20774740", "FI")


@pytest.mark.parametrize(
    ("text", "code"), [("FI20774741", "supplier.vat_wrong"), ("US12345", "supplier.vat_country")]
)
def test_wrong_vat_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_supplier_number(text)

    assert caught.value.code == code


def test_foreign_id_loses_spaces_and_marks() -> None:
    assert parse_foreign_id("no:923 609 016").number == "NO:923609016"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("923609016", "supplier.foreign_form"),
        ("NOR:1", "supplier.foreign_form"),
        ("SE:1", "supplier.foreign_swedish"),
    ],
)
def test_foreign_id_of_another_form_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_foreign_id(text)

    assert caught.value.code == code


def test_foreign_supplier_must_have_a_name_and_a_swedish_one_need_not() -> None:
    assert clean_name(None, parse_supplier_number("556012-5790")) is None
    assert clean_name("  Fjord  Møbel ", parse_foreign_id("NO:923609016")) == "Fjord Møbel"
    with pytest.raises(InvalidInputError) as caught:
        clean_name(" ", parse_foreign_id("NO:923609016"))

    assert caught.value.code == "supplier.name_missing"
