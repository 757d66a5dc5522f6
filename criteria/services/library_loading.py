# SPDX-License-Identifier: EUPL-1.2
"""Checking a library folder, and bringing the shipped one into the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from criteria.canonical import fingerprint
from criteria.errors import FindingsError, RefusedError
from criteria.events.model import NewEvent
from criteria.exchange.library_files import LibraryFolder, lock_lines, read_library
from criteria.identifiers import parse_reference
from criteria.issues import Issue, Severity
from criteria.library.checks import Known, check_version
from criteria.library.cover import bare_units
from criteria.library.law_check import check_law, law_book, subject_of_version
from criteria.library.model import CoverageUnit, CriterionVersion, LibraryEvent
from criteria.library.vocabulary import ShippedState
from criteria.people.model import Actor
from criteria.services.installation import Installation
from criteria.services.sets_rules import shipped_law
from criteria.storage.library_store import LibraryStore
from criteria.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading a library folder did; ``other`` counts groups, packages and labels."""

    new: int
    unchanged: int
    events: int
    other: int


def check_library(folder: Path) -> tuple[Issue, ...]:
    """Every fault of a library folder, each with file and line; none means it may be loaded."""
    return tuple(_check(read_library(folder)))


def _check(library: LibraryFolder) -> Iterator[Issue]:
    yield from library.faults
    known = Known(
        groups=frozenset(group.id for group, _ in library.groups),
        labels=frozenset(label.id for label, _ in library.labels),
        refs=frozenset(version.ref for version, _ in library.versions),
    )
    for version, read in library.versions:
        for issue in check_version(version, known):
            path = (int(part) if part.isdigit() else part for part in issue.where.split("."))
            yield Issue(issue.severity, issue.code, read.where(*path), issue.message, issue.values)
    yield from _check_law(library)
    yield from _check_packages(library, known)
    yield from _check_events(library)
    yield from _check_lock(library)


def _check_law(library: LibraryFolder) -> Iterator[Issue]:
    book = law_book(shipped_law(), [label for label, _ in library.labels])
    for version, read in library.versions:
        # The law is that of the day a version comes in force; a draft is held against what was read last.
        day = version.valid_from or max(source.read_on for source in version.sources)
        for issue in check_law(subject_of_version(version), book, day):
            yield replace(issue, where=read.where(*issue.where.split(".")))


def _check_packages(library: LibraryFolder, known: Known) -> Iterator[Issue]:
    drafts = {version.ref for version, _ in library.versions if version.state is ShippedState.DRAFT}
    for package, read in library.packages:
        for index, member in enumerate(package.members):
            if member not in known.refs or member in drafts:
                yield Issue(
                    Severity.RED,
                    "package.member",
                    read.where("members", index),
                    f"{member} is no published criterion",
                    {"ref": member},
                )
    for group, read in library.groups:
        for index, related in enumerate(group.related):
            if related not in known.groups:
                yield Issue(
                    Severity.NOTE,
                    "group.related_unknown",
                    read.where("related", index),
                    f"group {related} does not ship",
                    {"name": related},
                )


def _check_events(library: LibraryFolder) -> Iterator[Issue]:
    versions = {version.ref: version for version, _ in library.versions}
    ended: dict[str, date] = {}
    for event, read in sorted(library.events, key=lambda pair: pair[0].on):
        subject = versions.get(event.subject)
        if subject is None or subject.valid_from is None:
            yield Issue(
                Severity.RED,
                "criterion.unknown",
                read.where("subject"),
                f"{event.subject} is no published version",
                {"ref": event.subject},
            )
            continue

        def in_force(ref: str, on: date = event.on) -> CriterionVersion | None:
            version = versions.get(ref)
            if version is None or version.valid_from is None or version.valid_from > on:
                return None
            return None if ended.get(ref, date.max) <= on else version

        bare = bare_units(subject, event, in_force) if _ends(event) else frozenset()
        if bare:
            yield Issue(
                Severity.RED,
                "cover.bare",
                read.where(),
                f"{event.subject} would leave bare: {_shown(bare)}",
                {"ref": event.subject, "units": _shown(bare)},
            )
        if _ends(event):
            ended[event.subject] = event.on


def _ends(event: LibraryEvent) -> bool:
    return event.kind.value.startswith("withdraw") or event.kind.value == "supersede"


def _shown(units: frozenset[CoverageUnit]) -> str:
    return "; ".join(
        f"{unit.group}/{unit.aspect.value}/{unit.level.value}/{unit.type.value}" for unit in sorted(units)
    )


