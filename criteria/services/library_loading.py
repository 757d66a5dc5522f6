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
from criteria.exchange.library_files import FORM_NAME, LibraryFolder, ReadFile, lock_lines, read_library
from criteria.issues import Issue, Severity
from criteria.library.checks import Known, check_version
from criteria.library.cover import Batch, Published, check_change
from criteria.library.fingerprint import event_fingerprint, package_fingerprint
from criteria.library.goals import check_goals
from criteria.library.labels import check_label
from criteria.library.law_check import check_law, law_book, subject_of_version
from criteria.library.ledger import GroupLine, Laid, card_of
from criteria.library.model import CriterionVersion, LibraryEvent, Package, Words
from criteria.library.packages import package_on, renewed
from criteria.library.publication import MACHINE, SHIPPED, Publication, shipped_publication
from criteria.library.texts import check_texts
from criteria.library.vocabulary import ShippedState
from criteria.people.model import Actor
from criteria.services.group_loading import load_groups
from criteria.services.installation import Installation
from criteria.services.library_change import carry_through, put_package
from criteria.services.sets_rules import shipped_law
from criteria.services.upgrades import Beside, Coming, HeldBack, let_through, write_report
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.people_store import SettingStore
from criteria.storage.unit_of_work import UnitOfWork

#: The setting that holds the content of the newest release that has been loaded here.
_CONTENT = "library_content"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What loading a library folder did; ``other`` counts groups, packages and labels.

    ``held`` counts what does not fit what was changed here, and waits for an editor.
    """

    new: int
    unchanged: int
    events: int
    other: int
    held: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """What a folder has that the store lacks; ``taken`` are versions whose number is something else here."""

    new: tuple[CriterionVersion, ...]
    drafts: tuple[CriterionVersion, ...]
    taken: tuple[CriterionVersion, ...]
    unchanged: int


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
            yield _placed(issue, read)
    yield from _check_labels(library, known)
    for book, read in library.goals:
        for issue in check_goals(book, known.groups):
            yield _placed(issue, read)
    yield from _check_law(library)
    yield from _check_packages(library, known)
    yield from _check_events(library)
    yield from _check_lock(library)


def _placed(issue: Issue, read: ReadFile) -> Issue:
    """A finding at the file and line of the field it names."""
    path = (int(part) if part.isdigit() else part for part in issue.where.split("."))
    return replace(issue, where=read.where(*path))


def _check_labels(library: LibraryFolder, known: Known) -> Iterator[Issue]:
    seen: set[str] = set()
    for label, read in library.labels:
        if label.id in seen:
            yield Issue(
                Severity.RED,
                "label.twice",
                read.where("id"),
                f"{label.id} stands twice",
                {"name": label.id},
            )
        seen.add(label.id)
        for issue in check_label(label, known.groups):
            yield _placed(issue, read)


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
    laid = Laid(groups=(GroupLine(group.id) for group, _ in library.groups))
    for version, _ in library.versions:
        if version.state is ShippedState.PUBLISHED and version.valid_from is not None:
            laid.put(card_of(version, version.valid_from, None))
    for event, read in sorted(library.events, key=lambda pair: pair[0].on):
        faults = check_change(laid, Batch(event.on, events=(event,), imported=True))
        for issue in faults:
            yield replace(issue, where=read.where())
        if not faults:
            laid.add_event(event)
    for version, read in library.versions:
        for issue in check_texts(laid, version):
            yield replace(issue, where=read.where("valid_from"))


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

    The first time, imported history keeps its dates; its recorded time is now. In an installation that
    holds the library already nothing takes effect before today, whatever the file says, and the cover rule
    is asked about the library as it stands here (ARCHITECTURE, invariant 6).

    What does not fit what was changed here waits for an editor (``upgrades``); a report is kept.

    Raises:
        FindingsError: ``library.faulty`` with every fault; nothing is stored.
        RefusedError: ``criterion.published_changed`` when a version that shipped before differs from the
            stored one; ``library.older`` when a newer release has been here, ``library.newer_form``.
    """
    library = read_library(folder)
    faults = tuple(issue for issue in _check(library) if issue.severity is Severity.RED)
    if faults:
        raise FindingsError("library.faulty", faults, where=str(folder))
    with installation.writing() as work:
        work.lock_library()
        store = LibraryStore(work.session)
        _refuse_older(work, library)
        loading = _Loading(work, actor, store, library, store.has_public_versions())
        groups, kept = load_groups(work, actor, (group for group, _ in library.groups))
        other = groups + _load_labels(loading)
        found = loading.versions()
        coming = Coming(
            tuple(Published(version, loading.publication(version)) for version in found.new),
            tuple((event, replace(event, on=loading.day(event.on))) for event in loading.events()),
            found.taken,
        )
        held: tuple[HeldBack, ...] = ()
        if loading.is_upgrade:
            coming, held = let_through(work, coming)
        other += _load_packages(loading, coming, {version.ref for version in found.taken})
        moved = tuple(event for _, event in coming.events)
        batch = Batch(work.clock.today(), coming.published, moved, imported=True)
        _store_versions(loading, batch, found.drafts)
        _store_events(loading, tuple(event for event, _ in coming.events))
        if loading.is_upgrade:
            write_report(work, actor, coming, held, Beside(other, kept))
        carry_through(installation, work, actor, batch)
    new = len(coming.published) + len(found.drafts)
    return LoadResult(new, found.unchanged, len(coming.events), other, len(held))


