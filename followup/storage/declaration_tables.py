# SPDX-License-Identifier: EUPL-1.2
"""Tables of supplier declarations; both append-only (DC4)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class DeclarationRow(Base):
    """A declaration as it arrived: frozen words, answers and signatory in ``content``."""

    __tablename__ = "declarations"
    __table_args__ = (UniqueConstraint("contract_id", "sha256"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"))
    seal: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    signed_on: Mapped[date]
    valid_to: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by: Mapped[str] = mapped_column(String(80))


class DeclarationStateRow(Base):
    """One step in a declaration's life; the one with the highest number is where it is now."""

    __tablename__ = "declaration_states"

    declaration_id: Mapped[str] = mapped_column(ForeignKey("declarations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
