# SPDX-License-Identifier: EUPL-1.2
"""Backup and restore of an embedded installation."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from criteria.errors import IntegrityError, InvalidInputError, RefusedError
from criteria.services.access import actor_for, add_organisation
from criteria.services.integrity import back_up, restore, verify_log
from tests.plumbing.installation import World, build_installation


def _with_evidence(world: World) -> None:
    folder = world.installation.evidence_folder / "ab"
    folder.mkdir(parents=True)
    (folder / "cd").write_bytes(b"proof")


def test_restored_installation_is_the_one_backed_up(sqlite_world: World, tmp_path: Path) -> None:
    _with_evidence(sqlite_world)
    add_organisation(sqlite_world.installation, sqlite_world.actor, "Ekby kommun", None)
    made = back_up(sqlite_world.installation, tmp_path / "copy.tar.gz")

    restore(tmp_path / "copy.tar.gz", tmp_path / "new")

    again = build_installation(f"sqlite:///{tmp_path / 'new' / 'kravkedjan.sqlite3'}", tmp_path / "new")
    assert verify_log(again).head == made.head == verify_log(sqlite_world.installation).head
    assert (again.evidence_folder / "ab" / "cd").read_bytes() == b"proof"
    assert actor_for(again, None, "Ekby kommun").organisation_id.startswith("org-")
    again.database.close()


def test_backup_is_for_its_owner_alone_and_never_overwrites(sqlite_world: World, tmp_path: Path) -> None:
    target = tmp_path / "copy.tar.gz"
    back_up(sqlite_world.installation, target)

    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(RefusedError) as refused:
        back_up(sqlite_world.installation, target)
    assert refused.value.code == "backup.exists"


def test_restore_never_writes_over_an_installation(sqlite_world: World, tmp_path: Path) -> None:
    back_up(sqlite_world.installation, tmp_path / "copy.tar.gz")
    with pytest.raises(RefusedError) as refused:
        restore(tmp_path / "copy.tar.gz", sqlite_world.installation.home)
    assert refused.value.code == "restore.not_empty"


def _repacked(source: Path, target: Path, name: str, content: bytes) -> None:
    folder = target.parent / "unpacked"
    with tarfile.open(source) as archive:
        for member in archive:
            (folder / member.name).parent.mkdir(parents=True, exist_ok=True)
            kept = archive.extractfile(member)
            (folder / member.name).write_bytes(kept.read() if kept else b"")
    (folder / name).write_bytes(content)
    with tarfile.open(target, "w:gz") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.add(path, arcname=str(path.relative_to(folder)))


@pytest.mark.parametrize("name", ["evidence/ab/cd", "kravkedjan.sqlite3", "planted.txt"])
def test_damaged_backup_lays_nothing_out(sqlite_world: World, tmp_path: Path, name: str) -> None:
    _with_evidence(sqlite_world)
    back_up(sqlite_world.installation, tmp_path / "copy.tar.gz")
    _repacked(tmp_path / "copy.tar.gz", tmp_path / "damaged.tar.gz", name, b"something else")

    with pytest.raises(IntegrityError) as refused:
        restore(tmp_path / "damaged.tar.gz", tmp_path / "new")

    assert refused.value.code == "backup.damaged"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b broken"])
def test_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.tar.gz").write_bytes(content)
    with pytest.raises(InvalidInputError) as refused:
        restore(tmp_path / "copy.tar.gz", tmp_path / "new")
    assert refused.value.code == "backup.not_readable"


@pytest.mark.parametrize("name", ["../outside", "/outside", "evidence/../../outside"])
def test_archive_that_reaches_outside_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "copy.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))

    with pytest.raises(InvalidInputError) as refused:
        restore(tmp_path / "copy.tar.gz", tmp_path / "new")

    assert refused.value.code == "backup.not_readable"
    assert not (tmp_path / "outside").exists()


def test_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "copy.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("kravkedjan.sqlite3")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)

    with pytest.raises(InvalidInputError) as refused:
        restore(tmp_path / "copy.tar.gz", tmp_path / "new")

    assert refused.value.code == "backup.not_readable"
