# SPDX-License-Identifier: EUPL-1.2
"""Sizes, chances and choices of samples, against the table of DOMAIN 3.4."""

from fractions import Fraction

import pytest

from criteria.errors import InvalidInputError
from followup.sampling.choice import choose, population_hash
from followup.sampling.size import (
    SampleSize,
    Scale,
    chance_of_missing,
    sample_size,
    size_for_certainty,
    widened_size,
)
from followup.sampling.words import sampling_sentence

# population, size, chance to catch a fault share of 20 % and of 10 %, as the table has them.
_NORMAL = [
    (5, 5, "1.00", "1.00"),
    (10, 5, "0.78", "0.50"),
    (25, 5, "0.71", "0.37"),
    (50, 8, "0.86", "0.60"),
    (100, 8, "0.84", "0.58"),
    (300, 13, "0.95", "0.75"),
    (1000, 20, "0.99", "0.88"),
]
_STRICT = [
    (5, 5, "1.00", "1.00"),
    (10, 8, "0.98", "0.80"),
    (25, 8, "0.88", "0.55"),
    (50, 13, "0.97", "0.79"),
    (100, 13, "0.96", "0.77"),
    (300, 20, "0.99", "0.89"),
    (1000, 32, "1.00", "0.97"),
]
_ARTICLES = tuple(f"artikel {number}" for number in range(1, 41))


@pytest.mark.parametrize(
    ("scale", "population", "size", "at_fifth", "at_tenth"),
    [(Scale.NORMAL, *row) for row in _NORMAL] + [(Scale.STRICT, *row) for row in _STRICT],
)
def test_sizes_and_chances_are_those_of_the_table(
    scale: Scale, population: int, size: int, at_fifth: str, at_tenth: str
) -> None:
    chosen = sample_size(population, scale)
    caught = [1 - chance_of_missing(SampleSize(population, chosen), Fraction(1, n)) for n in (5, 10)]

    assert chosen == size
    assert [f"{float(chance):.2f}" for chance in caught] == [at_fifth, at_tenth]


@pytest.mark.parametrize(
    ("population", "normal", "strict"),
    [(1, 1, 1), (6, 5, 6), (7, 5, 7), (26, 8, 13), (101, 13, 20), (500, 13, 20), (501, 20, 32)],
)
def test_bands_begin_where_the_table_says(population: int, normal: int, strict: int) -> None:
    assert (sample_size(population), sample_size(population, Scale.STRICT)) == (normal, strict)


@pytest.mark.parametrize(
    ("share", "sizes"),
    [(Fraction(1, 10), (16, 22, 29)), (Fraction(1, 20), (32, 45, 59)), (Fraction(1, 5), (8, 11, 14))],
)
def test_size_for_a_wanted_certainty_in_a_large_population(share: Fraction, sizes: tuple[int, ...]) -> None:
    found = tuple(size_for_certainty(share, Fraction(certainty, 100)) for certainty in (80, 90, 95))

    assert found == sizes


def test_one_fault_widens_to_the_strict_size_and_two_to_everything() -> None:
    assert [widened_size(40, 8, faults) for faults in (0, 1, 2, 3)] == [8, 13, 40, 40]


@pytest.mark.parametrize(
    ("population", "size", "sentence"),
    [
        (40, 8, "8 av 40: om var femte vara är fel missar ni det ungefär en gång av sju."),
        (1000, 20, "20 av 1000: om var femte vara är fel missar ni det ungefär en gång av 91."),
        (4, 4, "4 av 4: alla granskas, så inget fel slipper igenom urvalet."),
        (10, 9, "9 av 10: om var femte vara är fel finns minst en av dem alltid bland de granskade."),
    ],
)
def test_sentence_says_in_words_what_a_sample_misses(population: int, size: int, sentence: str) -> None:
    assert sampling_sentence(SampleSize(population, size)) == sentence


def test_sentence_for_a_rarer_fault_and_in_english() -> None:
    sample = SampleSize(25, 5)

    assert sampling_sentence(sample, 10).endswith(
        "om var tionde vara är fel missar ni det ungefär fem gånger av åtta."
    )
    assert sampling_sentence(SampleSize(40, 8), language="en") == (
        "8 of 40: if every fifth item is faulty you miss it about one time in seven."
    )


def test_choice_is_repeated_by_seed_and_population() -> None:
    first = choose(_ARTICLES, 8, "7F2A")
    again = choose(tuple(reversed(_ARTICLES)), 8, "7F2A")
    other = choose(_ARTICLES, 8, "7F2B")

    assert set(first.items) == set(again.items)
    assert first.population_hash == again.population_hash == population_hash(_ARTICLES)
    assert set(other.items) != set(first.items)
    # Written down here so that a change of the algorithm, which would make old choices unrepeatable, is seen.
    assert first.items == (
        *("artikel 5", "artikel 19", "artikel 24", "artikel 27"),
        *("artikel 28", "artikel 29", "artikel 34", "artikel 35"),
    )


def test_widened_choice_holds_the_first_one() -> None:
    assert set(choose(_ARTICLES, 8, "7F2A").items) < set(choose(_ARTICLES, 13, "7F2A").items)


def test_every_item_is_chosen_about_equally_often() -> None:
    counts = dict.fromkeys(_ARTICLES, 0)
    for seed in range(1000):
        for item in choose(_ARTICLES, 8, str(seed)).items:
            counts[item] += 1

    # 1000 choices of 8 among 40: 200 expected, standard deviation about 13.
    assert all(135 < count < 265 for count in counts.values())


@pytest.mark.parametrize(
    ("items", "size", "seed", "code"),
    [
        (("a", "b"), 3, "s", "sample.size"),
        (("a", "b"), 0, "s", "sample.size"),
        (("a", "a "), 1, "s", "sample.duplicate"),
        (("a", "b"), 1, " ", "sample.seed"),
    ],
)
def test_impossible_choices_are_refused(items: tuple[str, ...], size: int, seed: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        choose(items, size, seed)

    assert refused.value.code == code


def test_empty_population_is_refused() -> None:
    with pytest.raises(InvalidInputError, match=r"sample\.population"):
        sample_size(0)
