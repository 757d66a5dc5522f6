# SPDX-License-Identifier: EUPL-1.2
"""Cutting Swedish compounds: "kontorsstol" is kontor + stol.

With a dictionary by what it says may begin and end a compound, and two of its words for what it does not
list. Without, a guarded cut into words that stand alone elsewhere in the corpus. Linking s and the usual
changes of the first part are known to both. Source: SEARCH.md section 4, finding 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from criteria.search.hunspell import Dictionary
from criteria.search.swedish import STOP_WORDS

#: Short words that do take part in compounds; other parts have at least four letters.
_SHORT = frozenset(
    """
    bad bar bil bok bär båt djup el fri gas gat hav hus hår höj is kod kol kyl led luft mat olj ost ris rum
    sko tak tid trä tåg ull ved vin väg våt ägg öl
    """.split()  # noqa: SIM905 -- a list of words reads best as words
)
#: Short words that stand first in compounds and are no last parts.
_SHORT_FIRSTS = frozenset(["gat", "hyr", "jul", "köp", "lön", "nät", "nöt", "rör", "sol", "sår", "tyg"])
#: Particles that make new verbs and their nouns, no kinds of thing: a "tilldelning" is no "delning".
_PARTICLES = frozenset(
    """
    bort emot efter fram från före förut genom hem icke ifrån igen inne kvar ned ner när samman till undan
    under upp ute vid åter över övers
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
_MIN_FLAGGED = 3
_MIN_UNLISTED = 7
#: A word that the dictionary lists and gives no joint is cut only when it is as long as this.
_MIN_LISTED = 10
_MAX_FIRSTS = 3
#: Answers that are kept; whoever asks for ever new words does not fill the memory.
_MOST_KEPT = 400_000
_PROPERTIES = tuple(sorted(PROPERTY_HEADS, key=len, reverse=True))


