# SPDX-License-Identifier: EUPL-1.2
"""What the schema says of a version that does not have its form, in words for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from criteria.issues import Issue


@dataclass(frozen=True, slots=True)
class FormFault:
    """One fault: the path of its field, the line where it is known, and what is wrong."""

    path: str
    line: int | None
    text: str

    @property
    def label(self) -> str:
        """What the field's words are kept under: the path without the numbers of rows."""
        return ".".join(part for part in self.path.split(".") if not part.isdigit())


def faults_by_path(messages: Any, path: str = "") -> Iterator[FormFault]:
    """The faults in a schema's answer, each with the path of its field."""
    if isinstance(messages, dict):
        for key, value in messages.items():
            inner = path if key == "_schema" else f"{path}.{key}".lstrip(".")
            yield from faults_by_path(value, inner)
    else:
        yield FormFault(path, None, " ".join(in_words(str(item)) for item in messages))


def faults_by_line(issues: tuple[Issue, ...]) -> tuple[FormFault, ...]:
    """The faults found in the text of a file, in the order of its lines."""
    found = []
    for issue in issues:
        path, _, told = issue.values.get("fault", issue.message).partition(": ")
        line = issue.where.rpartition(":")[2]
        found.append(FormFault(path, int(line) if line.isdigit() else None, in_words(told or path)))
    return tuple(sorted(found, key=lambda fault: (fault.line or 0, fault.path)))


def in_words(said: str) -> str:
    """The words for what the schema says; its own where there are none."""
    for start, words in _WORDS:
        if said.startswith(start):
            return words()
    return said


_WORDS = (
    ("Missing data", lambda: gettext("Fältet saknas.")),
    ("Field may not be null", lambda: gettext("Fyll i fältet.")),
    ("Unknown field", lambda: gettext("Fältet finns inte i formen.")),
    ("Not a valid integer", lambda: gettext("Skriv ett heltal.")),
    ("Not a valid date", lambda: gettext("Skriv datumet som 2026-11-21.")),
    ("Not a valid boolean", lambda: gettext("Skriv true eller false.")),
    ("Not a valid string", lambda: gettext("Skriv text.")),
    ("Not a valid list", lambda: gettext("Här ska stå en lista.")),
    ("Invalid input type", lambda: gettext("Här ska stå flera fält med namn.")),
    ("Must be one of", lambda: gettext("Välj ett av alternativen.")),
    ("Must be greater", lambda: gettext("Talet är utanför det som är tillåtet.")),
    ("Must be less", lambda: gettext("Talet är utanför det som är tillåtet.")),
    ("Shorter than", lambda: gettext("För litet: fyll i minst ett.")),
    ("Longer than", lambda: gettext("För mycket: korta eller ta bort.")),
    ("Length must be", lambda: gettext("Antalet eller längden stämmer inte.")),
    ("String does not match", lambda: gettext("Det har inte rätt form.")),
    ("Write the number", lambda: gettext('Skriv talet inom citattecken, med punkt: "0.05".')),
)
