# SPDX-License-Identifier: EUPL-1.2
"""What has happened in the library to the criteria that a set pins. It only adds notices: R2 to R5, R9.

Source: DOMAIN 4.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from criteria.library.lifecycle import Life, VersionStatus
from criteria.library.model import ChangeClass, GapNotice, LawReference
from criteria.requirements.model import SetStatus

_MAX_STEPS = 100


class UpdateChoice(str, Enum):
    """What may be done about a changed criterion, the default first."""

    TAKE_NEW = "take_new"
    KEEP = "keep"
    REMOVE = "remove"
    UNLOCK = "unlock"
    AMEND = "amend"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class LineUpdate:
    """A line whose criterion has left force, with what carries it on today.

    ``now`` are the full references in force at the end of the replacement chain; ``answered`` is the reason
    it was kept with, if it was.
    """

    line: int
    title: str
    pinned: str
    status: VersionStatus
    now: tuple[str, ...]
    change_class: ChangeClass | None
    gap_notice: GapNotice | None
    law: LawReference | None
    since: date | None
    choices: tuple[UpdateChoice, ...]
    answered: str | None


class PinKind(str, Enum):
    """How a pin of a copied set stands today. Source: DOMAIN 4.3, R9; ``own`` has no pin to check."""

    UNCHANGED = "unchanged"
    NEW_VERSION = "new_version"
    REPLACED = "replaced"
    GAP = "gap"
    LAW = "law"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class PinCheck:
    """A pin against today: its kind, what carries it on, and what was said when it left force."""

    kind: PinKind
    now: tuple[str, ...] = ()
    since: date | None = None
    change_class: ChangeClass | None = None
    gap_notice: GapNotice | None = None
    law: LawReference | None = None


def check_pin(ref: str, day: date, life_of: Callable[[str], Life | None]) -> PinCheck:
    """How a pinned version stands on a day: unchanged, in a new version, replaced, a gap, or law (R9).

    A version under revision is still in force, so its pin is unchanged. Of several ends of the replacement
    chain, one under another id makes it replaced.
    """
    life = life_of(ref)
    if life is None or life.status_on(day).is_in_force:
        return PinCheck(PinKind.UNCHANGED)
    now = successors_in_force(ref, day, life_of)
    ending = life.ending
    since = None if ending is None else ending.on
    if now:
        same = all(_lineage(item) == _lineage(ref) for item in now)
        change = ending.successors[0].change_class if ending is not None and ending.successors else None
        return PinCheck(PinKind.NEW_VERSION if same else PinKind.REPLACED, now, since, change)
    # What ended the pin itself may have been replaced by something that later ended in a gap or in law.
    last = _last_lives(ref, day, life_of)
    law = next(filter(None, (item.law_on(day) for item in last)), None)
    notice = next(filter(None, (item.gap_notice_on(day) for item in last)), None)
    kind = PinKind.LAW if law is not None and notice is None else PinKind.GAP
    return PinCheck(kind, since=since, gap_notice=notice, law=law)


def successors_in_force(ref: str, day: date, life_of: Callable[[str], Life | None]) -> tuple[str, ...]:
    """Where the replacement chain of a version ends in something in force on a day, in the order named.

    The graph is acyclic (I5); the bound is for a store that is not.
    """
    found: list[str] = []
    seen: set[str] = set()
    waiting = [ref]
    while waiting and len(seen) < _MAX_STEPS:
        current = waiting.pop(0)
        life = life_of(current)
        if life is None or current in seen:
            continue
        seen.add(current)
        if current != ref and life.status_on(day).is_in_force:
            found.append(current)
            continue
        waiting.extend(edge.ref for edge in life.successors_on(day))
    return tuple(found)


def choices_for(status: SetStatus, *, has_successor: bool) -> tuple[UpdateChoice, ...]:
    """What a person may choose in a state of the set, the default first (R3, R4, R5, R6)."""
    match status:
        case SetStatus.DRAFT | SetStatus.INTERNAL_REVIEW:
            take = (UpdateChoice.TAKE_NEW,) if has_successor else ()
            return (*take, UpdateChoice.KEEP, UpdateChoice.REMOVE)
        case SetStatus.LOCKED:
            return (UpdateChoice.KEEP, UpdateChoice.UNLOCK)
        case SetStatus.PUBLISHED:
            return (UpdateChoice.KEEP, UpdateChoice.AMEND, UpdateChoice.CANCEL)
        case SetStatus.CLOSED_FOR_TENDERS | SetStatus.CONTRACTED:
            return (UpdateChoice.KEEP,)
        case _:
            return ()


def _lineage(ref: str) -> tuple[str, str]:
    head, _, level = ref.partition("@")
    return head.partition(":")[0], level


def _last_lives(ref: str, day: date, life_of: Callable[[str], Life | None]) -> tuple[Life, ...]:
    """The lives at the ends of a replacement chain, the one of ``ref`` itself where nothing followed."""
    found: list[Life] = []
    seen: set[str] = set()
    waiting = [ref]
    while waiting and len(seen) < _MAX_STEPS:
        current = waiting.pop(0)
        life = life_of(current)
        if life is None or current in seen:
            continue
        seen.add(current)
        following = [edge.ref for edge in life.successors_on(day)]
        if not following:
            found.append(life)
        waiting.extend(following)
    return tuple(found)
