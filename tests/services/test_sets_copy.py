# SPDX-License-Identifier: EUPL-1.2
"""Copying a set for a new procurement, and the draft of an annex that is not locked yet."""

from __future__ import annotations

from datetime import date

import pytest

from criteria.documents.annex import AnnexPart
from criteria.documents.model import Document, Note, RequirementBlock, SealMark, plain_blocks
from criteria.errors import ForbiddenError, InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import Event
from criteria.library.model import Words
from criteria.people.model import Role
from criteria.requirements.model import SetStatus
from criteria.requirements.own_lines import OwnLine
from criteria.requirements.updates import PinKind
from criteria.services import sets as building
from criteria.services.annex import preview_annex
from criteria.services.integrity import verify_log
from criteria.services.sets import NewSet, NewWording
from criteria.services.sets_change import EditAt
from criteria.services.sets_copy import check_pins, copy_set
from criteria.services.sets_life import (
    Amendment,
    LineAmendment,
    SetPublication,
    amend_set,
    cancel_set,
    lock_set,
    publish_set,
)
from criteria.services.sets_own import add_own_line
from criteria.services.sets_views import SetView
from criteria.storage.event_store import EventStore
from criteria.storage.set_store import SetStore
from tests.plumbing.installation import TODAY, World, another_organisation, member
from tests.requirements.factories import make_version
from tests.services.set_factories import STRONG, at_day, draft, replaced, stock

LATER = date(2027, 6, 1)


def _locked(world: World) -> SetView:
    stock(world)
    at = EditAt(draft(world, "FURN-01", "FURN-02").id)
    building.set_parameter(world.installation, world.actor, at, 2, (("limit", "0,05"),))
    wording = NewWording(Words("Stommen ska hålla i minst tolv år."), "Skolan behåller borden.")
    building.edit_wording(world.installation, world.actor, at, 1, wording)
    return lock_set(world.installation, world.actor, at)


def _draft(world: World) -> SetView:
    stock(world)
    return draft(world, "FURN-01", "FURN-02")


def _events(world: World, set_id: str) -> tuple[Event, ...]:
    with world.installation.reading() as session:
        return EventStore(session).list_about(set_id)


def test_copy_is_a_new_draft_with_lines_as_they_were(world: World) -> None:
    source = _locked(world)

    made = copy_set(world.installation, world.actor, source.id, " Kontors  möbler 2029 ").set

    assert (made.title, made.status, made.revision) == ("Kontors möbler 2029", SetStatus.DRAFT, 1)
    assert [(line.ref, line.fingerprint, line.text.sv) for line in made.lines] == [
        (line.ref, line.fingerprint, line.text.sv) for line in source.lines
    ]
    assert (made.cpv, made.assumptions) == (source.cpv, source.assumptions)
    assert made.ready


def test_copy_says_where_it_came_from_and_leaves_the_source_alone(world: World) -> None:
    source = _locked(world)

    made = copy_set(world.installation, world.actor, source.id, "Möbler 2029").set

    again = building.show_set(world.installation, world.actor, made.id)
    assert again.copied_from is not None
    assert (again.copied_from.set_id, again.copied_from.title, again.copied_from.revision) == (
        source.id, "Kontorsmöbler 2026", source.revision,
    )  # fmt: skip
    assert [event.kind for event in _events(world, made.id)] == ["set.copied"]
    assert building.show_set(world.installation, world.actor, source.id) == source
    assert verify_log(world.installation).ok


def test_answers_dates_and_diary_number_stay_with_the_old_procurement(world: World) -> None:
    stock(world)
    view = draft(world, "FURN-01")
    building.answer_finding(
        world.installation, world.actor, EditAt(view.id), 1, ("gate.criterion_changed", "Pågående dialog.")
    )
    cancel_set(world.installation, world.actor, EditAt(view.id), "Görs om.")

    made = copy_set(world.installation, world.actor, view.id, "Möbler igen").set

    with world.installation.reading() as session:
        copied = SetStore(session).get(made.id, world.actor.organisation_id)
    assert copied.lines[0].answers == ()
    assert (copied.diary, copied.published_on, copied.decisions, copied.removed) == (None, None, (), ())


def test_every_pin_is_checked_against_the_day_of_the_copy(world: World) -> None:
    source = _locked(world)
    new = make_version("FURN-01:2@base")
    stock(world, new)
    replaced(world, STRONG, new, date(2027, 1, 1))

    before = copy_set(world.installation, world.actor, source.id, "Nu")
    after = copy_set(at_day(world.installation, LATER), world.actor, source.id, "Sedan")

    assert [pin.check.kind for pin in before.pins] == [PinKind.UNCHANGED, PinKind.UNCHANGED]
    assert [(pin.number, pin.check.kind, pin.check.now) for pin in after.pins] == [
        ("1.1", PinKind.NEW_VERSION, ("FURN-01:2@base",)),
        ("1.2", PinKind.UNCHANGED, ()),
    ]
    assert after.set.lines[0].ref == "FURN-01:1@base"
    assert "gate.criterion_changed" in after.set.lines[0].flags


