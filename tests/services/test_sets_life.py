# SPDX-License-Identifier: EUPL-1.2
"""The life of a requirement set in the store: gate, seal, publication, amendment, annex, a killed lock."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from criteria.errors import (
    FindingsError,
    ForbiddenError,
    IntegrityError,
    InvalidInputError,
    NotFoundError,
    RefusedError,
    StaleRevisionError,
)
from criteria.library.model import Words
from criteria.people.model import Role
from criteria.requirements.model import DecisionKind, SetStatus
from criteria.services import annex
from criteria.services import sets as building
from criteria.services.annex import AnnexFormat, AnnexPart, AnnexRequest, export_annex
from criteria.services.integrity import verify_log
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import (
    Amendment,
    LineAmendment,
    SetPublication,
    amend_set,
    cancel_set,
    check_set,
    contract_set,
    get_sealed_set,
    lock_set,
    publish_set,
    return_set,
    send_for_review,
    unlock_set,
)
from criteria.services.sets_lookup import look_up_line
from criteria.services.sets_updates import list_updates, notify_pinning_sets
from criteria.services.sets_views import SetView
from criteria.storage.event_store import EventStore
from criteria.storage.people_store import NoticeStore
from criteria.storage.set_store import SetStore
from tests.plumbing.installation import TODAY, World, another_organisation, member
from tests.requirements.factories import make_version
from tests.services.set_factories import LIMIT, STRONG, at_day, draft, replaced, stock

DEADLINE = date(2026, 12, 20)
ADVERTISED = SetPublication(TODAY, DEADLINE)


def _ready(world: World) -> SetView:
    stock(world)
    view = draft(world, "FURN-01", "FURN-02")
    return building.set_parameter(world.installation, world.actor, EditAt(view.id), 2, (("limit", "0,05"),))


def _locked(world: World) -> SetView:
    return lock_set(world.installation, world.actor, EditAt(_ready(world).id))


def _published(world: World) -> SetView:
    return publish_set(world.installation, world.actor, EditAt(_locked(world).id), ADVERTISED)


def _amendment(**changes: object) -> Amendment:
    usual = Amendment("Fel värde.", TODAY, (LineAmendment(2, values=(("limit", "0,04"),)),))
    return replace(usual, **changes)  # type: ignore[arg-type]


def test_lock_gives_a_seal_over_what_is_read_back(world: World) -> None:
    view = _locked(world)

    found = get_sealed_set(world.installation, world.actor, view.id)

    assert (view.status, view.seal, view.sealed_revision) == (SetStatus.LOCKED, found.seal, view.revision)
    assert [line.number for line in found.sealed.lines] == ["1.1", "1.2"]
    assert found.sealed.lines[1].text.sv == "Skivorna ska avge högst 0,05 milligram per kubikmeter luft."
    assert found.sealed.organisation == "Min organisation"


def test_lock_of_a_draft_passes_review_and_accepts_the_hours_in_one_step(world: World) -> None:
    ready = _ready(world)

    view = lock_set(world.installation, world.actor, EditAt(ready.id))

    assert [item.kind for item in view.decisions] == [DecisionKind.SENT_FOR_REVIEW, DecisionKind.LOCKED]
    assert view.decisions[-1].first_year_hours == ready.effort.by_hand.first_year_hours
    with world.installation.reading() as session:
        events = EventStore(session).list_about(view.id)[-2:]
    assert [event.kind for event in events] == ["set.sent_for_review", "set.locked"]
    assert events[-1].payload["seal"] == view.seal
    assert verify_log(world.installation).ok


def test_red_finding_refuses_the_lock_and_changes_nothing(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-02")

    with pytest.raises(FindingsError) as refused:
        lock_set(world.installation, world.actor, EditAt(view.id))

    after = building.show_set(world.installation, world.actor, view.id)
    assert [issue.code for issue in refused.value.issues] == ["gate.parameter_empty"]
    assert (after.status, after.revision, after.decisions) == (SetStatus.DRAFT, view.revision, ())
    assert not check_set(world.installation, world.actor, view.id).ready


def test_nothing_can_be_changed_after_the_lock(world: World) -> None:
    view = _locked(world)
    at = EditAt(view.id)
    attempts = (
        lambda: building.set_parameter(world.installation, world.actor, at, 2, (("limit", "0,04"),)),
        lambda: building.remove_line(world.installation, world.actor, at, 1, "Bort."),
        lambda: building.move_line(world.installation, world.actor, at, 2, 1),
        lambda: building.answer_finding(world.installation, world.actor, at, 1, ("law.L1", "Skäl.")),
        lambda: lock_set(world.installation, world.actor, at),
    )

    for attempt in attempts:
        with pytest.raises(RefusedError) as refused:
            attempt()
        assert refused.value.code in ("set.not_draft", "set.wrong_state")
    assert building.show_set(world.installation, world.actor, view.id).revision == view.revision


def test_what_happens_in_the_library_changes_no_locked_set(world: World) -> None:
    view = _locked(world)
    new = make_version("FURN-03:1@base")
    before = get_sealed_set(world.installation, world.actor, view.id)
    stock(world, new)
    replaced(world, STRONG, new, date(2026, 11, 23))

    after = get_sealed_set(world.installation, world.actor, view.id)
    updates = list_updates(world.installation, world.actor, view.id)

    assert after == before
    assert [(item.line, [choice.value for choice in item.choices]) for item in updates.lines] == [
        (1, ["keep", "unlock"])
    ]


def test_unlocked_set_can_be_changed_and_its_old_seal_stays_on_record(world: World) -> None:
    locked = _locked(world)

    unlocked = unlock_set(world.installation, world.actor, EditAt(locked.id), "Ett krav saknas.")
    building.set_parameter(world.installation, world.actor, EditAt(locked.id), 2, (("limit", "0,04"),))
    again = lock_set(world.installation, world.actor, EditAt(locked.id))

    assert (unlocked.status, unlocked.seal) == (SetStatus.DRAFT, None)
    assert [item.seal for item in again.seals] == [locked.seal, again.seal]
    old = get_sealed_set(world.installation, world.actor, locked.id, locked.revision)
    assert old.sealed.lines[1].parameters[0].value == "0.05"


def test_unlocked_set_has_no_annex_until_it_is_locked_again(world: World) -> None:
    locked = _locked(world)
    unlock_set(world.installation, world.actor, EditAt(locked.id), "Ett krav saknas.")

    with pytest.raises(NotFoundError) as refused:
        export_annex(world.installation, world.actor, locked.id, AnnexRequest(AnnexFormat.JSON))

    assert refused.value.code == "set.not_sealed"


def test_review_can_be_returned_and_a_set_in_review_is_not_edited(world: World) -> None:
    view = _ready(world)
    at = EditAt(view.id)

    reviewed = send_for_review(world.installation, world.actor, at)
    with pytest.raises(RefusedError):
        building.move_line(world.installation, world.actor, at, 2, 1)
    returned = return_set(world.installation, world.actor, at, "Förtydliga kravet.")

    assert (reviewed.status, returned.status) == (SetStatus.INTERNAL_REVIEW, SetStatus.DRAFT)


def test_published_set_has_dates_and_an_export(world: World) -> None:
    view = _published(world)

    assert (view.status, view.published_on, view.deadline_on) == (SetStatus.PUBLISHED, TODAY, DEADLINE)
    with world.installation.reading() as session:
        assert SetStore(session).has_export(view.id, view.sealed_revision or 0)
    with pytest.raises(RefusedError):
        unlock_set(world.installation, world.actor, EditAt(view.id), "Fel.")


def test_deadline_that_has_passed_closes_the_set_without_an_event(world: World) -> None:
    view = _published(world)
    later = at_day(world.installation, date(2026, 12, 21))

    assert building.show_set(later, world.actor, view.id).status is SetStatus.CLOSED_FOR_TENDERS
    assert building.list_sets(later, world.actor)[0].status is SetStatus.CLOSED_FOR_TENDERS
    with pytest.raises(RefusedError) as refused:
        amend_set(later, world.actor, EditAt(view.id), _amendment())
    assert refused.value.code == "set.tenders_closed"


def test_amendment_seals_a_new_revision_and_keeps_the_old(world: World) -> None:
    view = _published(world)

    after = amend_set(world.installation, world.actor, EditAt(view.id), _amendment())

    assert (after.status, after.sealed_revision) == (SetStatus.PUBLISHED, view.revision + 1)
    assert after.seal not in (None, view.seal)
    assert after.decisions[-1].informed_on == TODAY
    old = get_sealed_set(world.installation, world.actor, view.id, view.sealed_revision)
    assert old.seal == view.seal


def test_amendment_may_change_the_words_or_take_a_line_away(world: World) -> None:
    view = _published(world)
    changes = (
        LineAmendment(1, text=Words("Stommen ska hålla i minst åtta år.")),
        LineAmendment(2, remove=True),
    )

    after = amend_set(world.installation, world.actor, EditAt(view.id), _amendment(lines=changes))

    assert [line.text.sv for line in after.lines] == ["Stommen ska hålla i minst åtta år."]
    assert after.removed[0].reason == "Fel värde."


@pytest.mark.parametrize(
    ("amendment", "code"),
    [
        (_amendment(lines=()), "set.amendment_empty"),
        (_amendment(reason=" "), "set.reason_missing"),
        (_amendment(substantial=True), "set.deadline_not_later"),
        (_amendment(new_deadline=DEADLINE), "set.deadline_not_later"),
        (_amendment(informed_on=date(2026, 12, 15)), "set.information_late"),
    ],
)
def test_amendment_against_the_rules_is_refused_whole(
    sqlite_world: World, amendment: Amendment, code: str
) -> None:
    view = _published(sqlite_world)

    with pytest.raises(InvalidInputError) as refused:
        amend_set(sqlite_world.installation, sqlite_world.actor, EditAt(view.id), amendment)

    assert refused.value.code == code
    after = building.show_set(sqlite_world.installation, sqlite_world.actor, view.id)
    assert (after.revision, after.seal) == (view.revision, view.seal)


def test_late_information_is_taken_with_a_later_deadline(sqlite_world: World) -> None:
    view = _published(sqlite_world)
    late = _amendment(informed_on=date(2026, 12, 15), new_deadline=date(2027, 1, 10), substantial=True)

    after = amend_set(sqlite_world.installation, sqlite_world.actor, EditAt(view.id), late)

    assert after.deadline_on == date(2027, 1, 10)


def test_contract_takes_a_locked_set_and_refuses_one_still_out_for_tender(world: World) -> None:
    view = _published(world)

    with pytest.raises(RefusedError), world.installation.writing() as work:
        contract_set(work, world.actor, view.id)
    with at_day(world.installation, date(2026, 12, 21)).writing() as work:
        found = contract_set(work, world.actor, view.id)

    assert found.seal == view.seal
    assert building.show_set(world.installation, world.actor, view.id).status is SetStatus.CONTRACTED


def test_cancelled_set_keeps_its_reason_and_can_go_nowhere(world: World) -> None:
    view = _locked(world)

    after = cancel_set(world.installation, world.actor, EditAt(view.id), "Behovet föll bort.")

    assert (after.status, after.decisions[-1].reason) == (SetStatus.CANCELLED, "Behovet föll bort.")
    with pytest.raises(RefusedError):
        lock_set(world.installation, world.actor, EditAt(view.id))


def test_strategist_builds_but_does_not_lock(sqlite_world: World) -> None:
    view = _ready(sqlite_world)
    strategist = member(sqlite_world, Role.ENVIRONMENT_STRATEGIST)

    with pytest.raises(ForbiddenError):
        lock_set(sqlite_world.installation, strategist, EditAt(view.id))


def test_json_annex_is_the_sealed_set_itself(world: World) -> None:
    view = _locked(world)

    export = export_annex(world.installation, world.actor, view.id, AnnexRequest(AnnexFormat.JSON))

    assert export.sha256 == export.seal == view.seal == sha256(export.content).hexdigest()
    assert json.loads(export.content)["set_id"] == view.id


def test_first_export_is_handed_out_again_ever_after(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    view = _locked(world)
    first = export_annex(world.installation, world.actor, view.id, AnnexRequest())

    def broken(document: object, suffix: str) -> bytes:
        raise AssertionError("rendered twice")

    monkeypatch.setattr(annex, "render", broken)
    again = export_annex(world.installation, world.actor, view.id, AnnexRequest())
    with pytest.raises(AssertionError):
        export_annex(world.installation, world.actor, view.id, AnnexRequest(language="en"))

    assert first.content.startswith(b"%PDF")
    assert again == first


def test_part_of_the_json_and_an_unknown_language_are_refused(sqlite_world: World) -> None:
    view = _locked(sqlite_world)
    part = AnnexRequest(AnnexFormat.JSON, AnnexPart.AWARD)

    for request, code in ((part, "annex.part_whole"), (AnnexRequest(language="fi"), "annex.language")):
        with pytest.raises(InvalidInputError) as refused:
            export_annex(sqlite_world.installation, sqlite_world.actor, view.id, request)
        assert refused.value.code == code


def test_another_organisation_gets_neither_seal_nor_annex(world: World) -> None:
    view = _locked(world)
    stranger = another_organisation(world)

    for attempt in (
        lambda: get_sealed_set(world.installation, stranger, view.id),
        lambda: get_sealed_set(world.installation, stranger, view.id, view.revision),
        lambda: export_annex(world.installation, stranger, view.id, AnnexRequest(AnnexFormat.JSON)),
        lambda: unlock_set(world.installation, stranger, EditAt(view.id), "Skäl."),
    ):
        with pytest.raises(NotFoundError) as refused:
            attempt()
        assert refused.value.code == "set.unknown"


@pytest.mark.parametrize("table", ["sealed_sets", "set_exports"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET content = content", "DELETE FROM {}"])
def test_sealed_sets_and_exports_can_neither_be_changed_nor_deleted(
    world: World, table: str, statement: str
) -> None:
    _published(world)

    with pytest.raises(DatabaseError, match="append-only"), world.installation.writing() as work:
        work.session.execute(text(statement.format(table)))


def test_tampered_seal_is_found_when_it_is_read(sqlite_world: World) -> None:
    view = _locked(sqlite_world)
    with sqlite_world.installation.writing() as work:
        work.session.execute(text("DROP TRIGGER sealed_sets_no_update"))
        work.session.execute(text("UPDATE sealed_sets SET content = replace(content, '0,05', '0,06')"))

    with pytest.raises(IntegrityError) as refused:
        get_sealed_set(sqlite_world.installation, sqlite_world.actor, view.id)

    assert refused.value.code == "set.seal_broken"


def test_makers_of_sets_are_told_when_a_criterion_leaves_force(world: World) -> None:
    locked = _locked(world)
    called_off = draft(world, "FURN-01", title="Avbruten")
    cancel_set(world.installation, world.actor, EditAt(called_off.id), "Behovet föll bort.")

    with world.installation.writing() as work:
        told = notify_pinning_sets(work, "FURN-01:1@base")

    with world.installation.reading() as session:
        notices = NoticeStore(session).list_for(world.actor.user_id, world.actor.organisation_id)
    assert told == 1
    assert [(notice.code, notice.subject) for notice in notices] == [("set.criterion_changed", locked.id)]


_KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from threading import Thread
from criteria.clock import SetClock
from criteria.search.whoosh_index import WhooshIndex
from criteria.services.access import actor_for
from criteria.services.installation import Installation, installation_key
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import lock_set
from criteria.storage.database import Database
from criteria.storage.set_store import SetStore
from criteria.storage.unit_of_work import UnitOfWork

url, home, set_id, where = sys.argv[1:]
home = Path(home)
index = WhooshIndex(home / "index", installation_key(home))
installation = Installation(Database(url), SetClock(date(2026, 11, 23)), home, index)

def die(*words, **more):
    os._exit(9)

# Sealed but the set not yet saved; or everything saved but no event and no commit.
setattr(*((SetStore, "save", die) if where == "save" else (UnitOfWork, "_write_events", die)))
lock_set(installation, actor_for(installation, None, None), EditAt(set_id))
"""


