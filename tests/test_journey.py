# SPDX-License-Identifier: EUPL-1.2
"""The whole chain in a real browser, as a procurer walks it, from a search to the report of an outcome.

On every page that is visited axe-core looks for barriers (WCAG 2.0 to 2.2, A and AA, best practice) and finds
none. The walk is done once with scripts and once without: what a page can do, it does without them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import make_server

from criteria.services.access import make_signin_link
from tests.followup.filling import SIGNED, fill_form
from tests.plumbing.installation import World
from tests.webapp.calls import site
from tests.webapp.walking import Walk, barriers

_WIDE, _PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 800}


@pytest.fixture
def address(shipped_world: World) -> Iterator[str]:
    """The site of an installation with the shipped library, served on loopback."""
    server = make_server("127.0.0.1", 0, site(shipped_world), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def procurer(chromium: Browser, shipped_world: World, address: str) -> Iterator[Walk]:
    """The first administrator at a wide screen, signed in by link."""
    yield from _signed_in(chromium, shipped_world, address, scripts=True)


@pytest.fixture
def without_scripts(chromium: Browser, shipped_world: World, address: str) -> Iterator[Walk]:
    """The same with JavaScript off; axe-core is a script itself, so it does not look."""
    yield from _signed_in(chromium, shipped_world, address, scripts=False)


def _signed_in(chromium: Browser, world: World, address: str, *, scripts: bool) -> Iterator[Walk]:
    context: BrowserContext = chromium.new_context(
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        java_script_enabled=scripts,
        viewport=_WIDE,
        reduced_motion="reduce",
    )
    walk = Walk(context.new_page(), address, with_axe=scripts)
    token = make_signin_link(world.installation, world.actor, world.actor.user_id)
    walk.go(f"/logga-in/{token}")
    walk.press("Logga in")
    yield walk
    context.close()


def _find_and_choose(walk: Walk) -> None:
    """From the search to a set with two requirements."""
    walk.go("/sok")
    walk.page.locator("#q").fill("höj- och sänkbara skrivbord")
    walk.press("Sök")
    assert "Ni verkar köpa Möbler" in walk.page.inner_text("main")
    walk.follow("Börja en kravuppsättning")
    walk.page.locator("#group").select_option("")
    walk.fill(title="Kontorsmöbler 2026", diary="KS 2026/311")
    walk.press("Skapa uppsättningen")
    walk.fill(refs="FURN-01:1@bas FURN-08:1@bas")
    walk.press("Lägg till krav")


def _lock(walk: Walk) -> str:
    """Through the gate to the annex; the seal that stands on it."""
    walk.page.get_by_role("link", name="Lås").first.click()
    walk.look()
    if walk.page.locator("#read").count():
        walk.page.locator("#read").check()
    walk.press("Lås uppsättningen")
    if "/bilaga" not in walk.page.url:
        walk.follow("Kravbilaga")
    assert walk.fetch("Hämta PDF").startswith(b"%PDF")
    return walk.page.locator(".seal code").first.inner_text()


def _read_wordings(walk: Walk) -> None:
    """What the requirement has read, from the annex and back to it."""
    annex = walk.page.url.removeprefix(walk.address)
    walk.go(annex.replace("/bilaga", "/rad/1"))
    walk.follow("Lydelserna sida vid sida")
    assert walk.page.locator("thead th").all_inner_texts()[1] == "Bibliotekets lydelse, FURN-01:1"
    walk.go(annex)


def _sign(walk: Walk) -> None:
    """The contract with its plan."""
    walk.follow("Registrera kontrakt")
    walk.fill(
        supplier="559999-1238",
        name="Tranebo Möbel AB",
        start="2026-12-01",
        end="2028-11-30",
        value="480 000",
        articles="2200; Skrivbord\n2201; Kontorsstol\n2202; Hurts",
    )
    walk.press("Registrera kontraktet")
    assert "2 har ingen tittat på" in walk.page.inner_text("main")


def _declare(walk: Walk, folder: Path) -> None:
    """The form to the supplier and its answers back."""
    form = walk.fetch("Formulär, Excel")
    filled = folder / "forsakran.xlsx"
    answers = dict.fromkeys(("1.1", "1.2"), ("Ja", "", "Licens TMB-COC-004417"))
    filled.write_bytes(fill_form(form, answers, SIGNED))
    walk.follow("Läs in ett ifyllt formulär")
    walk.page.locator("#file").set_input_files(filled)
    walk.press("Läs in försäkran")
    assert "Försäkran är mottagen och fullständig." in walk.page.inner_text("main")
    walk.follow("Kontorsmöbler 2026")
    assert "2 bygger på leverantörens ord" in walk.page.inner_text("main")


def _log_with_evidence(walk: Walk, folder: Path) -> None:
    """What was seen on the sample, with a file, on a phone."""
    walk.page.set_viewport_size(_PHONE)
    walk.follow("Spårbar märkning på varje möbel")
    walk.follow("Registrera utfall")
    picture = folder / "märkning.txt"
    picture.write_text("Märkt: Tranebo, 2200, 2026-10.", encoding="utf-8")
    for place in (1, 2, 3):
        walk.page.locator(f"input[name=i{place}-seen][value=ok]").check()
    walk.page.locator("#result-met").check()
    walk.page.locator("#file").set_input_files(picture)
    walk.page.locator("#kind").select_option("marking")
    walk.fill(dated="2026-12-01", hours="0,5")
    walk.press("Skicka in utfallet")
    shown = walk.page.inner_text("main")
    assert "Utfallet är sparat." in shown
    assert "Underlaget har styrka 5" in shown
    walk.page.set_viewport_size(_WIDE)


def _take_the_report(walk: Walk) -> None:
    """Back to the words, then the contract's report."""
    walk.follow("Kriterium")
    assert "FURN-08:1" in walk.page.inner_text("main")
    assert "Verifierat uppfyllt\t1" in walk.page.inner_text("main")
    walk.go("/manad")
    walk.go("/kontrakt")
    walk.follow("Kontorsmöbler 2026")
    assert "1 av 2 krav är verifierat." in walk.page.inner_text("main")
    assert walk.fetch("PDF").startswith(b"%PDF")