def _refuse_older(work: UnitOfWork, library: LibraryFolder) -> None:
    """Keep an older release from being laid over a newer one, and remember which this is."""
    settings = SettingStore(work.session)
    stored = int(settings.find(_CONTENT) or 0)
    if library.content < stored:
        raise RefusedError("library.older", where=FORM_NAME, found=library.content, stored=stored)
    if library.content > stored:
        settings.put(_CONTENT, str(library.content))


@dataclass(frozen=True, slots=True)
class _Loading:
    """A folder on its way into the store; ``is_upgrade`` where the store holds the library already."""

    work: UnitOfWork
    actor: Actor
    store: LibraryStore
    library: LibraryFolder
    is_upgrade: bool

    def day(self, written: date) -> date:
        """The day something takes effect here that says ``written`` in its file."""
        return max(written, self.work.clock.today()) if self.is_upgrade else written

    def note(self, kind: str, subject: str, **payload: str) -> None:
        """Record an event of the log."""
        actor = self.actor
        self.work.record(NewEvent(kind, subject, payload, actor.user_id, actor.organisation_id))

    def publication(self, version: CriterionVersion) -> Publication:
        """How a shipped version is published here."""
        return shipped_publication(version, self.day(version.valid_from or self.work.clock.today()))

    def versions(self) -> _Found:
        """Versions to publish, drafts to write, and what can be neither of them here."""
        stored = {item.version.ref: item for item in self.store.list_versions()}
        new: list[CriterionVersion] = []
        drafts: list[CriterionVersion] = []
        taken: list[CriterionVersion] = []
        unchanged = 0
        for version, read in self.library.versions:
            before = stored.get(version.ref)
            is_published = version.state is ShippedState.PUBLISHED
            if before is not None and before.version == version:
                unchanged += 1
            elif before is not None and before.life.valid_from is not None and self._has_shipped(before):
                raise RefusedError("criterion.published_changed", where=read.where(), ref=version.ref)
            elif before is not None and (before.life.valid_from is not None or _is_taken_over(before)):
                # A draft that ships is a proposal; one that somebody here goes on with needs no word of it.
                taken += [version] if is_published else []
                unchanged += 0 if is_published else 1
            elif is_published:
                new.append(version)
            else:
                drafts.append(version)
        return _Found(tuple(new), tuple(drafts), tuple(taken), unchanged)

    def _has_shipped(self, before: StoredVersion) -> bool:
        publication = self.store.find_publication(before.version.ref)
        return publication is None or SHIPPED in publication.flags

    def events(self) -> tuple[LibraryEvent, ...]:
        """The events that are not stored yet, in order, as they are written."""
        ordered = sorted((event for event, _ in self.library.events), key=lambda event: event.on)
        return tuple(event for event in ordered if not self.store.has_event(event_fingerprint(event)))


