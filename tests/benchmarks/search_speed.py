# SPDX-License-Identifier: EUPL-1.2
"""The engine against stemmed SQLite FTS5 and tantivy: ratios on one corpus in one run, with their limits.

``python -m tests.benchmarks.search_speed [SIZE ...]`` prints every row of the last table of SEARCH.md for
2 000 and 20 000 versions, and with ``100000`` that size as well. Each engine lives in a process of its own
(``search_worker``): it builds the index, answers the 200 questions once cold and three times warm, and takes
30 single updates. All give the total, the first twenty with titles and the counts of the facets to every
question. There is no cache of results anywhere.

Only one engine works at a time, and they take turns after every few questions and every update, so that
whatever else the machine does hits all of them. The limits are about elapsed time. Beside it stands
processor time, which decides where the machine was busy before the run began: then the scheduler interrupts
what takes ten milliseconds, and lets through what takes one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks.search_corpus import CLASSES, Asked, Corpus, questions
from tests.benchmarks.search_worker import ENGINES, Taken, calibration

_WARM_PASSES = 3
_UPDATES = 30
_AT_A_TIME = 20
_CLOCKS = ("wall", "cpu")
#: With more than this running before, only processor time can be compared.
_QUIET = 1.0

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

    def ratio(self, found: dict[str, Figures], clock: str) -> float:
        """The figure by a clock, divided by the peer's where there is one."""
        figure = self.figure(found["kravkedjan"][clock])
        return figure / self.figure(found[self.peer][clock]) if self.peer else figure

    def holds(self, figure: float, limit: float) -> bool:
        """Whether a figure is within a limit."""
        return figure >= limit if self.least else figure <= limit


def _of_class(kind: str) -> Callable[[Figures], float]:
    return lambda figures: figures["warm"][kind]["p95"]


#: Source: SEARCH.md, "Numbers to hold a developer to", the column of limits; the last rows: issue 5.
ROWS = (
    Row("build docs/s", "fts5", lambda f: 1 / f["building"], (0.15, 0.20), least=True),
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
    Row("one-document commit p50", "fts5", lambda f: f["commit"]["p50"], (25, 40)),
    Row("index size", "tantivy", lambda f: f["bytes"], (3.50, 2.50)),
    Row("one document visible p50", "fts5", lambda f: f["update"]["p50"], (40, 40)),
    Row("one document visible, p50 ms", "", lambda f: f["update"]["p50"], (50, 50)),
)


