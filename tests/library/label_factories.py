# SPDX-License-Identifier: EUPL-1.2
"""A little library of three criteria that a label settles in full, in part and not, and one draft."""

from __future__ import annotations

from pathlib import Path

import yaml

from criteria.exchange.library_files import lock_lines, read_library
from criteria.library.model import LabelCover
from criteria.library.vocabulary import LabelCoverage
from criteria.schemas.derived import dump
from tests.search.factories import make_group, make_version

POINTS = ("link", "suitable", "objective", "open_process", "available", "independent")


def write_data(folder: Path, name: str, data: object) -> None:
    """Write a YAML file of a library folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def label_data(label_id: str, conclusion: str, link: str = "holds", **more: object) -> dict[str, object]:
    """A label as a file holds it; ``more`` changes its assessment."""
    points = [
        {"point": name, "verdict": link if name == "link" else "holds", "reason": f"Skäl om {name}."}
        for name in POINTS
    ]
    return {
        "id": label_id,
        "name": label_id.capitalize(),
        "owner": "Ägaren",
        "kind": "type_1",
        "scope": "Varor.",
        "register": None,
        "strength": 4,
        "assessment": {
            "summary": "Öppen för alla.",
            "points": points,
            "conclusion": conclusion,
            "groups": [],
            "review": {"legal": "not_reviewed", "editor": "Redaktionen", "read_on": "2026-11-21"},
        }
        | more,
        "sources": [
            {"title": "Kriterier", "reference": None, "read_on": "2026-11-19", "mark": "K", "paid": False}
        ],
    }


def _criterion(ref: str, *covers: LabelCover) -> dict[str, object]:
    return dump(make_version(ref, labels=covers)) | {
        "text": {"sv": "Stolen ska hålla.", "en": "The chair shall hold."}
    }


def write_label_library(folder: Path) -> None:
    """Write the library, with the labels swan and blomma."""
    full, part = LabelCover("swan", LabelCoverage.FULL), LabelCover("swan", LabelCoverage.PART, "Bara trä.")
    for number, covers in (("01", (full,)), ("02", (part,)), ("03", ())):
        ref = f"FURN-{number}:1@base"
        write_data(folder, f"criteria/furniture/FURN-{number}/1.base.yaml", _criterion(ref, *covers))
    draft = _criterion("FURN-04:1@base", full) | {
        "state": "draft",
        "valid_from": None,
        "draft_because": ["Gränsen ska kontrolleras."],
    }
    write_data(folder, "criteria/furniture/FURN-04/1.base.yaml", draft)
    write_data(folder, "groups/furniture.yaml", dump(make_group("furniture").group))
    own = {"group": "furniture", "conclusion": "property", "reason": "Skriv egenskapen."}
    other = {"group": "boats", "conclusion": "criteria", "reason": "Båtar."}
    labels = [
        label_data("swan", "criteria", "part", groups=[own, other]),
        label_data("blomma", "label"),
    ]
    write_data(folder, "labels.yaml", {"labels": labels})
    (folder / "published.lock").write_text(
        "\n".join(lock_lines(read_library(folder))) + "\n", encoding="utf-8"
    )
