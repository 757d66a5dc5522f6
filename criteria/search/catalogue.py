# SPDX-License-Identifier: EUPL-1.2
"""The documents of one generation in memory: what filters, facets and codes need, and their browsing order.

Made once per generation and never changed; that of the next generation is made from the one before and
what changed (``followed``). A document keeps its place as long as it is there; a place is never used again.
Nothing that is answered depends on places, so a projection kept up by changes answers like a rebuilt one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from criteria.library.vocabulary import Level
from criteria.people.model import EVERY_ORGANISATION
from criteria.search.bits import bits_of, merged, places_of, tables
from criteria.search.document import Head
from criteria.search.status import Day, day_of
from criteria.search.swedish import fold
from criteria.search.weighing import own_factor

FACETS = ("group", "level", "type", "aspect", "label", "method", "status")
_KEPT_DATES = 16
_LEVEL_RANKS = {level.value: level.rank for level in Level}
#: Stands at places whose document is gone.
_NOBODY = Head(key="", kind="", id="", title="")


class Placed(NamedTuple):
    """A document's head and its place."""

    place: int
    head: Head


class Catalogue:
    """All documents of a generation; a document is named by its place, below ``size``."""

    def __init__(self, documents: Iterable[Placed], size: int) -> None:
        """Collect what leads to the documents; ``size`` is the first place that nobody ever had."""
        placed = tuple(documents)
        heads = [_NOBODY] * size
        for place, head in placed:
            heads[place] = head
        self.size = size
        self.heads: tuple[Head, ...] = tuple(heads)
        #: What each document's kind and level make of any score.
        self.factors = [own_factor(head) for head in heads]
        self.place_of_key: dict[str, int] = {head.key: place for place, head in placed}
        self.live = bits_of((place for place, _ in placed), size)
        #: The places of each kind, and of each value in the facets that do not depend on a day.
        self.kinds = tables(((head.kind, place) for place, head in placed), size)
        self.values: dict[str, dict[str, int]] = {
            name: tables(((value, place) for place, head in placed for value in read(head)), size)
            for name, read in _COLUMNS.items()
        }
        self._sight = {
            name: tables(((value, place) for place, head in placed for value in read(head)), size)
            for name, read in _SIGHT.items()
        }
        self.by_id: dict[str, tuple[int, ...]] = {}
        self.by_krav: dict[str, tuple[int, ...]] = {}
        for place, head in placed:
            if head.kind == "criterion":
                _enter(self.by_id, (head.id.upper(),), place)
                _enter(self.by_krav, _krav_numbers(head), place)
        self._days: dict[date, Day] = {}
        self._name_labels()
        #: The documents with CPV codes: product groups.
        self.coded = tuple(place for place, head in placed if head.cpv)
        self._order = sorted((self._browsing_order(head), place) for place, head in placed)
        self._rank()

    def followed(self, gone: Iterable[int], added: Iterable[Placed], size: int) -> Catalogue:
        """The catalogue of the next generation, which shares with this one what did not change."""
        gone, added = tuple(gone), tuple(added)
        left = [self.heads[place] for place in gone]
        touched = (*left, *(head for _, head in added))
        if any(head.kind in ("group", "label") for head in touched):
            # Their names order and lead to much else, and they seldom change.
            left_behind = set(gone)
            kept = [document for document in self._placed() if document.place not in left_behind]
            return Catalogue([*kept, *added], size)
        new = object.__new__(Catalogue)
        new.size = size
        heads = list(self.heads) + [_NOBODY] * (size - self.size)
        for place in gone:
            heads[place] = _NOBODY
        for place, head in added:
            heads[place] = head
        new.heads = tuple(heads)
        new.factors = self.factors + [own_factor(head) for head in heads[self.size :]]
        new.place_of_key = dict(self.place_of_key)
        for head in left:
            del new.place_of_key[head.key]
        new.place_of_key.update((head.key, place) for place, head in added)
        lost = bits_of(gone, size)
        new.live = self.live & ~lost | bits_of((place for place, _ in added), size)
        new.kinds = merged(self.kinds, lost, tables(((head.kind, place) for place, head in added), size))
        new.values = _followed(self.values, _COLUMNS, lost, added, size)
        new._sight = _followed(self._sight, _SIGHT, lost, added, size)
        new.by_id, new.by_krav = dict(self.by_id), dict(self.by_krav)
        for place, head in zip(gone, left, strict=True):
            if head.kind == "criterion":
                _strike(new.by_id, (head.id.upper(),), place)
                _strike(new.by_krav, _krav_numbers(head), place)
        for place, head in added:
            if head.kind == "criterion":
                _enter(new.by_id, (head.id.upper(),), place)
                _enter(new.by_krav, _krav_numbers(head), place)
        new._days = {day: known.followed(gone, added, size) for day, known in list(self._days.items())[-2:]}
        new._label_names, new.label_words, new.coded = self._label_names, self.label_words, self.coded
        new._order = list(self._order)
        for place, head in zip(gone, left, strict=True):
            del new._order[bisect_left(new._order, (new._browsing_order(head), place))]
        new.ranks = self.ranks + [0.0] * (size - self.size)
        is_room = True
        for place, head in added:
            entry = (new._browsing_order(head), place)
            number = bisect_left(new._order, entry)
            new._order.insert(number, entry)
            is_room = new._rank_between(number) and is_room
        if not is_room:
            new._rank()
        return new

    def group(self, group_id: str) -> Head | None:
        """A product group's head, where the group is in the index."""
        place = self.place_of_key.get(f"group|{group_id}|")
        return None if place is None else self.heads[place]

    def label_id(self, name: str) -> str:
        """The id of a label named by id or by its name in any case; an unknown name is given back."""
        return self._label_names.get(fold(name.strip().lower()), name)

    def covered_by(self, name: str) -> int:
        """The criteria that the label with this name covers; none for anything but a label's whole name."""
        label = self._label_names.get(fold(name.strip().lower()))
        return 0 if label is None else self.values["label"].get(label, 0) & self.kinds.get("criterion", 0)

    def members(self, place: int) -> int:
        """The criteria filed in the group, or covered by the label, at a place."""
        head = self.heads[place]
        if head.kind not in ("group", "label"):
            return 0
        return self.values[head.kind].get(head.id, 0) & self.kinds.get("criterion", 0)

    def names_of(self, facet: str) -> dict[str, str]:
        """The library's own names for the values of a facet: of groups and labels, none for the rest."""
        return self._names.get(facet, {})

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        return {
            kind: {
                self.heads[place].id: self.heads[place].title for place in places_of(self.kinds.get(kind, 0))
            }
            for kind in ("group", "label")
        }

    def on(self, day: date) -> Day:
        """The state of every document on a day."""
        known = self._days.get(day)
        if known is None:
            known = day_of(day, self._placed(), self.size)
            kept = dict(list(self._days.items())[1 - _KEPT_DATES :])
            self._days = {**kept, day: known}
        return known

    def successors(self, place: int, day: date) -> tuple[str, ...]:
        """What carries a version on, as far as that had happened on the day."""
        head = self.heads[place]
        if head.successors_from is None or day < head.successors_from:
            return ()
        return head.successors

    def visible(self, viewer: str | None, *, drafts: bool) -> int:
        """What somebody of an organisation may see. Source: ARCHITECTURE, invariant 7."""
        sight = self._sight
        public = sight["owner"].get("", 0)
        own = 0 if viewer is None else sight["owner"].get(viewer, 0)
        unpublished = sight["draft"].get("draft", 0)
        shared = 0
        if viewer is not None:
            shared = sight["shared"].get(viewer, 0) | sight["shared"].get(EVERY_ORGANISATION, 0)
        return (public | own | shared) & ~unpublished | ((public | own) & unpublished if drafts else 0)

    def _placed(self) -> list[Placed]:
        return [Placed(place, self.heads[place]) for place in places_of(self.live)]

    def _browsing_order(self, head: Head) -> tuple[str, str, int, int, str]:
        """By group title, id, level, newest version, and key, so that no two are equal."""
        group = self.group(head.groups[0]) if head.groups else None
        title = group.title if group is not None else (head.groups[0] if head.groups else "")
        rank = _LEVEL_RANKS.get(head.level or "", 0)
        return (swedish_order(title), head.id, rank, -(head.version or 0), head.key)

    def _name_labels(self) -> None:
        self._label_names: dict[str, str] = {}
        labels = [self.heads[place] for place in places_of(self.kinds.get("label", 0))]
        for head in sorted(labels, key=lambda head: head.key):
            self._label_names[fold(head.title.lower())] = head.id
            self._label_names[fold(head.id)] = head.id
        #: The labels that are one word, as "svanen", in lower case.
        self.label_words = frozenset(head.title.lower() for head in labels if " " not in head.title)

    @cached_property
    def in_order(self) -> tuple[int, ...]:
        """All documents in the order in which they are listed."""
        return tuple(place for _, place in self._order)

    def _rank(self) -> None:
        """Give every document a number that says where it stands when all are listed."""
        ranks = [0.0] * self.size
        for rank, (_, place) in enumerate(self._order):
            ranks[place] = float(rank)
        self.ranks = ranks

    def _rank_between(self, number: int) -> bool:
        """Rank the document at a number in the order between its neighbours; whether there is room."""
        place = self._order[number][1]
        before = self.ranks[self._order[number - 1][1]] if number else -1.0
        after = self.ranks[self._order[number + 1][1]] if number + 1 < len(self._order) else before + 2.0
        self.ranks[place] = (before + after) / 2
        return before < self.ranks[place] < after


