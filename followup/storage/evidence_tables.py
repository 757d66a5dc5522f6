# SPDX-License-Identifier: EUPL-1.2
"""Tables of evidence; every one append-only, with room for disposal by tombstone."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class EvidenceRow(Base):
    """One piece of evidence about one requirement, or about none. The file is found by ``sha256``.

    ``number`` orders what came in the same moment. ``declaration_id`` is set for what a declaration says.
    """

    __tablename__ = "evidence_items"
    __table_args__ = (
        CheckConstraint("strength BETWEEN 0 AND 5", name="strength_range"),
        CheckConstraint("size > 0", name="size_positive"),
        Index("ix_evidence_items_about", "contract_id", "about_line"),
        Index("ix_evidence_items_sha256", "sha256"),
    )

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    declaration_id: Mapped[str | None] = mapped_column(ForeignKey("declarations.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    strength: Mapped[int]
    own_finding: Mapped[bool]
    equivalent_because: Mapped[str | None] = mapped_column(Text)
    about_line: Mapped[int | None]
    dated_on: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(80))


class SecrecyMarkRow(Base):
    """That somebody asked for a passage to be kept secret, and why; a warning sign, not a decision.

    Source: DOMAIN 2.4 (OSL 31 kap. 16 §: the request does not decide).
    """

    __tablename__ = "evidence_secrecy_marks"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    evidence_id: Mapped[str] = mapped_column(ForeignKey("evidence_items.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(200))
    passage: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    marked_by: Mapped[str] = mapped_column(String(80))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)