def _check_lock(library: LibraryFolder) -> Iterator[Issue]:
    now = dict(line.rsplit(" ", 1) for line in lock_lines(library))
    for key, locked in library.lock.items():
        if key not in now:
            yield _lock_issue("lock.vanished", key, "is in published.lock and not in the folder")
        elif now[key] != locked:
            yield _lock_issue("lock.changed", key, "has changed since it was published")
    for key in sorted(now.keys() - library.lock.keys()):
        yield _lock_issue("lock.missing", key, "is published and not in published.lock")


def _lock_issue(code: str, key: str, message: str) -> Issue:
    return Issue(Severity.RED, code, "published.lock", f"{key} {message}", {"ref": key})


def load_library(installation: Installation, actor: Actor, folder: Path) -> LoadResult:
    """Bring what is new in a checked folder into the store, in one transaction; a second run changes nothing.

    Imported history keeps its dates; its recorded time is now (ARCHITECTURE, invariant 6).

    Raises:
        FindingsError: ``library.faulty`` with every fault; nothing is stored.
        RefusedError: ``criterion.published_changed`` when a published version differs from the stored one.
    """
    library = read_library(folder)
    faults = tuple(issue for issue in _check(library) if issue.severity is Severity.RED)
    if faults:
        raise FindingsError("library.faulty", faults, where=str(folder))
    with installation.writing() as work:
        work.lock_library()
        store = LibraryStore(work.session)
        other = _load_other(work, actor, store, library)
        new, unchanged = _load_versions(work, actor, store, library)
        events = _load_events(work, actor, store, library)
    return LoadResult(new, unchanged, events, other)


def _event(actor: Actor, kind: str, subject: str, **payload: str) -> NewEvent:
    return NewEvent(kind, subject, payload, actor.user_id, actor.organisation_id)


def _load_other(work: UnitOfWork, actor: Actor, store: LibraryStore, library: LibraryFolder) -> int:
    count = 0
    groups, packages, labels = (
        store.group_fingerprints(),
        store.package_fingerprints(),
        store.label_fingerprints(),
    )
    for group, _ in library.groups:
        mark = fingerprint(group)
        if groups.get(group.id) != mark:
            store.put_group(group, mark)
            work.record(_event(actor, "group.loaded", f"group:{group.id}", fingerprint=mark))
            count += 1
    for package, _ in library.packages:
        mark = fingerprint(package)
        if packages.get((package.id, package.version)) != mark:
            store.put_package(package, mark)
            subject = f"package:{package.id}:{package.version}"
            work.record(_event(actor, "package.loaded", subject, fingerprint=mark))
            count += 1
    for label, _ in library.labels:
        mark = fingerprint(label)
        if labels.get(label.id) != mark:
            store.put_label(label, mark)
            work.record(_event(actor, "label.loaded", f"label:{label.id}", fingerprint=mark))
            count += 1
    return count


def _load_versions(
    work: UnitOfWork, actor: Actor, store: LibraryStore, library: LibraryFolder
) -> tuple[int, int]:
    new = unchanged = 0
    stored = {item.version.ref: item for item in store.list_versions()}
    at = work.clock.now()
    for version, read in library.versions:
        before = stored.get(version.ref)
        if before is None:
            mark = store.add_version(version, None, at)
        elif before.version == version:
            unchanged += 1
            continue
        elif before.life.valid_from is None:
            mark = store.replace_draft(version, at)
        else:
            raise RefusedError("criterion.published_changed", where=read.where(), ref=version.ref)
        kind = "criterion.published" if version.state is ShippedState.PUBLISHED else "criterion.drafted"
        valid = "" if version.valid_from is None else version.valid_from.isoformat()
        work.record(_event(actor, kind, version.ref, fingerprint=mark, valid_from=valid))
        new += 1
    work.session.flush()
    return new, unchanged


def _load_events(work: UnitOfWork, actor: Actor, store: LibraryStore, library: LibraryFolder) -> int:
    count = 0
    for event, _ in sorted(library.events, key=lambda pair: pair[0].on):
        mark = fingerprint(event)
        if store.has_event(mark):
            continue
        parse_reference(event.subject)
        store.add_event(event, work.clock.now())
        work.record(
            _event(
                actor,
                f"criterion.{event.kind.value}",
                event.subject,
                fingerprint=mark,
                on=event.on.isoformat(),
            )
        )
        count += 1
    return count
