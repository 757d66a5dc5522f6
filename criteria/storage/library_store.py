# SPDX-License-Identifier: EUPL-1.2
"""The library in the database: reading it, and appending versions and what happens to them."""

from __future__ import annotations

from datetime import date, datetime

from criteria.errors import RefusedError
from criteria.library.fingerprint import event_fingerprint, version_fingerprint
from criteria.library.lifecycle import Stage
from criteria.library.model import CriterionVersion, LibraryEvent
from criteria.library.publication import MACHINE, Publication, shipped_publication
from criteria.library.vocabulary import ShippedState
from criteria.schemas.derived import dump_json
from criteria.storage.library_reading import (
    PUBLISHED,
    DraftNote,
    GroupCounts,
    LibraryReading,
    StoredVersion,
    stored_of,
    version_key,
)
from criteria.storage.library_rows import (
    key_of,
    write_edges,
    write_filings,
    write_move,
    write_publication,
)
from criteria.storage.library_tables import DraftNoteRow
from criteria.storage.tables import CriterionVersionRow, LibraryEventRow

__all__ = ["DraftNote", "GroupCounts", "LibraryStore", "StoredVersion"]


class LibraryStore(LibraryReading):
    """Reads and appends; a published version is never written again."""

    def add_version(
        self,
        version: CriterionVersion,
        owner_id: str | None,
        at: datetime,
        publication: Publication | None = None,
    ) -> str:
        """Store a new version and return its fingerprint.

        A version that comes published is as shipped, from the day in its file, unless ``publication`` says
        otherwise.

        Raises:
            RefusedError: ``criterion.exists`` when the key (id, version, level) is taken.
        """
        if self._session.get(CriterionVersionRow, version_key(version)) is not None:
            raise RefusedError("criterion.exists", where=version.ref, ref=version.ref)
        row = CriterionVersionRow(
            id=version.id,
            version=version.version,
            level=version.level.value,
            owner_id=owner_id,
            author_id=MACHINE,
            revision=0,
        )
        self._write(row, version, at, publication)
        return row.fingerprint

    def add_draft(
        self, version: CriterionVersion, owner_id: str | None, author_id: str, at: datetime
    ) -> StoredVersion:
        """Store a new draft that somebody here writes.

        Raises:
            RefusedError: ``criterion.exists``.
        """
        if self._session.get(CriterionVersionRow, version_key(version)) is not None:
            raise RefusedError("criterion.exists", where=version.ref, ref=version.ref)
        row = CriterionVersionRow(
            id=version.id,
            version=version.version,
            level=version.level.value,
            owner_id=owner_id,
            author_id=author_id,
            revision=0,
        )
        self._write(row, version, at, None)
        return stored_of(row, ())

    def replace_draft(
        self, version: CriterionVersion, at: datetime, publication: Publication | None = None
    ) -> str:
        """Write a draft anew, or publish it; the trigger refuses this for what is published."""
        row = self._session.get_one(CriterionVersionRow, version_key(version))
        self._write(row, version, at, publication)
        return row.fingerprint

    def take_over(self, ref: str, author_id: str) -> None:
        """Let somebody be the author of a draft that the machine loaded."""
        self._session.get_one(CriterionVersionRow, key_of(ref)).author_id = author_id

    def set_stage(self, ref: str, stage: Stage) -> None:
        """Let a version that is not published go on to another stage."""
        row = self._session.get_one(CriterionVersionRow, key_of(ref))
        row.stage = stage.value
        row.revision += 1
        self._session.flush()

    def add_note(self, ref: str, note: DraftNote) -> None:
        """Append what was said about a draft."""
        id_, version, level = key_of(ref)
        self._session.add(
            DraftNoteRow(
                id=id_,
                version=version,
                level=level,
                kind=note.kind,
                text=note.text,
                author_id=note.author_id,
                recorded_at=note.at,
            )
        )

    def _write(
        self,
        row: CriterionVersionRow,
        version: CriterionVersion,
        at: datetime,
        publication: Publication | None,
    ) -> None:
        published = version.state is ShippedState.PUBLISHED
        if published and publication is None and version.valid_from is not None:
            publication = shipped_publication(version, version.valid_from)
        since = None if publication is None else publication.valid_from
        row.type = version.type.value
        row.content = dump_json(version)
        row.fingerprint = version_fingerprint(version)
        row.recorded_at = at
        row.revision += 1
        row.stage = Stage.DRAFT.value if publication is None else PUBLISHED
        row.valid_from = since
        self._session.add(row)
        # The rows beside it name it in their foreign keys.
        self._session.flush()
        write_filings(self._session, version_key(version), version.groups, since)
        if publication is not None:
            write_publication(self._session, publication, at)

    def add_event(self, event: LibraryEvent, at: datetime, effective_on: date | None = None) -> str:
        """Append what happened to a version and return the event's fingerprint.

        ``effective_on`` is the day it takes effect here where that is not the day written in it: an upgrade
        brings events whose day has passed. Source: ARCHITECTURE, invariant 6.
        """
        key, on = key_of(event.subject), effective_on or event.on
        row = LibraryEventRow(
            subject_id=key[0],
            subject_version=key[1],
            subject_level=key[2],
            kind=event.kind.value,
            effective_on=on,
            content=dump_json(event),
            fingerprint=event_fingerprint(event),
            recorded_at=at,
        )
        self._session.add(row)
        self._session.flush()
        write_edges(self._session, row.number, event, on)
        if event.move is not None:
            write_move(self._session, key, event.move, on)
        return row.fingerprint
