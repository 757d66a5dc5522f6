# SPDX-License-Identifier: EUPL-1.2
"""Reading the library: one version, its history, the text on a day, and the groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from criteria.errors import NotFoundError, RefusedError
from criteria.exchange.library_files import shipped_folder
from criteria.exchange.rule_files import read_goals
from criteria.identifiers import Reference, parse_cpv, parse_reference
from criteria.library.goals import Contribution, GoalBook, contributions
from criteria.library.lifecycle import Stage, VersionStatus
from criteria.library.model import (
    Applicability,
    CpvEntry,
    CriterionVersion,
    DeclarationTemplate,
    FollowUpTemplate,
    GapNotice,
    Label,
    LabelCover,
    LawFloor,
    LawReference,
    Package,
    Parameter,
    ProductGroup,
    Proof,
    Review,
    Source,
    UpstreamReference,
    Words,
)
from criteria.library.packages import package_on
from criteria.library.publication import Publication
from criteria.library.vocabulary import Aspect, Level, RequirementType
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import GroupCounts, LibraryStore, StoredVersion


@dataclass(frozen=True, slots=True)
class Interval:
    """Civil days in force, half open; ``until`` is ``None`` while open, both for a draft."""

    since: date | None = field(metadata={"data_key": "from"})
    until: date | None = field(metadata={"data_key": "to"})


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A version before or after this one in the replacement map."""

    ref: str
    title: str
    change_class: str
    note: str | None
    on: date


@dataclass(frozen=True, slots=True)
class OutcomeFigures:
    """How it went where the criterion was used, counted over what the viewer may see."""

    sets: int = 0
    contracts: int = 0
    followed_up: int = 0
    met: int = 0
    deviations: int = 0
    not_verifiable: int = 0


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion version with all its parts, as it stands on ``as_of``."""

    ref: str
    id: str
    version: int
    level: Level
    type: RequirementType
    title: Words
    text: Words
    parameters: tuple[Parameter, ...]
    purpose: str
    applicability: Applicability
    proof: Proof
    labels: tuple[LabelCover, ...]
    law_floor: LawFloor | None
    replaces: tuple[str, ...]
    supplier_effort: str
    objections: tuple[str, ...]
    follow_up: FollowUpTemplate
    declaration: DeclarationTemplate
    groups: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    sources: tuple[Source, ...]
    upstream: tuple[UpstreamReference, ...]
    review: Review
    draft_because: tuple[str, ...]
    as_of: date
    status: VersionStatus
    in_force: Interval
    fingerprint: str
    recorded_at: datetime
    owner_id: str | None
    successors: tuple[Neighbour, ...]
    predecessors: tuple[Neighbour, ...]
    gap_notice: GapNotice | None
    law: LawReference | None
    goals: tuple[Contribution, ...]
    last_reviewed_on: date
    publication: Publication | None = None
    outcomes: OutcomeFigures = field(default_factory=OutcomeFigures)


@dataclass(frozen=True, slots=True)
class GroupView:
    """A product group with what it holds on a day."""

    id: str
    title: Words
    summary: str
    cpv: tuple[CpvEntry, ...]
    in_force: int
    drafts: int
    gaps: int
    risk: int


@dataclass(frozen=True, slots=True)
class GroupGap:
    """A gap where the criterion was, with the notice as it reads on the day (I7)."""

    ref: str
    title: Words
    since: date
    notice: GapNotice


@dataclass(frozen=True, slots=True)
class MovedAway:
    """A version that was filed in the group and is filed elsewhere on the day (I10)."""

    ref: str
    title: Words
    groups: tuple[str, ...]
    status: VersionStatus


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Everything a group's page shows: criteria by level, what no longer holds, packages, labels used.

    ``since`` is the day from which the group is what is shown; ``moved_to`` is where a closed one went, and
    ``moved`` what has been filed here and is filed elsewhere now. ``carried_on`` gives for each version that
    has left force what carries it on.
    """

    group: ProductGroup
    figures: GroupView
    versions: tuple[tuple[CriterionVersion, VersionStatus], ...]
    packages: tuple[Package, ...]
    labels: tuple[Label, ...]
    since: date | None = None
    is_open: bool = True
    moved_to: str | None = None
    gaps: tuple[GroupGap, ...] = ()
    moved: tuple[MovedAway, ...] = ()
    carried_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def resolve(
    stored: tuple[StoredVersion, ...], reference: Reference, day: date, *, one: bool = True
) -> tuple[StoredVersion, ...]:
    """The versions a reference means on a day: exact as written, otherwise those in force.

    Raises:
        NotFoundError: ``criterion.unknown``, or ``criterion.not_in_force`` with the refs that exist.
        RefusedError: ``criterion.ambiguous`` with the refs, when ``one`` is wanted and several match.
    """
    named = [
        item
        for item in stored
        if (reference.version is None or item.version.version == reference.version)
        and (reference.level is None or item.version.level.value == reference.level)
    ]
    if not named:
        raise NotFoundError("criterion.unknown", where=str(reference), ref=str(reference))
    if reference.version is None:
        in_force = [item for item in named if item.status_on(day).is_in_force]
        if not in_force:
            refs = ", ".join(item.version.ref for item in named)
            raise NotFoundError(
                "criterion.not_in_force", where=str(reference), ref=str(reference), on=day, refs=refs
            )
        named = in_force
    if one and len(named) > 1:
        refs = ", ".join(item.version.ref for item in named)
        raise RefusedError("criterion.ambiguous", where=str(reference), ref=str(reference), refs=refs)
    return tuple(named)


