# SPDX-License-Identifier: EUPL-1.2
"""Valid criteria and sets for the tests of requirement sets; a test changes one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from criteria.exchange.rule_files import read_effort, read_law
from criteria.library.fingerprint import version_fingerprint
from criteria.library.law_check import LawBook
from criteria.library.model import (
    Applicability,
    CriterionVersion,
    DeclarationTemplate,
    FollowUpTemplate,
    Parameter,
    Proof,
    ProofAlternative,
    ProofItem,
    Question,
    Review,
    Source,
    Words,
)
from criteria.library.vocabulary import (
    Aspect,
    FilledBy,
    FollowUpRole,
    FollowUpTime,
    LegalReview,
    Level,
    Method,
    ParameterType,
    ProofBy,
    ProofKind,
    ProofTime,
    RequirementType,
    ShippedState,
    SourceMark,
)
from criteria.requirements.effort import EffortBook
from criteria.requirements.lines import Pinned, add_version
from criteria.requirements.model import Assumptions, LocalWording, RequirementSet, SetStatus

START = date(2026, 1, 1)
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DATA = Path(__file__).parents[2] / "data"


def make_parameter(name: str = "limit", **changes: object) -> Parameter:
    """A decimal blank from 0.01 to 0.06 mg/m³ without default."""
    parameter = Parameter(
        name=name,
        type=ParameterType.DECIMAL,
        guidance=Words("Välj och kontrollera."),
        unit="mg/m³",
        minimum=Decimal("0.01"),
        maximum=Decimal("0.06"),
        filled_by=FilledBy.PROCURER,
    )
    return replace(parameter, **changes)  # type: ignore[arg-type]


def make_proof(strength: int = 3, kind: ProofKind = ProofKind.TEST_REPORT) -> Proof:
    """One alternative with one item."""
    item = ProofItem(kind, strength, Words("Provningsrapport från ackrediterat laboratorium."))
    return Proof((ProofAlternative((item,)),), ProofTime.BEFORE_AWARD, ProofBy.WINNER)


def make_template(*methods: Method, **changes: object) -> FollowUpTemplate:
    """A follow-up template; methods default to TEST and LABEL."""
    template = FollowUpTemplate(
        methods=methods or (Method.TEST, Method.LABEL),
        when=(FollowUpTime.CONTRACT_START,),
        role=FollowUpRole.ENVIRONMENT_STRATEGIST,
        min_strength=3,
        ask_for=("Rapporten för varje artikel.",),
        look_at=("Är laboratoriet ackrediterat?",),
        remark=(),
        deviation=("Rapport saknas.",),
        then=("Påtala skriftligt.",),
    )
    return replace(template, **changes)  # type: ignore[arg-type]


def make_version(ref: str = "FURN-01:1@base", **changes: object) -> CriterionVersion:
    """A published technical specification in furniture; ``title`` and ``text`` may be plain Swedish."""
    key, _, level = ref.partition("@")
    criterion_id, _, number = key.partition(":")
    for name in ("title", "text"):
        if isinstance(changes.get(name), str):
            changes[name] = Words(str(changes[name]))
    version = CriterionVersion(
        id=criterion_id,
        version=int(number),
        level=Level(level),
        type=RequirementType.TECHNICAL_SPECIFICATION,
        state=ShippedState.PUBLISHED,
        valid_from=START,
        draft_because=(),
        groups=("furniture",),
        aspects=(Aspect.DURABILITY,),
        title=Words("Provad hållfasthet", "Tested strength"),
        text=Words("Stommen ska hålla i minst tio år.", "The frame shall last at least ten years."),
        parameters=(),
        purpose="Varor som håller länge sparar pengar.",
        applicability=Applicability(("Dagligen.",), ("Engångsköp.",), (Question("Ofta?", "Ja", "Nej"),)),
        proof=make_proof(),
        labels=(),
        law_floor=None,
        replaces=(),
        supplier_effort="Litet.",
        objections=(),
        sources=(Source("Exempel", None, START, SourceMark.KNOWN),),
        upstream=(),
        follow_up=make_template(),
        declaration=DeclarationTemplate((Words("Vi har rapporten."),)),
        review=Review(LegalReview.NOT_REVIEWED, "Redaktionen", START),
    )
    return replace(version, **changes)  # type: ignore[arg-type]


def with_limit(ref: str = "FURN-02:1@advanced", **changes: object) -> CriterionVersion:
    """A version whose text has one blank, ``limit``."""
    text = Words(
        "Skivorna ska avge högst {limit} milligram per kubikmeter luft.",
        "The panels shall emit at most {limit} milligrams per cubic metre.",
    )
    return make_version(ref, text=text, parameters=(make_parameter(),), **changes)


def make_set(*versions: CriterionVersion, **changes: object) -> RequirementSet:
    """A draft with the versions as its lines, in that order."""
    set_ = RequirementSet(
        id="set-0123456789",
        organisation_id="org-1",
        title="Kontorsmöbler 2026",
        status=SetStatus.DRAFT,
        revision=1,
        diary="KS 2026/311",
        cpv=(),
        assumptions=Assumptions(),
        lines=(),
        removed=(),
        created_by="user-1",
        created_at=NOW,
        changed_at=NOW,
    )
    for version in versions:
        set_ = add_version(set_, pin(version))
    return replace(set_, **changes)  # type: ignore[arg-type]


def pin(version: CriterionVersion) -> Pinned:
    """The version with its fingerprint."""
    return Pinned(version, version_fingerprint(version))


def wording(text: str, english: str | None = None) -> LocalWording:
    """A local wording with a reason."""
    return LocalWording(Words(text, english), "Skolan behåller borden längre.", "user-1", NOW)


def effort_book() -> EffortBook:
    """The hours as shipped."""
    return read_effort(DATA)


def law_book(*labels: str) -> LawBook:
    """The law check as shipped, watching some label names."""
    return LawBook(read_law(DATA), labels or ("FSC", "KRAV", "Möbelfakta", "Svanen"))
