# SPDX-License-Identifier: EUPL-1.2
"""Swedish words, compounds, spelling and codes."""

from pathlib import Path

import pytest

from criteria.search.codes import cpv_steps, find_codes, iter_standards
from criteria.search.compounds import CorpusCompounds, DictionaryCompounds
from criteria.search.forms import Forms, swedish_forms
from criteria.search.hunspell import Dictionary, read_dictionary
from criteria.search.lexicon import Lexicon, Names
from criteria.search.spelling import Spelling
from criteria.search.swedish import STOP_WORDS, Token, indexed_words, normal
from tests.benchmarks.swedish_tables import compound_table, kept_apart, wrongly_merged

_WORDS = """
    kontor stolar stol arbete kläder skola måltider tvätt medel spånskiva spånskivor elfordon bil bilar papper
    skrivbord rengöring textil fiber transport portar kött möbelfakta gata lyktor
"""
_CORPUS = dict.fromkeys(_WORDS.split(), 2)


_RULES = """
SFX A Y 2
SFX A 0 ar [^e]
SFX A e ar e
SFX T Y 1
SFX T 0 re a
SFX v Y 1
SFX v 0 s/WXZ .
"""
_WORDS_OF_DICTIONARY = ["4", "stol/AvXY", "kontor/vY", "skriva/T", "skol/XZ", "skola", "tranbo/%AXY"]


def _dictionary() -> Dictionary:
    return Dictionary(_RULES.splitlines(), _WORDS_OF_DICTIONARY)


def _spelling() -> Spelling:
    spelling = Spelling()
    spelling.add([*_CORPUS, "en455", "euro6"])
    return spelling


def _words_meant(word: str, vocabulary: dict[str, int] = _CORPUS) -> dict[str, float]:
    meanings = Lexicon(vocabulary).meanings(Token(word, 0, 0))
    return {known: weight for meaning in meanings for known, weight in meaning.words}


@pytest.mark.parametrize("word", ["utan", "inte", "ej", "kan"])
def test_negations_are_no_stop_words(word: str) -> None:
    assert word not in STOP_WORDS
    assert word in indexed_words(f"varan {word} parfym")


def test_ellipsis_is_written_out() -> None:
    assert {"höjbara", "sänkbara", "skrivbord"} <= set(indexed_words("Höj- och sänkbara skrivbord"))


def test_hyphened_word_is_found_whole_and_by_its_pieces() -> None:
    assert {"pvcfri", "pvc", "fri"} <= set(indexed_words("PVC-fri plast"))


def test_letters_with_dots_are_kept() -> None:
    assert indexed_words("Får FÄR") == ["får", "fär"]


def test_decomposed_letters_are_composed() -> None:
    assert indexed_words("mo\u0308bler") == ["möbler"]


def test_invisible_characters_are_taken_out() -> None:
    assert normal("mö\x00b\u202eler\u200b") == "mö b ler "


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("kontorsstolar", ("kontor", "stolar")),
        ("arbetskläder", ("arbete", "kläder")),
        ("skolmåltider", ("skola", "måltider")),
        ("tvättmedel", ("tvätt", "medel")),
        ("gatlyktor", ("gata", "lyktor")),
        ("transport", ()),
        ("kontor", ()),
        ("papper", ()),
    ],
)
def test_without_a_dictionary_a_compound_is_cut_over_the_corpus(
    compound: str, parts: tuple[str, ...]
) -> None:
    assert CorpusCompounds(_CORPUS, Forms(None).stem).split(compound) == parts


def test_dictionary_takes_a_form_apart_by_the_rule_of_its_ending() -> None:
    dictionary = _dictionary()

    assert [dictionary.base(word) for word in ("stolar", "stol", "stole", "stolen")] == [
        "stol",
        "stol",
        None,
        None,
    ]


def test_word_made_from_another_is_its_own_base() -> None:
    assert _dictionary().base("skrivare") == "skrivare"


def test_first_part_of_a_compound_stands_for_its_word() -> None:
    dictionary = _dictionary()

    assert [dictionary.first(piece) for piece in ("kontors", "skol", "stol", "skriva")] == [
        "kontor",
        "skola",
        "stol",
        None,
    ]


def test_forbidden_word_is_unknown() -> None:
    assert "tranbo" not in _dictionary()


def test_compound_is_cut_by_the_flags_of_a_dictionary() -> None:
    compounds = DictionaryCompounds(_dictionary())

    assert compounds.cut("kontorsstolar") == ("kontors", "stolar")
    assert compounds.split("kontorsstolar") == ("kontor", "stolar")
    assert compounds.cut("skriva") == ()


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("växtskyddsmedel", ("växtskydd", "medel")),
        ("tvättjänst", ("tvätt", "tjänst")),
        ("svanenmärkta", ("svanen", "märkta")),
        ("halkbekämpning", ("halka", "bekämpning")),
        ("tilldelning", ()),
        ("anmärkning", ()),
    ],
)
def test_compound_is_cut_at_its_main_joint(word: str, parts: tuple[str, ...]) -> None:
    compounds = swedish_forms().compounds

    assert compounds is not None
    assert compounds.split(word) == parts


def test_compounds_of_the_table_are_cut_as_well_as_asked() -> None:
    compounds = swedish_forms().compounds
    assert compounds is not None

    table = compound_table(compounds.cut)

    assert (table.precision >= 0.95, table.recall >= 0.93) == (True, True), table


def test_inflections_of_the_table_get_one_form_and_different_words_do_not() -> None:
    assert len(kept_apart(swedish_forms())) <= 2
    assert wrongly_merged(swedish_forms()) == ()


