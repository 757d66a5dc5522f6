# SPDX-License-Identifier: EUPL-1.2
"""Suppliers, contracts, follow-up tasks, the verification log and deviations.

Reversible.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.migrations.append_only import drop_append_only, make_append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_APPEND_ONLY = (
    "follow_up_task_steps",
    "verification_outcomes",
    "outcome_evidence",
    "deviations",
    "deviation_steps",
)


def upgrade() -> None:
    """Make the tables and their triggers."""
    op.create_table(
        "suppliers",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("sole_trader", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_suppliers_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppliers")),
        sa.UniqueConstraint(
            "organisation_id", "kind", "number", name=op.f("uq_suppliers_organisation_id_kind_number")
        ),
    )
    op.create_table(
        "contracts",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("set_id", sa.String(length=80), nullable=False),
        sa.Column("set_revision", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("supplier_id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("diary", sa.String(length=80), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("value_sek", sa.String(length=40), nullable=True),
        sa.Column("owner_id", sa.String(length=80), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_contracts_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_contracts_owner_id_users")),
        sa.ForeignKeyConstraint(
            ["set_id", "set_revision"],
            ["sealed_sets.set_id", "sealed_sets.revision"],
            name=op.f("fk_contracts_set_id_set_revision_sealed_sets"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_contracts_supplier_id_suppliers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("set_id", "supplier_id", name=op.f("uq_contracts_set_id_supplier_id")),
    )
    op.create_index("ix_contracts_owner", "contracts", ["organisation_id", "opened_at"], unique=False)
    op.create_index(op.f("ix_contracts_supplier_id"), "contracts", ["supplier_id"], unique=False)
    op.create_table(
        "follow_up_tasks",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("contract_id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("postponements", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_follow_up_tasks_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_follow_up_tasks_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_follow_up_tasks_person_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_tasks")),
    )
    op.create_index(op.f("ix_follow_up_tasks_contract_id"), "follow_up_tasks", ["contract_id"], unique=False)
    op.create_index("ix_follow_up_tasks_due", "follow_up_tasks", ["organisation_id", "due_on"], unique=False)
    op.create_table(
        "follow_up_task_steps",
        sa.Column("task_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.String(length=80), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=80), nullable=False),
        sa.Column("by_roles", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["follow_up_tasks.id"], name=op.f("fk_follow_up_task_steps_task_id_follow_up_tasks")
        ),
        sa.PrimaryKeyConstraint("task_id", "number", name=op.f("pk_follow_up_task_steps")),
    )
    op.create_table(
        "verification_outcomes",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("contract_id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("min_strength", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("assessor_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hours", sa.String(length=20), nullable=True),
        sa.Column("corrects", sa.String(length=80), nullable=True),
        sa.Column("reused_from", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_verification_outcomes_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"],
            ["verification_outcomes.id"],
            name=op.f("fk_verification_outcomes_corrects_verification_outcomes"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_verification_outcomes_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["follow_up_tasks.id"], name=op.f("fk_verification_outcomes_task_id_follow_up_tasks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_outcomes")),
        sa.UniqueConstraint("contract_id", "place", name=op.f("uq_verification_outcomes_contract_id_place")),
        sa.UniqueConstraint("corrects", name=op.f("uq_verification_outcomes_corrects")),
    )
    op.create_index(
        "ix_verification_outcomes_line", "verification_outcomes", ["contract_id", "line"], unique=False
    )
    op.create_index(op.f("ix_verification_outcomes_ref"), "verification_outcomes", ["ref"], unique=False)
    op.create_index(
        op.f("ix_verification_outcomes_task_id"), "verification_outcomes", ["task_id"], unique=False
    )
    op.create_table(
        "deviations",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("contract_id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("outcome_id", sa.String(length=80), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_deviations_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_deviations_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["verification_outcomes.id"],
            name=op.f("fk_deviations_outcome_id_verification_outcomes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviations")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_deviations_outcome_id")),
    )
    op.create_index(op.f("ix_deviations_contract_id"), "deviations", ["contract_id"], unique=False)
    op.create_table(
        "outcome_evidence",
        sa.Column("outcome_id", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("evidence_id", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["verification_outcomes.id"],
            name=op.f("fk_outcome_evidence_outcome_id_verification_outcomes"),
        ),
        sa.PrimaryKeyConstraint("outcome_id", "place", name=op.f("pk_outcome_evidence")),
    )
    op.create_index(
        op.f("ix_outcome_evidence_evidence_id"), "outcome_evidence", ["evidence_id"], unique=False
    )
    op.create_table(
        "deviation_steps",
        sa.Column("deviation_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_date", sa.Date(), nullable=True),
        sa.Column("outcome_id", sa.String(length=80), nullable=True),
        sa.Column("severity", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["deviation_id"], ["deviations.id"], name=op.f("fk_deviation_steps_deviation_id_deviations")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["verification_outcomes.id"],
            name=op.f("fk_deviation_steps_outcome_id_verification_outcomes"),
        ),
        sa.PrimaryKeyConstraint("deviation_id", "number", name=op.f("pk_deviation_steps")),
    )
    for table in _APPEND_ONLY:
        make_append_only(table)


def downgrade() -> None:
    """Take the tables away again."""
    for table in _APPEND_ONLY:
        drop_append_only(table)
    for table in (
        "deviation_steps",
        "deviations",
        "outcome_evidence",
        "verification_outcomes",
        "follow_up_task_steps",
        "follow_up_tasks",
        "contracts",
        "suppliers",
    ):
        op.drop_table(table)
