# SPDX-License-Identifier: EUPL-1.2
"""A deviation and its life, as steps that are appended. Source: DOMAIN 3.7 and 4.6 (DV1-DV4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Severity(str, Enum):
    """How serious a deviation is. Source: DOMAIN 3.7."""

    MINOR = "minor"
    MAJOR = "major"
    SEVERE = "severe"


class DeviationStatus(str, Enum):
    """Where a deviation stands. Source: DOMAIN 4.6, without the states of a sanction that is decided."""

    FOUND = "found"
    NOTIFIED = "notified"
    CONTESTED = "contested"
    PLAN_WANTED = "plan_wanted"
    REMEDYING = "remedying"
    RECHECK = "recheck"
    CLOSED_REMEDIED = "closed_remedied"
    CLOSED_UNFOUNDED = "closed_unfounded"
    ESCALATED = "escalated"
    WAIVED = "waived"


CLOSED = frozenset(
    {DeviationStatus.CLOSED_REMEDIED, DeviationStatus.CLOSED_UNFOUNDED, DeviationStatus.WAIVED}
)


class Colour(str, Enum):
    """Computed, never set by hand (DV4)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class StepKind(str, Enum):
    """What can be done to a deviation."""

    FIND = "find"
    NOTIFY = "notify"
    DROP = "drop"
    ACCEPT = "accept"
    CONTEST = "contest"
    UPHOLD = "uphold"
    GIVE_WAY = "give_way"
    PLAN = "plan"
    RECHECK = "recheck"
    CLOSE = "close"
    ESCALATE = "escalate"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True)
class Step:
    """One step with who, when and why. ``by_date`` is the reply or finish date that it sets."""

    number: int
    kind: StepKind
    status: DeviationStatus
    text: str
    by_id: str
    at: datetime
    on: date
    by_date: date | None = None
    outcome_id: str | None = None


@dataclass(frozen=True, slots=True)
class Deviation:
    """A requirement not met. It points at one outcome, one requirement pin and one contract (DV1).

    ``severity`` is proposed when found and confirmed by a person when the supplier is notified; ``strength``
    is that of the finding, which a recheck must reach, and ``place`` the finding's place in the log.
    """

    id: str
    contract_id: str
    organisation_id: str
    outcome_id: str
    line: int
    number: str
    ref: str | None
    fingerprint: str | None
    found_on: date
    place: int
    strength: int
    proposed: Severity
    severity: Severity | None
    steps: tuple[Step, ...]

    @property
    def status(self) -> DeviationStatus:
        """Where it stands after its last step."""
        return self.steps[-1].status

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.status not in CLOSED

    @property
    def notified_on(self) -> date | None:
        """The day the supplier was told, which must always be shown (DV3)."""
        return next((step.on for step in self.steps if step.kind is StepKind.NOTIFY), None)
