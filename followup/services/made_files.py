# SPDX-License-Identifier: EUPL-1.2
"""Files made for a contract: what they say about it, and how a document becomes bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from criteria.documents import rendering
from criteria.documents.model import Document
from criteria.errors import InvalidInputError
from criteria.requirements.model import SealedSet
from followup.contracts.model import Contract
from followup.contracts.supplier import shown_number
from followup.documents.model import ContractHead

LANGUAGES = ("sv", "en")


class FileFormat(str, Enum):
    """The formats follow-up documents are made in; each document says which of them it has."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    JSON = "json"


MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.JSON: "application/json",
}
#: What stands instead of the last four digits where a supplier's number is a person's. Source: DOMAIN 2.5.
_HIDDEN = "••••"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that leaves the installation; ``sha256`` is of the file."""

    content: bytes
    sha256: str
    media_type: str
    file_name: str


def render(document: Document, how: FileFormat, name: str) -> MadeFile:
    """A document in a format, under a name without suffix."""
    return made(rendering.render(document, how.value), how, name)


def made(content: bytes, how: FileFormat, name: str) -> MadeFile:
    """Bytes in a format, under a name without suffix."""
    return MadeFile(content, sha256(content).hexdigest(), MEDIA_TYPES[how], f"{name}.{how.value}")


def check_format(how: FileFormat, allowed: tuple[FileFormat, ...]) -> None:
    """Nothing when the document has this format.

    Raises:
        InvalidInputError: ``document.format`` with the ones it has.
    """
    if how not in allowed:
        names = ", ".join(item.value for item in allowed)
        raise InvalidInputError("document.format", where="format", given=how.value, formats=names)


def check_language(language: str) -> None:
    """Nothing when documents are made in this language.

    Raises:
        InvalidInputError: ``annex.language``.
    """
    if language not in LANGUAGES:
        raise InvalidInputError("annex.language", where="language", given=language)


def head_of(contract: Contract, sealed: SealedSet, made_at: datetime, *, to_supplier: bool) -> ContractHead:
    """What a document says about its contract.

    The number of a sole trader is a personal number: the supplier sees its own, other readers do not.
    """
    identity = contract.supplier.identity
    number = shown_number(identity)
    if identity.sole_trader and not to_supplier:
        number = number[:-4] + _HIDDEN
    return ContractHead(
        contract_id=contract.id,
        title=contract.title,
        diary=contract.diary,
        buyer=sealed.organisation,
        supplier=contract.supplier.shown if contract.supplier.name else number,
        supplier_number=number,
        starts_on=contract.terms.starts_on,
        ends_on=contract.terms.ends_on,
        seal=contract.seal,
        made_at=made_at,
    )
