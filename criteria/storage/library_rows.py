# SPDX-License-Identifier: EUPL-1.2
"""The rows beside a version and an event, by which the library is asked without reading all of it.

Kept in step by whoever writes versions and events (``LibraryStore``), in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from criteria.canonical import fingerprint
from criteria.identifiers import parse_reference
from criteria.library.model import LibraryEvent, Move
from criteria.library.publication import Publication
from criteria.schemas.derived import dump_json
from criteria.storage.library_tables import CriterionFilingRow, LibraryEdgeRow, PublicationRow

#: Id, version and level, as every table has them.
Key = tuple[str, int, str]


def key_of(ref: str) -> Key:
    """The key of a full reference."""
    reference = parse_reference(ref)
    return reference.id, reference.version or 0, reference.level or ""


def write_publication(session: Session, publication: Publication, at: datetime) -> None:
    """Append how a version was published."""
    id_, version, level = key_of(publication.ref)
    session.execute(
        insert(PublicationRow).values(
            id=id_,
            version=version,
            level=level,
            valid_from=publication.valid_from,
            content=dump_json(publication),
            fingerprint=fingerprint(publication),
            recorded_at=at,
        )
    )


def write_filings(session: Session, key: Key, groups: tuple[str, ...], since: date | None) -> None:
    """File a version in its groups, from the day it is in force; a draft is filed anew at each writing."""
    session.execute(delete(CriterionFilingRow).where(_is_key(key), CriterionFilingRow.since.is_(None)))
    rows = [
        {"id": key[0], "version": key[1], "level": key[2], "group_id": group, "since": since}
        for group in groups
    ]
    session.execute(insert(CriterionFilingRow), rows)


def write_move(session: Session, key: Key, move: Move, on: date) -> None:
    """Close the filings a version leaves and open those it joins, from one day on (I10)."""
    open_now = select(CriterionFilingRow.group_id).where(_is_key(key), CriterionFilingRow.until.is_(None))
    filed = set(session.scalars(open_now))
    session.execute(
        update(CriterionFilingRow)
        .where(_is_key(key), CriterionFilingRow.until.is_(None), CriterionFilingRow.group_id.in_(move.leave))
        .values(until=on)
    )
    joined = [group for group in move.join if group not in filed]
    if joined:
        write_filings(session, key, tuple(joined), on)


def write_edges(session: Session, number: int, event: LibraryEvent, on: date) -> None:
    """Append the replacement edges of an event, so that they can be walked from either end."""
    subject = key_of(event.subject)
    rows = []
    for position, successor in enumerate(event.successors):
        target = key_of(successor.ref)
        rows.append(
            {
                "event_number": number,
                "position": position,
                "subject_id": subject[0],
                "subject_version": subject[1],
                "subject_level": subject[2],
                "successor_id": target[0],
                "successor_version": target[1],
                "successor_level": target[2],
                "effective_on": on,
            }
        )
    if rows:
        session.execute(insert(LibraryEdgeRow), rows)


def among(
    columns: Sequence[InstrumentedAttribute[Any]], keys: Collection[tuple[str, *tuple[Any, ...]]]
) -> ColumnElement[bool]:
    """The condition that a row has one of some keys; the first column is an id.

    The ids alone come first: for more than one key in brackets SQLite uses no index and reads all rows.
    """
    ids = sorted({key[0] for key in keys})
    return and_(columns[0].in_(ids), tuple_(*columns).in_(sorted(keys)))


def is_successor(keys: tuple[Key, ...]) -> ColumnElement[bool]:
    """The condition that an edge leads to one of the versions."""
    ends = (LibraryEdgeRow.successor_id, LibraryEdgeRow.successor_version, LibraryEdgeRow.successor_level)
    return among(ends, keys)


def _is_key(key: Key) -> ColumnElement[bool]:
    return (
        (CriterionFilingRow.id == key[0])
        & (CriterionFilingRow.version == key[1])
        & (CriterionFilingRow.level == key[2])
    )
