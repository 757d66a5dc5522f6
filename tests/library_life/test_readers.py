# SPDX-License-Identifier: EUPL-1.2
"""Fifty readers while criteria are withdrawn for successors: never neither the old nor the new in force.

Source: issue 3, "Shown by", 5; DOMAIN 4.2, I4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Event, Lock, Semaphore, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from flask import Flask
from waitress.server import create_server

from criteria.library.model import ChangeClass
from criteria.services.library_orders import EventOrder, PublicationOrder
from criteria.services.library_publishing import withdraw
from criteria.services.search import bring_index_up_to_date
from tests.library_life.desk import DAY, as_draft, carries, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World
from tests.webapp.calls import UNLIMITED
from webapp.app import create_app

_READERS = 50
_GROUP = "cleaning_services"
#: Each is carried on by the next.
_LINE = tuple(as_draft(version(f"CLS-0{number}:1@base")) for number in range(1, 5))
_FIRST, _SECOND = (f"{item.id}:1" for item in _LINE[:2])

#: What an answer says: which of the line is in force, and how many before it are shown as replaced.
_Seen = tuple[list[str], list[str]]


@contextmanager
def _served(app: Flask) -> Iterator[int]:
    """The site on a free port of this machine, served as ``serve`` does."""
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        # The last answers are still on their way out when the readers have gone.
        until = monotonic() + 10
        while server.active_channels and monotonic() < until:
            sleep(0.05)
        # By the thread that serves: closed from another, its sockets would go while it waits for them.
        server.trigger.pull_trigger(server.close)
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()


def _by_status(shown: list[tuple[str, str]]) -> _Seen:
    return (
        sorted(ref for ref, status in shown if status == "published"),
        sorted(ref for ref, status in shown if status == "withdrawn_replaced"),
    )


def _in_group(text: str) -> _Seen:
    found: list[dict[str, Any]] = json.loads(text)["criteria"]
    return _by_status([(item["ref"].partition("@")[0], item["status"]) for item in found])


def _in_search(text: str) -> _Seen:
    found: list[dict[str, Any]] = json.loads(text)["hits"]
    return _by_status([(f"{item['id']}:{item['version']}", item["status"]) for item in found])


def _on_page(text: str) -> _Seen:
    """What the page of the first criterion says of it; who carries it on is in force for the reader."""
    words = re.sub(r"<[^>]*>", " ", text[text.index("<main") :])
    if "Indragen, ersatt" not in words:
        return ([_FIRST], []) if "Gällande" in words else ([], [])
    return ([_SECOND], [_FIRST]) if _SECOND in words else ([], [_FIRST])


_FACES: dict[str, Callable[[str], _Seen]] = {
    f"/kriterium/{_FIRST}/bas": _on_page,
    f"/api/v1/search?q=&group={_GROUP}": _in_search,
    f"/api/v1/groups/{_GROUP}": _in_group,
    f"/api/v1/groups/{_GROUP}?as_of={DAY.isoformat()}": _in_group,
}
_WHOLE = [
    ([item.ref.partition("@")[0]], [o.ref.partition("@")[0] for o in _LINE[:n]])
    for n, item in enumerate(_LINE)
]


@pytest.mark.slow
def test_i4_fifty_readers_never_see_a_withdrawal_without_its_successor(world: World) -> None:
    desk = open_desk(world)
    bring_index_up_to_date(desk.installation)
    desk.publish(_LINE[0])
    coming = [desk.submit(item) for item in _LINE[1:]]
    is_done, turns, lock = Event(), Semaphore(0), Lock()
    seen: dict[str, list[_Seen]] = {path: [] for path in _FACES}
    faults: list[str] = []

    def read(port: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        is_last = False
        while not is_last:
            # One whole turn more after the last change, so that each reader has seen its outcome.
            is_last = is_done.is_set()
            for path, look in _FACES.items():
                connection.request("GET", path)
                answer = connection.getresponse()
                text = answer.read().decode()
                shown = look(text) if answer.status == 200 else ([], [])
                with lock:
                    seen[path].append(shown)
                    if shown not in _WHOLE:
                        faults.append(f"{path}: {answer.status} {shown}")
            turns.release()
        connection.close()

    with _served(create_app(desk.installation, UNLIMITED)) as port:
        readers = [Thread(target=read, args=(port,)) for _ in range(_READERS)]
        for reader in readers:
            reader.start()
        for old, new in zip(_LINE, coming, strict=False):
            # Somebody has read every face since the change before.
            turns.acquire(timeout=60)
            order = EventOrder(old.ref, "Skäl.", successors=(carries(new, ChangeClass.CLARIFIED),))
            withdraw(desk.installation, desk.reviewer, order, PublicationOrder(new))
        is_done.set()
        for reader in readers:
            reader.join()

    assert faults == []
    # Every face was read before the first change and after the last one.
    assert all(answers[0][0] == [_FIRST] for answers in seen.values())
    page, *others = (answers[-1] for answers in seen.values())
    assert page == _WHOLE[1]
    assert others == [_WHOLE[-1]] * 3
