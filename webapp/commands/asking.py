# SPDX-License-Identifier: EUPL-1.2
"""Commands about questions on criteria and rounds of views on drafts."""

from __future__ import annotations

from datetime import date

import click

from criteria.services.questions import (
    QuestionView,
    answer_question,
    ask_question,
    list_questions,
    show_question,
)
from criteria.services.views_round import (
    NewRound,
    RoundView,
    close_round,
    invite,
    list_rounds,
    open_round,
    revoke_invitation,
    show_round,
)
from webapp.commands.address import last_address
from webapp.commands.frame import DATE, Frame, noun, pass_frame

question = noun("question", "Questions about criteria.")
round_ = noun("round", "Rounds of views on drafts.")


@question.command("ask")
@click.argument("ref")
@click.option("--text", required=True)
@pass_frame
def question_ask(frame: Frame, ref: str, text: str) -> None:
    """Ask about a criterion."""
    _tell(frame, ask_question(frame.installation, frame.actor, ref, text))


@question.command("list")
@pass_frame
def question_list(frame: Frame) -> None:
    """List the questions your organisation answers, unanswered first."""
    found = list_questions(frame.installation, frame.actor)
    lines = (
        f"{item.id} {item.ref} {'' if item.answer is None else '(besvarad) '}{item.text}" for item in found
    )
    frame.give({"questions": found}, "\n".join(lines) or "Inga frågor.")


@question.command("answer")
@click.argument("question_id", metavar="QUESTION")
@click.option("--text", required=True)
@click.option("--show", "is_shown", is_flag=True, help="Let the answer stay on the criterion's page.")
@pass_frame
def question_answer(frame: Frame, question_id: str, text: str, is_shown: bool) -> None:
    """Answer a question, once."""
    _tell(frame, answer_question(frame.installation, frame.actor, question_id, text, is_shown=is_shown))


@question.command("show")
@click.argument("question_id", metavar="QUESTION")
@click.option("--hide", is_flag=True, help="Take it from the page.")
@pass_frame
def question_show(frame: Frame, question_id: str, hide: bool) -> None:
    """Put an answered question on the criterion's page."""
    _tell(frame, show_question(frame.installation, frame.actor, question_id, is_shown=not hide))


def _tell(frame: Frame, view: QuestionView) -> None:
    frame.give(view, f"{view.id} {view.ref}\n{view.text}\n{view.answer or ''}")


@round_.command("open")
@click.argument("ref")
@click.option("--message", required=True, help="What the referents are asked.")
@click.option("--closes-on", type=DATE, required=True, help="Last day to answer.")
@click.option("--to", "referents", multiple=True, help="Referent; may be given several times.")
@click.option("--base", help="Address of the site (default: where it last was started).")
@pass_frame
def round_open(
    frame: Frame, /, referents: tuple[str, ...], base: str | None, closes_on: date, **given: str
) -> None:
    """Send a draft to referents; each gets a link of their own, shown this once."""
    new = NewRound(given["ref"], given["message"], closes_on)
    view = open_round(frame.installation, frame.actor, new)
    links = _links(frame, view.id, referents, base) if referents else []
    _tell_round(frame, view, links)


@round_.command("invite")
@click.argument("round_id", metavar="ROUND")
@click.option("--to", "referents", multiple=True, required=True, help="Referent; may be given several times.")
@click.option("--base", help="Address of the site (default: where it last was started).")
@pass_frame
def round_invite(frame: Frame, round_id: str, referents: tuple[str, ...], base: str | None) -> None:
    """Make links for more referents."""
    links = _links(frame, round_id, referents, base)
    _tell_round(frame, show_round(frame.installation, frame.actor, round_id), links)


@round_.command("revoke")
@click.argument("round_id", metavar="ROUND")
@click.argument("invitation_id", metavar="INVITATION")
@pass_frame
def round_revoke(frame: Frame, round_id: str, invitation_id: str) -> None:
    """Take a link back; what was answered with it stays."""
    _tell_round(frame, revoke_invitation(frame.installation, frame.actor, round_id, invitation_id), [])


@round_.command("close")
@click.argument("round_id", metavar="ROUND")
@pass_frame
def round_close(frame: Frame, round_id: str) -> None:
    """Close a round before its last day."""
    _tell_round(frame, close_round(frame.installation, frame.actor, round_id), [])


@round_.command("show")
@click.argument("round_id", metavar="ROUND")
@pass_frame
def round_show(frame: Frame, round_id: str) -> None:
    """Show a round with its referents and answers."""
    _tell_round(frame, show_round(frame.installation, frame.actor, round_id), [])


@round_.command("list")
@pass_frame
def round_list(frame: Frame) -> None:
    """List rounds, newest first."""
    found = list_rounds(frame.installation, frame.actor)
    lines = (f"{item.id} {item.ref} till {item.closes_on}, {len(item.answers)} svar" for item in found)
    frame.give({"rounds": found}, "\n".join(lines) or "Inga synpunktsrundor.")


def _links(frame: Frame, round_id: str, referents: tuple[str, ...], base: str | None) -> list[dict[str, str]]:
    address = (base or last_address(frame.home)).rstrip("/")
    made = invite(frame.installation, frame.actor, round_id, referents)
    return [
        {"id": item.id, "referent": item.referent, "link": f"{address}/synpunkter/svar/{item.token}"}
        for item in made
    ]


def _tell_round(frame: Frame, view: RoundView, links: list[dict[str, str]]) -> None:
    lines = [f"{view.id} {view.ref} {'öppen' if view.is_open else 'stängd'} till {view.closes_on}"]
    lines += [f"{item['referent']}: {item['link']}" for item in links]
    lines += [f"{item.name} ({item.referent}), {item.standpoint.value}: {item.text}" for item in view.answers]
    frame.give({"round": view, "links": links}, "\n".join(lines))


COMMANDS = (question, round_)
