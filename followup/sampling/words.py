# SPDX-License-Identifier: EUPL-1.2
"""What a sample can miss, said in one sentence. Source: DOMAIN 3.4."""

from __future__ import annotations

from fractions import Fraction

from followup.sampling.size import SampleSize, chance_of_missing

_NUMBERS = {
    "sv": ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    ),
}
_ORDINALS = {
    "sv": {
        2: "varannan",
        3: "var tredje",
        4: "var fjärde",
        5: "var femte",
        10: "var tionde",
        20: "var tjugonde",
    },
    "en": {
        **{2: "every second", 3: "every third", 4: "every fourth"},
        **{5: "every fifth", 10: "every tenth", 20: "every twentieth"},
    },
}
_SENTENCES = {
    "sv": "{size} av {population}: om {share} vara är fel missar ni det ungefär {chance}.",
    "en": "{size} of {population}: if {share} item is faulty you miss it about {chance}.",
}
_ALL = {
    "sv": "{size} av {population}: alla granskas, så inget fel slipper igenom urvalet.",
    "en": "{size} of {population}: all are looked at, so no fault slips through the choice.",
}
_NEVER = {
    "sv": "{size} av {population}: om {share} vara är fel finns minst en av dem alltid bland de granskade.",
    "en": "{size} of {population}: if {share} item is faulty at least one of them is always looked at.",
}
# Above this a chance is no longer well said as "one time in n".
_ONE_IN_N_UP_TO = Fraction(2, 5)


def sampling_sentence(sample: SampleSize, one_in: int = 5, language: str = "sv") -> str:
    """How often a fault in every ``one_in``-th item is missed.

    >>> sampling_sentence(SampleSize(40, 8))
    '8 av 40: om var femte vara är fel missar ni det ungefär en gång av sju.'

    Raises:
        InvalidInputError: when size or share is out of range.
        KeyError: for a share without words (2, 3, 4, 5, 10 and 20 have them).
    """
    chance = chance_of_missing(sample, Fraction(1, one_in))
    if sample.size == sample.population:
        form = _ALL
    elif chance == 0:
        form = _NEVER
    else:
        form = _SENTENCES
    return form[language].format(
        size=sample.size,
        population=sample.population,
        share=_ORDINALS[language][one_in],
        chance="" if chance == 0 else _times(chance, language),
    )


def _times(chance: Fraction, language: str) -> str:
    if chance <= _ONE_IN_N_UP_TO:
        part, whole = 1, round(1 / chance)
    else:
        near = chance.limit_denominator(10)
        part, whole = (near.numerator, near.denominator) if near < 1 else (9, 10)
    words = _NUMBERS[language]
    total = words[whole] if whole < len(words) else str(whole)
    if language == "en":
        return f"{words[part]} {'time' if part == 1 else 'times'} in {total}"
    return f"{words[part]} {'gång' if part == 1 else 'gånger'} av {total}"
