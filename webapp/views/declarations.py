# SPDX-License-Identifier: EUPL-1.2
"""Supplier declarations: the form to send, reading it back, and what was answered."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, ngettext

from criteria.errors import (
    CriteriaError,
    FindingsError,
    ForbiddenError,
    IntegrityError,
    InvalidInputError,
    NotFoundError,
)
from criteria.people.model import Permission
from criteria.services.access import list_people
from followup.services.contracts import show_contract
from followup.services.declaration_forms import FormRequest, make_declaration_form
from followup.services.declarations import (
    DeclarationView,
    return_declaration,
    show_declaration,
    submit_declaration,
)
from followup.services.evidence import NewFile
from followup.services.made_files import FileFormat
from webapp.context import actor, day_asked, installation
from webapp.downloads import attachment
from webapp.followup_words import error_words, issue_words
from webapp.followup_words import show as render
from webapp.http_status import status_of

blueprint = Blueprint("declarations", __name__, url_prefix="/kontrakt/<contract_id>/forsakran")


@blueprint.get("/formular/<file_format>")
def form(contract_id: str, file_format: str) -> Response:
    """The form for the supplier, XLSX to fill in or PDF; ``?svar=`` is the day an answer is wanted by."""
    try:
        chosen = FileFormat(file_format)
    except ValueError:
        raise InvalidInputError(
            "document.format", where="format", given=file_format, formats="xlsx, pdf"
        ) from None
    language = request.args.get("sprak", "en" if str(get_locale()) == "en" else "sv")
    asked = FormRequest(chosen, language, day_asked("svar"))
    made = make_declaration_form(installation(), actor(), contract_id, asked)
    return attachment(made.content, made.media_type, made.file_name, made.sha256)


@blueprint.get("")
def receive(contract_id: str) -> str:
    """Where a filled form is read in, and the form to send fetched."""
    return _receive_page(contract_id, ())


@blueprint.post("")
def read(contract_id: str) -> ResponseReturnValue:
    """Take in a filled form; one made for another contract or seal is refused."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _receive_page(contract_id, (gettext("Välj den ifyllda Excelfilen."),)), 400
    file = NewFile(upload.filename, upload.read())
    try:
        view = submit_declaration(installation(), actor(), file, contract_id)
    except (ForbiddenError, IntegrityError):
        raise
    except FindingsError as error:
        told = (error_words(error), *(issue_words(issue) for issue in error.issues))
        return _receive_page(contract_id, told), 422
    except CriteriaError as error:
        return _receive_page(contract_id, (error_words(error),)), status_of(error)
    if view.lacks:
        lacks = len(view.lacks)
        flash(
            ngettext(
                "Försäkran är mottagen, men %(num)s sak saknas.",
                "Försäkran är mottagen, men %(num)s saker saknas.",
                lacks,
            )
        )
    else:
        flash(gettext("Försäkran är mottagen och fullständig."))
    return redirect(url_for("declarations.show", contract_id=view.contract, declaration_id=view.id))


@blueprint.get("/<declaration_id>")
def show(contract_id: str, declaration_id: str) -> str:
    """A declaration with all its answers."""
    return _page(contract_id, _find(contract_id, declaration_id), "")


@blueprint.post("/<declaration_id>/ater")
def send_back(contract_id: str, declaration_id: str) -> ResponseReturnValue:
    """Send a lacking declaration back; what came in stays as it came."""
    found = _find(contract_id, declaration_id)
    try:
        return_declaration(installation(), actor(), declaration_id, request.form.get("reason", ""))
    except (ForbiddenError, IntegrityError):
        raise
    except CriteriaError as error:
        return _page(contract_id, found, error_words(error)), status_of(error)
    flash(gettext("Försäkran är återsänd för komplettering."))
    return redirect(url_for("declarations.show", contract_id=contract_id, declaration_id=declaration_id))


def _find(contract_id: str, declaration_id: str) -> DeclarationView:
    found = show_declaration(installation(), actor(), declaration_id)
    if found.contract != contract_id:
        raise NotFoundError("declaration.unknown", where=declaration_id, given=declaration_id)
    return found


def _receive_page(contract_id: str, faults: tuple[str, ...]) -> str:
    return render(
        "contracts/declaration_in.html",
        contract=show_contract(installation(), actor(), contract_id),
        faults=faults,
    )


def _page(contract_id: str, found: DeclarationView, fault: str) -> str:
    return render(
        "contracts/declaration.html",
        contract=show_contract(installation(), actor(), contract_id),
        declaration=found,
        lacks=[issue_words(issue) for issue in found.lacks],
        names={user.id: user.name for user in list_people(installation(), actor())},
        can_manage=actor().may(Permission.MANAGE_CONTRACTS),
        fault=fault,
        reason=request.form.get("reason", ""),
    )
