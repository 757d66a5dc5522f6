# SPDX-License-Identifier: EUPL-1.2
"""What the pages of a requirement set show, made from the use cases' views.

Only arrangement is decided here: which findings stand at which line, how a text is cut at its blanks, and
how long the bars are. What a finding is and what hours cost is decided in criteria.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from flask import current_app, render_template, url_for
from flask_babel import get_locale, gettext, ngettext

from criteria.issues import Issue, Severity
from criteria.library.vocabulary import FollowUpRole, RequirementType
from criteria.people.model import Permission
from criteria.requirements.gate import can_be_answered
from criteria.requirements.model import SetStatus
from criteria.services.access import list_people
from criteria.services.library import list_groups
from criteria.services.sets_views import LineView, ParameterView, SetView
from webapp.context import actor, installation
from webapp.messages.catalogue import mend, message
from webapp.set_hours import HoursPanel, hours_panel
from webapp.set_offers import near_offer, offers
from webapp.words import METHODS, STATUSES, long_date, word
from webapp.words_sets import DECISIONS, SECTIONS, SET_STATUSES

_SENTENCE_END = re.compile(r"(?<=[.:])\s+(?=[A-ZÅÄÖ])")
_WORDS_BEFORE = 6
_BLANK = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or a blank in it; ``label`` names a blank to those who cannot see the text."""

    text: str
    parameter: ParameterView | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in words, and where on the page it is mended.

    ``answerable`` findings may be answered with a reason instead.
    """

    code: str
    severity: str
    text: str
    mend: str
    anchor: str
    number: str
    answerable: bool
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """Words that a one-click mend puts in, after the words they follow."""

    after: str
    words: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with what stands at it; ``above`` and ``below`` are the places in the set to move it to.

    ``excerpt`` is the sentences that hold a blank; empty where the text has none. ``additions`` is what the
    law check would have put into the text.
    """

    view: LineView
    pieces: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    reds: tuple[Finding, ...]
    others: tuple[Finding, ...]
    above: int | None
    below: int | None
    additions: tuple[Addition, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something here stops the lock."""
        return bool(self.reds)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of everything found here."""
        return frozenset(finding.code for finding in (*self.reds, *self.others))


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one requirement type, in the annex's order."""

    number: int
    type: RequirementType
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class SetPage:
    """Everything a set's page is made of besides the set itself."""

    set: SetView
    sections: tuple[Section, ...]
    hours: HoursPanel
    stops: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    passed: tuple[str, ...]
    chain: tuple[tuple[str, str, str | None, str], ...]
    names: Mapping[str, str]
    can_edit: bool
    can_lock: bool
    roles: tuple[str, ...] = tuple(role.value for role in FollowUpRole)

    def row(self, line: int) -> LineRow:
        """The row of a line that is known to be there."""
        return next(row for section in self.sections for row in section.lines if row.view.line == line)


def build_page(view: SetView, here: str = "set") -> SetPage:
    """The page of a set for who is asking; ``here`` is the link of the chain the page stands on."""
    numbers = {str(line.line): line.number for line in view.lines}
    several = _places_of_blanks(view)
    findings = tuple(_finding(issue, numbers, several) for issue in view.issues)
    by_line: dict[str, list[Finding]] = {}
    for issue, finding in zip(view.issues, findings, strict=True):
        by_line.setdefault(issue.where, []).append(finding)
    is_draft = view.status is SetStatus.DRAFT
    return SetPage(
        set=view,
        sections=_sections(view, by_line),
        hours=hours_panel(view),
        stops=tuple(item for item in findings if item.severity == Severity.RED.value),
        warnings=tuple(item for item in findings if item.severity == Severity.YELLOW.value),
        passed=_passed(view),
        chain=_chain(view, here),
        names={user.id: user.name for user in list_people(installation(), actor())},
        can_edit=is_draft and actor().may(Permission.EDIT_SETS),
        can_lock=actor().may(Permission.LOCK_SETS),
    )


def render_set(
    view: SetView,
    wrong: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    title: str = "",
) -> str:
    """A set's page; ``wrong`` gives the fault by field, ``typed`` what was typed there."""
    page = build_page(view)
    return render_template(
        "sets/show.html",
        page=page,
        set=view,
        wrong=dict(wrong or {}),
        typed=dict(typed or {}),
        wrong_title=title or gettext("Ändringen är inte sparad"),
        offers=offers([item for item in list_groups(installation()) if item.in_force]),
        near=near_offer(view),
        SECTIONS=SECTIONS,
        SET_STATUSES=SET_STATUSES,
        DECISIONS=DECISIONS,
    )


def pieces(line: LineView) -> tuple[Piece, ...]:
    """The text cut at its blanks, in order; an unknown blank stays text."""
    known = {item.name: item for item in line.parameters}
    found: list[Piece] = []
    parts = _BLANK.split(line.template.sv)
    for place, part in enumerate(parts):
        if place % 2 and part in known:
            found.append(Piece("", known[part], _label(parts[place - 1], parts[place + 1])))
        elif part:
            found.append(Piece("{" + part + "}" if place % 2 else part))
    return tuple(found)


def _excerpt(whole: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The sentences that hold a blank, with a mark where others are left out."""
    sentences: list[list[Piece]] = [[]]
    for piece in whole:
        if piece.parameter is not None:
            sentences[-1].append(piece)
            continue
        first, *others = _SENTENCE_END.split(piece.text)
        sentences[-1].append(Piece(first))
        sentences.extend([Piece(text)] for text in others)
    found: list[Piece] = []
    skipped = False
    for sentence in sentences:
        if not any(piece.parameter is not None for piece in sentence):
            skipped = True
            continue
        if found or skipped:
            found.append(Piece(" … " if skipped else " "))
        skipped = False
        found.extend(sentence)
    return tuple(found)


def _label(before: str, after: str) -> str:
    """The words around a blank, within its sentence."""
    head = re.split(r"[.:;]\s", before)[-1].split()[-8:]
    tail = re.split(r"[.:;,](?:\s|$)", after)[0].split()[:4]
    return " ".join((*head, "…", *tail)).rstrip(".")


def told(code: str, values: Mapping[str, object]) -> tuple[str, str]:
    """What a code says and how it is mended, in the reader's language."""
    locale = str(get_locale())
    return message(code, values, locale), mend(code, values, locale)


def contract_url(set_id: str) -> str | None:
    """Where a contract is registered for a set, where this installation has that page."""
    if "contracts.new" not in current_app.view_functions:
        return None
    return url_for("contracts.new", set=set_id)


def _places_of_blanks(view: SetView) -> dict[tuple[str, str], str]:
    """The words around each blank of a line with several, by line and name, to tell them apart."""
    found: dict[tuple[str, str], str] = {}
    for line in view.lines:
        blanks = [piece for piece in pieces(line) if piece.parameter is not None]
        for piece in blanks if len(blanks) > 1 else ():
            if piece.parameter is not None:
                found.setdefault((str(line.line), piece.parameter.name), piece.label)
    return found


def _finding(issue: Issue, numbers: Mapping[str, str], several: Mapping[tuple[str, str], str]) -> Finding:
    text, hint = _issue_words(issue)
    place = several.get((issue.where, issue.values.get("name", "")))
    if issue.code == "gate.parameter_empty" and place:
        text = f"”{place}”: {text}"
    successors = issue.values.get("successors", "")
    return Finding(
        code=issue.code,
        severity=issue.severity.value,
        text=text,
        mend=hint,
        anchor=_anchor(issue),
        number=numbers.get(issue.where, ""),
        answerable=can_be_answered(issue.code),
        successors=tuple(ref for ref in successors.split(", ") if ":" in ref),
    )


def _issue_words(issue: Issue) -> tuple[str, str]:
    values: dict[str, object] = {"where": issue.where, **issue.values}
    if issue.code == "gate.parameter_empty":
        # The blank's name is a word of the data file; at its place in the text the range says more.
        allowed = issue.values["range"]
        asked = gettext("Ange ett värde innan ni låser (%(range)s).", range=allowed) if allowed else ""
        return asked or gettext("Ange ett värde innan ni låser."), issue.values["guidance"]
    if "status" in values:
        values["status"] = word(STATUSES, values["status"]).lower()
    for name in ("methods", "template"):
        if name in values:
            codes = str(values[name]).split(", ")
            values[name] = ", ".join(word(METHODS, code) for code in codes)
    if "ref" in values:
        values["ref"] = str(values["ref"]).partition("@")[0]
    if "finding" in values:
        values["finding"] = gettext("Anmärkningen")
    return told(issue.code, values)


def _anchor(issue: Issue) -> str:
    if not issue.where:
        if issue.code == "gate.cpv_doubtful":
            return "uppgifter"
        return "tid" if issue.code.startswith("gate.hours") else "lagg-till"
    if issue.code == "gate.parameter_empty":
        return f"p{issue.where}-{issue.values['name']}"
    if issue.code == "gate.role_missing":
        return f"roll{issue.where}"
    return f"rad-{issue.where}"


def _sections(view: SetView, by_line: Mapping[str, list[Finding]]) -> tuple[Section, ...]:
    lines = sorted(view.lines, key=lambda line: [int(part) for part in line.number.split(".")])
    grouped: dict[int, list[LineView]] = {}
    for line in lines:
        grouped.setdefault(int(line.number.split(".")[0]), []).append(line)
    return tuple(
        Section(number, inside[0].type, tuple(_row(place, inside, by_line) for place in range(len(inside))))
        for number, inside in grouped.items()
    )


def _row(place: int, inside: list[LineView], by_line: Mapping[str, list[Finding]]) -> LineRow:
    line = inside[place]
    found = by_line.get(str(line.line), [])
    whole = pieces(line)
    return LineRow(
        view=line,
        pieces=whole,
        excerpt=_excerpt(whole),
        reds=tuple(item for item in found if item.severity == Severity.RED.value),
        others=tuple(item for item in found if item.severity != Severity.RED.value),
        above=inside[place - 1].position if place else None,
        below=inside[place + 1].position if place + 1 < len(inside) else None,
        additions=_additions(line),
    )


def _additions(line: LineView) -> tuple[Addition, ...]:
    if line.equivalent is None:
        return ()
    before, after = line.template.sv, line.equivalent.sv
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        Addition(
            " ".join(before[:end].rsplit("\n", 1)[-1].split()[-_WORDS_BEFORE:]), after[start:stop].strip()
        )
        for kind, _, end, start, stop in steps
        if kind == "insert"
    )


def _passed(view: SetView) -> tuple[str, ...]:
    """What the gate found in order, as sentences."""
    if not view.lines:
        return ()
    codes = {issue.code for issue in view.issues if issue.severity is Severity.RED}
    found = []
    if not codes & {"gate.proof_missing", "gate.method_missing", "gate.method_too_weak"}:
        count = len(view.lines)
        found.append(ngettext("Kravet har bevis och metod", "Alla %(num)s krav har bevis och metod", count))
    if "gate.role_missing" not in codes:
        found.append(gettext("Varje uppföljning har en ansvarig roll"))
    if "gate.parameter_empty" not in codes:
        found.append(gettext("Alla värden är ifyllda"))
    if not any(code.startswith("law.") for code in codes):
        found.append(gettext("Lagkontrollen stoppar inget krav"))
    if "gate.criterion_changed" not in codes:
        found.append(gettext("Alla versioner gäller i dag"))
    return tuple(found)


def _chain(view: SetView, here: str) -> tuple[tuple[str, str, str | None, str], ...]:
    pinned = len({line.ref for line in view.lines if line.ref is not None})
    sealed = view.seal is not None
    day = long_date(view.locked_at if sealed else view.changed_at)
    state = (
        gettext("Låst %(day)s", day=day)
        if view.status is SetStatus.LOCKED
        else gettext("%(status)s, ändrad %(day)s", status=word(SET_STATUSES, view.status), day=day)
        if not sealed
        else word(SET_STATUSES, view.status)
    )
    contract = contract_url(view.id)
    contracted = view.status is SetStatus.CONTRACTED
    return (
        (
            gettext("Kriterium"),
            ngettext("%(num)s version fäst", "%(num)s versioner fästa", pinned),
            url_for("library.search"),
            "done",
        ),
        (
            gettext("Kravuppsättning"),
            state,
            url_for("sets.show", set_id=view.id),
            "here" if here == "set" else "done",
        ),
        (
            gettext("Kravbilaga"),
            gettext("Revision %(revision)s", revision=view.sealed_revision)
            if sealed
            else gettext("Utkast, inte låst")
            if here == "draft"
            else gettext("efter låsning"),
            url_for("annex.show", set_id=view.id) if sealed else None,
            "here" if here in ("annex", "draft") else "done" if sealed else "ahead",
        ),
        (
            gettext("Kontrakt"),
            "",
            url_for("contracts.index") if contracted and contract else None,
            "done" if contracted else "ahead",
        ),
        (gettext("Uppföljning"), "", None, "ahead"),
    )
