# SPDX-License-Identifier: EUPL-1.2
"""The stored library as the cover rule looks things up in it: a query by key for each card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from criteria.library.ledger import Card, GroupLine
from criteria.library.vocabulary import Level
from criteria.storage.library_store import LibraryStore, StoredVersion


class StoredLedger:
    """A ``Ledger`` over one session; whoever owns a version, the rule sees it."""

    def __init__(self, session: Session) -> None:
        """Bind to a session; the library's lock is held by whoever asks in order to write."""
        self._store = LibraryStore(session)

    def find_card(self, ref: str) -> Card | None:
        """The published version with a full reference."""
        found = self._store.list_of_any_owner((ref,), published=True)
        return next(iter(_published(found)), None)

    def find_cards(self, refs: Iterable[str]) -> dict[str, Card]:
        """The published versions among these, by full reference, in one reading."""
        return {card.ref: card for card in _published(self._store.list_of_any_owner(refs, published=True))}

    def line(self, criterion_id: str, level: Level) -> tuple[Card, ...]:
        """Every published version of a criterion at a level."""
        return _published(self._store.list_line(criterion_id, level.value, published=True))

    def find_group(self, group_id: str) -> GroupLine | None:
        """The product group with an id."""
        return self._store.find_group(group_id)

    def list_filed(self, group_id: str, day: date) -> tuple[Card, ...]:
        """Every published version that is filed in a group on or after a day."""
        return _published(self._store.list_filed(group_id, day))


def _published(found: tuple[StoredVersion, ...]) -> tuple[Card, ...]:
    return tuple(_card(item) for item in found if item.life.valid_from is not None)


def _card(item: StoredVersion) -> Card:
    version = item.version
    return Card(version.ref, version.id, version.level, version.type, item.owner_id, item.life)
