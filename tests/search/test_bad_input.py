# SPDX-License-Identifier: EUPL-1.2
"""Odd input gets an answer."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import ask

_ODD = {
    "long": "skrivbord " * 10_000,
    "one long word": "ö" * 100_000,
    "punctuation": "!?.,;:-_()[]{}\\/|<>*+'\"´`^~#%&=@",
    "stop words": "och att det som en",
    "boolean": "AND OR NOT (skrivbord AND NOT) OR",
    "regular expression": "(a+)+$ [^x]* .*? \\b\\w{1,9999}",
    "wildcards": "*:* title:möbel~2 skriv*",
    "control": "skriv\x00bord\x07\x1b[31m\r\n\t",
    "right to left": "\u202eskrivbord\u202c مكتب",
    "surrogate": "skrivbord \ud800",
    "combining": "a" + "\u0301" * 1000,
    "digits": "1" * 5000,
    "hyphens": "a-" * 5000,
    "ellipses": "a- och " * 5000 + "bbbb",
    "markup": "<script>alert(1)</script>",
    "null-like": "None null 0 -1",
}


@pytest.mark.parametrize("name", _ODD)
def test_odd_query_is_answered_quickly(library: WhooshIndex, name: str) -> None:
    answer = library.query(ask(_ODD[name]))

    assert answer.total >= len(answer.hits) > 0
    assert answer.took_ms < 5000


def test_cut_query_is_told(library: WhooshIndex) -> None:
    assert [notice.code for notice in library.query(ask(_ODD["long"])).notices] == ["search.query_cut"]


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (10, -5), (10, 10_000), (10**9, 0)])
def test_odd_page_is_answered(library: WhooshIndex, limit: int, offset: int) -> None:
    answer = library.query(ask("skrivbord", limit=limit, offset=offset))

    assert answer.total == 6
    assert len(answer.hits) <= 6


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered(library: WhooshIndex, text: str) -> None:
    answer = library.query(ask(text))

    assert answer.hits
