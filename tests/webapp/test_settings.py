# SPDX-License-Identifier: EUPL-1.2
"""Settings from the environment, and what the site does with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import request

from criteria.errors import InvalidInputError
from tests.plumbing.installation import World
from webapp.app import create_app
from webapp.settings import SETTINGS, Settings, read_settings


def test_without_environment_every_setting_has_its_default() -> None:
    assert read_settings({}) == Settings()
    assert len(SETTINGS) == len(Settings.__slots__)


@pytest.mark.parametrize(
    ("name", "value"), [("PUBLIC_LIBRARY", "maybe"), ("TRUSTED_PROXIES", "-1"), ("MAX_UPLOAD_MB", "big")]
)
def test_setting_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_settings({f"KRAVKEDJAN_{name}": value})
    assert (refused.value.code, refused.value.where) == ("setting.malformed", f"KRAVKEDJAN_{name}")


@pytest.mark.parametrize(("hops", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_forwarded_address_counts_only_behind_a_trusted_proxy(
    sqlite_world: World, hops: int, seen: str
) -> None:
    app = create_app(sqlite_world.installation, replace(Settings(), trusted_proxies=hops))
    addresses: list[str | None] = []
    app.before_request_funcs[None].insert(0, lambda: addresses.append(request.remote_addr))

    app.test_client().get("/halsa", headers={"X-Forwarded-For": "203.0.113.9"})

    assert addresses == [seen]


def test_library_is_closed_to_visitors_where_the_setting_says_so(sqlite_world: World) -> None:
    closed = create_app(sqlite_world.installation, replace(Settings(), public_library=False)).test_client()

    answer = closed.get("/sok?q=stol")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/logga-in?till=")
    assert closed.get("/tillganglighet").status_code == 200


def test_cookies_are_secure_where_the_site_is_reached_by_https(sqlite_world: World) -> None:
    client = create_app(sqlite_world.installation, replace(Settings(), https=True)).test_client()

    answer = client.get("/logga-in", base_url="https://localhost")

    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
