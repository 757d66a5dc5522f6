# SPDX-License-Identifier: EUPL-1.2
"""Facets add up: a value's count is what choosing it gives."""

from dataclasses import replace

import pytest

from criteria.search.model import Filters, SearchAnswer
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import ask

_FIELDS = {
    "group": "groups",
    "level": "levels",
    "type": "types",
    "aspect": "aspects",
    "label": "labels",
    "method": "methods",
    "status": "statuses",
}


def _counts(answer: SearchAnswer, name: str) -> dict[str, int]:
    return {
        value.value: value.count for facet in answer.facets if facet.name == name for value in facet.values
    }


@pytest.mark.parametrize("text", ["", "skrivbord", "svanen formaldehyd", "39130000"])
@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(groups=("furniture",)),
        Filters(levels=("base",), aspects=("chemicals", "durability")),
    ],
    ids=["none", "group", "level and aspects"],
)
def test_choosing_a_value_gives_its_count(library: WhooshIndex, text: str, filters: Filters) -> None:
    answer = library.query(ask(text, filters=filters))

    for facet in answer.facets:
        for value in facet.values:
            chosen = replace(filters, **{_FIELDS[facet.name]: (value.value,)})
            assert library.query(ask(text, filters=chosen)).total == value.count, (facet.name, value)


def test_several_values_of_a_facet_widen_and_several_facets_narrow(library: WhooshIndex) -> None:
    both = library.query(ask(filters=Filters(groups=("it", "cleaning_chemicals"))))
    narrowed = library.query(
        ask(filters=Filters(groups=("it", "cleaning_chemicals"), types=("award_criterion",)))
    )

    assert {hit.id for hit in both.hits} == {"IT-01", "CLC-01", "X-02"}
    assert {hit.id for hit in narrowed.hits} == {"IT-01"}


def test_own_choice_does_not_hide_the_other_values(library: WhooshIndex) -> None:
    answer = library.query(ask(filters=Filters(levels=("advanced",))))

    assert _counts(answer, "level") == {"base": 7, "advanced": 1}
    assert _counts(answer, "type") == {"technical_specification": 1}


def test_groups_and_labels_bring_their_names(library: WhooshIndex) -> None:
    facets = {facet.name: facet for facet in library.query(ask()).facets}

    assert facets["group"].values[0].label == "Möbler"
    assert facets["label"].values[0].label == "Möbelfakta"
    assert [value.value for value in facets["level"].values] == ["base", "advanced"]


def test_label_may_be_chosen_by_name(library: WhooshIndex) -> None:
    assert library.query(ask(filters=Filters(labels=("Möbelfakta",)))).total == 2


def test_cpv_filter_takes_parents_and_children_with_or_without_check_digit(library: WhooshIndex) -> None:
    totals = {
        code: library.query(ask(filters=Filters(cpv=(code,)))).total
        for code in ("39130000", "39130000-2", "39131100-0", "39000000", "77310000")
    }

    assert totals == {"39130000": 5, "39130000-2": 5, "39131100-0": 5, "39000000": 6, "77310000": 0}


def test_unknown_values_give_nothing_and_are_told(library: WhooshIndex) -> None:
    answer = library.query(ask(filters=Filters(groups=("boats",), labels=("nosuch",))))

    assert answer.total == 0
    assert [notice.where for notice in answer.notices] == ["group", "label"]
