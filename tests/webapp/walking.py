# SPDX-License-Identifier: EUPL-1.2
"""A person's way through the site in a real browser, each page held against axe-core as it is reached."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(slots=True)
class Walk:
    """A person's way through the site; every page that is looked at is held against axe-core."""

    page: Page
    address: str
    with_axe: bool = True
    seen: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address and look at it."""
        self.page.goto(self.address + path)
        self.look()

    def follow(self, name: str, *, within: str = "main") -> None:
        """Follow the first link of this name and look at where it leads."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=name).first.click()
        self.look()

    def press(self, name: str) -> None:
        """Press a button and look at what answers.

        The answer often has the address the form stood at, so only the navigation tells that it has come.
        """
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=name).first.click()
        self.look()

    def fetch(self, name: str) -> bytes:
        """Press what hands out a file, and take it."""
        with self.page.expect_download() as waiting:
            self.page.locator("main").get_by_role("link", name=name).first.click()
        return Path(waiting.value.path()).read_bytes()

    def look(self) -> None:
        """Hold the page against axe-core, and see that it has what every page has."""
        assert self.page.locator("h1").count() == 1, self.page.url
        assert "Fel:" not in self.page.title(), self.page.inner_text("main")
        self.seen.append(self.page.url.removeprefix(self.address))
        if self.with_axe:
            assert (found := barriers(self.page)) == [], (self.page.url, found)

    def fill(self, **typed: str) -> None:
        """Type into fields by id."""
        for name, text in typed.items():
            self.page.locator(f"#{name.replace('_', '-')}").fill(text)


def barriers(page: Page) -> list[str]:
    """What axe-core finds on a page: WCAG 2.0 to 2.2, A and AA, and best practice."""
    found = Axe().run(page, options={"runOnly": _RULES}).response["violations"]
    return [f"{item['id']}: {[node['target'] for node in item['nodes']]}" for item in found]
