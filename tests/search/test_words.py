# SPDX-License-Identifier: EUPL-1.2
"""Swedish words, compounds, spelling and codes."""

import pytest

from criteria.search.codes import cpv_steps, find_codes, iter_standards
from criteria.search.compounds import Compounds
from criteria.search.lexicon import Lexicon
from criteria.search.spelling import Spelling
from criteria.search.swedish import STOP_WORDS, Token, indexed_words, normal

_WORDS = """
    kontor stolar stol arbete kläder skola måltider tvätt medel spånskiva spånskivor elfordon bil bilar papper
    skrivbord rengöring textil fiber transport portar kött möbelfakta gata lyktor
"""
_CORPUS = dict.fromkeys(_WORDS.split(), 2)


def _words_meant(word: str, vocabulary: dict[str, int] = _CORPUS) -> dict[str, float]:
    return dict(Lexicon(vocabulary).meaning(Token(word, 0, 0)).words)


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
def test_compound_is_cut_over_the_corpus(compound: str, parts: tuple[str, ...]) -> None:
    assert Compounds(_CORPUS).split(compound) == parts


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
    assert Spelling(_CORPUS).nearest(typed)[0] == meant


def test_short_words_and_codes_are_not_corrected() -> None:
    assert Spelling(_CORPUS).nearest("bli") == ()
    assert Spelling({"en455": 3, "euro6": 2}).nearest("en456") == ()


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
