# SPDX-License-Identifier: EUPL-1.2
"""Keeping evidence: file and row together, on both engines, and what is left when a process is killed."""

import hashlib
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from criteria.errors import (
    ForbiddenError,
    IntegrityError,
    InvalidInputError,
    NotFoundError,
    RefusedError,
)
from criteria.library.vocabulary import ProofKind
from criteria.people.model import Role
from criteria.services.integrity import back_up, restore, verify_log
from criteria.storage.event_store import EventStore
from followup.evidence.strength import Claim
from followup.services.evidence import (
    NewEvidence,
    NewFile,
    SecrecyRequest,
    add_evidence,
    list_evidence,
    mark_secret,
    open_evidence,
)
from followup.services.evidence_integrity import adopt_orphan, remove_orphans, verify_evidence
from followup.storage.evidence_store import EvidenceStore
from tests.followup.held import hold_contract
from tests.plumbing.installation import TODAY, World, another_organisation, member

_PDF = b"%PDF-1.7\nprovningsrapport"
_SHA256 = hashlib.sha256(_PDF).hexdigest()
_FILE = NewFile("rapport.pdf", _PDF)
_DATED = date(2026, 9, 1)


def _report(*about: str, kind: ProofKind = ProofKind.TEST_REPORT, **changes: object) -> NewEvidence:
    new = NewEvidence(about or ("1.1",), Claim(kind), _DATED)
    return replace(new, **changes)  # type: ignore[arg-type]


def _place(world: World, sha256: str = _SHA256) -> Path:
    return world.installation.evidence_folder / sha256[:2] / sha256[2:]


def test_evidence_is_kept_by_content_hash_with_its_row_and_event(world: World) -> None:
    held = hold_contract(world)

    added = add_evidence(world.installation, world.actor, held.contract.id, _FILE, _report("FURN-01"))

    assert (added.sha256, added.strength, added.issues) == (_SHA256, 3, ())
    assert _place(world).read_bytes() == _PDF
    listed = list_evidence(world.installation, world.actor, held.contract.id)
    assert [(item.id, item.number, item.file_name) for item in listed] == [(added.id, "1.1", "rapport.pdf")]
    with world.installation.reading() as session:
        event = EventStore(session).list_about(added.id)[0]
    assert (event.kind, event.payload["sha256"]) == ("evidence.added", _SHA256)
    assert verify_evidence(world.installation).ok


def test_same_content_twice_is_one_file_and_two_rows(world: World) -> None:
    held = hold_contract(world)
    first = add_evidence(world.installation, world.actor, held.contract.id, _FILE, _report("1.1"))
    second = add_evidence(
        world.installation, world.actor, held.contract.id, NewFile("kopia.pdf", _PDF), _report("1.2")
    )

    assert first.sha256 == second.sha256 and first.id != second.id
    files = list(world.installation.evidence_folder.glob("??/*"))
    assert files == [_place(world)]
    with world.installation.reading() as session:
        store = EvidenceStore(session)
        assert [item.id for item in store.list_evidence_for_line(held.contract.id, 1)] == [first.id]
        assert [item.id for item in store.list_evidence_for_line(held.contract.id, 2)] == [second.id]


