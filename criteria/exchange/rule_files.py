# SPDX-License-Identifier: EUPL-1.2
"""Reading what ships beside the library: the law check, hours of follow-up, goals, and the watched facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

from marshmallow import ValidationError

from criteria.errors import InvalidInputError
from criteria.exchange.library_files import GOALS_NAME
from criteria.exchange.safe_yaml import read_yaml
from criteria.library.goals import GoalBook
from criteria.library.law_check import LawRules
from criteria.library.reviews import WatchBook
from criteria.library.vocabulary import Method
from criteria.requirements.effort import EffortBook
from criteria.schemas.derived import load

T = TypeVar("T")
LAW_NAME = "law_check.yaml"
EFFORT_NAME = "effort.yaml"
WATCH_NAME = "watch.yaml"


def read_effort(folder: Path) -> EffortBook:
    """Hours per method from a library folder.

    Raises:
        InvalidInputError: ``file.form`` with the fault, also when a method has no hours.
    """
    book = _read(EffortBook, folder / EFFORT_NAME)
    for hours in (book.by_hand, book.with_product):
        missing = set(Method) - {item.method for item in hours.methods}
        if missing:
            shown = ", ".join(sorted(method.value for method in missing))
            raise InvalidInputError("file.form", where=EFFORT_NAME, fault=f"no hours for {shown}")
    return book


def read_law(folder: Path) -> LawRules:
    """The rules of the law check from a library folder.

    Raises:
        InvalidInputError: ``file.form`` with the fault, also when a pattern is no regular expression.
    """
    rules = _read(LawRules, folder / LAW_NAME)
    for name, pattern in _patterns(rules):
        try:
            re.compile(pattern)
        except re.error as error:
            raise InvalidInputError("file.form", where=LAW_NAME, fault=f"{name}: {error}") from error
    return rules


def read_goals(folder: Path) -> GoalBook:
    """The goals that aspects contribute to, from a library folder.

    Raises:
        InvalidInputError: ``file.form`` with the fault.
    """
    return _read(GoalBook, folder / GOALS_NAME)


def read_watch(folder: Path) -> WatchBook:
    """The outside facts that editors watch, from a library folder.

    Raises:
        InvalidInputError: ``file.form`` with the fault, also when an id comes twice.
    """
    book = _read(WatchBook, folder / WATCH_NAME)
    ids = [fact.id for fact in book.facts]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise InvalidInputError("file.form", where=WATCH_NAME, fault=f"{twice[0]} comes twice")
    return book


def _patterns(rules: LawRules) -> Iterator[tuple[str, str]]:
    for rule in rules.rules:
        for pattern in (rule.pattern, rule.unless):
            if pattern is not None:
                yield rule.id, pattern
    for limit in rules.limits:
        yield limit.id, limit.words
        yield limit.id, limit.unit


def _read(shape: type[T], path: Path) -> T:
    try:
        return load(shape, cast(dict[str, Any], read_yaml(path).data))
    except ValidationError as error:
        raise InvalidInputError("file.form", where=path.name, fault=str(error.messages)) from error