class Remote:
    """An engine in its own process."""

    def __init__(self, engine: str, size: int, stack: ExitStack) -> None:
        """Start the process; leaving the stack ends it."""
        command = [sys.executable, "-m", "tests.benchmarks.search_worker", engine, str(size)]
        self._process = stack.enter_context(
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[2],
                text=True,
            )
        )

    def tell(self, *order: object) -> Any:
        """Have an order carried out; what it gave."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ValueError("the engine was not started with pipes")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def measure(size: int, asked: tuple[Asked, ...]) -> dict[str, Figures]:
    """All figures of all engines at one size."""
    found: dict[str, Figures] = {name: {} for name in ENGINES}
    updates: dict[str, list[tuple[Taken, Taken]]] = {name: [] for name in ENGINES}
    with ExitStack() as stack:
        engines = {name: Remote(name, size, stack) for name in ENGINES}
        for name, engine in engines.items():
            found[name] = engine.tell("build")
        passes = [_one_pass(engines, len(asked)) for _ in range(1 + _WARM_PASSES)]
        for number in range(_UPDATES):
            for name, engine in engines.items():
                updates[name].append(engine.tell("update", number))
        for name, engine in engines.items():
            found[name]["rss_mb"] = engine.tell("memory")
    for name, figures in found.items():
        figures["totals"] = [total for _, total, _ in passes[0][name]]
        for number, clock in enumerate(_CLOCKS):
            warm: dict[str, list[float]] = {"all": []}
            for answers in passes[1:]:
                for question, (taken, _, _) in zip(asked, answers[name], strict=True):
                    warm.setdefault(question.kind, []).append(taken[number])
                    warm["all"].append(taken[number])
            figures[clock] = {
                "building": figures["building"][number],
                "opening": figures["opening"][number],
                "bytes": figures["bytes"],
                "cold": _spread([taken[number] for taken, _, _ in passes[0][name]]),
                "warm": {kind: _spread(values) for kind, values in warm.items()},
                "commit": _spread([written[number] for written, _ in updates[name]]),
                "update": _spread([visible[number] for _, visible in updates[name]]),
            }
    return found


def _one_pass(engines: dict[str, Remote], count: int) -> dict[str, list[tuple[Taken, int, list[str]]]]:
    """Every question once, the engines in turn."""
    told: dict[str, list[tuple[Taken, int, list[str]]]] = {name: [] for name in engines}
    for first in range(0, count, _AT_A_TIME):
        for name, engine in engines.items():
            told[name] += engine.tell("ask", first, _AT_A_TIME)
    return told


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


def _print_state() -> float:
    load = os.getloadavg()
    told = " ".join(f"{value:.2f}" for value in load)
    print(
        f"machine: {os.cpu_count()} cores, load {told}, Python {sys.version.split()[0]},"
        f" a fixed loop takes {calibration():.3f} s",
        flush=True,
    )
    return load[0]


def _print_figures(size: int, found: dict[str, Figures]) -> None:
    """What each engine took, in milliseconds elapsed and of processor time."""
    columns = ("docs/s", "MB", "mean", "p50", "p95", "p99", "cold", "coldp95", "commit", "visible", "max")
    for clock in _CLOCKS:
        print(f"{clock:12}" + " ".join(f"{name:>7}" for name in (*columns, "open s", "RSS MB")))
        for name, figures in found.items():
            f = figures[clock]
            warm, cold = f["warm"]["all"], f["cold"]
            print(
                f"{name:12}{size / f['building'] * 1000:7.0f} {f['bytes'] / 1e6:7.1f} {warm['mean']:7.2f}"
                f" {warm['p50']:7.2f} {warm['p95']:7.2f} {warm['p99']:7.2f} {cold['mean']:7.2f}"
                f" {cold['p95']:7.2f} {f['commit']['p50']:7.1f} {f['update']['p50']:7.1f}"
                f" {f['update']['max']:7.1f} {f['opening'] / 1000:7.2f} {figures['rss_mb']:7.0f}"
            )
    print("p95 by class " + " ".join(f"{kind:>9}" for kind in CLASSES))
    for name, figures in found.items():
        warm = figures["wall"]["warm"]
        print(f"{name:12} " + " ".join(f"{warm[kind]['p95']:9.2f}" for kind in CLASSES), flush=True)


def _print_rows(size: int, found: dict[str, Figures], *, is_quiet: bool) -> int:
    """The rows of the table; how many are past their limit."""
    broken = 0
    print(f"  {'':40} {'elapsed':>8} {'cpu':>8}  limit")
    for row in ROWS:
        elapsed, by_cpu = (row.ratio(found, clock) for clock in _CLOCKS)
        limit = row.limits[0 if size <= 2000 else 1] if size <= 20_000 else None
        told, bound = "", ""
        if limit is not None:
            bound = f"{'at least' if row.least else 'at most'} {limit:g}"
            if not row.holds(elapsed, limit):
                is_broken = is_quiet or not row.holds(by_cpu, limit)
                broken += is_broken
                told = "PAST ITS LIMIT" if is_broken else "elapsed time past, on a busy machine"
        name = f"{row.name} against {row.peer}" if row.peer else row.name
        print(f"  {name:40} {elapsed:8.2f} {by_cpu:8.2f}  {bound:14} {told}")
    return broken


def _print_agreement(found: dict[str, Figures], asked: tuple[Asked, ...]) -> None:
    for peer in ("fts5", "tantivy"):
        pairs = zip(asked, found["kravkedjan"]["totals"], found[peer]["totals"], strict=True)
        same = [question.kind for question, own, other in pairs if own == other]
        told = ", ".join(f"{kind} {same.count(kind)}" for kind in CLASSES)
        print(f"  same totals as {peer}: {len(same)} of {len(asked)} ({told})")


def _growth(smaller: int, larger: int, means: dict[int, dict[str, float]]) -> Iterator[tuple[str, float]]:
    for name in ENGINES:
        yield name, math.log(means[larger][name] / means[smaller][name]) / math.log(larger / smaller)


def main() -> int:
    """Measure and print; 1 when a row is past its limit."""
    parser = argparse.ArgumentParser(description="search speed against FTS5 and tantivy")
    parser.add_argument("sizes", nargs="*", type=int, default=[2000, 20_000])
    arguments = parser.parse_args()
    asked = questions(Corpus())
    means: dict[str, dict[int, dict[str, float]]] = {clock: {} for clock in _CLOCKS}
    is_quiet = _print_state() <= _QUIET
    broken = 0
    for size in arguments.sizes:
        found = measure(size, asked)
        for clock in _CLOCKS:
            means[clock][size] = {
                name: figures[clock]["warm"]["all"]["mean"] for name, figures in found.items()
            }
        print(f"\n{size} versions")
        _print_figures(size, found)
        broken += _print_rows(size, found, is_quiet=is_quiet)
        _print_agreement(found, asked)
    for smaller, larger in pairwise(sorted(arguments.sizes)):
        print(f"\ngrowth of the warm mean from {smaller} to {larger}, exponent (limit to 20 000: 0.55)")
        for clock in _CLOCKS:
            growth = dict(_growth(smaller, larger, means[clock]))
            print(f"  {clock:5}" + ", ".join(f"{name} {value:.2f}" for name, value in growth.items()))
            deciding = "wall" if is_quiet else "cpu"
            broken += clock == deciding and larger <= 20_000 and growth["kravkedjan"] > 0.55
    _print_state()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
