# SPDX-License-Identifier: EUPL-1.2
"""The Atom feed of library changes: all of them, or those of one product group."""

from __future__ import annotations

from hashlib import sha256

from flask import Blueprint, Response, request

from criteria.services.accounts import home_name
from criteria.services.library_feed import list_changes
from webapp.atom import MEDIA_TYPE, atom_feed
from webapp.context import installation, whole_number

blueprint = Blueprint("feed", __name__)
_LATEST = 9_000_000_000_000_000


@blueprint.get("/kriterier/atom.xml")
def changes() -> Response:
    """The newest changes, or with ``?fore=`` those before a place; ``?grupp=`` for one product group.

    A reader that says what it has is told when nothing is new.
    """
    given = request.args.get("fore", "")
    here = whole_number(given, low=1, high=_LATEST, default=_LATEST) if given else None
    page = list_changes(installation(), group=request.args.get("grupp") or None, before=here)
    content = atom_feed(page, home_name(installation()), here)
    answer = Response(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer.set_etag(sha256(content).hexdigest())
    answer.last_modified = page.updated.replace(microsecond=0)
    answer.make_conditional(request)
    return answer
