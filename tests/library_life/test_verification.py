# SPDX-License-Identifier: EUPL-1.2
"""Verifying the stored library: clean after use, and each way of writing past the program shows."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from criteria.library.ledger import GroupLine
from criteria.library.model import Move, Rebase
from criteria.library.verification import check_history
from criteria.services.library_groups import close_group
from criteria.services.library_orders import EventOrder
from criteria.services.library_publishing import move_version
from criteria.services.library_verification import verify_library
from tests.library_life.desk import DAY, Desk, as_draft, carries, gap_order, open_desk
from tests.library_life.factories import START, edge, gap, notice, published, replaced, version
from tests.plumbing.installation import World
from webapp.commands.main import build

OLD, NEW, GONE = (as_draft(version(f"CLS-0{number}:1@base")) for number in (1, 2, 3))
WASH = as_draft(version("LAU-01:1@base", groups=("laundry",)))
LATER = DAY + timedelta(days=40)
_OPEN = {name: GroupLine(name) for name in ("cleaning_services", "laundry")}


def _used(world: World) -> Desk:
    """A library in which each kind of thing has happened."""
    desk = open_desk(world)
    desk.publish(OLD, NEW, GONE, WASH)
    desk.change(EventOrder(OLD.ref, "Skäl.", successors=(carries(NEW.ref),)))
    desk.change(EventOrder(GONE.ref, "Skäl.", gap=gap_order()))
    move = Move(("laundry",), ("it",), (Rebase("laundry", "it"),))
    move_version(desk.installation, desk.reviewer, EventOrder(WASH.ref, "Flyttas.", on=LATER), move)
    later = desk.on(LATER)
    close_group(later.installation, later.reviewer, "laundry", "it")
    desk.submit(as_draft(version("CLS-09:1@base")))
    return later


def test_library_that_was_only_changed_by_the_program_is_clean(world: World) -> None:
    desk = _used(world)

    found = verify_library(desk.installation)

    assert (found.findings, found.ok, found.versions, found.events) == ((), True, 5, 3)


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        (
            "UPDATE criterion_versions SET content = replace(content, 'tio år', 'ett år') "
            "WHERE id = 'CLS-02'",
            {"store.version_differs"},
        ),
        ("UPDATE criterion_versions SET content = '{}' WHERE id = 'CLS-09'", {"store.version_differs"}),
        (
            "UPDATE criterion_versions SET valid_from = '2026-05-05' WHERE id = 'CLS-02'",
            {"store.publication_differs", "store.filings_differ"},
        ),
        (
            "DELETE FROM criterion_versions WHERE id = 'CLS-02'",
            {"store.vanished", "cover.successor_unknown", "cover.bare"},
        ),
        (
            "UPDATE library_events SET content = replace(content, 'Skäl', 'Fel') WHERE subject_id = 'CLS-03'",
            {"store.event_differs"},
        ),
        (
            "DELETE FROM library_events WHERE subject_id = 'CLS-03'",
            {"store.vanished"},
        ),
        ("DELETE FROM library_edges", {"store.edges_differ"}),
        ("DELETE FROM criterion_filings WHERE group_id = 'it'", {"store.filings_differ"}),
        ("DELETE FROM events WHERE subject = 'CLS-02:1@base'", {"store.not_logged"}),
    ],
)
def test_what_is_written_past_the_program_shows(sqlite_world: World, statement: str, codes: set[str]) -> None:
    desk = _used(sqlite_world)
    with desk.installation.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for (name,) in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(statement)

    found = verify_library(desk.installation)

    assert {issue.code for issue in found.findings} == codes


def test_check_without_a_folder_looks_at_the_stored_library_too(sqlite_world: World) -> None:
    desk = _used(sqlite_world)
    words = [
        "library",
        "check",
        "--json",
        "--home",
        str(desk.installation.home),
        "--today",
        LATER.isoformat(),
    ]

    done = CliRunner().invoke(build(), words, prog_name="kravkedjan")

    body = json.loads(done.stdout)
    assert (done.exit_code, body["ok"], body["stored"]) == (0, True, {"versions": 5, "events": 3})


def test_i4_history_in_which_two_lean_on_each_other_is_found() -> None:
    one, two = (version(f"CLS-0{number}:1@base") for number in (1, 2))
    history = (replaced(one, edge(one, two)), replaced(two, edge(two, one)))

    found = check_history((published(one, START), published(two, START)), history, _OPEN)

    assert {issue.code for issue in found} == {
        "cover.successor_not_in_force",
        "cover.cycle",
        "cover.bare",
    }


def test_i3_two_texts_at_the_same_time_are_found() -> None:
    first, second = (version(f"CLS-01:{number}@base") for number in (1, 2))

    found = check_history((published(first, START), published(second, START)), (), _OPEN)

    assert {issue.code for issue in found} == {"life.two_texts"}


def test_i6_notice_that_leaves_a_unit_out_is_found() -> None:
    old = version("CLS-01:1@base", groups=("cleaning_services", "laundry"))
    told = notice(*(unit for unit in gap(old).gap_notice.units if unit.group == "laundry"))  # type: ignore[union-attr]

    found = check_history((published(old, START),), (gap(old, told),), _OPEN)

    assert {issue.code for issue in found} == {"cover.bare"}


def test_i10_version_in_force_in_a_closed_group_is_found() -> None:
    old = version("CLS-01:1@base")

    found = check_history(
        (published(old, START),), (), {"cleaning_services": GroupLine("cleaning_services", DAY)}
    )

    assert {issue.code for issue in found} == {"group.not_empty"}
