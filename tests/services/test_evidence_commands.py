# SPDX-License-Identifier: EUPL-1.2
"""Evidence, declarations, forms and reports by command."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.followup.filling import ALL_YES, fill_form
from tests.followup.held import Held, hold_contract
from tests.plumbing.installation import World
from webapp.commands.main import build
from webapp.messages.catalogue import catalogue

_RAISED = re.compile(r'(?:Error|Issue|_yellow|_red|_issue)\(\s*(?:Severity\.[A-Z]+,\s*)?"([a-z_.]+)"')


def _run(world: World, *words: str, as_json: bool = True) -> Result:
    shared = ("--home", str(world.installation.home), "--today", "2026-11-23")
    return CliRunner().invoke(build(), [*words, *shared, *(("--json",) if as_json else ())])


def _json(result: Result) -> Any:
    return json.loads(result.stdout)


def _report_file(tmp_path: Path) -> Path:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(b"%PDF-1.7\nprovningsrapport")
    return path


def _add(world: World, held: Held, path: Path, *words: str) -> Result:
    options = ("--kind", "provningsrapport", "--about", "1.1", "--dated", "2026-09-01", *words)
    return _run(world, "evidence", "add", held.contract.id, "--file", str(path), *options)


def test_added_evidence_has_hash_and_strength_and_can_be_opened(sqlite_world: World, tmp_path: Path) -> None:
    held = hold_contract(sqlite_world)
    path = _report_file(tmp_path)

    added = _add(sqlite_world, held, path, "--valid-to", "2027-09-01")
    body = _json(added)
    opened = _run(sqlite_world, "evidence", "open", body["id"], "-o", str(tmp_path / "ut.pdf"))

    assert (added.exit_code, opened.exit_code) == (0, 0)
    assert (len(body["sha256"]), body["strength"], body["items"][0]["number"]) == (64, 3, "1.1")
    assert (tmp_path / "ut.pdf").read_bytes() == path.read_bytes()


def test_warnings_go_to_stderr_and_into_the_json(sqlite_world: World, tmp_path: Path) -> None:
    held = hold_contract(sqlite_world)
    words = ("--kind", "certifikat", "--note", "Granskad av 811218-9876")

    added = _add(sqlite_world, held, _report_file(tmp_path), *words)

    assert added.exit_code == 0
    assert "personnummer" in added.stderr
    assert [issue["code"] for issue in _json(added)["issues"]] == [
        "evidence.personal_number_note",
        "evidence.kind_not_named_scheme",
        "evidence.validity_unknown",
    ]


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("--about", "7.7"), 3, "evidence.line_unknown"),
        (("--kind", "julkort"), 3, "evidence.kind_unknown"),
        (("--dated", "2027-01-01"), 3, "evidence.dated_in_future"),
        (("--valid-to", "2026-01-01"), 3, "evidence.valid_to_before_dated"),
    ],
)
def test_refusals_say_what_is_wrong_and_how_to_mend_it(
    sqlite_world: World, tmp_path: Path, words: tuple[str, ...], exit_code: int, code: str
) -> None:
    held = hold_contract(sqlite_world)

    refused = _add(sqlite_world, held, _report_file(tmp_path), *words)

    error = _json(refused)["error"]
    assert (refused.exit_code, error["code"]) == (exit_code, code)
    assert error["message"] != code and error["mend"] and "{" not in error["message"] + error["mend"]


def test_malformed_date_is_misuse(sqlite_world: World, tmp_path: Path) -> None:
    held = hold_contract(sqlite_world)

    assert _add(sqlite_world, held, _report_file(tmp_path), "--dated", "i går").exit_code == 2


def test_verify_ends_with_findings_when_a_file_has_no_row(sqlite_world: World, tmp_path: Path) -> None:
    held = hold_contract(sqlite_world)
    _add(sqlite_world, held, _report_file(tmp_path))
    orphan = sqlite_world.installation.evidence_folder / "ab" / ("0" * 62)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")

    found = _run(sqlite_world, "evidence", "verify")
    settled = _run(sqlite_world, "evidence", "verify", "--remove-orphans")

    assert (found.exit_code, _json(found)["ok"], _json(found)["orphans"]) == (1, False, ["ab" + "0" * 62])
    assert (settled.exit_code, _json(settled)["ok"], _json(settled)["files"]) == (0, True, 1)


def test_declaration_goes_out_as_a_form_and_comes_back_as_a_record(
    sqlite_world: World, tmp_path: Path
) -> None:
    held = hold_contract(sqlite_world)
    form, answer = tmp_path / "form.xlsx", tmp_path / "svar.xlsx"
    made = _run(sqlite_world, "declaration", "form", held.contract.id, "-o", str(form))
    answer.write_bytes(fill_form(form.read_bytes()))

    submitted = _json(_run(sqlite_world, "declaration", "submit", str(answer)))
    shown = _json(_run(sqlite_world, "declaration", "show", submitted["id"]))
    listed = _json(_run(sqlite_world, "declaration", "list", held.contract.id))
    text = _run(sqlite_world, "declaration", "show", submitted["id"], as_json=False).stdout

    assert made.exit_code == 0
    assert (submitted["status"], len(submitted["answers"])) == ("complete", 3)
    assert shown == submitted
    assert [item["status"] for item in listed["declarations"]] == ["complete"]
    assert "fullständig" in text and "Karin Ek" in text


def test_lacking_declaration_says_what_it_lacks_and_can_be_returned(
    sqlite_world: World, tmp_path: Path
) -> None:
    held = hold_contract(sqlite_world)
    form, answer = tmp_path / "form.xlsx", tmp_path / "svar.xlsx"
    _run(sqlite_world, "declaration", "form", held.contract.id, "-o", str(form))
    answer.write_bytes(fill_form(form.read_bytes(), {**ALL_YES, "1.1": ("", "", "")}))

    submitted = _run(sqlite_world, "declaration", "submit", str(answer))
    body = _json(submitted)
    returned = _run(sqlite_world, "declaration", "return", body["id"], "--reason", "Svar saknas på 1.1.")

    assert (submitted.exit_code, body["status"]) == (0, "submitted")
    assert "Krav 1.1" in submitted.stderr and "räknas aldrig som ja" in submitted.stderr
    assert _json(returned)["status"] == "returned"


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "json"])
def test_report_is_written_in_every_format(sqlite_world: World, tmp_path: Path, kind: str) -> None:
    held = hold_contract(sqlite_world)
    path = tmp_path / f"rapport.{kind}"

    made = _run(sqlite_world, "report", "contract", held.contract.id, "--format", kind, "-o", str(path))

    assert made.exit_code == 0
    assert _json(made)["bytes"] == path.stat().st_size > 0


def test_form_of_one_requirement_is_written(sqlite_world: World, tmp_path: Path) -> None:
    held = hold_contract(sqlite_world)
    path = tmp_path / "mall.pdf"

    made = _run(sqlite_world, "template", "form", held.contract.id, "1.1", "-o", str(path))

    assert made.exit_code == 0
    assert path.read_bytes().startswith(b"%PDF-")


def test_every_code_that_these_rooms_raise_has_its_words(repository: Path) -> None:
    rooms = ("declarations", "evidence", "sampling", "services", "storage")
    sources = [path for room in rooms for path in (repository / "followup" / room).glob("*.py")]
    codes = {
        code
        for path in sources
        for code in _RAISED.findall(path.read_text(encoding="utf-8"))
        if code.startswith(("evidence.", "declaration.", "sample.", "template.", "document."))
    }

    assert len(codes) > 50
    assert sorted(code for code in codes if code not in catalogue()) == []
    assert [code for code in codes if not (catalogue()[code].sv and catalogue()[code].en)] == []
