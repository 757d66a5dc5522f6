# SPDX-License-Identifier: EUPL-1.2
"""A feed whose process is killed with SIGKILL: everything of it is stored, or nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from criteria.clock import SetClock
from criteria.services.feeds import list_feeds
from criteria.services.integrity import verify_log
from criteria.services.search import bring_index_up_to_date, verify_index
from criteria.storage.library_store import LibraryStore
from tests.library_feeds.feeding import FeedDesk, feed, items, write_feed
from tests.library_life.desk import DAY, open_desk
from tests.plumbing.installation import World, build_installation

_COUNT = 12
_KILLED = """
import os, signal, sys
from pathlib import Path
from criteria.clock import SetClock
from criteria.exchange.feeds import FeedFile
from criteria.services import feed_bringing, library_change
from criteria.services.access import actor_for
from criteria.services.feeds import import_feed
from criteria.storage.unit_of_work import UnitOfWork
from tests.library_life.desk import DAY
from tests.plumbing.installation import build_installation

home, feed, where, count = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
calls = []

def dying(real):
    def die(*arguments, **named):
        calls.append(1)
        if len(calls) >= count:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **named)
    return die

if where == "item":
    feed_bringing.FeedStore.add_version = dying(feed_bringing.FeedStore.add_version)
elif where == "log":
    UnitOfWork._write_events = dying(UnitOfWork._write_events)
else:
    feed_bringing.follow = dying(feed_bringing.follow)
installation = build_installation(f"sqlite:///{home / 'kravkedjan.sqlite3'}", home, SetClock(DAY))
import_feed(installation, actor_for(installation, None, None), FeedFile(feed))
"""


@pytest.mark.parametrize(
    ("where", "count", "stored"),
    [("item", 1, 0), ("item", 5, 0), ("item", _COUNT, 0), ("log", 1, 0), ("index", 1, _COUNT)],
)
def test_killed_run_is_stored_whole_or_not_at_all(
    sqlite_world: World, repository: Path, tmp_path: Path, where: str, count: int, stored: int
) -> None:
    desk = FeedDesk(open_desk(sqlite_world), tmp_path / "again.json")
    bring_index_up_to_date(desk.desk.installation)
    home, held = sqlite_world.installation.home, items(_COUNT, groups=("it",))
    path = write_feed(tmp_path / "feed.json", feed(*held))

    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(home), str(path), where, str(count)],
        cwd=repository,
        check=False,
        capture_output=True,
    )

    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    after = build_installation(f"sqlite:///{home / 'kravkedjan.sqlite3'}", home, SetClock(DAY))
    bring_index_up_to_date(after)
    with after.reading() as session:
        assert len(LibraryStore(session).list_every_version()) == stored
    assert len(list_feeds(after, sqlite_world.actor).runs) == (1 if stored else 0)
    assert verify_log(after).ok
    assert verify_index(after).ok
    again = replace(desk, desk=replace(desk.desk, installation=after)).bring(*held)
    assert (again.new, again.unchanged) == (_COUNT - stored, stored)
    after.index.close()
    after.database.close()
