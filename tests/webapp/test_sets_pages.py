# SPDX-License-Identifier: EUPL-1.2
"""The pages of requirement sets, as a person without scripts meets them."""

from __future__ import annotations

import io
import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import pytest

from criteria.people.model import Role
from criteria.services.access import actor_for
from criteria.services.sets import NewSet, add_criteria, create_set
from criteria.services.sets_change import EditAt
from tests.plumbing.installation import World, another_organisation
from tests.plumbing.shipped import open_home
from tests.webapp.browsing import browser_of
from tests.webapp.calls import site
from tests.webapp.desk import Desk, open_desk


@pytest.fixture
def desk(shipped_world: World) -> Desk:
    return open_desk(shipped_world)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    """The same with nothing in the way of locking."""
    desk.send("/rad/2/varden", **{"p-cycles": "50 000"})
    return desk


def test_register_without_sets_says_what_it_is_for_and_how_to_begin(shipped_world: World) -> None:
    page = browser_of(site(shipped_world), shipped_world).get("/kravuppsattningar")

    assert "Ni har ingen ännu." in page.text
    assert 'href="/kravuppsattningar/ny"' in page.source


def test_register_sums_up_and_shows_one_state_at_a_time(ready: Desk) -> None:
    create_set(ready.world.installation, ready.world.actor, NewSet("Städtjänster 2027"))
    ready.lock()

    everything = ready.browser.get("/kravuppsattningar")
    locked = ready.browser.get("/kravuppsattningar?status=locked")

    assert "2 kravuppsättningar. 1 är inte låst än." in everything.text
    assert "Kontorsmöbler 2026" in locked.text
    assert "Städtjänster 2027" not in locked.text
    assert "1 visas inte." in locked.text


def test_new_set_begins_with_a_package(shipped_world: World) -> None:
    browser = browser_of(site(shipped_world), shipped_world, Role.PROCURER)

    page = browser.post(
        "/kravuppsattningar/ny",
        title="Kontorsmöbler",
        cpv="39130000-2",
        suppliers="1",
        articles="12",
        years="3",
        hours="12",
        group="furniture_base",
        level="base",
    )

    assert "Kravuppsättningen är skapad med 15 krav." in page.text
    assert "1 Tekniska specifikationer" in page.text
    assert "39130000-2" in page.text
    assert "ni har 12 timmar" in page.text
    assert "timmar för mycket första året." in page.text


def test_new_set_from_a_group_page_is_filled_in(shipped_world: World) -> None:
    page = browser_of(site(shipped_world), shipped_world).get("/kravuppsattningar/ny?grupp=furniture")

    assert page.value("title") == "Möbler"
    assert "39100000-3" in page.value("cpv")
    assert '<option value="furniture_base" selected>' in page.source
    assert page.source.index('value="furniture_base"') < page.source.index('value="furniture"')
    assert re.search(r"Möbler, bas[^<]*, 1[0-9] krav", page.source)
    assert re.search(r"Möbler, hela gruppen, [0-9]+ krav \([0-9]+ fler än baspaketet", page.source)


def test_new_set_after_a_search_has_the_code_that_was_searched_for(shipped_world: World) -> None:
    browser = browser_of(site(shipped_world), shipped_world)

    found = browser.get("/sok?q=skrivbord")
    desks = browser.get("/kravuppsattningar/ny?grupp=furniture&q=skrivbord")
    chairs = browser.get("/kravuppsattningar/ny?grupp=furniture&q=kontorsstolar")

    assert "grupp=furniture&amp;q=skrivbord" in found.source
    assert desks.value("cpv") == "39121000-6"
    assert "39112000-0" in chairs.value("cpv")
    assert "39121000-6" not in chairs.value("cpv")


def test_details_of_a_draft_are_changed_and_a_doubtful_code_is_told(desk: Desk) -> None:
    page = desk.send("/uppgifter", title="Skrivbord 2027", diary="KS 2027/1", cpv="39121000-9; 39130000")
    refused = desk.send("/uppgifter", title=" ", diary="", cpv="")

    assert "Uppgifterna är ändrade." in page.text
    assert "CPV-koden 39121000-9 har en kontrollsiffra" in page.text
    assert (desk.view.title, desk.view.diary) == ("Skrivbord 2027", "KS 2027/1")
    assert [entry.code for entry in desk.view.cpv] == ["39121000-9", "39130000-2"]
    assert refused.status == 400
    assert refused.is_linked("title")