def show_criterion(
    installation: Installation,
    ref: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    viewer: str | None = None,
) -> CriterionView:
    """One version with all its parts; ``ID`` alone is the version in force on ``as_of`` (default today).

    ``known_at`` leaves out what was recorded later (I15).
    """
    day = as_of or installation.clock.today()
    reference = parse_reference(ref)
    with installation.reading() as session:
        store = LibraryStore(session)
        (found,) = resolve(store.list_of_criterion(reference.id, viewer, known_at), reference, day)
        before = store.list_by_refs(store.list_edges_to(found.version.ref), viewer, known_at)
        titles = store.titles(edge.ref for edge in found.life.successors_on(day))
        publication = store.find_publication(found.version.ref)
    return replace(_view(found, day, titles, before), publication=publication)


def list_groups(
    installation: Installation, cpv: str | None = None, viewer: str | None = None
) -> tuple[GroupView, ...]:
    """Product groups with counts; ``cpv`` keeps those whose codes are the code's parents or children."""
    digits = None if cpv is None else parse_cpv(cpv)
    day = installation.clock.today()
    with installation.reading() as session:
        store = LibraryStore(session)
        closed = store.closed_groups(day)
        groups = [group for group in store.list_groups() if group.id not in closed]
        counts = store.count_in_groups(day, viewer)
    chosen = (group for group in groups if digits is None or _touches(group, digits))
    return tuple(_group_view(group, counts.get(group.id, GroupCounts())) for group in chosen)


def show_group(
    installation: Installation,
    group_id: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    viewer: str | None = None,
) -> GroupPage:
    """A group with everything its page shows, as it was called and filed on the day, as known by then.

    Raises:
        NotFoundError: ``group.unknown``.
    """
    day = as_of or installation.clock.today()
    with installation.reading() as session:
        store = LibraryStore(session)
        entry = store.find_group_entry(group_id, day, known_at)
        group = store.get_group(group_id) if entry is None else entry.group
        versions = store.list_in_group(group_id, viewer, known_at)
        # What left force before its group was moved stays under the old address; its gap is this group's too.
        came_from = store.list_moved_into(group_id, day, known_at)
        left = [item for old in came_from for item in store.list_in_group(old, viewer, known_at)]
        lines = packages_known(session, known_at)
        packages = tuple(item for line in lines if (item := package_on(line, day)) is not None)
        labels = store.list_labels()
    inside = [item for item in versions if group_id in item.life.groups_on(day) and not _is_rejected(item)]
    refs = {item.version.ref for item in inside if item.life.groups_on(day)[0] == group_id}
    used = {cover.label for item in inside for cover in item.version.labels}
    states = [item.status_on(day) for item in inside]
    counts = GroupCounts(
        in_force=sum(state.is_in_force for state in states),
        drafts=sum(state.is_unpublished for state in states),
        gaps=states.count(VersionStatus.WITHDRAWN_GAP),
    )
    return GroupPage(
        group=group,
        figures=_group_view(group, counts),
        versions=tuple((item.version, item.status_on(day)) for item in inside),
        packages=tuple(package for package in packages if refs & set(package.members)),
        labels=tuple(label for label in labels if label.id in used),
        since=None if entry is None else entry.since,
        is_open=entry is None or entry.is_open,
        moved_to=None if entry is None else entry.moved_to,
        gaps=tuple(
            _gap(item, day, notice)
            for item in (*inside, *left)
            if (notice := item.life.gap_notice_on(day)) is not None
        ),
        carried_on={
            item.version.ref: tuple(edge.ref for edge in item.life.successors_on(day)) for item in inside
        },
        moved=tuple(_moved(item, day) for item in versions if _has_left(item, group_id, day)),
    )


