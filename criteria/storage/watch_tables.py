# SPDX-License-Identifier: EUPL-1.2
"""The table of what was found when a watched fact was looked at. Append-only (migration 0007)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class WatchCheckRow(Base):
    """That somebody looked at a watched fact on a day, and when it is to be looked at next."""

    __tablename__ = "watch_checks"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    fact_id: Mapped[str] = mapped_column(String(80), index=True)
    checked_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
    next_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(80))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
