# SPDX-License-Identifier: EUPL-1.2
"""Word files use Word's own structure: headings, contents, header rows, controls and languages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from criteria.documents.annex import annex_document
from criteria.documents.docx import render_docx
from criteria.documents.model import Bullets, Column, Field, Fields, Heading, Span, Table, words
from criteria.requirements.seal import seal_of
from tests.documents.factories import make_document, make_sealed
from tests.documents.hostile import EVERYTHING, LONG_WORD


def _annex(language: str = "sv") -> WordDocument:
    sealed = make_sealed()
    return docx.Document(io.BytesIO(render_docx(annex_document(sealed, seal_of(sealed), language=language))))


def _each(word: WordDocument, name: str) -> Iterator[etree._Element]:
    yield from word.element.body.iter(qn(name))


def test_headings_are_words_own_and_numbers_are_literal() -> None:
    word = _annex()

    headings = [
        (item.style.name, item.text) for item in word.paragraphs if item.style.name.startswith("Heading")
    ]
    assert headings[:3] == [
        ("Heading 1", "1 Tekniska specifikationer"),
        ("Heading 2", "1.1 Provad hållfasthet"),
        ("Heading 2", "1.2 Låga halter av formaldehyd"),
    ]
    assert not list(_each(word, "w:numPr"))


def test_contents_field_is_filled_in_and_its_links_have_targets() -> None:
    word = _annex()

    fields = [item.text or "" for item in _each(word, "w:instrText")]
    targets = {item.get(qn("w:name")) for item in _each(word, "w:bookmarkStart")}
    links = {item.get(qn("w:anchor")) for item in _each(word, "w:hyperlink")}
    assert any("TOC" in field for field in fields)
    assert len(links) == 9
    assert links <= targets


def test_tables_with_headings_repeat_their_header_row_and_are_named() -> None:
    word = _annex()

    headed = [table for table in word.tables if table._tbl.findall(f".//{qn('w:tblHeader')}")]
    assert len(headed) == 1
    assert headed[0]._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Svar krav för krav"
    assert headed[0].rows[0].cells[1].text == "Krav"


def test_ids_of_controls_and_bookmarks_are_unique() -> None:
    word = _annex()

    controls = [
        item.get(qn("w:val")) for item in _each(word, "w:id") if item.getparent().tag == qn("w:sdtPr")
    ]
    marks = [item.get(qn("w:id")) for item in _each(word, "w:bookmarkStart")]
    assert len(controls) > 10
    assert len(set(controls)) == len(controls)
    assert len(set(marks)) == len(marks)


def test_language_of_the_file_and_of_texts_that_are_not_translated() -> None:
    word = _annex("en")

    default = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "en-GB"
    swedish = [
        run.text
        for paragraph in word.paragraphs
        for run in paragraph.runs
        if (lang := run._r.find(f".//{qn('w:lang')}")) is not None and lang.get(qn("w:val")) == "sv-SE"
    ]
    assert "Kontorsmöbler 2026" in swedish
    assert "Hållbara stolar" in swedish


def test_dates_come_from_the_seal_and_the_zip_carries_no_clock() -> None:
    sealed = make_sealed()

    data = render_docx(annex_document(sealed, seal_of(sealed)))

    core = docx.Document(io.BytesIO(data)).core_properties
    assert core.created.isoformat() == core.modified.isoformat() == "2026-10-21T07:30:00+00:00"
    assert core.comments == f"SHA-256 {seal_of(sealed)}"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_hostile_texts_stay_text_and_no_relation_leads_out() -> None:
    table = Table("&<>", (Column('"', 100),), ((words("<w:tbl>"),),))

    data = render_docx(
        make_document(
            Bullets(tuple(words(text) for text in (*EVERYTHING, LONG_WORD))),
            table,
            Heading(2, "</w:t><w:t>", 'a"b<c>'),
            Fields('"><', (Field("x", '"/><w:x', '<&>"'),)),
            title=Span("<w:p>&{{ 7*7 }}"),
        )
    )

    word = docx.Document(io.BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "<w:p><w:r><w:t>falskt</w:t></w:r></w:p>" in text
    assert "{{ 7 * 7 }}" in text
    assert LONG_WORD in text
    assert word.paragraphs[1].text == "<w:p>&{{ 7*7 }}"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = b"".join(package.read(name) for name in package.namelist() if name.endswith(".rels"))
    assert b"External" not in relations


def test_same_document_gives_the_same_bytes() -> None:
    assert render_docx(make_document()) == render_docx(make_document())
