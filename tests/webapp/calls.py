# SPDX-License-Identifier: EUPL-1.2
"""Calls to the site of one installation, as a program with a token makes them and as a browser does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from criteria.services.access import make_token
from tests.plumbing.installation import World
from webapp.app import create_app
from webapp.settings import Settings

#: Tests ask more often than people do.
UNLIMITED = Settings(request_limit="100000 per minute", signin_limit="100000 per minute")


def site(world: World, settings: Settings = UNLIMITED) -> Flask:
    """The application over an installation."""
    return create_app(world.installation, settings)


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that calls the API as the administrator."""

    world: World
    app: Flask
    token: str

    def call(
        self, method: str, path: str, body: object = None, *, seen: str | None = None, **headers: str
    ) -> TestResponse:
        """One call below ``/api/v1``; ``seen`` is what goes into ``If-Match``."""
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        if seen is not None:
            sent["If-Match"] = seen
        data = None
        if body is not None:
            data = body if isinstance(body, str | bytes) else json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        return self.app.test_client().open(f"/api/v1{path}", method=method, data=data, headers=sent)

    def get(self, path: str) -> Any:
        """The JSON of an address that must answer."""
        answered = self.call("GET", path)
        assert answered.status_code == 200, answered.text
        return answered.get_json()

    def post(self, path: str, body: object = None) -> Any:
        """The JSON after a change that must be taken, at whichever revision stands."""
        answered = self.call("POST", path, body, seen="*")
        assert answered.status_code in (200, 201), answered.text
        return answered.get_json()


def caller(world: World) -> Caller:
    """A program with a fresh token."""
    token = make_token(world.installation, world.actor, world.actor.user_id, 1)
    return Caller(world, site(world), token)


def error_of(answered: TestResponse) -> dict[str, str]:
    """The error in an answer, whose body holds nothing else."""
    body = answered.get_json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "where", "mend"}
    return dict(body["error"])
