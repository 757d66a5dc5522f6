# SPDX-License-Identifier: EUPL-1.2
"""A document as PDF/A-3a with a PDF/UA-1 claim; the only module of the product that knows WeasyPrint.

Fonts come from the package and nothing else is fetched, from anywhere. Dates come from the document, so that
the same document gives the same bytes within one installed environment (fonts, WeasyPrint, HarfBuzz);
a file is verified by the seal and the JSON it carries, never by rendering again. One render runs at a time
in a process: the garbage collector is off meanwhile, which saves a quarter of the time, and memory is about
1 MB a requirement. Size is bounded by criteria.documents.limits; there is no way to stop a render from
outside. Source: DOCUMENTS sections 2, 3, 6 and 7.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import cache
from importlib import resources
from typing import Any

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint import Document as LaidOut
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from criteria.documents import model
from criteria.documents.html import COMPACT_STEPS, render_html

_VARIANT = "pdf/a-3a"
_SCHEME = "packaged-font:"
_FONTS = frozenset(
    {
        "SourceSans3-Regular.ttf",
        "SourceSans3-It.ttf",
        "SourceSans3-Semibold.ttf",
        "SourceSans3-SemiboldIt.ttf",
        "SourceSans3-Bold.ttf",
    }
)
_rendering = threading.Lock()

# WeasyPrint takes one variant; the claim of the second standard is added to the metadata, with the
# description of its schema, without which PDF/A refuses it.
_UA_CLAIM = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


class PackagedFonts(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Knows the packaged fonts by name; every other address stops the render."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The font asked for.

        Raises:
            FatalURLFetchingError: for anything else; WeasyPrint does not swallow this one.
        """
        name = url.removeprefix(_SCHEME)
        if not url.startswith(_SCHEME) or name not in _FONTS:
            raise FatalURLFetchingError(f"documents fetch nothing: {url[:200]}")
        data = (resources.files("criteria.documents") / "fonts" / name).read_bytes()
        return URLFetcherResponse(url, data, {"Content-Type": "font/ttf"})


def render_pdf(document: model.Document) -> bytes:
    """The PDF of a document, its attachment inside with relationship *Source*.

    A compact document is set smaller in steps until it has one page; what is too long even then gets two.

    Raises:
        InvalidInputError: when the document is out of size (criteria.documents.limits).
    """
    steps = COMPACT_STEPS if document.is_compact else 1
    with _rendering, _collector_off(), _page_list_kept():
        fonts, style = _style()
        options = {"pdf_variant": _VARIANT, "attachments": _attachments(document)}
        for step in range(steps):
            html = HTML(string=render_html(document, step), url_fetcher=PackagedFonts())
            laid_out = html.render(font_config=fonts, stylesheets=[style], **options)
            if len(laid_out.pages) == 1:
                break
        _claim_accessibility(laid_out)
        written: bytes = laid_out.write_pdf(**options)
        return written


def _attachments(document: model.Document) -> list[Attachment]:
    attached = document.attachment
    if attached is None:
        return []
    # WeasyPrint writes the time as it stands and calls it UTC.
    dated = document.metadata.dated.astimezone(UTC)
    return [
        Attachment(
            string=attached.data.decode("utf-8"),
            name=attached.name,
            description=attached.description,
            relationship="Source",
            created=dated,
            modified=dated,
            url_fetcher=PackagedFonts(),
        )
    ]


def _claim_accessibility(laid_out: LaidOut) -> None:
    original = laid_out.metadata.generate_rdf_metadata

    def with_claim(*arguments: Any) -> bytes:
        described: bytes = original(*arguments)
        return described.replace(b"</rdf:RDF>", _UA_CLAIM)

    laid_out.metadata.generate_rdf_metadata = with_claim


@cache
def _style() -> tuple[FontConfiguration, CSS]:
    """Fonts and style, read once in a process; only used under the lock."""
    fonts = FontConfiguration()
    text = (resources.files("criteria.documents") / "templates" / "document.css").read_text(encoding="utf-8")
    return fonts, CSS(string=text, font_config=fonts, url_fetcher=PackagedFonts())


@contextmanager
def _collector_off() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _page_list_kept() -> Iterator[None]:
    """Keeps the tuple of all pages, which pydyf builds anew for each tag, in quadratic time.

    Source: DOCUMENTS section 3, "page-list cache".
    """
    original = pydyf.PDF.page_references

    def kept(pdf: Any) -> tuple[bytes, ...]:
        count = len(pdf.pages["Kids"])
        known = getattr(pdf, "_kept_page_references", None)
        if known is None or known[0] != count:
            known = pdf._kept_page_references = (count, original.fget(pdf))
        references: tuple[bytes, ...] = known[1]
        return references

    pydyf.PDF.page_references = property(kept)
    try:
        yield
    finally:
        pydyf.PDF.page_references = original
