# SPDX-License-Identifier: EUPL-1.2
"""What is due to be looked through, and the watch list of outside facts. Source: issue 3, Life cycle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from criteria.errors import InvalidInputError, NotFoundError
from criteria.events.model import NewEvent
from criteria.exchange.library_files import shipped_folder
from criteria.exchange.rule_files import read_watch
from criteria.library.model import Words
from criteria.library.reviews import (
    MONTHS,
    FactRisk,
    WatchCheck,
    WatchFact,
    add_months,
    due_on,
    next_check,
    proposed_next,
    risk_of,
    watched_ids,
)
from criteria.library.written import written
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library_rights import require_editor, steward_id
from criteria.storage.review_store import ReviewStore

MAX_NOTE = 4000


@dataclass(frozen=True, slots=True)
class DueReview:
    """A version in force that is due to be looked through, and why so soon."""

    ref: str
    title: Words
    risk: FactRisk
    reviewed_on: date
    due_on: date
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watched fact as it stands on a day; ``next_on`` is ``None`` when it is settled."""

    fact: WatchFact
    next_on: date | None
    is_due: bool
    proposed_on: date | None
    last: WatchCheck | None


@cache
def shipped_watch() -> tuple[WatchFact, ...]:
    """The watched facts, as shipped (``watch.yaml``)."""
    return read_watch(shipped_folder()).facts


def keeps_shared(installation: Installation, actor: Actor) -> bool:
    """Whether the actor may write the shared library: an editor of the organisation that keeps it."""
    with installation.reading() as session:
        is_steward = actor.organisation_id == steward_id(session)
    return is_steward and actor.may(Permission.EDIT_LIBRARY)


def list_due_reviews(installation: Installation, actor: Actor) -> tuple[DueReview, ...]:
    """What the actor's organisation keeps and is due, by the risk of its facts and then by the day.

    The steward of the shared library sees that and its own criteria, others their own.
    """
    actor.require(Permission.EDIT_LIBRARY)
    today = installation.clock.today()
    facts = shipped_watch()
    watched = watched_ids(facts)
    soonest = add_months(today, -min(MONTHS.values()))
    with installation.reading() as session:
        owners: list[str | None] = [actor.organisation_id]
        if actor.organisation_id == steward_id(session):
            owners.append(None)
        store = ReviewStore(session)
        found = [item for owner in owners for item in store.list_unread_since(owner, soonest, today)]
    due = []
    for item in found:
        version = item.version
        seen = max(filter(None, (item.life.reviewed_on(today), version.review.read_on)))
        risk = risk_of(version, watched)
        on = due_on(seen, risk)
        if on <= today:
            why = tuple(fact.title for fact in facts if version.id in fact.refs)
            due.append(DueReview(version.ref, version.title, risk, seen, on, why))
    order = list(FactRisk)
    return tuple(sorted(due, key=lambda item: (order.index(item.risk), item.due_on, item.ref)))


def list_watch(installation: Installation, actor: Actor) -> tuple[WatchLine, ...]:
    """The watch list, what is to be looked at first before the rest; settled facts last.

    Raises:
        ForbiddenError: ``role.not_allowed`` or ``library.not_steward``.
    """
    actor.require(Permission.EDIT_LIBRARY)
    today = installation.clock.today()
    with installation.reading() as session:
        require_editor(session, actor, None)
        checks = ReviewStore(session).last_checks()
    lines = [_line(fact, checks.get(fact.id), today) for fact in shipped_watch()]
    return tuple(sorted(lines, key=lambda line: (line.next_on is None, line.next_on or today, line.fact.id)))


def check_fact(
    installation: Installation, actor: Actor, fact_id: str, note: str, next_on: date | None
) -> WatchLine:
    """Record that a watched fact was looked at today, what was found, and when to look next.

    Raises:
        ForbiddenError: ``role.not_allowed`` or ``library.not_steward``.
        NotFoundError: ``watch.unknown``.
        InvalidInputError: ``field.empty``, ``field.long`` or ``watch.next_not_later``.
    """
    clean = written(note, "note", MAX_NOTE)
    with installation.writing() as work:
        require_editor(work.session, actor, None)
        fact = next((fact for fact in shipped_watch() if fact.id == fact_id), None)
        if fact is None:
            raise NotFoundError("watch.unknown", where=fact_id, given=fact_id)
        today = work.clock.today()
        if next_on is not None and next_on <= today:
            raise InvalidInputError("watch.next_not_later", where="next_on", on=next_on, today=today)
        check = WatchCheck(fact_id, today, clean, next_on, actor.user_id)
        ReviewStore(work.session).add_check(check, work.clock.now())
        payload = {"on": today.isoformat(), "next": "" if next_on is None else next_on.isoformat()}
        subject = f"watch:{fact_id}"
        work.record(NewEvent("watch.checked", subject, payload, actor.user_id, actor.organisation_id))
        return _line(fact, check, today)


def _line(fact: WatchFact, last: WatchCheck | None, today: date) -> WatchLine:
    on = next_check(fact, last)
    return WatchLine(fact, on, on is not None and on <= today, proposed_next(fact, today), last)
