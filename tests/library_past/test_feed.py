# SPDX-License-Identifier: EUPL-1.2
"""The Atom feed of library changes: valid by RFC 4287, lasting ids, pages, and nothing sent twice."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from criteria.events.model import NewEvent
from criteria.services import library_feed
from criteria.storage.library_store import LibraryStore
from tests.library_past.lighting import lamp
from tests.plumbing.installation import World
from tests.webapp.calls import site

_ATOM = {"a": "http://www.w3.org/2005/Atom"}
_ADDRESS = "/kriterier/atom.xml"
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def reader(old_world: World) -> FlaskClient:
    return site(old_world).test_client()


def _feed(reader: FlaskClient, address: str = _ADDRESS, base: str = "http://localhost") -> Element:
    answer = reader.get(address, base_url=base)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return fromstring(answer.data)


def _texts(element: Element, path: str) -> list[str]:
    return [str(found.text) for found in element.findall(path, _ATOM)]


def _links(element: Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall("a:link", _ATOM)}


def test_feed_has_everything_the_standard_asks_for(reader: FlaskClient) -> None:
    feed = _feed(reader)

    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"a:{name}", _ATOM)) == 1, name
    assert _texts(feed, "a:author/a:name") == ["Ekby kommun"]
    assert _links(feed)["self"] == "http://localhost/kriterier/atom.xml"
    entries = feed.findall("a:entry", _ATOM)
    assert len(entries) > 5
    for entry in entries:
        for name in ("id", "title", "updated", "summary"):
            assert len(entry.findall(f"a:{name}", _ATOM)) == 1, name
        assert _URN.fullmatch(_texts(entry, "a:id")[0])
        assert _links(entry)["alternate"].startswith("http://localhost/kriterium/LIG-")
        assert datetime.fromisoformat(_texts(entry, "a:updated")[0]).tzinfo is not None
    assert len(set(_texts(feed, "a:entry/a:id"))) == len(entries)


def test_newest_entry_comes_first_and_dates_the_feed(reader: FlaskClient) -> None:
    feed = _feed(reader)

    updated = _texts(feed, "a:entry/a:updated")
    assert updated == sorted(updated, reverse=True)
    assert _texts(feed, "a:updated") == updated[:1]


def test_ids_are_the_same_each_time_and_under_another_host(reader: FlaskClient) -> None:
    here, elsewhere = _feed(reader), _feed(reader, base="https://krav.ekby.example")

    assert _texts(here, "a:entry/a:id") == _texts(elsewhere, "a:entry/a:id")
    assert _texts(here, "a:id") == _texts(elsewhere, "a:id")
    assert _links(elsewhere)["self"] == "https://krav.ekby.example/kriterier/atom.xml"


def test_entry_says_what_happened_and_what_carries_it_on(reader: FlaskClient) -> None:
    entries = {
        (entry.findall("a:category", _ATOM)[0].attrib["term"], _links(entry)["alternate"]): entry
        for entry in _feed(reader).findall("a:entry", _ATOM)
    }

    split = entries["supersede", "http://localhost/kriterium/LIG-04:3/bas"]
    gap = entries["withdraw_gap", "http://localhost/kriterium/LIG-09:1/bas"]

    told = _texts(split, "a:summary")[0]
    assert "Gäller från 15 januari 2027." in told
    assert "Ersätts av LIG-04:4. Delad. Livslängden." in told
    assert "Ersätts av LIG-14:1. Delad. Färgåtergivningen." in told
    assert "Lysrör är förbjudna. Så länge: Fråga efter LED." in _texts(gap, "a:summary")[0]


def test_pages_hold_every_change_once(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _texts(_feed(reader), "a:entry/a:id")
    monkeypatch.setattr(library_feed, "PAGE", 4)
    found: list[str] = []
    address: str | None = _ADDRESS

    while address is not None:
        page = _feed(reader, address.removeprefix("http://localhost"))
        on_page = _texts(page, "a:entry/a:id")
        assert 0 < len(on_page) <= 4
        found += on_page
        address = _links(page).get("next")

    assert found == whole


def test_later_pages_have_the_same_feed_and_the_way_to_the_first(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_feed, "PAGE", 4)
    first = _feed(reader)

    second = _feed(reader, _links(first)["next"].removeprefix("http://localhost"))

    assert _texts(second, "a:id") == _texts(first, "a:id")
    assert _texts(second, "a:updated") == _texts(first, "a:updated")
    assert _links(second)["first"] == "http://localhost/kriterier/atom.xml"


def test_group_has_a_feed_of_its_own_also_under_its_old_address(reader: FlaskClient) -> None:
    moved = _feed(reader, f"{_ADDRESS}?grupp=buildings")
    old = _feed(reader, f"{_ADDRESS}?grupp=lighting")

    assert _texts(moved, "a:title") == ["Ändringar i kriteriebiblioteket: Byggnadens installationer"]
    assert {_links(entry)["alternate"] for entry in moved.findall("a:entry", _ATOM)} == {
        "http://localhost/kriterium/LIG-04:4/bas",
        "http://localhost/kriterium/LIG-14:1/bas",
    }
    assert len(old.findall("a:entry", _ATOM)) == len(_feed(reader).findall("a:entry", _ATOM))
    assert len({_texts(feed, "a:id")[0] for feed in (moved, old, _feed(reader))}) == 3
    assert reader.get(f"{_ADDRESS}?grupp=nowhere").status_code == 404


def test_reader_who_has_the_newest_is_sent_nothing(reader: FlaskClient) -> None:
    first = reader.get(_ADDRESS)
    changed = parsedate_to_datetime(first.headers["Last-Modified"])

    same = reader.get(_ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    since = reader.get(_ADDRESS, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    before = reader.get(
        _ADDRESS, headers={"If-Modified-Since": format_datetime(changed - timedelta(days=1), usegmt=True)}
    )

    assert (same.status_code, since.status_code, before.status_code) == (304, 304, 200)
    assert same.data == b""
    assert changed.isoformat() == "2028-02-01T11:00:00+00:00"


@pytest.mark.parametrize("where", ["0", "-1", "x", "99999999999999999999"])
def test_nonsense_for_a_place_gives_a_page_and_no_fault(reader: FlaskClient, where: str) -> None:
    assert reader.get(f"{_ADDRESS}?fore={where}").status_code == 200


def test_draft_and_somebody_elses_own_criterion_are_not_told_of(world: World) -> None:
    public, own = lamp("LIG-31:1@base"), lamp("LIG-32:1@base")
    with world.installation.writing() as work:
        store = LibraryStore(work.session)
        store.add_version(public, None, work.clock.now())
        store.add_version(own, world.actor.organisation_id, work.clock.now())
        for kind, version in (("published", public), ("published", own), ("drafted", public)):
            payload = {"valid_from": "2026-11-01"}
            event = NewEvent(f"criterion.{kind}", version.ref, payload, "system", world.actor.organisation_id)
            work.record(event)

    page = library_feed.list_changes(world.installation)

    assert [(entry.ref, entry.kind) for entry in page.entries] == [(public.ref, "published")]


def test_empty_library_has_an_empty_valid_feed(sqlite_world: World) -> None:
    feed = _feed(site(sqlite_world).test_client())

    assert feed.findall("a:entry", _ATOM) == []
    assert len(_texts(feed, "a:updated")) == 1


def test_pages_lead_to_the_feed(reader: FlaskClient) -> None:
    for address in ("/grupper", "/grupp/buildings"):
        assert 'type="application/atom+xml"' in reader.get(address).text
