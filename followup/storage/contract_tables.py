# SPDX-License-Identifier: EUPL-1.2
"""Tables of suppliers, contracts, follow-up tasks and their steps.

What a contract was opened with is read as a whole and kept as JSON beside the columns that are searched; the
steps of a task are append-only, backed by triggers in the migration.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from criteria.storage.base import Base, UtcDateTime


class SupplierRow(Base):
    """A legal entity as one organisation knows it; one row for each number."""

    __tablename__ = "suppliers"
    __table_args__ = (UniqueConstraint("organisation_id", "kind", "number"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60))
    country: Mapped[str] = mapped_column(String(2))
    sole_trader: Mapped[bool]
    name: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContractRow(Base):
    """A contract, pinned to one sealed revision of a set by its seal."""

    __tablename__ = "contracts"
    __table_args__ = (
        ForeignKeyConstraint(["set_id", "set_revision"], ["sealed_sets.set_id", "sealed_sets.revision"]),
        UniqueConstraint("set_id", "supplier_id"),
        Index("ix_contracts_owner", "organisation_id", "opened_at"),
    )

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    set_id: Mapped[str] = mapped_column(String(80))
    set_revision: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
    supplier_id: Mapped[str] = mapped_column(ForeignKey("suppliers.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    diary: Mapped[str | None] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # A sum is text: SQLite has no decimal type, and money is never a float.
    value_sek: Mapped[str | None] = mapped_column(String(40))
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    content: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TaskRow(Base):
    """A follow-up task while it lives; ``content`` is what was planned."""

    __tablename__ = "follow_up_tasks"
    __table_args__ = (Index("ix_follow_up_tasks_due", "organisation_id", "due_on"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    contract_id: Mapped[str] = mapped_column(ForeignKey("contracts.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    line: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    revision: Mapped[int]
    postponements: Mapped[int]
    reminders: Mapped[int]
    reply_by: Mapped[date | None]


class TaskStepRow(Base):
    """One step of a task with who, in which roles, when and why. Append-only."""

    __tablename__ = "follow_up_task_steps"

    task_id: Mapped[str] = mapped_column(ForeignKey("follow_up_tasks.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    person_id: Mapped[str | None] = mapped_column(String(80))
    evidence: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(String(80))
    by_roles: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
