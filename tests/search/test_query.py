# SPDX-License-Identifier: EUPL-1.2
"""What a procurer types and what comes first."""

from dataclasses import replace
from decimal import Decimal

import pytest

from criteria.library.model import LabelCover, Parameter, Words
from criteria.library.vocabulary import FilledBy, LabelCoverage, ParameterType
from criteria.search.model import Filters, Hit, HitKind, SearchAnswer, TemplatePart
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import ask, make_entry, make_group, small_library


def _first(answer: SearchAnswer) -> tuple[str, str]:
    return (answer.hits[0].kind.value, answer.hits[0].id)


def _ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.id for hit in hits]


def test_everyday_query_gives_the_group_then_its_base_criteria(library: WhooshIndex) -> None:
    hits = library.query(ask("höj- och sänkbara skrivbord")).hits

    assert (hits[0].kind, hits[0].id) == (HitKind.GROUP, "furniture")
    assert [(hit.id, hit.level) for hit in hits[1:4]] == [
        ("FURN-01", "base"),
        ("FURN-02", "base"),
        ("FURN-03", "base"),
    ]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("formaldehyd spånskiva", ("criterion", "FURN-02")),
        ("spånskivorna", ("criterion", "FURN-02")),
        ("batteri cykler dator", ("criterion", "IT-01")),
        ("möblefakta", ("criterion", "FURN-01")),
        ("mobelfakta", ("criterion", "FURN-01")),
        ("svanenmärkt tvättmedel", ("criterion", "CLC-01")),
        ("parfymfri", ("criterion", "CLC-01")),
        ("utan parfym", ("criterion", "CLC-01")),
        ("krav märkt mjölk", ("criterion", "FOOD-01")),
        ("en16139", ("criterion", "FURN-01")),
        ("SS-EN 16139", ("criterion", "FURN-01")),
        ("ILO", ("criterion", "X-02")),
        ("39130000", ("group", "furniture")),
        ("39130000-2", ("group", "furniture")),
        ("39131100", ("group", "furniture")),
        ("30213100-6", ("group", "it")),
        ("11386", ("upstream_reference", "11386:1")),
        ("krav-id 11386:1", ("upstream_reference", "11386:1")),
        ("furn-01", ("criterion", "FURN-01")),
        ("giftfri förskola", ("package", "giftfri_forskola")),
        ("leverantörsförsäkran", ("template", "IT-01")),
        ("uppföljningsmall parfym", ("template", "CLC-01")),
        ("kontors stolar", ("group", "furniture")),
        ("tvätt- och diskmedel", ("group", "cleaning_chemicals")),
    ],
)
def test_query_puts_first(library: WhooshIndex, query: str, first: tuple[str, str]) -> None:
    assert _first(library.query(ask(query))) == first


def test_misspelt_query_is_answered_and_a_spelling_offered(library: WhooshIndex) -> None:
    answer = library.query(ask("svanen formaldehyt"))

    assert answer.hits[0].id == "FURN-02"
    assert answer.suggestions == ("svanen formaldehyd",)


def test_exact_reference_comes_first_and_its_lineage_follows(library: WhooshIndex) -> None:
    hits = library.query(ask("FURN-01:1@advanced")).hits

    assert [(hit.id, hit.level) for hit in hits] == [("FURN-01", "advanced"), ("FURN-01", "base")]


def test_wrong_check_digit_is_found_and_told(library: WhooshIndex) -> None:
    answer = library.query(ask("39130000-9"))

    assert answer.hits[0].id == "furniture"
    assert [(notice.code, notice.values["right"]) for notice in answer.notices] == [
        ("search.cpv_check_digit", "39130000-2")
    ]


def test_first_digits_of_a_code_find_it_only_when_they_stand_alone(library: WhooshIndex) -> None:
    assert library.query(ask("3913")).hits[0].id == "furniture"
    assert library.query(ask("batteri 3913")).hits[0].id == "IT-01"


def test_code_without_parent_or_child_leads_to_the_nearest_group(library: WhooshIndex) -> None:
    assert library.query(ask("39290000")).hits[0].id in ("furniture", "cleaning_chemicals")


