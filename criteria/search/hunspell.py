# SPDX-License-Identifier: EUPL-1.2
"""A Hunspell dictionary read for two questions: a word's base form, and what may stand in a compound.

The dictionary of forms is never written out: a form is taken apart by the rules of its ending, so that
reading the files costs a tenth of a second. Source: SEARCH.md section 4, findings 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# The flags of the Swedish dictionary; they stand in the head of its .aff file.
_MAY_BEGIN = frozenset("XU")
_MAY_END = "Y"
_ONLY_IN_COMPOUNDS = "Z"
_NEEDS_ENDING = "¤"
_FORBIDDEN = "%"
#: Endings that make another word, not a form: skriva, skrivare; ekolog, ekologisk; Luleå, luleåbo.
_DERIVED = {"T": ("isk", "are", "arn", "re", "rn"), "d": ("sbo",), "e": ("bo",)}
_AGENT = {"arn": "are", "rn": "re"}
#: Flags that verbs have.
_OF_VERBS = frozenset("NL")
_MIN_PART = 3
#: Answers that are kept; whoever asks for ever new words does not fill the memory.
_MOST_KEPT = 1_000_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """When a base takes an ending; ``begins`` marks first parts of compounds.

    ``derived`` is the beginning of the ending that makes another word, which is then the base of the form.
    """

    flag: str
    condition: re.Pattern[str] | None
    begins: bool
    derived: str


class Dictionary:
    """The words of one dictionary, in lower case; proper names are left out."""

    def __init__(self, rules: Iterable[str], words: Iterable[str]) -> None:
        """Read the lines of an .aff and of a .dic file."""
        #: By ending, then by what the base lost for it.
        self._rules: dict[str, dict[str, list[_Rule]]] = {}
        self._flags: dict[str, str] = {}
        self._standing: set[str] = set()
        self._lasts: dict[str, bool] = {}
        for line in rules:
            self._read_rule(line.split())
        for line in words:
            self._read_word(line)
        self._longest = max(map(len, self._rules), default=0)

    def __contains__(self, word: object) -> bool:
        """Whether the word or the base of its form stands in the dictionary."""
        return isinstance(word, str) and self.base(word) is not None

    def base(self, word: str) -> str | None:
        """The base form of a word, ``None`` for a word that is not in the dictionary.

        A word that has an entry of its own is its own base; of several bases one that is no verb, and then
        the shortest, holds. Source: SEARCH.md section 4 ("hunspell lemma").
        """
        if word in self._standing:
            return word
        found = [
            (self._is_verb(base) and not rule.derived, len(base), base + rule.derived)
            for base, rule in self._analyses(word)
            if not rule.begins
        ]
        return min(found)[2] if found else None

    def first(self, piece: str) -> str | None:
        """The word that a piece stands for when it may begin a compound: "skol" is skola."""
        if len(piece) < _MIN_PART:
            return None
        if _MAY_BEGIN.isdisjoint(self._flags.get(piece, "")):
            bases = (base for base, rule in self._analyses(piece) if rule.begins)
            base = min(bases, key=lambda base: (len(base), base), default=None)
            return None if base is None else self._whole(base)
        return self._whole(piece)

    def last(self, piece: str) -> bool:
        """Whether a piece may end a compound."""
        known = self._lasts.get(piece)
        if known is None:
            if len(self._lasts) >= _MOST_KEPT:
                self._lasts.clear()
            known = self._lasts[piece] = len(piece) >= _MIN_PART and self._may_end(piece)
        return known

    def _may_end(self, piece: str) -> bool:
        if _MAY_END in self._flags.get(piece, "") and piece in self._standing:
            return True
        return any(_MAY_END in self._flags[base] for base, rule in self._analyses(piece) if not rule.begins)

    def _analyses(self, word: str) -> Iterator[tuple[str, _Rule]]:
        """The entries that a form may come from, each with the rule of its ending."""
        for size in range(min(self._longest, len(word)) + 1):
            by_lost = self._rules.get(word[len(word) - size :])
            if by_lost is None:
                continue
            kept = word[: len(word) - size]
            for lost, rules in by_lost.items():
                base = kept + lost
                flags = self._flags.get(base)
                if flags is None:
                    continue
                for rule in rules:
                    if rule.flag in flags and (rule.condition is None or rule.condition.search(base)):
                        yield base, rule

    def _whole(self, piece: str) -> str:
        """The noun behind the first part of a compound: "förskole" is förskola, "arbeta" is arbete."""
        if piece in self._standing:
            noun = piece[:-1] + "e"
            is_cut = self._is_verb(piece) and piece.endswith("a") and noun in self._standing
            return noun if is_cut else piece
        bare = piece.removesuffix("s")
        tried = (bare, bare + "e", bare + "a", bare[:-1] + "a", bare[:-1] + "e")
        return next((word for word in tried if word in self._standing), bare)

    def _is_verb(self, base: str) -> bool:
        return not _OF_VERBS.isdisjoint(self._flags[base])

    def _read_rule(self, cells: list[str]) -> None:
        if len(cells) < 5 or cells[0] != "SFX":
            return
        ending, _, passed_on = cells[3].partition("/")
        condition = None if cells[4] == "." else re.compile(f"(?:{cells[4]})$")
        lost = "" if cells[2] == "0" else cells[2]
        begins = not _MAY_BEGIN.isdisjoint(passed_on)
        start = next((start for start in _DERIVED.get(cells[1], ()) if ending.startswith(start)), "")
        rule = _Rule(cells[1], condition, begins, _AGENT.get(start, start))
        by_lost = self._rules.setdefault("" if ending == "0" else ending, {})
        by_lost.setdefault(lost, []).append(rule)

    def _read_word(self, line: str) -> None:
        word, _, rest = line.strip().partition("/")
        if not word.isalpha() or word != word.lower():
            return
        flags = rest.split()[0] if rest else ""
        if _FORBIDDEN in flags:
            return
        # Homonyms share what their entries allow.
        self._flags[word] = self._flags.get(word, "") + flags
        if _ONLY_IN_COMPOUNDS not in flags and _NEEDS_ENDING not in flags:
            self._standing.add(word)


def read_dictionary(folder: Path) -> Dictionary | None:
    """The Swedish dictionary in a folder; ``None`` when its files are not there."""
    rules, words = folder / "sv_SE.aff", folder / "sv_SE.dic"
    if not (rules.is_file() and words.is_file()):
        return None
    with rules.open(encoding="utf-8") as first, words.open(encoding="utf-8") as second:
        return Dictionary(first, second)
