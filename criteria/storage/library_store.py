# SPDX-License-Identifier: EUPL-1.2
"""The library in the database: versions, what happened to them, groups, packages and labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError, RefusedError
from criteria.identifiers import Reference, parse_reference
from criteria.library.fingerprint import event_fingerprint, version_fingerprint
from criteria.library.lifecycle import Life, VersionStatus
from criteria.library.model import CriterionVersion, Label, LibraryEvent, Package, ProductGroup
from criteria.library.vocabulary import ShippedState
from criteria.schemas.derived import dump_json, load_json
from criteria.storage.tables import (
    CriterionVersionRow,
    GroupRow,
    LabelRow,
    LibraryEventRow,
    PackageRow,
)


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version with its fingerprint, owner (``None``: the public library), times and life."""

    version: CriterionVersion
    fingerprint: str
    owner_id: str | None
    recorded_at: datetime
    life: Life

    def status_on(self, day: date) -> VersionStatus:
        """The state of the version on a civil day."""
        return self.life.status_on(day)


class LibraryStore:
    """Reads and appends; a published version is never written again."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add_version(self, version: CriterionVersion, owner_id: str | None, at: datetime) -> str:
        """Store a new version and return its fingerprint.

        Raises:
            RefusedError: ``criterion.exists`` when the key (id, version, level) is taken.
        """
        key = (version.id, version.version, version.level.value)
        if self._session.get(CriterionVersionRow, key) is not None:
            raise RefusedError("criterion.exists", where=version.ref, ref=version.ref)
        fingerprint = version_fingerprint(version)
        self._session.add(
            CriterionVersionRow(
                id=version.id,
                version=version.version,
                level=version.level.value,
                type=version.type.value,
                owner_id=owner_id,
                valid_from=version.valid_from if version.state is ShippedState.PUBLISHED else None,
                content=dump_json(version),
                fingerprint=fingerprint,
                recorded_at=at,
            )
        )
        return fingerprint

    def replace_draft(self, version: CriterionVersion, at: datetime) -> str:
        """Write a draft anew, or publish it; the trigger refuses this for what is published."""
        row = self._session.get_one(CriterionVersionRow, (version.id, version.version, version.level.value))
        row.content = dump_json(version)
        row.fingerprint = version_fingerprint(version)
        row.type = version.type.value
        row.valid_from = version.valid_from if version.state is ShippedState.PUBLISHED else None
        row.recorded_at = at
        self._session.flush()
        return row.fingerprint

    def add_event(self, event: LibraryEvent, at: datetime) -> str:
        """Append what happened to a version and return the event's fingerprint."""
        reference = parse_reference(event.subject)
        fingerprint = event_fingerprint(event)
        self._session.add(
            LibraryEventRow(
                subject_id=reference.id,
                subject_version=reference.version,
                subject_level=reference.level,
                kind=event.kind.value,
                effective_on=event.on,
                content=dump_json(event),
                fingerprint=fingerprint,
                recorded_at=at,
            )
        )
        self._session.flush()
        return fingerprint

    def has_event(self, fingerprint: str) -> bool:
        """Whether exactly this event is recorded."""
        query = select(LibraryEventRow.number).where(LibraryEventRow.fingerprint == fingerprint)
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
        """Versions ordered by id, version and level: the public library and the viewer's own.

        ``known_at`` leaves out what was recorded later.
        """
        query = select(CriterionVersionRow).order_by(
            CriterionVersionRow.id, CriterionVersionRow.version, CriterionVersionRow.level
        )
        events = select(LibraryEventRow).order_by(LibraryEventRow.number)
        if criterion_id is not None:
            query = query.where(CriterionVersionRow.id == criterion_id)
            events = events.where(LibraryEventRow.subject_id == criterion_id)
        if known_at is not None:
            query = query.where(CriterionVersionRow.recorded_at <= known_at)
            events = events.where(LibraryEventRow.recorded_at <= known_at)
        query = query.where(CriterionVersionRow.owner_id.is_(None) | (CriterionVersionRow.owner_id == viewer))
        by_subject: dict[tuple[str, int, str], list[LibraryEvent]] = {}
        for item in self._session.scalars(events):
            key = (item.subject_id, item.subject_version, item.subject_level)
            by_subject.setdefault(key, []).append(load_json(LibraryEvent, item.content))
        return tuple(
            _stored(row, by_subject.get((row.id, row.version, row.level), ()))
            for row in self._session.scalars(query)
        )

    def find_version(self, reference: Reference, viewer: str | None = None) -> StoredVersion | None:
        """The version with an exact reference, whatever its state."""
        found = self.list_versions(criterion_id=reference.id, viewer=viewer)
        return next(
            (
                item
                for item in found
                if item.version.version == reference.version and item.version.level.value == reference.level
            ),
            None,
        )

    def get_version(self, reference: Reference, viewer: str | None = None) -> StoredVersion:
        """The version with an exact reference.

        Raises:
            NotFoundError: ``criterion.unknown``.
        """
        found = self.find_version(reference, viewer)
        if found is None:
            raise NotFoundError("criterion.unknown", where=str(reference), ref=str(reference))
        return found

    def put_group(self, group: ProductGroup, fingerprint: str) -> None:
        """Store a product group as it now stands."""
        self._session.merge(GroupRow(id=group.id, content=dump_json(group), fingerprint=fingerprint))

    def list_groups(self) -> tuple[ProductGroup, ...]:
        """Every product group, by id."""
        rows = self._session.scalars(select(GroupRow).order_by(GroupRow.id))
        return tuple(_group_of(row.content) for row in rows)

    def group_fingerprints(self) -> dict[str, str]:
        """Fingerprint by group id."""
        return {
            row.id: row.fingerprint
            for row in self._session.execute(select(GroupRow.id, GroupRow.fingerprint))
        }

    def put_package(self, package: Package, fingerprint: str) -> None:
        """Store a package version."""
        self._session.merge(
            PackageRow(
                id=package.id, version=package.version, content=dump_json(package), fingerprint=fingerprint
            )
        )

    def list_packages(self) -> tuple[Package, ...]:
        """The latest version of every package, by id."""
        rows = self._session.scalars(select(PackageRow).order_by(PackageRow.id, PackageRow.version))
        latest = {row.id: row for row in rows}
        return tuple(load_json(Package, row.content) for row in latest.values())

    def package_fingerprints(self) -> dict[tuple[str, int], str]:
        """Fingerprint by package id and version."""
        rows = self._session.execute(select(PackageRow.id, PackageRow.version, PackageRow.fingerprint))
        return {(row.id, row.version): row.fingerprint for row in rows}

    def put_label(self, label: Label, fingerprint: str) -> None:
        """Store a label scheme."""
        self._session.merge(LabelRow(id=label.id, content=dump_json(label), fingerprint=fingerprint))

    def list_labels(self) -> tuple[Label, ...]:
        """Every label scheme, by id."""
        rows = self._session.scalars(select(LabelRow).order_by(LabelRow.id))
        return tuple(load_json(Label, row.content) for row in rows)

    def label_fingerprints(self) -> dict[str, str]:
        """Fingerprint by label id."""
        return {
            row.id: row.fingerprint
            for row in self._session.execute(select(LabelRow.id, LabelRow.fingerprint))
        }


def _stored(row: CriterionVersionRow, events: Iterable[LibraryEvent]) -> StoredVersion:
    return StoredVersion(
        version=_version_of(row.content),
        fingerprint=row.fingerprint,
        owner_id=row.owner_id,
        recorded_at=row.recorded_at,
        life=Life(row.valid_from, tuple(events)),
    )


# Read from the same text a frozen object is the same object; validating it anew for every page took
# most of a page's time (148 versions: 89 ms against 4 ms).
@lru_cache(maxsize=8192)
def _version_of(content: str) -> CriterionVersion:
    return load_json(CriterionVersion, content)


@lru_cache(maxsize=256)
def _group_of(content: str) -> ProductGroup:
    return load_json(ProductGroup, content)
