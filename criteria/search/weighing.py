# SPDX-License-Identifier: EUPL-1.2
"""How much each word of a document weighs, and where it stands: worked out once, when it is written.

BM25F's frequency over weighted fields, with usual field lengths in place of the corpus' own averages, so
that a document's weights depend on nothing but the document: one that is written later neither changes
another nor has to be compared with it. Source: Robertson and Zaragoza (2009); the weights are a product
decision, see docs/search.md.
"""

from __future__ import annotations

import struct

from criteria.search.document import SECTION_END, Document, Head

FIELD_WEIGHTS = {
    "title": 4.0,
    "names": 3.5,
    "text": 1.0,
    "rest": 0.5,
    "english_title": 2.0,
    "english": 0.5,
}
#: How far a long field counts less per word; a long list of synonyms is no fault.
_LENGTH_NORMS = {
    "title": 0.3,
    "names": 0.0,
    "text": 0.75,
    "rest": 0.75,
    "english_title": 0.3,
    "english": 0.75,
}
#: Words a field has on the average of the shipped library.
_USUAL_LENGTHS = {
    "title": 3.4,
    "names": 40.0,
    "text": 46.0,
    "rest": 117.0,
    "english_title": 4.5,
    "english": 46.0,
}
#: Help is for those who ask how, and stands behind what can be demanded.
_KIND_FACTORS = {"package": 0.8, "help": 0.5}
_LEVEL_FACTORS = {"base": 1.0, "advanced": 0.98, "leading_edge": 0.96}
#: Weights are kept as whole numbers of this part, in two bytes.
GAIN_STEP = 1 / 512
_MOST_STEPS = 0xFFFF
#: A word in one document takes this many numbers of two bytes: its weight in steps, then its places.
SPOT_SIZE = 9
#: Stands where a further place would, when there is none; and last, when there are more than fit: then only
#: the text tells where.
NO_PLACE = 0
MORE_PLACES = 0xFFFF

#: The weight in steps and the places of a word in one document, ``SPOT_SIZE`` numbers of two bytes.
Spot = bytes

_pack = struct.Struct(f"={SPOT_SIZE}H").pack
_UNKNOWN_PLACES = (MORE_PLACES,) * (SPOT_SIZE - 1)
_FILL = tuple((NO_PLACE,) * (SPOT_SIZE - 1 - count) for count in range(SPOT_SIZE))


def weighed_words(document: Document) -> list[tuple[str, Spot]]:
    """Each word of a document with its weight there and its places."""
    return [(word, _spot(found)) for word, found in _stands(document).items()]


def word_places(document: Document) -> dict[str, list[int]]:
    """Every place of each word of a document."""
    return {word: [int(place) for place in found[1:]] for word, found in _stands(document).items()}


def _stands(document: Document) -> dict[str, list[float]]:
    """Each word with its weight, and after it its places.

    Places begin at 1 and count on from field to field with a gap between, and between sections, so that no
    phrase runs from one into the next.
    """
    stands: dict[str, list[float]] = {}
    begin = 1
    for name, words in document.words().items():
        gain = _gain(name, len(words))
        for place, word in enumerate(words, begin):
            found = stands.get(word)
            if found is None:
                stands[word] = [gain, place]
            else:
                found[0] += gain
                found.append(place)
        begin += len(words) + 1
    stands.pop(SECTION_END, None)
    return stands


def name_weights(document: Document) -> dict[str, float]:
    """What the words of a document's title and names weigh: what a criterion can inherit of it."""
    weights: dict[str, float] = {}
    words = document.words()
    for name in ("title", "names"):
        gain = _gain(name, len(words[name]))
        for word in words[name]:
            weights[word] = weights.get(word, 0.0) + gain
    return weights


def own_factor(head: Head) -> float:
    """What a document's kind and level make of any score."""
    return _KIND_FACTORS.get(head.kind, 1.0) * _LEVEL_FACTORS.get(head.level or "", 1.0)


def _gain(name: str, length: int) -> float:
    norm = _LENGTH_NORMS[name]
    return FIELD_WEIGHTS[name] / (1.0 - norm + norm * length / _USUAL_LENGTHS[name])


def _spot(found: list[float]) -> Spot:
    weight, *places = found
    steps = min(_MOST_STEPS, round(weight / GAIN_STEP))
    if len(places) < SPOT_SIZE and places[-1] < MORE_PLACES:
        return _pack(steps, *places, *_FILL[len(places)])
    return _pack(steps, *_UNKNOWN_PLACES)