def test_one_file_can_be_about_several_requirements(world: World) -> None:
    held = hold_contract(world)

    added = add_evidence(
        world.installation, world.actor, held.contract.id, _FILE, _report("1.1", "1.2", "FURN-01:1@base")
    )

    assert [item.number for item in added.items] == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("claim", "about", "strength"),
    [
        (Claim(ProofKind.DECLARATION), "1.1", 1),
        (Claim(ProofKind.DATA_SHEET), "1.1", 2),
        (Claim(ProofKind.TEST_REPORT), "1.1", 3),
        # Neither is followed up by own checks: a photograph says nothing of what the papers must show.
        (Claim(ProofKind.OBSERVATION), "1.1", 1),
        (Claim(ProofKind.MARKING), "1.1", 1),
        (Claim(ProofKind.OBSERVATION, equivalent_because="Stämpeln syns på bilden."), "1.1", 2),
        (Claim(ProofKind.MARKING, own_finding=False), "1.1", 2),
        (Claim(ProofKind.TEST_REPORT, own_finding=True), "1.1", 5),
        # 1.2 names a certificate, with strength 2 for its claim; 1.1 names none.
        (Claim(ProofKind.CERTIFICATE), "1.2", 2),
        (Claim(ProofKind.CERTIFICATE), "1.1", 1),
        (Claim(ProofKind.CERTIFICATE, equivalent_because="Omfattar samma provning."), "1.1", 4),
    ],
)
def test_strength_is_that_of_the_kind_for_this_claim(
    sqlite_world: World, claim: Claim, about: str, strength: int
) -> None:
    held = hold_contract(sqlite_world)
    new = NewEvidence((about,), claim, _DATED, valid_to=date(2027, 9, 1))

    added = add_evidence(sqlite_world.installation, sqlite_world.actor, held.contract.id, _FILE, new)

    assert added.strength == strength


def test_own_finding_about_something_else_is_pointed_out(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)

    added = add_evidence(
        *(sqlite_world.installation, sqlite_world.actor, held.contract.id, _FILE),
        _report("1.1", kind=ProofKind.OBSERVATION),
    )

    assert [issue.code for issue in added.issues] == ["evidence.finding_not_about"]


def test_certificate_that_the_requirement_does_not_name_is_pointed_out(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)

    added = add_evidence(
        *(sqlite_world.installation, sqlite_world.actor, held.contract.id, _FILE),
        _report("1.1", kind=ProofKind.CERTIFICATE),
    )

    codes = [issue.code for issue in added.issues]
    assert codes == ["evidence.kind_not_named_scheme", "evidence.validity_unknown"]


def test_personal_number_in_name_note_or_text_is_warned_about_and_stored(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    file = NewFile("811218-9876.txt", b"Granskad av 811218-9876")

    added = add_evidence(
        *(sqlite_world.installation, sqlite_world.actor, held.contract.id, file),
        _report(note="Se 811218-9876"),
    )

    assert [issue.code for issue in added.issues] == [
        "evidence.personal_number_name",
        "evidence.personal_number_note",
        "evidence.personal_number_content",
    ]
    assert len(list_evidence(sqlite_world.installation, sqlite_world.actor, held.contract.id)) == 1


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (_report("9.9"), "evidence.line_unknown"),
        (_report(dated_on=date(2026, 11, 24)), "evidence.dated_in_future"),
        (_report(valid_to=date(2026, 8, 31)), "evidence.valid_to_before_dated"),
        (_report(note="x" * 5000), "evidence.text_too_long"),
        (_report(claim=Claim(ProofKind.DATA_SHEET, own_finding=True)), "evidence.not_own_finding"),
        (_report(kind=ProofKind.OBSERVATION, dated_on=date(2020, 1, 1)), "evidence.before_contract"),
    ],
)
def test_impossible_evidence_is_refused_and_nothing_is_stored(
    sqlite_world: World, new: NewEvidence, code: str
) -> None:
    held = hold_contract(sqlite_world)

    with pytest.raises(InvalidInputError) as refused:
        add_evidence(sqlite_world.installation, sqlite_world.actor, held.contract.id, _FILE, new)

    assert refused.value.code == code
    assert list_evidence(sqlite_world.installation, sqlite_world.actor, held.contract.id) == ()
    assert not _place(sqlite_world).exists()


