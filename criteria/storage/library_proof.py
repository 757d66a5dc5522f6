# SPDX-License-Identifier: EUPL-1.2
"""The rows of the library as they stand, beside what their content says; for verifying, not for readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from criteria.library.ledger import GroupLine
from criteria.library.model import CriterionVersion, LibraryEvent
from criteria.library.publication import Publication
from criteria.schemas.derived import read_json
from criteria.storage.library_tables import (
    CriterionFilingRow,
    GroupHistoryRow,
    LibraryEdgeRow,
    PublicationRow,
)
from criteria.storage.tables import CriterionVersionRow, LibraryEventRow

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, order=True)
class Filing:
    """That a version is filed in a group, [since, until), both as ISO dates or empty."""

    group: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """The row of a version: its key, its columns, and its content (``None`` where it cannot be read)."""

    ref: str
    type: str
    fingerprint: str
    owner_id: str | None
    valid_from: date | None
    content: CriterionVersion | None
    publication: Publication | None
    publication_mark: str | None
    filings: tuple[Filing, ...]


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """The row of an event: its key, its columns, its content as recorded, and the edges beside it.

    ``edges`` holds subject, successor and the day it takes effect, in order.
    """

    number: int
    subject: str
    kind: str
    on: date
    fingerprint: str
    content: LibraryEvent | None
    edges: tuple[tuple[str, str, date], ...]


class LibraryProof:
    """Reads everything, in five queries."""

    def __init__(self, session: Session) -> None:
        """Bind to a session; the library's lock is held, so that nothing comes between the queries."""
        self._session = session

    def list_versions(self) -> tuple[HeldVersion, ...]:
        """Every version of every owner, by id, version and level."""
        rows = self._session.scalars(
            select(CriterionVersionRow).order_by(
                CriterionVersionRow.id, CriterionVersionRow.version, CriterionVersionRow.level
            )
        )
        publications = {_ref(row): row for row in self._session.scalars(select(PublicationRow))}
        filings: dict[str, list[Filing]] = {}
        for filing in self._session.scalars(select(CriterionFilingRow)):
            told = Filing(filing.group_id, _iso(filing.since), _iso(filing.until))
            filings.setdefault(_ref(filing), []).append(told)
        return tuple(_held(row, publications.get(_ref(row)), filings.get(_ref(row), ())) for row in rows)

    def list_events(self) -> tuple[HeldEvent, ...]:
        """Everything that has happened to any version, in the order it was recorded."""
        edges: dict[int, list[tuple[str, str, date]]] = {}
        ordered = select(LibraryEdgeRow).order_by(LibraryEdgeRow.event_number, LibraryEdgeRow.position)
        for edge in self._session.scalars(ordered):
            subject = f"{edge.subject_id}:{edge.subject_version}@{edge.subject_level}"
            successor = f"{edge.successor_id}:{edge.successor_version}@{edge.successor_level}"
            edges.setdefault(edge.event_number, []).append((subject, successor, edge.effective_on))
        rows = self._session.scalars(select(LibraryEventRow).order_by(LibraryEventRow.number))
        return tuple(
            HeldEvent(
                number=row.number,
                subject=f"{row.subject_id}:{row.subject_version}@{row.subject_level}",
                kind=row.kind,
                on=row.effective_on,
                fingerprint=row.fingerprint,
                content=_read(LibraryEvent, row.content),
                edges=tuple(edges.get(row.number, ())),
            )
            for row in rows
        )

    def group_lines(self) -> dict[str, GroupLine]:
        """Every group by id, with the day from which it is closed and where it went."""
        rows = self._session.scalars(
            select(GroupHistoryRow).order_by(GroupHistoryRow.id, GroupHistoryRow.number)
        )
        return {
            row.id: GroupLine(row.id)
            if row.state == "open"
            else GroupLine(row.id, row.since, row.moved_to, row.since)
            for row in rows
        }


def _held(
    row: CriterionVersionRow, published: PublicationRow | None, filings: Iterable[Filing]
) -> HeldVersion:
    return HeldVersion(
        ref=_ref(row),
        type=row.type,
        fingerprint=row.fingerprint,
        owner_id=row.owner_id,
        valid_from=row.valid_from,
        content=_read(CriterionVersion, row.content),
        publication=None if published is None else _read(Publication, published.content),
        publication_mark=None if published is None else published.fingerprint,
        filings=tuple(sorted(filings)),
    )


def _read(shape: type[_T], content: str) -> _T | None:
    """What is read, or ``None``: content that was written past the program may have any form."""
    try:
        return read_json(shape, content)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None


def _ref(row: CriterionVersionRow | PublicationRow | CriterionFilingRow) -> str:
    return f"{row.id}:{row.version}@{row.level}"


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
