# SPDX-License-Identifier: EUPL-1.2
"""Groups, packages and labels in the database: what the library's versions are filed and named by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.library.ledger import GroupLine, heirs_on
from criteria.library.model import Label, Package, ProductGroup
from criteria.library.packages import package_on
from criteria.library.vocabulary import LabelUse, LegalReview
from criteria.schemas.derived import dump_json, load, read_json
from criteria.storage.library_tables import GroupHistoryRow
from criteria.storage.tables import GroupRow, LabelRow, PackageRow


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """One entry of a group's history: what it was from a day, and where it went when it was closed."""

    group: ProductGroup
    since: date
    is_open: bool
    moved_to: str | None
    recorded_at: datetime


class CatalogueStore:
    """Reads and writes groups, packages and labels as they now stand, and the history of groups."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def put_group(self, group: ProductGroup, fingerprint: str) -> None:
        """Store a product group as it now stands."""
        self._session.merge(GroupRow(id=group.id, content=dump_json(group), fingerprint=fingerprint))

    def add_group_entry(self, entry: GroupEntry, fingerprint: str) -> None:
        """Append what a group is from a day on; a later entry takes the place of an earlier one."""
        last = select(func.max(GroupHistoryRow.number)).where(GroupHistoryRow.id == entry.group.id)
        self._session.add(
            GroupHistoryRow(
                id=entry.group.id,
                number=int(self._session.scalar(last) or 0) + 1,
                since=entry.since,
                content=dump_json(entry.group),
                fingerprint=fingerprint,
                state="open" if entry.is_open else "closed",
                moved_to=entry.moved_to,
                recorded_at=entry.recorded_at,
            )
        )
        self._session.flush()

    def list_every_group_entry(self) -> dict[str, tuple[GroupEntry, ...]]:
        """Every entry of every group's history by group id, in the order recorded, in one query."""
        query = select(GroupHistoryRow).order_by(GroupHistoryRow.id, GroupHistoryRow.number)
        found: dict[str, tuple[GroupEntry, ...]] = {}
        for row in self._session.scalars(query):
            found[row.id] = (*found.get(row.id, ()), _entry_of(row))
        return found

    def list_group_history(self, group_id: str) -> tuple[GroupEntry, ...]:
        """Every entry of a group's history, in the order recorded; none for a group without history."""
        query = select(GroupHistoryRow).where(GroupHistoryRow.id == group_id).order_by(GroupHistoryRow.number)
        return tuple(_entry_of(row) for row in self._session.scalars(query))

    def find_group_entry(
        self, group_id: str, day: date, known_at: datetime | None = None
    ) -> GroupEntry | None:
        """What a group was on a day, as recorded by then; before its first entry, what that one says.

        ``None`` for a group without history.
        """
        entries = self.list_group_history(group_id)
        known = [entry for entry in entries if known_at is None or entry.recorded_at <= known_at]
        held = [entry for entry in known if entry.since <= day]
        return held[-1] if held else next(iter(entries), None)

    def closed_groups(self, day: date) -> frozenset[str]:
        """The ids of the groups that are closed on a day; what is closed is never opened again."""
        query = select(GroupHistoryRow.id).where(
            GroupHistoryRow.state == "closed", GroupHistoryRow.since <= day
        )
        return frozenset(self._session.scalars(query))

    def list_moved_into(self, group_id: str, day: date, known_at: datetime | None = None) -> tuple[str, ...]:
        """The ids of the groups that had been moved into this one by a day, in one step or several."""
        closed = self.closed_lines(known_at)
        return tuple(
            sorted(
                line.id for line in closed.values() if group_id in heirs_on((line.id,), closed.get, day)[1:]
            )
        )

    def group_marks(self, group_id: str) -> frozenset[str]:
        """The fingerprint of everything a group has ever been."""
        query = select(GroupHistoryRow.fingerprint).where(GroupHistoryRow.id == group_id)
        return frozenset(self._session.scalars(query))

    def get_group(self, group_id: str) -> ProductGroup:
        """The group as it now stands.

        Raises:
            NotFoundError: ``group.unknown``.
        """
        row = self._session.get(GroupRow, group_id)
        if row is None:
            raise NotFoundError("group.unknown", where="group", name=group_id)
        return _group_of(row.content)

    def find_group(self, group_id: str) -> GroupLine | None:
        """The group as the cover rule sees it: that it exists, and from when it is closed."""
        if self._session.get(GroupRow, group_id) is None:
            return None
        query = (
            select(GroupHistoryRow.since, GroupHistoryRow.state, GroupHistoryRow.moved_to)
            .where(GroupHistoryRow.id == group_id)
            .order_by(GroupHistoryRow.number.desc())
            .limit(1)
        )
        last = self._session.execute(query).first()
        if last is None or last.state == "open":
            return GroupLine(group_id)
        return GroupLine(group_id, last.since, last.moved_to, last.since)

    def closed_lines(self, known_at: datetime | None = None) -> dict[str, GroupLine]:
        """Every group that is closed, or will be, by id; what is closed is never opened again."""
        query = select(GroupHistoryRow).where(GroupHistoryRow.state == "closed")
        if known_at is not None:
            query = query.where(GroupHistoryRow.recorded_at <= known_at)
        rows = self._session.scalars(query.order_by(GroupHistoryRow.number))
        return {row.id: GroupLine(row.id, row.since, row.moved_to, row.since) for row in rows}

    def list_groups(self) -> tuple[ProductGroup, ...]:
        """Every product group, by id."""
        rows = self._session.scalars(select(GroupRow).order_by(GroupRow.id))
        return tuple(_group_of(row.content) for row in rows)

    def existing_groups(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of the ids that are product groups."""
        return frozenset(self._session.scalars(select(GroupRow.id).where(GroupRow.id.in_(tuple(ids)))))

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

    def list_packages(self, on: date | None = None) -> tuple[Package, ...]:
        """The version of every package that is in force on a day, by id; without a day, the last to come."""
        found = (package_on(line, on or date.max) for line in self.list_package_lines())
        return tuple(package for package in found if package is not None)

    def list_package_lines(self) -> tuple[tuple[Package, ...], ...]:
        """Every version of every package, by id, oldest first."""
        lines: dict[str, list[Package]] = {}
        for row in self._session.scalars(select(PackageRow).order_by(PackageRow.id, PackageRow.version)):
            lines.setdefault(row.id, []).append(_package_of(row.content))
        return tuple(tuple(line) for line in lines.values())

    def list_package_versions(self, package_id: str) -> tuple[Package, ...]:
        """Every version of a package, oldest first."""
        query = select(PackageRow).where(PackageRow.id == package_id).order_by(PackageRow.version)
        return tuple(_package_of(row.content) for row in self._session.scalars(query))

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
        return tuple(_label_of(row.content) for row in rows)

    def label_fingerprints(self) -> dict[str, str]:
        """Fingerprint by label id."""
        return {
            row.id: row.fingerprint
            for row in self._session.execute(select(LabelRow.id, LabelRow.fingerprint))
        }


def _entry_of(row: GroupHistoryRow) -> GroupEntry:
    return GroupEntry(_group_of(row.content), row.since, row.state == "open", row.moved_to, row.recorded_at)


@lru_cache(maxsize=1024)
def _group_of(content: str) -> ProductGroup:
    return read_json(ProductGroup, content)


@lru_cache(maxsize=1024)
def _package_of(content: str) -> Package:
    return read_json(Package, content)


@lru_cache(maxsize=512)
def _label_of(content: str) -> Label:
    """A label as stored, also in the form it had before the six points were a record of their own.

    A row in the old form stands until the shipped library is loaded anew, which replaces it: an upgraded
    database or a restored backup must be readable until then. Its one text says neither point by point how
    the label stands nor that it may be demanded, so it reads as a label whose property is to be written.
    """
    data = json.loads(content)
    if isinstance(data["assessment"], str):
        data["assessment"] = {
            "summary": data["assessment"],
            "points": [],
            "conclusion": LabelUse.PROPERTY.value,
            "groups": [],
            "review": {
                "legal": LegalReview.NOT_REVIEWED.value,
                "editor": "Kravkedjans redaktion",
                "read_on": max((source["read_on"] for source in data["sources"]), default="2026-11-19"),
            },
        }
    return load(Label, data)
