# SPDX-License-Identifier: EUPL-1.2
"""Extracts about a wording ("utdrag om lydelse"), as PDF/A, JSON and XML. Source: DOMAIN, scenario 6.

Reading leaves nothing behind: an extract is no event, or the next one on the same question would differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from criteria.canonical import fingerprint
from criteria.clock import STOCKHOLM
from criteria.documents.extract import extract_document, extract_json
from criteria.documents.extract_model import (
    CriterionContent,
    DatePage,
    Extract,
    LineContent,
)
from criteria.documents.extract_parts import people_in
from criteria.documents.extract_xml import extract_xml
from criteria.documents.rendering import render
from criteria.errors import InvalidInputError
from criteria.library.model import CriterionVersion
from criteria.people.model import Actor, Permission
from criteria.services.accounts import archive_series
from criteria.services.annex import LANGUAGES
from criteria.services.extract_contents import Question, criterion_content, line_content
from criteria.services.handlers import handler_of
from criteria.services.installation import Installation
from criteria.storage.catalogue_store import CatalogueStore
from criteria.storage.database import Session
from criteria.storage.people_store import PeopleStore
from criteria.storage.unit_of_work import read_head

_SET = "set-"


class ExtractFormat(str, Enum):
    """The file formats an extract is made in."""

    PDF = "pdf"
    JSON = "json"
    XML = "xml"


MEDIA_TYPES = {
    ExtractFormat.PDF: "application/pdf",
    ExtractFormat.JSON: "application/json",
    ExtractFormat.XML: "application/xml",
}


@dataclass(frozen=True, slots=True)
class ExtractRequest:
    """Which extract: of what, on which day, as recorded by when, in which format and language.

    ``about`` is a criterion reference, or ``SET:LINE`` for a requirement of a set.
    """

    about: str
    asked: Question
    format: ExtractFormat = ExtractFormat.PDF
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class ExtractFile:
    """An extract as a file; ``content_sha256`` is of its content, which a later extract shares."""

    content: bytes
    sha256: str
    content_sha256: str
    media_type: str
    file_name: str


def make_extract(installation: Installation, actor: Actor, request: ExtractRequest) -> ExtractFile:
    """The extract as a file.

    Raises:
        NotFoundError: ``criterion.unknown``, ``criterion.not_in_force``, ``set.unknown``,
            ``set.not_sealed_on`` or ``set.line_unknown``.
        RefusedError: ``criterion.ambiguous``.
        InvalidInputError: ``annex.language``.
    """
    if request.language not in LANGUAGES:
        raise InvalidInputError("annex.language", where="language", given=request.language)
    extract = read_extract(installation, actor, request.about, request.asked)
    if request.format is ExtractFormat.JSON:
        content = extract_json(extract)
    elif request.format is ExtractFormat.XML:
        content = extract_xml(extract)
    else:
        content = render(extract_document(extract, request.language), request.format.value)
    language = "-en" if request.language == "en" and request.format is ExtractFormat.PDF else ""
    name = f"utdrag-{_file_part(request.about)}-{request.asked.as_of}{language}.{request.format.value}"
    return ExtractFile(
        content=content,
        sha256=sha256(content).hexdigest(),
        content_sha256=extract.content_sha256,
        media_type=MEDIA_TYPES[request.format],
        file_name=name,
    )


def read_extract(installation: Installation, actor: Actor, about: str, asked: Question) -> Extract:
    """The extract as data: its content, and the date page of this moment."""
    actor.require(Permission.READ)
    with installation.reading() as session:
        content: CriterionContent | LineContent
        read: CriterionVersion | None
        if about.startswith(_SET):
            set_id, _, line = about.partition(":")
            content, read = line_content(session, actor, (set_id, line), asked)
        else:
            content, read = criterion_content(session, about, asked)
        return Extract(
            content=content,
            content_sha256=fingerprint(content),
            date_page=_date_page(session, installation, actor, content),
            read=read,
            names=_names(session, content, read),
        )


def _date_page(
    session: Session, installation: Installation, actor: Actor, content: CriterionContent | LineContent
) -> DatePage:
    people, head, now = PeopleStore(session), read_head(session), installation.clock.now()
    return DatePage(
        made_at=now,
        made_on=now.astimezone(STOCKHOLM).date(),
        made_by=handler_of(people, actor.user_id, actor.organisation_id),
        organisation=people.get_organisation(actor.organisation_id).name,
        log_sequence=head.sequence,
        log_hash=head.hash,
        people=tuple(handler_of(people, user_id, actor.organisation_id) for user_id in people_in(content)),
        archive_series=archive_series(session, actor.organisation_id),
    )


def _names(
    session: Session, content: CriterionContent | LineContent, read: CriterionVersion | None
) -> Mapping[str, str]:
    """Titles of the groups, as they were then where the content says so, and names of the labels."""
    store = CatalogueStore(session)
    names = {f"group.{group.id}": group.title.sv for group in store.list_groups()}
    names |= {f"label.{label.id}": label.name for label in store.list_labels()}
    names |= {f"group.{group_id}": title for group_id, title in _then(content)}
    wanted = set() if read is None else {f"label.{cover.label}" for cover in read.labels}
    return {key: name for key, name in names.items() if key.startswith("group.") or key in wanted}


def _then(content: CriterionContent | LineContent) -> Iterator[tuple[str, str]]:
    found = content.library if isinstance(content, LineContent) else content
    if found is not None:
        yield from ((group.id, group.title.sv) for group in found.groups)


def _file_part(about: str) -> str:
    return "".join(letter if letter.isalnum() or letter == "-" else "-" for letter in about)
