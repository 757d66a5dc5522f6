# SPDX-License-Identifier: EUPL-1.2
"""The whole chain by command, on the shipped library: from a search to a logged, dated, evidenced outcome.

Every step is a separate process, as a person at a shell would run it, with ``--json`` read back. What
is asserted is what the chain promises: pins, the seal, that a declaration is never shown as verified, and
the way back from an outcome to the words of the criterion version.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.followup.filling import SIGNED, fill_form

_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


#: The winner offered no second-hand furniture, so that award criterion has no task.
_BOUND = """\
award:
  - line: "5"
    offered: false
"""


class _Shell:
    """A shell in an installation of its own; ``--json`` is added and read back."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "KRAVKEDJAN_HOME": str(home), "KRAVKEDJAN_TODAY": "2026-11-23"}

    def run(
        self, *words: str | Path, today: str | None = None, code: int = 0
    ) -> subprocess.CompletedProcess[str]:
        environment = self.environment | ({"KRAVKEDJAN_TODAY": today} if today else {})
        done = subprocess.run(
            [sys.executable, "-m", "webapp.commands", *map(str, words)],
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def ask(self, *words: str | Path, today: str | None = None, code: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", today=today, code=code).stdout)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> _Shell:
    """An initialised installation with a municipality and its procurer."""
    shell = _Shell(tmp_path_factory.mktemp("chain") / "var")
    shell.ask("init")
    return shell


def _filled(form: Path, numbers: list[str]) -> None:
    """The form as a supplier sends it back: yes to everything, proof named, signed."""
    answers = dict.fromkeys(numbers, ("Ja", "", "Rapport 12-345"))
    form.write_bytes(fill_form(form.read_bytes(), answers, SIGNED))


# Some forty processes, each loading the program anew; the usual limit is for a loaded machine too short.
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_chain_holds_from_search_to_outcome_and_back(shell: _Shell, tmp_path: Path) -> None:
    found = shell.ask("search", "höj- och sänkbara skrivbord")
    assert found["hits"][0]["kind"] == "group"
    assert found["hits"][0]["id"] == "furniture"
    criteria = [hit for hit in found["hits"] if hit["kind"] == "criterion"]
    assert criteria[0]["level"] == "base"
    assert all(hit["status"] == "published" for hit in criteria)

    made = shell.ask(
        "set", "create", "--title", "Kontorsmöbler 2026", "--cpv", "39130000-2", "--diary", "KS 2026/311"
    )
    set_id = made["id"]
    shell.ask("set", "add", set_id, "FURN-01", "FURN-03:1@bas", "FURN-08", "FURN-02", "FURN-07")
    own = "Skrivborden ska kunna höjas till minst 120 centimeter, mätt till bordsskivans ovansida."
    shell.ask("set", "line", set_id, "--text", own, "--title", "Höjbara skrivbord")

    red = [
        issue for issue in shell.ask("set", "check", set_id, code=1)["issues"] if issue["severity"] == "red"
    ]
    assert {issue["line"] for issue in red} == {4, 5}
    refused = shell.ask("set", "lock", set_id, code=3)["error"]
    assert refused["code"]
    assert refused["mend"]
    assert shell.ask("set", "show", set_id)["status"] == "draft"
    too_high = shell.ask("set", "param", set_id, "4", "limit=0,124", code=3)["error"]
    assert "0,01" in too_high["message"] + too_high["mend"]

    shell.ask("set", "param", set_id, "4", "limit=0,05")
    shell.ask("set", "param", set_id, "5", "deduction=2 500")
    assert shell.ask("set", "check", set_id)["ready"]
    locked = shell.ask("set", "lock", set_id)
    seal = locked["seal"]
    assert len(seal) == 64
    assert shell.ask("set", "remove", set_id, "1", "--reason", "för sent", code=3)["error"]["code"]

    annex = tmp_path / "annex.pdf"
    exported = shell.ask("annex", set_id, "--format", "pdf", "--part", "all", "-o", annex)
    assert exported["sha256"] == hashlib.sha256(annex.read_bytes()).hexdigest()
    assert exported["seal"] == seal
    with pikepdf.open(annex) as pdf:
        (attached,) = pdf.attachments.values()
        assert hashlib.sha256(attached.get_file().read_bytes()).hexdigest() == seal
    again = tmp_path / "again.pdf"
    shell.ask("annex", set_id, "--format", "pdf", "--part", "all", "-o", again)
    assert again.read_bytes() == annex.read_bytes()

    terms = (
        "contract",
        "open",
        "--set",
        set_id,
        "--start",
        "2026-12-01",
        "--end",
        "2028-11-30",
        "--value",
        "480000",
    )
    assert shell.ask(*terms, "--supplier", "559999-1234", code=3)["error"]["code"]
    assert shell.ask(*terms, "--supplier", "559999-1238", code=3)["error"]["code"]  # says nothing of line 5
    bound = tmp_path / "bound.yaml"
    bound.write_text(_BOUND, encoding="utf-8")
    contract = shell.ask(*terms, "--supplier", "559999-1238", "--bound", bound)
    contract_id = contract["id"]
    planned = {task["line"] for task in contract["plan"]}
    assert planned == {1, 2, 3, 4, 6}
    assert [item["line"] for item in contract["not_followed"]] == [5]
    assert all(task["due"] and task["role"] and task["person"] for task in contract["plan"])
    assert {line["shown_as"] for line in contract["lines"] if line["line"] in planned} == {"unchecked"}

    template = tmp_path / "mall.pdf"
    shell.ask("template", "form", contract_id, "1.1", "--format", "pdf", "-o", template)
    with pikepdf.open(template) as pdf:
        assert len(pdf.pages) == 1

    form = tmp_path / "form.xlsx"
    shell.ask("declaration", "form", contract_id, "--format", "xlsx", "-o", form)
    _filled(form, [line["number"] for line in contract["lines"]])
    declared = shell.ask("declaration", "submit", form)
    assert declared["status"] == "complete"
    standing = shell.ask("contract", "show", contract_id)
    asked = {line["line"]: line["shown_as"] for line in standing["lines"] if line["line"] in planned}
    assert set(asked.values()) == {"declared_not_verified"}
    assert standing["overview"]["shown_as"]["verified"] == 0

    line = contract["plan"][0]["line"]
    on_word = shell.ask(
        "outcome",
        "log",
        contract_id,
        str(line),
        "--result",
        "met",
        "--method",
        "DECL",
        "--note",
        "Enligt försäkran",
    )
    assert on_word["shown_as"] == "declared_not_verified"

    marked = next(task for task in contract["plan"] if task["method"] == "DELIV")
    picture = tmp_path / "protokoll.pdf"
    picture.write_bytes(_PDF)
    proof = shell.ask(
        "evidence", "add", contract_id, "--file", picture, "--kind", "observation",
        "--about", str(marked["line"]), "--dated", "2026-12-10", today="2026-12-11",
    )  # fmt: skip
    assert (proof["sha256"], proof["strength"]) == (hashlib.sha256(_PDF).hexdigest(), 5)
    seen = shell.ask(
        "outcome", "log", contract_id, str(marked["line"]), "--result", "met", "--method", "DELIV",
        "--evidence", proof["id"], today="2026-12-11",
    )  # fmt: skip
    assert (seen["shown_as"], seen["strength"]) == ("verified", 5)

    outcomes = shell.ask("outcome", "list", contract_id)["outcomes"]
    assert {item["shown_as"] for item in outcomes} == {"declared_not_verified", "verified"}
    pinned = next(item for item in outcomes if item["line"] == marked["line"])
    shown = shell.ask("criterion", "show", pinned["ref"])
    assert shown["fingerprint"] == pinned["fingerprint"]

    met = shown["outcomes"]
    assert (met["sets"], met["contracts"], met["followed_up"], met["met"]) == (1, 1, 1, 1)

    report = tmp_path / "report.json"
    shell.ask("report", "contract", contract_id, "--format", "json", "-o", report)
    figures = json.loads(report.read_text(encoding="utf-8"))
    counted = {item["shown_as"]: item["count"] for item in figures["counts"]}
    assert counted == shell.ask("contract", "show", contract_id)["overview"]["shown_as"]
    assert (counted["verified"], counted["declared_not_verified"]) == (1, len(planned) - 1)

    for check in (("log", "verify"), ("index", "verify"), ("evidence", "verify"), ("doctor",)):
        assert shell.ask(*check)["ok"]
