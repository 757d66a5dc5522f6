# SPDX-License-Identifier: EUPL-1.2
"""Hours of follow-up per year, by the formula of DOMAIN 9; every figure in it is an assumption kept as data.

H(year) = set-up·[first year] + Σ suppliers Σ methods occasions·(base + unit·n) + R·suppliers·p·h + report.
The base is counted once per method, supplier and occasion, so that bundling is rewarded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from criteria.library.vocabulary import FollowUpRole, FollowUpTime, Method

_CENT = Decimal("0.01")


class EffortUnit(str, Enum):
    """What a method's hours grow with."""

    REQUIREMENT = "requirement"
    ARTICLE = "article"
    SAMPLE_ITEM = "sample_item"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MethodHours:
    """Hours of one occasion of a method at one supplier, and the role that usually carries it out."""

    method: Method
    base: Decimal
    per_unit: Decimal
    unit: EffortUnit
    role: FollowUpRole


@dataclass(frozen=True, slots=True)
class SetupHours:
    """Hours of the first year only."""

    per_contract: Decimal
    per_requirement: Decimal


@dataclass(frozen=True, slots=True)
class DeviationHours:
    """The share of requirements that deviate in a year, and the hours each deviation takes."""

    probability: Decimal
    hours: Decimal


@dataclass(frozen=True, slots=True)
class JointHours:
    """What joint follow-up adds: coordination, and reading a share of the others' outcomes."""

    per_organisation: Decimal
    per_task: Decimal
    share_read: Decimal


@dataclass(frozen=True, slots=True)
class SampleSize:
    """Sample of ``size`` for a population up to ``up_to``; ``None`` means all, or no upper limit."""

    up_to: int | None
    size: int | None


@dataclass(frozen=True, slots=True)
class Occasions:
    """How many times a year a time of follow-up comes around."""

    when: FollowUpTime
    per_year: int


@dataclass(frozen=True, slots=True)
class Hours:
    """One full set of figures. ``owner`` is the role of set-up, deviations and report."""

    methods: tuple[MethodHours, ...]
    setup: SetupHours
    deviation: DeviationHours
    report_per_year: Decimal
    owner: FollowUpRole

    def of(self, method: Method) -> MethodHours:
        """The hours of a method."""
        return next(item for item in self.methods if item.method is method)


@dataclass(frozen=True, slots=True)
class EffortBook:
    """Every figure of the hours: by hand, with the product, and what both share."""

    source: str
    by_hand: Hours
    with_product: Hours
    joint: JointHours
    spread_percent: Decimal
    samples: tuple[SampleSize, ...]
    occasions: tuple[Occasions, ...]
    every_year: tuple[Method, ...]

    def sample_size(self, population: int) -> int:
        """How many of a population are looked at. Source: DOMAIN 3.4, normal sizes."""
        for band in self.samples:
            if band.up_to is None or population <= band.up_to:
                return population if band.size is None else min(band.size, population)
        return population

    def occasions_of(self, when: FollowUpTime) -> int:
        """How many times a year; once where nothing else is said."""
        return next((item.per_year for item in self.occasions if item.when is when), 1)


@dataclass(frozen=True, slots=True)
class Check:
    """The occasions of one method at one supplier in a year.

    ``units`` is counted over all occasions, ``occasions`` is how often the base is paid.
    """

    method: Method
    occasions: int
    units: int
    role: FollowUpRole | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be followed up in a year: requirements, suppliers, and the checks at each supplier."""

    requirements: int
    suppliers: int
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Hours of a year, with the span that the assumptions leave open; all rounded to a hundredth."""

    first_year_hours: Decimal
    later_year_hours: Decimal
    first_year_low: Decimal
    first_year_high: Decimal
    later_year_low: Decimal
    later_year_high: Decimal
    setup_hours: Decimal
    check_hours: Decimal
    deviation_hours: Decimal
    report_hours: Decimal
    by_method: Mapping[str, Decimal]
    by_role: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Effort:
    """The hours by hand (DOMAIN 9) and with the product, both assumptions."""

    with_product: Figures
    by_hand: Figures


def count_effort(work: Work, book: EffortBook) -> Effort:
    """The hours of some work, by hand and with the product."""
    return Effort(
        with_product=_figures(work, book.with_product, book.spread_percent),
        by_hand=_figures(work, book.by_hand, book.spread_percent),
    )


def joint_hours(later_year: Decimal, organisations: int, tasks: int, joint: JointHours) -> Decimal:
    """The hours of a later year when several organisations divide the follow-up, all together."""
    reading = joint.per_task * tasks * (organisations - 1) * joint.share_read
    return _rounded(later_year + joint.per_organisation * organisations + reading)


def _figures(work: Work, hours: Hours, spread_percent: Decimal) -> Figures:
    by_method: dict[str, Decimal] = {}
    by_role: dict[str, Decimal] = {}
    for check in work.checks:
        each = hours.of(check.method)
        spent = (each.base * check.occasions + each.per_unit * check.units) * work.suppliers
        role = (check.role or each.role).value
        by_method[check.method.value] = by_method.get(check.method.value, Decimal(0)) + spent
        by_role[role] = by_role.get(role, Decimal(0)) + spent
    something = work.requirements > 0
    setup = hours.setup.per_contract * something + hours.setup.per_requirement * work.requirements
    deviations = work.requirements * work.suppliers * hours.deviation.probability * hours.deviation.hours
    report = hours.report_per_year * something
    checks = sum(by_method.values(), Decimal(0))
    if something:
        owner = hours.owner.value
        by_role[owner] = by_role.get(owner, Decimal(0)) + setup + deviations + report
    later = checks + deviations + report
    low, high = 1 - spread_percent / 100, 1 + spread_percent / 100
    return Figures(
        first_year_hours=_rounded(setup + later),
        later_year_hours=_rounded(later),
        first_year_low=_rounded((setup + later) * low),
        first_year_high=_rounded((setup + later) * high),
        later_year_low=_rounded(later * low),
        later_year_high=_rounded(later * high),
        setup_hours=_rounded(setup),
        check_hours=_rounded(checks),
        deviation_hours=_rounded(deviations),
        report_hours=_rounded(report),
        by_method={name: _rounded(value) for name, value in by_method.items()},
        by_role={name: _rounded(value) for name, value in by_role.items()},
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)
