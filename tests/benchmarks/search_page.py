# SPDX-License-Identifier: EUPL-1.2
"""What the search costs of a result page: the page in the production server, with and without searching.

``python -m tests.benchmarks.search_page`` makes an installation with the shipped library, runs it twice with
the server of ``kravkedjan serve``, once as it is and once with the search call replaced by answers worked
out before, and fetches the same result pages from both in turn. At most 1.5 times is the limit (issue 5).
With ``--versions 20000`` the index holds the made-up library of ``search_speed`` instead.
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import waitress

from criteria.clock import SystemClock
from criteria.search.model import SearchAnswer, SearchQuery
from criteria.services.installation import Installation
from criteria.services.search import prepare_index, search_library
from criteria.services.setup import initialise
from tests.benchmarks.search_corpus import Corpus, questions
from webapp.app import create_app
from webapp.settings import Settings
from webapp.views import library
from webapp.wiring import open_installation

_LIMIT = 1.5
_ROUNDS = 10
_WARM_ROUNDS = 2
_SHIPPED_QUESTIONS = (
    "höj- och sänkbara skrivbord",
    "tvättmedel utan parfym",
    "svanenmärkt",
    "möblefakta",
    "39130000",
    "ekologisk mjölk",
    "batteri cykler dator",
    "klimatdeklaration betong",
    "kollektivavtal lön arbetstid",
    "FSC",
)


def main() -> int:
    """Measure and print; 1 when the limit is passed."""
    parser = argparse.ArgumentParser(description="what the search costs of a result page")
    parser.add_argument("--versions", type=int, default=0)
    parser.add_argument("--library", type=Path, help="another folder than the shipped one")
    parser.add_argument("--serve", choices=("real", "constant"))
    parser.add_argument("--home", type=Path)
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    asked = _questions(given.versions)
    if given.serve:
        _serve(given.home, given.port, asked if given.serve == "constant" else ())
        return 0
    print(f"load before: {' '.join(f'{value:.2f}' for value in os.getloadavg())}")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        _fill(home, given.versions, given.library)
        addresses = {
            kind: stack.enter_context(_server(kind, home, given.versions)) for kind in ("real", "constant")
        }
        taken: dict[str, list[float]] = {kind: [] for kind in addresses}
        for number in range(_WARM_ROUNDS + _ROUNDS):
            for question in asked:
                for kind, port in addresses.items():
                    seconds = _fetch(port, f"/sok?q={quote(question)}")
                    if number >= _WARM_ROUNDS:
                        taken[kind].append(seconds * 1000)
    means = {kind: sum(values) / len(values) for kind, values in taken.items()}
    for kind, values in taken.items():
        ordered = sorted(values)
        print(
            f"{kind:9} mean {means[kind]:6.2f} ms  p50 {ordered[len(ordered) // 2]:6.2f}"
            f"  p95 {ordered[int(len(ordered) * 0.95)]:6.2f}  ({len(values)} pages)"
        )
    ratio = means["real"] / means["constant"]
    print(f"searching makes the page {ratio:.2f} times as long (at most {_LIMIT})")
    print(f"load after: {' '.join(f'{value:.2f}' for value in os.getloadavg())}")
    return ratio > _LIMIT


def _questions(versions: int) -> tuple[str, ...]:
    if not versions:
        return _SHIPPED_QUESTIONS
    return tuple(question.query.text for question in questions(Corpus())[::10])


def _fill(home: Path, versions: int, folder: Path | None) -> None:
    """The shipped library, and where asked for an index over another one."""
    installation = open_installation(home, None, SystemClock())
    initialise(installation, folder)
    if versions:
        installation.index.rebuild(tuple(Corpus().entries(versions)), installation.index.sequence)
    installation.index.close()
    installation.database.close()


def _serve(home: Path, port: int, known: tuple[str, ...]) -> None:
    """The site on a port; with known questions their answers are worked out now and never again."""
    installation = open_installation(home, None, SystemClock())
    prepare_index(installation)
    app = create_app(installation, Settings(request_limit="100000000 per minute"))
    if known:
        answers: dict[str, SearchAnswer] = {}

        def constant(
            _installation: Installation, query: SearchQuery, _known_at: object = None
        ) -> SearchAnswer:
            if query.text not in answers:
                answers[query.text] = search_library(installation, query)
            return answers[query.text]

        library.search_library = constant
    waitress.serve(app, host="127.0.0.1", port=port, threads=8, ident="kravkedjan")


@contextmanager
def _server(kind: str, home: Path, versions: int) -> Iterator[int]:
    """A server in a process of its own; gives its port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "tests.benchmarks.search_page", "--serve", kind, "--home", str(home)]
    command += ["--port", str(port), "--versions", str(versions)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2]) as server:
        try:
            for _ in range(1200):
                try:
                    _fetch(port, "/sok?q=stol")
                    break
                except ConnectionError:
                    time.sleep(0.1)
            yield port
        finally:
            server.terminate()


def _fetch(port: int, path: str) -> float:
    """The seconds that one page takes."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    taken = time.perf_counter() - began
    connection.close()
    if answer.status != 200 or b"<h1" not in body:
        raise AssertionError(f"{path} answers {answer.status}")
    return taken


if __name__ == "__main__":
    sys.exit(main())
