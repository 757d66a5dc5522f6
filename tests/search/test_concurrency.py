# SPDX-License-Identifier: EUPL-1.2
"""Readers read on while a writer swaps, and a killed writer leaves a readable index."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from criteria.search.model import Changes, IndexUnusableError
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import KEY, ask, make_entry, small_library

_ROOT = Path(__file__).parents[2]
_WRITER = """
import sys
from pathlib import Path
from criteria.search.model import Changes
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import KEY, make_entry, small_library

index = WhooshIndex(Path(sys.argv[1]), KEY)
sequence = index.sequence
print("ready", flush=True)
while True:
    sequence += 1
    titled = make_entry("FURN-01:1@base", title=f"Lydelse {sequence}")
    if sequence % 3:
        index.apply(Changes(sequence - 1, (titled,)), sequence)
    else:
        index.rebuild((*small_library(), titled), sequence)
"""


def _titled(number: int) -> Changes:
    return Changes(number - 1, (make_entry("FURN-01:1@base", title=f"Lydelse {number}"),))


def test_readers_see_whole_generations_while_a_writer_swaps(folder: Path) -> None:
    WhooshIndex(folder, KEY).rebuild((make_entry("FURN-01:1@base", title="Lydelse 1"),), 1)
    shared = WhooshIndex(folder, KEY)
    done = threading.Event()
    faults: list[object] = []

    def read(index: WhooshIndex) -> None:
        last = 0
        while not done.is_set():
            answer = index.query(ask("lydelse"))
            if answer.hits[0].title != f"Lydelse {answer.sequence}" or answer.sequence < last:
                faults.append(answer)
            last = answer.sequence

    own = WhooshIndex(folder, KEY)
    readers = [threading.Thread(target=read, args=(index,)) for index in (shared, shared, own, own)]
    for reader in readers:
        reader.start()
    writer = WhooshIndex(folder, KEY)
    for number in range(2, 32):
        if number % 5:
            writer.apply(_titled(number), number)
        else:
            writer.rebuild((make_entry("FURN-01:1@base", title=f"Lydelse {number}"),), number)
    done.set()
    for reader in readers:
        reader.join()

    assert faults == []
    assert shared.query(ask("lydelse")).sequence == own.query(ask("lydelse")).sequence == 31


def test_two_writers_take_turns(folder: Path) -> None:
    WhooshIndex(folder, KEY).rebuild((), 0)
    applied: list[bool] = []

    def write() -> None:
        index = WhooshIndex(folder, KEY)
        applied.extend(index.apply(_titled(number), number) for number in range(1, 11))

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert applied.count(True) == 10
    assert WhooshIndex(folder, KEY).query(ask("lydelse")).hits[0].title == "Lydelse 10"


def test_writer_that_waits_too_long_is_told(folder: Path) -> None:
    index = WhooshIndex(folder, KEY, lock_timeout_seconds=0.05)
    index.rebuild((), 0)

    with index._generations.writing(1.0), pytest.raises(IndexUnusableError, match=r"index\.locked"):
        WhooshIndex(folder, KEY, lock_timeout_seconds=0.05).rebuild((), 1)


def test_old_generations_are_cleared(index: WhooshIndex, folder: Path) -> None:
    index.rebuild((), 0)

    for number in range(1, 8):
        index.apply(_titled(number), number)

    assert len([path for path in folder.iterdir() if path.is_dir()]) == 2


@pytest.mark.slow
def test_killed_writer_leaves_a_readable_index(folder: Path) -> None:
    WhooshIndex(folder, KEY).rebuild(small_library(), 0)
    chance = random.Random(20261121)  # noqa: S311 -- moments to kill at, not secrets
    last = 0
    for _ in range(10):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(folder)],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
        )
        assert writer.stdout is not None
        with writer:
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0.005, 0.25))
            writer.send_signal(signal.SIGKILL)

        index = WhooshIndex(folder, KEY)
        answer = index.query(ask("FURN-01:1@base"))
        assert answer.sequence >= last
        if answer.sequence:
            assert answer.hits[0].title == f"Lydelse {answer.sequence}"
        last = answer.sequence
        index.close()

    index = WhooshIndex(folder, KEY)
    assert index.apply(_titled(last + 1), last + 1)
    assert index.sequence == last + 1 > 1
