# SPDX-License-Identifier: EUPL-1.2
"""How much follow-up a contract deserves: spend class × group risk × supplier factor, shown with its parts.

Source: DOMAIN 3.6 [assumption]; the limits stand in ``data/triage.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from criteria.errors import IntegrityError
from criteria.requirements.model import SealedSet


@dataclass(frozen=True, slots=True)
class SpendClass:
    """A class of contract value; ``up_to_sek`` None means no upper limit."""

    up_to_sek: Decimal | None
    spend_class: int = field(metadata={"data_key": "class", "minimum": 1, "maximum": 3})


@dataclass(frozen=True, slots=True)
class SupplierFactors:
    """The factor of a supplier's history, and how long it counts."""

    good: int
    unknown: int
    deviation: int
    recent_months: int
    history_months: int


@dataclass(frozen=True, slots=True)
class Band:
    """What a span of scores adds to the plan; the keys are explained in ``data/triage.yaml``."""

    up_to: int
    code: str
    text: str
    per_year_min: int = field(metadata={"minimum": 0, "maximum": 4})
    every_line: bool
    sample: bool
    strict: bool
    visit: bool


@dataclass(frozen=True, slots=True)
class TriageBook:
    """Every limit of the risk model. ``bands`` are in rising order and the last holds the highest score."""

    source: str
    spend: tuple[SpendClass, ...] = field(metadata={"min_items": 1})
    unknown_spend_class: int
    unknown_group_risk: int
    supplier: SupplierFactors
    bands: tuple[Band, ...] = field(metadata={"min_items": 1})
    first_delivery_days: int
    before_end_days: int

    def spend_class(self, value: Decimal | None) -> int:
        """The class of a contract value in SEK."""
        if value is None:
            return self.unknown_spend_class
        for item in self.spend:
            if item.up_to_sek is None or value <= item.up_to_sek:
                return item.spend_class
        return self.spend[-1].spend_class

    def band(self, score: int, steps: int = 0) -> Band:
        """The band of a score, raised by ``steps`` as far as there are bands.

        Raises:
            IntegrityError: ``triage.no_band`` when the file leaves the score out.
        """
        place = next((at for at, band in enumerate(self.bands) if score <= band.up_to), None)
        if place is None:
            raise IntegrityError("triage.no_band", where="triage.yaml", score=score)
        return self.bands[min(place + steps, len(self.bands) - 1)]


class SupplierStanding(str, Enum):
    """What is known of a supplier from earlier follow-up."""

    GOOD = "good"
    UNKNOWN = "unknown"
    DEVIATION = "deviation"


@dataclass(frozen=True, slots=True)
class SupplierHistory:
    """What the organisation's own log says of a supplier: latest dates, None where there is nothing."""

    open_deviations: int = 0
    latest_deviation_on: date | None = None
    latest_verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class RiskScore:
    """The score (1-27) with its parts. ``group`` gave ``group_risk``; None if none is known."""

    score: int
    spend_class: int
    value_sek: Decimal | None
    group: str | None
    group_risk: int
    supplier: SupplierStanding
    supplier_factor: int
    band: str
    band_text: str


def standing_of(history: SupplierHistory, book: TriageBook, today: date) -> SupplierStanding:
    """How a supplier stands: an open or recent deviation outweighs everything verified."""
    factors = book.supplier
    recent = history.latest_deviation_on
    if history.open_deviations or (
        recent is not None and recent >= _months_before(today, factors.recent_months)
    ):
        return SupplierStanding.DEVIATION
    verified = history.latest_verified_on
    if verified is not None and verified >= _months_before(today, factors.history_months):
        return SupplierStanding.GOOD
    return SupplierStanding.UNKNOWN


def score_risk(
    sealed: SealedSet,
    value: Decimal | None,
    group_risks: Mapping[str, int],
    standing: SupplierStanding,
    book: TriageBook,
) -> RiskScore:
    """The risk of a contract. ``group_risks`` is the library's risk by group id.

    Each requirement counts with the first group it is filed in; the highest risk among them decides, since
    the contract is followed up as one.
    """
    first = {line.requirement.groups[0] for line in sealed.lines if line.requirement.groups}
    known = sorted((group_risks[group], group) for group in first if group in group_risks)
    group_risk, group = known[-1] if known else (book.unknown_group_risk, None)
    factors = {
        SupplierStanding.GOOD: book.supplier.good,
        SupplierStanding.UNKNOWN: book.supplier.unknown,
        SupplierStanding.DEVIATION: book.supplier.deviation,
    }
    spend = book.spend_class(value)
    score = spend * group_risk * factors[standing]
    band = book.band(score)
    return RiskScore(
        score, spend, value, group, group_risk, standing, factors[standing], band.code, band.text
    )


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    # The 28th exists in every month; a few days do not matter to a limit of years.
    return date(years, month + 1, min(day.day, 28))
