# SPDX-License-Identifier: EUPL-1.2
"""Supplier declarations from form to record, on both engines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from criteria.clock import SetClock
from criteria.errors import CriteriaError, FindingsError, ForbiddenError, NotFoundError, RefusedError
from criteria.library.vocabulary import ProofKind
from criteria.people.model import Role
from criteria.services.integrity import verify_log
from criteria.storage.event_store import EventStore
from followup.declarations.model import DeclarationStatus
from followup.log.model import ShownAs
from followup.services.declaration_forms import FormRequest, make_declaration_form
from followup.services.declarations import (
    DeclarationView,
    declared_lines,
    list_declarations,
    return_declaration,
    show_declaration,
    submit_declaration,
)
from followup.services.evidence import NewFile, list_evidence, open_evidence
from followup.services.evidence_integrity import verify_evidence
from followup.services.made_files import FileFormat
from followup.storage.evidence_store import EvidenceStore
from tests.followup.filling import ALL_YES, SIGNED, change_marks, fill_form
from tests.followup.held import Held, hold_contract
from tests.plumbing.installation import World, another_organisation, member

_LACKING = {**ALL_YES, "1.2": ("", "Vi återkommer", "")}


def _form(world: World, held: Held, language: str = "sv") -> bytes:
    request = FormRequest(language=language)
    return make_declaration_form(world.installation, world.actor, held.contract.id, request).content


def _submit(world: World, content: bytes) -> DeclarationView:
    return submit_declaration(world.installation, world.actor, NewFile("svar.xlsx", content))


def _usable(world: World, held: Held, line: int) -> list[int]:
    with world.installation.reading() as session:
        items = EvidenceStore(session).list_evidence_for_line(held.contract.id, line)
    return [item.strength for item in items if item.kind is ProofKind.DECLARATION]


def test_filled_form_becomes_a_complete_declaration_with_strength_one(world: World) -> None:
    held = hold_contract(world)
    content = fill_form(_form(world, held))

    declaration = _submit(world, content)

    assert declaration.status is DeclarationStatus.COMPLETE
    assert [state.status.value for state in declaration.states] == ["submitted", "complete"]
    assert {(answer.strength, answer.shown_as) for answer in declaration.answers} == {
        (1, ShownAs.DECLARED_NOT_VERIFIED)
    }
    assert declaration.signatory.authority == SIGNED["authority"]
    assert show_declaration(world.installation, world.actor, declaration.id) == declaration
    assert [item.number for item in declared_lines(world.installation, world.actor, held.contract.id)] == [
        "1.1",
        "1.2",
        "2.1",
    ]
    assert [_usable(world, held, line) for line in (1, 2, 3, 4)] == [[1], [1], [1], []]
    assert verify_log(world.installation).ok


def test_file_is_kept_as_evidence_with_the_time_it_came(world: World) -> None:
    held = hold_contract(world)
    content = fill_form(_form(world, held), _LACKING)

    declaration = _submit(world, content)

    (kept,) = list_evidence(world.installation, world.actor, held.contract.id)
    assert (kept.kind, kept.strength, kept.number, kept.declaration_id) == (
        ProofKind.DECLARATION,
        1,
        None,
        declaration.id,
    )
    assert kept.received_at == declaration.received_at
    assert open_evidence(world.installation, world.actor, kept.id).content == content
    assert verify_evidence(world.installation).ok


def test_missing_answer_leaves_it_submitted_and_gives_nothing(world: World) -> None:
    held = hold_contract(world)

    declaration = _submit(world, fill_form(_form(world, held), _LACKING))

    assert declaration.status is DeclarationStatus.SUBMITTED
    assert [(lack.code, lack.where) for lack in declaration.lacks] == [("declaration.answer_missing", "1.2")]
    assert {answer.strength for answer in declaration.answers} == {0}
    assert declared_lines(world.installation, world.actor, held.contract.id) == ()
    assert _usable(world, held, 1) == []


def test_partly_gives_no_strength_to_its_requirement(world: World) -> None:
    held = hold_contract(world)
    answers = {**ALL_YES, "1.1": ("Delvis", "Endast för serie A.", "")}

    declaration = _submit(world, fill_form(_form(world, held), answers))

    assert declaration.status is DeclarationStatus.COMPLETE
    assert [answer.strength for answer in declaration.answers] == [0, 1, 1]
    assert (_usable(world, held, 1), _usable(world, held, 2)) == ([], [1])


def test_lacking_one_is_returned_and_the_new_one_stands_beside_it(world: World) -> None:
    held = hold_contract(world)
    form = _form(world, held)
    lacking = _submit(world, fill_form(form, _LACKING))

    returned = return_declaration(world.installation, world.actor, lacking.id, "Svar saknas på 1.2.")
    second = _submit(world, fill_form(form))

    assert returned.status is DeclarationStatus.RETURNED
    assert returned.answers == lacking.answers
    assert second.status is DeclarationStatus.COMPLETE
    listed = list_declarations(world.installation, world.actor, held.contract.id)
    assert {item.id: item.status.value for item in listed} == {
        lacking.id: "returned",
        second.id: "complete",
    }


def test_new_complete_declaration_supersedes_the_old_one_and_its_evidence(world: World) -> None:
    held = hold_contract(world)
    form = _form(world, held)
    first = _submit(world, fill_form(form))
    answers = {**ALL_YES, "1.1": ("Nej", "Leverantören har bytt stomme.", "")}

    _submit(world, fill_form(form, answers))

    assert show_declaration(world.installation, world.actor, first.id).status is DeclarationStatus.SUPERSEDED
    assert (_usable(world, held, 1), _usable(world, held, 2)) == ([], [1])
    with world.installation.reading() as session:
        kinds = [event.kind for event in EventStore(session).list_about(first.id)]
    assert kinds == ["declaration.received", "declaration.superseded"]


def test_lacking_submission_leaves_the_complete_one_in_place(world: World) -> None:
    held = hold_contract(world)
    form = _form(world, held)
    first = _submit(world, fill_form(form))

    _submit(world, fill_form(form, _LACKING))

    assert show_declaration(world.installation, world.actor, first.id).status is DeclarationStatus.COMPLETE
    assert _usable(world, held, 1) == [1]


def test_declaration_expires_and_no_longer_shows_as_declared(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    declaration = _submit(sqlite_world, fill_form(_form(sqlite_world, held)))
    later = replace(sqlite_world.installation, clock=SetClock(declaration.valid_to.replace(day=21)))

    assert show_declaration(later, sqlite_world.actor, declaration.id).status is DeclarationStatus.EXPIRED
    assert declared_lines(later, sqlite_world.actor, held.contract.id) == ()


def test_english_form_is_read_back(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    answers = dict.fromkeys(ALL_YES, ("Yes", "", "Report"))

    declaration = _submit(sqlite_world, fill_form(_form(sqlite_world, held, "en"), answers))

    assert declaration.status is DeclarationStatus.COMPLETE


def test_form_is_the_same_bytes_every_time_and_comes_as_pdf(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    request = FormRequest(FileFormat.PDF)

    pdf = make_declaration_form(sqlite_world.installation, sqlite_world.actor, held.contract.id, request)

    assert _form(sqlite_world, held) == _form(sqlite_world, held)
    assert pdf.content.startswith(b"%PDF-")
    with pytest.raises(CriteriaError, match=r"document\.format"):
        make_declaration_form(
            *(sqlite_world.installation, sqlite_world.actor, held.contract.id), FormRequest(FileFormat.DOCX)
        )


@pytest.mark.parametrize(
    ("marks", "code"),
    [
        ({"form": "something/else"}, "declaration.form_unknown"),
        ({"contract": "contract-unknown"}, "declaration.contract_unknown"),
        ({"seal": "e" * 64}, "declaration.other_seal"),
    ],
)
def test_form_for_another_contract_seal_or_product_is_refused_and_nothing_is_stored(
    sqlite_world: World, marks: dict[str, str], code: str
) -> None:
    held = hold_contract(sqlite_world)
    content = change_marks(fill_form(_form(sqlite_world, held)), marks)

    with pytest.raises(CriteriaError) as refused:
        _submit(sqlite_world, content)

    assert refused.value.code == code
    assert list_declarations(sqlite_world.installation, sqlite_world.actor, held.contract.id) == ()
    assert list_evidence(sqlite_world.installation, sqlite_world.actor, held.contract.id) == ()
    assert verify_evidence(sqlite_world.installation).ok


def test_form_of_another_seal_of_the_same_supplier_is_refused(sqlite_world: World) -> None:
    hold_contract(sqlite_world)
    other = hold_contract(sqlite_world, set_id="set-abcdefghjk")
    content = fill_form(_form(sqlite_world, other))

    with pytest.raises(RefusedError, match=r"declaration\.other_contract"):
        submit_declaration(
            *(sqlite_world.installation, sqlite_world.actor),
            NewFile("svar.xlsx", content),
            "contract-0123456789",
        )


def test_changed_requirement_text_is_refused(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    edits = {("1.1", "text"): "Stommen ska hålla i minst ett år."}
    content = fill_form(_form(sqlite_world, held), edits=edits)

    with pytest.raises(FindingsError) as refused:
        _submit(sqlite_world, content)

    assert refused.value.code == "declaration.text_changed"
    assert [(issue.code, issue.where) for issue in refused.value.issues] == [
        ("declaration.row_changed", "1.1")
    ]


@pytest.mark.parametrize("missing", ["name", "title", "authority", "date"])
def test_incomplete_signatory_is_refused(sqlite_world: World, missing: str) -> None:
    held = hold_contract(sqlite_world)
    signatory = {name: text for name, text in SIGNED.items() if name != missing}

    with pytest.raises(CriteriaError) as refused:
        _submit(sqlite_world, fill_form(_form(sqlite_world, held), signatory=signatory))

    assert (refused.value.code, refused.value.where) == ("declaration.signatory_incomplete", missing)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"%PDF-1.7", "declaration.not_xlsx"), (b"", "evidence.file_empty"), (b"MZ", "evidence.file_runs")],
)
def test_file_that_is_no_workbook_is_refused(sqlite_world: World, content: bytes, code: str) -> None:
    hold_contract(sqlite_world)

    with pytest.raises(CriteriaError) as refused:
        _submit(sqlite_world, content)

    assert refused.value.code == code


def test_same_file_twice_is_refused_with_the_first_ones_id(world: World) -> None:
    held = hold_contract(world)
    content = fill_form(_form(world, held))
    first = _submit(world, content)

    with pytest.raises(RefusedError) as refused:
        _submit(world, content)

    assert (refused.value.code, refused.value.where) == ("declaration.already_received", first.id)


def test_reader_may_not_submit_and_another_organisation_finds_nothing(world: World) -> None:
    held = hold_contract(world)
    file = NewFile("svar.xlsx", fill_form(_form(world, held)))
    declaration = _submit(world, fill_form(_form(world, held), signatory={**SIGNED, "name": "Ulf"}))
    stranger = another_organisation(world)

    with pytest.raises(ForbiddenError):
        submit_declaration(world.installation, member(world, Role.READER), file)
    with pytest.raises(NotFoundError, match=r"declaration\.contract_unknown"):
        submit_declaration(world.installation, stranger, file)
    with pytest.raises(NotFoundError, match=r"declaration\.unknown"):
        show_declaration(world.installation, stranger, declaration.id)


@pytest.mark.parametrize("table", ["declarations", "declaration_states"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
def test_what_came_in_can_neither_be_changed_nor_deleted(world: World, table: str, statement: str) -> None:
    held = hold_contract(world)
    _submit(world, fill_form(_form(world, held)))
    column = "content" if table == "declarations" else "reason"

    with (
        pytest.raises(DatabaseError, match="append-only"),
        world.installation.database.writing() as session,
    ):
        session.execute(text(statement.format(table, column)))
