# SPDX-License-Identifier: EUPL-1.2
"""What the library has done to the criteria that sets pin: the list per set, and the notices to people.

Nothing here changes a set. Source: DOMAIN 4.3, R2 to R6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.identifiers import new_id
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import LibraryEvent
from criteria.people.model import Actor, Notice, Permission
from criteria.requirements.gate import CRITERION_CHANGED
from criteria.requirements.lifecycle import status_on
from criteria.requirements.model import Line, SetStatus
from criteria.requirements.updates import LineUpdate, UpdateChoice, choices_for, successors_in_force
from criteria.services.installation import Installation
from criteria.storage.people_store import NoticeStore, PeopleStore
from criteria.storage.set_store import SetStore
from criteria.storage.unit_of_work import UnitOfWork

_OVER = (SetStatus.CANCELLED, SetStatus.ENDED, SetStatus.ARCHIVED)


@dataclass(frozen=True, slots=True)
class SetUpdates:
    """The lines of a set whose criterion is no longer in force."""

    id: str
    revision: int
    status: SetStatus
    lines: tuple[LineUpdate, ...]


def list_updates(installation: Installation, actor: Actor, set_id: str) -> SetUpdates:
    """Lines whose criterion has changed since, what carries each on today, and what may be chosen."""
    actor.require(Permission.READ)
    today = installation.clock.today()
    with installation.reading() as session:
        store = SetStore(session)
        set_ = store.get(set_id, actor.organisation_id)
        lives = store.lives(line.ref or "" for line in set_.lines)
    status = status_on(set_, today)
    found = []
    for line in set_.lines:
        life = lives.get(line.ref or "")
        if life is not None and not life.status_on(today).is_in_force:
            now = successors_in_force(line.ref or "", today, lives.get)
            choices = choices_for(status, has_successor=bool(now))
            found.append(_update(line, life.ending, life.status_on(today), now, choices))
    return SetUpdates(set_.id, set_.revision, status, tuple(found))


def notify_pinning_sets(work: UnitOfWork, ref: str, on: date | None = None) -> int:
    """A notice to whoever made each living set that pins a criterion version which is leaving force.

    Called inside the unit of work that takes the version out of force; returns how many notices were written.
    ``on`` is the day it leaves force, where that is still to come.
    """
    code = "set.criterion_changed"
    if on is not None and on > work.clock.today():
        code = "set.criterion_will_change"
    store, notices, people = SetStore(work.session), NoticeStore(work.session), PeopleStore(work.session)
    told = 0
    for organisation_id, set_id, line in store.list_pinning(ref):
        set_ = store.get(set_id, organisation_id)
        user = people.find_user(set_.created_by)
        if set_.status in _OVER or user is None:
            continue
        values = {"ref": ref, "line": str(line), "title": set_.title}
        if on is not None:
            values["on"] = on.isoformat()
        notices.add(
            Notice(
                id=new_id("notice"),
                user_id=user.id,
                organisation_id=organisation_id,
                code=code,
                subject=set_id,
                values=values,
                created_at=work.clock.now(),
            )
        )
        told += 1
    return told


def _update(
    line: Line,
    ending: LibraryEvent | None,
    status: VersionStatus,
    now: tuple[str, ...],
    choices: tuple[UpdateChoice, ...],
) -> LineUpdate:
    answer = next((item.reason for item in line.answers if item.code == CRITERION_CHANGED), None)
    return LineUpdate(
        line=line.line,
        title=line.requirement.title.sv,
        pinned=line.ref or "",
        status=status,
        now=now,
        change_class=ending.successors[0].change_class if ending and ending.successors else None,
        gap_notice=ending.gap_notice if ending else None,
        law=ending.law if ending else None,
        since=ending.on if ending else None,
        choices=choices,
        answered=answer,
    )
