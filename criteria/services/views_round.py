# SPDX-License-Identifier: EUPL-1.2
"""A round of views: a draft sent to referents by link, answered openly, and archived with the version.

A referent has no account. The link is handed out once, kept as a hash and dead after the last day. Everybody
who has a link, and later whoever reads the criterion, sees what was answered and by whom. Source: issue 3,
Own criteria and gaps.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from criteria.clock import STOCKHOLM
from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.library.lifecycle import Stage
from criteria.library.model import CriterionVersion
from criteria.library.standpoint import Standpoint
from criteria.library.written import written, written_or_empty
from criteria.people.model import Actor, Permission
from criteria.services.access import token_hash
from criteria.services.installation import Installation
from criteria.services.library_notices import tell_editors
from criteria.services.library_rights import get_editable, require_editor, steward_id
from criteria.storage.database import Session
from criteria.storage.dialogue_store import Invitation, RoundStore, ViewsAnswer, ViewsRound
from criteria.storage.unit_of_work import UnitOfWork

MAX_TEXT = 8000
MAX_NAME = 200
MAX_REFERENTS = 200
MAX_ANSWERS = 20
LONGEST_DAYS = 366
#: Who stands as actor when a referent, who has no account, answers.
REFERENT = "referent"


@dataclass(frozen=True, slots=True)
class NewRound:
    """What is sent out: the draft, what the referents are asked, and the last day to answer."""

    ref: str
    message: str
    closes_on: date


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What a referent answered."""

    referent: str
    name: str
    standpoint: Standpoint
    text: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """A referent of a round; the link itself is shown only when it is made."""

    id: str
    referent: str
    expires_at: datetime
    is_revoked: bool
    answers: int


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as an editor sees it; ``version`` is the draft as it was sent."""

    id: str
    ref: str
    version: CriterionVersion
    fingerprint: str
    message: str
    opened_at: datetime
    closes_on: date
    is_open: bool
    invitations: tuple[InvitationLine, ...]
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """A new link; ``token`` is told this once."""

    id: str
    referent: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ReferentPage:
    """What a link opens: the draft as it was sent, what is asked, and what others have answered."""

    referent: str
    version: CriterionVersion
    message: str
    closes_on: date
    is_open: bool
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What a referent answers, under a name of their own."""

    name: str
    standpoint: Standpoint
    text: str


@dataclass(frozen=True, slots=True)
class ArchivedRound:
    """A round as it stands with the version it was about."""

    ref: str
    fingerprint: str
    message: str
    opened_on: date
    closes_on: date
    answers: tuple[AnswerLine, ...]


def open_round(installation: Installation, actor: Actor, new: NewRound) -> RoundView:
    """Send a draft, as it now reads, to referents who are named afterwards.

    Raises:
        RefusedError: ``round.not_a_draft``.
        InvalidInputError: ``round.closes_on``, ``field.empty`` or ``field.long``.
    """
    message = written(new.message, "message", MAX_TEXT)
    today = installation.clock.today()
    if not today <= new.closes_on <= today + timedelta(days=LONGEST_DAYS):
        raise InvalidInputError("round.closes_on", where="closes_on", limit=LONGEST_DAYS)
    with installation.writing() as work:
        found = get_editable(work.session, actor, new.ref)
        if found.life.valid_from is not None or found.life.stage is Stage.REJECTED:
            raise RefusedError("round.not_a_draft", where=new.ref, ref=found.version.ref)
        views_round = ViewsRound(
            id=new_id("round"),
            ref=found.version.ref,
            owner_id=found.owner_id,
            version=found.version,
            fingerprint=found.fingerprint,
            message=message,
            opened_by=actor.user_id,
            opened_at=work.clock.now(),
            closes_on=new.closes_on,
        )
        RoundStore(work.session).add(views_round)
        _note(work, actor, "round.opened", views_round)
        return _view(work.session, views_round, today)


