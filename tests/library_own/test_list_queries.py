# SPDX-License-Identifier: EUPL-1.2
"""Every list page takes as many queries for many rows as for few. Source: STYLE, Storage and search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import event

from criteria.library.model import CriterionVersion
from criteria.library.standpoint import Standpoint
from criteria.people.model import Role
from criteria.services.borrowings import borrow
from criteria.services.editor_tasks import list_editor_tasks
from criteria.services.gap_register import list_gaps
from criteria.services.library import list_groups, show_group
from criteria.services.library_drafts import list_drafts
from criteria.services.library_history import history
from criteria.services.library_orders import ChangePlan, EventOrder, PublicationOrder
from criteria.services.library_publishing import withdraw
from criteria.services.library_releases import list_releases, plan_release
from criteria.services.own_criteria import ask_review, list_own, review_elsewhere, share
from criteria.services.proposals import list_proposals, propose
from criteria.services.questions import answer_question, ask_question, list_questions, questions_about
from criteria.services.reviews import list_due_reviews
from criteria.services.views_round import NewAnswer, NewRound, answer_link, invite, list_rounds, open_round
from tests.library_life.desk import DAY, as_draft, gap_order
from tests.library_life.factories import version
from tests.library_own.neighbours import Neighbours, make_neighbours
from tests.plumbing.installation import World, member
from webapp.desk_page import desk_page


def _grow(town: Neighbours, number: int) -> None:
    """One row more of everything that a list shows, by somebody of their own."""
    installation, desk = town.installation, town.desk
    editor = member(town.world, Role.LIBRARY_EDITOR, f"Redaktör {number}")
    waiting = desk.submit(_shared(f"CLS-{number + 10:02}"), editor)
    published = desk.publish(_shared(f"CLS-{number + 30:02}")).published[0]
    gone = desk.publish(_shared(f"CLS-{number + 50:02}")).published[0]
    withdraw(installation, desk.reviewer, EventOrder(gone, "Produkten finns inte.", gap=gap_order()))
    asked = ask_question(installation, town.alvik, published, "Vad menas?")
    answer_question(installation, desk.reviewer, asked.id, "Det som står.", is_shown=True)
    own = town.publish(town.alvik, town.own(town.alvik, f"LJUS-{number:02}"))
    ask_review(installation, town.alvik, own, "Boda kommun")
    review_elsewhere(installation, town.boda, own, "Läst.")
    share(installation, town.alvik, own, "Boda kommun")
    borrow(installation, town.boda, own)
    propose(installation, town.alvik, own, "Alla köper ljus.")
    held = open_round(
        installation, desk.reviewer, NewRound(waiting, "Vad tycker ni?", DAY + timedelta(days=30))
    )
    (invited,) = invite(installation, desk.reviewer, held.id, (f"Bransch {number}",))
    answer_link(installation, invited.token, NewAnswer("Eva", Standpoint.SUPPORTS, "Bra."))
    plan = ChangePlan((PublicationOrder(waiting),))
    plan_release(installation, desk.reviewer, f"Release {number}", DAY + timedelta(days=40), plan)


def _shared(criterion_id: str) -> CriterionVersion:
    return as_draft(version(f"{criterion_id}:1@base"))


def _lists(town: Neighbours) -> dict[str, Callable[[], object]]:
    at, steward, alvik, boda = town.installation, town.steward, town.alvik, town.boda
    owner = alvik.organisation_id
    return {
        "own": lambda: list_own(at, alvik),
        "own, given and borrowed": lambda: list_own(at, boda),
        "rounds": lambda: list_rounds(at, steward),
        "questions": lambda: list_questions(at, steward),
        "questions on a page": lambda: questions_about(at, "CLS-31", alvik),
        "proposals": lambda: list_proposals(at, steward),
        "drafts": lambda: list_drafts(at, steward, shared=True),
        "releases": lambda: list_releases(at),
        "tasks": lambda: list_editor_tasks(at, steward),
        "due reviews": lambda: list_due_reviews(at, steward),
        "gaps": lambda: list_gaps(at, alvik),
        "groups": lambda: list_groups(at, viewer=owner),
        "group": lambda: show_group(at, "cleaning_services", viewer=owner),
        "history": lambda: history(at, "CLS-31"),
        "desk": lambda: desk_page(at, steward),
    }


def test_list_takes_as_many_queries_for_many_rows_as_for_few(sqlite_world: World) -> None:
    town = make_neighbours(sqlite_world)
    asked: list[str] = []
    engine = town.installation.database.engine
    _grow(town, 1)
    event.listen(engine, "before_cursor_execute", lambda *words: asked.append(str(words[2])))

    def counted() -> dict[str, int]:
        counts = {}
        for name, ask in _lists(town).items():
            asked.clear()
            ask()
            counts[name] = sum(query.startswith("SELECT") for query in asked)
        return counts

    few = counted()
    for number in (2, 3, 4):
        _grow(town, number)

    assert counted() == few
    assert max(few.values()) < 60
