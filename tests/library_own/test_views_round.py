# SPDX-License-Identifier: EUPL-1.2
"""A round of views: links without accounts, open answers, and what stays with the version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from criteria.clock import SetClock
from criteria.library.standpoint import Standpoint
from criteria.services.access import list_notices
from criteria.services.integrity import verify_log
from criteria.services.library_drafts import change_draft, create_draft, show_draft
from criteria.services.views_round import (
    MAX_ANSWERS,
    NewAnswer,
    NewRound,
    answer_link,
    close_round,
    invite,
    list_rounds,
    open_link,
    open_round,
    revoke_invitation,
    rounds_about,
    show_round,
)
from criteria.storage.event_store import EventStore
from tests.library_life.desk import DAY, as_draft
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours, refusal
from tests.plumbing.installation import World

CLOSES = DAY + timedelta(days=14)
ANSWER = NewAnswer("Karin Ek", Standpoint.SUPPORTS_WITH_CHANGES, "Höj gränsen.")


@pytest.fixture
def town(world: World) -> Neighbours:
    return make_neighbours(world)


def _draft(town: Neighbours) -> str:
    return create_draft(town.installation, town.desk.author, as_draft(version("CLS-01:1@base"))).ref


def _open(town: Neighbours, closes_on: date = CLOSES) -> tuple[str, str]:
    """An open round and the link of its one referent."""
    made = open_round(town.installation, town.steward, NewRound(_draft(town), "Vad tycker ni?", closes_on))
    (invited,) = invite(town.installation, town.steward, made.id, ("Städbranschen",))
    return made.id, invited.token


def test_referent_reads_the_draft_and_answers_without_an_account(town: Neighbours) -> None:
    round_id, token = _open(town)

    page = open_link(town.installation, token)
    answered = answer_link(town.installation, token, ANSWER)

    assert (page.referent, page.message, page.is_open) == ("Städbranschen", "Vad tycker ni?", True)
    assert page.version.id == "CLS-01"
    (line,) = answered.answers
    assert (line.name, line.referent, line.text) == ("Karin Ek", "Städbranschen", "Höj gränsen.")
    view = show_round(town.installation, town.steward, round_id)
    assert [item.answers for item in view.invitations] == [1]


def test_referents_see_what_the_others_answered(town: Neighbours) -> None:
    round_id, token = _open(town)
    (other,) = invite(town.installation, town.steward, round_id, ("Boda kommun",))

    answer_link(town.installation, token, ANSWER)

    assert [line.name for line in open_link(town.installation, other.token).answers] == ["Karin Ek"]


def test_round_shows_the_draft_as_it_was_sent(town: Neighbours) -> None:
    _, token = _open(town)
    before = show_draft(town.installation, town.steward, "CLS-01:1@base")

    changed = replace(before.version, purpose="Ett helt annat motiv.")
    change_draft(town.installation, town.desk.author, changed, before.revision)

    assert open_link(town.installation, token).version == before.version


def test_answers_stand_with_the_version_afterwards(town: Neighbours) -> None:
    _, token = _open(town)
    answer_link(town.installation, token, ANSWER)

    (archived,) = rounds_about(town.installation, "CLS-01", "CLS-01:1@base")

    assert (archived.opened_on, [line.text for line in archived.answers]) == (DAY, ["Höj gränsen."])
    assert rounds_about(town.installation, "CLS-01", "CLS-01:2@base") == ()


def test_link_is_kept_as_a_hash_only_and_the_log_names_nobody(town: Neighbours) -> None:
    _, token = _open(town)
    answer_link(town.installation, token, ANSWER)

    with town.installation.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM views_invitations").fetchall()
        payloads = [str(event.payload) for event in EventStore(session).iter_events()]
    assert all(token not in str(value) for row in rows for value in row)
    assert all(name not in text for text in payloads for name in ("Karin", "Städbranschen", token))
    assert verify_log(town.installation).ok


@pytest.mark.parametrize("days", [15, 40])
def test_link_is_dead_after_the_last_day(town: Neighbours, days: int) -> None:
    _, token = _open(town)
    later = replace(town.installation, clock=SetClock(DAY + timedelta(days=days)))

    assert refusal(open_link, later, token) == "round.link_dead"


def test_link_holds_on_the_last_day(town: Neighbours) -> None:
    _, token = _open(town)
    last = replace(town.installation, clock=SetClock(CLOSES))

    assert open_link(last, token).is_open


def test_link_that_was_taken_back_opens_nothing_and_its_answers_stay(town: Neighbours) -> None:
    round_id, token = _open(town)
    answer_link(town.installation, token, ANSWER)
    (invitation,) = show_round(town.installation, town.steward, round_id).invitations

    view = revoke_invitation(town.installation, town.steward, round_id, invitation.id)

    assert refusal(open_link, town.installation, token) == "round.link_dead"
    assert len(view.answers) == 1


def test_closed_round_can_be_read_and_not_answered(town: Neighbours) -> None:
    round_id, token = _open(town)

    close_round(town.installation, town.steward, round_id)

    assert open_link(town.installation, token).is_open is False
    assert refusal(answer_link, town.installation, token, ANSWER) == "round.closed"
    assert refusal(invite, town.installation, town.steward, round_id, ("Fler",)) == "round.closed"
    assert refusal(close_round, town.installation, town.steward, round_id) == "round.closed"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (NewAnswer(" ", Standpoint.SUPPORTS, "Bra."), "field.empty"),
        (NewAnswer("x" * 201, Standpoint.SUPPORTS, "Bra."), "field.long"),
        (NewAnswer("Karin", Standpoint.OPPOSES, " "), "round.why"),
        (NewAnswer("Karin", Standpoint.SUPPORTS, "Ring\x07"), "text.control_character"),
        (NewAnswer("Karin", Standpoint.SUPPORTS, "x" * 8001), "field.long"),
    ],
)
def test_answer_that_says_too_little_or_too_much_is_refused(
    town: Neighbours, answer: NewAnswer, code: str
) -> None:
    _, token = _open(town)

    assert refusal(answer_link, town.installation, token, answer) == code


def test_markup_in_an_answer_is_stored_as_the_text_it_is(town: Neighbours) -> None:
    _, token = _open(town)

    page = answer_link(town.installation, token, NewAnswer("Karin", Standpoint.SUPPORTS, "<b>Bra</b> {{x}}"))

    assert page.answers[0].text == "<b>Bra</b> {{x}}"


def test_one_link_answers_so_many_times_and_no_more(town: Neighbours) -> None:
    _, token = _open(town)
    for _ in range(MAX_ANSWERS):
        answer_link(town.installation, token, ANSWER)

    assert refusal(answer_link, town.installation, token, ANSWER) == "round.many_answers"


def test_guessed_link_opens_nothing(town: Neighbours) -> None:
    _open(town)

    assert refusal(open_link, town.installation, "gissad") == "round.link_dead"


@pytest.mark.parametrize("closes_on", [DAY - timedelta(days=1), DAY + timedelta(days=367)])
def test_last_day_lies_ahead_and_within_a_year(town: Neighbours, closes_on: date) -> None:
    new = NewRound(_draft(town), "Vad tycker ni?", closes_on)

    assert refusal(open_round, town.installation, town.steward, new) == "round.closes_on"


def test_published_version_is_not_sent_out(town: Neighbours) -> None:
    ref = town.desk.publish(as_draft(version("CLS-01:1@base"))).published[0]

    new = NewRound(ref, "Vad tycker ni?", CLOSES)

    assert refusal(open_round, town.installation, town.steward, new) == "round.not_a_draft"


def test_own_draft_is_sent_out_by_its_organisation_and_seen_by_no_other(town: Neighbours) -> None:
    ref = create_draft(town.installation, town.alvik, town.own(town.alvik)).ref
    made = open_round(town.installation, town.alvik, NewRound(ref, "Vad tycker ni?", CLOSES))

    assert [item.id for item in list_rounds(town.installation, town.alvik)] == [made.id]
    assert list_rounds(town.installation, town.boda) == ()
    assert list_rounds(town.installation, town.steward) == ()
    assert refusal(show_round, town.installation, town.boda, made.id) == "round.unknown"
    assert refusal(show_round, town.installation, town.steward, made.id) == "round.unknown"


def test_editors_are_told_of_an_answer(town: Neighbours) -> None:
    _, token = _open(town)

    answer_link(town.installation, token, ANSWER)

    codes = [notice.code for notice in list_notices(town.installation, town.steward)]
    assert "round.answered" in codes
