# SPDX-License-Identifier: EUPL-1.2
"""Requirement sets in the database: the living set, sealed revisions and stored exports.

Every read names the organisation: what another one owns is not found. Source: ARCHITECTURE, invariant 7.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from criteria.errors import IntegrityError, NotFoundError, StaleRevisionError
from criteria.library.lifecycle import Life
from criteria.library.model import CpvEntry
from criteria.requirements.model import (
    Assumptions,
    CopiedFrom,
    Decision,
    Line,
    RemovedLine,
    RequirementSet,
    SealedSet,
    SetStatus,
)
from criteria.requirements.seal import seal_of, sealed_bytes
from criteria.schemas.derived import dump_json, load_json
from criteria.storage.library_store import LibraryStore
from criteria.storage.set_tables import RequirementSetRow, SealedSetRow, SetExportRow, SetLineRow


@dataclass(frozen=True, slots=True)
class SetSummary:
    """One row of a list of sets. ``pinned`` counts its lines."""

    id: str
    title: str
    status: SetStatus
    revision: int
    diary: str | None
    pinned: int
    changed_at: datetime
    published_on: date | None
    deadline_on: date | None
    seal: str | None


@dataclass(frozen=True, slots=True)
class ExportKey:
    """Which export: a revision of a set, a part, a format and a language."""

    set_id: str
    revision: int
    part: str
    format: str
    language: str


@dataclass(frozen=True, slots=True)
class StoredExport:
    """An export as it was first made, for ever the same bytes (R7)."""

    key: ExportKey
    sha256: str
    media_type: str
    file_name: str
    content: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class _Rest:
    """What a set's row keeps as JSON: everything that is not a column."""

    cpv: tuple[CpvEntry, ...]
    assumptions: Assumptions
    removed: tuple[RemovedLine, ...]
    decisions: tuple[Decision, ...]
    copied_from: CopiedFrom | None = None


