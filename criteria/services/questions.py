# SPDX-License-Identifier: EUPL-1.2
"""Questions about a criterion ("fråga om kriteriet"): asked from its page, answered by whoever keeps it.

Useful answers stay on the page for everybody who sees the criterion, without who asked. Source: issue 3, Own
criteria and gaps.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from criteria.errors import NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id, parse_reference
from criteria.library.written import written
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library import resolve
from criteria.services.library_notices import tell_editors, tell_person
from criteria.services.library_rights import require_editor, steward_id
from criteria.storage.database import Session
from criteria.storage.dialogue_store import Question, QuestionStore
from criteria.storage.library_store import LibraryStore
from criteria.storage.people_store import PeopleStore
from criteria.storage.unit_of_work import UnitOfWork

MAX_QUESTION = 4000


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its answer. ``organisation`` is told to whoever answers and to its own only."""

    id: str
    ref: str
    text: str
    asked_at: datetime
    organisation: str | None
    is_own: bool
    answer: str | None
    answered_at: datetime | None
    is_shown: bool


def ask_question(installation: Installation, actor: Actor, ref: str, text: str) -> QuestionView:
    """A question about a criterion the actor sees; whoever keeps it gets a message.

    Raises:
        NotFoundError: ``criterion.unknown``.
        InvalidInputError: ``field.empty``, ``field.long`` or ``text.control_character``.
    """
    actor.require(Permission.READ)
    clean = written(text, "text", MAX_QUESTION)
    reference = parse_reference(ref)
    with installation.writing() as work:
        store = LibraryStore(work.session)
        stored = store.list_of_criterion(reference.id, actor.organisation_id)
        found = resolve(stored, reference, work.clock.today(), one=False)[0]
        question = Question(
            id=new_id("question"),
            criterion_id=found.version.id,
            ref=found.version.ref,
            owner_id=found.owner_id,
            organisation_id=actor.organisation_id,
            asked_by=actor.user_id,
            asked_at=work.clock.now(),
            text=clean,
        )
        QuestionStore(work.session).add(question)
        _note(work, actor, "question.asked", question)
        tell_editors(work, found.owner_id, "question.asked", question.id, {"ref": question.ref})
        return _view(work.session, question, actor)


def answer_question(
    installation: Installation, actor: Actor, question_id: str, text: str, *, is_shown: bool
) -> QuestionView:
    """The answer to a question, which is given once; ``is_shown`` lets it stay on the criterion's page.

    Raises:
        NotFoundError: ``question.unknown``, also for a question to somebody else.
        RefusedError: ``question.answered``.
    """
    clean = written(text, "answer", MAX_QUESTION)
    with installation.writing() as work:
        work.lock_library()
        question = _to_answer(work.session, actor, question_id)
        if question.answer is not None:
            raise RefusedError("question.answered", where=question_id)
        answered = replace(
            question,
            answer=clean,
            answered_by=actor.user_id,
            answered_at=work.clock.now(),
            is_shown=is_shown,
        )
        QuestionStore(work.session).write(answered)
        _note(work, actor, "question.answered", answered)
        person = (question.asked_by, question.organisation_id)
        tell_person(work, person, "question.answered_notice", question.id, {"ref": question.ref})
        return _view(work.session, answered, actor)


def show_question(
    installation: Installation, actor: Actor, question_id: str, *, is_shown: bool
) -> QuestionView:
    """An answered question put on the criterion's page, or taken from it.

    Raises:
        NotFoundError: ``question.unknown``.
        RefusedError: ``question.not_answered``.
    """
    with installation.writing() as work:
        work.lock_library()
        question = _to_answer(work.session, actor, question_id)
        if question.answer is None:
            raise RefusedError("question.not_answered", where=question_id)
        changed = replace(question, is_shown=is_shown)
        QuestionStore(work.session).write(changed)
        _note(work, actor, "question.shown" if is_shown else "question.hidden", changed)
        return _view(work.session, changed, actor)


def list_questions(installation: Installation, actor: Actor) -> tuple[QuestionView, ...]:
    """The questions that the actor's organisation answers, unanswered first, then newest first."""
    actor.require(Permission.EDIT_LIBRARY)
    with installation.reading() as session:
        store = QuestionStore(session)
        found = store.list_to(actor.organisation_id)
        if actor.organisation_id == steward_id(session):
            found = (*store.list_to(None), *found)
        ordered = sorted(found, key=lambda item: item.answer is not None)
        return _views(session, ordered, actor)


def questions_about(
    installation: Installation, criterion_id: str, actor: Actor | None
) -> tuple[QuestionView, ...]:
    """What a criterion's page shows a reader: what is shown to all, and the own organisation's questions."""
    with installation.reading() as session:
        found = QuestionStore(session).list_about(criterion_id)
        mine = None if actor is None else actor.organisation_id
        seen = [item for item in found if item.is_shown or item.organisation_id == mine]
        return _views(session, seen, actor)


def _to_answer(session: Session, actor: Actor, question_id: str) -> Question:
    actor.require(Permission.EDIT_LIBRARY)
    question = QuestionStore(session).get(question_id)
    if question.owner_id not in (None, actor.organisation_id):
        raise NotFoundError("question.unknown", where=question_id, given=question_id)
    require_editor(session, actor, question.owner_id)
    return question


def _view(session: Session, question: Question, actor: Actor | None) -> QuestionView:
    return _views(session, (question,), actor)[0]


def _views(session: Session, questions: Iterable[Question], actor: Actor | None) -> tuple[QuestionView, ...]:
    """The views of questions; as many queries for many as for one."""
    keeper, mine = steward_id(session), None if actor is None else actor.organisation_id
    names = {item.id: item.name for item in PeopleStore(session).list_organisations()}
    found = []
    for question in questions:
        is_own = mine is not None and question.organisation_id == mine
        may_answer = mine is not None and (question.owner_id or keeper) == mine
        found.append(
            QuestionView(
                id=question.id,
                ref=question.ref,
                text=question.text,
                asked_at=question.asked_at,
                organisation=names[question.organisation_id] if is_own or may_answer else None,
                is_own=is_own,
                answer=question.answer,
                answered_at=question.answered_at,
                is_shown=question.is_shown,
            )
        )
    return tuple(found)


def _note(work: UnitOfWork, actor: Actor, kind: str, question: Question) -> None:
    payload = {"ref": question.ref}
    work.record(NewEvent(kind, question.id, payload, actor.user_id, actor.organisation_id))
