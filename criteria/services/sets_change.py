# SPDX-License-Identifier: EUPL-1.2
"""How every change of a set is made: permission, the revision the editor saw, one transaction, its events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from criteria.errors import StaleRevisionError
from criteria.events.model import NewEvent
from criteria.people.model import Actor, Permission
from criteria.requirements.model import RequirementSet
from criteria.services.installation import Installation
from criteria.services.sets_views import SetView, view_set
from criteria.storage.event_store import EventStore
from criteria.storage.set_store import SetStore
from criteria.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class EditAt:
    """Which set, at the revision the editor saw; ``None`` means as it now stands, for a shell or a script."""

    set_id: str
    revision: int | None = None


@dataclass(slots=True)
class Editing:
    """A set held for change; ``note`` names the events that go with it."""

    set: RequirementSet
    actor: Actor
    work: UnitOfWork
    store: SetStore
    today: date
    events: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def note(self, kind: str, **payload: object) -> None:
        """Have an event written with the change; ids, line numbers and fingerprints only."""
        self.events.append((kind, {name: str(value) for name, value in payload.items()}))


Edit = Callable[[Editing], RequirementSet]


def change_set(
    installation: Installation,
    actor: Actor,
    at: EditAt,
    edit: Edit,
    permission: Permission = Permission.EDIT_SETS,
) -> SetView:
    """Change a set in one unit of work and return it as it then stands.

    Raises:
        NotFoundError: ``set.unknown``, also for another organisation's.
        StaleRevisionError: ``set.stale`` with who changed what and when since the revision given.
    """
    actor.require(permission)
    with installation.writing() as work:
        saved = change_within(work, actor, at, edit)
        return view_set(work.session, saved, work.clock.today())


def change_within(work: UnitOfWork, actor: Actor, at: EditAt, edit: Edit) -> RequirementSet:
    """The same inside a unit of work that does more; permission has been asked for."""
    store = SetStore(work.session)
    before = store.get(at.set_id, actor.organisation_id, for_change=True)
    if at.revision is not None and at.revision != before.revision:
        raise _stale(work, before, at.revision)
    editing = Editing(before, actor, work, store, work.clock.today())
    after = edit(editing)
    if after == before:
        return before
    saved = store.save(before, replace(after, changed_at=work.clock.now()))
    for kind, payload in editing.events:
        shown = {"revision": str(saved.revision), **payload}
        work.record(NewEvent(kind, saved.id, shown, actor.user_id, actor.organisation_id))
    return saved


def _stale(work: UnitOfWork, set_: RequirementSet, seen: int) -> StaleRevisionError:
    later = [
        event
        for event in EventStore(work.session).list_about(set_.id)
        if int(event.payload.get("revision", "0")) > seen
    ]
    changes = ", ".join(
        event.kind.removeprefix("set.") + (f" ({event.payload['line']})" if "line" in event.payload else "")
        for event in later
    )
    return StaleRevisionError(
        "set.stale",
        where=set_.id,
        seen=seen,
        revision=set_.revision,
        by=later[-1].actor_id if later else "",
        at=set_.changed_at.isoformat(timespec="seconds"),
        changes=changes,
    )
