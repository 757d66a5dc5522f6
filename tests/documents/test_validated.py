# SPDX-License-Identifier: EUPL-1.2
"""Annexes pass the validator for archiving (PDF/A-3a) and for accessibility (PDF/UA-1) without a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.documents.annex import AnnexPart, annex_document
from criteria.documents.model import (
    Bar,
    BarKind,
    BarPart,
    Block,
    Bullets,
    Checklist,
    Document,
    Field,
    Fields,
    Heading,
    Note,
    NoteKind,
    Paragraph,
    Tick,
    words,
)
from criteria.documents.pdf import render_pdf
from criteria.requirements.seal import seal_of
from tests.documents.factories import make_document, make_sealed
from tests.documents.hostile import EVERYTHING, LONG_WORD
from tests.verapdf.validator import validate


def _annex(part: AnnexPart, language: str) -> Document:
    sealed = make_sealed()
    return annex_document(sealed, seal_of(sealed), part, language)


def _every_other_block() -> tuple[Block, ...]:
    return (
        Heading(2, "Delar", "delar"),
        Bar("Läget", tuple(BarPart(kind, kind.value, 1) for kind in BarKind)),
        Bullets((words("Ett"), words("Två"))),
        Checklist("Att göra", (Tick(words("Se efter")), Tick(words("Fråga"), ("Ja", "Nej")))),
        Fields(
            "Svar",
            (Field("a", "Ja eller nej", "Ja", choices=("Ja", "Nej")), Field("b", "Namn", is_short=True)),
        ),
        *(Note(kind, kind.value, (Paragraph(words("Text.")),)) for kind in NoteKind),
    )


@pytest.mark.slow
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
@pytest.mark.parametrize(
    "document",
    [
        _annex(AnnexPart.ALL, "sv"),
        _annex(AnnexPart.AWARD, "en"),
        _annex(AnnexPart.QUALIFICATION, "sv"),
        make_document(*_every_other_block()),
        make_document(Bullets(tuple(words(text) for text in (*EVERYTHING, LONG_WORD)))),
    ],
    ids=["annex", "english-part", "empty-part", "every-block", "hostile"],
)
def test_document_has_no_fault(document: Document, flavour: str, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(render_pdf(document))

    assert validate(path, flavour).failures == ()
