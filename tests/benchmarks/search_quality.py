# SPDX-License-Identifier: EUPL-1.2
"""How often the right thing comes first on the shipped library: hit@1, hit@3 and every miss.

Run with ``python -m tests.benchmarks.search_quality``. The queries and the way they are scored are those
of DOMAIN section 6 (D01 to D60); a query counts when its group or criterion is in the library. A criterion
belongs to the first of its groups, so that cross-cutting criteria do not pass for everything. A query
whose answer is a template, a package or a help page counts when that is the first hit of its kind.

``--queries FILE`` takes other queries, a line each with id, query, must come first, also acceptable and
kind between tabs or bars. ``--without-dictionary`` measures the product as it is without its dictionary.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from criteria.exchange.help_pages import shipped_help
from criteria.exchange.library_files import LibraryFolder, read_library, shipped_folder
from criteria.library.lifecycle import Life
from criteria.library.model import CriterionVersion
from criteria.search import lexicon
from criteria.search.forms import Forms, swedish_forms
from criteria.search.model import (
    AnyEntry,
    GroupEntry,
    HelpEntry,
    Hit,
    HitKind,
    LabelEntry,
    PackageEntry,
    SearchAnswer,
    SearchQuery,
    entry_of,
)
from criteria.search.whoosh_index import WhooshIndex

_AS_OF = date(2026, 11, 21)
#: How far down the first hit of a kind is looked for.
_DEEP = 200
#: Kinds whose first hit counts, wherever it stands.
_OWN_KINDS = ("template", "package", "help")

#: id | query | must come first | also acceptable among the first three | kind
QUERIES = """
D01 | höj- och sänkbara skrivbord | furniture | |
D02 | formaldehyd spånskiva | furniture | building_products | emissions_indoor
D03 | 39130000 | furniture | |
D04 | möblefakta | furniture | | label
D05 | EPEAT guld | it | | label
D06 | batteri cykler dator | it | | durability
D07 | 30213100-6 | it | |
D08 | konfliktmineraler | it | vehicles | social
D09 | ekologisk mjölk | food | | organic
D10 | krav märkt kaffe | food | | label
D11 | MSC fisk | food | | label
D12 | rättvisemärkta bananer | food | | label
D13 | skolmåltider | meals | food |
D14 | 55523100 | meals | |
D15 | elbil | vehicles | |
D16 | laddhybrid tjänstebil | vehicles | | climate
D17 | rullmotstånd | tyres | | energy
D18 | varuleveranser euro 6 | freight | passenger_transport |
D19 | fossilfria transporter | freight | passenger_transport, fuels | renewable
D20 | färdtjänst taxi | passenger_transport | |
D21 | diesel miljöklass 1 | fuels | |
D22 | lokalvård | cleaning_services | |
D23 | 90910000-9 | cleaning_services | |
D24 | tvättmedel utan parfym | cleaning_chemicals | laundry | chemicals
D25 | handsprit | cleaning_chemicals | |
D26 | lakan örngott | textiles | |
D27 | frottéhanddukar | textiles | |
D28 | varselväst | workwear | |
D29 | hyrtvätt | laundry | |
D30 | kopieringspaper A4 | paper | |
D31 | toapapper | paper | |
D32 | FSC | paper | furniture, building_products, incontinence | label
D33 | tonerkasetter | office_supplies | |
D34 | DEHP | care_consumables | toys, office_supplies | chemicals
D35 | EN 455 | gloves | |
D36 | latexallergi | gloves | care_consumables | chemicals
D37 | vuxenblöjor | incontinence | |
D38 | 33751000-9 | incontinence | |
D39 | klimatdeklaration | construction | building_products | climate
D40 | väggfärg voc | building_products | | chemicals
D41 | EPD betong | building_products | civil_works | climate
D42 | 45233140-2 | civil_works | |
D43 | ledarmaturer klassrum | lighting | | energy
D44 | gatlyktor | lighting | |
D45 | tvätmaskin | appliances | |
D46 | torktumlare värmepump | appliances | | energy
D47 | 09310000 | electricity | |
D48 | green key | hotel_conference | | label
D49 | giveaways | promotional | |
D50 | giftfri förskola | toys | | package
D51 | gungställning lekplats | toys | | safety
D52 | sopbilar | waste | vehicles |
D53 | gräsklippning | grounds | |
D54 | ogräs utan glyfosat | grounds | | chemicals
D55 | tjänsteresor med tåg | travel | | climate
D56 | ILO | X-02 | | social
D57 | kollektivavtal lön arbetstid | X-04 | cleaning_services, construction | labour_law
D58 | iso 14001 | X-05 | | ems
D59 | leverantörsförsäkran | template: | | declaration_template
D60 | 11386 | cleaning_services | | replaced
"""


_BARE = Forms(None)


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the test."""

    id: str
    text: str
    first: str
    also: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Score:
    """How one query came out."""

    question: Question
    answer: SearchAnswer
    is_first: bool
    is_among_three: bool
    has_kind: bool


def library_entries(library: LibraryFolder) -> tuple[AnyEntry, ...]:
    """The entries of a library folder, with their lives."""
    groups = {version.ref: version.groups for version, _ in library.versions}
    entries: list[AnyEntry] = []
    for version, _ in library.versions:
        events = tuple(event for event, _ in library.events if event.subject == version.ref)
        entries.append(entry_of(version, Life(version.valid_from, events)))
    entries += [GroupEntry(group) for group, _ in library.groups]
    entries += [LabelEntry(label) for label, _ in library.labels]
    for package, _ in library.packages:
        filed = dict.fromkeys(group for member in package.members for group in groups.get(member, ())[:1])
        entries.append(PackageEntry(package, tuple(filed)))
    entries += [HelpEntry(part.page, part.anchor, part.title, part.text) for part in shipped_help()]
    return tuple(entries)


