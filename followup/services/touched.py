# SPDX-License-Identifier: EUPL-1.2
"""Who is touched when a criterion version changes: the sets and contracts that pin it.

Nothing here changes a set or a contract (DOMAIN 4.3, R2). One's own are told by name; what others have is
told to the steward of the library as counts only (ARCHITECTURE, invariant 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.identifiers import new_id
from criteria.library.cover import Batch
from criteria.people.model import Actor, Notice, Permission
from criteria.requirements.lifecycle import status_on
from criteria.requirements.model import SetStatus
from criteria.services.installation import Installation
from criteria.services.library_rights import exact, steward_id
from criteria.storage.library_store import LibraryStore
from criteria.storage.people_store import NoticeStore
from criteria.storage.set_store import SetStore
from criteria.storage.unit_of_work import UnitOfWork
from followup.storage.contract_store import ContractStore


@dataclass(frozen=True, slots=True)
class TouchedSet:
    """A requirement set of one's own that pins the version, and on which lines."""

    id: str
    title: str
    status: SetStatus
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TouchedContract:
    """A contract of one's own made from a set that pins the version."""

    id: str
    title: str
    ends_on: date
    is_running: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many others are touched, without saying who."""

    organisations: int
    sets: int
    contracts: int


@dataclass(frozen=True, slots=True)
class Touched:
    """What pins a criterion version; ``elsewhere`` is ``None`` for whoever may not know even the counts."""

    ref: str
    sets: tuple[TouchedSet, ...]
    contracts: tuple[TouchedContract, ...]
    elsewhere: Elsewhere | None


def list_touched(installation: Installation, actor: Actor, ref: str) -> Touched:
    """The sets and contracts that pin a version; of other organisations only counts, and only to the steward.

    Raises:
        NotFoundError: ``criterion.unknown``.
    """
    actor.require(Permission.READ)
    today, mine = installation.clock.today(), actor.organisation_id
    with installation.reading() as session:
        found = LibraryStore(session).get_version(exact(ref), mine).version.ref
        store = SetStore(session)
        pins = store.list_pinning(found)
        own: dict[str, list[int]] = {}
        for organisation_id, set_id, line in pins:
            if organisation_id == mine:
                own.setdefault(set_id, []).append(line)
        sets = [(store.get(set_id, mine), tuple(lines)) for set_id, lines in own.items()]
        contracts = ContractStore(session).list_pinning(found)
        is_steward = mine == steward_id(session)
    foreign = {(organisation_id, set_id) for organisation_id, set_id, _ in pins if organisation_id != mine}
    others = [item for item in contracts if item.organisation_id != mine]
    return Touched(
        ref=found,
        sets=tuple(TouchedSet(item.id, item.title, status_on(item, today), lines) for item, lines in sets),
        contracts=tuple(
            TouchedContract(item.id, item.title, item.ends_on, item.ends_on >= today)
            for item in contracts
            if item.organisation_id == mine
        ),
        elsewhere=Elsewhere(len({key for key, _ in foreign}), len(foreign), len(others))
        if is_steward
        else None,
    )


def tell_contract_owners(work: UnitOfWork, batch: Batch) -> None:
    """A notice to the owner of each running contract that pins what leaves force; a library listener."""
    store, notices = ContractStore(work.session), NoticeStore(work.session)
    for event in batch.events:
        if not event.kind.is_ending:
            continue
        for item in store.list_pinning(event.subject):
            if item.ends_on < work.clock.today() or item.owner_id is None:
                continue
            notices.add(
                Notice(
                    id=new_id("notice"),
                    user_id=item.owner_id,
                    organisation_id=item.organisation_id,
                    code="contract.criterion_changed",
                    subject=item.id,
                    values={"ref": event.subject, "title": item.title, "on": event.on.isoformat()},
                    created_at=work.clock.now(),
                )
            )
