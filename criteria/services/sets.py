# SPDX-License-Identifier: EUPL-1.2
"""Building a requirement set: making it, adding criteria, filling, rewording, ordering and removing.

Every use case is one unit of work and hands back the set as it then stands. What another organisation owns
is not found. Source: DOMAIN 4.3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id, parse_reference
from criteria.library.model import Words
from criteria.library.vocabulary import Level
from criteria.people.model import Actor, Permission
from criteria.requirements import lines as building
from criteria.requirements.closure import close_level
from criteria.requirements.gate import can_be_answered
from criteria.requirements.model import (
    Answer,
    Assumptions,
    FollowUpChoice,
    LocalWording,
    RemovedLine,
    RequirementSet,
    SetStatus,
)
from criteria.requirements.updates import successors_in_force
from criteria.services.installation import Installation
from criteria.services.library import resolve
from criteria.services.sets_change import EditAt, Editing, change_set
from criteria.services.sets_details import MAX_DIARY, MAX_TITLE, clean_field, cpv_entry
from criteria.services.sets_views import SetView, view_set
from criteria.storage.library_store import LibraryStore, StoredVersion
from criteria.storage.set_store import SetStore, SetSummary

MAX_REASON = 1000
_LIMITS = {"suppliers": 1000, "articles": 100_000, "years": 30}
_MAX_HOURS = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class NewSet:
    """What a new set is made from; the assumptions are shown as such."""

    title: str
    cpv: tuple[str, ...] = ()
    diary: str | None = None
    suppliers: int = 1
    articles: int = 10
    years: int = 2
    hours_available: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewWording:
    """A text as it shall read in this purchase, and why it differs from the library's."""

    text: Words
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A criterion of a package that was not added, and why: ``in_set``, ``not_in_force`` or ``unknown``."""

    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class PackageAdded:
    """The set after adding a package, what was added and what was not."""

    set: SetView
    added: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def create_set(installation: Installation, actor: Actor, new: NewSet) -> SetView:
    """A new, empty requirement set.

    Raises:
        InvalidInputError: ``field.empty``, ``field.long`` or ``set.assumption`` with the range.
    """
    actor.require(Permission.EDIT_SETS)
    title = clean_field(new.title, "title", MAX_TITLE)
    diary = None if new.diary is None or not new.diary.strip() else clean_field(new.diary, "diary", MAX_DIARY)
    assumptions = _assumptions(new)
    with installation.writing() as work:
        now = work.clock.now()
        set_ = RequirementSet(
            id=new_id("set"),
            organisation_id=actor.organisation_id,
            title=title,
            status=SetStatus.DRAFT,
            revision=1,
            diary=diary,
            cpv=tuple(cpv_entry(work.session, code) for code in new.cpv),
            assumptions=assumptions,
            lines=(),
            removed=(),
            created_by=actor.user_id,
            created_at=now,
            changed_at=now,
        )
        SetStore(work.session).add(set_)
        payload = {"revision": "1"}
        work.record(NewEvent("set.created", set_.id, payload, actor.user_id, actor.organisation_id))
        return view_set(work.session, set_, work.clock.today())


def show_set(installation: Installation, actor: Actor, set_id: str) -> SetView:
    """A set with its lines, findings and hours as they stand today.

    Raises:
        NotFoundError: ``set.unknown``, also for another organisation's.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        set_ = SetStore(session).get(set_id, actor.organisation_id)
        return view_set(session, set_, installation.clock.today())


def list_sets(installation: Installation, actor: Actor) -> tuple[SetSummary, ...]:
    """The actor's organisation's sets, last changed first, each with its state of today."""
    actor.require(Permission.READ)
    today = installation.clock.today()
    with installation.reading() as session:
        found = SetStore(session).list_for(actor.organisation_id)
    return tuple(_closed_if_over(item, today) for item in found)


