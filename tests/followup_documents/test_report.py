# SPDX-License-Identifier: EUPL-1.2
"""The report begins with how sure we are, and never shows a declaration alone as fulfilled."""

from __future__ import annotations

from decimal import Decimal

import pytest

from criteria.documents.model import (
    Bar,
    BarKind,
    Document,
    Facts,
    Paragraph,
    ParagraphStyle,
    SpanKind,
    Table,
    plain_text,
)
from criteria.library.model import Words
from criteria.library.vocabulary import Method
from followup.declarations.model import Answer, DeclarationStatus
from followup.documents.model import ReportNotFollowed
from followup.documents.report import certainty_sentences, report_document
from followup.log.model import ShownAs
from tests.followup_documents.factories import make_declared, make_deviation, make_line, make_report


def _table(document: Document, caption: str) -> Table | None:
    tables = (block for block in document.blocks if isinstance(block, Table))
    return next((table for table in tables if table.caption.startswith(caption)), None)


def _rows(document: Document, caption: str) -> list[list[str]]:
    table = _table(document, caption)
    assert table is not None
    return [[plain_text(cell) for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ((), "Inga krav i kontraktet ska följas upp. Ingen avvikelse är öppen."),
        ((ShownAs.VERIFIED,), "Kontraktets enda krav är verifierat. Ingen avvikelse är öppen."),
        (
            (ShownAs.UNCHECKED,),
            "Kontraktets enda krav är inte verifierat. Det är okontrollerat. Ingen avvikelse är öppen.",
        ),
        (
            (ShownAs.VERIFIED, ShownAs.VERIFIED_WITH_REMARK),
            "Alla 2 krav är verifierade. Ingen avvikelse är öppen.",
        ),
        (
            (ShownAs.UNCHECKED, ShownAs.UNCHECKED),
            "Inget av 2 krav är verifierat. Av dem är 2 okontrollerade. Ingen avvikelse är öppen.",
        ),
        (
            (ShownAs.VERIFIED, ShownAs.DECLARED_NOT_VERIFIED, ShownAs.UNCHECKED, ShownAs.NOT_MET),
            "1 av 4 krav är verifierat. Av de övriga är 1 okontrollerat, 1 försäkrat av leverantören eller "
            "mottaget men inte verifierat och 1 delvis eller inte uppfyllt. Ingen avvikelse är öppen.",
        ),
    ],
)
def test_first_sentence_says_how_sure_we_are(shown: tuple[ShownAs, ...], said: str) -> None:
    report = make_report(*(make_line(f"1.{place}", item) for place, item in enumerate(shown, start=1)))

    assert certainty_sentences(report).replace("\xa0", " ") == said


def test_sentence_stands_before_bar_and_table() -> None:
    document = report_document(make_report(*(make_line(f"1.{place}") for place in range(1, 4))))

    kinds = [type(block).__name__ for block in document.blocks]
    assert kinds[:4] == ["Facts", "Paragraph", "Bar", "Heading"]
    lead = document.blocks[1]
    assert isinstance(lead, Paragraph)
    assert lead.style is ParagraphStyle.LEAD


@pytest.mark.parametrize(("count", "has_bar"), [(2, False), (3, True)])
def test_bar_stands_from_three_requirements_on(count: int, has_bar: bool) -> None:
    document = report_document(make_report(*(make_line(f"1.{place}") for place in range(1, count + 1))))

    assert any(isinstance(block, Bar) for block in document.blocks) is has_bar


@pytest.mark.parametrize("shown", list(ShownAs))
def test_only_verified_outcomes_count_as_verified(shown: ShownAs) -> None:
    document = report_document(make_report(*(make_line(f"1.{place}", shown) for place in range(1, 4))))

    bar = next(block for block in document.blocks if isinstance(block, Bar))
    is_counted = [part.kind for part in bar.parts] == [BarKind.VERIFIED]
    assert is_counted is (shown in (ShownAs.VERIFIED, ShownAs.VERIFIED_WITH_REMARK))


def test_table_says_how_each_requirement_stands_with_strength_and_declaration() -> None:
    expired = make_declared(status=DeclarationStatus.EXPIRED)
    report = make_report(
        make_line("1.1", declaration=make_declared(answer=Answer.PARTLY)),
        make_line("1.2", ShownAs.DECLARED_NOT_VERIFIED, strength=1, declaration=make_declared()),
        make_line("2.1", ShownAs.UNCHECKED, declaration=expired),
        make_line("2.2", ShownAs.UNCHECKED),
    )

    rows = _rows(report_document(report), "Hur varje krav står")

    assert rows == [
        ["1.1", "Provad hållfasthet", "Verifierad", "3 (minst 3)", "Delvis, gäller till 2028-01-14"],
        [
            "1.2",
            "Provad hållfasthet",
            "Försäkrad, ej verifierad",
            "1 (minst 3)",
            "Ja, gäller till 2028-01-14",
        ],
        ["2.1", "Provad hållfasthet", "Okontrollerad", "– (minst 3)", "Ja, gick ut 2028-01-14"],
        ["2.2", "Provad hållfasthet", "Okontrollerad", "– (minst 3)", "Ingen"],
    ]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (DeclarationStatus.SUBMITTED, "Inget svar, försäkran är ofullständig"),
        (DeclarationStatus.RETURNED, "Inget svar, försäkran är återsänd"),
        (DeclarationStatus.SUPERSEDED, "Inget svar, försäkran är ersatt"),
    ],
)
def test_declaration_without_answer_says_so(status: DeclarationStatus, said: str) -> None:
    line = make_line("1.1", ShownAs.UNCHECKED, declaration=make_declared(answer=None, status=status))

    rows = _rows(report_document(make_report(line)), "Hur varje krav står")

    assert rows[0][4] == said


