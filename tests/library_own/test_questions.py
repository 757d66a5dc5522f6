# SPDX-License-Identifier: EUPL-1.2
"""Questions about a criterion: who asks, who answers, and what stays on the page."""

from __future__ import annotations

import pytest

from criteria.people.model import Role
from criteria.services.access import list_notices
from criteria.services.own_criteria import share
from criteria.services.questions import (
    answer_question,
    ask_question,
    list_questions,
    questions_about,
    show_question,
)
from tests.library_life.desk import as_draft
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours, refusal
from tests.plumbing.installation import World, member

TEXT = "Räcker en Svanenlicens?"


@pytest.fixture
def town(world: World) -> Neighbours:
    made = make_neighbours(world)
    made.desk.publish(as_draft(version("CLS-01:1@base")))
    return made


def test_question_reaches_whoever_keeps_the_criterion(town: Neighbours) -> None:
    asked = ask_question(town.installation, town.alvik, "CLS-01", TEXT)

    (listed,) = list_questions(town.installation, town.steward)
    assert (listed.id, listed.ref, listed.organisation) == (asked.id, "CLS-01:1@base", "Alviks kommun")
    assert [n.code for n in list_notices(town.installation, town.steward)] == ["question.asked"]
    assert list_questions(town.installation, town.boda) == ()


def test_useful_answer_stays_on_the_page_without_who_asked(town: Neighbours) -> None:
    asked = ask_question(town.installation, town.alvik, "CLS-01:1@base", TEXT)

    answer_question(town.installation, town.steward, asked.id, "Ja, om den omfattar varan.", is_shown=True)

    (seen,) = questions_about(town.installation, "CLS-01", None)
    assert (seen.text, seen.answer, seen.organisation) == (TEXT, "Ja, om den omfattar varan.", None)
    assert [n.code for n in list_notices(town.installation, town.alvik)] == ["question.answered_notice"]


def test_question_that_is_not_shown_is_seen_by_its_own_organisation(town: Neighbours) -> None:
    asked = ask_question(town.installation, town.alvik, "CLS-01", TEXT)
    answer_question(town.installation, town.steward, asked.id, "Ja.", is_shown=False)

    seen = [questions_about(town.installation, "CLS-01", actor) for actor in (town.alvik, town.boda, None)]

    assert [len(found) for found in seen] == [1, 0, 0]


def test_answer_is_put_on_the_page_and_taken_from_it(town: Neighbours) -> None:
    asked = ask_question(town.installation, town.alvik, "CLS-01", TEXT)
    assert (
        refusal(show_question, town.installation, town.steward, asked.id, is_shown=True)
        == "question.not_answered"
    )
    answer_question(town.installation, town.steward, asked.id, "Ja.", is_shown=True)

    show_question(town.installation, town.steward, asked.id, is_shown=False)

    assert questions_about(town.installation, "CLS-01", None) == ()


def test_answer_is_given_once(town: Neighbours) -> None:
    asked = ask_question(town.installation, town.alvik, "CLS-01", TEXT)
    answer_question(town.installation, town.steward, asked.id, "Ja.", is_shown=True)

    assert (
        refusal(answer_question, town.installation, town.steward, asked.id, "Nej.", is_shown=True)
        == "question.answered"
    )
    with pytest.raises(Exception, match="append-only"), town.installation.writing() as work:
        work.session.connection().exec_driver_sql("UPDATE questions SET answer = 'Nej.'")


def test_question_about_an_own_criterion_goes_to_its_organisation(town: Neighbours) -> None:
    ref = town.publish(town.alvik, town.own(town.alvik), town.colleague(town.alvik))
    share(town.installation, town.alvik, ref, "Boda kommun")

    asked = ask_question(town.installation, town.boda, ref, TEXT)

    assert [item.id for item in list_questions(town.installation, town.alvik)] == [asked.id]
    assert list_questions(town.installation, town.steward) == ()
    assert (
        refusal(answer_question, town.installation, town.boda, asked.id, "Ja.", is_shown=True)
        == "question.unknown"
    )
    assert (
        refusal(answer_question, town.installation, town.steward, asked.id, "Ja.", is_shown=True)
        == "question.unknown"
    )


def test_reader_asks_and_does_not_answer(town: Neighbours) -> None:
    reader = member(town.world, Role.READER)

    asked = ask_question(town.installation, reader, "CLS-01", TEXT)

    assert (
        refusal(answer_question, town.installation, reader, asked.id, "Ja.", is_shown=True)
        == "role.not_allowed"
    )


@pytest.mark.parametrize(
    ("ref", "text", "code"),
    [
        ("CLS-99", TEXT, "criterion.unknown"),
        ("CLS-01", " ", "field.empty"),
        ("CLS-01", "x" * 4001, "field.long"),
        ("CLS-01", "Ring\x07", "text.control_character"),
        ("nej nej", TEXT, "reference.malformed"),
    ],
)
def test_question_that_is_none_is_refused(town: Neighbours, ref: str, text: str, code: str) -> None:
    assert refusal(ask_question, town.installation, town.alvik, ref, text) == code
