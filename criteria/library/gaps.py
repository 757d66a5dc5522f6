# SPDX-License-Identifier: EUPL-1.2
"""The register of missing criteria: what somebody wants to demand and finds no criterion for.

Source: issue 3, "register of missing criteria with CPV, votes and status"; DOMAIN 0.1 (show gaps as gaps).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from criteria.errors import InvalidInputError, RefusedError


class GapStatus(str, Enum):
    """How far a missing criterion has come."""

    OPEN = "open"
    IN_WORK = "in_work"
    FILLED = "filled"
    DECLINED = "declined"


_NEXT = {
    GapStatus.OPEN: {GapStatus.IN_WORK, GapStatus.FILLED, GapStatus.DECLINED},
    GapStatus.IN_WORK: {GapStatus.OPEN, GapStatus.FILLED, GapStatus.DECLINED},
    GapStatus.FILLED: {GapStatus.OPEN},
    GapStatus.DECLINED: {GapStatus.OPEN},
}


@dataclass(frozen=True, slots=True)
class GapEntry:
    """One missing criterion. ``filled_by`` is the full reference of what fills it, while it is filled."""

    id: str
    title: str
    wanted: str
    cpv: tuple[str, ...]
    organisation_id: str
    made_by: str
    made_at: datetime
    status: GapStatus
    filled_by: str | None
    revision: int


@dataclass(frozen=True, slots=True)
class GapDecision:
    """Where an editor takes a missing criterion; ``reason`` is shown to everybody."""

    status: GapStatus
    reason: str = ""
    filled_by: str | None = None


def decided(entry: GapEntry, decision: GapDecision) -> GapEntry:
    """The entry after a decision.

    Raises:
        RefusedError: ``gap.step`` when the status cannot be reached from the present one.
        InvalidInputError: ``gap.reason_missing`` when it is declined, or opened again, without a reason;
            ``gap.filled_by_missing`` when it is filled by nothing, or by something while it is not filled.
    """
    if decision.status not in _NEXT[entry.status]:
        raise RefusedError("gap.step", where=entry.id, found=entry.status.value, wanted=decision.status.value)
    is_back = decision.status is GapStatus.OPEN
    if (decision.status is GapStatus.DECLINED or is_back) and not decision.reason.strip():
        raise InvalidInputError("gap.reason_missing", where="reason")
    if (decision.status is GapStatus.FILLED) != (decision.filled_by is not None):
        raise InvalidInputError("gap.filled_by_missing", where="filled_by")
    return replace(entry, status=decision.status, filled_by=decision.filled_by, revision=entry.revision + 1)
