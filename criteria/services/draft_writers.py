# SPDX-License-Identifier: EUPL-1.2
"""Who has written in a version: all are its authors where four eyes are asked for. Source: DOMAIN 4.1.

``author_id`` of a version is who proposed it. Whoever changed the draft afterwards is known from the event
log, which is written in the same transaction as the change and never again.
"""

from __future__ import annotations

from collections.abc import Iterable

from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.library_store import StoredVersion
from criteria.storage.own_store import OwnStore

#: What the log says where somebody has written new words in a draft.
_WRITTEN = ("criterion.changed",)


def writers_of(session: Session, versions: Iterable[StoredVersion]) -> dict[str, frozenset[str]]:
    """Everybody who has written in each version, by full reference; two queries however many there are.

    A shared draft that was made from an organisation's proposal has the writers of what was proposed too.
    """
    authors = {item.version.ref: item.author_id for item in versions}
    proposed = OwnStore(session).list_accepted(authors)
    actors = EventStore(session).actors_about((*authors, *proposed.values()), _WRITTEN)
    return {
        ref: frozenset(filter(None, (author_id,)))
        | actors.get(ref, frozenset())
        | actors.get(proposed.get(ref, ""), frozenset())
        for ref, author_id in authors.items()
    }
