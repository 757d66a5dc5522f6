# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI description: valid, complete, true to the permission table and to what the API answers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from followup.services.demonstration import make_demonstration
from tests.plumbing.installation import World
from tests.webapp.calls import Caller, caller, site
from webapp.permissions import TABLE, Access

_DESCRIPTION = "/api/v1/openapi.json"
_VERBS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture
def app(sqlite_world: World) -> Flask:
    return site(sqlite_world)


@pytest.fixture
def description(app: Flask) -> dict[str, Any]:
    return dict(app.test_client().get(_DESCRIPTION).get_json())


def _operations(app: Flask) -> dict[tuple[str, str], str]:
    """Endpoint by (path as OpenAPI writes it, method), for everything under ``/api/``."""
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower()): rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule != _DESCRIPTION
        for method in rule.methods or ()
        if method.lower() in _VERBS
    }


def test_description_is_valid_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    OPENAPI_31_VALIDATOR.validate(description)


def test_every_route_is_described_and_every_description_has_its_route(
    app: Flask, description: dict[str, Any]
) -> None:
    described = {
        (path, verb) for path, item in description["paths"].items() for verb in item if verb in _VERBS
    }

    assert described == set(_operations(app))


def test_every_operation_is_in_the_permission_table(app: Flask, description: dict[str, Any]) -> None:
    assert [endpoint for endpoint in _operations(app).values() if endpoint not in TABLE] == []


def test_description_says_who_needs_to_sign_in(app: Flask, description: dict[str, Any]) -> None:
    for (path, verb), endpoint in _operations(app).items():
        security = description["paths"][path][verb].get("security", description["security"])
        assert ({} in security) == (TABLE[endpoint] is Access.LIBRARY), endpoint


def test_every_operation_has_a_sentence_and_the_one_error_body(
    app: Flask, description: dict[str, Any]
) -> None:
    for path, verb in _operations(app):
        operation = description["paths"][path][verb]
        assert operation["summary"].endswith("."), path
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/DEFAULT_ERROR"}
    body = description["components"]["schemas"]["ErrorBody"]
    assert set(body["properties"]) == {"error"}


def test_every_change_of_a_set_asks_for_the_revision(description: dict[str, Any]) -> None:
    for path, item in description["paths"].items():
        if "{set_id}" in path:
            for verb in _VERBS & set(item) - {"get"}:
                names = [parameter["name"] for parameter in item[verb].get("parameters", ())]
                assert "If-Match" in names, path


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_call_makes_the_api_fail_or_answer_what_it_does_not_describe(shipped_world: World) -> None:
    made = make_demonstration(shipped_world.installation, shipped_world.actor)
    actor = replace(shipped_world.actor, organisation_id=made.organisation_id)
    api = caller(World(shipped_world.installation, actor))
    there = _what_is_there(api)
    loaded = schemathesis.openapi.from_wsgi(_DESCRIPTION, api.app)
    tried = 0

    for found in loaded.get_all_operations():
        _try(found.ok(), api, there)
        tried += 1

    assert tried == len(_operations(api.app))


def _what_is_there(api: Caller) -> dict[str, object]:
    """One id of everything that paths name: a draft of its own, the rest from the demonstration."""
    set_id = api.post("/sets", {"title": "Möbler"})["id"]
    api.post(f"/sets/{set_id}/packages", {"name": "furniture", "level": "base"})
    contract = api.get("/contracts")["contracts"][0]["id"]
    shown = api.get(f"/contracts/{contract}")
    (*_, outcome) = api.get(f"/contracts/{contract}/outcomes")["outcomes"]
    return {
        "set_id": set_id,
        "line": 2,
        "contract_id": contract,
        "number": shown["lines"][0]["number"],
        "task_id": shown["plan"][-1]["task"],
        "outcome_id": outcome["id"],
        "evidence_id": api.get(f"/contracts/{contract}/evidence")["evidence"][0]["id"],
        "deviation_id": api.get("/deviations")["deviations"][0]["id"],
    }


def _try(operation: Any, api: Caller, there: dict[str, object]) -> None:
    """Call one operation with a handful of made-up values, on what is there."""
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]

    # A file takes a second to render, and what a document holds does not hang on the call.
    is_file = "binary" in str(operation.definition.raw["responses"])

    @settings(
        max_examples=3 if is_file else 8,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=HealthCheck,
    )
    @given(case=operation.as_strategy())
    def probe(case: Any) -> None:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = there.get(name, case.path_parameters[name])
        headers = {"Authorization": f"Bearer {api.token}"}
        if operation.method != "get":
            headers["If-Match"] = "*"
        case.validate_response(case.call(headers=headers), checks=checks)

    probe()
