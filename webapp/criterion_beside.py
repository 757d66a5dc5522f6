# SPDX-License-Identifier: EUPL-1.2
"""What stands beside a criterion's words on its page: where it came from, and what people have said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from criteria.people.model import Actor, Permission
from criteria.services.borrowings import OriginLine, origin_of
from criteria.services.feeds import Upstream, upstream_of
from criteria.services.installation import Installation
from criteria.services.library import CriterionView
from criteria.services.questions import QuestionView, questions_about
from criteria.services.views_round import ArchivedRound, rounds_about
from webapp.words_own import STANDPOINTS


@dataclass(frozen=True, slots=True)
class Beside:
    """Questions with useful answers, rounds of views, the source or origin, and what a reader may do."""

    questions: tuple[QuestionView, ...]
    rounds: tuple[ArchivedRound, ...]
    upstream: Upstream | None
    origin: OriginLine | None
    can_borrow: bool
    standpoints: Mapping[str, object]


def criterion_beside(installation: Installation, view: CriterionView, actor: Actor | None) -> Beside:
    """What stands beside one version for a reader; ``None`` is a visitor."""
    is_own = actor is not None and view.owner_id == actor.organisation_id
    may_edit = actor is not None and actor.may(Permission.EDIT_LIBRARY)
    return Beside(
        questions=questions_about(installation, view.id, actor),
        rounds=rounds_about(installation, view.id, view.ref),
        upstream=upstream_of(installation, view.ref),
        origin=origin_of(installation, view.ref, view.owner_id) if is_own else None,
        can_borrow=may_edit and not is_own and view.in_force.since is not None,
        standpoints=STANDPOINTS,
    )
