# SPDX-License-Identifier: EUPL-1.2
"""What can happen to a published criterion version: the shape of a library event and of its parts.

A field with ``metadata={"later": True}`` came after the first release: while it holds its default it is
left out of the fingerprint, so that what was published before keeps the fingerprint it was published with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from criteria.library.vocabulary import Aspect, Level, RequirementType

_LATER = {"later": True}


class LibraryEventKind(str, Enum):
    """What can happen to a published version afterwards. Source: DOMAIN 4.1 and 4.2."""

    START_REVISION = "start_revision"
    STOP_REVISION = "stop_revision"
    SUPERSEDE = "supersede"
    WITHDRAW_REPLACED = "withdraw_replaced"
    WITHDRAW_GAP = "withdraw_gap"
    WITHDRAW_LAW = "withdraw_law"
    FILL_GAP = "fill_gap"
    RENEW_NOTICE = "renew_notice"
    MOVE = "move"
    REVIEWED = "reviewed"

    @property
    def is_ending(self) -> bool:
        """Whether the event takes the version out of force."""
        return self in _ENDINGS


_ENDINGS = frozenset(
    {
        LibraryEventKind.SUPERSEDE,
        LibraryEventKind.WITHDRAW_REPLACED,
        LibraryEventKind.WITHDRAW_GAP,
        LibraryEventKind.WITHDRAW_LAW,
    }
)


class ChangeClass(str, Enum):
    """How a successor differs from what it replaces. Source: DOMAIN 4.1."""

    EDITORIAL = "editorial"
    CLARIFIED = "clarified"
    STRICTER = "stricter"
    WEAKER = "weaker"
    TYPE_CHANGED = "type_changed"
    LEVEL_CHANGED = "level_changed"
    SCOPE_CHANGED = "scope_changed"
    SPLIT_PART = "split_part"
    MERGED = "merged"

    @property
    def may_carry_elsewhere(self) -> bool:
        """Whether an edge of this class may carry a unit on at another level, type or group (I13)."""
        return self in _ELSEWHERE


_ELSEWHERE = frozenset(
    {
        ChangeClass.TYPE_CHANGED,
        ChangeClass.LEVEL_CHANGED,
        ChangeClass.SCOPE_CHANGED,
        ChangeClass.SPLIT_PART,
        ChangeClass.MERGED,
    }
)


class GapReason(str, Enum):
    """Why a rule is gone and nothing replaces it yet. Source: DOMAIN 4.2, I6."""

    OUTDATED_FACT = "outdated_fact"
    LABEL_FAILED_LEGAL_TEST = "label_failed_legal_test"
    UPSTREAM_REMOVED = "upstream_removed"
    PRODUCT_GONE = "product_gone"
    ERROR = "error"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class CoverageUnit:
    """The unit the cover rule counts in: (group, aspect, level, type). Source: DOMAIN 4.2."""

    group: str
    aspect: Aspect
    level: Level
    type: RequirementType


@dataclass(frozen=True, slots=True)
class Carried:
    """That a unit is carried on as another one: same aspect, another level, type or group (I13)."""

    unit: CoverageUnit
    carried_unit: CoverageUnit


@dataclass(frozen=True, slots=True)
class Successor:
    """One replacement edge: which version carries on which coverage units, and how it differs.

    ``units`` are units of what is replaced; ``carried_as`` says which of them stand elsewhere in the
    successor.
    """

    ref: str
    units: tuple[CoverageUnit, ...] = field(metadata={"min_items": 1})
    change_class: ChangeClass
    note: str | None = None
    carried_as: tuple[Carried, ...] = field(default=(), metadata=_LATER)


@dataclass(frozen=True, slots=True)
class GapNotice:
    """A published explanation that a rule is gone and nothing replaces it yet. Source: DOMAIN 4.2, I6.

    ``decided_by`` names a role or an organisation, never a person; ``last_ref`` leads to the last text.
    """

    units: tuple[CoverageUnit, ...] = field(metadata={"min_items": 1})
    reason_code: GapReason
    text: str
    meanwhile: str
    planned: str
    decided_by: str | None = field(default=None, metadata=_LATER)
    last_ref: str | None = field(default=None, metadata=_LATER)


@dataclass(frozen=True, slots=True)
class LawReference:
    """The law that took over, with the day it came into force."""

    units: tuple[CoverageUnit, ...] = field(metadata={"min_items": 1})
    reference: str
    in_force_from: date
    text: str


@dataclass(frozen=True, slots=True)
class Rebase:
    """That what a version covered in one group it covers in another from a move on (I10)."""

    old_group: str
    new_group: str


@dataclass(frozen=True, slots=True)
class Move:
    """Groups a version leaves and joins; ``rebased`` has one line for each group it leaves (I10)."""

    leave: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    rebased: tuple[Rebase, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryEvent:
    """What happened to a published version on a day; one row of ``data/events/<year>.yaml``.

    ``transition_from`` opens a declared period in which the version and its successor both hold, until
    ``on`` (I3). ``release`` is the id of the release the event belongs to.
    """

    on: date
    kind: LibraryEventKind
    subject: str
    reason: str
    successors: tuple[Successor, ...] = ()
    gap_notice: GapNotice | None = None
    law: LawReference | None = None
    move: Move | None = field(default=None, metadata=_LATER)
    transition_from: date | None = field(default=None, metadata=_LATER)
    release: str | None = field(default=None, metadata=_LATER)
    flags: tuple[str, ...] = field(default=(), metadata=_LATER)
