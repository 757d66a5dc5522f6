# SPDX-License-Identifier: EUPL-1.2
"""Hours spent on follow-up, as they were logged with the outcomes. Source: DOMAIN 4.4, T8."""

from __future__ import annotations

from decimal import Decimal

from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from followup.log.standing import in_force
from followup.storage.contract_store import ContractStore
from followup.storage.outcome_store import OutcomeStore

_MONTHS = 12


def hours_by_month(installation: Installation, actor: Actor, year: int) -> tuple[Decimal, ...]:
    """Hours of the actor's organisation in each month of a year, by the day that was observed.

    A corrected outcome is counted by its correction alone.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        contracts = tuple(item.contract.id for item in ContractStore(session).list_for(actor.organisation_id))
        outcomes = in_force(OutcomeStore(session).list_for(contracts))
    spent = [Decimal(0)] * _MONTHS
    for outcome in outcomes:
        if outcome.observed_on.year == year and outcome.hours is not None:
            spent[outcome.observed_on.month - 1] += outcome.hours
    return tuple(spent)
