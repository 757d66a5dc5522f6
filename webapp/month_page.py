# SPDX-License-Identifier: EUPL-1.2
"""What "Den här månaden" shows: my tasks by urgency, what others do, what waits for me, how sure we are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from math import ceil

from flask_babel import format_date, gettext, ngettext

from criteria.library.vocabulary import Method
from criteria.people.model import Actor, Notice, Permission
from criteria.services.access import get_organisation, list_notices
from criteria.services.setup import FIRST_ORGANISATION
from followup.services.contract_views import ContractSummary, TaskView
from followup.services.contracts import list_contracts
from followup.services.deviations import DeviationView, list_deviations
from followup.services.hours import hours_by_month
from followup.services.tasks import TaskQuery, list_tasks
from webapp.context import actor, installation
from webapp.contract_page import Certainty, certainty_of, listed, states_of

#: The tallest bar of the hours chart, and where it stands, in the drawing's units.
_TALLEST, _FLOOR = Decimal(92), Decimal(108)
_MONTH_LETTERS = "JFMAMJJASOND"


@dataclass(frozen=True, slots=True)
class Job:
    """Tasks that are one piece of work: same contract, day, method and person."""

    tasks: tuple[TaskView, ...]
    contract: ContractSummary
    today: date

    @property
    def first(self) -> TaskView:
        """The task that its button leads to."""
        return self.tasks[0]

    @property
    def method(self) -> Method:
        """How it is done."""
        return self.first.method

    @property
    def numbers(self) -> str:
        """The requirements it is about."""
        return listed(tuple(dict.fromkeys(task.number for task in self.tasks)))

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.first.overdue

    @property
    def when(self) -> str:
        """Its day, short."""
        if self.first.due == self.today:
            return gettext("I dag")
        with_year = "" if self.first.due.year == self.today.year else " yyyy"
        return str(format_date(self.first.due, f"d MMM{with_year}"))

    @property
    def beside(self) -> str:
        """What stands under the day: how late it is, or which weekday."""
        if self.is_late:
            days = (self.today - self.first.due).days
            return ngettext("%(num)s dag försenad", "%(num)s dagar försenad", days)
        return str(format_date(self.first.due, "EEEE"))


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of the hours chart."""

    letter: str
    x: int
    top: str
    height: str


@dataclass(frozen=True, slots=True)
class MonthPage:
    """Everything the page shows; ``contracts`` is how many there are, none is a new installation."""

    lead: str
    late: tuple[Job, ...]
    this_week: tuple[Job, ...]
    this_month: tuple[Job, ...]
    later: tuple[Job, ...]
    later_left: int
    nobody: tuple[Job, ...]
    others: tuple[Job, ...]
    others_left: int
    notices: tuple[Notice, ...]
    deviations: tuple[DeviationView, ...]
    contracts: int
    certainty: Certainty
    states: tuple[tuple[str, int], ...]
    year: int
    hours: tuple[Decimal, ...]
    hours_total: Decimal
    bars: tuple[Bar, ...]
    ceiling: int
    can_log: bool
    is_nameless: bool = False

    @property
    def is_mine(self) -> bool:
        """Whether anything is the reader's to do now or later."""
        return bool(self.late or self.this_week or self.this_month or self.later)


_LATER, _OTHERS = 6, 8


def build_month() -> MonthPage:
    """The page for who is asking."""
    today, who = installation().clock.today(), actor()
    contracts = list_contracts(installation(), who)
    jobs = _jobs(list_tasks(installation(), who, TaskQuery()), contracts, today)
    mine = tuple(job for job in jobs if job.first.person_id == who.user_id)
    week_end = today + timedelta(days=6 - today.weekday())
    month_end = (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    others = tuple(
        job
        for job in jobs
        if job.first.person_id not in (None, who.user_id) and job.first.due <= max(month_end, week_end)
    )
    later = tuple(job for job in mine if job.first.due > max(month_end, week_end))
    counts: dict[str, int] = {}
    for item in contracts:
        for state, count in item.overview.shown_as.items():
            counts[state] = counts.get(state, 0) + count
    hours = hours_by_month(installation(), who, today.year)
    now = tuple(job for job in mine if job.first.due <= max(month_end, week_end))
    return MonthPage(
        lead=_lead(now, mine, today),
        late=tuple(job for job in now if job.is_late),
        this_week=tuple(job for job in now if not job.is_late and job.first.due <= week_end),
        this_month=tuple(job for job in now if not job.is_late and job.first.due > week_end),
        later=later[:_LATER],
        later_left=sum(len(job.tasks) for job in later[_LATER:]),
        nobody=tuple(job for job in jobs if job.first.person_id is None),
        others=others[:_OTHERS],
        others_left=sum(len(job.tasks) for job in others[_OTHERS:]),
        notices=tuple(item for item in list_notices(installation(), who) if item.read_at is None),
        deviations=list_deviations(installation(), who, only_open=True),
        contracts=len(contracts),
        certainty=certainty_of(counts),
        states=states_of(counts),
        year=today.year,
        hours=hours,
        hours_total=sum(hours, Decimal(0)),
        bars=_bars(hours),
        ceiling=_ceiling(hours),
        can_log=who.may(Permission.LOG_OUTCOMES),
        is_nameless=_is_nameless(who),
    )


def _is_nameless(who: Actor) -> bool:
    """Whether the organisation still has the name it was made with, and the reader could mend that."""
    name = get_organisation(installation(), who.organisation_id).name
    return who.may(Permission.ADMINISTER) and name == FIRST_ORGANISATION


def _jobs(tasks: Iterable[TaskView], contracts: tuple[ContractSummary, ...], today: date) -> tuple[Job, ...]:
    known = {item.id: item for item in contracts}

    def key(task: TaskView) -> tuple[date, str, str, str]:
        return task.due, task.contract, task.method.value, task.person_id or ""

    return tuple(
        Job(tuple(inside), known[found[1]], today)
        for found, inside in groupby(sorted(tasks, key=key), key=key)
    )


def _lead(now: tuple[Job, ...], mine: tuple[Job, ...], today: date) -> str:
    day = str(format_date(today, "EEEE d MMMM yyyy"))
    first = day[:1].upper() + day[1:] + "."
    count = sum(len(job.tasks) for job in now)
    late = sum(len(job.tasks) for job in now if job.is_late)
    if not count:
        coming = min((job.first.due for job in mine), default=None)
        if coming is None:
            return f"{first} {gettext('Inget är ditt att göra.')}"
        wait = str(format_date(coming, "d MMMM yyyy"))
        return f"{first} {gettext('Inget är ditt att göra nu. Nästa uppgift är senast %(day)s.', day=wait)}"
    told = ngettext(
        "%(num)s uppgift är din den här månaden.", "%(num)s uppgifter är dina den här månaden.", count
    )
    if late:
        told += " " + ngettext("%(num)s är försenad.", "%(num)s är försenade.", late)
    return f"{first} {told}"


def _bars(hours: tuple[Decimal, ...]) -> tuple[Bar, ...]:
    highest = Decimal(_ceiling(hours))
    found = []
    for place, spent in enumerate(hours):
        height = _TALLEST * spent / highest
        found.append(Bar(_MONTH_LETTERS[place], 24 + 22 * place, f"{_FLOOR - height:.1f}", f"{height:.1f}"))
    return tuple(found)


def _ceiling(hours: tuple[Decimal, ...]) -> int:
    """The whole number of hours that the chart's top stands for."""
    return max(1, ceil(max(hours)))
