# SPDX-License-Identifier: EUPL-1.2
"""What an extract says: a criterion version, or a requirement of a set, on a day, out of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from criteria.canonical import Plain
from criteria.clock import STOCKHOLM
from criteria.documents.extract_model import (
    CriterionContent,
    Days,
    ExtractEvent,
    LineContent,
    LineRevision,
    Part,
    ThenGroup,
)
from criteria.documents.extract_wording import how_to_check
from criteria.errors import NotFoundError
from criteria.events.model import Event
from criteria.identifiers import parse_reference
from criteria.library.cover import shown_units
from criteria.library.fingerprint import frozen_content
from criteria.library.lifecycle import Life
from criteria.library.model import CriterionVersion, Words
from criteria.people.model import Actor
from criteria.requirements.model import (
    Decision,
    DecisionKind,
    ParameterValue,
    RequirementSet,
    SealedLine,
    SealedSet,
)
from criteria.requirements.parameters import fill
from criteria.requirements.seal import sealed_plain
from criteria.services.library import resolve
from criteria.storage.catalogue_store import CatalogueStore
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.people_store import PeopleStore
from criteria.storage.set_store import SetStore

#: The events of a set that made or ended a wording; the many small edits of a draft made none that left it.
_SET_KINDS = frozenset({"created", "locked", "unlocked", "published", "amended", "contracted", "cancelled"})


@dataclass(frozen=True, slots=True)
class Question:
    """Which wording: on which day, as recorded by when (``None``: as recorded now), and who asks."""

    as_of: date
    known_at: datetime | None = None
    viewer: str | None = None


def criterion_content(
    session: Session, ref: str, asked: Question
) -> tuple[CriterionContent, CriterionVersion]:
    """A criterion version on a day, and the version as it is read.

    Raises:
        NotFoundError: ``criterion.unknown`` or ``criterion.not_in_force``.
        RefusedError: ``criterion.ambiguous``.
    """
    reference, store = parse_reference(ref), LibraryStore(session)
    stored = store.list_of_criterion(reference.id, asked.viewer, asked.known_at)
    (found,) = resolve(stored, reference, asked.as_of)
    return _criterion(session, found, asked), found.version


def _criterion(session: Session, found: StoredVersion, asked: Question) -> CriterionContent:
    version, life, day = found.version, found.life, asked.as_of
    publication = LibraryStore(session).find_publication(version.ref)
    events = _known(EventStore(session).list_about(version.ref), asked.known_at)
    published = next((event.actor_id for event in events if event.kind == "criterion.published"), None)
    ending = life.ending
    # Before the end the reader is told what is recorded to come; after it, what held on the day.
    after = day if ending is None or ending.on <= day else ending.on
    return CriterionContent(
        ref=version.ref,
        as_of=day,
        known_at=asked.known_at,
        status=life.status_on(day),
        in_force=Days(life.valid_from, life.valid_to),
        groups=_groups(session, life, asked),
        version=cast(Mapping[str, Plain], frozen_content(version)),
        fingerprint=found.fingerprint,
        published_by=published,
        reviewed_by=None if publication is None else publication.reviewer_id,
        reviewed_by_other=publication is None or publication.reviewed_by_other,
        parts=_parts(session, life),
        gap_notice=life.gap_notice_on(after),
        law=life.law_on(after),
        events=_criterion_events(events, life),
        how_to_check=how_to_check("extract.check.criterion", found.fingerprint, "['version']"),
    )


def _known(events: Iterable[Event], known_at: datetime | None) -> tuple[Event, ...]:
    return tuple(event for event in events if known_at is None or event.at <= known_at)


def _groups(session: Session, life: Life, asked: Question) -> tuple[ThenGroup, ...]:
    """The groups under the names they had on the day (I10, I15)."""
    store, found = CatalogueStore(session), []
    for group_id in life.groups_on(asked.as_of):
        entry = store.find_group_entry(group_id, asked.as_of, asked.known_at)
        if entry is not None:
            found.append(ThenGroup(group_id, entry.group.title))
    return tuple(found)


def _parts(session: Session, life: Life) -> tuple[Part, ...]:
    titles = LibraryStore(session).titles(edge.ref for event in life.events for edge in event.successors)
    return tuple(
        Part(
            ref=edge.ref,
            title=titles.get(edge.ref, ""),
            change_class=edge.change_class,
            note=edge.note,
            units=tuple(shown_units((unit,)) for unit in edge.units),
            on=event.on,
        )
        for event in life.events
        for edge in event.successors
    )


def _criterion_events(events: tuple[Event, ...], life: Life) -> tuple[ExtractEvent, ...]:
    reasons = {(event.kind.value, event.on): event.reason for event in life.events}
    found = []
    for event in events:
        kind, on = event.kind.removeprefix("criterion."), _effective(event)
        reason = "" if on is None else reasons.get((kind, on), "")
        found.append(ExtractEvent(event.sequence, event.at, kind, on, event.actor_id, reason, event.hash))
    return tuple(found)


def _effective(event: Event) -> date | None:
    given = event.payload.get("on") or event.payload.get("valid_from")
    return date.fromisoformat(given) if given else None


def line_content(
    session: Session, actor: Actor, set_line: tuple[str, str], asked: Question
) -> tuple[LineContent, CriterionVersion | None]:
    """A requirement of a set on a day, with every sealed revision of it, and the version it pins.

    ``set_line`` is the set and the line's lasting number or its number in the annex.

    Raises:
        NotFoundError: ``set.unknown``, ``set.not_sealed_on`` or ``set.line_unknown``.
    """
    set_id, line = set_line
    store = SetStore(session)
    set_ = store.get(set_id, actor.organisation_id)
    sealed = [store.get_sealed(set_id, number) for number, _, _ in store.list_seals(set_id)]
    sealed = [item for item in sealed if asked.known_at is None or item[0].locked_at <= asked.known_at]
    since = [sealed_since(item[0]) for item in sealed]
    standing = [place for place, day in enumerate(since) if day <= asked.as_of]
    if not standing:
        raise NotFoundError("set.not_sealed_on", where=set_id, given=set_id, on=asked.as_of)
    held = _line_in(sealed[standing[-1]][0], line)
    if held is None:
        raise NotFoundError("set.line_unknown", where=f"{set_id}:{line}", line=line)
    revisions = tuple(line_revisions(sealed, held.line, set_))
    revision = sealed[standing[-1]][0].revision
    place = next(index for index, item in enumerate(revisions) if item.revision == revision)
    library, read = _pinned(session, held, asked)
    content = LineContent(
        set_id=set_id,
        set_title=sealed[standing[-1]][0].title,
        organisation=PeopleStore(session).get_organisation(set_.organisation_id).name,
        diary=set_.diary,
        line=held.line,
        as_of=asked.as_of,
        revision=revision,
        published_on=set_.published_on,
        deadline_on=set_.deadline_on,
        level=held.requirement.level,
        revisions=revisions,
        library=library,
        events=_set_events(session, set_, asked),
        how_to_check=how_to_check(
            "extract.check.line",
            revisions[place].seal,
            f"['revisions'][{place}]['sealed_set']",
            index=place,
        ),
    )
    return content, read


def _line_in(sealed: SealedSet, line: str | int) -> SealedLine | None:
    return next((item for item in sealed.lines if str(line) in (str(item.line), item.number)), None)


def sealed_since(sealed: SealedSet) -> date:
    """The civil day in Sweden from which a sealed revision holds."""
    return sealed.locked_at.astimezone(STOCKHOLM).date()


def line_revisions(
    sealed: Sequence[tuple[SealedSet, str]], line: int, set_: RequirementSet
) -> Iterator[LineRevision]:
    """A requirement in each sealed revision that has it, oldest first; ``line`` is its lasting number."""
    since = [sealed_since(item[0]) for item in sealed]
    amendments = {item.revision: item for item in set_.decisions if item.kind is DecisionKind.AMENDED}
    for place, (revision, seal) in enumerate(sealed):
        found = next((item for item in revision.lines if item.line == line), None)
        if found is None:
            continue
        until = since[place + 1] if place + 1 < len(since) else None
        yield _revision(found, revision, seal, (since[place], until), amendments.get(revision.revision))


def _revision(
    line: SealedLine,
    sealed: SealedSet,
    seal: str,
    days: tuple[date, date | None],
    amendment: Decision | None,
) -> LineRevision:
    plain = sealed_plain(sealed)
    return LineRevision(
        revision=sealed.revision,
        seal=seal,
        in_force=Days(*days),
        number=line.number,
        title=line.requirement.title,
        text=line.text,
        original_text=_library_text(line),
        change_reason=line.change_reason,
        parameters=line.parameters,
        reason=None if amendment is None else amendment.reason,
        informed_on=None if amendment is None else amendment.informed_on,
        log_sequence=sealed.log_sequence,
        log_hash=sealed.log_hash,
        sealed_set=plain,
    )


def _library_text(line: SealedLine) -> Words | None:
    """The library's words with the set's values, where what was sealed says more or something else."""
    if line.original_text is not None or line.applies_to is None or line.ref is None:
        return line.original_text
    values = [ParameterValue(item.name, item.value) for item in line.parameters if item.value is not None]
    return fill(line.requirement.text, line.requirement.parameters, values)


def _pinned(
    session: Session, held: SealedLine, asked: Question
) -> tuple[CriterionContent | None, CriterionVersion | None]:
    """The version the line pins, whatever has become of it since."""
    if held.ref is None:
        return None, None
    found = LibraryStore(session).find_version(parse_reference(held.ref), asked.viewer)
    if found is None:
        return None, None
    return _criterion(session, found, asked), found.version


def _set_events(session: Session, set_: RequirementSet, asked: Question) -> tuple[ExtractEvent, ...]:
    reasons = {(item.kind.value, item.revision): item.reason or "" for item in set_.decisions}
    found = []
    for event in _known(EventStore(session).list_about(set_.id), asked.known_at):
        kind = event.kind.removeprefix("set.")
        if kind not in _SET_KINDS:
            continue
        reason = reasons.get((kind, int(event.payload.get("revision", "0"))), "")
        found.append(ExtractEvent(event.sequence, event.at, kind, None, event.actor_id, reason, event.hash))
    return tuple(found)