def test_replaced_krav_id_shows_what_it_became_and_what_answers_to_it(library: WhooshIndex) -> None:
    hits = library.query(ask("11386")).hits

    assert [hit.id for hit in hits] == ["11386:1", "11567:1", "FOOD-01"]
    assert hits[0].superseded_by == ("11567:1",)
    assert hits[0].related == ("FOOD-01:1@base",)


def test_template_hit_is_a_form_of_its_criterion(library: WhooshIndex) -> None:
    hit = library.query(ask("leverantörsförsäkran parfym")).hits[0]

    assert (hit.kind, hit.id, hit.part) == (HitKind.TEMPLATE, "CLC-01", TemplatePart.DECLARATION)
    assert "".join(segment.text for segment in hit.excerpt) == "Vi har rapporten."


def test_templates_come_when_their_kind_is_chosen(library: WhooshIndex) -> None:
    answer = library.query(ask("parfym", filters=Filters(kinds=("template",))))

    assert {(hit.id, hit.part) for hit in answer.hits} == {
        ("CLC-01", TemplatePart.FOLLOW_UP),
        ("CLC-01", TemplatePart.DECLARATION),
    }


def test_no_text_lists_criteria_by_group_id_and_level(library: WhooshIndex) -> None:
    answer = library.query(ask(""))

    assert answer.total == 8
    assert {hit.kind for hit in answer.hits} == {HitKind.CRITERION}
    assert [f"{hit.id}@{hit.level}" for hit in answer.hits if hit.groups == ("furniture",)] == [
        "FURN-01@base",
        "FURN-01@advanced",
        "FURN-02@base",
        "FURN-03@base",
    ]


def test_unknown_words_lead_to_the_groups(library: WhooshIndex) -> None:
    answer = library.query(ask("xyzzyplugh"))

    assert answer.is_fallback
    assert [hit.id for hit in answer.hits] == ["it", "food", "furniture", "cleaning_chemicals"]


def test_pages_continue_each_other(library: WhooshIndex) -> None:
    whole = library.query(ask("skrivbord", limit=100))
    pages = [library.query(ask("skrivbord", limit=2, offset=offset)) for offset in range(0, whole.total, 2)]

    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {whole.total}


def test_excerpt_is_segments_with_the_hit_marked(library: WhooshIndex) -> None:
    hit = library.query(ask("formaldehyd")).hits[0]

    assert "".join(segment.text for segment in hit.excerpt) == (
        "Spånskivor ska avge högst 0,05 mg formaldehyd per kubikmeter luft."
    )
    assert [segment.text for segment in hit.excerpt if segment.is_hit] == ["formaldehyd"]


def test_excerpt_of_a_long_text_is_cut_around_the_hits(index: WhooshIndex) -> None:
    text = "ord " * 200 + "bromerade flamskyddsmedel " + "ord " * 200
    index.rebuild((make_entry("IT-02:1@base", text=text),), 1)

    shown = "".join(segment.text for segment in index.query(ask("flamskyddsmedel")).hits[0].excerpt)

    assert "bromerade flamskyddsmedel" in shown
    assert shown.startswith("… ") and shown.endswith(" …")
    assert len(shown) < 260


def test_related_groups_come_from_hits_and_from_the_groups_themselves(library: WhooshIndex) -> None:
    answer = library.query(ask("skrivbord", filters=Filters(groups=("furniture",))))

    assert [group.id for group in answer.related_groups] == ["it"]


def test_answer_stands_at_the_sequence_of_its_generation(library: WhooshIndex) -> None:
    assert library.query(ask("skrivbord")).sequence == library.sequence == 7


def test_group_without_the_word_in_its_name_does_not_come_first(index: WhooshIndex) -> None:
    index.rebuild((*small_library(), make_group("paper", "Papper", summary="Formaldehyd nämns här.")), 1)

    assert index.query(ask("formaldehyd")).hits[0].id == "FURN-02"


def test_drafts_are_shown_only_when_asked_for(index: WhooshIndex) -> None:
    index.rebuild((make_entry("FURN-01:1@base"), make_entry("FURN-02:1@base", valid_from=None)), 1)

    assert _ids(index.query(ask("hållfasthet")).hits) == ["FURN-01"]
    with_drafts = index.query(ask("hållfasthet", include_drafts=True))
    assert [(hit.id, hit.status) for hit in with_drafts.hits] == [
        ("FURN-01", "published"),
        ("FURN-02", "draft"),
    ]


