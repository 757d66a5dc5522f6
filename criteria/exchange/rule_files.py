# SPDX-License-Identifier: EUPL-1.2
"""Reading the rules and figures that ship beside the library: the law check and the hours of follow-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

from marshmallow import ValidationError

from criteria.errors import InvalidInputError
from criteria.exchange.safe_yaml import read_yaml
from criteria.library.law_check import LawRules
from criteria.library.vocabulary import Method
from criteria.requirements.effort import EffortBook
from criteria.schemas.derived import load

T = TypeVar("T")
LAW_NAME = "law_check.yaml"
EFFORT_NAME = "effort.yaml"


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