def test_text_that_is_too_long_is_refused_and_never_cut(desk: Desk) -> None:
    form = desk.browser.get(desk.path + "/eget")
    page = desk.send("/eget", text="Bordet ska hålla. " * 300)

    assert not re.search(r'<textarea id="text"[^>]*maxlength', form.source)
    assert page.status == 400
    assert re.search(r"Kravtexten har 5[0-9]{3} tecken\. Högst 4000 går\.", page.text)
    assert page.is_linked("text")


def test_empty_values_of_one_line_are_told_apart(desk: Desk) -> None:
    one = desk.see()
    desk.add("FURN-06b:1@advanced")
    two = desk.see()
    empty = [issue for issue in desk.view.issues if issue.code == "gate.parameter_empty"]
    told = re.findall(r'<a href="#p4-[a-z_]+">([^<]*)</a>', two.source)

    assert "Ange ett värde innan ni låser" in one.text
    assert len([issue for issue in empty if issue.where == "4"]) >= 2
    assert len(set(told)) == len(told) >= 2
    assert all("”" in words for words in told)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "  ", "är tomt"),
        ("cpv", "bord", "”bord” är ingen CPV-kod."),
        ("articles", "många", "”många” är inget tal."),
        ("suppliers", "0", "Leverantörer är 0, men måste ligga mellan 1 och 1000."),
        ("hours", "tolv", "”tolv” är inget tal."),
    ],
)
def test_new_set_with_a_fault_keeps_what_was_typed(
    shipped_world: World, field: str, typed: str, told: str
) -> None:
    browser = browser_of(site(shipped_world), shipped_world)
    right: dict[str, Any] = {
        "title": "Möbler",
        "diary": "KS 2026/311",
        "suppliers": "1",
        "articles": "10",
        "years": "2",
    }

    page = browser.post("/kravuppsattningar/ny", **{**right, field: typed})

    assert page.status == 400
    assert page.title.startswith("Fel: ")
    assert told in page.text
    assert page.is_linked(field)
    assert page.value("diary") == "KS 2026/311"


def test_set_shows_number_method_role_and_cost_of_each_line(desk: Desk) -> None:
    page = desk.see()

    assert re.search(r"1\.1 Trä från legala och acceptabla källor FURN-01:1 Bas", page.text)
    assert "Licenskontroll, dokumentkontroll Avtalsansvarig" in page.text
    assert "h om det tas bort" in page.text
    assert "antagande" in page.text


def test_missing_value_comes_first_in_the_gate_and_leads_to_its_field(desk: Desk) -> None:
    page = desk.see()

    assert "1.2 Ange ett värde innan ni låser" in page.text
    assert page.is_linked("p2-cycles")
    assert "1 sak återstår." in page.text


def test_filled_value_is_written_as_people_write_it_and_leaves_the_gate(desk: Desk) -> None:
    page = desk.send("/rad/2/varden", **{"p-cycles": "50000"})

    assert "Värdet är sparat." in page.text
    assert page.value("p2-cycles") == "50\u00a0000"
    assert "Ange ett värde innan ni låser" not in page.text
    assert "Alla värden är ifyllda" in page.text


def test_value_out_of_range_is_shown_at_its_field_with_what_was_typed(desk: Desk) -> None:
    page = desk.send("/rad/2/varden", **{"p-cycles": "12"})

    assert page.status == 400
    assert "12 för 1.2 ligger utanför det tillåtna: 5\u00a0000–500\u00a0000 cykler." in page.text.replace(
        " 000", "\u00a0000"
    )
    assert page.value("p2-cycles") == "12"
    assert page.is_linked("p2-cycles")
    assert desk.view.lines[1].parameters[0].value is None


