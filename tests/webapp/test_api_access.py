# SPDX-License-Identifier: EUPL-1.2
"""Who may call the API: tokens, session cookies with CSRF, roles and organisations."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from criteria.clock import SetClock
from criteria.errors import InvalidInputError, NotFoundError
from criteria.people.model import Role
from criteria.services.access import add_user, make_signin_link, make_token, revoke_access
from tests.plumbing.installation import TODAY, World, another_organisation
from tests.webapp.calls import UNLIMITED, caller, error_of, site


def _browser(world: World) -> FlaskClient:
    """A browser in which the administrator has signed in by link."""
    client = site(world).test_client()
    link = f"/logga-in/{make_signin_link(world.installation, world.actor, world.actor.user_id)}"
    form = {"csrf_token": _csrf(client.get(link).text)}
    assert client.post(link, data=form).status_code == 302
    return client


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_call_without_signing_in_is_told_how(sqlite_world: World) -> None:
    answered = site(sqlite_world).test_client().get("/api/v1/sets")

    assert (answered.status_code, error_of(answered)["code"]) == (401, "signin.needed")
    assert answered.headers["WWW-Authenticate"].startswith("Bearer")


def test_library_is_open_unless_the_setting_closes_it(sqlite_world: World) -> None:
    closed = replace(UNLIMITED, public_library=False)

    assert site(sqlite_world).test_client().get("/api/v1/labels").status_code == 200
    assert site(sqlite_world, closed).test_client().get("/api/v1/labels").status_code == 401


def test_browser_changes_nothing_without_its_csrf_token(sqlite_world: World) -> None:
    client = _browser(sqlite_world)

    refused = client.post("/api/v1/sets", json={"title": "Möbler"})
    token = _csrf(client.get("/konto").text)
    taken = client.post("/api/v1/sets", json={"title": "Möbler"}, headers={"X-CSRFToken": token})

    assert (refused.status_code, error_of(refused)["code"]) == (400, "request.csrf")
    assert taken.status_code == 201


def test_program_with_token_needs_no_csrf_token(sqlite_world: World) -> None:
    made = caller(sqlite_world).call("POST", "/sets", {"title": "Möbler"})

    assert made.status_code == 201


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer ", "Basic YTpi", "nonsense"])
def test_cookie_is_not_looked_at_beside_an_authorization_header(sqlite_world: World, header: str) -> None:
    client = _browser(sqlite_world)

    answered = client.post("/api/v1/sets", json={"title": "Möbler"}, headers={"Authorization": header})

    assert answered.status_code == 401


def test_token_opens_no_pages(sqlite_world: World) -> None:
    one = caller(sqlite_world)

    answered = one.app.test_client().get("/konto", headers=_bearer(one.token))

    assert answered.status_code == 302


def test_authorization_header_does_not_free_a_page_from_csrf(sqlite_world: World) -> None:
    client = _browser(sqlite_world)

    answered = client.post("/logga-ut", headers=_bearer("anything"))

    assert answered.status_code == 400


def test_revoked_token_is_dead(sqlite_world: World) -> None:
    one = caller(sqlite_world)
    assert one.call("GET", "/sets").status_code == 200

    revoke_access(sqlite_world.installation, sqlite_world.actor, sqlite_world.actor.user_id)

    assert one.call("GET", "/sets").status_code == 401


def test_token_dies_on_its_day(sqlite_world: World) -> None:
    one = caller(sqlite_world)
    later = replace(sqlite_world.installation, clock=SetClock(TODAY + timedelta(days=2)))

    answered = (
        site(World(later, sqlite_world.actor)).test_client().get("/api/v1/sets", headers=_bearer(one.token))
    )

    assert answered.status_code == 401


def test_role_decides_over_the_api_too(sqlite_world: World) -> None:
    world = sqlite_world
    reader = add_user(world.installation, world.actor, "läsare", Role.READER, world.actor.organisation_id)
    token = make_token(world.installation, world.actor, reader.id, 1)
    client = site(world).test_client()

    assert client.get("/api/v1/sets", headers=_bearer(token)).status_code == 200
    refused = client.post("/api/v1/sets", json={"title": "Möbler"}, headers=_bearer(token))
    assert (refused.status_code, error_of(refused)["code"]) == (403, "role.not_allowed")


def test_other_organisation_finds_nothing(sqlite_world: World) -> None:
    world = sqlite_world
    made = caller(world).post("/sets", {"title": "Möbler"})
    other = another_organisation(world)
    token = make_token(world.installation, other, other.user_id, 1)
    client = site(world).test_client()

    for path in ("", "/check", "/updates", "/annex"):
        answered = client.get(f"/api/v1/sets/{made['id']}{path}", headers=_bearer(token))
        assert (answered.status_code, error_of(answered)["code"]) == (404, "set.unknown")
    assert client.get("/api/v1/sets", headers=_bearer(token)).get_json() == {"sets": []}


def test_administrator_makes_no_token_for_people_of_others(sqlite_world: World) -> None:
    other = another_organisation(sqlite_world)

    with pytest.raises(NotFoundError):
        make_token(sqlite_world.installation, sqlite_world.actor, other.user_id, 1)
    with pytest.raises(NotFoundError):
        revoke_access(sqlite_world.installation, sqlite_world.actor, other.user_id)


@pytest.mark.parametrize("days", [0, 367])
def test_token_lives_a_year_at_most(sqlite_world: World, days: int) -> None:
    with pytest.raises(InvalidInputError) as refused:
        make_token(sqlite_world.installation, sqlite_world.actor, sqlite_world.actor.user_id, days)

    assert refused.value.code == "token.days"


def test_too_many_calls_are_slowed_down(sqlite_world: World) -> None:
    client = site(sqlite_world, replace(UNLIMITED, request_limit="2 per minute")).test_client()

    statuses = [client.get("/api/v1/labels").status_code for _ in range(3)]
    last = client.get("/api/v1/labels")

    assert statuses == [200, 200, 429]
    assert error_of(last)["code"] == "request.too_many"
    assert int(last.headers["Retry-After"]) > 0
