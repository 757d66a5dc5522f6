# SPDX-License-Identifier: EUPL-1.2
"""Bring a database to the newest revision, with Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from criteria.errors import RefusedError
from criteria.storage.database import Database

_HERE = Path(__file__).parent


def head_revision() -> str:
    """The revision this program expects, from the HEAD file."""
    return (_HERE / "HEAD").read_text(encoding="utf-8").strip()


def known_revisions() -> frozenset[str]:
    """The revisions this program knows."""
    return frozenset(path.name.split("_")[0] for path in (_HERE / "versions").glob("[0-9]*.py"))


def upgrade(database: Database) -> str | None:
    """Run what is missing and return the revision the database had before (``None``: empty).

    Raises:
        RefusedError: ``database.newer`` when a newer program has written it; nothing is changed.
    """
    before = _found_revision(database)
    if before is not None and before not in known_revisions():
        raise RefusedError("database.newer", where="database", found=before, known=head_revision())
    if before != head_revision():
        # Alembic takes a sixth of a command's start; a database that is up to date does not need it.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_HERE))
        config.attributes["database"] = database
        command.upgrade(config, "head")
    return before


def _found_revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
