# SPDX-License-Identifier: EUPL-1.2
"""Which text a requirement of a sealed set had on a day: what a court asks for (DOMAIN, scenario 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from criteria.clock import STOCKHOLM
from criteria.errors import NotFoundError
from criteria.library.model import Words
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library import Interval
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.set_store import SetStore


@dataclass(frozen=True, slots=True)
class LineEvent:
    """One recorded event about the set."""

    sequence: int
    at: datetime
    kind: str
    actor_id: str


@dataclass(frozen=True, slots=True)
class LineLookup:
    """A requirement as it stood on a day, with the seal it stands under and the criterion it pins.

    ``interval`` is that of the sealed revision: from the day it was sealed until another took its place.
    """

    set_id: str
    line: int
    number: str
    as_of: date
    revision: int
    seal: str
    title: Words
    text: Words
    original_text: Words | None
    ref: str | None
    fingerprint: str | None
    interval: Interval
    events: tuple[LineEvent, ...]


def look_up_line(installation: Installation, actor: Actor, set_id: str, line: str, as_of: date) -> LineLookup:
    """The text of a line on a civil day, from the revision that was sealed by then.

    ``line`` is the line's lasting number ("7") or its number in the annex ("4.2").

    Raises:
        NotFoundError: ``set.unknown``, ``set.not_sealed_on`` when nothing was sealed by that day, or
            ``set.line_unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        store = SetStore(session)
        store.get(set_id, actor.organisation_id)
        seals = [(number, at.astimezone(STOCKHOLM).date()) for number, _, at in store.list_seals(set_id)]
        standing = [item for item in seals if item[1] <= as_of]
        if not standing:
            raise NotFoundError("set.not_sealed_on", where=set_id, given=set_id, on=as_of)
        revision, since = standing[-1]
        sealed, seal = store.get_sealed(set_id, revision)
        events = _events(session, set_id)
    found = next((item for item in sealed.lines if line in (str(item.line), item.number)), None)
    if found is None:
        raise NotFoundError("set.line_unknown", where=f"{set_id}:{line}", line=line)
    after = [day for number, day in seals if number > revision]
    return LineLookup(
        set_id=set_id,
        line=found.line,
        number=found.number,
        as_of=as_of,
        revision=revision,
        seal=seal,
        title=found.requirement.title,
        text=found.text,
        original_text=found.original_text,
        ref=found.ref,
        fingerprint=found.fingerprint,
        interval=Interval(since, after[0] if after else None),
        events=events,
    )


def _events(session: Session, set_id: str) -> tuple[LineEvent, ...]:
    return tuple(
        LineEvent(event.sequence, event.at, event.kind, event.actor_id)
        for event in EventStore(session).list_about(set_id)
    )