def test_someone_was_first_keeps_ones_own_text_and_can_be_sent_again(desk: Desk) -> None:
    seen = desk.view.revision
    desk.send("/rad/2/varden", **{"p-cycles": "50 000"})

    page = desk.send("/rad/2/varden", revision=seen, **{"p-cycles": "60 000"})
    again = desk.send("/rad/2/varden", revision=desk.view.revision, **{"p-cycles": "60 000"})

    assert page.status == 409
    assert "test procurer ändrade uppsättningen" in page.text
    assert "ett värde fylldes i (1.2)" in page.text
    assert "60 000" in page.text
    assert f'name="revision" value="{seen + 1}"' in page.source
    assert again.value("p2-cycles") == "60\u00a0000"


def test_form_without_revision_changes_nothing(desk: Desk) -> None:
    page = desk.send("/rad/2/varden", revision="", **{"p-cycles": "50 000"})

    assert page.status == 400
    assert "Formuläret saknar uppgift om vilken revision det bygger på." in page.text
    assert desk.view.lines[1].parameters[0].value is None


def test_changed_wording_stands_against_the_library_with_its_reason(desk: Desk) -> None:
    text = desk.browser.get(f"{desk.path}/rad/1").value("text")

    page = desk.send("/rad/1/lydelse", text=text + " Även baksidan.", reason="Stolarna syns bakifrån.")

    assert "Ändrad här" in page.text
    assert re.search(r"<ins><span class=\"vh\">nytt: </span>\s*Även baksidan\.</ins>", page.source)
    assert "Stolarna syns bakifrån." in page.text


def test_criterion_is_included_once_more_for_other_rows_with_values_of_its_own(ready: Desk) -> None:
    page = ready.send("/rad/2/en-gang-till")

    assert "Kravet står en gång till, närmast efter." in page.text
    assert "3 versioner fästa" in ready.browser.get(ready.path).text
    assert [line.ref for line in ready.view.lines[1:3]] == ["FURN-04:1@base"] * 2
    assert ready.view.lines[2].parameters[0].value is None
    again = f"/rad/{ready.view.lines[2].line}/varden"
    page = ready.send(again, **{"p-cycles": "50 000"})
    assert "står två gånger lika" in page.text
    ready.send(again, **{"p-cycles": "30 000"})
    ready.lock()
    assert ready.view.seal is not None


def test_requirement_says_which_rows_it_applies_to_in_set_annex_and_contract(ready: Desk) -> None:
    page = ready.send("/rad/2/galler", applies_to="rad 1–6 i prislistan")

    assert "Gäller: rad 1–6 i prislistan" in page.text
    assert ready.browser.get(f"{ready.path}/rad/2").value("applies_to") == "rad 1–6 i prislistan"
    ready.lock()
    sealed = ready.browser.get(f"{ready.path}/rad/2")
    assert "Gäller: rad 1–6 i prislistan." in sealed.text
    wordings = ready.browser.get(f"{ready.path}/rad/2/lydelser")
    assert '<ins><span class="vh">nytt: </span>Gäller: rad 1–6 i prislistan.' in wordings.source


def test_what_a_requirement_applies_to_is_refused_beside_its_field(desk: Desk) -> None:
    page = desk.send("/rad/1/galler", applies_to="r" * 301)

    assert page.status == 400
    assert page.is_linked("applies_to")
    assert "högst 300 får plats" in page.text
    page = desk.send("/rad/1/galler", applies_to="rad {rows}")
    assert page.is_linked("applies_to")
    assert page.value("applies_to") == "rad {rows}"


def test_library_wording_can_be_put_back(desk: Desk) -> None:
    desk.send("/rad/1/lydelse", text="Trä ska vara spårbart.", reason="Kortare.")

    page = desk.send("/rad/1/lydelse", text="Trä ska vara spårbart.", restore="1")

    assert "Bibliotekets lydelse gäller igen." in page.text
    assert desk.view.lines[0].local_change is None


def test_empty_wording_is_refused_beside_the_original(desk: Desk) -> None:
    library = " ".join(desk.view.lines[0].text.sv.split())

    page = desk.send("/rad/1/lydelse", text=" ", reason="Kortare.")

    assert page.status == 400
    assert "Kravtexten är tom." in page.text
    assert page.is_linked("text")
    assert page.value("reason") == "Kortare."
    assert library in " ".join(page.text.split())


