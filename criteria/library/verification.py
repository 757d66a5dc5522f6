# SPDX-License-Identifier: EUPL-1.2
"""The whole library held against the rules that let it in: COVER, one text per time, groups (DOMAIN 4.2).

Every ending, filling and move is asked about again, in the order they were recorded, by the same rules as
when it was stored; the proof in ``cover`` then gives COVER for every later day. What depends on the day of
asking (that nothing takes effect before it is recorded) is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from criteria.issues import Issue
from criteria.library.cover import Batch, Published, check_change
from criteria.library.ledger import Card, GroupLine, card_of
from criteria.library.lifecycle import Life
from criteria.library.model import LibraryEvent
from criteria.library.moves import check_closing
from criteria.library.texts import check_texts
from criteria.library.vocabulary import Level


def check_history(
    published: tuple[Published, ...],
    happened: Iterable[LibraryEvent],
    groups: Mapping[str, GroupLine],
) -> Iterator[Issue]:
    """Every rule of DOMAIN 4.2 that the library breaks; ``groups`` says when each closed and where it went.

    ``happened`` is everything that is recorded about any version, in the order it was recorded.
    """
    shelf = _Shelf(published, groups)
    for event in happened:
        yield from check_change(shelf, Batch(event.on, events=(event,), imported=True))
        shelf.add_event(event)
    for item in published:
        yield from check_texts(shelf, item.version)
    for group, line in groups.items():
        if line.closed_on is not None:
            yield from check_closing(shelf.list_ever_filed(group), group, line.closed_on)


class _Shelf:
    """A ``Ledger`` of everything at once, so that the whole library is checked in one reading.

    Every group counts as open: whether it was when something was filed in it is not known any more, and
    that nothing is in force in a closed one is checked at the end. Where a group went is known.
    """

    def __init__(self, published: tuple[Published, ...], groups: Mapping[str, GroupLine]) -> None:
        """Put up every published version, before anything has happened to it."""
        self._cards: dict[str, Card] = {}
        self._lines: dict[tuple[str, Level], list[str]] = {}
        self._groups = groups
        for item in published:
            card = card_of(item.version, item.publication.valid_from, item.owner_id)
            self._cards[card.ref] = card
            self._lines.setdefault((card.id, card.level), []).append(card.ref)

    def add_event(self, event: LibraryEvent) -> None:
        """Let something have happened to a version; one that is not there was a finding already."""
        card = self._cards.get(event.subject)
        if card is not None:
            life = replace(card.life, events=(*card.life.events, event))
            self._cards[card.ref] = replace(card, life=life)

    def find_card(self, ref: str) -> Card | None:
        """The published version with a full reference."""
        return self._cards.get(ref)

    def find_cards(self, refs: Iterable[str]) -> dict[str, Card]:
        """The published versions among these, by full reference."""
        return {ref: self._cards[ref] for ref in refs if ref in self._cards}

    def line(self, criterion_id: str, level: Level) -> tuple[Card, ...]:
        """Every published version of a criterion at a level."""
        return tuple(self._cards[ref] for ref in self._lines.get((criterion_id, level), ()))

    def find_group(self, group_id: str) -> GroupLine | None:
        """The product group with an id."""
        line = self._groups.get(group_id)
        return None if line is None else replace(line, closed_on=None)

    def list_ever_filed(self, group_id: str) -> tuple[Card, ...]:
        """Every version that was filed in a group on some day."""
        return tuple(card for card in self._cards.values() if group_id in _ever_in(card.life))


def _ever_in(life: Life) -> frozenset[str]:
    joined = (group for event in life.events if event.move is not None for group in event.move.join)
    return frozenset((*life.groups, *joined))
