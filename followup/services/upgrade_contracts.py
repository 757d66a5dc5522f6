# SPDX-License-Identifier: EUPL-1.2
"""Which of one's own contracts an upgrade of the product concerns: those that pin what it took out of force.

Nothing here changes a contract (DOMAIN 4.3, R2). Source: issue 3, Upstream and upgrades.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from followup.storage.contract_store import ContractStore


@dataclass(frozen=True, slots=True)
class ConcernedContract:
    """A contract of one's own that pins a version which has left force."""

    ref: str
    id: str
    title: str
    is_running: bool


def list_concerned(
    installation: Installation, actor: Actor, refs: Iterable[str]
) -> tuple[ConcernedContract, ...]:
    """The organisation's contracts that pin these versions, by reference and title."""
    actor.require(Permission.READ)
    today = installation.clock.today()
    with installation.reading() as session:
        store = ContractStore(session)
        found = [
            ConcernedContract(ref, item.id, item.title, item.ends_on >= today)
            for ref in sorted(set(refs))
            for item in store.list_pinning(ref)
            if item.organisation_id == actor.organisation_id
        ]
    return tuple(sorted(found, key=lambda item: (item.ref, item.title, item.id)))
