# SPDX-License-Identifier: EUPL-1.2
"""The figures and rules that sets are measured by, read from the shipped data files once."""

from __future__ import annotations

from functools import cache

from criteria.exchange.library_files import shipped_folder
from criteria.exchange.rule_files import read_effort, read_law
from criteria.library.law_check import LawRules
from criteria.requirements.effort import EffortBook


@cache
def shipped_effort() -> EffortBook:
    """Hours per method, as shipped (``effort.yaml``)."""
    return read_effort(shipped_folder())


@cache
def shipped_law() -> LawRules:
    """The rules of the law check, as shipped (``law_check.yaml``)."""
    return read_law(shipped_folder())
