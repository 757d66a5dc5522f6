# SPDX-License-Identifier: EUPL-1.2
"""Saved searches in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.library.lifecycle import VersionStatus
from criteria.storage.saved_tables import SavedSearchRow


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question with a name. ``filters`` holds the chosen values by the name of their facet.

    ``changed_at`` is when a watch last found something to tell, in UTC.
    """

    id: str
    user_id: str
    organisation_id: str
    name: str
    text: str
    filters: Mapping[str, tuple[str, ...]]
    is_watched: bool
    known: Mapping[str, VersionStatus]
    made_at: datetime
    changed_at: datetime | None = None


class SavedSearchStore:
    """Saved searches of people; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def put(self, saved: SavedSearch) -> None:
        """Store a new search, or what has changed of it."""
        self._session.merge(
            SavedSearchRow(
                id=saved.id,
                user_id=saved.user_id,
                organisation_id=saved.organisation_id,
                name=saved.name,
                text=saved.text,
                filters=json.dumps(dict(saved.filters), ensure_ascii=False, sort_keys=True),
                is_watched=saved.is_watched,
                known=json.dumps({ref: status.value for ref, status in saved.known.items()}, sort_keys=True),
                made_at=saved.made_at,
                changed_at=saved.changed_at,
            )
        )
        self._session.flush()

    def get(self, saved_id: str, user_id: str, organisation_id: str) -> SavedSearch:
        """A person's search by id.

        Raises:
            NotFoundError: ``saved_search.unknown``, also for somebody else's.
        """
        row = self._session.get(SavedSearchRow, saved_id)
        if row is None or (row.user_id, row.organisation_id) != (user_id, organisation_id):
            raise NotFoundError("saved_search.unknown", where=saved_id, given=saved_id)
        return _saved(row)

    def remove(self, saved_id: str) -> None:
        """Take a search away for good."""
        self._session.execute(delete(SavedSearchRow).where(SavedSearchRow.id == saved_id))

    def list_of(self, user_id: str, organisation_id: str) -> tuple[SavedSearch, ...]:
        """A person's searches in an organisation, by name."""
        query = (
            select(SavedSearchRow)
            .where(SavedSearchRow.user_id == user_id, SavedSearchRow.organisation_id == organisation_id)
            .order_by(func.lower(SavedSearchRow.name), SavedSearchRow.id)
        )
        return tuple(map(_saved, self._session.scalars(query)))

    def list_watched(self) -> tuple[SavedSearch, ...]:
        """Every search that somebody watches, by id."""
        query = select(SavedSearchRow).where(SavedSearchRow.is_watched).order_by(SavedSearchRow.id)
        return tuple(map(_saved, self._session.scalars(query)))


def _saved(row: SavedSearchRow) -> SavedSearch:
    return SavedSearch(
        id=row.id,
        user_id=row.user_id,
        organisation_id=row.organisation_id,
        name=row.name,
        text=row.text,
        filters={name: tuple(values) for name, values in json.loads(row.filters).items()},
        is_watched=row.is_watched,
        known={ref: VersionStatus(status) for ref, status in json.loads(row.known).items()},
        made_at=row.made_at,
        changed_at=row.changed_at,
    )
