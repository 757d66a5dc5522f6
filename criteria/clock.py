# SPDX-License-Identifier: EUPL-1.2
"""The only "now": UTC times and Swedish civil dates, from the machine or set for a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """What everything that needs a time is handed."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present civil date in Europe/Stockholm."""
        ...

    @property
    def is_set(self) -> bool:
        """Whether the time was set by hand; events of such a run are marked."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    is_set: bool = False

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present civil date in Europe/Stockholm."""
        return self.now().astimezone(STOCKHOLM).date()


@dataclass(frozen=True, slots=True)
class SetClock:
    """A clock set to one civil date, noon in Stockholm; for tests and trial runs."""

    day: date
    is_set: bool = True

    def now(self) -> datetime:
        """Noon of the set day in Stockholm, as UTC."""
        return datetime.combine(self.day, time(12), tzinfo=STOCKHOLM).astimezone(UTC)

    def today(self) -> date:
        """The set day."""
        return self.day
