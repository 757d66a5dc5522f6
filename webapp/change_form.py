# SPDX-License-Identifier: EUPL-1.2
"""The form in which an editor says what becomes of a version, and the plan that it asks for.

Only the form is read here. What a plan may do is decided by the use case, which the page asks before it
shows a button to carry the plan out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from werkzeug.datastructures import MultiDict

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import (
    Carried,
    ChangeClass,
    CoverageUnit,
    GapReason,
    LibraryEventKind,
    Move,
    Rebase,
)
from criteria.library.vocabulary import Aspect, Level, RequirementType
from criteria.services.installation import Installation
from criteria.services.library import CriterionView, show_criterion
from criteria.services.library_orders import (
    ChangePlan,
    EventOrder,
    GapOrder,
    LawOrder,
    PublicationOrder,
    SuccessorOrder,
)
from webapp.context import read_date
from webapp.set_forms import code_of

MAX_ROWS = 20


class Way(str, Enum):
    """What becomes of a version, as the page's tabs name it."""

    REPLACE = "ersatt"
    SPLIT = "dela"
    MERGE = "slaihop"
    GAP = "lucka"
    LAW = "lag"
    MOVE = "flytta"
    FILL = "fyll"
    NOTICE = "besked"


#: The ways out of force, and what can be done about an open gap.
ENDINGS = (Way.REPLACE, Way.SPLIT, Way.MERGE, Way.GAP, Way.LAW, Way.MOVE)
FILLINGS = (Way.FILL, Way.NOTICE)
_KINDS = {
    Way.MOVE: LibraryEventKind.MOVE,
    Way.FILL: LibraryEventKind.FILL_GAP,
    Way.NOTICE: LibraryEventKind.RENEW_NOTICE,
}
_CLASSES = {Way.SPLIT: ChangeClass.SPLIT_PART, Way.MERGE: ChangeClass.MERGED}


@dataclass(frozen=True, slots=True)
class SuccessorRow:
    """One successor as typed; ``view`` is what it names, ``None`` while nothing is found."""

    index: int
    ref: str
    change_class: str
    note: str
    view: CriterionView | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One coverage unit, who carries it, and as which unit there where it stands elsewhere."""

    index: int
    unit: CoverageUnit
    carried_by: str
    carried_as: str
    choices: tuple[CoverageUnit, ...]


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The form as it was sent, with what its references mean."""

    way: Way
    typed: Mapping[str, str]
    successors: tuple[SuccessorRow, ...]
    units: tuple[UnitRow, ...]
    leave: tuple[str, ...]
    join: tuple[str, ...]
    others: tuple[str, ...]


def units_of_view(view: CriterionView) -> tuple[CoverageUnit, ...]:
    """What a version covers on the day it is looked at; of an open gap what is open."""
    if view.gap_notice is not None:
        return view.gap_notice.units
    return tuple(
        CoverageUnit(group, aspect, view.level, view.type) for group in view.groups for aspect in view.aspects
    )


def unit_code(unit: CoverageUnit) -> str:
    """A coverage unit as one value of a form."""
    return f"{unit.group}/{unit.aspect.value}/{unit.level.value}/{unit.type.value}"


def read_form(
    installation: Installation, subject: CriterionView, form: MultiDict[str, str], viewer: str | None
) -> ChangeForm:
    """The form, with each successor looked up; what names nothing stands as it was typed."""
    way = code_of(Way, form.get("way") or _first_way(subject).value, "way")
    successors = _successors(installation, way, form, viewer)
    return ChangeForm(
        way=way,
        typed=form.to_dict(),
        successors=successors,
        units=_units(subject, successors, form),
        leave=tuple(form.getlist("leave")),
        join=tuple(form.getlist("join")),
        others=tuple(line.strip() for line in form.get("others", "").splitlines() if line.strip()),
    )


def ways_for(subject: CriterionView) -> tuple[Way, ...]:
    """What can be done with a version in its state."""
    if subject.status is VersionStatus.WITHDRAWN_GAP:
        return FILLINGS
    return ENDINGS if subject.status.is_in_force or subject.status is VersionStatus.COMING else ()


def _first_way(subject: CriterionView) -> Way:
    return next(iter(ways_for(subject)), Way.REPLACE)


def _successors(
    installation: Installation, way: Way, form: MultiDict[str, str], viewer: str | None
) -> tuple[SuccessorRow, ...]:
    places = [int(name[1:-4]) for name in form if name.startswith("s") and name.endswith("-ref")]
    removed = form.get("do", "").removeprefix("remove-")
    kept = [place for place in sorted(places) if str(place) != removed]
    rows = [
        _row(installation, index, (form, str(place)), viewer) for index, place in enumerate(kept[:MAX_ROWS])
    ]
    least = 2 if way is Way.SPLIT else 1
    wanted = max(least, len(rows) + (form.get("do") == "add"))
    default = _CLASSES.get(way)
    for index in range(len(rows), min(wanted, MAX_ROWS)):
        rows.append(SuccessorRow(index, "", "" if default is None else default.value, "", None))
    return tuple(rows)


