# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a version, and releases, in the browser: the cover check is shown before it is done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from criteria.library.lifecycle import VersionStatus
from criteria.library.vocabulary import Aspect, Level
from criteria.services.library import list_groups
from criteria.services.library_releases import list_releases
from criteria.services.sets import NewSet, add_criteria, create_set
from criteria.services.sets_change import EditAt
from tests.plumbing.installation import World, another_organisation
from tests.webapp.browsing import Browser, Page, browser_of
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

CHANGE = at("andra", OLD)
_GAP = {
    "gap_reason": "product_gone",
    "text": "Varan finns inte.",
    "meanwhile": "Ställ krav på säkerhetsdatablad.",
    "planned": "Hösten 2027",
    "decided_by": "Kriterieförvaltaren",
}


@pytest.fixture
def editing(sqlite_world: World) -> Editing:
    return open_editing(sqlite_world)


def _confirm(editing: Editing, shown: Page, path: str = CHANGE) -> Page:
    fields = fields_of(shown)
    fields["do"] = "confirm"
    return send(editing.reviewer, path, fields)


def _try(editing: Editing, way: str, **fields: str) -> Page:
    """The check of a change that takes effect today."""
    whole = {"reason": "Skäl.", "on": "2027-02-20", **fields, "way": way, "do": "preview"}
    return editing.reviewer.post(CHANGE, **whole)


def _status(editing: Editing, ref: str = OLD) -> VersionStatus:
    return editing.desk.stored(ref).status_on(editing.desk.installation.clock.today())


def test_withdrawal_without_a_successor_lists_the_bare_units_and_who_is_touched(editing: Editing) -> None:
    installation, actor = editing.desk.installation, editing.desk.reviewer
    made = create_set(installation, actor, NewSet("Städ 2027"))
    add_criteria(installation, actor, EditAt(made.id), (OLD,))

    page = _try(editing, "ersatt", do="confirm")

    assert page.status == 422
    assert "Ingenting är skrivet." in page.text
    assert "Cleaning_services, kemikalier, bas, teknisk specifikation" in page.text
    assert "Städ 2027 . 1 krav" in page.text
    assert _status(editing) is VersionStatus.PUBLISHED


def test_draft_in_review_is_published_as_it_takes_over(editing: Editing) -> None:
    editing.desk.submit(new_version())
    fields = {"way": "ersatt", "reason": "Märkningen höll inte.", "on": "2027-02-20"}
    row = {"s0-ref": NEW, "s0-class": "scope_changed", "s0-note": ""}

    shown = editing.reviewer.post(CHANGE, **fields, **row, do="preview")
    before = _status(editing)
    done = _confirm(editing, shown)

    assert "CLS-11:1 bas: publiceras" in shown.text
    assert "CLS-01:1 bas: slutar gälla" in shown.text
    assert before is VersionStatus.PUBLISHED
    assert "Ändringen är genomförd." in done.text
    assert _status(editing) is VersionStatus.WITHDRAWN_REPLACED
    assert _status(editing, NEW) is VersionStatus.PUBLISHED


def test_group_page_shows_both_after_the_withdrawal(editing: Editing) -> None:
    test_draft_in_review_is_published_as_it_takes_over(editing)

    page = editing.reviewer.get("/grupp/cleaning_services")

    assert "Inga farliga städkemikalier" in page.text
    assert "Miljömärkta städkemikalier" in page.text


def test_change_after_the_check_is_checked_anew(editing: Editing) -> None:
    editing.desk.publish(new_version())
    row = {"s0-ref": "CLS-11", "s0-class": "stricter", "s0-note": ""}
    shown = _try(editing, "ersatt", **row)
    fields = fields_of(shown)
    fields["do"], fields["s0-class"], fields["s0-note"] = "confirm", "weaker", "Svagare i ett led."

    page = send(editing.reviewer, CHANGE, fields)

    assert "Ännu är ingenting skrivet." in page.text
    assert _status(editing) is VersionStatus.PUBLISHED


def test_weaker_without_a_reason_is_refused_with_what_mends_it(editing: Editing) -> None:
    editing.desk.publish(new_version())
    row = {"s0-ref": NEW, "s0-class": "weaker", "s0-note": ""}

    page = editing.reviewer.post(CHANGE, way="ersatt", reason="Skäl.", **row, do="preview")

    assert "är svagare, och skälet saknas. Skriv i vad den är svagare och varför." in page.text


def test_row_is_added_and_taken_away_and_an_unknown_reference_is_told(editing: Editing) -> None:
    row = {"way": "ersatt", "s0-ref": "NIX-99", "s0-class": "clarified"}
    more = editing.reviewer.post(CHANGE, **row, do="add")
    fields = fields_of(more)
    fields["do"] = "remove-0"
    less = send(editing.reviewer, CHANGE, fields)

    assert "Det finns inget kriterium med det namnet." in more.text
    assert 'name="s1-ref"' in more.source
    assert 'name="s1-ref"' not in less.source
    assert "NIX-99" not in less.source