def invite(
    installation: Installation, actor: Actor, round_id: str, referents: Iterable[str]
) -> tuple[Invited, ...]:
    """A link for each referent, good until the round's last day has passed.

    Raises:
        NotFoundError: ``round.unknown``.
        RefusedError: ``round.closed`` or ``round.many_referents``.
    """
    names = tuple(written(name, "referent", MAX_NAME) for name in referents)
    if not names:
        raise InvalidInputError("field.empty", where="referent", field="referent")
    with installation.writing() as work:
        work.lock_library()
        views_round = _get(work.session, actor, round_id)
        _require_open(views_round, work.clock.today())
        store = RoundStore(work.session)
        if len(store.list_invitations((round_id,)).get(round_id, ())) + len(names) > MAX_REFERENTS:
            raise RefusedError("round.many_referents", where=round_id, limit=MAX_REFERENTS)
        made = []
        for name in names:
            token = secrets.token_urlsafe(32)
            expires = _end_of(views_round.closes_on)
            invitation = Invitation(new_id("invitation"), round_id, name, work.clock.now(), expires)
            store.add_invitation(invitation, token_hash(token))
            made.append(Invited(invitation.id, name, token, expires))
        _note(work, actor, "round.invited", views_round, count=str(len(made)))
        return tuple(made)


def revoke_invitation(
    installation: Installation, actor: Actor, round_id: str, invitation_id: str
) -> RoundView:
    """Take a link back; what was answered with it stays.

    Raises:
        NotFoundError: ``round.unknown`` or ``round.invitation_unknown``.
    """
    with installation.writing() as work:
        work.lock_library()
        views_round = _get(work.session, actor, round_id)
        RoundStore(work.session).revoke_invitation(round_id, invitation_id, work.clock.now())
        _note(work, actor, "round.invitation_revoked", views_round, invitation=invitation_id)
        return _view(work.session, views_round, work.clock.today())


def close_round(installation: Installation, actor: Actor, round_id: str) -> RoundView:
    """Close a round before its last day.

    Raises:
        NotFoundError: ``round.unknown``.
        RefusedError: ``round.closed``.
    """
    with installation.writing() as work:
        work.lock_library()
        views_round = _get(work.session, actor, round_id)
        if views_round.closed_at is not None:
            raise RefusedError("round.closed", where=round_id)
        RoundStore(work.session).close(round_id, actor.user_id, work.clock.now())
        _note(work, actor, "round.closed", views_round)
        return _view(work.session, RoundStore(work.session).get(round_id), work.clock.today())


def show_round(installation: Installation, actor: Actor, round_id: str) -> RoundView:
    """A round with its referents and answers.

    Raises:
        NotFoundError: ``round.unknown``, also for another organisation's.
    """
    with installation.reading() as session:
        return _view(session, _get(session, actor, round_id), installation.clock.today())


def list_rounds(installation: Installation, actor: Actor) -> tuple[RoundView, ...]:
    """The organisation's rounds, and for the steward those of the shared library, newest first."""
    actor.require(Permission.EDIT_LIBRARY)
    with installation.reading() as session:
        store, today = RoundStore(session), installation.clock.today()
        found = store.list_of(actor.organisation_id)
        if actor.organisation_id == steward_id(session):
            found = (*store.list_of(None), *found)
        ordered = sorted(found, key=lambda item: item.opened_at, reverse=True)
        return _views(session, ordered, today)


def open_link(installation: Installation, token: str) -> ReferentPage:
    """What a link opens.

    Raises:
        NotFoundError: ``round.link_dead`` when it is unknown, taken back or too old.
    """
    with installation.reading() as session:
        views_round, invitation = _by_link(session, token, installation.clock.now())
        return _page(session, views_round, invitation, installation.clock.today())


def answer_link(installation: Installation, token: str, new: NewAnswer) -> ReferentPage:
    """What the link opens after an answer; a referent may answer again, everything stays.

    Raises:
        NotFoundError: ``round.link_dead``.
        RefusedError: ``round.closed`` or ``round.many_answers``.
        InvalidInputError: ``field.empty``, ``field.long`` or ``text.control_character``.
    """
    name = written(new.name, "name", MAX_NAME)
    text = written_or_empty(new.text, "text", MAX_TEXT)
    if not text and new.standpoint not in (Standpoint.SUPPORTS, Standpoint.NO_VIEW):
        raise InvalidInputError("round.why", where="text")
    with installation.writing() as work:
        work.lock_library()
        views_round, invitation = _by_link(work.session, token, work.clock.now())
        _require_open(views_round, work.clock.today())
        store = RoundStore(work.session)
        if store.count_answers(invitation.id) >= MAX_ANSWERS:
            raise RefusedError("round.many_answers", where=invitation.id, limit=MAX_ANSWERS)
        store.add_answer(
            ViewsAnswer(
                round_id=views_round.id,
                invitation_id=invitation.id,
                referent=invitation.referent,
                name=name,
                standpoint=new.standpoint,
                text=text,
                answered_at=work.clock.now(),
            )
        )
        payload = {"ref": views_round.ref, "invitation": invitation.id}
        work.record(NewEvent("round.answered", views_round.id, payload, REFERENT, views_round.owner_id or ""))
        tell_editors(work, views_round.owner_id, "round.answered", views_round.id, {"ref": views_round.ref})
        return _page(work.session, views_round, invitation, work.clock.today())


