# SPDX-License-Identifier: EUPL-1.2
"""Publish, as-of read, history and cover check at 1 000, 10 000 and 100 000 versions, beside a read by key.

``python -m tests.benchmarks.library [SIZE ...]`` fills a database of each size by plain inserts, one
version in four superseded by its next. It prints the median of each use in milliseconds, how much it has
grown from the size before, how much a logarithm of the number of versions grows there, and the ratio to the
peer: a row read in the same run with a plain SQL query by primary key. As-of read and cover check must not
grow more than the logarithm (issue 3, "Shown by", 4). SQLite, one process, processor time, nothing parsed
before; the load is printed.
"""

from __future__ import annotations

import hashlib
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import insert, text

from criteria.clock import SetClock
from criteria.events.model import NewEvent
from criteria.library.cover import Batch, check_change
from criteria.library.publication import shipped_publication
from criteria.people.model import Actor, Role
from criteria.schemas.derived import dump_json
from criteria.services import library_change, library_drafts
from criteria.services.access import actor_for, add_user
from criteria.services.installation import Installation
from criteria.services.library_history import history, look_up
from criteria.services.library_orders import PublicationOrder
from criteria.services.library_publishing import publish
from criteria.services.setup import first_people
from criteria.storage.base import Base
from criteria.storage.library_ledger import StoredLedger
from criteria.storage.library_reading import forget_parsed
from criteria.storage.library_store import LibraryStore
from criteria.storage.library_tables import CriterionFilingRow, LibraryEdgeRow, PublicationRow
from criteria.storage.tables import CriterionVersionRow, LibraryEventRow
from tests.library_life.desk import Desk, as_draft, make_group
from tests.library_life.factories import edge, replaced, superseded, version
from tests.plumbing.installation import build_installation

_SIZES = (1_000, 10_000, 100_000)
_START, _NEXT, _DAY = date(2026, 1, 1), date(2026, 6, 1), date(2027, 2, 20)
#: About as many versions as a large group of the shipped library holds.
_PER_GROUP = 100
_READS, _WRITES = 200, 20
_CHUNK = 1_000
#: The uses that must not grow more than the logarithm of the number of versions.
_BOUNDED = ("as-of read", "cover check")


@dataclass(frozen=True, slots=True)
class Row:
    """One use at one size: its median in milliseconds, and that of its peer."""

    use: str
    size: int
    ms: float
    peer_ms: float


def _ref(number: int) -> str:
    """Every third lineage has two versions, so that a quarter of all versions is superseded."""
    lineages, step = divmod(number, 4)
    high, low = divmod(lineages * 3 + (0, 0, 1, 2)[step], 100)
    letters = "".join(chr(ord("A") + int(digit)) for digit in f"{high:04}")
    return f"{letters}-{low:02}:{(1, 2, 1, 1)[step]}@base"


def _group(number: int) -> str:
    return f"group_{number // 4 * 4 // _PER_GROUP}"


def _columns(ref: str) -> tuple[str, int, str]:
    head, _, level = ref.partition("@")
    id_, _, number = head.partition(":")
    return id_, int(number), level


def _fill(installation: Installation, size: int) -> None:
    """So many published versions with their filings, events, edges and log, as the use cases leave them.

    The content is one made-up version under another name; only its mark is cheaper than a fingerprint,
    which nothing that is measured computes anew.
    """
    at = installation.clock.now()
    with installation.writing() as work:
        for number in range(0, size, _PER_GROUP):
            LibraryStore(work.session).put_group(make_group(_group(number)), f"{number:064}")
    for start in range(0, size, _CHUNK):
        with installation.writing() as work:
            numbers = range(start, min(start + _CHUNK, size))
            tables: dict[type[Base], list[dict[str, object]]] = {
                table: []
                for table in (
                    *(CriterionVersionRow, PublicationRow, CriterionFilingRow),
                    *(LibraryEventRow, LibraryEdgeRow),
                )
            }
            for number in numbers:
                for table, row in _rows(number, at):
                    tables[table].append(row)
                ref = _ref(number)
                work.record(NewEvent("criterion.published", ref, {"fingerprint": ""}, "system", "system"))
                if number % 4 == 1:
                    told = {"fingerprint": "", "on": _NEXT.isoformat()}
                    subject = _ref(number - 1)
                    work.record(NewEvent("criterion.supersede", subject, told, "system", "system"))
            for table, rows in tables.items():
                work.session.execute(insert(table), rows)
    # The statistics by which the engine chooses its way, as they are after a while of use.
    with installation.writing() as work:
        work.session.execute(text("ANALYZE"))