class DictionaryCompounds:
    """The cuts that a dictionary allows, the same for every corpus."""

    def __init__(self, dictionary: Dictionary) -> None:
        """Take the dictionary; answers are remembered."""
        self._dictionary = dictionary
        self._cuts: dict[str, tuple[str, ...]] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a compound as words, or nothing when it is none. Linking letters are taken off."""
        pieces = self.cut(word)
        return (*(self._word_of(piece) for piece in pieces[:-1]), *pieces[-1:])

    def cut(self, word: str) -> tuple[str, ...]:
        """The pieces of a compound as they are written, or nothing when it is none."""
        known = self._cuts.get(word)
        if known is None:
            if len(self._cuts) >= _MOST_KEPT:
                self._cuts.clear()
            known = self._cuts[word] = self._cut(word)
        return known

    def _cut(self, word: str) -> tuple[str, ...]:
        if len(word) < 2 * _MIN_FLAGGED or not word.isalpha():
            return ()
        for ending in _PROPERTIES:
            rest = word.removesuffix(ending)
            if rest != word and len(rest) >= _MIN_FLAGGED and not _VOWELS.isdisjoint(rest):
                return (rest, ending)
        pieces = self._flagged(word, 0)
        if pieces is None:
            listed = self._dictionary.base(word)
            least = _MIN_UNLISTED if listed is None or word[:3] in _SHORT_FIRSTS else _MIN_LISTED
            if len(listed or word) >= least:
                pieces = self._two_words(word, is_listed=listed is not None)
        return pieces or ()

    def _flagged(self, word: str, depth: int) -> tuple[str, ...] | None:
        """By the flags for first and last parts: few pieces, then the most even cut."""
        best: tuple[int, int, int, tuple[str, ...]] | None = None
        for place in range(_MIN_FLAGGED, len(word) - _MIN_FLAGGED + 1):
            first = word[:place]
            head = self._head(first, word[place:])
            if head is None or first in _PARTICLES or _VOWELS.isdisjoint(first):
                continue
            pieces = self._first(first, depth)
            if pieces is None or len(pieces) > _MAX_FIRSTS:
                continue
            whole = (*pieces, head)
            rank = (len(whole), -min(map(len, whole)), -len(head), whole)
            if best is None or rank < best:
                best = rank
        return None if best is None else best[3]

    def _head(self, first: str, rest: str) -> str | None:
        """The last part of a compound; of three equal letters at the joint one is left out (tvättjänst)."""
        if self._dictionary.last(rest):
            return None if _VOWELS.isdisjoint(rest) else rest
        whole = first[-1] + rest
        return whole if first[-1] == first[-2] != rest[0] and self._dictionary.last(whole) else None

    def _first(self, first: str, depth: int) -> tuple[str, ...] | None:
        if self._dictionary.first(first) is not None:
            return (first,)
        if depth >= _MAX_DEPTH:
            return None
        if first[-1] == "s" and len(first) > _MIN_PART:
            # A first part that is a compound itself takes an s: växtskydd-s-medel, rengöring-s-medel.
            pieces = self._flagged(first[:-1], depth + 1)
            if pieces is not None:
                return (first,) if first[:-1] in self._dictionary else (*pieces[:-1], pieces[-1] + "s")
        for place in range(_MIN_FLAGGED, len(first) - _MIN_FLAGGED + 1):
            pair = first[:place], first[place:]
            if all(self._dictionary.first(piece) is not None for piece in pair):
                return pair
        return None

    def _two_words(self, word: str, *, is_listed: bool) -> tuple[str, ...] | None:
        """Two words of the dictionary, cut as evenly as can be; one has its flag where it lists the whole."""
        best: tuple[int, tuple[str, ...]] | None = None
        for place in range(2, len(word) - 1):
            first, head = word[:place], word[place:]
            if head in _NO_HEADS or not _may_be_part(head) or head not in self._dictionary:
                continue
            may_end = self._dictionary.last(head)
            if first in _PARTICLES or self._known_first(first, may_be_cut=may_end) is None:
                continue
            if is_listed and self._dictionary.first(first) is None and not may_end:
                continue
            rank = (-min(len(first), len(head)), (first, head))
            if best is None or rank < best:
                best = rank
        return None if best is None else best[1]

    def _known_first(self, first: str, *, may_be_cut: bool) -> str | None:
        """The word that stands first in a compound whose joint the dictionary does not know.

        Where the rest may end compounds, it may have lost its last letter: halk-, gräv-, skär-.
        """
        if not (_may_be_part(first) or first in _SHORT_FIRSTS):
            return None
        tried = [first]
        if len(first) > _MIN_PART:
            tried += [first[:-1]] if first[-1] == "s" else [first[:-1] + "a"] if first[-1] in "uo" else []
        if may_be_cut:
            tried.append(first + "a")
        return next((word for word in tried if self._dictionary.base(word) == word), None)

    def _word_of(self, piece: str) -> str:
        known = self._dictionary.first(piece) or self._known_first(piece, may_be_cut=True)
        return known or piece.removesuffix("s")


class CorpusCompounds:
    """The cuts that a vocabulary allows. ``vocabulary`` is ``dict[word, number of documents]``.

    ``stem`` gives one form for the inflections of a word.
    """

    def __init__(self, vocabulary: Mapping[str, int], stem: Callable[[str], str]) -> None:
        """Collect what may stand first and what may stand last."""
        self._stem = stem
        self._words = frozenset(
            word for word in vocabulary if _may_be_part(word) and word not in STOP_WORDS and word.isalpha()
        )
        self._stems = frozenset(stem(word) for word in self._words)
        # skola -> skol-, arbete -> arbet(s)-; gata -> gatu-, kyrka -> kyrko- are found from the vowel.
        self._cut = frozenset(
            word[:-1] for word in self._words if word[-1] in "ae" and len(word) >= _MIN_PART
        )

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, or nothing when it is none. Linking letters are taken off.

        >>> CorpusCompounds({"kontor": 3, "stol": 2}, str.lower).split("kontorsstol")
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
        if _may_be_part(first):
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
        if head in _NO_HEADS or head in STOP_WORDS or not _may_be_part(head):
            return False
        return head in PROPERTY_HEADS or head in self._words or self._stem(head) in self._stems

    def _whole_of(self, cut: str) -> str:
        return next((cut + vowel for vowel in "ea" if cut + vowel in self._words), cut)


def _may_be_part(word: str) -> bool:
    if len(word) < _MIN_PART and word not in _SHORT:
        return False
    return not _VOWELS.isdisjoint(word)
