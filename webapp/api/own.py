# SPDX-License-Identifier: EUPL-1.2
"""Own and missing criteria, questions and rounds of views over the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Response, g
from marshmallow import Schema, fields, validate

from criteria.library.gaps import GapDecision, GapStatus
from criteria.schemas.derived import schema_of
from criteria.services.borrowings import Borrowed, borrow
from criteria.services.gap_register import (
    GapRegister,
    GapView,
    NewGap,
    add_gap,
    decide_gap,
    list_gaps,
    show_gap,
    vote,
)
from criteria.services.library_change import LibraryChange
from criteria.services.own_criteria import (
    OwnPage,
    Shared,
    ask_review,
    list_own,
    review_elsewhere,
    revoke_share,
    share,
)
from criteria.services.proposals import (
    ProposalView,
    accept_proposal,
    decline_proposal,
    list_proposals,
    propose,
)
from criteria.services.questions import (
    QuestionView,
    answer_question,
    ask_question,
    list_questions,
    questions_about,
)
from criteria.services.views_round import (
    Invited,
    NewRound,
    RoundView,
    close_round,
    invite,
    list_rounds,
    open_round,
    show_round,
)
from webapp.api.frame import OPEN, ApiBlueprint, answer
from webapp.context import actor, installation

blueprint = ApiBlueprint("api_own", __name__, description="Own and missing criteria, and what people say.")
_SHORT = {"max_length": 200}
_TEXT = {"min_length": 1, "max_length": 8000}


class TextArgs(Schema):
    """Words to look for."""

    q = fields.String(load_default="", validate=validate.Length(max=400))


class RefArgs(Schema):
    """Which criterion."""

    ref = fields.String(required=True, validate=validate.Length(1, 80))


@dataclass(frozen=True, slots=True)
class VoteBody:
    """Whether the organisation needs it."""

    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class GapDecisionBody:
    """Where a missing criterion goes; ``revision`` is the one that was read."""

    status: GapStatus
    reason: str = field(default="", metadata={"max_length": 4000})
    filled_by: str | None = field(default=None, metadata=_SHORT)
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionBody:
    """A question about a criterion."""

    ref: str = field(metadata=_SHORT)
    text: str = field(metadata=_TEXT)


@dataclass(frozen=True, slots=True)
class AnswerBody:
    """An answer, and whether it stays on the criterion's page."""

    text: str = field(metadata=_TEXT)
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class QuestionsBody:
    """Questions about criteria."""

    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class RoundBody:
    """A draft, what its referents are asked, and the last day to answer."""

    ref: str = field(metadata=_SHORT)
    message: str = field(metadata=_TEXT)
    closes_on: date


@dataclass(frozen=True, slots=True)
class ReferentsBody:
    """Who gets a link."""

    referents: tuple[str, ...] = field(metadata={"min_items": 1, "max_items": 200})


@dataclass(frozen=True, slots=True)
class InvitedBody:
    """The links, told this once."""

    invited: tuple[Invited, ...]


@dataclass(frozen=True, slots=True)
class RoundsBody:
    """Rounds, newest first."""

    rounds: tuple[RoundView, ...]


@dataclass(frozen=True, slots=True)
class ShareBody:
    """A version and an organisation by name, number or id; ``None`` is every one."""

    ref: str = field(metadata=_SHORT)
    organisation: str | None = field(default=None, metadata=_SHORT)


@dataclass(frozen=True, slots=True)
class NoteBody:
    """A version, and what is said of it."""

    ref: str = field(metadata=_SHORT)
    note: str = field(metadata=_TEXT)


@dataclass(frozen=True, slots=True)
class BorrowBody:
    """A version, and the id of the copy."""

    ref: str = field(metadata=_SHORT)
    id: str | None = field(default=None, metadata=_SHORT)


@dataclass(frozen=True, slots=True)
class AcceptBody:
    """The id in the shared library."""

    id: str = field(metadata=_SHORT)


@dataclass(frozen=True, slots=True)
class DeclineBody:
    """Why."""

    reason: str = field(metadata=_TEXT)