def test_follow_up_is_chosen_by_method_time_and_role(desk: Desk) -> None:
    page = desk.send(
        "/rad/1/uppfoljning", choice="plan", methods=["DOC"], when=["yearly"], role="environment_strategist"
    )

    line = desk.view.lines[0]
    assert "Uppföljningen är ändrad." in page.text
    assert ([item.value for item in line.methods], line.role and line.role.value) == (
        ["DOC"],
        "environment_strategist",
    )


def test_decision_not_to_follow_up_needs_its_reason(desk: Desk) -> None:
    refused = desk.send("/rad/1/uppfoljning", choice="none", not_followed_reason="")
    taken = desk.send("/rad/1/uppfoljning", choice="none", not_followed_reason="Mätaren läser av sig själv.")

    assert refused.status == 400
    assert refused.is_linked("not_followed_reason")
    assert "ska inte följas upp: Mätaren läser av sig själv." in taken.text


def test_role_and_label_are_chosen_with_one_click(desk: Desk) -> None:
    desk.send("/rad/2/roll", role="buyer")
    desk.send("/rad/2/markning")

    line = desk.view.lines[1]
    assert ([item.value for item in line.methods], line.role and line.role.value) == (["LABEL"], "buyer")


def test_unknown_choice_is_told_and_nothing_is_stored(desk: Desk) -> None:
    page = desk.send("/rad/2/roll", role="kungen")

    assert page.status == 400
    assert "”kungen” är inget av valen." in page.text


def test_line_moves_up_and_takes_the_number(desk: Desk) -> None:
    form = desk.browser.get(f"{desk.path}/rad/3")

    page = desk.send("/rad/3/flytta", position="2")

    assert 'name="position" value="2">Flytta upp' in form.source
    assert "Flytta ner" not in form.text
    assert "1.2 Spårbar märkning på varje möbel" in page.text


def test_day_is_asked_for_as_a_day(desk: Desk) -> None:
    desk.add("X-01:1@advanced")

    asked = desk.see()
    page = desk.send("/rad/4/varden", **{"p-list_date": "2026-11-01"})

    assert asked.source.count('type="date"') == 1
    assert 'value="2026-11-01"' in page.source


def test_removed_line_stands_with_its_reason(desk: Desk) -> None:
    refused = desk.send("/rad/2/ta-bort", reason=" ")
    page = desk.send("/rad/2/ta-bort", reason="Inga klädda möbler köps.")

    assert refused.status == 400
    assert refused.is_linked("remove_reason")
    assert (
        "Borttagna krav FURN-04:1 Slitstarkt klädseltyg Inga klädda möbler köps. test procurer" in page.text
    )


def test_package_is_added_and_says_what_was_there_already(desk: Desk) -> None:
    page = desk.send("/paket", package="furniture_base", level="base")

    assert "12 krav är tillagda. FURN-01:1: finns redan." in page.text
    assert "2 Särskilda kontraktsvillkor" in page.text


def test_package_must_be_chosen(desk: Desk) -> None:
    page = desk.send("/paket", package="", level="base")

    assert page.status == 400
    assert page.is_linked("package")


def test_criterion_is_added_by_its_id(desk: Desk) -> None:
    added = desk.send("/krav", refs="FURN-03 FURN-05")
    twice = desk.send("/krav", refs="FURN-03")

    assert "2 krav är tillagda." in added.text
    assert twice.status == 422
    assert "FURN-03:1@base finns redan i kravuppsättningen på den nivån." in twice.text
    assert twice.value("refs") == "FURN-03"


def test_hours_are_counted_again_with_other_assumptions(desk: Desk) -> None:
    page = desk.send("/antaganden", suppliers="2", articles="12", years="3", hours="4,5")
    refused = desk.send("/antaganden", suppliers="två", articles="12", years="3", hours="")

    assert "ni har 4,5 timmar" in page.text
    assert "2 leverantörer, 12 artiklar, 3 år" in page.text
    assert refused.status == 400
    assert refused.is_linked("suppliers")


