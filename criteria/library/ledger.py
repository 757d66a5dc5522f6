# SPDX-License-Identifier: EUPL-1.2
"""What the cover rule looks things up in: one card for each version, one line for each group.

The store's ledger answers each look-up with a query of its own, so that a check costs the same however
large the library is. A change is laid over it before it is written (``Laid``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from criteria.library.lifecycle import Life, life_of
from criteria.library.model import CriterionVersion, LibraryEvent
from criteria.library.vocabulary import Level, RequirementType


@dataclass(frozen=True, slots=True)
class Card:
    """A published version as the rules see it: its key, owner (``None``: the public library) and life."""

    ref: str
    id: str
    level: Level
    type: RequirementType
    owner_id: str | None
    life: Life

    def is_in_force(self, day: date) -> bool:
        """Whether the version may be demanded on a day."""
        return self.life.status_on(day).is_in_force


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A product group: that it exists, the day from which it is closed, and its heir from a day on."""

    id: str
    closed_on: date | None = None
    moved_to: str | None = None
    moved_on: date | None = None

    def is_open_on(self, day: date) -> bool:
        """Whether something may be filed in the group on a day."""
        return self.closed_on is None or day < self.closed_on


class Ledger(Protocol):
    """Constant-time look-ups; drafts are not in it."""

    def find_card(self, ref: str) -> Card | None:
        """The published version with a full reference."""
        ...

    def find_cards(self, refs: Iterable[str]) -> dict[str, Card]:
        """The published versions among these, by full reference, looked up at once."""
        ...

    def line(self, criterion_id: str, level: Level) -> tuple[Card, ...]:
        """Every published version of a criterion at a level."""
        ...

    def find_group(self, group_id: str) -> GroupLine | None:
        """The product group with an id."""
        ...


class Laid:
    """Cards laid over a ledger, or over nothing: what will be stored if the change is let through."""

    def __init__(self, base: Ledger | None = None, groups: Iterable[GroupLine] = ()) -> None:
        """Lay nothing yet."""
        self._base = base
        self._cards: dict[str, Card] = {}
        #: What the ledger beneath has said; nothing is written there while a change is looked at.
        self._known: dict[str, Card | None] = {}
        self._groups = {group.id: group for group in groups}

    def put(self, card: Card) -> None:
        """Lay a card over the one with the same reference."""
        self._cards[card.ref] = card

    def add_event(self, event: LibraryEvent) -> None:
        """Lay what happens to a version that is in the ledger."""
        card = self.find_card(event.subject)
        if card is not None:
            self.put(replace(card, life=replace(card.life, events=(*card.life.events, event))))

    def expect(self, refs: Iterable[str]) -> None:
        """Look up at once what will be asked for one by one."""
        wanted = {ref for ref in refs if ref not in self._cards and ref not in self._known}
        if self._base is not None and wanted:
            found = self._base.find_cards(sorted(wanted))
            self._known.update({ref: found.get(ref) for ref in wanted})

    def find_cards(self, refs: Iterable[str]) -> dict[str, Card]:
        """The published versions among these, by full reference."""
        listed = tuple(refs)
        self.expect(listed)
        found = ((ref, self.find_card(ref)) for ref in listed)
        return {ref: card for ref, card in found if card is not None}

    def find_card(self, ref: str) -> Card | None:
        """The published version with a full reference."""
        if ref in self._cards or self._base is None:
            return self._cards.get(ref)
        if ref not in self._known:
            self._known[ref] = self._base.find_card(ref)
        return self._known[ref]

    def line(self, criterion_id: str, level: Level) -> tuple[Card, ...]:
        """Every published version of a criterion at a level."""
        below = () if self._base is None else self._base.line(criterion_id, level)
        mine = [card for card in self._cards.values() if (card.id, card.level) == (criterion_id, level)]
        return (*(card for card in below if card.ref not in self._cards), *mine)

    def find_group(self, group_id: str) -> GroupLine | None:
        """The product group with an id."""
        if group_id in self._groups or self._base is None:
            return self._groups.get(group_id)
        return self._base.find_group(group_id)


def card_of(version: CriterionVersion, valid_from: date, owner_id: str | None) -> Card:
    """The card of a version that is published and that nothing has happened to yet."""
    life = life_of(version, valid_from)
    return Card(version.ref, version.id, version.level, version.type, owner_id, life)


def heirs_on(
    groups: Iterable[str], find_group: Callable[[str], GroupLine | None], day: date
) -> tuple[str, ...]:
    """The groups, each followed by those it has been moved into by a day. Source: DOMAIN 4.2, I10."""
    found: dict[str, None] = {}
    waiting = list(groups)
    while waiting:
        group = waiting.pop(0)
        line = None if group in found else find_group(group)
        found[group] = None
        has_moved = line is not None and line.moved_on is not None and line.moved_on <= day
        if line is not None and line.moved_to is not None and has_moved:
            waiting.insert(0, line.moved_to)
    return tuple(found)