def add_criteria(installation: Installation, actor: Actor, at: EditAt, refs: tuple[str, ...]) -> SetView:
    """The set with criteria last, in the order named; ``ID`` alone is the version in force today.

    Raises:
        NotFoundError: ``criterion.unknown`` or ``criterion.not_in_force``.
        RefusedError: ``criterion.ambiguous``, ``set.line_twice``, ``set.criterion_not_in_force`` or
            ``set.not_draft``.
    """

    def edit(editing: Editing) -> RequirementSet:
        for ref in refs:
            found = _in_force(editing, ref)
            editing.set = _add(editing, found)
        return editing.set

    return change_set(installation, actor, at, edit)


def add_package(
    installation: Installation, actor: Actor, at: EditAt, name: str, level: Level
) -> PackageAdded:
    """The set with a whole product group, or a package, at a level; what is there already stays as it is.

    Raises:
        NotFoundError: ``package.unknown`` when there is neither group nor package of that name.
        RefusedError: ``package.empty`` when it has nothing in force at that level.
    """
    added: list[str] = []
    skipped: list[Skipped] = []

    def edit(editing: Editing) -> RequirementSet:
        stored = _package_versions(editing, name, skipped)
        chosen = close_level((item.version for item in stored.values()), level)
        if not chosen:
            raise RefusedError("package.empty", where=name, name=name, level=level.value)
        for version in chosen:
            if building.holds(editing.set, version):
                skipped.append(Skipped(version.ref, "in_set"))
                continue
            editing.set = _add(editing, stored[version.ref])
            added.append(version.ref)
        return editing.set

    view = change_set(installation, actor, at, edit)
    return PackageAdded(view, tuple(added), tuple(skipped))


def set_parameter(
    installation: Installation, actor: Actor, at: EditAt, line: int, values: tuple[tuple[str, str], ...]
) -> SetView:
    """The set with blanks of a line filled, each given as (name, what was typed)."""

    def edit(editing: Editing) -> RequirementSet:
        for name, given in values:
            editing.set = building.set_value(editing.set, line, name, given)
            editing.note("set.parameter_set", line=line, name=name)
        return editing.set

    return change_set(installation, actor, at, edit)


def edit_wording(installation: Installation, actor: Actor, at: EditAt, line: int, new: NewWording) -> SetView:
    """The set with a line's text changed for this purchase; the library's own put back ends the change."""
    swedish = building.clean_text(new.text.sv, f"{line}")
    english = None if new.text.en is None else building.clean_text(new.text.en, f"{line}")
    why = new.reason.strip()[:MAX_REASON]

    def edit(editing: Editing) -> RequirementSet:
        editing.note("set.wording_changed", line=line)
        now = editing.work.clock.now()
        wording = LocalWording(Words(swedish, english), why, actor.user_id, now)
        return building.reword(editing.set, line, wording)

    return change_set(installation, actor, at, edit)


def set_applies_to(
    installation: Installation, actor: Actor, at: EditAt, line: int, applies_to: str | None
) -> SetView:
    """The set with it said which rows of the price list, or which goods, a line is about; nothing is all.

    Raises:
        InvalidInputError: ``set.applies_to_long`` or ``set.applies_to_blank``.
    """

    def edit(editing: Editing) -> RequirementSet:
        editing.note("set.applies_to_chosen", line=line)
        return building.apply_to(editing.set, line, applies_to)

    return change_set(installation, actor, at, edit)


def set_follow_up(
    installation: Installation, actor: Actor, at: EditAt, line: int, choice: FollowUpChoice
) -> SetView:
    """The set with it decided how a line is followed up, or with which reason it is not.

    Raises:
        InvalidInputError: ``set.reason_missing`` when it shall not be followed up and no reason is given.
    """
    if choice.not_followed_reason is not None:
        reason = _reason(choice.not_followed_reason)
        choice = FollowUpChoice(not_followed_reason=reason)

    def edit(editing: Editing) -> RequirementSet:
        editing.note("set.follow_up_chosen", line=line)
        return building.choose_follow_up(editing.set, line, choice)

    return change_set(installation, actor, at, edit)


