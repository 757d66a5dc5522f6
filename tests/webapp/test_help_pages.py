# SPDX-License-Identifier: EUPL-1.2
"""The shipped help pages on the site: they are there, whole, and a hit among them has a place to lead to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from criteria.errors import NotFoundError
from criteria.exchange.help_pages import help_folder, shipped_help
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser
from tests.webapp.calls import site
from webapp.help_text import get_help, list_help, read_page


@pytest.fixture
def visitor(sqlite_world: World) -> Browser:
    return Browser(site(sqlite_world).test_client())


def test_every_page_of_the_docs_ships_with_the_product(repository: Path) -> None:
    written = {path.name: path.read_bytes() for path in (repository / "docs" / "sv").glob("*.md")}

    assert {path.name: path.read_bytes() for path in help_folder().glob("*.md")} == written
    assert {page.name for page in list_help()} == {name.removesuffix(".md") for name in written}


def test_every_section_that_can_be_found_has_its_place_on_a_page() -> None:
    for section in shipped_help():
        page = get_help(section.page)
        assert not section.anchor or f'id="{section.anchor}"' in page.body_html, section


@pytest.mark.parametrize("page", list_help(), ids=lambda page: page.name)
def test_no_mark_is_left_over_and_no_place_is_named_twice(page: object) -> None:
    body = str(page.body_html)  # type: ignore[attr-defined]
    read = re.sub(r"<[^>]+>", "", body)
    places = re.findall(r'id="([^"]*)"', body)

    assert re.findall(r"\*\*?\w|\w\*|\]\(|^#|^\||`", read, re.MULTILINE) == []
    assert len(places) == len(set(places))


def test_markdown_becomes_page_text_and_nothing_of_it_becomes_markup(tmp_path: Path) -> None:
    path = tmp_path / "prov.md"
    path.write_text(
        "# Prov\n\nEn *rad* med **fet <b> text** och `kod`,\nse [den andra](annan.md).\n\n"
        "## 1. Först & främst\n\n- ett\n  och mer\n- två\n\n1. a\n2. b\n\n"
        "| Vad | Antal |\n|---|---:|\n| **Stol** | 3 |\n",
        encoding="utf-8",
    )

    page = read_page(path)

    assert (page.title, [item.anchor for item in page.headings]) == ("Prov", ["forst-framst"])
    assert page.body_html.splitlines() == [
        "<p>En <em>rad</em> med <b>fet &lt;b&gt; text</b> och <code>kod</code>, "
        'se <a href="annan">den andra</a>.</p>',
        '<h2 id="forst-framst">1. Först &amp; främst</h2>',
        "<ul><li>ett och mer</li><li>två</li></ul>",
        "<ol><li>a</li><li>b</li></ol>",
        '<table class="cards"><thead><tr><th scope="col" class="">Vad</th>'
        '<th scope="col" class="num">Antal</th></tr></thead><tbody><tr><th scope="row"><b>Stol</b></th>'
        '<td class="num" data-th="Antal">3</td></tr></tbody></table>',
    ]


def test_pages_are_read_on_the_site_and_lead_to_each_other(visitor: Browser) -> None:
    index = visitor.get("/hjalp")
    page = visitor.get("/hjalp/anvandning")

    assert 'href="/hjalp/anvandning#las-och-hamta-bilagan"' in index.source
    assert (page.status, page.title) == (200, "Så använder du Kravkedjan – Kravkedjan")
    assert page.is_linked("las-och-hamta-bilagan")
    assert 'href="leverantor"' in page.source
    assert "Till dig som har fått en leverantörsförsäkran" in visitor.get("/hjalp/leverantor").text
    assert 'href="/hjalp"' in visitor.get("/sok").source


def test_english_reader_is_told_that_the_pages_are_swedish(visitor: Browser) -> None:
    visitor.client.set_cookie("kravkedjan_language", "en")

    page = visitor.get("/hjalp/leverantor")

    assert "The help pages are written in Swedish." in page.text
    assert '<h1 lang="sv">' in page.source


def test_page_that_is_not_there_is_said_so(visitor: Browser) -> None:
    page = visitor.get("/hjalp/__init__")

    assert page.status == 404
    assert "Det finns ingen hjälpsida som heter ”__init__”." in page.text
    with pytest.raises(NotFoundError, match=r"help\.not_found"):
        get_help("../hemligt")
