# SPDX-License-Identifier: EUPL-1.2
"""Nearest known words to a misspelt one, by edit distance over unstemmed, folded words.

Candidates come from a table of deletions (symmetric deletes) over the first letters, made on first use.
Words with digits are codes: never corrected and never offered. Source: DOMAIN section 6, SEARCH.md 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from criteria.search.swedish import fold

_PREFIX = 7
_MIN_LENGTH = 4


class Spelling:
    """A table of deletions of known words, to which words are added and from which none is taken."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._words: set[str] = set()
        self._by_deletion: dict[str, list[str]] = {}

    def add(self, words: Iterable[str]) -> None:
        """Add those of the words that are not there yet."""
        for word in words:
            if word not in self._words and len(word) >= _MIN_LENGTH and word.isalpha():
                for key in _deletions(fold(word)[:_PREFIX], _reach(len(word))):
                    self._by_deletion.setdefault(key, []).append(word)
                self._words.add(word)

    def nearest(self, word: str, vocabulary: Mapping[str, int], limit: int = 5) -> tuple[str, ...]:
        """Words of a vocabulary within reach, nearest and most used first; nothing for codes and short words.

        ``vocabulary`` is ``dict[word, number of documents]``; what it does not hold is passed over.

        >>> known = {"möbelfakta": 3, "svanen": 2}
        >>> spelling = Spelling()
        >>> spelling.add(known)
        >>> spelling.nearest("möblefakta", known)
        ('möbelfakta',)
        """
        reach = _reach(len(word))
        if reach == 0 or not word.isalpha():
            return ()
        folded = fold(word)
        found: set[str] = set()
        for key in _deletions(folded[:_PREFIX], reach):
            found.update(self._by_deletion.get(key, ()))
        ranked: list[tuple[float, int, str]] = []
        for candidate in found & vocabulary.keys():
            steps = distance(folded, fold(candidate), reach)
            if steps <= reach and candidate != word:
                # Lost dots weigh a little; a changed first letter is a rarer slip.
                weight = steps + (0.3 if candidate[0] != word[0] and fold(candidate)[0] != folded[0] else 0.0)
                ranked.append((weight, -vocabulary[candidate], candidate))
        return tuple(candidate for _, _, candidate in sorted(ranked)[:limit])


def distance(left: str, right: str, limit: int) -> int:
    """Edits between two words (letter added, lost, changed, two swapped); ``limit + 1`` when above limit.

    >>> distance("toner", "tonre", 2), distance("kassett", "kasset", 2), distance("bord", "stol", 1)
    (1, 1, 2)
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _reach(length: int) -> int:
    # Source: DOMAIN section 6: one edit for 5 to 8 letters, two for longer words.
    if length < 5:
        return 0
    return 1 if length <= 8 else 2


def _deletions(word: str, reach: int) -> Iterable[str]:
    keys = {word}
    for count in range(1, min(max(reach, 1), len(word) - 1) + 1):
        for places in combinations(range(len(word)), count):
            gone = set(places)
            keys.add("".join(mark for place, mark in enumerate(word) if place not in gone))
    return keys
