# SPDX-License-Identifier: EUPL-1.2
"""The difference between two wordings, word by word, as data.

A text changed for one purchase is shown for ever against the library's own. Source: DOMAIN 4.3, R8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

_WORDS = re.compile(r"\s+|[^\s]+")


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
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[WordChange] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(WordChange(ChangeKind.SAME, "".join(old[start:end])))
            continue
        if end > start:
            found.append(WordChange(ChangeKind.REMOVED, "".join(old[start:end])))
        if new_end > new_start:
            found.append(WordChange(ChangeKind.ADDED, "".join(new[new_start:new_end])))
    return tuple(found)
