# SPDX-License-Identifier: EUPL-1.2
"""Readers read on while a writer swaps, and a killed writer leaves a readable index."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from criteria.search.manifest import Manifest
from criteria.search.model import Changes, Entry, EntryKey, IndexUnusableError
from criteria.search.whoosh_index import WhooshIndex
from tests.benchmarks.search_corpus import Corpus
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


_READER = """
import json
import sys
import time
from pathlib import Path
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import KEY
from tests.search.test_concurrency import _read_until

index = WhooshIndex(Path(sys.argv[1]), KEY)
index.sequence
print("ready", flush=True)
until = time.monotonic() + float(sys.argv[2])
print(json.dumps(_read_until(index, lambda: time.monotonic() > until)))
"""


def _read_until(index: WhooshIndex, is_over: Callable[[], bool]) -> dict[str, Any]:
    """Ask again and again; how many answers and generations there were, and what was wrong with any.

    At sequence n exactly three versions, and n % 4 more, have the title "Lydelse n".
    """
    answers, last, seen = 0, 0, set[int]()
    faults: list[str] = []
    while not is_over():
        answer = index.query(ask("lydelse", limit=100))
        number = answer.sequence
        answers += 1
        seen.add(number)
        titles = {hit.title for hit in answer.hits}
        counted = {facet.name: sum(value.count for value in facet.values) for facet in answer.facets}
        if titles != {f"Lydelse {number}"} or number < last:
            faults.append(f"{number} after {last}: {sorted(titles)}")
        if not answer.total == len(answer.hits) == 3 + number % 4 == counted["level"] == counted["status"]:
            faults.append(f"{number}: {answer.total} of {3 + number % 4}, {counted}")
        last = number
    return {"answers": answers, "generations": len(seen), "faults": faults[:5]}


def _state(number: int) -> tuple[list[Entry], list[EntryKey]]:
    """The versions with the title of a sequence, and those that are gone then."""
    refs = [f"FURN-{place:02d}:1@base" for place in range(10, 16)]
    there = 3 + number % 4
    put = [make_entry(ref, title=f"Lydelse {number}") for ref in refs[:there]]
    return put, [EntryKey("criterion", ref) for ref in refs[there:]]


def test_four_readers_and_a_writer_share_the_index(folder: Path, search_seconds: float) -> None:
    corpus = Corpus()
    background = tuple(corpus.version(number) for number in range(300))
    writer = WhooshIndex(folder, KEY)
    writer.rebuild((*background, *_state(1)[0]), 1)
    command = [sys.executable, "-c", _READER, str(folder), str(search_seconds)]
    done = threading.Event()
    told: list[dict[str, Any]] = []
    # Two readers in the writer's process, sharing its index, and two in processes of their own.
    threads = [
        threading.Thread(target=lambda: told.append(_read_until(writer, done.is_set))) for _ in range(2)
    ]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE) as one:  # noqa: SIM117
        with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE) as two:
            others = [process.stdout for process in (one, two) if process.stdout is not None]
            assert [other.readline() for other in others] == [b"ready\n"] * 2
            for thread in threads:
                thread.start()
            until = time.monotonic() + search_seconds
            number = 1
            while time.monotonic() < until:
                number += 1
                put, gone = _state(number)
                if number % 50:
                    writer.apply(Changes(number - 1, tuple(put), tuple(gone)), number)
                else:
                    writer.rebuild((*background, *put), number)
            done.set()
            for thread in threads:
                thread.join()
            told += [json.loads(other.read()) for other in others]

    print(number, "generations written;", *told)
    assert [reader["faults"] for reader in told] == [[]] * 4
    assert all(reader["generations"] > 3 for reader in told)
    assert writer.verify((*background, *_state(number)[0]), number) == ()


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


def test_reader_that_a_writer_outruns_finds_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = WhooshIndex(folder, KEY)
    reader.rebuild((), 1)
    WhooshIndex(folder, KEY).apply(_titled(2), 2)
    moving = itertools.count()

    def gone() -> tuple[Path, Manifest]:
        raise IndexUnusableError("index.broken", where="g", reason="the generation is gone")

    with monkeypatch.context() as outrun:
        outrun.setattr(reader._generations, "stamp", lambda: (0, next(moving), 0))
        outrun.setattr(reader._generations, "checked", gone)
        answer = reader.query(ask("lydelse"))

    assert (answer.sequence, reader.fault) == (1, None)
    assert reader.query(ask("lydelse")).sequence == 2


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

    assert len([path for path in folder.iterdir() if path.is_dir()]) == 5


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
        titled = () if last == 0 else _titled(last).put
        assert index.verify((*small_library(), *titled), last) == ()
        index.close()

    index = WhooshIndex(folder, KEY)
    assert index.apply(_titled(last + 1), last + 1)
    assert index.sequence == last + 1 > 1
