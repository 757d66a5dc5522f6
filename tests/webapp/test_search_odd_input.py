# SPDX-License-Identifier: EUPL-1.2
"""Odd questions on page, API and command line get an answer or a clear refusal; whole results as files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from criteria.search.catalogue import FACETS
from tests.commands.shell import Terminal
from tests.library_life.desk import as_draft, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World
from tests.search.factories import make_entry, small_library
from tests.webapp.calls import site

_ODD = {
    "long": "skrivbord " * 10_000,
    "stop words": "och att det som en",
    "punctuation": "!?.,;:-_()[]{}\\/|<>*+'\"´`^~#%&=@",
    "regular expression": "(a+)+$ [^x]* .*? \\b\\w{1,9999}",
    "boolean": "AND OR NOT (skrivbord AND NOT) OR",
    "control": "skriv\x00bord\x07\x1b[31m\r\n\t",
    "right to left": "\u202eskrivbord\u202c مكتب",
    "markup": "<script>alert(1)</script>",
    "wrong check digit": "39130000-9",
    "percent": "%00%ff%zz",
}
_ODD_CHOICES = (
    "visa=-1",
    "visa=999999999999999999999999",
    "visa=ett",
    "group=nosuch&level=nosuch&type=x&aspect=x&label=x&method=x&status=x",
    "cpv=x&cpv=999999999999&cpv=39130000-9",
    "level=" + "x" * 5000,
)


@pytest.fixture
def app(sqlite_world: World) -> Flask:
    """The site over a small index."""
    trap = make_entry("FURN-09:1@base", title="=1+1 stol")
    sqlite_world.installation.index.rebuild((*small_library(), trap), 0)
    return site(sqlite_world)


@pytest.mark.parametrize("name", _ODD)
def test_page_answers_odd_questions(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/sok?q={quote(_ODD[name])}")

    # What no text holds is refused before any view sees it.
    assert answer.status_code == (400 if name == "control" else 200)
    assert "<h1" in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("choices", _ODD_CHOICES)
def test_page_answers_odd_choices(app: Flask, choices: str) -> None:
    assert app.test_client().get(f"/sok?q=stol&{choices}").status_code == 200


@pytest.mark.parametrize("name", [name for name in _ODD if name != "long"])
def test_api_answers_odd_questions(app: Flask, name: str) -> None:
    answer = app.test_client().get(f"/api/v1/search?q={quote(_ODD[name])}")

    if name == "control":
        assert (answer.status_code, bool(answer.get_json()["error"]["code"])) == (400, True)
    else:
        assert answer.status_code == 200
        assert answer.get_json()["total"] >= 0


@pytest.mark.parametrize("asked", ["offset=-1", "limit=0", "limit=x", "q=" + "a" * 100_000, "as_of=igår"])
def test_api_refuses_what_it_cannot_mean(app: Flask, asked: str) -> None:
    answer = app.test_client().get(f"/api/v1/search?{asked}")

    assert 400 <= answer.status_code < 500
    assert answer.get_json()["error"]["code"]


def test_page_tells_an_unknown_value_of_any_facet(app: Flask) -> None:
    for facet in FACETS:
        page = app.test_client().get(f"/sok?q=stol&{facet}=nosuch")

        assert page.status_code == 200
        note = page.text.partition('class="note dense">')[2].partition("</p>")[0]
        assert "nosuch" in note, facet


def test_api_tells_an_unknown_value_of_any_facet(app: Flask) -> None:
    for facet in FACETS:
        answer = app.test_client().get(f"/api/v1/search?q=stol&{facet}=nosuch")
        told = answer.get_json()

        if facet == "level":
            # Levels are part of references, and are read as such.
            assert (answer.status_code, told["error"]["code"]) == (400, "level.unknown")
        else:
            assert (answer.status_code, told["total"]) == (200, 0)
            assert [notice["code"] for notice in told["notices"]] == ["search.unknown_value"], facet
            assert "nosuch" in told["notices"][0]["message"]


def test_command_tells_an_unknown_value_of_any_facet(sqlite_world: World) -> None:
    terminal = Terminal(str(sqlite_world.installation.home))
    for facet in FACETS:
        if facet == "level":
            assert "nosuch" in terminal.run("search", "stol", f"--{facet}", "nosuch", code=3).stderr
        else:
            told = terminal.ask("search", "stol", f"--{facet}", "nosuch")
            assert told["total"] == 0
            assert "search.unknown_value" in [notice["code"] for notice in told["notices"]], facet


def test_result_is_handed_out_whole_as_csv(app: Flask) -> None:
    page = app.test_client().get("/api/v1/search?limit=1").get_json()

    answer = app.test_client().get("/sok/fil/csv?visa=20")

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert len(rows) - 1 == page["total"] > 1
    assert "'=1+1 stol" in {row[2] for row in rows}


@pytest.mark.parametrize("file_format", ["xlsx", "json"])
def test_result_is_handed_out_in_other_formats(app: Flask, file_format: str) -> None:
    answer = app.test_client().get(f"/sok/fil/{file_format}?q=stol&level=base")

    assert answer.status_code == 200
    assert f".{file_format}" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("address", ["/sok/fil/exe?q=stol", "/sok/fil/csv?dag=igår"])
def test_file_of_no_kind_or_day_is_refused(app: Flask, address: str) -> None:
    assert 400 <= app.test_client().get(address).status_code < 500


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_command_writes_the_whole_result(sqlite_world: World, tmp_path: Path, ending: str) -> None:
    open_desk(sqlite_world).publish(as_draft(version("CLS-11:1@base", title="Farliga ämnen")))
    target = tmp_path / f"traffar.{ending}"

    told = Terminal(str(sqlite_world.installation.home)).ask(
        "search", "farliga ämnen", "--as-of", "2027-03-01", "-o", str(target)
    )

    assert told["total"] == 1
    assert told["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()


def test_command_refuses_a_file_of_no_kind(sqlite_world: World, tmp_path: Path) -> None:
    target = tmp_path / "traffar.exe"

    refused = Terminal(str(sqlite_world.installation.home)).run("search", "stol", "-o", str(target), code=2)

    assert all(word in refused.stderr for word in ("--output", ".csv", ".xlsx", ".json"))
    assert not target.exists()


@pytest.mark.parametrize("name", [name for name in _ODD if name not in ("control", "percent")])
def test_command_answers_odd_questions(sqlite_world: World, name: str) -> None:
    done = Terminal(str(sqlite_world.installation.home)).run("search", "--json", "--", _ODD[name])

    assert json.loads(done.stdout)["total"] >= 0
