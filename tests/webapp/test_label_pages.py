# SPDX-License-Identifier: EUPL-1.2
"""The pages of labels, and what a criterion contributes to, as a person reads them in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from criteria.services.library import show_criterion
from criteria.services.library_loading import load_library
from tests.library.label_factories import write_label_library
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser
from tests.webapp.calls import caller, site


@pytest.fixture
def labelled(sqlite_world: World, tmp_path: Path) -> World:
    """An installation with the little library of labels."""
    folder = tmp_path / "library"
    write_label_library(folder)
    load_library(sqlite_world.installation, sqlite_world.actor, folder)
    return sqlite_world


@pytest.fixture
def visitor(labelled: World) -> Browser:
    return Browser(site(labelled).test_client())


def test_list_leads_to_each_label_and_says_what_it_may_be_used_for(visitor: Browser) -> None:
    page = visitor.get("/markningar")

    assert "Blomma Får krävas som märkning 0 0 0" in page.text
    assert "Swan Hänvisa bara till kriterierna 1 1 1" in page.text
    assert 'href="/markningar/swan"' in page.source


def test_label_page_tells_the_six_points_and_that_no_lawyer_has_read_them(visitor: Browser) -> None:
    page = visitor.get("/markningar/swan")

    assert page.title == "Swan – Kravkedjan"
    assert "De sex punkterna i 9 kap. 13 § LOU" in page.text
    assert "1. Kraven gäller bara det som har anknytning till det som anskaffas Håller delvis" in page.text
    assert page.text.count(" Håller Skäl om ") == 5
    assert "Prövad 21 november 2026 av Redaktionen. Ej juridiskt granskad." in page.text


def test_label_page_tells_what_is_settled_in_full_in_part_and_not(visitor: Browser) -> None:
    page = visitor.get("/markningar/swan")

    assert "Av 3 gällande kriterier täcks 1 helt, 1 delvis och 1 inte." in page.text
    assert "FURN-01:1 Provad hållfasthet Bas Helt" in page.text
    assert "FURN-02:1 Provad hållfasthet Bas Delvis: Bara trä." in page.text
    assert "Täcks inte i Möbler (1) FURN-03:1" in page.text
    assert "FURN-04" not in page.text


def test_label_page_tells_where_it_is_judged_otherwise(visitor: Browser) -> None:
    page = visitor.get("/markningar/swan")

    assert "Skriv egenskapen med egna ord. Skriv egenskapen." in page.text
    assert "Annat gäller för boats: Hänvisa bara till kriterierna. Båtar." in page.text


def test_label_without_register_says_what_to_do_instead(visitor: Browser) -> None:
    assert "Be om certifikatet." in visitor.get("/markningar/blomma").text


def test_label_that_settles_nothing_says_so(visitor: Browser) -> None:
    page = visitor.get("/markningar/blomma")

    assert "Inget gällande kriterium räknar med märkningen ännu." in page.text


def test_unknown_label_is_no_page(visitor: Browser) -> None:
    page = visitor.get("/markningar/nosuch")

    assert page.status == 404
    assert "Märkningen nosuch finns inte." in page.text


def test_pages_speak_english_and_mark_what_is_swedish(visitor: Browser) -> None:
    visitor.get("/markningar")
    visitor.post("/sprak", language="en", till="/markningar/swan")

    listed, page = visitor.get("/markningar"), visitor.get("/markningar/swan")

    assert "Swan Refer to its criteria only" in listed.text
    assert "The six points of chapter 9, section 13 LOU" in page.text
    assert "Holds in part" in page.text
    assert "Not reviewed by a lawyer." in page.text
    assert '<span lang="sv">Skäl om link.</span>' in page.source


def test_criterion_and_group_lead_to_the_label(visitor: Browser) -> None:
    criterion, group = visitor.get("/kriterium/FURN-02"), visitor.get("/grupp/furniture")

    assert 'href="/markningar/swan"' in criterion.source
    assert 'href="/markningar/swan"' in group.source


def test_criterion_tells_what_it_contributes_to_and_why(visitor: Browser) -> None:
    page = visitor.get("/kriterium/FURN-02")

    told = page.text.partition("Bidrar till")[2]
    assert "Globala mål" in told
    assert "Hållbar konsumtion och produktion SDG-12" in told
    assert "Koder i annonsen (eForms)" in told
    assert "BT-774:circ-econ" in told


def test_api_answers_with_the_goals_of_a_criterion(labelled: World) -> None:
    body = caller(labelled).get("/criteria/FURN-02")

    found = {item["goal"]: item for item in body["goals"]}
    assert found["SDG-12"]["kind"] == "sdg"
    assert found["SDG-12"]["name"]["en"] == "Responsible consumption and production"
    assert len(found["SDG-12"]["reasons"]) == 1
    assert show_criterion(labelled.installation, "FURN-02").goals[0].goal in found


def test_api_answers_with_the_six_points_of_each_label(labelled: World) -> None:
    labels = {item["id"]: item for item in caller(labelled).get("/labels")["labels"]}

    assert labels["swan"]["assessment"]["conclusion"] == "criteria"
    assert [item["point"] for item in labels["swan"]["assessment"]["points"]][:2] == ["link", "suitable"]
