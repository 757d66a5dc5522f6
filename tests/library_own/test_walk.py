# SPDX-License-Identifier: EUPL-1.2
"""The pages of own and missing criteria in a real browser, each held against axe-core."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from criteria.library.standpoint import Standpoint
from criteria.services.access import make_signin_link
from criteria.services.borrowings import borrow
from criteria.services.gap_register import NewGap, add_gap
from criteria.services.library_drafts import create_draft
from criteria.services.own_criteria import ask_review
from criteria.services.proposals import propose
from criteria.services.questions import ask_question
from criteria.services.saved_searches import SearchToSave, save_search
from criteria.services.views_round import NewAnswer, NewRound, answer_link, invite, open_round
from tests.library_life.desk import DAY, as_draft
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours
from tests.plumbing.installation import World
from tests.webapp.calls import site
from tests.webapp.walking import Walk, barriers

_PHONE = {"width": 375, "height": 800}


@dataclass(frozen=True, slots=True)
class _Visit:
    """The steward's browser over a town where something of everything has happened."""

    walk: Walk
    town: Neighbours
    gap: str
    round: str
    token: str


@pytest.fixture
def visit(chromium: Browser, sqlite_world: World) -> Iterator[_Visit]:
    town = make_neighbours(sqlite_world)
    made = _fill(town)
    app = site(World(town.installation, sqlite_world.actor))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    context = chromium.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce")
    walk = Walk(context.new_page(), f"http://127.0.0.1:{server.port}")
    walk.go(f"/logga-in/{make_signin_link(town.installation, town.steward, town.steward.user_id)}")
    walk.page.locator("main button").first.click()
    yield _Visit(walk, town, *made)
    context.close()
    server.shutdown()
    thread.join()


def _fill(town: Neighbours) -> tuple[str, str, str]:
    town.desk.publish(as_draft(version("CLS-01:1@base")))
    gap = add_gap(town.installation, town.alvik, NewGap("Leksaker", "Giftfria leksaker.", ("37520000-9",)))
    ask_question(town.installation, town.alvik, "CLS-01", "Räcker Svanen?")
    ref = town.publish(town.alvik, town.own(town.alvik))
    propose(town.installation, town.alvik, ref, "Alla köper ljus.")
    ask_review(town.installation, town.alvik, ref, "Min organisation")
    borrow(town.installation, town.steward, "CLS-01:1@base")
    for person in (town.alvik, town.steward, town.world.actor):
        save_search(town.installation, person, SearchToSave("Städ", "CLS-01", is_watched=True))
    draft = create_draft(town.installation, town.desk.author, as_draft(version("CLS-09:1@base"))).ref
    new = NewRound(draft, "Vad tycker ni?", DAY + timedelta(days=10))
    opened = open_round(town.installation, town.steward, new)
    (link,) = invite(town.installation, town.steward, opened.id, ("Branschen",))
    answer_link(town.installation, link.token, NewAnswer("Karin", Standpoint.OPPOSES, "För lågt."))
    return gap.gap.id, opened.id, link.token


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_have_no_barrier_on_a_screen_or_a_phone(visit: _Visit, language: str) -> None:
    walk = visit.walk
    if language == "en":
        with walk.page.expect_navigation():
            walk.page.get_by_role("button", name="English").click()

    for path in (
        "/saknade-kriterier",
        "/saknade-kriterier/nytt?q=leksaker",
        f"/saknade-kriterier/{visit.gap}",
        "/fragor",
        "/synpunkter",
        f"/synpunkter/{visit.round}",
        f"/synpunkter/svar/{visit.token}",
        "/egna-kriterier",
        "/forslag",
        "/kallor",
        "/kallor/uppgraderingar",
        "/kriterium/CLS-01",
        "/sok?q=CLS-01&level=base",
        "/sokningar",
    ):
        walk.page.set_viewport_size({"width": 1280, "height": 900})
        walk.go(path)
        walk.page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        walk.look()
        walk.page.set_viewport_size(_PHONE)
        walk.look()
        assert walk.page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"], path


def test_refused_form_has_no_barrier(visit: _Visit) -> None:
    walk = visit.walk
    walk.page.goto(walk.address + "/saknade-kriterier/nytt")
    walk.page.locator("main form button[type=submit]").first.click()
    walk.page.wait_for_selector("#fel")

    assert barriers(walk.page) == []