@pytest.mark.parametrize("where", ["save", "events"])
def test_process_killed_in_the_middle_of_a_lock_leaves_the_draft_whole(world: World, where: str) -> None:
    view = _ready(world)
    url = world.installation.database.url

    done = subprocess.run(
        [sys.executable, "-c", _KILLED, url, str(world.installation.home), view.id, where],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 9, done.stderr.decode()
    after = building.show_set(world.installation, world.actor, view.id)
    assert (after.status, after.revision, after.seals) == (SetStatus.DRAFT, view.revision, ())
    assert verify_log(world.installation).ok
    assert lock_set(world.installation, world.actor, EditAt(view.id)).status is SetStatus.LOCKED
    assert LIMIT.ref in {line.ref for line in after.lines}


def test_court_gets_the_text_that_stood_on_a_day(world: World) -> None:
    view = _published(world)
    later = at_day(world.installation, date(2026, 12, 1))
    amend_set(later, world.actor, EditAt(view.id), _amendment(informed_on=date(2026, 12, 1)))

    before = look_up_line(later, world.actor, view.id, "1.2", date(2026, 11, 30))
    after = look_up_line(later, world.actor, view.id, "2", date(2026, 12, 1))

    assert (before.text.sv, after.text.sv) == (
        "Skivorna ska avge högst 0,05 milligram per kubikmeter luft.",
        "Skivorna ska avge högst 0,04 milligram per kubikmeter luft.",
    )
    assert before.seal == view.seal
    assert (before.interval.since, before.interval.until) == (TODAY, date(2026, 12, 1))
    assert after.interval.until is None
    assert (after.ref, after.line) == ("FURN-02:1@advanced", 2)
    with pytest.raises(NotFoundError) as refused:
        look_up_line(later, world.actor, view.id, "1", date(2026, 11, 22))
    assert refused.value.code == "set.not_sealed_on"


@pytest.mark.parametrize(
    ("kind", "start"), [(AnnexFormat.DOCX, b"PK"), (AnnexFormat.XLSX, b"PK"), (AnnexFormat.PDF, b"%PDF")]
)
def test_annex_comes_in_every_format(sqlite_world: World, kind: AnnexFormat, start: bytes) -> None:
    view = _locked(sqlite_world)

    export = export_annex(sqlite_world.installation, sqlite_world.actor, view.id, AnnexRequest(kind))

    assert export.content.startswith(start)
    assert export.file_name.endswith(kind.value)
    assert export.sha256 == sha256(export.content).hexdigest()


def test_of_two_who_lock_at_once_one_is_refused(world: World) -> None:
    view = _ready(world)
    results: list[str] = []

    def lock() -> None:
        try:
            lock_set(world.installation, world.actor, EditAt(view.id, view.revision))
            results.append("locked")
        except (StaleRevisionError, RefusedError) as error:
            results.append(error.code)

    threads = [Thread(target=lock) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["locked", "set.stale"]
    assert len(building.show_set(world.installation, world.actor, view.id).seals) == 1
    assert verify_log(world.installation).ok