class SetStore:
    """Reads and writes sets; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, set_: RequirementSet) -> None:
        """Store a new set."""
        self._session.add(RequirementSetRow(id=set_.id, **_columns(set_)))
        self._session.flush()
        self._write_lines(set_, ())

    def find(self, set_id: str, organisation_id: str, *, for_change: bool = False) -> RequirementSet | None:
        """A set of an organisation; ``for_change`` holds its row until the transaction ends."""
        query = select(RequirementSetRow).where(
            RequirementSetRow.id == set_id, RequirementSetRow.organisation_id == organisation_id
        )
        if for_change:
            query = query.with_for_update()
        row = self._session.scalar(query)
        if row is None:
            return None
        lines = self._session.scalars(
            select(SetLineRow).where(SetLineRow.set_id == set_id).order_by(SetLineRow.position)
        )
        return _set_of(row, tuple(load_json(Line, line.content) for line in lines))

    def get(self, set_id: str, organisation_id: str, *, for_change: bool = False) -> RequirementSet:
        """A set of an organisation.

        Raises:
            NotFoundError: ``set.unknown``, also when it is another organisation's.
        """
        found = self.find(set_id, organisation_id, for_change=for_change)
        if found is None:
            raise NotFoundError("set.unknown", where=set_id, given=set_id)
        return found

    def save(self, before: RequirementSet, after: RequirementSet) -> RequirementSet:
        """Write a changed set; its revision is one more than before.

        Raises:
            StaleRevisionError: ``set.stale_write`` when somebody else has written since ``before`` was read.
        """
        saved = replace(after, revision=before.revision + 1)
        done = self._session.execute(
            update(RequirementSetRow)
            .where(RequirementSetRow.id == before.id, RequirementSetRow.revision == before.revision)
            .values(**_columns(saved))
            .returning(RequirementSetRow.id)
        )
        if done.first() is None:
            raise StaleRevisionError("set.stale_write", where=before.id, revision=before.revision)
        self._write_lines(saved, before.lines)
        return saved

    def list_for(self, organisation_id: str) -> tuple[SetSummary, ...]:
        """The sets of an organisation, last changed first."""
        lines = select(SetLineRow.set_id, func.count().label("pinned")).group_by(SetLineRow.set_id).subquery()
        query = (
            select(RequirementSetRow, func.coalesce(lines.c.pinned, 0))
            .outerjoin(lines, lines.c.set_id == RequirementSetRow.id)
            .where(RequirementSetRow.organisation_id == organisation_id)
            .order_by(RequirementSetRow.changed_at.desc(), RequirementSetRow.id)
        )
        return tuple(
            SetSummary(
                id=row.id,
                title=row.title,
                status=SetStatus(row.status),
                revision=row.revision,
                diary=row.diary,
                pinned=pinned,
                changed_at=row.changed_at,
                published_on=row.published_on,
                deadline_on=row.deadline_on,
                seal=row.seal,
            )
            for row, pinned in self._session.execute(query)
        )

    def list_pinning(self, ref: str) -> tuple[tuple[str, str, int], ...]:
        """Every (organisation id, set id, line) that pins a criterion version, for notices."""
        query = (
            select(RequirementSetRow.organisation_id, SetLineRow.set_id, SetLineRow.line)
            .join(RequirementSetRow, RequirementSetRow.id == SetLineRow.set_id)
            .where(SetLineRow.ref == ref)
            .order_by(SetLineRow.set_id, SetLineRow.line)
        )
        return tuple((row[0], row[1], row[2]) for row in self._session.execute(query))

    def add_sealed(self, sealed: SealedSet) -> str:
        """Append a sealed revision and return its seal."""
        seal = seal_of(sealed)
        self._session.add(
            SealedSetRow(
                set_id=sealed.set_id,
                revision=sealed.revision,
                seal=seal,
                canonical=sealed_bytes(sealed).decode(),
                content=dump_json(sealed),
                locked_at=sealed.locked_at,
            )
        )
        self._session.flush()
        return seal

    def get_sealed(self, set_id: str, revision: int | None = None) -> tuple[SealedSet, str]:
        """A sealed revision (default: the latest) with its seal; the caller has checked whose set it is.

        Raises:
            NotFoundError: ``set.not_sealed``.
            IntegrityError: ``set.seal_broken`` when what is stored does not have its seal.
        """
        query = select(SealedSetRow).where(SealedSetRow.set_id == set_id)
        if revision is not None:
            query = query.where(SealedSetRow.revision == revision)
        row = self._session.scalar(query.order_by(SealedSetRow.revision.desc()).limit(1))
        if row is None:
            raise NotFoundError("set.not_sealed", where=set_id, given=set_id)
        sealed = load_json(SealedSet, row.content)
        if seal_of(sealed) != row.seal or sha256(row.canonical.encode()).hexdigest() != row.seal:
            raise IntegrityError("set.seal_broken", where=set_id, revision=row.revision, seal=row.seal)
        return sealed, row.seal

    def list_seals(self, set_id: str) -> tuple[tuple[int, str, datetime], ...]:
        """Revision, seal and time of every lock and amendment, oldest first."""
        query = select(SealedSetRow).where(SealedSetRow.set_id == set_id).order_by(SealedSetRow.revision)
        return tuple((row.revision, row.seal, row.locked_at) for row in self._session.scalars(query))

    def add_export(self, export: StoredExport) -> StoredExport:
        """Store the first export in one form; a later one gets the first one back."""
        first = self.find_export(export.key)
        if first is not None:
            return first
        self._session.add(
            SetExportRow(
                **{name: getattr(export.key, name) for name in ExportKey.__slots__},
                sha256=export.sha256,
                media_type=export.media_type,
                file_name=export.file_name,
                content=export.content,
                made_at=export.made_at,
            )
        )
        self._session.flush()
        return export

    def find_export(self, key: ExportKey) -> StoredExport | None:
        """The stored export in one form, if it was ever made."""
        row = self._session.get(SetExportRow, (key.set_id, key.revision, key.part, key.format, key.language))
        if row is None:
            return None
        return StoredExport(key, row.sha256, row.media_type, row.file_name, row.content, row.made_at)

    def has_export(self, set_id: str, revision: int) -> bool:
        """Whether a revision has been exported in any form."""
        query = select(SetExportRow.part).where(
            SetExportRow.set_id == set_id, SetExportRow.revision == revision
        )
        return self._session.scalar(query.limit(1)) is not None

    def lives(self, refs: Iterable[str]) -> dict[str, Life]:
        """The life by full reference of criterion versions and of everything that carries them on."""
        store, found = LibraryStore(self._session), dict[str, Life]()
        wanted = {ref for ref in refs if ref}
        while wanted:
            found |= {item.version.ref: item.life for item in store.list_of_any_owner(wanted)}
            edges = {
                successor.ref
                for ref in wanted & found.keys()
                for event in found[ref].events
                for successor in event.successors
            }
            wanted = edges - found.keys()
        return found

    def _write_lines(self, set_: RequirementSet, before: tuple[Line, ...]) -> None:
        old = {line.line: line for line in before}
        gone = old.keys() - {line.line for line in set_.lines}
        if gone:
            self._session.execute(
                delete(SetLineRow).where(SetLineRow.set_id == set_.id, SetLineRow.line.in_(gone))
            )
        for line in set_.lines:
            if old.get(line.line) == line:
                continue
            self._session.merge(
                SetLineRow(
                    set_id=set_.id,
                    line=line.line,
                    position=line.position,
                    ref=line.ref,
                    fingerprint=line.fingerprint,
                    content=dump_json(line),
                )
            )
        self._session.flush()


def _columns(set_: RequirementSet) -> dict[str, object]:
    rest = _Rest(set_.cpv, set_.assumptions, set_.removed, set_.decisions, set_.copied_from)
    return {
        "organisation_id": set_.organisation_id,
        "title": set_.title,
        "status": set_.status.value,
        "revision": set_.revision,
        "diary": set_.diary,
        "content": dump_json(rest),
        "created_by": set_.created_by,
        "created_at": set_.created_at,
        "changed_at": set_.changed_at,
        "locked_at": set_.locked_at,
        "seal": set_.seal,
        "published_on": set_.published_on,
        "deadline_on": set_.deadline_on,
    }


def _set_of(row: RequirementSetRow, lines: tuple[Line, ...]) -> RequirementSet:
    rest = load_json(_Rest, row.content)
    return RequirementSet(
        id=row.id,
        organisation_id=row.organisation_id,
        title=row.title,
        status=SetStatus(row.status),
        revision=row.revision,
        diary=row.diary,
        cpv=rest.cpv,
        assumptions=rest.assumptions,
        lines=lines,
        removed=rest.removed,
        decisions=rest.decisions,
        copied_from=rest.copied_from,
        created_by=row.created_by,
        created_at=row.created_at,
        changed_at=row.changed_at,
        locked_at=row.locked_at,
        seal=row.seal,
        published_on=row.published_on,
        deadline_on=row.deadline_on,
    )
