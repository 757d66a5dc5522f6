# SPDX-License-Identifier: EUPL-1.2
"""A requirement set as pages, the API and ``--json`` show it: lines, gate, hours and seals together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from criteria.identifiers import parse_reference
from criteria.issues import Issue, Severity
from criteria.library.law_check import LawBook, law_book, with_equivalent
from criteria.library.model import CpvEntry, LabelCover, Proof, UpstreamReference, Words
from criteria.library.vocabulary import (
    FilledBy,
    FollowUpRole,
    FollowUpTime,
    Level,
    Method,
    ParameterType,
    RequirementType,
)
from criteria.library.wording import WordChange, difference
from criteria.requirements.effort import Effort
from criteria.requirements.gate import GateFacts, Standing, check_gate
from criteria.requirements.lifecycle import is_sealed, status_on
from criteria.requirements.lines import filled_text
from criteria.requirements.model import (
    Assumptions,
    CopiedFrom,
    Decision,
    Line,
    LineOrigin,
    RemovedLine,
    RequirementSet,
    SetStatus,
)
from criteria.requirements.parameters import fill, shown_range, shown_value
from criteria.requirements.seal import numbered
from criteria.requirements.updates import successors_in_force
from criteria.requirements.workload import (
    HoursColour,
    LineSaving,
    WayUnder,
    Workload,
    known_methods,
    planned_role,
    planned_times,
    workload_of,
)
from criteria.services.sets_rules import shipped_effort, shipped_law
from criteria.storage.database import Session
from criteria.storage.library_store import LibraryStore
from criteria.storage.set_store import SetStore


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A blank with its value; ``shown`` is the value as Swedish text writes it, ``range`` likewise."""

    name: str
    type: ParameterType
    unit: str | None
    value: str | None
    shown: str | None
    minimum: Decimal | None
    maximum: Decimal | None
    default: str | None
    range: str
    choices: tuple[str, ...]
    filled_by: FilledBy
    guidance: Words


