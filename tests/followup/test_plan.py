# SPDX-License-Identifier: EUPL-1.2
"""From a sealed set to a plan: every requirement gets a dated check or a recorded decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from criteria.library.model import CriterionVersion
from criteria.library.vocabulary import FollowUpRole, FollowUpTime, Method, RequirementType
from criteria.people.model import Role
from criteria.requirements.model import Assumptions, FollowUpChoice
from followup.contracts.model import Article, Bound, BoundAward, CheckedProof
from followup.plan.model import NotFollowedKind, Plan, PlannedTask
from followup.plan.planning import Performer, choose_person, plan_contract
from tests.followup.contract_factories import OWNER, make_basis, make_contract, seal
from tests.requirements.factories import make_set, make_template, make_version

T = FollowUpTime


def _version(*when: FollowUpTime, methods: tuple[Method, ...] = (), **changes: object) -> CriterionVersion:
    template = replace(make_template(*methods), when=when)
    return make_version(follow_up=replace(template, **changes))  # type: ignore[arg-type]


def _plan(version: CriterionVersion, score: int = 9, bound: Bound | None = None) -> Plan:
    sealed = seal(version)
    return plan_contract(sealed, make_contract(sealed, bound=bound or Bound()), make_basis(score))


def _dated(plan: Plan) -> list[tuple[str, str, str]]:
    return [(task.occasion.value, task.method.value, task.due_on.isoformat()) for task in plan.tasks]


def test_check_at_start_is_due_then_and_its_proof_before() -> None:
    plan = _plan(_version(T.CONTRACT_START))

    assert _dated(plan) == [("contract_start", "TEST", "2027-01-04")]
    assert plan.tasks[0].proof_due_on == date(2026, 12, 30)
    assert plan.tasks[0].what == ("Rapporten för varje artikel.",)
    assert plan.tasks[0].min_strength == 3


@pytest.mark.parametrize("score", [1, 4, 9, 18, 27])
@pytest.mark.parametrize(("when", "checks"), [(T.QUARTERLY, 8), (T.HALF_YEARLY, 4)])
def test_sealed_times_decide_how_often_whatever_the_risk(score: int, when: FollowUpTime, checks: int) -> None:
    plan = _plan(_version(when), score)

    assert [occasion for occasion, _, _ in _dated(plan)] == [when.value] * checks


@pytest.mark.parametrize("when", [(time,) for time in FollowUpTime])
def test_higher_risk_never_takes_a_check_away(when: tuple[FollowUpTime, ...]) -> None:
    checks = [len(_plan(_version(*when), score).tasks) for score in (4, 9, 18, 27)]

    assert checks == sorted(checks)


def test_highest_risk_checks_a_yearly_requirement_twice_a_year_and_visits() -> None:
    plan = _plan(_version(T.YEARLY, methods=(Method.DOC, Method.VISIT)), 27)

    assert [task.method.value for task in plan.tasks].count("DOC") == 4
    assert [task.method.value for task in plan.tasks].count("VISIT") == 2


def test_high_risk_checks_what_its_template_only_looks_at_once() -> None:
    assert len(_plan(_version(T.CONTRACT_START), 9).tasks) == 1
    assert len(_plan(_version(T.CONTRACT_START), 18).tasks) == 3


def test_own_word_only_raises_the_band_one_step() -> None:
    assert len(_plan(_version(T.CONTRACT_START, min_strength=1), 9).tasks) == 3
    assert len(_plan(_version(T.CONTRACT_START, min_strength=2), 9).tasks) == 1


def test_delivery_is_looked_at_a_month_in_with_the_method_that_looks_at_goods() -> None:
    plan = _plan(_version(T.CONTRACT_START, T.ON_DELIVERY, methods=(Method.DOC, Method.DELIV)), 4)

    assert _dated(plan) == [("contract_start", "DOC", "2027-01-04"), ("on_delivery", "DELIV", "2027-02-03")]


def test_start_check_by_delivery_alone_takes_the_papers_first() -> None:
    plan = _plan(_version(T.CONTRACT_START, methods=(Method.DELIV, Method.DOC)))

    assert [task.method for task in plan.tasks] == [Method.DOC]


def test_event_driven_requirement_is_checked_at_the_start_and_listed() -> None:
    plan = _plan(_version(T.ON_ARTICLE_CHANGE, T.ON_SUSPICION))

    assert [occasion for occasion, _, _ in _dated(plan)] == ["contract_start"]
    assert plan.event_driven[0].times == (T.ON_ARTICLE_CHANGE, T.ON_SUSPICION)


def test_end_check_is_a_month_before_the_end_and_takes_the_last_yearly_ones_place() -> None:
    plan = _plan(_version(T.YEARLY, T.CONTRACT_END))

    assert _dated(plan) == [("yearly", "TEST", "2028-01-04"), ("contract_end", "TEST", "2028-12-01")]


def test_proof_checked_before_award_is_not_asked_for_again() -> None:
    bound = Bound(proof_checked=(CheckedProof(1, date(2026, 12, 1), "Läst."),))

    plan = _plan(_version(T.BEFORE_AWARD, T.CONTRACT_END), bound=bound)

    assert [occasion for occasion, _, _ in _dated(plan)] == ["contract_end"]


def test_requirement_checked_only_before_award_keeps_a_check_at_the_start() -> None:
    bound = Bound(proof_checked=(CheckedProof(1, date(2026, 12, 1), "Läst."),))

    assert [occasion for occasion, _, _ in _dated(_plan(_version(T.BEFORE_AWARD), bound=bound))] == [
        "contract_start"
    ]


def test_promise_not_given_has_no_task_and_is_recorded_as_such() -> None:
    award = make_version(type=RequirementType.AWARD_CRITERION)

    plan = _plan(award, bound=Bound(award=(BoundAward(1, False),)))

    assert plan.tasks == ()
    assert [(item.number, item.kind) for item in plan.not_followed] == [("1.1", NotFollowedKind.NOT_OFFERED)]


def test_promise_given_is_followed_up_like_any_requirement() -> None:
    award = make_version(type=RequirementType.AWARD_CRITERION)

    assert len(_plan(award, bound=Bound(award=(BoundAward(1, True),))).tasks) == 1


def test_decision_not_to_follow_up_is_kept_with_its_reason() -> None:
    set_ = make_set(make_version())
    line = replace(set_.lines[0], follow_up=FollowUpChoice(not_followed_reason="För dyrt."))
    sealed = seal(set_=replace(set_, lines=(line,)))

    plan = plan_contract(sealed, make_contract(sealed), make_basis())

    assert plan.tasks == ()
    assert (plan.not_followed[0].kind, plan.not_followed[0].reason) == (NotFollowedKind.DECIDED, "För dyrt.")


@pytest.mark.parametrize("score", [1, 9, 18, 27])
@pytest.mark.parametrize("when", [(time,) for time in FollowUpTime] + [tuple(FollowUpTime), ()])
@pytest.mark.parametrize("years", [0, 1, 4])
def test_every_requirement_has_a_task_within_the_contract(
    score: int, when: tuple[FollowUpTime, ...], years: int
) -> None:
    sealed = seal(_version(*when))
    contract = make_contract(sealed)
    ends = date(2027 + years, 3, 1)
    contract = replace(contract, terms=replace(contract.terms, ends_on=ends))

    plan = plan_contract(sealed, contract, make_basis(score))

    assert plan.tasks
    assert all(contract.terms.starts_on <= task.due_on <= ends for task in plan.tasks)
    assert all(task.person_id == OWNER for task in plan.tasks)
    assert len({(task.due_on, task.method, task.occasion) for task in plan.tasks}) == len(plan.tasks)


def _sampled(score: int, bound: Bound | None = None) -> PlannedTask:
    version = _version(T.YEARLY, methods=(Method.DOCSAMPLE,))
    sealed = seal(set_=make_set(version, assumptions=Assumptions(articles=40)))
    contract = make_contract(sealed, bound=bound or Bound())
    return plan_contract(sealed, contract, make_basis(score)).tasks[0]


def test_sample_of_forty_is_eight_and_thirteen_at_the_highest_risk() -> None:
    samples = [_sampled(18).sample, _sampled(27).sample]

    assert [(item.population, item.size, item.assumed) for item in samples if item] == [
        (40, 8, True),
        (40, 13, True),
    ]


def test_sample_is_drawn_from_the_article_list_where_there_is_one() -> None:
    articles = tuple(Article(f"A{number}", "", (1,)) for number in range(4))

    sample = _sampled(9, Bound(articles=(*articles, Article("B", "", (2,))))).sample

    assert sample is not None
    assert (sample.population, sample.size, sample.assumed) == (4, 4, False)


def test_seeds_differ_between_tasks_and_repeat_with_the_same_basis() -> None:
    version = _version(T.YEARLY, methods=(Method.DOCSAMPLE,))

    first, second = (_plan(version) for _ in range(2))

    seeds = [task.sample.seed for task in first.tasks if task.sample]
    assert len(set(seeds)) == 2
    assert first == second


def test_papers_are_sampled_from_high_risk_on() -> None:
    tasks = {score: _plan(_version(T.YEARLY), score).tasks[0] for score in (9, 18)}

    assert tasks[9].sample is None
    assert tasks[18].sample is not None and tasks[18].sample.size == 5


_BUYER = Performer("user-buyer", frozenset({Role.BUYER}))
_BOTH = Performer(OWNER, frozenset({Role.CONTRACT_OWNER, Role.BUYER}))


@pytest.mark.parametrize(
    ("people", "owner", "chosen"),
    [
        ((_BUYER,), OWNER, "user-buyer"),
        ((_BUYER, _BOTH), OWNER, OWNER),
        ((), OWNER, OWNER),
        ((), None, None),
    ],
)
def test_person_has_the_role_and_the_owner_steps_in(
    people: tuple[Performer, ...], owner: str | None, chosen: str | None
) -> None:
    assert choose_person(FollowUpRole.BUYER, owner, people) == chosen


def test_plan_of_a_large_set_is_sorted_by_date() -> None:
    sealed = seal(
        *(replace(_version(T.CONTRACT_START, T.YEARLY), id=f"FURN-{number:02}") for number in range(1, 40))
    )
    contract = make_contract(sealed)

    plan = plan_contract(sealed, contract, make_basis())

    assert len(plan.tasks) == 39 * 3
    assert [task.due_on for task in plan.tasks] == sorted(task.due_on for task in plan.tasks)


def test_own_requirement_without_template_is_a_document_check_of_strength_two() -> None:
    set_ = make_set(make_version())
    bare = replace(set_.lines[0].requirement, follow_up=None)
    sealed = seal(set_=replace(set_, lines=(replace(set_.lines[0], requirement=bare),)))

    task = plan_contract(sealed, make_contract(sealed), make_basis()).tasks[0]

    assert (task.method, task.role, task.min_strength) == (Method.DOC, FollowUpRole.CONTRACT_OWNER, 2)
