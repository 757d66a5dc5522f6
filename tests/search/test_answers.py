# SPDX-License-Identifier: EUPL-1.2
"""Phrases, completion, help and gap hits, reasons, and which words decide what is bought."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from criteria.library.model import CpvEntry, LabelCover, Synonyms, Words
from criteria.library.vocabulary import LabelCoverage
from criteria.search.model import (
    Filters,
    GroupEntry,
    HelpEntry,
    Hit,
    HitKind,
    MissingEntry,
    Reason,
    ReasonKind,
    SearchAnswer,
)
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import KEY, ask, make_entry, make_group, make_label, small_library

_GUIDANCE = "Tryck på knappen för att låsa uppsättningen och hämta bilagan."
_ELECTRICITY = make_group(
    "electricity",
    "El",
    cpv=(CpvEntry("09310000-5", "El"),),
    synonyms=Synonyms(("elavtal",), "product decision"),
)


def _found(index: WhooshIndex, text: str, **changes: object) -> list[str]:
    return [hit.id for hit in index.query(ask(text, **changes)).hits]


def _first(answer: SearchAnswer) -> Hit:
    return answer.hits[0]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshIndex]:
    """The small library with help, gaps and a few more entries; for reading only."""
    index = WhooshIndex(tmp_path_factory.mktemp("shelf") / "index", KEY)
    more = (
        _ELECTRICITY,
        HelpEntry("anvandning", "las", "Lås, och hämta bilagan", _GUIDANCE),
        MissingEntry("gap_1", "Klottersanering utan lösningsmedel", "Sanering av fasader.", date(2026, 5, 1)),
        MissingEntry(
            "FURN-09:1@base",
            "Stolar utan bly",
            "Kravet togs bort. Under tiden gäller andra regler.",
            date(2026, 3, 1),
            shown_to=date(2026, 9, 1),
            groups=("furniture",),
            ref="FURN-09:1@base",
        ),
        make_entry(
            "HOT-02:1@base", title="Miljömärkta varor", groups=("food",), text="Varan ska vara miljömärkt."
        ),
        make_entry("ELE-01:1@base", title="Andel förnybart", groups=("electricity",)),
        make_entry(
            "IT-05:1@base",
            title="Dokumentation",
            groups=("it",),
            text="Leverantören ska beskriva hur halogenfria kablar monteras och byts.",
            purpose="Monteras fel går de sönder.",
        ),
        make_entry("IT-06:1@base", title="Hemligt", groups=("it",), text="Zirkonium.", owner="org-a"),
    )
    index.rebuild((*small_library(), *more), 7)
    yield index
    index.close()


def test_phrase_is_found_word_for_word(shelf: WhooshIndex) -> None:
    assert _found(shelf, '"halogenfria kablar"') == ["IT-05"]
    assert _found(shelf, "”halogenfria kablar”") == ["IT-05"]


def test_phrase_passes_over_stop_words_alone(shelf: WhooshIndex) -> None:
    assert _found(shelf, '"kablar monteras och byts"') == ["IT-05"]


def test_phrase_does_not_run_from_one_section_into_the_next(shelf: WhooshIndex) -> None:
    answer = shelf.query(ask('"byts monteras"'))

    assert [notice.code for notice in answer.notices] == ["search.phrase_unknown"]
    assert "IT-05" in [hit.id for hit in answer.hits]


def test_quoted_code_is_still_a_code(shelf: WhooshIndex) -> None:
    assert _found(shelf, '"39130000-2"')[0] == "furniture"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("skr", "skrivbord"),
        ("kontor", "kontorsmöbler"),
        ("SKRI", "skrivbord"),
        ("billiga skr", "billiga skrivbord"),
        ("mobl", "möbler"),
    ],
)
def test_typing_is_completed_with_what_is_bought(shelf: WhooshIndex, typed: str, first: str) -> None:
    assert shelf.complete(typed, None, 8)[0] == first


@pytest.mark.parametrize("typed", ["", "s", "skrivbord ", "furn-0", "3913", "skr" * 200, "\x00"])
def test_nothing_is_completed_without_the_beginning_of_a_word(shelf: WhooshIndex, typed: str) -> None:
    assert shelf.complete(typed, None, 8) == ()


def test_completion_keeps_to_what_the_asker_may_see(shelf: WhooshIndex) -> None:
    assert shelf.complete("zirk", None, 8) == ()
    assert shelf.complete("zirk", "org-b", 8) == ()
    assert shelf.complete("zirk", "org-a", 8) == ("zirkonium",)


def test_completion_gives_no_more_than_asked(shelf: WhooshIndex) -> None:
    assert len(shelf.complete("ko", None, 2)) == 2


def test_help_is_a_hit_of_its_own_behind_criteria(shelf: WhooshIndex) -> None:
    hit = _first(shelf.query(ask("hur låser jag uppsättningen")))

    assert (hit.kind, hit.id, hit.title) == (HitKind.HELP, "anvandning#las", "Lås, och hämta bilagan")
    assert [segment.text for segment in hit.excerpt if segment.is_hit] == ["låsa", "uppsättningen"]


def test_gap_stands_below_what_is_in_force(shelf: WhooshIndex) -> None:
    answer = shelf.query(ask("stolar", as_of=date(2026, 6, 1)))

    assert answer.hits[-1].id == "FURN-09:1@base"
    assert (answer.hits[-1].kind, answer.hits[-1].related) == (HitKind.GAP, ("FURN-09:1@base",))


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 9, 1)])
def test_gap_is_shown_only_while_it_is_open(shelf: WhooshIndex, day: date) -> None:
    assert "FURN-09:1@base" not in _found(shelf, "stolar utan bly", as_of=day)


def test_gap_of_the_register_is_found_by_its_words(shelf: WhooshIndex) -> None:
    hit = _first(shelf.query(ask("klottersanering")))

    assert (hit.kind, hit.id, hit.status) == (HitKind.GAP, "gap_1", None)


@pytest.mark.parametrize(
    ("text", "is_said"),
    [("klottersanering", True), ("uppsättningen", True), ("skrivbord", False), ("", False)],
)
def test_it_is_said_when_nothing_found_is_in_force(shelf: WhooshIndex, text: str, is_said: bool) -> None:
    codes = {notice.code for notice in shelf.query(ask(text)).notices}

    assert ("search.nothing_in_force" in codes) is is_said


def test_browsing_lists_criteria_and_neither_help_nor_gaps(shelf: WhooshIndex) -> None:
    assert {hit.kind for hit in shelf.query(ask("", limit=1000)).hits} == {HitKind.CRITERION}


def test_kinds_that_are_asked_for_are_listed(shelf: WhooshIndex) -> None:
    hits = shelf.query(ask("", filters=Filters(kinds=("help", "gap")))).hits

    assert {hit.id for hit in hits} == {"anvandning#las", "gap_1"}


def _reasons(index: WhooshIndex, text: str, wanted: str) -> tuple[Reason, ...]:
    hits = index.query(ask(text, explain=True)).hits
    return next(hit.reasons for hit in hits if hit.id == wanted)


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("parfym", "CLC-01", Reason("parfym", "parfym", ReasonKind.WORD, "title")),
        ("spånskiva", "FURN-02", Reason("spånskiva", "spånskivor", ReasonKind.INFLECTION, "text")),
        ("kablr", "IT-05", Reason("kablr", "kablar", ReasonKind.SPELLING, "text")),
        ("mobler", "furniture", Reason("mobler", "möbler", ReasonKind.UNACCENTED, "title")),
        ("bord", "furniture", Reason("bord", "bord", ReasonKind.WORD, "names")),
        ("kontor", "furniture", Reason("kontor", "kontorsmöbler", ReasonKind.COMPOUND, "names")),
        ("skrivbord", "FURN-01", Reason("skrivbord", "skrivbord", ReasonKind.WORD, "names", "furniture")),
        ("svanenmärkt", "CLC-01", Reason("svanenmärkt", "svanenmärkt", ReasonKind.WORD, "names", "svanen")),
        ("svanen", "CLC-01", Reason("svanen", "svanen", ReasonKind.LABEL, "names", "svanen")),
        ("39130000", "FURN-01", Reason("39130000", "39130000-2", ReasonKind.CPV, "code", "furniture")),
        ("39130000", "furniture", Reason("39130000", "39130000-2", ReasonKind.CPV, "code")),
        (
            "furn-01:1@base",
            "FURN-01",
            Reason("FURN-01:1@base", "FURN-01:1@base", ReasonKind.REFERENCE, "code"),
        ),
        ("11386", "FOOD-01", Reason("11386", "11386:1", ReasonKind.KRAV_ID, "code")),
        ("11386", "11386:1", Reason("11386", "11386:1", ReasonKind.KRAV_ID, "code")),
    ],
)
def test_reason_says_what_met_what_and_where(
    shelf: WhooshIndex, text: str, wanted: str, reason: Reason
) -> None:
    assert reason in _reasons(shelf, text, wanted)


def test_reasons_are_told_only_on_request(shelf: WhooshIndex) -> None:
    assert all(hit.reasons == () for hit in shelf.query(ask("parfym")).hits)


def test_parts_of_an_unknown_compound_are_words_of_their_own(shelf: WhooshIndex) -> None:
    assert {reason.asked for reason in _reasons(shelf, "kabelformaldehyd", "FURN-02")} == {"formaldehyd"}
    assert {reason.asked for reason in _reasons(shelf, "kabelformaldehyd", "IT-05")} == {"kabel"}


def test_what_is_bought_weighs_no_less_than_a_rarer_word_about_it(shelf: WhooshIndex) -> None:
    assert "electricity" in _found(shelf, "miljömärkt el")


def test_goods_of_a_group_stand_before_the_same_words_elsewhere(index: WhooshIndex) -> None:
    fish = make_group(
        "food", synonyms=Synonyms(("fisk",), "product decision"), cpv=(CpvEntry("15200000-0", "Fisk"),)
    )
    index.rebuild(
        (
            fish,
            make_group("meals", "Måltider"),
            make_entry("A-01:1@base", groups=("meals",), title="Fisk i måltider", text="Fisk och MSC."),
            make_entry(
                "B-01:1@base", groups=("food",), title="Fisk och skaldjur ur havet", text="Fisk och MSC."
            ),
        ),
        1,
    )

    assert [hit.id for hit in index.query(ask("MSC fisk")).hits if hit.kind is HitKind.CRITERION] == [
        "B-01",
        "A-01",
    ]


def test_group_whose_summary_alone_has_the_word_stands_behind_criteria(index: WhooshIndex) -> None:
    index.rebuild(
        (
            make_group(
                "vehicles", "Fordon", summary="Risk för barnarbete.", cpv=(CpvEntry("34100000-8", "Bil"),)
            ),
            make_entry("X-02:1@base", text="Ingen vara ska vara gjord med barnarbete i något led av kedjan."),
        ),
        1,
    )

    assert _found(index, "barnarbete") == ["X-02", "vehicles"]


def test_word_written_apart_is_the_compound(index: WhooshIndex) -> None:
    index.rebuild(
        (
            make_entry("A-01:1@base", title="Bygg och material", text="Material för bygg."),
            make_entry("B-01:1@base", title="Byggmaterial"),
        ),
        1,
    )

    assert _found(index, "bygg material")[0] == "B-01"


def test_what_a_label_settles_stands_before_what_it_settles_in_part(index: WhooshIndex) -> None:
    whole, part = (LabelCover("gots", coverage) for coverage in (LabelCoverage.FULL, LabelCoverage.PART))
    index.rebuild(
        (
            make_label("gots", "GOTS"),
            make_entry("A-01:1@base", labels=(part,), text="GOTS GOTS GOTS"),
            make_entry("B-01:1@base", labels=(whole,)),
        ),
        1,
    )

    assert _found(index, "gots") == ["B-01", "A-01"]


def test_ending_after_a_colon_is_no_word(index: WhooshIndex) -> None:
    index.rebuild((make_entry("A-01:1@base", text="Enligt FN:s vägledning."),), 1)

    assert _found(index, "FN") == ["A-01"]
    assert _found(index, "FN:s") == ["A-01"]


def test_code_written_in_groups_of_digits_is_a_code(shelf: WhooshIndex) -> None:
    assert _found(shelf, "39 130 000-2")[0] == "furniture"


def test_standard_that_nothing_names_is_not_its_pieces(index: WhooshIndex) -> None:
    index.rebuild(
        (
            make_group(),
            make_entry("A-01:1@base", text="Enligt ISO 14001."),
        ),
        1,
    )

    answer = index.query(ask("EN ISO 20345"))

    assert answer.is_fallback
    assert [hit.id for hit in answer.hits] == ["furniture"]


def test_single_letter_beside_words_says_nothing(index: WhooshIndex) -> None:
    index.rebuild(
        (
            make_entry("A-01:1@base", text="Klass A."),
            make_entry("B-01:1@base", text="Bisfenol."),
        ),
        1,
    )

    assert _found(index, "bisfenol A") == ["B-01"]


def test_group_is_found_by_its_english_name(index: WhooshIndex) -> None:
    named = replace(make_group().group, title=Words("Möbler", "Furniture"))
    index.rebuild((GroupEntry(named),), 1)

    assert _found(index, "furniture") == ["furniture"]


def test_criterion_of_very_many_groups_is_about_none_of_them(index: WhooshIndex) -> None:
    names = [f"group_{letter}" for letter in "abcdefghij"]
    groups = [make_group(name, f"Vara {name}", cpv=(CpvEntry("39100000-3", "Vara"),)) for name in names[1:]]
    chairs = make_group("group_a", "Stolar", cpv=(CpvEntry("39110000-6", "Stolar"),))
    index.rebuild(
        (
            chairs,
            *groups,
            make_entry("X-01:1@base", groups=("cross", *names), title="Hållbara förpackningar"),
            make_entry("A-01:1@base", groups=("group_a",), title="Provad styrka"),
        ),
        1,
    )

    assert _found(index, "hållbara stolar")[0] == "group_a"


def test_index_of_another_edition_is_outdated(index: WhooshIndex) -> None:
    index.rebuild((make_entry("A-01:1@base"),), 1)
    newer = WhooshIndex(index._generations._folder, KEY, edition=5)

    (finding,) = newer.verify((), 1)

    assert finding.code == "index.outdated"


def test_changed_gap_is_changed_in_the_index(index: WhooshIndex) -> None:
    gap = MissingEntry("gap_1", "Klotter", "Sanering.", date(2026, 5, 1))
    index.rebuild((gap,), 1)

    found = index.verify((replace(gap, text="Tvätt."),), 1)

    assert [(issue.code, issue.where) for issue in found] == [("index.entry_differs", "gap|gap_1|")]
