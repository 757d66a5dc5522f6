# SPDX-License-Identifier: EUPL-1.2
"""Tables of requirement sets: the living set, its lines, the sealed revisions and what was exported.

Sealed sets and exports are append-only, backed by triggers in the migration.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class RequirementSetRow(Base):
    """A requirement set while it lives; ``content`` holds what is read as a whole."""

    __tablename__ = "requirement_sets"
    __table_args__ = (Index("ix_requirement_sets_owner", "organisation_id", "changed_at"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int]
    diary: Mapped[str | None] = mapped_column(String(80))
    content: Mapped[str] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seal: Mapped[str | None] = mapped_column(String(64))
    published_on: Mapped[date | None]
    deadline_on: Mapped[date | None]


class SetLineRow(Base):
    """One line of a set; ``ref`` finds the lines that pin a criterion version."""

    __tablename__ = "set_lines"

    set_id: Mapped[str] = mapped_column(ForeignKey("requirement_sets.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    ref: Mapped[str | None] = mapped_column(String(80), index=True)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)


class SealedSetRow(Base):
    """A locked revision. Append-only.

    ``canonical`` is the canonical JSON that the seal is the hash of, where numbers are strings; ``content``
    is the same in the shape of the API, to be read back from.
    """

    __tablename__ = "sealed_sets"

    set_id: Mapped[str] = mapped_column(ForeignKey("requirement_sets.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal: Mapped[str] = mapped_column(String(64), unique=True)
    canonical: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    locked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SetExportRow(Base):
    """The first export of a revision in one form, handed out again ever after (R7). Append-only."""

    __tablename__ = "set_exports"
    __table_args__ = (
        ForeignKeyConstraint(["set_id", "revision"], ["sealed_sets.set_id", "sealed_sets.revision"]),
    )

    set_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(String(20), primary_key=True)
    format: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
