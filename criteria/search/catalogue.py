# SPDX-License-Identifier: EUPL-1.2
"""The documents of one generation in memory: what filters, facets and codes need, in browsing order.

Built once per generation and never changed. A document's place does not depend on the order in which it
was written, so a projection kept up by changes answers exactly like a rebuilt one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from criteria.library.lifecycle import VersionStatus
from criteria.library.vocabulary import Level
from criteria.search.document import Head
from criteria.search.swedish import fold
from criteria.search.whoosh_files import Stored

FACETS = ("group", "level", "type", "aspect", "label", "method", "status")
_KEPT_DATES = 16
_LEVEL_RANKS = {level.value: level.rank for level in Level}


class Catalogue:
    """All documents of a generation; a document is named by its place, 0 to ``size`` - 1."""

    def __init__(self, documents: Iterable[Stored]) -> None:
        """Order the documents and collect what leads to them."""
        stored = sorted(documents, key=lambda document: document.head.key)
        self.heads: tuple[Head, ...] = tuple(document.head for document in stored)
        self.written: tuple[str, ...] = tuple(document.written for document in stored)
        self.numbers: tuple[int, ...] = tuple(document.number for document in stored)
        self.lengths: tuple[tuple[int, ...], ...] = tuple(document.lengths for document in stored)
        self.place_of_number: dict[int, int] = {number: place for place, number in enumerate(self.numbers)}
        self.place_of_key: dict[str, int] = {head.key: place for place, head in enumerate(self.heads)}
        self.by_id: dict[str, list[int]] = {}
        self.by_krav: dict[str, list[int]] = {}
        self.members: dict[int, list[int]] = {}
        self.labelled: dict[int, list[int]] = {}
        self._label_names: dict[str, str] = {}
        self._statuses: dict[date, tuple[VersionStatus | None, ...]] = {}
        for head in self.heads:
            if head.kind == "label":
                self._label_names[fold(head.title.lower())] = head.id
                self._label_names[fold(head.id)] = head.id
        #: The labels that are one word, as "svanen", in lower case.
        self.label_words = frozenset(
            head.title.lower() for head in self.heads if head.kind == "label" and " " not in head.title
        )
        for place, head in enumerate(self.heads):
            if head.kind == "criterion":
                self._collect(place, head)
        #: The documents with CPV codes: product groups.
        self.coded = tuple(place for place, head in enumerate(self.heads) if head.cpv)
        #: The values of every document in the facets that do not depend on a day.
        self.columns: dict[str, tuple[tuple[str, ...], ...]] = {
            "group": tuple(head.groups for head in self.heads),
            "level": tuple(_optional(head.level) for head in self.heads),
            "type": tuple(_optional(head.type) for head in self.heads),
            "aspect": tuple(head.aspects for head in self.heads),
            "label": tuple(head.labels for head in self.heads),
            "method": tuple(head.methods for head in self.heads),
        }
        #: Where every document stands when all are listed.
        self.ranks = [0] * len(self.heads)
        for rank, place in enumerate(sorted(range(len(self.heads)), key=self._browsing_order)):
            self.ranks[place] = rank

    @property
    def size(self) -> int:
        """The number of documents."""
        return len(self.heads)

    def group(self, group_id: str) -> Head | None:
        """A product group's head, where the group is in the index."""
        place = self.place_of_key.get(f"group|{group_id}|")
        return None if place is None else self.heads[place]

    def label_id(self, name: str) -> str:
        """The id of a label named by id or by its name in any case; an unknown name is given back."""
        return self._label_names.get(fold(name.strip().lower()), name)

    def covered_by(self, name: str) -> tuple[int, ...]:
        """The criteria that the label with this name covers; none for anything but a label's whole name."""
        label = self._label_names.get(fold(name.strip().lower()))
        source = None if label is None else self.place_of_key.get(f"label|{label}|")
        return () if source is None else tuple(self.labelled.get(source, ()))

    def name_of(self, facet: str, value: str) -> str | None:
        """The library's own name for a facet value: of groups and labels."""
        if facet not in ("group", "label"):
            return None
        place = self.place_of_key.get(f"{facet}|{value}|")
        return None if place is None else self.heads[place].title

    def statuses(self, day: date) -> tuple[VersionStatus | None, ...]:
        """The state of every document on a day; ``None`` for anything that has no state."""
        statuses = self._statuses.get(day)
        if statuses is None:
            statuses = tuple(None if head.life is None else head.life.status_on(day) for head in self.heads)
            kept = dict(list(self._statuses.items())[1 - _KEPT_DATES :])
            self._statuses = {**kept, day: statuses}
        return statuses

    def successors(self, place: int, day: date) -> tuple[str, ...]:
        """What carries a version on, as far as that had happened on the day."""
        head = self.heads[place]
        if head.successors_from is None or day < head.successors_from:
            return ()
        return head.successors

    def is_visible(self, place: int, viewer: str | None, *, drafts: bool) -> bool:
        """Whether somebody of an organisation may see the document. Source: ARCHITECTURE, invariant 7."""
        head = self.heads[place]
        if head.life is not None and head.life.valid_from is None:
            return drafts and head.owner in (None, viewer)
        return head.owner is None or (
            viewer is not None and (viewer == head.owner or viewer in head.shared_with)
        )

    def _browsing_order(self, place: int) -> tuple[str, str, int, int, str]:
        """By group title, id, level, newest version, and key, so that no two are equal."""
        head = self.heads[place]
        group = self.group(head.groups[0]) if head.groups else None
        title = group.title if group is not None else (head.groups[0] if head.groups else "")
        rank = _LEVEL_RANKS.get(head.level or "", 0)
        return (swedish_order(title), head.id, rank, -(head.version or 0), head.key)

    def _collect(self, place: int, head: Head) -> None:
        self.by_id.setdefault(head.id.upper(), []).append(place)
        for krav_id, follower in head.upstream:
            for number in {krav_id.partition(":")[0], (follower or krav_id).partition(":")[0]}:
                self.by_krav.setdefault(number, []).append(place)
        for name, kind, target in (
            *((group, "group", self.members) for group in head.groups),
            *((label, "label", self.labelled) for label in head.labels),
        ):
            source = self.place_of_key.get(f"{kind}|{name}|")
            if source is not None:
                target.setdefault(source, []).append(place)


def swedish_order(text: str) -> str:
    """A text that sorts as Swedish does: å, ä and ö after z, in that order, capitals like small letters."""
    return text.lower().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}"})


def _optional(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
