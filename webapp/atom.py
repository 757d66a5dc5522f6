# SPDX-License-Identifier: EUPL-1.2
"""A page of library changes as an Atom feed. Source: RFC 4287; RFC 5005 section 3 for pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from flask import url_for
from flask_babel import get_locale, gettext

from criteria.documents.limits import clean
from criteria.services.library_feed import FeedEntry, FeedPage
from webapp import words

MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


def atom_feed(page: FeedPage, author: str, here: int | None) -> bytes:
    """The feed as a UTF-8 document; ``here`` is the sequence that cut this page, ``None`` for the newest."""
    ElementTree.register_namespace("", _NAMESPACE)
    feed = ElementTree.Element(_name("feed"), {f"{{{_XML}}}lang": str(get_locale())})
    title = gettext("Ändringar i kriteriebiblioteket")
    if page.group_title is not None:
        title = gettext("Ändringar i kriteriebiblioteket: %(group)s", group=page.group_title)
    _put(feed, "title", title)
    _put(feed, "id", page.id)
    _put(feed, "updated", _moment(page.updated))
    _put(ElementTree.SubElement(feed, _name("author")), "name", author)
    _put(feed, "generator", "Kravkedjan")
    _link(feed, "self", _address(page, here), MEDIA_TYPE)
    _link(feed, "alternate", _page_address(page), "text/html")
    if here is not None:
        _link(feed, "first", _address(page, None), MEDIA_TYPE)
    if page.before is not None:
        _link(feed, "next", _address(page, page.before), MEDIA_TYPE)
    for entry in page.entries:
        _entry(feed, entry)
    ElementTree.indent(feed)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: ElementTree.Element, entry: FeedEntry) -> None:
    element = ElementTree.SubElement(feed, _name("entry"))
    shown = entry.ref.partition("@")[0]
    level = words.word(words.LEVELS, entry.ref.partition("@")[2]).lower()
    _put(element, "title", f"{shown} {level}, {entry.title}: {words.word(words.LIBRARY_EVENTS, entry.kind)}")
    _put(element, "id", entry.id)
    _put(element, "updated", _moment(entry.at))
    _put(element, "published", _moment(entry.at))
    page = url_for("library.criterion", ref=words.page_ref(entry.ref), _external=True)
    _link(element, "alternate", page, "text/html")
    ElementTree.SubElement(element, _name("category"), {"term": entry.kind})
    _put(element, "summary", "\n".join(_told(entry)) or str(words.word(words.LIBRARY_EVENTS, entry.kind)))


def _told(entry: FeedEntry) -> Iterator[str]:
    """What a reader needs to know without opening the page."""
    if entry.on is not None:
        yield gettext("Gäller från %(day)s.", day=words.long_date(entry.on))
    if entry.reason:
        yield entry.reason.strip()
    for successor in entry.successors:
        change = words.word(words.CHANGES, successor.change_class)
        note = f" {successor.note.strip()}" if successor.note else ""
        yield f"{gettext('Ersätts av')} {successor.ref.partition('@')[0]}. {change}.{note}"
    if entry.gap_notice is not None:
        yield f"{entry.gap_notice.text.strip()} {gettext('Så länge')}: {entry.gap_notice.meanwhile.strip()}"
    if entry.law is not None:
        yield f"{entry.law.text.strip()} {entry.law.reference}"


def _address(page: FeedPage, before: int | None) -> str:
    return url_for("feed.changes", grupp=page.group, fore=before, _external=True)


def _page_address(page: FeedPage) -> str:
    if page.group is None:
        return url_for("library.groups", _external=True)
    return url_for("library.group", group_id=page.group, _external=True)


def _name(local: str) -> str:
    return f"{{{_NAMESPACE}}}{local}"


def _put(parent: ElementTree.Element, local: str, text: str) -> None:
    ElementTree.SubElement(parent, _name(local)).text = clean(text)


def _link(parent: ElementTree.Element, relation: str, address: str, media_type: str) -> None:
    given = {"rel": relation, "href": address, "type": media_type}
    ElementTree.SubElement(parent, _name("link"), given)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