@dataclass(frozen=True, slots=True)
class ProposalsBody:
    """Proposals, newest first."""

    proposals: tuple[ProposalView, ...]


@blueprint.route("/gaps")
@blueprint.doc(security=OPEN)
@blueprint.arguments(TextArgs, location="query")
@blueprint.response(200, schema_of(GapRegister))
def gaps(given: dict[str, Any]) -> Response:
    """List missing criteria and open gap notices, most needed first."""
    return answer(list_gaps(installation(), g.actor, given["q"]))


@blueprint.route("/gaps", methods=["POST"])
@blueprint.arguments(schema_of(NewGap))
@blueprint.response(201, schema_of(GapView))
def make_gap(new: NewGap) -> Response:
    """Add a missing criterion."""
    return answer(add_gap(installation(), actor(), new), 201)


@blueprint.route("/gaps/<gap_id>")
@blueprint.doc(security=OPEN)
@blueprint.response(200, schema_of(GapView))
def gap(gap_id: str) -> Response:
    """Show one missing criterion with what has happened to it."""
    return answer(show_gap(installation(), gap_id, g.actor))


@blueprint.route("/gaps/<gap_id>/vote", methods=["POST"])
@blueprint.arguments(schema_of(VoteBody))
@blueprint.response(200, schema_of(GapView))
def vote_gap(given: VoteBody, gap_id: str) -> Response:
    """Let the organisation need a missing criterion, or no longer."""
    return answer(vote(installation(), actor(), gap_id, is_needed=given.is_needed))


@blueprint.route("/gaps/<gap_id>/decision", methods=["POST"])
@blueprint.arguments(schema_of(GapDecisionBody))
@blueprint.response(200, schema_of(GapView))
def settle_gap(given: GapDecisionBody, gap_id: str) -> Response:
    """Take a missing criterion up, fill it, decline it or open it again."""
    decision = GapDecision(given.status, given.reason, given.filled_by)
    return answer(decide_gap(installation(), actor(), gap_id, decision, given.revision))


@blueprint.route("/questions/about")
@blueprint.doc(security=OPEN)
@blueprint.arguments(RefArgs, location="query")
@blueprint.response(200, schema_of(QuestionsBody))
def about(given: dict[str, Any]) -> Response:
    """List the questions that a criterion's page shows; an id without version."""
    return answer(QuestionsBody(questions_about(installation(), given["ref"], g.actor)))


@blueprint.route("/questions")
@blueprint.response(200, schema_of(QuestionsBody))
def questions() -> Response:
    """List the questions the organisation answers, unanswered first."""
    return answer(QuestionsBody(list_questions(installation(), actor())))


@blueprint.route("/questions", methods=["POST"])
@blueprint.arguments(schema_of(QuestionBody))
@blueprint.response(201, schema_of(QuestionView))
def ask(given: QuestionBody) -> Response:
    """Ask about a criterion."""
    return answer(ask_question(installation(), actor(), given.ref, given.text), 201)


@blueprint.route("/questions/<question_id>/answer", methods=["POST"])
@blueprint.arguments(schema_of(AnswerBody))
@blueprint.response(200, schema_of(QuestionView))
def give_answer(given: AnswerBody, question_id: str) -> Response:
    """Answer a question, once."""
    told = answer_question(installation(), actor(), question_id, given.text, is_shown=given.is_shown)
    return answer(told)


@blueprint.route("/rounds")
@blueprint.response(200, schema_of(RoundsBody))
def rounds() -> Response:
    """List rounds of views, newest first."""
    return answer(RoundsBody(list_rounds(installation(), actor())))


@blueprint.route("/rounds", methods=["POST"])
@blueprint.arguments(schema_of(RoundBody))
@blueprint.response(201, schema_of(RoundView))
def make_round(given: RoundBody) -> Response:
    """Send a draft to referents, who are named afterwards."""
    new = NewRound(given.ref, given.message, given.closes_on)
    return answer(open_round(installation(), actor(), new), 201)


@blueprint.route("/rounds/<round_id>")
@blueprint.response(200, schema_of(RoundView))
def one_round(round_id: str) -> Response:
    """Show a round with its referents and answers."""
    return answer(show_round(installation(), actor(), round_id))


