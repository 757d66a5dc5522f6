# SPDX-License-Identifier: EUPL-1.2
"""Migrations: one head, both ways, and the same tables as the program's own."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

import criteria.storage
import followup.storage
import webapp.migrations
from criteria.errors import RefusedError
from criteria.storage.base import Base
from criteria.storage.database import Database
from webapp.migrations.upgrade import head_revision, upgrade


def _every_table_module() -> None:
    for package in (criteria.storage, followup.storage):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(webapp.migrations.__path__[0])))
    config.attributes["database"] = database
    return config


def test_there_is_one_head_and_the_file_names_it() -> None:
    scripts = ScriptDirectory(str(Path(webapp.migrations.__path__[0])))
    assert scripts.get_heads() == [head_revision()]


def test_migrated_database_has_the_tables_of_the_program(database_url: str) -> None:
    _every_table_module()
    database = Database(database_url)
    upgrade(database)

    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    database.close()
    assert differences == []


def test_migrations_go_down_to_nothing_and_up_again(database_url: str) -> None:
    database = Database(database_url)
    upgrade(database)
    command.downgrade(_config(database), "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}

    upgrade(database)

    assert "events" in inspect(database.engine).get_table_names()
    database.close()


def test_database_of_a_newer_program_is_refused_and_left_alone(database_url: str) -> None:
    database = Database(database_url)
    upgrade(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(RefusedError) as refused:
        upgrade(database)

    assert (refused.value.code, refused.value.values["found"]) == ("database.newer", "9999")
    database.close()


def test_second_upgrade_changes_nothing(database_url: str) -> None:
    database = Database(database_url)
    assert upgrade(database) is None
    assert upgrade(database) == head_revision()
    database.close()
