# SPDX-License-Identifier: EUPL-1.2
"""The draft of an annex, supplementary information to an advertised set, and a copy for the next time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from criteria.clock import SetClock
from criteria.people.model import Role
from criteria.services.access import actor_for
from criteria.services.sets import NewSet, add_criteria, create_set, list_sets, show_set
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import SetPublication, publish_set
from tests.plumbing.installation import World, another_organisation
from tests.plumbing.shipped import SHIPPED_TODAY, open_home
from tests.webapp.browsing import Browser, Page, browser_of
from tests.webapp.calls import site
from tests.webapp.desk import Desk, open_desk

_DEADLINE = date(2027, 1, 10)


@pytest.fixture
def desk(shipped_world: World) -> Desk:
    return open_desk(shipped_world)


@pytest.fixture
def locked(desk: Desk) -> Desk:
    desk.fill()
    desk.lock()
    return desk


@pytest.fixture
def published(locked: Desk) -> Desk:
    """Advertised, with tenders received until 10 January 2027."""
    at = EditAt(locked.set_id)
    publish_set(locked.world.installation, locked.world.actor, at, SetPublication(SHIPPED_TODAY, _DEADLINE))
    return locked


def _amend(desk: Desk, **changed: Any) -> Page:
    typed = {"reason": "Fel värde.", "informed": "2026-12-02", "substantial": "no", "deadline": ""}
    return desk.send("/upplysning", **{**typed, **changed})


def _on(desk: Desk, day: date) -> Desk:
    """The same desk on another day."""
    world = World(replace(desk.world.installation, clock=SetClock(day)), desk.world.actor)
    app = site(world)
    return Desk(world, app, browser_of(app, world), desk.set_id)


def test_gate_leads_to_the_draft_that_says_what_it_is(desk: Desk) -> None:
    gate = desk.see()

    page = desk.browser.get(f"{desk.path}/utkast")

    assert f'href="{desk.path}/utkast"' in gate.source
    assert "UTKAST, inte låst" in page.text
    assert "[fylls i före låsning] nötningscykler" in page.text
    assert "1.2 Ange ett värde innan ni låser" in page.text
    assert "Sigill (SHA-256)" not in page.text
    assert 'class="seal"' not in page.source


def test_draft_can_be_read_in_part_and_in_english(desk: Desk) -> None:
    english = desk.browser.get(f"{desk.path}/utkast?del=contract&sprak=en")

    assert "DRAFT, not locked" in english.text
    assert "The set has no requirements of this type." in english.text


@pytest.mark.parametrize("query", ["?del=allt", "?sprak=fi"])
def test_draft_that_cannot_be_made_is_refused(desk: Desk, query: str) -> None:
    assert desk.browser.get(f"{desk.path}/utkast{query}").status == 400


def test_locked_set_has_an_annex_instead_of_a_draft(locked: Desk) -> None:
    assert locked.browser.get(f"{locked.path}/utkast").location == f"{locked.path}/bilaga"


def test_reader_sees_the_draft_and_no_way_to_lock_it(desk: Desk) -> None:
    desk.fill()
    reader = browser_of(desk.app, desk.world, Role.READER)

    page = reader.get(f"{desk.path}/utkast")

    assert "UTKAST, inte låst" in page.text
    assert f"{desk.path}/las" not in page.source


def test_amending_shows_what_the_law_says_and_the_last_day(published: Desk) -> None:
    page = published.browser.get(f"{published.path}/upplysning")

    assert f'href="{published.path}/upplysning"' in published.see().source
    assert "19 kap. 13 § LOU" in page.text
    assert "11 kap. 8 § och 19 kap. 14 § LOU" in page.text
    assert "För er är dagen 4 januari 2027." in page.text


def test_amended_value_is_sealed_anew_and_the_rest_stands(published: Desk) -> None:
    before = published.view

    page = _amend(published, **{"p2-cycles": "60 000"})

    after = published.view
    assert "Ändringen är låst med ett nytt sigill." in page.text
    assert "60\u00a0000 nötningscykler" in page.text.replace("60 000", "60\u00a0000")
    assert (after.lines[1].parameters[0].value, after.deadline_on) == ("60000", _DEADLINE)
    assert after.seal != before.seal
    assert [item.seal for item in after.seals] == [before.seal, after.seal]
    assert (after.lines[0], after.lines[2]) == (before.lines[0], before.lines[2])


def test_form_sent_as_it_stood_changes_nothing(published: Desk) -> None:
    form = published.browser.get(f"{published.path}/upplysning")
    sent = {"p2-cycles": form.value("p2-cycles"), "text-1": form.value("text-1").replace("\n", "\r\n")}

    page = _amend(published, **sent)

    assert page.status == 400
    assert "Rättelsen ändrar ingenting." in page.text
    assert page.is_linked("krav")


def test_words_and_removals_are_amended(published: Desk) -> None:
    _amend(published, **{"text-1": "Träet ska vara spårbart.", "text_en-1": "", "remove": "3"})

    after = published.view
    assert after.lines[0].text.sv == "Träet ska vara spårbart."
    assert [(item.ref, item.reason) for item in after.removed] == [("FURN-08:1@base", "Fel värde.")]


def test_substantial_change_needs_a_later_deadline(published: Desk) -> None:
    refused = _amend(published, substantial="yes", **{"p2-cycles": "60 000"})
    taken = _amend(published, substantial="yes", deadline="2027-01-31", **{"p2-cycles": "60 000"})

    assert refused.status == 400
    assert refused.is_linked("deadline")
    assert refused.value("p2-cycles") == "60 000"
    assert "Anbud till och med 31 januari 2027." in taken.text


def test_late_information_without_more_time_is_refused(published: Desk) -> None:
    page = _amend(published, informed="2027-01-05", **{"p2-cycles": "60 000"})

    assert page.status == 400
    assert page.is_linked("informed")
    assert "senare än sex dagar före" in page.text


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"substantial": ""}, "substantial"),
        ({"informed": "igår"}, "informed"),
        ({"deadline": "snart"}, "deadline"),
        ({"reason": " "}, "reason"),
        ({"p2-cycles": "12"}, "p2-cycles"),
        ({"text-1": "Träet ska vara {okand}."}, "rad-1"),
        ({"text-1": "Träet ska klara EN 1335-2.", "text_en-1": ""}, "rad-1"),
        ({"remove": ["1", "2", "3"]}, "krav"),
    ],
)
def test_faulty_amendment_is_told_at_its_field_and_stores_nothing(
    published: Desk, sent: dict[str, Any], field: str
) -> None:
    before = published.view

    page = _amend(published, **{"p2-cycles": "60 000", **sent})

    assert page.status in (400, 422)
    assert page.title.startswith("Fel: ")
    assert page.is_linked(field)
    assert published.view == before


def test_after_the_deadline_nothing_is_offered_and_nothing_is_taken(published: Desk) -> None:
    late = _on(published, date(2027, 1, 11))

    page = late.browser.get(f"{late.path}/upplysning")
    refused = _amend(late, informed="2027-01-11", **{"p2-cycles": "60 000"})

    assert "Anbudstiden gick ut 10 januari 2027. Före avtalet ändras inget mer." in page.text
    assert not page.has_forms
    assert f"{late.path}/upplysning" not in late.see().source
    assert refused.status == 422
    assert "Efter det ändras inget före kontrakt." in refused.text
    assert late.view.lines == published.view.lines


def test_set_that_is_not_advertised_is_not_amended(locked: Desk) -> None:
    page = locked.browser.get(f"{locked.path}/upplysning")
    refused = _amend(locked, **{"p2-cycles": "60 000"})

    assert page.location == locked.path
    assert refused.status == 422


def test_strategist_does_not_amend(published: Desk) -> None:
    strategist = browser_of(published.app, published.world, Role.ENVIRONMENT_STRATEGIST)

    assert strategist.get(f"{published.path}/upplysning").status == 403
    assert f"{published.path}/upplysning" not in strategist.get(published.path).source


def test_locked_set_is_copied_to_a_draft_of_its_own(locked: Desk) -> None:
    form = locked.browser.get(f"{locked.path}/kopiera")

    page = locked.browser.post(f"{locked.path}/kopiera", title="Kontorsmöbler 2029")

    # The clock of a test stands still, so the register cannot order the two by when they were changed.
    sets = list_sets(locked.world.installation, locked.world.actor)
    copied = next(item for item in sets if item.title == "Kontorsmöbler 2029")
    assert f'href="{locked.path}/kopiera"' in locked.see().source
    assert "3 oförändrat." in form.text
    assert "Kopian är skapad som utkast." in page.text
    assert "Alla krav i Kontorsmöbler 2029 gäller som de står." in page.text
    assert (copied.title, copied.seal) == ("Kontorsmöbler 2029", None)
    assert "Kopierad från Kontorsmöbler 2026" in locked.browser.get(f"/kravuppsattning/{copied.id}").text


def test_copy_without_a_name_is_refused(locked: Desk) -> None:
    page = locked.browser.post(f"{locked.path}/kopiera", title=" ")

    assert page.status == 400
    assert page.is_linked("title")
    assert len(list_sets(locked.world.installation, locked.world.actor)) == 1


def test_draft_is_copied_by_nobody_who_may_not_edit(locked: Desk) -> None:
    reader = browser_of(locked.app, locked.world, Role.READER)

    assert reader.get(f"{locked.path}/kopiera").status == 403
    assert "/kopiera" not in reader.get(locked.path).source


def test_copy_lists_what_was_replaced_since_and_takes_the_new_with_one_click(shipped_home: Path) -> None:
    before = open_home(shipped_home, date(2026, 11, 20))
    actor = actor_for(before, None, None)
    made = create_set(before, actor, NewSet("Städ 2026"))
    add_criteria(before, actor, EditAt(made.id), ("CLS-01:1@base", "CLS-03:1@base"))
    before.index.close()
    before.database.close()
    world = World(open_home(shipped_home), actor)
    browser: Browser = browser_of(site(world), world, Role.PROCURER)

    page = browser.post(f"/kravuppsattning/{made.id}/kopiera", title="Städ 2029")
    copied = list_sets(world.installation, actor)[0].id
    after = browser.post(f"/kravuppsattning/{copied}/rad/1/byt", revision=1, ref="CLS-11:1@base")

    assert "1 krav i Städ 2029 behöver ett val." in page.text
    assert "Ersatt sedan 21 november 2026 Ny omfattning" in page.text
    assert "Byt till CLS-11:1" in page.text
    assert "1.2 Gemensam rond av städningen CLS-03:1 Oförändrat" in page.text
    assert "CLS-11:1" in after.text
    assert show_set(world.installation, actor, copied).lines[0].ref == "CLS-11:1@base"
    assert show_set(world.installation, actor, made.id).lines[0].ref == "CLS-01:1@base"
    world.installation.index.close()
    world.installation.database.close()


@pytest.mark.parametrize("address", ["/utkast", "/upplysning", "/kopiera", "/kraven-i-dag"])
def test_another_organisations_set_is_not_found(locked: Desk, address: str) -> None:
    stranger = browser_of(locked.app, World(locked.world.installation, another_organisation(locked.world)))

    page = stranger.get(locked.path + address)

    assert page.status == 404
    assert "Kontorsmöbler 2026" not in page.source
