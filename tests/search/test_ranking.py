# SPDX-License-Identifier: EUPL-1.2
"""What is bought decides the order: heads of names, criteria for all goods, groups with the same name."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from criteria.library.model import CpvEntry, Synonyms, Words
from criteria.search.model import AnyEntry, Changes, GroupEntry, Reason, ReasonKind
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import ask, make_entry, make_group

First = Callable[[str, tuple[AnyEntry, ...]], list[str]]


@pytest.fixture
def first(index: WhooshIndex) -> First:
    """The ids of what comes first in a made-up library."""

    def found(query: str, entries: tuple[AnyEntry, ...]) -> list[str]:
        index.rebuild(entries, 1)
        return [hit.id for hit in index.query(ask(query)).hits]

    return found


def _group(group_id: str, title: str, code: str, *synonyms: str) -> GroupEntry:
    return make_group(group_id, title, synonyms=Synonyms(synonyms, "made up"), cpv=(CpvEntry(code, title),))


_FURNITURE = _group("furniture", "Möbler", "39100000-3", "stolar", "bord")


def test_word_beside_the_head_of_a_name_names_no_goods(first: First) -> None:
    tyres = _group("tyres", "Däck", "34350000-5", "hjul för lätta fordon")

    assert first("lätta stolar", (tyres, _FURNITURE))[0] == "furniture"


def test_criterion_for_all_goods_stands_behind_those_of_the_goods_asked_for(first: First) -> None:
    groups = ("cross", "furniture", "it", "food", "tyres")
    text = "Leverantören ska redovisa arbetet för hållbara leveranskedjor på begäran."
    everywhere = make_entry("X-03:1@base", title="Tillbörlig aktsamhet", text=text, groups=groups)
    own = make_entry("FURN-01:1@base", title="Provade stolar")

    found = first("hållbara stolar", (_FURNITURE, everywhere, own))

    assert found == ["furniture", "FURN-01", "X-03"]


def test_of_two_groups_with_a_name_the_one_whose_criteria_say_it_stands_first(first: First) -> None:
    waste = _group("waste", "Avfall", "90500000-2", "biogas")
    fuels = _group("fuels", "Drivmedel", "09100000-0", "biogas")
    share = make_entry("FUEL-06:1@base", title="Andel biogas", groups=("fuels",))

    assert first("biogas", (waste, fuels, share))[:2] == ["fuels", "waste"]


_IN_ENGLISH = make_entry(
    "FURN-03:1@base",
    title=Words("Provade arbetsstolar", "Tested office chairs"),
    text=Words("Stolarna ska klara provning.", "The chairs shall withstand testing in an office."),
)


@pytest.mark.parametrize("query", ["office chairs", "an office chair", "chairs for offices"])
def test_english_query_finds_by_the_english_text(index: WhooshIndex, query: str) -> None:
    index.rebuild((_FURNITURE, _IN_ENGLISH, make_entry("FURN-04:1@base")), 1)

    answer = index.query(ask(query))

    assert [hit.id for hit in answer.hits] == ["FURN-03"]
    assert answer.suggestions == ()


def test_english_group_name_leads_to_the_group(index: WhooshIndex) -> None:
    furniture = replace(_FURNITURE.group, title=Words("Möbler", "Furniture"))
    index.rebuild((GroupEntry(furniture), _IN_ENGLISH), 1)

    assert [hit.id for hit in index.query(ask("furniture")).hits] == ["furniture", "FURN-03"]


def test_hit_in_english_is_shown_and_explained_in_english(index: WhooshIndex) -> None:
    index.rebuild((_IN_ENGLISH,), 1)

    (hit,) = index.query(ask("withstand chairs", explain=True)).hits

    assert [segment.text for segment in hit.excerpt if segment.is_hit] == ["chairs", "withstand"]
    assert hit.reasons == (
        Reason("withstand", "withstand", ReasonKind.WORD, "text_en"),
        Reason("chairs", "chairs", ReasonKind.WORD, "title_en"),
    )


def test_english_words_are_no_swedish_ones(index: WhooshIndex) -> None:
    index.rebuild((_FURNITURE, _IN_ENGLISH), 1)

    assert index.complete("offi", None, 5) == ()
    assert index.query(ask("offise")).suggestions == ()
    assert index.query(ask("provning in")).hits[0].id == "FURN-03"


def test_word_of_both_languages_is_swedish_first(index: WhooshIndex) -> None:
    swedish = make_entry("IT-01:1@base", title=Words("Toner i kassett", "Refilled cartridge"))
    english = make_entry("OFF-01:1@base", title=Words("Färgpulver", "Toner"))
    index.rebuild((swedish, english), 1)

    assert [hit.id for hit in index.query(ask("toner")).hits] == ["IT-01"]


def test_what_goods_are_called_in_swedish_is_never_read_as_english(index: WhooshIndex) -> None:
    bins = replace(_FURNITURE.group, synonyms=Synonyms(("container",), "test"))
    english = tuple(
        make_entry(f"OFF-0{number}:1@base", title=Words("Kärl", "A container"), groups=("office",))
        for number in range(1, 6)
    )
    index.rebuild((GroupEntry(bins), *english), 1)

    assert index.query(ask("container")).hits[0].id == "furniture"


def test_english_words_come_and_go_with_changes(index: WhooshIndex) -> None:
    index.rebuild((_FURNITURE,), 1)
    index.apply(Changes(1, (_IN_ENGLISH,)), 2)

    found = index.query(ask("office chairs"))
    index.apply(Changes(2, (), (_IN_ENGLISH.key,)), 3)
    gone = index.query(ask("office chairs"))

    assert [hit.id for hit in found.hits] == ["FURN-03"]
    assert gone.is_fallback
