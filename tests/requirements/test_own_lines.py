# SPDX-License-Identifier: EUPL-1.2
"""Own requirements: what is proposed for them, and reading them from text, Word and Excel."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from criteria.errors import InvalidInputError
from criteria.exchange.own_lines import MAX_ROWS, read_own_lines
from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import FollowUpRole, Method, ProofTime, RequirementType
from criteria.requirements.own_lines import NearestCriteria, OwnLine
from tests.requirements.factories import make_template, make_version

_FURNITURE = frozenset({"furniture"})
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _library() -> tuple[CriterionVersion, ...]:
    return (
        make_version(
            "FURN-02:1@advanced",
            title="Låga halter av formaldehyd från träbaserade skivor",
            text="Träbaserade skivor ska avge högst {limit} milligram formaldehyd per kubikmeter luft.",
            follow_up=make_template(Method.TEST, Method.LABEL),
        ),
        make_version(
            "FURN-06:1@advanced",
            title="Reservdelar och utbytbara slitdelar",
            text="Reservdelar ska kunna beställas i minst {years} år efter sista leverans.",
            type=RequirementType.PERFORMANCE_CONDITION,
            follow_up=make_template(Method.DOC),
        ),
        make_version(
            "FURN-08:1@base",
            title="Spårbar märkning på varje möbel",
            text="Varje möbel ska vara märkt med tillverkare, modell och tillverkningsdatum.",
            follow_up=make_template(Method.DELIV),
        ),
    )


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Reservdelar ska gå att beställa i sju år.", "FURN-06:1@advanced"),
        ("Formaldehyd från träbaserade skivor: högst 0,05.", "FURN-02:1@advanced"),
        ("Skrivborden ska märkas med tillverkarens namn och datum.", "FURN-08:1@base"),
    ],
)
def test_nearest_criterion_is_found_by_the_words_they_share(text: str, ref: str) -> None:
    assert NearestCriteria(_library()).propose(OwnLine(text), _FURNITURE).proposed_from == ref


def test_type_proof_method_and_role_come_from_the_nearest_criterion() -> None:
    nearest = _library()[1]

    own = OwnLine("Reservdelar ska gå att beställa i sju år.")
    requirement = NearestCriteria(_library()).propose(own, _FURNITURE).requirement

    assert requirement.type is nearest.type
    assert (requirement.proof, requirement.follow_up) == (nearest.proof, nearest.follow_up)
    assert requirement.declaration is not None
    assert requirement.declaration.checklist[0].sv == "Reservdelar ska gå att beställa i sju år."


def test_text_like_nothing_gets_a_plain_document_check_and_says_that_nothing_was_near() -> None:
    proposal = NearestCriteria(_library()).propose(OwnLine("Fjärrkontrollen ska vara svart."))

    assert proposal.proposed_from is None
    assert proposal.requirement.proof is not None
    assert proposal.requirement.follow_up is not None
    assert proposal.requirement.follow_up.methods == (Method.DOC,)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mervärde ges för reservdelar i mer än tio år, 5 poäng.", RequirementType.AWARD_CRITERION),
        ("Leverantören ska redovisa statistik varje kvartal.", RequirementType.PERFORMANCE_CONDITION),
        ("Leverantören ska leverera skrivbord monterade.", RequirementType.PERFORMANCE_CONDITION),
        ("Möblerna ska levereras inom 20 dagar från beställning.", RequirementType.PERFORMANCE_CONDITION),
        ("Leveranstiden är högst fyra veckor.", RequirementType.PERFORMANCE_CONDITION),
        ("Priset ska stå fast under hela kontraktet.", RequirementType.PERFORMANCE_CONDITION),
        ("Anbudsgivaren ska ha erfarenhet av två uppdrag.", RequirementType.SELECTION_REQUIREMENT),
        ("Fjärrkontrollen ska vara svart.", RequirementType.TECHNICAL_SPECIFICATION),
    ],
)
def test_type_is_read_from_the_words_where_they_say_it(text: str, kind: RequirementType) -> None:
    assert NearestCriteria(_library()).propose(OwnLine(text)).requirement.type is kind


def test_type_that_was_given_stands() -> None:
    own = OwnLine("Reservdelar ska finnas.", type=RequirementType.TECHNICAL_SPECIFICATION)

    proposal = NearestCriteria(_library()).propose(own)

    assert proposal.requirement.type is RequirementType.TECHNICAL_SPECIFICATION


def test_proof_is_never_borrowed_from_another_kind_of_goods() -> None:
    own = OwnLine("Reservdelar ska gå att beställa i sju år.")

    proposal = NearestCriteria(_library()).propose(own, frozenset({"vehicles"}))

    assert proposal.proposed_from is None
    assert "Typprovningsintyg" not in str(proposal.requirement.proof)


def test_criterion_for_whatever_is_bought_may_be_proposed_in_any_set() -> None:
    cross = tuple(replace(version, groups=("cross",)) for version in _library())
    own = OwnLine("Reservdelar ska gå att beställa i sju år.")

    assert NearestCriteria(cross).propose(own).proposed_from == "FURN-06:1@advanced"


def test_one_word_in_common_proposes_nothing() -> None:
    lock = make_version(
        "VEH-04:1@base",
        title="Monterade alkolås",
        text="Alkolåset ska vara monterat.",
        type=RequirementType.PERFORMANCE_CONDITION,
    )
    own = OwnLine("Leverantören ska leverera skrivbord monterade.")

    proposal = NearestCriteria((lock,)).propose(own, _FURNITURE)

    assert proposal.proposed_from is None
    assert proposal.requirement.follow_up is not None
    assert proposal.requirement.follow_up.role is FollowUpRole.CONTRACT_OWNER


@pytest.mark.parametrize(
    ("kind", "when"),
    [
        (RequirementType.AWARD_CRITERION, ProofTime.WITH_TENDER),
        (RequirementType.SELECTION_REQUIREMENT, ProofTime.BEFORE_AWARD),
        (RequirementType.TECHNICAL_SPECIFICATION, ProofTime.BEFORE_AWARD),
        (RequirementType.PERFORMANCE_CONDITION, ProofTime.ON_REQUEST),
    ],
)
def test_general_proof_is_asked_for_when_the_type_allows(kind: RequirementType, when: ProofTime) -> None:
    proof = (
        NearestCriteria(()).propose(OwnLine("Fjärrkontrollen ska vara svart.", type=kind)).requirement.proof
    )

    assert proof is not None
    assert proof.when is when


def test_same_text_always_gives_the_same_proposal() -> None:
    own = OwnLine("Märkning av reservdelar till möbeln.")

    first = NearestCriteria(_library()).propose(own)

    assert NearestCriteria(tuple(reversed(_library()))).propose(own) == first


def test_paragraphs_become_requirements_without_their_numbering() -> None:
    text = "1. Borden ska vara runda.\r\n\r\n2.1 Stolarna ska vara röda.\n- Lampan ska lysa.\n"

    lines = read_own_lines(text.encode(), "klistrat")

    assert [(line.text, line.where) for line in lines] == [
        ("Borden ska vara runda.", "klistrat:1"),
        ("Stolarna ska vara röda.", "klistrat:2"),
        ("Lampan ska lysa.", "klistrat:3"),
    ]


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_table_with_a_head_is_read_by_its_columns(mark: str) -> None:
    rows = (("Nr", "Krav", "Typ"), ("1", "Borden ska vara runda.", "TS"), ("2", "Rapport varje år.", "SK"))
    content = "\n".join(mark.join(row) for row in rows).encode()

    lines = read_own_lines(content, "tabell")

    assert [line.text for line in lines] == ["Borden ska vara runda.", "Rapport varje år."]
    assert lines[0].type is RequirementType.TECHNICAL_SPECIFICATION
    assert lines[1].type is RequirementType.PERFORMANCE_CONDITION


def test_table_without_a_head_is_read_by_its_longest_column() -> None:
    lines = read_own_lines("1\tBorden ska vara runda.\tJa\n2\tStolarna ska vara röda.\tJa".encode(), "tabell")

    assert [line.text for line in lines] == ["Borden ska vara runda.", "Stolarna ska vara röda."]


def test_semicolon_in_one_sentence_makes_no_table() -> None:
    lines = read_own_lines("Borden ska vara runda; inte ovala.\nStolarna ska vara röda.".encode(), "text")

    assert lines[0].text == "Borden ska vara runda; inte ovala."


def test_text_from_an_old_windows_program_keeps_its_letters() -> None:
    assert read_own_lines("Färgen ska vara grön.".encode("cp1252"), "text")[0].text == "Färgen ska vara grön."


def test_excel_sheet_is_read_by_what_it_holds_and_not_by_its_name() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Krav", "Rubrik"), ("Borden ska vara runda.", "Form"), (None, None)):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)

    lines = read_own_lines(file.getvalue(), "krav.txt")

    assert [(line.text, line.title) for line in lines] == [("Borden ska vara runda.", "Form")]


def test_word_table_becomes_one_requirement_a_row() -> None:
    lines = read_own_lines(
        _word("<w:tbl>" + _row("Nr", "Krav") + _row("1", "Borden ska vara runda.") + "</w:tbl>"), "a"
    )

    assert [line.text for line in lines] == ["Borden ska vara runda."]


def test_word_file_without_a_table_is_read_paragraph_by_paragraph() -> None:
    lines = read_own_lines(_word(_paragraph("Borden ska vara runda.") + _paragraph("Stolar röda.")), "a")

    assert [line.text for line in lines] == ["Borden ska vara runda.", "Stolar röda."]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "paste.empty"),
        (b" \n\t\n", "paste.empty"),
        (b"PK\x03\x04 broken", "paste.unreadable"),
        (b"\x00\x01\x02\x00", "paste.unreadable"),
        (b"x" * (5 * 1024 * 1024 + 1), "paste.too_large"),
        (b"Krav\n" * (MAX_ROWS + 1), "paste.too_many"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_own_lines(content, "fil")

    assert refused.value.code == code


def test_word_file_with_an_entity_is_refused() -> None:
    bomb = f'<!DOCTYPE d [<!ENTITY a "aaaa">]><w:document xmlns:w="{_WORD}"><w:body/></w:document>'

    with pytest.raises(InvalidInputError) as refused:
        read_own_lines(_zip(bomb), "a")

    assert refused.value.code == "paste.unreadable"


def test_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_own_lines(_zip("x" * (51 * 1024 * 1024)), "a")

    assert refused.value.code == "paste.too_large"


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def _word(body: str) -> bytes:
    return _zip(f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')


def _zip(document: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
    return file.getvalue()