def _is_taken_over(before: StoredVersion) -> bool:
    """Whether somebody here writes on a draft that came with the product: then it is theirs to go on with."""
    return before.life.valid_from is None and before.author_id not in (None, MACHINE)


def _store_versions(loading: _Loading, batch: Batch, drafts: tuple[CriterionVersion, ...]) -> None:
    at = loading.work.clock.now()
    known = loading.store.fingerprints()
    for published in batch.publications:
        version, publication = published.version, published.publication
        if version.ref in known:
            mark = loading.store.replace_draft(version, at, publication)
        else:
            mark = loading.store.add_version(version, None, at, publication)
        valid = publication.valid_from.isoformat()
        loading.note("criterion.published", version.ref, fingerprint=mark, valid_from=valid)
    for version in drafts:
        if version.ref in known:
            mark = loading.store.replace_draft(version, at)
        else:
            mark = loading.store.add_version(version, None, at)
        loading.note("criterion.drafted", version.ref, fingerprint=mark, valid_from="")


def _store_events(loading: _Loading, events: tuple[LibraryEvent, ...]) -> None:
    for event in events:
        on = loading.day(event.on)
        mark = loading.store.add_event(event, loading.work.clock.now(), on)
        kind = f"criterion.{event.kind.value}"
        loading.note(kind, event.subject, fingerprint=mark, on=on.isoformat())


def _load_labels(loading: _Loading) -> int:
    store, count = loading.store, 0
    labels = store.label_fingerprints()
    for label, _ in loading.library.labels:
        mark = fingerprint(label)
        if labels.get(label.id) != mark:
            store.put_label(label, mark)
            loading.note("label.loaded", f"label:{label.id}", fingerprint=mark)
            count += 1
    return count


def _load_packages(loading: _Loading, coming: Coming, taken: set[str]) -> int:
    """Store packages whose members all hold here; one that waits for a member is tried at the next start."""
    packages = [item for item, _ in loading.library.packages]
    stored = loading.store.list_by_refs({ref for item in packages for ref in item.members})
    held = {item.version.ref for item in stored if item.life.valid_from is not None} - taken
    held |= {item.version.ref for item in coming.published}
    return sum(_load_package(loading, item) for item in packages if held.issuperset(item.members))


def _load_package(loading: _Loading, package: Package) -> int:
    """Store a package version unless it is stored; 1 when it was not.

    What it says tells whether it has been loaded before. A number that a change made here has taken goes to
    the shipped version's next, so that nothing stored is written over; and what has happened here to its
    members, or is to happen, is carried into it (I16).
    """
    stored = loading.store.list_package_versions(package.id)
    if any((item.members, item.title, item.purpose) == _said(package) for item in stored):
        return 0
    taken = {item.version for item in stored}
    today = loading.work.clock.today()
    if package.version in taken:
        package = replace(package, version=max(taken) + 1)
    if stored:
        package = replace(package, valid_from=today)
    mark = package_fingerprint(package)
    loading.store.put_package(package, mark)
    loading.note("package.loaded", f"package:{package.id}:{package.version}", fingerprint=mark)
    if stored:
        _carry_package(loading, package, [item for item in stored if (item.valid_from or today) > today])
    return 1


def _carry_package(loading: _Loading, package: Package, coming: list[Package]) -> None:
    """Versions of a package that take the place of those that were to come in force later."""

    def recorded(ref: str) -> tuple[LibraryEvent, ...]:
        life = loading.store.find_life(ref)
        return () if life is None else life.events

    past = [event for ref in package.members for event in recorded(ref)]
    past = [replace(event, on=max(event.on, loading.work.clock.today())) for event in past]
    line = [package, *renewed((package,), past, recorded)]
    for day in sorted({item.valid_from for item in coming if item.valid_from is not None}):
        held = package_on(line, day)
        if held is not None and held.valid_from != day:
            line.append(replace(held, valid_from=day))
    for number, item in enumerate(line[1:], start=package.version + 1):
        put_package(loading.work, loading.actor, replace(item, version=number))


def _said(package: Package) -> tuple[tuple[str, ...], Words, str]:
    return package.members, package.title, package.purpose
