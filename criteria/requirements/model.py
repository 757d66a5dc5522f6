# SPDX-License-Identifier: EUPL-1.2
"""The shape of a requirement set: its lines while it is built, and the sealed set that leaves it.

Pins (R1): a line made from the library holds reference and fingerprint of the criterion version it was
made from, and a copy of what the version said, so that nothing that happens in the library changes it.
Source: DOMAIN 4.3.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from criteria.library.model import (
    CpvEntry,
    DeclarationTemplate,
    FollowUpTemplate,
    LabelCover,
    LawFloor,
    Parameter,
    Proof,
    UpstreamReference,
    Words,
)
from criteria.library.vocabulary import Aspect, FollowUpRole, FollowUpTime, Level, Method, RequirementType


class SetStatus(str, Enum):
    """The life of a requirement set. Source: DOMAIN 4.3."""

    DRAFT = "draft"
    INTERNAL_REVIEW = "internal_review"
    LOCKED = "locked"
    PUBLISHED = "published"
    CLOSED_FOR_TENDERS = "closed_for_tenders"
    CONTRACTED = "contracted"
    ENDED = "ended"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


class LineOrigin(str, Enum):
    """Whether a line comes from the library or was written for this purchase ("eget krav")."""

    LIBRARY = "library"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is demanded, how it is shown and how it is followed up, as it stood when it was added.

    ``id`` is the criterion's full reference, or ``EGET-nn`` for an own requirement. An own requirement
    may lack proof, follow-up or declaration until the gate is passed; a library one never does.
    """

    id: str
    title: Words
    type: RequirementType
    level: Level | None
    text: Words
    parameters: tuple[Parameter, ...]
    groups: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    proof: Proof | None
    labels: tuple[LabelCover, ...]
    law_floor: LawFloor | None
    upstream: tuple[UpstreamReference, ...]
    follow_up: FollowUpTemplate | None
    declaration: DeclarationTemplate | None


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A filled blank; ``value`` is text in canonical form (point as decimal sign, ISO dates)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FollowUpChoice:
    """How this line will be followed up, where it differs from the template, or that it will not be.

    ``not_followed_reason`` is a recorded decision not to follow up (T1); the other fields are then unused.
    """

    methods: tuple[Method, ...] = ()
    when: tuple[FollowUpTime, ...] = ()
    role: FollowUpRole | None = None
    not_followed_reason: str | None = None


@dataclass(frozen=True, slots=True)
class LocalWording:
    """A text changed for this purchase, shown for ever against the original (R8)."""

    text: Words
    reason: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding that was answered instead of mended, with the reason. Source: DOMAIN 2.1 and 4.3, R3."""

    code: str
    reason: str
    answered_by: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement in a set. ``line`` is its lasting number in the set, ``position`` its place now.

    ``proposed_from`` is the criterion that an own requirement's type, proof and follow-up were proposed from,
    and ``proposal_edited`` whether a person has changed the proof or the follow-up since. ``applies_to`` says
    which rows of the price list or which goods the line is about, ``None`` being everything that is bought.
    """

    line: int
    position: int
    origin: LineOrigin
    ref: str | None
    fingerprint: str | None
    requirement: Requirement
    values: tuple[ParameterValue, ...] = ()
    wording: LocalWording | None = None
    follow_up: FollowUpChoice = field(default_factory=FollowUpChoice)
    answers: tuple[Answer, ...] = ()
    proposed_from: str | None = None
    proposal_edited: bool = False
    applies_to: str | None = None


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A line taken out, with the reason; kept so that the choice can be shown."""

    line: int
    ref: str | None
    title: str
    reason: str
    removed_by: str
    removed_at: datetime


class DecisionKind(str, Enum):
    """The steps in a set's life that a person decides."""

    SENT_FOR_REVIEW = "sent_for_review"
    RETURNED = "returned"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    PUBLISHED = "published"
    AMENDED = "amended"
    CONTRACTED = "contracted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Decision:
    """One step with who, when and why; on locking also the hours that were shown and accepted.

    ``informed_on`` is the day the supplementary information of an amendment went to everybody.
    """

    kind: DecisionKind
    revision: int
    decided_by: str
    decided_at: datetime
    reason: str | None = None
    first_year_hours: Decimal | None = None
    later_year_hours: Decimal | None = None
    informed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the hours are counted from; defaults are shown as assumptions. Source: CLI, `set create`."""

    suppliers: int = 1
    articles: int = 10
    years: int = 2
    hours_available: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CopiedFrom:
    """The set that a set was copied from for a new procurement, as it then stood (R9)."""

    set_id: str
    title: str
    revision: int


@dataclass(frozen=True, slots=True)
class RequirementSet:
    """A requirement set while it lives.

    ``revision`` goes up with each change and guards against two editors.
    """

    id: str
    organisation_id: str
    title: str
    status: SetStatus
    revision: int
    diary: str | None
    cpv: tuple[CpvEntry, ...]
    assumptions: Assumptions
    lines: tuple[Line, ...]
    removed: tuple[RemovedLine, ...]
    created_by: str
    created_at: datetime
    changed_at: datetime
    locked_at: datetime | None = None
    seal: str | None = None
    published_on: date | None = None
    deadline_on: date | None = None
    decisions: tuple[Decision, ...] = ()
    copied_from: CopiedFrom | None = None


@dataclass(frozen=True, slots=True)
class SealedParameter:
    """A blank as it stands in the sealed set; ``value`` is None only where the tenderer fills it."""

    name: str
    unit: str | None
    value: str | None
    filled_by: str


@dataclass(frozen=True, slots=True)
class SealedLine:
    """One requirement as sealed. ``number`` is literal ("1.2"): tenders refer to it.

    ``text`` has its blanks filled, in each language's own way of writing numbers; a blank that the tenderer
    fills is still written ``{name}`` there. It begins with what the line is about where ``applies_to`` says
    it (since form 2). ``parameters`` holds the blanks that stand in the text.
    ``original_text`` is the library's words with the same values, set only
    where the text was changed locally, and then the requirement is not called by the krav-ID alone.
    ``methods`` has the main method first.
    """

    number: str
    line: int
    origin: LineOrigin
    ref: str | None
    fingerprint: str | None
    requirement: Requirement
    parameters: tuple[SealedParameter, ...]
    text: Words
    original_text: Words | None
    change_reason: str | None
    methods: tuple[Method, ...]
    when: tuple[FollowUpTime, ...]
    role: FollowUpRole | None
    not_followed_reason: str | None
    applies_to: str | None = None


@dataclass(frozen=True, slots=True)
class SealedSet:
    """A locked revision of a set: everything the annex, the contract and the court need, and nothing else.

    Its canonical JSON is what the seal is the SHA-256 of (ARCHITECTURE, invariant 4).
    ``log_sequence`` and ``log_hash`` are the head of the event log when it was locked.
    """

    form: str
    set_id: str
    revision: int
    title: str
    organisation: str
    organisation_number: str | None
    diary: str | None
    cpv: tuple[CpvEntry, ...]
    assumptions: Assumptions
    locked_on: date
    locked_at: datetime
    log_sequence: int
    log_hash: str
    lines: tuple[SealedLine, ...]
