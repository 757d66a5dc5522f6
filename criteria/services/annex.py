# SPDX-License-Identifier: EUPL-1.2
"""The tender annex of a sealed set: made once in each form, stored, and handed out again ever after (R7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from criteria.documents.annex import AnnexPart, annex_document, draft_document
from criteria.documents.json_export import sealed_json
from criteria.documents.model import Document
from criteria.documents.rendering import render
from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.people.model import Actor, Permission
from criteria.requirements.model import SealedSet
from criteria.requirements.seal import SealContext, seal_set
from criteria.services.installation import Installation
from criteria.storage.people_store import PeopleStore
from criteria.storage.set_store import ExportKey, SetStore, StoredExport
from criteria.storage.unit_of_work import read_head

LANGUAGES = ("sv", "en")


class AnnexFormat(str, Enum):
    """The file formats an annex is made in."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class AnnexRequest:
    """Which annex: format, part, language, and the revision (default: the one in force)."""

    format: AnnexFormat = AnnexFormat.PDF
    part: AnnexPart = AnnexPart.ALL
    language: str = "sv"
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A file that leaves the installation; ``sha256`` is of the file, ``seal`` of its set."""

    content: bytes
    sha256: str
    seal: str
    revision: int
    media_type: str
    file_name: str
    made_at: datetime


_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    AnnexFormat.PDF: "application/pdf",
    AnnexFormat.DOCX: f"{_OFFICE}.wordprocessingml.document",
    AnnexFormat.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    AnnexFormat.JSON: "application/json",
}


def export_annex(installation: Installation, actor: Actor, set_id: str, request: AnnexRequest) -> Export:
    """The annex in one form: the stored first export, or a new one that is stored from now on.

    Raises:
        NotFoundError: ``set.unknown``, or ``set.not_sealed`` for a draft.
        InvalidInputError: ``annex.language`` or ``annex.part_whole`` (JSON is always the whole sealed set).
    """
    actor.require(Permission.READ)
    if request.language not in LANGUAGES:
        raise InvalidInputError("annex.language", where="language", given=request.language)
    if request.format is AnnexFormat.JSON and request.part is not AnnexPart.ALL:
        raise InvalidInputError("annex.part_whole", where="part", given=request.part.value)
    with installation.reading() as session:
        store = SetStore(session)
        set_ = store.get(set_id, actor.organisation_id)
        if request.revision is None and set_.seal is None:
            raise NotFoundError("set.not_sealed", where=set_id, given=set_id)
        sealed, seal = store.get_sealed(set_id, request.revision)
        found = store.find_export(_key(sealed, request))
    if found is None:
        found = _make(installation, actor, sealed, seal, request)
    return Export(
        found.content, found.sha256, seal, sealed.revision, found.media_type, found.file_name, found.made_at
    )


def preview_annex(
    installation: Installation,
    actor: Actor,
    set_id: str,
    part: AnnexPart = AnnexPart.ALL,
    language: str = "sv",
) -> Document:
    """The annex of a set that is not sealed, as it would be today; nothing is stored and nothing exported.

    Raises:
        NotFoundError: ``set.unknown``, also for another organisation's.
        InvalidInputError: ``annex.language``.
        RefusedError: ``set.sealed_already`` for a set that has an annex of its own.
    """
    actor.require(Permission.READ)
    if language not in LANGUAGES:
        raise InvalidInputError("annex.language", where="language", given=language)
    with installation.reading() as session:
        set_ = SetStore(session).get(set_id, actor.organisation_id)
        if set_.seal is not None:
            raise RefusedError("set.sealed_already", where=set_id, title=set_.title)
        organisation = PeopleStore(session).get_organisation(set_.organisation_id)
        head = read_head(session)
    clock = installation.clock
    context = SealContext(organisation.name, organisation.number, head, clock.now(), clock.today())
    return draft_document(seal_set(set_, context), part, language)


def json_export(sealed: SealedSet, at: datetime) -> StoredExport:
    """The canonical JSON of a sealed set as an export; the SHA-256 of the file is the seal itself."""
    request = AnnexRequest(AnnexFormat.JSON)
    return _stored(sealed, request, sealed_json(sealed), at)


def _make(
    installation: Installation, actor: Actor, sealed: SealedSet, seal: str, request: AnnexRequest
) -> StoredExport:
    # Rendering takes seconds and is done before the transaction, which on SQLite keeps everybody else out.
    if request.format is AnnexFormat.JSON:
        content = sealed_json(sealed)
    else:
        document = annex_document(sealed, seal, request.part, request.language)
        content = render(document, request.format.value)
    with installation.writing() as work:
        export = _stored(sealed, request, content, work.clock.now())
        kept = SetStore(work.session).add_export(export)
        if kept is export:
            payload = {
                "sealed_revision": str(sealed.revision),
                "seal": seal,
                "sha256": export.sha256,
                "format": request.format.value,
                "part": request.part.value,
                "language": request.language,
            }
            event = NewEvent("set.exported", sealed.set_id, payload, actor.user_id, actor.organisation_id)
            work.record(event)
    return kept


def _stored(sealed: SealedSet, request: AnnexRequest, content: bytes, at: datetime) -> StoredExport:
    part = "" if request.part is AnnexPart.ALL else f"-{request.part.value}"
    language = "" if request.language == "sv" else f"-{request.language}"
    return StoredExport(
        key=_key(sealed, request),
        sha256=sha256(content).hexdigest(),
        media_type=MEDIA_TYPES[request.format],
        file_name=f"kravbilaga-{sealed.set_id}-{sealed.revision}{part}{language}.{request.format.value}",
        content=content,
        made_at=at,
    )


def _key(sealed: SealedSet, request: AnnexRequest) -> ExportKey:
    # The JSON holds both languages, so it is one and the same file whichever is asked for.
    language = "" if request.format is AnnexFormat.JSON else request.language
    return ExportKey(sealed.set_id, sealed.revision, request.part.value, request.format.value, language)
