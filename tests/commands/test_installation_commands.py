# SPDX-License-Identifier: EUPL-1.2
"""init, people, backup and restore, verification: the life of an installation by command."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

from criteria.services.access import find_signed, is_link_usable
from followup.storage.evidence_files import EvidenceFolder
from tests.commands.shell import Terminal
from tests.plumbing.shipped import SHIPPED_TODAY, open_home
from webapp.commands.address import keep_address, last_address


@pytest.fixture
def terminal(shipped_home: Path) -> Terminal:
    return Terminal(str(shipped_home), {"KRAVKEDJAN_TODAY": SHIPPED_TODAY.isoformat()})


@pytest.fixture
def fresh(tmp_path: Path, shipped_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """An empty folder, and the copy of the library whose lock fits."""
    monkeypatch.setattr("criteria.services.setup.shipped_folder", lambda: shipped_copy)
    return Terminal(str(tmp_path / "home"), {"KRAVKEDJAN_TODAY": SHIPPED_TODAY.isoformat()})


def test_init_makes_everything_and_a_second_one_changes_nothing(fresh: Terminal) -> None:
    first = fresh.ask("init")
    head = fresh.ask("log", "verify")["head"]

    second = fresh.ask("init")

    assert first["changed"] is True
    assert first["criteria"] > 100
    assert first["versions"] >= first["criteria"]
    assert second == {**first, "changed": False}
    assert fresh.ask("log", "verify")["head"] == head
    assert fresh.ask("index", "verify")["ok"] is True
    assert first["index_sequence"] == head["sequence"]


def test_progress_goes_to_stderr(fresh: Terminal) -> None:
    done = fresh.run("init", "--json")

    assert "sökindex" in done.stderr
    json.loads(done.stdout)


def test_faulty_library_is_refused_whole(fresh: Terminal, shipped_copy: Path, tmp_path: Path) -> None:
    lock = shipped_copy / "published.lock"
    kept = lock.read_text(encoding="utf-8")
    lock.write_text("".join(kept.splitlines(keepends=True)[1:]), encoding="utf-8")
    try:
        done = fresh.run("init", "--json", code=3)
    finally:
        lock.write_text(kept, encoding="utf-8")

    assert json.loads(done.stdout)["error"]["code"] == "library.faulty"
    assert "published.lock" in done.stderr
    assert fresh.ask("groups") == {"groups": []}


def test_library_check_finds_and_ends_with_1(terminal: Terminal, shipped_copy: Path) -> None:
    good = terminal.ask("library", "check", "--source", str(shipped_copy))
    lock = shipped_copy / "published.lock"
    kept = lock.read_text(encoding="utf-8")
    lock.write_text("", encoding="utf-8")
    try:
        bad = terminal.ask("library", "check", "--source", str(shipped_copy), code=1)
    finally:
        lock.write_text(kept, encoding="utf-8")

    assert good["ok"] is True
    assert bad["ok"] is False
    assert {issue["code"] for issue in bad["findings"] if issue["severity"] == "red"} == {"lock.missing"}


def test_people_organisations_and_links(terminal: Terminal, shipped_home: Path) -> None:
    added = terminal.ask("org", "add", "Ekby kommun", "--number", "212000-0142")
    person = terminal.ask("user", "add", "eva", "--role", "procurer", "--org", "Ekby kommun")
    link = terminal.ask("user", "link", "eva", "--base", "https://krav.example/")

    token = link["link"].rpartition("/")[2]
    installation = open_home(shipped_home)
    assert added["number"] == "2120000142"
    assert [item["roles"] for item in person["memberships"]] == [["procurer"]]
    assert link["link"].startswith("https://krav.example/logga-in/")
    assert is_link_usable(installation, token)
    installation.database.close()


def test_organisation_number_with_a_wrong_digit_is_refused(terminal: Terminal) -> None:
    refused = terminal.ask("org", "add", "Ekby kommun", "--number", "212000-0143", code=3)

    assert refused["error"]["code"] == "organisation.number_wrong"


def test_token_signs_in_until_it_is_revoked(terminal: Terminal, shipped_home: Path) -> None:
    made = terminal.ask("user", "token", "admin", "--days", "3")
    installation = open_home(shipped_home)
    before = find_signed(installation, made["token"])

    terminal.ask("user", "revoke", "admin")

    assert before is not None
    assert before.user.name == "admin"
    assert find_signed(installation, made["token"]) is None
    installation.database.close()


def test_backup_restored_elsewhere_is_the_same_installation(terminal: Terminal, tmp_path: Path) -> None:
    made = terminal.ask("set", "create", "--title", "Möbler till skolan")
    archive = tmp_path / "copy.tar.gz"
    backed_up = terminal.ask("backup", str(archive))
    other = Terminal(str(tmp_path / "other"), terminal.environment)

    restored = other.ask("restore", str(archive))

    assert restored["head"] == backed_up["head"] == terminal.ask("log", "verify")["head"]
    assert other.ask("set", "show", made["id"]) == terminal.ask("set", "show", made["id"])
    assert other.ask("doctor")["ok"] is True
    assert other.ask("search", "skrivbord")["total"] == terminal.ask("search", "skrivbord")["total"]


def test_backup_over_a_file_and_restore_over_an_installation_are_refused(
    terminal: Terminal, tmp_path: Path
) -> None:
    archive = tmp_path / "copy.tar.gz"
    terminal.run("backup", str(archive))

    assert terminal.ask("backup", str(archive), code=3)["error"]["code"] == "backup.exists"
    assert terminal.ask("restore", str(archive), code=3)["error"]["code"] == "restore.not_empty"


def test_tampered_log_is_a_finding(terminal: Terminal, shipped_home: Path) -> None:
    with sqlite3.connect(shipped_home / "kravkedjan.sqlite3") as connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE events SET actor_id = 'somebody' WHERE sequence = 3")
    connection.close()

    found = terminal.ask("log", "verify", code=1)

    assert found["ok"] is False
    assert found["findings"][0]["code"] == "log.hash_differs"
    assert terminal.ask("doctor", code=1)["ok"] is False


def test_doctor_looks_at_log_index_and_evidence(terminal: Terminal) -> None:
    found = terminal.ask("doctor")

    assert found["ok"] is True
    assert [found[part]["ok"] for part in ("log", "index", "evidence")] == [True, True, True]


def test_evidence_file_without_row_is_a_finding_of_doctor(terminal: Terminal, shipped_home: Path) -> None:
    sha256 = hashlib.sha256(b"intyg").hexdigest()
    folder = EvidenceFolder(shipped_home / "evidence")
    with folder.storing():
        folder.put(b"intyg")

    done = terminal.run("doctor", "--json", code=1)

    found = json.loads(done.stdout)
    assert (found["ok"], found["log"]["ok"], found["index"]["ok"]) == (False, True, True)
    assert [item["code"] for item in found["evidence"]["findings"]] == ["evidence.orphan"]
    assert sha256[:12] in done.stderr


def test_index_that_was_thrown_away_is_made_again(terminal: Terminal, shipped_home: Path) -> None:
    for path in sorted((shipped_home / "index").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()

    assert terminal.ask("index", "rebuild")["ok"] is True
    assert terminal.ask("index", "verify")["ok"] is True
    assert terminal.ask("search", "skrivbord")["total"] > 0


def test_organisation_is_renamed_and_keeps_what_is_not_named(fresh: Terminal) -> None:
    fresh.ask("init")

    numbered = fresh.ask("org", "rename", "--number", "212000-0142")
    named = fresh.ask("org", "rename", "--name", "Ekby kommun")

    assert (numbered["name"], numbered["number"]) == ("Min organisation", "2120000142")
    assert (named["name"], named["number"]) == ("Ekby kommun", "2120000142")
    assert fresh.ask("log", "verify")["ok"] is True


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (("127.0.0.1", 8123), "http://127.0.0.1:8123"),
        (("::", 8001), "http://127.0.0.1:8001"),
        (("::1", 8001), "http://[::1]:8001"),
        (None, "http://127.0.0.1:8000"),
    ],
)
def test_link_leads_to_where_the_site_was_last_started(
    terminal: Terminal, shipped_home: Path, kept: tuple[str, int] | None, expected: str
) -> None:
    if kept is not None:
        keep_address(shipped_home, *kept)

    link = terminal.ask("user", "link", "admin")["link"]

    assert link.startswith(f"{expected}/logga-in/")


def test_address_that_is_none_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "address").write_text("javascript:alert(1)", encoding="utf-8")

    assert last_address(tmp_path) == "http://127.0.0.1:8000"
