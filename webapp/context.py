# SPDX-License-Identifier: EUPL-1.2
"""What a view asks for: the installation, the actor, and small readers of the request."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app, g, request

from criteria.errors import InvalidInputError
from criteria.library.model import Words
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.services.library_past import list_group_titles
from webapp.moments import read_moment
from webapp.settings import Settings


def installation() -> Installation:
    """The installation the site runs on."""
    found: Installation = current_app.extensions["kravkedjan"]
    return found


def site_settings() -> Settings:
    """The settings of the site."""
    found: Settings = current_app.extensions["kravkedjan_settings"]
    return found


def actor() -> Actor:
    """Who acts; only for endpoints that ask for more than ``PUBLIC`` or ``LIBRARY``."""
    found: Actor = g.actor
    return found


def viewer() -> str | None:
    """The organisation whose own criteria may be seen, or ``None`` for a visitor."""
    return None if g.actor is None else str(g.actor.organisation_id)


def sees_drafts() -> bool:
    """Whether whoever asks is an editor, to whom a search shows drafts."""
    return g.actor is not None and bool(g.actor.may(Permission.EDIT_LIBRARY))


def day_asked(name: str = "dag") -> date | None:
    """A civil day from the address.

    Raises:
        InvalidInputError: ``date.malformed``.
    """
    text = request.args.get(name, "").strip()
    return read_date(text, name) if text else None


def moment_asked(name: str = "kant") -> datetime | None:
    """A moment from the address, as which something was known; a civil day alone means its end.

    Raises:
        InvalidInputError: ``date.malformed``.
    """
    text = request.args.get(name, "").strip()
    return read_moment(text, name) if text else None


def read_date(text: str, field: str) -> date:
    """An ISO date typed by a person.

    Raises:
        InvalidInputError: ``date.malformed``.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInputError("date.malformed", where=field, given=text) from None


def whole_number(text: str, *, low: int, high: int, default: int) -> int:
    """A whole number from an address, kept within bounds; nonsense becomes the default."""
    try:
        return min(max(int(text), low), high)
    except ValueError:
        return default


def safe_way_back(text: str | None) -> str | None:
    """A path on this site to go on to, or ``None``; nothing that leads elsewhere passes."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")) or "\n" in text or "\r" in text:
        return None
    return text


def group_name(group_id: str) -> Words:
    """What a product group is called now, for a page that has its id alone; the id for an unknown one."""
    if "group_titles" not in g:
        g.group_titles = list_group_titles(installation())
    found: Words = g.group_titles.get(group_id, Words(group_id))
    return found
