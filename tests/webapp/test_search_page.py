# SPDX-License-Identifier: EUPL-1.2
"""The result page: the same answer as API and command line, counts that add up, and no way that ends."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from criteria.library.model import ChangeClass, UpstreamReference
from criteria.library.vocabulary import Aspect
from criteria.search.model import Hit, HitKind
from criteria.services.gap_register import NewGap, add_gap
from criteria.services.library_orders import EventOrder, PublicationOrder
from criteria.services.search import rebuild_index
from tests.library_life.desk import DAY, as_draft, carries, gap_order, open_desk, put_package
from tests.library_life.factories import version
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, Page
from tests.webapp.calls import Caller, caller, site
from webapp.commands.main import build
from webapp.search_hits import split_hits

_DAY = DAY.isoformat()
_FACETS = ("group", "level", "type", "aspect", "label", "method", "status")
Question = dict[str, Any]
_QUESTIONS: tuple[Question, ...] = (
    {"q": ""},
    {"q": "städning"},
    {"q": "krav 11386"},
    {"q": "xyzzy"},
    {"q": "", "group": ["laundry", "it"]},
    {"q": "städning", "level": ["base", "advanced"], "aspect": ["chemicals"]},
    {"q": "städning", "status": ["superseded", "withdrawn_gap"]},
    {"q": "", "cpv": ["90910000-9"], "method": ["DOC"]},
    {"q": "städning", "type": ["award_criterion"]},
)


@pytest.fixture
def stocked(sqlite_world: World) -> World:
    """A library where every kind of hit is to be found, on a day when some of it is over."""
    desk = open_desk(sqlite_world)
    titles = ("Städning utan parfym", "Städning med dos", "Städning enligt plan", "Städning på dagtid")
    clean, dosed, planned, daytime = (
        as_draft(version(f"CLS-0{number}:1@base", title=title)) for number, title in enumerate(titles, 1)
    )
    hard = as_draft(version("CLS-01:1@advanced", title="Städning utan parfym alls"))
    known = as_draft(
        version(
            "LAU-01:1@base",
            title="Tvätt och städning",
            groups=("laundry",),
            aspects=(Aspect.WATER,),
            upstream=(UpstreamReference("11386:1", "UHM", "11567:1"),),
        )
    )
    desk.publish(clean, dosed, planned, daytime, hard, known)
    put_package(desk, "CLS-01:1@base", "CLS-04:1@base")
    newer = desk.submit(as_draft(version("CLS-02:2@base", title="Städning med rätt dos")))
    desk.change(
        EventOrder(
            "CLS-02:1@base", "Klarare.", successors=(carries("CLS-02:2@base", ChangeClass.CLARIFIED),)
        ),
        EventOrder("CLS-03:1@base", "Faktan höll inte.", gap=gap_order()),
        publish=(PublicationOrder(newer),),
    )
    add_gap(desk.installation, desk.author, NewGap("Städning av tåg", "Vi vill kunna kräva det.", ()))
    world = World(desk.installation, sqlite_world.actor)
    # The package was laid into the store past the log, so only a rebuilt index knows of it.
    rebuild_index(world.installation)
    return world


@pytest.fixture
def api(stocked: World) -> Caller:
    return caller(stocked)


@pytest.fixture
def visitor(stocked: World) -> Browser:
    return Browser(site(stocked).test_client())


def _address(question: Question, **more: str) -> str:
    return urlencode({**question, **more}, doseq=True)


def _hits(page: Page) -> list[str]:
    """The addresses of the hits, from the top of the page."""
    found = re.findall(r'<li class="hit.*?<h3><a href="([^"]+)"', page.source, re.DOTALL)
    return [html.unescape(item) for item in found]


def _counts(page: Page) -> dict[str, list[tuple[str, int]]]:
    """Values and counts by facet, from the top of the page."""
    found: dict[str, list[tuple[str, int]]] = {}
    ticks = (
        r'<input type="checkbox" name="(\w+)" value="([^"]*)"[^>]*>[^<]*(?:<[^>]+>[^<]*)*?<span>(\d+)</span>'
    )
    for name, value, count in re.findall(ticks, page.source):
        found.setdefault(name, []).append((value, int(count)))
    return found


def _names(hits: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(hit["kind"], hit["id"], hit["version"], hit["level"]) for hit in hits]


def _leads_to(address: str, hit: dict[str, object]) -> bool:
    """Whether an address on the page is that of a hit of the API."""
    words = {"base": "bas", "advanced": "avancerad", "leading_edge": "spjutspets"}
    if hit["kind"] == "criterion":
        return address == f"/kriterium/{hit['id']}:{hit['version']}/{words[str(hit['level'])]}"
    if hit["kind"] == "help":
        return address == f"/hjalp/{hit['id']}"
    if hit["kind"] == "group":
        return address == f"/grupp/{hit['id']}"
    return address.startswith(("/kriterium/", "/grupp/", "/saknade-kriterier/"))


def test_page_api_and_command_give_one_answer(stocked: World, api: Caller, visitor: Browser) -> None:
    for question in _QUESTIONS:
        _assert_one_answer(stocked, api, visitor, question)


def _assert_one_answer(stocked: World, api: Caller, visitor: Browser, question: Question) -> None:
    page = visitor.get(f"/sok?{_address(question, visa='500')}")
    told = api.get(f"/search?{_address(question, limit='500')}")
    words = [
        part
        for name, values in question.items()
        if name != "q"
        for value in values
        for part in (f"--{name}", value)
    ]
    shared = ["--home", str(stocked.installation.home), "--today", _DAY, "--json", "--limit", "500"]
    printed = json.loads(CliRunner().invoke(build(), ["search", str(question["q"]), *words, *shared]).stdout)

    assert _names(printed["hits"]) == _names(told["hits"])
    assert (printed["total"], printed["facets"]) == (told["total"], told["facets"])
    shown = _hits(page)
    assert len(shown) == len(told["hits"])
    assert all(_leads_to(address, hit) for address, hit in zip(shown, told["hits"], strict=True))
    counted = _counts(page)
    for name in _FACETS:
        known = [(item["value"], item["count"]) for item in told["facets"][name]]
        lost = [(value, 0) for value in question.get(name, ()) if value not in dict(known)]
        # What nothing answers to is given the product groups, which are no hits and are not counted.
        assert counted.get(name, []) == ([] if told["is_fallback"] else known + lost)


def test_choosing_a_value_gives_as_many_hits_as_it_says(api: Caller) -> None:
    for question in _QUESTIONS:
        told = api.get(f"/search?{_address(question)}")
        for name, values in told["facets"].items():
            for item in values:
                narrowed = api.get(f"/search?{_address({**question, name: item['value']})}")
                assert narrowed["total"] == item["count"], (question, name, item)


def test_ticked_values_of_one_facet_add_up(visitor: Browser) -> None:
    counts = dict(_counts(visitor.get("/sok?q=städning"))["level"])

    page = visitor.get("/sok?q=städning&level=base&level=advanced")

    # A version has one level, so the two exclude each other.
    assert f"{counts['base'] + counts['advanced']} träffar" in page.text
    assert page.source.count("checked") == 2
    assert "Avgränsa, 2 valda" in page.text


def test_no_hit_and_no_link_of_an_answer_is_dead(visitor: Browser) -> None:
    links: set[str] = set()

    for asked in ("städning", "krav 11386", "bilaga", "tåg", "CLS-03", "xyzzy", ""):
        page = visitor.get(f"/sok?q={asked}&visa=500")
        assert _hits(page), asked
        main = page.source.partition("<main")[2].partition("</main>")[0]
        links |= {html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', main)}

    # Who is not signed in is led to signing in before adding what is missing.
    for link in links:
        expected = 302 if link.startswith("/saknade-kriterier/nytt") else 200
        assert visitor.get(link).status == expected, link


def test_hits_of_every_kind_are_among_the_answers(api: Caller) -> None:
    kinds = {
        hit["kind"]
        for asked in ("städning", "krav 11386", "bilaga", "städvillkor")
        for hit in api.get(f"/search?q={asked}&limit=500")["hits"]
    }

    assert kinds == {kind.value for kind in HitKind} - {"template"}


def test_help_hit_leads_to_its_section(visitor: Browser) -> None:
    addresses = _hits(visitor.get("/sok?q=sigillet bilagan"))

    assert "/hjalp/anvandning#las-och-hamta-bilagan" in addresses


def test_missed_criterion_leads_to_the_register(visitor: Browser) -> None:
    (address,) = [link for link in _hits(visitor.get("/sok?q=tåg")) if link.startswith("/saknade-kriterier/")]

    assert "Städning av tåg" in visitor.get(address).text


def test_krav_id_that_was_replaced_leads_on_to_a_search(visitor: Browser) -> None:
    page = visitor.get("/sok?q=krav 11386")

    assert 'href="/sok?q=11567:1"' in html.unescape(page.source)
    assert 'href="/kriterium/11567:1"' not in page.source


def test_choices_that_leave_nothing_say_so_and_show_the_way_back(visitor: Browser) -> None:
    page = visitor.get("/sok?q=städning&type=award_criterion&group=it")

    assert "0 träffar" in page.text
    assert "Inget svarar mot både orden och det ni har valt." in page.text
    assert 'href="/sok?q=st%C3%A4dning"' in page.source
    # What was chosen stays ticked, so that the next search does not drop it unsaid.
    assert 'name="group" value="it" checked' in page.source


def test_day_and_code_go_along_with_the_next_search(visitor: Browser) -> None:
    page = visitor.get("/sok?q=städning&dag=2027-03-01&cpv=90910000-9")

    assert 'name="dag" type="date" value="2027-03-01"' in page.source
    assert '<input type="hidden" name="cpv" value="90910000-9">' in page.source
    assert "Så här var det 1 mars 2027." in page.text
    assert "CPV: 90910000-9" in page.text


def test_keyboard_passes_by_the_choices_to_the_hits(visitor: Browser) -> None:
    assert visitor.get("/sok?q=städning").is_linked("traffar")


def test_whole_result_and_related_groups_are_linked(visitor: Browser) -> None:
    page = visitor.get("/sok?q=städning&level=base")

    assert "/sok/fil/xlsx?q=st%C3%A4dning&amp;level=base" in page.source
    assert "Närliggande produktgrupper:" in page.text


def _hit(name: str, status: str | None) -> Hit:
    return Hit(HitKind.CRITERION, name, 1, "base", name, None, (), status, 1.0)


def test_headings_part_the_hits_without_changing_their_order() -> None:
    asked_for, good, old, older, soon = (
        _hit(name, status)
        for name, status in (
            ("A", "superseded"),
            ("B", "published"),
            ("C", "withdrawn_gap"),
            ("D", "superseded"),
            ("E", "coming"),
        )
    )

    split = split_hits((asked_for, good, old, older, soon))

    assert (split.first, split.past, split.coming) == ((asked_for, good), (old, older), (soon,))
