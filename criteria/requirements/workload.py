# SPDX-License-Identifier: EUPL-1.2
"""From the lines of a set to the work of following them up, and what each line costs.

Which occasions a set implies: every requirement is answered in the declaration, each is checked by its main
method (the other methods of a template are other ways to the same answer), and each supplier is met once a
year. Source: DOMAIN 9, examples A to C.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from criteria.library.checks import reachable_strength
from criteria.library.vocabulary import FollowUpRole, FollowUpTime, LabelCoverage, Method
from criteria.requirements.effort import Check, Effort, EffortBook, EffortUnit, Work, count_effort
from criteria.requirements.model import Assumptions, FollowUpChoice, Line, RequirementSet

#: The main methods that a licence check takes the place of.
_LABELLED_AWAY = ((Method.TEST,), (Method.DOC,))


class HoursColour(str, Enum):
    """The hours against those that there are: enough, enough from the second year, or never enough."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class LineSaving:
    """What a line costs in its first year by hand: gone if it is removed, or if a label shows it instead."""

    line: int
    removed_saves: Decimal
    label_saves: Decimal | None


@dataclass(frozen=True, slots=True)
class WayUnder:
    """What brings the later years within the hours there are, and the hours by hand it then takes.

    ``by_label`` are lines to show with a label instead, ``removed`` lines to do without.
    """

    by_label: tuple[int, ...]
    removed: tuple[int, ...]
    first_year_hours: Decimal
    later_year_hours: Decimal


@dataclass(frozen=True, slots=True)
class Workload:
    """The hours of a set, against those that there are, and the effect of each line."""

    effort: Effort
    hours_available: Decimal | None
    colour: HoursColour | None
    savings: tuple[LineSaving, ...]
    way_under: WayUnder | None = None


def planned_methods(line: Line) -> tuple[Method, ...]:
    """The checks that are counted on: what was chosen for the line, or its template's main method."""
    if line.follow_up.not_followed_reason is not None:
        return ()
    if line.follow_up.methods:
        return line.follow_up.methods
    template = line.requirement.follow_up
    return () if template is None else template.methods[:1]


def known_methods(line: Line) -> tuple[Method, ...]:
    """Every way the line may be checked, main method first; none where it is not followed up."""
    template = line.requirement.follow_up
    if line.follow_up.not_followed_reason is not None:
        return ()
    return line.follow_up.methods or (() if template is None else template.methods)


def planned_times(line: Line) -> tuple[FollowUpTime, ...]:
    """When the line will be checked: what was chosen for it, or its template's times."""
    template = line.requirement.follow_up
    return line.follow_up.when or (() if template is None else template.when)


def planned_role(line: Line) -> FollowUpRole | None:
    """Who will check the line: what was chosen for it, or its template's role."""
    template = line.requirement.follow_up
    return line.follow_up.role or (None if template is None else template.role)


def work_of(lines: Iterable[Line], assumptions: Assumptions, book: EffortBook) -> Work:
    """The checks that the lines imply at each supplier in a year."""
    followed = [line for line in lines if line.follow_up.not_followed_reason is None]
    if not followed:
        return Work(0, assumptions.suppliers, ())
    by_method: dict[Method, list[Line]] = {}
    for line in followed:
        for method in planned_methods(line):
            if method not in book.every_year:
                by_method.setdefault(method, []).append(line)
    checks = [_check(method, lines_of, assumptions, book) for method, lines_of in sorted(by_method.items())]
    yearly = [_yearly(method, len(followed), assumptions, book) for method in book.every_year]
    return Work(len(followed), assumptions.suppliers, (*yearly, *checks))


def workload_of(set_: RequirementSet, book: EffortBook) -> Workload:
    """The hours of a set and the effect of each of its lines."""
    effort = _count(set_.lines, set_, book)
    available = set_.assumptions.hours_available
    colour = None if available is None else _colour(effort, available)
    savings = tuple(_saving(line, set_, effort, book) for line in set_.lines)
    way = _way_under(set_, savings, book) if colour is HoursColour.RED else None
    return Workload(effort, available, colour, savings, way)


def _way_under(set_: RequirementSet, savings: tuple[LineSaving, ...], book: EffortBook) -> WayUnder | None:
    """The steps that lose least: labels first, since the requirement stays, then the dearest lines.

    Steps are taken in order of what each saves alone until the later years fit; then those that turn out not
    to be needed are given back, removals first. At least one line stays. Source: DOMAIN 7, scenario 1, steps
    3 and 6; product decision.
    """
    swaps = sorted(
        ((item.label_saves, item.line) for item in savings if item.label_saves is not None),
        key=lambda step: (-step[0], step[1]),
    )
    removals = sorted(savings, key=lambda item: (-item.removed_saves, item.line))[:-1]
    steps = [(line, True) for _, line in swaps] + [(item.line, False) for item in removals]
    taken: list[tuple[int, bool]] = []
    for step in steps:
        if _fits(set_, taken, book):
            break
        taken.append(step)
    if not _fits(set_, taken, book):
        return None
    for step in sorted(taken, key=lambda item: item[1]):
        without = [other for other in taken if other != step]
        if _fits(set_, without, book):
            taken = without
    removed = tuple(sorted(line for line, is_label in taken if not is_label))
    hours = _count(_after(set_, taken), set_, book).by_hand
    return WayUnder(
        by_label=tuple(sorted(line for line, is_label in taken if is_label and line not in removed)),
        removed=removed,
        first_year_hours=hours.first_year_hours,
        later_year_hours=hours.later_year_hours,
    )


