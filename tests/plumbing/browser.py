# SPDX-License-Identifier: EUPL-1.2
"""Debian's Chromium, driven by Playwright. Pages are served on loopback by the tests themselves."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_CHROMIUM = Path("/usr/bin/chromium")
# What Chromium does on its own account needs a network that a test machine does not have.
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless browser, one for each test process.

    While it lives, Playwright keeps an event loop in this thread: code under test that calls
    `asyncio.run` needs a thread of its own.
    """
    if not _CHROMIUM.exists():
        pytest.fail("Chromium is missing: run `.ci/debian-packages tests` as root.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_CHROMIUM,
            args=list(_FLAGS),
            # Chromium refuses to start its sandbox as root.
            chromium_sandbox=os.geteuid() != 0,
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page of a Swedish reader without cookies, closed after the test."""
    context = chromium.new_context(locale="sv-SE", timezone_id="Europe/Stockholm")
    yield context.new_page()
    context.close()