def _row(
    installation: Installation, index: int, sent: tuple[MultiDict[str, str], str], viewer: str | None
) -> SuccessorRow:
    form, place = sent
    ref = form.get(f"s{place}-ref", "").strip()
    view = None if not ref else find_criterion(installation, ref, viewer)
    shown = ref if view is None else view.ref
    return SuccessorRow(
        index, shown, form.get(f"s{place}-class", ""), form.get(f"s{place}-note", "").strip(), view
    )


def find_criterion(installation: Installation, ref: str, viewer: str | None) -> CriterionView | None:
    """What a typed reference means, or ``None``."""
    try:
        return show_criterion(installation, ref, viewer=viewer)
    except (InvalidInputError, NotFoundError, RefusedError):
        return None


def _units(
    subject: CriterionView, successors: tuple[SuccessorRow, ...], form: MultiDict[str, str]
) -> tuple[UnitRow, ...]:
    rows = []
    for index, unit in enumerate(units_of_view(subject)):
        carried_by = form.get(f"u{index}", "")
        choices: tuple[CoverageUnit, ...] = ()
        if carried_by.isdigit() and int(carried_by) < len(successors):
            view = successors[int(carried_by)].view
            held = () if view is None else units_of_view(view)
            choices = () if unit in held else tuple(item for item in held if item.aspect is unit.aspect)
        rows.append(UnitRow(index, unit, carried_by, form.get(f"as{index}", ""), choices))
    return tuple(rows)


def plan_of(subject: CriterionView, form: ChangeForm) -> ChangePlan:
    """The plan that a form asks for; drafts in review that are named as successors are published with it.

    Raises:
        InvalidInputError: ``field.empty``, ``choice.unknown`` or ``date.malformed``, at the field.
    """
    on = _date(form, "on")
    transition = _date(form, "transition_from")
    order = EventOrder(
        ref=subject.ref,
        reason=form.typed.get("reason", ""),
        kind=_KINDS.get(form.way),
        on=on,
        successors=() if form.way in (Way.MOVE, Way.NOTICE) else _edges(form),
        gap=_gap(form) if form.way in (Way.GAP, Way.NOTICE) else None,
        law=_law(form) if form.way is Way.LAW else None,
        move=_move(form) if form.way is Way.MOVE else None,
        transition_from=transition if form.way is Way.REPLACE else None,
    )
    endings = [order]
    if form.way is Way.MERGE:
        endings += [EventOrder(ref, order.reason, on=on, successors=order.successors) for ref in form.others]
    opens = order.transition_from or on
    published = tuple(
        PublicationOrder(row.ref, opens, change_class=_class(row), change_reason=row.note or None)
        for row in form.successors
        if row.view is not None and row.view.status is VersionStatus.REVIEW and order.successors
    )
    return ChangePlan(published, tuple(endings), on)


def _edges(form: ChangeForm) -> tuple[SuccessorOrder, ...]:
    edges = []
    for row in form.successors:
        if not row.ref:
            continue
        mine = [unit for unit in form.units if unit.carried_by == str(row.index)]
        carried = tuple(Carried(unit.unit, _unit(unit.carried_as)) for unit in mine if unit.carried_as)
        units = tuple(unit.unit for unit in mine)
        edges.append(SuccessorOrder(row.ref, _class(row), row.note or None, units, carried))
    return tuple(edges)


def _class(row: SuccessorRow) -> ChangeClass:
    return code_of(ChangeClass, row.change_class, f"s{row.index}-class")


def _gap(form: ChangeForm) -> GapOrder:
    names = ("text", "meanwhile", "planned", "decided_by")
    text, meanwhile, planned, decided_by = (form.typed.get(name, "").strip() for name in names)
    return GapOrder(
        code_of(GapReason, form.typed.get("gap_reason", ""), "gap_reason"),
        text,
        meanwhile,
        planned,
        decided_by,
        units=tuple(unit.unit for unit in form.units if unit.carried_by == "gap"),
    )


def _law(form: ChangeForm) -> LawOrder:
    since = _date(form, "law_from")
    reference = form.typed.get("law_reference", "").strip()
    if since is None or not reference:
        field = "law_from" if since is None else "law_reference"
        raise InvalidInputError("field.empty", where=field, field=field)
    units = tuple(unit.unit for unit in form.units if unit.carried_by == "law")
    return LawOrder(reference, since, form.typed.get("law_text", "").strip(), units)


def _move(form: ChangeForm) -> Move:
    first = next(iter(form.join), "")
    heirs = tuple(Rebase(group, form.typed.get(f"rebase-{group}") or first) for group in form.leave)
    return Move(form.leave, form.join, heirs)


def _date(form: ChangeForm, name: str) -> date | None:
    text = form.typed.get(name, "").strip()
    return read_date(text, name) if text else None


def _unit(text: str) -> CoverageUnit:
    try:
        group, aspect, level, kind = text.split("/")
        return CoverageUnit(group, Aspect(aspect), Level(level), RequirementType(kind))
    except ValueError:
        raise InvalidInputError("choice.unknown", where="units", given=text) from None
