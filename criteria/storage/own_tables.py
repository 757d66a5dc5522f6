# SPDX-License-Identifier: EUPL-1.2
"""Tables of own criteria and of what people say about criteria: shares, proposals, views, questions, gaps.

What was said or given is kept: triggers in migration 0006 let by only the one step that ends a thing.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime

_VERSION_COLUMNS = ["criterion_versions.id", "criterion_versions.version", "criterion_versions.level"]


class CriterionShareRow(Base):
    """That an organisation lets another (``None``: every one) use or review a version; revoked once."""

    __tablename__ = "criterion_shares"
    __table_args__ = (
        ForeignKeyConstraint(["id", "version", "level"], _VERSION_COLUMNS),
        Index("ix_criterion_shares_version", "id", "version", "level"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    level: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    shared_by: Mapped[str] = mapped_column(String(80))
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_by: Mapped[str | None] = mapped_column(String(80))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProposalRow(Base):
    """That an organisation proposes a version of its own to all; decided once."""

    __tablename__ = "proposals"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    ref: Mapped[str] = mapped_column(String(80), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    proposed_by: Mapped[str] = mapped_column(String(80))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    accepted_ref: Mapped[str | None] = mapped_column(String(80))


class BorrowingRow(Base):
    """Which version an own draft was copied from, with its fingerprint. Append-only."""

    __tablename__ = "borrowings"

    ref: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    origin_ref: Mapped[str] = mapped_column(String(80), index=True)
    origin_owner_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    origin_fingerprint: Mapped[str] = mapped_column(String(64))
    borrowed_by: Mapped[str] = mapped_column(String(80))
    borrowed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuestionRow(Base):
    """A question about a criterion; answered once, after that only shown or put away."""

    __tablename__ = "questions"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(40), index=True)
    ref: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(80))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_shown: Mapped[bool]


class ViewsRoundRow(Base):
    """A draft as it was sent to referents, until when they may answer, and when it was closed."""

    __tablename__ = "views_rounds"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(40), index=True)
    ref: Mapped[str] = mapped_column(String(80), index=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    content: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    message: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_on: Mapped[date]
    closed_by: Mapped[str | None] = mapped_column(String(80))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ViewsInvitationRow(Base):
    """A referent of a round and the hash of the link that was handed out."""

    __tablename__ = "views_invitations"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("views_rounds.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    referent: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ViewsAnswerRow(Base):
    """What a referent answered. Append-only."""

    __tablename__ = "views_answers"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("views_rounds.id"), index=True)
    invitation_id: Mapped[str] = mapped_column(ForeignKey("views_invitations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    standpoint: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GapEntryRow(Base):
    """A criterion that somebody misses, and how far it has come."""

    __tablename__ = "gap_entries"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    wanted: Mapped[str] = mapped_column(Text)
    cpv: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(20), index=True)
    filled_by: Mapped[str | None] = mapped_column(String(80))
    revision: Mapped[int]


class GapVoteRow(Base):
    """That an organisation needs a missing criterion too; one vote each."""

    __tablename__ = "gap_votes"

    gap_id: Mapped[str] = mapped_column(ForeignKey("gap_entries.id"), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    voted_by: Mapped[str] = mapped_column(String(80))
    voted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GapStepRow(Base):
    """A change of a missing criterion's status, with the reason. Append-only."""

    __tablename__ = "gap_steps"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    gap_id: Mapped[str] = mapped_column(ForeignKey("gap_entries.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    filled_by: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    taken_by: Mapped[str] = mapped_column(String(80))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
