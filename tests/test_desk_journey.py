# SPDX-License-Identifier: EUPL-1.2
"""An editor's way in a real browser: draft, review by a second person, publish, withdraw the old one.

With scripts each page is held against axe-core; without scripts everything works the same.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from criteria.exchange.feed_writing import write_text
from criteria.people.model import Actor
from criteria.services.access import make_signin_link, sign_in_by_link
from tests.library_life.desk import Desk, open_desk
from tests.plumbing.installation import World
from tests.webapp.calls import site
from tests.webapp.editing import NEW, OLD, at, new_version, old_version
from tests.webapp.walking import Walk, barriers
from webapp.security import COOKIE

_PHONE = {"width": 390, "height": 800}


@dataclass(frozen=True, slots=True)
class _Two:
    """The author's and the reviewer's way through one site."""

    desk: Desk
    author: Walk
    reviewer: Walk


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def two(request: pytest.FixtureRequest, chromium: Browser, sqlite_world: World) -> Iterator[_Two]:
    """Two editors, each in a browser of their own, over a criterion in force."""
    desk = open_desk(sqlite_world)
    desk.publish(old_version())
    server = make_server("127.0.0.1", 0, site(World(desk.installation, desk.reviewer)), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.port}"
    contexts = []

    def walk(actor: Actor) -> Walk:
        context = chromium.new_context(
            locale="sv-SE", reduced_motion="reduce", java_script_enabled=bool(request.param)
        )
        token = sign_in_by_link(
            desk.installation, make_signin_link(desk.installation, desk.reviewer, actor.user_id)
        )
        context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        contexts.append(context)
        return Walk(context.new_page(), address, with_axe=bool(request.param))

    yield _Two(desk, walk(desk.author), walk(desk.reviewer))
    for context in contexts:
        context.close()
    server.shutdown()
    thread.join()


def test_old_criterion_gives_way_to_a_new_one_and_nothing_is_left_bare(two: _Two) -> None:
    author, reviewer = two.author, two.reviewer

    # The author writes, first as a file and then in the form.
    author.go("/redaktion")
    author.follow("Nytt utkast")
    author.follow("Klistra in eller ladda upp")
    author.fill(text=write_text(new_version()))
    author.press("Spara utkastet")
    author.follow("Ändra i formuläret")
    author.press("Lägg till rad")
    author.page.locator("[id='parameters-0-name']").fill("andel")
    author.page.get_by_role("button", name="Ta bort Värde 1").click()
    author.page.locator("[id='purpose']").fill("Farliga ämnen hamnar i vattnet.")
    author.press("Spara utkastet")
    author.press("Lämna in för granskning")
    assert "I granskning" in author.page.inner_text("main")

    # Somebody else sends it back once, and then publishes it as the old one is withdrawn.
    reviewer.go("/redaktion")
    reviewer.follow("Inga farliga städkemikalier")
    reviewer.page.get_by_text("Återsänd", exact=True).click()
    reviewer.page.locator("#comment").fill("Bra. Lämna in igen.")
    reviewer.press("Återsänd utkastet")
    author.go(at("utkast", NEW))
    author.press("Lämna in för granskning")

    reviewer.go("/kriterium/CLS-01:1/bas")
    reviewer.follow("Ersätt, dra in eller flytta", within="aside")
    reviewer.page.locator("#reason").fill("Märkningen höll inte för lagens villkor.")
    with reviewer.page.expect_navigation():
        reviewer.page.get_by_role("button", name="Pröva ändringen").click()
    assert not reviewer.with_axe or barriers(reviewer.page) == []
    assert "Ingenting är skrivet." in reviewer.page.inner_text("main")
    assert "Cleaning_services, kemikalier, bas" in reviewer.page.inner_text("#provning")

    reviewer.page.locator("#s0-ref").fill(NEW)
    reviewer.page.locator("#s0-class").select_option("scope_changed")
    reviewer.press("Pröva igen")
    assert "Inget står i vägen" in reviewer.page.inner_text("#provning")
    reviewer.press("Genomför ändringen")
    assert "Ersatt 20 februari 2027" in reviewer.page.inner_text("main")

    reviewer.go("/grupp/cleaning_services")
    told = reviewer.page.inner_text("main")
    assert "Inga farliga städkemikalier" in told
    assert "Miljömärkta städkemikalier" in told


#: The pages of the desk, over a draft that waits for review and a version in force.
_PAGES = (
    "/redaktion",
    "/redaktion/nytt",
    "/redaktion/nytt/fil",
    "/redaktion/nytt/formular",
    at("utkast", NEW),
    at("formular", NEW),
    at("fil", NEW),
    at("publicera", NEW),
    at("andra", OLD),
    at("andra", OLD) + "?way=dela",
    at("andra", OLD) + "?way=slaihop",
    at("andra", OLD) + "?way=lucka",
    at("andra", OLD) + "?way=lag",
    at("andra", OLD) + "?way=flytta",
    at("omarbeta", OLD),
    "/redaktion/utgava",
    "/utgavor",
)
_WIDE = {"width": 1280, "height": 900}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("two", [True], indirect=True, ids=["scripts"])
def test_no_page_of_the_desk_has_a_barrier_or_runs_out_of_a_phone(two: _Two) -> None:
    two.desk.submit(new_version())

    for path in _PAGES:
        two.reviewer.page.set_viewport_size(_WIDE)
        two.reviewer.go(path)
        two.reviewer.page.set_viewport_size(_PHONE)
        two.reviewer.look()
        assert two.reviewer.page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"], path
