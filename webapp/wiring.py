# SPDX-License-Identifier: EUPL-1.2
"""Putting an installation together from where it lies."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from criteria.clock import Clock
from criteria.errors import InvalidInputError, RefusedError
from criteria.exchange.help_pages import help_edition
from criteria.library.cover import Batch
from criteria.search.whoosh_index import WhooshIndex
from criteria.services.installation import Installation, embedded_url, installation_key
from criteria.storage.database import Database
from criteria.storage.unit_of_work import UnitOfWork
from webapp.migrations.upgrade import upgrade


def open_installation(home: Path, database_url: str | None, clock: Clock) -> Installation:
    """The installation in a folder, brought up to date; its database may lie elsewhere.

    Raises:
        InvalidInputError: ``database.address`` when the address is none, ``home.unusable`` when the folder
            cannot be made or written.
        RefusedError: ``database.unreachable``. None of them repeats the address, which may hold a password.
    """
    home = home.resolve()
    try:
        database = Database(database_url or embedded_url(home))
        upgrade(database)
        index = WhooshIndex(home / "index", installation_key(home), edition=help_edition())
        return Installation(database, clock, home, index, library_listeners=(_tell_contract_owners,))
    except (ArgumentError, NoSuchModuleError) as error:
        raise InvalidInputError("database.address", where="--database-url") from error
    except OperationalError as error:
        raise RefusedError("database.unreachable", where="--database-url") from error
    except OSError as error:
        raise InvalidInputError("home.unusable", where=str(home), why=error.strerror or "") from error


def _tell_contract_owners(work: UnitOfWork, batch: Batch) -> None:
    # What stands behind contracts takes a while to load, and few runs change the library.
    from followup.services.touched import tell_contract_owners

    tell_contract_owners(work, batch)
