# SPDX-License-Identifier: EUPL-1.2
"""The event log: the chain, the order of commits, and what may never be changed."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from criteria.errors import RefusedError
from criteria.events.model import GENESIS, Head, NewEvent, chain, verify_chain
from criteria.services.integrity import go_live, verify_log
from criteria.storage.database import LOG_LOCK
from criteria.storage.event_store import EventStore
from tests.plumbing.installation import World, build_installation

_AT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def _event(subject: str = "thing") -> NewEvent:
    return NewEvent("test.happened", subject, {"x": "1"}, "user-1", "org-1")


def _chain(count: int) -> list:
    head, events = Head(0, GENESIS), []
    for number in range(count):
        event = chain(_event(f"thing {number}"), head, _AT, clock_set=False)
        events.append(event)
        head = Head(event.sequence, event.hash)
    return events


def test_untouched_chain_verifies() -> None:
    assert list(verify_chain(_chain(5))) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"payload": {"x": "2"}}, "log.payload_differs"),
        ({"subject": "other"}, "log.hash_differs"),
        ({"actor_id": "user-2"}, "log.hash_differs"),
        ({"clock_set": True}, "log.hash_differs"),
        ({"previous_hash": "f" * 64}, "log.previous_differs"),
    ],
)
def test_changed_event_breaks_the_chain(change: dict, code: str) -> None:
    events = _chain(4)
    events[1] = replace(events[1], **change)

    assert code in {issue.code for issue in verify_chain(events)}


def test_missing_event_breaks_the_chain() -> None:
    events = _chain(4)
    del events[1]

    assert {issue.code for issue in verify_chain(events)} == {"log.gap", "log.previous_differs"}


def test_event_is_stored_with_what_it_tells_of_or_not_at_all(world: World) -> None:
    before = verify_log(world.installation).events

    with pytest.raises(RuntimeError, match="half way"), world.installation.writing() as work:
        work.record(_event())
        raise RuntimeError("half way")

    assert verify_log(world.installation).events == before


@pytest.mark.parametrize("statement", ["UPDATE events SET kind = 'x'", "DELETE FROM events"])
def test_log_refuses_to_be_rewritten(world: World, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), world.installation.writing() as work:
        work.session.execute(text(statement))


def test_rewritten_row_is_found_even_without_the_trigger(sqlite_world: World) -> None:
    with sqlite_world.installation.writing() as work:
        work.session.execute(text("DROP TRIGGER events_no_update"))
        work.session.execute(text("UPDATE events SET subject = 'forged' WHERE sequence = 1"))

    result = verify_log(sqlite_world.installation)

    assert not result.ok
    assert [issue.code for issue in result.findings] == ["log.hash_differs"]


def test_two_writers_get_sequences_in_commit_order_without_gaps(world: World) -> None:
    """Two connections write at once; a third rolls back in between and leaves no gap."""
    per_thread, failures = 20, []

    def write(name: str) -> None:
        try:
            for number in range(per_thread):
                with world.installation.writing() as work:
                    work.record(_event(f"{name} {number}"))
        except Exception as error:
            failures.append(error)

    before = verify_log(world.installation).events
    threads = [threading.Thread(target=write, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    with pytest.raises(RuntimeError), world.installation.writing() as work:
        work.record(_event("rolled back"))
        raise RuntimeError
    for thread in threads:
        thread.join()

    result = verify_log(world.installation)
    assert failures == []
    assert result.ok
    assert result.events == before + 2 * per_thread
    with world.installation.reading() as session:
        sequences = [event.sequence for event in EventStore(session).iter_events()]
    assert sequences == list(range(1, result.events + 1))


@pytest.mark.postgres
def test_log_lock_makes_the_second_writer_wait_for_the_first(new_postgres_url: str, tmp_path) -> None:
    installation = build_installation(new_postgres_url, tmp_path)
    order: list[str] = []
    holding, may_end = threading.Event(), threading.Event()

    def first() -> None:
        with installation.writing() as work:
            installation.database.lock(work.session, LOG_LOCK)
            holding.set()
            may_end.wait(10)
            order.append("first")
            work.record(_event("first"))

    def second() -> None:
        holding.wait(10)
        with installation.writing() as work:
            work.record(_event("second"))
        order.append("second")

    threads = [threading.Thread(target=target) for target in (first, second)]
    for thread in threads:
        thread.start()
    holding.wait(10)
    threads[1].join(0.3)
    assert threads[1].is_alive()
    may_end.set()
    for thread in threads:
        thread.join(10)

    assert order == ["first", "second"]
    installation.database.close()


def test_live_installation_refuses_a_set_clock(world: World) -> None:
    from dataclasses import replace as changed

    from criteria.clock import SystemClock

    live = changed(world.installation, clock=SystemClock())
    go_live(live, world.actor)

    with pytest.raises(RefusedError) as refused, world.installation.writing() as work:
        work.record(_event())

    assert refused.value.code == "clock.set_but_live"
    with pytest.raises(RefusedError) as again:
        go_live(live, world.actor)
    assert again.value.code == "installation.is_live"


def test_run_with_a_set_clock_is_marked_in_the_log(sqlite_world: World) -> None:
    with sqlite_world.installation.writing() as work:
        work.record(_event("marked"))

    with sqlite_world.installation.reading() as session:
        (event,) = EventStore(session).list_about("marked")
    assert event.clock_set
