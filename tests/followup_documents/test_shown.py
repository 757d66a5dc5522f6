# SPDX-License-Identifier: EUPL-1.2
"""Follow-up documents have words for every code, and pass both validators."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import pytest

from criteria.documents.model import BarKind, Document
from criteria.documents.pdf import render_pdf
from criteria.documents.wording import LANGUAGES
from criteria.library.vocabulary import ProofKind
from followup.declarations.model import Answer
from followup.deviations.model import DeviationStatus, Severity
from followup.documents.declaration import declaration_document
from followup.documents.model import ReportNotFollowed
from followup.documents.report import report_document
from followup.documents.template import template_document
from followup.documents.wording import follow_up_wording
from followup.log.model import Result, ShownAs
from tests.followup_documents.factories import (
    make_declaration_form,
    make_deviation,
    make_frozen,
    make_line,
    make_report,
    make_template_form,
)
from tests.verapdf.validator import validate


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("prefix", "vocabulary"),
    [
        ("answer", Answer),
        ("result", Result),
        ("shown", ShownAs),
        ("severity", Severity),
        ("deviation", DeviationStatus),
        ("kind", ProofKind),
        ("bar", BarKind),
    ],
)
def test_every_code_has_words(language: str, prefix: str, vocabulary: type[Enum]) -> None:
    say = follow_up_wording(language)

    assert all(say.of(prefix, code) for code in vocabulary)


def test_word_for_a_declaration_alone_is_never_verified_and_never_approved() -> None:
    texts = follow_up_wording("sv").texts

    assert texts["shown.declared_not_verified"] == "Försäkrad, ej verifierad"
    assert [
        key for key, text in texts.items() if "godkän" in text.lower() or "svartlist" in text.lower()
    ] == []


def _report(language: str) -> Document:
    lines = [make_line(f"1.{place}", shown, note="Sett.") for place, shown in enumerate(ShownAs, start=1)]
    left = ReportNotFollowed("2.1", make_frozen().title, "Låg risk.")
    return report_document(
        make_report(*lines, deviations=(make_deviation(),), not_followed=(left,)), language
    )


@pytest.mark.slow
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
@pytest.mark.parametrize(
    "document",
    [
        template_document(make_template_form()),
        declaration_document(make_declaration_form()),
        declaration_document(make_declaration_form(), "en"),
        _report("sv"),
        report_document(make_report()),
    ],
    ids=["template", "declaration", "english-declaration", "report", "empty-report"],
)
def test_document_has_no_fault(document: Document, flavour: str, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(render_pdf(document))

    assert validate(path, flavour).failures == ()
