# SPDX-License-Identifier: EUPL-1.2
"""A document in the format asked for.

Each renderer is imported when it is first used: WeasyPrint and python-docx take over half a second to
load, which every command and every start of the site would pay.
"""

from __future__ import annotations

from criteria.documents.model import Document
from criteria.errors import InvalidInputError


def render(document: Document, suffix: str) -> bytes:
    """The bytes of a document as ``pdf``, ``docx`` or ``xlsx``.

    Raises:
        InvalidInputError: ``document.format`` for anything else.
    """
    if suffix == "pdf":
        from criteria.documents.pdf import render_pdf

        return render_pdf(document)
    if suffix == "docx":
        from criteria.documents.docx import render_docx

        return render_docx(document)
    if suffix == "xlsx":
        from criteria.documents.xlsx import render_xlsx

        return render_xlsx(document)
    raise InvalidInputError("document.format", where="format", given=suffix, formats="pdf, docx, xlsx")
