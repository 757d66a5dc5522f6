# SPDX-License-Identifier: EUPL-1.2
"""A set's name, diary number and CPV codes, and changing them while it is a draft. Source: DOMAIN 4.3."""

from __future__ import annotations

from dataclasses import dataclass, replace

from criteria.errors import InvalidInputError
from criteria.identifiers import cpv_check_digit, parse_cpv
from criteria.library.model import CpvEntry, ProductGroup
from criteria.people.model import Actor
from criteria.requirements import lines as building
from criteria.requirements.model import RequirementSet
from criteria.services.installation import Installation
from criteria.services.sets_change import EditAt, Editing, change_set
from criteria.services.sets_views import SetView
from criteria.storage.database import Session
from criteria.storage.library_store import LibraryStore

MAX_TITLE = 200
MAX_DIARY = 80


@dataclass(frozen=True, slots=True)
class NewDetails:
    """What is changed; ``None`` leaves it as it is, an empty diary number or no codes take it away."""

    title: str | None = None
    diary: str | None = None
    cpv: tuple[str, ...] | None = None


def change_details(installation: Installation, actor: Actor, at: EditAt, new: NewDetails) -> SetView:
    """The set with another name, diary number or CPV codes.

    Raises:
        InvalidInputError: ``field.empty``, ``field.long`` or ``cpv.malformed``.
        RefusedError: ``set.not_draft``.
    """

    def edit(editing: Editing) -> RequirementSet:
        building.require_draft(editing.set)
        after = editing.set
        if new.title is not None:
            after = replace(after, title=clean_field(new.title, "title", MAX_TITLE))
        if new.diary is not None:
            diary = clean_field(new.diary, "diary", MAX_DIARY) if new.diary.strip() else None
            after = replace(after, diary=diary)
        if new.cpv is not None:
            after = replace(after, cpv=tuple(cpv_entry(editing.work.session, code) for code in new.cpv))
        changed = [name for name in ("title", "diary", "cpv") if _differs(editing.set, after, name)]
        editing.note("set.details_changed", fields=" ".join(changed))
        return after

    return change_set(installation, actor, at, edit)


def cpv_entry(session: Session, text: str) -> CpvEntry:
    """The code as the library's groups write it, or with the usual check digit where none was given.

    A check digit that was typed is kept as typed, also when it is doubtful: the gate says so.

    Raises:
        InvalidInputError: ``cpv.malformed``.
    """
    digits = parse_cpv(text)
    given = text.strip().replace(" ", "").partition("-")[2]
    for group in LibraryStore(session).list_groups():
        for entry in group.cpv:
            if entry.code.startswith(digits):
                return entry if given in ("", entry.code[-1]) else CpvEntry(f"{digits}-{given}", entry.label)
    return CpvEntry(f"{digits}-{given or cpv_check_digit(digits)}", "")


def shares_cpv(group: ProductGroup, codes: tuple[str, ...]) -> bool:
    """Whether any of the group's CPV codes is a parent or a child of any of these, or the same."""
    stems = [code.partition("-")[0].rstrip("0") for code in codes]
    own = [entry.code.partition("-")[0].rstrip("0") for entry in group.cpv]
    return any(one.startswith(other) or other.startswith(one) for one in stems for other in own)


def clean_field(text: str, name: str, limit: int) -> str:
    """A field on one line, with its white space in order.

    Raises:
        InvalidInputError: ``field.empty`` or ``field.long``.
    """
    clean = " ".join(text.split())
    if not clean:
        raise InvalidInputError("field.empty", where=name, field=name)
    if len(clean) > limit:
        raise InvalidInputError("field.long", where=name, field=name, limit=limit)
    return clean


def _differs(before: RequirementSet, after: RequirementSet, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
