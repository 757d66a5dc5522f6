# SPDX-License-Identifier: EUPL-1.2
"""Reading the library: one version, its history, the text on a day, and the groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from criteria.errors import NotFoundError, RefusedError
from criteria.identifiers import Reference, parse_cpv, parse_reference
from criteria.library.lifecycle import VersionStatus
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
from criteria.library.vocabulary import Aspect, Level, RequirementType
from criteria.services.installation import Installation
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore, StoredVersion


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
    outcomes: OutcomeFigures = field(default_factory=OutcomeFigures)


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
class GroupPage:
    """Everything a group's page shows: criteria by level, what no longer holds, packages, labels used."""

    group: ProductGroup
    figures: GroupView
    versions: tuple[tuple[CriterionVersion, VersionStatus], ...]
    packages: tuple[Package, ...]
    labels: tuple[Label, ...]


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
    installation: Installation, ref: str, *, as_of: date | None = None, viewer: str | None = None
) -> CriterionView:
    """One version with all its parts; ``ID`` alone is the version in force on ``as_of`` (default today)."""
    day = as_of or installation.clock.today()
    reference = parse_reference(ref)
    with installation.reading() as session:
        store = LibraryStore(session)
        every = store.list_versions(viewer=viewer)
    own = tuple(item for item in every if item.version.id == reference.id)
    (found,) = resolve(own, reference, day)
    return _view(found, day, every)


def list_levels(
    installation: Installation, criterion_id: str, viewer: str | None = None
) -> tuple[VersionLine, ...]:
    """Every version and level of a criterion, newest version first, as of today."""
    return history(installation, criterion_id, viewer=viewer).versions


def history(installation: Installation, criterion_id: str, *, viewer: str | None = None) -> History:
    """Versions and events of a criterion, newest first.

    Raises:
        NotFoundError: ``criterion.unknown``.
    """
    reference = parse_reference(criterion_id)
    day = installation.clock.today()
    with installation.reading() as session:
        stored = LibraryStore(session).list_versions(criterion_id=reference.id, viewer=viewer)
        if not stored:
            raise NotFoundError("criterion.unknown", where=criterion_id, ref=criterion_id)
        events = tuple(line for item in stored for line in _events(EventStore(session), item))
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
                _interval(item),
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
        stored = LibraryStore(session).list_versions(
            criterion_id=reference.id, viewer=viewer, known_at=known_at
        )
        (found,) = resolve(stored, reference, as_of)
        events = _events(EventStore(session), found)
    return Lookup(
        ref=found.version.ref,
        as_of=as_of,
        known_at=known_at,
        title=found.version.title,
        text=found.version.text,
        fingerprint=found.fingerprint,
        status=found.status_on(as_of),
        interval=_interval(found),
        events=tuple(line for line in events if known_at is None or line.at <= known_at),
    )


def list_groups(
    installation: Installation, cpv: str | None = None, viewer: str | None = None
) -> tuple[GroupView, ...]:
    """Product groups with counts; ``cpv`` keeps those whose codes are the code's parents or children."""
    digits = None if cpv is None else parse_cpv(cpv)
    day = installation.clock.today()
    with installation.reading() as session:
        store = LibraryStore(session)
        groups, versions = store.list_groups(), store.list_versions(viewer=viewer)
    chosen = (group for group in groups if digits is None or _touches(group, digits))
    return tuple(_group_view(group, versions, day) for group in chosen)


def show_group(
    installation: Installation, group_id: str, *, as_of: date | None = None, viewer: str | None = None
) -> GroupPage:
    """A group with everything its page shows.

    Raises:
        NotFoundError: ``group.unknown``.
    """
    day = as_of or installation.clock.today()
    with installation.reading() as session:
        store = LibraryStore(session)
        group = next((item for item in store.list_groups() if item.id == group_id), None)
        if group is None:
            raise NotFoundError("group.unknown", where="group", name=group_id)
        versions = store.list_versions(viewer=viewer)
        packages, labels = store.list_packages(), store.list_labels()
    inside = [item for item in versions if group_id in item.version.groups]
    refs = {item.version.ref for item in inside if item.version.groups[0] == group_id}
    used = {cover.label for item in inside for cover in item.version.labels}
    return GroupPage(
        group=group,
        figures=_group_view(group, versions, day),
        versions=tuple((item.version, item.status_on(day)) for item in inside),
        packages=tuple(package for package in packages if refs & set(package.members)),
        labels=tuple(label for label in labels if label.id in used),
    )


def list_packages(installation: Installation) -> tuple[Package, ...]:
    """The latest version of every package, by id."""
    with installation.reading() as session:
        return LibraryStore(session).list_packages()


def list_labels(installation: Installation) -> tuple[Label, ...]:
    """Every label scheme, by id."""
    with installation.reading() as session:
        return LibraryStore(session).list_labels()


def _interval(item: StoredVersion) -> Interval:
    return Interval(item.life.valid_from, item.life.valid_to)


def _view(found: StoredVersion, day: date, every: tuple[StoredVersion, ...]) -> CriterionView:
    version = found.version
    titles = {item.version.ref: item.version.title.sv for item in every}
    outside = {"state", "valid_from"}
    parts = {name: getattr(version, name) for name in version.__slots__ if name not in outside}
    return CriterionView(
        **parts,
        ref=version.ref,
        as_of=day,
        status=found.status_on(day),
        in_force=_interval(found),
        fingerprint=found.fingerprint,
        recorded_at=found.recorded_at,
        owner_id=found.owner_id,
        successors=_successors(found, day, titles),
        predecessors=_predecessors(found, every, day),
        gap_notice=found.life.gap_notice_on(day),
        law=found.life.law_on(day),
    )


def _successors(found: StoredVersion, day: date, titles: dict[str, str]) -> tuple[Neighbour, ...]:
    on = found.life.valid_to or day
    return tuple(
        Neighbour(edge.ref, titles.get(edge.ref, edge.ref), edge.change_class.value, edge.note, on)
        for edge in found.life.successors_on(day)
    )


def _predecessors(found: StoredVersion, every: tuple[StoredVersion, ...], day: date) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(
            item.version.ref,
            item.version.title.sv,
            edge.change_class.value,
            edge.note,
            item.life.valid_to or day,
        )
        for item in every
        for edge in item.life.successors_on(day)
        if edge.ref == found.version.ref
    )


def _events(store: EventStore, item: StoredVersion) -> tuple[HistoryLine, ...]:
    reasons = {event.on.isoformat() + event.kind.value: event.reason for event in item.life.events}
    lines = []
    for event in store.list_about(item.version.ref):
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


def _touches(group: ProductGroup, digits: str) -> bool:
    """Whether one of the group's codes is the code, a parent of it or a child of it."""
    wanted = digits.rstrip("0")
    codes = (entry.code[:8].rstrip("0") for entry in group.cpv)
    return any(code.startswith(wanted) or wanted.startswith(code) for code in codes)


def _group_view(group: ProductGroup, versions: tuple[StoredVersion, ...], day: date) -> GroupView:
    inside = [item for item in versions if group.id in item.version.groups]
    states = [item.status_on(day) for item in inside]
    return GroupView(
        id=group.id,
        title=group.title,
        summary=group.summary,
        cpv=group.cpv,
        in_force=sum(state.is_in_force for state in states),
        drafts=states.count(VersionStatus.DRAFT),
        gaps=states.count(VersionStatus.WITHDRAWN_GAP),
        risk=group.risk.value,
    )