def packages_known(session: Session, known_at: datetime | None) -> list[tuple[Package, ...]]:
    """The versions of packages that were recorded by a moment, by package, oldest first.

    What the log does not tell of was always there.
    """
    lines = LibraryStore(session).list_package_lines()
    if known_at is None:
        return list(lines)
    made = EventStore(session).first_times("package:")
    known = (
        tuple(item for item in line if made.get(f"package:{item.id}:{item.version}", known_at) <= known_at)
        for line in lines
    )
    return [line for line in known if line]


def _gap(item: StoredVersion, day: date, notice: GapNotice) -> GroupGap:
    return GroupGap(item.version.ref, item.version.title, item.life.valid_to or day, notice)


def _moved(item: StoredVersion, day: date) -> MovedAway:
    return MovedAway(item.version.ref, item.version.title, item.life.groups_on(day), item.status_on(day))


def _has_left(item: StoredVersion, group_id: str, day: date) -> bool:
    """Whether a published version was filed in the group before the day and is filed elsewhere now."""
    since = item.life.valid_from
    if since is None or since > day or group_id in item.life.groups_on(day):
        return False
    left = (event.move.leave for event in item.life.events if event.move is not None and event.on <= day)
    return any(group_id in groups for groups in left)


def _is_rejected(item: StoredVersion) -> bool:
    return item.life.valid_from is None and item.life.stage is Stage.REJECTED


def list_packages(installation: Installation) -> tuple[Package, ...]:
    """The version in force today of every package, by id."""
    with installation.reading() as session:
        return LibraryStore(session).list_packages(installation.clock.today())


def list_labels(installation: Installation) -> tuple[Label, ...]:
    """Every label scheme, by id."""
    with installation.reading() as session:
        return LibraryStore(session).list_labels()


@cache
def shipped_goals() -> GoalBook:
    """What aspects are good for, as shipped (``goals.yaml``).

    Read beside the store: the mapping is no part of a frozen version and is the same for every installation
    of the program.
    """
    return read_goals(shipped_folder())


def _interval(item: StoredVersion) -> Interval:
    return Interval(item.life.valid_from, item.life.valid_to)


def _view(
    found: StoredVersion, day: date, titles: dict[str, str], before: tuple[StoredVersion, ...]
) -> CriterionView:
    version = found.version
    outside = {"state", "valid_from", "groups"}
    parts = {name: getattr(version, name) for name in version.__slots__ if name not in outside}
    reviewed_on = found.life.reviewed_on(day)
    return CriterionView(
        **parts,
        ref=version.ref,
        groups=found.life.groups_on(day),
        as_of=day,
        status=found.status_on(day),
        in_force=_interval(found),
        fingerprint=found.fingerprint,
        recorded_at=found.recorded_at,
        owner_id=found.owner_id,
        successors=_successors(found, day, titles),
        predecessors=_predecessors(found.version.ref, before, day),
        gap_notice=found.life.gap_notice_on(day),
        law=found.life.law_on(day),
        goals=contributions(shipped_goals(), version.aspects, found.life.groups_on(day)),
        last_reviewed_on=max(filter(None, (reviewed_on, version.review.read_on))),
    )


def _successors(found: StoredVersion, day: date, titles: dict[str, str]) -> tuple[Neighbour, ...]:
    on = found.life.valid_to or day
    return tuple(
        Neighbour(edge.ref, titles.get(edge.ref, edge.ref), edge.change_class.value, edge.note, on)
        for edge in found.life.successors_on(day)
    )


def _predecessors(ref: str, before: tuple[StoredVersion, ...], day: date) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(
            item.version.ref,
            item.version.title.sv,
            edge.change_class.value,
            edge.note,
            item.life.valid_to or day,
        )
        for item in before
        for edge in item.life.successors_on(day)
        if edge.ref == ref
    )


def _touches(group: ProductGroup, digits: str) -> bool:
    """Whether one of the group's codes is the code, a parent of it or a child of it."""
    wanted = digits.rstrip("0")
    codes = (entry.code[:8].rstrip("0") for entry in group.cpv)
    return any(code.startswith(wanted) or wanted.startswith(code) for code in codes)


def _group_view(group: ProductGroup, counts: GroupCounts) -> GroupView:
    return GroupView(
        id=group.id,
        title=group.title,
        summary=group.summary,
        cpv=group.cpv,
        in_force=counts.in_force,
        drafts=counts.drafts,
        gaps=counts.gaps,
        risk=group.risk.value,
    )
