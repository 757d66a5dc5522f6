# SPDX-License-Identifier: EUPL-1.2
"""Triggers that keep what must be shown to a court: append, never overwrite, on both engines.

Kept beside the migrations and never changed: a migration that calls it must do the same for ever.
"""

from __future__ import annotations

from alembic import op

MESSAGE = "append-only"


def make_append_only(table: str, *, unless: str | None = None) -> None:
    """Refuse UPDATE and DELETE on a table; ``unless`` is an SQL condition on OLD that lets them by."""
    for verb in ("UPDATE", "DELETE"):
        _refuse(table, verb, unless)


def _refuse(table: str, verb: str, unless: str | None) -> None:
    name = f"{table}_no_{verb.lower()}"
    when = "" if unless is None else f"WHEN (NOT ({unless}))"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is {MESSAGE}'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION kravkedjan_refuse() RETURNS trigger AS $$ BEGIN "
        f"RAISE EXCEPTION '% is {MESSAGE}', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        f"FOR EACH ROW {when} EXECUTE FUNCTION kravkedjan_refuse()"
    )


def drop_append_only(table: str) -> None:
    """Take the triggers of a table away, for a downgrade."""
    for verb in ("update", "delete"):
        suffix = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
        op.execute(f"DROP TRIGGER {table}_no_{verb}{suffix}")