def test_own_requirement_has_no_pin_and_is_said_to_be_own(sqlite_world: World) -> None:
    stock(sqlite_world)
    view = draft(sqlite_world, "FURN-01")
    own = OwnLine("Borden ska vara runda.", "text")
    add_own_line(sqlite_world.installation, sqlite_world.actor, EditAt(view.id), own)

    report = check_pins(sqlite_world.installation, sqlite_world.actor, view.id)

    assert dict(report.counts) == {PinKind.UNCHANGED: 1, PinKind.OWN: 1}


def test_empty_set_and_nameless_copy_are_refused(sqlite_world: World) -> None:
    view = _draft(sqlite_world)
    empty = building.create_set(sqlite_world.installation, sqlite_world.actor, NewSet("Tom"))

    with pytest.raises(RefusedError) as nothing:
        copy_set(sqlite_world.installation, sqlite_world.actor, empty.id, "Tom igen")
    with pytest.raises(InvalidInputError) as nameless:
        copy_set(sqlite_world.installation, sqlite_world.actor, view.id, "  ")
    with pytest.raises(InvalidInputError) as long:
        copy_set(sqlite_world.installation, sqlite_world.actor, view.id, "x" * 201)

    codes = [nothing.value.code, nameless.value.code, long.value.code]
    assert codes == ["set.copy_empty", "field.empty", "field.long"]
    assert len(building.list_sets(sqlite_world.installation, sqlite_world.actor)) == 2


def test_set_of_another_organisation_is_neither_copied_checked_nor_previewed(world: World) -> None:
    view = _draft(world)
    stranger = another_organisation(world)

    for attempt in (
        lambda: copy_set(world.installation, stranger, view.id, "Stulen"),
        lambda: check_pins(world.installation, stranger, view.id),
        lambda: preview_annex(world.installation, stranger, view.id),
    ):
        with pytest.raises(NotFoundError) as refused:
            attempt()
        assert refused.value.code == "set.unknown"


def test_reader_may_not_copy(sqlite_world: World) -> None:
    view = _draft(sqlite_world)

    with pytest.raises(ForbiddenError):
        copy_set(sqlite_world.installation, member(sqlite_world, Role.READER), view.id, "Kopia")


def _requirement(document: Document, number: str) -> str:
    (found,) = (
        block for block in document.blocks if isinstance(block, RequirementBlock) and block.number == number
    )
    return plain_blocks(found.text)


def test_draft_of_the_annex_says_it_is_none_and_shows_its_blanks(world: World) -> None:
    view = _draft(world)

    document = preview_annex(world.installation, world.actor, view.id)

    (mark,) = (block for block in document.blocks if isinstance(block, Note))
    assert mark.title == "UTKAST, inte låst"
    assert _requirement(document, "1.2") == (
        "Skivorna ska avge högst [fylls i före låsning] milligram per kubikmeter luft."
    )
    assert not any(isinstance(block, SealMark) for block in document.blocks)
    assert (document.seal, document.attachment, document.answers, document.marks) == ("", None, None, ())


def test_draft_of_the_annex_stores_nothing(world: World) -> None:
    view = _draft(world)
    before = _events(world, view.id)

    preview_annex(world.installation, world.actor, view.id, AnnexPart.SPECIFICATION, "en")

    with world.installation.reading() as session:
        assert SetStore(session).list_seals(view.id) == ()
        assert not SetStore(session).has_export(view.id, view.revision)
    assert _events(world, view.id) == before
    assert building.show_set(world.installation, world.actor, view.id) == view


def test_draft_is_refused_where_there_is_an_annex_and_in_an_unknown_language(sqlite_world: World) -> None:
    view = _locked(sqlite_world)

    with pytest.raises(RefusedError) as sealed:
        preview_annex(sqlite_world.installation, sqlite_world.actor, view.id)
    with pytest.raises(InvalidInputError) as language:
        preview_annex(sqlite_world.installation, sqlite_world.actor, view.id, language="fi")

    assert (sealed.value.code, language.value.code) == ("set.sealed_already", "annex.language")


def test_amendment_is_not_stopped_by_what_has_happened_in_the_library(world: World) -> None:
    view = _locked(world)
    publish_set(world.installation, world.actor, EditAt(view.id), SetPublication(TODAY, date(2026, 12, 20)))
    new = make_version("FURN-01:2@base")
    stock(world, new)
    replaced(world, STRONG, new, TODAY)

    change = Amendment("Fel värde.", TODAY, (LineAmendment(2, values=(("limit", "0,04"),)),))
    after = amend_set(world.installation, world.actor, EditAt(view.id), change)

    assert "gate.criterion_changed" in after.lines[0].flags
    assert (after.lines[0].ref, after.lines[1].parameters[0].value) == ("FURN-01:1@base", "0.04")
