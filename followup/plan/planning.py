# SPDX-License-Identifier: EUPL-1.2
"""From a contract to its plan: which checks each requirement gets, when, by which method and by whom.

The times that are sealed with the requirement decide which checks there are, so that the plan agrees with the
annex the tender answered and with the hours that were counted; the contract's risk may add checks and enlarge
samples, but never takes a check away (product decision). Source: DOMAIN 3.2, 3.6, 3.8 and 4.4 (T1, T2, T6).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from criteria.library.vocabulary import FollowUpRole, FollowUpTime, Method, RequirementType
from criteria.people.model import Role
from criteria.requirements.model import Assumptions, SealedLine, SealedSet
from followup.contracts.model import Contract
from followup.plan import calendar
from followup.plan.calendar import Period
from followup.plan.model import EventDriven, NotFollowed, NotFollowedKind, Plan, PlannedTask, SamplePlan
from followup.plan.risk import Band, RiskScore, TriageBook

#: How many times a year a template's own word means.
_PER_YEAR = {FollowUpTime.QUARTERLY: 4, FollowUpTime.HALF_YEARLY: 2, FollowUpTime.YEARLY: 1}
_AT_START = (FollowUpTime.BEFORE_AWARD, FollowUpTime.CONTRACT_START)
_ON_EVENT = (FollowUpTime.ON_ARTICLE_CHANGE, FollowUpTime.ON_SUSPICION)
#: What cannot be done before something has been delivered or carried out.
_NEEDS_DELIVERY = frozenset({Method.DELIV, Method.LAB, Method.VISIT, Method.STAT})
_LOOKS_AT_GOODS = (Method.DELIV, Method.LAB)
_SAMPLES = frozenset({Method.DELIV, Method.DOCSAMPLE})
_PAPERS = frozenset({Method.LABEL, Method.REG, Method.DOC, Method.TEST})
_ON_SITE = (Method.VISIT, Method.OFFICE, Method.FACTORY)
#: What a requirement without a template of its own needs: own documents. Source: DOMAIN 3.5, rule d.
_DEFAULT_MIN_STRENGTH = 2


@dataclass(frozen=True, slots=True)
class Performer:
    """A person of the organisation and the roles held there."""

    user_id: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class PlanBasis:
    """What a plan rests on beside set and contract.

    ``people`` are in the order they are chosen from; ``sample_size`` gives n for a population, strict or not;
    ``seed`` is random and kept with the tasks, so that a choice can be repeated.
    """

    score: RiskScore
    book: TriageBook
    people: tuple[Performer, ...]
    sample_size: Callable[[int, bool], int]
    seed: str


def plan_contract(sealed: SealedSet, contract: Contract, basis: PlanBasis) -> Plan:
    """The whole plan; every requirement has a task or a recorded decision (T1), tasks by due date."""
    tasks: list[PlannedTask] = []
    decisions: list[NotFollowed] = []
    events: list[EventDriven] = []
    for line in sealed.lines:
        decision = _not_followed(line, contract)
        if decision is not None:
            decisions.append(decision)
            continue
        tasks.extend(_LinePlan(line, sealed.assumptions, contract, basis).tasks())
        times = tuple(when for when in line.when if when in _ON_EVENT)
        if times:
            events.append(EventDriven(line.line, line.number, times))
    tasks.sort(key=lambda task: (task.due_on, task.line, task.method.value))
    return Plan(tuple(tasks), tuple(decisions), tuple(events))


def choose_person(role: FollowUpRole, owner_id: str | None, people: tuple[Performer, ...]) -> str | None:
    """Who carries out a task: the owner where that role is held too, else the first with it, else the owner.

    In a small municipality one person holds several roles (DOMAIN 3.8); None is "Ingen ansvarig".
    """
    able = [person.user_id for person in people if Role(role.value) in person.roles]
    if owner_id is not None and (owner_id in able or not able):
        return owner_id
    return able[0] if able else None


def min_strength_of(line: SealedLine) -> int:
    """The strength a requirement's template asks for before an outcome may be shown as verified."""
    template = line.requirement.follow_up
    return _DEFAULT_MIN_STRENGTH if template is None else template.min_strength


def extra_task(
    line: SealedLine, contract: Contract, people: tuple[Performer, ...], due_on: date
) -> PlannedTask:
    """A check nobody planned: something happened, or a finding came that no open task waited for."""
    role = line.role or FollowUpRole.CONTRACT_OWNER
    template = line.requirement.follow_up
    methods = (*line.methods, *(() if template is None else template.methods), Method.DOC)
    return PlannedTask(
        line=line.line,
        number=line.number,
        title=line.requirement.title.sv,
        occasion=FollowUpTime.ON_SUSPICION,
        method=methods[0],
        role=role,
        person_id=choose_person(role, contract.owner_id, people),
        due_on=due_on,
        min_strength=min_strength_of(line),
        what=() if template is None else template.ask_for,
    )


def _not_followed(line: SealedLine, contract: Contract) -> NotFollowed | None:
    if line.requirement.type is RequirementType.AWARD_CRITERION:
        said = contract.bound.award_of(line.line)
        if said is not None and not said.offered:
            return NotFollowed(line.line, line.number, NotFollowedKind.NOT_OFFERED, "")
    if line.not_followed_reason is not None:
        return NotFollowed(line.line, line.number, NotFollowedKind.DECIDED, line.not_followed_reason)
    return None


