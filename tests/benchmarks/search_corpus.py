# SPDX-License-Identifier: EUPL-1.2
"""A made-up library of any size, the same on every run, and 200 questions about it in nine classes.

Shape of the measured corpus of SEARCH.md: words drawn by Zipf, 22 of 100 from the topic of the product
group, 150 words a version on average, 60 groups, 12 labels. The words are made here from syllables, with
the endings and compounds of Swedish, since no word list may be taken along.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate

from criteria.library.lifecycle import VersionStatus
from criteria.library.model import (
    CpvEntry,
    LabelCover,
    ProofAlternative,
    ProofItem,
    Synonyms,
    Words,
)
from criteria.library.vocabulary import (
    Aspect,
    LabelCoverage,
    Level,
    Method,
    ProofKind,
    RequirementType,
)
from criteria.search.model import AnyEntry, Entry, Filters, GroupEntry, SearchQuery
from tests.search.factories import make_group, make_label, make_version

AS_OF = date(2026, 11, 21)
CLASSES = ("term", "and2", "or4", "phrase", "prefix", "filter", "facet", "highlight", "page")
_FUNCTION_WORDS = """
    och att i en som är av för på med det till den ska har de inte om ett vid eller från kan enligt samt kunna
    alla under vara minst inom även efter varje finns andra genom ej detta dessa mot så vilka där när hur sina
""".split()  # noqa: SIM905 -- a list of words reads best as words
_BOILER = (
    "leverantören ska på begäran kunna redovisa",
    "uppfyller kravet enligt tredjepartscertifierad miljömärkning",
    "vid avtalsstart ska leverantören ha rutiner",
    "bevis kan vara testrapport från oberoende part",
    "särskilt farliga ämnen enligt kandidatförteckningen",
    "under hela avtalstiden",
    "minst hälften återvunnet material",
    "ska kunna styrkas med licens eller certifikat",
    "upphandlande myndighet har rätt att begära",
    "teknisk dokumentation från tillverkaren",
    "senast tre månader efter avtalsstart",
    "garanti på minst fem år",
    "reservdelar ska finnas tillgängliga",
)
_ONSETS = """
    b d f g h j k l m n p r s t v bl br dr fl fr gl gr kl kn kr pl pr sk sl sn sp st str sv tr
""".split()  # noqa: SIM905 -- a list of sounds reads best as sounds
_VOWELS = "aeiouyåäöaeioae"
_CODAS = ["", "", "l", "n", "r", "s", "t", "k", "m", "nd", "ng", "rk", "st", "ll", "tt", "v"]
_ENDINGS = ("", "en", "ar", "arna", "et", "a", "t")
_BASE_WORDS = 21_000
_WORDS = 90_000
_GROUPS = 60
_LABELS = tuple(f"mark{letter}" for letter in "abcdefghijkl")
_VERSIONS_PER_ID = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in the words of every engine.

    ``words`` are the plain words; ``operator`` says how a boolean engine joins them: all, any, phrase or
    prefix. ``excerpts`` tells whether the twenty hits come with the piece of text that shows the words.
    """

    kind: str
    words: tuple[str, ...]
    operator: str
    filters: Filters = field(default_factory=Filters)
    excerpts: bool = False

    @property
    def query(self) -> SearchQuery:
        """The question as it is put to the product."""
        text = " ".join(self.words)
        if self.operator == "phrase":
            text = f'"{text}"'
        elif self.operator == "prefix":
            text += "*"
        return SearchQuery(text, AS_OF, self.filters, with_excerpts=self.excerpts)


class Corpus:
    """The vocabulary and the versions drawn from it; version ``n`` does not depend on the corpus' size."""

    def __init__(self) -> None:
        """Make the words and the topics of the groups."""
        chance = random.Random(11)  # noqa: S311 -- made-up texts, not secrets
        self.words = _vocabulary(chance)
        self._weights = list(accumulate(1.0 / (rank + 2.7) ** 1.03 for rank in range(len(self.words))))
        self._topics = [chance.sample(self.words[60:3000], 40) for _ in range(_GROUPS)]
        self._group_weights = list(accumulate(1 / (number + 3) for number in range(_GROUPS)))

    def entries(self, versions: int) -> Iterator[AnyEntry]:
        """The groups, the labels and so many criterion versions."""
        yield from self._groups()
        yield from (make_label(name, name.capitalize()) for name in _LABELS)
        yield from (self.version(number) for number in range(versions))

    def version(self, number: int) -> Entry:
        """One criterion version with its life."""
        chance = random.Random(5_000_003 + number)  # noqa: S311 -- made-up texts, not secrets
        group = bisect(self._group_weights, chance.random() * self._group_weights[-1])
        place = number // _VERSIONS_PER_ID
        proof = f"{chance.choice(_BOILER)} {' '.join(self._drawn(chance, group, 20, 45))}."
        version = replace(
            make_version(
                f"{_letters(place // 100)}-{place % 100:02d}:{number % 4 + 1}"
                f"@{list(Level)[number // 4 % 3].value}"
            ),
            type=chance.choice(list(RequirementType)),
            groups=(group_id(group),),
            aspects=tuple(chance.sample(list(Aspect), chance.randint(1, 2))),
            title=Words(" ".join(self._drawn(chance, group, 4, 9)).capitalize()),
            text=Words(_sentences(self._with_boiler(chance, self._drawn(chance, group, 70, 120)))),
            proof=replace(
                _PROOF, alternatives=(ProofAlternative((ProofItem(ProofKind.TEST_REPORT, 3, Words(proof)),)),)
            ),
            labels=tuple(
                LabelCover(name, LabelCoverage.FULL)
                for name in chance.sample(_LABELS, chance.choice([0, 0, 1, 1, 2]))
            ),
            follow_up=replace(_FOLLOW_UP, methods=tuple(chance.sample(list(Method)[:8], 2))),
        )
        start = date(2018, 1, 1) + timedelta(days=chance.randrange(3000))
        if chance.random() < 0.55:
            end = start + timedelta(days=chance.randrange(300, 1500))
            return Entry(version, start, end, VersionStatus.SUPERSEDED)
        return Entry(version, start)

    def _groups(self) -> Iterator[GroupEntry]:
        for number, topic in enumerate(self._topics):
            yield make_group(
                group_id(number),
                topic[0].capitalize(),
                synonyms=Synonyms(tuple(topic[:8]), "made up"),
                cpv=(CpvEntry(f"{10000000 + number * 1110000:08d}-1", topic[1].capitalize()),),
            )

    def _drawn(self, chance: random.Random, group: int, least: int, most: int) -> list[str]:
        words = chance.choices(self.words, cum_weights=self._weights, k=chance.randint(least, most))
        topic = self._topics[group]
        return [
            topic[int(len(topic) * chance.random() ** 2)] if chance.random() < 0.22 else word
            for word in words
        ]

    @staticmethod
    def _with_boiler(chance: random.Random, words: list[str]) -> list[str]:
        text: list[str] = []
        for place, word in enumerate(words):
            text.append(word)
            if place % 35 == 20:
                text += chance.choice(_BOILER).split()
        return text


