# SPDX-License-Identifier: EUPL-1.2
"""The set and annex commands: their JSON, their exit codes, and a text for every code they can say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from criteria.exchange.rule_files import read_law
from criteria.storage.set_store import SetStore
from tests.plumbing.installation import World
from tests.requirements.factories import DATA
from tests.services.set_factories import Shell, stock
from webapp.messages.catalogue import catalogue

ROOT = Path(__file__).parents[2]
#: Where codes of sets are raised; events have the same form and are told apart by how they are written.
_SOURCES = (
    *sorted((ROOT / "criteria/requirements").glob("*.py")),
    *sorted((ROOT / "criteria/services").glob("sets*.py")),
    ROOT / "criteria/services/annex.py",
    ROOT / "criteria/exchange/own_lines.py",
    ROOT / "criteria/storage/set_store.py",
)
_CODE = re.compile(r'"((?:set|gate|parameter|paste|annex|package|law|field)\.[a-zA-Z0-9_]+)"')


@pytest.fixture
def shell(sqlite_world: World) -> Shell:
    stock(sqlite_world)
    return Shell(sqlite_world.installation.home)


@pytest.fixture
def set_id(shell: Shell) -> str:
    """A set with two lines, one blank of them empty."""
    made = shell.ask("set", "create", "--title", "Kontorsmöbler", "--cpv", "39130000", "--hours", "12,5")
    shell.ask("set", "add", made["id"], "FURN-01", "FURN-02@avancerad")
    return str(made["id"])


def test_set_shows_what_the_contract_promises(shell: Shell, set_id: str) -> None:
    shown = shell.ask("set", "show", set_id)

    assert {"id", "revision", "status", "lines", "effort"} <= shown.keys()
    assert {"line", "ref", "fingerprint", "parameters", "local_change", "flags"} <= shown["lines"][0].keys()
    for figures in (shown["effort"]["with_product"], shown["effort"]["by_hand"]):
        assert {"first_year_hours", "later_year_hours", "by_method", "by_role"} <= figures.keys()
    assert shown["lines"][1]["flags"] == ["gate.parameter_empty"]


def test_check_says_what_stops_in_words_and_ends_with_1(shell: Shell, set_id: str) -> None:
    found = shell.ask("set", "check", set_id, code=1)

    (issue,) = [item for item in found["issues"] if item["severity"] == "red"]
    assert not found["ready"]
    assert (issue["code"], issue["line"]) == ("gate.parameter_empty", 2)
    assert "saknar värde för limit" in issue["message"]
    assert "0,01–0,06 mg/m³" in issue["mend"]


def test_lock_that_is_refused_ends_with_3_and_the_error_body(shell: Shell, set_id: str) -> None:
    refused = shell.ask("set", "lock", set_id, code=3)

    assert refused["error"]["code"] == "set.gate"
    assert set(refused["error"]) == {"code", "message", "where", "mend"}


def test_set_goes_from_draft_to_annex(shell: Shell, set_id: str, tmp_path: Path) -> None:
    shell.ask("set", "param", set_id, "2", "limit=0,05")
    assert shell.ask("set", "check", set_id)["ready"]

    locked = shell.ask("set", "lock", set_id)
    made = shell.ask("annex", set_id, "--format", "json", "-o", tmp_path / "annex.json")
    published = shell.ask("set", "publish", set_id, "--date", "2026-11-24", "--deadline", "2026-12-20")
    amended = shell.ask(
        "set", "amend", set_id, "--reason", "Fel värde", "--informed", "2026-11-25", "--param", "2:limit=0,04"
    )
    held = shell.ask("lookup", f"{set_id}:1.2", "--as-of", "2026-11-23")

    assert (made["seal"], made["sha256"]) == (locked["seal"], locked["seal"])
    assert published["status"] == "published"
    assert amended["seal"] != locked["seal"]
    assert "0,04" in held["text"]["sv"]


def test_own_lines_are_added_one_by_one_and_from_a_file(shell: Shell, set_id: str, tmp_path: Path) -> None:
    table = tmp_path / "krav.csv"
    table.write_text("Nr;Krav\n1;Bordet ska vara runt.\n2;Stommen ska hålla i tolv år.\n", encoding="utf-8")

    one = shell.ask("set", "line", set_id, "--text", "Stommen ska hålla i elva år.")
    many = shell.ask("set", "paste", set_id, table)

    assert [item["proposed_from"] for item in one["added"]] == ["FURN-01:1@base"]
    assert [item["line"] for item in many["added"]] == [4, 5]


def test_line_says_what_it_applies_to_until_that_is_taken_back(shell: Shell, set_id: str) -> None:
    told = shell.ask("set", "applies-to", set_id, "1", "rad 1–6 i prislistan")
    taken_back = shell.ask("set", "applies-to", set_id, "1")

    assert told["lines"][0]["text"]["sv"].startswith("Gäller: rad 1–6 i prislistan.\n")
    assert taken_back["lines"][0]["applies_to"] is None


def test_text_is_edited_from_a_file_and_shown_against_the_original(
    shell: Shell, set_id: str, tmp_path: Path
) -> None:
    file = tmp_path / "text.txt"
    file.write_text("Stommen ska hålla i minst tolv år.\n", encoding="utf-8")

    shown = shell.ask("set", "edit", set_id, "1", "--text", file, "--reason", "Skolan")

    change = shown["lines"][0]["local_change"]
    assert [run["text"] for run in change["words"] if run["kind"] == "added"] == ["tolv"]


def test_set_is_copied_and_says_how_its_pins_stand(shell: Shell, set_id: str) -> None:
    made = shell.ask("set", "copy", set_id, "--title", "Kontorsmöbler 2029")
    refused = shell.ask("set", "copy", set_id, "--title", " ", code=3)

    assert (made["title"], made["status"], made["copied_from"]["set_id"]) == (
        "Kontorsmöbler 2029", "draft", set_id,
    )  # fmt: skip
    assert [(pin["line"], pin["ref"], pin["check"]["kind"]) for pin in made["pins"]] == [
        (1, "FURN-01:1@base", "unchanged"),
        (2, "FURN-02:1@advanced", "unchanged"),
    ]
    assert refused["error"]["code"] == "field.empty"


@pytest.mark.parametrize(
    "words",
    [
        ("set", "create"),
        ("set", "copy", "set-x"),
        ("set", "param", "set-x", "ett", "a=b"),
        ("set", "param", "set-x", "1", "utan-likhetstecken"),
        ("set", "publish", "set-x", "--date", "igår", "--deadline", "2026-12-20"),
        ("set", "create", "--title", "x", "--hours", "många"),
        ("set", "amend", "set-x", "--reason", "r", "--informed", "2026-11-23", "--param", "limit=1"),
        ("annex", "set-x", "--format", "exe", "-o", "x"),
    ],
)
def test_malformed_command_line_ends_with_2(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.run(*words).exit_code == 2


def test_unknown_set_ends_with_3(shell: Shell) -> None:
    refused = shell.ask("set", "show", "set-finnsinte1", code=3)

    assert refused["error"]["code"] == "set.unknown"


def test_stale_revision_ends_with_3_and_says_who_changed_what(shell: Shell, set_id: str) -> None:
    shell.ask("set", "param", set_id, "2", "limit=0,05")

    refused = shell.ask("set", "move", set_id, "2", "1", "--revision", "2", code=3)

    assert refused["error"]["code"] == "set.stale"
    assert "parameter_set (2)" in refused["error"]["message"]


def test_every_code_of_sets_has_a_text_in_both_languages() -> None:
    codes = {f"law.{rule.id}" for rule in read_law(DATA).rules} | {"law.limit", "law.L9", "law.L11"}
    codes |= {f"set.skipped_{why}" for why in ("in_set", "not_in_force", "unknown")}
    codes |= {"gate.hours_yellow", "gate.hours_red"}
    for path in _SOURCES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "note(" not in line and "NewEvent(" not in line and "_seal(" not in line:
                codes |= set(_CODE.findall(line))

    missing = sorted(code for code in codes if code not in catalogue())
    untranslated = sorted(code for code in codes if code in catalogue() and not catalogue()[code].en)

    assert len(codes) > 60
    assert (missing, untranslated) == ([], [])


def test_list_of_sets_takes_one_query_however_many_there_are(
    sqlite_world: World, shell: Shell, set_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import event

    for number in range(5):
        shell.ask("set", "create", "--title", f"Upphandling {number}")
    asked: list[str] = []
    engine = sqlite_world.installation.database.engine
    event.listen(engine, "before_cursor_execute", lambda *words: asked.append(str(words[2])))

    with sqlite_world.installation.reading() as session:
        found = SetStore(session).list_for(sqlite_world.actor.organisation_id)

    assert len(found) == 6
    assert len([query for query in asked if query.startswith("SELECT")]) == 1


def test_details_are_changed_in_the_shell(shell: Shell, set_id: str) -> None:
    shown = shell.ask(
        "set", "details", set_id, "--title", "Skrivbord", "--diary", "KS 1", "--cpv", "39130000"
    )

    assert (shown["title"], shown["diary"]) == ("Skrivbord", "KS 1")
    assert [entry["code"] for entry in shown["cpv"]] == ["39130000-2"]
