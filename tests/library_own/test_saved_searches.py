# SPDX-License-Identifier: EUPL-1.2
"""Saved searches are one's own; a watched one tells of every change once, to whoever still belongs there."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from criteria.errors import CriteriaError
from criteria.library.model import ChangeClass, CriterionVersion, Words
from criteria.people.model import Actor, Role
from criteria.search.model import Filters
from criteria.services.access import list_notices, make_signin_link, sign_in_by_link
from criteria.services.accounts import close_account
from criteria.services.installation import Installation
from criteria.services.integrity import verify_log
from criteria.services.library_orders import EventOrder, PublicationOrder
from criteria.services.library_publishing import withdraw
from criteria.services.own_criteria import share
from criteria.services.saved_searches import (
    MAX_SAVED,
    SearchToSave,
    change_saved,
    find_saved,
    forget_search,
    list_saved,
    look_at_watches,
    save_search,
)
from criteria.services.search import rebuild_index
from tests.commands.shell import Terminal
from tests.library_life.desk import DAY, as_draft, carries, gap_order
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser
from tests.webapp.calls import caller, site
from webapp.security import COOKIE
from webapp.settings import read_settings
from webapp.timer import Timer

OLD, HEIR = "CLS-01:1@base", "CLS-11:1@base"
WATCH = SearchToSave("Städ", "städkemikalier", is_watched=True)


def _made(ref: str, title: str = "Städkemikalier utan faroklass") -> CriterionVersion:
    return as_draft(version(ref, title=Words(title, "Cleaning agents")))


@pytest.fixture
def town(world: World) -> Neighbours:
    made = make_neighbours(world)
    made.desk.publish(_made(OLD))
    return made


@pytest.fixture
def small(sqlite_world: World) -> Neighbours:
    made = make_neighbours(sqlite_world)
    made.desk.publish(_made(OLD))
    return made


def _told(installation: Installation, actor: Actor) -> list[tuple[str, str]]:
    found = [note for note in list_notices(installation, actor) if note.code.startswith("saved_search.")]
    return sorted((note.code.removeprefix("saved_search."), note.values["refs"]) for note in found)


def _replace_old(town: Neighbours) -> None:
    heir = PublicationOrder(town.desk.submit(_made(HEIR)))
    ending = EventOrder(OLD, "Nya fakta.", successors=(carries(HEIR, ChangeClass.SCOPE_CHANGED),))
    withdraw(town.installation, town.steward, ending, heir)


def test_watch_tells_of_the_withdrawal_and_of_the_successor_once(town: Neighbours) -> None:
    save_search(town.installation, town.alvik, WATCH)
    assert look_at_watches(town.installation) == 0

    _replace_old(town)

    assert look_at_watches(town.installation) == 2
    assert look_at_watches(town.installation) == 0
    assert _told(town.installation, town.alvik) == [("new", "CLS-11:1"), ("replaced", "CLS-01:1")]
    assert _told(town.installation, town.boda) == []
    (saved,) = list_saved(town.installation, town.alvik)
    assert saved.changed_at is not None
    assert verify_log(town.installation).ok


def test_withdrawal_with_a_gap_is_told_as_withdrawn(town: Neighbours) -> None:
    save_search(town.installation, town.alvik, WATCH)

    withdraw(town.installation, town.steward, EventOrder(OLD, "Fakta föll.", gap=gap_order()))
    look_at_watches(town.installation)

    assert _told(town.installation, town.alvik) == [("withdrawn", "CLS-01:1")]


def test_change_that_is_dated_ahead_is_told_on_its_day(town: Neighbours) -> None:
    save_search(town.installation, town.alvik, WATCH)
    heir = PublicationOrder(town.desk.submit(_made(HEIR)), DAY + timedelta(days=30))
    edge = carries(HEIR, ChangeClass.SCOPE_CHANGED)
    ending = EventOrder(OLD, "Nya fakta.", on=DAY + timedelta(days=30), successors=(edge,))
    withdraw(town.installation, town.steward, ending, heir)

    look_at_watches(town.installation)
    assert _told(town.installation, town.alvik) == [("new", "CLS-11:1")]

    later = town.desk.on(DAY + timedelta(days=30)).installation
    look_at_watches(later)
    assert _told(later, town.alvik) == [("new", "CLS-11:1"), ("replaced", "CLS-01:1")]


def test_search_without_watch_tells_nothing_and_one_begun_later_begins_then(town: Neighbours) -> None:
    saved = save_search(town.installation, town.alvik, replace(WATCH, is_watched=False))
    _replace_old(town)
    look_at_watches(town.installation)
    assert _told(town.installation, town.alvik) == []

    change_saved(town.installation, town.alvik, saved.id, is_watched=True)
    look_at_watches(town.installation)
    assert _told(town.installation, town.alvik) == []

    town.desk.publish(_made("CLS-12:1@base", "Städkemikalier i stordunk"))
    look_at_watches(town.installation)
    assert _told(town.installation, town.alvik) == [("new", "CLS-12:1")]

    change_saved(town.installation, town.alvik, saved.id, is_watched=False)
    town.desk.publish(_made("CLS-13:1@base", "Städkemikalier i pulver"))
    look_at_watches(town.installation)
    assert len(_told(town.installation, town.alvik)) == 1


def test_closed_account_is_told_nothing(town: Neighbours) -> None:
    colleague = town.colleague(town.alvik, Role.READER)
    save_search(town.installation, colleague, WATCH)
    administrator = replace(town.alvik, roles=frozenset({Role.ADMINISTRATOR}))
    close_account(town.installation, administrator, colleague.user_id)

    _replace_old(town)

    assert look_at_watches(town.installation) == 0


def test_own_criterion_of_another_is_told_only_when_it_is_shared(small: Neighbours) -> None:
    save_search(small.installation, small.boda, SearchToSave("Ljus", "ljuskällor", is_watched=True))
    made = small.own(small.alvik, title=Words("Ljuskällor som håller"))
    ref = small.publish(small.alvik, made, small.colleague(small.alvik))

    look_at_watches(small.installation)
    assert _told(small.installation, small.boda) == []

    share(small.installation, small.alvik, ref, None)
    look_at_watches(small.installation)
    assert [kind for kind, _ in _told(small.installation, small.boda)] == ["new"]


def test_look_heals_an_index_that_is_behind_before_it_compares(small: Neighbours) -> None:
    save_search(small.installation, small.alvik, WATCH)
    _replace_old(small)
    rebuild_index(small.installation)
    small.installation.index.rebuild((), 1)

    look_at_watches(small.installation)

    assert _told(small.installation, small.alvik) == [("new", "CLS-11:1"), ("replaced", "CLS-01:1")]


def test_saved_search_is_a_persons_own(small: Neighbours) -> None:
    saved = save_search(small.installation, small.alvik, WATCH)
    colleague = small.colleague(small.alvik)

    for call in (change_saved, forget_search):
        for other in (colleague, small.boda):
            with pytest.raises(CriteriaError) as refused:
                call(small.installation, other, saved.id)
            assert refused.value.code == "saved_search.unknown"
    assert find_saved(small.installation, colleague, saved.id) is None
    assert list_saved(small.installation, colleague) == ()

    forget_search(small.installation, small.alvik, saved.id)
    assert list_saved(small.installation, small.alvik) == ()


def test_question_comes_back_as_it_was_asked(small: Neighbours) -> None:
    filters = Filters(groups=("cleaning_services", "it"), levels=("base",), cpv=("90910000-9",))

    saved = save_search(small.installation, small.alvik, SearchToSave(" ", " städ  ", filters))

    assert (saved.name, saved.text, saved.filters, saved.is_watched) == ("städ", "städ", filters, False)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (SearchToSave("", ""), "field.empty"),
        (SearchToSave("x" * 201, "städ"), "field.long"),
        (SearchToSave("Städ", "x" * 2001), "field.long"),
        (SearchToSave("Städ\u202e", "städ"), "text.control_character"),
        (SearchToSave("Städ", "städ", Filters(groups=("\x00",))), "text.control_character"),
    ],
)
def test_question_that_cannot_be_kept_is_refused(
    small: Neighbours, question: SearchToSave, code: str
) -> None:
    with pytest.raises(CriteriaError) as refused:
        save_search(small.installation, small.alvik, question)

    assert refused.value.code == code
    assert list_saved(small.installation, small.alvik) == ()


def test_more_searches_than_anybody_reads_are_refused(
    small: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("criteria.services.saved_searches.MAX_SAVED", 2)
    for name in ("a", "b"):
        save_search(small.installation, small.alvik, SearchToSave(name, "städ"))

    with pytest.raises(CriteriaError) as refused:
        save_search(small.installation, small.alvik, SearchToSave("c", "städ"))

    assert refused.value.code == "saved_search.many"
    assert MAX_SAVED > 2


def test_server_looks_by_itself(small: Neighbours) -> None:
    save_search(small.installation, small.alvik, WATCH)
    _replace_old(small)
    timer = Timer(small.installation, read_settings(), every=0.01)

    timer.start()
    for _ in range(500):
        if _told(small.installation, small.alvik):
            break
        time.sleep(0.01)
    timer.stop()

    assert _told(small.installation, small.alvik) == [("new", "CLS-11:1"), ("replaced", "CLS-01:1")]


def _browser(town: Neighbours, actor: Actor) -> Browser:
    client = site(World(town.installation, town.world.actor)).test_client()
    link = make_signin_link(town.installation, town.world.actor, actor.user_id)
    client.set_cookie(COOKIE, sign_in_by_link(town.installation, link))
    return Browser(client)


def test_search_is_saved_watched_renamed_and_removed_on_the_pages(small: Neighbours) -> None:
    browser = _browser(small, small.alvik)
    page = browser.get("/sok?q=städkemikalier&level=base")
    assert 'action="/sokningar"' in page.source

    told = browser.post("/sokningar", name="Städ", q="städkemikalier", level="base", bevaka="1")
    (saved,) = list_saved(small.installation, small.alvik)
    assert saved.filters.levels == ("base",)
    assert "Ni får ett meddelande" in told.text

    browser.post(f"/sokningar/{saved.id}", name="Städmedel")
    browser.post(f"/sokningar/{saved.id}", bevaka="0")
    (saved,) = list_saved(small.installation, small.alvik)
    assert (saved.name, saved.is_watched) == ("Städmedel", False)
    listed = browser.get("/sokningar").source
    assert "/sok?q=st%C3%A4dkemikalier&amp;level=base" in listed

    wrong = browser.post(f"/sokningar/{saved.id}", name=" ")
    assert wrong.status == 400
    browser.post(f"/sokningar/{saved.id}/bort")
    assert list_saved(small.installation, small.alvik) == ()


def test_commands_and_api_keep_the_same_searches(small: Neighbours) -> None:
    # The command line's trusted shell and the token belong to the administrator.
    program = caller(World(small.installation, small.world.actor))
    saved = program.call(
        "POST", "/saved-searches", {"name": "Städ", "text": "städ", "filters": {}}
    ).get_json()
    assert [item["id"] for item in program.get("/saved-searches")["searches"]] == [saved["id"]]
    changed = program.call("POST", f"/saved-searches/{saved['id']}", {"is_watched": True}).get_json()
    assert (changed["name"], changed["is_watched"]) == ("Städ", True)
    terminal = Terminal(str(small.installation.home), {"KRAVKEDJAN_TODAY": DAY.isoformat()})

    added = terminal.ask("saved-search", "add", "moppar", "--level", "bas", "--watch")
    terminal.run("saved-search", "change", added["id"], "--name", "Moppar och dukar", "--no-watch")
    listed = terminal.ask("saved-search", "list")["searches"]

    assert [(item["name"], item["is_watched"]) for item in listed] == [
        ("Moppar och dukar", False),
        ("Städ", True),
    ]
    assert listed[0]["filters"]["levels"] == ["base"]
    assert terminal.ask("saved-search", "look") == {"told": 0}
    terminal.run("saved-search", "remove", added["id"])
    assert program.call("POST", f"/saved-searches/{saved['id']}/removal").get_json() == {"searches": []}
    terminal.run("saved-search", "remove", saved["id"], code=3)


def test_message_leads_to_the_searches(small: Neighbours) -> None:
    save_search(small.installation, small.alvik, WATCH)
    _replace_old(small)
    look_at_watches(small.installation)

    page = _browser(small, small.alvik).get("/meddelanden")

    assert "Ersatt, i sökningen ”Städ”: CLS-01:1." in page.text
    assert 'href="/sokningar"' in page.source
