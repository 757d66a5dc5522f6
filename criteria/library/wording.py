# SPDX-License-Identifier: EUPL-1.2
"""The difference between two wordings, word by word, as data.

Two versions of a criterion are compared with it, and a text changed for one purchase is shown for ever
against the library's own. Source: DOMAIN 4.1 and 4.3, R8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

_WORDS = re.compile(r"\s+|[^\s]+")
#: The comparison takes quadratic time at worst; longer texts are given as struck and put in whole.
LONGEST_COMPARED = 40_000


class ChangeKind(str, Enum):
    """What happened to a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class WordChange:
    """A run of words with its fate; put together in order, ``same`` and ``added`` give the new text."""

    kind: ChangeKind
    text: str


def difference(before: str, after: str) -> tuple[WordChange, ...]:
    """The runs of words that are the same, removed and added, in reading order."""
    if len(before) + len(after) > LONGEST_COMPARED and before != after:
        return tuple(_runs(before, after))
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[WordChange] = []
    removed = added = ""
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[new_start:new_end])
        is_gap = tag == "equal" and not gone.strip() and start > 0 and end < len(old)
        if tag == "equal" and not (is_gap and (removed or added)):
            found += _runs(removed, added)
            found.append(WordChange(ChangeKind.SAME, gone))
            removed = added = ""
            continue
        # A single space between two changed words is no agreement: the words are struck and put in as one.
        removed, added = removed + gone, added + come
    found += _runs(removed, added)
    return tuple(found)


def _runs(removed: str, added: str) -> Iterator[WordChange]:
    if removed:
        yield WordChange(ChangeKind.REMOVED, removed)
    if added:
        yield WordChange(ChangeKind.ADDED, added)
