# SPDX-License-Identifier: EUPL-1.2
"""The shape of a criterion version, a product group, a package, a label and a library event.

The same dataclasses are the shape of the YAML files, of the API and of ``--json``; the schemas are
derived from them (criteria.schemas.derived). ``field(metadata=...)`` holds what a type cannot say. What
can happen to a version is declared in ``library_events`` and handed on here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from criteria.library.library_events import Carried as Carried
from criteria.library.library_events import ChangeClass as ChangeClass
from criteria.library.library_events import CoverageUnit as CoverageUnit
from criteria.library.library_events import GapNotice as GapNotice
from criteria.library.library_events import GapReason as GapReason
from criteria.library.library_events import LawReference as LawReference
from criteria.library.library_events import LibraryEvent as LibraryEvent
from criteria.library.library_events import LibraryEventKind as LibraryEventKind
from criteria.library.library_events import Move as Move
from criteria.library.library_events import Rebase as Rebase
from criteria.library.library_events import Successor as Successor
from criteria.library.vocabulary import (
    Aspect,
    FilledBy,
    FollowUpRole,
    FollowUpTime,
    LabelCoverage,
    LabelPoint,
    LabelUse,
    LegalReview,
    Level,
    Method,
    ParameterType,
    PointVerdict,
    ProofBy,
    ProofKind,
    ProofTime,
    RequirementType,
    ShippedState,
    SourceMark,
)

#: Ours (``FURN-01``), or with the prefix of its owner (``EKBY/LJUS-01``, ``UHM/10166``).
CRITERION_ID = (
    r"^(?:[A-Z][A-Z0-9]{0,7}-[0-9]{2}[b-z]?"
    r"|[A-Z][A-Z0-9]{1,15}/[A-Z0-9][A-Z0-9ÅÄÖ]{0,15}(?:-[0-9]{1,4}[a-z]?)?)$"
)


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Swedish and, where suppliers see it, in English (``None`` when not translated)."""

    sv: str = field(metadata={"min_length": 1, "max_length": 4000})
    en: str | None = field(default=None, metadata={"max_length": 4000})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed blank in the requirement text, written ``{name}`` there.

    ``default`` is a checked value that may stand as it is; ``None`` means "välj och kontrollera".
    ``minimum`` and ``maximum`` are inclusive. ``choices`` is used by type ``choice`` only. A blank
    ``filled_by`` the tenderer stays open in the annex; its value binds when the contract is signed.
    """

    name: str = field(metadata={"pattern": r"^[a-z][a-z0-9_]{0,30}$"})
    type: ParameterType
    guidance: Words
    unit: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    default: str | None = None
    choices: tuple[str, ...] = ()
    filled_by: FilledBy = FilledBy.PROCURER


@dataclass(frozen=True, slots=True)
class Question:
    """An applicability question a non-expert can answer, with what each answer means."""

    question: str
    if_yes: str
    if_no: str


@dataclass(frozen=True, slots=True)
class Applicability:
    """When the criterion fits a purchase and when it does not."""

    use_when: tuple[str, ...] = field(metadata={"min_items": 1})
    avoid_when: tuple[str, ...] = field(metadata={"min_items": 1})
    questions: tuple[Question, ...] = field(metadata={"min_items": 1, "max_items": 5})


@dataclass(frozen=True, slots=True)
class ProofItem:
    """One thing that must be shown, with the evidence strength (0-5) it has for this claim."""

    kind: ProofKind
    strength: int = field(metadata={"minimum": 0, "maximum": 5})
    text: Words


@dataclass(frozen=True, slots=True)
class ProofAlternative:
    """One accepted way of showing it: every item of ``all_of`` must be there."""

    all_of: tuple[ProofItem, ...] = field(metadata={"min_items": 1})


@dataclass(frozen=True, slots=True)
class Proof:
    """What is accepted as proof, when it is shown and by whom.

    ``within_working_days`` is set exactly when ``when`` is ``on_request``.
    """

    alternatives: tuple[ProofAlternative, ...] = field(metadata={"min_items": 1})
    when: ProofTime
    by: ProofBy
    within_working_days: int | None = field(default=None, metadata={"minimum": 1, "maximum": 60})


@dataclass(frozen=True, slots=True)
class LabelCover:
    """That a label settles the requirement in full or in part; ``note`` says which part."""

    label: str
    coverage: LabelCoverage
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from and when it was read."""

    title: str
    reference: str | None
    read_on: date
    mark: SourceMark
    paid: bool = False


@dataclass(frozen=True, slots=True)
class UpstreamReference:
    """A national krav-ID that the criterion answers to; printed "motsvarar krav-ID ...", never our key."""

    krav_id: str = field(metadata={"pattern": r"^[0-9]{3,6}(:[1-9][0-9]*)?$"})
    owner: str
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class LawFloor:
    """What the law demands anyway, so that nobody sells law as a requirement."""

    text: str
    reference: str
    in_force_from: date | None = None


