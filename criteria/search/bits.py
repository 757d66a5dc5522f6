# SPDX-License-Identifier: EUPL-1.2
"""Sets of documents as whole numbers: bit ``place`` is set when the document at that place belongs.

Filters, totals and facet counts are then a handful of machine operations, however many documents answer.
Source: SEARCH.md section 3 ("value bitsets"), measured against counters in docs/search.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress

_IN = ord("1")
#: Below one member in this many places it is quicker to look for each than to walk all places.
_SPARSE = 6
#: So few are put together one by one.
_FEW = 4


def bits_of(places: Iterable[int], size: int) -> int:
    """The set of these places, all below ``size``.

    >>> bin(bits_of([0, 3], 5))
    '0b1001'
    """
    found = list(places)
    if len(found) <= _FEW:
        return union(1 << place for place in found)
    marks = bytearray(b"0") * size
    for place in found:
        marks[place] = _IN
    return int(marks[::-1], 2)


def places_of(bits: int) -> list[int]:
    """The places in a set, in ascending order.

    >>> places_of(0b1001)
    [0, 3]
    """
    text = marks_of(bits, 0)
    if bits.bit_count() * _SPARSE > len(text):
        return list(compress(range(len(text)), map("1".__eq__, text)))
    places: list[int] = []
    place = text.find("1")
    while place >= 0:
        places.append(place)
        place = text.find("1", place + 1)
    return places


def marks_of(bits: int, size: int) -> str:
    """A text with ``1`` at each place that belongs and ``0`` elsewhere, at least ``size`` long.

    >>> marks_of(0b101, 4)[:4]
    '1010'
    """
    return bin(bits | (1 << size))[:1:-1] if size else bin(bits)[:1:-1]


def union(sets: Iterable[int]) -> int:
    """Everything that belongs to any of the sets."""
    together = 0
    for bits in sets:
        together |= bits
    return together


def tables(valued: Iterable[tuple[str, int]], size: int) -> dict[str, int]:
    """The set of each value, from pairs of value and place."""
    lists: dict[str, list[int]] = {}
    for value, place in valued:
        lists.setdefault(value, []).append(place)
    return {value: bits_of(places, size) for value, places in lists.items()}


def merged(table: Mapping[str, int], gone: int, added: Mapping[str, int]) -> dict[str, int]:
    """A table of sets without what is gone and with what was added; values nobody has are left out."""
    kept = {value: bits & ~gone for value, bits in table.items()} if gone else dict(table)
    for value, bits in added.items():
        kept[value] = kept.get(value, 0) | bits
    return {value: bits for value, bits in kept.items() if bits}
