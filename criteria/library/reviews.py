# SPDX-License-Identifier: EUPL-1.2
"""When a criterion is due to be looked through, and which outside facts are watched.

A text grows old when a fact it rests on changes. How soon it must be looked through follows from how fast its
facts move. Source: product decision (6, 12 and 24 months); DOMAIN 0.2 (the day of the last review is shown
beside the day of the version); issue 3, Life cycle.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from criteria.library.model import CriterionVersion, Source


class FactRisk(str, Enum):
    """How fast the facts that a criterion rests on move, fastest first.

    ``high``: a fact on the watch list names the criterion. ``middle``: it rests on a label, on what the law
    demands or on a standard. ``low``: the rest.
    """

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


class WatchKind(str, Enum):
    """What kind of outside fact is watched."""

    CANDIDATE_LIST = "candidate_list"
    ENERGY_CLASS = "energy_class"
    LAW_FLOOR = "law_floor"
    LABEL_CRITERIA = "label_criteria"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class WatchFact:
    """An outside fact, when it is to be looked at next, and what rests on it.

    ``refs`` are ids of criteria. ``every_months`` is ``None`` for what happens once. ``labels`` are schemes
    whose criteria change: everything that names them rests on the fact.
    """

    id: str = field(metadata={"pattern": r"^[a-z][a-z0-9_]{1,40}$"})
    title: str
    kind: WatchKind
    refs: tuple[str, ...]
    labels: tuple[str, ...]
    next_on: date
    every_months: int | None = field(metadata={"minimum": 1, "maximum": 60})
    ask: str
    source: Source


@dataclass(frozen=True, slots=True)
class WatchBook:
    """The shape of ``data/watch.yaml``."""

    facts: tuple[WatchFact, ...]


@dataclass(frozen=True, slots=True)
class WatchCheck:
    """That somebody looked at a watched fact on a day; ``next_on`` is ``None`` when it is settled."""

    fact_id: str
    checked_on: date
    note: str
    next_on: date | None
    checked_by: str


MONTHS = {FactRisk.HIGH: 6, FactRisk.MIDDLE: 12, FactRisk.LOW: 24}


def risk_of(version: CriterionVersion, watched: Collection[str]) -> FactRisk:
    """How fast the facts of a version move; ``watched`` are the ids that the watch list names."""
    if version.id in watched:
        return FactRisk.HIGH
    on_standard = any(source.paid for source in version.sources)
    if version.labels or version.law_floor is not None or on_standard:
        return FactRisk.MIDDLE
    return FactRisk.LOW


def due_on(reviewed_on: date, risk: FactRisk) -> date:
    """The day on which a version that was looked through on a day is to be looked through again."""
    return add_months(reviewed_on, MONTHS[risk])


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last day of that month.

    >>> add_months(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def watched_ids(facts: tuple[WatchFact, ...]) -> frozenset[str]:
    """The ids of the criteria that the watch list names."""
    return frozenset(ref for fact in facts for ref in fact.refs)


def next_check(fact: WatchFact, last: WatchCheck | None) -> date | None:
    """When a fact is to be looked at next, after it was looked at last; ``None`` when it is settled."""
    return fact.next_on if last is None else last.next_on


def proposed_next(fact: WatchFact, checked_on: date) -> date | None:
    """The next day for a fact that is looked at on a day, from how often it changes."""
    return None if fact.every_months is None else add_months(checked_on, fact.every_months)
