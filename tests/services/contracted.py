# SPDX-License-Identifier: EUPL-1.2
"""A contract opened through the use case, from a locked set of two or three requirements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import FollowUpTime, ProofKind
from criteria.people.model import Actor
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import lock_set
from followup.evidence.strength import Claim
from followup.services.contract_views import ContractView
from followup.services.contracts import ContractRequest, open_contract
from followup.services.evidence import NewEvidence, NewFile, add_evidence
from tests.plumbing.installation import World
from tests.requirements.factories import make_template, make_version
from tests.services.set_factories import draft, stock

START, END = date(2027, 1, 4), date(2028, 12, 31)
SUPPLIER = "556012-5790"
TESTED = make_version("FURN-01:1@base")
YEARLY = make_version(
    "FURN-02:1@base",
    title="Märkt möbel",
    follow_up=replace(make_template(), when=(FollowUpTime.CONTRACT_START, FollowUpTime.YEARLY)),
)


def locked_set(world: World, *versions: CriterionVersion, actor: Actor | None = None) -> str:
    """The id of a locked set with the versions, stored in the library too."""
    chosen = versions or (TESTED, YEARLY)
    stock(world, *chosen)
    acting = replace(world, actor=actor or world.actor)
    view = draft(acting, *(version.ref for version in chosen))
    return lock_set(world.installation, acting.actor, EditAt(view.id)).id


def request(set_id: str, **changes: object) -> ContractRequest:
    """A two-year contract with a Swedish supplier."""
    usual = ContractRequest(set_id, START, END, supplier=SUPPLIER, value="480 000")
    return replace(usual, **changes)  # type: ignore[arg-type]


def opened(world: World, *versions: CriterionVersion, **changes: object) -> ContractView:
    """A new contract on a locked set."""
    return open_contract(world.installation, world.actor, request(locked_set(world, *versions), **changes))


def report(world: World, contract_id: str, line: str = "1.1", **changes: object) -> str:
    """The id of a test report stored about a requirement, strength 3."""
    new = NewEvidence((line,), Claim(ProofKind.TEST_REPORT), date(2026, 10, 1))
    new = replace(new, **changes)  # type: ignore[arg-type]
    file = NewFile("rapport.pdf", b"%PDF-1.7\n" + line.encode())
    return add_evidence(world.installation, world.actor, contract_id, file, new).id
