# SPDX-License-Identifier: EUPL-1.2
"""Period and value, and what the winner bound itself to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from criteria.errors import FindingsError, InvalidInputError
from criteria.library.model import Parameter, Words
from criteria.library.vocabulary import FilledBy, ParameterType, RequirementType
from criteria.requirements.model import ParameterValue, SealedSet
from followup.contracts.bound import (
    GivenArticle,
    GivenAward,
    GivenBound,
    GivenProof,
    check_bound,
    find_line,
)
from followup.contracts.terms import make_terms, parse_value_sek
from followup.services.bound_file import read_bound
from tests.followup.contract_factories import seal
from tests.requirements.factories import make_parameter, make_version

_SHARE = make_parameter(
    "share",
    type=ParameterType.PERCENT,
    unit="%",
    minimum=Decimal(0),
    maximum=Decimal(100),
    filled_by=FilledBy.TENDERER,
)
_OFFERED = make_parameter(
    "offered",
    type=ParameterType.CHOICE,
    unit=None,
    minimum=None,
    maximum=None,
    choices=("ja", "nej"),
    filled_by=FilledBy.TENDERER,
)


def _award(ref: str, parameter: Parameter) -> object:
    text = Words(f"Anbudsgivaren anger {{{parameter.name}}}.")
    return make_version(ref, type=RequirementType.AWARD_CRITERION, text=text, parameters=(parameter,))


def _sealed() -> SealedSet:
    return seal(make_version(), _award("FURN-07:1@advanced", _SHARE), _award("FURN-08:1@advanced", _OFFERED))  # type: ignore[arg-type]


_WHOLE = GivenBound(award=(GivenAward("2.1", True, {"share": "62,5"}), GivenAward("FURN-08", False)))


def _codes(given: GivenBound) -> list[tuple[str, str]]:
    with pytest.raises(FindingsError) as caught:
        check_bound(given, _sealed())
    return [(issue.code, issue.where) for issue in caught.value.issues]


def test_end_before_start_is_refused() -> None:
    with pytest.raises(InvalidInputError) as caught:
        make_terms(date(2027, 1, 2), date(2027, 1, 1), None)

    assert caught.value.code == "contract.end_before_start"


def test_a_contract_may_last_one_day() -> None:
    assert make_terms(date(2027, 1, 2), date(2027, 1, 2), None).ends_on == date(2027, 1, 2)


def test_mistyped_century_is_refused() -> None:
    with pytest.raises(InvalidInputError) as caught:
        make_terms(date(2027, 1, 1), date(2127, 1, 1), None)

    assert caught.value.code == "contract.too_long"


@pytest.mark.parametrize(
    ("text", "value"),
    [("480 000", "480000"), ("480000,50", "480000.50"), ("480\u00a0000 kr", "480000"), ("0", "0")],
)
def test_value_is_read_as_people_write_it(text: str, value: str) -> None:
    assert parse_value_sek(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-1", "1,234", "1 2", "NaN", "1e9", "ungefär 5"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse_value_sek(text)

    assert caught.value.code == "contract.value"


def test_set_with_award_criteria_cannot_be_contracted_without_statements() -> None:
    with pytest.raises(FindingsError) as caught:
        check_bound(None, _sealed())

    assert caught.value.code == "contract.bound_missing"
    assert [issue.where for issue in caught.value.issues] == ["2.1", "2.2"]
    assert caught.value.issues[0].values["names"] == "share"


def test_set_without_award_criteria_needs_no_statement() -> None:
    assert check_bound(None, seal(make_version())).award == ()


def test_values_are_kept_in_canonical_form_and_what_is_not_offered_has_none() -> None:
    bound = check_bound(_WHOLE, _sealed())

    assert [(item.line, item.offered, item.values) for item in bound.award] == [
        (2, True, (ParameterValue("share", "62.5"),)),
        (3, False, ()),
    ]


def test_yes_or_no_is_filled_in_from_what_was_offered() -> None:
    given = GivenBound(award=(_WHOLE.award[0], GivenAward("3", True)))

    assert check_bound(given, _sealed()).award[1].values == (ParameterValue("offered", "ja"),)


def test_offered_with_a_no_contradicts_itself() -> None:
    given = GivenBound(award=(_WHOLE.award[0], GivenAward("2.2", True, {"offered": "nej"})))

    assert _codes(given) == [("contract.bound_contradicts", "2.2")]


@pytest.mark.parametrize(
    ("award", "code"),
    [
        (GivenAward("2.1", True, {"share": "101"}), "parameter.range"),
        (GivenAward("2.1", True), "parameter.empty"),
        (GivenAward("2.1", True, {"share": "5", "colour": "blå"}), "contract.bound_value_unknown"),
    ],
)
def test_wrong_value_is_named_with_its_line(award: GivenAward, code: str) -> None:
    assert _codes(replace(_WHOLE, award=(award, _WHOLE.award[1]))) == [(code, "2.1")]


def test_every_fault_is_found_at_once() -> None:
    given = GivenBound(
        award=(
            GivenAward("1.1", True),
            GivenAward("9.9", True),
            GivenAward("2.1", False),
            GivenAward("2", False),
        ),
        articles=(GivenArticle("A1"), GivenArticle("A1")),
    )

    assert sorted(_codes(given)) == [
        ("contract.bound_article_twice", "A1"),
        ("contract.bound_line_unknown", "9.9"),
        ("contract.bound_not_award", "1.1"),
        ("contract.bound_twice", "2"),
        ("contract.bound_unanswered", "2.2"),
    ]


def test_articles_and_checked_proof_point_at_lines() -> None:
    given = replace(
        _WHOLE,
        articles=(GivenArticle("A1", "Skrivbord", ("1.1",)), GivenArticle("A2", "Stol")),
        proof_checked=(GivenProof("FURN-01:1", date(2026, 12, 1), "Rapport läst."),),
    )

    bound = check_bound(given, _sealed())

    assert [item.number for item in bound.articles_of(1)] == ["A1", "A2"]
    assert [item.number for item in bound.articles_of(2)] == ["A2"]
    assert bound.is_checked(1) and not bound.is_checked(2)


def test_reference_that_stands_twice_names_no_line() -> None:
    sealed = seal(make_version("FURN-01:1@base"), make_version("FURN-01:1@advanced"))

    assert find_line(sealed, "FURN-01") is None
    found = find_line(sealed, "furn-01:1@advanced")
    assert found is not None and found.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "award:\n- line: 2.1\n  offered: true\n  values:\n    share: 62\n",
        '{"award": [\n\t{"line": 2.1, "offered": true, "values": {"share": 62}}]}',
    ],
)
def test_bound_file_may_hold_bare_numbers(text: str) -> None:
    assert read_bound(text.encode(), "bound").award == (GivenAward("2.1", True, {"share": "62"}),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- award", "contract.bound_form"),
        ("award: []\nwinner: X\n", "contract.bound_form"),
        ("award:\n- line: 1\n  offered: kanske\n", "contract.bound_form"),
        ("award: &a []\narticles: *a\n", "yaml.anchor"),
        ('{"award": [], "award": []}', "yaml.duplicate_key"),
        ('{"award": [}', "yaml.broken"),
    ],
)
def test_faulty_bound_file_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_bound(text.encode(), "bound")

    assert caught.value.code == code
