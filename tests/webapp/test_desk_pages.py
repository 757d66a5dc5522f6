# SPDX-License-Identifier: EUPL-1.2
"""The editors' desk: what waits there, for whom, and what is done about it on the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from criteria.people.model import Role
from criteria.services.library_drafts import create_draft, send_back
from criteria.services.library_publishing import start_revision
from criteria.services.questions import ask_question, list_questions
from criteria.services.reviews import list_watch
from criteria.storage.feed_store import TaskKind, TaskStore
from tests.plumbing.installation import World, another_organisation
from tests.webapp.browsing import Browser, browser_of
from tests.webapp.calls import site
from tests.webapp.editing import NEW, OLD, Editing, new_version, old_version, open_editing


@pytest.fixture
def editing(sqlite_world: World) -> Editing:
    return open_editing(sqlite_world)


def test_queue_tells_who_handed_over_and_for_how_long_it_has_waited(editing: Editing) -> None:
    editing.desk.submit(new_version())
    later = editing.desk.on(date(2027, 3, 15))
    here = World(later.installation, later.reviewer)
    browser = browser_of(site(here), here)

    page = browser.get("/redaktion")

    assert "CLS-11:1 Inga farliga städkemikalier Bas Teknisk specifikation" in page.text
    assert "Inlämnat av Kriterieförvaltare 20 februari 2027. 23 dagar" in page.text
    assert "1 utkast väntar på granskning" in page.text


def test_drafts_tell_their_faults_and_that_one_was_sent_back(editing: Editing) -> None:
    editing.desk.submit(new_version())
    send_back(editing.desk.installation, editing.desk.reviewer, NEW, "Rätta källan.")
    faulty = replace(old_version(), version=2, text=replace(old_version().text, sv="Minst {andel} procent."))
    create_draft(editing.desk.installation, editing.desk.author, faulty)

    page = editing.reviewer.get("/redaktion")

    assert "Ingenting väntar på granskning." in page.text
    assert "Kriterieförvaltare Återsänt Klart att lämna in" in page.text
    assert "CLS-01:2 Miljömärkta städkemikalier Bas Kriterieförvaltare 1 fel" in page.text


def test_due_review_is_noted_and_leaves_the_desk(editing: Editing) -> None:
    editing.desk.publish(
        replace(new_version(), id="X-01", review=replace(new_version().review, read_on=date(2026, 1, 2)))
    )

    before = editing.reviewer.get("/redaktion")
    empty = editing.reviewer.post("/redaktion/granskad/X-01:1@base", note=" ")
    after = editing.reviewer.post("/redaktion/granskad/X-01:1@base", note="Läst mot förteckningen.")

    assert "Varje halvår: vilar på en bevakad uppgift (1)" in before.text
    assert "Skulle ha gåtts igenom 2 juli 2026. Kandidatförteckningen" in before.text
    assert (empty.status, empty.is_linked("granskad-X-01-1-base")) == (400, True)
    assert "X-01:1 är genomgången och står sig." in after.text
    assert "Inget kriterium behöver gås igenom i dag." in after.text


def test_watched_fact_is_checked_with_a_note_and_a_next_day(editing: Editing) -> None:
    refused = editing.reviewer.post("/redaktion/bevakat/batteries", note="Läst.", next_on="2027-01-01")
    page = editing.reviewer.post("/redaktion/bevakat/batteries", note="Uppskjutet.", next_on="2028-02-01")

    line = next(
        item
        for item in list_watch(editing.desk.installation, editing.desk.reviewer)
        if item.fact.id == "batteries"
    )
    assert refused.status == 400
    assert refused.is_linked("bevakat-batteries")
    assert "Läst." in refused.source
    assert "Kontrollerad 20 februari 2027: Uppskjutet." in page.text
    assert line.next_on == date(2028, 2, 1)


def test_question_is_answered_on_the_desk(editing: Editing) -> None:
    installation = editing.desk.installation
    stranger = another_organisation(World(installation, editing.desk.reviewer))
    asked = ask_question(installation, stranger, OLD, "Räcker EU Ecolabel?")

    before = editing.reviewer.get("/redaktion")
    after = editing.reviewer.post(f"/redaktion/fraga/{asked.id}", answer="Ja.", is_shown="1")

    assert "Räcker EU Ecolabel? Alviks kommun, 20 februari 2027" in before.text
    assert "Inga frågor." in after.text
    (kept,) = list_questions(installation, editing.desk.reviewer)
    assert (kept.answer, kept.is_shown) == ("Ja.", True)


def test_task_from_a_feed_is_settled_with_a_reason(editing: Editing) -> None:
    with editing.desk.installation.writing() as work:
        TaskStore(work.session).put(TaskKind.UPSTREAM_MISSING, OLD, "c", {}, work.clock.now())
        (task,) = TaskStore(work.session).list_all(only_open=True)

    refused = editing.reviewer.post(f"/redaktion/uppgift/{task.id}", decision="keep", reason="")
    unknown = editing.reviewer.post(f"/redaktion/uppgift/{task.id}", decision="burn", reason="x")
    page = editing.reviewer.post(f"/redaktion/uppgift/{task.id}", decision="keep", reason="Vi behåller det.")

    assert "CLS-01:1 Saknas i källan" in refused.text
    assert refused.is_linked(f"uppgift-{task.id}")
    assert unknown.status == 400
    assert "Inga uppgifter." in page.text


def test_editor_of_another_organisation_sees_its_own_desk_only(editing: Editing) -> None:
    installation = editing.desk.installation
    editing.desk.submit(new_version())
    stranger = another_organisation(World(installation, editing.desk.reviewer))
    browser = browser_of(site(World(installation, stranger)), World(installation, stranger))

    page = browser.get("/redaktion")

    assert page.status == 200
    assert "CLS-11" not in page.text
    assert "Bevakade uppgifter" not in page.text


@pytest.mark.parametrize("role", [Role.READER, Role.PROCURER])
def test_desk_is_for_editors(editing: Editing, role: Role) -> None:
    here = World(editing.desk.installation, editing.desk.reviewer)
    browser = browser_of(editing.app, here, role)

    assert browser.get("/redaktion").status == 403
    assert "Redaktionen" not in browser.get("/grupper").text


def test_criterion_page_leads_the_editor_on_and_nobody_else(editing: Editing) -> None:
    start_revision(editing.desk.installation, editing.desk.reviewer, OLD, "Märkningen är ny.")

    mine = editing.reviewer.get("/kriterium/CLS-01:1/bas")
    theirs = Browser(editing.app.test_client()).get("/kriterium/CLS-01:1/bas")

    assert "Omarbetas, gäller fortfarande Märkningen är ny." in theirs.text
    assert "För redaktionen Avsluta omarbetningen Ersätt, dra in eller flytta" in mine.text
    assert "För redaktionen" not in theirs.text
