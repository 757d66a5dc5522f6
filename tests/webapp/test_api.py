# SPDX-License-Identifier: EUPL-1.2
"""The API: the same objects as ``--json``, one error body, revisions, and the annex."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.plumbing.installation import World
from tests.plumbing.shipped import SHIPPED_TODAY
from tests.webapp.calls import Caller, caller, error_of
from webapp.commands.main import build

Command = Callable[..., Any]


@pytest.fixture
def api(shipped_world: World) -> Caller:
    return caller(shipped_world)


@pytest.fixture
def command(shipped_home: Path) -> Command:
    """A command on the same installation and day, its ``--json``."""

    def run(*words: str) -> Any:
        shared = ("--home", str(shipped_home), "--today", SHIPPED_TODAY.isoformat(), "--json")
        done = CliRunner().invoke(build(), [*words, *shared])
        assert done.exit_code in (0, 1), done.output
        return json.loads(done.stdout)

    return run


@pytest.fixture
def furniture_set(api: Caller) -> str:
    """The id of a draft with the whole group furniture at base."""
    made = api.post("/sets", {"title": "Möbler till skolan"})
    api.post(f"/sets/{made['id']}/packages", {"name": "furniture", "level": "bas"})
    return str(made["id"])


def _fill_blanks(api: Caller, set_id: str) -> None:
    """Give every blank of the set a value that its range allows."""
    for line in api.get(f"/sets/{set_id}")["lines"]:
        empty = [blank for blank in line["parameters"] if blank["value"] is None]
        values = {
            blank["name"]: blank["choices"][0] if blank["choices"] else blank["range"].split("–")[0]
            for blank in empty
            if blank["filled_by"] == "procurer"
        }
        if values:
            path = f"/sets/{set_id}/lines/{line['line']}/parameters"
            answered = api.call("PUT", path, {"values": values}, seen="*")
            assert answered.status_code == 200, answered.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/groups?cpv=39130000", ("groups", "--cpv", "39130000-2")),
        ("/criteria/FURN-03", ("criterion", "show", "FURN-03")),
        ("/criteria/furn-03:1@bas", ("criterion", "show", "FURN-03:1@base")),
        ("/criteria/CLS-01/history", ("criterion", "history", "CLS-01")),
        ("/lookup?ref=FURN-03&as_of=2026-11-25", ("lookup", "FURN-03", "--as-of", "2026-11-25")),
    ],
)
def test_answer_is_the_object_of_the_command(
    api: Caller, command: Command, path: str, words: tuple[str, ...]
) -> None:
    assert api.get(path) == command(*words)


def test_search_answers_as_the_command_does(api: Caller, command: Command) -> None:
    found = api.get("/search?q=kontorsstol&level=bas&limit=3")
    by_command = command("search", "kontorsstol", "--level", "bas", "--limit", "3")

    assert found["total"] > 0
    assert {**found, "took_ms": 0} == {**by_command, "took_ms": 0}


def test_set_is_the_object_of_the_command(api: Caller, command: Command, furniture_set: str) -> None:
    assert api.get(f"/sets/{furniture_set}") == command("set", "show", furniture_set)
    assert api.get(f"/sets/{furniture_set}/check") == command("set", "check", furniture_set)
    assert api.get(f"/sets/{furniture_set}/updates") == command("set", "updates", furniture_set)
    assert api.get("/sets") == command("set", "list")


def test_group_lists_its_criteria_packages_and_labels(api: Caller) -> None:
    page = api.get("/groups/furniture")

    assert "FURN-03:1@base" in [item["ref"] for item in page["criteria"]]
    assert page["packages"]
    assert {label["id"] for label in page["labels"]} <= {item["id"] for item in api.get("/labels")["labels"]}
    assert {item["id"] for item in page["packages"]} <= {
        item["id"] for item in api.get("/packages")["packages"]
    }


def test_set_is_built_locked_and_handed_out_as_annex(api: Caller, furniture_set: str) -> None:
    api.post(f"/sets/{furniture_set}/own-lines", {"text": "Stolarna ska levereras monterade."})
    _fill_blanks(api, furniture_set)
    told = api.call("PUT", f"/sets/{furniture_set}/lines/1/applies-to", {"applies_to": "rad 1–6"}, seen="*")
    assert told.get_json()["lines"][0]["applies_to"] == "rad 1–6"
    assert api.get(f"/sets/{furniture_set}/check")["ready"] is True

    locked = api.post(f"/sets/{furniture_set}/lock")
    annex = api.call("GET", f"/sets/{furniture_set}/annex?format=json")

    assert locked["status"] == "locked"
    assert hashlib.sha256(annex.data).hexdigest() == locked["seal"] == annex.headers["X-Seal"]
    assert "rad 1–6" in [line["applies_to"] for line in annex.get_json()["lines"]]
    assert annex.headers["Content-Disposition"].startswith("attachment")


@pytest.fixture
def contract(api: Caller, furniture_set: str) -> Any:
    """A contract on the furniture set."""
    _fill_blanks(api, furniture_set)
    api.post(f"/sets/{furniture_set}/lock")
    return api.post(
        "/contracts",
        {
            "set_id": furniture_set,
            "supplier": "556036-0793",
            "supplier_name": "Exempel AB",
            "starts_on": "2026-12-01",
            "ends_on": "2028-12-09",
            "value": "1200000",
        },
    )


def test_contract_is_followed_up_from_plan_to_deviation(api: Caller, command: Command, contract: Any) -> None:
    contract_id, task = contract["id"], contract["plan"][0]
    number = task["number"]

    query = f"name=protokoll.txt&kind=observation&about={number}&dated_on=2026-12-01"
    stored = api.call(
        "POST",
        f"/contracts/{contract_id}/evidence?{query}",
        "Två stolar av tio saknade märkning.".encode(),
        **{"Content-Type": "application/octet-stream"},
    )
    assert stored.status_code == 201, stored.text
    outcome = api.post(
        "/outcomes",
        {
            "contract_id": contract_id,
            "line": number,
            "result": "not_met",
            "method": "DELIV",
            "note": "Två av tio saknade märkning.",
            "evidence": [stored.get_json()["id"]],
        },
    )
    (deviation,) = api.get("/deviations?only_open=true")["deviations"]
    notified = api.post(
        f"/deviations/{deviation['id']}/steps", {"kind": "notify", "text": "Avhjälp inom tio dagar."}
    )

    assert outcome["shown_as"] == "not_met"
    assert deviation["outcome"] == outcome["id"]
    assert notified["status"] == "notified"
    assert api.get(f"/outcomes/{outcome['id']}/trace")["number"] == number
    assert api.get(f"/contracts/{contract_id}") == command("contract", "show", contract_id)
    assert api.get(f"/contracts/{contract_id}/outcomes") == command("outcome", "list", contract_id)
    assert api.get(f"/contracts/{contract_id}/evidence") == command("evidence", "list", contract_id)
    assert api.get(f"/contracts/{contract_id}/declarations") == command("declaration", "list", contract_id)
    assert api.get(f"/tasks?contract={contract_id}") == command("task", "list", "--contract", contract_id)
    assert api.get("/contracts") == command("contract", "list")
    assert api.get("/deviations") == command("deviation", "list")


def test_evidence_comes_back_byte_by_byte_and_never_as_a_page(api: Caller, contract: Any) -> None:
    query = f"name=sida.txt&kind=own_document&about={contract['lines'][0]['number']}&dated_on=2026-12-01"
    stored = api.call(
        "POST",
        f"/contracts/{contract['id']}/evidence?{query}",
        b"Ett intyg.",
        **{"Content-Type": "application/octet-stream"},
    )

    handed_out = api.call("GET", f"/evidence/{stored.get_json()['id']}/file")

    assert handed_out.data == b"Ett intyg."
    assert handed_out.headers["Content-Type"] == "text/plain"
    assert handed_out.headers["Content-Disposition"].startswith("attachment")
    assert handed_out.headers["X-Content-Type-Options"] == "nosniff"


def test_criterion_tells_the_outcomes_of_who_asks_and_of_nobody_else(
    api: Caller, command: Command, contract: Any
) -> None:
    line = contract["lines"][0]
    logged = {"contract_id": contract["id"], "line": line["number"], "result": "not_met", "method": "DOC"}
    api.post("/outcomes", {**logged, "note": "Saknas."})

    own = api.get(f"/criteria/{line['ref']}")
    open_to_all = api.app.test_client().get(f"/api/v1/criteria/{line['ref']}").get_json()

    assert own == command("criterion", "show", line["ref"])
    assert (own["outcomes"]["followed_up"], own["outcomes"]["deviations"]) == (1, 1)
    assert set(open_to_all["outcomes"].values()) == {0}


def test_file_sent_as_a_form_is_refused(api: Caller, contract: Any) -> None:
    query = "name=intyg.txt&kind=own_document&dated_on=2026-12-01"
    answered = api.call(
        "POST",
        f"/contracts/{contract['id']}/evidence?{query}",
        b"a=b",
        **{"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert (answered.status_code, error_of(answered)["code"]) == (415, "request.media_type")


@pytest.mark.parametrize(
    ("path", "begins"),
    [("declaration-form", b"PK"), ("report?format=docx", b"PK"), ("report?format=json", b"{")],
)
def test_documents_of_a_contract_are_handed_out(api: Caller, contract: Any, path: str, begins: bytes) -> None:
    answered = api.call("GET", f"/contracts/{contract['id']}/{path}")

    assert answered.status_code == 200
    assert answered.data.startswith(begins)


def test_set_changed_by_somebody_else_is_a_failed_precondition(api: Caller, furniture_set: str) -> None:
    first = api.call("GET", f"/sets/{furniture_set}").headers["ETag"]
    path = f"/sets/{furniture_set}/criteria"

    taken = api.call("POST", path, {"refs": ["IT-01:1@base"]}, seen=first)
    late = api.call("POST", path, {"refs": ["IT-02:1@base"]}, seen=first)

    assert taken.status_code == 200
    assert taken.headers["ETag"] != first
    assert (late.status_code, error_of(late)["code"]) == (412, "set.stale")
    assert len(api.get(f"/sets/{furniture_set}")["lines"]) == len(taken.get_json()["lines"])


@pytest.mark.parametrize(
    ("seen", "status", "code"),
    [
        (None, 428, "request.if_match_missing"),
        ("7", 412, "request.if_match"),
        ('W/"2"', 412, "request.if_match"),
        ('"99999999999"', 412, "request.if_match"),
    ],
)
def test_change_without_a_revision_is_not_taken(
    api: Caller, furniture_set: str, seen: str | None, status: int, code: str
) -> None:
    answered = api.call("POST", f"/sets/{furniture_set}/criteria", {"refs": ["IT-01:1@base"]}, seen=seen)

    assert (answered.status_code, error_of(answered)["code"]) == (status, code)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/nothing", None, 404, "address.unknown"),
        ("DELETE", "/labels", None, 405, "request.method"),
        ("GET", "/criteria/NO-99", None, 404, "criterion.unknown"),
        ("GET", "/criteria/!!", None, 400, "reference.malformed"),
        ("GET", "/groups/nothing", None, 404, "group.unknown"),
        ("GET", "/search?level=hög", None, 400, "level.unknown"),
        ("GET", "/search?limit=0", None, 422, "request.invalid"),
        ("GET", "/search?query=stol", None, 422, "request.unknown_field"),
        ("GET", "/search?q=%00", None, 400, "request.malformed"),
        ("GET", "/lookup?ref=FURN-03", None, 422, "request.field_missing"),
        ("GET", "/sets/set-of-nobody", None, 404, "set.unknown"),
        ("POST", "/sets", {"title": "Möbler", "colour": "red"}, 422, "request.unknown_field"),
        ("POST", "/sets", {}, 422, "request.field_missing"),
        ("POST", "/sets", {"title": " "}, 400, "field.empty"),
        ("POST", "/sets", {"title": "Möbler", "suppliers": "många"}, 422, "request.invalid"),
        ("POST", "/sets", {"title": "Möbler", "suppliers": 0}, 400, "set.assumption"),
        ("POST", "/sets", "{", 400, "request.malformed"),
        ("POST", "/sets", "[" * 100_000, 400, "request.malformed"),
        ("POST", "/sets", '{"title": NaN}', 400, "request.malformed"),
        ("POST", "/sets", '{"title": "a\\u0000"}', 400, "request.malformed"),
        ("POST", "/sets", '{"title": "\\ud800"}', 400, "request.malformed"),
        ("POST", "/sets", b"\xff", 400, "request.malformed"),
        ("POST", "/sets", "[]", 422, "request.invalid"),
    ],
)
def test_error_has_the_one_body(
    api: Caller, method: str, path: str, body: object, status: int, code: str
) -> None:
    answered = api.call(method, path, body)

    error = error_of(answered)
    assert (answered.status_code, error["code"]) == (status, code)
    assert error["message"] != code
    assert error["mend"]


def test_unknown_field_is_named(api: Caller) -> None:
    answered = api.call("POST", "/sets", {"title": "Möbler", "colour": "red"})

    assert error_of(answered)["where"] == "colour"


def test_method_not_taken_says_which_are(api: Caller) -> None:
    answered = api.call("DELETE", "/labels")

    assert "GET" in answered.headers["Allow"]


def test_body_must_be_marked_as_json(api: Caller) -> None:
    answered = api.call("POST", "/sets", '{"title": "Möbler"}', **{"Content-Type": "text/plain"})

    assert (answered.status_code, error_of(answered)["code"]) == (415, "request.media_type")


def test_too_large_body_is_refused(api: Caller) -> None:
    answered = api.call("POST", "/sets", json.dumps({"title": "x" * 21 * 1024 * 1024}))

    assert (answered.status_code, error_of(answered)["code"]) == (413, "request.too_large")


def test_messages_follow_what_the_program_reads(api: Caller) -> None:
    swedish = api.call("GET", "/criteria/NO-99")
    english = api.call("GET", "/criteria/NO-99", **{"Accept-Language": "en-GB,en;q=0.9"})

    assert error_of(swedish)["message"] == "Kriteriet NO-99 finns inte."
    assert error_of(english)["message"] == "There is no criterion NO-99."


def test_fault_of_ours_hides_what_happened_and_gives_a_code_to_quote(
    api: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("webapp.api.library.list_labels", broken)
    answered = api.call("GET", "/labels")

    error = error_of(answered)
    assert (answered.status_code, error["code"]) == (500, "server.failed")
    assert "secret" not in answered.text
    (record,) = [item for item in caplog.records if "unexpected error" in item.message]
    assert record.message.split()[-1] in error["mend"]


def test_locked_set_refuses_change_and_stays_as_it_is(api: Caller, furniture_set: str) -> None:
    _fill_blanks(api, furniture_set)
    locked = api.post(f"/sets/{furniture_set}/lock")

    answered = api.call("POST", f"/sets/{furniture_set}/criteria", {"refs": ["IT-01:1@base"]}, seen="*")

    assert (answered.status_code, error_of(answered)["code"]) == (422, "set.not_draft")
    assert api.get(f"/sets/{furniture_set}")["seal"] == locked["seal"]
