# SPDX-License-Identifier: EUPL-1.2
"""What a run of a feed means, without a database: I8 and I9 of DOMAIN 4.2."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from criteria.library.feeds import (
    FeedItem,
    ItemState,
    KnownItem,
    Manifest,
    ReadFeed,
    Rejected,
    compare,
    is_complete,
    is_confirmed,
    number_for,
    why_stop,
)
from tests.library_life.factories import version

NOW = datetime(2027, 2, 20, 11, tzinfo=UTC)


def _known(count: int, group: str = "furniture", **changes: object) -> tuple[KnownItem, ...]:
    made = (
        KnownItem(f"{number}:1@base", f"UHM/{number}:1@base", "a", (group,), ItemState.PRESENT)
        for number in range(1, count + 1)
    )
    return tuple(replace(item, **changes) for item in made)  # type: ignore[arg-type]


def _read(*keys: str, number: int | None = None, mark: str = "a", groups: tuple[str, ...] = ()) -> ReadFeed:
    made = tuple(FeedItem(key, version(f"FURN-01:{key[-6]}@base"), mark, key) for key in keys)
    return ReadFeed(Manifest("UHM", "r", NOW, len(keys) if number is None else number, groups), made)


def _keys(*numbers: int) -> tuple[str, ...]:
    return tuple(f"{number}:1@base" for number in numbers)


def _reject(key: str | None) -> Rejected:
    return Rejected("0", "feed.json#/items/0", "text.markup", "", {}, key)


def test_known_unknown_and_other_texts_are_told_apart() -> None:
    read = _read(*_keys(1, 2, 9))
    other = replace(read, items=(replace(read.items[0], mark="b"), *read.items[1:]))

    found = compare(_known(3), other)

    assert [item.key for item in found.new] == ["9:1@base"]
    assert [(item.key, was.ref) for item, was in found.changed] == [("1:1@base", "UHM/1:1@base")]
    assert [item.key for item in found.unchanged] == ["2:1@base"]
    assert [item.key for item in found.newly] == ["3:1@base"]


def test_i8_incomplete_run_calls_nothing_missing() -> None:
    found = compare(_known(3), _read(*_keys(1), number=3))

    assert found.missing == ()


def test_i8_run_that_does_not_say_how_many_it_holds_calls_nothing_missing() -> None:
    read = _read(*_keys(1))

    found = compare(_known(3), replace(read, manifest=replace(read.manifest, number=None)))

    assert found.missing == ()


def test_rejected_item_with_a_key_has_come_and_is_not_missing() -> None:
    read = _read(*_keys(2, 3), number=3)
    read = replace(read, rejected=(_reject("1:1@base"), _reject("1:1@base")))

    assert is_complete(read)
    assert compare(_known(3), read).missing == ()


def test_rejected_item_without_a_key_may_be_any_so_nothing_is_missing() -> None:
    read = replace(_read(*_keys(2), number=2), rejected=(_reject(None),))

    assert not is_complete(read)
    assert compare(_known(3), read).missing == ()


def test_run_about_some_groups_says_nothing_of_the_others() -> None:
    known = (*_known(1), *(replace(item, key=f"9{item.key}", groups=("it",)) for item in _known(1)))

    found = compare(known, _read(groups=("it",)))

    assert [item.key for item in found.missing] == ["91:1@base"]


def test_kept_item_is_ours_and_never_missing_again() -> None:
    assert compare(_known(1, state=ItemState.KEPT), _read()).missing == ()


def test_item_that_is_there_again_is_back() -> None:
    found = compare(_known(1, state=ItemState.CONFIRMED, missing_since=NOW), _read(*_keys(1)))

    assert [item.key for item in found.back] == ["1:1@base"]


@pytest.mark.parametrize(
    ("there", "gone", "codes"),
    [
        (100, 5, []),
        (100, 6, ["feed.large_part_missing"]),
        (1000, 20, []),
        (1000, 21, ["feed.many_missing"]),
    ],
)
def test_i8_stops_above_five_percent_or_twenty_items(there: int, gone: int, codes: list[str]) -> None:
    known = _known(there)

    found = tuple(why_stop(known, Manifest("UHM", "r"), known[:gone]))

    assert [issue.code for issue in found] == codes


def test_i8_stops_when_a_whole_group_is_gone() -> None:
    rest = tuple(replace(item, key=f"9{item.key}", groups=("it",)) for item in _known(1))
    known = (*_known(100), *rest)

    found = tuple(why_stop(known, Manifest("UHM", "r"), rest))

    assert [(issue.code, issue.values["group"]) for issue in found] == [("feed.group_missing", "it")]


def test_i8_items_missing_before_are_not_counted_again() -> None:
    known = (*_known(10, state=ItemState.MISSING), *_known(0))

    assert tuple(why_stop(known, Manifest("UHM", "r"), ())) == ()


@pytest.mark.parametrize(("hours", "is_sure"), [(23, False), (24, True)])
def test_i8_missing_is_sure_after_twenty_four_hours(hours: int, is_sure: bool) -> None:
    (item,) = _known(1, state=ItemState.MISSING, missing_since=NOW)

    assert is_confirmed(item, NOW + timedelta(hours=hours)) is is_sure


@pytest.mark.parametrize(
    ("key", "taken", "mates", "number"),
    [
        ("1:1@base", {}, {}, 1),
        ("1:4@base", {}, {}, 4),
        ("1:1@base", {"base": {1}}, {}, 2),
        ("1:2@base", {"base": {1, 2}}, {"1:1": 2}, 3),
        ("1:1@advanced", {"base": {1}}, {"1:1": 1}, 1),
        ("1:1@advanced", {"base": {1}, "advanced": {1}}, {"1:1": 1}, 2),
    ],
)
def test_number_is_upstreams_own_where_it_is_free(
    key: str, taken: dict[str, set[int]], mates: dict[str, int], number: int
) -> None:
    upstream = int(key.partition(":")[2].partition("@")[0])
    item = FeedItem(key, version(f"FURN-01:{upstream}@base"), "a", "")

    held = {level: frozenset(numbers) for level, numbers in taken.items()}

    assert number_for(item, held, mates) == number
