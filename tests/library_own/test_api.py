# SPDX-License-Identifier: EUPL-1.2
"""The same use cases over the API, and that every message to a person has its words."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from criteria.library.gaps import GapStatus
from criteria.library.watching import WatchChange
from tests.library_feeds.feeding import feed, item
from tests.library_life.desk import as_draft
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours
from tests.plumbing.installation import World
from tests.webapp.calls import Caller, caller, error_of
from webapp.messages.catalogue import catalogue


@pytest.fixture
def town(sqlite_world: World) -> Neighbours:
    made = make_neighbours(sqlite_world)
    made.desk.publish(as_draft(version("CLS-01:1@base")))
    return made


@pytest.fixture
def api(town: Neighbours) -> Caller:
    return caller(World(town.installation, town.world.actor))


def test_missing_criterion_over_the_api(api: Caller) -> None:
    made = api.post("/gaps", {"title": "Leksaker", "wanted": "Giftfria.", "cpv": ["37520000-9"]})
    gap = made["gap"]["id"]

    api.post(f"/gaps/{gap}/vote", {"is_needed": False})
    decided = api.post(f"/gaps/{gap}/decision", {"status": "declined", "reason": "Lagen räcker."})

    assert made["gap"]["votes"] == 1
    assert decided["gap"]["status"] == "declined"
    assert [entry["id"] for entry in api.get("/gaps?q=leksak")["gaps"]] == [gap]
    assert api.get(f"/gaps/{gap}")["steps"][0]["reason"] == "Lagen räcker."


def test_question_over_the_api(api: Caller) -> None:
    asked = api.post("/questions", {"ref": "CLS-01", "text": "Räcker Svanen?"})

    api.post(f"/questions/{asked['id']}/answer", {"text": "Ja.", "is_shown": True})

    visitor = api.app.test_client().get("/api/v1/questions/about?ref=CLS-01").get_json()
    assert [(entry["text"], entry["answer"], entry["organisation"]) for entry in visitor["questions"]] == [
        ("Räcker Svanen?", "Ja.", None)
    ]
    again = api.call("POST", f"/questions/{asked['id']}/answer", {"text": "Nej."})
    assert error_of(again)["code"] == "question.answered"


def test_round_over_the_api_tells_its_links_once(api: Caller, town: Neighbours) -> None:
    ref = town.desk.submit(as_draft(version("CLS-09:1@base")))
    made = api.post("/rounds", {"ref": ref, "message": "Vad tycker ni?", "closes_on": "2027-03-01"})

    links = api.post(f"/rounds/{made['id']}/invitations", {"referents": ["Branschen"]})
    closed = api.post(f"/rounds/{made['id']}/close")

    assert len(links["invited"][0]["token"]) > 40
    assert closed["is_open"] is False
    assert "token" not in json.dumps(api.get(f"/rounds/{made['id']}"))


def test_borrowing_and_proposing_over_the_api(api: Caller, town: Neighbours) -> None:
    made = api.post("/own/borrowings", {"ref": "CLS-01:1@base"})
    ref = town.publish(town.alvik, town.own(town.alvik))

    refused = api.call("POST", "/own/shares", {"ref": made["ref"]})
    foreign = api.call("POST", "/own/shares", {"ref": ref})

    assert made["origin_ref"] == "CLS-01:1@base"
    assert error_of(refused)["code"] == "share.not_in_force"
    assert (foreign.status_code, error_of(foreign)["code"]) == (404, "criterion.unknown")
    assert [entry["ref"] for entry in api.get("/own")["versions"]] == [made["ref"]]
    assert api.get("/proposals")["proposals"] == []


def test_feed_over_the_api(api: Caller) -> None:
    body = json.dumps(feed(item(groups=("it",)), {**item("10167"), "purpose": "<b>x</b>"}))

    trial = api.call("POST", "/feeds/runs?trial=true", body).get_json()
    done = api.call("POST", "/feeds/runs", body).get_json()

    assert (trial["is_trial"], trial["new"]) == (True, 1)
    assert [fault["where"] for fault in done["rejected"]] == ["feed.json#/items/1/purpose"]
    assert api.get("/feeds")["sources"] == ["UHM"]
    assert api.get("/editor-tasks")["tasks"] == []
    assert api.get("/upgrades")["upgrades"] == []
    assert error_of(api.call("POST", "/feeds/runs", "{}"))["code"] == "feed.form"


def test_every_message_to_a_person_has_its_words(repository: Path) -> None:
    told = set()
    for path in (repository / "criteria" / "services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("tell_editors", "tell_person"):
                told |= {
                    part.value
                    for part in ast.walk(node.args[2])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value
                }
    told -= {"gap_told.", "saved_search."}
    told |= {f"gap_told.{status.value}" for status in GapStatus}
    told |= {f"saved_search.{change.value}" for change in WatchChange}

    assert len(told) > 15
    assert sorted(told - catalogue().keys()) == []
