# SPDX-License-Identifier: EUPL-1.2
"""What waits for an editor of the shared library: missing or changed upstream, held back by an upgrade.

A task tells; what is done about it is done with the ordinary use cases, which hold the cover rule. Settling a
task records the decision, and sees that it is true. Source: DOMAIN 4.2, I8 ("an editor then decides per item:
keep as own, replace, gap, law").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from criteria.errors import RefusedError
from criteria.events.model import NewEvent
from criteria.library.feeds import ItemState
from criteria.library.lifecycle import VersionStatus
from criteria.library.written import written_or_empty
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library_rights import exact, require_editor
from criteria.storage.database import Session
from criteria.storage.feed_store import EditorTask, FeedStore, TaskKind, TaskStore
from criteria.storage.library_store import LibraryStore
from criteria.storage.unit_of_work import UnitOfWork

MAX_REASON = 4000


class Decision(str, Enum):
    """What an editor decided: keep as ours, or what has been done with the criterion."""

    KEEP = "keep"
    REPLACED = "replaced"
    GAP = "gap"
    LAW = "law"
    REJECTED = "rejected"
    SEEN = "seen"


#: The state that a version must have come to before a task about it is settled in this way.
_SHOWN_BY = {
    Decision.REPLACED: (VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN_REPLACED),
    Decision.GAP: (VersionStatus.WITHDRAWN_GAP,),
    Decision.LAW: (VersionStatus.WITHDRAWN_LAW,),
    Decision.REJECTED: (VersionStatus.REJECTED,),
}
_POSSIBLE = {
    TaskKind.UPSTREAM_MISSING: (
        Decision.KEEP,
        Decision.REPLACED,
        Decision.GAP,
        Decision.LAW,
        Decision.REJECTED,
    ),
    TaskKind.SILENT_CHANGE: (Decision.SEEN, Decision.REJECTED),
    TaskKind.UPGRADE_CONFLICT: (Decision.KEEP, Decision.SEEN),
}


@dataclass(frozen=True, slots=True)
class EditorTaskView:
    """One task: why it is there, what it is about, what may be decided, and what was."""

    id: str
    kind: TaskKind
    subject: str
    values: dict[str, str]
    made_at: datetime
    is_open: bool
    choices: tuple[Decision, ...]
    decision: str | None
    reason: str | None
    decided_at: datetime | None


def list_editor_tasks(
    installation: Installation, actor: Actor, *, only_open: bool = True
) -> tuple[EditorTaskView, ...]:
    """The tasks of the shared library's editors, oldest first.

    Raises:
        ForbiddenError: ``role.not_allowed`` or ``library.not_steward``.
    """
    actor.require(Permission.EDIT_LIBRARY)
    with installation.reading() as session:
        require_editor(session, actor, None)
        return tuple(map(_view, TaskStore(session).list_all(only_open=only_open)))


def settle_task(
    installation: Installation, actor: Actor, task_id: str, decision: Decision, reason: str
) -> EditorTaskView:
    """Record what was decided; keeping makes a missing item ours, whatever upstream does.

    Raises:
        ForbiddenError: ``role.not_allowed`` or ``library.not_steward``.
        NotFoundError: ``editor_task.unknown``.
        RefusedError: ``editor_task.decided``, ``editor_task.choice``, ``editor_task.reason_missing``, or
            ``editor_task.not_done`` when the criterion's state does not show what is said.
    """
    text = written_or_empty(reason, "reason", MAX_REASON)
    with installation.writing() as work:
        work.lock_library()
        require_editor(work.session, actor, None)
        store = TaskStore(work.session)
        task = store.get(task_id)
        if not task.is_open:
            raise RefusedError("editor_task.decided", where=task_id)
        if decision not in _POSSIBLE[task.kind]:
            raise RefusedError("editor_task.choice", where=task_id, given=decision.value)
        if decision is Decision.KEEP and not text:
            raise RefusedError("editor_task.reason_missing", where="reason")
        _require_shown(work, task, decision)
        if task.kind is TaskKind.UPSTREAM_MISSING:
            _keep_item(work.session, task.subject)
        store.decide(task_id, (decision.value, text), actor.user_id, work.clock.now())
        payload = {"kind": task.kind.value, "subject": task.subject, "decision": decision.value}
        work.record(NewEvent("editor_task.decided", task_id, payload, actor.user_id, actor.organisation_id))
        return _view(store.get(task_id))


def _require_shown(work: UnitOfWork, task: EditorTask, decision: Decision) -> None:
    wanted = _SHOWN_BY.get(decision)
    if wanted is None:
        return
    found = LibraryStore(work.session).get_version(exact(task.subject))
    status = found.status_on(work.clock.today())
    if status not in wanted:
        raise RefusedError("editor_task.not_done", where=task.subject, ref=task.subject, status=status.value)


def _keep_item(session: Session, ref: str) -> None:
    """Let a decided item be reported as missing no more."""
    found = FeedStore(session).find_item_of(ref)
    if found is not None:
        source, item = found
        FeedStore(session).put_item(source, replace(item, state=ItemState.KEPT))


def _view(task: EditorTask) -> EditorTaskView:
    return EditorTaskView(
        id=task.id,
        kind=task.kind,
        subject=task.subject,
        values=dict(task.values),
        made_at=task.made_at,
        is_open=task.is_open,
        choices=_POSSIBLE[task.kind] if task.is_open else (),
        decision=task.decision,
        reason=task.reason,
        decided_at=task.decided_at,
    )