@dataclass(frozen=True, slots=True)
class LocalChange:
    """A text changed for this purchase against the library's own, word by word (R8)."""

    original: Words
    text: Words
    reason: str
    changed_by: str
    changed_at: datetime
    words: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line. ``number`` is what the annex will call it; ``flags`` are the codes of its findings.

    ``template`` is the text with its blanks still open, as an editor changes it; ``equivalent`` is the same
    with "eller likvärdig" put in where the law check misses it (L1, L2), a proposal to take or leave.
    ``applies_to`` stands first in ``text`` and not in ``template``. ``removed_saves`` and ``label_saves`` are
    hours of the first year, by hand.
    """

    line: int
    number: str
    position: int
    origin: LineOrigin
    id: str
    ref: str | None
    fingerprint: str | None
    title: Words
    type: RequirementType
    level: Level | None
    text: Words
    template: Words
    parameters: tuple[ParameterView, ...]
    local_change: LocalChange | None
    flags: tuple[str, ...]
    groups: tuple[str, ...]
    proof: Proof | None
    labels: tuple[LabelCover, ...]
    upstream: tuple[UpstreamReference, ...]
    methods: tuple[Method, ...]
    when: tuple[FollowUpTime, ...]
    role: FollowUpRole | None
    min_strength: int | None
    not_followed_reason: str | None
    proposed_from: str | None
    proposed_title: str | None
    removed_saves: Decimal
    label_saves: Decimal | None
    equivalent: Words | None = None
    applies_to: str | None = None


@dataclass(frozen=True, slots=True)
class SealView:
    """A sealed revision."""

    revision: int
    seal: str
    locked_at: datetime


@dataclass(frozen=True, slots=True)
class SetView:
    """A requirement set with everything its page shows.

    ``status`` is that of today; ``revision`` is what an editor hands back. ``seal`` is the one in force:
    ``None`` for a draft, also one that was unlocked; ``seals`` holds every one there has been.
    """

    id: str
    organisation_id: str
    title: str
    status: SetStatus
    revision: int
    diary: str | None
    cpv: tuple[CpvEntry, ...]
    assumptions: Assumptions
    lines: tuple[LineView, ...]
    removed: tuple[RemovedLine, ...]
    effort: Effort
    hours_colour: HoursColour | None
    way_under: WayUnder | None
    ready: bool
    issues: tuple[Issue, ...]
    seal: str | None
    sealed_revision: int | None
    seals: tuple[SealView, ...]
    created_by: str
    created_at: datetime
    changed_at: datetime
    locked_at: datetime | None
    published_on: date | None
    deadline_on: date | None
    decisions: tuple[Decision, ...]
    copied_from: CopiedFrom | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A set's findings and hours, the rules of the law it was held against, and what proposals came from."""

    issues: tuple[Issue, ...]
    workload: Workload
    law: LawBook
    titles: Mapping[str, str]

    @property
    def reds(self) -> tuple[Issue, ...]:
        """What refuses a lock."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.RED)


def measure(session: Session, set_: RequirementSet, today: date) -> Measured:
    """The gate and the hours of a set, against the library as it stands today."""
    workload = workload_of(set_, shipped_effort())
    law = law_book(shipped_law(), LibraryStore(session).list_labels())
    groups = LibraryStore(session).list_groups()
    facts = GateFacts(
        titles=proposal_titles(session, set_),
        known_cpv=frozenset(entry.code for group in groups for entry in group.cpv),
        today=today,
        law=law,
        workload=workload,
        standings=_standings(session, set_, today),
    )
    return Measured(check_gate(set_, facts), workload, law, facts.titles)


def view_set(session: Session, set_: RequirementSet, today: date) -> SetView:
    """The set as it is shown on a day."""
    measured = measure(session, set_, today)
    savings = {saving.line: saving for saving in measured.workload.savings}
    numbers = {line.line: number for number, line in numbered(set_)}
    flags: dict[str, list[str]] = {}
    for issue in measured.issues:
        flags.setdefault(issue.where, []).append(issue.code)
    seals = tuple(SealView(*row) for row in SetStore(session).list_seals(set_.id))
    return SetView(
        id=set_.id,
        organisation_id=set_.organisation_id,
        title=set_.title,
        status=status_on(set_, today),
        revision=set_.revision,
        diary=set_.diary,
        cpv=set_.cpv,
        assumptions=set_.assumptions,
        lines=tuple(
            replace(
                _line_view(line, numbers[line.line], codes, savings[line.line]),
                equivalent=_equivalent(line, codes, measured.law),
                proposed_title=measured.titles.get(line.proposed_from or ""),
            )
            for line in set_.lines
            for codes in [tuple(flags.get(str(line.line), ()))]
        ),
        removed=set_.removed,
        effort=measured.workload.effort,
        hours_colour=measured.workload.colour,
        way_under=measured.workload.way_under,
        ready=not measured.reds,
        issues=measured.issues,
        seal=set_.seal,
        sealed_revision=seals[-1].revision if seals and is_sealed(set_) else None,
        seals=seals,
        created_by=set_.created_by,
        created_at=set_.created_at,
        changed_at=set_.changed_at,
        locked_at=set_.locked_at,
        published_on=set_.published_on,
        deadline_on=set_.deadline_on,
        decisions=set_.decisions,
        copied_from=set_.copied_from,
    )


def proposal_titles(session: Session, set_: RequirementSet) -> dict[str, str]:
    """What the criteria that own requirements were proposed from are called, by reference."""
    refs = {line.proposed_from for line in set_.lines if line.proposed_from is not None}
    store = LibraryStore(session)
    found = (store.find_version(parse_reference(ref), set_.organisation_id) for ref in sorted(refs))
    return {item.version.ref: item.version.title.sv for item in found if item is not None}


def _standings(session: Session, set_: RequirementSet, today: date) -> dict[int, Standing]:
    pinned = {line.line: line.ref for line in set_.lines if line.ref is not None}
    if not pinned:
        return {}
    lives = SetStore(session).lives(pinned.values())
    return {
        number: Standing(lives[ref].status_on(today), successors_in_force(ref, today, lives.get))
        for number, ref in pinned.items()
        if ref in lives
    }


def _line_view(line: Line, number: str, flags: tuple[str, ...], saving: LineSaving) -> LineView:
    requirement = line.requirement
    template = requirement.follow_up
    return LineView(
        line=line.line,
        number=number,
        position=line.position,
        origin=line.origin,
        id=requirement.id,
        ref=line.ref,
        fingerprint=line.fingerprint,
        title=requirement.title,
        type=requirement.type,
        level=requirement.level,
        text=filled_text(line),
        template=requirement.text if line.wording is None else line.wording.text,
        parameters=_parameters(line),
        local_change=_local_change(line),
        flags=flags,
        groups=requirement.groups,
        proof=requirement.proof,
        labels=requirement.labels,
        upstream=requirement.upstream,
        methods=known_methods(line),
        when=planned_times(line),
        role=planned_role(line),
        min_strength=None if template is None else template.min_strength,
        not_followed_reason=line.follow_up.not_followed_reason,
        proposed_from=line.proposed_from,
        proposed_title=None,
        removed_saves=saving.removed_saves,
        label_saves=saving.label_saves,
        applies_to=line.applies_to,
    )


def _equivalent(line: Line, flags: tuple[str, ...], law: LawBook) -> Words | None:
    if not {"law.L1", "law.L2"} & set(flags):
        return None
    text = line.requirement.text if line.wording is None else line.wording.text
    swedish = with_equivalent(text.sv, law)
    if swedish is None:
        return None
    english = None if text.en is None else with_equivalent(text.en, law, "en") or text.en
    return Words(swedish, english)


def _parameters(line: Line) -> tuple[ParameterView, ...]:
    values = {item.name: item.value for item in line.values}
    return tuple(
        ParameterView(
            name=item.name,
            type=item.type,
            unit=item.unit,
            value=values.get(item.name),
            shown=None if item.name not in values else shown_value(values[item.name], item.type, "sv"),
            minimum=item.minimum,
            maximum=item.maximum,
            default=item.default,
            range=shown_range(item),
            choices=item.choices,
            filled_by=item.filled_by,
            guidance=item.guidance,
        )
        for item in line.requirement.parameters
    )


def _local_change(line: Line) -> LocalChange | None:
    if line.wording is None:
        return None
    original = fill(line.requirement.text, line.requirement.parameters, line.values)
    text = filled_text(line)
    return LocalChange(
        original=original,
        text=text,
        reason=line.wording.reason,
        changed_by=line.wording.changed_by,
        changed_at=line.wording.changed_at,
        words=difference(original.sv, text.sv),
    )
