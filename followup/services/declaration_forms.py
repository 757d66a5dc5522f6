# SPDX-License-Identifier: EUPL-1.2
"""The declaration form as a file: XLSX to fill in and send back, PDF to read and sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from followup.declarations.form import freeze_form
from followup.documents.declaration import declaration_document
from followup.documents.model import DeclarationForm
from followup.services.contract_views import pinned_set
from followup.services.made_files import FileFormat, MadeFile, check_format, check_language, head_of, render
from followup.storage.contract_store import ContractStore

FORMATS = (FileFormat.XLSX, FileFormat.PDF)


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Which form: format, language, and the day an answer is wanted by."""

    format: FileFormat = FileFormat.XLSX
    language: str = "sv"
    reply_by: date | None = None


def make_declaration_form(
    installation: Installation, actor: Actor, contract_id: str, request: FormRequest
) -> MadeFile:
    """The form of a contract; made again, it is the same bytes, since it holds what was sealed and signed.

    Raises:
        NotFoundError: ``contract.unknown``.
        InvalidInputError: ``document.format`` or ``annex.language``.
    """
    actor.require(Permission.READ)
    check_format(request.format, FORMATS)
    check_language(request.language)
    with installation.reading() as session:
        contract = ContractStore(session).get(contract_id, actor.organisation_id).contract
        sealed = pinned_set(session, contract)
    head = head_of(contract, sealed, contract.opened_at, to_supplier=True)
    form = DeclarationForm(head, freeze_form(contract, sealed), request.reply_by)
    document = declaration_document(form, request.language)
    return render(document, request.format, f"leverantorsforsakran-{contract.id}")
