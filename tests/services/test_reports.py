# SPDX-License-Identifier: EUPL-1.2
"""The report of a contract and the form of one requirement, from the store to the file."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from docx import Document as WordDocument
from pypdf import PdfReader

from criteria.errors import InvalidInputError, NotFoundError
from criteria.library.vocabulary import Method, ProofKind
from criteria.storage.event_store import EventStore
from followup.declarations.model import Answer, DeclarationStatus
from followup.evidence.strength import Claim
from followup.log.model import Result, ShownAs
from followup.services.declaration_forms import FormRequest, make_declaration_form
from followup.services.declarations import submit_declaration
from followup.services.evidence import NewEvidence, NewFile, add_evidence
from followup.services.made_files import FileFormat
from followup.services.outcomes import OutcomeRequest, log_outcome
from followup.services.reports import ReportRequest, contract_report, make_contract_report
from followup.services.templates import TemplateRequest, make_criterion_form, make_template_form
from tests.followup.filling import fill_form
from tests.followup.held import Held, hold_contract
from tests.plumbing.installation import TODAY, World, another_organisation

_PDF = NewFile("rapport.pdf", b"%PDF-1.7\nprovningsrapport")


def _declare(world: World, held: Held) -> str:
    form = make_declaration_form(world.installation, world.actor, held.contract.id, FormRequest())
    file = NewFile("svar.xlsx", fill_form(form.content))
    return submit_declaration(world.installation, world.actor, file).id


def _verify(world: World, held: Held, line: str = "1.1") -> str:
    new = NewEvidence((line,), Claim(ProofKind.TEST_REPORT), date(2026, 9, 1))
    added = add_evidence(world.installation, world.actor, held.contract.id, _PDF, new)
    request = OutcomeRequest(
        held.contract.id,
        line,
        Result.MET,
        Method.TEST,
        (added.id,),
        observed_on=date(2026, 11, 20),
        hours=Decimal("1.25"),
    )
    return log_outcome(world.installation, world.actor, request).id


def test_report_of_a_contract_nobody_has_checked_says_so_first(world: World) -> None:
    held = hold_contract(world)

    report = contract_report(world.installation, world.actor, held.contract.id)

    assert re.match(r"Inget av (kontraktets )?3 krav är verifierat\.", report.certainty)
    assert (report.counts[0].shown_as, report.counts[0].count, report.counts[0].lines) == (
        ShownAs.UNCHECKED,
        3,
        ("1.1", "1.2", "2.1"),
    )
    assert report.hours is None


def test_requirement_that_is_only_declared_is_shown_as_declared_and_never_verified(world: World) -> None:
    held = hold_contract(world)
    declaration_id = _declare(world, held)

    report = contract_report(world.installation, world.actor, held.contract.id)

    assert {line.shown_as for line in report.lines} == {ShownAs.DECLARED_NOT_VERIFIED}
    assert {line.strength for line in report.lines} == {1}
    assert {line.outcome for line in report.lines} == {None}
    state = report.lines[0].declaration
    assert state is not None
    assert (state.id, state.status, state.answer) == (
        declaration_id,
        DeclarationStatus.COMPLETE,
        Answer.YES,
    )


def test_verified_requirement_has_its_outcome_evidence_and_place_in_the_log(world: World) -> None:
    held = hold_contract(world)
    _declare(world, held)
    outcome_id = _verify(world, held)

    report = contract_report(world.installation, world.actor, held.contract.id)

    line = report.lines[0]
    assert (line.number, line.shown_as, line.strength, line.min_strength) == ("1.1", ShownAs.VERIFIED, 3, 3)
    assert (line.observed_on, line.outcome, line.assessor) == (date(2026, 11, 20), outcome_id, "admin")
    assert {item.kind for item in line.evidence} == {ProofKind.TEST_REPORT, ProofKind.DECLARATION}
    with world.installation.reading() as session:
        (event,) = EventStore(session).list_about(outcome_id)
    assert [(entry.outcome, entry.sequence) for entry in line.entries] == [(outcome_id, event.sequence)]
    assert report.hours == Decimal("1.25")
    assert {count.shown_as: count.count for count in report.counts if count.count} == {
        ShownAs.VERIFIED: 1,
        ShownAs.DECLARED_NOT_VERIFIED: 2,
    }


def test_deviation_stands_in_the_report_with_the_day_it_was_found(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    request = OutcomeRequest(
        held.contract.id, "1.2", Result.NOT_MET, Method.DELIV, note="Två saknar märkning."
    )
    outcome = log_outcome(sqlite_world.installation, sqlite_world.actor, request)

    report = contract_report(sqlite_world.installation, sqlite_world.actor, held.contract.id)

    assert [(item.number, item.outcome, item.found_on, item.is_open) for item in report.deviations] == [
        ("1.2", outcome.id, TODAY, True)
    ]
    assert "avvikelse" in report.certainty


def test_report_names_the_head_of_the_log(world: World) -> None:
    held = hold_contract(world)
    _verify(world, held)

    report = contract_report(world.installation, world.actor, held.contract.id)

    with world.installation.reading() as session:
        head = EventStore(session).head()
    assert (report.log.sequence, report.log.hash) == (head.sequence, head.hash)


def test_json_report_holds_every_figure_with_its_log_entry(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    outcome_id = _verify(sqlite_world, held)
    request = ReportRequest(FileFormat.JSON)

    made = make_contract_report(sqlite_world.installation, sqlite_world.actor, held.contract.id, request)

    data = json.loads(made.content)
    assert data["form"] == "kravkedjan/contract-report/1"
    assert data["counts"][0] == {"shown_as": "unchecked", "count": 2, "lines": ["1.2", "2.1"]}
    assert data["lines"][0]["entries"][0]["outcome"] == outcome_id
    assert isinstance(data["lines"][0]["entries"][0]["sequence"], int)
    assert data["hours"] == "1.25"


def test_report_says_the_same_as_pdf_docx_and_xlsx(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    _verify(sqlite_world, held)
    installation, actor = sqlite_world.installation, sqlite_world.actor
    certainty = contract_report(installation, actor, held.contract.id).certainty

    files = {
        how: make_contract_report(installation, actor, held.contract.id, ReportRequest(how)).content
        for how in (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX)
    }

    first = certainty.split(".")[0]
    pdf = " ".join(PdfReader(io.BytesIO(files[FileFormat.PDF])).pages[0].extract_text().split())
    assert first in pdf
    assert any(first in item.text for item in WordDocument(io.BytesIO(files[FileFormat.DOCX])).paragraphs)
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(io.BytesIO(files[FileFormat.XLSX]))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert any(first in cell for cell in cells)


def test_pdf_docx_and_xlsx_tell_declaration_date_logged_and_hours(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    _declare(sqlite_world, held)
    _verify(sqlite_world, held)

    files = {
        how: make_contract_report(
            *(sqlite_world.installation, sqlite_world.actor, held.contract.id), ReportRequest(how)
        ).content
        for how in (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX)
    }

    pages = PdfReader(io.BytesIO(files[FileFormat.PDF])).pages
    word = WordDocument(io.BytesIO(files[FileFormat.DOCX]))
    sheets = openpyxl.load_workbook(io.BytesIO(files[FileFormat.XLSX]))
    texts = (
        " ".join(page.extract_text() for page in pages),
        " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells),
        " ".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row),
    )
    for text in texts:
        plain = " ".join(text.split())
        # Found on the twentieth, written down three days later.
        assert "2026-11-20 2026-11-23 1,25 admin" in plain
        assert "Ja, gäller till" in plain


def test_form_of_a_requirement_is_one_page_with_its_words(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)

    made = make_template_form(
        *(sqlite_world.installation, sqlite_world.actor, held.contract.id), TemplateRequest("FURN-03")
    )

    pages = PdfReader(io.BytesIO(made.content)).pages
    assert len(pages) == 1
    assert "Garanti i 10 år." in " ".join(pages[0].extract_text().split())


def test_form_of_a_criterion_leaves_open_values_to_be_written_and_names_no_contract(
    shipped_world: World,
) -> None:
    request = TemplateRequest("FURN-04:1@base")

    made = make_criterion_form(shipped_world.installation, request)
    again = make_criterion_form(shipped_world.installation, request)

    pages = PdfReader(io.BytesIO(made.content)).pages
    text = " ".join(pages[0].extract_text().split())
    assert (len(pages), made.file_name) == (1, "uppfoljning-FURN-04-1-base.pdf")
    assert "FURN-04:1" in text and "____" in text and "{" not in text
    assert "Kontrakt" not in text and "Leverantör" not in text
    assert made.sha256 == again.sha256


def test_unknown_line_format_and_language_are_refused(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    installation, actor = sqlite_world.installation, sqlite_world.actor

    with pytest.raises(InvalidInputError, match=r"evidence\.line_unknown"):
        make_template_form(installation, actor, held.contract.id, TemplateRequest("9.9"))
    with pytest.raises(InvalidInputError, match=r"document\.format"):
        make_template_form(installation, actor, held.contract.id, TemplateRequest("1.1", FileFormat.JSON))
    with pytest.raises(InvalidInputError, match=r"annex\.language"):
        make_contract_report(installation, actor, held.contract.id, ReportRequest(language="fi"))


def test_another_organisation_gets_no_report(world: World) -> None:
    held = hold_contract(world)

    with pytest.raises(NotFoundError, match=r"contract\.unknown"):
        contract_report(world.installation, another_organisation(world), held.contract.id)
