# SPDX-License-Identifier: EUPL-1.2
"""Files of a contract to take away: its report, and the follow-up form of one requirement."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import get_locale

from criteria.errors import InvalidInputError
from followup.services.made_files import FileFormat
from followup.services.reports import ReportRequest, make_contract_report
from followup.services.templates import TemplateRequest, make_template_form
from webapp.context import actor, installation
from webapp.downloads import attachment

blueprint = Blueprint("reports", __name__, url_prefix="/kontrakt/<contract_id>")


@blueprint.get("/rapport/<file_format>")
def contract(contract_id: str, file_format: str) -> Response:
    """What was demanded, checked and held, as a file."""
    request = ReportRequest(_format(file_format), _language())
    made = make_contract_report(installation(), actor(), contract_id, request)
    return attachment(made.content, made.media_type, made.file_name, made.sha256)


@blueprint.get("/krav/<int:line>/mall/<file_format>")
def template(contract_id: str, line: int, file_format: str) -> Response:
    """The follow-up form of one requirement, to print or fill in."""
    request = TemplateRequest(str(line), _format(file_format), _language())
    made = make_template_form(installation(), actor(), contract_id, request)
    return attachment(made.content, made.media_type, made.file_name, made.sha256)


def _format(text: str) -> FileFormat:
    try:
        return FileFormat(text)
    except ValueError:
        names = ", ".join(item.value for item in FileFormat)
        raise InvalidInputError("document.format", where="format", given=text, formats=names) from None


def _language() -> str:
    return "en" if str(get_locale()) == "en" else "sv"
