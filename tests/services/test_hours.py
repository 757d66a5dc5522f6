# SPDX-License-Identifier: EUPL-1.2
"""Hours logged with outcomes, month by month, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from criteria.library.vocabulary import Method
from followup.log.model import Result
from followup.services.hours import hours_by_month
from followup.services.outcomes import OutcomeRequest, log_outcome
from tests.plumbing.installation import World, another_organisation
from tests.services.contracted import opened

_MET = OutcomeRequest("", "1.1", Result.MET, Method.TEST)


def _spend(world: World, contract_id: str, hours: str | None, on: date, corrects: str | None = None) -> str:
    spent = None if hours is None else Decimal(hours)
    request = replace(_MET, contract_id=contract_id, hours=spent, observed_on=on, corrects=corrects)
    return log_outcome(world.installation, world.actor, request).id


def test_hours_stand_in_the_month_they_were_observed_and_only_in_that_year(world: World) -> None:
    contract = opened(world).id
    _spend(world, contract, "1.25", date(2026, 11, 2))
    _spend(world, contract, "0.5", date(2026, 11, 21))
    _spend(world, contract, "2", date(2026, 1, 31))
    _spend(world, contract, None, date(2026, 3, 1))

    spent = hours_by_month(world.installation, world.actor, 2026)

    assert dict(enumerate(spent, start=1)) == {
        **dict.fromkeys(range(1, 13), Decimal(0)),
        1: Decimal(2),
        11: Decimal("1.75"),
    }
    assert sum(hours_by_month(world.installation, world.actor, 2025)) == 0


def test_corrected_outcome_is_counted_by_its_correction_alone(world: World) -> None:
    contract = opened(world).id
    first = _spend(world, contract, "8", date(2026, 10, 30))

    _spend(world, contract, "0.75", date(2026, 11, 2), corrects=first)

    assert [item for item in hours_by_month(world.installation, world.actor, 2026) if item] == [
        Decimal("0.75")
    ]


def test_hours_of_another_organisation_are_not_counted(world: World) -> None:
    _spend(world, opened(world).id, "3", date(2026, 11, 2))

    stranger = another_organisation(world)

    assert sum(hours_by_month(world.installation, stranger, 2026)) == 0
