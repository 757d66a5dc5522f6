# SPDX-License-Identifier: EUPL-1.2
"""The life of a criterion by command: what is told, exit codes, and the units a refusal names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from criteria.people.model import Role
from criteria.schemas.derived import dump
from criteria.services.installation import Installation
from tests.library_life.desk import as_draft, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World, member
from webapp.commands.main import build

OLD, NEW = "CLS-01:1@base", "CLS-11:1@base"


class _Shell:
    """The command line on one installation, as author or as reviewer."""

    def __init__(self, home: Path, folder: Path, author: str) -> None:
        self.home, self.folder, self.author = home, folder, author

    def ask(self, *words: str | Path, code: int = 0, by: str | None = None) -> Any:
        """The JSON of one command, which must end with ``code``."""
        shared = ("--json", "--home", str(self.home), "--today", "2027-02-20")
        who = () if by is None else ("--as", by)
        done = CliRunner().invoke(build(), [*map(str, words), *shared, *who], prog_name="kravkedjan")
        assert done.exit_code == code, (done.exit_code, done.output, done.exception)
        return json.loads(done.stdout)

    def file(self, name: str, data: Any) -> Path:
        path = self.folder / name
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    def submit(self, ref: str, **changes: object) -> None:
        path = self.file("draft.yaml", dump(as_draft(version(ref, **changes))))
        self.ask("criterion", "draft", path, by=self.author)
        self.ask("criterion", "submit", ref, by=self.author)


@pytest.fixture
def shell(sqlite_world: World, tmp_path: Path) -> Iterator[_Shell]:
    """An empty shared library with two editors, and CLS-01:1@base in force."""
    open_desk(sqlite_world)
    installation: Installation = sqlite_world.installation
    author = member(sqlite_world, Role.LIBRARY_EDITOR, "skribent")
    shell = _Shell(installation.home, tmp_path, author.user_id)
    shell.submit(OLD)
    shell.ask("criterion", "publish", OLD)
    yield shell


def test_withdrawal_without_successor_is_refused_with_the_bare_units(shell: _Shell) -> None:
    body = shell.ask("criterion", "withdraw", OLD, "--reason", "Skäl.", code=3)

    assert body["error"]["code"] == "cover.bare"
    assert "cleaning_services/chemicals/base/technical_specification" in body["error"]["message"]
    assert body["error"]["mend"]
    assert shell.ask("criterion", "show", "CLS-01")["status"] == "published"


def test_successor_published_and_old_withdrawn_by_one_command(shell: _Shell) -> None:
    shell.submit(NEW)
    words = ("--successor", NEW, "--change-class", "clarified", "--publish", NEW, "--reason", "Bättre.")

    checked = shell.ask("criterion", "withdraw", OLD, *words, "--dry-run")
    done = shell.ask("criterion", "withdraw", OLD, *words)

    assert (checked["ok"], checked["ended"]) == (True, [OLD])
    assert (done["published"], done["ended"], done["on"]) == ([NEW], [OLD], "2027-02-20")
    view = shell.ask("criterion", "show", OLD)
    assert (view["status"], view["successors"][0]["ref"]) == ("withdrawn_replaced", NEW)


def test_dry_run_of_what_would_be_refused_is_a_finding(shell: _Shell) -> None:
    found = shell.ask("criterion", "withdraw", OLD, "--reason", "Skäl.", "--dry-run", code=1)

    assert [issue["code"] for issue in found["issues"]] == ["cover.no_other_criterion", "cover.bare"]


def test_gap_notice_comes_from_a_file_and_is_renewed_and_filled(shell: _Shell) -> None:
    notice = {
        "reason_code": "outdated_fact",
        "text": "Faktan höll inte.",
        "meanwhile": "Fråga leverantören.",
        "planned": "no plan",
        "decided_by": "Kriterieförvaltaren",
    }
    shell.ask(
        "criterion", "withdraw", OLD, "--gap-notice", shell.file("gap.yaml", notice), "--reason", "Skäl."
    )
    later = shell.file("later.yaml", notice | {"planned": "2028"})
    shell.ask("criterion", "renew", OLD, "--gap-notice", later, "--reason", "Datum.")
    assert shell.ask("criterion", "show", OLD)["gap_notice"]["planned"] == "2028"
    shell.submit(NEW)

    words = ("--successor", NEW, "--change-class", "clarified", "--publish", NEW)
    shell.ask("criterion", "fill", OLD, *words, "--reason", "Fylld.")

    assert shell.ask("criterion", "show", OLD)["status"] == "withdrawn_replaced"


def test_file_that_is_no_order_is_refused_with_file_and_line(shell: _Shell) -> None:
    path = shell.file("gap.yaml", {"reason_code": "bored", "text": "x"})

    body = shell.ask("criterion", "withdraw", OLD, "--gap-notice", path, "--reason", "Skäl.", code=3)

    assert body["error"]["code"] == "file.not_in_form"


def test_author_cannot_publish_and_reviewer_can_send_back(shell: _Shell) -> None:
    shell.submit(NEW)

    refused = shell.ask("criterion", "publish", NEW, code=3, by=shell.author)
    view = shell.ask("criterion", "return", NEW, "--comment", "Säg vilka.")

    assert refused["error"]["code"] == "publication.same_person"
    assert (view["stage"], view["notes"][0]["text"]) == ("draft", "Säg vilka.")


def test_revision_and_new_version_by_command(shell: _Shell) -> None:
    made = shell.ask("criterion", "revise", OLD, "--reason", "Märkningen ändras.", by=shell.author)
    shell.ask("criterion", "submit", made["ref"], by=shell.author)
    words = ("--successor", made["ref"], "--change-class", "editorial", "--publish", made["ref"])

    shell.ask("criterion", "supersede", OLD, *words, "--reason", "Stavfel.")

    assert shell.ask("criterion", "show", "CLS-01")["ref"] == "CLS-01:2@base"


def test_split_merge_move_and_review_by_command(shell: _Shell) -> None:
    shell.ask("criterion", "review", OLD, "--note", "Faktan står.")
    shell.ask("criterion", "move", OLD, "--join", "it", "--reason", "Även IT.")
    shell.submit("CLS-02:1@base", groups=("it",))
    shell.submit("CLS-03:1@base")
    split = ("--successor", "CLS-02:1@base", "--successor", "CLS-03:1@base", "--note", "Delas per grupp.")
    publish = ("--publish", "CLS-02:1@base", "--publish", "CLS-03:1@base")
    shell.ask("criterion", "split", OLD, *split, *publish, "--reason", "Delas.")
    shell.submit(NEW, groups=("it", "cleaning_services"))

    done = shell.ask(
        "criterion",
        "merge",
        "CLS-02:1@base",
        "CLS-03:1@base",
        "--into",
        NEW,
        "--publish",
        NEW,
        "--reason",
        "Ett räcker.",
    )

    assert done["ended"] == ["CLS-02:1@base", "CLS-03:1@base"]
    assert shell.ask("criterion", "touched", OLD) == {
        "ref": OLD,
        "sets": [],
        "contracts": [],
        "elsewhere": {"organisations": 0, "sets": 0, "contracts": 0},
    }


def test_release_by_command(shell: _Shell) -> None:
    shell.submit(NEW)
    plan = {
        "publications": [{"ref": NEW}],
        "events": [
            {"ref": OLD, "reason": "Bättre.", "successors": [{"ref": NEW, "change_class": "stricter"}]}
        ],
    }
    path = shell.file("plan.yaml", plan)
    made = shell.ask("release", "plan", path, "--title", "Städ 2027", "--on", "2027-04-01")
    assert shell.ask("release", "check", made["id"])["ok"]

    done = shell.ask("release", "publish", made["id"])

    assert [(note["kind"], note["ref"]) for note in done["notes"]] == [("new", NEW), ("removed", OLD)]
    assert shell.ask("release", "list")["releases"][0]["state"] == "published"
    assert shell.ask("criterion", "show", OLD, "--as-of", "2027-04-01")["status"] == "withdrawn_replaced"


def test_group_is_moved_by_command(shell: _Shell) -> None:
    done = shell.ask("group", "move", "cleaning_services", "--into", "laundry", "--reason", "En räcker.")

    assert (done["is_open"], done["moved_to"]) == (False, "laundry")
    assert shell.ask("criterion", "show", OLD)["groups"] == ["laundry"]
    renamed = shell.ask("group", "rename", "laundry", "--title", "Tvätt")
    assert renamed["is_open"]
