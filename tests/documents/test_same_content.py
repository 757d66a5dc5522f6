# SPDX-License-Identifier: EUPL-1.2
"""PDF (by its HTML and its text), Word and Excel say the same: headings, ids, texts and cells."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html
from pypdf import PdfReader

from criteria.documents.annex import annex_document
from criteria.documents.docx import render_docx
from criteria.documents.html import render_html
from criteria.documents.model import Document, Heading, RequirementBlock, Table, plain_blocks, plain_text
from criteria.documents.pdf import render_pdf
from criteria.documents.xlsx import render_xlsx
from criteria.requirements.seal import seal_of
from tests.documents.factories import make_sealed, squeezed


@dataclass(frozen=True)
class Said:
    """What a rendering says about the requirements; ``facts`` is (number, label, value)."""

    headings: tuple[str, ...]
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    facts: frozenset[tuple[str, str, str]]
    cells: tuple[tuple[str, ...], ...]


def _plain(text: str) -> str:
    """Text without what the renderers set apart in their own ways: brackets of blanks, dashes of lists."""
    return squeezed(re.sub(r"[\[\]]|(?:^|(?<=\s))– ", "", text.replace("\n", " ")))


def _document(language: str) -> Document:
    sealed = make_sealed()
    return annex_document(sealed, seal_of(sealed), language=language)


def _meant(document: Document) -> Said:
    blocks = [block for block in document.blocks if isinstance(block, RequirementBlock)]
    titled = [
        (block.number, block.text if isinstance(block, Heading) else block.title.text)
        for block in document.blocks
        if isinstance(block, Heading | RequirementBlock)
    ]
    table = next(block for block in document.blocks if isinstance(block, Table))
    return Said(
        headings=tuple(_plain(f"{number} {text}") for number, text in titled),
        ids=tuple(block.id for block in blocks),
        texts=tuple(_plain(plain_blocks(block.text)) for block in blocks),
        facts=frozenset(
            (block.number, fact.label, _plain(" ".join(plain_text(line) for line in fact.lines)))
            for block in blocks
            for fact in block.facts
        ),
        cells=tuple(tuple(_plain(plain_text(cell)) for cell in row) for row in table.rows),
    )


def _exact(element: Any) -> str:
    return _plain("".join(element.itertext()))


def _from_html(document: Document) -> Said:
    page = lxml_html.fromstring(render_html(document))
    requirements = _classed(page, "requirement")
    return Said(
        headings=tuple(_exact(item) for item in page.xpath("//*[self::h2 or self::h3][@id]")),
        ids=tuple(_exact(item) for item in _classed(page, "id")),
        texts=tuple(
            _joined(part.xpath(".//p | .//li")) for item in requirements for part in _classed(item, "binding")
        ),
        facts=frozenset(
            (_exact(item.xpath("h3/span")[0]), _exact(row.xpath("dt")[0]), _joined(row.xpath("dd")))
            for item in requirements
            for row in item.xpath("dl/div")
        ),
        cells=tuple(tuple(_exact(cell) for cell in row.xpath("th | td")) for row in page.xpath("//tbody/tr")),
    )


def _classed(element: Any, name: str) -> list[Any]:
    found: list[Any] = element.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")
    return found


def _joined(elements: list[Any]) -> str:
    return _plain(" ".join("".join(part.itertext()) for part in elements))


def _all_text(element: Any) -> str:
    """The text of a paragraph or cell with what stands in controls, paragraph by paragraph."""
    paragraphs = element.iter(qn("w:p")) if element.tag != qn("w:p") else [element]
    return _plain(" ".join("".join(item.text or "" for item in part.iter(qn("w:t"))) for part in paragraphs))


def _from_docx(document: Document) -> Said:
    body = docx.Document(io.BytesIO(render_docx(document))).element.body
    headings, ids, texts, facts, cells = [], [], [], set(), []
    number, binding = "", []
    for element in body:
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = "" if style is None else style.get(qn("w:val"))
        if name == "Binding":
            binding.append(_all_text(element))
            continue
        if binding:
            texts.append(_plain(" ".join(binding)))
            binding = []
        if name in ("Heading1", "Heading2"):
            headings.append(_all_text(element))
            number = headings[-1].split(" ")[0] if name == "Heading2" else ""
        elif name == "Tags":
            ids.append(_all_text(element).split(" · ")[0])
        elif element.tag == qn("w:tbl"):
            rows = [[_all_text(cell) for cell in row.iter(qn("w:tc"))] for row in element.iter(qn("w:tr"))]
            if element.find(f".//{qn('w:tblHeader')}") is not None:
                cells = rows[1:]
            elif number:
                facts |= {(number, label, value) for label, value in rows}
    return Said(tuple(headings), tuple(ids), tuple(texts), frozenset(facts), tuple(map(tuple, cells)))


def _from_xlsx(document: Document) -> Said:
    assert document.answers is not None
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))
    asked = _rows(book[document.answers.sheet])
    whole = _rows(book[document.answers.details])
    labels = {
        fact.label for block in document.blocks if isinstance(block, RequirementBlock) for fact in block.facts
    }
    number, title, text = document.answers.number, document.answers.title, document.answers.text
    return Said(
        headings=tuple(f"{row[number]} {row[title]}" for row in asked),
        ids=tuple(row[document.answers.id].split(" ")[0] for row in whole),
        texts=tuple(row[text] for row in asked),
        facts=frozenset(
            (row[number], label, row[label]) for row in whole for label in labels if row.get(label)
        ),
        cells=tuple((row[number], row[title]) for row in asked),
    )


def _rows(sheet: Any) -> list[dict[str, str]]:
    head, *rows = ([str(cell.value or "") for cell in row] for row in sheet.iter_rows())
    return [dict(zip(head, map(_plain, row), strict=True)) for row in rows]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_html_says_what_the_document_says(language: str) -> None:
    document = _document(language)

    assert _from_html(document) == _meant(document)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_word_says_what_the_document_says(language: str) -> None:
    document = _document(language)

    assert _from_docx(document) == _meant(document)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_excel_says_what_the_document_says(language: str) -> None:
    document = _document(language)
    meant, said = _meant(document), _from_xlsx(document)

    assert said.headings == tuple(text for text in meant.headings if re.match(r"\d+\.\d+ ", text))
    assert (said.ids, said.texts, said.facts) == (meant.ids, meant.texts, meant.facts)
    assert said.cells == tuple((row[0], row[1]) for row in meant.cells)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pdf_holds_every_heading_id_and_text(language: str) -> None:
    document = _document(language)
    meant = _meant(document)

    # Hyphens of line ends and spaces are the page's, not the text's.
    pages = PdfReader(io.BytesIO(render_pdf(document))).pages
    text = _letters(" ".join(page.extract_text() for page in pages))

    wanted = (*meant.headings, *meant.ids, *meant.texts, *(value for _, _, value in meant.facts))
    assert [piece for piece in wanted if _letters(piece) not in text] == []


def _letters(text: str) -> str:
    return re.sub(r"[\s\-‐]", "", text)
