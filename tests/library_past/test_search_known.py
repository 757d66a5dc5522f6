# SPDX-License-Identifier: EUPL-1.2
"""Searching any day as known at any time: on the service, the page, the API and the command. Source: I15."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from criteria.errors import RefusedError
from criteria.search.model import Filters, SearchAnswer, SearchQuery
from criteria.services import search_past
from criteria.services.search import search_library
from tests.library_past.lighting import GAP, NEW, OLD, SPLIT_OFF, SPLIT_ON, Town
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser
from tests.webapp.calls import site
from webapp.commands.main import build

AFTER_SPLIT = SPLIT_ON + timedelta(days=17)
#: The split was recorded on the 8th of January 2027, the group's new name and its move in 2028.
UNKNOWN = datetime(2026, 6, 1, tzinfo=UTC)
KNOWN = datetime(2027, 1, 10, tzinfo=UTC)
_SEARCH = ("search", "ljuskällor", "--json")


def _asked(
    town: Town, text: str, day: date, known_at: datetime | None, **chosen: tuple[str, ...]
) -> SearchAnswer:
    return search_library(town.installation, SearchQuery(text, day, Filters(**chosen)), known_at)


def _states(answer: SearchAnswer) -> dict[str, str | None]:
    return {
        f"{hit.id}:{hit.version}@{hit.level}": hit.status
        for hit in answer.hits
        if hit.kind.value == "criterion" and hit.id != "LIG-09"
    }


@pytest.mark.parametrize(
    ("known_at", "day", "in_force"),
    [
        (UNKNOWN, AFTER_SPLIT, {OLD}),
        (KNOWN, SPLIT_ON - timedelta(days=1), {OLD}),
        (KNOWN, SPLIT_ON, {NEW, SPLIT_OFF}),
        (None, AFTER_SPLIT, {NEW, SPLIT_OFF}),
    ],
)
def test_i15_search_answers_for_any_day_as_known_at_any_time(
    old_town: Town, known_at: datetime | None, day: date, in_force: set[str]
) -> None:
    states = _states(_asked(old_town, "ljuskällor", day, known_at))

    assert {ref for ref, status in states.items() if status == "published"} == in_force
    assert (SPLIT_OFF in states) is (known_at is not UNKNOWN)


def test_i15_group_and_notice_read_as_they_were_recorded_then(old_town: Town) -> None:
    then = _asked(old_town, "", AFTER_SPLIT, UNKNOWN, kinds=("criterion", "gap", "group"))
    now = _asked(old_town, "", AFTER_SPLIT, None, kinds=("criterion", "gap", "group"))

    assert [hit.title for hit in then.hits if hit.kind.value == "group"] == ["Belysning"]
    assert "Ljus och armaturer" in [hit.title for hit in now.hits if hit.kind.value == "group"]
    (gap,) = (hit for hit in then.hits if hit.kind.value == "gap")
    assert gap.id == GAP
    told = _asked(old_town, "Fråga efter LED", date(2026, 11, 1), UNKNOWN, kinds=("gap",)).hits
    assert "Fråga efter LED" in "".join(part.text for part in told[0].excerpt)


def test_moment_before_the_library_finds_nothing(old_town: Town) -> None:
    answer = _asked(old_town, "", AFTER_SPLIT, datetime(2024, 1, 1, tzinfo=UTC), kinds=("criterion", "gap"))

    assert (answer.total, answer.hits) == (0, ())


def test_who_comes_while_another_moment_is_made_ready_is_asked_to_come_back(
    old_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No moment is ready yet, whichever of these tests came before.
    monkeypatch.setattr(search_past, "_OPEN", OrderedDict())
    monkeypatch.setattr(search_past, "_PATIENCE_SECONDS", 0.01)

    with search_past._MAKING, pytest.raises(RefusedError) as refused:
        _asked(old_town, "ljus", AFTER_SPLIT, datetime(2025, 5, 15, tzinfo=UTC))

    assert refused.value.code == "search.past_busy"


def test_few_moments_are_kept_on_disk(old_town: Town) -> None:
    for day in (5, 11, 21, 31):
        _asked(old_town, "ljus", AFTER_SPLIT, datetime(2025, 5, day, 23, tzinfo=UTC))

    assert len(list((old_town.installation.home / "index-past").iterdir())) <= 3


def test_known_at_is_asked_on_page_api_and_command(old_world: World, visitor: Browser) -> None:
    day, known = AFTER_SPLIT.isoformat(), "2026-06-01"
    query = {"q": "ljuskällor", "as_of": day, "known_at": f"{known}T00:00:00+00:00"}

    page = visitor.get(f"/sok?q=ljusk%C3%A4llor&dag={day}&kant={known}")
    body = site(old_world).test_client().get("/api/v1/search", query_string=query).get_json()
    home = str(old_world.installation.home)
    run = CliRunner().invoke(
        build(),
        [*_SEARCH, "--home", home, "--today", "2029-03-05", "--as-of", day, "--known-at", known],
    )

    assert "Så som det var antecknat 1 juni 2026." in page.text
    assert "LIG-04:3" in page.text
    assert "LIG-14:1" not in page.text
    for told in (body, json.loads(run.stdout)):
        found = {f"{hit['id']}:{hit['version']}@{hit['level']}" for hit in told["hits"] if hit["level"]}
        assert OLD in found
        assert SPLIT_OFF not in found
