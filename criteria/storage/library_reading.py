# SPDX-License-Identifier: EUPL-1.2
"""Reading the library in the database: versions, how they were published and what happened to them.

Nothing but ``list_versions`` without an id reads the whole library: the rest asks for one criterion, one
group, or the versions named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Select, Subquery, and_, false, func, or_, select

from criteria.errors import NotFoundError
from criteria.identifiers import Reference
from criteria.library.lifecycle import Life, Stage, VersionStatus, life_of
from criteria.library.model import CriterionVersion, LibraryEvent, LibraryEventKind
from criteria.library.publication import Publication
from criteria.schemas.derived import read_json
from criteria.storage.catalogue_store import CatalogueStore
from criteria.storage.library_rows import (
    Key,
    among,
    is_successor,
    key_of,
)
from criteria.storage.library_tables import (
    CriterionFilingRow,
    DraftNoteRow,
    LibraryEdgeRow,
    PublicationRow,
)
from criteria.storage.tables import CriterionVersionRow, LibraryEventRow
from criteria.storage.visibility import offered, readable

#: What stands as stage of a version that is published: its state follows from its life.
PUBLISHED = "published"
_AT_ONCE = 5000
_VERSION_KEY = (CriterionVersionRow.id, CriterionVersionRow.version, CriterionVersionRow.level)
_SUBJECT_KEY = (LibraryEventRow.subject_id, LibraryEventRow.subject_version, LibraryEventRow.subject_level)
_ENDINGS = tuple(kind.value for kind in LibraryEventKind if kind.is_ending)
_SAME_VERSION = and_(
    LibraryEventRow.subject_id == CriterionVersionRow.id,
    LibraryEventRow.subject_version == CriterionVersionRow.version,
    LibraryEventRow.subject_level == CriterionVersionRow.level,
)
_FILED_VERSION = and_(
    CriterionFilingRow.id == CriterionVersionRow.id,
    CriterionFilingRow.version == CriterionVersionRow.version,
    CriterionFilingRow.level == CriterionVersionRow.level,
)


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """How much of each kind a group holds on a day; ``drafts`` counts what is in review too."""

    in_force: int = 0
    drafts: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class DraftNote:
    """What was said when a draft was ``submitted``, ``returned`` or ``rejected``."""

    kind: str
    text: str
    author_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version with its fingerprint, owner (``None``: the public library), times and life.

    ``author_id`` is who wrote it here, ``revision`` counts the writings of a draft.
    """

    version: CriterionVersion
    fingerprint: str
    owner_id: str | None
    recorded_at: datetime
    life: Life
    author_id: str | None = None
    revision: int = 1

    def status_on(self, day: date) -> VersionStatus:
        """The state of the version on a civil day."""
        return self.life.status_on(day)


