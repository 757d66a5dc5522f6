# SPDX-License-Identifier: EUPL-1.2
"""What the editors' desk shows, made from the use cases' views; only arrangement is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from criteria.documents.extract_model import Handler
from criteria.errors import ForbiddenError
from criteria.issues import Severity
from criteria.library.lifecycle import Stage
from criteria.people.model import Actor
from criteria.services.editor_tasks import EditorTaskView, list_editor_tasks
from criteria.services.feeds import RunLine, list_feeds
from criteria.services.handlers import list_handlers
from criteria.services.installation import Installation
from criteria.services.library_drafts import DraftView, list_drafts
from criteria.services.library_releases import ReleaseView, list_releases
from criteria.services.proposals import ProposalView, list_proposals
from criteria.services.questions import QuestionView, list_questions
from criteria.services.reviews import DueReview, WatchLine, list_due_reviews, list_watch

_SHOWN_RUNS = 5


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft on the desk: how many faults stand in its way, and who handed it over when."""

    view: DraftView
    faults: int
    submitted_at: datetime | None
    submitted_by: str | None
    days: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything that waits for an editor."""

    is_steward: bool
    queue: tuple[DraftLine, ...]
    drafts: tuple[DraftLine, ...]
    due: tuple[DueReview, ...]
    watch: tuple[WatchLine, ...]
    tasks: tuple[EditorTaskView, ...]
    runs: tuple[RunLine, ...]
    questions: tuple[QuestionView, ...]
    proposals: tuple[ProposalView, ...]
    releases: tuple[ReleaseView, ...]
    people: Mapping[str, Handler]


def desk_page(installation: Installation, actor: Actor) -> DeskPage:
    """The desk of an editor; what belongs to the shared library is there for its steward alone."""
    shared, is_steward = _shared_drafts(installation, actor)
    own = list_drafts(installation, actor, shared=False)
    open_drafts = [view for view in (*shared, *own) if view.stage is not Stage.REJECTED]
    lines = [_draft_line(installation, actor, view) for view in open_drafts]
    waiting = [line for line in lines if line.view.stage is Stage.REVIEW]
    queue = sorted(waiting, key=lambda line: (-line.days, line.view.ref))
    return DeskPage(
        is_steward=is_steward,
        queue=tuple(queue),
        drafts=tuple(line for line in lines if line.view.stage is Stage.DRAFT),
        due=list_due_reviews(installation, actor),
        watch=list_watch(installation, actor) if is_steward else (),
        tasks=list_editor_tasks(installation, actor) if is_steward else (),
        runs=list_feeds(installation, actor).runs[:_SHOWN_RUNS] if is_steward else (),
        questions=tuple(item for item in list_questions(installation, actor) if item.answer is None),
        proposals=tuple(item for item in list_proposals(installation, actor) if item.state.value == "open")
        if is_steward
        else (),
        releases=tuple(item for item in list_releases(installation) if item.state.value == "planned"),
        people=list_handlers(installation, _people(lines), actor.organisation_id),
    )


def _people(lines: Iterable[DraftLine]) -> Iterable[str]:
    for line in lines:
        yield from filter(None, (line.submitted_by, line.view.author_id))


def _shared_drafts(installation: Installation, actor: Actor) -> tuple[tuple[DraftView, ...], bool]:
    try:
        return list_drafts(installation, actor, shared=True), True
    except ForbiddenError:
        return (), False


def _draft_line(installation: Installation, actor: Actor, view: DraftView) -> DraftLine:
    at = view.submitted_at
    return DraftLine(
        view=view,
        faults=sum(issue.severity is Severity.RED for issue in view.issues),
        submitted_at=at,
        submitted_by=view.submitted_by,
        days=0 if at is None else (installation.clock.now() - at).days,
        is_own=actor.user_id in view.writer_ids,
    )
