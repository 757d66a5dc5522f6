# SPDX-License-Identifier: EUPL-1.2
"""A whole search result as a file; the question stands in the address as on the search page."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import get_locale

from criteria.services.search_export import HitsFormat, export_hits
from webapp.context import installation, moment_asked
from webapp.downloads import attachment
from webapp.search_question import question_asked
from webapp.set_forms import code_of

blueprint = Blueprint("search_export", __name__)


@blueprint.get("/sok/fil/<file_format>")
def download(file_format: str) -> Response:
    """All hits as CSV, XLSX or JSON."""
    chosen = code_of(HitsFormat, file_format, "format")
    made = export_hits(installation(), question_asked(), chosen, str(get_locale()), moment_asked())
    return attachment(made.content, made.media_type, made.file_name, made.sha256)
