# SPDX-License-Identifier: EUPL-1.2
"""The table of saved searches. A person's own, who may change and remove them: no history is kept of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class SavedSearchRow(Base):
    """A question that a person in an organisation has saved; ``known`` is what a watch has told of."""

    __tablename__ = "saved_searches"
    __table_args__ = (Index("ix_saved_searches_person", "user_id", "organisation_id"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    filters: Mapped[str] = mapped_column(Text)
    is_watched: Mapped[bool]
    known: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
