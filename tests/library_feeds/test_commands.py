# SPDX-License-Identifier: EUPL-1.2
"""Bringing in, settling and handing on by command, and own and missing criteria, as a script does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.shell import Terminal
from tests.library_feeds.feeding import feed, item, items, write_feed
from tests.library_life.desk import DAY, Desk, as_draft, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World, another_organisation


@pytest.fixture
def desk(sqlite_world: World) -> Desk:
    desk = open_desk(sqlite_world)
    desk.publish(as_draft(version("CLS-01:1@base")))
    return desk


@pytest.fixture
def terminal(desk: Desk) -> Terminal:
    return Terminal(str(desk.installation.home), {"KRAVKEDJAN_TODAY": DAY.isoformat()})


def _on(terminal: Terminal, day: str) -> Terminal:
    return Terminal(terminal.home, {"KRAVKEDJAN_TODAY": day})


def test_import_tells_new_changed_unchanged_missing_and_rejected(terminal: Terminal, tmp_path: Path) -> None:
    path = write_feed(
        tmp_path / "feed.json", feed(item(groups=("it",)), {**item("10167"), "purpose": "<b>x</b>"})
    )

    trial = terminal.ask("library", "import", str(path), "--dry-run", code=1)
    done = terminal.ask("library", "import", str(path), code=1)

    assert {name: trial[name] for name in ("new", "changed", "unchanged", "missing", "run")} == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "run": "",
    }
    (fault,) = done["rejected"]
    assert (fault["where"], fault["code"]) == ("feed.json#/items/1/purpose", "text.markup")
    assert fault["message"] == "Texten ser ut som HTML eller mallkod."
    assert fault["mend"] == "Skriv ren text."
    assert terminal.ask("criterion", "show", "UHM/10166:1@base")["status"] == "draft"


def test_whole_feed_without_faults_ends_with_zero(terminal: Terminal, tmp_path: Path) -> None:
    path = write_feed(tmp_path / "feed.json", feed(item(groups=("it",))))

    terminal.run("library", "import", str(path))

    assert terminal.ask("library", "import", str(path))["unchanged"] == 1


def test_stopped_run_is_confirmed_by_command(terminal: Terminal, tmp_path: Path) -> None:
    held = items(30, groups=("it",))
    path = write_feed(tmp_path / "feed.json", feed(*held))
    terminal.run("library", "import", str(path))
    write_feed(path, feed(*held[5:]))

    stopped = terminal.ask("library", "import", str(path), code=1)
    said = terminal.run("library", "import", str(path), code=1).stderr
    done = terminal.ask("feed", "confirm", stopped["run"])

    assert (stopped["state"], stopped["asks"][0]["code"]) == ("stopped", "feed.large_part_missing")
    assert "kravkedjan feed confirm run-" in said
    assert (done["state"], done["missing"]) == ("confirmed", 5)
    refused = terminal.ask("feed", "confirm", stopped["run"], code=3)
    assert refused["error"]["code"] == "feed.run_decided"
    assert len(terminal.ask("feed", "list")["gone"]) == 5


def test_missing_item_becomes_a_task_that_is_settled_by_command(terminal: Terminal, tmp_path: Path) -> None:
    held = items(30, groups=("it",))
    path = write_feed(tmp_path / "feed.json", feed(*held))
    terminal.run("library", "import", str(path))
    write_feed(path, feed(*held[1:]))
    _on(terminal, "2027-02-21").run("library", "import", str(path))
    later = _on(terminal, "2027-02-22")
    later.run("library", "import", str(path))

    (task,) = later.ask("library", "tasks")["tasks"]
    later.run("library", "settle", task["id"], "--decision", "keep", "--reason", "Vi behöver det.")

    assert (task["kind"], task["subject"]) == ("upstream_missing", "UHM/10000:1@base")
    assert later.ask("library", "tasks")["tasks"] == []
    (settled,) = later.ask("library", "tasks", "--all")["tasks"]
    assert settled["decision"] == "keep"


@pytest.mark.parametrize(
    ("content", "code"),
    [("{", "feed.unreadable"), ("{}", "feed.form"), (None, "feed.missing")],
)
def test_source_that_cannot_be_read_is_refused_with_a_mend(
    terminal: Terminal, tmp_path: Path, content: str | None, code: str
) -> None:
    path = tmp_path / "feed.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    error = terminal.ask("library", "import", str(path), code=3)["error"]

    assert error["code"] == code
    assert error["mend"]


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_export_and_import_meet(terminal: Terminal, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"

    done = terminal.ask("library", "export", "-o", str(target), "--format", kind)
    read = terminal.ask("library", "import", str(target))

    assert (done["versions"], read["new"], read["is_complete"]) == (1, 1, True)
    assert terminal.ask("library", "export", "-o", str(target), code=3)["error"]["code"] == "export.exists"
    assert terminal.ask("criterion", "show", "KRAVKEDJAN/CLS-01:1@base")["text"]["sv"]


def test_missing_criterion_by_command(terminal: Terminal) -> None:
    made = terminal.ask("gap", "add", "--title", "Leksaker", "--wanted", "Giftfria.", "--cpv", "37520000-9")
    gap = made["gap"]["id"]

    filled = terminal.ask("gap", "decide", gap, "--status", "filled", "--ref", "CLS-01:1@base")
    back = terminal.ask("gap", "vote", gap, "--back")

    assert made["gap"]["votes"] == 1
    assert filled["gap"]["filled_by"] == "CLS-01:1@base"
    assert back["gap"]["votes"] == 0
    assert [item["id"] for item in terminal.ask("gap", "list", "leksak")["gaps"]] == [gap]
    wrong = terminal.ask("gap", "decide", gap, "--status", "declined", "--reason", "x", code=3)
    assert wrong["error"]["code"] == "gap.step"


def test_question_and_round_by_command(terminal: Terminal, desk: Desk, sqlite_world: World) -> None:
    asked = terminal.ask("question", "ask", "CLS-01", "--text", "Räcker Svanen?")
    answered = terminal.ask("question", "answer", asked["id"], "--text", "Ja.", "--show")
    draft = desk.submit(as_draft(version("CLS-09:1@base")))
    words = ("round", "open", draft, "--message", "Vad tycker ni?", "--closes-on", "2027-03-01")

    opened = terminal.ask(*words, "--to", "Branschen", "--base", "http://krav.example")

    assert (answered["answer"], answered["is_shown"]) == ("Ja.", True)
    (link,) = opened["links"]
    assert link["link"].startswith("http://krav.example/synpunkter/svar/")
    shown = terminal.ask("round", "show", opened["round"]["id"])
    assert shown["links"] == []
    assert [item["referent"] for item in shown["round"]["invitations"]] == ["Branschen"]


def test_own_criterion_is_borrowed_and_proposed_by_command(
    terminal: Terminal, sqlite_world: World, tmp_path: Path
) -> None:
    other = another_organisation(sqlite_world)
    at_alvik = ("--org", "Alviks kommun", "--as", other.user_id)

    made = terminal.ask("own", "borrow", "CLS-01:1@base", *at_alvik)
    terminal.run("criterion", "submit", made["ref"], *at_alvik)
    terminal.run("criterion", "publish", made["ref"], *at_alvik)
    listed = terminal.ask("own", "list", *at_alvik)
    refused = terminal.ask("own", "share", made["ref"], *at_alvik, code=3)
    proposal = terminal.ask("own", "propose", made["ref"], "--note", "Bra.", *at_alvik)
    accepted = terminal.ask("proposal", "accept", proposal["id"], "--id", "LJUS-01")

    assert made["origin_ref"] == "CLS-01:1@base"
    assert [item["reviewed_by_other"] for item in listed["versions"]] == [False]
    assert refused["error"]["code"] == "share.not_reviewed"
    assert accepted["accepted_ref"] == "LJUS-01:1@base"
    exported = tmp_path / "own.json"
    terminal.run("library", "export", "-o", str(exported), "--own", *at_alvik)
    held = json.loads(exported.read_text(encoding="utf-8"))
    assert [item["id"] for item in held["items"]] == [made["ref"].partition(":")[0]]
    assert terminal.ask("library", "upgrades")["upgrades"] == []