class LibraryReading(CatalogueStore):
    """The queries of the library; ``LibraryStore`` adds what writes."""

    def list_notes(self, refs: Iterable[str]) -> dict[str, tuple[DraftNote, ...]]:
        """What was said about drafts, by full reference, oldest first; no entry where nothing was."""
        columns = (DraftNoteRow.id, DraftNoteRow.version, DraftNoteRow.level)
        query = select(DraftNoteRow).where(among(columns, {key_of(ref) for ref in refs}))
        found: dict[str, tuple[DraftNote, ...]] = {}
        for row in self._session.scalars(query.order_by(DraftNoteRow.number)):
            ref = f"{row.id}:{row.version}@{row.level}"
            note = DraftNote(row.kind, row.text, row.author_id, row.recorded_at)
            found[ref] = (*found.get(ref, ()), note)
        return found

    def list_unpublished(self, owner_id: str | None) -> tuple[StoredVersion, ...]:
        """Drafts, what is in review and what was rejected, of one owner, by id, version and level."""
        query = select(CriterionVersionRow).where(CriterionVersionRow.valid_from.is_(None))
        owned = CriterionVersionRow.owner_id
        query = query.where(owned.is_(None) if owner_id is None else owned == owner_id)
        return self._read(query, select(LibraryEventRow).where(false()))

    def list_owned(self, owner_id: str) -> tuple[StoredVersion, ...]:
        """Everything that one organisation owns, whatever its state, by id, version and level."""
        query = select(CriterionVersionRow).where(CriterionVersionRow.owner_id == owner_id)
        owned = select(*_VERSION_KEY).where(CriterionVersionRow.owner_id == owner_id).subquery()
        return self._read(query, _events_about(owned))

    def has_event(self, fingerprint: str) -> bool:
        """Whether exactly this event is recorded."""
        query = select(LibraryEventRow.number).where(LibraryEventRow.fingerprint == fingerprint)
        return self._session.scalar(query.limit(1)) is not None

    def has_public_versions(self) -> bool:
        """Whether the public library holds anything yet."""
        query = select(CriterionVersionRow.id).where(CriterionVersionRow.owner_id.is_(None)).limit(1)
        return self._session.scalar(query) is not None

    def fingerprints(self) -> dict[str, str]:
        """Fingerprint by full reference of every stored version."""
        rows = self._session.execute(
            select(
                CriterionVersionRow.id,
                CriterionVersionRow.version,
                CriterionVersionRow.level,
                CriterionVersionRow.fingerprint,
            )
        )
        return {f"{row.id}:{row.version}@{row.level}": row.fingerprint for row in rows}

    def list_versions(
        self, *, criterion_id: str | None = None, viewer: str | None = None, known_at: datetime | None = None
    ) -> tuple[StoredVersion, ...]:
        """Versions by id, version and level: the public library, the viewer's own, what is shared with it.

        ``known_at`` leaves out what was recorded later. Without an id this reads the whole library.
        """
        query, events = select(CriterionVersionRow), select(LibraryEventRow)
        if criterion_id is not None:
            query = query.where(CriterionVersionRow.id == criterion_id)
            events = events.where(LibraryEventRow.subject_id == criterion_id)
        if known_at is not None:
            query = query.where(CriterionVersionRow.recorded_at <= known_at)
            events = events.where(LibraryEventRow.recorded_at <= known_at)
        return self._read(query.where(offered(viewer)), events)

    def list_every_version(self, known_at: datetime | None = None) -> tuple[StoredVersion, ...]:
        """The whole library, whoever owns it; for the index and for checks, never for a reader."""
        query, events = select(CriterionVersionRow), select(LibraryEventRow)
        if known_at is not None:
            query = query.where(CriterionVersionRow.recorded_at <= known_at)
            events = events.where(LibraryEventRow.recorded_at <= known_at)
        return self._read(query, events)

    def list_of_criterion(
        self, criterion_id: str, viewer: str | None = None, known_at: datetime | None = None
    ) -> tuple[StoredVersion, ...]:
        """Every version and level of one criterion that the viewer may read, by version and level."""
        query = select(CriterionVersionRow).where(CriterionVersionRow.id == criterion_id, readable(viewer))
        events = select(LibraryEventRow).where(LibraryEventRow.subject_id == criterion_id)
        if known_at is not None:
            query = query.where(CriterionVersionRow.recorded_at <= known_at)
            events = events.where(LibraryEventRow.recorded_at <= known_at)
        return self._read(query, events)

    def list_in_group(
        self, group_id: str, viewer: str | None = None, known_at: datetime | None = None
    ) -> tuple[StoredVersion, ...]:
        """Every version that is or was filed in a group, by id, version and level."""
        filed = _filed_in(group_id).distinct().subquery()
        query = _versions_with(filed).where(offered(viewer))
        events = _events_about(filed)
        if known_at is not None:
            query = query.where(CriterionVersionRow.recorded_at <= known_at)
            events = events.where(LibraryEventRow.recorded_at <= known_at)
        return self._read(query, events)

    def list_by_refs(
        self, refs: Iterable[str], viewer: str | None = None, known_at: datetime | None = None
    ) -> tuple[StoredVersion, ...]:
        """The versions with these full references that the viewer may read, by id, version and level."""
        keys = tuple(sorted({key_of(ref) for ref in refs}))
        if not keys:
            return ()
        query = select(CriterionVersionRow).where(among(_VERSION_KEY, keys), readable(viewer))
        events = select(LibraryEventRow).where(among(_SUBJECT_KEY, keys))
        if known_at is not None:
            query = query.where(CriterionVersionRow.recorded_at <= known_at)
            events = events.where(LibraryEventRow.recorded_at <= known_at)
        return self._read(query, events)

    def list_of_any_owner(self, refs: Iterable[str], *, published: bool = False) -> tuple[StoredVersion, ...]:
        """The versions with these full references, whoever owns them; for rules, never for a reader."""
        keys = tuple(sorted({key_of(ref) for ref in refs}))
        if not keys:
            return ()
        found: list[StoredVersion] = []
        # A statement takes some ten thousand values; a whole library is read in parts.
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            query = select(CriterionVersionRow).where(among(_VERSION_KEY, some))
            if published:
                query = query.where(CriterionVersionRow.valid_from.is_not(None))
            found += self._read(query, select(LibraryEventRow).where(among(_SUBJECT_KEY, some)))
        return tuple(found)

    def list_line(
        self, criterion_id: str, level: str, *, published: bool = False
    ) -> tuple[StoredVersion, ...]:
        """Every version of a criterion at a level, whoever owns them; for rules, never for a reader."""
        query = select(CriterionVersionRow).where(
            CriterionVersionRow.id == criterion_id, CriterionVersionRow.level == level
        )
        if published:
            query = query.where(CriterionVersionRow.valid_from.is_not(None))
        events = select(LibraryEventRow).where(
            LibraryEventRow.subject_id == criterion_id, LibraryEventRow.subject_level == level
        )
        return self._read(query, events)

    def list_filed(self, group_id: str, day: date) -> tuple[StoredVersion, ...]:
        """What is filed in a group on or after a day, whoever owns it; for rules, never for a reader."""
        still = or_(CriterionFilingRow.until.is_(None), CriterionFilingRow.until > day)
        filed = _filed_in(group_id).where(still).distinct().subquery()
        return self._read(_versions_with(filed), _events_about(filed))

    def refs_filed_in(self, group_id: str) -> frozenset[str]:
        """The full references of everything that is or was filed in a group."""
        rows = self._session.execute(_filed_in(group_id).distinct())
        return frozenset(f"{row[0]}:{row[1]}@{row[2]}" for row in rows)

    def count_in_groups(self, day: date, viewer: str | None = None) -> dict[str, GroupCounts]:
        """How many versions are in force, on their way and withdrawn with a gap on a day, by group."""
        filed_then = or_(CriterionFilingRow.until.is_(None), CriterionFilingRow.until > day)
        ended = (
            select(LibraryEventRow.number)
            .where(_SAME_VERSION, LibraryEventRow.kind.in_(_ENDINGS), LibraryEventRow.effective_on <= day)
            .exists()
        )
        query = (
            select(CriterionFilingRow.group_id, func.count())
            .join(CriterionVersionRow, _FILED_VERSION)
            .where(offered(viewer), filed_then)
            .group_by(CriterionFilingRow.group_id)
        )
        in_force = query.where(CriterionVersionRow.valid_from <= day, CriterionFilingRow.since <= day, ~ended)
        on_their_way = query.where(
            CriterionVersionRow.valid_from.is_(None), CriterionVersionRow.stage != Stage.REJECTED.value
        )
        gaps: dict[str, int] = {}
        for item in self.list_withdrawn_with_gap(viewer):
            if item.status_on(day) is VersionStatus.WITHDRAWN_GAP:
                for group_id in item.life.groups_on(day):
                    gaps[group_id] = gaps.get(group_id, 0) + 1
        held = {row[0]: row[1] for row in self._session.execute(in_force)}
        drafts = {row[0]: row[1] for row in self._session.execute(on_their_way)}
        return {
            group_id: GroupCounts(held.get(group_id, 0), drafts.get(group_id, 0), gaps.get(group_id, 0))
            for group_id in held.keys() | drafts.keys() | gaps.keys()
        }

    def list_withdrawn_with_gap(self, viewer: str | None) -> tuple[StoredVersion, ...]:
        """The versions that have ever been withdrawn with a gap."""
        gone = (
            select(
                LibraryEventRow.subject_id.label("id"),
                LibraryEventRow.subject_version.label("version"),
                LibraryEventRow.subject_level.label("level"),
            )
            .where(LibraryEventRow.kind == LibraryEventKind.WITHDRAW_GAP.value)
            .distinct()
            .subquery()
        )
        return self._read(_versions_with(gone).where(offered(viewer)), _events_about(gone))

    def list_edges_to(self, ref: str) -> tuple[str, ...]:
        """The references of the versions that an edge to this one is recorded for, sorted."""
        rows = self._session.execute(
            select(
                LibraryEdgeRow.subject_id, LibraryEdgeRow.subject_version, LibraryEdgeRow.subject_level
            ).where(is_successor((key_of(ref),)))
        )
        return tuple(sorted({f"{row[0]}:{row[1]}@{row[2]}" for row in rows}))

    def titles(self, refs: Iterable[str]) -> dict[str, str]:
        """The Swedish title by full reference, of those that exist."""
        keys = tuple(sorted({key_of(ref) for ref in refs}))
        if not keys:
            return {}
        rows = self._session.scalars(select(CriterionVersionRow.content).where(among(_VERSION_KEY, keys)))
        found = (_version_of(content) for content in rows)
        return {version.ref: version.title.sv for version in found}

    def find_life(self, ref: str) -> Life | None:
        """The life of one version, whoever owns it."""
        row = self._session.get(CriterionVersionRow, key_of(ref))
        if row is None:
            return None
        events = (
            select(LibraryEventRow)
            .where(among(_SUBJECT_KEY, (key_of(ref),)))
            .order_by(LibraryEventRow.number)
        )
        return stored_of(row, tuple(map(event_of, self._session.scalars(events)))).life

    def find_publication(self, ref: str) -> Publication | None:
        """How a version was published, if it was."""
        row = self._session.get(PublicationRow, key_of(ref))
        return None if row is None else read_json(Publication, row.content)

    def list_publications(self, refs: Iterable[str]) -> dict[str, Publication]:
        """How each of these versions was published, in one query; no entry where it was not."""
        columns = (PublicationRow.id, PublicationRow.version, PublicationRow.level)
        query = select(PublicationRow.content).where(among(columns, {key_of(ref) for ref in refs}))
        found = (read_json(Publication, content) for content in self._session.scalars(query))
        return {item.ref: item for item in found}

    def list_lines(self, lines: Iterable[str]) -> frozenset[str]:
        """Those of the criteria at a level that exist, in any version; a line is ``ID@level``."""
        keys = {(line.partition("@")[0], line.partition("@")[2]) for line in lines}
        columns = (CriterionVersionRow.id, CriterionVersionRow.level)
        query = select(*columns).where(among(columns, keys))
        return frozenset(f"{row[0]}@{row[1]}" for row in self._session.execute(query.distinct()))

    def last_version(self, criterion_id: str) -> int:
        """The highest version number in a lineage, 0 where there is none."""
        query = select(func.max(CriterionVersionRow.version)).where(CriterionVersionRow.id == criterion_id)
        return int(self._session.scalar(query) or 0)

    def find_version(self, reference: Reference, viewer: str | None = None) -> StoredVersion | None:
        """The version with an exact reference, whatever its state."""
        return next(iter(self.list_by_refs((str(reference),), viewer)), None) if reference.is_exact else None

    def get_version(self, reference: Reference, viewer: str | None = None) -> StoredVersion:
        """The version with an exact reference.

        Raises:
            NotFoundError: ``criterion.unknown``.
        """
        found = self.find_version(reference, viewer)
        if found is None:
            raise NotFoundError("criterion.unknown", where=str(reference), ref=str(reference))
        return found

    def _read(
        self, query: Select[CriterionVersionRow], events: Select[LibraryEventRow]
    ) -> tuple[StoredVersion, ...]:
        by_subject: dict[Key, list[LibraryEvent]] = {}
        for item in self._session.scalars(events.order_by(LibraryEventRow.number)):
            key = (item.subject_id, item.subject_version, item.subject_level)
            by_subject.setdefault(key, []).append(event_of(item))
        ordered = query.order_by(
            CriterionVersionRow.id, CriterionVersionRow.version, CriterionVersionRow.level
        )
        return tuple(
            stored_of(row, tuple(by_subject.get((row.id, row.version, row.level), ())))
            for row in self._session.scalars(ordered)
        )