def test_the_chain_can_be_walked_in_a_browser_without_a_barrier(procurer: Walk, tmp_path: Path) -> None:
    _find_and_choose(procurer)
    seal = _lock(procurer)
    _read_wordings(procurer)
    _sign(procurer)
    _declare(procurer, tmp_path)
    _log_with_evidence(procurer, tmp_path)
    _take_the_report(procurer)

    assert len(seal) == 64
    assert len(procurer.seen) > 15


def test_a_page_that_comes_back_with_faults_has_no_barrier_either(procurer: Walk) -> None:
    _find_and_choose(procurer)
    _lock(procurer)
    procurer.follow("Registrera kontrakt")
    procurer.page.set_viewport_size(_PHONE)

    with procurer.page.expect_navigation():
        procurer.page.get_by_role("button", name="Registrera kontraktet").click()

    assert procurer.page.title().startswith("Fel: ")
    assert barriers(procurer.page) == []
    procurer.page.get_by_role("alert").get_by_role("link", name="organisationsnummer").click()
    assert procurer.page.url.endswith("#supplier")
    assert procurer.page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]


def test_the_chain_can_be_walked_without_scripts(without_scripts: Walk, tmp_path: Path) -> None:
    _find_and_choose(without_scripts)
    _lock(without_scripts)
    _sign(without_scripts)
    _declare(without_scripts, tmp_path)
    _log_with_evidence(without_scripts, tmp_path)
    _take_the_report(without_scripts)

    assert without_scripts.seen[-1].startswith("/kontrakt/")
