# SPDX-License-Identifier: EUPL-1.2
"""How a version was published: by whom, reviewed by whom, from when, and in place of what.

Source: DOMAIN 4.1 (four eyes, use in earnest from, change class).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from criteria.issues import Issue, Severity
from criteria.library.model import ChangeClass, CriterionVersion

#: The flag of what came with the product: its review is the one the file tells of.
SHIPPED = "shipped"
#: Who stands as author of what the machine itself loads.
MACHINE = "system"


@dataclass(frozen=True, slots=True)
class Publication:
    """The record of one publication; frozen with the version.

    ``earnest_from`` is the day from which the version is meant to be used in earnest ("används på allvar
    från"). ``reviewed_by_other`` is false for ever where an organisation with one editor published alone:
    "ej granskad av annan".
    """

    ref: str
    valid_from: date
    earnest_from: date | None
    change_class: ChangeClass | None
    change_reason: str | None
    predecessor: str | None
    author_id: str
    reviewer_id: str | None
    reviewed_by_other: bool
    release: str | None
    flags: tuple[str, ...]


def shipped_publication(version: CriterionVersion, valid_from: date) -> Publication:
    """The publication of a version that came with the product, reviewed as its own file says."""
    return Publication(version.ref, valid_from, None, None, None, None, MACHINE, None, True, None, (SHIPPED,))


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who has to do with a publication: all who wrote in it, its reviewer, how many editors the owner has."""

    author_ids: frozenset[str]
    reviewer_id: str
    is_shared: bool
    editors: int


def check_four_eyes(ref: str, eyes: Eyes) -> Iterator[Issue]:
    """A finding where an author publishes without having the right to do so alone. Source: DOMAIN 4.1.

    Whoever has written in a draft is an author, also of a draft that somebody else proposed. The shared
    library always needs another's review; a local version needs it unless its organisation has one editor
    only.
    """
    if eyes.reviewer_id not in eyes.author_ids:
        return
    if eyes.is_shared:
        yield Issue(
            Severity.RED,
            "publication.same_person",
            ref,
            "a shared criterion is published by another than its author",
            {"ref": ref},
        )
    elif eyes.editors > 1:
        yield Issue(
            Severity.RED,
            "publication.has_colleague",
            ref,
            "another editor of the organisation reviews it",
            {"ref": ref, "editors": str(eyes.editors)},
        )


def check_publication(publication: Publication) -> Iterator[Issue]:
    """Every fault of a publication that can be seen from itself."""
    ref = publication.ref
    if publication.earnest_from is not None and publication.earnest_from < publication.valid_from:
        yield Issue(
            Severity.RED,
            "publication.earnest_before",
            ref,
            "used in earnest before it is in force",
            {"ref": ref, "on": publication.valid_from.isoformat()},
        )
    weaker = publication.change_class is ChangeClass.WEAKER
    if weaker and not (publication.change_reason or "").strip():
        yield Issue(
            Severity.RED,
            "publication.weaker_without_reason",
            ref,
            "a weaker version needs a written reason",
            {"ref": ref},
        )
    if publication.predecessor is not None and publication.change_class is None:
        yield Issue(
            Severity.RED,
            "publication.no_change_class",
            ref,
            "what replaces something says how it differs",
            {"ref": ref, "predecessor": publication.predecessor},
        )
