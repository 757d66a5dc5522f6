# SPDX-License-Identifier: EUPL-1.2
"""The gate: what stands in the way of locking a set, and what should be looked at first.

Red stops the lock. A red finding that is a matter of judgement may be answered with a reason and is then
shown as a note for ever. Yellow asks to be read. Source: DOMAIN 4.3 (guards, R3) and 2.1 (L1–L12).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from criteria.identifiers import cpv_check_digit
from criteria.issues import Issue, Severity
from criteria.library.checks import reachable_strength
from criteria.library.law_check import LawBook, LawSubject, check_labour_terms, check_law, proof_words
from criteria.library.lifecycle import VersionStatus
from criteria.library.vocabulary import FilledBy, RequirementType
from criteria.requirements.lines import filled_text, same_as_another
from criteria.requirements.model import Line, LineOrigin, RequirementSet
from criteria.requirements.parameters import blanks, shown_range
from criteria.requirements.workload import HoursColour, Workload, planned_methods, planned_role

#: Findings about a criterion that is no longer in force; answered by keeping it with a reason (R3).
CRITERION_CHANGED = "gate.criterion_changed"
#: Proof and method of an own requirement stand as the program proposed them; ends when read or changed.
OWN_PROPOSED = "own.proposed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a line's criterion stands today: its state, and what carries it on where it has left force."""

    status: VersionStatus
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gate must know beyond the set.

    ``standings`` is by line, for lines from the library. ``titles`` names the criteria that own requirements
    were proposed from, by reference; ``known_cpv`` holds the CPV codes of the library's groups.
    """

    today: date
    law: LawBook
    workload: Workload
    standings: Mapping[int, Standing] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    known_cpv: frozenset[str] = frozenset()


def check_gate(set_: RequirementSet, facts: GateFacts) -> tuple[Issue, ...]:
    """Every finding, reds first, then by line.

    ``where`` is the line's lasting number, empty for what is about the whole set.
    """
    about_lines = chain.from_iterable(_check_line(line, facts) for line in set_.lines)
    found = (*about_lines, *_check_set(set_, facts))
    weight = list(Severity)
    return tuple(
        sorted(found, key=lambda issue: (weight.index(issue.severity), int(issue.where or 0), issue.code))
    )


def stops(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """The findings that refuse a lock."""
    return tuple(issue for issue in issues if issue.severity is Severity.RED)


def can_be_answered(code: str) -> bool:
    """Whether a finding is a matter of judgement, open to an answer with a reason instead of a change."""
    return code in (CRITERION_CHANGED, OWN_PROPOSED) or (code.startswith("law.") and code != "law.L8")


def _check_line(line: Line, facts: GateFacts) -> Iterator[Issue]:
    answered = {answer.code: answer for answer in line.answers}
    checks = (
        _check_parameters(line),
        _check_follow_up(line),
        _check_standing(line, facts.standings.get(line.line)),
        _check_own(line, facts.titles),
        check_law(_subject(line), facts.law, facts.today),
    )
    for issue in chain.from_iterable(checks):
        here = replace(
            issue, where=str(line.line), values={"title": line.requirement.title.sv, **issue.values}
        )
        answer = answered.get(issue.code)
        if answer is not None and can_be_answered(issue.code):
            values = {"title": line.requirement.title.sv, "finding": issue.code, "reason": answer.reason}
            yield Issue(Severity.NOTE, "gate.answered", here.where, f"{issue.code} answered", values)
        else:
            yield here


def _check_parameters(line: Line) -> Iterator[Issue]:
    filled = {item.name for item in line.values}
    text = line.requirement.text if line.wording is None else line.wording.text
    used = set(blanks(text.sv)) | set(blanks(text.en or ""))
    for item in line.requirement.parameters:
        if item.name in used and item.name not in filled and item.filled_by is FilledBy.PROCURER:
            allowed = shown_range(item) or ", ".join(item.choices)
            yield _red(
                "gate.parameter_empty",
                f"{item.name} is empty",
                name=item.name,
                range=allowed,
                given_range=f" ({allowed})" if allowed else "",
                guidance=item.guidance.sv,
            )
        if item.name not in used and line.wording is not None:
            yield Issue(
                Severity.YELLOW,
                "gate.parameter_dropped",
                "",
                f"{item.name} left the text",
                {"name": item.name},
            )


def _check_follow_up(line: Line) -> Iterator[Issue]:
    requirement = line.requirement
    if requirement.proof is None:
        yield _red("gate.proof_missing", "no proof")
    if line.follow_up.not_followed_reason is not None:
        yield Issue(
            Severity.YELLOW,
            "gate.not_followed",
            "",
            "not followed up",
            {"reason": line.follow_up.not_followed_reason},
        )
        return
    template = requirement.follow_up
    if template is None or not planned_methods(line):
        yield _red("gate.method_missing", "no method")
        return
    if planned_role(line) is None:
        yield _red("gate.role_missing", "no role")
    if requirement.proof is not None:
        methods = line.follow_up.methods or template.methods
        reach = reachable_strength(requirement.proof, replace(template, methods=methods))
        if reach < template.min_strength:
            yield _red(
                "gate.method_too_weak",
                f"reaches {reach} of {template.min_strength}",
                methods=", ".join(method.value for method in methods),
                reach=str(reach),
                minimum=str(template.min_strength),
                template=", ".join(method.value for method in template.methods),
            )


def _check_standing(line: Line, standing: Standing | None) -> Iterator[Issue]:
    if standing is None:
        return
    if standing.status is VersionStatus.UNDER_REVISION:
        yield Issue(
            Severity.NOTE, "gate.criterion_under_revision", "", "under revision", {"ref": str(line.ref)}
        )
    elif not standing.status.is_in_force:
        yield _red(
            CRITERION_CHANGED,
            f"{line.ref} is {standing.status.value}",
            ref=str(line.ref),
            status=standing.status.value,
            successors=", ".join(standing.successors) or "–",
        )


def _check_own(line: Line, titles: Mapping[str, str]) -> Iterator[Issue]:
    if line.origin is not LineOrigin.OWN:
        if line.wording is not None:
            yield Issue(Severity.NOTE, "gate.wording_changed", "", "local wording", {"ref": str(line.ref)})
        return
    if line.proposal_edited:
        return
    # A title tells the reader whether the proposal is any good; a bare code does not.
    title = "" if line.proposed_from is None else titles.get(line.proposed_from, line.proposed_from)
    source = f" (”{title}”)" if title else ""
    yield Issue(Severity.YELLOW, OWN_PROPOSED, "", "proposed", {"source": source})


def _check_cpv(set_: RequirementSet, known: frozenset[str]) -> Iterator[Issue]:
    """A warning for a check digit that is neither known nor computed.

    The formula holds for most of the official codes but not all, so that it can never refuse one.
    """
    for entry in set_.cpv:
        digits, _, given = entry.code.partition("-")
        usual = cpv_check_digit(digits)
        if entry.code not in known and given != str(usual):
            values = {"code": entry.code, "usual": f"{digits}-{usual}"}
            yield Issue(Severity.YELLOW, "gate.cpv_doubtful", "", f"{entry.code} is doubtful", values)


def _check_set(set_: RequirementSet, facts: GateFacts) -> Iterator[Issue]:
    yield from _check_cpv(set_, facts.known_cpv)
    if not set_.lines:
        yield _red("gate.empty", "no lines")
        return
    groups = {group for line in set_.lines for group in _groups(line)}
    pairs = [(aspect, line.requirement.type) for line in set_.lines for aspect in line.requirement.aspects]
    yield from check_labour_terms(groups, [pair[0] for pair in pairs], [pair[1] for pair in pairs], facts.law)
    yield from _check_doubles(set_)
    yield from _check_repeated(set_)
    yield from _check_hours(facts.workload)


def _check_doubles(set_: RequirementSet) -> Iterator[Issue]:
    by_criterion: dict[str, list[Line]] = {}
    for line in set_.lines:
        if line.ref is not None:
            # Rows of two types share their number and differ in the last letter (FURN-07, FURN-07b).
            by_criterion.setdefault(line.ref.split(":")[0].rstrip("bcdefgh"), []).append(line)
    for lines in by_criterion.values():
        types = {line.requirement.type for line in lines}
        if {RequirementType.SELECTION_REQUIREMENT, RequirementType.AWARD_CRITERION} <= types:
            shown = ", ".join(str(line.ref) for line in lines)
            yield Issue(Severity.YELLOW, "law.L11", str(lines[-1].line), "counted twice", {"refs": shown})


def _check_repeated(set_: RequirementSet) -> Iterator[Issue]:
    """A criterion may stand once per row or kind of goods, with values of its own, and never twice alike."""
    for line in same_as_another(set_):
        values = {"title": line.requirement.title.sv, "ref": str(line.ref)}
        yield Issue(Severity.RED, "gate.line_repeated", str(line.line), "says the same twice", values)


def _check_hours(workload: Workload) -> Iterator[Issue]:
    if workload.colour in (HoursColour.YELLOW, HoursColour.RED):
        hours = workload.effort.by_hand
        values = {
            "first_year": _shown(hours.first_year_hours),
            "later_year": _shown(hours.later_year_hours),
            "available": _shown(workload.hours_available),
            "colour": workload.colour.value,
        }
        yield Issue(
            Severity.YELLOW, f"gate.hours_{workload.colour.value}", "", "more hours than there are", values
        )


def _groups(line: Line) -> tuple[str, ...]:
    # A cross-cutting criterion is meant for many groups and says nothing about which one this is.
    return () if "cross" in line.requirement.groups else line.requirement.groups


def _subject(line: Line) -> LawSubject:
    requirement = line.requirement
    return LawSubject(
        where=str(line.line),
        type=requirement.type,
        text=filled_text(line).sv,
        proof_text=proof_words(requirement.proof),
        groups=requirement.groups,
        aspects=requirement.aspects,
        parameters=requirement.parameters,
        proof=requirement.proof,
        own=line.origin is LineOrigin.OWN,
    )


def _shown(value: object) -> str:
    return str(value).replace(".", ",")


def _red(code: str, message: str, **values: str) -> Issue:
    return Issue(Severity.RED, code, "", message, values)
