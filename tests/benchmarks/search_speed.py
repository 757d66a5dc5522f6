# SPDX-License-Identifier: EUPL-1.2
"""The engine against stemmed SQLite FTS5 and tantivy: ratios on one corpus in one run, with their limits.

``python -m tests.benchmarks.search_speed [SIZE ...]`` prints every row of the last table of SEARCH.md for
2 000 and 20 000 versions, and with ``100000`` that size as well. Each engine runs in a process of its own,
one after the other: it builds the index, answers the 200 questions once cold and three times warm, and takes
30 single updates. All give the total, the first twenty with titles and the counts of the facets to every
question. There is no cache of results anywhere. Run nothing else meanwhile; the load is printed, and beside
each ratio of elapsed time, which is what the limits are about, the ratio of processor time: where the two
differ much, something else was running.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from criteria.library.model import Words
from criteria.search.answering import Generation
from criteria.search.document import document_of
from criteria.search.model import Changes
from criteria.search.whoosh_index import WhooshIndex
from tests.benchmarks.search_corpus import CLASSES, Asked, Corpus, questions
from tests.benchmarks.search_peers import Engine, Fts5, Tantivy
from tests.search.factories import KEY

_ENGINES = ("fts5", "tantivy", "kravkedjan")
_WARM_PASSES = 3
_UPDATES = 30
_CLOCKS = ("wall", "cpu")

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what is compared with whom, how, and its limits at 2 000 and 20 000.

    ``least`` says that the limit is a least figure. ``peer`` is empty for a figure that is no ratio.
    """

    name: str
    peer: str
    figure: Callable[[Figures], float]
    limits: tuple[float | None, float | None]
    least: bool = False

    def ratio(self, own: Figures, found: dict[str, Figures], clock: str) -> float:
        """The figure by a clock, divided by the peer's where there is one."""
        figure = self.figure({**own, **own[clock]})
        return figure / self.figure({**found[self.peer], **found[self.peer][clock]}) if self.peer else figure


def _of_class(kind: str) -> Callable[[Figures], float]:
    return lambda figures: figures["warm"][kind]["p95"]


