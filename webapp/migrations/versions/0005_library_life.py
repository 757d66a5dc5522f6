# SPDX-License-Identifier: EUPL-1.2
"""The life of the library: stages, publications, notes, edges, filings, group history and releases.

What an older program stored is brought along: each published version gets the publication it never had a
row for, each event its edges, each version its filings and each group the first entry of its history.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from webapp.migrations.append_only import MESSAGE, drop_append_only, make_append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_VERSION_KEY = ["id", "version", "level"]
_VERSION_COLUMNS = ["criterion_versions.id", "criterion_versions.version", "criterion_versions.level"]


def upgrade() -> None:
    """Widen the two tables, make the new ones, and fill them from what is stored."""
    _widen_versions()
    _let_events_repeat()
    _make_tables()
    _fill()
    for table in ("publications", "draft_notes", "library_edges", "group_history"):
        make_append_only(table)
    make_append_only("releases", unless="OLD.state = 'planned'")
    _guard_filings()


def _widen_versions() -> None:
    # On SQLite the table is made anew, and its triggers with it.
    drop_append_only("criterion_versions")
    with op.batch_alter_table("criterion_versions") as table:
        table.add_column(sa.Column("stage", sa.String(length=20), server_default="draft", nullable=False))
        table.add_column(sa.Column("author_id", sa.String(length=80), nullable=True))
        table.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    op.execute("UPDATE criterion_versions SET stage = 'published' WHERE valid_from IS NOT NULL")
    with op.batch_alter_table("criterion_versions") as table:
        table.alter_column("stage", server_default=None)
        table.alter_column("revision", server_default=None)
        table.create_index(op.f("ix_criterion_versions_owner_id"), ["owner_id"], unique=False)
        table.create_index(op.f("ix_criterion_versions_valid_from"), ["valid_from"], unique=False)
    make_append_only("criterion_versions", unless="OLD.valid_from IS NULL")


def _let_events_repeat() -> None:
    # A version may be put under revision, taken back and put under revision again on one day for one reason.
    drop_append_only("library_events")
    with op.batch_alter_table("library_events") as table:
        table.drop_constraint(op.f("uq_library_events_fingerprint"), type_="unique")
        table.create_index(op.f("ix_library_events_fingerprint"), ["fingerprint"], unique=False)
    make_append_only("library_events")


def _make_tables() -> None:
    op.create_table(
        "publications",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            _VERSION_KEY, _VERSION_COLUMNS, name=op.f("fk_publications_id_version_level_criterion_versions")
        ),
        sa.PrimaryKeyConstraint("id", "version", "level", name=op.f("pk_publications")),
    )
    op.create_table(
        "draft_notes",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            _VERSION_KEY, _VERSION_COLUMNS, name=op.f("fk_draft_notes_id_version_level_criterion_versions")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_draft_notes")),
    )
    op.create_index("ix_draft_notes_version", "draft_notes", _VERSION_KEY, unique=False)
    op.create_table(
        "library_edges",
        sa.Column("event_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("subject_version", sa.Integer(), nullable=False),
        sa.Column("subject_level", sa.String(length=20), nullable=False),
        sa.Column("successor_id", sa.String(length=40), nullable=False),
        sa.Column("successor_version", sa.Integer(), nullable=False),
        sa.Column("successor_level", sa.String(length=20), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_number"],
            ["library_events.number"],
            name=op.f("fk_library_edges_event_number_library_events"),
        ),
        sa.PrimaryKeyConstraint("event_number", "position", name=op.f("pk_library_edges")),
    )
    op.create_index(
        "ix_library_edges_successor",
        "library_edges",
        ["successor_id", "successor_version", "successor_level"],
        unique=False,
    )
    op.create_table(
        "criterion_filings",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("group_id", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            _VERSION_KEY,
            _VERSION_COLUMNS,
            name=op.f("fk_criterion_filings_id_version_level_criterion_versions"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_criterion_filings")),
    )
    op.create_index("ix_criterion_filings_version", "criterion_filings", _VERSION_KEY, unique=False)
    op.create_index(op.f("ix_criterion_filings_group_id"), "criterion_filings", ["group_id"], unique=False)
    op.create_table(
        "group_history",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("moved_to", sa.String(length=60), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", "number", name=op.f("pk_group_history")),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("takes_effect_on", sa.Date(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )


def _fill() -> None:
    connection = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(
        connection,
        only=[
            "criterion_versions",
            "library_events",
            "product_groups",
            "events",
            "publications",
            "library_edges",
            "criterion_filings",
            "group_history",
        ],
    )
    _fill_versions(connection, tables)
    _fill_edges(connection, tables)
    _fill_groups(connection, tables)


def _fill_versions(connection: sa.Connection, tables: sa.MetaData) -> None:
    versions = tables.tables["criterion_versions"]
    publications, filings = [], []
    for row in connection.execute(sa.select(versions)).mappings():
        key = {name: row[name] for name in _VERSION_KEY}
        filings += [
            {**key, "group_id": group, "since": row["valid_from"], "until": None}
            for group in json.loads(row["content"])["groups"]
        ]
        if row["valid_from"] is not None:
            content = _publication(f"{row['id']}:{row['version']}@{row['level']}", row["valid_from"])
            publications.append(
                {
                    **key,
                    "valid_from": row["valid_from"],
                    "content": json.dumps(content, ensure_ascii=False),
                    "fingerprint": _fingerprint(content),
                    "recorded_at": row["recorded_at"],
                }
            )
    _insert(connection, tables.tables["publications"], publications)
    _insert(connection, tables.tables["criterion_filings"], filings)


def _publication(ref: str, valid_from: date) -> dict[str, Any]:
    """What can be said of a publication that no row told of: the machine loaded it as it was shipped."""
    return {
        "ref": ref,
        "valid_from": valid_from.isoformat(),
        "earnest_from": None,
        "change_class": None,
        "change_reason": None,
        "predecessor": None,
        "author_id": "system",
        "reviewer_id": None,
        "reviewed_by_other": True,
        "release": None,
        "flags": ["shipped"],
    }


def _fingerprint(content: dict[str, Any]) -> str:
    """As ``criteria.canonical`` makes it: every value here is ASCII text, a truth value or absent."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _fill_edges(connection: sa.Connection, tables: sa.MetaData) -> None:
    events = tables.tables["library_events"]
    edges = []
    for row in connection.execute(sa.select(events)).mappings():
        for position, successor in enumerate(json.loads(row["content"])["successors"]):
            head, _, level = successor["ref"].partition("@")
            id_, _, version = head.partition(":")
            edges.append(
                {
                    "event_number": row["number"],
                    "position": position,
                    "subject_id": row["subject_id"],
                    "subject_version": row["subject_version"],
                    "subject_level": row["subject_level"],
                    "successor_id": id_,
                    "successor_version": int(version),
                    "successor_level": level,
                    "effective_on": row["effective_on"],
                }
            )
    _insert(connection, tables.tables["library_edges"], edges)


