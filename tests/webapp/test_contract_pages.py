# SPDX-License-Identifier: EUPL-1.2
"""The pages of contracts, tasks, outcomes, evidence, declarations and deviations, as people meet them."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any

import pytest

from criteria.people.model import Role
from criteria.services.sets import NewSet, add_criteria, create_set, set_parameter
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import lock_set
from followup.log.model import ShownAs
from followup.services.deviations import list_deviations
from followup.services.evidence import list_evidence
from followup.services.tasks import show_task
from tests.followup.filling import fill_form
from tests.plumbing.installation import World, another_organisation
from tests.webapp.browsing import browser_of
from tests.webapp.calls import site
from tests.webapp.contract_desk import ARTICLES, Case, Desk

_REFS = ("FURN-01:1@base", "FURN-03:1@base", "FURN-08:1@base", "FURN-07:1@leading_edge")
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def desk(shipped_world: World) -> Desk:
    installation, actor = shipped_world.installation, shipped_world.actor
    made = create_set(installation, actor, NewSet("Kontorsmöbler 2026", diary="KS 2026/311"))
    add_criteria(installation, actor, EditAt(made.id), _REFS)
    set_parameter(installation, actor, EditAt(made.id), 4, (("deduction", "2 500"),))
    lock_set(installation, actor, EditAt(made.id))
    app = site(shipped_world)
    return Desk(shipped_world, app, browser_of(app, shipped_world, Role.PROCURER), made.id)


@pytest.fixture
def case(desk: Desk) -> Case:
    desk.open()
    (contract,) = desk.contracts
    return Case(desk, contract)


def _file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def _report(content: bytes) -> dict[str, Any]:
    """The fields of a test report that is sent in."""
    return {"file": _file(content, "rapport.txt"), "kind": "test_report", "dated": "2026-11-03"}


def test_a_new_installation_is_told_what_will_be_here_and_two_ways_on(desk: Desk) -> None:
    page = desk.browser.get("/manad")

    assert "Här kommer det du ska göra" in page.text
    assert 'href="/sok"' in page.source
    assert 'href="/kravuppsattningar/ny"' in page.source


def test_an_empty_register_leads_to_the_locked_sets(desk: Desk) -> None:
    assert "Inga kontrakt ännu" in desk.browser.get("/kontrakt").text
    assert f"/kontrakt/nytt?set={desk.set_id}" in desk.browser.get("/kontrakt/nytt").source


def test_opening_a_contract_gives_its_plan_at_once(desk: Desk) -> None:
    page = desk.open()

    assert "Kontorsmöbler 2026, Tranebo Möbel AB" in page.text
    assert "Inget av 3 krav är verifierat ännu. 3 har ingen tittat på." in page.text
    assert "Leveranskontroll, krav 1.3" in page.text


def test_a_wrong_number_comes_back_with_its_fault_and_what_was_typed(desk: Desk) -> None:
    page = desk.open(supplier="559999-1234")

    assert page.status == 400
    assert page.title.startswith("Fel: ")
    assert page.is_linked("supplier")
    assert page.value("supplier") == "559999-1234"
    assert page.value("articles") == ARTICLES
    assert desk.contracts == ()


def test_every_fault_of_the_form_is_listed_at_once(desk: Desk) -> None:
    page = desk.open(supplier="", start="snart", **{"offered-4": ""})

    assert page.status == 400
    assert all(page.is_linked(field) for field in ("supplier", "start", "offered-4"))


def test_an_end_before_the_start_is_a_fault_of_the_end(desk: Desk) -> None:
    page = desk.open(end="2025-01-01")

    assert page.status == 400
    assert page.is_linked("end")


def test_what_was_not_offered_gets_no_task_and_is_said(case: Case) -> None:
    assert {task.number for task in case.view.plan} == {"1.1", "1.2", "1.3"}
    assert "Vinnaren erbjöd det inte." in case.browser.get(case.path).text


def test_an_offered_promise_needs_its_value_and_is_then_in_the_words(desk: Desk) -> None:
    refused = desk.open(**{"offered-4": "yes", "value-4-offered_share": ""})
    opened = desk.open(**{"offered-4": "yes", "value-4-offered_share": "35"})

    assert refused.is_linked("offered-4")
    assert opened.status == 200
    assert "35 procent" in desk.browser.get(f"/kontrakt/{desk.contracts[0]}/krav/4").text


def test_proof_checked_before_award_is_kept_with_its_day(desk: Desk) -> None:
    undated = desk.open(checked=["1"])
    desk.open(checked=["1", "2"], **{"checked-on": "2026-11-20"})

    bound = Case(desk, desk.contracts[0]).view.bound
    assert undated.is_linked("checked-on")
    assert [item.line for item in bound.proof_checked] == [1, 2]


def test_the_month_leads_to_what_is_mine_and_shows_what_is_unknown(case: Case) -> None:
    owner = browser_of(case.desk.app, case.desk.world)

    page = owner.get("/manad")

    assert "2 uppgifter är dina den här månaden" in page.text
    assert "3 krav: 3 okontrollerade" in page.source
    assert page.source.count('class="btn main"') == 1
    assert 'href="/kontrakt?lage=unchecked"' in page.source


def test_the_register_can_be_narrowed_and_says_what_it_hides(case: Case) -> None:
    hidden = case.browser.get("/kontrakt?lage=verified")
    shown = case.browser.get("/kontrakt?lage=unchecked")

    assert "1 kontrakt visas inte." in hidden.text
    assert case.path not in hidden.source
    assert case.path in shown.source


def test_an_outcome_without_evidence_is_shown_as_declared_and_why(case: Case) -> None:
    page = case.log("1.2")

    assert "Försäkrad, ej verifierad" in page.text
    assert "Inget underlag är sparat. För verifierad krävs styrka 3." in page.text
    assert case.outcomes[0].shown_as is ShownAs.DECLARED_NOT_VERIFIED


def test_an_outcome_keeps_its_file_and_rests_on_it(case: Case) -> None:
    page = case.log("1.2", method="TEST", **_report(b"Rapport L-27-1184"))

    (outcome,) = case.outcomes
    assert "Underlaget har styrka 3, och kravet behöver minst 3." in page.text
    assert outcome.shown_as is ShownAs.VERIFIED
    assert outcome.evidence[0].sha256 == sha256(b"Rapport L-27-1184").hexdigest()


def test_what_was_ticked_on_the_sample_becomes_a_protocol_of_strength_five(case: Case) -> None:
    seen = {f"i{place}-seen": "ok" for place in range(1, 6)}

    page = case.log("1.3", method="DELIV", **seen)

    (outcome,) = case.outcomes
    (protocol,) = list_evidence(case.desk.world.installation, case.desk.world.actor, case.id)
    assert "Verifierad" in page.text
    assert outcome.strength == 5
    assert protocol.file_name == "protokoll-1.3-2026-12-01.txt"
    assert protocol.own_finding


def test_the_sample_names_articles_of_the_contract(case: Case) -> None:
    page = case.browser.get(f"{case.path}/uppgift/{case.task('1.3').task}")

    named = [name for name in ("Skrivbord", "Kontorsstol", "Hurts", "Konferensstol", "Pall", "Soffa")
             if f"{name}</legend>" in page.source]  # fmt: skip
    assert len(named) == 5
    assert "5 av 6" in page.text


def test_all_well_is_refused_when_something_was_missing_on_the_sample(case: Case) -> None:
    typed = {"i1-seen": "fault", "i1-fault": "Datum saknas", "i2-seen": "ok"}

    page = case.log("1.3", method="DELIV", **typed)

    assert page.status == 400
    assert "På 1 av 2 saknades något." in page.text
    assert page.value("i1-fault") == "Datum saknas"
    assert case.outcomes == ()
    assert list_evidence(case.desk.world.installation, case.desk.world.actor, case.id) == ()


def test_a_finding_needs_words(case: Case) -> None:
    page = case.log("1.2", result="not_met")

    assert page.status == 400
    assert page.is_linked("note")


@pytest.mark.parametrize("hours", ["0,3", "en timme", "-1", "nan", "1e999"])
def test_hours_are_given_in_quarters(case: Case, hours: str) -> None:
    page = case.log("1.2", hours=hours)

    assert page.is_linked("hours")
    assert page.value("hours") == hours
    assert case.outcomes == ()


def test_a_day_that_has_not_been_is_refused(case: Case) -> None:
    assert case.log("1.2", observed="2026-12-02").is_linked("observed")


def test_a_file_that_runs_is_refused_and_nothing_is_logged(case: Case) -> None:
    page = case.log("1.2", file=_file(b"MZ\x90\x00", "rapport.pdf"), kind="test_report", dated="2026-11-03")

    assert page.status == 400
    assert page.is_linked("file")
    assert case.outcomes == ()


def test_a_correction_is_a_new_outcome_and_the_old_says_so(case: Case) -> None:
    case.log("1.2")
    before = case.outcomes[0]

    page = case.browser.post(
        f"{case.path}/utfall/{before.id}/ratta",
        result="not_verifiable", method="DOC", observed="2026-12-01", note="Rapporten gällde en annan stol.",
    )  # fmt: skip

    old, new = case.outcomes
    assert "Rättelsen är registrerad." in page.text
    assert (old.corrected_by, new.corrects) == (new.id, old.id)
    assert "Utfallet är rättat." in case.browser.get(f"{case.path}/utfall/{old.id}").text


def test_an_outcome_leads_back_to_the_words_of_the_criterion(case: Case) -> None:
    page = case.log("1.2")

    assert 'href="/kriterium/FURN-03:1/bas"' in page.source
    assert case.view.seal[:16] in page.text


def test_an_evidence_page_shows_the_hash_and_hands_the_file_out_as_it_came(case: Case) -> None:
    case.log(
        "1.3", method="DELIV", file=_file(_PNG, "foto av märkning.png"), kind="marking", dated="2026-12-01"
    )
    (item,) = list_evidence(case.desk.world.installation, case.desk.world.actor, case.id)

    page = case.browser.get(f"{case.path}/underlag/{item.id}")
    answer = case.browser.client.get(f"{case.path}/underlag/{item.id}/fil")

    assert sha256(_PNG).hexdigest() in page.text
    assert answer.data == _PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_evidence_can_come_before_it_is_judged(case: Case) -> None:
    task = case.task("1.2")

    page = case.browser.post(f"{case.path}/underlag/nytt", task=task.task, about="1.2", **_report(b"Rapport"))

    assert "Underlag inkommet" in page.text
    assert "rapport.txt" in page.text
    assert case.task("1.2").status.value == "received"


def test_a_file_without_a_kind_is_asked_for_it(case: Case) -> None:
    page = case.browser.post(
        f"{case.path}/underlag/nytt", about="1.2", file=_file(b"Rapport", "rapport.txt"), dated="2026-11-03"
    )

    assert page.status == 400
    assert page.is_linked("kind")
    assert page.value("dated") == "2026-11-03"


def test_a_task_is_asked_about_moved_handed_over_and_cancelled_with_reasons(case: Case) -> None:
    task = case.task("1.2").task
    path = f"{case.path}/uppgift/{task}/steg"
    people = case.browser.get(f"{case.path}/uppgift/{task}").source

    asked = case.browser.post(path, step="request", **{"request-contact": "info@tranebo.example"})
    later = {"postpone-on": "2027-02-01", "postpone-reason": "Väntar på rapport"}
    moved = case.browser.post(path, step="postpone", **later)
    given = case.browser.post(path, step="reassign", person="")
    stopped = case.browser.post(path, step="cancel", **{"cancel-reason": "Artikeln utgår"})

    assert case.desk.world.actor.user_id in people
    assert "Antecknat: underlag är begärt." in asked.text
    assert "Väntar på rapport" in moved.text
    assert "Ingen ansvarig" in given.text
    assert "Uppgiften är inställd" in stopped.text


def test_a_step_without_its_reason_comes_back_open_with_the_fault(case: Case) -> None:
    task = case.task("1.2").task

    page = case.browser.post(f"{case.path}/uppgift/{task}/steg", step="cancel", **{"cancel-reason": " "})

    assert page.status == 400
    assert page.is_linked("cancel-reason")
    assert '<details id="steg-cancel" open>' in page.source


def test_a_task_can_be_added_when_something_happens(case: Case) -> None:
    page = case.browser.post(
        f"{case.path}/uppgift", line="1.1", due="2027-03-01", reason="Leverantören bytte bordsskiva"
    )

    assert "Leverantören bytte bordsskiva" in page.text


def test_a_declaration_is_read_back_and_is_the_suppliers_own_word(case: Case) -> None:
    form = case.browser.client.get(f"{case.path}/forsakran/formular/xlsx").data
    filled = fill_form(
        form, {"1.1": ("Ja", "", "Licens"), "1.2": ("Nej", "Provas", ""), "1.3": ("Ja", "", "")}
    )

    page = case.browser.post(f"{case.path}/forsakran", file=_file(filled, "forsakran.xlsx"))
    task = case.browser.get(f"{case.path}/uppgift/{case.task('1.1').task}")

    assert "Försäkran är mottagen och fullständig." in page.text
    assert "Karin Ek" in page.text
    assert "Leverantören har försäkrat ja" in task.text
    assert "2 bygger på leverantörens ord." in case.browser.get(case.path).text
    assert "2 försäkrade men ej verifierade" in case.browser.get("/kontrakt").source


def test_a_suppliers_no_is_said_first_and_stays_unchecked(case: Case) -> None:
    form = case.browser.client.get(f"{case.path}/forsakran/formular/xlsx").data
    filled = fill_form(
        form, {"1.1": ("Ja", "", ""), "1.2": ("Ja", "", ""), "1.3": ("Nej", "Vi märker inte varan.", "")}
    )
    case.browser.post(f"{case.path}/forsakran", file=_file(filled, "forsakran.xlsx"))

    page = case.browser.get(case.path).text
    requirement = case.browser.get(f"{case.path}/krav/3").text

    assert "Leverantören svarar nej: krav 1.3." in page
    assert "Vi märker inte varan." in page and "Vi märker inte varan." in requirement
    assert "Leverantören svarar nej" in requirement
    assert "0 av 3 krav har utfall" in page
    assert {line.number: line.shown_as for line in case.view.lines}["1.3"] is ShownAs.UNCHECKED


def test_the_declaration_form_is_offered_until_a_declaration_has_come(case: Case) -> None:
    before = case.browser.get(case.path).text
    form = case.browser.client.get(f"{case.path}/forsakran/formular/xlsx").data
    case.browser.post(f"{case.path}/forsakran", file=_file(fill_form(form), "forsakran.xlsx"))

    assert "Skicka försäkransformuläret till leverantören" in before
    assert "Skicka försäkransformuläret till leverantören" not in case.browser.get(case.path).text


def test_an_open_deviation_comes_first_and_its_requirement_points_to_it(case: Case) -> None:
    case.log("1.2", result="not_met", note="Rapporten är från 2009.")
    (deviation,) = list_deviations(case.desk.world.installation, case.desk.world.actor)

    requirement = case.browser.get(f"{case.path}/krav/2")
    notice = case.browser.get(f"/avvikelse/{deviation.id}")

    assert f"/avvikelse/{deviation.id}" in requirement.source
    assert "Inget mer är planerat." not in requirement.text
    assert "Kravkedjan skickar ingenting" in notice.text


def test_a_second_contract_with_the_supplier_leads_to_the_first(case: Case) -> None:
    assert "Leverantören har redan ett kontrakt på kravuppsättningen." in case.desk.open().text


def test_a_form_of_another_contract_is_refused_with_its_fault(case: Case) -> None:
    form = case.browser.client.get(f"{case.path}/forsakran/formular/xlsx").data
    other = case.desk.world
    made = create_set(other.installation, other.actor, NewSet("Annat", suppliers=2))
    add_criteria(other.installation, other.actor, EditAt(made.id), ("FURN-01:1@base",))
    lock_set(other.installation, other.actor, EditAt(made.id))
    case.desk.open(set=made.id)
    contract = next(item for item in case.desk.contracts if item != case.id)

    page = case.browser.post(f"/kontrakt/{contract}/forsakran", file=_file(fill_form(form), "forsakran.xlsx"))

    assert page.status == 422
    assert page.is_linked("file")


def test_a_fault_opens_a_deviation_that_is_taken_step_by_step_to_the_recheck(case: Case) -> None:
    found = case.log("1.2", result="not_met", note="Rapporten är från 2009.")
    (deviation,) = list_deviations(case.desk.world.installation, case.desk.world.actor)
    path = f"/avvikelse/{deviation.id}"

    first = case.browser.get(path)
    case.browser.post(path, step="notify", text=first.value("text"), severity="major")
    case.browser.post(path, step="plan", text="Ny rapport beställd.", by="2027-01-15")
    last = case.browser.post(path, step="recheck", text="Rapporten har kommit.", by="2027-01-20")

    assert "En avvikelse är öppnad." in found.text
    assert "Rapporten är från 2009." in first.value("text")
    assert "Påtalad 1 december 2026, 0 dagar efter fyndet." in last.text
    assert any(task.due.isoformat() == "2027-01-20" for task in case.view.plan)
    assert case.browser.get("/avvikelser").text.count("Ny kontroll") == 1


def test_a_step_that_the_state_does_not_offer_is_refused(case: Case) -> None:
    case.log("1.2", result="not_met", note="Rapporten är från 2009.")
    (deviation,) = list_deviations(case.desk.world.installation, case.desk.world.actor)

    page = case.browser.post(f"/avvikelse/{deviation.id}", step="waive", text="Vi avstår")

    assert page.status == 400
    assert page.is_linked("step-0")


@pytest.mark.parametrize("file_format", ["pdf", "docx", "xlsx", "json"])
def test_the_report_comes_in_every_form(case: Case, file_format: str) -> None:
    answer = case.browser.client.get(f"{case.path}/rapport/{file_format}")

    assert answer.status_code == 200
    assert answer.headers["X-Content-SHA256"] == sha256(answer.data).hexdigest()


def test_an_unknown_form_of_the_report_is_a_bad_request(case: Case) -> None:
    assert case.browser.get(f"{case.path}/rapport/exe").status == 400


def test_the_follow_up_form_of_a_requirement_can_be_taken_along(case: Case) -> None:
    answer = case.browser.client.get(f"{case.path}/krav/2/mall/pdf")

    assert answer.data.startswith(b"%PDF")


def test_the_criterion_says_how_it_went(case: Case) -> None:
    case.log("1.2")

    page = case.browser.get("/kriterium/FURN-03:1/bas")

    assert "I avtal 1" in page.text
    assert "Uppföljt i avtal 1" in page.text


def test_a_reader_sees_everything_and_can_send_nothing(case: Case) -> None:
    reader = browser_of(case.desk.app, case.desk.world, Role.READER)
    path = f"{case.path}/uppgift/{case.task('1.2').task}"

    assert "Okontrollerad" in reader.get(case.path).text
    assert not reader.get(path).has_forms
    assert reader.post(path, result="met").status == 403
    assert reader.get("/kontrakt/nytt").status == 403


def test_a_requester_can_log_but_not_cancel(case: Case) -> None:
    requester = browser_of(case.desk.app, case.desk.world, Role.REQUESTER)
    task = case.task("1.3").task
    path = f"{case.path}/uppgift/{task}"

    page = requester.get(path)
    refused = requester.post(f"{path}/steg", step="cancel", **{"cancel-reason": "Hinner inte"})

    assert "Skicka in utfallet" in page.text
    assert "Ställ in uppgiften" not in page.text
    assert refused.status == 403
    assert (
        show_task(case.desk.world.installation, case.desk.world.actor, task).task.status.value != "cancelled"
    )


def test_another_organisation_finds_none_of_it(case: Case) -> None:
    logged = case.log("1.2", result="not_met", note="Rapporten är från 2009.", **_report(b"Rapport"))
    (outcome,) = case.outcomes
    (deviation,) = list_deviations(case.desk.world.installation, case.desk.world.actor)
    other = another_organisation(case.desk.world)
    stranger = browser_of(case.desk.app, World(case.desk.world.installation, other))
    addresses = [
        case.path,
        f"{case.path}/krav/1",
        f"{case.path}/uppgift/{case.task('1.2').task}",
        f"{case.path}/utfall/{outcome.id}",
        f"{case.path}/underlag",
        f"{case.path}/underlag/{outcome.evidence[0].evidence_id}/fil",
        f"{case.path}/forsakran",
        f"{case.path}/forsakran/formular/xlsx",
        f"{case.path}/rapport/json",
        f"/avvikelse/{deviation.id}",
    ]

    assert logged.status == 200
    assert {stranger.get(address).status for address in addresses} == {404}
    assert "Inga kontrakt ännu" in stranger.get("/kontrakt").text


def test_an_address_that_mixes_two_contracts_finds_nothing(case: Case) -> None:
    case.log("1.2")

    assert case.browser.get(f"/kontrakt/contract-annat/utfall/{case.outcomes[0].id}").status == 404
    assert case.browser.get(f"/kontrakt/contract-annat/uppgift/{case.task('1.2').task}").status == 404
