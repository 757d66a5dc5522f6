# SPDX-License-Identifier: EUPL-1.2
"""How long the library's state machine runs: enough in every run, longer when asked; and what it did."""

from __future__ import annotations

import pytest

_ENOUGH = 20_000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--library-steps",
        type=int,
        default=_ENOUGH,
        metavar="N",
        help="steps of the library's state machine on each engine (default %(default)s)",
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [
        str(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "library steps" and report.when == "call"
    ]
    if told:
        terminalreporter.write_sep("=", "the library's state machine")
        for line in sorted(told):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def library_steps(request: pytest.FixtureRequest) -> int:
    """How many steps the state machine takes on each engine."""
    steps: int = request.config.getoption("--library-steps")
    return steps
