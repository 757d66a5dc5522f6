# SPDX-License-Identifier: EUPL-1.2
"""What a watched search has to tell: which hits are new, revised, replaced or withdrawn since the last look.

Only what happens to a criterion is told. A hit that is outranked by better ones, or no longer shared, says
nothing about what may be demanded, and who got a message for it would soon read none.
Source: issue 5, Answers (saved searches and watches with notice on change); product decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from criteria.library.lifecycle import VersionStatus

_HAS_A_SUCCESSOR = (VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN_REPLACED)
_CAN_BE_NEW = (VersionStatus.COMING, VersionStatus.PUBLISHED, VersionStatus.UNDER_REVISION)


class WatchChange(str, Enum):
    """What has happened to a hit."""

    NEW = "new"
    UNDER_REVISION = "under_revision"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """What a look has found: the references by what has happened, and what is known from now on."""

    changes: Mapping[WatchChange, tuple[str, ...]]
    known: Mapping[str, VersionStatus]


def look(
    known: Mapping[str, VersionStatus],
    found: Mapping[str, VersionStatus],
    stands: Mapping[str, VersionStatus],
) -> Told:
    """Compare what was known with the hits of today.

    ``found`` are today's hits by full reference, ``stands`` is how what was known stands today; who may no
    longer read a version finds it in neither. What is told is known afterwards, so that it is told once; what
    has ended is let go of.
    """
    told: dict[WatchChange, list[str]] = {}
    after: dict[str, VersionStatus] = {}
    for ref in sorted({*known, *found}):
        before = known.get(ref)
        now = found.get(ref) or stands.get(ref)
        if now is None:
            continue
        change = _change(before, now)
        if change is not None:
            told.setdefault(change, []).append(ref)
        if now in _CAN_BE_NEW:
            after[ref] = now
    return Told({change: tuple(refs) for change, refs in told.items()}, after)


def _change(before: VersionStatus | None, now: VersionStatus) -> WatchChange | None:
    if before is None:
        return WatchChange.NEW if now in _CAN_BE_NEW else None
    if now is before:
        return None
    if now in _HAS_A_SUCCESSOR:
        return WatchChange.REPLACED
    if now is VersionStatus.UNDER_REVISION:
        return WatchChange.UNDER_REVISION
    # From coming to in force, or out of revision again: it was told when it came.
    return None if now in _CAN_BE_NEW else WatchChange.WITHDRAWN
