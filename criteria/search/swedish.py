# SPDX-License-Identifier: EUPL-1.2
"""Swedish words out of text: the same cutting for what is indexed and for what is asked.

The index holds whole words in lower case. Base forms, folded forms and compound parts are found from its
vocabulary when a generation is opened (``lexicon``), so that a better table of forms needs no new index.
Source: SEARCH.md section 4 (nothing is folded in the index; stop words keep negations).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from criteria.search.codes import iter_standards

#: Words that say nothing about what is bought. "utan", "inte", "ej" and "kan" are kept on purpose.
STOP_WORDS = frozenset(
    """
    alla allt att av blir bli de dem den denna deras dess det detta dessa där då du eller en er era ett
    från för ha har hade han hon hur i in jag ju man med men mot många mellan mycket ni nu när någon något
    några och om oss på sig sin sina sitt själv ska skall skulle som så till under upp ut vad var vara
    varit vi vid vilka vilken vilket vår våra vårt än är även över samt
    """.split()  # noqa: SIM905 -- a list of words reads best as words
)

#: English words that say nothing about what is bought.
ENGLISH_STOP_WORDS = frozenset(
    """
    a all an and any are as at be been by can do does each for from has have how if in into is it its may more
    must no not of on one or other shall should some such than that the their them then there these they this
    to under up was we what when where which who will with within you your
    """.split()  # noqa: SIM905 -- a list of words reads best as words
)
#: Stands before an English word in the index. No word of a text has it.
ENGLISH = "en/"

#: Words that may help the order but never decide what is found: "utan parfym" and "parfymfri" are alike.
#: Source: DOMAIN section 6.
NEVER_FILTER = frozenset(
    ["utan", "fri", "fria", "fritt", "ej", "inte", "kan", "icke", "inga", "ingen", "inget"]
)

#: Endings that the first part of an ellipsis borrows from the second: "höj- och sänkbara" is höjbara.
_BORROWED_ENDINGS = (
    "bara",
    "bart",
    "bar",
    "fria",
    "fritt",
    "fri",
    "märkta",
    "märkt",
    "anpassade",
    "anpassad",
)

#: A number, or a word with its hyphens; an ending after a colon is no part of it: "ILO:s", "EU:s".
_WORD = re.compile(r"(\d+(?:[.,]\d+)+|[^\W_]+(?:[-‐‑'’][^\W_]+)*)(?:(?<=[^\W\d_]):[a-zåäö]{1,3}\b)?")
_ELLIPSIS = re.compile(
    r"([^\W\d_]{2,})[-‐‑](?:\s*,\s*[^\W\d_]+[-‐‑])*\s+(?:och|eller|samt|/)\s+([^\W\d_]{4,})"
)
#: Between the names of a list, and between the things of one name; the head of each stands last, but before
#: what follows a preposition: "däck för lätta fordon" are tyres.
_APART = re.compile(r"[,;()/¶]|\s(?:och|eller|samt|and|or)\s")
_SAYS_MORE = re.compile(
    r"\s(?:för|till|av|i|med|från|på|utan|vid|åt|om|hos|som|under|mot|per|efter|inom|of|for|with|in|to)\s"
)
_JOINTS = re.compile(r"[-‐‑'’]")
_MAX_WORD = 60


class Token(NamedTuple):
    """A word in lower case with its place; ``parts`` are the pieces of a word written with hyphen."""

    text: str
    start: int
    end: int
    parts: tuple[str, ...] = ()


def normal(text: str) -> str:
    """Text in NFC without control, formatting and other invisible characters; these become spaces."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else " " for mark in text)


def fold(word: str) -> str:
    """The word without rings, dots and accents, for comparing only.

    >>> fold("möbelfakta"), fold("frotté"), fold("smørrebrød")
    ('mobelfakta', 'frotte', 'smorrebrod')
    """
    if word.isascii():
        return word
    plain = word.replace("ø", "o").replace("æ", "a")
    return "".join(mark for mark in unicodedata.normalize("NFD", plain) if not unicodedata.combining(mark))


def iter_tokens(text: str) -> Iterator[Token]:
    """The words of a text in order, stop words among them, with places in the given text."""
    for found in _WORD.finditer(text):
        raw = found.group(1).lower()
        if len(raw) > _MAX_WORD:
            continue
        if raw.isalpha():
            yield Token(raw, found.start(), found.end())
            continue
        if raw[0].isdigit() and "," in raw:
            raw = raw.replace(",", ".")
        parts = tuple(_JOINTS.split(raw)) if _JOINTS.search(raw) else ()
        yield Token("".join(parts) if parts else raw, found.start(), found.end(), parts)


def without_joints(text: str) -> str:
    """The text with the pieces of its words put together, and points for commas, as words are kept.

    >>> without_joints("höj-sänkbara, 2,5 meter")
    'höjsänkbara. 2.5 meter'
    """
    return _JOINTS.sub("", text).replace(",", ".")


def completed_ellipses(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs (first part, second word) of "städ- och tvättmedel", in lower case.

    >>> completed_ellipses("Höj- och sänkbara skrivbord")
    (('höj', 'sänkbara'),)
    """
    return tuple((first.lower(), second.lower()) for first, second in _ELLIPSIS.findall(text))


def borrowed(first: str, second: str) -> str | None:
    """The first word of an ellipsis written out, where an ending tells how; else ``None``.

    >>> borrowed("höj", "sänkbara")
    'höjbara'
    """
    for ending in _BORROWED_ENDINGS:
        if second.endswith(ending) and len(second) > len(ending) + 1:
            return first + ending
    return None


def indexed_words(text: str) -> list[str]:
    """Every word a text is found by: words, pieces of hyphened words, completed ellipses, standards.

    The words stand first, in the order of the text without stop words, so that a phrase is found by their
    places; what was made of them follows.
    """
    text = normal(text)
    words: list[str] = []
    made: list[str] = []
    for raw in map(str.lower, _WORD.findall(text)):
        if raw.isalpha() and len(raw) <= _MAX_WORD:
            # Nearly all of a text: no token is needed for a word that stands alone.
            if raw not in STOP_WORDS:
                words.append(raw)
            continue
        for token in iter_tokens(raw):
            if token.text not in STOP_WORDS:
                words.append(token.text)
            made.extend(part for part in token.parts if part and part not in STOP_WORDS)
    for first, second in completed_ellipses(text) if _JOINTS.search(text) else ():
        whole = borrowed(first, second)
        if whole is not None:
            made.append(whole)
    made.extend(iter_standards(text))
    return words + made


def english_words(text: str) -> list[str]:
    """Every word an English text is found by, marked as English, in the order of the text.

    >>> english_words("Chairs for the office")
    ['en/chairs', 'en/office']
    """
    return [
        f"{ENGLISH}{piece}"
        for token in iter_tokens(normal(text))
        for piece in ((token.text, *token.parts) if token.parts else (token.text,))
        if piece not in ENGLISH_STOP_WORDS and not piece.isdigit()
    ]


def name_heads(text: str) -> frozenset[str]:
    """The words that decide what a name is of; the text may hold several names.

    >>> sorted(name_heads("Däck för lätta fordon, begagnade möbler och LED-lampor"))
    ['däck', 'lampor', 'led', 'ledlampor', 'möbler']
    """
    heads: set[str] = set()
    for name in _APART.split(normal(text).lower()):
        tokens = [token for token in iter_tokens(_SAYS_MORE.split(name, 1)[0]) if token.text.isalpha()]
        if tokens:
            heads.update((tokens[-1].text, *tokens[-1].parts))
    return frozenset(heads)
