# SPDX-License-Identifier: EUPL-1.2
"""Bringing feeds in, on both engines: I8 and I9 of DOMAIN 4.2, from the first run to an editor's decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import criteria.services.feed_bringing as bringing
from criteria.errors import CriteriaError, ForbiddenError, RefusedError
from criteria.library.feeds import ItemState, RunState
from criteria.library.lifecycle import VersionStatus
from criteria.people.model import Actor, Role
from criteria.services.editor_tasks import Decision, list_editor_tasks, settle_task
from criteria.services.feeds import confirm_run, drop_run, list_feeds, upstream_of
from criteria.services.integrity import verify_log
from criteria.services.library import show_criterion
from criteria.services.library_drafts import reject_draft, submit_draft
from criteria.services.library_orders import ChangePlan, EventOrder, PublicationOrder
from criteria.services.library_publishing import change_library, withdraw
from criteria.services.library_rights import own_prefix
from criteria.services.search import verify_index
from criteria.storage.feed_store import FeedStore
from criteria.storage.library_store import LibraryStore
from tests.library_feeds.feeding import FeedDesk, feed, item, items, next_day
from tests.library_life.desk import gap_order, open_desk
from tests.plumbing.installation import World, another_organisation, member

REF = "UHM/10000:1@base"


@pytest.fixture
def desk(world: World, tmp_path: Path) -> FeedDesk:
    return FeedDesk(open_desk(world), tmp_path / "feed.json")


def _at_home(count: int = 30) -> list[dict[str, Any]]:
    return items(count, groups=("it",))


def _publish(desk: FeedDesk, ref: str) -> None:
    stored = desk.stored(ref)
    submit_draft(desk.desk.installation, desk.desk.author, ref, stored.revision)
    change_library(desk.desk.installation, desk.desk.reviewer, ChangePlan((PublicationOrder(ref),)))


def _item(desk: FeedDesk, ref: str = REF) -> ItemState:
    with desk.desk.installation.reading() as session:
        found = FeedStore(session).find_item_of(ref)
    assert found is not None
    return found[1].state


def _gone_since_yesterday(desk: FeedDesk) -> FeedDesk:
    """A desk on the third day, where two complete runs have lacked the first item."""
    held = _at_home()
    desk.bring(*held)
    _publish(desk, REF)
    desk.on(next_day()).bring(*held[1:])
    later = desk.on(next_day(2))
    later.bring(*held[1:])
    return later


def test_new_items_come_in_as_drafts_of_the_shared_library(desk: FeedDesk) -> None:
    done = desk.bring(*_at_home(2))

    assert (done.new, done.changed, done.unchanged, done.missing) == (2, 0, 0, 0)
    assert (done.state, done.is_complete) == (RunState.APPLIED, True)
    stored = desk.stored(REF)
    assert (stored.status_on(next_day()), stored.owner_id) == (VersionStatus.DRAFT, None)
    assert stored.version.draft_because == (
        "Inläst från UHM som 10000:1@base. Granska innan det publiceras.",
    )


def test_second_run_of_the_same_feed_changes_nothing(desk: FeedDesk) -> None:
    desk.bring(*_at_home(2))

    again = desk.bring(*_at_home(2))

    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)


def test_trial_tells_everything_and_stores_nothing(desk: FeedDesk) -> None:
    data = feed(item("10166", groups=("it",)), {**item("10167"), "level": "guld"}, number=2)

    trial = desk.bring_data(data, is_trial=True)

    assert (trial.is_trial, trial.new, trial.run) == (True, 1, "")
    assert [(line.what, line.ref) for line in trial.items] == [("new", "UHM/10166:1@base")]
    assert [fault.code for fault in trial.rejected] == ["feed.item_form"]
    page = list_feeds(desk.desk.installation, desk.desk.reviewer)
    assert (page.sources, page.runs) == ((), ())


def test_item_in_a_group_that_is_not_here_is_rejected(desk: FeedDesk) -> None:
    done = desk.bring(item(groups=("nosuch",)))

    assert [(fault.code, fault.values["name"]) for fault in done.rejected] == [("group.unknown", "nosuch")]


def test_i9_text_changed_under_its_number_becomes_a_new_version_with_a_flag(desk: FeedDesk) -> None:
    held = _at_home(2)
    desk.bring(*held)
    _publish(desk, REF)
    before = desk.stored(REF)

    done = desk.bring({**held[0], "purpose": "Ett annat motiv."}, held[1])

    fresh = "UHM/10000:2@base"
    assert [(line.what, line.ref, line.was) for line in done.items] == [("changed", fresh, REF)]
    assert desk.stored(REF) == before
    assert desk.stored(fresh).version.purpose == "Ett annat motiv."
    upstream = upstream_of(desk.desk.installation, fresh)
    assert upstream is not None
    assert upstream.flag == "upstream_silent_change"
    (task,) = list_editor_tasks(desk.desk.installation, desk.desk.reviewer)
    assert (task.subject, task.values["was"]) == (fresh, REF)


def test_i9_flag_is_published_with_the_version(desk: FeedDesk) -> None:
    held = _at_home(1)
    desk.bring(*held)
    desk.bring({**held[0], "purpose": "Ett annat motiv."})

    _publish(desk, "UHM/10000:2@base")

    with desk.desk.installation.reading() as session:
        publication = LibraryStore(session).find_publication("UHM/10000:2@base")
    assert publication is not None
    assert publication.flags == ("upstream_silent_change",)


def test_upstreams_next_version_after_a_silent_change_gets_the_next_number(desk: FeedDesk) -> None:
    first, second = item("10000", groups=("it",)), item("10000", 2, groups=("it",))
    desk.bring(first)
    desk.bring({**first, "purpose": "Ett annat motiv."})

    done = desk.bring({**first, "purpose": "Ett annat motiv."}, second)

    assert [(line.what, line.ref) for line in done.items] == [("new", "UHM/10000:3@base")]


def test_levels_of_one_upstream_version_have_one_number(desk: FeedDesk) -> None:
    done = desk.bring(item("10000", groups=("it",)), item("10000", level="advanced", groups=("it",)))

    assert [line.ref for line in done.items] == ["UHM/10000:1@advanced", "UHM/10000:1@base"]


def test_i8_missing_item_is_marked_and_stays_as_it_was(desk: FeedDesk) -> None:
    held = _at_home()
    desk.bring(*held)
    _publish(desk, REF)

    done = desk.on(next_day()).bring(*held[1:])

    assert (done.missing, done.state) == (1, RunState.APPLIED)
    assert _item(desk) is ItemState.MISSING
    assert show_criterion(desk.desk.installation, REF).status is VersionStatus.PUBLISHED
    upstream = upstream_of(desk.desk.installation, REF)
    assert upstream is not None
    assert upstream.missing_since is not None
    assert list_editor_tasks(desk.desk.installation, desk.desk.reviewer) == ()


def test_i8_missing_twice_on_one_day_is_not_sure(desk: FeedDesk) -> None:
    held = _at_home()
    desk.bring(*held)
    later = desk.on(next_day())
    later.bring(*held[1:])

    later.bring(*held[1:])

    assert _item(desk) is ItemState.MISSING


def test_i8_missing_in_two_complete_runs_a_day_apart_becomes_a_task(desk: FeedDesk) -> None:
    later = _gone_since_yesterday(desk)

    (task,) = list_editor_tasks(later.desk.installation, later.desk.reviewer)
    assert (task.subject, task.values["source"]) == (REF, "UHM")
    assert _item(desk) is ItemState.CONFIRMED
    assert show_criterion(later.desk.installation, REF).status is VersionStatus.PUBLISHED


def test_i8_incomplete_run_marks_nothing_and_takes_in_what_is_new(desk: FeedDesk) -> None:
    held = _at_home()
    desk.bring(*held)

    done = desk.on(next_day()).bring(*held[2:], item("20000", groups=("it",)), number=40)

    assert (done.is_complete, done.missing, done.new) == (False, 0, 1)
    assert _item(desk) is ItemState.PRESENT


def test_item_that_comes_back_closes_its_task(desk: FeedDesk) -> None:
    later = _gone_since_yesterday(desk)

    done = later.bring(*_at_home())

    assert ("back", REF) in [(line.what, line.ref) for line in done.items]
    assert _item(desk) is ItemState.PRESENT
    assert list_editor_tasks(later.desk.installation, later.desk.reviewer) == ()


def test_i8_run_above_the_limit_stops_before_any_change_and_asks(desk: FeedDesk) -> None:
    held = _at_home()
    desk.bring(*held)

    done = desk.on(next_day()).bring(*held[3:], item("20000", groups=("it",)))

    assert done.state is RunState.STOPPED
    assert [issue.code for issue in done.asks] == ["feed.large_part_missing"]
    assert _item(desk) is ItemState.PRESENT
    with pytest.raises(CriteriaError):
        show_criterion(desk.desk.installation, "UHM/20000:1@base")


def test_i8_stopped_run_is_carried_out_when_it_is_confirmed(desk: FeedDesk) -> None:
    held = _at_home()
    desk.bring(*held)
    later = desk.on(next_day())
    stopped = later.bring(*held[3:], item("20000", groups=("it",)))

    done = confirm_run(later.desk.installation, later.desk.reviewer, stopped.run)

    assert (done.state, done.new, done.missing) == (RunState.CONFIRMED, 1, 3)
    assert _item(desk) is ItemState.MISSING
    assert desk.stored("UHM/20000:1@base").life.valid_from is None
    with pytest.raises(RefusedError) as refused:
        confirm_run(later.desk.installation, later.desk.reviewer, stopped.run)
    assert refused.value.code == "feed.run_decided"


def test_stopped_run_that_is_dropped_changes_nothing(desk: FeedDesk) -> None:
    held = _at_home()
    desk.bring(*held)
    stopped = desk.bring(*held[3:])

    dropped = drop_run(desk.desk.installation, desk.desk.reviewer, stopped.run, "Källan var trasig.")

    assert dropped.state is RunState.DROPPED
    assert _item(desk) is ItemState.PRESENT


def test_stopped_run_is_out_of_date_once_a_later_one_is_carried_out(desk: FeedDesk) -> None:
    held = _at_home()
    desk.bring(*held)
    stopped = desk.bring(*held[3:])
    desk.bring(*held)

    with pytest.raises(RefusedError) as refused:
        confirm_run(desk.desk.installation, desk.desk.reviewer, stopped.run)

    assert refused.value.code == "feed.run_outdated"


def test_i8_editor_keeps_a_missing_item_as_ours(desk: FeedDesk) -> None:
    later = _gone_since_yesterday(desk)
    (task,) = list_editor_tasks(later.desk.installation, later.desk.reviewer)

    with pytest.raises(RefusedError) as refused:
        settle_task(later.desk.installation, later.desk.reviewer, task.id, Decision.KEEP, " ")
    settle_task(later.desk.installation, later.desk.reviewer, task.id, Decision.KEEP, "Vi behöver det.")

    assert refused.value.code == "editor_task.reason_missing"
    assert _item(desk) is ItemState.KEPT
    assert later.bring(*_at_home()[1:]).missing == 0


def test_i8_task_is_not_settled_as_a_gap_before_the_criterion_is_one(desk: FeedDesk) -> None:
    later = _gone_since_yesterday(desk)
    at = later.desk
    (task,) = list_editor_tasks(at.installation, at.reviewer)

    with pytest.raises(RefusedError) as refused:
        settle_task(at.installation, at.reviewer, task.id, Decision.GAP, "")
    withdraw(at.installation, at.reviewer, EventOrder(REF, "Borta hos källan.", gap=gap_order()))
    settled = settle_task(at.installation, at.reviewer, task.id, Decision.GAP, "")

    assert (refused.value.code, refused.value.values["status"]) == ("editor_task.not_done", "published")
    assert settled.decision == "gap"
    assert list_editor_tasks(at.installation, at.reviewer) == ()


def test_draft_of_a_missing_item_may_be_rejected(desk: FeedDesk) -> None:
    held = _at_home()
    desk.bring(*held)
    for day in (1, 2):
        desk.on(next_day(day)).bring(*held[1:])
    at = desk.on(next_day(2)).desk
    (task,) = list_editor_tasks(at.installation, at.reviewer)
    reject_draft(at.installation, at.reviewer, REF, "Behövs inte.")

    settled = settle_task(at.installation, at.reviewer, task.id, Decision.REJECTED, "")

    assert settled.is_open is False


def test_run_that_dies_half_way_has_stored_nothing(desk: FeedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.bring(*_at_home(1))
    calls = []

    def die(*arguments: object, **named: object) -> None:
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(bringing.FeedStore, "add_version", die)
    with pytest.raises(KeyboardInterrupt):
        desk.bring(*_at_home(5))
    monkeypatch.undo()

    page = list_feeds(desk.desk.installation, desk.desk.reviewer)
    assert len(page.runs) == 1
    assert len(calls) == 3
    assert desk.bring(*_at_home(5)).new == 4
    assert verify_log(desk.desk.installation).ok
    assert verify_index(desk.desk.installation).ok


def test_feed_is_brought_in_by_the_stewards_editors_only(desk: FeedDesk, world: World) -> None:
    stranger = another_organisation(world)
    reader = member(world, Role.READER)

    codes = [_refusal(desk, actor) for actor in (stranger, reader)]

    assert codes == ["library.not_steward", "role.not_allowed"]


def _refusal(desk: FeedDesk, actor: Actor) -> str:
    with pytest.raises(ForbiddenError) as refused:
        replace(desk, desk=replace(desk.desk, reviewer=actor)).bring(*_at_home(1))
    return refused.value.code


def test_source_cannot_take_the_name_of_an_organisation(desk: FeedDesk, world: World) -> None:
    other = another_organisation(world)
    with world.installation.writing() as work:
        prefix = own_prefix(work.session, other.organisation_id)

    with pytest.raises(RefusedError) as refused:
        desk.bring(item(groups=("it",)), source=prefix)

    assert refused.value.code == "feed.source_taken"


def test_organisation_cannot_get_the_name_of_a_source(desk: FeedDesk, world: World) -> None:
    desk.bring(item(groups=("it",)), source="ALVIKS")
    other = another_organisation(world)

    with world.installation.writing() as work:
        prefix = own_prefix(work.session, other.organisation_id)

    assert prefix == "ALVIKS2"
