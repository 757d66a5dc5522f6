# SPDX-License-Identifier: EUPL-1.2
"""Comparing criterion versions: two word by word, or up to three side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.errors import InvalidInputError
from criteria.identifiers import parse_reference
from criteria.library.difference import RecordedStep, VersionDifference, compare
from criteria.library.reading import Say, as_code, read_fields
from criteria.services.installation import Installation
from criteria.services.library import resolve
from criteria.storage.library_store import LibraryStore, StoredVersion

MOST_BESIDE = 3
_MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Beside:
    """One field of the versions compared: its text in each, in their order, and whether all say the same."""

    field: str
    texts: tuple[str, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Versions beside each other; ``rows`` leaves out fields that are empty in all of them."""

    refs: tuple[str, ...]
    rows: tuple[Beside, ...]


def compare_versions(
    installation: Installation,
    first: str,
    second: str,
    *,
    viewer: str | None = None,
    say: Say = as_code,
) -> VersionDifference:
    """The difference of two versions, the earlier one first whichever way they are named.

    Earlier is what the other has replaced, step by step; without that the lower version of one criterion and
    level, else the one named first.

    Raises:
        NotFoundError: ``criterion.unknown`` or ``criterion.not_in_force``.
        RefusedError: ``criterion.ambiguous``.
        InvalidInputError: ``compare.same`` when both are one and the same version.
    """
    day = installation.clock.today()
    with installation.reading() as session:
        store = LibraryStore(session)
        before, after = (_found(store, text, day, viewer) for text in (first, second))
        if before.version.ref == after.version.ref:
            raise InvalidInputError("compare.same", where=second, ref=after.version.ref)
        steps = _steps(store, before, after.version.ref, viewer)
        if not steps:
            back = _steps(store, after, before.version.ref, viewer)
            if back or _is_later(before, after):
                before, after, steps = after, before, back
    return compare(before.version, after.version, steps, say)


def side_by_side(
    installation: Installation, refs: tuple[str, ...], *, viewer: str | None = None, say: Say = as_code
) -> SideBySide:
    """Two or three versions beside each other, field by field.

    Raises:
        InvalidInputError: ``compare.count`` for fewer than two or more than three different versions.
        NotFoundError: ``criterion.unknown`` or ``criterion.not_in_force``.
        RefusedError: ``criterion.ambiguous``.
    """
    day = installation.clock.today()
    with installation.reading() as session:
        store = LibraryStore(session)
        found = {item.version.ref: item.version for item in (_found(store, ref, day, viewer) for ref in refs)}
    if not 2 <= len(found) <= MOST_BESIDE:
        raise InvalidInputError("compare.count", where="refs", count=len(found), maximum=MOST_BESIDE)
    read = [{item.name: item.text for item in read_fields(version, say)} for version in found.values()]
    names = dict.fromkeys(name for fields in read for name in fields)
    rows = (Beside(name, texts, len(set(texts)) == 1) for name, texts in _rows(tuple(names), read))
    return SideBySide(tuple(found), tuple(row for row in rows if any(row.texts)))


def _rows(names: tuple[str, ...], read: list[dict[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(fields.get(name, "") for fields in read)) for name in names)


def _found(store: LibraryStore, text: str, day: date, viewer: str | None) -> StoredVersion:
    reference = parse_reference(text)
    (found,) = resolve(store.list_versions(criterion_id=reference.id, viewer=viewer), reference, day)
    return found


def _is_later(first: StoredVersion, second: StoredVersion) -> bool:
    one, other = first.version, second.version
    return (one.id, one.level) == (other.id, other.level) and one.version > other.version


def _steps(
    store: LibraryStore, before: StoredVersion, wanted: str, viewer: str | None
) -> tuple[RecordedStep, ...]:
    """The shortest way of recorded replacements to a version; the bound is for a store with a cycle (I5)."""
    waiting: list[tuple[StoredVersion, tuple[RecordedStep, ...]]] = [(before, ())]
    seen = {before.version.ref}
    while waiting and len(seen) < _MOST_STEPS:
        current, way = waiting.pop(0)
        for event in current.life.events:
            for edge in event.successors:
                step = RecordedStep(current.version.ref, edge.ref, edge.change_class, edge.note, event.on)
                if edge.ref == wanted:
                    return (*way, step)
                if edge.ref in seen:
                    continue
                seen.add(edge.ref)
                found = store.find_version(parse_reference(edge.ref), viewer)
                if found is not None:
                    waiting.append((found, (*way, step)))
    return ()
