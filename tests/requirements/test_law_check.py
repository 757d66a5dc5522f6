# SPDX-License-Identifier: EUPL-1.2
"""The law check: each rule hits what it is for and leaves the lawful neighbour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from criteria.errors import InvalidInputError
from criteria.exchange.library_files import read_library
from criteria.exchange.rule_files import read_effort, read_law
from criteria.issues import Severity
from criteria.library.law_check import (
    LawSubject,
    check_law,
    names_standard,
    subject_of_version,
    with_equivalent,
)
from criteria.library.law_check import (
    law_book as book_of,
)
from criteria.library.vocabulary import Aspect, ProofTime, RequirementType, ShippedState
from tests.requirements.factories import DATA, TODAY, law_book, make_proof, make_version

TS = RequirementType.TECHNICAL_SPECIFICATION
KQ = RequirementType.SELECTION_REQUIREMENT
TK = RequirementType.AWARD_CRITERION
SK = RequirementType.PERFORMANCE_CONDITION


def _subject(text: str, kind: RequirementType = TS, **changes: object) -> LawSubject:
    subject = LawSubject(
        where="1",
        type=kind,
        text=text,
        proof_text="",
        groups=("furniture",),
        aspects=(Aspect.DURABILITY,),
        parameters=(),
        proof=None,
        paid_source=False,
    )
    return replace(subject, **changes)  # type: ignore[arg-type]


def _codes(subject: LawSubject, day: date = TODAY) -> list[str]:
    return [issue.code for issue in check_law(subject, law_book(), day)]


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Stolen ska klara EN 1335 i 5 år.", TS, "law.L1"),
        ("Provning ska ske enligt SS-EN ISO 12947-2 med 40 000 varv.", TS, "law.L1"),
        ("Stolen ska vara märkt med Möbelfakta.", TS, "law.L2"),
        ("Varorna ska vara Svanenmärkta.", TS, "law.L2"),
        ("Kaffet ska vara KRAV-märkt.", SK, "law.L2"),
        ("Datorn ska vara av märket Lenovo.", TS, "law.L3"),
        ("Tyget ska vara Gore-Tex®.", TS, "law.L3"),
        ("De som tillverkar möblerna ska ha lön enligt kollektivavtal.", TS, "law.L4"),
        ("Anbudsgivaren ska följa ILO:s konventioner.", KQ, "law.L4"),
        ("Poäng ges för kollektivavtal, 5 poäng.", TK, "law.L4B"),
        ("Hela företaget ska vara klimatneutralt.", SK, "law.L5"),
        ("Leverantören ska ha en hållbarhetspolicy.", SK, "law.L5"),
        ("Längre garanti är bättre.", TK, "law.L8"),
        ("Mervärde ges för längre garanti.", TK, "law.L8"),
        ("Möblerna som levereras ska vara av trä.", KQ, "law.TYPE1"),
        ("Leverantören ska ha ett miljöledningssystem.", TS, "law.TYPE2"),
        ("Leverantören ska redovisa statistik varje kvartal.", TS, "law.TYPE3"),
        ("Skivorna får avge högst 0,124 mg/m³ formaldehyd.", TS, "law.limit"),
        ("Formaldehyd: högst 0,062 milligram per kubikmeter luft.", TS, "law.limit"),
        ("Läder får innehålla högst 3 mg/kg krom VI.", TS, "law.limit"),
    ],
)
def test_rule_hits_what_it_is_for(text: str, kind: RequirementType, code: str) -> None:
    assert _codes(_subject(text, kind)) == [code]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Stolen ska klara EN 1335 eller likvärdig standard i 5 år.", TS),
        ("Stolen ska klara EN 1335 i 5 år. Likvärdig provning godtas.", TS),
        ("Stolen ska uppfylla Möbelfakta eller en likvärdig märkning.", TS),
        ("Alla krav ska vara uppfyllda vid leverans.", TS),
        ("Personal i uppdraget ska ha lön enligt kollektivavtal.", SK),
        ("Hela verksamheten inom uppdraget ska drivas med förnybar el.", SK),
        ("Varje extra års garanti ger {points} poäng.", TK),
        ("Längre garanti ger prisavdrag med 2 procent.", TK),
        ("Leverantören ska redovisa statistik varje kvartal.", SK),
        ("Skivorna får avge högst 0,05 mg/m³ formaldehyd.", TS),
        ("Skivorna får avge högst 0,124 mg/m³ ammoniak.", TS),
        ("Läder får innehålla högst 1 mg/kg krom VI.", TS),
    ],
)
def test_rule_leaves_the_lawful_neighbour_alone(text: str, kind: RequirementType) -> None:
    assert _codes(_subject(text, kind)) == []


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("Stolen ska vara IKEA Järvfjället.", "law.L3A", "ska vara IKEA Järvfjället"),
        ("Stolen ska vara en Kinnarps Plus 6.", "law.L3A", "ska vara en Kinnarps Plus"),
        ("Skrivaren är av modell Laserjet.", "law.L3A", "modell Laserjet"),
        ("Städningen ska vara miljövänlig.", "law.vague", "miljövänlig"),
        ("Möblerna ska vara hållbara.", "law.vague", "hållbara"),
        ("Stolen ska ha en fin klädsel.", "law.vague", "fin"),
        ("Stolen ska vara bra.", "law.vague", "bra"),
        ("Tyget ska ha god kvalitet.", "law.vague", "god kvalitet"),
        ("Leverans sker inom skälig tid.", "law.vague", "skälig"),
        ("Emballaget minimeras så långt som möjligt.", "law.vague", "minimeras"),
        ("Bordet bör vara runt.", "law.vague", "bör"),
    ],
)
def test_own_text_is_read_for_brands_and_words_that_cannot_be_checked(
    text: str, code: str, found: str
) -> None:
    issues = tuple(check_law(_subject(text, own=True), law_book(), TODAY))

    assert [(item.code, item.severity, item.values["found"]) for item in issues] == [
        (code, Severity.YELLOW, found)
    ]
    assert _codes(_subject(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Stolen ska vara IKEA Järvfjället eller likvärdig.",
        "Stolen ska vara röd. Bordet ska vara runt.",
        "Elen ska vara Bra Miljöval eller likvärdig märkning.",
        "Leverantören ska lämna en hållbarhetsredovisning.",
        "Varje möbel ska vara märkt med tillverkare, modell och tillverkningsdatum.",
    ],
)
def test_own_text_without_brand_or_vague_word_is_left_alone(text: str) -> None:
    assert _codes(_subject(text, own=True)) == []


def test_equivalent_two_sentences_away_does_not_count() -> None:
    text = "Stolen ska klara EN 1335 i 5 år. Den ska vara röd. Likvärdig färg godtas."

    assert _codes(_subject(text)) == ["law.L1"]


def test_standard_that_costs_money_as_the_only_measure_is_warned_about() -> None:
    alone = _subject("Stolen ska uppfylla EN 1335 eller likvärdig.", paid_source=True)
    with_value = _subject(
        "Tyget ska tåla 40 000 varv enligt EN ISO 12947-2 eller likvärdig.", paid_source=True
    )

    assert _codes(alone) == ["law.L10"]
    assert _codes(replace(alone, paid_source=None)) == ["law.L10"]
    assert _codes(replace(alone, paid_source=False)) == []
    assert _codes(with_value) == []


def test_labour_law_as_aspect_belongs_in_a_performance_condition() -> None:
    subject = _subject("Personal ska vara nöjd.", aspects=(Aspect.LABOUR_LAW,))

    assert _codes(subject) == ["law.L4A"]
    assert _codes(replace(subject, type=SK)) == []


def test_proof_of_a_condition_is_not_asked_for_in_the_tender() -> None:
    early = replace(make_proof(), when=ProofTime.WITH_TENDER)

    assert _codes(_subject("Leverantören ska sköta returer.", SK, proof=early)) == ["law.TYPE4"]
    assert _codes(_subject("Stommen ska hålla.", TS, proof=early)) == []


def test_label_in_a_proof_needs_its_equivalent_somewhere_in_the_proof() -> None:
    alone = _subject("Stolen ska hålla.", proof_text="Licens för Möbelfakta.")
    with_other = _subject("Stolen ska hålla.", proof_text="Licens för Möbelfakta.\nLikvärdig märkning.")

    assert _codes(alone) == ["law.L2"]
    assert _codes(with_other) == []


def test_law_that_is_not_yet_in_force_sets_no_floor() -> None:
    subject = _subject("Skivorna får avge högst 0,124 mg/m³ formaldehyd.")

    assert _codes(subject, date(2026, 8, 5)) == []
    assert _codes(subject, date(2026, 8, 6)) == ["law.limit"]


def test_finding_says_what_was_found_and_which_law() -> None:
    (issue,) = check_law(_subject("Stolen ska klara EN 1335 i 5 år."), law_book(), TODAY)

    assert (issue.severity, issue.values) == (Severity.RED, {"found": "EN 1335", "law": "9 kap. 4 § LOU"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("enligt SS-EN 1335-1:2020", ("SS-EN 1335-1:2020",)),
        ("ISO 14001, EMAS", ("ISO 14001",)),
        ("SS-INSTA 800-1:2018", ("SS-INSTA 800-1:2018",)),
        ("EN ska, den 5 maj", ()),
    ],
)
def test_standards_are_known_by_their_names(text: str, found: tuple[str, ...]) -> None:
    assert names_standard(text) == found


def test_shipped_library_has_no_red_finding() -> None:
    library = read_library(DATA)
    book = book_of(read_law(DATA), [label for label, _ in library.labels])
    published = [version for version, _ in library.versions if version.state is ShippedState.PUBLISHED]

    red = [
        (version.ref, issue.code, issue.values.get("found"))
        for version in published
        for issue in check_law(subject_of_version(version), book, TODAY)
        if issue.severity is Severity.RED
    ]

    assert len(published) > 50
    assert red == []


def test_criterion_version_is_checked_by_its_own_words() -> None:
    version = make_version(text="Stolen ska klara EN 1335 i 5 år.")

    (issue,) = check_law(subject_of_version(version), law_book(), TODAY)

    assert (issue.code, issue.where) == ("law.L1", "text.sv")


def test_every_rule_and_limit_names_its_source() -> None:
    rules = read_law(DATA)

    for item in (*rules.rules, *rules.limits, rules.labour_branches):
        assert item.law
        assert item.source.title


def test_pattern_that_is_no_regular_expression_is_refused(tmp_path: Path) -> None:
    text = (DATA / "law_check.yaml").read_text(encoding="utf-8").replace("'(?i)likvärdig'", "'(?i'")
    (tmp_path / "law_check.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInputError) as refused:
        read_law(tmp_path)

    assert refused.value.code == "file.form"
    assert "L3" in str(refused.value.values["fault"])


def test_method_without_hours_is_refused(tmp_path: Path) -> None:
    text = (DATA / "effort.yaml").read_text(encoding="utf-8")
    start = text.index("    - method: MEET")
    (tmp_path / "effort.yaml").write_text(
        text[:start] + text[text.index("# Med produkten") :], encoding="utf-8"
    )

    with pytest.raises(InvalidInputError) as refused:
        read_effort(tmp_path)

    assert "MEET" in str(refused.value.values["fault"])


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Stolen ska klara EN 1335-2.", "Stolen ska klara EN 1335-2 eller likvärdig."),
        (
            "Provning enligt EN 1335-2 och EN 16139 i 5 år.",
            "Provning enligt EN 1335-2 och EN 16139 eller likvärdiga standarder i 5 år.",
        ),
        (
            "Märkt med Möbelfakta.\nHel vid leverans.",
            "Märkt med Möbelfakta eller likvärdig märkning.\nHel vid leverans.",
        ),
        ("Varorna ska vara Svanenmärkta.", "Varorna ska vara Svanenmärkta eller ha likvärdig märkning."),
        (
            "Bord enligt EN 527-1. Stol enligt EN 1335-1. Ska gå att höja.",
            "Bord enligt EN 527-1 eller likvärdig. Stol enligt EN 1335-1 eller likvärdig. Ska gå att höja.",
        ),
        (
            "Enligt EN 1335-1, märkt med Svanen.",
            "Enligt EN 1335-1 eller likvärdig, märkt med Svanen eller likvärdig märkning.",
        ),
    ],
)
def test_equivalent_is_put_where_the_check_misses_it(text: str, mended: str) -> None:
    assert with_equivalent(text, law_book()) == mended


@pytest.mark.parametrize(
    "text",
    [
        "Stolen ska klara EN 1335-2 eller likvärdig.",
        "Stolen ska ha hjul.",
        "Enligt EN 1335. Likvärdig standard godtas.",
    ],
)
def test_text_that_needs_no_equivalent_is_left_alone(text: str) -> None:
    assert with_equivalent(text, law_book()) is None


def test_mended_text_passes_the_check_that_stopped_it() -> None:
    text = "Stolen ska klara EN 1335-2 i 5 år och vara märkt med Möbelfakta."

    mended = with_equivalent(text, law_book()) or ""

    assert {"law.L1", "law.L2"} & set(_codes(_subject(text)))
    assert not {"law.L1", "law.L2"} & set(_codes(_subject(mended)))


def test_english_text_gets_its_own_words() -> None:
    text = "The chair shall meet EN 1335-2 and carry Svanen."

    assert (
        with_equivalent(text, law_book(), "en")
        == "The chair shall meet EN 1335-2 or equivalent and carry Svanen or an equivalent label."
    )
