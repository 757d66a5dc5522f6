# SPDX-License-Identifier: EUPL-1.2
"""What a report says, each figure with the log entries it comes from; the JSON form of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from criteria.library.model import Words
from criteria.library.vocabulary import Method, ProofKind, RequirementType
from followup.declarations.model import Answer, DeclarationStatus
from followup.deviations.model import DeviationStatus, Severity
from followup.documents.model import ContractHead
from followup.log.model import Result, ShownAs
from followup.plan.model import NotFollowedKind

#: The shape of the JSON form.
FORM = "kravkedjan/contract-report/1"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Where a figure comes from: an outcome, its event's place in the log, and who logged it when."""

    outcome: str
    sequence: int | None
    result: Result
    shown_as: ShownAs
    strength: int
    observed_on: date
    logged_at: datetime
    assessor: str
    hours: Decimal | None
    corrects: str | None


@dataclass(frozen=True, slots=True)
class EvidenceFigure:
    """A piece of evidence that the standing rests on."""

    id: str
    sha256: str
    kind: ProofKind
    strength: int
    dated_on: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class DeclarationState:
    """What the latest declaration says about a requirement; ``answer`` None is no answer."""

    id: str
    status: DeclarationStatus
    answer: Answer | None
    signed_on: date
    valid_to: date
    comment: str


@dataclass(frozen=True, slots=True)
class LineFigure:
    """One requirement and how it stands; ``entries`` is its whole log, oldest first.

    ``result``, ``method``, ``strength``, ``observed_on``, ``logged_at``, ``assessor`` and ``note`` are of the
    latest outcome that holds; for a requirement that is only declared, of the declaration.
    """

    line: int
    number: str
    ref: str | None
    fingerprint: str | None
    title: Words
    type: RequirementType
    shown_as: ShownAs
    result: Result | None
    method: Method | None
    strength: int | None
    min_strength: int
    observed_on: date | None
    logged_at: datetime | None
    assessor: str | None
    note: str
    outcome: str | None
    evidence: tuple[EvidenceFigure, ...]
    declaration: DeclarationState | None
    entries: tuple[LogEntry, ...]


@dataclass(frozen=True, slots=True)
class CountFigure:
    """How many requirements stand one way, and which; so that a figure can be followed to its lines."""

    shown_as: ShownAs
    count: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotFollowedFigure:
    """A requirement without task: never promised, or a recorded decision (T1)."""

    number: str
    title: Words
    kind: NotFollowedKind
    reason: str


@dataclass(frozen=True, slots=True)
class DeviationFigure:
    """A deviation; the days of finding and notice are always there (DV3)."""

    id: str
    number: str
    title: Words
    severity: Severity
    status: DeviationStatus
    is_open: bool
    outcome: str
    found_on: date
    notified_on: date | None
    reply_by: date | None


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last event of the log when the report was made."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """The follow-up of one contract on a day; ``certainty`` says in words how sure we are."""

    form: str
    certainty: str
    contract: ContractHead
    as_of: date
    counts: tuple[CountFigure, ...]
    lines: tuple[LineFigure, ...]
    not_followed: tuple[NotFollowedFigure, ...]
    deviations: tuple[DeviationFigure, ...]
    hours: Decimal | None
    log: LogHead
