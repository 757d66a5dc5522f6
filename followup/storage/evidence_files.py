# SPDX-License-Identifier: EUPL-1.2
"""Evidence files by content hash: ``ab/cdef…`` under the evidence folder.

A file is written beside its place, made durable and then renamed, so that a name always holds the whole
content. It is written before its row: a crash between the two leaves a file without row, which ``evidence
verify`` finds, and never a row without file. Source: ARCHITECTURE, Storage.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from criteria.errors import IntegrityError

#: Where files are written before they have their name; what lies here is never evidence.
INCOMING = ".incoming"
_LOCK = "lock"
_FOLDER = re.compile(r"^[0-9a-f]{2}$")
_NAME = re.compile(r"^[0-9a-f]{62}$")


class EvidenceFolder:
    """The files of one installation. A content is kept once, however many rows point at it."""

    def __init__(self, folder: Path) -> None:
        """Bind to the folder; it is made at the first write."""
        self._folder = folder

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Hold while a file and its row are stored, so that nobody takes the file for an orphan between."""
        with self._locked(fcntl.LOCK_SH):
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold while files and rows are compared: nobody is storing, so what has no row is an orphan."""
        with self._locked(fcntl.LOCK_EX):
            yield

    def put(self, content: bytes) -> str:
        """Keep the content and return its SHA-256; what is there already stays untouched."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        if self._holds(place, sha256):
            return sha256
        incoming = self._folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        fresh = incoming / f"{sha256[:8]}-{os.getpid()}-{secrets.token_hex(6)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)
        _make_durable(place.parent)
        _make_durable(self._folder)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The content, after its hash has been checked.

        Raises:
            IntegrityError: ``evidence.file_missing`` or ``evidence.file_changed``.
        """
        try:
            content = self._place(sha256).read_bytes()
        except FileNotFoundError:
            raise IntegrityError("evidence.file_missing", where=sha256, sha256=sha256) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise IntegrityError("evidence.file_changed", where=sha256, sha256=sha256)
        return content

    def size_of(self, sha256: str) -> int | None:
        """The size in bytes, or ``None`` where there is no such file."""
        with suppress(FileNotFoundError):
            return self._place(sha256).stat().st_size
        return None

    def is_whole(self, sha256: str) -> bool:
        """Whether the file is there with the content it is named for."""
        return self._holds(self._place(sha256), sha256)

    def iter_hashes(self) -> Iterator[str]:
        """The name of every file in the folder, in order."""
        if not self._folder.exists():
            return
        for folder in sorted(self._folder.iterdir()):
            if folder.is_dir() and _FOLDER.match(folder.name):
                for path in sorted(folder.iterdir()):
                    if _NAME.match(path.name):
                        yield folder.name + path.name

    def list_unfinished(self) -> tuple[str, ...]:
        """The names of files whose writing was cut off, or is going on now."""
        incoming = self._folder / INCOMING
        names = (path.name for path in incoming.iterdir()) if incoming.exists() else ()
        return tuple(sorted(name for name in names if name != _LOCK))

    def remove_unfinished(self, name: str) -> None:
        """Take a cut-off file away; one that has been finished meanwhile is gone already."""
        if name in self.list_unfinished():
            (self._folder / INCOMING / name).unlink(missing_ok=True)

    def remove(self, sha256: str) -> None:
        """Take a file without rows away; the caller has made sure that nothing points at it."""
        self._place(sha256).unlink(missing_ok=True)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        incoming = self._folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        # The system lets go of the lock when a process dies, whatever it died of.
        with (incoming / _LOCK).open("wb") as file:
            fcntl.flock(file, how)
            yield

    def _holds(self, place: Path, sha256: str) -> bool:
        try:
            with place.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False

    def _place(self, sha256: str) -> Path:
        if not (_FOLDER.match(sha256[:2]) and _NAME.match(sha256[2:])):
            raise ValueError("no SHA-256")
        return self._folder / sha256[:2] / sha256[2:]


def _make_durable(folder: Path) -> None:
    """Have the folder's own list of names written, so that a rename outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
