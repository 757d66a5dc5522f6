# SPDX-License-Identifier: EUPL-1.2
"""Tables of the library's life: publications, replacement edges, filings, group history and releases.

They hold what the content of versions and events says in a form that can be asked for one criterion, one
group or one successor without reading the rest. Triggers in migration 0005 keep them append-only.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class PublicationRow(Base):
    """How a version was published: by whom, reviewed by whom, from when. Append-only."""

    __tablename__ = "publications"
    __table_args__ = (
        ForeignKeyConstraint(
            ["id", "version", "level"],
            ["criterion_versions.id", "criterion_versions.version", "criterion_versions.level"],
        ),
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[str] = mapped_column(String(20), primary_key=True)
    valid_from: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DraftNoteRow(Base):
    """What was said when a draft was submitted, sent back or rejected. Append-only."""

    __tablename__ = "draft_notes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["id", "version", "level"],
            ["criterion_versions.id", "criterion_versions.version", "criterion_versions.level"],
        ),
        Index("ix_draft_notes_version", "id", "version", "level"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    level: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(String(80))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LibraryEdgeRow(Base):
    """One replacement edge of an event, to be found from either end. Append-only."""

    __tablename__ = "library_edges"
    __table_args__ = (
        Index("ix_library_edges_successor", "successor_id", "successor_version", "successor_level"),
    )

    event_number: Mapped[int] = mapped_column(
        ForeignKey("library_events.number"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    subject_id: Mapped[str] = mapped_column(String(40))
    subject_version: Mapped[int]
    subject_level: Mapped[str] = mapped_column(String(20))
    successor_id: Mapped[str] = mapped_column(String(40))
    successor_version: Mapped[int]
    successor_level: Mapped[str] = mapped_column(String(20))
    effective_on: Mapped[date]


class CriterionFilingRow(Base):
    """That a version is filed in a group, [since, until); ``since`` is empty for what is not published.

    A filing that has begun is never deleted, and only its open end may be written, once.
    """

    __tablename__ = "criterion_filings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["id", "version", "level"],
            ["criterion_versions.id", "criterion_versions.version", "criterion_versions.level"],
        ),
        Index("ix_criterion_filings_version", "id", "version", "level"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    level: Mapped[str] = mapped_column(String(20))
    group_id: Mapped[str] = mapped_column(String(60), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]


class GroupHistoryRow(Base):
    """What a product group was called and held from a day, and whether it was open. Append-only."""

    __tablename__ = "group_history"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20))
    moved_to: Mapped[str | None] = mapped_column(String(60))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReleaseRow(Base):
    """Many changes of the library as one; frozen once it is published or cancelled."""

    __tablename__ = "releases"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    takes_effect_on: Mapped[date]
    plan: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