def questions(corpus: Corpus) -> tuple[Asked, ...]:
    """The 200 fixed questions."""
    chance = random.Random(3)  # noqa: S311 -- fixed questions, not secrets
    common, usual, rare = corpus.words[60:260], corpus.words[260:2000], corpus.words[2000:12000]
    texts = [corpus.version(number).version.text.sv for number in range(500)]

    def word() -> str:
        return chance.choice(chance.choice([common, common, usual, usual, rare]))

    def narrowed() -> Filters:
        return Filters(
            groups=(group_id(chance.randrange(25)),), levels=(chance.choice(["base", "advanced"]),)
        )

    asked = [Asked("term", (word(),), "all") for _ in range(25)]
    asked += [Asked("and2", (chance.choice(common), chance.choice(usual)), "all") for _ in range(25)]
    asked += [Asked("or4", tuple(word() for _ in range(4)), "any") for _ in range(20)]
    for number in range(20):
        source = chance.choice(_BOILER) if number % 2 else chance.choice(texts).lower().replace(".", "")
        words = [piece for piece in source.split() if piece not in _FUNCTION_WORDS]
        place = chance.randrange(len(words) - 1)
        asked.append(Asked("phrase", tuple(words[place : place + 2]), "phrase"))
    asked += [Asked("prefix", (word()[: chance.randint(3, 5)],), "prefix") for _ in range(25)]
    asked += [Asked("filter", (word(),), "all", narrowed()) for _ in range(25)]
    asked += [Asked("facet", (word(),), "all") for _ in range(20)]
    asked += [
        Asked("highlight", (chance.choice(common), chance.choice(common)), "all", excerpts=True)
        for _ in range(20)
    ]
    in_force = ("published", "under_revision")
    for number in range(20):
        filters = replace(narrowed() if number % 2 else Filters(), statuses=in_force)
        asked.append(Asked("page", (chance.choice(common), word()), "any", filters, excerpts=True))
    return tuple(asked)


def group_id(number: int) -> str:
    """The id of a made-up group."""
    return f"group_{chr(97 + number // 26)}{chr(97 + number % 26)}"


def _vocabulary(chance: random.Random) -> list[str]:
    """Function words, the words of the boiler plate, then base words with their forms and compounds."""
    bases = list(dict.fromkeys(_base(chance) for _ in range(_BASE_WORDS)))
    words = dict.fromkeys(_FUNCTION_WORDS)
    words.update(dict.fromkeys(piece for text in _BOILER for piece in text.split()))
    made: list[str] = []
    for base in bases:
        made += [base + ending for ending in chance.sample(_ENDINGS, 3)]
        if chance.random() < 0.5:
            made.append(f"{chance.choice(bases)}{chance.choice(['', 's'])}{base}")
    # The forms of one word are of about the same frequency, as they are in texts.
    chunks = [made[place : place + 7] for place in range(0, len(made), 7)]
    chance.shuffle(chunks)
    words.update(dict.fromkeys(word for chunk in chunks for word in chunk))
    return list(words)[:_WORDS]


def _base(chance: random.Random) -> str:
    syllables = chance.choice([1, 2, 2, 2, 3])
    return "".join(
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + (chance.choice(_CODAS) if last else "")
        for last in [*([False] * (syllables - 1)), True]
    )


def _letters(number: int) -> str:
    text = ""
    while True:
        text = chr(65 + number % 26) + text
        number //= 26
        if not number:
            return f"Q{text}"


def _sentences(words: list[str]) -> str:
    return " ".join(
        " ".join(words[place : place + 14]).capitalize() + "." for place in range(0, len(words), 14)
    )


_PROOF = make_version().proof
_FOLLOW_UP = make_version().follow_up
