# SPDX-License-Identifier: EUPL-1.2
"""Deep pages: whichever way the engine takes to a page, the pages together are the whole answer, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from criteria.search.model import Filters, Hit, SearchQuery
from criteria.search.whoosh_index import WhooshIndex
from tests.benchmarks.search_corpus import Corpus
from tests.search.factories import KEY, ask

_VERSIONS = 1500
_COMMON = "leverantören"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshIndex]:
    """More versions than the engine keeps in order for a word, some of them under revision."""
    index = WhooshIndex(tmp_path_factory.mktemp("paging") / "index", KEY)
    corpus = Corpus()
    revised = ((date(2026, 1, 1), None),)
    versions = (corpus.version(number) for number in range(_VERSIONS))
    index.rebuild(
        tuple(
            replace(entry, revision_intervals=revised) if number % 9 == 0 else entry
            for number, entry in enumerate(versions)
        ),
        1,
    )
    yield index
    index.close()


def _pages(index: WhooshIndex, query: SearchQuery, size: int) -> list[Hit]:
    hits: list[Hit] = []
    while True:
        page = index.query(replace(query, limit=size, offset=len(hits)))
        hits += page.hits
        if len(hits) >= page.total:
            return hits


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        (_COMMON, Filters()),
        (f"{_COMMON} certifikat", Filters()),
        (f"{_COMMON} certifikat", Filters(levels=("base",))),
        (_COMMON, Filters(levels=("advanced",), statuses=("under_revision", "superseded"))),
        ("cert*", Filters()),
        ('"licens eller certifikat"', Filters()),
        ("", Filters()),
    ],
    ids=["word", "two words", "two words in a level", "word in a state", "cut word", "phrase", "listing"],
)
def test_pages_are_the_whole_answer_in_order(index: WhooshIndex, text: str, filters: Filters) -> None:
    query = ask(text, filters=filters, with_excerpts=False)
    whole = index.query(replace(query, limit=10_000))

    pages = _pages(index, query, 37)

    assert whole.total == len(whole.hits) > 100
    assert [hit.id for hit in pages] == [hit.id for hit in whole.hits]
    assert len({(hit.id, hit.version, hit.level) for hit in pages}) == whole.total


def test_page_behind_the_last_is_empty_and_tells_the_total(index: WhooshIndex) -> None:
    whole = index.query(ask(_COMMON, with_excerpts=False))

    beyond = index.query(ask(_COMMON, offset=10**9))

    assert beyond.hits == ()
    assert beyond.total == whole.total
    assert beyond.facets == whole.facets


def test_hits_are_in_tiers_and_by_falling_score(index: WhooshIndex) -> None:
    tiers = {"published": 0, "under_revision": 0, "superseded": 2, "coming": 3}

    hits = index.query(ask(_COMMON, limit=10_000, with_excerpts=False)).hits

    order = [(tiers[str(hit.status)], -hit.score) for hit in hits]
    assert {tier for tier, _ in order} == {0, 2}
    assert order == sorted(order)