def test_table_says_when_how_and_by_whom_each_requirement_was_checked() -> None:
    declared = make_line(
        "1.2", ShownAs.DECLARED_NOT_VERIFIED, result=None, method=Method.DECL, strength=1, assessor=None
    )
    report = make_report(
        make_line("1.1", hours=Decimal("1.50")), declared, make_line("2.1", ShownAs.UNCHECKED)
    )

    rows = _rows(report_document(report), "Senaste kontroll av varje krav")

    test, said, who = "granskning av provningsrapport", "Försäkrad, ej verifierad", "Lena Forsberg"
    assert rows == [
        ["1.1", "Uppfyllt", test, "2027-02-03", "2027-02-05", "1,5", who],
        ["1.2", said, "leverantörsförsäkran", "2027-02-03", "2027-02-05", "–", "–"],
    ]


@pytest.mark.parametrize("shown", [ShownAs.DECLARED_NOT_VERIFIED, ShownAs.RECEIVED_NOT_VERIFIED])
def test_assessment_met_on_somebodys_word_alone_is_nowhere_told_as_met(shown: ShownAs) -> None:
    document = report_document(make_report(make_line("1.1", shown, strength=1, note="Enligt försäkran.")))

    cells = [
        plain_text(cell)
        for table in document.blocks
        if isinstance(table, Table)
        for row in table.rows
        for cell in row
    ]
    assert not any("ppfyllt" in cell for cell in cells)


def test_report_nobody_has_worked_on_has_no_table_of_checks() -> None:
    document = report_document(make_report(make_line("1.1", ShownAs.UNCHECKED)))

    assert _table(document, "Senaste kontroll") is None


@pytest.mark.parametrize(("language", "shown"), [("sv", "12,75"), ("en", "12.75")])
def test_hours_of_the_contract_stand_at_the_top(language: str, shown: str) -> None:
    facts = report_document(make_report(make_line(), hours=Decimal("12.75")), language).blocks[0]

    assert isinstance(facts, Facts)
    assert plain_text(facts.rows[-1].lines[0]) == shown


def test_unchecked_is_the_darkest_on_the_page() -> None:
    table = _table(report_document(make_report(make_line("1.1"), make_line("1.2", ShownAs.UNCHECKED))), "Hur")

    assert table is not None
    assert [row[2][0].kind for row in table.rows] == [SpanKind.PLAIN, SpanKind.STRONG]


def test_evidence_stands_with_its_whole_hash() -> None:
    rows = _rows(report_document(make_report(make_line())), "Underlag med kontrollsummor")

    assert rows[0][:5] == ["1.1", "provningsrapport", "3", "2026-05-05", "–"]
    assert rows[0][5].replace(" ", "") == "0f" * 32


def test_open_deviation_shows_the_days_of_finding_and_notice() -> None:
    document = report_document(make_report(make_line(), deviations=(make_deviation(),)))

    assert _rows(document, "Avvikelser som inte är avslutade") == [
        [
            *("1.5", "Inga halogenerade flamskyddsmedel", "stor", "påtalad"),
            *("2027-02-03", "2027-02-05", "2027-02-19"),
        ]
    ]
    assert "En avvikelse är öppen." in plain_text(document.blocks[1].line)  # type: ignore[union-attr]


def test_requirement_not_followed_up_stands_with_its_reason() -> None:
    left = ReportNotFollowed("1.9", Words("Märkning"), "Låg risk.")

    rows = _rows(report_document(make_report(make_line(), not_followed=(left,))), "Beslut att inte följa upp")

    assert rows == [["1.9", "Märkning", "Låg risk."]]


def test_notes_of_the_assessors_are_told() -> None:
    rows = _rows(report_document(make_report(make_line(note="Bara laminat."))), "Vad granskarna antecknade")

    assert rows == [["1.1", "Uppfyllt", "Bara laminat."]]


def test_english_report_keeps_the_same_figures() -> None:
    report = make_report(
        make_line("1.1"), make_line("1.2", ShownAs.UNCHECKED), deviations=(make_deviation(),) * 2
    )

    said = certainty_sentences(report, "en").replace("\xa0", " ")

    assert said == "1 of 2 requirements is verified. Of the others, 1 is unchecked. 2 deviations are open."


def test_what_the_supplier_says_no_to_comes_first_with_its_words() -> None:
    refused = make_declared(answer=Answer.NO, comment="Vi har ingen licens.")
    lines = (make_line("1.1"), make_line("1.2", ShownAs.UNCHECKED, declaration=refused))

    document = report_document(make_report(*lines))

    first = next(row for block in document.blocks if isinstance(block, Table) for row in block.rows)
    said = [plain_text(cell) for cell in first]
    assert (said[0], said[2]) == ("1.2", "Leverantören svarar nej. Okontrollerad")
    assert "Vi har ingen licens." in said[4]
