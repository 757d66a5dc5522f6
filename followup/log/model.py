# SPDX-License-Identifier: EUPL-1.2
"""The verification log: one outcome of one check, and what it pins. Source: DOMAIN 4.4, T3, T4 and T8."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from criteria.library.vocabulary import Method, ProofKind


class Result(str, Enum):
    """What the assessor says."""

    MET = "met"
    MET_WITH_REMARK = "met_with_remark"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_VERIFIABLE = "not_verifiable"
    NOT_APPLICABLE = "not_applicable"


class ShownAs(str, Enum):
    """How an outcome is shown and counted, computed from result, strength and the template's minimum.

    Source: CLI contract. ``unchecked`` is a requirement without outcome, the most visible state of all.
    """

    VERIFIED = "verified"
    VERIFIED_WITH_REMARK = "verified_with_remark"
    RECEIVED_NOT_VERIFIED = "received_not_verified"
    DECLARED_NOT_VERIFIED = "declared_not_verified"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_VERIFIABLE = "not_verifiable"
    NOT_APPLICABLE = "not_applicable"
    REUSED = "reused"
    UNCHECKED = "unchecked"


#: What a log may count as checked and found in order.
VERIFIED = frozenset({ShownAs.VERIFIED, ShownAs.VERIFIED_WITH_REMARK})


@dataclass(frozen=True, slots=True)
class EvidenceUse:
    """One piece of evidence as it stood when the outcome was logged: its hash, its strength for this claim.

    ``strength`` is that of the item for this requirement before validity is looked at; ``dated_on`` is the
    date the proof refers to and ``valid_to`` the last day it holds.
    """

    evidence_id: str
    sha256: str
    kind: ProofKind
    strength: int
    dated_on: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One logged outcome; a correction is a new one that points at the old by ``corrects``.

    ``place`` is its place in the contract's log, from 1: the order things were said in, whatever the clock.

    ``ref`` and ``fingerprint`` pin the criterion version (None for a requirement of the set's own, which the
    contract's seal pins). ``observed_on`` is the day the finding refers to; ``strength`` is what the evidence
    had for this requirement on that day, ``min_strength`` what the template asked. ``hours`` in quarters.
    """

    id: str
    contract_id: str
    organisation_id: str
    place: int
    task_id: str
    line: int
    number: str
    ref: str | None
    fingerprint: str | None
    result: Result
    method: Method
    evidence: tuple[EvidenceUse, ...]
    strength: int
    min_strength: int
    note: str
    observed_on: date
    assessor_id: str
    at: datetime
    hours: Decimal | None = None
    corrects: str | None = None
    reused_from: str | None = None
