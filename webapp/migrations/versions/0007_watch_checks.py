# SPDX-License-Identifier: EUPL-1.2
"""What was found when a watched outside fact was looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.migrations.append_only import drop_append_only, make_append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its guards."""
    op.create_table(
        "watch_checks",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("fact_id", sa.String(length=80), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_watch_checks")),
    )
    op.create_index(op.f("ix_watch_checks_fact_id"), "watch_checks", ["fact_id"], unique=False)
    make_append_only("watch_checks")


def downgrade() -> None:
    """Take the table away."""
    drop_append_only("watch_checks")
    op.drop_table("watch_checks")
