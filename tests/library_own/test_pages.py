# SPDX-License-Identifier: EUPL-1.2
"""The pages of own and missing criteria, questions, views, sources and upgrades, as a person reads them."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from criteria.people.model import Actor, Role
from criteria.services.access import make_signin_link, sign_in_by_link
from criteria.services.gap_register import NewGap, add_gap
from criteria.services.library_drafts import create_draft
from criteria.services.own_criteria import ask_review
from criteria.services.views_round import NewRound, invite, open_round
from tests.library_feeds.feeding import feed, items
from tests.library_life.desk import DAY, as_draft
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, Page
from tests.webapp.calls import site
from webapp.security import COOKIE


@dataclass(frozen=True, slots=True)
class _Town:
    """Three organisations at their browsers."""

    town: Neighbours
    app: Flask

    def browser(self, actor: Actor | None) -> Browser:
        client = self.app.test_client()
        if actor is not None:
            link = make_signin_link(self.town.installation, self.town.world.actor, actor.user_id)
            client.set_cookie(COOKIE, sign_in_by_link(self.town.installation, link))
        return Browser(client)

    def send(self, browser: Browser, path: str, **fields: Any) -> Page:
        return browser.post(path, **fields)


@pytest.fixture
def town(sqlite_world: World) -> _Town:
    made = make_neighbours(sqlite_world)
    made.desk.publish(as_draft(version("CLS-01:1@base")))
    return _Town(made, site(World(made.installation, sqlite_world.actor)))


@pytest.fixture
def alvik(town: _Town) -> Browser:
    return town.browser(town.town.alvik)


@pytest.fixture
def steward(town: _Town) -> Browser:
    return town.browser(town.town.steward)


def test_search_that_finds_nothing_leads_to_the_register_with_the_words_filled_in(alvik: Browser) -> None:
    found = alvik.get("/sok?q=hjullastare")
    assert 'href="/saknade-kriterier/nytt?q=hjullastare"' in found.source

    form = alvik.get("/saknade-kriterier/nytt?q=hjullastare")

    assert form.value("title") == "hjullastare"


def test_missing_criterion_is_added_voted_for_and_decided(
    town: _Town, alvik: Browser, steward: Browser
) -> None:
    added = alvik.post("/saknade-kriterier/nytt", title="Giftfria leksaker", wanted="Leksaker.", cpv="")
    assert "1 organisation behöver det, ni också" in added.text
    (path,) = set(re.findall(r'href="(/saknade-kriterier/gap-[^"]+)"', added.source))

    boda = town.browser(town.town.boda)
    voted = boda.post(f"{path}/rost", behov="ja")
    decided = steward.post(f"{path}/beslut", status="declined", reason="Lagen räcker.", revision="1")

    assert "2 organisationer behöver det" in voted.text
    assert "Alviks kommun" not in voted.text
    assert "Behövs av Alviks kommun, Boda kommun." in decided.text
    assert "Avböjd Lagen räcker." in decided.text


def test_visitor_reads_the_register_and_is_taken_to_sign_in(town: _Town) -> None:
    add_gap(town.town.installation, town.town.alvik, NewGap("Leksaker", "Giftfria."))
    visitor = town.browser(None)

    page = visitor.get("/saknade-kriterier")

    assert "Leksaker" in page.text
    assert "Logga in för att lägga till eller rösta" in page.text
    assert not page.has_forms


def test_refused_missing_criterion_keeps_what_was_typed(alvik: Browser) -> None:
    page = alvik.post("/saknade-kriterier/nytt", follow=False, title="Leksaker", wanted="", cpv="x")

    assert page.status == 400
    assert page.title.startswith("Fel: ")
    assert page.value("title") == "Leksaker"
    assert page.is_linked("wanted")


def test_markup_typed_by_a_person_is_shown_as_text(alvik: Browser) -> None:
    page = alvik.post(
        "/saknade-kriterier/nytt", title="<b>x</b>{{ 7*7 }}", wanted="<script>alert(1)</script>"
    )

    assert "<script>alert" not in page.source
    assert "&lt;b&gt;x&lt;/b&gt;{{ 7*7 }}" in page.source


def test_question_is_asked_on_the_page_and_its_answer_stays_there(
    town: _Town, alvik: Browser, steward: Browser
) -> None:
    asked = alvik.post("/fragor/ny", ref="CLS-01:1@base", text="Räcker Svanen?")
    assert "Räcker Svanen? (visas bara för er) Väntar på svar." in asked.text
    listed = steward.get("/fragor")
    (question,) = re.findall(r'action="/fragor/(question-[^/]+)/svar"', listed.source)

    answered = steward.post(f"/fragor/{question}/svar", answer="Ja.", visa="ja")

    assert "Visas på kriteriets sida." in answered.text
    assert "Räcker Svanen? Ja." in town.browser(None).get("/kriterium/CLS-01").text


def test_empty_question_comes_back_with_a_fault(alvik: Browser) -> None:
    page = alvik.post("/fragor/ny", follow=False, ref="CLS-01:1@base", text=" ")

    assert page.status == 400
    assert page.is_linked("text")


def _round(town: _Town) -> str:
    at = town.town
    ref = create_draft(at.installation, at.desk.author, as_draft(version("CLS-09:1@base"))).ref
    new = NewRound(ref, "Vad tycker ni?", DAY + timedelta(days=10))
    return open_round(at.installation, at.steward, new).id


def test_links_of_a_round_are_shown_once(town: _Town, steward: Browser) -> None:
    round_id = _round(town)

    made = steward.post(f"/synpunkter/{round_id}/lankar", follow=False, referents="Boda kommun\n\nBranschen")

    links = re.findall(r"http://[^<]+/synpunkter/svar/([\w-]+)", made.source)
    assert len(links) == 2
    again = steward.get(f"/synpunkter/{round_id}")
    assert "Boda kommun" in again.text
    assert links[0] not in again.source


def test_referent_answers_by_link_without_an_account(town: _Town, steward: Browser) -> None:
    round_id = _round(town)
    (invited,) = invite(town.town.installation, town.town.steward, round_id, ("Branschen",))
    referent, path = town.browser(None), f"/synpunkter/svar/{invited.token}"
    page = referent.get(path)

    unclear = referent.post(path, follow=False, name="Karin", text="Höj.")
    told = referent.post(path, name="Karin", text="Höj.", standpoint="supports_with_changes")

    assert "Vad tycker ni?" in page.text
    assert page.answer.headers["Cache-Control"] == "private, no-store"
    assert page.answer.headers["Referrer-Policy"] == "no-referrer"
    assert invited.token not in page.source.partition('class="only-print')[2].partition("</p>")[0]
    assert unclear.status == 400
    assert unclear.is_linked("standpoint")
    assert "Karin (Branschen). Stöder med ändringar. Höj." in told.text
    assert "Karin (Branschen)" in steward.get(f"/synpunkter/{round_id}").text


def test_dead_link_says_what_to_do(town: _Town) -> None:
    page = town.browser(None).get("/synpunkter/svar/gissad")

    assert page.status == 404
    assert "Be den som skickade länken om en ny." in page.text


def test_own_criterion_says_that_nobody_else_has_reviewed_it_until_somebody_elsewhere_has(
    town: _Town, alvik: Browser
) -> None:
    ref = town.town.publish(town.town.alvik, town.town.own(town.town.alvik))

    alone = alvik.get("/egna-kriterier")
    refused = alvik.post("/egna-kriterier/dela", follow=False, ref=ref, organisation="")
    alvik.post("/egna-kriterier/be-om-granskning", ref=ref, organisation="Boda kommun")
    boda = town.browser(town.town.boda)
    boda.post("/egna-kriterier/granskat", ref=ref, note="Prövat hos oss.")
    shared = alvik.post("/egna-kriterier/dela", ref=ref, organisation="")

    assert "Ej granskad av annan" in alone.text
    assert refused.status == 422
    assert "ej granskad av annan och kan inte delas" in refused.text
    assert "Granskad av en annan organisation" in shared.text
    assert "Delat med alla organisationer att använda" in shared.text


def test_review_needs_an_organisation_to_ask(town: _Town, alvik: Browser) -> None:
    ref = town.town.publish(town.town.alvik, town.town.own(town.town.alvik))

    page = alvik.post("/egna-kriterier/be-om-granskning", follow=False, ref=ref, organisation=" ")

    assert page.status == 400


def test_criterion_is_borrowed_from_its_page_with_its_origin(alvik: Browser) -> None:
    page = alvik.get("/kriterium/CLS-01")
    assert "Låna kriteriet" in page.text

    taken = alvik.post("/egna-kriterier/lana", ref="CLS-01:1@base")

    assert "Lånat från CLS-01:1" in taken.text
    assert "Ursprunget i dag: Gällande." in taken.text


def test_visitor_is_not_offered_to_borrow_or_ask(town: _Town) -> None:
    page = town.browser(None).get("/kriterium/CLS-01")

    assert "Låna kriteriet" not in page.text
    assert "Skicka frågan" not in page.text


def test_proposal_goes_from_one_organisation_to_a_shared_draft(
    town: _Town, alvik: Browser, steward: Browser
) -> None:
    ref = town.town.publish(town.town.alvik, town.town.own(town.town.alvik))
    alvik.post("/egna-kriterier/foresla", ref=ref, note="Alla köper ljus.")
    listed = steward.get("/forslag")
    (proposal,) = re.findall(r'action="/forslag/(proposal-[^/]+)/anta"', listed.source)

    done = steward.post(f"/forslag/{proposal}/anta", id="LJUS-01")

    assert "Alviks kommun" in listed.text
    assert "Antaget. LJUS-01:1" in done.text
    assert "Antaget." in alvik.get("/forslag").text


def test_feed_is_tried_read_in_stopped_and_confirmed_on_the_page(town: _Town, steward: Browser) -> None:
    held = items(30, groups=("it",))

    tried = _upload(steward, feed(*held), trial="ja")
    read = _upload(steward, feed(*held), trial="nej")
    stopped = _upload(steward, feed(*held[5:]), trial="nej")
    runs = steward.get("/kallor")
    (run,) = re.findall(r'action="/kallor/(run-[^/]+)/bekrafta"', runs.source)
    confirmed = steward.post(f"/kallor/{run}/bekrafta", follow=False)

    assert "Det här skulle hända. Inget är ändrat." in tried.text
    assert "Nya 30, ändrade 0" in read.text
    assert "5 av 30 poster saknas för första gången" in stopped.text
    assert "saknade 5" in confirmed.text
    assert "Saknas hos UHM sedan" in steward.get("/kallor").text
    assert "Saknas hos källan sedan" in steward.get("/kriterium/UHM/10000:1/bas").text


def _upload(browser: Browser, data: object, **fields: str) -> Page:
    content = (io.BytesIO(json.dumps(data).encode()), "feed.json")
    return browser.post("/kallor", follow=False, file=content, source="", number="", **fields)


def test_rejected_item_is_told_with_its_place_and_mend(steward: Browser) -> None:
    (one,) = items(1, groups=("it",))

    page = _upload(steward, feed({**one, "purpose": "<b>x</b>"}), trial="ja")

    assert "feed.json#/items/0/purpose Texten ser ut som HTML eller mallkod. Skriv ren text." in page.text


def test_file_that_is_no_feed_is_refused_on_the_page(steward: Browser) -> None:
    page = _upload(steward, {"form": "other"}, trial="nej")
    without = steward.post("/kallor", follow=False, trial="nej", source="", number="")

    assert (page.status, without.status) == (400, 400)
    assert "Det här är inget flöde av formen kravkedjan-feed/1." in page.text


def test_neighbour_is_turned_away_from_the_stewards_feed(alvik: Browser) -> None:
    assert _upload(alvik, feed(*items(1, groups=("it",))), trial="nej").status == 403


def test_upgrades_page_says_when_nothing_has_changed(alvik: Browser) -> None:
    assert "Ingen uppgradering har ändrat biblioteket här." in alvik.get("/kallor/uppgraderingar").text


def test_review_that_was_asked_for_stands_among_what_others_give(town: _Town) -> None:
    ref = town.town.publish(town.town.alvik, town.town.own(town.town.alvik))
    ask_review(town.town.installation, town.town.alvik, ref, "Boda kommun")

    page = town.browser(town.town.boda).get("/egna-kriterier")

    assert "Vi har granskat det" in page.text


def test_reader_of_the_organisation_reaches_none_of_the_editors_pages(town: _Town) -> None:
    reader = town.browser(town.town.colleague(town.town.alvik, Role.READER))

    statuses = [
        reader.get(path).status
        for path in ("/egna-kriterier", "/forslag", "/fragor", "/synpunkter", "/kallor")
    ]

    assert statuses == [403] * 5
