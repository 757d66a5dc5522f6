# SPDX-License-Identifier: EUPL-1.2
"""Logging outcomes: pins, strength from the evidence, tasks and deviations that follow, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from criteria.clock import SetClock
from criteria.errors import (
    CriteriaError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    RefusedError,
)
from criteria.library.fingerprint import version_fingerprint
from criteria.library.vocabulary import Method, ProofKind, RequirementType
from criteria.people.model import Role
from criteria.services.access import list_notices
from criteria.services.integrity import verify_log
from criteria.storage.event_store import EventStore
from followup.contracts.bound import GivenAward, GivenBound
from followup.deviations.model import DeviationStatus, Severity
from followup.evidence.strength import Claim
from followup.log.model import Result, ShownAs
from followup.plan.model import TaskStatus
from followup.services.contract_views import ContractView
from followup.services.contracts import show_contract
from followup.services.deviations import list_deviations
from followup.services.outcomes import OutcomeRequest, OutcomeView, list_outcomes, log_outcome, show_outcome
from followup.services.tasks import TaskQuery, list_tasks, show_task
from tests.plumbing.installation import TODAY, World, another_organisation, member
from tests.requirements.factories import make_template, make_version
from tests.services.contracted import TESTED, opened, report

_MET = OutcomeRequest("", "1.1", Result.MET, Method.TEST)


def _log(world: World, contract: ContractView, **changes: object) -> OutcomeView:
    request = replace(_MET, contract_id=contract.id, **changes)  # type: ignore[arg-type]
    return log_outcome(world.installation, world.actor, request)


def _task_status(world: World, outcome: OutcomeView) -> TaskStatus:
    return show_task(world.installation, world.actor, outcome.task).task.status


def test_outcome_stores_what_it_rests_on(world: World) -> None:
    contract = opened(world)
    evidence = report(world, contract.id)

    logged = _log(world, contract, evidence=(evidence,), hours=Decimal("1.25"), note="Läst.")

    (use,) = logged.evidence
    assert (use.evidence_id, use.kind, use.strength) == (evidence, ProofKind.TEST_REPORT, 3)
    assert (logged.ref, logged.version, logged.level) == ("FURN-01:1@base", 1, "base")
    assert logged.fingerprint == version_fingerprint(TESTED)
    assert (logged.strength, logged.min_strength, logged.shown_as) == (3, 3, ShownAs.VERIFIED)
    assert (logged.assessor, logged.observed_on, logged.hours) == ("admin", TODAY, Decimal("1.25"))
    assert _task_status(world, logged) is TaskStatus.DONE_OK
    assert show_outcome(world.installation, world.actor, logged.id) == logged
    assert list_outcomes(world.installation, world.actor, contract.id) == (logged,)


def test_outcome_is_in_the_log_with_hashes(world: World) -> None:
    contract = opened(world)
    logged = _log(world, contract, evidence=(report(world, contract.id),))

    with world.installation.reading() as session:
        (event,) = EventStore(session).list_about(logged.id)
        kinds = [item.kind for item in EventStore(session).list_about(logged.task)]
    assert event.kind == "outcome.logged"
    assert event.payload["evidence"] == logged.evidence[0].sha256
    assert event.payload["fingerprint"] == logged.fingerprint
    assert kinds == ["task.concluded"]
    assert verify_log(world.installation).ok


def test_method_gives_no_strength_without_evidence(world: World) -> None:
    logged = _log(world, opened(world), method=Method.VISIT)

    assert (logged.strength, logged.shown_as) == (0, ShownAs.DECLARED_NOT_VERIFIED)
    assert _task_status(world, logged) is TaskStatus.ASSESSING


def test_evidence_may_be_named_by_the_beginning_of_its_hash(world: World) -> None:
    contract = opened(world)
    report(world, contract.id)
    with_id = _log(world, contract, evidence=(report(world, contract.id, "1.2"),), line="1.2")
    sha256 = with_id.evidence[0].sha256

    logged = _log(world, contract, evidence=(sha256[:12].upper(),), line="1.2")

    assert logged.evidence == with_id.evidence


def test_evidence_about_another_requirement_is_own_word(world: World) -> None:
    contract = opened(world)

    logged = _log(world, contract, evidence=(report(world, contract.id, "1.2"),))

    assert (logged.strength, logged.shown_as) == (1, ShownAs.DECLARED_NOT_VERIFIED)


def test_own_observation_is_five_where_the_requirement_is_followed_up_so(sqlite_world: World) -> None:
    looked_at = make_version("FURN-01:1@base", follow_up=make_template(Method.DELIV, Method.DOC))
    contract = opened(sqlite_world, looked_at, starts_on=date(2026, 9, 1))
    photo = report(sqlite_world, contract.id, claim=Claim(ProofKind.OBSERVATION))

    assert _log(sqlite_world, contract, evidence=(photo,), method=Method.DELIV).strength == 5


def test_photo_of_a_requirement_about_papers_verifies_nothing(sqlite_world: World) -> None:
    papers = make_version("FURN-01:1@base", follow_up=make_template(Method.LABEL, Method.DOC, min_strength=2))
    contract = opened(sqlite_world, papers, starts_on=date(2026, 9, 1))
    photo = report(sqlite_world, contract.id, claim=Claim(ProofKind.OBSERVATION))

    logged = _log(sqlite_world, contract, evidence=(photo,), method=Method.DELIV)

    assert (logged.strength, logged.shown_as) == (1, ShownAs.DECLARED_NOT_VERIFIED)


def test_licence_that_lapsed_before_the_observed_day_is_own_word(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    lapsed = report(sqlite_world, contract.id, valid_to=date(2026, 11, 1))

    earlier = _log(sqlite_world, contract, evidence=(lapsed,), observed_on=date(2026, 11, 1))
    today = _log(sqlite_world, contract, evidence=(lapsed,))

    assert (earlier.strength, earlier.shown_as) == (3, ShownAs.VERIFIED)
    assert earlier.shown_today is ShownAs.DECLARED_NOT_VERIFIED
    assert (today.strength, today.shown_as) == (1, ShownAs.DECLARED_NOT_VERIFIED)


def test_contract_stands_by_todays_strength_once_evidence_lapses(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    evidence = report(sqlite_world, contract.id, valid_to=TODAY + timedelta(days=10))
    _log(sqlite_world, contract, evidence=(evidence,))
    later = replace(sqlite_world.installation, clock=SetClock(TODAY + timedelta(days=11)))

    shown = [
        show_contract(installation, sqlite_world.actor, contract.id).lines[0].shown_as
        for installation in (sqlite_world.installation, later)
    ]

    assert shown == [ShownAs.VERIFIED, ShownAs.DECLARED_NOT_VERIFIED]


def test_weak_evidence_is_received_not_verified_and_leaves_the_task_open(world: World) -> None:
    contract = opened(world)
    sheet = report(world, contract.id, claim=Claim(ProofKind.DATA_SHEET))

    logged = _log(world, contract, evidence=(sheet,))

    assert (logged.strength, logged.shown_as) == (2, ShownAs.RECEIVED_NOT_VERIFIED)
    assert _task_status(world, logged) is TaskStatus.ASSESSING


def test_template_content_with_own_word_closes_the_task_but_shows_it_as_declared(sqlite_world: World) -> None:
    template = make_template(Method.DECL, min_strength=1)
    contract = opened(sqlite_world, make_version("FURN-01:1@base", follow_up=template))
    said = report(sqlite_world, contract.id, claim=Claim(ProofKind.DECLARATION))

    logged = _log(sqlite_world, contract, evidence=(said,), method=Method.DECL)

    assert logged.shown_as is ShownAs.DECLARED_NOT_VERIFIED
    assert _task_status(sqlite_world, logged) is TaskStatus.DONE_OK


def test_evidence_left_out_is_pointed_at(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    evidence = report(sqlite_world, contract.id)

    assert _log(sqlite_world, contract).unused_evidence == (evidence,)


def test_outcome_takes_the_first_open_task_by_the_same_method(world: World) -> None:
    contract = opened(world)
    first, second, _ = (task for task in contract.plan if task.number == "1.2")

    one = _log(world, contract, line="1.2", evidence=(report(world, contract.id, "1.2"),))
    two = _log(world, contract, line="1.2", evidence=(one.evidence[0].evidence_id,))

    assert (one.task, two.task) == (first.task, second.task)
    assert list_tasks(world.installation, world.actor, TaskQuery(contract=contract.id))[0].number == "1.1"


def test_finding_nobody_waited_for_gets_a_task_of_its_own(world: World) -> None:
    contract = opened(world, TESTED)
    evidence = (report(world, contract.id),)
    _log(world, contract, evidence=evidence)

    logged = _log(world, contract, evidence=evidence)

    page = show_task(world.installation, world.actor, logged.task)
    assert (page.task.occasion.value, page.task.status) == ("on_suspicion", TaskStatus.DONE_OK)
    assert [step.step.value for step in page.steps] == ["plan", "conclude"]


def test_correction_is_a_new_row_that_points_at_the_old(world: World) -> None:
    contract = opened(world)
    first = _log(world, contract, evidence=(report(world, contract.id),))

    second = _log(
        world,
        contract,
        result=Result.NOT_MET,
        note="Fel artikel.",
        corrects=first.id,
        evidence=(first.evidence[0].evidence_id,),
    )

    old, new = list_outcomes(world.installation, world.actor, contract.id)
    assert (old.corrected_by, new.corrects, old.result) == (second.id, first.id, Result.MET)
    assert second.task == first.task
    assert _task_status(world, second) is TaskStatus.DONE_DEVIATION
    figures = show_contract(world.installation, world.actor, contract.id).overview.shown_as
    assert (figures["not_met"], figures["verified"]) == (1, 0)


def test_outcome_is_corrected_once_and_then_the_correction_is(world: World) -> None:
    contract = opened(world)
    first = _log(world, contract)
    second = _log(world, contract, corrects=first.id)

    with pytest.raises(RefusedError) as caught:
        _log(world, contract, corrects=first.id)
    assert (caught.value.code, caught.value.values["by"]) == ("outcome.corrected_already", second.id)
    assert _log(world, contract, corrects=second.id).corrects == second.id


@pytest.mark.parametrize(
    ("result", "severity"), [(Result.NOT_MET, Severity.MAJOR), (Result.PARTLY_MET, Severity.MINOR)]
)
def test_what_is_not_met_makes_a_deviation(world: World, result: Result, severity: Severity) -> None:
    owner = member(world, Role.CONTRACT_OWNER, "Olle Ahl")
    contract = opened(world, owner="Olle Ahl")

    logged = _log(world, contract, result=result, note="320 mg/kg.")

    (found,) = list_deviations(world.installation, world.actor)
    assert (found.id, found.outcome, found.contract) == (logged.deviation, logged.id, contract.id)
    assert (found.status, found.proposed, found.severity) == (DeviationStatus.FOUND, severity, None)
    assert (found.ref, found.steps[0].text) == ("FURN-01:1@base", "320 mg/kg.")
    assert _task_status(world, logged) is TaskStatus.DONE_DEVIATION
    codes = [notice.code for notice in list_notices(world.installation, owner)]
    assert sorted(codes) == ["notice.deviation_found", "notice.tasks_given"]


def test_finding_against_a_declaration_is_proposed_as_severe(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    report(sqlite_world, contract.id, claim=Claim(ProofKind.DECLARATION))

    logged = _log(sqlite_world, contract, result=Result.NOT_MET, note="Fel.")

    assert [use.kind for use in logged.evidence] == [ProofKind.DECLARATION]
    assert list_deviations(sqlite_world.installation, sqlite_world.actor)[0].proposed is Severity.SEVERE


def test_correcting_a_deviation_makes_no_second_one(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    first = _log(sqlite_world, contract, result=Result.NOT_MET, note="Fel.")

    _log(sqlite_world, contract, result=Result.PARTLY_MET, note="Delvis.", corrects=first.id)

    assert len(list_deviations(sqlite_world.installation, sqlite_world.actor)) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"line": "7.7"}, "outcome.line_unknown"),
        ({"contract_id": "contract-x"}, "contract.unknown"),
        ({"evidence": ("evidence-x",)}, "evidence.unknown"),
        ({"evidence": ("abcd",)}, "evidence.unknown"),
        ({"result": Result.NOT_MET}, "outcome.note_missing"),
        ({"note": "x" * 4001}, "outcome.note_long"),
        ({"observed_on": TODAY + timedelta(days=1)}, "outcome.observed_later"),
        ({"hours": Decimal("0.3")}, "outcome.hours"),
        ({"task_id": "task-x"}, "task.unknown"),
        ({"corrects": "outcome-x"}, "outcome.unknown"),
    ],
)
def test_faulty_outcome_stores_nothing(world: World, changes: dict[str, object], code: str) -> None:
    contract = opened(world)
    request = replace(replace(_MET, contract_id=contract.id), **changes)  # type: ignore[arg-type]

    with pytest.raises(CriteriaError) as caught:
        log_outcome(world.installation, world.actor, request)

    assert caught.value.code == code
    assert list_outcomes(world.installation, world.actor, contract.id) == ()
    assert show_contract(world.installation, world.actor, contract.id) == contract


def test_unknown_line_names_those_there_are(sqlite_world: World) -> None:
    with pytest.raises(NotFoundError) as caught:
        _log(sqlite_world, opened(sqlite_world), line="7.7")

    assert caught.value.values["lines"] == "1.1, 1.2"


def test_task_and_correction_of_another_requirement_are_refused(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    other = _log(sqlite_world, contract, line="1.2")

    for changes, code in (
        ({"task_id": other.task}, "outcome.other_task"),
        ({"corrects": other.id}, "outcome.corrects_other"),
    ):
        with pytest.raises(RefusedError) as caught:
            _log(sqlite_world, contract, **changes)
        assert caught.value.code == code


def test_promise_not_given_takes_no_outcome(sqlite_world: World) -> None:
    award = make_version(
        "FURN-07:1@base",
        type=RequirementType.AWARD_CRITERION,
        text="Tio års garanti ger 1 000 kronor i avdrag.",
    )
    bound = GivenBound(award=(GivenAward("2.1", False),))
    contract = opened(sqlite_world, TESTED, award, bound=bound)

    with pytest.raises(RefusedError) as caught:
        _log(sqlite_world, contract, line="2.1")

    assert caught.value.code == "outcome.not_offered"


def test_another_organisation_sees_and_logs_nothing(world: World) -> None:
    contract = opened(world)
    logged = _log(world, contract)
    other = another_organisation(world)

    for attempt in (
        lambda: log_outcome(world.installation, other, replace(_MET, contract_id=contract.id)),
        lambda: list_outcomes(world.installation, other, contract.id),
        lambda: show_outcome(world.installation, other, logged.id),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def test_requester_may_log_and_a_reader_may_not(sqlite_world: World) -> None:
    contract = opened(sqlite_world)
    request = replace(_MET, contract_id=contract.id)

    logged = log_outcome(sqlite_world.installation, member(sqlite_world, Role.REQUESTER, "Rut"), request)
    assert logged.assessor == "Rut"
    with pytest.raises(ForbiddenError):
        log_outcome(sqlite_world.installation, member(sqlite_world, Role.READER), request)


@pytest.mark.parametrize(
    "table", ["verification_outcomes", "outcome_evidence", "deviations", "deviation_steps"]
)
@pytest.mark.parametrize("verb", ["DELETE FROM {table}", "UPDATE {table} SET {column} = 9"])
def test_log_is_append_only(world: World, table: str, verb: str) -> None:
    contract = opened(world)
    evidence = report(world, contract.id)
    _log(world, contract, evidence=(evidence,), result=Result.NOT_MET, note="Fel.")
    column = {"outcome_evidence": "place", "deviation_steps": "number"}.get(table, "line")

    with (
        pytest.raises(DatabaseError, match="append-only"),
        world.installation.database.writing() as session,
    ):
        session.execute(text(verb.format(table=table, column=column)))


def test_note_is_asked_for_before_anything_is_read(sqlite_world: World) -> None:
    with pytest.raises(InvalidInputError):
        log_outcome(sqlite_world.installation, sqlite_world.actor, replace(_MET, result=Result.NOT_MET))
