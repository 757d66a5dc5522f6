# SPDX-License-Identifier: EUPL-1.2
"""Reading the past: where a version went, every edition of a criterion, and what a group was on a day.

Nothing that was ever published is without an answer. Source: DOMAIN 4.2, I1, I5, I10 and I15.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from criteria.errors import NotFoundError
from criteria.identifiers import parse_reference
from criteria.library.cover import shown_units
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import ChangeClass, GapNotice, LawReference, Successor, Words
from criteria.library.vocabulary import Level
from criteria.services.installation import Installation
from criteria.services.library import Interval
from criteria.storage.catalogue_store import CatalogueStore, GroupEntry
from criteria.storage.library_store import LibraryStore, StoredVersion

#: The replacement graph has no cycle (I5); the bound is for a store that has one all the same.
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One replacement on the way: what carries which units of ``before`` on, from which day."""

    before: str
    after: str
    title: str
    status: VersionStatus | None
    change_class: ChangeClass
    note: str | None
    units: tuple[str, ...]
    on: date


class EndKind(str, Enum):
    """What a replacement chain ends in."""

    IN_FORCE = "in_force"
    COMING = "coming"
    GAP = "gap"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """An end of the chain: a version in force, a gap notice or a law."""

    kind: EndKind
    ref: str
    title: str
    gap_notice: GapNotice | None = None
    law: LawReference | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a version went: the next steps from it, every step, and the ends (I5)."""

    ref: str
    as_of: date
    next: tuple[ChainStep, ...]
    steps: tuple[ChainStep, ...]
    ends: tuple[ChainEnd, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One version and level of a criterion as it stands on a day."""

    ref: str
    version: int
    level: Level
    title: Words
    status: VersionStatus
    in_force: Interval
    next: tuple[str, ...]
    gap_notice: GapNotice | None
    law: LawReference | None


@dataclass(frozen=True, slots=True)
class GroupName:
    """A name of a group, and the day it was given."""

    since: date
    title: Words


@dataclass(frozen=True, slots=True)
class GroupThen:
    """What a group was called on a day, and where it went if it is closed since.

    ``moved_to`` is the group that took over, named as it is on the day asked about; ``is_open`` tells of that
    day. ``names`` are all its names, newest first.
    """

    id: str
    title: Words
    is_open: bool
    closed_from: date | None
    moved_to: str | None
    moved_to_title: Words | None
    names: tuple[GroupName, ...]


def follow_chain(
    installation: Installation,
    ref: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    viewer: str | None = None,
) -> Chain:
    """Where a version went, step by step to the ends, as recorded for a day (default today) by a moment.

    Raises:
        NotFoundError: ``criterion.unknown``.
    """
    day = as_of or installation.clock.today()
    with installation.reading() as session:
        store = LibraryStore(session)

        def read(refs: Iterable[str]) -> tuple[StoredVersion, ...]:
            return store.list_by_refs(refs, viewer, known_at)

        first = next(iter(read((ref,))), None)
        if first is None:
            raise NotFoundError("criterion.unknown", where=ref, ref=ref)
        return _walk(first, day, read)


def _walk(
    first: StoredVersion, day: date, read: Callable[[Iterable[str]], tuple[StoredVersion, ...]]
) -> Chain:
    steps, ends = [], []
    waiting, seen = [first], {first.version.ref}
    while waiting and len(seen) < _MOST_STEPS:
        current = waiting.pop(0)
        edges = _edges(current, day)
        known = {item.version.ref: item for item in read(edge.ref for edge, _ in edges)}
        steps += [_step(current, edge, on, known.get(edge.ref), day) for edge, on in edges]
        ends += _ends(current, day)
        for found in known.values():
            if found.version.ref not in seen:
                seen.add(found.version.ref)
                waiting.append(found)
    ref = first.version.ref
    return Chain(ref, day, tuple(step for step in steps if step.before == ref), tuple(steps), tuple(ends))


def _edges(stored: StoredVersion, day: date) -> list[tuple[Successor, date]]:
    """The edges of what has taken effect; one that is still in force has none yet."""
    return [(edge, event.on) for event in stored.life.events if event.on <= day for edge in event.successors]


