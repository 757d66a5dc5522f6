# SPDX-License-Identifier: EUPL-1.2
"""Questions about criteria and rounds of views on drafts in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.library.model import CriterionVersion
from criteria.library.standpoint import Standpoint
from criteria.schemas.derived import dump_json, read_json
from criteria.storage.own_tables import QuestionRow, ViewsAnswerRow, ViewsInvitationRow, ViewsRoundRow


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a criterion. ``is_shown`` lets everybody who sees the criterion read it."""

    id: str
    criterion_id: str
    ref: str
    owner_id: str | None
    organisation_id: str
    asked_by: str
    asked_at: datetime
    text: str
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class ViewsRound:
    """A draft as it was sent to referents. ``closes_on`` is the last day they may answer."""

    id: str
    ref: str
    owner_id: str | None
    version: CriterionVersion
    fingerprint: str
    message: str
    opened_by: str
    opened_at: datetime
    closes_on: date
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A referent of a round; the link itself was handed out once and is kept as a hash."""

    id: str
    round_id: str
    referent: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ViewsAnswer:
    """What a referent answered, under their own name."""

    round_id: str
    invitation_id: str
    referent: str
    name: str
    standpoint: Standpoint
    text: str
    answered_at: datetime


class QuestionStore:
    """Questions and their answers; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, question: Question) -> None:
        """Store a new question."""
        self._session.add(QuestionRow(**{name: getattr(question, name) for name in Question.__slots__}))
        self._session.flush()

    def get(self, question_id: str) -> Question:
        """A question by id.

        Raises:
            NotFoundError: ``question.unknown``.
        """
        row = self._session.get(QuestionRow, question_id)
        if row is None:
            raise NotFoundError("question.unknown", where=question_id, given=question_id)
        return _question(row)

    def write(self, question: Question) -> None:
        """Write the answer, or whether it is shown; the trigger keeps question and answer as they are."""
        row = self._session.get_one(QuestionRow, question.id)
        row.answer, row.answered_by = question.answer, question.answered_by
        row.answered_at, row.is_shown = question.answered_at, question.is_shown
        self._session.flush()

    def list_about(self, criterion_id: str) -> tuple[Question, ...]:
        """Every question about a criterion, oldest first."""
        query = select(QuestionRow).where(QuestionRow.criterion_id == criterion_id)
        rows = self._session.scalars(query.order_by(QuestionRow.asked_at, QuestionRow.id))
        return tuple(map(_question, rows))

    def list_to(self, owner_id: str | None) -> tuple[Question, ...]:
        """Every question to whoever keeps an owner's criteria, unanswered first, then newest first."""
        owned = QuestionRow.owner_id
        query = select(QuestionRow).where(owned.is_(None) if owner_id is None else owned == owner_id)
        rows = self._session.scalars(query.order_by(QuestionRow.asked_at.desc(), QuestionRow.id))
        return tuple(sorted(map(_question, rows), key=lambda item: item.answer is not None))


