# SPDX-License-Identifier: EUPL-1.2
"""What API and ``--json`` answer with about feeds and upgrades: faults in words beside their codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from criteria.library.feeds import Rejected, RunState
from criteria.people.model import Actor
from criteria.services.feed_bringing import ItemLine
from criteria.services.feeds import FeedResult
from criteria.services.installation import Installation
from criteria.services.upgrades import ConcernedSet, HeldLine, ReportLine, list_upgrades
from followup.services.upgrade_contracts import ConcernedContract, list_concerned
from webapp.messages.catalogue import mend, message
from webapp.shapes import ToldIssue, told


@dataclass(frozen=True, slots=True)
class ToldReject:
    """A fault of an item that was not taken in, in words."""

    where: str
    code: str
    message: str
    mend: str
    key: str | None


@dataclass(frozen=True, slots=True)
class FeedBody:
    """What a run did, or would do. The figures count items; ``asks`` tells why it stopped."""

    run: str
    source: str
    state: RunState
    is_complete: bool
    is_trial: bool
    received: int
    new: int
    changed: int
    unchanged: int
    missing: int
    items: tuple[ItemLine, ...]
    rejected: tuple[ToldReject, ...]
    asks: tuple[ToldIssue, ...]


@dataclass(frozen=True, slots=True)
class ToldHeld:
    """What an upgrade held back, and why, in words."""

    refs: tuple[str, ...]
    code: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class UpgradeBody:
    """What one upgrade of the product did to the library here."""

    number: int
    at: datetime
    lines: tuple[ReportLine, ...]
    held: tuple[ToldHeld, ...]
    sets: tuple[ConcernedSet, ...]
    contracts: tuple[ConcernedContract, ...]
    other_sets: int | None
    other: int


def feed_body(result: FeedResult, language: str) -> FeedBody:
    """A run as API and ``--json`` give it."""
    return FeedBody(
        run=result.run,
        source=result.source,
        state=result.state,
        is_complete=result.is_complete,
        is_trial=result.is_trial,
        received=result.received,
        new=result.new,
        changed=result.changed,
        unchanged=result.unchanged,
        missing=result.missing,
        items=result.items,
        rejected=tuple(told_reject(fault, language) for fault in result.rejected),
        asks=tuple(told(issue, language) for issue in result.asks),
    )


def told_reject(fault: Rejected, language: str) -> ToldReject:
    """A rejected item in words."""
    values = {"where": fault.where, **fault.values}
    words = message(fault.code, values, language)
    said = fault.message if words == fault.code else words
    return ToldReject(fault.where, fault.code, said, mend(fault.code, values, language), fault.key)


def upgrade_bodies(installation: Installation, actor: Actor, language: str) -> tuple[UpgradeBody, ...]:
    """Every report of an upgrade as pages, API and ``--json`` give it, newest first."""
    return tuple(
        UpgradeBody(
            number=report.number,
            at=report.at,
            lines=report.lines,
            held=tuple(told_held(item, language) for item in report.held),
            sets=report.sets,
            contracts=list_concerned(installation, actor, report.ended),
            other_sets=report.other_sets,
            other=report.other,
        )
        for report in list_upgrades(installation, actor)
    )


def told_held(item: HeldLine, language: str) -> ToldHeld:
    """What was held back, in words."""
    values = {"where": "", **item.values}
    return ToldHeld(
        item.refs, item.code, message(item.code, values, language), mend(item.code, values, language)
    )
