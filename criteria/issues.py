# SPDX-License-Identifier: EUPL-1.2
"""Findings of a check: many are yielded, the caller decides which are fatal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Severity(str, Enum):
    """How much a finding weighs: red stops, yellow asks for an answer, note only informs."""

    RED = "red"
    YELLOW = "yellow"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: a stable code, where, a log message, and the values for the catalogue's text."""

    severity: Severity
    code: str
    where: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