@dataclass(frozen=True, slots=True)
class FollowUpTemplate:
    """How a person who was not there checks the requirement; printable on one page.

    ``methods`` has the main method first. ``min_strength`` (1-5) is the evidence strength needed
    before an outcome may be shown as verified.
    """

    methods: tuple[Method, ...] = field(metadata={"min_items": 1})
    when: tuple[FollowUpTime, ...] = field(metadata={"min_items": 1})
    role: FollowUpRole
    min_strength: int = field(metadata={"minimum": 1, "maximum": 5})
    ask_for: tuple[str, ...] = field(metadata={"min_items": 1})
    look_at: tuple[str, ...] = field(metadata={"min_items": 1})
    remark: tuple[str, ...]
    deviation: tuple[str, ...] = field(metadata={"min_items": 1})
    then: tuple[str, ...]
    sample: str | None = None


@dataclass(frozen=True, slots=True)
class DeclarationTemplate:
    """What the supplier answers yes, partly, no or not applicable to."""

    checklist: tuple[Words, ...] = field(metadata={"min_items": 1})
    per_article: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """Who has read the criterion, how far, and when."""

    legal: LegalReview
    editor: str
    read_on: date


@dataclass(frozen=True, slots=True)
class CriterionVersion:
    """One frozen wording of a criterion at one level.

    The key is (id, version, level). ``replaces`` lists lines (``ID@level``) this one takes the place of
    when a package is closed upwards (advanced = base + advanced - replaced). ``state`` and
    ``valid_from`` say how the file enters an installation and are not part of the fingerprint.
    """

    id: str = field(metadata={"pattern": CRITERION_ID})
    version: int = field(metadata={"minimum": 1, "maximum": 9999})
    level: Level
    type: RequirementType
    state: ShippedState
    valid_from: date | None
    draft_because: tuple[str, ...]
    groups: tuple[str, ...] = field(metadata={"min_items": 1})
    aspects: tuple[Aspect, ...] = field(metadata={"min_items": 1, "max_items": 3})
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
    sources: tuple[Source, ...] = field(metadata={"min_items": 1})
    upstream: tuple[UpstreamReference, ...]
    follow_up: FollowUpTemplate
    declaration: DeclarationTemplate
    review: Review

    @property
    def ref(self) -> str:
        """The full reference, for instance ``FURN-02:1@advanced``."""
        return f"{self.id}:{self.version}@{self.level.value}"


@dataclass(frozen=True, slots=True)
class GroupRisk:
    """Sustainability risk of a product group, 1 (low) to 3 (high), with the reason."""

    value: int = field(metadata={"minimum": 1, "maximum": 3})
    reason: str


@dataclass(frozen=True, slots=True)
class CpvEntry:
    """A CPV code with check digit (``39130000-2``) and its official Swedish label."""

    code: str = field(metadata={"pattern": r"^[0-9]{8}-[0-9]$"})
    label: str


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Everyday words that lead to the group, with where they come from."""

    words: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """A product group that criteria are filed in."""

    id: str = field(metadata={"pattern": r"^[a-z][a-z_]{1,40}$"})
    title: Words
    summary: str
    cpv: tuple[CpvEntry, ...]
    risk: GroupRisk
    law_floors: tuple[LawFloor, ...]
    synonyms: Synonyms
    related: tuple[str, ...]
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A named, versioned list of criteria for a purpose. ``members`` are ``ID:version@level``.

    ``warnings`` are the members that have left force and that nothing took the place of; such a member
    stays, marked, so that a package is never silently shorter. ``valid_from`` is empty for what was always
    so. Source: DOMAIN 4.2, I16.
    """

    id: str = field(metadata={"pattern": r"^[a-z][a-z0-9_]{1,60}$"})
    version: int = field(metadata={"minimum": 1})
    title: Words
    purpose: str
    members: tuple[str, ...] = field(metadata={"min_items": 1})
    valid_from: date | None = field(default=None, metadata={"later": True})
    warnings: tuple[str, ...] = field(default=(), metadata={"later": True})


@dataclass(frozen=True, slots=True)
class LabelPointVerdict:
    """How a label stands against one point of 9 kap. 13 § LOU, with the reason."""

    point: LabelPoint
    verdict: PointVerdict
    reason: str


@dataclass(frozen=True, slots=True)
class LabelInGroup:
    """That a label is judged otherwise, or for another reason, in one product group."""

    group: str
    conclusion: LabelUse
    reason: str


@dataclass(frozen=True, slots=True)
class LabelAssessment:
    """The six-point assessment of a label; ``groups`` names the product groups that differ.

    ``points`` is empty only for a label that was stored before it was judged point by point.
    Source: 9 kap. 12-13 §§ LOU; DOMAIN 2.2.
    """

    summary: str
    points: tuple[LabelPointVerdict, ...]
    conclusion: LabelUse
    groups: tuple[LabelInGroup, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Label:
    """A label scheme. ``kind`` is ``type_1``, ``certification``, ``energy``, ``company`` or ``rating``."""

    id: str = field(metadata={"pattern": r"^[a-z][a-z0-9_]{1,40}$"})
    name: str
    owner: str
    kind: str
    scope: str
    register: str | None
    strength: int = field(metadata={"minimum": 1, "maximum": 4})
    assessment: LabelAssessment
    sources: tuple[Source, ...]