def rounds_about(installation: Installation, criterion_id: str, ref: str) -> tuple[ArchivedRound, ...]:
    """The rounds that were held on the drafts of one version, as they are shown with it."""
    with installation.reading() as session:
        store = RoundStore(session)
        held = [item for item in store.list_about(criterion_id) if item.ref == ref]
        told = store.list_answers(item.id for item in held)
        return tuple(
            ArchivedRound(
                ref=item.ref,
                fingerprint=item.fingerprint,
                message=item.message,
                opened_on=item.opened_at.astimezone(STOCKHOLM).date(),
                closes_on=item.closes_on,
                answers=_answers(told.get(item.id, ())),
            )
            for item in held
        )


def _get(session: Session, actor: Actor, round_id: str) -> ViewsRound:
    actor.require(Permission.EDIT_LIBRARY)
    views_round = RoundStore(session).get(round_id)
    if views_round.owner_id not in (None, actor.organisation_id):
        raise NotFoundError("round.unknown", where=round_id, given=round_id)
    require_editor(session, actor, views_round.owner_id)
    return views_round


def _by_link(session: Session, token: str, at: datetime) -> tuple[ViewsRound, Invitation]:
    store = RoundStore(session)
    invitation = store.find_invitation(token_hash(token), at)
    if invitation is None:
        raise NotFoundError("round.link_dead", where="link")
    return store.get(invitation.round_id), invitation


def _is_open(views_round: ViewsRound, today: date) -> bool:
    return views_round.closed_at is None and today <= views_round.closes_on


def _require_open(views_round: ViewsRound, today: date) -> None:
    if not _is_open(views_round, today):
        raise RefusedError("round.closed", where=views_round.id)


def _end_of(day: date) -> datetime:
    """The first moment after a Swedish civil day."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=STOCKHOLM)


def _answers(told: Iterable[ViewsAnswer]) -> tuple[AnswerLine, ...]:
    return tuple(
        AnswerLine(item.referent, item.name, item.standpoint, item.text, item.answered_at) for item in told
    )


def _page(session: Session, views_round: ViewsRound, invitation: Invitation, today: date) -> ReferentPage:
    return ReferentPage(
        referent=invitation.referent,
        version=views_round.version,
        message=views_round.message,
        closes_on=views_round.closes_on,
        is_open=_is_open(views_round, today),
        answers=_answers(RoundStore(session).list_answers((views_round.id,)).get(views_round.id, ())),
    )


def _view(session: Session, views_round: ViewsRound, today: date) -> RoundView:
    return _views(session, (views_round,), today)[0]


def _views(session: Session, rounds: Iterable[ViewsRound], today: date) -> tuple[RoundView, ...]:
    """The views of rounds; as many queries for many as for one."""
    store, listed = RoundStore(session), tuple(rounds)
    invited = store.list_invitations(item.id for item in listed)
    told = store.list_answers(item.id for item in listed)
    counts = Counter(answer.invitation_id for answers in told.values() for answer in answers)
    return tuple(
        RoundView(
            id=item.id,
            ref=item.ref,
            version=item.version,
            fingerprint=item.fingerprint,
            message=item.message,
            opened_at=item.opened_at,
            closes_on=item.closes_on,
            is_open=_is_open(item, today),
            invitations=tuple(
                InvitationLine(
                    line.id, line.referent, line.expires_at, line.revoked_at is not None, counts[line.id]
                )
                for line in invited.get(item.id, ())
            ),
            answers=_answers(told.get(item.id, ())),
        )
        for item in listed
    )


def _note(work: UnitOfWork, actor: Actor, kind: str, views_round: ViewsRound, **more: str) -> None:
    payload = {"ref": views_round.ref, "fingerprint": views_round.fingerprint, **more}
    work.record(NewEvent(kind, views_round.id, payload, actor.user_id, actor.organisation_id))
