# SPDX-License-Identifier: EUPL-1.2
"""A search shows drafts to their editors, and to nobody else: on the page, over the API and at a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from criteria.library.model import Words
from criteria.people.model import Actor, Role
from criteria.services.access import make_signin_link, make_token, sign_in_by_link
from criteria.services.library_drafts import create_draft
from criteria.services.search import rebuild_index
from tests.commands.shell import Terminal
from tests.library_life.desk import DAY
from tests.library_own.neighbours import Neighbours, make_neighbours
from tests.plumbing.installation import World
from tests.webapp.calls import site
from webapp.security import COOKIE

_TITLE = "Ljuskällor som håller länge"


@pytest.fixture
def town(sqlite_world: World) -> Neighbours:
    made = make_neighbours(sqlite_world)
    draft = made.own(made.alvik, title=Words(_TITLE, "Lamps that last"))
    create_draft(made.installation, made.alvik, draft)
    rebuild_index(made.installation)
    return made


def _client(town: Neighbours, actor: Actor | None) -> tuple[FlaskClient, dict[str, str]]:
    client = site(World(town.installation, town.world.actor)).test_client()
    if actor is None:
        return client, {}
    link = make_signin_link(town.installation, town.world.actor, actor.user_id)
    client.set_cookie(COOKIE, sign_in_by_link(town.installation, link))
    administrator = replace(actor, roles=frozenset({Role.ADMINISTRATOR}))
    token = make_token(town.installation, administrator, actor.user_id, 1)
    return client, {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [("editor", True), ("reader", False), ("neighbour", False), ("steward", False), ("visitor", False)],
)
def test_draft_is_found_by_the_editors_it_belongs_to(town: Neighbours, who: str, sees: bool) -> None:
    actors = {
        "editor": town.alvik,
        "reader": town.colleague(town.alvik, Role.READER),
        "neighbour": town.boda,
        "steward": town.steward,
        "visitor": None,
    }
    client, headers = _client(town, actors[who])

    page = client.get("/sok?q=ljuskällor").get_data(as_text=True)
    told = client.get("/api/v1/search?q=ljuskällor", headers=headers).get_json()

    assert (_TITLE in page) is sees
    assert [hit["status"] for hit in told["hits"] if hit["title"] == _TITLE] == ["draft"] * sees


def test_draft_is_found_at_the_terminal_of_its_editor(town: Neighbours) -> None:
    terminal = Terminal(str(town.installation.home), {"KRAVKEDJAN_TODAY": DAY.isoformat()})

    def found(actor: Actor) -> list[str]:
        words = ("--as", actor.user_id, "--org", actor.organisation_id)
        hits = terminal.ask("search", "ljuskällor", *words)["hits"]
        return [hit["title"] for hit in hits if hit["status"] == "draft"]

    assert found(town.alvik) == [_TITLE]
    assert found(town.boda) == []
