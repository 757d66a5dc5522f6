# SPDX-License-Identifier: EUPL-1.2
"""Plumbing only: what a test needs from the machine. Objects and data come from each room's factories."""

from pathlib import Path

import pytest

pytest_plugins = (
    "tests.plumbing.browser",
    "tests.plumbing.installation",
    "tests.plumbing.library_steps",
    "tests.plumbing.postgres",
    "tests.plumbing.search_seconds",
    "tests.plumbing.shipped",
    "tests.plumbing.standards",
)

# A fixture that needs something of the machine marks the tests that ask for it, so that no test
# can forget its marker and slip into `make check`.
_MARKER_OF_FIXTURE = {
    "chromium": "browser",
    "postgres_url": "postgres",
    "new_postgres_url": "postgres",
    "standards": "needs_standards",
    # Loading the whole library and rendering pages over it: minutes in all, too much before each commit.
    "shipped_copy": "slow",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for fixture, marker in _MARKER_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


#: What takes minutes begins first: begun last, it would leave the other worker idle at the end.
_MINUTES = "test_cover_holds_whatever_is_done_in_whatever_order"


@pytest.hookimpl(trylast=True, specname="pytest_collection_modifyitems")
def pytest_begin_with_what_takes_longest(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.name.startswith(_MINUTES))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the checkout."""
    return Path(__file__).parents[1]
