# SPDX-License-Identifier: EUPL-1.2
"""Tables of the verification log and of deviations. All are append-only, backed by triggers in the migration.

How an outcome is shown is computed and has no column; a deviation's state is that of its last step.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class OutcomeRow(Base):
    """One outcome; a correction is a new row, and each row is corrected at most once."""

    __tablename__ = "verification_outcomes"
    __table_args__ = (
        UniqueConstraint("contract_id", "place"),
        Index("ix_verification_outcomes_line", "contract_id", "line"),
    )

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    place: Mapped[int]
    task_id: Mapped[str] = mapped_column(ForeignKey("follow_up_tasks.id"), index=True)
    line: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str | None] = mapped_column(String(80), index=True)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(String(40))
    method: Mapped[str] = mapped_column(String(20))
    strength: Mapped[int]
    min_strength: Mapped[int]
    note: Mapped[str] = mapped_column(Text)
    observed_on: Mapped[date]
    assessor_id: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    hours: Mapped[str | None] = mapped_column(String(20))
    corrects: Mapped[str | None] = mapped_column(ForeignKey("verification_outcomes.id"), unique=True)
    reused_from: Mapped[str | None] = mapped_column(String(80))


class OutcomeEvidenceRow(Base):
    """One piece of evidence as it stood when an outcome was logged."""

    __tablename__ = "outcome_evidence"

    outcome_id: Mapped[str] = mapped_column(ForeignKey("verification_outcomes.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    evidence_id: Mapped[str] = mapped_column(String(80), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(40))
    strength: Mapped[int]
    dated_on: Mapped[date]
    valid_to: Mapped[date | None]


class DeviationRow(Base):
    """A deviation as it was found."""

    __tablename__ = "deviations"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    outcome_id: Mapped[str] = mapped_column(ForeignKey("verification_outcomes.id"), unique=True)
    line: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    ref: Mapped[str | None] = mapped_column(String(80))
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    found_on: Mapped[date]
    place: Mapped[int]
    strength: Mapped[int]
    proposed: Mapped[str] = mapped_column(String(20))


class DeviationStepRow(Base):
    """One step of a deviation; ``severity`` is the one that holds after it."""

    __tablename__ = "deviation_steps"

    deviation_id: Mapped[str] = mapped_column(ForeignKey("deviations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    on: Mapped[date]
    by_date: Mapped[date | None]
    outcome_id: Mapped[str | None] = mapped_column(ForeignKey("verification_outcomes.id"))
    severity: Mapped[str | None] = mapped_column(String(20))
