# SPDX-License-Identifier: EUPL-1.2
"""Why a hit came up, and words to go on with while typing: on the page, over the API and by command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from criteria.search.model import Hit, HitKind, Reason, ReasonKind
from criteria.services.library_loading import load_library
from criteria.services.search import bring_index_up_to_date
from tests.library.label_factories import write_label_library
from tests.plumbing.installation import TODAY, World
from tests.webapp.browsing import Browser
from tests.webapp.calls import Caller, caller, site
from webapp.commands.main import build
from webapp.search_reasons import reason_texts


@pytest.fixture
def stocked(sqlite_world: World, tmp_path: Path) -> World:
    """An installation with a little library and its index."""
    folder = tmp_path / "library"
    write_label_library(folder)
    load_library(sqlite_world.installation, sqlite_world.actor, folder)
    bring_index_up_to_date(sqlite_world.installation)
    return sqlite_world


@pytest.fixture
def api(stocked: World) -> Caller:
    return caller(stocked)


@pytest.fixture
def visitor(stocked: World) -> Browser:
    return Browser(site(stocked).test_client())


def test_page_tells_why_on_request_and_can_be_asked_not_to(visitor: Browser) -> None:
    page = visitor.get("/sok?q=stolar&varfor=1")

    assert "Varför kom den här träffen upp? ”Stolen”" not in page.text
    assert "Varför kom den här träffen upp? ”stolen”, en form av ”stolar”, står i texten." in page.text
    assert "varfor=0" in page.source


def test_page_tells_no_reasons_unasked_and_leads_to_them(visitor: Browser) -> None:
    page = visitor.get("/sok?q=stolar")

    assert "Varför kom den här träffen upp?" not in page.text
    assert "varfor=1" in page.source


def test_page_tells_why_in_english_too(visitor: Browser) -> None:
    visitor.client.set_cookie("kravkedjan_language", "en")

    page = visitor.get("/sok?q=stolar&varfor=1")

    assert "“stolen”, a form of “stolar”, stands in the text." in page.text


def test_reasons_survive_the_next_search_on_the_page(visitor: Browser) -> None:
    assert '<input type="hidden" name="varfor" value="1">' in visitor.get("/sok?q=stolar&varfor=1").source


def test_field_is_plain_without_script_and_says_where_words_come_from(visitor: Browser) -> None:
    page = visitor.get("/sok?q=sto")

    assert 'data-completions="/api/v1/completions"' in page.source
    with visitor.client.get("/static/complete.js") as script:
        assert script.status_code == 200


def test_api_tells_why_on_request(api: Caller) -> None:
    told = api.get("/search?q=stolar&why=true")["hits"][0]["reasons"]
    untold = api.get("/search?q=stolar")["hits"][0]["reasons"]

    assert told == [
        {"asked": "stolar", "found": "stolen", "kind": "inflection", "where": "text", "via": None}
    ]
    assert untold == []


def test_api_completes_what_is_typed(api: Caller) -> None:
    assert api.get("/completions?q=röda sto") == {"completions": ["röda stolen"]}
    assert api.get("/completions?q=") == {"completions": []}


def test_command_tells_why(stocked: World) -> None:
    shared = ["--home", str(stocked.installation.home), "--today", TODAY.isoformat()]

    text = CliRunner().invoke(build(), ["search", "swan", "--why", *shared])
    data = CliRunner().invoke(build(), ["search", "swan", "--why", "--json", *shared])

    assert "swan är en märkning som täcker kravet." in text.stdout
    assert json.loads(data.stdout)["hits"][0]["reasons"][0]["kind"] == "label"


@pytest.mark.parametrize(
    ("via", "place"),
    [
        (None, "rubriken"),
        ("furniture", "namnen på gruppen Möbler"),
        ("svanen", "namnet på märkningen Svanen"),
        ("unknown", "namnet på märkningen unknown"),
    ],
)
def test_reason_says_where_the_word_was_met(via: str | None, place: str) -> None:
    hit = Hit(
        HitKind.CRITERION,
        "FURN-01",
        1,
        "base",
        "Stolar",
        None,
        ("furniture",),
        "published",
        1.0,
        reasons=(Reason("stol", "stolar", ReasonKind.INFLECTION, "title", via),),
    )

    (text,) = reason_texts(hit, {"furniture": "Möbler", "svanen": "Svanen"}, "sv")

    assert text == f"”stolar”, en form av ”stol”, står i {place}."
