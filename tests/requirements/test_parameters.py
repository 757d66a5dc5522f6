# SPDX-License-Identifier: EUPL-1.2
"""Typed blanks: what a procurer types, in canonical form and as text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from criteria.errors import InvalidInputError
from criteria.library.model import Words
from criteria.library.vocabulary import FilledBy, ParameterType
from criteria.requirements.model import ParameterValue
from criteria.requirements.parameters import default_values, fill, parse_value, shown_range, shown_value
from tests.requirements.factories import make_parameter

WIDE = make_parameter(unit=None, minimum=Decimal(0), maximum=Decimal(10_000_000))


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("0,05", "0.05"),
        ("0.05", "0.05"),
        ("0,050", "0.05"),
        (" 0,05 mg/m³ ", "0.05"),
        ("0,06", "0.06"),
        ("0,01", "0.01"),
    ],
)
def test_decimal_is_read_as_swedes_write_it(typed: str, canonical: str) -> None:
    assert parse_value(make_parameter(), typed) == canonical


@pytest.mark.parametrize("typed", ["50 000", "50\u00a0000", "50\u202f000", "50000"])
def test_thousands_may_be_set_apart_by_any_space(typed: str) -> None:
    assert parse_value(WIDE, typed) == "50000"


@pytest.mark.parametrize(
    "typed", ["abc", "1 23", "1.234,5", "1,234.5", "NaN", "Infinity", "1e3", "٥", "--1", "1" * 40, "0,05 kg"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_value(make_parameter(), typed)

    assert refused.value.code == "parameter.number"


@pytest.mark.parametrize("typed", ["0,124", "0,009", "-0,05", "−1"])
def test_number_outside_its_range_is_refused_with_range_and_unit(typed: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_value(make_parameter(), typed)

    assert (refused.value.code, refused.value.values["range"]) == ("parameter.range", "0,01–0,06 mg/m³")


def test_whole_number_refuses_decimals() -> None:
    parameter = make_parameter(type=ParameterType.INTEGER, minimum=Decimal(1), maximum=Decimal(10))

    with pytest.raises(InvalidInputError) as refused:
        parse_value(parameter, "5,5")

    assert refused.value.code == "parameter.whole_number"


def test_percent_without_range_is_0_to_100() -> None:
    parameter = make_parameter(type=ParameterType.PERCENT, unit=None, minimum=None, maximum=None)

    assert parse_value(parameter, "15 %") == "15"
    with pytest.raises(InvalidInputError):
        parse_value(parameter, "101")


def test_choice_is_found_whatever_the_case_and_kept_as_declared() -> None:
    parameter = make_parameter(type=ParameterType.CHOICE, choices=("Kontor", "Skola"))

    assert parse_value(parameter, "skola") == "Skola"
    with pytest.raises(InvalidInputError) as refused:
        parse_value(parameter, "lager")
    assert refused.value.values["choices"] == "Kontor, Skola"


@pytest.mark.parametrize("typed", ["2027-02-30", "20270210", "10/2 2027", "2027-W06-3"])
def test_only_an_iso_date_is_a_date(typed: str) -> None:
    parameter = make_parameter(type=ParameterType.DATE)

    assert parse_value(parameter, "2027-02-10") == "2027-02-10"
    with pytest.raises(InvalidInputError) as refused:
        parse_value(parameter, typed)
    assert refused.value.code == "parameter.date"


@pytest.mark.parametrize("typed", ["{limit}", "x" * 501])
def test_text_that_could_be_read_as_a_blank_or_is_too_long_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_value(make_parameter(type=ParameterType.TEXT), typed)

    assert refused.value.code == "parameter.text"


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0"])
def test_nothing_is_no_value(typed: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_value(make_parameter(), typed)

    assert refused.value.code == "parameter.empty"


def test_tenderers_blank_is_not_filled_by_the_procurer() -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_value(make_parameter(filled_by=FilledBy.TENDERER), "0,05")

    assert refused.value.code == "parameter.tenderer"


@given(some.decimals(min_value=0, max_value=9_999_999, places=3))
def test_every_number_shown_in_swedish_is_read_back_as_itself(number: Decimal) -> None:
    canonical = parse_value(WIDE, format(number, "f"))

    assert parse_value(WIDE, shown_value(canonical, ParameterType.DECIMAL, "sv")) == canonical
    assert Decimal(canonical) == number


def test_text_is_filled_in_each_languages_own_way() -> None:
    text = Words("Minst {cycles} varv, högst {limit}.", "At least {cycles} cycles, at most {limit}.")
    parameters = (make_parameter("cycles", type=ParameterType.INTEGER), make_parameter())
    values = (ParameterValue("cycles", "50000"), ParameterValue("limit", "0.05"))

    filled = fill(text, parameters, values)

    assert filled.sv == "Minst 50\u00a0000 varv, högst 0,05."
    assert filled.en == "At least 50,000 cycles, at most 0.05."


def test_blank_without_value_is_left_and_a_value_is_never_read_as_a_blank() -> None:
    parameters = (make_parameter("a", type=ParameterType.TEXT), make_parameter("b"))

    filled = fill(Words("{a} {b} {c}"), parameters, (ParameterValue("a", "{b}"),))

    assert filled.sv == "{b} {b} {c}"


def test_defaults_of_the_procurers_blanks_are_filled_in() -> None:
    parameters = (
        make_parameter("a", default="0.05"),
        make_parameter("b"),
        make_parameter("c", filled_by=FilledBy.TENDERER),
    )

    assert default_values(parameters) == (ParameterValue("a", "0.05"),)


def test_range_writes_both_ends_alike() -> None:
    wide = make_parameter(minimum=Decimal(5000), maximum=Decimal(500_000), unit="cykler")
    small = make_parameter(minimum=Decimal(1000), maximum=Decimal(5000), unit="cykler")

    assert shown_range(wide) == "5\u00a0000–500\u00a0000 cykler"
    assert shown_range(small) == "1000–5000 cykler"


def test_range_is_shown_with_one_end_missing() -> None:
    assert shown_range(make_parameter(maximum=None)) == "0,01– mg/m³"