def test_own_requirement_is_proposed_from_the_nearest_criterion(desk: Desk) -> None:
    page = desk.send(
        "/eget", text="Klädseltyget på stolarna ska tåla nötning enligt EN ISO 12947-2 eller likvärdigt."
    )

    assert "1 eget krav är tillagt." in page.text
    assert "Eget krav" in page.text
    assert "Bevis och metod är förslag, läs dem" in page.text
    assert "(”Slitstarkt klädseltyg”)" in page.text
    assert "”Slitstarkt klädseltyg” (FURN-04:1)" in desk.browser.get(desk.path + "/rad/4").text


def test_proposal_is_kept_with_a_reason_on_the_page(desk: Desk) -> None:
    desk.send("/eget", text="Leverantören ska leverera skrivbord monterade.")
    before = desk.see()
    page = desk.send("/rad/4/svara", code="own.proposed", reason="Läst av beställaren.")

    assert 'name="code" value="own.proposed"' in before.source
    assert "alkolås" not in before.text
    assert page.status == 200
    assert "Bevis och metod är förslag" not in page.text


def test_pasted_table_becomes_lines(desk: Desk) -> None:
    rows = "Rubrik\tKrav\nBord\tBorden ska gå att sänka.\nLampor\tLamporna ska gå att byta."

    page = desk.send("/eget/klistra", rows=rows)

    assert "2 egna krav är tillagda." in page.text
    assert [line.title.sv for line in desk.view.lines][-2:] == ["Bord", "Lampor"]


def test_word_table_becomes_lines(desk: Desk) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=1)
    for text in ("Krav", "Stolarna ska ha hjul.", "Borden ska ha kabelränna."):
        table.add_row().cells[0].text = text
    content = io.BytesIO()
    document.save(content)

    page = desk.send("/eget/fil", file=(io.BytesIO(content.getvalue()), "krav.docx"))

    assert "2 egna krav är tillagda." in page.text


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [(b"", "", "Ingen fil är vald."), (b"\x00\x01\x02", "bild.png", "Filen går inte att läsa")],
)
def test_file_that_cannot_be_read_adds_nothing(desk: Desk, content: bytes, name: str, told: str) -> None:
    page = desk.send("/eget/fil", file=(io.BytesIO(content), name))

    assert page.status == 400
    assert told in page.text
    assert page.is_linked("file")
    assert len(desk.view.lines) == 3


def test_own_requirement_is_changed_and_keeps_its_proposed_proof(desk: Desk) -> None:
    desk.send("/eget", text="Klädseltyget ska tåla nötning enligt EN ISO 12947-2 eller likvärdigt.")
    form = desk.browser.get(f"{desk.path}/rad/4")
    before = desk.view.lines[3].proof

    desk.send(
        "/rad/4/eget",
        title="Tåligt tyg",
        text=form.value("text"),
        type="technical_specification",
        proof=form.value("proof"),
        proof_kind="",
    )

    line = desk.view.lines[3]
    assert (line.title.sv, line.proof) == ("Tåligt tyg", before)


def test_paid_standard_warning_is_answered_with_a_reason(desk: Desk) -> None:
    desk.send("/eget", text="Stolarna ska klara EN 1335-2.")
    stopped = desk.see()

    page = desk.send("/rad/4/svara", code="law.L1", reason="Ingen annan metod finns.")

    assert "nämns utan ”eller likvärdig”" in stopped.text
    assert "Svaret är sparat" in page.text
    assert "Ingen annan metod finns." in page.text


def test_lock_with_open_points_lists_them_with_links(desk: Desk) -> None:
    page = desk.browser.get(f"{desk.path}/las")

    assert page.status == 422
    assert "Kvar att göra innan uppsättningen kan låsas" in page.text
    assert page.is_linked("p2-cycles")
    assert 'aria-disabled="true"' in page.source


