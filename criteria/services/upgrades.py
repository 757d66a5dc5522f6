# SPDX-License-Identifier: EUPL-1.2
"""An upgrade of the product on an installation that lives: what is let through, held back, and what it did.

What ships is treated like what comes from upstream: it never writes over what was changed here, and nothing
of it is done by halves. New versions and events that hang together are let through together or wait together
as one task for an editor; everything else goes on. What waits is tried anew at each start, until it fits or
an editor keeps what is here. Source: issue 3, Upstream and upgrades; DOMAIN 4.2, COVER and I9.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from criteria.canonical import fingerprint
from criteria.events.model import NewEvent
from criteria.issues import Issue, Severity
from criteria.library.cover import Batch, Published, check_change
from criteria.library.fingerprint import event_fingerprint, version_fingerprint
from criteria.library.ledger import Laid, Ledger, card_of
from criteria.library.model import CriterionVersion, LibraryEvent, LibraryEventKind
from criteria.people.model import Actor, Permission
from criteria.schemas.derived import dump_json, read_json
from criteria.services.access import SYSTEM
from criteria.services.editor_tasks import Decision
from criteria.services.installation import Installation
from criteria.services.library_change import foremost
from criteria.services.library_notices import tell_editors
from criteria.services.library_rights import steward_id
from criteria.storage.database import Session
from criteria.storage.feed_store import ReportStore, TaskKind, TaskStore
from criteria.storage.library_ledger import StoredLedger
from criteria.storage.library_store import LibraryStore
from criteria.storage.set_store import SetStore
from criteria.storage.unit_of_work import UnitOfWork

_ENDINGS = frozenset(kind.value for kind in LibraryEventKind if kind.is_ending)


@dataclass(frozen=True, slots=True)
class Coming:
    """What a release brings: versions to publish, events as written and as they take effect here.

    ``taken`` are shipped versions whose number stands for something else here.
    """

    published: tuple[Published, ...]
    events: tuple[tuple[LibraryEvent, LibraryEvent], ...]
    taken: tuple[CriterionVersion, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.published or self.events)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Changes that hang together and do not fit here; ``cause`` tells this very attempt from another."""

    subject: str
    cause: str
    refs: tuple[str, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One change of an upgrade: what happened to a version, from which day, and what carries it on."""

    what: str
    ref: str
    title: str
    on: date
    reason: str = ""
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """How many groups, packages and labels came beside the versions, and which groups kept what is here."""

    other: int
    kept: tuple[ReportLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PinningSet:
    """A set that pins a version which an upgrade took out of force."""

    ref: str
    set_id: str
    organisation_id: str
    line: int


@dataclass(frozen=True, slots=True)
class HeldLine:
    """What an upgrade held back, and the code and values of why."""

    refs: tuple[str, ...]
    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class UpgradeContent:
    """What one upgrade did, as it is kept."""

    lines: tuple[ReportLine, ...]
    held: tuple[HeldLine, ...]
    sets: tuple[PinningSet, ...]
    other: int


@dataclass(frozen=True, slots=True)
class ConcernedSet:
    """A set of the reader's own organisation that an upgrade concerns."""

    ref: str
    set_id: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class UpgradeReport:
    """What one upgrade did, as a reader may see it: own sets by name, others' as a number to the steward.

    ``ended`` are the versions it took out of force.
    """

    number: int
    at: datetime
    lines: tuple[ReportLine, ...]
    ended: tuple[str, ...]
    held: tuple[HeldLine, ...]
    sets: tuple[ConcernedSet, ...]
    other_sets: int | None
    other: int


@dataclass(slots=True)
class _Parts:
    """Which references belong together, as a forest."""

    above: dict[str, str] = field(default_factory=dict)

    def root(self, name: str) -> str:
        """What stands for all that a name belongs with."""
        while self.above.setdefault(name, name) != name:
            name = self.above[name]
        return name

    def join(self, names: Iterable[str]) -> None:
        """Let names belong together."""
        first, *rest = [self.root(name) for name in names]
        for name in rest:
            self.above[self.root(name)] = self.root(first)


def divide(coming: Coming) -> tuple[Coming, ...]:
    """What a release brings, in parts that hang together, in the order their first change takes effect.

    Versions hang together with the others of their line (one text per time is asked of all of them), events
    with their subject and their successors.
    """
    parts = _Parts()
    for version in (*(item.version for item in coming.published), *coming.taken):
        parts.join((version.ref, _line(version.ref)))
    for _, event in coming.events:
        refs = (event.subject, *(edge.ref for edge in event.successors))
        parts.join([*refs, *map(_line, refs)])
    roots: dict[str, None] = {}
    for version in coming.taken:
        roots.setdefault(parts.root(version.ref))
    for item in sorted(coming.published, key=lambda item: item.publication.valid_from):
        roots.setdefault(parts.root(item.version.ref))
    for _, event in coming.events:
        roots.setdefault(parts.root(event.subject))
    return tuple(
        Coming(
            tuple(item for item in coming.published if parts.root(item.version.ref) == root),
            tuple(pair for pair in coming.events if parts.root(pair[1].subject) == root),
            tuple(version for version in coming.taken if parts.root(version.ref) == root),
        )
        for root in roots
    )


def sift(
    ledger: Ledger, coming: Coming, today: date, kept: frozenset[str] = frozenset()
) -> tuple[Coming, tuple[HeldBack, ...]]:
    """What fits the library as it stands, and what has to wait, part by part.

    ``kept`` holds the causes for which an editor has decided that what is here stays: they pass no more.
    """
    laid = Laid(ledger)
    published: list[Published] = []
    events: list[tuple[LibraryEvent, LibraryEvent]] = []
    held: list[HeldBack] = []
    for part in divide(coming):
        if _cause(part) in kept:
            continue
        batch = Batch(today, part.published, tuple(event for _, event in part.events), imported=True)
        # What lacks a version of its own cannot be judged by the rules: the number is the reason.
        issues = tuple(map(_taken, part.taken)) or check_change(laid, batch)
        if issues:
            held.append(_held(part, issues))
            continue
        for item in part.published:
            laid.put(card_of(item.version, item.publication.valid_from, item.owner_id))
        for _, event in part.events:
            laid.add_event(event)
        published += part.published
        events += part.events
    order = {id(pair): place for place, pair in enumerate(coming.events)}
    return Coming(tuple(published), tuple(sorted(events, key=lambda pair: order[id(pair)]))), tuple(held)


def let_through(work: UnitOfWork, coming: Coming) -> tuple[Coming, tuple[HeldBack, ...]]:
    """What of a release may be stored now; the rest becomes a task each, unless an editor has kept ours.

    The library's lock is held. Tasks whose cause is gone are closed.
    """
    tasks, at = TaskStore(work.session), work.clock.now()
    known = [task for task in tasks.list_all(only_open=False) if task.kind is TaskKind.UPGRADE_CONFLICT]
    kept = frozenset(task.cause for task in known if task.decision == Decision.KEEP.value)
    passed, held = sift(StoredLedger(work.session), coming, work.clock.today(), kept)
    new = []
    for item in held:
        values = _task_values(item)
        if tasks.put(TaskKind.UPGRADE_CONFLICT, item.subject, item.cause, values, at):
            tell_editors(work, None, "upgrade.held_back", item.subject, values)
            new.append(item)
    causes = {item.cause for item in held}
    for task in known:
        if task.is_open and task.cause not in causes:
            tasks.decide(task.id, (Decision.SEEN.value, "–"), SYSTEM, at)
    return passed, tuple(new)


def write_report(
    work: UnitOfWork, actor: Actor, passed: Coming, held: tuple[HeldBack, ...], beside: Beside
) -> int | None:
    """Keep what an upgrade did; the number of the report, or ``None`` when it did nothing."""
    if passed.is_empty and not held and not beside.kept:
        return None
    titles = {item.version.ref: item.version.title.sv for item in passed.published}
    titles |= LibraryStore(work.session).titles(event.subject for _, event in passed.events)
    lines = [
        ReportLine("published", item.version.ref, titles[item.version.ref], item.publication.valid_from)
        for item in passed.published
    ]
    lines += [
        ReportLine(
            what=event.kind.value,
            ref=event.subject,
            title=titles.get(event.subject, event.subject),
            on=event.on,
            reason=event.reason,
            successors=tuple(edge.ref for edge in event.successors),
        )
        for _, event in passed.events
    ]
    lines += beside.kept
    ended = [event.subject for _, event in passed.events if event.kind.is_ending]
    content = UpgradeContent(
        lines=tuple(lines),
        held=tuple(HeldLine(item.refs, foremost(item.issues).code, _task_values(item)) for item in held),
        sets=tuple(
            PinningSet(ref, set_id, organisation_id, line)
            for ref in ended
            for organisation_id, set_id, line in SetStore(work.session).list_pinning(ref)
        ),
        other=beside.other,
    )
    mark = fingerprint(content)
    number = ReportStore(work.session).add(dump_json(content), mark, work.clock.now())
    counts = {"changes": str(len(lines)), "held": str(len(held)), "fingerprint": mark}
    subject = f"upgrade:{number}"
    work.record(NewEvent("library.upgraded", subject, counts, actor.user_id, actor.organisation_id))
    tell_editors(work, None, "upgrade.done", subject, {"changes": str(len(lines)), "held": str(len(held))})
    return number


def list_upgrades(installation: Installation, actor: Actor) -> tuple[UpgradeReport, ...]:
    """What each upgrade of the product did to the library here, newest first."""
    actor.require(Permission.READ)
    with installation.reading() as session:
        knows = actor.organisation_id == steward_id(session)
        return tuple(
            _report(session, actor, (number, at, read_json(UpgradeContent, content)), knows=knows)
            for number, at, content in ReportStore(session).list_all()
        )


def _report(
    session: Session, actor: Actor, kept: tuple[int, datetime, UpgradeContent], *, knows: bool
) -> UpgradeReport:
    number, at, content = kept
    store = SetStore(session)
    own = [item for item in content.sets if item.organisation_id == actor.organisation_id]
    names = {item.set_id: store.get(item.set_id, actor.organisation_id).title for item in own}
    others = {item.set_id for item in content.sets if item.organisation_id != actor.organisation_id}
    return UpgradeReport(
        number=number,
        at=at,
        lines=content.lines,
        ended=tuple(line.ref for line in content.lines if line.what in _ENDINGS),
        held=content.held,
        sets=tuple(ConcernedSet(item.ref, item.set_id, names[item.set_id], item.line) for item in own),
        other_sets=len(others) if knows else None,
        other=content.other,
    )


def _line(ref: str) -> str:
    head, _, level = ref.partition("@")
    return f"{head.partition(':')[0]}@{level}"


def _taken(version: CriterionVersion) -> Issue:
    return Issue(
        Severity.RED, "upgrade.number_taken", version.ref, "is something else here", {"ref": version.ref}
    )


def _held(part: Coming, issues: tuple[Issue, ...]) -> HeldBack:
    versions = (*(item.version for item in part.published), *part.taken)
    refs = (*(event.subject for _, event in part.events), *(version.ref for version in versions))
    return HeldBack(refs[0], _cause(part), tuple(dict.fromkeys(refs)), issues)


def _cause(part: Coming) -> str:
    """What tells a part from every other: the fingerprint of all that it brings."""
    versions = (*(item.version for item in part.published), *part.taken)
    events = (event_fingerprint(written) for written, _ in part.events)
    return fingerprint(sorted((*map(version_fingerprint, versions), *events)))


def _task_values(item: HeldBack) -> dict[str, str]:
    first = foremost(item.issues)
    return {**first.values, "code": first.code, "refs": ", ".join(item.refs), "count": str(len(item.issues))}
