# SPDX-License-Identifier: EUPL-1.2
"""What the pages of a draft show, made from the use cases' views; only arrangement is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from flask_babel import get_locale

from criteria.errors import NotFoundError
from criteria.issues import Issue, Severity
from criteria.library.difference import VersionDifference, compare
from criteria.library.model import CriterionVersion
from criteria.services.draft_base import Behind, find_behind
from criteria.services.handlers import list_handlers
from criteria.services.library import list_groups, list_labels
from criteria.services.library_compare import compare_versions
from criteria.services.library_drafts import DraftView
from criteria.services.library_past import list_editions
from webapp.context import actor, installation, viewer
from webapp.draft_faults import FormFault
from webapp.draft_form import place_of, sections
from webapp.messages.catalogue import mend, message
from webapp.version_words import version_words
from webapp.words_desk import DRAFT_NOTES, STAGES
from webapp.words_draft import CODES, FIELDS, HELP, PARTS, ROWS

#: Which findings belong to which line of the check list, by the beginning of their code.
_AREAS = (
    ("law", ("law.",)),
    ("follow_up", ("follow_up.", "proof.", "award.")),
    ("sources", ("source.",)),
    ("places", ("group.", "label.", "criterion.")),
    ("form", ("",)),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in words; ``anchor`` is the field on the form page."""

    severity: str
    text: str
    mend: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the check list, with what was found there."""

    area: str
    findings: tuple[Finding, ...]

    @property
    def state(self) -> str:
        """``met``, ``warned`` or ``faulty``."""
        if any(item.severity == Severity.RED.value for item in self.findings):
            return "faulty"
        return "warned" if self.findings else "met"


def check_list(issues: tuple[Issue, ...]) -> tuple[CheckLine, ...]:
    """The check list of a draft: every area, with its findings."""
    found: dict[str, list[Finding]] = {area: [] for area, _ in _AREAS}
    for issue in issues:
        area = next(name for name, starts in _AREAS if issue.code.startswith(starts))
        found[area].append(_finding(issue))
    return tuple(
        CheckLine(area, tuple(found[area])) for area in ("form", "law", "follow_up", "sources", "places")
    )


def _finding(issue: Issue) -> Finding:
    values, locale = {"where": issue.where, **issue.values}, str(get_locale())
    text = message(issue.code, values, locale)
    return Finding(
        issue.severity.value,
        issue.message if text == issue.code else text,
        mend(issue.code, values, locale),
        place_of(issue.where).replace(".", "-"),
    )


def held_before(version: CriterionVersion) -> str | None:
    """The version in force that a draft would follow: same criterion, same level."""
    try:
        editions = list_editions(installation(), version.id, viewer=viewer())
    except NotFoundError:
        return None
    held = (item for item in editions if item.level is version.level and item.status.is_in_force)
    return next((item.ref for item in held), None)


def difference_from(before: str | None, ref: str) -> VersionDifference | None:
    """How a draft differs from the version that it would follow."""
    if before is None:
        return None
    words = version_words(str(get_locale()), installation())
    return compare_versions(installation(), before, ref, viewer=viewer(), say=words.code)


def draft_page(view: DraftView, wrong: tuple[str, str] | None = None) -> str:
    """The page of a draft: its check list, what it changes, what was said, and what can be done."""
    before = held_before(view.version)
    ids = [*(note.author_id for note in view.notes), *filter(None, (view.author_id,))]
    return render_template(
        "desk/draft.html",
        view=view,
        checks=check_list(view.issues),
        ready=not any(issue.severity is Severity.RED for issue in view.issues),
        before=before,
        found=difference_from(before, view.ref),
        words=version_words(str(get_locale()), installation()),
        people=list_handlers(installation(), ids, actor().organisation_id),
        behind=_behind(view),
        is_author=actor().user_id in view.writer_ids,
        wrong=wrong,
        FIELDS=FIELDS,
        DRAFT_NOTES=DRAFT_NOTES,
        STAGES=STAGES,
    )


def _behind(view: DraftView) -> tuple[Behind, VersionDifference, VersionDifference] | None:
    """What has come in force since the draft was begun: what changed there, and how the draft differs."""
    behind = find_behind(installation(), actor(), view.ref)
    if behind is None:
        return None
    say = version_words(str(get_locale()), installation()).code
    return behind, compare(behind.base, behind.now, (), say), compare(behind.now, view.version, (), say)


def form_page(
    data: Mapping[str, Any], view: DraftView | None, faults: tuple[FormFault, ...] = (), *, told: str = ""
) -> str:
    """The form of a whole version; ``view`` is the draft that is changed, if there is one."""
    faults = tuple(replace(fault, path=place_of(fault.path) or fault.path) for fault in faults)
    titles = {group.id: group.title.sv for group in list_groups(installation(), viewer=viewer())}
    names = {label.id: label.name for label in list_labels(installation())}
    choices = {"groups": tuple(titles), "labels.label": tuple(names)}
    parts = {part.path: part for part in sections(data, choices)}
    return render_template(
        "desk/form.html",
        view=view,
        parts=[(name, title, [parts[path] for path in paths]) for name, title, paths in PARTS],
        faults=faults,
        wrong={fault.path: fault.text for fault in faults},
        told=told,
        checks=() if view is None else check_list(view.issues),
        codes={**CODES, "groups": titles, "labels.label": names},
        fields=FIELDS,
        helps=HELP,
        rows=ROWS,
    )


def file_page(
    text: str, view: DraftView | None, faults: tuple[FormFault, ...] = (), *, told: str = ""
) -> tuple[str, int]:
    """The page with the text of a version's file."""
    page = render_template("desk/file.html", text=text, view=view, faults=faults, told=told)
    return page, 422 if faults or told else 200


def stale_page(mine: CriterionVersion, now: DraftView, sent: list[tuple[str, str]]) -> str:
    """The page "someone was first": how the draft reads now beside what one wrote."""
    words = version_words(str(get_locale()), installation())
    return render_template(
        "desk/stale.html",
        view=now,
        found=compare(now.version, mine, (), words.code),
        words=words,
        sent=sent,
        parameters=(now.version.parameters, mine.parameters),
    )
