# SPDX-License-Identifier: EUPL-1.2
"""What an annex says, before it is rendered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from criteria.documents.annex import AnnexPart, annex_document
from criteria.documents.json_export import FILE_NAME, sealed_json
from criteria.documents.model import (
    Contents,
    Document,
    Facts,
    Heading,
    NoteKind,
    Paragraph,
    RequirementBlock,
    SealMark,
    SpanKind,
    Table,
    plain_blocks,
    plain_text,
)
from criteria.errors import IntegrityError
from criteria.library.model import LawFloor, Words
from criteria.requirements.lines import with_scope
from criteria.requirements.model import SealedLine, SealedSet
from criteria.requirements.seal import seal_of
from tests.documents.factories import (
    award_line,
    changed_line,
    limit_line,
    make_line,
    make_requirement,
    make_sealed,
    own_line,
    plain_line,
)


def _annex(sealed: SealedSet, part: AnnexPart = AnnexPart.ALL, language: str = "sv") -> Document:
    return annex_document(sealed, seal_of(sealed), part, language)


def _requirements(document: Document) -> list[RequirementBlock]:
    return [block for block in document.blocks if isinstance(block, RequirementBlock)]


def _block(line: SealedLine, language: str = "sv") -> RequirementBlock:
    return _requirements(_annex(make_sealed(line), language=language))[0]


def _fact(block: RequirementBlock, label: str) -> str:
    return "\n".join(plain_text(line) for fact in block.facts if fact.label == label for line in fact.lines)


def test_page_one_says_who_what_and_how_to_verify() -> None:
    sealed = make_sealed()

    document = _annex(sealed)

    facts, seal = document.blocks[0], document.blocks[2]
    assert isinstance(facts, Facts)
    assert isinstance(seal, SealMark)
    shown = {fact.label: " ".join(plain_text(line) for line in fact.lines) for fact in facts.rows}
    assert shown == {
        "Upphandlande organisation": "Ekby kommun, 212000-0000",
        "Diarienummer": "KS 2026/311",
        "CPV-kod": "39130000-2  Kontorsmöbler",
        "Krav i bilagan": "5",
    }
    assert seal.digest == seal_of(sealed)
    assert seal.title == "Låst 21\xa0oktober 2026, revision 2"
    said = " ".join(plain_text(line) for line in seal.lines)
    closer = " ".join(plain_text(line) for line in seal.details)
    assert "set-0123456789" in said
    assert "Så kontrollerar du att bilagan är oförändrad" in said
    assert "pdfdetach" not in said + closer
    assert "post 48" in closer
    assert "9f3c27a1 9f3c27a1" in closer
    assert FILE_NAME in closer


def test_seal_of_another_set_is_refused() -> None:
    with pytest.raises(IntegrityError) as caught:
        annex_document(make_sealed(), "0" * 64)

    assert caught.value.code == "document.seal_mismatch"


def test_sections_and_requirements_keep_the_literal_numbers_of_the_sealed_lines() -> None:
    document = _annex(make_sealed())

    headings = [(block.number, block.text) for block in document.blocks if isinstance(block, Heading)]
    assert headings == [
        ("1", "Tekniska specifikationer"),
        ("2", "Tilldelningskriterier"),
        ("3", "Särskilda kontraktsvillkor"),
        ("", "Anbudsgivarens svar"),
    ]
    assert [block.number for block in _requirements(document)] == ["1.1", "1.2", "1.3", "2.1", "3.1"]


@pytest.mark.parametrize(
    ("part", "numbers"),
    [
        (AnnexPart.SPECIFICATION, ["1.1", "1.2", "1.3"]),
        (AnnexPart.AWARD, ["2.1"]),
        (AnnexPart.CONTRACT, ["3.1"]),
        (AnnexPart.QUALIFICATION, []),
    ],
)
def test_part_has_its_own_requirements_under_the_same_numbers(part: AnnexPart, numbers: list[str]) -> None:
    document = _annex(make_sealed(), part)

    assert [block.number for block in _requirements(document)] == numbers


def test_part_without_requirements_says_so_and_asks_for_no_answers() -> None:
    document = _annex(make_sealed(), AnnexPart.QUALIFICATION)

    said = [plain_text(block.line) for block in document.blocks if isinstance(block, Paragraph)]
    assert "Uppsättningen har inga krav av den här typen." in said
    assert not any(isinstance(block, Table) for block in document.blocks)


def test_whole_sealed_set_is_attached_whatever_the_part() -> None:
    sealed = make_sealed()

    document = _annex(sealed, AnnexPart.AWARD)

    assert document.attachment is not None
    assert document.attachment.data == sealed_json(sealed)
    assert sha256(document.attachment.data).hexdigest() == seal_of(sealed)


def test_id_is_ours_and_the_national_one_stands_beside_it() -> None:
    block = _block(plain_line())

    assert block.id == "FURN-01:1"
    assert [tag.value for tag in block.tags] == ["Bas", "Teknisk specifikation", "motsvarar krav-ID 10166:1"]


def test_changed_text_is_not_called_by_the_national_id_alone() -> None:
    block = _block(changed_line())

    assert block.tags[-1].value == "utgår från krav-ID 10167, ändrad text"


def test_changed_text_stands_against_the_original_word_by_word() -> None:
    block = _block(changed_line())

    note = block.notes[0]
    struck = [span.text for part in note.paragraphs for span in part.line if span.kind is SpanKind.DELETED]
    put_in = [span.text for part in note.paragraphs for span in part.line if span.kind is SpanKind.INSERTED]
    assert plain_blocks(block.text) == "Stolen ska hålla i minst sju år."
    assert note.kind is NoteKind.CHANGED
    assert (struck, put_in) == (["fem"], ["sju"])
    assert "Stolen ska hålla i minst fem år." in plain_blocks(note.paragraphs)
    assert "Skolan behåller stolarna längre." in plain_blocks(note.paragraphs)


def test_filled_value_is_strong() -> None:
    block = _block(limit_line())

    paragraph = block.text[0]
    assert isinstance(paragraph, Paragraph)
    assert [span.text for span in paragraph.line if span.kind is SpanKind.STRONG] == ["0,05"]


def test_what_a_requirement_applies_to_stands_first_and_its_values_are_still_strong() -> None:
    line = limit_line()

    block = _block(replace(line, applies_to="rad 1–6", text=with_scope("rad 1–6", line.text)))

    first, second = block.text
    assert isinstance(first, Paragraph) and isinstance(second, Paragraph)
    assert "".join(span.text for span in first.line) == "Gäller: rad 1–6."
    assert [span.text for span in second.line if span.kind is SpanKind.STRONG] == ["0,05"]
    assert block.notes == _block(line).notes


def test_blank_of_the_tenderer_is_a_field_with_its_range_and_guidance() -> None:
    block = _block(award_line())

    assert "renoverade möbler: [anbudsgivaren fyller i] procent." in plain_blocks(block.text)
    assert _fact(block, "Anbudsgivaren anger") == (
        "[anbudsgivaren fyller i] %, mellan 0 och 100. Räknas i antal möbler."
    )


def test_award_criterion_says_how_it_is_valued() -> None:
    block = _block(award_line())

    assert _fact(block, "Värdering") == (
        "För varje procentenhet dras 12\xa0500 kronor från jämförelsesumman.\n"
        "Det som erbjuds blir bindande i kontraktet och följs upp."
    )


def test_award_criterion_with_changed_text_refers_to_its_text() -> None:
    line = award_line()
    changed = replace(line, text=Words("Ange andelen."), original_text=line.text, change_reason="Kortare.")

    assert _fact(_block(changed), "Värdering").startswith("Se kravtexten och upphandlingsdokumenten.")


def test_proof_names_each_alternative_and_what_belongs_together() -> None:
    block = _block(plain_line())

    assert _fact(block, "Bevis").split("\n") == [
        "Ett av alternativen räcker.",
        "A.\xa0Giltig licens.",
        "B.\xa0Allt av följande tillsammans:",
        "1)\xa0Provningsrapport.",
        "2)\xa0Datablad.",
    ]
    assert _fact(block, "Visas") == "På begäran, inom 10 arbetsdagar, av leverantören."


def test_follow_up_says_method_time_role_and_strength() -> None:
    assert _fact(_block(plain_line()), "Uppföljning") == (
        "Granskning av provningsrapport och licenskontroll, vid avtalsstart. Görs av miljöstrateg. "
        "Bevisstyrka minst 3 av 5: oberoende provning."
    )


def test_requirement_nobody_plans_to_check_says_why() -> None:
    assert _fact(_block(own_line()), "Uppföljning") == "Ingen kontroll är planerad. Skäl: Låg risk."


def test_own_requirement_has_no_level() -> None:
    block = _block(own_line())

    assert (block.id, block.tags[0].value) == ("EGET-01", "Eget krav")


def test_law_floor_stands_beside_a_number_of_ours() -> None:
    block = _block(limit_line())

    assert [note.kind for note in block.notes] == [NoteKind.LAW]
    assert "gäller från 6\xa0augusti 2026" in plain_blocks(block.notes[0].paragraphs)


def test_law_floor_that_helps_no_tenderer_is_left_out() -> None:
    floor = LawFloor("Virke ska vara lagligt.", "EUTR", date(2013, 3, 3))

    assert _block(make_line(requirement=make_requirement(law_floor=floor))).notes == ()


def test_law_that_takes_effect_after_the_lock_is_told() -> None:
    floor = LawFloor("Virke ska vara spårbart.", "EUDR", date(2026, 12, 30))

    assert len(_block(make_line(requirement=make_requirement(law_floor=floor))).notes) == 1


def test_answers_ask_each_requirement_once_and_leave_room_for_what_is_offered() -> None:
    document = _annex(make_sealed())

    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [plain_text(row[0]) for row in table.rows] == ["1.1", "1.2", "1.3", "2.1", "3.1"]
    assert plain_text(table.rows[3][4]) == "Erbjudet värde: [anbudsgivaren fyller i] % "
    assert plain_text(table.rows[0][4]) == ""


def test_contents_lead_to_every_requirement() -> None:
    document = _annex(make_sealed())

    contents = next(block for block in document.blocks if isinstance(block, Contents))
    anchors = {block.anchor for block in document.blocks if isinstance(block, Heading | RequirementBlock)}
    assert {entry.anchor for entry in contents.entries} == anchors


def test_english_annex_falls_back_to_swedish_and_marks_it() -> None:
    document = _annex(make_sealed(), language="en")

    first, _, changed, award, _ = _requirements(document)
    assert (first.title.text, first.title.language) == ("Tested strength", None)
    assert (changed.title.text, changed.title.language) == ("Hållbara stolar", "sv")
    assert plain_blocks(award.text).startswith("The tenderer states the share")
    assert _fact(award, "How it is valued").startswith("For each percentage point SEK 12,500 is deducted")
    assert document.title.language == "sv"


def test_text_with_dashes_becomes_a_list() -> None:
    assert plain_blocks(_block(own_line()).text) == "Leverantören ska ta med sig:\n– kartong,\n– plast."
