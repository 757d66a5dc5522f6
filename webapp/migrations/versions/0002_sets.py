# SPDX-License-Identifier: EUPL-1.2
"""Requirement sets, sealed revisions and their exports.

Reversible.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.migrations.append_only import drop_append_only, make_append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and their triggers."""
    op.create_table(
        "requirement_sets",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("diary", sa.String(length=80), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("deadline_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_requirement_sets_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_sets")),
    )
    op.create_index(
        "ix_requirement_sets_owner", "requirement_sets", ["organisation_id", "changed_at"], unique=False
    )
    op.create_table(
        "set_lines",
        sa.Column("set_id", sa.String(length=80), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["requirement_sets.id"], name=op.f("fk_set_lines_set_id_requirement_sets")
        ),
        sa.PrimaryKeyConstraint("set_id", "line", name=op.f("pk_set_lines")),
    )
    op.create_index(op.f("ix_set_lines_ref"), "set_lines", ["ref"], unique=False)
    op.create_table(
        "sealed_sets",
        sa.Column("set_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["requirement_sets.id"], name=op.f("fk_sealed_sets_set_id_requirement_sets")
        ),
        sa.PrimaryKeyConstraint("set_id", "revision", name=op.f("pk_sealed_sets")),
        sa.UniqueConstraint("seal", name=op.f("uq_sealed_sets_seal")),
    )
    op.create_table(
        "set_exports",
        sa.Column("set_id", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id", "revision"],
            ["sealed_sets.set_id", "sealed_sets.revision"],
            name=op.f("fk_set_exports_set_id_revision_sealed_sets"),
        ),
        sa.PrimaryKeyConstraint(
            "set_id", "revision", "part", "format", "language", name=op.f("pk_set_exports")
        ),
    )
    for table in ("sealed_sets", "set_exports"):
        make_append_only(table)


def downgrade() -> None:
    """Take the tables away again."""
    for table in ("sealed_sets", "set_exports"):
        drop_append_only(table)
    for table in ("set_exports", "sealed_sets", "set_lines", "requirement_sets"):
        op.drop_table(table)
