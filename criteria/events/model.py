# SPDX-License-Identifier: EUPL-1.2
"""Events and their chain: each holds the hash of the one before.

Payloads hold ids and fingerprints, never names, e-mail or numbers of people: those live in rows that can
be pseudonymised without breaking the chain. Source: ARCHITECTURE, Storage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from criteria.canonical import fingerprint
from criteria.errors import InvalidInputError
from criteria.issues import Issue, Severity

#: What the first event of a log points at.
GENESIS = "0" * 64
_DIGEST = re.compile(r"[0-9a-f]{32,64}")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has its place in the log. ``kind`` is dotted: ``set.locked``."""

    kind: str
    subject: str
    payload: Mapping[str, str]
    actor_id: str
    organisation_id: str
    stream: str = "installation"


@dataclass(frozen=True, slots=True)
class Event:
    """An event in the log. ``at`` is UTC; ``clock_set`` marks a run with a set clock."""

    sequence: int
    stream: str
    at: datetime
    actor_id: str
    organisation_id: str
    kind: str
    subject: str
    payload: Mapping[str, str]
    payload_fingerprint: str
    clock_set: bool
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last event's place and hash; printed on what leaves the installation."""

    sequence: int
    hash: str


def chain(new: NewEvent, after: Head, at: datetime, *, clock_set: bool) -> Event:
    """The event that follows ``after``, with its hashes."""
    unhashed = Event(
        sequence=after.sequence + 1,
        stream=new.stream,
        at=at.astimezone(UTC),
        actor_id=new.actor_id,
        organisation_id=new.organisation_id,
        kind=new.kind,
        subject=new.subject,
        payload=dict(new.payload),
        payload_fingerprint=fingerprint(new.payload),
        clock_set=clock_set,
        previous_hash=after.hash,
        hash="",
    )
    return _with_hash(unhashed)


def parse_head(text: str) -> Head:
    """A control value as it is printed: ``SEQUENCE:HASH``, spaces and case aside.

    At least 32 digits of the hash are wanted, since older annexes print no more.

    >>> parse_head("812: ABABABAB abababab abababab abababab").hash[:8]
    'abababab'

    Raises:
        InvalidInputError: ``log.head_malformed``.
    """
    sequence, _, digits = "".join(text.split()).partition(":")
    if not sequence.isdecimal() or not _DIGEST.fullmatch(digits.lower()):
        raise InvalidInputError("log.head_malformed", where="--head", given=text)
    return Head(int(sequence), digits.lower())


def verify_known(known: Head, found: str | None) -> Iterable[Issue]:
    """What is wrong where a control value known from before does not agree with the log.

    ``found`` is the hash that the log has at that place. A chain that was written anew holds in itself; only
    a value that left the installation before shows it. Source: issue 3, "so that a rewritten chain shows".
    """
    values = {"sequence": str(known.sequence)}
    where = f"event {known.sequence}"
    if found is None:
        yield Issue(Severity.RED, "log.head_gone", where, "the log ends before the known head", values)
    elif not found.startswith(known.hash):
        yield Issue(Severity.RED, "log.head_differs", where, "the log is not the one of the head", values)


def verify_chain(events: Iterable[Event], start: Head = Head(0, GENESIS)) -> Iterable[Issue]:
    """Every break found in events given in sequence order; none means the chain holds."""
    expected = start
    for event in events:
        if event.sequence != expected.sequence + 1:
            yield _broken("log.gap", event, "sequence does not follow")
        if event.previous_hash != expected.hash:
            yield _broken("log.previous_differs", event, "hash of the event before differs")
        if event.payload_fingerprint != fingerprint(event.payload):
            yield _broken("log.payload_differs", event, "payload differs from its fingerprint")
        if event.hash != _hash_of(event):
            yield _broken("log.hash_differs", event, "event differs from its hash")
        expected = Head(event.sequence, event.hash)


def _broken(code: str, event: Event, message: str) -> Issue:
    return Issue(Severity.RED, code, f"event {event.sequence}", message, {"sequence": str(event.sequence)})


def _hash_of(event: Event) -> str:
    return fingerprint(
        {
            "actor_id": event.actor_id,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "clock_set": event.clock_set,
            "kind": event.kind,
            "organisation_id": event.organisation_id,
            "payload_fingerprint": event.payload_fingerprint,
            "previous_hash": event.previous_hash,
            "sequence": event.sequence,
            "stream": event.stream,
            "subject": event.subject,
        }
    )


def _with_hash(event: Event) -> Event:
    values = {name: getattr(event, name) for name in event.__slots__ if name != "hash"}
    return Event(**values, hash=_hash_of(event))
