# SPDX-License-Identifier: EUPL-1.2
"""Two writers at once, on both engines: what would hold apart and not together is let through once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from random import Random
from threading import Barrier, BrokenBarrierError, Thread

import pytest

from criteria.errors import CriteriaError, FindingsError
from criteria.issues import Issue
from criteria.library.cover import Batch, check_change
from criteria.library.ledger import Ledger
from criteria.library.model import ChangeClass
from criteria.services import library_change
from criteria.services.installation import Installation
from criteria.services.integrity import verify_log
from criteria.services.library_orders import EventOrder, PublicationOrder
from criteria.services.library_publishing import publish, withdraw
from criteria.storage.database import Database
from tests.library_life.desk import DAY, Desk, as_draft, carries, gap_order, open_desk
from tests.library_life.factories import version
from tests.library_life.oracle import Stored
from tests.plumbing.installation import World

ONE, TWO, THREE = (as_draft(version(f"CLS-0{number}:1@base")) for number in (1, 2, 3))


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose index stands still: two writers of the index are tested with the index."""
    monkeypatch.setattr(library_change, "follow", lambda installation: None)
    return open_desk(world)


def _of_its_own(desk: Desk) -> Installation:
    """The installation over a connection pool of its own, as another process has it."""
    return replace(desk.installation, database=Database(desk.installation.database.url))


def _both(desk: Desk, *uses: Callable[[Installation], object]) -> list[str]:
    """What became of use cases run at the same moment: ``done`` or the code of the refusal, sorted."""
    found: list[str] = []

    def run(use: Callable[[Installation], object]) -> None:
        installation = _of_its_own(desk)
        try:
            use(installation)
            found.append("done")
        except CriteriaError as error:
            found.append(error.code)
        finally:
            installation.database.close()

    threads = [Thread(target=run, args=(use,)) for use in uses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def _faults(desk: Desk) -> list[str]:
    stored = Stored()
    with desk.installation.database.engine.connect() as connection:
        stored.read(connection)
    return list(stored.faults())


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both writers stand still between the check and the storing, if both can get there at once."""
    barrier = Barrier(2)

    def checked(ledger: Ledger, batch: Batch) -> tuple[Issue, ...]:
        issues = check_change(ledger, batch)
        with suppress(BrokenBarrierError):
            barrier.wait(timeout=1)
        return issues

    monkeypatch.setattr(library_change, "check_change", checked)


def test_two_withdrawals_that_cover_each_other_are_not_both_let_through(desk: Desk, meeting: None) -> None:
    _stock(desk)

    def replaced(old: str, new: str) -> Callable[[Installation], object]:
        order = EventOrder(old, "Skäl.", successors=(carries(new),))
        return partial(withdraw, actor=desk.reviewer, ending=order)

    found = _both(desk, replaced(ONE.ref, TWO.ref), replaced(TWO.ref, ONE.ref))

    assert found[1:] == ["done"]
    assert found[0] in ("cover.bare", "cover.cycle")
    assert _faults(desk) == []
    assert verify_log(desk.installation).ok


def test_same_version_is_not_withdrawn_twice_at_the_same_moment(desk: Desk, meeting: None) -> None:
    _stock(desk)
    orders = (
        EventOrder(ONE.ref, "Skäl.", gap=gap_order()),
        EventOrder(ONE.ref, "Skäl.", successors=(carries(THREE.ref),)),
    )
    uses = [
        lambda installation, order=order: withdraw(installation, desk.reviewer, order) for order in orders
    ]

    assert _both(desk, *uses) == ["done", "life.ended"]
    assert _faults(desk) == []


def test_two_texts_of_one_line_are_not_published_at_the_same_moment(desk: Desk, meeting: None) -> None:
    drafts = [as_draft(version(f"CLS-09:{number}@base")) for number in (1, 2)]
    refs = [desk.submit(item) for item in drafts]
    uses = [partial(publish, actor=desk.reviewer, order=PublicationOrder(ref)) for ref in refs]

    assert _both(desk, *uses) == ["done", "life.two_texts"]
    assert _faults(desk) == []


def _stock(desk: Desk) -> None:
    for item in (ONE, TWO, THREE):
        publish(desk.installation, desk.reviewer, PublicationOrder(desk.submit(item)))


@pytest.mark.slow
def test_cover_holds_after_two_writers_have_changed_the_same_criteria_again_and_again(desk: Desk) -> None:
    numbers = range(1, 9)
    refs = [f"CLS-{number:02}:1@base" for number in numbers]
    for ref in refs:
        publish(desk.installation, desk.reviewer, PublicationOrder(desk.submit(as_draft(version(ref)))))
    outcomes: list[str] = []

    def write(seed: int) -> Callable[[Installation], object]:
        chance = Random(seed)  # noqa: S311 -- which criterion is tried next is no secret

        def work(installation: Installation) -> None:
            for _ in range(40):
                old, new = chance.sample(refs, 2)
                edge = carries(new, ChangeClass.CLARIFIED)
                try:
                    withdraw(
                        installation, desk.reviewer, EventOrder(old, "Skäl.", on=DAY, successors=(edge,))
                    )
                    outcomes.append("done")
                except FindingsError as error:
                    outcomes.append(error.code)

        return work

    assert _both(desk, write(1), write(2)) == ["done", "done"]

    # All but one can leave, and the last one has nobody to carry it on.
    assert 0 < outcomes.count("done") < len(refs)
    assert _faults(desk) == []
    assert verify_log(desk.installation).ok
