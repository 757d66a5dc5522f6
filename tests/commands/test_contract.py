# SPDX-License-Identifier: EUPL-1.2
"""The rules that hold for every command. Source: docs/cli.md."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import click
import pytest

from criteria.services.integrity import go_live, is_live
from criteria.services.library import list_groups
from criteria.storage.event_store import EventStore
from tests.commands.shell import Terminal, every_command
from tests.plumbing.installation import TODAY, World
from tests.plumbing.shipped import SHIPPED_TODAY, open_home
from webapp.commands.main import MODULES

_COMMANDS = list(every_command())
_NAMES = [" ".join(words) or "kravkedjan" for words, _ in _COMMANDS]


@pytest.fixture
def terminal(shipped_home: Path) -> Terminal:
    return Terminal(str(shipped_home), {"KRAVKEDJAN_TODAY": SHIPPED_TODAY.isoformat()})


def test_the_walk_finds_every_noun() -> None:
    assert {words[0] for words, _ in _COMMANDS if words} == {*MODULES, "version"}
    assert len(_COMMANDS) > 80


@pytest.mark.parametrize(("words", "command"), _COMMANDS, ids=_NAMES)
def test_command_says_what_it_does(words: tuple[str, ...], command: click.Command) -> None:
    shown = Terminal(".").run(*words, "--help").stdout

    sentence = (command.help or "").strip().splitlines()[0]
    assert sentence.endswith(".")
    assert sentence.split()[0] in shown


@pytest.mark.parametrize(("words", "command"), _COMMANDS, ids=_NAMES)
def test_command_takes_the_shared_options(words: tuple[str, ...], command: click.Command) -> None:
    names = {name for option in command.params for name in option.opts}

    assert {"--json", "--home", "--database-url", "--as", "--org", "--today", "--language"} <= names


@pytest.mark.parametrize(("words", "command"), _COMMANDS, ids=_NAMES)
def test_command_is_no_stub(words: tuple[str, ...], command: click.Command) -> None:
    if isinstance(command, click.Group):
        assert command.list_commands(click.Context(command))
        return
    assert command.callback is not None
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(command.callback))))
    (function,) = tree.body
    assert isinstance(function, ast.FunctionDef)

    body = [node for node in function.body if not _is_docstring_or_pass(node)]

    assert body != []
    assert "NotImplementedError" not in ast.unparse(tree)


def _is_docstring_or_pass(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


@pytest.mark.parametrize(("words", "command"), _COMMANDS, ids=_NAMES)
def test_unknown_option_is_misuse(words: tuple[str, ...], command: click.Command) -> None:
    done = Terminal(".").run(*words, "--nonsense", code=2)

    assert done.stdout == ""
    assert "--nonsense" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("set", "nonsense"),
        ("search", "--limit", "0"),
        ("search", "--as-of", "igår"),
        ("groups", "--today", "2026-02-30"),
        ("groups", "--language", "de"),
        ("criterion", "show"),
        ("lookup", "FURN-03"),
        ("lookup", "FURN-03", "--as-of", "2026-12-01", "--known-at", "nyss"),
    ],
)
def test_unparsable_value_is_misuse(words: tuple[str, ...]) -> None:
    done = Terminal(".").run(*words, code=2)

    assert done.stdout == ""


def test_json_stands_alone_on_stdout(terminal: Terminal) -> None:
    done = terminal.run("groups", "--json")

    assert "furniture" in [group["id"] for group in json.loads(done.stdout)["groups"]]
    assert done.stderr == ""


def test_without_json_people_get_text(terminal: Terminal) -> None:
    done = terminal.run("criterion", "show", "FURN-03")

    assert done.stdout.startswith("FURN-03:1@base ")


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        ("??", "reference.malformed"),
        ("NO-99", "criterion.unknown"),
        ("X-01", "criterion.ambiguous"),
        ("FURN-03:9", "criterion.unknown"),
    ],
)
def test_refusal_is_3_with_the_error_on_both_streams(terminal: Terminal, ref: str, code: str) -> None:
    done = terminal.run("criterion", "show", ref, "--json", code=3)

    body = json.loads(done.stdout)
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "where", "mend"}
    assert body["error"]["code"] == code
    assert code in done.stderr
    assert body["error"]["message"] in done.stderr
    assert body["error"]["mend"] in done.stderr


def test_refusal_without_json_leaves_stdout_empty(terminal: Terminal) -> None:
    done = terminal.run("criterion", "show", "??", code=3)

    assert done.stdout == ""


def test_messages_come_in_english_on_demand(terminal: Terminal) -> None:
    refused = terminal.ask("criterion", "show", "NO-99", "--language", "en", code=3)

    assert refused["error"]["message"] == "There is no criterion NO-99."


def test_refusal_stores_nothing(terminal: Terminal) -> None:
    before = terminal.ask("log", "verify")["head"]

    terminal.ask("set", "create", "--title", "Möbler", "--suppliers", "0", code=3)

    assert terminal.ask("log", "verify")["head"] == before
    assert terminal.ask("set", "list") == {"sets": []}


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "criterion", "show", "FURN-03"),
        ("criterion", "--json", "show", "FURN-03"),
        ("criterion", "show", "--json", "FURN-03"),
        ("criterion", "show", "FURN-03", "--json"),
    ],
)
def test_shared_options_may_stand_anywhere(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert json.loads(terminal.run(*words).stdout)["id"] == "FURN-03"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_home_is_named_before_or_after_noun_and_verb(shipped_home: Path, tmp_path: Path, place: int) -> None:
    words = ["set", "list"]
    words[place:place] = ["--home", str(shipped_home)]
    elsewhere = Terminal(str(tmp_path / "elsewhere"))

    elsewhere.run(*words)

    assert not (tmp_path / "elsewhere").exists()


def test_home_comes_from_the_environment(terminal: Terminal) -> None:
    assert terminal.ask("groups")["groups"]


def test_database_comes_from_the_environment(shipped_home: Path, tmp_path: Path) -> None:
    address = f"sqlite:///{shipped_home / 'kravkedjan.sqlite3'}"
    other = Terminal(str(tmp_path / "other"), {"KRAVKEDJAN_DATABASE_URL": address})

    assert other.ask("criterion", "show", "FURN-03")["id"] == "FURN-03"


def test_today_sets_the_clock_and_marks_the_log(terminal: Terminal, shipped_home: Path) -> None:
    made = terminal.ask("set", "create", "--title", "Möbler", "--today", "2026-12-24")

    installation = open_home(shipped_home)
    with installation.reading() as session:
        (event,) = EventStore(session).list_about(made["id"])
    installation.database.close()
    assert made["created_at"].startswith("2026-12-24")
    assert event.clock_set is True


def test_without_today_the_log_is_not_marked(shipped_home: Path) -> None:
    made = Terminal(str(shipped_home)).ask("set", "create", "--title", "Möbler")

    installation = open_home(shipped_home)
    with installation.reading() as session:
        (event,) = EventStore(session).list_about(made["id"])
    installation.database.close()
    assert event.clock_set is False


def test_live_installation_refuses_a_set_clock_for_ever(shipped_home: Path) -> None:
    terminal = Terminal(str(shipped_home))
    terminal.run("live")

    for words in (("set", "list"), ("set", "create", "--title", "Möbler"), ("live",)):
        refused = terminal.ask(*words, "--today", "2026-12-24", code=3)
        assert refused["error"]["code"] == "clock.set_but_live"
    assert terminal.ask("live", code=3)["error"]["code"] == "installation.is_live"
    assert terminal.ask("set", "list") == {"sets": []}


def test_unexpected_fault_is_3_and_not_a_finding(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr("webapp.commands.library.list_groups", broken)

    assert terminal.ask("groups", code=3)["error"]["code"] == "command.failed"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("nonsense", "database.address"),
        ("nosuch://here/there", "database.address"),
        ("postgresql://user:secret@127.0.0.1:1/none", "database.unreachable"),
    ],
)
def test_database_that_cannot_be_used_is_told_without_its_password(
    tmp_path: Path, address: str, code: str
) -> None:
    done = Terminal(str(tmp_path / "home")).run("groups", "--database-url", address, "--json", code=3)

    assert json.loads(done.stdout)["error"]["code"] == code
    assert "secret" not in done.output


def test_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    refused = Terminal(str(tmp_path / "file" / "home")).ask("groups", code=3)

    assert refused["error"]["code"] == "home.unusable"


def test_empty_folder_says_to_run_init_first(tmp_path: Path) -> None:
    refused = Terminal(str(tmp_path / "home")).ask("set", "list", code=3)

    assert refused["error"]["code"] == "installation.empty"
    assert "init" in refused["error"]["mend"]


def test_program_is_installed_under_its_name(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("kravkedjan")

    done = subprocess.run(
        [program, "version", "--json"], capture_output=True, encoding="utf-8", check=True, cwd=tmp_path
    )

    assert set(json.loads(done.stdout)) == {"version"}
    assert list(tmp_path.iterdir()) == []


def test_clock_set_while_running_makes_no_installation_live(sqlite_world: World) -> None:
    # The fixture's clock is set, as every test's is.
    assert sqlite_world.installation.clock.today() == TODAY
    with pytest.raises(Exception, match=r"clock\.set_but_live"):
        go_live(sqlite_world.installation, sqlite_world.actor)
    assert not is_live(sqlite_world.installation)
    assert list_groups(sqlite_world.installation) == ()
