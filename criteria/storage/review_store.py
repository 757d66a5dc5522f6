# SPDX-License-Identifier: EUPL-1.2
"""What may be due for review, and what was found about watched facts, in the database."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ColumnElement, and_, cast, func, select, tuple_
from sqlalchemy.orm import Session

from criteria.library.model import LibraryEventKind
from criteria.library.reviews import WatchCheck
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.tables import CriterionVersionRow, LibraryEventRow
from criteria.storage.watch_tables import WatchCheckRow

_ENDINGS = tuple(kind.value for kind in LibraryEventKind if kind.is_ending)
_VERSION = tuple_(CriterionVersionRow.id, CriterionVersionRow.version, CriterionVersionRow.level)
_SUBJECT = (LibraryEventRow.subject_id, LibraryEventRow.subject_version, LibraryEventRow.subject_level)


class ReviewStore:
    """Versions in force that nobody has read for a while, and checks of watched facts; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def list_unread_since(self, owner_id: str | None, since: date, day: date) -> tuple[StoredVersion, ...]:
        """What is in force on a day and was last read on or before another, of one owner, by id."""
        gone = select(*_SUBJECT).where(
            LibraryEventRow.kind.in_(_ENDINGS), LibraryEventRow.effective_on <= day
        )
        seen = select(*_SUBJECT).where(
            LibraryEventRow.kind == LibraryEventKind.REVIEWED.value, LibraryEventRow.effective_on > since
        )
        owner = CriterionVersionRow.owner_id
        query = select(CriterionVersionRow.id, CriterionVersionRow.version, CriterionVersionRow.level).where(
            and_(
                owner.is_(None) if owner_id is None else owner == owner_id,
                CriterionVersionRow.valid_from <= day,
                self._read_on() <= since.isoformat(),
                _VERSION.not_in(gone),
                _VERSION.not_in(seen),
            )
        )
        refs = [f"{row.id}:{row.version}@{row.level}" for row in self._session.execute(query)]
        return LibraryStore(self._session).list_of_any_owner(refs)

    def add_check(self, check: WatchCheck, at: datetime) -> None:
        """Append what was found."""
        self._session.add(
            WatchCheckRow(
                fact_id=check.fact_id,
                checked_on=check.checked_on,
                note=check.note,
                next_on=check.next_on,
                checked_by=check.checked_by,
                recorded_at=at,
            )
        )
        self._session.flush()

    def last_checks(self) -> dict[str, WatchCheck]:
        """The latest check of each fact that was ever looked at, by its id."""
        rows = self._session.scalars(select(WatchCheckRow).order_by(WatchCheckRow.number))
        return {
            row.fact_id: WatchCheck(row.fact_id, row.checked_on, row.note, row.next_on, row.checked_by)
            for row in rows
        }

    def _read_on(self) -> ColumnElement[str]:
        # The content is JSON text; the day in it is asked for where it lies, so that what was read lately
        # is not brought here at all.
        content = CriterionVersionRow.content
        if self._session.get_bind().dialect.name == "sqlite":
            extracted: ColumnElement[str] = func.json_extract(content, "$.review.read_on")
            return extracted
        read: ColumnElement[str] = cast(content, JSON)["review"]["read_on"].as_string()
        return read