def _step(
    current: StoredVersion, edge: Successor, on: date, target: StoredVersion | None, day: date
) -> ChainStep:
    return ChainStep(
        before=current.version.ref,
        after=edge.ref,
        title="" if target is None else target.version.title.sv,
        status=None if target is None else target.status_on(day),
        change_class=edge.change_class,
        note=edge.note,
        units=tuple(shown_units((unit,)) for unit in edge.units),
        on=on,
    )


def _ends(stored: StoredVersion, day: date) -> list[ChainEnd]:
    """What this version is an end of: itself while in force, its notice, its law; none where others go on."""
    ref, title, life = stored.version.ref, stored.version.title.sv, stored.life
    status = life.status_on(day)
    if status.is_in_force:
        return [ChainEnd(EndKind.IN_FORCE, ref, title)]
    if status is VersionStatus.COMING:
        return [ChainEnd(EndKind.COMING, ref, title)]
    found = []
    notice, law = life.gap_notice_on(day), life.law_on(day)
    if notice is not None:
        found.append(ChainEnd(EndKind.GAP, ref, title, gap_notice=notice))
    if law is not None:
        found.append(ChainEnd(EndKind.LAW, ref, title, law=law))
    return found


def list_editions(
    installation: Installation,
    criterion_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    viewer: str | None = None,
) -> tuple[Edition, ...]:
    """Every published version and level of a criterion on a day, newest first: what a bare id answers with.

    Raises:
        NotFoundError: ``criterion.unknown`` when nothing was ever published under the id.
    """
    day = as_of or installation.clock.today()
    reference = parse_reference(criterion_id)
    with installation.reading() as session:
        stored = LibraryStore(session).list_of_criterion(reference.id, viewer, known_at)
    found = [item for item in stored if item.life.valid_from is not None]
    if reference.version is not None:
        found = [item for item in found if item.version.version == reference.version]
    if not found:
        raise NotFoundError("criterion.unknown", where=criterion_id, ref=criterion_id)
    found.sort(key=lambda item: (-item.version.version, item.version.level.rank))
    return tuple(
        Edition(
            ref=item.version.ref,
            version=item.version.version,
            level=item.version.level,
            title=item.version.title,
            status=item.status_on(day),
            in_force=Interval(item.life.valid_from, item.life.valid_to),
            next=tuple(edge.ref for edge in item.life.successors_on(day)),
            gap_notice=item.life.gap_notice_on(day),
            law=item.life.law_on(day),
        )
        for item in found
    )


def group_then(
    installation: Installation,
    group_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> GroupThen:
    """What a group was on a day (default today), as recorded by then.

    Raises:
        NotFoundError: ``group.unknown`` when there has never been such a group.
    """
    day = as_of or installation.clock.today()
    with installation.reading() as session:
        store = CatalogueStore(session)
        entry = store.find_group_entry(group_id, day, known_at)
        if entry is None:
            raise NotFoundError("group.unknown", where="group", name=group_id)
        history = store.list_group_history(group_id)
        target = None if entry.moved_to is None else store.find_group_entry(entry.moved_to, day, known_at)
    return GroupThen(
        id=group_id,
        title=entry.group.title,
        is_open=entry.is_open,
        closed_from=None if entry.is_open else entry.since,
        moved_to=entry.moved_to,
        moved_to_title=None if target is None else target.group.title,
        names=_names(history),
    )


def list_group_titles(installation: Installation) -> dict[str, Words]:
    """What every group is called now, by id; a closed one keeps its last name."""
    with installation.reading() as session:
        return {group.id: group.title for group in CatalogueStore(session).list_groups()}


def _names(history: tuple[GroupEntry, ...]) -> tuple[GroupName, ...]:
    """Each name with the day it was given, newest first; an entry that kept the name is left out."""
    found: list[GroupName] = []
    for entry in history:
        if not found or found[-1].title != entry.group.title:
            found.append(GroupName(entry.since, entry.group.title))
    return tuple(reversed(found))
