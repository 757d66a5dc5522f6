# SPDX-License-Identifier: EUPL-1.2
"""Scenario 3 of DOMAIN 7, the library's part, step by step: a criterion is replaced in mid-tender."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from criteria.errors import FindingsError, RefusedError
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import ChangeClass, CriterionVersion, Words
from criteria.library.vocabulary import RequirementType
from criteria.requirements.model import SetStatus
from criteria.requirements.updates import PinKind, UpdateChoice
from criteria.search.model import SearchQuery
from criteria.services.annex import AnnexFormat, AnnexRequest, export_annex
from criteria.services.integrity import verify_log
from criteria.services.library_history import look_up
from criteria.services.library_orders import EventOrder, PublicationOrder
from criteria.services.library_publishing import withdraw
from criteria.services.search import search_library, verify_index
from criteria.services.sets import NewSet, add_criteria, answer_finding, create_set, remove_line
from criteria.services.sets_change import EditAt
from criteria.services.sets_copy import copy_set
from criteria.services.sets_life import SetPublication, check_set, get_sealed_set, lock_set, publish_set
from criteria.services.sets_updates import list_updates
from criteria.storage.library_store import LibraryStore
from criteria.storage.people_store import NoticeStore
from followup.services.touched import list_touched, tell_contract_owners
from tests.library_life.desk import Desk, as_draft, carries, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World

OLD = "CLS-01:2@base"
NEW = "CLS-11:1@base"
KEPT = "CLS-05:1@base"
REPLACED_ON = date(2027, 2, 20)


def _chemicals(ref: str, title: str, text: str, since: date | None = None) -> CriterionVersion:
    return version(
        ref,
        title=Words(title, title),
        text=Words(text, text),
        type=RequirementType.PERFORMANCE_CONDITION,
        valid_from=since,
    )


@pytest.fixture
def desk(world: World) -> Desk:
    """2027-02-01: CLS-01:2 in force since 2021-04-01, and something else that stays."""
    made = open_desk(world, date(2027, 2, 1))
    made = replace(made, installation=replace(made.installation, library_listeners=(tell_contract_owners,)))
    with made.installation.writing() as work:
        store, now = LibraryStore(work.session), work.clock.now()
        old = _chemicals(OLD, "Miljömärkt städkemikalie", "Städkemikalier ska vara märkta.", date(2021, 4, 1))
        store.add_version(old, None, now)
        store.add_version(_chemicals(KEPT, "Moppar", "Moppar ska tvättas.", date(2021, 4, 1)), None, now)
    return made


def _set(desk: Desk, title: str, *refs: str) -> str:
    new = NewSet(title, cpv=("90910000",), diary="KS 2027/27")
    view = create_set(desk.installation, desk.reviewer, new)
    return add_criteria(desk.installation, desk.reviewer, EditAt(view.id), refs).id


def _successor(desk: Desk) -> PublicationOrder:
    text = "Städkemikalier ska inte vara klassade som farliga."
    return PublicationOrder(desk.submit(as_draft(_chemicals(NEW, "Farliga städkemikalier", text))))


def _replace(desk: Desk) -> None:
    ending = EventOrder(
        OLD, "Märkningen höll inte för lagens villkor.", successors=(carries(NEW, ChangeClass.SCOPE_CHANGED),)
    )
    withdraw(desk.installation, desk.reviewer, ending, _successor(desk))


def _advertised(desk: Desk) -> str:
    at = EditAt(_set(desk, "Städ-27", OLD, KEPT))
    lock_set(desk.installation, desk.reviewer, at)
    advertised = desk.on(date(2027, 2, 8))
    export_annex(advertised.installation, desk.reviewer, at.set_id, AnnexRequest(AnnexFormat.JSON))
    publication = SetPublication(date(2027, 2, 8), date(2027, 3, 10))
    publish_set(advertised.installation, desk.reviewer, at, publication)
    return at.set_id


def test_step_1_successor_is_published_and_the_old_withdrawn_in_one_commit(desk: Desk) -> None:
    day = desk.on(REPLACED_ON)

    _replace(day)

    stored = day.stored(OLD)
    (edge,) = stored.life.successors_on(REPLACED_ON)
    (unit,) = edge.units
    assert (unit.group, unit.aspect.value, unit.level.value, unit.type.value) == (
        "cleaning_services",
        "chemicals",
        "base",
        "performance_condition",
    )
    answer = search_library(day.installation, SearchQuery("städkemikalier", REPLACED_ON))
    hits = [
        (hit.id, hit.version, hit.status, hit.superseded_by) for hit in answer.hits if hit.version is not None
    ]
    assert hits == [("CLS-11", 1, "published", ()), ("CLS-01", 2, "withdrawn_replaced", (NEW,))]
    assert stored.life.valid_to == REPLACED_ON
    assert verify_log(day.installation).ok
    assert verify_index(day.installation).ok


def test_step_2_the_same_without_a_successor_is_refused_with_the_bare_units(desk: Desk) -> None:
    day = desk.on(REPLACED_ON)

    with pytest.raises(FindingsError) as refused:
        withdraw(day.installation, day.reviewer, EventOrder(OLD, "Skäl."))

    assert refused.value.code == "cover.bare"
    assert refused.value.values["units"] == "cleaning_services/chemicals/base/performance_condition"
    assert day.stored(OLD).status_on(REPLACED_ON) is VersionStatus.PUBLISHED
    assert look_up(day.installation, "CLS-01", REPLACED_ON).ref == OLD


def test_step_3_advertised_set_is_unchanged_and_its_maker_is_told_of_three_ways(desk: Desk) -> None:
    set_id = _advertised(desk)
    day = desk.on(REPLACED_ON)
    before = get_sealed_set(day.installation, day.reviewer, set_id)

    _replace(day)

    assert get_sealed_set(day.installation, day.reviewer, set_id) == before
    with day.installation.reading() as session:
        store = NoticeStore(session)
        (told,) = store.list_for(day.reviewer.user_id, day.reviewer.organisation_id)
    assert (told.code, told.subject, told.values["ref"]) == ("set.criterion_changed", set_id, OLD)
    (line,) = list_updates(day.installation, day.reviewer, set_id).lines
    assert (line.pinned, line.now, line.since) == (OLD, (NEW,), REPLACED_ON)
    assert line.choices == (UpdateChoice.KEEP, UpdateChoice.AMEND, UpdateChoice.CANCEL)
    touched = list_touched(day.installation, day.reviewer, OLD)
    assert [(item.id, item.status) for item in touched.sets] == [(set_id, SetStatus.PUBLISHED)]


def test_step_4_and_5_draft_that_holds_it_is_locked_only_when_answered(desk: Desk) -> None:
    set_id = _set(desk, "Städ, skolan", OLD, KEPT)
    day = desk.on(date(2027, 2, 22))
    _replace(desk.on(REPLACED_ON))

    with pytest.raises(FindingsError):
        lock_set(day.installation, day.reviewer, EditAt(set_id))
    answer_finding(
        day.installation,
        day.reviewer,
        EditAt(set_id),
        1,
        ("gate.criterion_changed", "Avtalet löper ut i år."),
    )

    assert check_set(day.installation, day.reviewer, set_id).ready
    (line,) = list_updates(day.installation, day.reviewer, set_id).lines
    assert line.answered == "Avtalet löper ut i år."


def test_step_6_after_the_tender_period_nothing_is_edited(desk: Desk) -> None:
    set_id = _advertised(desk)
    _replace(desk.on(REPLACED_ON))
    day = desk.on(date(2027, 3, 11))

    with pytest.raises(RefusedError):
        remove_line(day.installation, day.reviewer, EditAt(set_id), 1, "Ersatt.")


def test_step_9_copy_for_the_next_tender_lists_what_has_become_of_each_pin(desk: Desk) -> None:
    set_id = _advertised(desk)
    _replace(desk.on(REPLACED_ON))
    later = desk.on(date(2029, 1, 15))
    newest = "CLS-11:2@base"
    text = "Städkemikalier ska inte vara klassade som farliga eller allergena."
    order = PublicationOrder(later.submit(as_draft(_chemicals(newest, "Farliga städkemikalier", text))))
    later.change(
        EventOrder(NEW, "Skarpare.", successors=(carries(newest, ChangeClass.STRICTER),)), publish=(order,)
    )

    year = desk.on(date(2030, 2, 1))
    copied = copy_set(year.installation, year.reviewer, set_id, "Städ-30")

    found = {pin.ref: (pin.check.kind, pin.check.now) for pin in copied.pins}
    assert found == {OLD: (PinKind.REPLACED, (newest,)), KEPT: (PinKind.UNCHANGED, ())}
