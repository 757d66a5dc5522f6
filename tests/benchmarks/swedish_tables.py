# SPDX-License-Identifier: EUPL-1.2
"""The compound and inflection tables of SEARCH.md section 4, and how the product does on them.

Run with ``python -m tests.benchmarks.swedish_tables``. A compound is right when any cut falls at its
boundary; precision is of the words that were cut, the 30 other words among them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from criteria.search.compounds import CorpusCompounds, DictionaryCompounds
from criteria.search.document import document_of
from criteria.search.forms import Forms, swedish_forms

COMPOUNDS = """
    kontors|möbler livsmedels|grossist arbets|kläder städ|tjänster rengörings|medel mjuk|papper bild|skärm
    mobil|telefon person|bilar elbils|laddare trädgårds|maskiner snöröjnings|fordon sjukvårds|material
    engångs|handskar inkontinens|skydd läkemedels|förpackning koldioxid|utsläpp energi|förbrukning
    livscykel|kostnad avtals|tid kontrakts|villkor tilldelnings|kriterium kvalificerings|krav
    leverantörs|kedja
    uppförande|kod barn|arbete kollektiv|avtal djurskydds|krav antibiotika|användning nöt|kött fisk|produkter
    mjölk|produkter växtskydds|medel trä|råvara bygg|varor betong|element asfalt|beläggning
    anläggnings|maskiner belysnings|armatur värme|pump fjärrvärme|central ventilations|system moln|tjänster
    programvaru|licens skrivar|patron toner|kassett skol|måltider förskole|barn lekplats|utrustning
    golv|beläggning textil|tvätt rullstols|ramp hotell|övernattning flyg|resor taxi|transporter
    avfalls|hantering återvinnings|grad vatten|förbrukning spårbarhets|system madrass|skydd
""".split()  # noqa: SIM905 -- a list of words reads best as words
SIMPLE_WORDS = """
    leverantör material certifikat papper kriterium dokumentation kemikalier transport elektronik antibiotika
    asfalt textilier procent möbler standard revision garanti kontroll batteri fönster redovisa intyg kravet
    energin kostnader datorer skrivare märkning licensen moduler
""".split()  # noqa: SIM905 -- a list of words reads best as words
INFLECTIONS = """
    möbel/möbler dator/datorer dator/datorn bil/bilar bil/bilen leverantör/leverantörens krav/kraven
    kriterium/kriterier kriterium/kriteriet certifikat/certifikaten märkning/märkningar stol/stolarna
    bok/böcker
    hand/händer fot/fötter licens/licenser städning/städningen ekologisk/ekologiska hållbar/hållbart
    återvunnen/återvunnet energi/energin batteri/batterier sko/skor kläder/klädernas avtal/avtalets
    produkt/produkterna säker/säkert miljö/miljön tjänst/tjänster kemikalie/kemikalier
    förpackning/förpackningarna kök/köket land/länder tand/tänder
""".split()  # noqa: SIM905 -- a list of words reads best as words
DIFFERENT = """
    möbel/mobil avtal/avta krav/kravall bil/bild bok/bokning licens/licentiat märke/mark energi/energisk
    stol/stolt matta/matt transport/transportör kost/kostnad led/ledning papper/papp kontor/konto
""".split()  # noqa: SIM905 -- a list of words reads best as words

Cut = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class CompoundTable:
    """What a way of cutting does to the 60 compounds and the 30 other words."""

    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of cut words that were cut right."""
        return self.right / max(1, self.right + len(self.wrong) + len(self.false))

    @property
    def recall(self) -> float:
        """The share of compounds that were cut right."""
        return self.right / len(COMPOUNDS)


def compound_table(cut: Cut) -> CompoundTable:
    """Cut every word of the table."""
    missed: list[str] = []
    wrong: list[str] = []
    for gold in COMPOUNDS:
        _, _, last = gold.partition("|")
        word = gold.replace("|", "")
        pieces = cut(word)
        if not pieces:
            missed.append(word)
        elif not any("".join(pieces[place:]) == last for place in range(1, len(pieces))):
            wrong.append("|".join(pieces))
    false = tuple("|".join(pieces) for word in SIMPLE_WORDS if (pieces := cut(word)))
    right = len(COMPOUNDS) - len(missed) - len(wrong)
    return CompoundTable(right, tuple(missed), tuple(wrong), false)


def kept_apart(forms: Forms) -> tuple[str, ...]:
    """The inflection pairs that do not get one form."""
    return tuple(pair for pair in INFLECTIONS if not _is_one(forms, pair))


def wrongly_merged(forms: Forms) -> tuple[str, ...]:
    """The pairs of different words that get one form."""
    return tuple(pair for pair in DIFFERENT if _is_one(forms, pair))


def _is_one(forms: Forms, pair: str) -> bool:
    left, _, right = pair.partition("/")
    return forms.stem(left) == forms.stem(right)


def main() -> int:
    """Print both tables, with the dictionary and without; 1 when the product is below its floors."""
    # The library is loaded only here: the tables themselves need no content.
    from criteria.exchange.library_files import read_library, shipped_folder
    from tests.benchmarks.search_quality import library_entries

    entries = library_entries(read_library(shipped_folder()))
    vocabulary = {
        word: 1 for entry in entries for words in document_of(entry).words().values() for word in words
    }
    shipped, bare = swedish_forms(), Forms(None)
    cuts: list[tuple[str, Cut]] = [
        ("words of the library alone", CorpusCompounds(vocabulary, bare.stem).split),
    ]
    if isinstance(shipped.compounds, DictionaryCompounds):
        cuts.insert(0, ("dictionary", shipped.compounds.cut))
    for name, cut in cuts:
        table = compound_table(cut)
        print(
            f"compounds, {name}: right {table.right}/{len(COMPOUNDS)}, precision {table.precision:.2f}, "
            f"recall {table.recall:.2f}; missed {list(table.missed)}, wrong {list(table.wrong)}, "
            f"false cuts {list(table.false)} of {len(SIMPLE_WORDS)}"
        )
    for name, forms in (("dictionary", shipped), ("stems alone", bare)):
        apart, merged = kept_apart(forms), wrongly_merged(forms)
        print(
            f"inflections, {name}: right {len(INFLECTIONS) - len(apart)}/{len(INFLECTIONS)}, missed "
            f"{list(apart)}; wrongly merged {list(merged)} of {len(DIFFERENT)}"
        )
    best = compound_table(cuts[0][1])
    good = best.precision >= 0.95 and best.recall >= 0.93
    return 0 if good and len(kept_apart(shipped)) <= 2 and not wrongly_merged(shipped) else 1


if __name__ == "__main__":
    sys.exit(main())
