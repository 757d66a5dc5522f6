# SPDX-License-Identifier: EUPL-1.2
"""The follow-up form is one page that tells a person who was not there what to do."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from criteria.documents.html import render_html
from criteria.documents.model import Checklist, Facts, Fields, Table, plain_text
from criteria.documents.pdf import render_pdf
from criteria.exchange.library_files import read_library, shipped_folder
from followup.documents.template import template_document
from followup.log.model import Result
from tests.documents.factories import text_of_html
from tests.followup_documents.factories import make_template_form


def test_form_says_when_who_how_and_how_strong() -> None:
    facts = template_document(make_template_form()).blocks[0]

    assert isinstance(facts, Facts)
    shown = {fact.label: plain_text(fact.lines[0]) for fact in facts.rows}
    assert shown["Metod"] == "Granskning av provningsrapport och licenskontroll"
    assert shown["Görs av"] == "Lena Forsberg (miljöstrateg), senast 29\xa0januari 2027"
    assert shown["Bevisstyrka"] == "minst 3 av 5: oberoende provning"


def test_empty_form_names_the_role_alone() -> None:
    facts = template_document(make_template_form(person=None, due_on=None)).blocks[0]

    assert isinstance(facts, Facts)
    assert {fact.label: plain_text(fact.lines[0]) for fact in facts.rows}["Görs av"] == "miljöstrateg"


def test_form_of_a_criterion_says_nothing_of_contract_or_supplier() -> None:
    document = template_document(make_template_form(head=None, person=None, due_on=None))

    facts = document.blocks[0]
    assert isinstance(facts, Facts)
    assert [fact.label for fact in facts.rows] == ["Metod", "Görs av", "Bevisstyrka"]
    text = text_of_html(render_html(document))
    assert "Leverantör" not in text and "Kontrakt" not in text
    assert (document.seal, document.metadata.author) == ("", "Kravkedjan")


def test_sample_of_the_task_goes_before_that_of_the_template() -> None:
    facts = template_document(make_template_form(sample="8 av 40 artiklar")).blocks[0]

    assert isinstance(facts, Facts)
    assert {fact.label: plain_text(fact.lines[0]) for fact in facts.rows}["Stickprov"] == "8 av 40 artiklar"


def test_form_has_boxes_for_what_to_ask_for_and_what_to_look_at() -> None:
    form = make_template_form()
    document = template_document(form)

    asked = next(block for block in document.blocks if isinstance(block, Checklist))
    looked = next(block for block in document.blocks if isinstance(block, Table))
    assert [plain_text(item.line) for item in asked.items] == list(form.template.ask_for)
    assert [[plain_text(cell) for cell in row] for row in looked.rows] == [
        ["Är laboratoriet ackrediterat?", "☐", "☐", "☐"]
    ]


def test_form_says_what_counts_as_what_and_what_to_do_then() -> None:
    text = text_of_html(render_html(template_document(make_template_form())))

    for said in ("Rapporten är äldre än tre år.", "Rapport saknas.", "Påtala skriftligt."):
        assert said in text


def test_every_result_can_be_ticked_and_the_form_is_signed() -> None:
    fields = next(
        block for block in template_document(make_template_form()).blocks if isinstance(block, Fields)
    )

    assert len(fields.rows[0].choices) == len(Result)
    assert [row.name for row in fields.rows] == ["result", "seen", "evidence", "date", "name", "signature"]


def test_english_form_marks_what_is_swedish() -> None:
    html = render_html(template_document(make_template_form(), "en"))

    assert "The panels shall emit at most 0.05 milligrams." in html
    assert '<span lang="sv">Är laboratoriet ackrediterat?</span>' in html


@pytest.mark.slow
def test_longest_of_the_shipped_templates_has_one_page() -> None:
    versions = [version for version, _ in read_library(shipped_folder()).versions]
    longest = sorted(versions, key=lambda item: len(str(item.follow_up)) + len(item.text.sv), reverse=True)[
        :8
    ]

    pages = {
        version.ref: len(
            PdfReader(
                io.BytesIO(
                    render_pdf(
                        template_document(
                            make_template_form(
                                ref=version.ref,
                                title=version.title,
                                text=version.text,
                                template=version.follow_up,
                                methods=version.follow_up.methods,
                            )
                        )
                    )
                )
            ).pages
        )
        for version in longest
    }

    assert len(pages) == 8
    assert {ref: count for ref, count in pages.items() if count > 1} == {}