def move_line(installation: Installation, actor: Actor, at: EditAt, line: int, position: int) -> SetView:
    """The set with a line at another place, counted from 1."""

    def edit(editing: Editing) -> RequirementSet:
        editing.note("set.line_moved", line=line, position=position)
        return building.move_line(editing.set, line, position)

    return change_set(installation, actor, at, edit)


def repeat_line(installation: Installation, actor: Actor, at: EditAt, line: int) -> SetView:
    """The set with a line's criterion once more, with values of its own, after the line.

    Raises:
        RefusedError: ``set.line_own``, ``set.not_draft`` or ``set.too_many_lines``.
    """

    def edit(editing: Editing) -> RequirementSet:
        editing.note("set.line_repeated", line=line)
        return building.repeat_line(editing.set, line)

    return change_set(installation, actor, at, edit)


def remove_line(installation: Installation, actor: Actor, at: EditAt, line: int, reason: str) -> SetView:
    """The set without a line; what it was and why it went is kept.

    Raises:
        InvalidInputError: ``set.reason_missing``.
    """
    why = _reason(reason)

    def edit(editing: Editing) -> RequirementSet:
        editing.note("set.line_removed", line=line)
        now = editing.work.clock.now()
        return building.remove_line(editing.set, RemovedLine(line, None, "", why, actor.user_id, now))

    return change_set(installation, actor, at, edit)


def answer_finding(
    installation: Installation, actor: Actor, at: EditAt, line: int, answer: tuple[str, str]
) -> SetView:
    """The set with a finding about a line answered by a reason, given as (code, reason).

    A notice about a changed criterion may be answered as long as the set lives; other findings in a draft.

    Raises:
        RefusedError: ``set.finding_not_answerable`` for what must be mended.
    """
    code, reason = answer
    why = _reason(reason)
    if not can_be_answered(code):
        raise RefusedError("set.finding_not_answerable", where=f"{line}", finding=code)

    def edit(editing: Editing) -> RequirementSet:
        if code.startswith(("law.", "own.")) and editing.set.status is not SetStatus.DRAFT:
            raise RefusedError("set.not_draft", where=editing.set.id, status=editing.set.status.value)
        editing.note("set.finding_answered", line=line, finding=code)
        return building.answer_line(
            editing.set, line, Answer(code, why, actor.user_id, editing.work.clock.now())
        )

    return change_set(installation, actor, at, edit)


def renew_line(
    installation: Installation, actor: Actor, at: EditAt, line: int, ref: str | None = None
) -> SetView:
    """The set with a line's criterion exchanged for what carries it on today (R3, "take new").

    Raises:
        RefusedError: ``set.no_successor``, or ``set.successor_ambiguous`` with the refs to choose from.
    """

    def edit(editing: Editing) -> RequirementSet:
        pinned = building.get_line(editing.set, line).ref
        if pinned is None:
            raise RefusedError("set.no_successor", where=f"{line}", ref="–")
        found = successors_in_force(pinned, editing.today, editing.store.lives((pinned,)).get)
        chosen = [item for item in found if ref is None or item == ref or item.startswith(f"{ref}@")]
        if not chosen:
            raise RefusedError("set.no_successor", where=f"{line}", ref=pinned)
        if len(chosen) > 1:
            raise RefusedError("set.successor_ambiguous", where=f"{line}", ref=pinned, refs=", ".join(chosen))
        stored = _in_force(editing, chosen[0])
        editing.note("set.line_renewed", line=line, ref=chosen[0], fingerprint=stored.fingerprint)
        return building.renew_line(editing.set, line, building.Pinned(stored.version, stored.fingerprint))

    return change_set(installation, actor, at, edit)


