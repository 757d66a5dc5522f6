# SPDX-License-Identifier: EUPL-1.2
"""Where a hit leads, for every kind an address that answers, and which hits stand under which heading.

Source: issue 5 (never a blank page; site, API and command line give the same order).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from criteria.library.lifecycle import VersionStatus
from criteria.search.model import Hit, HitKind
from webapp.words import page_ref

#: What is over. A group, a package or a page of help has no status at all.
_OVER = frozenset(
    status.value
    for status in (
        VersionStatus.SUPERSEDED,
        VersionStatus.WITHDRAWN_REPLACED,
        VersionStatus.WITHDRAWN_GAP,
        VersionStatus.WITHDRAWN_LAW,
        VersionStatus.REJECTED,
    )
)


@dataclass(frozen=True, slots=True)
class SplitHits:
    """The hits of an answer in its order: ``first``, then ``past``, then ``coming``.

    The answer ends with what is no longer in force and, after that, with what is not yet.
    """

    first: tuple[Hit, ...]
    past: tuple[Hit, ...]
    coming: tuple[Hit, ...]


def is_past(hit: Hit) -> bool:
    """Whether a hit is a criterion version that cannot be demanded any more."""
    return hit.status in _OVER


def split_hits(hits: tuple[Hit, ...]) -> SplitHits:
    """The hits in runs that can stand under headings without any order being changed.

    A withdrawn version asked for by its krav-ID stands first among the hits and stays there.
    """
    coming = _run_up_to(hits, lambda hit: hit.status == VersionStatus.COMING.value)
    past = _run_up_to(hits[:coming], is_past)
    return SplitHits(hits[:past], hits[past:coming], hits[coming:])


def _run_up_to(hits: tuple[Hit, ...], belongs: Callable[[Hit], bool]) -> int:
    """Where the last run of hits that belong together begins."""
    count = len(hits)
    while count and belongs(hits[count - 1]):
        count -= 1
    return count


def hit_address(hit: Hit) -> str:
    """The page a hit leads to."""
    if hit.kind is HitKind.HELP:
        page, _sign, anchor = hit.id.partition("#")
        return url_for("help.show", page=page, _anchor=anchor or None)
    if hit.kind is HitKind.GROUP:
        return url_for("library.group", group_id=hit.id)
    if hit.kind in (HitKind.CRITERION, HitKind.TEMPLATE):
        return url_for("library.criterion", ref=page_ref(f"{hit.id}:{hit.version}@{hit.level}"))
    if hit.related:
        # A gap notice stands on its criterion's page; a krav-ID is known as what ours answers to.
        return url_for("library.criterion", ref=page_ref(hit.related[0]))
    if hit.kind is HitKind.GAP:
        return url_for("gaps.one", gap_id=hit.id)
    if hit.groups:
        return url_for("library.group", group_id=hit.groups[0])
    return (
        url_for("library.search", q=hit.superseded_by[0]) if hit.superseded_by else url_for("library.groups")
    )
