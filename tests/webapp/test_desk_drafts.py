# SPDX-License-Identifier: EUPL-1.2
"""Drafts in the browser: the form of all fields, the text of the file, review, and publication."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from criteria.exchange.feed_writing import write_text
from criteria.library.model import Words
from criteria.schemas.derived import dump
from criteria.services.library_drafts import (
    DraftView,
    change_draft,
    create_draft,
    show_draft,
    submit_draft,
)
from criteria.services.library_orders import EventOrder, PublicationOrder
from criteria.services.library_publishing import start_revision, supersede
from tests.library_life.desk import carries
from tests.plumbing.installation import World
from tests.webapp.browsing import browser_of
from tests.webapp.calls import site
from tests.webapp.editing import (
    NEW,
    OLD,
    Editing,
    at,
    fields_of,
    new_version,
    old_version,
    open_editing,
    send,
)
from webapp.draft_form import place_of

SECOND = "CLS-01:2@base"


@pytest.fixture
def editing(sqlite_world: World) -> Editing:
    return open_editing(sqlite_world)


def _draft(editing: Editing, ref: str = NEW) -> DraftView:
    return show_draft(editing.desk.installation, editing.desk.reviewer, ref)


def _make(editing: Editing, text: str = "Städkemikalier ska inte vara farliga.") -> None:
    create_draft(
        editing.desk.installation, editing.desk.author, replace(new_version(), text=Words(text, text))
    )


def test_pasted_file_becomes_a_draft(editing: Editing) -> None:
    page = editing.author.post("/redaktion/nytt/fil", text=write_text(new_version()))

    assert page.title == "Utkast CLS-11:1 – Kravkedjan"
    assert "Helt nytt kriterium." in page.text
    assert _draft(editing).version == new_version()


def test_handed_over_file_goes_before_what_was_pasted(editing: Editing) -> None:
    file = (io.BytesIO(write_text(new_version()).encode()), "ny.yaml")

    page = editing.author.post("/redaktion/nytt/fil", text="skräp", file=file)

    assert page.title == "Utkast CLS-11:1 – Kravkedjan"


def test_faults_in_a_file_are_told_by_line_and_the_text_stays(editing: Editing) -> None:
    text = (
        write_text(new_version())
        .replace("level: base", "level: extreme")
        .replace("version: 1", "version: ett")
    )
    level = text.splitlines().index("level: extreme") + 1

    page = editing.author.post("/redaktion/nytt/fil", text=text)

    assert page.status == 422
    assert f"Rad {level} , level : Välj ett av alternativen." in page.text
    assert f"Rad {level - 1} , version : Skriv ett heltal." in page.text
    assert page.value("text") == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: &a CLS-11\nversion: *a", "Rad 1"),
        ("id: [", "Rad 1"),
        ("- en lista", "Rad 1"),
        ("id: CLS-11\nid: CLS-12", "Rad 2"),
        ("x: \x07", "Rad 1"),
        ("a: " * 3 + "[" * 2000, "Rad"),
    ],
)
def test_broken_file_is_refused_with_its_line(editing: Editing, text: str, told: str) -> None:
    page = editing.author.post("/redaktion/nytt/fil", text=text)

    assert page.status == 422
    assert told in page.text


def test_file_that_is_no_text_is_refused(editing: Editing) -> None:
    page = editing.author.post("/redaktion/nytt/fil", file=(io.BytesIO(b"\xff\xfe\x00"), "x.yaml"))

    assert page.status == 422
    assert "Utkastet är inte sparat" in page.text


def test_file_of_another_version_does_not_land_in_this_draft(editing: Editing) -> None:
    _make(editing)

    page = editing.author.post(
        at("fil", NEW), revision="1", text=write_text(replace(new_version(), id="CLS-12"))
    )

    assert "Texten är CLS-12:1@base, men utkastet är CLS-11:1@base." in page.text


def test_form_saved_as_it_stands_changes_nothing(editing: Editing) -> None:
    _make(editing)
    before = _draft(editing).version

    page = send(editing.author, at("formular", NEW), fields_of(editing.author.get(at("formular", NEW))))

    assert page.title == "Utkast CLS-11:1 – Kravkedjan"
    assert dump(_draft(editing).version) == dump(before)


def test_form_changes_what_was_typed(editing: Editing) -> None:
    _make(editing)
    fields = fields_of(editing.author.get(at("formular", NEW)))
    fields["purpose"] = "Farliga ämnen hamnar i vattnet."
    fields["applicability.use_when"] = "Första fallet.\nAndra fallet.\n  Med en rad till."
    fields.setlist("aspects", ["chemicals", "water"])

    send(editing.author, at("formular", NEW), fields)

    kept = _draft(editing).version
    assert kept.purpose == "Farliga ämnen hamnar i vattnet."
    assert kept.applicability.use_when == ("Första fallet.", "Andra fallet.\nMed en rad till.")
    assert [aspect.value for aspect in kept.aspects] == ["chemicals", "water"]


def test_chosen_main_method_stands_first(editing: Editing) -> None:
    _make(editing)
    fields = fields_of(editing.author.get(at("formular", NEW)))
    fields.setlist("follow_up.methods", ["DOC", "TEST"])
    fields["follow_up.methods.first"] = "TEST"

    send(editing.author, at("formular", NEW), fields)

    assert [method.value for method in _draft(editing).version.follow_up.methods] == ["TEST", "DOC"]


def test_row_is_added_and_taken_away_without_scripts_and_nothing_is_saved(editing: Editing) -> None:
    _make(editing)
    fields = fields_of(editing.author.get(at("formular", NEW)))
    fields["purpose"] = "Inte sparat ännu."

    more = send(editing.author, at("formular", NEW), _with(fields, "add:applicability.questions"))
    less = send(
        editing.author, at("formular", NEW), _with(fields_of(more), "remove:applicability.questions.1")
    )

    assert 'name="applicability.questions.1.question"' in more.source
    assert more.value("purpose") == "Inte sparat ännu."
    assert 'name="applicability.questions.1.question"' not in less.source
    assert _draft(editing).revision == 1


@pytest.mark.parametrize(
    "do", ["add:", "add:id", "add:nowhere.3", "remove:proof", "remove:sources.99", "x:y"]
)
def test_button_that_leads_nowhere_changes_nothing(editing: Editing, do: str) -> None:
    _make(editing)

    page = send(
        editing.author, at("formular", NEW), _with(fields_of(editing.author.get(at("formular", NEW))), do)
    )

    assert page.status == 200
    assert _draft(editing).revision == 1


def test_law_floor_is_added_and_its_faults_lead_to_its_fields(editing: Editing) -> None:
    _make(editing)
    fields = fields_of(editing.author.get(at("formular", NEW)))

    opened = fields_of(send(editing.author, at("formular", NEW), _with(fields, "add:law_floor")))
    opened["law_floor.0.in_force_from"] = "i morgon"
    page = send(editing.author, at("formular", NEW), opened)

    assert page.status == 422
    assert page.is_linked("law_floor-0-in_force_from")
    assert "Gäller från: Skriv datumet som 2026-11-21." in page.text


def test_empty_form_is_refused_with_every_field_and_then_becomes_a_draft(editing: Editing) -> None:
    empty = fields_of(editing.author.get("/redaktion/nytt/formular"))
    _make(editing)
    whole = fields_of(editing.author.get(at("formular", NEW)))
    whole["id"], whole["level"] = "CLS-12", "base"
    del whole["revision"]

    refused = send(editing.author, "/redaktion/nytt/formular", empty)
    kept = send(editing.author, "/redaktion/nytt/formular", whole)

    assert refused.status == 422
    assert refused.is_linked("level")
    assert refused.is_linked("proof-when")
    assert kept.title == "Utkast CLS-12:1 – Kravkedjan"


def test_text_with_markup_is_refused_in_the_form_and_kept_there(editing: Editing) -> None:
    _make(editing)
    fields = fields_of(editing.author.get(at("formular", NEW)))
    fields["purpose"] = "<script>alert(1)</script>"

    page = send(editing.author, at("formular", NEW), fields)

    assert page.status == 422
    assert page.value("purpose") == "<script>alert(1)</script>"
    assert "<script>alert" not in page.source
    assert _draft(editing).revision == 1


@pytest.mark.parametrize("way", ["formular", "fil"])
def test_stale_revision_overwrites_nothing_and_shows_both_texts(editing: Editing, way: str) -> None:
    _make(editing)
    fields = fields_of(editing.author.get(at(way, NEW)))
    other = replace(new_version(), purpose="Kollegans skäl.")
    change_draft(editing.desk.installation, editing.desk.reviewer, other, 1)
    if way == "formular":
        fields["purpose"] = "Mitt skäl."
    else:
        fields["text"] = write_text(replace(new_version(), purpose="Mitt skäl."))

    page = send(editing.author, at(way, NEW), fields)
    untouched = _draft(editing).version.purpose
    send(editing.author, at(way, NEW), fields_of(page))

    assert page.status == 409
    assert "Någon hann före" in page.title
    assert "Kollegans" in page.text
    assert "Mitt" in page.text
    assert untouched == "Kollegans skäl."
    assert _draft(editing).version.purpose == "Mitt skäl."


def test_check_list_names_each_fault_and_leads_to_its_field(editing: Editing) -> None:
    _make(editing, "Medlen ska vara märkta enligt ISO 14024 på {andel} procent.")

    page = editing.author.get(at("utkast", NEW))

    assert "{andel} används i texten men är inte deklarerad." in page.text
    assert "Standarden ISO 14024 nämns utan ”eller likvärdig”" in page.text
    assert f'href="{at("formular", NEW).replace("%3A", ":").replace("%40", "@")}#text-sv"' in page.source
    assert "Rätta felen först." in page.text


def test_check_list_says_when_the_least_strength_cannot_be_reached(editing: Editing) -> None:
    made = new_version()
    create_draft(
        editing.desk.installation,
        editing.desk.author,
        replace(made, follow_up=replace(made.follow_up, min_strength=5)),
    )

    page = editing.author.get(at("utkast", NEW))

    assert "#follow_up-min_strength" in page.source


def test_draft_is_sent_back_with_a_comment_and_handed_over_again(editing: Editing) -> None:
    _make(editing)
    editing.author.post(at("lamna-in", NEW), revision="1")

    empty = editing.reviewer.post(at("aterlamna", NEW), comment=" ")
    back = editing.reviewer.post(at("aterlamna", NEW), comment="Källan är från 2019.")
    again = editing.author.post(at("lamna-in", NEW), revision=str(_draft(editing).revision))

    assert (empty.status, empty.is_linked("comment")) == (400, True)
    assert "Återsänt 20 februari 2027, admin Källan är från 2019." in back.text
    assert "I granskning" in again.text


def test_rejected_draft_can_be_read_and_not_changed(editing: Editing) -> None:
    _make(editing)

    desk = editing.reviewer.post(at("avvisa", NEW), reason="Redan lag.")
    page = editing.reviewer.get(at("utkast", NEW))
    changed = send(editing.reviewer, at("fil", NEW), fields_of(editing.reviewer.get(at("fil", NEW))))

    assert "Utkastet är avvisat." in desk.text
    assert "Redan lag." in page.text
    assert not page.has_forms
    assert "CLS-11:1@base är avvisat." in changed.text


def test_new_version_shows_what_changes_and_is_published_over_the_old(editing: Editing) -> None:
    made = replace(old_version(), version=2, text=Words("Alla städkemikalier ska vara märkta.", "All."))
    editing.desk.submit(made)

    page = editing.reviewer.get(at("utkast", SECOND))
    bare = editing.reviewer.post(
        at("publicera", SECOND),
        **_publication(),
        do="preview",
    )
    shown = editing.reviewer.post(at("publicera", SECOND), **_publication("Alla medel."), do="preview")
    done = send(editing.reviewer, at("publicera", SECOND), _with(fields_of(shown), "confirm"))

    assert "nytt: Alla" in page.text
    assert "CLS-01:1@base: skälet saknas." in bare.text
    assert "Inget står i vägen" in shown.text
    assert "CLS-01:1 bas: slutar gälla" in shown.text
    assert done.title.startswith("CLS-01:2")
    assert "Används på allvar från 1 juni 2027." in done.text
    assert editing.desk.stored(OLD).life.valid_to == editing.desk.installation.clock.today()


def test_transition_lets_both_hold_until_its_end(editing: Editing) -> None:
    editing.desk.submit(replace(old_version(), version=2, text=Words("Alla ska vara märkta.", "All.")))
    fields = {**_publication("Tid för marknaden."), "until": "2027-09-01"}

    shown = editing.reviewer.post(at("publicera", SECOND), **fields, do="preview")
    send(editing.reviewer, at("publicera", SECOND), _with(fields_of(shown), "confirm"))

    ending = editing.desk.stored(OLD).life.ending
    assert ending is not None
    assert (str(ending.on), str(ending.transition_from)) == ("2027-09-01", "2027-02-20")


def test_author_is_told_to_let_another_publish(editing: Editing) -> None:
    editing.desk.submit(new_version(), editing.desk.reviewer)

    page = editing.reviewer.post(at("publicera", NEW), revision="2", valid_from="2027-02-20", do="confirm")

    assert page.status == 422
    assert "granskas av någon annan än dem som har skrivit i det." in page.text


def test_nothing_is_published_that_was_not_shown(editing: Editing) -> None:
    editing.desk.submit(new_version())
    shown = editing.reviewer.post(at("publicera", NEW), revision="2", valid_from="2027-02-20", do="preview")
    fields = _with(fields_of(shown), "confirm")
    fields["valid_from"] = "2027-03-01"

    page = send(editing.reviewer, at("publicera", NEW), fields)

    assert "Det här händer 1 mars 2027. Ännu är ingenting skrivet." in page.text
    assert editing.desk.stored(NEW).life.valid_from is None


def test_place_of_a_finding_is_a_field_on_the_page() -> None:
    assert place_of("law_floor.text") == "law_floor.0.text"
    assert place_of("groups.2") == "groups"
    assert place_of("proof.alternatives.0.all_of.1.strength") == "proof.alternatives.0.all_of.1.strength"
    assert place_of("nonsense") == ""


def _publication(reason: str = "") -> dict[str, str]:
    return {
        "revision": "2",
        "valid_from": "2027-02-20",
        "earnest_from": "2027-06-01",
        "change_class": "stricter",
        "change_reason": reason,
    }


def _with(fields: MultiDict[str, str], do: str) -> MultiDict[str, str]:
    changed = fields.copy()
    changed["do"] = do
    return changed


def test_draft_that_was_overtaken_shows_what_changed_and_asks_what_to_do(editing: Editing) -> None:
    desk = editing.desk
    made = start_revision(desk.installation, desk.author, OLD, "Ny fakta.")
    mine = replace(desk.stored(made.ref).version, version=3, purpose="Mitt motiv.")
    third = create_draft(desk.installation, desk.author, mine).ref
    later = desk.on(desk.installation.clock.today() + timedelta(days=5))
    second = replace(later.stored(made.ref).version, supplier_effort="Mindre än förr.")
    changed = change_draft(later.installation, later.author, second, 1)
    submit_draft(later.installation, later.author, made.ref, changed.revision)
    ending = EventOrder(OLD, "Ny fakta.", successors=(carries(made.ref),))
    supersede(later.installation, later.reviewer, ending, PublicationOrder(made.ref))
    here = World(later.installation, later.reviewer)
    browser = browser_of(site(here), here)

    shown = browser.get(at("utkast", third))
    done = browser.post(at("jamka", third), revision="1", choice="bring")

    assert "Utkastet skrevs mot CLS-01:1. Nu gäller CLS-01:2." in shown.text
    assert "Ändrat bara i biblioteket: Arbete för leverantören" in shown.text
    assert "Utkastet är nu skrivet mot det som gäller." in done.text
    assert "Biblioteket har ändrats" not in done.text
    assert later.stored(third).version.supplier_effort == "Mindre än förr."