def test_product_works_without_the_dictionary_but_merges_different_words() -> None:
    assert len(kept_apart(Forms(None))) <= 2
    assert wrongly_merged(Forms(None)) != ()


def test_missing_dictionary_is_no_dictionary(tmp_path: Path) -> None:
    assert read_dictionary(tmp_path) is None


def test_head_of_an_unlisted_compound_is_inflected_with_it() -> None:
    stem = swedish_forms().stem

    assert stem("varselvästarna") == stem("varselväst")


def test_property_is_found_by_the_thing_and_the_thing_by_the_property() -> None:
    vocabulary = {"parfymfri": 1, "parfym": 1}

    assert _words_meant("parfymfria", vocabulary)["parfym"] == 0.6
    assert _words_meant("parfym", vocabulary)["parfymfri"] == 0.6


def test_label_with_an_ending_is_the_label_and_not_its_common_word() -> None:
    lexicon = Lexicon({"kravmärkt": 1, "krav": 9}, Names(frozenset(["krav"])))

    (meant,) = lexicon.meanings(Token("kravmärkta", 0, 0))

    assert meant.words == (("kravmärkt", 0.9),)


def test_lexicon_kept_up_by_changes_means_the_same_as_a_new_one() -> None:
    before = {**_CORPUS, "bänk": 1}
    after = {**_CORPUS, "kontorsstol": 1, "miljöbil": 1}
    kept_up, new = Lexicon(after, based_on=Lexicon(before)), Lexicon(after)

    asked = ["bänk", "bänkar", "stol", "bil", "kontorsstolen", "kontorsstl", "mobelfakta", "kon"]

    for word in asked:
        token = Token(word, 0, 0)
        assert kept_up.meanings(token) == new.meanings(token)
    assert kept_up.beginning_with("mil") == ("miljöbil",)
    assert kept_up.beginning_with("bän") == ()


def test_lexicon_without_dictionary_kept_up_by_changes_means_the_same_as_a_new_one() -> None:
    forms = Forms(None)
    before, after = {"kontorsstol": 1}, {"kontorsstol": 1, "kontor": 1, "stol": 1}

    kept_up = Lexicon(after, based_on=Lexicon(before, forms=forms), forms=forms)

    (meant,) = kept_up.meanings(Token("stol", 0, 0))
    assert "kontorsstol" in dict(meant.words)


def test_whole_word_weighs_more_than_inflection_and_compound() -> None:
    vocabulary = {"stol": 1, "stolar": 1, "kontorsstol": 1, "kontor": 1}

    meant = _words_meant("stol", vocabulary)

    assert meant["stol"] > meant["stolar"] > meant["kontorsstol"] > 0


def test_folded_form_is_used_only_when_the_exact_one_is_unknown() -> None:
    assert "alg" not in _words_meant("älg", {"älg": 1, "alg": 1})
    assert _words_meant("alg", {"älg": 1}) == {"älg": 0.6}


@pytest.mark.parametrize(
    ("typed", "meant"), [("möblefakta", "möbelfakta"), ("skrivbrod", "skrivbord"), ("elfordn", "elfordon")]
)
def test_misspelt_word_finds_the_nearest(typed: str, meant: str) -> None:
    assert _spelling().nearest(typed, _CORPUS)[0] == meant


def test_misspelt_compound_that_nothing_is_near_stands_for_its_parts() -> None:
    vocabulary = {"förband": 2, "material": 9, "kompress": 1, "tvättmedel": 3}

    meanings = Lexicon(vocabulary).meanings(Token("förbandsmatrial", 0, 0))

    assert [dict(meaning.words) for meaning in meanings] == [{"förband": 1.0}, {"material": 1.0}]
    assert Lexicon(vocabulary).meanings(Token("qwrtpsdfghjkl", 0, 0)) == ()


def test_short_words_and_codes_are_not_corrected() -> None:
    assert _spelling().nearest("bli", _CORPUS) == ()
    assert _spelling().nearest("en456", {"en455": 3, "euro6": 2}) == ()


@pytest.mark.parametrize("text", ["en455", "EN 455", "SS-EN 455", "SS-EN 455-1", "en 455-2:2015"])
def test_standard_has_one_normal_form(text: str) -> None:
    assert "en455" in set(iter_standards(text))


@pytest.mark.parametrize("text", ["Euro VI", "euro 6", "EURO-6", "euro vi e"])
def test_emission_class_has_one_normal_form(text: str) -> None:
    assert "euro6" in set(iter_standards(text))


def test_standard_number_is_no_krav_id() -> None:
    assert find_codes("EN 455").numbers == ()
    assert find_codes("krav-id 10166:1").numbers == (("10166", "1"),)
    assert find_codes("10166").numbers == (("10166", None),)


def test_reference_is_recognised_among_words() -> None:
    codes = find_codes("visa furn-02:1@avancerad tack")

    assert [str(reference) for reference in codes.references] == ["FURN-02:1@advanced"]
    assert codes.rest.split() == ["visa", "tack"]


def test_malformed_reference_stays_words() -> None:
    assert find_codes("furn-02:1@guld").references == ()


@pytest.mark.parametrize(
    ("asked", "known", "steps"),
    [
        ("39130000", "39130000", 0),
        ("39130000", "39131000", 1),
        ("39131000", "39130000", 1),
        ("39130000", "39100000", 1),
        ("39130000", "39120000", None),
        ("30000000", "39000000", None),
    ],
)
def test_cpv_code_is_near_its_parents_and_children(asked: str, known: str, steps: int | None) -> None:
    assert cpv_steps(asked, known) == steps