def questions(lines: Iterable[str], known: frozenset[str]) -> tuple[Question, ...]:
    """The queries whose answer is among the known groups and criteria."""
    rows: list[Question] = []
    for line in lines:
        cells = [cell.strip(" `") for cell in line.replace("\t", "|").strip(" |\n").split("|")]
        number, text, first, also, kind, *_ = [*cells, "", "", ""]
        if first in known or first.partition(":")[0] in _OWN_KINDS:
            accepted = also.replace(" ", "").replace("-", "" if also == "-" else "-").split(",")
            wanted_kind = "" if kind == "-" else kind
            rows.append(Question(number, text, first, tuple(filter(None, accepted)), wanted_kind))
    return tuple(rows)


def measure(index: WhooshIndex, library: LibraryFolder, lines: Iterable[str]) -> tuple[Score, ...]:
    """Ask every query that the library can answer."""
    versions = {version.ref: version for version, _ in library.versions}
    known = frozenset(group.id for group, _ in library.groups) | {
        version.id for version, _ in library.versions
    }
    scores: list[Score] = []
    for question in questions(lines, known):
        answer = index.query(SearchQuery(question.text, _AS_OF))
        three = answer.hits[:3]
        hits = answer.hits
        if ":" in question.first:
            hits = index.query(SearchQuery(question.text, _AS_OF, limit=_DEEP)).hits
        is_first = _is_first(hits, question.first)
        scores.append(
            Score(
                question,
                answer,
                is_first,
                is_first or any(_belongs(hit, (question.first, *question.also)) for hit in three),
                not question.kind or any(question.kind in _tags(hit, versions) for hit in three),
            )
        )
    return tuple(scores)


def _is_first(hits: tuple[Hit, ...], wanted: str) -> bool:
    kind, colon, rest = wanted.partition(":")
    if colon and kind in _OWN_KINDS:
        of_kind = next((hit for hit in hits if hit.kind.value == kind), None)
        return of_kind is not None and (not rest or rest in (of_kind.id, of_kind.part and of_kind.part.value))
    return bool(hits) and _belongs(hits[0], (wanted,))


def main() -> int:
    """Print the table and every miss; 1 when a query has no hit at all."""
    options = argparse.ArgumentParser()
    options.add_argument("--queries", type=Path)
    options.add_argument("--without-dictionary", action="store_true")
    options.add_argument("--library", type=Path, help="another folder than the shipped one")
    given = options.parse_args()
    lines = (QUERIES if given.queries is None else given.queries.read_text(encoding="utf-8")).splitlines()
    library = read_library(given.library or shipped_folder())
    if given.without_dictionary:
        lexicon.swedish_forms = lambda: _BARE  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder) / "index", b"only for this measurement")
        index.rebuild(library_entries(library), 1)
        scores = measure(index, library, filter(str.strip, lines))
        index.close()
    has_dictionary = not given.without_dictionary and swedish_forms().compounds is not None
    print("with the dictionary" if has_dictionary else "without the dictionary")
    print(f"{len(library.versions)} versions, {len(library.groups)} groups, {len(library.faults)} faults")
    print(f"{'':4} {'query':32} {'wanted':20} @1 @3 kind   ms  came first")
    for score in scores:
        marks = ("x " if good else "- " for good in (score.is_first, score.is_among_three, score.has_kind))
        question = score.question
        came = ", ".join(_name(hit) for hit in score.answer.hits[:3])
        note = " (groups, nothing found)" if score.answer.is_fallback else ""
        first, three, kind = marks
        print(
            f"{question.id:4} {question.text:32} {question.first:20} {first} {three} {kind}"
            f"{score.answer.took_ms:7.1f}  {came}{note}"
        )
    print(f"hit@1 {_share(score.is_first for score in scores)}", end="  ")
    print(f"hit@3 {_share(score.is_among_three for score in scores)}", end="  ")
    print(f"kind {_share(score.has_kind for score in scores)}", end="  ")
    empty = sum(1 for score in scores if score.answer.is_fallback or not score.answer.hits)
    print(f"nothing found: {empty}")
    return 1 if empty else 0


def _belongs(hit: Hit, wanted: Iterable[str]) -> bool:
    filed = hit.groups[:1] if hit.kind in (HitKind.CRITERION, HitKind.TEMPLATE) else hit.groups
    return any(name in filed or name in (hit.id, f"{hit.kind.value}:") for name in wanted)


def _tags(hit: Hit, versions: dict[str, CriterionVersion]) -> set[str]:
    tags = {hit.kind.value}
    if hit.part is not None:
        tags.add(f"{hit.part.value}_template")
    if hit.superseded_by:
        tags.add("replaced")
    version = versions.get(f"{hit.id}:{hit.version}@{hit.level}")
    if version is not None:
        tags |= {aspect.value for aspect in version.aspects}
        if version.labels:
            tags.add("label")
    return tags


def _name(hit: Hit) -> str:
    if hit.kind is HitKind.CRITERION:
        return f"{hit.id}:{hit.version}@{hit.level}"
    return f"{hit.kind.value}:{hit.id}"


def _share(goods: Iterable[bool]) -> str:
    counted = list(goods)
    return f"{sum(counted)}/{len(counted)} = {sum(counted) / max(1, len(counted)):.2f}"


if __name__ == "__main__":
    sys.exit(main())
