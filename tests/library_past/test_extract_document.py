# SPDX-License-Identifier: EUPL-1.2
"""The extract about a wording: what it says, how its hash is made again, and which bytes never change."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
import rfc8785
from pypdf import PdfReader

from criteria.documents.extract import content_json, extract_document, extract_json
from criteria.documents.extract_model import CriterionContent, LineContent
from criteria.documents.extract_wording import FILE_NAME
from criteria.documents.pdf import render_pdf
from criteria.library.lifecycle import units_of
from criteria.library.model import GapNotice, LawReference
from tests.library_past.extract_factories import (
    HEAD,
    VERSION,
    make_criterion_content,
    make_date_page,
    make_extract,
    make_line_content,
)
from tests.verapdf.validator import validate

_LATER = datetime(2031, 2, 1, 7, 0, tzinfo=UTC)
_COMMAND = re.compile(r"(python3 -c \".*\")")


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def _pages(pdf: bytes) -> list[bytes]:
    """What is drawn on each page, unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [page.Contents.read_bytes() for page in opened.pages]


def _attached(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return opened.attachments[FILE_NAME].get_file().read_bytes()


@pytest.fixture(scope="module")
def criterion_pdf() -> bytes:
    return render_pdf(extract_document(make_extract()))


@pytest.fixture(scope="module")
def line_pdf() -> bytes:
    return render_pdf(extract_document(make_extract(make_line_content())))


def test_extract_of_a_criterion_says_what_held_and_what_came_of_it(criterion_pdf: bytes) -> None:
    text = _text(criterion_pdf)

    for said in (
        "Utdrag om lydelse",
        "LIG-04:3, bas, teknisk specifikation",
        "från och med 1 juni 2025, inte längre från 15 januari 2027",
        "Produktgrupp då Belysning",
        "Publicerad av Person 1",
        "Granskad av Person 2",
        "Skivorna ska avge högst",
        "LIG-04:4@base",
        "LIG-14:1@base",
        "Belysning, hållbarhet i användning, Bas, Teknisk specifikation",
    ):
        assert said in text


def test_date_page_names_people_and_the_head_of_the_log_in_words(criterion_pdf: bytes) -> None:
    text = " ".join(PdfReader(io.BytesIO(criterion_pdf)).pages[-1].extract_text().split())

    assert "2029-03-05 09:30" in text
    assert "Av Karin Ek" in text
    assert "Person 1 kontot är avslutat Kriterieförvaltare, Miljöenheten Ekby kommun" in text
    assert "Kontrollvärde för händelseloggen" in text
    assert "post 4711, abababab" in text
    assert f"kravkedjan log verify --head 4711:{HEAD}" in text.replace(" " + HEAD, HEAD)


def test_extract_of_a_requirement_shows_every_wording_against_the_one_before(line_pdf: bytes) -> None:
    text = _text(line_pdf)

    assert "4.2 Ljuskällor" in text
    assert "Bibliotekets lydelse, LIG-04:3, med uppsättningens värden Minst 50 000 h." in text
    assert "Revision 1, från och med 12 oktober 2026, inte längre från 28 oktober 2026" in text
    assert re.search(r"28 oktober 2026 Minst 50 ?60 000 h\.", text)
    assert "Minst 60 000 h. Likvärdigt godtas." in text
    assert "Kompletterande upplysning lämnad till alla 28 oktober 2026: Fråga från en leverantör." in text
    assert "Arkivbildare Ekby kommun" in text


@pytest.mark.parametrize("name", ["criterion_pdf", "line_pdf"])
def test_second_extract_has_the_same_bytes_but_for_the_date_page(
    name: str, request: pytest.FixtureRequest
) -> None:
    first: bytes = request.getfixturevalue(name)
    content = make_line_content() if name == "line_pdf" else make_criterion_content()
    page = replace(make_date_page(_LATER), log_sequence=9999, log_hash="ef" * 32, people=())

    second = render_pdf(extract_document(make_extract(content, date_page=page)))

    assert _attached(second) == _attached(first)
    assert _pages(second)[:-1] == _pages(first)[:-1]
    assert _pages(second)[-1] != _pages(first)[-1]


def test_extract_made_at_the_same_moment_is_the_same_file(criterion_pdf: bytes) -> None:
    assert render_pdf(extract_document(make_extract())) == criterion_pdf


def test_json_holds_content_and_date_page_and_the_pdf_carries_the_content_alone(
    criterion_pdf: bytes,
) -> None:
    extract = make_extract()

    whole = json.loads(extract_json(extract))

    assert set(whole) == {"form", "content", "content_sha256", "date_page"}
    assert _attached(criterion_pdf) == content_json(extract)
    assert json.loads(content_json(extract))["content"] == whole["content"]
    assert whole["date_page"]["people"][0]["name"] is None


@pytest.mark.parametrize(
    ("content", "key"),
    [(make_criterion_content(), "fingerprint"), (make_line_content(), "revisions")],
    ids=["criterion", "line"],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_reader_with_the_json_and_the_statement_alone_gets_the_hash(
    content: CriterionContent | LineContent, key: str, language: str, tmp_path: Path
) -> None:
    """The command is run as it is printed, in a Python that knows nothing of the product."""
    extract = make_extract(content)
    (tmp_path / FILE_NAME).write_bytes(content_json(extract))
    statement = json.loads(content_json(extract))["content"]["how_to_check"][language]
    (command,) = _COMMAND.findall(statement)
    words = shlex.split(command)

    done = subprocess.run(
        [sys.executable, *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    told = json.loads(content_json(extract))["content"][key]
    assert done.stdout.strip() == (told if key == "fingerprint" else told[0]["seal"])
    assert done.stdout.strip() in statement


def test_content_has_the_hash_that_is_printed_on_every_page(criterion_pdf: bytes) -> None:
    whole = json.loads(extract_json(make_extract()))

    assert hashlib.sha256(rfc8785.dumps(whole["content"])).hexdigest() == whole["content_sha256"]
    assert f"Utdrag {whole['content_sha256'][:8]} {whole['content_sha256'][8:16]}" in _text(criterion_pdf)


def test_gap_notice_and_law_are_told_where_they_took_over() -> None:
    units = tuple(units_of(VERSION))
    notice = GapNotice(units, "product_gone", "Varan finns inte längre.", "Fråga efter LED.", "Ingen plan.")
    law = LawReference(units, "Förordning 2019/2020", date(2027, 1, 15), "Kravet är lag.")
    content = make_criterion_content(parts=(), gap_notice=notice, law=law)

    text = _text(render_pdf(extract_document(make_extract(content))))

    assert "Luckbesked Varan finns inte längre. Så länge: Fråga efter LED. Planerat: Ingen plan." in text
    assert "Lagen har tagit över Kravet är lag. Förordning 2019/2020" in text


def test_version_that_came_with_the_product_names_the_review_of_its_file() -> None:
    content = make_criterion_content(reviewed_by=None)

    text = _text(render_pdf(extract_document(make_extract(content))))

    assert "Granskad av Redaktionen, 1 januari 2026" in text


def test_version_nobody_else_reviewed_says_so() -> None:
    content = make_criterion_content(reviewed_by=None, reviewed_by_other=False)

    assert "ej granskad av annan" in _text(render_pdf(extract_document(make_extract(content))))


@pytest.mark.slow
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "content", [make_criterion_content(), make_line_content()], ids=["criterion", "line"]
)
def test_extract_passes_the_validator_for_archiving_and_accessibility(
    content: CriterionContent | LineContent, language: str, flavour: str, tmp_path: Path
) -> None:
    path = tmp_path / "utdrag.pdf"
    path.write_bytes(render_pdf(extract_document(make_extract(content), language)))

    assert validate(path, flavour).failures == ()
