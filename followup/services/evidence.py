# SPDX-License-Identifier: EUPL-1.2
"""Keeping evidence: the file by its content hash, then the row, in one use case.

Source: ARCHITECTURE, Storage; DOMAIN 2.4, 2.5 and 3.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from criteria.errors import InvalidInputError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.issues import Issue, Severity
from criteria.library.vocabulary import ProofKind
from criteria.people.model import Actor, Permission
from criteria.requirements.model import SealedLine, SealedSet
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.unit_of_work import UnitOfWork
from followup.contracts.bound import find_line
from followup.contracts.model import Contract
from followup.evidence.file_type import CheckedFile, check_file
from followup.evidence.model import EvidenceItem
from followup.evidence.personal_numbers import has_personal_number
from followup.evidence.record import EvidenceRecord, SecrecyMark
from followup.evidence.strength import Claim, claim_issues, strength_for
from followup.evidence.text_file import readable_text
from followup.services.contract_views import pinned_set
from followup.storage.contract_store import ContractStore
from followup.storage.evidence_files import EvidenceFolder
from followup.storage.evidence_store import EvidenceStore

MAX_NOTE = 4_000
_MAX_ASKED_BY = 200


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it came: its name and its whole content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """What is said about a file. ``about`` are requirements by number in the annex, line or reference."""

    about: tuple[str, ...]
    claim: Claim
    dated_on: date
    valid_to: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence as pages and commands show it; ``number`` is the requirement's in the annex."""

    id: str
    sha256: str
    kind: ProofKind
    strength: int
    line: int | None
    number: str | None
    dated_on: date
    valid_to: date | None
    file_name: str
    media_type: str
    size: int
    own_finding: bool
    equivalent_because: str | None
    note: str
    received_at: datetime
    added_by: str
    declaration_id: str | None
    secrecy: tuple[SecrecyMark, ...] = ()


