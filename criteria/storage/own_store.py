# SPDX-License-Identifier: EUPL-1.2
"""Shares, proposals and loans of own criteria in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.people.model import EVERY_ORGANISATION
from criteria.storage.library_rows import among, key_of
from criteria.storage.own_tables import BorrowingRow, CriterionShareRow, ProposalRow


class SharePurpose(str, Enum):
    """What a version is shared for: to be demanded, or to be looked through by somebody elsewhere."""

    USE = "use"
    REVIEW = "review"


class ProposalState(str, Enum):
    """What the steward has said to a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Share:
    """One share; ``organisation_id`` is ``None`` for every organisation, ``revoked_at`` while it holds."""

    number: int
    ref: str
    organisation_id: str | None
    purpose: SharePurpose
    shared_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version of an organisation's own, proposed to all."""

    id: str
    ref: str
    fingerprint: str
    organisation_id: str
    proposed_by: str
    proposed_at: datetime
    note: str
    state: ProposalState
    decided_at: datetime | None = None
    reason: str | None = None
    accepted_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Borrowing:
    """Which version an own draft was copied from, as it then read."""

    ref: str
    organisation_id: str
    origin_ref: str
    origin_owner_id: str | None
    origin_fingerprint: str
    borrowed_by: str
    borrowed_at: datetime


class OwnStore:
    """Reads and appends what organisations give each other; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add_share(self, share: Share, shared_by: str) -> None:
        """Append a share; its number is given by the database."""
        id_, version, level = key_of(share.ref)
        self._session.add(
            CriterionShareRow(
                id=id_,
                version=version,
                level=level,
                organisation_id=share.organisation_id,
                purpose=share.purpose.value,
                shared_by=shared_by,
                shared_at=share.shared_at,
            )
        )
        self._session.flush()

    def revoke_share(self, number: int, revoked_by: str, at: datetime) -> None:
        """End a share; the trigger refuses a second time."""
        row = self._session.get_one(CriterionShareRow, number)
        row.revoked_by, row.revoked_at = revoked_by, at
        self._session.flush()

    def list_shares(self, refs: Iterable[str]) -> tuple[Share, ...]:
        """Every share of these versions, also revoked ones, oldest first."""
        keys = tuple(sorted({key_of(ref) for ref in refs}))
        if not keys:
            return ()
        query = (
            select(CriterionShareRow)
            .where(among((CriterionShareRow.id, CriterionShareRow.version, CriterionShareRow.level), keys))
            .order_by(CriterionShareRow.number)
        )
        return tuple(_share(row) for row in self._session.scalars(query))

    def list_shared_with(self, organisation_id: str) -> tuple[Share, ...]:
        """What others let an organisation use or review now, oldest first."""
        named = CriterionShareRow.organisation_id
        query = (
            select(CriterionShareRow)
            .where(named.is_(None) | (named == organisation_id), CriterionShareRow.revoked_at.is_(None))
            .order_by(CriterionShareRow.number)
        )
        return tuple(_share(row) for row in self._session.scalars(query))

    def used_by(self, refs: Iterable[str]) -> dict[str, frozenset[str]]:
        """Which organisations may use each version now, ``EVERY_ORGANISATION`` among them; for the index."""
        found: dict[str, set[str]] = {}
        for share in self.list_shares(refs):
            if share.revoked_at is None and share.purpose is SharePurpose.USE:
                found.setdefault(share.ref, set()).add(share.organisation_id or EVERY_ORGANISATION)
        return {ref: frozenset(names) for ref, names in found.items()}

    def add_proposal(self, proposal: Proposal) -> None:
        """Store a new proposal."""
        self._session.add(
            ProposalRow(
                id=proposal.id,
                ref=proposal.ref,
                fingerprint=proposal.fingerprint,
                organisation_id=proposal.organisation_id,
                proposed_by=proposal.proposed_by,
                proposed_at=proposal.proposed_at,
                note=proposal.note,
                state=proposal.state.value,
            )
        )
        self._session.flush()

    def get_proposal(self, proposal_id: str) -> Proposal:
        """A proposal by id.

        Raises:
            NotFoundError: ``proposal.unknown``.
        """
        row = self._session.get(ProposalRow, proposal_id)
        if row is None:
            raise NotFoundError("proposal.unknown", where=proposal_id, given=proposal_id)
        return _proposal(row)

    def list_proposals(self, organisation_id: str | None = None) -> tuple[Proposal, ...]:
        """Proposals, of one organisation or of all, newest first."""
        query = select(ProposalRow).order_by(ProposalRow.proposed_at.desc(), ProposalRow.id)
        if organisation_id is not None:
            query = query.where(ProposalRow.organisation_id == organisation_id)
        return tuple(_proposal(row) for row in self._session.scalars(query))

    def list_accepted(self, refs: Iterable[str]) -> dict[str, str]:
        """The proposed version behind each of these shared drafts that was made from a proposal."""
        query = select(ProposalRow).where(ProposalRow.accepted_ref.in_(tuple(refs)))
        found = map(_proposal, self._session.scalars(query))
        return {item.accepted_ref: item.ref for item in found if item.accepted_ref is not None}

    def decide_proposal(self, decided: Proposal, decided_by: str) -> None:
        """Write what was decided; the trigger refuses a second decision."""
        row = self._session.get_one(ProposalRow, decided.id)
        row.state, row.reason = decided.state.value, decided.reason
        row.decided_by, row.decided_at = decided_by, decided.decided_at
        row.accepted_ref = decided.accepted_ref
        self._session.flush()

    def add_borrowing(self, borrowing: Borrowing) -> None:
        """Append where an own draft came from."""
        self._session.add(BorrowingRow(**{name: getattr(borrowing, name) for name in Borrowing.__slots__}))
        self._session.flush()

    def list_borrowings(
        self, organisation_id: str, refs: Iterable[str] | None = None
    ) -> tuple[Borrowing, ...]:
        """What an organisation has borrowed, or where these versions of its came from, by reference."""
        query = select(BorrowingRow).where(BorrowingRow.organisation_id == organisation_id)
        if refs is not None:
            query = query.where(BorrowingRow.ref.in_(tuple(refs)))
        rows = self._session.scalars(query.order_by(BorrowingRow.ref))
        return tuple(Borrowing(**{name: getattr(row, name) for name in Borrowing.__slots__}) for row in rows)


def _share(row: CriterionShareRow) -> Share:
    return Share(
        number=row.number,
        ref=f"{row.id}:{row.version}@{row.level}",
        organisation_id=row.organisation_id,
        purpose=SharePurpose(row.purpose),
        shared_at=row.shared_at,
        revoked_at=row.revoked_at,
    )


def _proposal(row: ProposalRow) -> Proposal:
    return Proposal(
        id=row.id,
        ref=row.ref,
        fingerprint=row.fingerprint,
        organisation_id=row.organisation_id,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        note=row.note,
        state=ProposalState(row.state),
        decided_at=row.decided_at,
        reason=row.reason,
        accepted_ref=row.accepted_ref,
    )