def change_assumptions(installation: Installation, actor: Actor, at: EditAt, new: Assumptions) -> SetView:
    """The set with other assumptions for its hours.

    Raises:
        InvalidInputError: ``set.assumption`` with the range.
        RefusedError: ``set.not_draft``.
    """
    checked = _checked(new)

    def edit(editing: Editing) -> RequirementSet:
        if editing.set.status is not SetStatus.DRAFT:
            raise RefusedError("set.not_draft", where=editing.set.id, status=editing.set.status.value)
        editing.note("set.assumptions_changed")
        return replace(editing.set, assumptions=checked)

    return change_set(installation, actor, at, edit)


def _add(editing: Editing, found: StoredVersion) -> RequirementSet:
    after = building.add_version(editing.set, building.Pinned(found.version, found.fingerprint))
    line = after.lines[-1].line
    editing.note("set.line_added", line=line, ref=found.version.ref, fingerprint=found.fingerprint)
    return after


def _in_force(editing: Editing, ref: str) -> StoredVersion:
    reference = parse_reference(ref)
    store = LibraryStore(editing.work.session)
    stored = store.list_versions(criterion_id=reference.id, viewer=editing.actor.organisation_id)
    (found,) = resolve(stored, reference, editing.today)
    status = found.status_on(editing.today)
    if not status.is_in_force:
        lives = editing.store.lives((found.version.ref,))
        successors = successors_in_force(found.version.ref, editing.today, lives.get)
        raise RefusedError(
            "set.criterion_not_in_force",
            where=ref,
            ref=found.version.ref,
            status=status.value,
            successors=", ".join(successors) or "–",
        )
    return found


def _package_versions(editing: Editing, name: str, skipped: list[Skipped]) -> dict[str, StoredVersion]:
    """What is in force today of a group or a package, by full reference."""
    store, viewer = LibraryStore(editing.work.session), editing.actor.organisation_id
    if store.find_group(name) is not None:
        filed = (
            item
            for item in store.list_in_group(name, viewer)
            if name in item.life.groups_on(editing.today) and item.status_on(editing.today).is_in_force
        )
        return {item.version.ref: item for item in filed}
    package = next((item for item in store.list_packages(editing.today) if item.id == name), None)
    if package is None:
        raise NotFoundError("package.unknown", where=name, name=name)
    stored = {item.version.ref: item for item in store.list_by_refs(package.members, viewer)}
    in_force = {ref: item for ref, item in stored.items() if item.status_on(editing.today).is_in_force}
    skipped.extend(
        Skipped(ref, "not_in_force" if ref in stored else "unknown")
        for ref in package.members
        if ref not in in_force
    )
    return {ref: in_force[ref] for ref in package.members if ref in in_force}


def _assumptions(new: NewSet) -> Assumptions:
    return _checked(Assumptions(new.suppliers, new.articles, new.years, new.hours_available))


def _checked(assumptions: Assumptions) -> Assumptions:
    for name, limit in _LIMITS.items():
        given = getattr(assumptions, name)
        if not 1 <= given <= limit:
            raise InvalidInputError(
                "set.assumption", where=name, field=name, given=given, minimum=1, maximum=limit
            )
    hours = assumptions.hours_available
    if hours is not None and not 0 <= hours <= _MAX_HOURS:
        raise InvalidInputError(
            "set.assumption", where="hours", field="hours", given=hours, minimum=0, maximum=_MAX_HOURS
        )
    return assumptions


def _reason(text: str) -> str:
    clean = text.strip()
    if not clean:
        raise InvalidInputError("set.reason_missing", where="reason", step="")
    if len(clean) > MAX_REASON:
        raise InvalidInputError("field.long", where="reason", field="reason", limit=MAX_REASON)
    return clean


def _closed_if_over(item: SetSummary, today: object) -> SetSummary:
    over = (
        item.status is SetStatus.PUBLISHED
        and item.deadline_on is not None
        and str(today) > str(item.deadline_on)
    )
    return replace(item, status=SetStatus.CLOSED_FOR_TENDERS) if over else item
