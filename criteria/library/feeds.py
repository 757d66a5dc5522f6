# SPDX-License-Identifier: EUPL-1.2
"""What a run of a feed means for what is here: new, changed, unchanged, missing, and when to stop and ask.

Source: DOMAIN 4.2, I8 (missing never closes anything) and I9 (a silent change is a new version). Its numbers
are the study's own assumptions and stand here as constants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from criteria.issues import Issue, Severity
from criteria.library.model import CriterionVersion

FORM = "kravkedjan-feed/1"
#: The flag of a text that changed upstream under an unchanged id and version (I9).
SILENT_CHANGE = "upstream_silent_change"
#: Above these an import stops before any change and asks (I8).
MOST_MISSING = 20
MOST_PERCENT = 5
#: So far apart two complete runs must be before a missing item counts as confirmed (I8).
CONFIRMED_AFTER = timedelta(hours=24)


class ItemState(str, Enum):
    """Where an item stands upstream: there, missing, missing for sure, or kept as ours for good."""

    PRESENT = "present"
    MISSING = "missing"
    CONFIRMED = "confirmed"
    KEPT = "kept"

    @property
    def is_gone(self) -> bool:
        """Whether the last complete run did not hold the item."""
        return self in (ItemState.MISSING, ItemState.CONFIRMED)


class RunState(str, Enum):
    """What became of a run."""

    APPLIED = "applied"
    STOPPED = "stopped"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a feed says of itself. ``number`` is how many items were sent, ``None`` when it does not say.

    ``groups`` are the product groups the run is about; empty, it is about everything from the source.
    """

    source: str
    run: str
    made_at: datetime | None = None
    number: int | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item that was read. ``key`` is upstream's id, version and level; ``version`` has our prefix."""

    key: str
    version: CriterionVersion
    mark: str
    where: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """One fault of an item that is not taken in; ``key`` where that could be read.

    ``item`` tells one item of the feed from another, so that several faults of one count once.
    """

    item: str
    where: str
    code: str
    message: str
    values: Mapping[str, str]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """Everything read from a feed."""

    manifest: Manifest
    items: tuple[FeedItem, ...]
    rejected: tuple[Rejected, ...] = ()

    @property
    def received(self) -> int:
        """How many items came, rejected ones among them."""
        return len(self.items) + len({fault.item for fault in self.rejected})


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item as it stands here since earlier runs."""

    key: str
    ref: str
    mark: str
    groups: tuple[str, ...]
    state: ItemState
    missing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a run brings. ``missing`` is known and not in it, ``newly`` what it is the first to lack."""

    new: tuple[FeedItem, ...]
    changed: tuple[tuple[FeedItem, KnownItem], ...]
    unchanged: tuple[KnownItem, ...]
    missing: tuple[KnownItem, ...]
    newly: tuple[KnownItem, ...]
    back: tuple[KnownItem, ...]


def is_complete(read: ReadFeed) -> bool:
    """Whether everything the sender sent has come.

    A rejected item has come: its own fault does not make others missing. One whose key cannot be read might
    be any of the known ones, so with such a one nothing may be called missing.
    """
    has_unknown = any(fault.key is None for fault in read.rejected)
    return read.manifest.number is not None and read.manifest.number == read.received and not has_unknown


def compare(known: Iterable[KnownItem], read: ReadFeed) -> Comparison:
    """What a run brings, against what is known from its source; an incomplete run lacks nothing."""
    before = {item.key: item for item in known}
    came = {item.key for item in read.items} | {fault.key for fault in read.rejected if fault.key}
    new = tuple(item for item in read.items if item.key not in before)
    changed = tuple(
        (item, before[item.key])
        for item in read.items
        if item.key in before and before[item.key].mark != item.mark
    )
    unchanged = tuple(
        before[item.key] for item in read.items if item.key in before and before[item.key].mark == item.mark
    )
    missing: tuple[KnownItem, ...] = ()
    if is_complete(read):
        missing = tuple(
            item
            for key, item in before.items()
            if key not in came and item.state is not ItemState.KEPT and is_about(read.manifest, item)
        )
    return Comparison(
        new=new,
        changed=changed,
        unchanged=unchanged,
        missing=missing,
        newly=tuple(item for item in missing if item.state is ItemState.PRESENT),
        back=tuple(before[key] for key in sorted(came & before.keys()) if before[key].state.is_gone),
    )


def is_about(manifest: Manifest, item: KnownItem) -> bool:
    """Whether a run would have held an item, had it been there."""
    return not manifest.groups or bool(set(manifest.groups) & set(item.groups))


def why_stop(known: Iterable[KnownItem], manifest: Manifest, newly: tuple[KnownItem, ...]) -> Iterator[Issue]:
    """Every limit that the newly missing items pass; none means that the run may go on."""
    if not newly:
        return
    there = [item for item in known if item.state is ItemState.PRESENT and is_about(manifest, item)]
    count = len(newly)
    where = f"{manifest.source} {manifest.run}"
    if count > MOST_MISSING:
        values = {"count": str(count), "limit": str(MOST_MISSING)}
        yield Issue(Severity.RED, "feed.many_missing", where, f"{count} items newly missing", values)
    if count * 100 > len(there) * MOST_PERCENT:
        values = {"count": str(count), "of": str(len(there)), "percent": str(MOST_PERCENT)}
        yield Issue(Severity.RED, "feed.large_part_missing", where, f"{count} of {len(there)}", values)
    gone = {item.key for item in newly}
    for group in sorted({group for item in newly for group in item.groups}):
        if all(item.key in gone for item in there if group in item.groups):
            values = {"group": group}
            yield Issue(Severity.RED, "feed.group_missing", where, f"the whole of {group} missing", values)


def is_confirmed(item: KnownItem, now: datetime) -> bool:
    """Whether an item that a complete run lacks has been missing for long enough, in two runs (I8)."""
    return item.missing_since is not None and now - item.missing_since >= CONFIRMED_AFTER


def number_for(item: FeedItem, taken: Mapping[str, frozenset[int]], mates: Mapping[str, int]) -> int:
    """The version number that an item gets here.

    Upstream's own number where it is the next or later; the number that another level of the same upstream
    version has got, where this level is free there; else the next. ``taken`` has the numbers in use by level,
    ``mates`` our number by upstream "id:version" of the levels already brought in.
    """
    head, _, level = item.key.partition("@")
    mate = mates.get(head)
    if mate is not None and mate not in taken.get(level, frozenset()):
        return mate
    last = max((number for numbers in taken.values() for number in numbers), default=0)
    return max(item.version.version, last + 1)