class _LinePlan:
    """The tasks of one requirement."""

    def __init__(
        self, line: SealedLine, assumptions: Assumptions, contract: Contract, basis: PlanBasis
    ) -> None:
        self._line, self._assumptions, self._contract, self._basis = line, assumptions, contract, basis
        self._period = Period(contract.terms.starts_on, contract.terms.ends_on)
        self._latest = calendar.last_day(self._period, basis.book.before_end_days)
        template = line.requirement.follow_up
        self._min_strength = min_strength_of(line)
        self._what = () if template is None else template.ask_for
        known = line.methods + (() if template is None else template.methods)
        self._methods = tuple(dict.fromkeys(known)) or (Method.DOC,)
        self._role = line.role or FollowUpRole.CONTRACT_OWNER
        # Evidence that is never more than the supplier's own word raises the band one step (DOMAIN 3.6).
        self._band: Band = basis.book.band(basis.score.score, steps=1 if self._min_strength == 1 else 0)

    def tasks(self) -> Iterator[PlannedTask]:
        """Every task, in no order; one at the start where nothing else is dated."""
        when = self._line.when or (FollowUpTime.CONTRACT_START,)
        at_start = self._start_times(when)
        for time in at_start:
            proof_due = calendar.proof_day(self._period)
            yield self._task(time, self._paper_method(), calendar.start_day(self._period), proof_due)
        yield from self._deliveries(when)
        ends = FollowUpTime.CONTRACT_END in when
        for day in self._recurring(when):
            if not (ends and day >= self._latest):
                yield self._task(self._recurring_time(when), self._methods[0], day)
        if ends:
            yield self._task(FollowUpTime.CONTRACT_END, self._methods[0], self._latest)
        yield from self._visits()

    def _start_times(self, when: tuple[FollowUpTime, ...]) -> tuple[FollowUpTime, ...]:
        checked = self._contract.bound.is_checked(self._line.line)
        # What was checked for the winner before award is not asked for once more at the start.
        times = tuple(time for time in when if time in _AT_START and not (checked and time is _AT_START[0]))
        dated = [time for time in when if time not in _ON_EVENT and time is not _AT_START[0]]
        if not times and (any(time in _ON_EVENT for time in when) or not dated):
            return (FollowUpTime.CONTRACT_START,)
        # Two checks on one day by one method are one.
        return times[-1:]

    def _deliveries(self, when: tuple[FollowUpTime, ...]) -> Iterator[PlannedTask]:
        if FollowUpTime.ON_DELIVERY not in when:
            return
        method = next((item for item in self._methods if item in _LOOKS_AT_GOODS), self._methods[0])
        first = calendar.delivery_day(self._period, self._basis.book.first_delivery_days)
        yield self._task(FollowUpTime.ON_DELIVERY, method, first)
        # Later deliveries are looked at as often as the risk says, unless the requirement says so itself.
        if self._band.per_year_min and not any(time in _PER_YEAR for time in when):
            for day in calendar.recurring_days(self._period, self._band.per_year_min, self._latest):
                if day > first:
                    yield self._task(FollowUpTime.ON_DELIVERY, method, day)

    def _recurring(self, when: tuple[FollowUpTime, ...]) -> tuple[date, ...]:
        wished = max((_PER_YEAR[time] for time in when if time in _PER_YEAR), default=0)
        added = wished > 0 or (self._band.every_line and FollowUpTime.ON_DELIVERY not in when)
        per_year = max(wished, self._band.per_year_min if added else 0)
        return calendar.recurring_days(self._period, per_year, self._latest) if per_year else ()

    def _recurring_time(self, when: tuple[FollowUpTime, ...]) -> FollowUpTime:
        own = [time for time in when if time in _PER_YEAR]
        return max(own, key=lambda time: _PER_YEAR[time]) if own else FollowUpTime.YEARLY

    def _visits(self) -> Iterator[PlannedTask]:
        method = next((item for item in self._methods if item in _ON_SITE), None)
        if self._band.visit and method is not None and method is not self._methods[0]:
            for day in calendar.recurring_days(self._period, 1, self._latest):
                yield self._task(FollowUpTime.YEARLY, method, day)

    def _paper_method(self) -> Method:
        return next((item for item in self._methods if item not in _NEEDS_DELIVERY), self._methods[0])

    def _task(
        self, occasion: FollowUpTime, method: Method, due_on: date, proof_due_on: date | None = None
    ) -> PlannedTask:
        return PlannedTask(
            line=self._line.line,
            number=self._line.number,
            title=self._line.requirement.title.sv,
            occasion=occasion,
            method=method,
            role=self._role,
            person_id=choose_person(self._role, self._contract.owner_id, self._basis.people),
            due_on=due_on,
            min_strength=self._min_strength,
            what=self._what,
            proof_due_on=proof_due_on,
            sample=self._sample(occasion, method, due_on),
        )

    def _sample(self, occasion: FollowUpTime, method: Method, due_on: date) -> SamplePlan | None:
        goods = self._line.requirement.type is RequirementType.TECHNICAL_SPECIFICATION
        by_risk = self._band.sample and goods and method in _PAPERS and occasion not in _AT_START
        if method not in _SAMPLES and not by_risk:
            return None
        listed = len(self._contract.bound.articles_of(self._line.line))
        population = listed or self._assumptions.articles
        text = f"{self._basis.seed}|{self._line.line}|{occasion.value}|{due_on.isoformat()}"
        return SamplePlan(
            population=population,
            assumed=listed == 0,
            size=self._basis.sample_size(population, self._band.strict),
            seed=hashlib.sha256(text.encode()).hexdigest()[:16],
        )
