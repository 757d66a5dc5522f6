# SPDX-License-Identifier: EUPL-1.2
"""A demonstration organisation with a set, a contract and outcomes, clearly marked and removable.

It is made by the same use cases as everything else, so it shows what the product does. Removing it
takes away every way in to it; its events stay in the log, which is append-only, and say what they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from criteria.errors import NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.library.vocabulary import Method, ProofKind
from criteria.people.model import Actor, Organisation, Permission, Role
from criteria.services.installation import Installation
from criteria.services.integrity import is_live
from criteria.services.sets import NewSet, add_criteria, create_set, set_parameter
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import lock_set
from criteria.services.sets_views import SetView
from criteria.storage.people_store import PeopleStore
from followup.evidence.strength import Claim
from followup.log.model import Result
from followup.services.contracts import ContractRequest, open_contract
from followup.services.evidence import NewEvidence, NewFile, add_evidence
from followup.services.outcomes import OutcomeRequest, log_outcome

KIND = "demonstration"
REMOVED = "demonstration_removed"
NAME = "Demokommunen (påhittad)"
_PEOPLE = (
    ("Lena Demo (påhittad)", (Role.PROCURER, Role.CONTRACT_OWNER)),
    ("Amina Demo (påhittad)", (Role.REQUESTER,)),
    ("Erik Demo (påhittad)", (Role.ENVIRONMENT_STRATEGIST, Role.BUYER)),
)
_LOCKED = ("FURN-01", "FURN-03", "FURN-05", "FURN-08", "X-07")
_DRAFT = ("FURN-02", "FURN-08")


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was made: the organisation, its draft and locked set, and the contract."""

    organisation_id: str
    name: str
    draft_set: str
    locked_set: str
    contract: str
    outcomes: int


def make_demonstration(installation: Installation, actor: Actor) -> Demonstration:
    """Make the demonstration organisation; the actor becomes a member and can change over to it.

    Raises:
        RefusedError: ``demo.exists`` when there is one, ``demo.live`` when the installation is live: invented
            outcomes have no place in a log that is kept in earnest.
    """
    actor.require(Permission.ADMINISTER)
    if is_live(installation):
        raise RefusedError("demo.live", where="demo")
    acting = _make_people(installation, actor)
    draft = create_set(installation, acting, NewSet("Skolmöbler (påhittat utkast)", ("39160000-1",)))
    add_criteria(installation, acting, EditAt(draft.id), _DRAFT)
    locked = _locked_set(installation, acting)
    contract, outcomes = _followed_contract(installation, acting, locked)
    return Demonstration(acting.organisation_id, NAME, draft.id, locked.id, contract, outcomes)


def remove_demonstration(installation: Installation, actor: Actor) -> str:
    """Take every way in to the demonstration organisation away, and return its id.

    Raises:
        NotFoundError: ``demo.none`` when there is none.
    """
    actor.require(Permission.ADMINISTER)
    with installation.writing() as work:
        people = PeopleStore(work.session)
        found = next((item for item in people.list_organisations() if item.kind == KIND), None)
        if found is None:
            raise NotFoundError("demo.none", where="demo")
        for person in people.list_users(found.id):
            people.set_memberships(person.id, found.id, (), None)
        people.rename_organisation(found.id, f"{found.name}, borttagen {found.id}", REMOVED)
        work.record(NewEvent("demo.removed", found.id, {}, actor.user_id, found.id))
    return found.id


def _make_people(installation: Installation, actor: Actor) -> Actor:
    with installation.writing() as work:
        people = PeopleStore(work.session)
        if any(item.kind == KIND for item in people.list_organisations()):
            raise RefusedError("demo.exists", where="demo", name=NAME)
        now = work.clock.now()
        organisation = Organisation(new_id("org"), NAME, None, KIND)
        people.add_organisation(organisation, now)
        ids = []
        for name, roles in _PEOPLE:
            user = people.find_user(name) or people.add_user(name, None, now)
            people.set_memberships(user.id, organisation.id, roles, None)
            ids.append(user.id)
        if people.find_user(actor.user_id) is not None:
            people.set_memberships(actor.user_id, organisation.id, (Role.ADMINISTRATOR, Role.PROCURER), None)
        work.record(NewEvent("demo.made", organisation.id, {}, actor.user_id, organisation.id))
    return Actor(ids[0], organisation.id, frozenset({Role.ADMINISTRATOR, *_PEOPLE[0][1]}))


def _locked_set(installation: Installation, actor: Actor) -> SetView:
    new = NewSet("Kontorsmöbler (påhittad)", ("39130000-2",), "DEMO 2026/1", hours_available=Decimal(24))
    made = create_set(installation, actor, new)
    view = add_criteria(installation, actor, EditAt(made.id), _LOCKED)
    for line in view.lines:
        blanks = tuple(
            (parameter.name, _example(parameter.minimum, parameter.choices))
            for parameter in line.parameters
            if parameter.value is None and parameter.filled_by == "procurer"
        )
        if blanks:
            set_parameter(installation, actor, EditAt(made.id), line.line, blanks)
    return lock_set(installation, actor, EditAt(made.id))


def _example(minimum: Decimal | None, choices: tuple[str, ...]) -> str:
    """A value that is allowed; what a real set says must be chosen and checked by somebody."""
    if choices:
        return choices[0]
    return "exempel" if minimum is None else format(minimum, "f")


def _followed_contract(installation: Installation, actor: Actor, locked: SetView) -> tuple[str, int]:
    today = installation.clock.today()
    contract = open_contract(
        installation,
        actor,
        ContractRequest(
            locked.id,
            today,
            date(today.year + 2, today.month, min(today.day, 28)) - timedelta(days=1),
            supplier="559999-1238",
            supplier_name="Möbeldemo AB (påhittad)",
            value="480000",
        ),
    )
    marking = _line_of(locked, "FURN-08")
    file = NewFile("leveranskontroll.txt", "Påhittat protokoll: fem av fem möbler är märkta.".encode())
    proof = NewEvidence((str(marking),), Claim(ProofKind.OBSERVATION), today)
    seen = add_evidence(installation, actor, contract.id, file, proof)
    requests = (
        OutcomeRequest(contract.id, str(marking), Result.MET, Method.DELIV, (seen.id,), "Påhittat utfall"),
        OutcomeRequest(
            contract.id, str(_line_of(locked, "FURN-05")), Result.MET, Method.DECL, (), "Påhittat utfall"
        ),
        OutcomeRequest(
            contract.id, str(_line_of(locked, "X-07")), Result.NOT_MET, Method.DOC, (), "Påhittad avvikelse"
        ),
    )
    for request in requests:
        log_outcome(installation, actor, request)
    return contract.id, len(requests)


def _line_of(view: SetView, criterion_id: str) -> int:
    return next(
        line.line for line in view.lines if line.ref is not None and line.ref.startswith(criterion_id + ":")
    )
