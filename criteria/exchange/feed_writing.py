# SPDX-License-Identifier: EUPL-1.2
"""Writing the library out: as a feed in our JSON form, or as a library folder that is a feed too.

What is written is read again by ``feeds`` and by ``library_files``: a test holds the two together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from criteria.exchange.feeds import FOLDER_MANIFEST
from criteria.exchange.library_files import LOCK_NAME, lock_lines, read_library
from criteria.library.feeds import FORM, Manifest
from criteria.library.model import CriterionVersion, Label, LibraryEvent, Package, ProductGroup
from criteria.schemas.derived import dump


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is written out: all versions, and what a folder needs beside them."""

    manifest: Manifest
    versions: tuple[CriterionVersion, ...]
    groups: tuple[ProductGroup, ...] = ()
    labels: tuple[Label, ...] = ()
    packages: tuple[Package, ...] = ()
    events: tuple[LibraryEvent, ...] = ()


def write_json_feed(outgoing: Outgoing, target: Path) -> None:
    """Write a feed as one JSON file."""
    body = {
        "form": FORM,
        "manifest": dump(outgoing.manifest),
        "items": [dump(version) for version in outgoing.versions],
    }
    target.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_folder(outgoing: Outgoing, target: Path) -> None:
    """Write a library folder with its lock, and its manifest as a feed."""
    for version in outgoing.versions:
        name = f"{version.version}.{version.level.value}.yaml"
        _write(target / "criteria" / version.groups[0] / version.id / name, dump(version))
    (target / "criteria").mkdir(parents=True, exist_ok=True)
    for group in outgoing.groups:
        _write(target / "groups" / f"{group.id}.yaml", dump(group))
    for package in outgoing.packages:
        _write(target / "packages" / f"{package.id}.{package.version}.yaml", dump(package))
    _write(target / "labels.yaml", {"labels": [dump(label) for label in outgoing.labels]})
    if outgoing.events:
        _write(target / "events" / "all.yaml", {"events": [dump(event) for event in outgoing.events]})
    _write(target / FOLDER_MANIFEST, {"form": FORM, **dump(outgoing.manifest)})
    lines = lock_lines(read_library(target))
    (target / LOCK_NAME).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_text(version: CriterionVersion) -> str:
    """A version in the text of its file's form."""
    return _text(dump(version))


def _text(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1_000_000)


def _write(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_text(data), encoding="utf-8")