def test_split_names_the_part_that_each_carries(editing: Editing) -> None:
    both = replace(old_version(), id="CLS-02", aspects=(Aspect.CHEMICALS, Aspect.WATER))
    water = replace(new_version(), id="CLS-12", aspects=(Aspect.WATER,))
    editing.desk.publish(both, new_version(), water)
    path = at("andra", "CLS-02:1@base")
    rows = {"s0-ref": NEW, "s0-class": "split_part", "s1-ref": "CLS-12", "s1-class": "split_part"}

    shown = editing.reviewer.post(
        path, **rows, way="dela", reason="Delas.", on="2027-02-20", u0="0", u1="1", do="preview"
    )
    _confirm(editing, shown, path)

    ending = editing.desk.stored("CLS-02:1@base").life.ending
    assert ending is not None
    assert [(edge.ref, [unit.aspect.value for unit in edge.units]) for edge in ending.successors] == [
        (NEW, ["chemicals"]),
        ("CLS-12:1@base", ["water"]),
    ]


def test_unit_that_changes_level_is_carried_only_as_it_is_said(editing: Editing) -> None:
    editing.desk.publish(replace(new_version(), level=Level.ADVANCED))
    row = {
        "s0-ref": "CLS-11:1@advanced",
        "s0-class": "level_changed",
        "s0-note": "Bas behövs inte längre.",
        "u0": "0",
    }

    asked = _try(editing, "ersatt", **row)
    unit = "cleaning_services/chemicals/advanced/technical_specification"
    fields = fields_of(asked)
    fields["as0"], fields["do"] = unit, "preview"
    shown = send(editing.reviewer, CHANGE, fields)
    done = _confirm(editing, shown)

    assert asked.status == 422
    assert f'value="{unit}"' in asked.source
    assert "Inget står i vägen" in shown.text
    assert "Ändringen är genomförd." in done.text


def test_merge_lets_two_go_into_one(editing: Editing) -> None:
    editing.desk.publish(replace(old_version(), id="CLS-02"), new_version())
    row = {"s0-ref": NEW, "s0-class": "merged", "s0-note": "Samlas."}

    shown = editing.reviewer.post(
        CHANGE,
        way="slaihop",
        others="CLS-02:1@base\n",
        reason="Samlas.",
        on="2027-02-20",
        **row,
        do="preview",
    )
    _confirm(editing, shown)

    assert _status(editing) is VersionStatus.WITHDRAWN_REPLACED
    assert _status(editing, "CLS-02:1@base") is VersionStatus.WITHDRAWN_REPLACED


def test_gap_needs_its_whole_notice_and_is_filled_later(editing: Editing) -> None:
    bare = editing.reviewer.post(CHANGE, way="lucka", reason="Skäl.", gap_reason="other", do="preview")
    shown = _try(editing, "lucka", **_GAP)
    _confirm(editing, shown)
    gone = _status(editing)
    editing.desk.publish(new_version())
    row = {"s0-ref": NEW, "s0-class": "scope_changed", "s0-note": ""}
    filling = _try(editing, "fyll", **row)
    _confirm(editing, filling)

    assert "luckbeskedet är inte fullständigt." in bare.text
    assert gone is VersionStatus.WITHDRAWN_GAP
    assert _status(editing) is VersionStatus.WITHDRAWN_REPLACED


def test_gap_notice_is_written_anew(editing: Editing) -> None:
    shown = _try(editing, "lucka", **_GAP)
    _confirm(editing, shown)
    fresh = {**_GAP, "planned": "Våren 2028"}
    renewed = _try(editing, "besked", **fresh)

    done = _confirm(editing, renewed)

    assert "Våren 2028" in done.text


def test_law_that_is_not_in_force_carries_nothing(editing: Editing) -> None:
    law = {"law_reference": "Förordning (EU) 2023/1464", "law_text": "Räcker."}

    missing = _try(editing, "lag", **law)
    early = _try(editing, "lag", **law, law_from="2028-01-01")
    shown = _try(editing, "lag", **law, law_from="2026-08-06")
    _confirm(editing, shown)

    assert missing.status == 400
    assert "träder i kraft 2028-01-01" in early.text
    assert _status(editing) is VersionStatus.WITHDRAWN_LAW


