# SPDX-License-Identifier: EUPL-1.2
"""Which goals a sustainability aspect contributes to: global goals, national objectives and codes of notices.

The mapping is by aspect and kept beside the criteria, never in them: a criterion version is frozen, and what
it is good for may be said better later without a new version. Source: issue 4, vocabularies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from criteria.issues import Issue, Severity
from criteria.library.model import Source, Words
from criteria.library.vocabulary import Aspect


class GoalKind(str, Enum):
    """Whose goal it is, in the order of a criterion's page.

    ``sdg``: the 17 global goals. ``environmental_objective``: the 16 miljökvalitetsmål. ``generation_goal``:
    generationsmålet. ``eforms``: a code by which a notice says that the purchase has an aim.
    """

    SDG = "sdg"
    ENVIRONMENTAL_OBJECTIVE = "environmental_objective"
    GENERATION_GOAL = "generation_goal"
    EFORMS = "eforms"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal by its official name. ``id`` is ``SDG-12``, ``MKM-04``, ``GEN`` or ``BT-774:circ-econ``."""

    id: str = field(metadata={"pattern": r"^(?:SDG-[0-9]{1,2}|MKM-[0-9]{2}|GEN|BT-[0-9]{2,3}:[a-z-]+)$"})
    kind: GoalKind
    name: Words


@dataclass(frozen=True, slots=True)
class GoalReason:
    """That an aspect contributes to a goal, and why, in one sentence.

    The sentence must be true of every criterion with the aspect; ``groups`` narrows it down to product groups
    where it is not: deforestation is about timber in furniture and about soy in food.
    """

    goal: str
    reason: str = field(metadata={"min_length": 1, "max_length": 200})
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AspectGoals:
    """The goals one aspect contributes to."""

    aspect: Aspect
    goals: tuple[GoalReason, ...] = field(metadata={"min_items": 1})


@dataclass(frozen=True, slots=True)
class GoalBook:
    """The shape of ``data/goals.yaml``."""

    goals: tuple[Goal, ...]
    aspects: tuple[AspectGoals, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """A goal that a criterion contributes to through its aspects, with one reason for each of them."""

    goal: str
    kind: GoalKind
    name: Words
    reasons: tuple[str, ...]


def contributions(
    book: GoalBook, aspects: Iterable[Aspect], groups: Iterable[str]
) -> tuple[Contribution, ...]:
    """The goals that a criterion's aspects contribute to in its groups, in the order of the book."""
    wanted, filed = set(aspects), set(groups)
    reasons: dict[str, list[str]] = {}
    for entry in book.aspects:
        if entry.aspect in wanted:
            for item in entry.goals:
                if item.groups and not filed & set(item.groups):
                    continue
                reasons.setdefault(item.goal, []).append(item.reason)
    return tuple(
        Contribution(goal.id, goal.kind, goal.name, tuple(reasons[goal.id]))
        for goal in book.goals
        if goal.id in reasons
    )


def check_goals(book: GoalBook, groups: frozenset[str]) -> Iterator[Issue]:
    """Every fault of the mapping; ``where`` is the path of the field.

    Each aspect of the closed list stands once, and names goals that are there, each once.
    """
    known = {goal.id for goal in book.goals}
    yield from _repeated((goal.id for goal in book.goals), "goals", "id")
    yield from _repeated((entry.aspect.value for entry in book.aspects), "aspects", "aspect")
    for aspect in sorted(set(Aspect) - {entry.aspect for entry in book.aspects}):
        yield _issue("goal.aspect_missing", "aspects", f"{aspect.value} names no goal", aspect=aspect.value)
    for index, entry in enumerate(book.aspects):
        path = f"aspects.{index}.goals"
        yield from _repeated((item.goal for item in entry.goals), path, "goal")
        for place, item in enumerate(entry.goals):
            if item.goal not in known:
                yield _issue(
                    "goal.unknown", f"{path}.{place}.goal", f"there is no goal {item.goal}", name=item.goal
                )
            for name in sorted(set(item.groups) - groups):
                yield _issue("group.unknown", f"{path}.{place}.groups", f"no group {name}", name=name)


def _repeated(names: Iterable[str], path: str, key: str) -> Iterator[Issue]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield _issue("goal.twice", f"{path}.{index}.{key}", f"{name} stands twice", name=name)
        seen.add(name)


def _issue(code: str, path: str, message: str, **values: str) -> Issue:
    return Issue(Severity.RED, code, path, message, values)
