# SPDX-License-Identifier: EUPL-1.2
"""The contract: what it pins of the requirement set, and what the winner bound itself to.

Source: DOMAIN 3.2, 4.3 (contracted) and 4.4; issue 2, part C.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from criteria.requirements.model import ParameterValue
from followup.contracts.supplier import Supplier


@dataclass(frozen=True, slots=True)
class BoundAward:
    """What the winner said to one award criterion: offered or not, and at what values.

    A promise not given is no requirement of this contract: it gets no task and is recorded as not offered.
    """

    line: int
    offered: bool
    values: tuple[ParameterValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the contract; ``lines`` are the requirements it must meet, empty means all."""

    number: str
    name: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedProof:
    """That the proof of a requirement was checked for the winner before award (4 kap. 10 § LOU)."""

    line: int
    checked_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Bound:
    """What the winner bound itself to, and what was checked before award."""

    award: tuple[BoundAward, ...] = ()
    articles: tuple[Article, ...] = ()
    proof_checked: tuple[CheckedProof, ...] = ()

    def award_of(self, line: int) -> BoundAward | None:
        """The statement about an award criterion, if there is one."""
        return next((item for item in self.award if item.line == line), None)

    def articles_of(self, line: int) -> tuple[Article, ...]:
        """The articles that must meet a requirement."""
        return tuple(item for item in self.articles if not item.lines or line in item.lines)

    def is_checked(self, line: int) -> bool:
        """Whether a requirement's proof was checked before award."""
        return any(item.line == line for item in self.proof_checked)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract is opened with. ``ends_on`` is its last day; ``value`` is in SEK without VAT."""

    starts_on: date
    ends_on: date
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A signed contract, pinned to a sealed revision of a requirement set by its seal (R2)."""

    id: str
    organisation_id: str
    title: str
    diary: str | None
    set_id: str
    set_revision: int
    seal: str
    supplier: Supplier
    terms: Terms
    owner_id: str | None
    bound: Bound
    opened_by: str
    opened_at: datetime
