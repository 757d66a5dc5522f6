# SPDX-License-Identifier: EUPL-1.2
"""What the services hand over for a document: plain values, names of people already looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from criteria.library.model import FollowUpTemplate, Words
from criteria.library.vocabulary import FollowUpRole, Level, Method, ProofKind, RequirementType
from followup.declarations.model import Answer, DeclarationStatus, FrozenForm
from followup.deviations.model import DeviationStatus, Severity
from followup.log.model import Result, ShownAs


@dataclass(frozen=True, slots=True)
class ContractHead:
    """What every follow-up document says about its contract.

    ``made_at`` dates the file: the moment its content was fixed, never the moment of rendering.
    """

    contract_id: str
    title: str
    diary: str | None
    buyer: str
    supplier: str
    supplier_number: str
    starts_on: date
    ends_on: date
    seal: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class TemplateForm:
    """One requirement to check: the words that bind, the template, and when and by whom.

    ``head`` is None on the form of a criterion in the library, which belongs to no contract yet; ``made_at``
    dates the file. ``sample`` says in words how many are looked at; ``due_on`` and ``person`` are None on an
    empty form.
    """

    head: ContractHead | None
    made_at: datetime
    number: str
    ref: str | None
    title: Words
    text: Words
    type: RequirementType
    level: Level | None
    template: FollowUpTemplate
    methods: tuple[Method, ...]
    role: FollowUpRole
    min_strength: int
    due_on: date | None = None
    person: str | None = None
    sample: str | None = None


@dataclass(frozen=True, slots=True)
class DeclarationForm:
    """The frozen form with what stands around it. ``contact`` is a function's address, not a person's."""

    head: ContractHead
    frozen: FrozenForm
    reply_by: date | None = None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class DeclarationOrigin:
    """Which contract and seal a filled form says it answers to."""

    form: str
    contract_id: str
    seal: str


@dataclass(frozen=True, slots=True)
class ReportEvidence:
    """One piece of evidence an outcome rests on."""

    sha256: str
    kind: ProofKind
    strength: int
    dated_on: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ReportDeclaration:
    """What the supplier declared about a requirement; ``answer`` None is no answer, never a yes (DC2)."""

    answer: Answer | None
    status: DeclarationStatus
    valid_to: date
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One requirement with how it stands; what is logged is None where nothing was.

    ``observed_on`` is the day the finding refers to, ``logged_on`` the day it was written down, and ``hours``
    everything spent on the requirement, corrected outcomes too.
    """

    number: str
    ref: str | None
    title: Words
    min_strength: int
    shown_as: ShownAs
    result: Result | None = None
    method: Method | None = None
    strength: int | None = None
    observed_on: date | None = None
    logged_on: date | None = None
    assessor: str | None = None
    note: str = ""
    hours: Decimal | None = None
    declaration: ReportDeclaration | None = None
    evidence: tuple[ReportEvidence, ...] = ()

    @property
    def refused(self) -> Answer | None:
        """The "no" or "partly" of a declaration that holds, where nobody has checked the requirement."""
        said = self.declaration
        if self.shown_as is not ShownAs.UNCHECKED or said is None:
            return None
        holds = said.status is DeclarationStatus.COMPLETE
        return said.answer if holds and said.answer in (Answer.NO, Answer.PARTLY) else None


@dataclass(frozen=True, slots=True)
class ReportNotFollowed:
    """A requirement without task, with the recorded reason (T1)."""

    number: str
    title: Words
    reason: str


@dataclass(frozen=True, slots=True)
class ReportDeviation:
    """An open deviation; the days of finding and notice are always shown (DV3)."""

    number: str
    title: Words
    severity: Severity
    status: DeviationStatus
    found_on: date
    notified_on: date | None
    reply_by: date | None


@dataclass(frozen=True, slots=True)
class ContractReport:
    """The follow-up of one contract as it stood on a day, with the log's head at that moment.

    ``hours`` is everything spent on the contract, None where nobody logged any.
    """

    head: ContractHead
    as_of: date
    log_sequence: int
    log_hash: str
    lines: tuple[ReportLine, ...]
    not_followed: tuple[ReportNotFollowed, ...]
    deviations: tuple[ReportDeviation, ...]
    hours: Decimal | None = None
