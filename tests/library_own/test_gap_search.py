# SPDX-License-Identifier: EUPL-1.2
"""What is missing is found: gap notices and the register of gaps as hits, help pages beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from criteria.exchange.help_pages import shipped_help
from criteria.library.gaps import GapDecision, GapStatus
from criteria.search.model import HitKind, SearchQuery
from criteria.services.gap_register import NewGap, add_gap, decide_gap
from criteria.services.library_orders import EventOrder
from criteria.services.library_publishing import withdraw
from criteria.services.search import complete_query, rebuild_index, search_library, verify_index
from tests.library_life.desk import DAY, as_draft, gap_order
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours
from tests.plumbing.installation import World

_NEW = NewGap("Giftfria leksaker av trä", "Vi köper leksaker till 40 förskolor.", ("37520000-9",))


@pytest.fixture
def town(world: World) -> Neighbours:
    return make_neighbours(world)


def _hits(town: Neighbours, text: str) -> list[tuple[str, str]]:
    answer = search_library(town.installation, SearchQuery(text, DAY))
    return [(hit.kind.value, hit.id) for hit in answer.hits]


def test_missing_criterion_is_found_as_soon_as_it_is_told(town: Neighbours) -> None:
    rebuild_index(town.installation)

    made = add_gap(town.installation, town.alvik, _NEW)

    assert ("gap", made.gap.id) in _hits(town, "leksaker")
    assert verify_index(town.installation).findings == ()


def test_missing_criterion_that_was_declined_is_found_no_more(town: Neighbours) -> None:
    made = add_gap(town.installation, town.alvik, _NEW)

    decide_gap(town.installation, town.steward, made.gap.id, GapDecision(GapStatus.DECLINED, "Lagen räcker."))

    assert ("gap", made.gap.id) not in _hits(town, "leksaker")
    assert verify_index(town.installation).findings == ()


def test_gap_notice_is_found_by_its_own_words(town: Neighbours) -> None:
    ref = town.desk.publish(as_draft(version("CLS-01:1@base"))).published[0]
    order = gap_order()

    withdraw(town.installation, town.steward, EventOrder(ref, "Skäl.", gap=order))

    assert ("gap", ref) in _hits(town, order.meanwhile)
    assert verify_index(town.installation).findings == ()


def test_index_made_anew_holds_the_same_gaps_as_one_that_followed(town: Neighbours) -> None:
    add_gap(town.installation, town.alvik, _NEW)
    add_gap(town.installation, town.alvik, replace(_NEW, title="Kylmöbler utan köldmedier"))
    followed = _hits(town, "leksaker kylmöbler")

    rebuild_index(town.installation)

    assert _hits(town, "leksaker kylmöbler") == followed


def test_help_pages_are_in_the_index(town: Neighbours) -> None:
    rebuild_index(town.installation)

    kinds = {kind for kind, _ in _hits(town, "hur låser jag uppsättningen")}

    assert kinds == {HitKind.HELP.value}


def test_typing_is_completed_from_the_index(town: Neighbours) -> None:
    add_gap(town.installation, town.alvik, _NEW)

    assert "leksaker" in complete_query(town.installation, "leks")


def test_typing_waits_for_no_index(town: Neighbours) -> None:
    assert complete_query(town.installation, "leks") == ()


def test_help_pages_ship_with_the_product() -> None:
    titles = {section.title for section in shipped_help()}

    assert {"Sök det ni ska köpa", "Lås, och hämta bilagan", "Så visas kraven"} <= titles
    assert all(
        section.text and "|" not in section.text and "**" not in section.text for section in shipped_help()
    )
