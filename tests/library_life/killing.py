# SPDX-License-Identifier: EUPL-1.2
"""A process that verifies an installation and then changes its library again and again, until it is killed.

``python -m tests.library_life.killing URL HOME AUTHOR DOING POINT`` writes to ``told`` beside HOME what
verifying found and each thing that was done, and sends itself SIGKILL at the POINT-th point after the first
DOING has begun: a statement to the database, a commit, or a file that is opened, renamed or removed under
HOME (the index, the database, the key). With POINT 0 it only verifies.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import event

from criteria.clock import SetClock
from criteria.library.model import ChangeClass
from criteria.people.model import Actor, Role
from criteria.services.access import actor_for
from criteria.services.integrity import verify_log
from criteria.services.library_orders import ChangePlan, EventOrder, PublicationOrder
from criteria.services.library_publishing import withdraw
from criteria.services.library_releases import plan_release, publish_release
from criteria.services.library_verification import verify_library
from criteria.services.search import bring_index_up_to_date, verify_index
from criteria.storage.library_store import LibraryStore
from tests.library_feeds.feeding import FeedDesk, items
from tests.library_life.desk import DAY, Desk, as_draft, carries, gap_order
from tests.library_life.factories import version
from tests.plumbing.installation import build_installation

_FILE_EVENTS = ("open", "os.rename", "os.remove", "os.mkdir")
TOLD = "told"


class Point:
    """Counts the points a process passes, and kills it at one of them."""

    def __init__(self, last: int) -> None:
        """Nothing is passed yet."""
        self._left = last

    def passes(self, *_: object) -> None:
        """One point is passed; the last one is the process's end."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _watch(desk: Desk, point: Point) -> None:
    engine, home = desk.installation.database.engine, str(desk.installation.home)

    def audit(name: str, arguments: tuple[Any, ...]) -> None:
        if name in _FILE_EVENTS and str(arguments[0]).startswith(home):
            point.passes()

    event.listen(engine, "before_cursor_execute", point.passes)
    event.listen(engine, "commit", point.passes)
    sys.addaudithook(audit)


def _verify(desk: Desk) -> dict[str, Any]:
    """What the three checks find; the index may be late, and is brought up to date first."""
    installation = desk.installation
    bring_index_up_to_date(installation)
    log, library, index = verify_log(installation), verify_library(installation), verify_index(installation)
    found = (*log.findings, *library.findings, *index.findings)
    with installation.reading() as session:
        stored = sorted(LibraryStore(session).fingerprints())
    return {"findings": [str(item) for item in found], "events": library.events, "stored": stored}


def _work(desk: Desk, feed: Path, start: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is being done, then what that has stored once it is done; for ever."""
    feeds = FeedDesk(desk, feed)
    for number in count(start):
        old, new, gone = (as_draft(version(f"CLS-{number}{part}:1@base")) for part in (1, 2, 3))
        yield "publish", ()
        desk.publish(old, gone)
        yield "withdraw", (old.ref, gone.ref)
        withdraw(desk.installation, desk.reviewer, EventOrder(gone.ref, "Skäl.", gap=gap_order()))
        yield "release", ()
        edge = carries(new.ref, ChangeClass.CLARIFIED)
        plan = ChangePlan(
            (PublicationOrder(desk.submit(new)),), (EventOrder(old.ref, "Skäl.", successors=(edge,)),)
        )
        planned = plan_release(desk.installation, desk.reviewer, f"Översyn {number}", DAY, plan)
        publish_release(desk.installation, desk.reviewer, planned.id)
        yield "feed", (new.ref,)
        source = "S" + "".join(chr(ord("A") + int(digit)) for digit in str(number))
        done = feeds.bring(*items(5, groups=("it",)), source=source)
        yield "next", tuple(line.ref for line in done.items)


def _tell(path: Path, value: object) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(value) + "\n")


def main(url: str, home: Path, author: str, first: str, last: int) -> None:
    """Verify, and then work until the end."""
    installation = build_installation(url, home, SetClock(DAY))
    reviewer = actor_for(installation, None, None)
    writer = Actor(author, reviewer.organisation_id, frozenset({Role.LIBRARY_EDITOR}))
    desk, told = Desk(installation, writer, reviewer), home.parent / TOLD
    found = _verify(desk)
    _tell(told, found)
    if last:
        watched = False
        for doing, stored in _work(desk, home.parent / "feed.json", 100 + len(found["stored"])):
            _tell(told, {"doing": doing, "stored": stored})
            if doing == first and not watched:
                _watch(desk, Point(last))
                watched = True


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]))