#: Source: SEARCH.md, "Numbers to hold a developer to", the column of limits; the last rows: issue 5.
ROWS = (
    Row("build docs/s", "fts5", lambda f: f["build_per_s"], (0.15, 0.20), least=True),
    Row("mean, warm", "fts5", lambda f: f["warm"]["all"]["mean"], (0.90, 0.50)),
    Row("mean, warm", "tantivy", lambda f: f["warm"]["all"]["mean"], (2.00, 2.60)),
    Row("mean, first pass", "fts5", lambda f: f["cold"]["mean"], (2.10, 1.90)),
    Row("p95, warm", "fts5", lambda f: f["warm"]["all"]["p95"], (0.90, 0.50)),
    Row("p95, warm", "tantivy", lambda f: f["warm"]["all"]["p95"], (2.50, 3.50)),
    Row("p95, first pass", "fts5", lambda f: f["cold"]["p95"], (2.00, 2.00)),
    Row("page p95, warm", "fts5", _of_class("page"), (0.80, 0.50)),
    Row("facet p95, warm", "fts5", _of_class("facet"), (0.60, 0.40)),
    Row("prefix p95, warm", "fts5", _of_class("prefix"), (0.60, 0.50)),
    Row("phrase p95, warm", "fts5", _of_class("phrase"), (1.50, 1.50)),
    Row("filter p95, warm", "fts5", _of_class("filter"), (0.30, 0.30)),
    Row("highlight p95, warm", "fts5", _of_class("highlight"), (1.20, 1.00)),
    Row("page p95, warm", "tantivy", _of_class("page"), (1.90, 2.50)),
    Row("one-document commit p50", "fts5", lambda f: f["update"]["p50"], (25, 40)),
    Row("index size", "tantivy", lambda f: f["bytes"], (3.50, 2.50)),
    Row("one document visible, p50 ms", "", lambda f: f["update"]["p50"], (50, 50)),
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Milliseconds elapsed, and of the processor's time."""

    wall: float
    cpu: float


class _Watch:
    """Takes the time of a block."""

    taken: _Taken

    def __enter__(self) -> _Watch:
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_error: object) -> None:
        wall, cpu = self._began
        self.taken = _Taken((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


class Product:
    """The product's own index, as the benchmark drives it."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        self._folder = folder / "index"
        self.index = _TimedIndex(self._folder, KEY)
        self._sequence = 1

    def ask(self, asked: Asked) -> tuple[int, list[str]]:
        """The total and the references of the first twenty."""
        answer = self.index.query(asked.query)
        return answer.total, [f"{hit.id}:{hit.version}@{hit.level}" for hit in answer.hits]


class _TimedIndex(WhooshIndex):
    """The index, which tells how long opening a generation took."""

    opening_s = 0.0

    def _newest(self) -> Generation:
        began = time.perf_counter()
        generation = super()._newest()
        self.opening_s += time.perf_counter() - began
        return generation


def measure(engine: str, size: int, folder: Path) -> Figures:
    """All figures of one engine at one size; to be run in a process of its own."""
    corpus = Corpus()
    asked = questions(corpus)
    state = _calibration()
    if engine == "kravkedjan":
        product = Product(folder)
        entries = tuple(corpus.entries(size))
        began = time.perf_counter()
        product.index.rebuild(entries, 1)
        built = time.perf_counter() - began - product.index.opening_s
        opening = product.index.opening_s
        began = time.perf_counter()
        product.index.prepare()
        opening += time.perf_counter() - began
        del entries
        stored = _bytes(folder)
        figures = _answers(product.ask, asked)
        figures["update"] = _product_updates(product.index, corpus, size)
    else:
        peer: Engine = Fts5(folder) if engine == "fts5" else Tantivy(folder)
        entries = tuple(corpus.entries(size))
        began = time.perf_counter()
        peer.build(document_of(entry) for entry in entries)
        built, opening = time.perf_counter() - began, 0.0
        stored = _bytes(folder)
        figures = _answers(peer.ask, asked)
        figures["update"] = _spread(list(_peer_updates(peer, corpus, size)))
    return {
        **figures,
        "engine": engine,
        "size": size,
        "build_per_s": size / built,
        "opening_s": opening,
        "bytes": stored,
        "rss_mb": _memory("VmRSS"),
        "calibration_s": state,
    }


def _answers(ask: Callable[[Asked], tuple[int, list[str]]], asked: tuple[Asked, ...]) -> Figures:
    """Elapsed and processor time of each question, cold and warm, with totals and first hits."""
    cold: list[_Taken] = []
    totals: list[int] = []
    firsts: list[list[str]] = []
    for question in asked:
        with _Watch() as watch:
            total, keys = ask(question)
        cold.append(watch.taken)
        totals.append(total)
        firsts.append(keys)
    warm: dict[str, list[_Taken]] = {}
    for _ in range(_WARM_PASSES):
        for question in asked:
            with _Watch() as watch:
                ask(question)
            warm.setdefault(question.kind, []).append(watch.taken)
    warm["all"] = [taken for values in warm.values() for taken in values]
    return {
        clock: {
            "cold": _spread([getattr(taken, clock) for taken in cold]),
            "warm": {
                kind: _spread([getattr(taken, clock) for taken in values]) for kind, values in warm.items()
            },
        }
        for clock in _CLOCKS
    } | {"totals": totals, "firsts": firsts}


def _product_updates(index: WhooshIndex, corpus: Corpus, size: int) -> Figures:
    """30 versions changed one by one, each looked up afterwards."""
    taken: list[float] = []
    for number in range(_UPDATES):
        entry = corpus.version(number * 97 % size)
        word = f"nyord{number}"
        changed = replace(
            entry, version=replace(entry.version, title=Words(f"{entry.version.title.sv} {word}"))
        )
        began = time.perf_counter()
        index.apply(Changes(number + 1, (changed,)), number + 2)
        taken.append((time.perf_counter() - began) * 1000)
        found = index.query(Asked("term", (word,), "all").query)
        if [hit.id for hit in found.hits] != [entry.version.id]:
            raise AssertionError(f"{word} is not found after its update")
    return _spread(taken)


def _peer_updates(peer: Engine, corpus: Corpus, size: int) -> Iterator[float]:
    for number in range(_UPDATES):
        entry = corpus.version(number * 97 % size)
        title = Words(f"{entry.version.title.sv} nyord{number}")
        document = document_of(replace(entry, version=replace(entry.version, title=title)))
        began = time.perf_counter()
        peer.replace(document)
        yield (time.perf_counter() - began) * 1000


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)

    def share(part: float) -> float:
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]

    return {
        "p50": share(0.5),
        "p95": share(0.95),
        "p99": share(0.99),
        "max": ordered[-1],
        "mean": sum(ordered) / len(ordered),
    }


def _calibration() -> float:
    """Seconds that a fixed loop takes: how quiet the machine is."""
    began = time.perf_counter()
    total = 0
    for number in range(3_000_000):
        total += number & 7
    return time.perf_counter() - began


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name + ":"))


def _run(engine: str, size: int) -> Figures:
    """The figures of one engine, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.search_speed", "--engine", engine, str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    figures: Figures = json.loads(done.stdout)
    return figures


def _print_state() -> None:
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"machine: {os.cpu_count()} cores, load {load}, Python {sys.version.split()[0]}", flush=True)


def _print_figures(found: dict[str, Figures]) -> None:
    """What each engine took, in milliseconds."""
    print(f"{'engine':11} {'docs/s':>7} {'MB':>6} {'mean':>6} {'p50':>6} {'p95':>6} {'p99':>6}", end="")
    print(f" {'cold':>6} {'coldp95':>7} {'update':>6} {'max':>6} {'open s':>6} {'RSS MB':>6} {'calib':>6}")
    for name, f in found.items():
        warm, cold = f["wall"]["warm"]["all"], f["wall"]["cold"]
        print(
            f"{name:11} {f['build_per_s']:7.0f} {f['bytes'] / 1e6:6.1f} {warm['mean']:6.2f}"
            f" {warm['p50']:6.2f} {warm['p95']:6.2f} {warm['p99']:6.2f} {cold['mean']:6.2f}"
            f" {cold['p95']:7.2f} {f['update']['p50']:6.1f} {f['update']['max']:6.1f}"
            f" {f['opening_s']:6.2f} {f['rss_mb']:6.0f} {f['calibration_s']:6.3f}"
        )
    print("p95 by class " + " ".join(f"{kind:>9}" for kind in CLASSES))
    for name, f in found.items():
        print(
            f"{name:12} " + " ".join(f"{f['wall']['warm'][kind]['p95']:9.2f}" for kind in CLASSES), flush=True
        )


def _print_rows(size: int, found: dict[str, Figures]) -> int:
    """The rows of the table; how many are past their limit."""
    broken = 0
    print(f"  {'':40} {'elapsed':>8} {'cpu':>8}  limit")
    own = found["kravkedjan"]
    for row in ROWS:
        figure, by_cpu = (row.ratio(own, found, clock) for clock in _CLOCKS)
        limit = row.limits[0 if size <= 2000 else 1] if size <= 20_000 else None
        held = limit is None or (figure >= limit if row.least else figure <= limit)
        broken += not held
        name = f"{row.name} against {row.peer}" if row.peer else row.name
        bound = "" if limit is None else f"{'at least' if row.least else 'at most'} {limit:g}"
        print(f"  {name:40} {figure:8.2f} {by_cpu:8.2f}  {bound:14} {'' if held else 'PAST ITS LIMIT'}")
    return broken


def _print_agreement(found: dict[str, Figures], asked: tuple[Asked, ...]) -> None:
    for peer in ("fts5", "tantivy"):
        pairs = zip(asked, found["kravkedjan"]["totals"], found[peer]["totals"], strict=True)
        same = [question.kind for question, own, other in pairs if own == other]
        told = ", ".join(f"{kind} {same.count(kind)}" for kind in CLASSES)
        print(f"  same totals as {peer}: {len(same)} of {len(asked)} ({told})")


def main() -> int:
    """Measure and print; 1 when a row is past its limit."""
    parser = argparse.ArgumentParser(description="search speed against FTS5 and tantivy")
    parser.add_argument("sizes", nargs="*", type=int, default=[2000, 20_000])
    parser.add_argument("--engine", choices=_ENGINES)
    arguments = parser.parse_args()
    if arguments.engine:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            print(json.dumps(measure(arguments.engine, arguments.sizes[0], Path(folder))))
        return 0
    asked = questions(Corpus())
    means: dict[int, dict[str, float]] = {}
    broken = 0
    _print_state()
    for size in arguments.sizes:
        found = {engine: _run(engine, size) for engine in _ENGINES}
        means[size] = {name: figures["wall"]["warm"]["all"]["mean"] for name, figures in found.items()}
        print(f"\n{size} versions")
        _print_figures(found)
        broken += _print_rows(size, found)
        _print_agreement(found, asked)
    sizes = sorted(means)
    for smaller, larger in pairwise(sizes):
        growth = {
            name: math.log(means[larger][name] / means[smaller][name]) / math.log(larger / smaller)
            for name in _ENGINES
        }
        told = ", ".join(f"{name} {value:.2f}" for name, value in growth.items())
        print(
            f"\ngrowth of the warm mean from {smaller} to {larger}, exponent: {told} (limit to 20 000: 0.55)"
        )
        broken += larger <= 20_000 and growth["kravkedjan"] > 0.55
    _print_state()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
