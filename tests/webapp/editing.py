# SPDX-License-Identifier: EUPL-1.2
"""An editor at a browser over a small library, for the tests of the editors' pages."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask
from werkzeug.datastructures import MultiDict

from criteria.library.model import CriterionVersion, Words
from criteria.people.model import Role
from tests.library_life.desk import Desk, as_draft, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, Page, browser_of
from tests.webapp.calls import site

OLD, NEW = "CLS-01:1@base", "CLS-11:1@base"
_CONTROL = re.compile(
    r"<(input|textarea|select)\b([^>]*)>(.*?)(?=<(?:input|textarea|select)\b|</form>)", re.S
)
_NAMED = re.compile(r'\b(name|value|type)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Editing:
    """A desk where OLD is in force, with the browsers of its author and of its reviewer."""

    desk: Desk
    app: Flask
    author: Browser
    reviewer: Browser


def open_editing(world: World) -> Editing:
    """The two editors signed in, and a criterion in force."""
    desk = open_desk(world)
    desk.publish(old_version())
    here = World(desk.installation, desk.reviewer)
    app = site(here)
    author = browser_of(app, here, Role.LIBRARY_EDITOR)
    return Editing(desk, app, author, browser_of(app, here))


def old_version() -> CriterionVersion:
    """What is in force."""
    return _draft(OLD, "Miljömärkta städkemikalier", "Städkemikalier ska vara märkta.")


def new_version() -> CriterionVersion:
    """What is to take its place, under another id."""
    return _draft(NEW, "Inga farliga städkemikalier", "Städkemikalier ska inte vara farliga.")


def _draft(ref: str, title: str, text: str) -> CriterionVersion:
    return as_draft(version(ref, title=Words(title, title), text=Words(text, text)))


def at(page: str, ref: str) -> str:
    """The address of an editors' page about a version."""
    return f"/redaktion/{page}/{quote(ref)}"


def fields_of(page: Page) -> MultiDict[str, str]:
    """Everything that the first long form of a page would send, without its buttons."""
    found: MultiDict[str, str] = MultiDict()
    body = page.source.partition("<main")[2].partition("<form")[2].partition("</form>")[0] + "</form>"
    for kind, head, rest in _CONTROL.findall(body):
        parts: Mapping[str, str] = dict(_NAMED.findall(head))
        value = parts.get("value", "")
        if kind == "textarea":
            value = rest.partition("</textarea>")[0]
        elif kind == "select":
            chosen = re.search(r'<option value="([^"]*)" selected', rest)
            value = "" if chosen is None else chosen.group(1)
        elif parts.get("type") == "checkbox" and " checked" not in head:
            continue
        if "name" in parts:
            found.add(html.unescape(parts["name"]), html.unescape(value).lstrip("\n"))
    return found


def send(browser: Browser, path: str, fields: MultiDict[str, str]) -> Page:
    """Send fields of which some have several values."""
    return browser.post(path, **{name: fields.getlist(name) for name in fields})
