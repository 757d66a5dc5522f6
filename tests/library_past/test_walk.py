# SPDX-License-Identifier: EUPL-1.2
"""The pages of the past in a real browser: no barrier (axe-core), wide, on a phone, without scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from criteria.services.access import make_signin_link, sign_in_by_link
from tests.plumbing.installation import World
from tests.webapp.calls import site
from tests.webapp.walking import Walk
from webapp.app_language import LANGUAGE_COOKIE
from webapp.security import COOKIE

_WIDTHS = (1280, 390)
_PAGES = (
    "/kriterium/LIG-04:4/bas",
    "/kriterium/LIG-04:3/bas",
    "/kriterium/LIG-04:1/bas?dag=2025-05-20",
    "/kriterium/LIG-09:1/bas",
    "/kriterium/LIG-09",
    "/kriterium/LIG-04?dag=2020-01-01",
    "/grupp/lighting",
    "/grupp/lighting?dag=2026-10-14&kant=2026-12-01",
    "/grupp/buildings",
    "/jamfor",
    "/jamfor?fran=LIG-04:1&till=LIG-04:4",
    "/jamfor?ref=LIG-04:3&ref=LIG-04:4&ref=LIG-14",
)


@pytest.fixture
def address(old_world: World) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, site(old_world), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def _walk(chromium: Browser, world: World, address: str, *, scripts: bool = True) -> Walk:
    context = chromium.new_context(
        locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce", java_script_enabled=scripts
    )
    link = make_signin_link(world.installation, world.actor, world.actor.user_id)
    token = sign_in_by_link(world.installation, link)
    context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    return Walk(context.new_page(), address, with_axe=scripts)


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_page_has_a_barrier_or_runs_out_of_its_window(
    chromium: Browser, old_world: World, address: str, language: str
) -> None:
    walk = _walk(chromium, old_world, address)
    walk.page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": address}])

    for width, path in product(_WIDTHS, _PAGES):
        walk.page.set_viewport_size({"width": width, "height": 900})
        walk.go(path)
        assert walk.page.evaluate("document.documentElement.scrollWidth") <= width, path

    assert walk.page.locator("html").get_attribute("lang") == language
    walk.page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_reader_goes_from_a_replaced_version_to_the_extract(
    chromium: Browser, old_world: World, address: str, *, scripts: bool
) -> None:
    walk = _walk(chromium, old_world, address, scripts=scripts)

    walk.go("/kriterium/LIG-04:1/bas")
    walk.follow("Jämför LIG-04:1 och LIG-04:2")
    assert "Ändringsklass: strängare." in walk.page.inner_text("main")
    walk.go("/grupp/lighting")
    walk.follow("Byggnadens installationer")
    for box in walk.page.get_by_role("checkbox").all():
        box.check()
    walk.press("Jämför de valda")
    assert walk.page.inner_text("h1") == "Sida vid sida"
    walk.follow("Ljuskällor")
    walk.page.locator("#dag").fill("2026-10-14")
    walk.press("Visa lydelsen")
    assert "Du läser vad som gällde 14 oktober 2026." in walk.page.inner_text("main")
    assert walk.fetch("Utdrag om lydelse, PDF").startswith(b"%PDF")
    walk.follow("Visa hur det är i dag")
    assert "Ersatt 15 januari 2027" in walk.page.inner_text("main")
    walk.page.context.close()