def test_reader_may_not_add_and_another_organisation_finds_nothing(world: World) -> None:
    held = hold_contract(world)
    added = add_evidence(world.installation, world.actor, held.contract.id, _FILE, _report())
    stranger = another_organisation(world)

    with pytest.raises(ForbiddenError):
        add_evidence(world.installation, member(world, Role.READER), held.contract.id, _FILE, _report())
    with pytest.raises(NotFoundError, match=r"contract\.unknown"):
        add_evidence(world.installation, stranger, held.contract.id, _FILE, _report())
    with pytest.raises(NotFoundError, match=r"evidence\.unknown"):
        open_evidence(world.installation, stranger, added.id)


def test_opened_evidence_is_the_very_file(world: World) -> None:
    held = hold_contract(world)
    added = add_evidence(world.installation, world.actor, held.contract.id, _FILE, _report())

    opened = open_evidence(world.installation, member(world, Role.READER), added.id)

    assert (opened.content, opened.media_type, opened.file_name) == (_PDF, "application/pdf", "rapport.pdf")


def test_changed_or_missing_file_is_found_and_not_handed_out(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    installation, actor = sqlite_world.installation, sqlite_world.actor
    changed = add_evidence(installation, actor, held.contract.id, _FILE, _report())
    missing = add_evidence(installation, actor, held.contract.id, NewFile("a.txt", b"hej"), _report())
    _place(sqlite_world).write_bytes(b"%PDF-1.7\nprovningsrapporX")
    _place(sqlite_world, missing.sha256).unlink()

    check = verify_evidence(installation)

    assert sorted((issue.code, issue.where) for issue in check.findings) == [
        ("evidence.changed", changed.id),
        ("evidence.missing", missing.id),
    ]
    with pytest.raises(IntegrityError, match=r"evidence\.file_changed"):
        open_evidence(installation, actor, changed.id)
    with pytest.raises(IntegrityError, match=r"evidence\.file_missing"):
        open_evidence(installation, actor, missing.id)


def test_adding_the_same_content_again_mends_a_damaged_file(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)
    installation, actor = sqlite_world.installation, sqlite_world.actor
    add_evidence(installation, actor, held.contract.id, _FILE, _report())
    _place(sqlite_world).write_bytes(b"damaged")

    add_evidence(installation, actor, held.contract.id, _FILE, _report())

    assert verify_evidence(installation).ok


def test_secrecy_marking_says_who_asked_for_what_and_why(world: World) -> None:
    held = hold_contract(world)
    added = add_evidence(world.installation, world.actor, held.contract.id, _FILE, _report())
    request = SecrecyRequest("Möbelverket AB", "Sidan 2, inköpspriser", "Affärshemlighet")

    mark_secret(world.installation, world.actor, added.id, request)

    (listed,) = list_evidence(world.installation, world.actor, held.contract.id)
    assert [(mark.asked_by, mark.passage) for mark in listed.secrecy] == [
        ("Möbelverket AB", "Sidan 2, inköpspriser")
    ]
    with pytest.raises(InvalidInputError, match=r"evidence\.secrecy_incomplete"):
        mark_secret(world.installation, world.actor, added.id, replace(request, reason=" "))


@pytest.mark.parametrize("table", ["evidence_items", "evidence_secrecy_marks"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = 'x'", "DELETE FROM {}"])
def test_rows_can_neither_be_changed_nor_deleted(world: World, table: str, statement: str) -> None:
    held = hold_contract(world)
    added = add_evidence(world.installation, world.actor, held.contract.id, _FILE, _report())
    mark_secret(world.installation, world.actor, added.id, SecrecyRequest("A", "B", "C"))

    with (
        pytest.raises(DatabaseError, match="append-only"),
        world.installation.database.writing() as session,
    ):
        session.execute(text(statement.format(table)))


def test_backup_holds_the_evidence_and_nothing_half_written(sqlite_world: World, tmp_path: Path) -> None:
    held = hold_contract(sqlite_world)
    add_evidence(sqlite_world.installation, sqlite_world.actor, held.contract.id, _FILE, _report())
    (sqlite_world.installation.evidence_folder / ".incoming" / "half").write_bytes(b"half")

    back_up(sqlite_world.installation, tmp_path / "backup.tar.gz")
    restore(tmp_path / "backup.tar.gz", tmp_path / "other")

    found = {path.name for path in (tmp_path / "other" / "evidence").rglob("*") if path.is_file()}
    assert found == {_SHA256[2:]}


_KILLED = """
import os, signal, sys
from pathlib import Path
from tests.plumbing.installation import build_installation
from criteria.services.access import actor_for
from followup.services import evidence
from followup.storage import evidence_files
from tests.services.test_evidence import _FILE, _report

def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)

home, contract_id, where = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
installation = build_installation(f"sqlite:///{home / 'kravkedjan.sqlite3'}", home)
if where == "in the file":
    evidence_files.os.fsync = die
else:
    evidence.EvidenceStore.add = die
evidence.add_evidence(installation, actor_for(installation, None, None), contract_id, _FILE, _report())
"""


def _add_and_be_killed(world: World, contract_id: str, where: str, repository: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(world.installation.home), contract_id, where],
        cwd=repository,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def test_kill_between_file_and_row_leaves_an_orphan_that_can_be_adopted(
    sqlite_world: World, repository: Path
) -> None:
    held = hold_contract(sqlite_world)
    installation, actor = sqlite_world.installation, sqlite_world.actor

    _add_and_be_killed(sqlite_world, held.contract.id, "before the row", repository)

    check = verify_evidence(installation)
    assert [(issue.code, issue.where) for issue in check.findings] == [("evidence.orphan", _SHA256)]
    assert list_evidence(installation, actor, held.contract.id) == ()
    assert verify_log(installation).ok
    adopt_orphan(installation, actor, held.contract.id, (_SHA256, "rapport.pdf"), _report())
    assert verify_evidence(installation).ok
    assert [item.sha256 for item in list_evidence(installation, actor, held.contract.id)] == [_SHA256]
    with pytest.raises(RefusedError, match=r"evidence\.no_orphan"):
        adopt_orphan(installation, actor, held.contract.id, (_SHA256, "rapport.pdf"), _report())


def test_kill_between_file_and_row_leaves_an_orphan_that_can_be_removed(
    sqlite_world: World, repository: Path
) -> None:
    held = hold_contract(sqlite_world)
    kept = NewFile("kvar.txt", b"kvar")
    add_evidence(sqlite_world.installation, sqlite_world.actor, held.contract.id, kept, _report())
    _add_and_be_killed(sqlite_world, held.contract.id, "before the row", repository)

    removed = remove_orphans(sqlite_world.installation, sqlite_world.actor)

    assert removed == (_SHA256,)
    assert verify_evidence(sqlite_world.installation).ok
    with sqlite_world.installation.reading() as session:
        assert [event.kind for event in EventStore(session).list_about(_SHA256)] == [
            "evidence.orphan_removed"
        ]


def test_kill_in_the_middle_of_the_file_leaves_no_evidence_and_can_be_done_again(
    sqlite_world: World, repository: Path
) -> None:
    held = hold_contract(sqlite_world)
    installation, actor = sqlite_world.installation, sqlite_world.actor

    _add_and_be_killed(sqlite_world, held.contract.id, "in the file", repository)

    check = verify_evidence(installation)
    assert [issue.code for issue in check.findings] == ["evidence.unfinished"]
    assert not _place(sqlite_world).exists()
    add_evidence(installation, actor, held.contract.id, _FILE, _report())
    assert remove_orphans(installation, actor) == check.unfinished
    assert verify_evidence(installation).ok
    assert open_evidence(installation, actor, list_evidence(installation, actor, held.contract.id)[0].id)


def test_set_clock_is_the_day_future_is_counted_from(sqlite_world: World) -> None:
    held = hold_contract(sqlite_world)

    added = add_evidence(
        sqlite_world.installation, sqlite_world.actor, held.contract.id, _FILE, _report(dated_on=TODAY)
    )

    assert added.items[0].dated_on == TODAY
