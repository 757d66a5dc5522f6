# SPDX-License-Identifier: EUPL-1.2
"""What a reader who sees the product for the first time stumbled over."""

from __future__ import annotations

import re

import pytest

from criteria.people.model import Role
from criteria.services.access import get_organisation
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, browser_of
from tests.webapp.calls import site
from webapp.messages.catalogue import message


@pytest.fixture
def browser(shipped_world: World) -> Browser:
    return browser_of(site(shipped_world), shipped_world, Role.ADMINISTRATOR)


def _in_english(browser: Browser) -> Browser:
    browser.get("/konto")
    browser.post("/sprak", language="en", till="/konto")
    return browser


def test_administrator_names_the_organisation_and_the_reminder_goes(
    browser: Browser, shipped_world: World
) -> None:
    before = browser.get("/manad")

    page = browser.post("/konto/organisationens-namn", name="Ekby kommun", number="212000-0142")

    assert "Ange er organisations namn innan ni låser" in before.text
    assert "Organisationen heter nu Ekby kommun." in page.text
    assert page.value("number") == "2120000142"
    assert "Ange er organisations namn" not in browser.get("/manad").text
    found = get_organisation(shipped_world.installation, shipped_world.actor.organisation_id)
    assert found.name == "Ekby kommun"


def test_wrong_number_is_said_at_its_field_and_keeps_what_was_typed(browser: Browser) -> None:
    page = browser.post("/konto/organisationens-namn", name="Ekby kommun", number="212000-0143")

    assert page.status == 400
    assert page.is_linked("number")
    assert (page.value("name"), page.value("number")) == ("Ekby kommun", "212000-0143")


def test_others_are_not_asked_for_the_name(shipped_world: World) -> None:
    procurer = browser_of(site(shipped_world), shipped_world, Role.PROCURER)

    assert "Organisationens namn" not in procurer.get("/konto").text
    assert "Ange er organisations namn" not in procurer.get("/manad").text


def test_link_in_the_header_says_that_it_leads_to_the_account(browser: Browser) -> None:
    assert ">Mitt konto, Min organisation</a>" in browser.get("/grupper").source


def test_list_of_groups_instead_of_hits_counts_as_none(browser: Browser) -> None:
    page = browser.get("/sok?q=xyzzy")

    assert "0 träffar" in page.text
    assert "Inget kriterium motsvarar orden." in page.text


def test_blank_reads_alike_in_search_and_group(browser: Browser) -> None:
    text = " ".join(browser.get(f"/sok?q={word}&visa=200").text for word in ("vikt", "andel", "batteri"))

    assert not re.search(r"\{[a-z_]+\}", text)
    assert re.search(r"\[[0-9]", text)


def test_english_pages_use_english_titles_and_mark_what_is_swedish(browser: Browser) -> None:
    _in_english(browser)

    found = browser.get("/sok?q=formaldehyd")
    group = browser.get("/grupp/furniture")
    criterion = browser.get("/kriterium/FURN-01:1/bas")

    assert "Furniture" in group.title
    assert '<p class="talk" lang="sv">' in criterion.source
    assert 'class="lead" lang="sv"' in group.source
    assert '<p class="dense" lang="sv">' in found.source
    assert not re.search(r"<h1>[^<]*[åäö]", criterion.source)


def test_swedish_pages_mark_nothing(browser: Browser) -> None:
    page = browser.get("/kriterium/FURN-01:1/bas")

    assert page.status == 200
    assert page.source.count('lang="sv"') == 1


def test_hours_of_the_gate_have_a_decimal_point_in_english() -> None:
    values = {"first_year": "33,5", "later_year": "0,5", "available": "12", "colour": "red"}

    assert "0.5" in message("gate.hours_red", values, "en")
    assert "0,5" in message("gate.hours_red", values, "sv")
    assert "0,3" in message("user.unknown", {"given": "0,3"}, "en")
