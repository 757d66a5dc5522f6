# SPDX-License-Identifier: EUPL-1.2
"""A person at a browser without scripts: signs in by link, reads pages, fills in forms."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from criteria.people.model import Role
from criteria.services.access import add_user, make_signin_link, sign_in_by_link
from tests.plumbing.installation import World
from webapp.security import COOKIE

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: the status, the source, and where a redirect leads."""

    status: int
    source: str
    location: str
    answer: TestResponse

    @property
    def text(self) -> str:
        """What a person reads, with single spaces."""
        body = self.source.partition("<body")[2].partition(">")[2]
        return " ".join(html.unescape(_TAG.sub(" ", body)).split())

    @property
    def title(self) -> str:
        """The title of the window."""
        return html.unescape(self.source.partition("<title>")[2].partition("</title>")[0])

    @property
    def has_forms(self) -> bool:
        """Whether anything here can be sent, the choice of language aside."""
        main = self.source.partition("<main")[2].partition("</main>")[0]
        return 'method="post"' in main

    def value(self, field: str) -> str:
        """What stands in the field with this id."""
        found = re.search(rf'<input[^>]*\bid="{re.escape(field)}"[^>]*>', self.source)
        if found is not None:
            value = re.search(r'\bvalue="([^"]*)"', found.group(0))
            return "" if value is None else html.unescape(value.group(1))
        area = re.search(rf'<textarea[^>]*\bid="{re.escape(field)}"[^>]*>([^<]*)', self.source)
        assert area is not None, f"no field {field}"
        return html.unescape(area.group(1))

    def is_linked(self, anchor: str) -> bool:
        """Whether the page links to a place on itself that is there."""
        return f'href="#{anchor}"' in self.source and f'id="{anchor}"' in self.source


@dataclass(slots=True)
class Browser:
    """One person's browser. Forms carry the page's CSRF token, and the revision unless one is named."""

    client: FlaskClient
    token: str = ""
    last: str = ""

    def get(self, path: str) -> Page:
        """Read a page."""
        page = _page(self.client.get(path))
        self._remember(page)
        return page

    def post(self, path: str, *, follow: bool = True, **fields: Any) -> Page:
        """Send a form; a redirect is followed unless told otherwise."""
        if not self.token:
            self.get("/tillganglighet")
        sent = {"csrf_token": self.token, **fields}
        page = _page(self.client.post(path, data=sent))
        self._remember(page)
        return self.get(page.location) if follow and page.location else page

    def _remember(self, page: Page) -> None:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.source)
        if found is not None:
            self.token = found.group(1)


def _page(answer: TestResponse) -> Page:
    source = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    return Page(answer.status_code, source, answer.headers.get("Location", ""), answer)


def browser_of(app: Flask, world: World, role: Role | None = None) -> Browser:
    """A browser where a person with one role has signed in; without a role, the first administrator."""
    user_id = world.actor.user_id
    if role is not None:
        home = world.actor.organisation_id
        user_id = add_user(world.installation, world.actor, f"test {role.value}", role, home).id
    link = make_signin_link(world.installation, world.actor, user_id)
    client = app.test_client()
    client.set_cookie(COOKIE, sign_in_by_link(world.installation, link))
    return Browser(client)
