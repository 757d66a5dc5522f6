# SPDX-License-Identifier: EUPL-1.2
"""The index's folder: one sub-folder per generation, a pointer to the present one, a lock for the writer.

A generation is finished in a folder of its own, then the pointer is renamed over the old one. A writer
killed at any point leaves the pointer at a whole generation; its rubble is cleared by the next writer.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from criteria.search.manifest import (
    NAME,
    FileMark,
    Hashes,
    Manifest,
    check_files,
    read_manifest,
    write_manifest,
)
from criteria.search.model import IndexUnusableError

_POINTER = "CURRENT"
_LOCK = "writer.lock"
_GENERATION = re.compile(r"g[0-9]{10}-[0-9a-f]{8}")
_POLL_SECONDS = 0.01
_MIN_KEY_BYTES = 16
#: A reader that has just read the pointer finds its folder again, though a writer moves on meanwhile. The
#: generations share their files, so that an old one costs next to nothing.
_KEPT_OLD = 4


class Generations:
    """The generations in one folder. ``form`` is the form of the index the product writes now."""

    def __init__(self, folder: Path, key: bytes, form: int) -> None:
        """Name folder and key; nothing is touched before the first use."""
        if len(key) < _MIN_KEY_BYTES:
            raise ValueError(f"the key of the index needs at least {_MIN_KEY_BYTES} bytes")
        self._folder = folder
        # Every question looks at it, and to put a path together takes longer than the look.
        self._pointer = folder / _POINTER
        self._key = key
        self._form = form
        self._hashes = Hashes()

    def stamp(self) -> tuple[int, int, int] | None:
        """Something that changes with every new generation and costs one look; ``None`` without index."""
        try:
            about = self._pointer.stat()
        except OSError:
            return None
        return (about.st_ino, about.st_mtime_ns, about.st_size)

    def checked(self) -> tuple[Path, Manifest]:
        """The present generation, safe to open.

        Raises:
            IndexUnusableError: ``index.missing``, ``index.broken`` or ``index.outdated``.
        """
        self._check_folder(self._folder)
        try:
            name = (self._folder / _POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise IndexUnusableError("index.missing", where=_POINTER) from error
        except (OSError, ValueError) as error:
            raise IndexUnusableError("index.broken", where=_POINTER, reason="unreadable pointer") from error
        if not _GENERATION.fullmatch(name):
            raise IndexUnusableError("index.broken", where=_POINTER, reason="not a generation")
        folder = self._folder / name
        if not folder.is_dir():
            raise IndexUnusableError("index.broken", where=name, reason="the generation is gone")
        self._check_folder(folder)
        manifest = read_manifest(folder, self._key, self._form)
        check_files(folder, manifest, self._hashes)
        return folder, manifest

    @contextmanager
    def writing(self, timeout_seconds: float) -> Iterator[None]:
        """Hold the host's one writing place; clears what killed writers left.

        Raises:
            IndexUnusableError: ``index.locked`` when another writer does not finish in time.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(self._folder):
            # Whatever lies in a folder that others could write is not to be opened.
            self._folder.chmod(0o700)
            (self._folder / _POINTER).unlink(missing_ok=True)
        handle = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            _lock(handle, timeout_seconds)
            self._clear()
            yield
        finally:
            os.close(handle)

    @contextmanager
    def new(
        self, sequence: int, parts: dict[str, tuple[int, ...]], based_on: tuple[Path, Manifest] | None = None
    ) -> Iterator[Path]:
        """A folder to write a generation in; leaving the block without an error puts it in place.

        ``parts`` are the parts it will consist of, with the numbers of documents that are gone. Those of
        ``based_on``, an earlier generation, are there from the start, shared on disk: nobody ever writes
        into a finished file. To be used inside ``writing``.
        """
        name = f"g{sequence:010d}-{secrets.token_hex(4)}"
        folder = self._folder / name
        folder.mkdir(mode=0o700)
        if based_on is not None:
            for file in based_on[1].files:
                if part_of(file) in parts:
                    _share(based_on[0] / file, folder / file)
        yield folder
        files = self._marks(folder)
        write_manifest(folder, Manifest(name, self._form, sequence, files, parts), self._key)
        self._point_to(name)
        self._clear()
        self._hashes.forget_all_but({mark.sha256 for mark in files.values()})

    def _marks(self, folder: Path) -> dict[str, FileMark]:
        marks: dict[str, FileMark] = {}
        for path in sorted(folder.iterdir()):
            if path.name.endswith("_WRITELOCK"):
                path.unlink()
            elif path.name != NAME:
                marks[path.name] = self._hashes.of(path)
        return marks

    def _point_to(self, name: str) -> None:
        # Nothing is forced down to the disk: what a power cut leaves half written fails its manifest, and
        # the index is made anew from the store, where everything is.
        beside = self._folder / f"{_POINTER}.new"
        beside.write_text(name + "\n", encoding="ascii")
        beside.replace(self._folder / _POINTER)

    def _clear(self) -> None:
        """Remove generations that are neither present nor among the last before it."""
        try:
            present = (self._folder / _POINTER).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            present = ""
        found = [path for path in self._folder.iterdir() if _GENERATION.fullmatch(path.name)]
        finished = [path for path in found if path.name != present and (path / NAME).is_file()]
        finished.sort(key=lambda path: (path / NAME).stat().st_mtime_ns, reverse=True)
        kept = {present, *(path.name for path in finished[:_KEPT_OLD])}
        for path in found:
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def _check_folder(self, folder: Path) -> None:
        if not folder.exists():
            raise IndexUnusableError("index.missing", where=folder.name)
        if folder.is_symlink() or not _is_private(folder):
            raise IndexUnusableError("index.broken", where=folder.name, reason="open to others")


def part_of(file: str) -> str:
    """The part a file belongs to: ``m0a7_3kf8.seg`` and ``_m0a7_1.toc`` belong to one."""
    return file.lstrip("_").partition("_")[0]


def _is_private(folder: Path) -> bool:
    about = folder.stat()
    return about.st_uid == os.geteuid() and about.st_mode & 0o077 == 0


def _lock(handle: int, timeout_seconds: float) -> None:
    until = time.monotonic() + timeout_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise IndexUnusableError("index.locked", where=_LOCK, seconds=timeout_seconds) from error
            time.sleep(_POLL_SECONDS)
        else:
            return


def _share(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        # A file system without hard links: a copy is as good, only slower.
        shutil.copyfile(source, target, follow_symlinks=False)
