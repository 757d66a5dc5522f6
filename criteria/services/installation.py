# SPDX-License-Identifier: EUPL-1.2
"""What every use case is handed: the installation it acts on."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from criteria.clock import Clock
from criteria.library.cover import Batch
from criteria.search.model import SearchIndex
from criteria.storage.database import Database, Session
from criteria.storage.unit_of_work import UnitOfWork, unit_of_work

DATABASE_NAME = "kravkedjan.sqlite3"

#: Is told what happens to the library, inside the unit of work that does it; for what stands on the library.
LibraryListener = Callable[[UnitOfWork, Batch], None]


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation: its database, its clock and its folder (index, evidence, key).

    ``index`` is the search index of this host. ``home`` holds ``index/``, ``evidence/`` and
    ``installation.key``, and the database of an embedded installation. ``library_listeners`` are told of
    every change of the library in its own unit of work.
    """

    database: Database
    clock: Clock
    home: Path
    index: SearchIndex
    library_listeners: tuple[LibraryListener, ...] = ()

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """One unit of work: everything is stored when the block ends, nothing when it raises."""
        with unit_of_work(self.database, self.clock) as work:
            yield work

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading."""
        with self.database.reading() as session:
            yield session

    @property
    def index_folder(self) -> Path:
        """Where the search index lies; may be thrown away."""
        return self.home / "index"

    @property
    def evidence_folder(self) -> Path:
        """Where evidence files lie, by content hash."""
        return self.home / "evidence"


def installation_key(home: Path) -> bytes:
    """The installation's secret key, 32 random bytes made at the first call and kept in a private file."""
    path = home / "installation.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
        # A link fails where a rename would replace: of two first starts, one key wins.
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_bytes()


def embedded_url(home: Path) -> str:
    """The database address of an embedded installation."""
    return f"sqlite:///{home / DATABASE_NAME}"
