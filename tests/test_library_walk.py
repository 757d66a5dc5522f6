# SPDX-License-Identifier: EUPL-1.2
"""The library's reading pages in a real browser, in both languages, each held against axe-core."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.plumbing.installation import World
from tests.webapp.calls import site
from tests.webapp.walking import Walk

_PHONE = {"width": 375, "height": 800}


@pytest.fixture
def walk(chromium: Browser, shipped_world: World) -> Iterator[Walk]:
    """A visitor's way over the site of an installation with the shipped library."""
    server = make_server("127.0.0.1", 0, site(shipped_world), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = chromium.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce")
    yield Walk(context.new_page(), f"http://127.0.0.1:{server.port}")
    context.close()
    server.shutdown()
    thread.join()


def test_labels_are_walked_without_a_barrier_in_both_languages(walk: Walk) -> None:
    walk.go("/grupp/furniture")
    walk.follow("Möbelfakta")
    assert "De sex punkterna i 9 kap. 13 § LOU" in walk.page.inner_text("main")
    walk.page.get_by_text("Täcks inte i Möbler").click()
    walk.look()
    walk.follow("Alla märkningar")
    walk.follow("EU Ecolabel")
    assert "Alla sex punkter håller." in walk.page.inner_text("main")

    with walk.page.expect_navigation():
        walk.page.get_by_role("button", name="English").click()
    walk.look()

    assert "All six points hold." in walk.page.inner_text("main")
    walk.page.set_viewport_size(_PHONE)
    walk.look()
    assert walk.page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]
    walk.follow("All labels")
    assert walk.page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]


def test_criterion_with_its_goals_has_no_barrier(walk: Walk) -> None:
    walk.go("/kriterium/FURN-01")

    assert "Bidrar till" in walk.page.inner_text("aside")
    for summary in walk.page.locator("section[aria-labelledby=mal] summary").all()[1:]:
        summary.click()
    walk.look()
    assert "BT-774:" in walk.page.inner_text("section[aria-labelledby=mal]")


def _tab_to(walk: Walk, wanted: str, *, most: int = 60) -> None:
    """Press Tab until the element that matches has the focus; each stop on the way shows that it has it."""
    for _ in range(most):
        walk.page.keyboard.press("Tab")
        if walk.page.evaluate("document.activeElement === document.body"):
            continue
        shown = walk.page.evaluate(_FOCUS)
        assert shown["visible"], (wanted, shown)
        if walk.page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached by {most} stops")


#: The element in focus: whether it stands in the window and has an outline that differs from none.
_FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return {what: at.outerHTML.slice(0, 120), inside, outlined, visible: inside && outlined};
}"""


@pytest.mark.parametrize("width", [1280, 375])
def test_search_is_asked_narrowed_and_followed_by_keyboard_alone(walk: Walk, width: int) -> None:
    page = walk.page
    page.set_viewport_size({"width": width, "height": 800})
    walk.go("/sok")

    _tab_to(walk, "#q")
    page.keyboard.type("kontorsstolar till skolan")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walk.look()
    _tab_to(walk, "a[href='#traffar']")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "traffar"

    page.evaluate("document.activeElement.blur()")
    walk.go("/sok?q=kontorsstolar till skolan")
    if page.locator("details.facets > summary").is_visible():
        _tab_to(walk, "details.facets > summary")
        if not page.locator("details.facets").evaluate("at => at.open"):
            page.keyboard.press("Enter")
    _tab_to(walk, "input[name=level][value=base]")
    page.keyboard.press("Space")
    _tab_to(walk, "details.facets button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walk.look()
    assert "level=base" in page.url

    _tab_to(walk, ".found .hit h3 a", most=120)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    walk.look()
    assert page.locator("h1").count() == 1
