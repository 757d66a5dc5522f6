# SPDX-License-Identifier: EUPL-1.2
"""What follow-up says on screen: errors and findings in words, and pages with the follow-up tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import render_template
from flask_babel import get_locale

from criteria.errors import CriteriaError, FindingsError
from criteria.issues import Issue
from webapp import words_followup as tables
from webapp.messages.catalogue import mend, message
from webapp.words import METHODS, PROOF_KINDS, long_date, word

_TABLES: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "task": {"status": tables.TASK_STATUSES, "step": tables.TASK_STEPS},
    "deviation": {"status": tables.DEVIATION_STATUSES, "step": tables.DEVIATION_STEPS},
    "declaration": {"found": tables.DECLARATION_STATUSES, "wanted": tables.DECLARATION_STATUSES},
    "outcome": {"result": tables.RESULTS, "method": METHODS, "kind": PROOF_KINDS},
    "evidence": {"kind": PROOF_KINDS},
}
_PAGE_TABLES = {
    name: getattr(tables, name)
    for name in dir(tables)
    if name.isupper() and isinstance(getattr(tables, name), dict)
}


def show(template: str, /, **values: object) -> str:
    """A page of the follow-up, with every table of its words at hand."""
    return render_template(template, **_PAGE_TABLES, **values)


def error_words(error: CriteriaError) -> str:
    """What is wrong and how to mend it, in the reader's language."""
    return _words(error.code, {"where": error.where, **error.values})


def issue_words(issue: Issue) -> str:
    """A finding and how to mend it, in the reader's language."""
    return _words(issue.code, {"where": issue.where, **issue.values})


def faults_of(error: CriteriaError, fields: Mapping[str, str], other: str) -> dict[str, str]:
    """The fault by field of the form: ``fields`` leads from where the error was to the field's id.

    What is at none of them stands at ``other``; a check's findings each at their own place.
    """
    if isinstance(error, FindingsError) and error.issues:
        found: dict[str, str] = {}
        for issue in error.issues:
            place = fields.get(issue.where, other)
            found[place] = " ".join(filter(None, (found.get(place), issue_words(issue))))
        return found
    return {fields.get(error.where, other): error_words(error)}


def _words(code: str, values: dict[str, object]) -> str:
    for name, table in _TABLES.get(code.partition(".")[0], {}).items():
        if name in values:
            values[name] = word(table, values[name]).lower()
    if code == "declaration.signatory_incomplete":
        missing = str(values["missing"]).split(", ")
        values["missing"] = ", ".join(word(tables.SIGNATORY, name).lower() for name in missing)
    shown = {name: long_date(value) if isinstance(value, date) else value for name, value in values.items()}
    locale = str(get_locale())
    return " ".join(part for part in (message(code, shown, locale), mend(code, shown, locale)) if part)