def test_version_moves_to_another_group(editing: Editing) -> None:
    bare = _try(editing, "flytta", leave="cleaning_services")
    shown = _try(editing, "flytta", leave="cleaning_services", join="laundry")
    fields = MultiDict(fields_of(shown))
    fields["do"] = "confirm"
    send(editing.reviewer, CHANGE, fields)

    life = editing.desk.stored(OLD).life
    assert bare.status == 422
    assert life.groups_on(editing.desk.installation.clock.today()) == ("laundry",)


@pytest.mark.parametrize(
    "fields",
    [
        {"way": "brinn"},
        {"way": "ersatt", "s0-ref": NEW, "s0-class": "prettier", "do": "preview"},
        {"way": "ersatt", "on": "igår", "do": "preview"},
        {
            "way": "ersatt",
            "s0-ref": OLD,
            "s0-class": "level_changed",
            "u0": "0",
            "as0": "a/b",
            "do": "preview",
        },
        {"way": "lucka", "gap_reason": "x", "do": "preview"},
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(editing: Editing, fields: dict[str, str]) -> None:
    page = editing.reviewer.post(CHANGE, **{"reason": "Skäl.", **fields})

    assert page.status == 400
    assert editing.desk.stored(OLD).life.events == ()


def test_revision_is_begun_with_a_reason_and_ended(editing: Editing) -> None:
    path = at("omarbeta", OLD)
    empty = editing.reviewer.post(path, reason=" ")
    draft = editing.reviewer.post(path, reason="Ny version av märkningen.")
    kept = editing.reviewer.post(at("behall", OLD), reason="Märkningen ändrades inte.")

    assert empty.is_linked("reason")
    assert draft.title == "Utkast CLS-01:2 – Kravkedjan"
    assert "Utkastet har samma text som den version som gäller." in draft.text
    assert "Omarbetningen är avslutad." in kept.text
    assert _status(editing) is VersionStatus.PUBLISHED


def test_text_that_has_left_force_is_taken_up_in_a_draft(editing: Editing) -> None:
    test_law_that_is_not_in_force_carries_nothing(editing)

    page = editing.reviewer.post(at("ateruppta", OLD))

    assert page.title == "Utkast CLS-01:2 – Kravkedjan"


def test_release_is_planned_checked_and_published_whole(editing: Editing) -> None:
    second = replace(old_version(), version=2, text=replace(old_version().text, sv="Alla ska vara märkta."))
    editing.desk.submit(second)
    editing.desk.submit(new_version())
    reader = Browser(editing.app.test_client())
    form = MultiDict({"title": "Våren 2027", "on": "2027-04-01"})
    form.setlist("ref", [second.ref, NEW])
    form[f"class-{second.ref}"], form[f"note-{second.ref}"] = "clarified", "Tydligare."

    planned = send(editing.reviewer, "/redaktion/utgava", form)
    (release,) = list_releases(editing.desk.installation)
    hidden = reader.get(f"/utgavor/{release.id}")
    done = editing.reviewer.post(f"/redaktion/utgava/{release.id}/publicera")
    read = reader.get(f"/utgavor/{release.id}")

    assert "Inget står i vägen" in planned.text
    assert (hidden.status, "Våren 2027" in reader.get("/utgavor").text) == (404, True)
    assert "Utgåvan är publicerad." in done.text
    assert "Nya kriterier (1)" in read.text
    assert "Förtydliganden (1)" in read.text
    assert "Tydligare." in read.text
    assert not read.has_forms


def test_release_that_would_leave_something_bare_says_so_and_is_called_off(editing: Editing) -> None:
    plan = f'events:\n  - ref: "{OLD}"\n    reason: Behövs inte.\n'
    form = {"title": "Våren", "on": "2027-04-01", "plan": plan}

    planned = editing.reviewer.post("/redaktion/utgava", **form)
    (release,) = list_releases(editing.desk.installation)
    refused = editing.reviewer.post(f"/redaktion/utgava/{release.id}/publicera")
    off = editing.reviewer.post(f"/redaktion/utgava/{release.id}/stall-in")

    assert "Ändringen går inte att genomföra så här" in planned.text
    assert "Publicera utgåvan" not in planned.text
    assert refused.status == 422
    assert "Utgåvan är inställd." in off.text
    assert _status(editing) is VersionStatus.PUBLISHED


def _ending_for(successor: str) -> str:
    edge = f'      - ref: "{successor}"\n        change_class: clarified\n'
    return f'events:\n  - ref: "{OLD}"\n    reason: Räcker inte.\n    successors:\n{edge}'


def test_planned_release_is_changed_until_it_holds_as_a_whole(editing: Editing) -> None:
    editing.desk.submit(new_version())
    plan = f'events:\n  - ref: "{OLD}"\n    reason: Behövs inte.\n'
    editing.reviewer.post("/redaktion/utgava", title="Våren", on="2027-04-01", plan=plan)
    (release,) = list_releases(editing.desk.installation)
    path = f"/redaktion/utgava/{release.id}"

    last = editing.reviewer.post(f"{path}/ta-bort", ref=OLD)
    added = editing.reviewer.post(f"{path}/lagg-till", ref=NEW)
    removed = editing.reviewer.post(f"{path}/ta-bort", ref=OLD)
    # What becomes of a version is said on its own page, and put into the release from there.
    typed = {"way": "ersatt", "reason": "Märkningen räcker inte.", "on": "2027-02-20"}
    successor = {"s0-ref": NEW, "s0-class": "clarified", "release": release.id, "do": "release"}
    twice = editing.reviewer.post(CHANGE, **typed, **successor)
    moved = editing.reviewer.post(f"{path}/dag", on="2027-05-01")
    past = editing.reviewer.post(f"{path}/dag", on="2027-01-01")

    assert "Lägg till något annat först" in last.text
    assert "Utgåvan är ändrad." in added.text
    assert "Utgåvan är ändrad." in removed.text
    assert "finns redan i utgåvan" in twice.text
    assert "1 maj 2027" in moved.text
    assert past.status in (400, 422)
    # The ending of the old and the publication of the new hold together, though neither was put in alone.
    editing.reviewer.post(f"{path}/lagg-till", plan=_ending_for(NEW))
    done = editing.reviewer.post(f"{path}/publicera")
    assert "Utgåvan är publicerad." in done.text
    assert str(editing.desk.stored(OLD).life.valid_to) == "2027-05-01"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"title": "", "on": "2027-04-01", "plan": ""}, "Utgåvan är inte planerad"),
        ({"title": "Våren", "on": "", "plan": ""}, "Utgåvan är inte planerad"),
        ({"title": "Våren", "on": "2027-04-01", "plan": ""}, "Planen innehåller ingenting."),
        ({"title": "Våren", "on": "2027-04-01", "plan": "events:\n  - ref: 5\n"}, "Rad 2"),
    ],
)
def test_release_that_says_too_little_is_refused(editing: Editing, form: dict[str, str], told: str) -> None:
    page = editing.reviewer.post("/redaktion/utgava", **form)

    assert page.status in (400, 422)
    assert told in page.text
    assert list_releases(editing.desk.installation) == ()