def _fits(set_: RequirementSet, steps: list[tuple[int, bool]], book: EffortBook) -> bool:
    later = _count(_after(set_, steps), set_, book).by_hand.later_year_hours
    return later <= (set_.assumptions.hours_available or Decimal(0))


def _after(set_: RequirementSet, steps: list[tuple[int, bool]]) -> tuple[Line, ...]:
    removed = {line for line, is_label in steps if not is_label}
    swapped = {line for line, is_label in steps if is_label}
    kept = (line for line in set_.lines if line.line not in removed)
    return tuple(_by_label(line) if line.line in swapped else line for line in kept)


def _by_label(line: Line) -> Line:
    return replace(line, follow_up=FollowUpChoice((Method.LABEL,), line.follow_up.when, line.follow_up.role))


def _count(lines: Iterable[Line], set_: RequirementSet, book: EffortBook) -> Effort:
    return count_effort(work_of(lines, set_.assumptions, book), book)


def _colour(effort: Effort, available: Decimal) -> HoursColour:
    # Compared by hand: what the product saves is an assumption on top of an assumption.
    if effort.by_hand.first_year_hours <= available:
        return HoursColour.GREEN
    return HoursColour.YELLOW if effort.by_hand.later_year_hours <= available else HoursColour.RED


def _saving(line: Line, set_: RequirementSet, effort: Effort, book: EffortBook) -> LineSaving:
    now = effort.by_hand.first_year_hours
    others = tuple(other for other in set_.lines if other.line != line.line)
    without = _count(others, set_, book).by_hand.first_year_hours
    by_label: Decimal | None = None
    if can_be_labelled(line):
        saved = now - _count((*others, _by_label(line)), set_, book).by_hand.first_year_hours
        by_label = saved if saved > 0 else None
    return LineSaving(line.line, now - without, by_label)


def can_be_labelled(line: Line) -> bool:
    """Whether a licence check would do instead of reading documents or test reports.

    One label must settle the whole requirement; one that settles a part has still to be compared with what
    was chosen. Where no label is named, the template must name the licence check. Either way it must reach
    the strength that the template asks for. Source: DOMAIN 9, example B against A; product decision.
    """
    requirement, template = line.requirement, line.requirement.follow_up
    if template is None or requirement.proof is None or planned_methods(line)[:1] not in _LABELLED_AWAY:
        return False
    if requirement.labels:
        is_settled = any(label.coverage is LabelCoverage.FULL for label in requirement.labels)
    else:
        is_settled = Method.LABEL in template.methods
    if not is_settled:
        return False
    by_label = replace(template, methods=(Method.LABEL,))
    return reachable_strength(requirement.proof, by_label) >= template.min_strength


def _yearly(method: Method, requirements: int, assumptions: Assumptions, book: EffortBook) -> Check:
    unit = book.by_hand.of(method).unit
    return Check(method, 1, _units_once(unit, requirements, assumptions, book))


def _check(method: Method, lines: list[Line], assumptions: Assumptions, book: EffortBook) -> Check:
    unit = book.by_hand.of(method).unit
    per_line = [_occasions(line, book) for line in lines]
    occasions = max(per_line)
    if unit is EffortUnit.REQUIREMENT:
        # A requirement checked less often than another joins some of its occasions.
        units = sum(per_line)
    else:
        units = occasions * _units_once(unit, len(lines), assumptions, book)
    return Check(method, occasions, units, _usual_role(lines))


def _units_once(unit: EffortUnit, requirements: int, assumptions: Assumptions, book: EffortBook) -> int:
    match unit:
        case EffortUnit.REQUIREMENT:
            return requirements
        case EffortUnit.ARTICLE:
            return assumptions.articles
        case EffortUnit.SAMPLE_ITEM:
            return book.sample_size(assumptions.articles)
        case EffortUnit.NONE:
            return 0


def _occasions(line: Line, book: EffortBook) -> int:
    return max((book.occasions_of(when) for when in planned_times(line)), default=1)


def _usual_role(lines: list[Line]) -> FollowUpRole | None:
    # One occasion is carried out by one person; the role that most of its lines name does it.
    roles = Counter(role for role in map(planned_role, lines) if role is not None)
    return roles.most_common(1)[0][0] if roles else None