def _rows(number: int, at: datetime) -> Iterator[tuple[type[Base], dict[str, object]]]:
    ref, group = _ref(number), _group(number)
    id_, step, level = _columns(ref)
    since = _NEXT if step == 2 else _START
    key: dict[str, object] = {"id": id_, "version": step, "level": level}
    made = version(ref, groups=(group,), valid_from=since)
    content = dump_json(made)
    mark = hashlib.sha256(content.encode()).hexdigest()
    kept: dict[str, object] = {**key, "valid_from": since, "fingerprint": mark, "recorded_at": at}
    whole = {"type": made.type.value, "owner_id": None, "stage": "published", "author_id": "system"}
    yield CriterionVersionRow, {**kept, **whole, "content": content, "revision": 1}
    yield PublicationRow, {**kept, "content": dump_json(shipped_publication(made, since))}
    yield CriterionFilingRow, {**key, "group_id": group, "since": since, "until": None}
    if step == 2:
        before = version(f"{id_}:1@base", groups=(group,))
        event = superseded(before, edge(before, made), on=_NEXT)
        subject = {"subject_id": id_, "subject_version": 1, "subject_level": level}
        place = number // 4 + 1
        told = {"kind": event.kind.value, "content": dump_json(event), "fingerprint": mark, "recorded_at": at}
        yield LibraryEventRow, {"number": place, **subject, "effective_on": _NEXT, **told}
        onward = {"successor_id": id_, "successor_version": 2, "successor_level": level}
        beside = {"event_number": place, "position": 0, "effective_on": _NEXT}
        yield LibraryEdgeRow, {**subject, **onward, **beside}


def _timed(use: Callable[[int], object], numbers: list[int]) -> float:
    """The median of a use over some versions, in milliseconds, each read for the first time.

    What was read before is forgotten each time: of a small library a sample meets the same criteria again,
    of a large one hardly, and what is still parsed would look like growth. Time is that of the processor,
    which does all of it here (the files lie in memory): others on the machine would show in a clock's.
    """
    took = []
    for number in numbers:
        forget_parsed()
        start = time.process_time()
        use(number)
        took.append((time.process_time() - start) * 1000)
    return median(took)


def _plain(installation: Installation, number: int) -> None:
    id_, step, level = _columns(_ref(number))
    query = text(
        "SELECT content FROM criterion_versions WHERE id = :id AND version = :version AND level = :level"
    )
    with installation.reading() as session:
        session.execute(query, {"id": id_, "version": step, "level": level}).one()


def _cover(installation: Installation, number: int) -> None:
    """Whether a version may be withdrawn for its neighbour in the same group."""
    old = version(_ref(number // 4 * 4 + 2), groups=(_group(number),))
    new = version(_ref(number // 4 * 4 + 3), groups=(_group(number),))
    with installation.reading() as session:
        found = check_change(
            StoredLedger(session), Batch(_DAY, events=(replaced(old, edge(old, new), on=_DAY),))
        )
    if found:
        raise SystemExit(f"the cover check refused: {found[0]}")


def _measure(size: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        installation = build_installation(f"sqlite:///{home / 'kravkedjan.sqlite3'}", home, SetClock(_DAY))
        first_people(installation)
        reviewer = actor_for(installation, None, None)
        role = Role.LIBRARY_EDITOR
        person = add_user(installation, reviewer, "skribent", role, reviewer.organisation_id)
        author = Actor(person.id, reviewer.organisation_id, frozenset({role}))
        desk = Desk(installation, author, reviewer)
        _fill(installation, size)
        chance = Random(size)  # noqa: S311 -- which versions are read is no secret
        numbers = chance.sample(range(size), min(_READS, size))
        plain = _timed(lambda number: _plain(installation, number), numbers)
        others = chance.sample(range(size), min(_READS, size))
        yield Row(
            "as-of read",
            size,
            _timed(lambda number: look_up(installation, _ref(number), _DAY), numbers),
            plain,
        )
        yield Row(
            "history",
            size,
            _timed(lambda number: history(installation, _columns(_ref(number))[0]), others),
            plain,
        )
        yield Row("cover check", size, _timed(lambda number: _cover(installation, number), numbers), plain)
        drafts = [
            desk.submit(as_draft(version(f"NEW-{number}:1@base", groups=("group_0",))))
            for number in range(_WRITES)
        ]
        orders = [PublicationOrder(ref) for ref in drafts]
        yield Row(
            "publish",
            size,
            _timed(lambda number: publish(installation, reviewer, orders[number]), list(range(_WRITES))),
            plain,
        )
        installation.index.close()
        installation.database.close()


def main(sizes: tuple[int, ...]) -> int:
    """Print the table; 1 where a bounded use has grown more than the logarithm."""
    # The index follows a publication in its own time, and is measured in search_speed.
    library_change.follow = library_drafts.follow = lambda installation: None
    print(f"load {os.getloadavg()[0]:.1f} at the start")
    print(f"{'use':12} {'versions':>9} {'ms':>9} {'growth':>7} {'log':>6} {'by key ms':>10} {'ratio':>7}")
    before: dict[str, Row] = {}
    too_much = 0
    for size in sizes:
        for row in _measure(size):
            old = before.get(row.use)
            grown = row.ms / old.ms if old else 1.0
            allowed = math.log(size) / math.log(old.size) if old else 1.0
            ratio = row.ms / row.peer_ms
            told = f"{row.use:12} {size:9} {row.ms:9.2f} {grown:7.2f} {allowed:6.2f}"
            print(f"{told} {row.peer_ms:10.3f} {ratio:7.1f}", flush=True)
            too_much += row.use in _BOUNDED and old is not None and grown > allowed
            before[row.use] = row
    print(f"load {os.getloadavg()[0]:.1f} at the end; {too_much} over the logarithm")
    return 1 if too_much else 0


if __name__ == "__main__":
    sys.exit(main(tuple(int(size) for size in sys.argv[1:]) or _SIZES))
