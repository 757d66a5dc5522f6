# SPDX-License-Identifier: EUPL-1.2
"""Supplier declarations with their states, evidence and its secrecy markings.

Reversible.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.migrations.append_only import drop_append_only, make_append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = ("declarations", "declaration_states", "evidence_items", "evidence_secrecy_marks")


def upgrade() -> None:
    """Make the tables and their triggers."""
    op.create_table(
        "declarations",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("contract_id", sa.String(length=80), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_declarations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_declarations_contract_id_contracts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
        sa.UniqueConstraint("contract_id", "sha256", name=op.f("uq_declarations_contract_id_sha256")),
    )
    op.create_table(
        "declaration_states",
        sa.Column("declaration_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declarations.id"],
            name=op.f("fk_declaration_states_declaration_id_declarations"),
        ),
        sa.PrimaryKeyConstraint("declaration_id", "number", name=op.f("pk_declaration_states")),
    )
    op.create_table(
        "evidence_items",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("contract_id", sa.String(length=80), nullable=False),
        sa.Column("declaration_id", sa.String(length=80), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("own_finding", sa.Boolean(), nullable=False),
        sa.Column("equivalent_because", sa.Text(), nullable=True),
        sa.Column("about_line", sa.Integer(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("strength BETWEEN 0 AND 5", name=op.f("ck_evidence_items_strength_range")),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_items_size_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_evidence_items_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_evidence_items_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declarations.id"],
            name=op.f("fk_evidence_items_declaration_id_declarations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_items")),
    )
    op.create_index("ix_evidence_items_about", "evidence_items", ["contract_id", "about_line"], unique=False)
    op.create_index("ix_evidence_items_sha256", "evidence_items", ["sha256"], unique=False)
    op.create_table(
        "evidence_secrecy_marks",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("evidence_id", sa.String(length=80), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("marked_by", sa.String(length=80), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence_items.id"],
            name=op.f("fk_evidence_secrecy_marks_evidence_id_evidence_items"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_secrecy_marks")),
    )
    op.create_index(
        op.f("ix_evidence_secrecy_marks_evidence_id"), "evidence_secrecy_marks", ["evidence_id"], unique=False
    )
    for table in _TABLES:
        make_append_only(table)


def downgrade() -> None:
    """Take the tables away again."""
    for table in _TABLES:
        drop_append_only(table)
    for table in ("evidence_secrecy_marks", "evidence_items", "declaration_states", "declarations"):
        op.drop_table(table)