class RoundStore:
    """Rounds of views with their invitations and answers; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, views_round: ViewsRound) -> None:
        """Store a new round."""
        self._session.add(
            ViewsRoundRow(
                id=views_round.id,
                criterion_id=views_round.version.id,
                ref=views_round.ref,
                owner_id=views_round.owner_id,
                content=dump_json(views_round.version),
                fingerprint=views_round.fingerprint,
                message=views_round.message,
                opened_by=views_round.opened_by,
                opened_at=views_round.opened_at,
                closes_on=views_round.closes_on,
            )
        )
        self._session.flush()

    def get(self, round_id: str) -> ViewsRound:
        """A round by id.

        Raises:
            NotFoundError: ``round.unknown``.
        """
        row = self._session.get(ViewsRoundRow, round_id)
        if row is None:
            raise NotFoundError("round.unknown", where=round_id, given=round_id)
        return _round(row)

    def close(self, round_id: str, closed_by: str, at: datetime) -> None:
        """Close a round for good."""
        row = self._session.get_one(ViewsRoundRow, round_id)
        row.closed_by, row.closed_at = closed_by, at
        self._session.flush()

    def list_of(self, owner_id: str | None) -> tuple[ViewsRound, ...]:
        """The rounds of whoever keeps an owner's criteria, newest first."""
        owned = ViewsRoundRow.owner_id
        query = select(ViewsRoundRow).where(owned.is_(None) if owner_id is None else owned == owner_id)
        rows = self._session.scalars(query.order_by(ViewsRoundRow.opened_at.desc(), ViewsRoundRow.id))
        return tuple(map(_round, rows))

    def list_about(self, criterion_id: str) -> tuple[ViewsRound, ...]:
        """The rounds on drafts of a criterion, oldest first."""
        query = select(ViewsRoundRow).where(ViewsRoundRow.criterion_id == criterion_id)
        rows = self._session.scalars(query.order_by(ViewsRoundRow.opened_at, ViewsRoundRow.id))
        return tuple(map(_round, rows))

    def add_invitation(self, invitation: Invitation, token_hash: str) -> None:
        """Store a referent's link as its hash."""
        self._session.add(
            ViewsInvitationRow(
                id=invitation.id,
                round_id=invitation.round_id,
                token_hash=token_hash,
                referent=invitation.referent,
                made_at=invitation.made_at,
                expires_at=invitation.expires_at,
            )
        )
        self._session.flush()

    def find_invitation(self, token_hash: str, at: datetime) -> Invitation | None:
        """The invitation of a link that may be used at a moment."""
        row = self._session.scalar(
            select(ViewsInvitationRow).where(ViewsInvitationRow.token_hash == token_hash)
        )
        if row is None or row.revoked_at is not None or row.expires_at <= at:
            return None
        return _invitation(row)

    def revoke_invitation(self, round_id: str, invitation_id: str, at: datetime) -> None:
        """Take a link back for good.

        Raises:
            NotFoundError: ``round.invitation_unknown``, also for another round's.
        """
        row = self._session.get(ViewsInvitationRow, invitation_id)
        if row is None or row.round_id != round_id or row.revoked_at is not None:
            raise NotFoundError("round.invitation_unknown", where=invitation_id, given=invitation_id)
        row.revoked_at = at
        self._session.flush()

    def list_invitations(self, round_ids: Iterable[str]) -> dict[str, tuple[Invitation, ...]]:
        """The referents of each round, by name; no entry where there are none."""
        query = select(ViewsInvitationRow).where(ViewsInvitationRow.round_id.in_(tuple(round_ids)))
        found: dict[str, tuple[Invitation, ...]] = {}
        for row in self._session.scalars(query.order_by(ViewsInvitationRow.referent, ViewsInvitationRow.id)):
            found[row.round_id] = (*found.get(row.round_id, ()), _invitation(row))
        return found

    def count_answers(self, invitation_id: str) -> int:
        """How often a referent has answered."""
        query = select(func.count()).where(ViewsAnswerRow.invitation_id == invitation_id)
        return int(self._session.scalar(query) or 0)

    def add_answer(self, answer: ViewsAnswer) -> None:
        """Append what a referent answered."""
        self._session.add(
            ViewsAnswerRow(
                round_id=answer.round_id,
                invitation_id=answer.invitation_id,
                name=answer.name,
                standpoint=answer.standpoint.value,
                text=answer.text,
                answered_at=answer.answered_at,
            )
        )
        self._session.flush()

    def list_answers(self, round_ids: Iterable[str]) -> dict[str, tuple[ViewsAnswer, ...]]:
        """Everything that was answered in each round, in order; no entry where nothing was."""
        query = (
            select(ViewsAnswerRow, ViewsInvitationRow.referent)
            .join(ViewsInvitationRow, ViewsInvitationRow.id == ViewsAnswerRow.invitation_id)
            .where(ViewsAnswerRow.round_id.in_(tuple(round_ids)))
            .order_by(ViewsAnswerRow.number)
        )
        found: dict[str, tuple[ViewsAnswer, ...]] = {}
        for row, referent in self._session.execute(query):
            answer = ViewsAnswer(
                row.round_id,
                row.invitation_id,
                referent,
                row.name,
                Standpoint(row.standpoint),
                row.text,
                row.answered_at,
            )
            found[row.round_id] = (*found.get(row.round_id, ()), answer)
        return found


def _question(row: QuestionRow) -> Question:
    return Question(**{name: getattr(row, name) for name in Question.__slots__})


def _round(row: ViewsRoundRow) -> ViewsRound:
    return ViewsRound(
        id=row.id,
        ref=row.ref,
        owner_id=row.owner_id,
        version=read_json(CriterionVersion, row.content),
        fingerprint=row.fingerprint,
        message=row.message,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        closes_on=row.closes_on,
        closed_at=row.closed_at,
    )


def _invitation(row: ViewsInvitationRow) -> Invitation:
    return Invitation(**{name: getattr(row, name) for name in Invitation.__slots__})