def swedish_order(text: str) -> str:
    """A text that sorts as Swedish does: å, ä and ö after z, in that order, capitals like small letters."""
    return text.lower().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}"})


def _optional(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


#: What a document has in each facet that does not depend on a day.
_COLUMNS: Mapping[str, Callable[[Head], tuple[str, ...]]] = {
    "group": lambda head: head.groups,
    "level": lambda head: _optional(head.level),
    "type": lambda head: _optional(head.type),
    "aspect": lambda head: head.aspects,
    "label": lambda head: head.labels,
    "method": lambda head: head.methods,
}
#: What decides who sees a document; the owner of the public library is "".
_SIGHT: Mapping[str, Callable[[Head], tuple[str, ...]]] = {
    "owner": lambda head: (head.owner or "",),
    "shared": lambda head: tuple(head.shared_with),
    "draft": lambda head: ("draft",) if head.life is not None and head.life.valid_from is None else (),
}


def column(facet: str, head: Head) -> tuple[str, ...]:
    """The values of a document in a facet that does not depend on a day."""
    return _COLUMNS[facet](head)


def _followed(
    known: Mapping[str, dict[str, int]],
    columns: Mapping[str, Callable[[Head], tuple[str, ...]]],
    lost: int,
    added: tuple[Placed, ...],
    size: int,
) -> dict[str, dict[str, int]]:
    return {
        name: merged(
            known[name], lost, tables(((value, place) for place, head in added for value in read(head)), size)
        )
        for name, read in columns.items()
    }


def _krav_numbers(head: Head) -> tuple[str, ...]:
    numbers = (
        number.partition(":")[0]
        for krav_id, follower in head.upstream
        for number in (krav_id, follower or krav_id)
    )
    return tuple(dict.fromkeys(numbers))


def _enter(index: dict[str, tuple[int, ...]], names: tuple[str, ...], place: int) -> None:
    for name in names:
        index[name] = (*index.get(name, ()), place)


def _strike(index: dict[str, tuple[int, ...]], names: tuple[str, ...], place: int) -> None:
    for name in names:
        index[name] = tuple(other for other in index[name] if other != place)
