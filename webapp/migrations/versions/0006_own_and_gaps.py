# SPDX-License-Identifier: EUPL-1.2
"""Own criteria, views, questions, missing criteria, feeds, what waits for an editor, and reports of upgrades.

What was said, given or decided stays as it was: a row is written again only to end what it says.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.migrations.append_only import MESSAGE, drop_append_only, make_append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("borrowings", "views_answers", "gap_steps", "feed_versions", "upgrade_reports")
_SAME_QUESTION = (
    "NEW.text = OLD.text AND NEW.asked_by = OLD.asked_by AND NEW.ref = OLD.ref AND NEW.id = OLD.id "
    "AND (OLD.answer IS NULL OR NEW.answer = OLD.answer)"
)
#: When a row may still be written; no row of these tables is ever deleted.
_WRITTEN_WHILE = {
    "criterion_shares": "OLD.revoked_at IS NULL",
    "proposals": "OLD.state = 'open'",
    "questions": _SAME_QUESTION,
    "views_rounds": "OLD.closed_at IS NULL",
    "views_invitations": "OLD.revoked_at IS NULL",
    "gap_entries": "NEW.id = OLD.id AND NEW.organisation_id = OLD.organisation_id",
    "feed_runs": "OLD.state = 'stopped'",
    "feed_items": "NEW.source = OLD.source AND NEW.key = OLD.key",
    "editor_tasks": "OLD.state = 'open'",
}
_TABLES = (
    "criterion_shares",
    "proposals",
    "borrowings",
    "questions",
    "views_answers",
    "views_invitations",
    "views_rounds",
    "gap_steps",
    "gap_votes",
    "gap_entries",
    "feed_versions",
    "feed_items",
    "feed_runs",
    "feeds",
    "editor_tasks",
    "upgrade_reports",
)


def upgrade() -> None:
    """Make the tables and their guards."""
    _make_own_criteria()
    _make_what_people_say()
    _make_feeds()
    for table in _APPEND_ONLY:
        make_append_only(table)
    for table, condition in _WRITTEN_WHILE.items():
        _guard(table, "UPDATE", condition)
        _guard(table, "DELETE", "1 = 0")


def _guard(table: str, verb: str, let_by: str) -> None:
    name = f"{table}_no_{verb.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN (NOT ({let_by})) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is {MESSAGE}'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH ROW WHEN (NOT ({let_by})) EXECUTE FUNCTION kravkedjan_refuse()"
        )


def _make_own_criteria() -> None:
    op.create_table(
        "criterion_shares",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("shared_by", sa.String(length=80), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.String(length=80), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["id", "version", "level"],
            ["criterion_versions.id", "criterion_versions.version", "criterion_versions.level"],
            name=op.f("fk_criterion_shares_id_version_level_criterion_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_criterion_shares_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_criterion_shares")),
    )
    op.create_index(
        op.f("ix_criterion_shares_organisation_id"), "criterion_shares", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_criterion_shares_version", "criterion_shares", ["id", "version", "level"], unique=False
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("accepted_ref", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_proposals_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_organisation_id"), "proposals", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_proposals_ref"), "proposals", ["ref"], unique=False)
    op.create_table(
        "borrowings",
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("origin_ref", sa.String(length=80), nullable=False),
        sa.Column("origin_owner_id", sa.String(length=80), nullable=True),
        sa.Column("origin_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("borrowed_by", sa.String(length=80), nullable=False),
        sa.Column("borrowed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_borrowings_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["origin_owner_id"],
            ["organisations.id"],
            name=op.f("fk_borrowings_origin_owner_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_borrowings")),
    )
    op.create_index(op.f("ix_borrowings_organisation_id"), "borrowings", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_borrowings_origin_ref"), "borrowings", ["origin_ref"], unique=False)


def _make_what_people_say() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("criterion_id", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("owner_id", sa.String(length=80), nullable=True),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_questions_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisations.id"], name=op.f("fk_questions_owner_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_criterion_id"), "questions", ["criterion_id"], unique=False)
    op.create_index(op.f("ix_questions_organisation_id"), "questions", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_questions_owner_id"), "questions", ["owner_id"], unique=False)
    op.create_table(
        "views_rounds",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("criterion_id", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("owner_id", sa.String(length=80), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_by", sa.String(length=80), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["organisations.id"], name=op.f("fk_views_rounds_owner_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views_rounds")),
    )
    op.create_index(op.f("ix_views_rounds_criterion_id"), "views_rounds", ["criterion_id"], unique=False)
    op.create_index(op.f("ix_views_rounds_owner_id"), "views_rounds", ["owner_id"], unique=False)
    op.create_index(op.f("ix_views_rounds_ref"), "views_rounds", ["ref"], unique=False)
    op.create_table(
        "views_invitations",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("round_id", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("referent", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["views_rounds.id"], name=op.f("fk_views_invitations_round_id_views_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_views_invitations_token_hash")),
    )
    op.create_index(op.f("ix_views_invitations_round_id"), "views_invitations", ["round_id"], unique=False)
    op.create_table(
        "views_answers",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("round_id", sa.String(length=80), nullable=False),
        sa.Column("invitation_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("standpoint", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["views_invitations.id"],
            name=op.f("fk_views_answers_invitation_id_views_invitations"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["views_rounds.id"], name=op.f("fk_views_answers_round_id_views_rounds")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_views_answers")),
    )
    op.create_index(op.f("ix_views_answers_invitation_id"), "views_answers", ["invitation_id"], unique=False)
    op.create_index(op.f("ix_views_answers_round_id"), "views_answers", ["round_id"], unique=False)
    op.create_table(
        "gap_entries",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("cpv", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("filled_by", sa.String(length=80), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_gap_entries_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_entries")),
    )
    op.create_index(op.f("ix_gap_entries_organisation_id"), "gap_entries", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_gap_entries_status"), "gap_entries", ["status"], unique=False)
    op.create_table(
        "gap_votes",
        sa.Column("gap_id", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=80), nullable=False),
        sa.Column("voted_by", sa.String(length=80), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap_entries.id"], name=op.f("fk_gap_votes_gap_id_gap_entries")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_gap_votes_organisation_id_organisations")
        ),
        sa.PrimaryKeyConstraint("gap_id", "organisation_id", name=op.f("pk_gap_votes")),
    )
    op.create_table(
        "gap_steps",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("gap_id", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("filled_by", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap_entries.id"], name=op.f("fk_gap_steps_gap_id_gap_entries")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_gap_steps")),
    )
    op.create_index(op.f("ix_gap_steps_gap_id"), "gap_steps", ["gap_id"], unique=False)


def _make_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_feeds")),
    )
    op.create_table(
        "feed_runs",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("held", sa.Text(), nullable=True),
        sa.Column("run_by", sa.String(length=80), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source"], ["feeds.source"], name=op.f("fk_feed_runs_source_feeds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_runs")),
    )
    op.create_index(op.f("ix_feed_runs_source"), "feed_runs", ["source"], unique=False)
    op.create_index(op.f("ix_feed_runs_state"), "feed_runs", ["state"], unique=False)
    op.create_table(
        "feed_items",
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["source"], ["feeds.source"], name=op.f("fk_feed_items_source_feeds")),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_feed_items")),
    )
    op.create_index(op.f("ix_feed_items_ref"), "feed_items", ["ref"], unique=False)
    op.create_index(op.f("ix_feed_items_state"), "feed_items", ["state"], unique=False)
    op.create_table(
        "feed_versions",
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("run_id", sa.String(length=80), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("flag", sa.String(length=40), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["feed_runs.id"], name=op.f("fk_feed_versions_run_id_feed_runs")),
        sa.ForeignKeyConstraint(["source"], ["feeds.source"], name=op.f("fk_feed_versions_source_feeds")),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_feed_versions")),
    )
    op.create_index(op.f("ix_feed_versions_source"), "feed_versions", ["source"], unique=False)
    op.create_table(
        "editor_tasks",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editor_tasks")),
        sa.UniqueConstraint("kind", "subject", "cause", name=op.f("uq_editor_tasks_kind_subject_cause")),
    )
    op.create_index(op.f("ix_editor_tasks_state"), "editor_tasks", ["state"], unique=False)
    op.create_index(op.f("ix_editor_tasks_subject"), "editor_tasks", ["subject"], unique=False)
    op.create_table(
        "upgrade_reports",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_upgrade_reports")),
    )


def downgrade() -> None:
    """Take the guards and the tables away."""
    for table in (*_APPEND_ONLY, *_WRITTEN_WHILE):
        drop_append_only(table)
    for table in _TABLES:
        op.drop_table(table)
