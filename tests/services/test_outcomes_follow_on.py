# SPDX-License-Identifier: EUPL-1.2
"""What follows from outcomes: steps of tasks, deviations, figures and the chain back, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from criteria.errors import (
    CriteriaError,
    ForbiddenError,
    IntegrityError,
    NotFoundError,
    StaleRevisionError,
)
from criteria.library.vocabulary import Method, ProofKind
from criteria.people.model import Role
from criteria.requirements.model import LineOrigin
from criteria.services.library import OutcomeFigures
from criteria.storage.event_store import EventStore
from followup.deviations.model import Colour, DeviationStatus, Severity, StepKind
from followup.evidence.strength import Claim
from followup.log.model import Result
from followup.plan.lifecycle import TaskStep
from followup.plan.model import TaskStatus
from followup.services.contract_views import ContractView
from followup.services.contracts import open_contract, show_contract
from followup.services.deviations import (
    DeviationRequest,
    DeviationView,
    advance_deviation,
    list_deviations,
    open_deviation,
    open_deviation_about,
    show_deviation,
)
from followup.services.figures import outcome_figures, trace_outcome
from followup.services.outcomes import OutcomeRequest, OutcomeView, log_outcome
from followup.services.tasks import (
    ExtraTask,
    TaskQuery,
    add_task,
    assess_task,
    cancel_task,
    list_tasks,
    postpone_task,
    reassign_task,
    receive_evidence,
    remind_supplier,
    request_evidence,
    show_task,
)
from followup.storage.contract_store import ContractStore, StepNote
from tests.plumbing.installation import TODAY, World, another_organisation, member
from tests.requirements.factories import make_version
from tests.services.contracted import TESTED, YEARLY, locked_set, opened, report, request


def _log(world: World, contract: ContractView, result: Result = Result.MET, **changes: object) -> OutcomeView:
    usual = OutcomeRequest(contract.id, "1.1", result, Method.TEST, note="Läst.")
    return log_outcome(world.installation, world.actor, replace(usual, **changes))  # type: ignore[arg-type]


def _first(contract: ContractView) -> str:
    return contract.plan[0].task


def test_steps_of_a_task_are_kept_with_who_when_and_why(world: World) -> None:
    contract = opened(world)
    task = _first(contract)
    evidence = report(world, contract.id)

    request_evidence(world.installation, world.actor, task, contact="kvalitet@mobler.se")
    receive_evidence(world.installation, world.actor, task, (evidence,))
    assess_task(world.installation, world.actor, task)

    page = show_task(world.installation, world.actor, task)
    assert [(step.step, step.status) for step in page.steps] == [
        (TaskStep.PLAN, TaskStatus.PLANNED),
        (TaskStep.REQUEST, TaskStatus.REQUESTED),
        (TaskStep.RECEIVE, TaskStatus.RECEIVED),
        (TaskStep.ASSESS, TaskStatus.ASSESSING),
    ]
    assert page.steps[1].reason == "kvalitet@mobler.se"
    assert page.steps[2].evidence == (evidence,)
    assert {step.by_id for step in page.steps} == {world.actor.user_id}
    assert page.task.reply_by == date(2026, 12, 7)
    with world.installation.reading() as session:
        events = EventStore(session).list_about(task)
    assert [event.kind for event in events] == ["task.requested", "task.received", "task.assessing"]
    assert "kvalitet" not in str([dict(event.payload) for event in events])


def test_silent_supplier_is_reminded_twice(sqlite_world: World) -> None:
    task = _first(opened(sqlite_world))
    request_evidence(sqlite_world.installation, sqlite_world.actor, task)
    for _ in range(2):
        remind_supplier(sqlite_world.installation, sqlite_world.actor, task)

    assert assess_task(sqlite_world.installation, sqlite_world.actor, task).status is TaskStatus.ASSESSING


def test_task_is_received_with_evidence_of_the_contract_only(sqlite_world: World) -> None:
    task = _first(opened(sqlite_world))

    for keys, code in (((), "task.evidence_missing"), (("evidence-x",), "evidence.unknown")):
        with pytest.raises(CriteriaError) as caught:
            receive_evidence(sqlite_world.installation, sqlite_world.actor, task, keys)
        assert caught.value.code == code


def test_task_is_postponed_cancelled_and_given_away(world: World) -> None:
    contract = opened(world)
    first, second, third, later = (task.task for task in contract.plan)
    buyer = member(world, Role.BUYER, "Bo Berg")

    moved = postpone_task(world.installation, world.actor, first, date(2027, 2, 1), "Leveransen dröjer.")
    gone = cancel_task(world.installation, world.actor, second, "Artikeln utgick.")
    given = reassign_task(world.installation, world.actor, third, "Bo Berg")

    assert (moved.status, moved.due) == (TaskStatus.POSTPONED, date(2027, 2, 1))
    assert (gone.status, given.person_id) == (TaskStatus.CANCELLED, buyer.user_id)
    listed = list_tasks(world.installation, world.actor, TaskQuery())
    assert [task.task for task in listed] == [first, third, later]
    assert len(list_tasks(world.installation, world.actor, TaskQuery(only_open=False))) == 4


def test_nobody_responsible_is_seen_on_the_contract(world: World) -> None:
    contract = opened(world)

    reassign_task(world.installation, world.actor, _first(contract), None)

    view = show_contract(world.installation, world.actor, contract.id)
    assert view.overview.tasks_without_person == 1
    assert [(issue.code, issue.severity.value) for issue in view.warnings] == [("contract.no_person", "red")]


def test_tasks_are_listed_by_day_person_and_contract(world: World) -> None:
    contract = opened(world)
    installation, actor = world.installation, world.actor

    before = list_tasks(installation, actor, TaskQuery(due_before=date(2027, 1, 5)))
    exactly = list_tasks(installation, actor, TaskQuery(due_before=date(2027, 1, 4)))
    mine = list_tasks(installation, actor, TaskQuery(person="admin", contract=contract.id))

    assert (len(before), len(exactly), len(mine)) == (2, 0, 4)
    for query in (TaskQuery(person="ingen"), TaskQuery(contract="contract-x")):
        with pytest.raises(NotFoundError):
            list_tasks(installation, actor, query)


def test_event_makes_a_task_with_its_reason(world: World) -> None:
    contract = opened(world)
    wanted = ExtraTask(contract.id, "FURN-01", date(2027, 3, 1), "Artikel bytt.")

    added = add_task(world.installation, world.actor, wanted)

    assert (added.number, added.due, added.occasion.value) == ("1.1", date(2027, 3, 1), "on_suspicion")
    assert show_task(world.installation, world.actor, added.task).steps[0].reason == "Artikel bytt."
    for changes, code in (
        ({"line": "8.8"}, "outcome.line_unknown"),
        ({"reason": " "}, "task.reason_missing"),
        ({"due_on": TODAY - timedelta(days=1)}, "task.date_passed"),
    ):
        with pytest.raises(CriteriaError) as caught:
            add_task(world.installation, world.actor, replace(wanted, **changes))  # type: ignore[arg-type]
        assert caught.value.code == code


def test_person_of_another_organisation_is_given_no_task(world: World) -> None:
    task = _first(opened(world))
    other = another_organisation(world)

    with pytest.raises(NotFoundError):
        reassign_task(world.installation, world.actor, task, other.user_id)
    with pytest.raises(NotFoundError):
        show_task(world.installation, other, task)
    with pytest.raises(NotFoundError):
        assess_task(world.installation, other, task)
    assert list_tasks(world.installation, other, TaskQuery()) == ()


def test_cancelling_is_for_who_manages_the_contract(sqlite_world: World) -> None:
    task = _first(opened(sqlite_world))

    with pytest.raises(ForbiddenError):
        cancel_task(sqlite_world.installation, member(sqlite_world, Role.BUYER), task, "Hinner inte.")


def test_two_people_changing_one_task_do_not_overwrite_each_other(world: World) -> None:
    task_id = _first(opened(world))
    with world.installation.writing() as work:
        store = ContractStore(work.session)
        seen = store.get_task(task_id, world.actor.organisation_id)
        note = StepNote(TaskStep.REASSIGN, world.actor, work.clock.now())
        store.save_task(seen, replace(seen, person_id=None), note)
        with pytest.raises(StaleRevisionError):
            store.save_task(seen, seen, note)


def _advance(world: World, deviation: str, kind: StepKind, **changes: object) -> DeviationView:
    wish = replace(DeviationRequest(deviation, kind, "Text."), **changes)  # type: ignore[arg-type]
    return advance_deviation(world.installation, world.actor, wish)


def _found(world: World, contract: ContractView) -> str:
    logged = _log(world, contract, Result.NOT_MET, evidence=(report(world, contract.id),))
    assert logged.deviation is not None
    return logged.deviation


def test_deviation_is_walked_to_its_remedy_by_a_recheck(world: World) -> None:
    contract = opened(world)
    deviation = _found(world, contract)
    told = _advance(world, deviation, StepKind.NOTIFY)
    assert (told.severity, told.days_to_notice) == (Severity.MAJOR, 0)
    _advance(world, deviation, StepKind.PLAN)
    _advance(world, deviation, StepKind.RECHECK, by_date=date(2026, 12, 14))

    with pytest.raises(CriteriaError) as caught:
        _advance(world, deviation, StepKind.CLOSE)
    assert caught.value.code == "deviation.not_remedied"
    recheck = list_tasks(world.installation, world.actor, TaskQuery(due_before=date(2026, 12, 15)))[0]
    remedy = _log(world, contract, evidence=(report(world, contract.id),), task_id=recheck.task)
    closed = _advance(world, deviation, StepKind.CLOSE)

    assert (closed.status, closed.colour) == (DeviationStatus.CLOSED_REMEDIED, Colour.GREEN)
    assert closed.steps[-1].outcome_id == remedy.id
    assert show_deviation(world.installation, world.actor, deviation) == closed
    with world.installation.reading() as session:
        kinds = [event.kind for event in EventStore(session).list_about(deviation)]
    assert kinds == [f"deviation.{name}" for name in ("found", "notify", "plan", "recheck", "close")]


def test_failed_recheck_escalates_instead_of_making_a_second_deviation(world: World) -> None:
    contract = opened(world)
    deviation = _found(world, contract)
    for kind in (StepKind.NOTIFY, StepKind.PLAN, StepKind.RECHECK):
        _advance(world, deviation, kind)

    _log(world, contract, Result.NOT_MET, note="Samma fel.")

    (only,) = list_deviations(world.installation, world.actor)
    assert (only.status, only.colour, only.steps[-1].text) == (
        DeviationStatus.ESCALATED,
        Colour.RED,
        "Samma fel.",
    )
    assert _advance(world, deviation, StepKind.WAIVE).status is DeviationStatus.WAIVED
    assert list_deviations(world.installation, world.actor, contract.id, only_open=True) == ()


def test_deviation_may_be_seen_in_an_outcome_that_made_none(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    vague = _log(sqlite_world, contract, Result.NOT_VERIFIABLE)
    met = _log(sqlite_world, contract, line="1.2")

    made = open_deviation(sqlite_world.installation, sqlite_world.actor, vague.id, "")

    assert (made.outcome, made.steps[0].text) == (vague.id, "Läst.")
    for outcome, code in ((vague.id, "deviation.exists"), (met.id, "deviation.nothing_found")):
        with pytest.raises(CriteriaError) as caught:
            open_deviation(sqlite_world.installation, sqlite_world.actor, outcome, "")
        assert caught.value.code == code


def test_deviation_is_opened_on_the_outcome_a_requirement_stands_by(world: World) -> None:
    contract = opened(world)
    _log(world, contract)
    vague = _log(world, contract, Result.NOT_VERIFIABLE)

    made = open_deviation_about(*(world.installation, world.actor, contract.id), "1.1", "Tre brev utan svar.")

    assert (made.outcome, made.line, made.steps[0].text) == (vague.id, 1, "Tre brev utan svar.")


@pytest.mark.parametrize(("line", "code"), [("1.2", "deviation.no_outcome"), ("9.9", "outcome.line_unknown")])
def test_deviation_without_outcome_or_line_is_refused(sqlite_world: World, line: str, code: str) -> None:
    contract = opened(sqlite_world)
    _log(sqlite_world, contract, Result.NOT_VERIFIABLE)

    with pytest.raises(CriteriaError) as caught:
        open_deviation_about(sqlite_world.installation, sqlite_world.actor, contract.id, line, "")

    assert caught.value.code == code
    assert list_deviations(sqlite_world.installation, sqlite_world.actor, contract.id) == ()


def test_another_organisation_opens_no_deviation_here(world: World) -> None:
    contract = opened(world)
    _log(world, contract, Result.NOT_VERIFIABLE)

    with pytest.raises(CriteriaError) as caught:
        open_deviation_about(world.installation, another_organisation(world), contract.id, "1.1", "")

    assert caught.value.code == "contract.unknown"


def test_another_organisation_does_not_see_a_deviation(world: World) -> None:
    deviation = _found(world, opened(world))
    other = another_organisation(world)

    assert list_deviations(world.installation, other) == ()
    with pytest.raises(NotFoundError):
        show_deviation(world.installation, other, deviation)
    with pytest.raises(NotFoundError):
        advance_deviation(world.installation, other, DeviationRequest(deviation, StepKind.NOTIFY, "Text."))


def test_open_deviation_makes_the_suppliers_next_contract_riskier(world: World) -> None:
    first = opened(world)
    _found(world, first)
    again = make_version("FURN-05:1@base")

    view = open_contract(world.installation, world.actor, request(locked_set(world, again)))

    assert (first.risk.supplier_factor, view.risk.supplier_factor, view.risk.score) == (2, 3, 6)


def test_trace_walks_from_an_outcome_to_the_criterions_words(world: World) -> None:
    contract = opened(world)
    logged = _log(world, contract, evidence=(report(world, contract.id),))

    trace = trace_outcome(world.installation, world.actor, logged.id)

    assert (trace.task, trace.contract, trace.seal) == (logged.task, contract.id, contract.seal)
    assert (trace.ref, trace.origin, trace.number) == (TESTED.ref, LineOrigin.LIBRARY, "1.1")
    assert (trace.text.sv, trace.criterion_text) == (TESTED.text.sv, TESTED.text)


def test_trace_names_the_link_that_was_broken(sqlite_world: World) -> None:
    logged = _log(sqlite_world, opened(sqlite_world))
    with sqlite_world.installation.database.writing() as session:
        session.execute(text("UPDATE contracts SET seal = :seal"), {"seal": "0" * 64})
        session.commit()

    with pytest.raises(IntegrityError) as caught:
        trace_outcome(sqlite_world.installation, sqlite_world.actor, logged.id)

    assert caught.value.values["link"] == "seal"


def test_trace_of_another_organisations_outcome_is_not_found(world: World) -> None:
    logged = _log(world, opened(world))

    with pytest.raises(NotFoundError):
        trace_outcome(world.installation, another_organisation(world), logged.id)


def test_figures_count_each_requirement_once_for_the_viewers_organisation(world: World) -> None:
    contract = opened(world)
    first = _log(world, contract, Result.NOT_MET, evidence=(report(world, contract.id),))
    _log(world, contract, evidence=(report(world, contract.id),), corrects=first.id)
    other = another_organisation(world)
    own = world.actor.organisation_id

    assert outcome_figures(world.installation, own, TESTED.ref) == OutcomeFigures(
        sets=1, contracts=1, followed_up=1, met=1, deviations=1, not_verifiable=0
    )
    assert outcome_figures(world.installation, own, YEARLY.ref) == OutcomeFigures(sets=1, contracts=1)
    assert outcome_figures(world.installation, other.organisation_id, TESTED.ref) == OutcomeFigures()


def test_own_finding_against_a_declared_yes_is_severe(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    said = report(sqlite_world, contract.id, claim=Claim(ProofKind.DECLARATION))
    _log(sqlite_world, contract, Result.NOT_MET, evidence=(said,))

    assert list_deviations(sqlite_world.installation, sqlite_world.actor)[0].proposed is Severity.SEVERE
