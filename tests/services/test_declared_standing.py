# SPDX-License-Identifier: EUPL-1.2
"""What rests on the supplier's word is shown so wherever its contract is shown, and never as verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from criteria.clock import SetClock
from criteria.library.vocabulary import Method
from followup.declarations.model import Answer
from followup.log.model import Result, ShownAs
from followup.services.contract_views import ContractLine
from followup.services.contracts import list_contracts, show_contract
from followup.services.declaration_forms import FormRequest, make_declaration_form
from followup.services.declarations import submit_declaration
from followup.services.evidence import NewFile
from followup.services.outcomes import OutcomeRequest, log_outcome
from followup.services.reports import contract_report
from tests.followup.filling import fill_form
from tests.followup.held import Held, hold_contract
from tests.plumbing.installation import TODAY, World, another_organisation


def _declare(world: World, held: Held, **answers: tuple[str, str, str]) -> None:
    form = make_declaration_form(world.installation, world.actor, held.contract.id, FormRequest())
    given = {number.removeprefix("n").replace("_", "."): answer for number, answer in answers.items()}
    filled = fill_form(form.content, given) if given else fill_form(form.content)
    submit_declaration(world.installation, world.actor, NewFile("svar.xlsx", filled))


def _lines(world: World, held: Held) -> dict[str, ContractLine]:
    view = show_contract(world.installation, world.actor, held.contract.id)
    return {line.number: line for line in view.lines}


def _shown(world: World, held: Held) -> dict[str, ShownAs]:
    return {number: line.shown_as for number, line in _lines(world, held).items()}


def test_requirements_that_are_declared_are_shown_as_declared_and_never_green(world: World) -> None:
    held = hold_contract(world)
    before = _shown(world, held)
    _declare(world, held)

    lines = _lines(world, held)

    assert set(before.values()) == {ShownAs.UNCHECKED}
    assert {lines[number].shown_as for number in ("1.1", "1.2", "2.1")} == {ShownAs.DECLARED_NOT_VERIFIED}
    line = lines["1.1"]
    assert (line.strength, line.outcome) == (1, None)
    assert line.observed_on is not None and line.observed_on <= TODAY


def test_list_and_page_and_report_count_alike(world: World) -> None:
    held = hold_contract(world)
    _declare(world, held)
    log_outcome(
        world.installation,
        world.actor,
        OutcomeRequest(held.contract.id, "1.2", Result.NOT_MET, Method.DELIV, note="Saknar märkning."),
    )

    page = show_contract(world.installation, world.actor, held.contract.id).overview.shown_as
    (row,) = list_contracts(world.installation, world.actor)
    report = contract_report(world.installation, world.actor, held.contract.id)

    assert {name: count for name, count in page.items() if count} == {
        "declared_not_verified": 2,
        "not_met": 1,
    }
    assert row.overview.shown_as == page
    assert {item.shown_as.value: item.count for item in report.counts} == page


def test_only_a_yes_is_shown_as_declared(world: World) -> None:
    held = hold_contract(world)
    _declare(
        world,
        held,
        n1_1=("Ja", "", "Rapport 12"),
        n1_2=("Nej", "Vi har ingen licens.", ""),
        n2_1=("Delvis", "Fem år.", ""),
    )

    shown = _shown(world, held)

    assert shown["1.1"] is ShownAs.DECLARED_NOT_VERIFIED
    assert {shown["1.2"], shown["2.1"]} == {ShownAs.UNCHECKED}


def test_a_no_and_a_partly_are_kept_in_sight_with_their_words(world: World) -> None:
    held = hold_contract(world)
    _declare(
        world,
        held,
        n1_1=("Ja", "", "Rapport 12"),
        n1_2=("Nej", "Vi har ingen licens.", ""),
        n2_1=("Delvis", "Fem år.", ""),
    )

    lines = _lines(world, held)
    report = contract_report(world.installation, world.actor, held.contract.id)

    assert [lines[number].is_refused for number in ("1.1", "1.2", "2.1")] == [False, True, True]
    assert (lines["1.2"].answer, lines["1.2"].answer_comment) == (Answer.NO, "Vi har ingen licens.")
    assert report.certainty.startswith(
        "Leverantören svarar nej: krav 1.2. Leverantören svarar delvis: krav 2.1. "
    )


def test_an_outcome_outdoes_the_suppliers_no(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    _declare(
        sqlite_world,
        held,
        n1_1=("Ja", "", ""),
        n1_2=("Nej", "Vi har ingen licens.", ""),
        n2_1=("Ja", "", ""),
    )
    found = OutcomeRequest(held.contract.id, "1.2", Result.NOT_MET, Method.DELIV, note="Saknar märkning.")
    log_outcome(sqlite_world.installation, sqlite_world.actor, found)

    assert not _lines(sqlite_world, held)["1.2"].is_refused


def test_declaration_that_lacks_an_answer_covers_nothing(world: World) -> None:
    held = hold_contract(world)
    _declare(world, held, n1_1=("Ja", "", "Rapport 12"))

    assert set(_shown(world, held).values()) == {ShownAs.UNCHECKED}


def test_expired_declaration_covers_nothing(world: World) -> None:
    held = hold_contract(world)
    _declare(world, held)
    later = replace(world.installation, clock=SetClock(date(TODAY.year + 2, 1, 10)))

    page = show_contract(later, world.actor, held.contract.id)
    (row,) = list_contracts(later, world.actor)

    assert (
        page.overview.shown_as["declared_not_verified"] == row.overview.shown_as["declared_not_verified"] == 0
    )
    assert page.overview.shown_as["unchecked"] == 3


def test_declaration_of_another_contract_covers_nothing_here(world: World) -> None:
    held = hold_contract(world)
    other = another_organisation(world)
    theirs = hold_contract(world, other, "set-9876543210")
    _declare(replace(world, actor=other), theirs)

    (row,) = list_contracts(world.installation, world.actor)

    assert row.overview.shown_as["unchecked"] == 3
    assert set(_shown(world, held).values()) == {ShownAs.UNCHECKED}
