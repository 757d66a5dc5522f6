# SPDX-License-Identifier: EUPL-1.2
"""Identifiers, canonical JSON, clock and derived schemas."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from criteria.canonical import canonical_bytes, fingerprint
from criteria.clock import STOCKHOLM, SetClock
from criteria.errors import InvalidInputError
from criteria.identifiers import Reference, cpv_check_digit, new_id, parse_cpv, parse_level, parse_reference
from criteria.schemas.derived import dump, dump_json, load, load_json


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("FURN-01", Reference("FURN-01")),
        ("furn-01:2", Reference("FURN-01", 2)),
        ("FURN-01:1@base", Reference("FURN-01", 1, "base")),
        (" food-01b:1@Avancerad ", Reference("FOOD-01b", 1, "advanced")),
        ("X-09@spjutspets", Reference("X-09", None, "leading_edge")),
        ("EKBY/EGET-1:3", Reference("EKBY/EGET-1", 3)),
        ("10166:1", Reference("10166", 1)),
    ],
)
def test_reference_is_read_as_procurers_write_it(written: str, meant: Reference) -> None:
    assert parse_reference(written) == meant
    assert parse_reference(str(meant)) == meant


@pytest.mark.parametrize(
    "written", ["", "FURN-01:0", "FURN-01:", "FURN 01", "FURN-01:1@", "@base", "../etc", "a" * 90]
)
def test_malformed_reference_is_refused(written: str) -> None:
    if written == "FURN-01:1@":
        assert parse_reference(written) == Reference("FURN-01", 1)
        return
    with pytest.raises(InvalidInputError) as refused:
        parse_reference(written)
    assert refused.value.code == "reference.malformed"


def test_unknown_level_names_what_was_given() -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_level("guld")
    assert (refused.value.code, refused.value.values["given"]) == ("level.unknown", "guld")


@given(st.text(max_size=40))
def test_any_text_is_a_reference_or_a_clear_refusal(text: str) -> None:
    try:
        assert parse_reference(text).id
    except InvalidInputError as error:
        assert error.code in ("reference.malformed", "level.unknown")


def test_cpv_is_read_with_and_without_check_digit() -> None:
    assert parse_cpv("39130000-2") == parse_cpv("39130000") == "39130000"
    with pytest.raises(InvalidInputError):
        parse_cpv("3913000")


@pytest.mark.needs_standards
def test_check_digit_formula_holds_for_most_of_the_official_table(standards: Path) -> None:
    with (standards / "cpv" / "cpv-2008-sv-en.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    right = sum(cpv_check_digit(row["code"]) == int(row["check_digit"]) for row in rows)

    assert right / len(rows) > 0.94


def test_new_ids_differ() -> None:
    assert len({new_id("set") for _ in range(500)}) == 500


class _Colour(str, Enum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class _Inner:
    name: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Outer:
    id: int
    day: date
    colour: _Colour
    parts: tuple[_Inner, ...]
    tags: frozenset[str] = frozenset()
    at: datetime | None = None


_OUTER = _Outer(3, date(2026, 1, 2), _Colour.RED, (_Inner("å", Decimal("0.50")),), frozenset({"b", "a"}))


def test_canonical_json_has_every_field_numbers_as_text_and_sorted_keys() -> None:
    written = canonical_bytes(_OUTER).decode()

    assert written == (
        '{"at":null,"colour":"red","day":"2026-01-02","id":"3",'
        '"parts":[{"amount":"0.50","name":"å"}],"tags":["a","b"]}'
    )


def test_composed_and_decomposed_letters_have_one_fingerprint() -> None:
    assert fingerprint({"x": "a\u030a"}) == fingerprint({"x": "å"})


def test_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        canonical_bytes({"x": 0.1})


def test_schema_reads_back_what_it_wrote() -> None:
    assert load(_Outer, dump(_OUTER)) == _OUTER
    assert load_json(_Outer, dump_json(_OUTER)) == _OUTER


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": "3"}, "id"),
        ({"day": "2026-13-01"}, "day"),
        ({"colour": "blue"}, "colour"),
        ({"parts": [{"name": "x", "amount": 0.5}]}, "parts"),
        ({"extra": 1}, "extra"),
        ({"parts": [{"amount": None}]}, "parts"),
    ],
)
def test_schema_names_the_field_that_is_wrong(change: dict, path: str) -> None:
    with pytest.raises(ValidationError) as refused:
        load(_Outer, dump(_OUTER) | change)
    assert path in refused.value.messages_dict


def test_set_clock_is_noon_in_stockholm() -> None:
    clock = SetClock(date(2026, 7, 1))

    assert clock.now() == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert clock.now().astimezone(STOCKHOLM).date() == clock.today()
