# SPDX-License-Identifier: EUPL-1.2
"""How long readers and a writer share the search index in the test of that; the minute is an option."""

from __future__ import annotations

import pytest

#: Enough for some hundred generations; ``--search-seconds 60`` is the full length.
_SECONDS = 4.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--search-seconds",
        type=float,
        default=_SECONDS,
        help=f"how many seconds readers and a writer share the search index (default {_SECONDS:g})",
    )


@pytest.fixture
def search_seconds(request: pytest.FixtureRequest) -> float:
    """The seconds asked for."""
    return float(request.config.getoption("--search-seconds"))
