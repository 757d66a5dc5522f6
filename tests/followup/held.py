# SPDX-License-Identifier: EUPL-1.2
"""A contract held by the first organisation, made through the stores; a test changes one thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from criteria.events.model import Head
from criteria.library.model import CriterionVersion, DeclarationTemplate, Words
from criteria.library.vocabulary import FilledBy, ProofKind, RequirementType
from criteria.people.model import Actor
from criteria.requirements.model import ParameterValue, SealedSet, SetStatus
from criteria.requirements.seal import SealContext, seal_of, seal_set
from criteria.storage.set_store import SetStore
from followup.contracts.model import Bound, BoundAward, Contract, Terms
from followup.contracts.supplier import Supplier, SupplierIdentity, SupplierIdKind
from followup.plan.risk import RiskScore, SupplierStanding
from followup.storage.contract_store import ContractStore, StoredContract
from tests.plumbing.installation import World
from tests.requirements.factories import NOW, make_parameter, make_proof, make_set, make_version

START, END = date(2026, 6, 1), date(2028, 5, 31)
SUPPLIER = Supplier(
    "supplier-1", SupplierIdentity(SupplierIdKind.SWEDISH, "5560160680", "SE"), "Möbelverket AB"
)
_SCORE = RiskScore(2, 1, None, "furniture", 1, SupplierStanding.UNKNOWN, 2, "low", "En kontroll per avtal.")


@dataclass(frozen=True, slots=True)
class Held:
    """A contract with the sealed set it pins."""

    contract: Contract
    sealed: SealedSet


def versions() -> tuple[CriterionVersion, ...]:
    """Two technical specifications and two award criteria; the second award criterion is not offered."""
    asked = make_parameter("years", filled_by=FilledBy.TENDERER, unit="år", minimum=None, maximum=None)
    return (
        make_version(
            "FURN-01:1@base", declaration=DeclarationTemplate((Words("Vi har rapporten.", "We have it."),))
        ),
        make_version("FURN-02:1@base", title="Hela varan märkt", proof=make_proof(2, ProofKind.CERTIFICATE)),
        make_version(
            "FURN-03:1@base",
            type=RequirementType.AWARD_CRITERION,
            title="Längre garanti",
            text=Words("Garanti i {years} år.", "Guarantee for {years} years."),
            parameters=(asked,),
        ),
        make_version("FURN-04:1@base", type=RequirementType.AWARD_CRITERION, title="Reservdelar"),
    )


def seal_lines(
    *chosen: CriterionVersion, organisation_id: str = "org-1", set_id: str = "set-0123456789"
) -> SealedSet:
    """A sealed set of the versions."""
    set_ = make_set(*chosen, organisation_id=organisation_id, id=set_id)
    day = date(2026, 5, 1)
    return seal_set(set_, SealContext("Ekby kommun", None, Head(1, "0" * 64), NOW, day))


def contract_of(sealed: SealedSet, organisation_id: str = "org-1") -> Contract:
    """A contract on a sealed set: the first award criterion offered at ten years, the others not."""
    award = [line for line in sealed.lines if line.requirement.type is RequirementType.AWARD_CRITERION]
    bound = Bound(
        award=tuple(
            BoundAward(line.line, not place, (ParameterValue("years", "10"),) if not place else ())
            for place, line in enumerate(award)
        )
    )
    return Contract(
        id=f"contract-{sealed.set_id[4:]}",
        organisation_id=organisation_id,
        title=sealed.title,
        diary=sealed.diary,
        set_id=sealed.set_id,
        set_revision=sealed.revision,
        seal=seal_of(sealed),
        supplier=SUPPLIER,
        terms=Terms(START, END),
        owner_id=None,
        bound=bound,
        opened_by="user-1",
        opened_at=NOW,
    )


def hold_contract(world: World, actor: Actor | None = None, set_id: str = "set-0123456789") -> Held:
    """A stored contract on a stored, sealed set."""
    acting = actor or world.actor
    organisation_id = acting.organisation_id
    set_ = make_set(*versions(), organisation_id=organisation_id, id=set_id, status=SetStatus.CONTRACTED)
    sealed = seal_lines(*versions(), organisation_id=organisation_id, set_id=set_id)
    with world.installation.writing() as work:
        store = SetStore(work.session)
        store.add(replace(set_, seal=seal_of(sealed)))
        store.add_sealed(sealed)
        contracts = ContractStore(work.session)
        own = replace(SUPPLIER, id=f"supplier-{set_id[4:]}")
        supplier = contracts.put_supplier(organisation_id, own, NOW)
        contract = replace(contract_of(sealed, organisation_id), supplier=supplier)
        contracts.add(StoredContract(contract, _SCORE, (1, 2, 3), (), ()))
    return Held(contract, sealed)
