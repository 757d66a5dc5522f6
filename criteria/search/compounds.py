# SPDX-License-Identifier: EUPL-1.2
"""Cutting Swedish compounds over the words of the indexed corpus: "kontorsstol" is kontor + stol.

A simple, guarded cut into words that stand alone elsewhere in the corpus, with linking s and the usual
changes of the first part. Source: SEARCH.md section 4 ("any two words >= 4, balanced" with guards).
"""

from __future__ import annotations

from collections.abc import Mapping

from criteria.search.swedish import STOP_WORDS, stem

#: Short words that do take part in compounds; other parts have at least four letters.
_SHORT = frozenset(
    """
    bad bar bil bok bär båt djup el fri gas gat hav hus hår höj is kod kol kyl led luft mat olj ost ris rum
    sko tak tid trä tåg ull ved vin väg våt ägg öl
    """.split()  # noqa: SIM905 -- a list of words reads best as words
)
#: Endings of derived words that look like a second part.
_NO_HEADS = frozenset(
    """
    aren arna ande andes arbar bara bart dera ende ering eringar eras erna erade erar full fullt graf grafi
    heten heter isera isk iska ling lingar ligt liga lign ning ningar ningen ningarna ingar port sam samma
    samt skap skapet tion tioner tionen troll tors ster cent stans
    """.split()  # noqa: SIM905 -- a list of words reads best as words
)
#: Last parts that turn a thing into a property of something else: "svanenmärkt" is about Svanen.
PROPERTY_HEADS = frozenset(
    """
    märkt märkta märkning märkningen märkningar certifierad certifierat certifierade godkänd godkända godkänt
    fri fria fritt snål snåla snålt baserad baserade baserat anpassad anpassade anpassat
    """.split()  # noqa: SIM905 -- a list of words reads best as words
)
_VOWELS = frozenset("aeiouyåäöé")
_MIN_PART = 4
_MAX_DEPTH = 2


class Compounds:
    """The cuts that a vocabulary allows. ``vocabulary`` is ``dict[word, number of documents]``."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """Collect what may stand first and what may stand last."""
        self._words = frozenset(
            word
            for word in vocabulary
            if self._may_be_part(word) and word not in STOP_WORDS and word.isalpha()
        )
        self._stems = frozenset(stem(word) for word in self._words)
        # skola -> skol-, arbete -> arbet(s)-; gata -> gatu-, kyrka -> kyrko- are found from the vowel.
        self._cut = frozenset(
            word[:-1] for word in self._words if word[-1] in "ae" and len(word) >= _MIN_PART
        )

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, or nothing when it is none. Linking letters are taken off.

        >>> Compounds({"kontor": 3, "stolar": 2}).split("kontorsstol")
        ('kontor', 'stol')
        """
        if len(word) < 5 or not word.isalpha():
            return ()
        return self._split(word, 0) or ()

    def _split(self, word: str, depth: int) -> tuple[str, ...] | None:
        best: tuple[int, int, tuple[str, ...]] | None = None
        for cut in range(2, len(word) - 2):
            first, head = word[:cut], word[cut:]
            if not self._is_head(head):
                continue
            parts = self._first(first, depth)
            if parts is None:
                continue
            whole = (*parts, head)
            # Few parts, then the most even cut.
            rank = (len(whole), -min(len(part) for part in whole), whole)
            if best is None or rank < best:
                best = rank
        return None if best is None else best[2]

    def _first(self, first: str, depth: int) -> tuple[str, ...] | None:
        if self._may_be_part(first):
            if first in self._words:
                return (first,)
            if first in self._cut:
                return (self._whole_of(first),)
            if first[-1] in "uo" and first[:-1] + "a" in self._words:
                return (first[:-1] + "a",)
            if first[-1] == "s" and len(first) > _MIN_PART:
                bare = first[:-1]
                if bare in self._words:
                    return (bare,)
                if bare in self._cut:
                    return (self._whole_of(bare),)
        if depth < _MAX_DEPTH and len(first) >= 2 * _MIN_PART:
            return self._split(first[:-1] if first[-1] == "s" else first, depth + 1)
        return None

    def _is_head(self, head: str) -> bool:
        if head in _NO_HEADS or head in STOP_WORDS or not self._may_be_part(head):
            return False
        return head in PROPERTY_HEADS or head in self._words or stem(head) in self._stems

    def _whole_of(self, cut: str) -> str:
        return next((cut + vowel for vowel in "ea" if cut + vowel in self._words), cut)

    @staticmethod
    def _may_be_part(word: str) -> bool:
        if len(word) < _MIN_PART and word not in _SHORT:
            return False
        return not _VOWELS.isdisjoint(word)
