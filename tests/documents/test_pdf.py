# SPDX-License-Identifier: EUPL-1.2
"""PDFs carry their set, are the same bytes each time, fetch nothing and run nothing."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pikepdf
import pydyf
import pytest
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from criteria.documents.annex import annex_document
from criteria.documents.html import render_html
from criteria.documents.json_export import FILE_NAME
from criteria.documents.model import (
    Bullets,
    Column,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Span,
    Table,
    words,
)
from criteria.documents.pdf import PackagedFonts, render_pdf
from criteria.errors import InvalidInputError
from criteria.library.model import Words
from criteria.requirements.seal import seal_of
from tests.documents.factories import make_document, make_line, make_sealed, squeezed
from tests.documents.hostile import EVERYTHING, LONG_WORD, MARKUP

_SCRIPT = """
import sys
from criteria.documents.annex import annex_document
from criteria.documents.docx import render_docx
from criteria.documents.pdf import render_pdf
from criteria.documents.xlsx import render_xlsx
from criteria.requirements.seal import seal_of
from tests.documents.factories import make_sealed
from hashlib import sha256
sealed = make_sealed()
document = annex_document(sealed, seal_of(sealed))
print(*(sha256(render(document)).hexdigest() for render in (render_pdf, render_docx, render_xlsx)))
"""


def _text(pdf: bytes) -> str:
    return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


def test_sealed_set_is_inside_and_its_hash_is_the_seal() -> None:
    sealed = make_sealed()

    pdf = render_pdf(annex_document(sealed, seal_of(sealed)))

    with pikepdf.open(io.BytesIO(pdf)) as book:
        attached = book.attachments[FILE_NAME]
        assert sha256(attached.get_file().read_bytes()).hexdigest() == seal_of(sealed)
        assert attached.obj.AFRelationship == pikepdf.Name.Source
        assert str(book.docinfo.CreationDate) == "D:20261021073000+00'00"
        assert attached.obj.EF.F.Params.CreationDate == "D:20261021073000Z"


def test_metadata_claims_both_standards_and_names_the_document() -> None:
    sealed = make_sealed()

    pdf = render_pdf(annex_document(sealed, seal_of(sealed)))

    with pikepdf.open(io.BytesIO(pdf)) as book:
        described = book.Root.Metadata.read_bytes().decode()
        assert 'pdfaid:part="3"' in described
        assert 'pdfaid:conformance="A"' in described
        assert 'pdfuaid:part="1"' in described
        assert str(book.Root.Lang) == "sv"
        assert str(book.docinfo.Title) == "Kontorsmöbler 2026 – Kravbilaga"


def test_reader_finds_every_requirement_in_the_text() -> None:
    sealed = make_sealed()

    text = _text(render_pdf(annex_document(sealed, seal_of(sealed))))

    for line in sealed.lines:
        assert f"{line.number} {line.requirement.title.sv}" in text
    assert seal_of(sealed)[:8] in text


@pytest.mark.slow
def test_three_processes_give_the_same_bytes(repository: Path) -> None:
    settings = (("1", "UTC"), ("2", "Europe/Stockholm"), ("3", "Asia/Tokyo"))

    made = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            cwd=repository,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in settings
    }

    assert len(made) == 1
    assert len(made.pop().split()) == 3


def test_second_rendering_in_a_process_is_the_same() -> None:
    first = render_pdf(make_document())
    render_pdf(make_document(Paragraph(words("Något annat, med ½ och ≥."))))

    assert render_pdf(make_document()) == first


def test_collector_and_library_are_as_before_also_after_a_failure() -> None:
    original = pydyf.PDF.page_references

    with pytest.raises(InvalidInputError):
        render_pdf(make_document(Paragraph(words("a" * 30_000))))

    assert gc.isenabled()
    assert pydyf.PDF.page_references is original


def test_hostile_texts_are_shown_as_text_and_fetch_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    original = PackagedFonts.fetch

    def watched(self: PackagedFonts, url: str, headers: object = None) -> object:
        fetched.append(url)
        return original(self, url, headers)

    monkeypatch.setattr(PackagedFonts, "fetch", watched)
    everything = Bullets(tuple(words(text) for text in EVERYTHING))
    tables = Table("<i>", (Column("<b>", 50), Column("{{ 1 }}", 50)), ((words(MARKUP[0]), words(MARKUP[2])),))

    pdf = render_pdf(
        make_document(
            everything, tables, Heading(2, MARKUP[5], '"><script>'), title=Span("<h1>{{ 7*7 }}</h1> & mer")
        )
    )

    text = _text(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as book:
        assert list(book.attachments) == []
        assert str(book.docinfo.Title).startswith("<h1>{{ 7*7 }}</h1> & mer")
    assert [url for url in fetched if not url.startswith("packaged-font:")] == []
    assert '<img src="http://127.0.0.1:9/i.png">' in text
    assert "{{ 7 * 7 }}" in text
    assert "=cmd|'/c calc'!A1" in text


def test_hostile_requirement_goes_through_the_whole_annex() -> None:
    lines = [
        make_line(f"1.{place}", text=Words(text), line=place) for place, text in enumerate(MARKUP, start=1)
    ]
    sealed = make_sealed(*lines, title="<script>alert(1)</script>", organisation="</title><b>")

    html = render_html(annex_document(sealed, seal_of(sealed)))

    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert html.count("<h1") == 1


def test_word_of_ten_thousand_letters_stays_on_the_page() -> None:
    pdf = render_pdf(make_document(Facts((Fact("Ord", (words(LONG_WORD),)),))))

    letters = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).count("Ö")
    assert letters == len(LONG_WORD)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/",
        "file:///etc/passwd",
        "data:image/png;base64,AA==",
        "ftp://127.0.0.1/",
        "packaged-font:../pdf.py",
        "packaged-font:SourceSans3-Regular.ttf/../../pdf.py",
        "//127.0.0.1/x",
    ],
)
def test_fetcher_knows_the_packaged_fonts_and_nothing_else(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        PackagedFonts().fetch(address)


def test_forbidden_address_stops_the_render_rather_than_being_skipped() -> None:
    page = HTML(
        string='<html lang="sv"><title>t</title><img src="http://127.0.0.1:9/x.png">',
        url_fetcher=PackagedFonts(),
    )

    with pytest.raises(FatalURLFetchingError):
        page.render()


def test_only_packaged_fonts_are_in_the_file() -> None:
    sealed = make_sealed()

    pdf = render_pdf(annex_document(sealed, seal_of(sealed)))

    fonts = {
        str(font["/BaseFont"])
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        for font in [font.get_object()]
    }
    assert fonts
    assert all("Kravkedjan" in name or "Source" in name for name in fonts)


def test_every_sign_documents_need_is_in_the_packaged_font() -> None:
    signs = "åäöÅÄÖé§°≥≤–•…”’€½☐☑×µ³²"

    text = _text(render_pdf(make_document(Paragraph(words(signs)))))

    assert signs in text


def test_compact_document_is_set_smaller_until_it_has_one_page() -> None:
    rows = tuple(words(f"Rad {number} med några ord.") for number in range(49))
    loose = make_document(Bullets(rows))

    pages = [
        len(PdfReader(io.BytesIO(render_pdf(document))).pages)
        for document in (loose, replace(loose, is_compact=True))
    ]

    assert pages == [2, 1]


def test_short_table_is_never_parted_from_its_caption() -> None:
    filler = [Paragraph(words("Fyllnad. " * 20)) for _ in range(21)]
    table = Table("Kort tabell", (Column("A", 50), Column("B", 50)), ((words("x"), words("y")),) * 8)

    for extra in range(12):
        pdf = render_pdf(make_document(*filler, *[Paragraph(words("Rad."))] * extra, table))
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
        captioned = [page for page in pages if "Kort tabell" in page]
        assert len(captioned) == 1
        assert captioned[0].count("x") >= 8


def test_caption_of_a_long_table_is_followed_by_rows() -> None:
    filler = [Paragraph(words("Fyllnad. " * 20)) for _ in range(21)]
    table = Table("Lång tabell", (Column("A", 50), Column("B", 50)), ((words("xx"), words("y")),) * 40)

    for extra in range(12):
        pdf = render_pdf(make_document(*filler, *[Paragraph(words("Rad."))] * extra, table))
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
        captioned = next(page for page in pages if "Lång tabell" in page)
        assert "xx" in captioned.split("Lång tabell")[1]