def test_editor_of_another_organisation_reads_releases_and_is_not_led_to_plan_one(editing: Editing) -> None:
    installation = editing.desk.installation
    stranger = another_organisation(World(installation, editing.desk.reviewer))
    browser = browser_of(site(World(installation, stranger)), World(installation, stranger))

    page = browser.get("/utgavor")

    assert page.status == 200
    assert "/redaktion/utgava" not in page.source


def test_group_is_made_renamed_moved_and_closed_at_the_desk(editing: Editing) -> None:
    path = "/redaktion/grupper"
    new = {
        "id": "windows",
        "title": "Fönsterputs",
        "summary": "Putsning av fönster.",
        "cpv": "90911300-9 Fönsterputsning",
        "synonyms": "fönster, puts",
        "risk": "1",
        "risk_reason": "Få risker.",
    }

    wrong = editing.reviewer.post(path, **{**new, "id": "Fönster"})
    made = editing.reviewer.post(path, **new)
    renamed = editing.reviewer.post(f"{path}/windows/namn", title="Fönster och fasad", title_en="")
    full = editing.reviewer.post(f"{path}/cleaning_services/stang", moved_to="")
    moved = editing.reviewer.post(f"{path}/cleaning_services/flytta", into="windows", reason="Slås ihop.")
    closed = editing.reviewer.post(f"{path}/laundry/stang", moved_to="windows")

    assert (wrong.status, "Gruppen är inte ändrad" in wrong.text) == (422, True)
    assert 'value="Fönster"' in wrong.source
    assert "Gruppen finns nu." in made.text
    assert "Fönster och fasad" in renamed.text
    assert (full.status, "Gruppen är inte ändrad" in full.text) == (422, True)
    assert "Allt som gällde i gruppen är flyttat." in moved.text
    assert "Gruppen är stängd." in closed.text
    groups = {group.id: group.in_force for group in list_groups(editing.desk.installation)}
    assert groups == {"it": 0, "windows": 1}


def test_editor_of_another_organisation_reads_the_groups_and_changes_none(editing: Editing) -> None:
    installation = editing.desk.installation
    stranger = another_organisation(World(installation, editing.desk.reviewer))
    browser = browser_of(site(World(installation, stranger)), World(installation, stranger))

    page = browser.get("/redaktion/grupper")

    assert (page.status, page.has_forms) == (200, False)
    refused = browser.post("/redaktion/grupper/it/namn", title="Vår it")
    assert refused.status == 403
