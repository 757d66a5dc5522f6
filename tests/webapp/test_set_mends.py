# SPDX-License-Identifier: EUPL-1.2
"""The one-click mends of the set page, each said with its effect and each a form of its own."""

from __future__ import annotations

import re

import pytest

from criteria.library.vocabulary import Method
from criteria.requirements.model import Assumptions, FollowUpChoice
from criteria.services.sets import change_assumptions, set_follow_up
from criteria.services.sets_change import EditAt
from criteria.services.sets_views import LineView
from tests.plumbing.installation import World
from tests.webapp.browsing import Page
from tests.webapp.desk import Desk, open_desk

#: One blank with a checked value; two of them; one that a label settles, whose main method is TEST.
_ONE, _TWO, _LABELLED = "LIG-03:1@base", "TEX-02:1@base", "TOY-06:1@advanced"


@pytest.fixture
def desk(shipped_world: World) -> Desk:
    return open_desk(shipped_world)


def _last(desk: Desk) -> LineView:
    return desk.view.lines[-1]


def _row(page: Page, line: int) -> str:
    """The source of one line of the set."""
    return page.source.partition(f'id="rad-{line}"')[2].partition("</li>\n")[0]


@pytest.mark.parametrize("typed", ["5", "", "många"])
def test_refused_value_is_set_to_the_checked_one_with_one_click(desk: Desk, typed: str) -> None:
    desk.add(_ONE)

    refused = desk.send("/rad/4/varden", **{"p-ra": typed})
    page = desk.send("/rad/4/varden", **{"p-ra": typed, "default": "ra"})

    assert refused.status == 400
    assert "Sätt 90" in refused.text
    assert "Värdet är kontrollerat i biblioteket." in refused.text
    assert 'name="default" value="ra"' in refused.source
    assert "Värdet är sparat." in page.text
    assert _last(desk).parameters[0].value == "90"


def test_checked_value_is_not_offered_where_there_is_none_or_where_it_stands(desk: Desk) -> None:
    desk.add(_ONE)

    page = desk.see()
    refused = desk.send("/rad/2/varden", **{"p-cycles": "12"})

    assert 'name="default"' not in page.source
    assert 'name="default"' not in refused.source


def test_checked_value_of_one_blank_leaves_what_was_typed_in_the_other(desk: Desk) -> None:
    desk.add(_TWO)

    desk.send("/rad/4/varden", **{"p-limit_skin": "700", "p-limit_child": "10", "default": "limit_skin"})

    assert [item.value for item in _last(desk).parameters] == ["75", "10"]


@pytest.mark.parametrize("name", ["cycles", "finns-inte"])
def test_blank_without_a_checked_value_is_refused(desk: Desk, name: str) -> None:
    page = desk.send("/rad/2/varden", **{"p-cycles": "", "default": name})

    assert page.status == 400
    assert desk.view.lines[1].parameters[0].value is None


def test_equivalent_is_proposed_in_its_place_and_taken_with_one_click(desk: Desk) -> None:
    desk.send("/eget", text="Stolarna ska klara EN 1335-2 i fem år.", title="Stolar")
    stopped = desk.see()

    page = desk.send("/rad/4/likvardig")

    assert "Förslag: ”… Stolarna ska klara EN 1335-2 nytt: eller likvärdig ”" in stopped.text
    assert "Lägg till ”eller likvärdig”" in stopped.text
    assert "”Eller likvärdig” är tillagt." in page.text
    assert _last(desk).text.sv == "Stolarna ska klara EN 1335-2 eller likvärdig i fem år."
    assert "law.L1" not in _last(desk).flags


def test_standard_and_label_are_mended_with_the_same_click(desk: Desk) -> None:
    desk.send("/eget", text="Stolen ska klara EN 1335-2 i 5 år. Den ska ha Möbelfakta.", title="Stol")
    stopped = desk.see()

    desk.send("/rad/4/likvardig")

    assert stopped.source.count("/rad/4/likvardig") == 1
    assert "Lägg till ”eller likvärdig” på 2 ställen" in stopped.text
    assert _last(desk).text.sv == (
        "Stolen ska klara EN 1335-2 eller likvärdig i 5 år. Den ska ha Möbelfakta eller likvärdig märkning."
    )
    assert not {"law.L1", "law.L2"} & set(_last(desk).flags)


def test_mended_local_wording_keeps_its_first_reason_beside_the_new(desk: Desk) -> None:
    desk.send("/rad/1/lydelse", text="Träet ska vara FSC-märkt.", reason="Kortare.")

    page = desk.send("/rad/1/likvardig")

    change = desk.view.lines[0].local_change
    assert change is not None
    assert change.text.sv == "Träet ska vara FSC-märkt eller ha likvärdig märkning."
    assert change.reason == "Kortare. Kompletterad med ”eller likvärdig” (9 kap. 4 och 14 §§ LOU)."
    assert "Ändrad här" in page.text


def test_nothing_is_added_where_nothing_is_missing(desk: Desk) -> None:
    before = desk.view.revision

    page = desk.send("/rad/1/likvardig")

    assert page.status == 422
    assert "Texten nämner ingen standard eller märkning som saknar ”eller likvärdig”." in page.text
    assert desk.view.revision == before


def test_label_is_offered_instead_of_reports_with_what_it_saves(desk: Desk) -> None:
    desk.add(_LABELLED)
    installation, actor, at = desk.world.installation, desk.world.actor, EditAt(desk.set_id)
    change_assumptions(installation, actor, at, Assumptions(articles=12))
    set_follow_up(installation, actor, at, 4, FollowUpChoice((Method.TEST, Method.DECL)))
    before = desk.view.effort.by_hand.first_year_hours

    saves = _last(desk).label_saves
    page = desk.send("/rad/4/markning")

    assert saves is not None
    assert "Kravet följs nu upp med licenskontroll." in page.text
    assert _last(desk).methods == (Method.LABEL,)
    assert before - desk.view.effort.by_hand.first_year_hours == saves


def test_label_stands_among_the_mends_of_a_line_that_stops_the_lock(desk: Desk) -> None:
    desk.send("/eget", text="Kontorsstolar och arbetsbord ska vara hållfasta enligt EN 1335-2.")
    line = _last(desk)

    row = _row(desk.see(), line.line)

    assert line.label_saves is not None
    assert re.search(r"Visa med märkning i stället, [0-9,]+ timm(e|ar) mindre", row)
    assert row.index("Visa med märkning") < row.index("Hur det visas")


def test_way_under_the_ceiling_is_one_sentence_with_links_to_the_lines(desk: Desk) -> None:
    desk.send("/paket", package="furniture_base", level="base")

    page = desk.send("/antaganden", suppliers="1", articles="12", years="3", hours="12")

    way = desk.view.way_under
    assert way is not None
    assert way.later_year_hours <= 12
    assert "så ryms de senare åren:" in page.text
    for line in (*way.by_label, *way.removed):
        assert page.is_linked(f"rad-{line}")
    assert f"{way.later_year_hours} sedan.".replace(".", ",", 1) in page.text


def test_hours_by_role_add_up_to_the_first_year(desk: Desk) -> None:
    page = desk.see()

    hours = desk.view.effort.by_hand
    assert sum(hours.by_role.values()) == hours.first_year_hours
    assert f"Summa {hours.first_year_hours}".replace(".", ",") in page.text
