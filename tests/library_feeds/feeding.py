# SPDX-License-Identifier: EUPL-1.2
"""Feeds as files, and a desk that brings them in; a test changes one thing."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from criteria.exchange.feeds import FeedFile
from criteria.library.feeds import FORM
from criteria.library.model import CriterionVersion
from criteria.schemas.derived import dump
from criteria.services.feeds import FeedResult, import_feed
from criteria.storage.library_store import StoredVersion
from tests.library_life.desk import DAY, Desk
from tests.library_life.factories import version

MADE_AT = "2027-02-20T08:00:00+00:00"


def item(name: str = "10166", number: int = 1, level: str = "base", **changes: Any) -> dict[str, Any]:
    """One item as upstream writes it: its own id, without a prefix."""
    made: CriterionVersion = version(f"FURN-01:{number}@{level}", **changes)
    return {**dump(made), "id": name}


def items(count: int, **changes: Any) -> list[dict[str, Any]]:
    """So many items with ids of their own."""
    return [item(f"{10000 + number}", **changes) for number in range(count)]


def feed(*held: dict[str, Any], **manifest: Any) -> dict[str, Any]:
    """A whole feed: everything the sender says there is, is there."""
    told = {"source": "UHM", "run": "r1", "made_at": MADE_AT, "number": len(held), **manifest}
    return {"form": FORM, "manifest": told, "items": list(held)}


def write_feed(path: Path, data: object) -> Path:
    """A feed as a file."""
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class FeedDesk:
    """A desk of the steward's, and the file its feed lies in."""

    desk: Desk
    path: Path

    def on(self, day: date) -> FeedDesk:
        """The same desk on another day."""
        return replace(self, desk=self.desk.on(day))

    def bring(self, *held: dict[str, Any], **manifest: Any) -> FeedResult:
        """Bring in a whole feed."""
        return self.bring_data(feed(*held, **manifest))

    def bring_data(self, data: object, *, is_trial: bool = False) -> FeedResult:
        """Bring in whatever is written as a feed."""
        file = FeedFile(write_feed(self.path, data))
        return import_feed(self.desk.installation, self.desk.reviewer, file, is_trial=is_trial)

    def stored(self, ref: str) -> StoredVersion:
        """What is stored under a full reference."""
        return self.desk.stored(ref)


def next_day(days: int = 1) -> date:
    """A day after the desk's first."""
    return date.fromordinal(DAY.toordinal() + days)
