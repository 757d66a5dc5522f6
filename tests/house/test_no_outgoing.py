# SPDX-License-Identifier: EUPL-1.2
"""The product calls nobody: not while it is set up, not for a page, not for a document.

Source: the issue, "no outgoing call without a setting". There is no setting for one yet.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from criteria.documents.annex import AnnexPart
from criteria.services.access import make_token
from criteria.services.annex import AnnexFormat, AnnexRequest, export_annex
from criteria.services.setup import initialise
from followup.services.demonstration import make_demonstration
from followup.services.reports import ReportRequest, make_contract_report
from tests.house.committed import ROOT
from tests.plumbing.installation import World
from tests.webapp.calls import site
from webapp.security import COOKIE, CSP

_SHOWN = (ROOT / "webapp" / "templates", ROOT / "webapp" / "static")
_RENDERED = (ROOT / "criteria" / "documents", ROOT / "followup" / "documents")
#: Names of vocabularies look like addresses and are never fetched.
_NAMES = ("http://www.w3.org/",)
_HOST = re.compile(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')<>]*")
_MOST_PAGES = 400


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address beyond this machine that anybody tried to look up or reach, also when it was caught."""
    tried: list[str] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def watched(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            tried.append(str(address))
        return connect(self, address)

    def watched_look_up(host: Any, *more: Any, **named: Any) -> Any:
        if not _is_here(host):
            tried.append(str(host))
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket.socket, "connect", watched)
    monkeypatch.setattr(socket, "getaddrinfo", watched_look_up)
    return tried


def _is_here(host: object) -> bool:
    return host in (None, "", "localhost", "127.0.0.1", "::1", b"localhost")


class _Links(HTMLParser):
    """What a page links to, and what it loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in {"link", "script", "img", "iframe", "source", "use", "object", "embed"}:
            self.loads += [given[name] for name in ("href", "src", "data", "srcset") if name in given]
        if tag == "form":
            self.loads.append(given.get("action", ""))


def test_watch_sees_a_call_that_is_caught(attempts: list[str]) -> None:
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=0.01)
    except Exception as error:
        assert error is not None

    assert attempts


@pytest.mark.slow
def test_setting_up_calls_nobody(sqlite_world: World, shipped_copy: Path, attempts: list[str]) -> None:
    done = initialise(sqlite_world.installation, shipped_copy)

    assert done.criteria > 100
    assert attempts == []


@pytest.mark.slow
def test_documents_are_made_without_calling_anybody(shipped_world: World, attempts: list[str]) -> None:
    installation = shipped_world.installation
    made = make_demonstration(installation, shipped_world.actor)
    actor = replace(shipped_world.actor, organisation_id=made.organisation_id)

    for kind in AnnexFormat:
        request = AnnexRequest(kind, AnnexPart.ALL)
        assert export_annex(installation, actor, made.locked_set, request).content
    assert make_contract_report(installation, actor, made.contract, ReportRequest()).content
    assert attempts == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_page_calls_anybody_or_makes_a_browser_do_so(shipped_world: World, attempts: list[str]) -> None:
    client = _signed_in(shipped_world)
    loaded: set[str] = set()
    failed: list[str] = []
    visited = 0

    for address, status, page in _walk(client):
        visited += 1
        loaded.update(page.loads)
        if status >= 400:
            failed.append(f"{status} {address}")

    assert visited > 30
    assert failed == []
    assert [address for address in loaded if urlsplit(address).netloc or address.startswith("data:")] == []
    assert attempts == []


def _signed_in(world: World) -> FlaskClient:
    """A browser in which the administrator works for the demonstration organisation."""
    made = make_demonstration(world.installation, world.actor)
    actor = replace(world.actor, organisation_id=made.organisation_id)
    client = site(world).test_client()
    client.set_cookie(COOKIE, make_token(world.installation, actor, actor.user_id, 1))
    return client


def _walk(client: FlaskClient) -> Iterator[tuple[str, int, _Links]]:
    """Every page that can be reached by links, and files once; criteria only a few, they are all alike."""
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < _MOST_PAGES:
        address = waiting.pop(0)
        answered = client.get(address, follow_redirects=True)
        page = _Links()
        if answered.mimetype == "text/html":
            page.feed(answered.text)
        yield address, answered.status_code, page
        for link in page.links:
            target = urldefrag(urljoin(address, link)).url
            kind = _kind(target)
            if urlsplit(target).netloc or target in seen or sum(_kind(old) == kind for old in seen) >= 6:
                continue
            seen.add(target)
            waiting.append(target)


def _kind(address: str) -> str:
    """What sort of page an address is: its path without what differs from thing to thing."""
    path = re.sub(r"[a-z]+-[0-9a-z]{10}|[A-Z]+-\d+\w?(:\d+)?|\d+", "*", urlsplit(address).path)
    return re.sub(r"(/grupp|/kriterium)/.*", r"\1/*", path)


def test_no_template_or_style_names_a_host() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {address}"
        for folder in (*_SHOWN, *_RENDERED)
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".j2", ".css", ".svg", ".js"}
        for address in _HOST.findall(path.read_text(encoding="utf-8"))
        if not address.startswith(_NAMES)
    ]

    assert found == []


def test_content_security_policy_names_no_host() -> None:
    sources = {word for rule in CSP.split(";") for word in rule.split()[1:]}

    assert sources <= {"'self'", "'none'", "data:"}
