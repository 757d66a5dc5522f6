# SPDX-License-Identifier: EUPL-1.2
"""Contracts, tasks, outcomes and deviations on the command line: JSON, exit codes and refusals."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from criteria.clock import SetClock
from criteria.services.access import actor_for
from criteria.services.setup import first_people
from tests.plumbing.installation import TODAY, World
from tests.services.contracted import END, START, SUPPLIER, locked_set, report
from tests.services.set_factories import Shell
from webapp.messages.catalogue import catalogue
from webapp.wiring import open_installation

_CODE = re.compile(r'"((?:supplier|contract|task|outcome|deviation|chain|triage)\.[a-z_]+)"')


@pytest.fixture
def world(tmp_path: Path) -> World:
    installation = open_installation(tmp_path / "home", None, SetClock(TODAY))
    first_people(installation)
    return World(installation, actor_for(installation, None, None))


@pytest.fixture
def shell(world: World) -> Shell:
    return Shell(world.installation.home)


@pytest.fixture
def opening(world: World) -> tuple[str, ...]:
    words = ("--set", locked_set(world), "--supplier", SUPPLIER, "--start", START, "--end", END)
    return ("contract", "open", *map(str, words))


def test_contract_open_gives_id_and_plan(shell: Shell, opening: tuple[str, ...]) -> None:
    found = shell.ask(*opening, "--value", "480000")

    assert found["id"].startswith("contract-")
    assert {"task", "line", "method", "due", "role", "person", "min_strength"} <= found["plan"][0].keys()
    assert (found["plan"][0]["line"], found["plan"][0]["due"]) == (1, "2027-01-04")
    assert found["value_sek"] == "480000"
    assert shell.ask("contract", "show", found["id"]) == found
    assert shell.ask("contract", "list")["contracts"][0]["id"] == found["id"]
    assert found["risk"]["score"] == 4


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (("--end", "2026-01-01"), "contract.end_before_start", "end"),
        (("--supplier", "556012-5791"), "supplier.check_digit", "supplier"),
        (("--owner", "ingen"), "user.unknown", "person"),
    ],
)
def test_refused_contract_exits_with_three_and_the_error_body(
    shell: Shell, opening: tuple[str, ...], change: tuple[str, ...], code: str, where: str
) -> None:
    error = shell.ask(*opening, *change, code=3)["error"]

    assert (error["code"], error["where"]) == (code, where)
    assert (error["message"] != code and error["mend"]) or code == "user.unknown"
    assert shell.ask("contract", "list") == {"contracts": []}


def test_date_that_is_none_is_misuse(shell: Shell, opening: tuple[str, ...]) -> None:
    assert shell.run(*opening, "--end", "i morgon").exit_code == 2


def test_outcome_log_list_and_trace(shell: Shell, opening: tuple[str, ...], world: World) -> None:
    contract = shell.ask(*opening)["id"]
    evidence = report(world, contract)

    logged = shell.ask(
        *("outcome", "log", contract, "1.1", "--result", "met", "--method", "test"),
        *("--evidence", evidence, "--hours", "0,5"),
    )

    assert (logged["shown_as"], logged["strength"], logged["version"], logged["hours"]) == (
        "verified",
        3,
        1,
        "0.5",
    )
    (listed,) = shell.ask("outcome", "list", contract)["outcomes"]
    assert {
        "line",
        "result",
        "strength",
        "shown_as",
        "version",
        "assessor",
        "at",
        "fingerprint",
    } <= listed.keys()
    assert shell.ask("outcome", "trace", logged["id"])["fingerprint"] == listed["fingerprint"]
    assert "verifierad" in shell.run("outcome", "list", contract).stdout


def test_deviation_by_command(shell: Shell, opening: tuple[str, ...]) -> None:
    contract = shell.ask(*opening)["id"]
    words = ("outcome", "log", contract, "1.1", "--result", "not_met", "--method", "DOC")
    refused = shell.ask(*words, code=3)["error"]
    assert refused["code"] == "outcome.note_missing"

    found = shell.ask(*words, "--note", "Saknas.")["deviation"]
    told = shell.ask("deviation", "notify", found, "--text", "Rapport saknas.", "--severity", "minor")

    assert (told["status"], told["severity"], told["days_to_notice"]) == ("notified", "minor", 0)
    assert [item["id"] for item in shell.ask("deviation", "list")["deviations"]] == [found]
    assert "påtalad" in shell.run("deviation", "show", found).stdout


def test_deviation_is_opened_by_contract_and_line_or_by_outcome(
    shell: Shell, opening: tuple[str, ...]
) -> None:
    contract = shell.ask(*opening)["id"]
    words = ("--result", "not_verifiable", "--method", "DOC", "--note", "Inget svar.")
    outcome = shell.ask("outcome", "log", contract, "1.1", *words)["id"]

    made = shell.ask("deviation", "open", contract, "1.1", "--text", "Tre brev utan svar.")

    assert (made["outcome"], made["steps"][0]["text"]) == (outcome, "Tre brev utan svar.")
    again = shell.ask("deviation", "open", outcome, code=3)["error"]
    assert (again["code"], made["id"] in again["message"]) == ("deviation.exists", True)
    unlogged = shell.ask("deviation", "open", contract, "1.2", code=3)["error"]
    assert unlogged["code"] == "deviation.no_outcome"


def test_criterion_shows_how_it_went_where_it_was_used(shell: Shell, opening: tuple[str, ...]) -> None:
    contract = shell.ask(*opening)["id"]
    before = shell.ask("criterion", "show", "FURN-01:1@base")["outcomes"]
    words = ("--result", "not_met", "--method", "DOC", "--note", "Saknas.")
    shell.ask("outcome", "log", contract, "1.1", *words)

    after = shell.ask("criterion", "show", "FURN-01:1@base")["outcomes"]

    assert (before["contracts"], before["followed_up"], before["deviations"]) == (1, 0, 0)
    assert (after["followed_up"], after["met"], after["deviations"]) == (1, 0, 1)
    assert "Uppföljda: 1" in shell.run("criterion", "show", "FURN-01").stdout


def test_tasks_by_command(shell: Shell, opening: tuple[str, ...]) -> None:
    contract = shell.ask(*opening)
    task = contract["plan"][0]["task"]

    asked = shell.ask("task", "request", task, "--reply-by", "2026-12-15", "--contact", "Kvalitet")
    assert (asked["status"], asked["reply_by"]) == ("requested", "2026-12-15")
    assert shell.ask("task", "cancel", task, "--reason", "x", code=3)["error"]["code"] == "task.wrong_state"
    assert len(shell.ask("task", "list", "--due-before", "2027-12-31")["tasks"]) == 2
    assert shell.ask("task", "show", task)["steps"][1]["step"] == "request"
    assert "underlag begärt" in shell.run("task", "list").stdout
    assert (
        shell.ask("task", "add", contract["id"], "1.2", "--due", "2027-02-01", "--reason", "Byte.")["line"]
        == 2
    )


def test_bound_file_is_written_and_read_back(shell: Shell, world: World, tmp_path: Path) -> None:
    set_id = locked_set(world)
    file = tmp_path / "bound.yaml"

    shell.ask("contract", "bound", "--set", set_id, "-o", file)

    words = ("--set", set_id, "--supplier", SUPPLIER, "--start", START, "--end", END, "--bound", file)
    assert shell.ask("contract", "open", *words)["bound"] == {
        "award": [],
        "articles": [],
        "proof_checked": [],
    }


def test_every_code_of_the_room_has_words_in_both_languages(repository: Path) -> None:
    folders = [
        repository / "followup" / name
        for name in ("contracts", "plan", "log", "deviations", "storage", "services")
    ]
    sources = [path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py")]
    others = {"contract.opened", "task.added", "outcome.logged", "triage.yaml"}

    codes = {code for source in sources for code in _CODE.findall(source)} - others

    assert len(codes) > 50
    missing = sorted(code for code in codes if code not in catalogue())
    assert missing == []
    assert all(catalogue()[code].sv and catalogue()[code].en for code in codes)