@dataclass(frozen=True, slots=True)
class AddedEvidence:
    """What was stored: hash, strength and id of the first piece, every piece, and what to look at again."""

    id: str
    sha256: str
    strength: int
    items: tuple[EvidenceView, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class OpenedEvidence:
    """A file to hand out, its hash checked; to be sent as an attachment, never shown in place."""

    content: bytes
    media_type: str
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SecrecyRequest:
    """Who asks for which passage to be kept secret, and why. Source: DOMAIN 2.4."""

    asked_by: str
    passage: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file in its place: what it is, its hash and size, and when it came."""

    file: CheckedFile
    sha256: str
    size: int
    at: datetime


def add_evidence(
    installation: Installation, actor: Actor, contract_id: str, file: NewFile, new: NewEvidence
) -> AddedEvidence:
    """Keep a file as evidence about one or more requirements of a contract.

    The same content twice is one file and one row each time.

    Raises:
        NotFoundError: ``contract.unknown`` or ``evidence.line_unknown``.
        InvalidInputError: ``evidence.file_…`` for what is not taken as a file, ``evidence.dated_in_future``,
            ``evidence.valid_to_before_dated``, ``evidence.before_contract``, ``evidence.not_own_finding``,
            ``evidence.text_too_long``.
    """
    actor.require(Permission.LOG_OUTCOMES)
    checked = check_file(file.content, file.name)
    _check_dates(new, installation.clock.today())
    with installation.reading() as session:
        contract, sealed = contract_and_set(session, actor, contract_id)
    _check_found_during(contract, new)
    lines = _lines(sealed, new.about)
    strengths = tuple(strength_for(new.claim, line) for line in lines)
    folder = EvidenceFolder(installation.evidence_folder)
    with folder.storing():
        sha256 = folder.put(file.content)
        with installation.writing() as work:
            kept = _Kept(checked, sha256, len(file.content), work.clock.now())
            records = tuple(
                _record(contract, actor, new, about, kept) for about in zip(lines, strengths, strict=True)
            )
            keep_records(work, actor, records)
    issues = (*_file_issues(file, checked, new), *_claim_issues(new, lines))
    views = tuple(_view(record, sealed, ()) for record in records)
    return AddedEvidence(views[0].id, sha256, views[0].strength, views, issues)


def keep_records(work: UnitOfWork, actor: Actor, records: tuple[EvidenceRecord, ...]) -> None:
    """Append rows of evidence with their events; the file must be in its place already."""
    EvidenceStore(work.session).add(records)
    for record in records:
        item = record.item
        payload = {
            "contract": record.contract_id,
            "sha256": item.sha256,
            "kind": item.kind.value,
            "strength": str(item.strength),
            "line": "" if item.about_line is None else str(item.about_line),
        }
        work.record(NewEvent("evidence.added", item.id, payload, actor.user_id, actor.organisation_id))


def list_evidence(installation: Installation, actor: Actor, contract_id: str) -> tuple[EvidenceView, ...]:
    """Every piece of evidence of a contract, in the order it came.

    Raises:
        NotFoundError: ``contract.unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        contract, sealed = contract_and_set(session, actor, contract_id)
        store = EvidenceStore(session)
        records, marks = store.list_records(contract.id), store.list_marks(contract.id)
    return tuple(
        _view(record, sealed, tuple(mark for mark in marks if mark.evidence_id == record.item.id))
        for record in records
    )


def open_evidence(installation: Installation, actor: Actor, evidence_id: str) -> OpenedEvidence:
    """The file of a piece of evidence, to be handed out.

    Raises:
        NotFoundError: ``evidence.unknown``.
        IntegrityError: ``evidence.file_missing`` or ``evidence.file_changed``; nothing is handed out then.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        record = EvidenceStore(session).get(evidence_id, actor.organisation_id)
    content = EvidenceFolder(installation.evidence_folder).read(record.item.sha256)
    return OpenedEvidence(content, record.media_type, record.item.file_name, record.item.sha256)


def mark_secret(
    installation: Installation, actor: Actor, evidence_id: str, request: SecrecyRequest
) -> SecrecyMark:
    """Note that somebody asks for secrecy; it decides nothing, each request to see the file is judged.

    Raises:
        NotFoundError: ``evidence.unknown``.
        InvalidInputError: ``evidence.secrecy_incomplete`` or ``evidence.text_too_long``.
    """
    actor.require(Permission.LOG_OUTCOMES)
    parts = {"asked_by": request.asked_by, "passage": request.passage, "reason": request.reason}
    for name, text in parts.items():
        if not text.strip():
            raise InvalidInputError("evidence.secrecy_incomplete", where=name, field=name)
        _check_length(name, text, _MAX_ASKED_BY if name == "asked_by" else MAX_NOTE)
    clean = {name: text.strip() for name, text in parts.items()}
    with installation.writing() as work:
        store = EvidenceStore(work.session)
        evidence = store.get(evidence_id, actor.organisation_id).item
        mark = SecrecyMark(
            id=new_id("secrecy"),
            evidence_id=evidence.id,
            marked_by=actor.user_id,
            marked_at=work.clock.now(),
            **clean,
        )
        store.add_mark(mark)
        payload = {"mark": mark.id}
        work.record(
            NewEvent("evidence.secrecy_asked", evidence.id, payload, actor.user_id, actor.organisation_id)
        )
    return mark


def contract_and_set(session: Session, actor: Actor, contract_id: str) -> tuple[Contract, SealedSet]:
    """A contract of the actor's organisation and the sealed set it pins.

    Raises:
        NotFoundError: ``contract.unknown``.
    """
    contract = ContractStore(session).get(contract_id, actor.organisation_id).contract
    return contract, pinned_set(session, contract)


def _check_dates(new: NewEvidence, today: date) -> None:
    if new.dated_on > today:
        raise InvalidInputError("evidence.dated_in_future", where="dated", dated_on=new.dated_on, today=today)
    if new.valid_to is not None and new.valid_to < new.dated_on:
        raise InvalidInputError(
            "evidence.valid_to_before_dated", where="valid-to", dated_on=new.dated_on, valid_to=new.valid_to
        )
    _check_length("note", new.note, MAX_NOTE)
    _check_length("equivalent", new.claim.equivalent_because or "", MAX_NOTE)


def _check_found_during(contract: Contract, new: NewEvidence) -> None:
    """Refuse a finding made before there was a contract: nothing was delivered then (DOMAIN 3.5)."""
    starts_on = contract.terms.starts_on
    if new.claim.is_own_finding and new.dated_on < starts_on:
        raise InvalidInputError(
            "evidence.before_contract", where="dated", dated_on=new.dated_on, starts_on=starts_on
        )


def _check_length(name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise InvalidInputError("evidence.text_too_long", where=name, field=name, limit=limit)


def line_of(sealed: SealedSet, text: str) -> SealedLine:
    """A requirement by its number in the annex, its lasting number or its reference.

    Raises:
        InvalidInputError: ``evidence.line_unknown`` with the numbers there are.
    """
    line = find_line(sealed, text)
    if line is None:
        numbers = ", ".join(item.number for item in sealed.lines)
        raise InvalidInputError("evidence.line_unknown", where="line", given=text, numbers=numbers)
    return line


def _lines(sealed: SealedSet, about: tuple[str, ...]) -> tuple[SealedLine | None, ...]:
    found = {line.line: line for line in (line_of(sealed, text) for text in about)}
    return tuple(found.values()) or (None,)


def _record(
    contract: Contract, actor: Actor, new: NewEvidence, about: tuple[SealedLine | None, int], kept: _Kept
) -> EvidenceRecord:
    line, strength = about
    item = EvidenceItem(
        id=new_id("ev"),
        sha256=kept.sha256,
        kind=new.claim.kind,
        strength=strength,
        about_line=None if line is None else line.line,
        dated_on=new.dated_on,
        valid_to=new.valid_to,
        file_name=kept.file.name,
        size=kept.size,
        received_at=kept.at,
    )
    return EvidenceRecord(
        item=item,
        organisation_id=actor.organisation_id,
        contract_id=contract.id,
        media_type=kept.file.media_type,
        own_finding=new.claim.is_own_finding,
        equivalent_because=(new.claim.equivalent_because or "").strip() or None,
        note=new.note.strip(),
        added_by=actor.user_id,
    )


def _claim_issues(new: NewEvidence, lines: tuple[SealedLine | None, ...]) -> Iterator[Issue]:
    for line in lines:
        yield from claim_issues(new.claim, line, lapses=new.valid_to is not None)


def _file_issues(file: NewFile, checked: CheckedFile, new: NewEvidence) -> Iterator[Issue]:
    if checked.renamed:
        values = {"given": file.name, "name": checked.name}
        yield Issue(Severity.NOTE, "evidence.renamed", checked.name, "name did not fit the content", values)
    texts = {
        "name": file.name,
        "note": f"{new.note} {new.claim.equivalent_because or ''}",
        "content": readable_text(file.content, checked.media_type),
    }
    for place, text in texts.items():
        if has_personal_number(text):
            yield Issue(
                Severity.YELLOW,
                f"evidence.personal_number_{place}",
                checked.name,
                f"{place} looks like a personal number",
            )


def _view(record: EvidenceRecord, sealed: SealedSet, marks: tuple[SecrecyMark, ...]) -> EvidenceView:
    item = record.item
    numbers = {line.line: line.number for line in sealed.lines}
    return EvidenceView(
        id=item.id,
        sha256=item.sha256,
        kind=item.kind,
        strength=item.strength,
        line=item.about_line,
        number=None if item.about_line is None else numbers.get(item.about_line),
        dated_on=item.dated_on,
        valid_to=item.valid_to,
        file_name=item.file_name,
        media_type=record.media_type,
        size=item.size,
        own_finding=record.own_finding,
        equivalent_because=record.equivalent_because,
        note=record.note,
        received_at=item.received_at,
        added_by=record.added_by,
        declaration_id=record.declaration_id,
        secrecy=marks,
    )