def event_of(row: LibraryEventRow) -> LibraryEvent:
    """The event of a row, on the day it takes effect here."""
    event = _event_of(row.content)
    return event if event.on == row.effective_on else replace(event, on=row.effective_on)


def stored_of(row: CriterionVersionRow, events: tuple[LibraryEvent, ...]) -> StoredVersion:
    """The stored version of a row, with what has happened to it in the order recorded."""
    version = _version_of(row.content)
    stage = Stage.DRAFT if row.stage == PUBLISHED else Stage(row.stage)
    return StoredVersion(
        version=version,
        fingerprint=row.fingerprint,
        owner_id=row.owner_id,
        recorded_at=row.recorded_at,
        life=life_of(version, row.valid_from, events, stage),
        author_id=row.author_id,
        revision=row.revision,
    )


def version_key(version: CriterionVersion) -> Key:
    """The key of a version's row."""
    return version.id, version.version, version.level.value


# A join, since SQLite looks at every version for "(id, version, level) IN (SELECT ...)".
def _versions_with(keys: Subquery) -> Select[CriterionVersionRow]:
    return select(CriterionVersionRow).join(
        keys,
        and_(
            CriterionVersionRow.id == keys.c.id,
            CriterionVersionRow.version == keys.c.version,
            CriterionVersionRow.level == keys.c.level,
        ),
    )


def _events_about(keys: Subquery) -> Select[LibraryEventRow]:
    return select(LibraryEventRow).join(
        keys,
        and_(
            LibraryEventRow.subject_id == keys.c.id,
            LibraryEventRow.subject_version == keys.c.version,
            LibraryEventRow.subject_level == keys.c.level,
        ),
    )


def _filed_in(group_id: str) -> Select[str, int, str]:
    return select(CriterionFilingRow.id, CriterionFilingRow.version, CriterionFilingRow.level).where(
        CriterionFilingRow.group_id == group_id
    )


# Read from the same text a frozen object is the same object. What stands here was validated when it was
# written, and is read without validating it anew (148 versions: 89 ms against 4 ms with both).
@lru_cache(maxsize=8192)
def _version_of(content: str) -> CriterionVersion:
    return read_json(CriterionVersion, content)


@lru_cache(maxsize=8192)
def _event_of(content: str) -> LibraryEvent:
    return read_json(LibraryEvent, content)


def forget_parsed() -> None:
    """Let the next reading parse what it reads; for measuring a first reading."""
    _version_of.cache_clear()
    _event_of.cache_clear()
