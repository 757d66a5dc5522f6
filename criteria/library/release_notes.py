# SPDX-License-Identifier: EUPL-1.2
"""What a release says it holds: new, new version, clarification or removed. Source: DOMAIN 0.2, UHM-2016."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from criteria.library.cover import Batch, Published
from criteria.library.model import ChangeClass, LibraryEvent


class NoteKind(str, Enum):
    """What happened to a criterion in a release, in the agency's own four words."""

    NEW = "new"
    NEW_VERSION = "new_version"
    CLARIFICATION = "clarification"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """One line of a release's notes; ``related`` is what it takes the place of, or what took over."""

    kind: NoteKind
    ref: str
    title: str
    related: tuple[str, ...]
    text: str


_CLARIFYING = (ChangeClass.EDITORIAL, ChangeClass.CLARIFIED)


def release_notes(batch: Batch, titles: dict[str, str]) -> tuple[ReleaseNote, ...]:
    """The notes of a batch: what is published first, then what is removed, each in the order planned.

    A version that a newer one of the same criterion takes over from is told of by that one alone.
    """
    endings = [event for event in batch.events if event.kind.is_ending]
    return (*_published(batch, endings), *_removed(endings, titles))


def _published(batch: Batch, endings: list[LibraryEvent]) -> Iterator[ReleaseNote]:
    for item in batch.publications:
        replaced = tuple(
            event.subject
            for event in endings
            if any(successor.ref == item.publication.ref for successor in event.successors)
        )
        yield ReleaseNote(
            kind=_kind(item, replaced),
            ref=item.publication.ref,
            title=item.version.title.sv,
            related=replaced,
            text=item.publication.change_reason or "",
        )


def _kind(item: Published, replaced: tuple[str, ...]) -> NoteKind:
    same = any(ref.partition(":")[0] == item.version.id for ref in replaced)
    if not same:
        return NoteKind.NEW
    clarifies = item.publication.change_class in _CLARIFYING
    return NoteKind.CLARIFICATION if clarifies else NoteKind.NEW_VERSION


def _removed(endings: list[LibraryEvent], titles: dict[str, str]) -> Iterator[ReleaseNote]:
    for event in endings:
        own = event.subject.partition(":")[0]
        if any(successor.ref.partition(":")[0] == own for successor in event.successors):
            continue
        took_over = tuple(successor.ref for successor in event.successors)
        title = titles.get(event.subject, event.subject)
        yield ReleaseNote(NoteKind.REMOVED, event.subject, title, took_over, event.reason)
