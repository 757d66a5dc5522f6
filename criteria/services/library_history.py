# SPDX-License-Identifier: EUPL-1.2
"""What has been recorded about a criterion, and which text was in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from criteria.errors import NotFoundError
from criteria.events.model import Event
from criteria.identifiers import parse_reference
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import Words
from criteria.library.vocabulary import Level
from criteria.services.installation import Installation
from criteria.services.library import Interval, resolve
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore, StoredVersion


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in a history."""

    ref: str
    version: int
    level: Level
    title: str
    status: VersionStatus
    in_force: Interval
    fingerprint: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One recorded event about a criterion; ``reason`` is empty for a publication."""

    sequence: int
    at: datetime
    kind: str
    ref: str
    actor_id: str
    reason: str
    on: date | None


@dataclass(frozen=True, slots=True)
class History:
    """Every version of a criterion, newest first, and what was recorded about them, newest first."""

    id: str
    versions: tuple[VersionLine, ...]
    events: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which text was in force on a day: the words, their fingerprint, the interval and the events."""

    ref: str
    as_of: date
    known_at: datetime | None
    title: Words
    text: Words
    fingerprint: str
    status: VersionStatus
    interval: Interval
    events: tuple[HistoryLine, ...]


def history(
    installation: Installation,
    criterion_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    viewer: str | None = None,
) -> History:
    """Versions as they stand on a day (default today) and every event of a criterion, newest first.

    Raises:
        NotFoundError: ``criterion.unknown``.
    """
    reference = parse_reference(criterion_id)
    day = as_of or installation.clock.today()
    with installation.reading() as session:
        stored = LibraryStore(session).list_of_criterion(reference.id, viewer, known_at)
        if not stored:
            raise NotFoundError("criterion.unknown", where=criterion_id, ref=criterion_id)
        told = EventStore(session).list_about_all(item.version.ref for item in stored)
        events = tuple(
            line for item in stored for line in _events(told.get(item.version.ref, ()), item, known_at)
        )
    versions = sorted(stored, key=lambda item: (-item.version.version, item.version.level.rank))
    return History(
        id=reference.id,
        versions=tuple(
            VersionLine(
                item.version.ref,
                item.version.version,
                item.version.level,
                item.version.title.sv,
                item.status_on(day),
                Interval(item.life.valid_from, item.life.valid_to),
                item.fingerprint,
            )
            for item in versions
        ),
        events=tuple(sorted(events, key=lambda line: -line.sequence)),
    )


def look_up(
    installation: Installation,
    ref: str,
    as_of: date,
    *,
    known_at: datetime | None = None,
    viewer: str | None = None,
) -> Lookup:
    """The text in force on ``as_of``, as recorded by ``known_at`` (default: as recorded now).

    Source: ARCHITECTURE, invariant 6; DOMAIN 4.2, I15.
    """
    reference = parse_reference(ref)
    with installation.reading() as session:
        stored = LibraryStore(session).list_of_criterion(reference.id, viewer, known_at)
        (found,) = resolve(stored, reference, as_of)
        events = _events(EventStore(session).list_about(found.version.ref), found, known_at)
    return Lookup(
        ref=found.version.ref,
        as_of=as_of,
        known_at=known_at,
        title=found.version.title,
        text=found.version.text,
        fingerprint=found.fingerprint,
        status=found.status_on(as_of),
        interval=Interval(found.life.valid_from, found.life.valid_to),
        events=events,
    )


def _events(
    told: tuple[Event, ...], item: StoredVersion, known_at: datetime | None
) -> tuple[HistoryLine, ...]:
    reasons = {event.on.isoformat() + event.kind.value: event.reason for event in item.life.events}
    lines = []
    for event in told:
        if known_at is not None and event.at > known_at:
            continue
        on = event.payload.get("on") or event.payload.get("valid_from") or None
        kind = event.kind.removeprefix("criterion.")
        lines.append(
            HistoryLine(
                sequence=event.sequence,
                at=event.at,
                kind=kind,
                ref=item.version.ref,
                actor_id=event.actor_id,
                reason=reasons.get(f"{on}{kind}", ""),
                on=None if on is None else date.fromisoformat(on),
            )
        )
    return tuple(lines)
