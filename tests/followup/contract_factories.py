# SPDX-License-Identifier: EUPL-1.2
"""Sealed sets, contracts and outcomes for the rules of follow-up; a test changes one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from criteria.events.model import Head
from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import Method, ProofKind
from criteria.people.model import Role
from criteria.requirements.model import RequirementSet, SealedSet
from criteria.requirements.seal import SealContext, seal_of, seal_set
from followup.contracts.model import Bound, Contract, Terms
from followup.contracts.supplier import Supplier, SupplierIdentity, SupplierIdKind
from followup.log.model import EvidenceUse, Outcome, Result
from followup.plan.planning import Performer, PlanBasis
from followup.plan.risk import RiskScore, SupplierStanding
from followup.sampling.size import Scale, sample_size
from followup.services.triage_book import shipped_triage
from tests.requirements.factories import NOW, make_set

START, END = date(2027, 1, 4), date(2028, 12, 31)
OWNER = "user-owner"


def seal(*versions: CriterionVersion, set_: RequirementSet | None = None) -> SealedSet:
    """A sealed set with the versions as its lines."""
    context = SealContext("Ekby kommun", None, Head(1, "0" * 64), NOW, date(2026, 11, 23))
    return seal_set(set_ or make_set(*versions), context)


def make_contract(sealed: SealedSet, **changes: object) -> Contract:
    """A two-year contract on a sealed set, owned by ``OWNER``."""
    contract = Contract(
        id="contract-1",
        organisation_id="org-1",
        title=sealed.title,
        diary=None,
        set_id=sealed.set_id,
        set_revision=sealed.revision,
        seal=seal_of(sealed),
        supplier=Supplier("supplier-1", SupplierIdentity(SupplierIdKind.SWEDISH, "5560125790", "SE"), None),
        terms=Terms(START, END),
        owner_id=OWNER,
        bound=Bound(),
        opened_by=OWNER,
        opened_at=NOW,
    )
    return replace(contract, **changes)  # type: ignore[arg-type]


def make_score(score: int) -> RiskScore:
    """A risk score with its band, as shipped."""
    band = shipped_triage().band(score)
    return RiskScore(score, 1, None, None, 1, SupplierStanding.UNKNOWN, 2, band.code, band.text)


def make_basis(score: int = 9, *people: Performer) -> PlanBasis:
    """What a plan rests on, with the shipped limits."""
    owner = Performer(OWNER, frozenset({Role.CONTRACT_OWNER}))
    return PlanBasis(make_score(score), shipped_triage(), people or (owner,), _size, "seed")


def _size(population: int, strict: bool) -> int:
    return sample_size(population, Scale.STRICT if strict else Scale.NORMAL)


def make_use(strength: int, **changes: object) -> EvidenceUse:
    """A test report of a strength, dated before the finding."""
    use = EvidenceUse("evidence-1", "a" * 64, ProofKind.TEST_REPORT, strength, date(2027, 1, 1), None)
    return replace(use, **changes)  # type: ignore[arg-type]


def make_outcome(**changes: object) -> Outcome:
    """Line 1 met with strength 3 of at least 3, observed 2027-02-01."""
    outcome = Outcome(
        id="outcome-1",
        contract_id="contract-1",
        organisation_id="org-1",
        place=1,
        task_id="task-1",
        line=1,
        number="1.1",
        ref="FURN-01:1@base",
        fingerprint="f" * 64,
        result=Result.MET,
        method=Method.TEST,
        evidence=(make_use(3),),
        strength=3,
        min_strength=3,
        note="",
        observed_on=date(2027, 2, 1),
        assessor_id=OWNER,
        at=datetime(2027, 2, 1, 12, tzinfo=UTC),
        hours=Decimal("0.5"),
    )
    return replace(outcome, **changes)  # type: ignore[arg-type]