def test_local_criterion_is_seen_by_its_owner_and_those_it_is_shared_with(index: WhooshIndex) -> None:
    index.rebuild((make_entry("LOC-01:1@base", owner="org-a", shared_with=frozenset({"org-b"})),), 1)

    seen = {
        viewer: index.query(ask("hållfasthet", viewer_organisation=viewer)).total
        for viewer in ("org-a", "org-b", "org-c", None)
    }

    assert seen == {"org-a": 1, "org-b": 1, "org-c": 0, None: 0}


def test_shared_draft_stays_with_its_owner(index: WhooshIndex) -> None:
    draft = make_entry("LOC-01:1@base", owner="org-a", shared_with=frozenset({"org-b"}), valid_from=None)
    index.rebuild((draft,), 1)
    asked = ask("hållfasthet", include_drafts=True)

    assert index.query(replace(asked, viewer_organisation="org-a")).total == 1
    assert index.query(replace(asked, viewer_organisation="org-b")).total == 0


def test_others_words_are_not_offered_as_spelling(index: WhooshIndex) -> None:
    index.rebuild((make_entry("LOC-01:1@base", owner="org-a", title="Hemlighetsmakeri"), make_entry()), 1)

    assert index.query(ask("hemlighetsmakerj")).suggestions == ()
    assert index.query(ask("hemlighetsmakerj", viewer_organisation="org-a")).suggestions == (
        "hemlighetsmakeri",
    )


@pytest.mark.parametrize("query", ["Svanen", "svanen", "SVANENS", "svanenmärkt"])
def test_label_is_not_taken_for_a_word_with_the_same_stem(index: WhooshIndex, query: str) -> None:
    pork = make_entry("FOOD-12:1@base", title="Griskött från grisar med oskuren svans", groups=("food",))
    index.rebuild((*small_library(), pork), 1)

    answer = index.query(ask(query))

    assert "FURN-02" in _ids(answer.hits)
    assert "FOOD-12" not in _ids(answer.hits)
    assert "FURN-02" not in _ids(index.query(ask("svans")).hits)


def test_name_of_a_label_leads_to_what_it_covers_before_texts_with_the_word(index: WhooshIndex) -> None:
    talk = make_entry("FOOD-12:1@base", title="Krav och krav och krav", text="Krav.", groups=("food",))
    covered = make_entry(
        "FOOD-13:1@base",
        title="Ekologisk mjölk",
        groups=("food",),
        labels=(LabelCover("krav", LabelCoverage.FULL),),
    )
    index.rebuild((*small_library(), talk, covered), 1)

    hits = index.query(ask("KRAV")).hits

    assert {hit.id for hit in hits[:2]} == {"FOOD-01", "FOOD-13"}
    assert hits[2].id == "FOOD-12"


def test_goods_weigh_more_than_the_place_they_go_to(index: WhooshIndex) -> None:
    dish = make_entry(
        "MEAL-06:1@base",
        title="Vegetarisk huvudrätt på skolan",
        text="Skolan serverar en vegetarisk huvudrätt.",
        groups=("food",),
    )
    index.rebuild((*small_library(), dish), 1)

    answer = index.query(ask("kontorsstolar till skolan"))

    assert (answer.hits[0].kind, answer.hits[0].id) == (HitKind.GROUP, "furniture")
    assert _first(index.query(ask("mat till skolan"))) == ("criterion", "MEAL-06")


def test_blank_reads_in_an_excerpt_as_on_the_group_page(index: WhooshIndex) -> None:
    weight = Parameter(
        "weight", ParameterType.INTEGER, Words("Välj."), minimum=Decimal(1), maximum=Decimal(9), default="5"
    )
    offered = replace(weight, name="share", default=None, filled_by=FilledBy.TENDERER)
    entry = make_entry(
        "IT-09:1@base",
        title="Lätt väska",
        text="Väskan väger högst {weight} kilo, {share} procent och {other} återvunnen vikt.",
        parameters=(weight, offered),
    )
    index.rebuild((*small_library(), entry), 1)

    hit = index.query(ask("väskan")).hits[0]

    shown = "".join(part.text for part in hit.excerpt)
    assert (
        shown == "Väskan väger högst [5] kilo, [anbudsgivaren fyller i] procent och [välj] återvunnen vikt."
    )
    assert index.query(ask("anbudsgivaren fyller")).is_fallback
