# SPDX-License-Identifier: EUPL-1.2
"""The register of missing criteria in the database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.library.gaps import GapEntry, GapStatus
from criteria.storage.own_tables import GapEntryRow, GapStepRow, GapVoteRow


@dataclass(frozen=True, slots=True)
class GapStep:
    """One change of a missing criterion's status, with the reason."""

    status: GapStatus
    filled_by: str | None
    reason: str
    taken_by: str
    taken_at: datetime


class GapStore:
    """Missing criteria, votes and steps; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, entry: GapEntry) -> None:
        """Store a new missing criterion."""
        self._session.add(
            GapEntryRow(
                id=entry.id,
                title=entry.title,
                wanted=entry.wanted,
                cpv=json.dumps(entry.cpv),
                organisation_id=entry.organisation_id,
                made_by=entry.made_by,
                made_at=entry.made_at,
                status=entry.status.value,
                filled_by=entry.filled_by,
                revision=entry.revision,
            )
        )
        self._session.flush()

    def get(self, gap_id: str) -> GapEntry:
        """A missing criterion by id.

        Raises:
            NotFoundError: ``gap.unknown``.
        """
        row = self._session.get(GapEntryRow, gap_id)
        if row is None:
            raise NotFoundError("gap.unknown", where=gap_id, given=gap_id)
        return _entry(row)

    def write_step(self, entry: GapEntry, step: GapStep) -> None:
        """Write where an entry now stands, and append the step that took it there."""
        row = self._session.get_one(GapEntryRow, entry.id)
        row.status, row.filled_by, row.revision = entry.status.value, entry.filled_by, entry.revision
        self._session.add(
            GapStepRow(
                gap_id=entry.id,
                status=step.status.value,
                filled_by=step.filled_by,
                reason=step.reason,
                taken_by=step.taken_by,
                taken_at=step.taken_at,
            )
        )
        self._session.flush()

    def list_all(self) -> tuple[GapEntry, ...]:
        """Every missing criterion, newest first."""
        rows = self._session.scalars(select(GapEntryRow).order_by(GapEntryRow.made_at.desc(), GapEntryRow.id))
        return tuple(map(_entry, rows))

    def statuses_at(self, moment: datetime) -> dict[str, GapStatus]:
        """The status of each missing criterion that had been given one by a moment, by id."""
        query = select(GapStepRow).where(GapStepRow.taken_at <= moment).order_by(GapStepRow.number)
        return {row.gap_id: GapStatus(row.status) for row in self._session.scalars(query)}

    def list_steps(self, gap_id: str) -> tuple[GapStep, ...]:
        """What has happened to a missing criterion, oldest first."""
        query = select(GapStepRow).where(GapStepRow.gap_id == gap_id).order_by(GapStepRow.number)
        return tuple(
            GapStep(GapStatus(row.status), row.filled_by, row.reason, row.taken_by, row.taken_at)
            for row in self._session.scalars(query)
        )

    def add_vote(self, gap_id: str, organisation_id: str, voted_by: str, at: datetime) -> bool:
        """Let an organisation need it too; ``False`` when it had voted already."""
        if self._session.get(GapVoteRow, (gap_id, organisation_id)) is not None:
            return False
        self._session.add(
            GapVoteRow(gap_id=gap_id, organisation_id=organisation_id, voted_by=voted_by, voted_at=at)
        )
        self._session.flush()
        return True

    def take_vote_back(self, gap_id: str, organisation_id: str) -> bool:
        """Let an organisation need it no longer; ``False`` when it had no vote."""
        mine = (GapVoteRow.gap_id == gap_id) & (GapVoteRow.organisation_id == organisation_id)
        # The types of the library say nothing of the rows a DELETE has met.
        found = self._session.scalar(select(GapVoteRow.gap_id).where(mine)) is not None
        self._session.execute(delete(GapVoteRow).where(mine))
        return found

    def voters(self) -> dict[str, dict[str, str]]:
        """Who voted for each missing criterion: person by organisation."""
        found: dict[str, dict[str, str]] = {}
        for row in self._session.scalars(select(GapVoteRow)):
            found.setdefault(row.gap_id, {})[row.organisation_id] = row.voted_by
        return found


def _entry(row: GapEntryRow) -> GapEntry:
    return GapEntry(
        id=row.id,
        title=row.title,
        wanted=row.wanted,
        cpv=tuple(json.loads(row.cpv)),
        organisation_id=row.organisation_id,
        made_by=row.made_by,
        made_at=row.made_at,
        status=GapStatus(row.status),
        filled_by=row.filled_by,
        revision=row.revision,
    )