def test_lock_shows_hours_and_asks_that_warnings_are_read(ready: Desk) -> None:
    ready.send("/antaganden", suppliers="1", articles="12", years="3", hours="4")
    asked = ready.browser.get(f"{ready.path}/las")
    unread = ready.send("/las")

    locked = ready.send("/las", read="1")

    assert "timmar första året, sedan" in asked.text
    assert unread.status == 400
    assert unread.is_linked("read")
    assert "Kravuppsättningen är låst. Bilagan är färdig att hämta." in locked.text


def test_locked_set_shows_its_seal_and_takes_no_more_changes(ready: Desk) -> None:
    ready.lock()

    page = ready.see()
    refused = ready.send("/rad/1/lydelse", text="Något annat.", reason="")

    assert "Låst 1 december 2026, revision" in page.text
    assert not page.has_forms
    assert refused.status == 422
    assert "Kravuppsättningen är inget utkast (Låst) och kan inte ändras." in refused.text


def test_annex_shows_what_the_supplier_sees(ready: Desk) -> None:
    ready.lock()

    page = ready.browser.get(f"{ready.path}/bilaga")

    assert "Kravbilaga: Kontorsmöbler 2026" in page.text
    assert "Bilagan anger vad som ska uppfyllas" in page.text
    assert "50\u00a0000 nötningscykler" in page.text.replace("50 000", "50\u00a0000")
    assert str(ready.view.seal) in page.text


def test_annex_files_are_those_of_the_seal(ready: Desk) -> None:
    ready.lock()

    sealed = ready.browser.get(f"{ready.path}/bilaga/json").answer.data
    pdf = ready.browser.get(f"{ready.path}/bilaga/pdf?del=specification").answer
    again = ready.browser.get(f"{ready.path}/bilaga/pdf?del=specification").answer

    assert sha256(sealed).hexdigest() == ready.view.seal
    assert pdf.data.startswith(b"%PDF-")
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert again.data == pdf.data


@pytest.mark.parametrize("address", ["/bilaga/exe", "/bilaga/pdf?sprak=xx", "/bilaga?del=okänd"])
def test_annex_that_does_not_exist_is_refused(ready: Desk, address: str) -> None:
    ready.lock()

    assert ready.browser.get(ready.path + address).status == 400


def test_draft_has_no_annex_yet(desk: Desk) -> None:
    assert desk.browser.get(f"{desk.path}/bilaga").location == desk.path


def test_publication_needs_a_deadline_after_it(ready: Desk) -> None:
    ready.lock()

    refused = ready.send("/annonsera", published="2026-12-02", deadline="2026-12-01")
    malformed = ready.send("/annonsera", published="2026-12-02", deadline="snart")
    taken = ready.send("/annonsera", published="2026-12-02", deadline="2027-01-10")

    assert refused.status == 400
    assert refused.is_linked("deadline")
    assert "”snart” är inget datum." in malformed.text
    assert "Annonserad 2 december 2026. Anbud till och med 10 januari 2027." in taken.text


def test_unlocking_needs_a_reason_and_keeps_the_seal_in_the_history(ready: Desk) -> None:
    ready.lock()

    refused = ready.send("/las-upp", reason="")
    page = ready.send("/las-upp", reason="Ett krav saknades.")

    assert refused.status == 400
    assert refused.is_linked("unlock_reason")
    assert "Upplåst 1 december 2026, test procurer. Ett krav saknades." in page.text
    assert page.has_forms


def test_cancelled_set_says_why_and_offers_nothing(desk: Desk) -> None:
    page = desk.send("/avbryt", reason="Köpet blir inte av.")

    assert "Avbruten. Köpet blir inte av." in page.text
    assert not page.has_forms


def test_criterion_is_added_to_the_chosen_draft(desk: Desk) -> None:
    form = desk.browser.get("/kravuppsattningar/krav/FURN-05:1@base")

    page = desk.browser.post("/kravuppsattningar/krav/FURN-05:1@base", set=desk.set_id)

    assert "Kontorsmöbler 2026 3 krav, KS 2026/311" in form.text
    assert "FURN-05:1 är tillagt." in page.text


