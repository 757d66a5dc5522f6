# SPDX-License-Identifier: EUPL-1.2
"""Tables of feeds, of what waits for an editor, and of what an upgrade of the product did to the library.

Source: DOMAIN 4.2, I8 and I9. Triggers in migration 0006 keep what has been decided as it was decided.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class FeedRow(Base):
    """A source that criteria are brought in from; its name stands before their ids."""

    __tablename__ = "feeds"

    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FeedRunRow(Base):
    """One run of a feed: what it said of itself, what was found, and for a stopped one what it held."""

    __tablename__ = "feed_runs"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("feeds.source"), index=True)
    number: Mapped[int]
    manifest: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), index=True)
    is_complete: Mapped[bool]
    held: Mapped[str | None] = mapped_column(Text)
    run_by: Mapped[str] = mapped_column(String(80))
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)


class FeedItemRow(Base):
    """Where an item of a feed stands: its newest version here, and since when it is missing there."""

    __tablename__ = "feed_items"

    source: Mapped[str] = mapped_column(ForeignKey("feeds.source"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    ref: Mapped[str] = mapped_column(String(80), index=True)
    mark: Mapped[str] = mapped_column(String(64))
    groups: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), index=True)
    missing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FeedVersionRow(Base):
    """Which item, run and text a version was brought in from, and its flag. Append-only."""

    __tablename__ = "feed_versions"

    ref: Mapped[str] = mapped_column(String(80), primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("feeds.source"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    run_id: Mapped[str] = mapped_column(ForeignKey("feed_runs.id"))
    mark: Mapped[str] = mapped_column(String(64))
    flag: Mapped[str | None] = mapped_column(String(40))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EditorTaskRow(Base):
    """Something that an editor of the shared library has to decide; one for each subject and cause."""

    __tablename__ = "editor_tasks"
    __table_args__ = (UniqueConstraint("kind", "subject", "cause"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    cause: Mapped[str] = mapped_column(String(80))
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UpgradeReportRow(Base):
    """What one upgrade of the product changed in the library here. Append-only."""

    __tablename__ = "upgrade_reports"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    content: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
