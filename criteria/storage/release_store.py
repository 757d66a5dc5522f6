# SPDX-License-Identifier: EUPL-1.2
"""Releases in the database: planned ones may be written anew, published and cancelled ones are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.storage.library_tables import ReleaseRow


class ReleaseState(str, Enum):
    """How far a release has come."""

    PLANNED = "planned"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release as stored; ``plan`` and ``notes`` are JSON text that services make and read."""

    id: str
    title: str
    state: ReleaseState
    takes_effect_on: date
    plan: str
    notes: str
    recorded_at: datetime


class ReleaseStore:
    """Reads and writes releases."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def put(self, release: StoredRelease) -> None:
        """Store a release; the trigger refuses this for one that is no longer planned."""
        values = {name: getattr(release, name) for name in StoredRelease.__slots__ if name != "state"}
        self._session.merge(ReleaseRow(**values, state=release.state.value))
        self._session.flush()

    def get(self, release_id: str) -> StoredRelease:
        """The release with an id.

        Raises:
            NotFoundError: ``release.unknown``.
        """
        row = self._session.get(ReleaseRow, release_id)
        if row is None:
            raise NotFoundError("release.unknown", where=release_id, given=release_id)
        return _release(row)

    def list_all(self) -> tuple[StoredRelease, ...]:
        """Every release, the one that takes effect last first."""
        query = select(ReleaseRow).order_by(ReleaseRow.takes_effect_on.desc(), ReleaseRow.id)
        return tuple(_release(row) for row in self._session.scalars(query))


def _release(row: ReleaseRow) -> StoredRelease:
    return StoredRelease(
        row.id,
        row.title,
        ReleaseState(row.state),
        row.takes_effect_on,
        row.plan,
        row.notes,
        row.recorded_at,
    )
