# SPDX-License-Identifier: EUPL-1.2
"""One engine in a process of its own, which does what ``search_speed`` tells it, a line of JSON each time.

``build`` makes the index, ``ask`` puts some of the 200 questions, ``update`` changes one version, ``memory``
says how much is held. Every answer tells elapsed and processor time in milliseconds.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from criteria.library.model import Words
from criteria.search.answering import Generation
from criteria.search.document import document_of
from criteria.search.model import Changes, Entry
from criteria.search.whoosh_index import WhooshIndex
from tests.benchmarks.search_corpus import Asked, Corpus, questions
from tests.benchmarks.search_peers import Engine, Fts5, Tantivy
from tests.search.factories import KEY

ENGINES = ("fts5", "tantivy", "kravkedjan")

#: Milliseconds elapsed, and of the processor's time.
Taken = tuple[float, float]


class Watch:
    """Takes the time of a block."""

    taken: Taken

    def __enter__(self) -> Watch:
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_error: object) -> None:
        wall, cpu = self._began
        self.taken = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


class _TimedIndex(WhooshIndex):
    """The index, which tells how long opening a generation took."""

    opening: Taken = (0.0, 0.0)

    def _newest(self) -> Generation:
        with Watch() as watch:
            generation = super()._newest()
        self.opening = _more(self.opening, watch.taken)
        return generation


class Product:
    """The product's own index, as the benchmark drives it."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        self._index = _TimedIndex(folder / "index", KEY)
        self._sequence = 1

    def build(self, entries: list[Any]) -> tuple[Taken, Taken]:
        """Make and open the index; what writing took, and what opening it and warming it up took."""
        with Watch() as watch:
            self._index.rebuild(tuple(entries), self._sequence)
        writing = _less(watch.taken, self._index.opening)
        with Watch() as watch:
            self._index.prepare()
        return writing, _more(self._index.opening, watch.taken)

    def ask(self, asked: Asked) -> tuple[int, list[str]]:
        """The total and the references of the first twenty."""
        answer = self._index.query(asked.query)
        return answer.total, [f"{hit.id}:{hit.version}@{hit.level}" for hit in answer.hits]

    def update(self, changed: Entry) -> tuple[Taken, Taken]:
        """Change one version: what it took until it was written, and until it could be found."""
        self._index.opening = (0.0, 0.0)
        self._sequence += 1
        with Watch() as watch:
            self._index.apply(Changes(self._sequence - 1, (changed,)), self._sequence)
        return _less(watch.taken, self._index.opening), watch.taken


class Peer:
    """FTS5 or tantivy, as the benchmark drives it."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine."""
        self._engine = engine

    def build(self, entries: list[Any]) -> tuple[Taken, Taken]:
        """Make the index, which can be searched at once."""
        with Watch() as watch:
            self._engine.build(document_of(entry) for entry in entries)
        return watch.taken, (0.0, 0.0)

    def ask(self, asked: Asked) -> tuple[int, list[str]]:
        """The total and the references of the first twenty."""
        return self._engine.ask(asked)

    def update(self, changed: Entry) -> tuple[Taken, Taken]:
        """Change one version, which can be found when it is written."""
        document = document_of(changed)
        with Watch() as watch:
            self._engine.replace(document)
        return watch.taken, watch.taken


class Worker:
    """Does what it is told with one engine over a corpus of one size."""

    def __init__(self, engine: str, size: int, folder: Path) -> None:
        """Make ready."""
        self._size, self._folder = size, folder
        self._corpus = Corpus()
        self._asked = questions(self._corpus)
        self._engine: Product | Peer
        if engine == "kravkedjan":
            self._engine = Product(folder)
        else:
            self._engine = Peer(Fts5(folder) if engine == "fts5" else Tantivy(folder))

    def build(self) -> dict[str, object]:
        """Make the index."""
        entries = list(self._corpus.entries(self._size))
        building, opening = self._engine.build(entries)
        stored = sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())
        return {"building": building, "opening": opening, "bytes": stored}

    def ask(self, first: int, count: int) -> list[tuple[Taken, int, list[str]]]:
        """Put some of the questions."""
        told: list[tuple[Taken, int, list[str]]] = []
        for question in self._asked[first : first + count]:
            with Watch() as watch:
                total, keys = self._engine.ask(question)
            told.append((watch.taken, total, keys))
        return told

    def update(self, number: int) -> tuple[Taken, Taken]:
        """Change one version, and see that it is found by its new word."""
        entry = self._corpus.version(number * 97 % self._size)
        word = f"nyord{number}"
        title = Words(f"{entry.version.title.sv} {word}")
        taken = self._engine.update(replace(entry, version=replace(entry.version, title=title)))
        version = entry.version
        wanted = f"{version.id}:{version.version}@{version.level.value}"
        found = self._engine.ask(Asked("term", (word,), "all"))[1]
        if isinstance(self._engine, Product) and found != [wanted]:
            raise AssertionError(f"{word} is not found after its update")
        return taken

    def memory(self) -> float:
        """Megabytes held."""
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def calibration() -> float:
    """Seconds that a fixed loop takes: how quiet the machine is."""
    began = time.perf_counter()
    total = 0
    for number in range(3_000_000):
        total += number & 7
    return time.perf_counter() - began


def main() -> None:
    """Answer one order after the other until there are no more."""
    engine, size = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        worker = Worker(engine, size, Path(folder))
        orders: dict[str, Callable[..., object]] = {
            "build": worker.build,
            "ask": worker.ask,
            "update": worker.update,
            "memory": worker.memory,
        }
        for line in sys.stdin:
            name, *given = json.loads(line)
            print(json.dumps(orders[name](*given)), flush=True)


def _more(one: Taken, other: Taken) -> Taken:
    return one[0] + other[0], one[1] + other[1]


def _less(one: Taken, other: Taken) -> Taken:
    return one[0] - other[0], one[1] - other[1]


if __name__ == "__main__":
    main()