@blueprint.route("/rounds/<round_id>/invitations", methods=["POST"])
@blueprint.arguments(schema_of(ReferentsBody))
@blueprint.response(201, schema_of(InvitedBody))
def make_links(given: ReferentsBody, round_id: str) -> Response:
    """Make a link for each referent; its token is told this once."""
    return answer(InvitedBody(invite(installation(), actor(), round_id, given.referents)), 201)


@blueprint.route("/rounds/<round_id>/close", methods=["POST"])
@blueprint.response(200, schema_of(RoundView))
def end_round(round_id: str) -> Response:
    """Close a round before its last day."""
    return answer(close_round(installation(), actor(), round_id))


@blueprint.route("/own")
@blueprint.response(200, schema_of(OwnPage))
def own() -> Response:
    """List own criteria, whom they are shared with, and what others give."""
    return answer(list_own(installation(), actor()))


@blueprint.route("/own/shares", methods=["POST"])
@blueprint.arguments(schema_of(ShareBody))
@blueprint.response(200, schema_of(Shared))
def give(given: ShareBody) -> Response:
    """Share a version with another organisation, or with every one."""
    return answer(share(installation(), actor(), given.ref, given.organisation))


@blueprint.route("/own/shares/revoke", methods=["POST"])
@blueprint.arguments(schema_of(ShareBody))
@blueprint.response(200, schema_of(Shared))
def take_back(given: ShareBody) -> Response:
    """End a share; what has been made with it stays."""
    return answer(revoke_share(installation(), actor(), given.ref, given.organisation))


@blueprint.route("/own/review-requests", methods=["POST"])
@blueprint.arguments(schema_of(ShareBody))
@blueprint.response(200, schema_of(Shared))
def ask_for_review(given: ShareBody) -> Response:
    """Let another organisation read a version in order to review it."""
    return answer(ask_review(installation(), actor(), given.ref, given.organisation or ""))


@blueprint.route("/own/reviews", methods=["POST"])
@blueprint.arguments(schema_of(NoteBody))
@blueprint.response(200, schema_of(LibraryChange))
def review(given: NoteBody) -> Response:
    """Say that another organisation's version has been reviewed."""
    return answer(review_elsewhere(installation(), actor(), given.ref, given.note))


@blueprint.route("/own/borrowings", methods=["POST"])
@blueprint.arguments(schema_of(BorrowBody))
@blueprint.response(201, schema_of(Borrowed))
def take(given: BorrowBody) -> Response:
    """Copy another's version into an own draft, with its origin pinned."""
    return answer(borrow(installation(), actor(), given.ref, given.id), 201)


@blueprint.route("/proposals")
@blueprint.response(200, schema_of(ProposalsBody))
def proposals() -> Response:
    """List the organisation's own proposals; for the steward everybody's."""
    return answer(ProposalsBody(list_proposals(installation(), actor())))


@blueprint.route("/proposals", methods=["POST"])
@blueprint.arguments(schema_of(NoteBody))
@blueprint.response(201, schema_of(ProposalView))
def suggest(given: NoteBody) -> Response:
    """Propose a version of one's own to all."""
    return answer(propose(installation(), actor(), given.ref, given.note), 201)


@blueprint.route("/proposals/<proposal_id>/accept", methods=["POST"])
@blueprint.arguments(schema_of(AcceptBody))
@blueprint.response(200, schema_of(ProposalView))
def accept(given: AcceptBody, proposal_id: str) -> Response:
    """Make a shared draft of a proposal."""
    return answer(accept_proposal(installation(), actor(), proposal_id, given.id))


@blueprint.route("/proposals/<proposal_id>/decline", methods=["POST"])
@blueprint.arguments(schema_of(DeclineBody))
@blueprint.response(200, schema_of(ProposalView))
def decline(given: DeclineBody, proposal_id: str) -> Response:
    """Turn a proposal down, with the reason."""
    return answer(decline_proposal(installation(), actor(), proposal_id, given.reason))
