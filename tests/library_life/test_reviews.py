# SPDX-License-Identifier: EUPL-1.2
"""What is due to be looked through, and the watch list of outside facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from criteria.clock import SetClock
from criteria.errors import ForbiddenError, InvalidInputError, NotFoundError
from criteria.exchange.library_files import read_library, shipped_folder
from criteria.exchange.rule_files import read_watch
from criteria.library.model import CriterionVersion, LabelCover
from criteria.library.reviews import FactRisk, add_months, due_on, risk_of
from criteria.library.vocabulary import LabelCoverage
from criteria.people.model import Role
from criteria.services.integrity import verify_log
from criteria.services.library_publishing import record_review
from criteria.services.reviews import check_fact, list_due_reviews, list_watch
from tests.library_life.desk import DAY, as_draft, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World, another_organisation, member


def _plain(ref: str, read_on: date) -> CriterionVersion:
    """A draft that rests on nothing that moves, read on a day."""
    made = version(ref, labels=(), law_floor=None)
    sources = tuple(replace(source, paid=False) for source in made.sources)
    return as_draft(replace(made, sources=sources, review=replace(made.review, read_on=read_on)))


def test_named_on_the_watch_list_is_high_a_label_is_middle_and_the_rest_is_low() -> None:
    plain = _plain("CLS-05:1@base", DAY)
    labelled = replace(plain, labels=(LabelCover("svanen", LabelCoverage.FULL),))

    assert risk_of(plain, {"CLS-05"}) is FactRisk.HIGH
    assert risk_of(labelled, ()) is FactRisk.MIDDLE
    assert risk_of(plain, ()) is FactRisk.LOW


def test_riskier_facts_are_looked_at_sooner() -> None:
    assert [due_on(date(2026, 8, 31), risk) for risk in FactRisk] == [
        date(2027, 2, 28),
        date(2027, 8, 31),
        date(2028, 8, 31),
    ]
    assert add_months(date(2027, 1, 15), -6) == date(2026, 7, 15)


def test_every_watched_fact_names_what_is_in_the_shipped_library() -> None:
    library, book = read_library(shipped_folder()), read_watch(shipped_folder())
    ids = {item.id for item, _ in library.versions}
    labels = {item.id for item, _ in library.labels}

    assert [ref for fact in book.facts for ref in fact.refs if ref not in ids] == []
    assert [name for fact in book.facts for name in fact.labels if name not in labels] == []
    assert all(fact.refs or fact.labels for fact in book.facts)


def test_due_reviews_come_by_risk_and_leave_the_list_once_done(world: World) -> None:
    desk = open_desk(world)
    desk.publish(
        _plain("CLS-05:1@base", date(2024, 1, 1)),
        _plain("CLS-06:1@base", date(2026, 12, 1)),
        _plain("X-01:1@base", date(2026, 7, 1)),
    )

    due = list_due_reviews(desk.installation, desk.reviewer)
    record_review(desk.installation, desk.reviewer, "X-01:1@base", "Förteckningen av i år är läst.")
    after = list_due_reviews(desk.installation, desk.reviewer)

    assert [(item.ref, item.risk, item.due_on) for item in due] == [
        ("X-01:1@base", FactRisk.HIGH, date(2027, 1, 1)),
        ("CLS-05:1@base", FactRisk.LOW, date(2026, 1, 1)),
    ]
    assert due[0].facts == ("Kandidatförteckningen över särskilt farliga ämnen",)
    assert [item.ref for item in after] == ["CLS-05:1@base"]


def test_review_is_due_again_when_its_time_has_passed(world: World) -> None:
    desk = open_desk(world)
    desk.publish(_plain("X-01:1@base", date(2026, 7, 1)))
    record_review(desk.installation, desk.reviewer, "X-01:1@base", "Läst.")

    soon = list_due_reviews(desk.on(date(2027, 8, 19)).installation, desk.reviewer)
    later = list_due_reviews(desk.on(date(2027, 8, 20)).installation, desk.reviewer)

    assert soon == ()
    assert [item.reviewed_on for item in later] == [DAY]


def test_checked_fact_tells_what_was_found_and_when_to_look_next(world: World) -> None:
    installation = replace(world.installation, clock=SetClock(date(2027, 1, 26)))
    actor = world.actor

    first = next(line for line in list_watch(installation, actor) if line.fact.id == "candidate_list")
    check_fact(installation, actor, "candidate_list", "  Två nya ämnen. X-01 skrivs om.  ", first.proposed_on)
    found = next(line for line in list_watch(installation, actor) if line.fact.id == "candidate_list")

    assert (first.is_due, first.proposed_on) == (True, date(2027, 7, 26))
    assert (found.is_due, found.next_on) == (False, date(2027, 7, 26))
    assert found.last is not None
    assert (found.last.note, found.last.checked_by) == ("Två nya ämnen. X-01 skrivs om.", actor.user_id)
    assert verify_log(installation).ok


def test_settled_fact_has_no_next_day_and_stands_last(world: World) -> None:
    check_fact(world.installation, world.actor, "batteries", "Lagen gäller. IT-02b är indraget.", None)

    lines = list_watch(world.installation, world.actor)

    assert (lines[-1].fact.id, lines[-1].next_on, lines[-1].is_due) == ("batteries", None, False)


def test_check_is_refused_without_words_for_a_past_day_and_for_an_unknown_fact(sqlite_world: World) -> None:
    installation, actor = sqlite_world.installation, sqlite_world.actor
    today = installation.clock.today()

    for arguments, code in (
        (("toys", " ", None), "field.empty"),
        (("toys", "Läst.", today), "watch.next_not_later"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            check_fact(installation, actor, *arguments)
        assert refused.value.code == code
    with pytest.raises(NotFoundError):
        check_fact(installation, actor, "moon", "Läst.", None)


def test_what_was_found_is_never_written_again(world: World) -> None:
    check_fact(world.installation, world.actor, "toys", "Läst.", None)

    for statement in ("UPDATE watch_checks SET note = 'x'", "DELETE FROM watch_checks"):
        with pytest.raises(DBAPIError, match="append-only"), world.installation.writing() as work:
            work.session.execute(text(statement))


def test_watch_list_is_the_stewards_and_due_reviews_are_ones_own(sqlite_world: World) -> None:
    desk = open_desk(sqlite_world)
    desk.publish(_plain("X-01:1@base", date(2026, 7, 1)))
    stranger = another_organisation(World(desk.installation, desk.reviewer))
    reader = member(World(desk.installation, desk.reviewer), Role.READER)

    with pytest.raises(ForbiddenError) as refused:
        list_watch(desk.installation, stranger)

    assert refused.value.code == "library.not_steward"
    assert list_due_reviews(desk.installation, stranger) == ()
    with pytest.raises(ForbiddenError):
        list_due_reviews(desk.installation, reader)
