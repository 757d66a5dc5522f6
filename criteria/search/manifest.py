# SPDX-License-Identifier: EUPL-1.2
"""The list of a generation's files with sizes and hashes, under a key of the installation.

Whoosh's files hold pickles, and a pickle can run code when it is read. So nothing of a generation is
opened before its manifest holds: right key, right name, exactly these files, these bytes.
Source: SEARCH.md section 1 ("Pickle"), ARCHITECTURE "Storage".
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from criteria.search.model import IndexUnusableError

NAME = "manifest.json"
_PURPOSE = b"kravkedjan search index manifest"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size in bytes and SHA-256 of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation consists of.

    ``files`` is ``dict[file name, mark]``; ``parts`` is ``dict[part, numbers of its documents that are
    gone, ascending]``.
    """

    generation: str
    form: int
    sequence: int
    files: dict[str, FileMark]
    parts: dict[str, tuple[int, ...]]


class Hashes:
    """SHA-256 of files, remembered by inode, size and time, since generations share unchanged files."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._known: dict[tuple[int, int, int, int], str] = {}

    def of(self, path: Path) -> FileMark:
        """The mark of a regular file.

        Raises:
            IndexUnusableError: ``index.broken`` for links, folders and special files.
        """
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise IndexUnusableError("index.broken", where=path.name, reason="not a regular file")
            mark = (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns)
            known = self._known.get(mark)
            if known is None:
                digest = hashlib.sha256()
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                known = self._known[mark] = digest.hexdigest()
            return FileMark(about.st_size, known)

    def forget_all_but(self, marks: set[str]) -> None:
        """Drop hashes of files that no generation has any more."""
        self._known = {mark: digest for mark, digest in self._known.items() if digest in marks}


def write_manifest(folder: Path, manifest: Manifest, key: bytes) -> None:
    """Write the manifest of a finished generation."""
    body = _body(manifest)
    (folder / NAME).write_text(json.dumps({"mac": _mac(body, key), "body": body}), encoding="utf-8")


def read_manifest(folder: Path, key: bytes, form: int) -> Manifest:
    """The manifest of a generation, with its key, name and form checked; its files are not yet.

    Raises:
        IndexUnusableError: ``index.broken``, or ``index.outdated`` for a sound manifest of another form.
    """
    try:
        outer = json.loads((folder / NAME).read_text(encoding="utf-8"))
        body, mac = str(outer["body"]), str(outer["mac"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexUnusableError("index.broken", where=folder.name, reason="no readable manifest") from error
    if not hmac.compare_digest(mac.encode(), _mac(body, key).encode()):
        raise IndexUnusableError("index.broken", where=folder.name, reason="not made by this installation")
    # From here on the text is our own writing.
    values = json.loads(body)
    if values["generation"] != folder.name:
        raise IndexUnusableError("index.broken", where=folder.name, reason="another generation's manifest")
    if values["form"] != form:
        raise IndexUnusableError("index.outdated", where=folder.name, form=values["form"], wanted=form)
    files = {name: FileMark(size, sha256) for name, (size, sha256) in values["files"].items()}
    parts = {name: tuple(gone) for name, gone in values["parts"].items()}
    return Manifest(folder.name, form, values["sequence"], files, parts)


def check_files(folder: Path, manifest: Manifest, hashes: Hashes) -> None:
    """That the folder holds exactly the manifest's files with the manifest's bytes.

    Raises:
        IndexUnusableError: ``index.broken`` naming the first file that differs.
    """
    try:
        present = {entry.name for entry in os.scandir(folder)} - {NAME}
        strange = sorted(present ^ manifest.files.keys())
        if strange:
            raise IndexUnusableError("index.broken", where=strange[0], reason="missing or foreign file")
        for name, mark in manifest.files.items():
            if hashes.of(folder / name) != mark:
                raise IndexUnusableError("index.broken", where=name, reason="changed bytes")
    except OSError as error:
        raise IndexUnusableError("index.broken", where=folder.name, reason="unreadable file") from error


def _body(manifest: Manifest) -> str:
    return json.dumps(
        {
            "generation": manifest.generation,
            "form": manifest.form,
            "sequence": manifest.sequence,
            "files": {name: [mark.size, mark.sha256] for name, mark in sorted(manifest.files.items())},
            "parts": manifest.parts,
        },
        separators=(",", ":"),
    )


def _mac(body: str, key: bytes) -> str:
    own = hmac.digest(key, _PURPOSE, "sha256")
    return hmac.new(own, body.encode(), "sha256").hexdigest()
