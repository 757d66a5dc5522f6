# SPDX-License-Identifier: EUPL-1.2
"""Every endpoint against the one table of permissions, asked by each kind of visitor; and the outer walls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.routing import Rule

from criteria.people.model import PERMISSIONS, Permission, Role
from criteria.services.access import make_signin_link, set_password
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, Page, browser_of
from tests.webapp.calls import UNLIMITED, site
from webapp.permissions import TABLE, Access

_ROLES = (None, Role.READER, Role.REQUESTER, Role.PROCURER, Role.ADMINISTRATOR)
#: These end the session or change whom it acts for, so they are asked last.
_LAST = ("account.organisation", "account.password", "access.leave")
_ADDRESSES = (
    "/",
    "/sok?q=skrivbord",
    "/grupper",
    "/logga-in",
    "/tillganglighet",
    "/konto",
    "/meddelanden",
    "/kravuppsattningar",
    "/kravuppsattningar/ny",
    "/finns-inte",
)


@pytest.fixture
def app(sqlite_world: World) -> Flask:
    return site(sqlite_world)


def _rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint in _LAST, rule.endpoint))
    for rule in rules:
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def _address(app: Flask, rule: Rule) -> str:
    given = {name: 1 if f"<int:{name}>" in rule.rule else "x" for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, given, force_external=False))


def _may(wanted: Access | Permission, role: Role | None) -> bool:
    if wanted in (Access.PUBLIC, Access.LIBRARY):
        return True
    if role is None:
        return False
    return wanted is Access.SIGNED_IN or wanted in PERMISSIONS[role]


def _is_let_in(browser: Browser, method: str, address: str) -> bool:
    answer = browser.client.open(address, method=method, headers={"X-CSRFToken": browser.token})
    to_sign_in = "/logga-in" in answer.headers.get("Location", "") and "till" in answer.headers["Location"]
    is_turned_away = answer.status_code in (401, 403) or to_sign_in
    return not is_turned_away and answer.headers.get("Location") != "/logga-in"


def test_every_route_has_its_row_and_every_row_its_route(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert endpoints - TABLE.keys() == set()
    assert TABLE.keys() - endpoints == set()


@pytest.mark.parametrize("role", _ROLES, ids=lambda role: "anonymous" if role is None else role.value)
def test_endpoint_lets_in_whom_the_table_names(app: Flask, sqlite_world: World, role: Role | None) -> None:
    browser = Browser(app.test_client()) if role is None else browser_of(app, sqlite_world, role)
    browser.get("/tillganglighet")
    wrong = []

    for rule, method in _rules(app):
        if rule.endpoint in _LAST and (role is not None):
            continue
        address = _address(app, rule)
        if _is_let_in(browser, method, address) is not _may(TABLE[rule.endpoint], role):
            wrong.append(f"{method} {address} ({rule.endpoint})")

    assert wrong == []


@pytest.mark.parametrize(
    ("role", "endpoint", "allowed"),
    [
        (None, "sets.show", False),
        (Role.READER, "sets.show", True),
        (Role.READER, "set_lines.values", False),
        (Role.REQUESTER, "sets.create", False),
        (Role.ENVIRONMENT_STRATEGIST, "set_lines.wording", True),
        (Role.ENVIRONMENT_STRATEGIST, "set_life.lock", False),
        (Role.PROCURER, "set_life.lock", True),
    ],
)
def test_table_says_what_the_roles_are_for(role: Role | None, endpoint: str, allowed: bool) -> None:
    assert _may(TABLE[endpoint], role) is allowed


def test_visitor_is_taken_to_sign_in_and_back(app: Flask) -> None:
    page = Browser(app.test_client()).get("/kravuppsattningar?status=draft")

    assert page.status == 302
    assert page.location == "/logga-in?till=/kravuppsattningar?status%3Ddraft"


def test_closed_library_asks_visitors_to_sign_in(sqlite_world: World) -> None:
    closed = site(sqlite_world, replace(UNLIMITED, public_library=False))

    assert Browser(closed.test_client()).get("/sok").location.startswith("/logga-in")


def test_form_without_csrf_token_is_refused_and_says_so(app: Flask, sqlite_world: World) -> None:
    browser = browser_of(app, sqlite_world)

    answer = browser.client.post("/kravuppsattningar/ny", data={"title": "Möbler"})

    assert answer.status_code == 400
    assert "Formuläret är för gammalt" in answer.text
    assert "Möbler" not in browser.get("/kravuppsattningar").text


@pytest.mark.parametrize("address", _ADDRESSES)
def test_page_runs_nothing_of_its_own_and_fetches_nothing_from_elsewhere(
    app: Flask, sqlite_world: World, address: str
) -> None:
    page = browser_of(app, sqlite_world).get(address)
    policy = page.answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", page.source) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", page.source) == []
    assert (
        re.findall(
            r'<(?:link|script|img|form|iframe|source)[^>]+(?:href|src|action)="(?:https?:)?//', page.source
        )
        == []
    )


def test_page_of_a_signed_in_person_is_kept_nowhere(app: Flask, sqlite_world: World) -> None:
    page = browser_of(app, sqlite_world).get("/kravuppsattningar")

    assert page.answer.headers["Cache-Control"] == "private, no-store"


def test_sign_in_link_is_not_printed_with_its_page(app: Flask, sqlite_world: World) -> None:
    token = make_signin_link(sqlite_world.installation, sqlite_world.actor, sqlite_world.actor.user_id)

    link = Browser(app.test_client()).get(f"/logga-in/{token}")
    other = Browser(app.test_client()).get("/tillganglighet?dag=2026-12-01")

    assert token not in _printed(link)
    assert _printed(other).endswith(". /tillganglighet")


def _printed(page: Page) -> str:
    return page.source.partition('class="only-print small">')[2].partition("</p>")[0]


def test_sign_in_is_slowed_down(sqlite_world: World) -> None:
    browser = Browser(site(sqlite_world, replace(UNLIMITED, signin_limit="2 per minute")).test_client())

    tries = [browser.post("/logga-in", name="admin", password="fel lösenord") for _ in range(3)]

    assert [page.status for page in tries] == [422, 422, 429]
    assert "Namn eller lösenord stämmer inte." in tries[0].text
    assert "För många försök på kort tid." in tries[2].text


@pytest.mark.parametrize("where", ["https://ond.example/", "//ond.example/", "/\\ond.example"])
def test_sign_in_leads_nowhere_else(app: Flask, sqlite_world: World, where: str) -> None:
    set_password(sqlite_world.installation, sqlite_world.actor.user_id, "ett långt lösenord")
    browser = Browser(app.test_client())

    page = browser.post("/logga-in", follow=False, name="admin", password="ett långt lösenord", till=where)

    assert page.location == "/"