def test_criterion_is_added_to_a_new_set(desk: Desk) -> None:
    nameless = desk.browser.post("/kravuppsattningar/krav/FURN-05:1@base", set="new", title="")
    page = desk.browser.post("/kravuppsattningar/krav/FURN-05:1@base", set="new", title="Skolmöbler")

    assert nameless.status == 400
    assert nameless.is_linked("title")
    assert "Skolmöbler" in page.text
    assert "1.1 Inga tillsatta halogenerade flamskyddsmedel" in page.text


def test_replaced_criterion_leaves_no_empty_set_behind(desk: Desk) -> None:
    page = desk.browser.post("/kravuppsattningar/krav/CLS-01:1@base", set="new", title="Städ")

    assert page.status == 422
    assert "CLS-01:1@base gäller inte i dag" in page.text
    assert "Städ" not in desk.browser.get("/kravuppsattningar").text


def test_criterion_that_was_replaced_since_is_exchanged_with_one_click(shipped_home: Path) -> None:
    before = open_home(shipped_home, date(2026, 11, 20))
    actor = actor_for(before, None, None)
    made = create_set(before, actor, NewSet("Städ"))
    add_criteria(before, actor, EditAt(made.id), ("CLS-01:1@base",))
    before.index.close()
    before.database.close()
    later = World(open_home(shipped_home), actor)
    app = site(later)
    desk = Desk(later, app, browser_of(app, later, Role.PROCURER), made.id)

    stopped = desk.see()
    page = desk.send("/rad/1/byt", ref=re.findall(r'name="ref" value="([^"]+)"', stopped.source)[0])

    assert "CLS-01:1 gäller inte längre" in stopped.text
    assert "Kravet är bytt till gällande version." in page.text
    assert "CLS-11:1" in page.text
    later.installation.index.close()
    later.installation.database.close()


def test_reader_reads_and_is_offered_no_form(ready: Desk) -> None:
    reader = browser_of(ready.app, ready.world, Role.READER)

    page = reader.get(ready.path)
    line = reader.get(f"{ready.path}/rad/1")
    refused = reader.post(f"{ready.path}/rad/1/ta-bort", revision=ready.view.revision, reason="Nej.")

    assert "Trä från legala och acceptabla källor" in page.text
    assert not page.has_forms
    assert not line.has_forms
    assert "Ny kravuppsättning" not in reader.get("/kravuppsattningar").text
    assert refused.status == 403


def test_strategist_builds_but_does_not_lock(ready: Desk) -> None:
    strategist = browser_of(ready.app, ready.world, Role.ENVIRONMENT_STRATEGIST)

    page = strategist.get(ready.path)

    assert page.has_forms
    assert "Upphandlaren låser uppsättningen." in page.text
    assert strategist.get(f"{ready.path}/las").status == 403


@pytest.mark.parametrize("address", ["", "/rad/1", "/eget", "/las", "/steg", "/bilaga", "/bilaga/pdf"])
def test_another_organisations_set_is_not_found(desk: Desk, address: str) -> None:
    other = another_organisation(desk.world)
    stranger = browser_of(desk.app, World(desk.world.installation, other))

    page = stranger.get(desk.path + address)

    assert page.status == 404
    assert "Kontorsmöbler 2026" not in page.source


@pytest.mark.parametrize("address", ["/rad/99", "/rad/0"])
def test_line_that_is_not_there_is_told(desk: Desk, address: str) -> None:
    page = desk.browser.get(desk.path + address)

    assert page.status == 404
    assert "finns inte i kravuppsättningen." in page.text


def test_what_a_person_writes_is_text_and_never_markup(desk: Desk) -> None:
    desk.send("/eget", text="Bordet ska tåla <script>alert(1)</script> och {{ 7 * 7 }}.", title="<b>Bord</b>")

    page = desk.see()

    assert "<script>alert(1)" not in page.source
    assert "<b>Bord</b>" not in page.source
    assert "tåla <script>alert(1)</script> och {{ 7 * 7 }}." in page.text


def test_text_in_an_error_summary_is_text_and_never_markup(desk: Desk) -> None:
    page = desk.send("/krav", refs="<script>alert(1)</script>")

    assert page.status == 400
    assert "<script>alert(1)" not in page.source
    assert "”<script>alert(1)</script>” är ingen kriteriereferens." in page.text
