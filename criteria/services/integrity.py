# SPDX-License-Identifier: EUPL-1.2
"""Going live, verifying the log, and backup and restore of an embedded installation."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from criteria.errors import IntegrityError, InvalidInputError, RefusedError
from criteria.events.model import Head, NewEvent, verify_chain, verify_known
from criteria.issues import Issue
from criteria.people.model import Actor, Permission
from criteria.services.installation import DATABASE_NAME, Installation
from criteria.storage.database import Database
from criteria.storage.event_store import EventStore
from criteria.storage.people_store import SettingStore
from criteria.storage.unit_of_work import LIVE

_MANIFEST = "manifest.json"
_FORM = "kravkedjan-backup/1"


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What verifying the log found; ``head`` is its last event."""

    ok: bool
    events: int
    head: Head
    findings: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class BackupResult:
    """A backup's file name, number of files in it, and the log head it holds."""

    file: str
    files: int
    head: Head


def go_live(installation: Installation, actor: Actor) -> None:
    """Mark the installation live for good; from then on a set clock is refused.

    Raises:
        RefusedError: ``clock.set_but_live`` when the clock is set now or the installation is live already.
    """
    actor.require(Permission.ADMINISTER)
    if installation.clock.is_set:
        raise RefusedError("clock.set_but_live", where="--today")
    with installation.writing() as work:
        settings = SettingStore(work.session)
        if settings.find(LIVE) is not None:
            raise RefusedError("installation.is_live", where="live")
        settings.put(LIVE, work.clock.now().isoformat())
        work.record(NewEvent("installation.live", "installation", {}, actor.user_id, actor.organisation_id))


def is_live(installation: Installation) -> bool:
    """Whether the installation has been marked live."""
    with installation.reading() as session:
        return SettingStore(session).find(LIVE) is not None


def verify_log(installation: Installation, known: Head | None = None) -> LogCheck:
    """Walk the whole event log and check every hash.

    ``known`` is a head that was printed or mailed before; a log written anew since does not hold it.
    """
    with installation.reading() as session:
        store = EventStore(session)
        head = store.head()
        findings = tuple(verify_chain(store.iter_events()))
        if known is not None:
            findings += tuple(verify_known(known, store.find_hash(known.sequence)))
    return LogCheck(not findings, head.sequence, head, findings)


def back_up(installation: Installation, target: Path) -> BackupResult:
    """One archive of database, evidence, key and log head; the site may go on running.

    Raises:
        RefusedError: ``backup.not_embedded`` on PostgreSQL (use its own tools), ``backup.exists``.
    """
    if not installation.database.is_sqlite:
        raise RefusedError("backup.not_embedded", where="database")
    if target.exists():
        raise RefusedError("backup.exists", where=str(target))
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / DATABASE_NAME
        _copy_database(installation.home / DATABASE_NAME, copy)
        snapshot = Database(f"sqlite:///{copy}")
        with snapshot.reading() as session:
            head = EventStore(session).head()
        snapshot.close()
        # The copy's own write-ahead log must be inside the one file that is packed.
        for leftover in (f"{copy}-wal", f"{copy}-shm"):
            Path(leftover).unlink(missing_ok=True)
        files = {DATABASE_NAME: copy, **dict(_kept_files(installation.home))}
        manifest: dict[str, object] = {
            "form": _FORM,
            "made_at": installation.clock.now().isoformat(),
            "log": {"sequence": head.sequence, "hash": head.hash},
            "files": {name: _sha256(path) for name, path in sorted(files.items())},
        }
        _write_archive(target, manifest, files)
    return BackupResult(str(target), len(files), head)


def restore(source: Path, home: Path) -> BackupResult:
    """A backup laid out in an empty folder, after every file and the log in it have been verified.

    Raises:
        RefusedError: ``restore.not_empty`` when the folder holds an installation.
        InvalidInputError: ``backup.not_readable`` when the file is no backup of ours.
        IntegrityError: ``backup.damaged`` when a file or the log does not verify; nothing is laid out.
    """
    if (home / DATABASE_NAME).exists():
        raise RefusedError("restore.not_empty", where=str(home))
    home.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=home.parent, prefix=".restore-"))
    try:
        head, count = _unpack(source, staging)
        if home.exists():
            for path in sorted(staging.iterdir()):
                shutil.move(str(path), str(home / path.name))
        else:
            staging.rename(home)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return BackupResult(str(source), count, head)


def _copy_database(source: Path, target: Path) -> None:
    origin, copy = sqlite3.connect(source), sqlite3.connect(target)
    try:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
        origin.close()


def _kept_files(home: Path) -> Iterator[tuple[str, Path]]:
    key = home / "installation.key"
    if key.exists():
        yield key.name, key
    evidence = home / "evidence"
    # What lies in .incoming is being written, or was cut off: it is not evidence yet and may go any moment.
    for path in sorted(evidence.glob("[0-9a-f][0-9a-f]/*")):
        if path.is_file():
            yield str(path.relative_to(home)), path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_archive(target: Path, manifest: dict[str, object], files: dict[str, Path]) -> None:
    partial = target.with_name(target.name + ".part")
    with tarfile.open(partial, "w:gz") as archive:
        content = json.dumps(manifest, indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(_MANIFEST)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
        for name, path in sorted(files.items()):
            archive.add(path, arcname=name)
    partial.chmod(0o600)
    partial.rename(target)


def _lay_out(archive: tarfile.TarFile, staging: Path) -> None:
    """The archive's plain files under ``staging``; a link, a device or a way out of the folder is refused.

    By hand, since extraction filters came with Python 3.11.4 and Debian 12 has 3.11.2.
    """
    for member in archive:
        name = PurePosixPath(member.name)
        content = archive.extractfile(member) if member.isreg() else None
        if content is None or name.is_absolute() or ".." in name.parts:
            raise InvalidInputError("backup.not_readable", where=member.name)
        target = staging / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("xb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(0o600)


def _unpack(source: Path, staging: Path) -> tuple[Head, int]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            _lay_out(archive, staging)
        manifest = json.loads((staging / _MANIFEST).read_text(encoding="utf-8"))
        wanted: dict[str, str] = manifest["files"]
        head = Head(int(manifest["log"]["sequence"]), str(manifest["log"]["hash"]))
        form = manifest["form"]
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as error:
        raise InvalidInputError("backup.not_readable", where=str(source)) from error
    if form != _FORM:
        raise InvalidInputError("backup.not_readable", where=str(source))
    (staging / _MANIFEST).unlink()
    found = {str(p.relative_to(staging)): _sha256(p) for p in staging.rglob("*") if p.is_file()}
    if found != wanted:
        differing = sorted(
            name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)
        )
        raise IntegrityError("backup.damaged", where=str(source), files=", ".join(differing[:5]))
    database = Database(f"sqlite:///{staging / DATABASE_NAME}")
    try:
        with database.reading() as session:
            store = EventStore(session)
            broken = next(iter(verify_chain(store.iter_events())), None)
            if broken is not None or store.head() != head:
                raise IntegrityError("backup.damaged", where=str(source), files="log")
    finally:
        database.close()
    return head, len(wanted)
