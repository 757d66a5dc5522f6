# SPDX-License-Identifier: EUPL-1.2
"""Verifying the stored library: what is frozen has not changed, nothing has vanished, and COVER holds.

The log says what was published and what happened, in a chain that cannot be changed without showing; every
row is held against it and against its own content. Source: DOMAIN 4.2, I1, I2 and COVER.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from criteria.canonical import fingerprint
from criteria.events.model import Event
from criteria.issues import Issue, Severity
from criteria.library.cover import Published
from criteria.library.fingerprint import event_fingerprint, version_fingerprint
from criteria.library.model import LibraryEvent, LibraryEventKind
from criteria.library.verification import check_history
from criteria.services.installation import Installation
from criteria.storage.database import LIBRARY_LOCK
from criteria.storage.event_store import EventStore
from criteria.storage.library_proof import Filing, HeldEvent, HeldVersion, LibraryProof

_PUBLISHED = "criterion.published"
_HAPPENED = {f"criterion.{kind.value}" for kind in LibraryEventKind}

#: The kind of a log entry, what it is about, and the fingerprint it names.
_Mark = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LibraryCheck:
    """What verifying the stored library found; ``versions`` and ``events`` count what was looked at."""

    ok: bool
    versions: int
    events: int
    findings: tuple[Issue, ...]


def verify_library(installation: Installation) -> LibraryCheck:
    """Every fault of the stored library, whoever owns what; nothing is changed."""
    with installation.reading() as session:
        # What is published meanwhile waits, or a row would stand here without its entry in the log.
        installation.database.lock(session, LIBRARY_LOCK)
        proof = LibraryProof(session)
        versions, events, groups = proof.list_versions(), proof.list_events(), proof.group_lines()
        logged = _logged(EventStore(session).iter_events())
    findings: list[Issue] = []
    for version in versions:
        findings += _check_version(version)
    for event in events:
        findings += _check_event(event)
    happened = tuple(replace(item.content, on=item.on) for item in events if item.content is not None)
    findings += _check_filings(versions, happened)
    findings += _check_logged(logged, Counter([*_published_marks(versions), *_event_marks(events)]))
    published = tuple(
        Published(item.content, replace(item.publication, valid_from=item.valid_from), item.owner_id)
        for item in versions
        if item.content is not None and item.publication is not None and item.valid_from is not None
    )
    findings += check_history(published, happened, groups)
    return LibraryCheck(not findings, len(versions), len(events), tuple(findings))


def _check_version(row: HeldVersion) -> Iterator[Issue]:
    """Whether a version's row says what its content says, and its publication what its columns say (I2)."""
    said = row.content
    if (
        said is None
        or (said.ref, said.type.value) != (row.ref, row.type)
        or version_fingerprint(said) != row.fingerprint
    ):
        yield Issue(
            Severity.RED, "store.version_differs", row.ref, "content and row differ", {"ref": row.ref}
        )
    made = row.publication
    told = (None, None) if made is None else (made.valid_from, fingerprint(made))
    named = row.ref if made is None else made.ref
    if (*told, named) != (row.valid_from, row.publication_mark, row.ref):
        yield Issue(
            Severity.RED, "store.publication_differs", row.ref, "publication differs", {"ref": row.ref}
        )


def _check_event(row: HeldEvent) -> Iterator[Issue]:
    """Whether an event's row and edges say what its content says."""
    said = row.content
    values = {"ref": row.subject, "number": str(row.number)}
    if (
        said is None
        or (said.subject, said.kind.value) != (row.subject, row.kind)
        or event_fingerprint(said) != row.fingerprint
    ):
        yield Issue(Severity.RED, "store.event_differs", row.subject, "content and row differ", values)
        return
    if row.edges != tuple((row.subject, edge.ref, row.on) for edge in said.successors):
        yield Issue(Severity.RED, "store.edges_differ", row.subject, "edges and event differ", values)


def _check_filings(versions: Iterable[HeldVersion], happened: Iterable[LibraryEvent]) -> Iterator[Issue]:
    """Whether each version is filed where its content and its moves put it (I10)."""
    moves: dict[str, list[LibraryEvent]] = {}
    for event in happened:
        if event.move is not None:
            moves.setdefault(event.subject, []).append(event)
    for row in versions:
        if row.content is None:
            continue
        since = "" if row.valid_from is None else row.valid_from.isoformat()
        filed = [Filing(group, since, "") for group in row.content.groups]
        for event in moves.get(row.ref, ()):
            filed = _moved(filed, event)
        if tuple(sorted(filed)) != row.filings:
            yield Issue(Severity.RED, "store.filings_differ", row.ref, "filings differ", {"ref": row.ref})


def _moved(filed: list[Filing], event: LibraryEvent) -> list[Filing]:
    if event.move is None:
        return filed
    on, move = event.on.isoformat(), event.move
    held = {item.group for item in filed if not item.until}
    left = [
        replace(item, until=on) if not item.until and item.group in move.leave else item for item in filed
    ]
    return left + [Filing(group, on, "") for group in move.join if group not in held]


def _published_marks(versions: Iterable[HeldVersion]) -> Iterator[_Mark]:
    for row in versions:
        if row.valid_from is not None:
            yield _PUBLISHED, row.ref, row.fingerprint


def _event_marks(events: Iterable[HeldEvent]) -> Iterator[_Mark]:
    for row in events:
        yield f"criterion.{row.kind}", row.subject, row.fingerprint


def _logged(events: Iterable[Event]) -> Counter[_Mark]:
    """What the log says was published and has happened, with the fingerprint it says."""
    return Counter(
        (event.kind, event.subject, event.payload.get("fingerprint", ""))
        for event in events
        if event.kind == _PUBLISHED or event.kind in _HAPPENED
    )


def _check_logged(logged: Counter[_Mark], stored: Counter[_Mark]) -> Iterator[Issue]:
    """Whether everything the log tells of is stored as it was (I1), and nothing that it does not tell of."""
    for kind, ref, _ in sorted((logged - stored).elements()):
        values = {"ref": ref, "kind": kind}
        yield Issue(Severity.RED, "store.vanished", ref, "the log tells of it, the store has it not", values)
    for kind, ref, _ in sorted((stored - logged).elements()):
        values = {"ref": ref, "kind": kind}
        yield Issue(Severity.RED, "store.not_logged", ref, "stored, and not in the log", values)
