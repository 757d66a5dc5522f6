# SPDX-License-Identifier: EUPL-1.2
"""Publish, withdraw, release and feed killed with SIGKILL at random points: all is clean, nothing is lost.

Source: issue 3, "Shown by", 3.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from criteria.services.search import bring_index_up_to_date
from tests.library_life.desk import open_desk
from tests.library_life.killing import TOLD
from tests.library_life.oracle import Stored
from tests.plumbing.installation import World

_SEED = 20261121
_CHILD = "tests.library_life.killing"
#: What is cut off, and within how many points of its beginning: fewer than each of them passes in all.
_CUT_OFF = (
    *(("publish", 400),) * 3,
    *(("withdraw", 90),) * 2,
    *(("release", 250),) * 3,
    *(("feed", 100),) * 2,
)


def _told(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home.parent / TOLD).read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_library_is_clean_and_whole_after_kills_at_ten_random_points(world: World, repository: Path) -> None:
    desk = open_desk(world)
    bring_index_up_to_date(desk.installation)
    url, home = world.installation.database.url, world.installation.home
    chance = Random(_SEED)  # noqa: S311 -- where a process dies is no secret
    points = [(doing, chance.randint(1, most)) for doing, most in _CUT_OFF]
    chance.shuffle(points)
    print(f"seed {_SEED}, killed at {points}")
    promised: set[str] = set()

    for doing, point in (*points, ("", 0)):
        ended = subprocess.run(
            [sys.executable, "-m", _CHILD, url, str(home), desk.author.user_id, doing, str(point)],
            cwd=repository,
            check=False,
            capture_output=True,
        )
        assert ended.returncode == (-signal.SIGKILL if point else 0), ended.stderr.decode()
        lines = _told(home)
        checked = max(place for place, line in enumerate(lines) if "findings" in line)
        assert lines[checked]["findings"] == []
        assert promised <= set(lines[checked]["stored"])
        assert lines[-1].get("doing", "") == doing
        promised |= {ref for line in lines[checked + 1 :] for ref in line["stored"]}

    assert promised
    with desk.installation.database.engine.connect() as connection:
        stored = Stored()
        stored.read(connection)
    assert list(stored.faults()) == []
