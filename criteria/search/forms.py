# SPDX-License-Identifier: EUPL-1.2
"""Base forms of Swedish words: one word for all inflections of it, so that "möbler" is found by "möbel".

The dictionary's table of forms comes first, then the head of a compound it does not list, and only then
Snowball, which alone keeps apart half of the everyday pairs. Source: SEARCH.md section 4, finding 1.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import Stemmer

from criteria.search.compounds import DictionaryCompounds
from criteria.search.hunspell import Dictionary, read_dictionary

#: Neuter endings of adjectives, which Snowball leaves apart: hållbart, miljövänligt, ekologiskt, ergonomiskt.
_NEUTER = ("ligt", "igt", "iskt")
#: Answers that are kept; whoever asks for ever new words does not fill the memory.
_MOST_KEPT = 400_000
_ABLE = re.compile(r"(\w{2,}[^\W\dr]bar)(?:a|t|as|ts)?$")

#: Nouns that change their vowel, a closed class that dictionaries list as words of their own, and everyday
#: words whose forms Snowball, or here and there the dictionary, keeps apart.
_IRREGULAR = """
    bok boken bokens böcker böckerna böckernas
    hand handen händer händerna
    fot foten fötter fötterna
    tand tanden tänder tänderna
    land landet länder länderna
    strand stranden stränder stränderna
    natt natten nätter nätterna
    stad staden städer städerna
    rot roten rötter rötterna
    bot boten böter böterna
    son sonen söner sönerna
    gås gåsen gäss gässen
    mus musen möss mössen
    man mannen män männen
    bonde bonden bönder bönderna
    fader fadern fäder fäderna
    moder modern mödrar mödrarna
    broder brodern bröder bröderna
    dotter dottern döttrar döttrarna
    möbel möbeln möbler möblerna möblers
    dator datorn datorer datorerna datorns datorers
    motor motorn motorer motorerna
    sensor sensorn sensorer sensorerna
    traktor traktorn traktorer traktorerna
    projektor projektorn projektorer projektorerna
    monitor monitorn monitorer monitorerna
    kriterium kriteriet kriterier kriterierna
    licens licensen licenser licenserna
    energi energin energins
    miljö miljön miljöns miljöer
    medel medlet medlen medlets
    certifikat certifikatet certifikaten
    sko skon skor skorna
    säker säkert säkra
    återvunnen återvunnet återvunna
    kabel kabeln kablar kablarna
"""


class Forms:
    """What a word tells by itself, whatever the library holds; remembers its answers."""

    def __init__(self, dictionary: Dictionary | None) -> None:
        """Take a dictionary, or do without."""
        self._dictionary = dictionary
        self._stems: dict[str, str] = {}
        self._irregular = {
            form: family[0]
            for family in (line.split() for line in _IRREGULAR.strip().splitlines())
            for form in family
        }
        # The call holds the interpreter's lock, so threads may share the stemmer.
        self._stemmer = Stemmer.Stemmer("swedish", 0)
        self._english = Stemmer.Stemmer("english", 0)
        #: The cuts of compounds that the dictionary allows; ``None`` without dictionary.
        self.compounds = None if dictionary is None else DictionaryCompounds(dictionary)

    def stem(self, word: str) -> str:
        """One form for the inflections of a word; words with digits are codes and are left alone.

        >>> forms = swedish_forms()
        >>> forms.stem("höjbart") == forms.stem("höjbara"), forms.stem("möblernas"), forms.stem("böcker")
        (True, 'möbel', 'bok')
        """
        known = self._stems.get(word)
        if known is None:
            if len(self._stems) >= _MOST_KEPT:
                self._stems.clear()
            known = self._stems[word] = self._stem(word)
        return known

    def english_stem(self, word: str) -> str:
        """One form for the inflections of an English word, by Snowball.

        >>> swedish_forms().english_stem("chairs"), swedish_forms().english_stem("packaging")
        ('chair', 'packag')
        """
        return str(self._english.stemWord(word))

    def _stem(self, word: str) -> str:
        if any(mark.isdigit() for mark in word):
            return word
        irregular = self._irregular.get(word)
        if irregular is not None:
            return irregular
        if self._dictionary is not None and self.compounds is not None:
            base = self._dictionary.base(word)
            if base is not None:
                return base
            pieces = self.compounds.cut(word)
            if pieces:
                return "".join(pieces[:-1]) + self.stem(pieces[-1])
        able = _ABLE.match(word)
        if able is not None:
            return able.group(1)
        return str(self._stemmer.stemWord(word[:-1] if word.endswith(_NEUTER) else word))


@lru_cache(maxsize=1)
def swedish_forms() -> Forms:
    """The forms by the dictionary that comes with the product, or without one where it was left out."""
    return Forms(read_dictionary(Path(__file__).with_name("dictionary")))
