# SPDX-License-Identifier: EUPL-1.2
"""Copying a requirement set for a new procurement, with every pin checked against today.

Nothing is exchanged by itself: the copy keeps what was pinned, and the list says what has happened to it.
Source: DOMAIN 4.3, R9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from criteria.errors import InvalidInputError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.people.model import Actor, Permission
from criteria.requirements.model import CopiedFrom, RequirementSet, SetStatus
from criteria.requirements.seal import numbered
from criteria.requirements.updates import PinCheck, PinKind, check_pin
from criteria.services.installation import Installation
from criteria.services.sets_views import SetView, view_set
from criteria.storage.database import Session
from criteria.storage.set_store import SetStore
from criteria.storage.unit_of_work import UnitOfWork

_TITLE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class PinView:
    """One line and how its pin stands today; ``number`` is what the annex will call it."""

    line: int
    number: str
    title: str
    ref: str | None
    check: PinCheck


@dataclass(frozen=True, slots=True)
class PinReport:
    """Every line of a set against the library of today, in the order of the annex."""

    id: str
    revision: int
    pins: tuple[PinView, ...]

    @property
    def counts(self) -> Mapping[PinKind, int]:
        """How many lines there are of each kind."""
        return Counter(pin.check.kind for pin in self.pins)


@dataclass(frozen=True, slots=True)
class SetCopied:
    """The new draft, and how its pins stand today."""

    set: SetView
    pins: tuple[PinView, ...]


def copy_set(installation: Installation, actor: Actor, set_id: str, title: str) -> SetCopied:
    """A new draft with the lines of a set, in whatever state that is, and every pin checked.

    Pins, values, local wording and follow-up come along. Answers to findings, removed lines, dates and the
    diary number were about the old procurement and do not.

    Raises:
        NotFoundError: ``set.unknown``, also for another organisation's.
        InvalidInputError: ``field.empty`` or ``field.long`` for the title.
        RefusedError: ``set.copy_empty`` when there is nothing to copy.
    """
    actor.require(Permission.EDIT_SETS)
    named = _title(title)
    with installation.writing() as work:
        source = SetStore(work.session).get(set_id, actor.organisation_id)
        if not source.lines:
            raise RefusedError("set.copy_empty", where=set_id, title=source.title)
        made = _copy_of(source, named, work, actor)
        SetStore(work.session).add(made)
        payload = {"revision": "1", "source": source.id, "source_revision": str(source.revision)}
        work.record(NewEvent("set.copied", made.id, payload, actor.user_id, actor.organisation_id))
        today = work.clock.today()
        return SetCopied(view_set(work.session, made, today), _report(work.session, made, today).pins)


def check_pins(installation: Installation, actor: Actor, set_id: str) -> PinReport:
    """How every pin of a set stands today; nothing is changed.

    Raises:
        NotFoundError: ``set.unknown``, also for another organisation's.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        set_ = SetStore(session).get(set_id, actor.organisation_id)
        return _report(session, set_, installation.clock.today())


def _copy_of(source: RequirementSet, title: str, work: UnitOfWork, actor: Actor) -> RequirementSet:
    now = work.clock.now()
    return RequirementSet(
        id=new_id("set"),
        organisation_id=actor.organisation_id,
        title=title,
        status=SetStatus.DRAFT,
        revision=1,
        diary=None,
        cpv=source.cpv,
        assumptions=source.assumptions,
        lines=tuple(replace(line, answers=()) for line in source.lines),
        removed=(),
        created_by=actor.user_id,
        created_at=now,
        changed_at=now,
        copied_from=CopiedFrom(source.id, source.title, source.revision),
    )


def _report(session: Session, set_: RequirementSet, today: date) -> PinReport:
    lives = SetStore(session).lives(line.ref or "" for line in set_.lines)
    pins = tuple(
        PinView(
            line=line.line,
            number=number,
            title=line.requirement.title.sv,
            ref=line.ref,
            check=PinCheck(PinKind.OWN) if line.ref is None else check_pin(line.ref, today, lives.get),
        )
        for number, line in numbered(set_)
    )
    return PinReport(set_.id, set_.revision, pins)


def _title(text: str) -> str:
    clean = " ".join(text.split())
    if not clean:
        raise InvalidInputError("field.empty", where="title", field="title")
    if len(clean) > _TITLE_LENGTH:
        raise InvalidInputError("field.long", where="title", field="title", limit=_TITLE_LENGTH)
    return clean