def _fill_groups(connection: sa.Connection, tables: sa.MetaData) -> None:
    groups, log = tables.tables["product_groups"], tables.tables["events"]
    told = {
        row["subject"]: row["at"]
        for row in connection.execute(
            sa.select(log.c.subject, sa.func.min(log.c.at).label("at"))
            .where(log.c.kind == "group.loaded")
            .group_by(log.c.subject)
        ).mappings()
    }
    rows = []
    for row in connection.execute(sa.select(groups)).mappings():
        at: datetime = told.get(f"group:{row['id']}", datetime(2026, 1, 1, tzinfo=UTC))
        rows.append(
            {
                "id": row["id"],
                "number": 1,
                "since": at.date(),
                "content": row["content"],
                "fingerprint": row["fingerprint"],
                "state": "open",
                "moved_to": None,
                "recorded_at": at,
            }
        )
    _insert(connection, tables.tables["group_history"], rows)


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _guard_filings() -> None:
    """Let by what is not published, and the one writing of an open end; refuse the rest."""
    ending = (
        "OLD.until IS NULL AND NEW.until IS NOT NULL AND NEW.id = OLD.id AND NEW.version = OLD.version "
        "AND NEW.level = OLD.level AND NEW.group_id = OLD.group_id AND NEW.since = OLD.since "
        "AND NEW.number = OLD.number"
    )
    for verb, let_by in (("UPDATE", f"OLD.since IS NULL OR ({ending})"), ("DELETE", "OLD.since IS NULL")):
        name = f"criterion_filings_no_{verb.lower()}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON criterion_filings WHEN (NOT ({let_by})) "
                f"BEGIN SELECT RAISE(ABORT, 'criterion_filings is {MESSAGE}'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON criterion_filings "
                f"FOR EACH ROW WHEN (NOT ({let_by})) EXECUTE FUNCTION kravkedjan_refuse()"
            )


def downgrade() -> None:
    """Take tables and columns away; it fails where an event was recorded twice, as the old form forbids."""
    made = ("criterion_filings", "releases", "group_history", "library_edges", "draft_notes", "publications")
    for table in made:
        drop_append_only(table)
        op.drop_table(table)
    drop_append_only("library_events")
    with op.batch_alter_table("library_events") as table:
        table.drop_index(op.f("ix_library_events_fingerprint"))
        table.create_unique_constraint(op.f("uq_library_events_fingerprint"), ["fingerprint"])
    make_append_only("library_events")
    drop_append_only("criterion_versions")
    with op.batch_alter_table("criterion_versions") as table:
        table.drop_index(op.f("ix_criterion_versions_valid_from"))
        table.drop_index(op.f("ix_criterion_versions_owner_id"))
        for column in ("revision", "author_id", "stage"):
            table.drop_column(column)
    make_append_only("criterion_versions", unless="OLD.valid_from IS NULL")
