# SPDX-License-Identifier: EUPL-1.2
"""From rows to an answer: chosen facet values, counts, order, the page of hits and what to try next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from criteria.issues import Issue, Severity
from criteria.library.lifecycle import VersionStatus
from criteria.library.vocabulary import Aspect, Level, Method, RequirementType
from criteria.search.bits import bits_of, marks_of, places_of, union
from criteria.search.candidates import Asker, Finder, Found, Row
from criteria.search.catalogue import FACETS, Catalogue, column
from criteria.search.codes import cpv_steps
from criteria.search.completing import completions
from criteria.search.contents import Contents, Difference
from criteria.search.document import Head
from criteria.search.excerpt import excerpt
from criteria.search.lexicon import Lexicon, Names
from criteria.search.manifest import Manifest
from criteria.search.model import (
    Facet,
    FacetValue,
    Filters,
    Hit,
    HitKind,
    RelatedGroup,
    SearchAnswer,
    SearchQuery,
    Segment,
)
from criteria.search.question import Question, meaning_words, understand
from criteria.search.reasons import Reasons
from criteria.search.scoring import Scoring

#: So many hits come with excerpts at once; without, an answer may hold all of them.
MAX_LIMIT = 1000
_MAX_RELATED = 6
_ASKED_HITS = 10
_MOST_GROUPS = 3
_MAX_VIEWERS_KEPT = 200
_MAX_TOLD = 60
#: So many places of documents that are gone do no harm, however small the library.
_SPARE_PLACES = 1000
#: The values there are in the facets that are closed lists; groups and labels are what the library has.
_VALUES = {
    "level": frozenset(level.value for level in Level),
    "type": frozenset(kind.value for kind in RequirementType),
    "aspect": frozenset(aspect.value for aspect in Aspect),
    "method": frozenset(method.value for method in Method),
    "status": frozenset(status.value for status in VersionStatus),
}
_NATURAL_ORDER = {
    "level": [level.value for level in Level],
    "type": [kind.value for kind in RequirementType],
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The filters as sets, one per facet; ``groups_by_cpv`` is ``None`` when no CPV code was chosen."""

    facets: dict[str, frozenset[str]]
    kinds: frozenset[str]
    groups_by_cpv: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Words:
    """What a generation knows of words: what they stand for, and what they score."""

    lexicon: Lexicon
    scoring: Scoring


class Generation:
    """One opened generation of the index, complete and unchanging, that answers questions."""

    def __init__(
        self, name: str, sequence: int, contents: Contents, catalogue: Catalogue, parts: Words
    ) -> None:
        """Take what has been read; ``opened`` and ``followed`` read it."""
        self.name = name
        self.sequence = sequence
        self.contents = contents
        self.catalogue = catalogue
        self._lexicon, self._scoring = parts.lexicon, parts.scoring
        self._finder = Finder(contents, catalogue, self._lexicon, self._scoring)
        self._visible: dict[tuple[str | None, bool], int] = {}

    @classmethod
    def opened(cls, folder: Path, manifest: Manifest, before: Generation | None = None) -> Generation:
        """A generation read anew; what is known of words goes on from the one before, where there is one.

        Raises:
            IndexUnusableError: ``index.broken``.
        """
        contents, documents = Contents.opened(folder, manifest)
        catalogue = Catalogue(documents, contents.size)
        known = None if before is None else before._lexicon
        named = Names(catalogue.label_words, contents.names)
        lexicon = Lexicon(contents.vocabulary, named, based_on=known)
        words = Words(lexicon, Scoring(contents, catalogue))
        return cls(folder.name, manifest.sequence, contents, catalogue, words)

    def followed(self, folder: Path, manifest: Manifest) -> Generation | None:
        """The next generation, made from this one and what changed; ``None`` where it shares too little."""
        if 2 * self.catalogue.live.bit_count() < self.contents.size - _SPARE_PLACES:
            # Too many places have been given up; reading anew closes the ranks.
            return None
        followed = self.contents.followed(folder, manifest)
        if followed is None:
            return None
        contents, difference = followed
        catalogue = self.catalogue.followed(difference.gone, difference.added, contents.size)
        lexicon = Lexicon(
            contents.vocabulary,
            Names(catalogue.label_words, contents.names),
            based_on=self._lexicon,
            added=difference.words,
        )
        touched = difference.words | self._naming_words(difference)
        words = Words(lexicon, self._scoring.followed(contents, catalogue, touched))
        return Generation(folder.name, manifest.sequence, contents, catalogue, words)

    def answer(self, query: SearchQuery) -> SearchAnswer:
        """The answer to a query; ``took_ms`` is left at zero."""
        visible = self._visible_to(query.viewer_organisation, drafts=query.include_drafts)
        asker = Asker(visible, self.catalogue.on(query.as_of))
        question = understand(
            query.text,
            self._lexicon,
            is_suggestable=lambda word: self._scoring.has_visible(word, visible),
        )
        choices = self._choices(query.filters)
        found, is_fallback = self._found(question, asker, choices)
        chosen, facets = self._filtered(found, choices, asker)
        offset, limit = max(0, query.offset), max(0, query.limit)
        if query.with_excerpts:
            limit = min(limit, MAX_LIMIT)
        first = self._first(chosen, max(offset + limit, _ASKED_HITS), asker)
        page = first[offset : offset + limit]
        words = meaning_words(found.terms) if query.with_excerpts else None
        hits = tuple(self._hit(row, words, len(found.terms), asker) for row in page)
        if query.explain:
            reasons = Reasons(self.catalogue, self._lexicon, self.contents)
            told = (reasons.of(question, found.terms, row) for row in page)
            hits = tuple(replace(hit, reasons=why) for hit, why in zip(hits, told, strict=True))
        return SearchAnswer(
            total=chosen.places.bit_count() + len(chosen.others),
            took_ms=0.0,
            hits=hits,
            facets=facets,
            suggestions=question.suggestions,
            related_groups=self._related(first, choices),
            notices=(
                *question.notices,
                *found.notices,
                *self._unknown_values(choices),
                *self._nothing_in_force(chosen, asker),
            ),
            is_fallback=is_fallback,
            sequence=self.sequence,
        )

    def prepare(self) -> None:
        """Make now what the first misspelt word would have to wait for."""
        self._lexicon.prepare()

    def complete(self, text: str, viewer: str | None, limit: int) -> tuple[str, ...]:
        """Queries that go on from what has been typed, likeliest first."""
        # Words of the help pages alone are not what anybody buys.
        visible = self._visible_to(viewer, drafts=False) & ~self.catalogue.kinds.get(HitKind.HELP.value, 0)
        return completions(
            text,
            self._lexicon,
            self._goods,
            lambda word: self._scoring.has_visible(word, visible),
            limit,
        )

    @cached_property
    def _goods(self) -> frozenset[str]:
        """The words that name product groups."""
        coded = frozenset(self.catalogue.coded)
        return frozenset(word for word, places in self.contents.names.items() if not coded.isdisjoint(places))

    def _found(self, question: Question, asker: Asker, choices: Choices) -> tuple[Found, bool]:
        if question.is_empty:
            return self._finder.listing(asker, kinds=choices.kinds), False
        templates = HitKind.TEMPLATE.value in choices.kinds
        found = self._finder.found(question, asker, templates=templates)
        if not found.is_nothing:
            return found, False
        return replace(self._finder.groups(asker), notices=found.notices), True

    def _naming_words(self, difference: Difference) -> frozenset[str]:
        """The words that what changed inherits from its groups and labels."""
        heads = [self.catalogue.heads[place] for place in difference.gone]
        heads += [head for _, head in difference.added]
        keys = {f"group|{group}|" for head in heads for group in head.groups}
        keys |= {f"label|{label}|" for head in heads for label in head.labels}
        places = {self.catalogue.place_of_key.get(key) for key in keys}
        return frozenset(word for word, named in self.contents.names.items() if not places.isdisjoint(named))

    def _visible_to(self, viewer: str | None, *, drafts: bool) -> int:
        known = self._visible.get((viewer, drafts))
        if known is None:
            known = self.catalogue.visible(viewer, drafts=drafts)
            if len(self._visible) >= _MAX_VIEWERS_KEPT:
                self._visible.clear()
            self._visible[(viewer, drafts)] = known
        return known

    def _choices(self, filters: Filters) -> Choices:
        chosen = {
            "group": filters.groups,
            "level": filters.levels,
            "type": filters.types,
            "aspect": filters.aspects,
            "label": tuple(self.catalogue.label_id(name) for name in filters.labels),
            "method": filters.methods,
            "status": filters.statuses,
        }
        by_cpv: frozenset[str] | None = None
        if filters.cpv:
            asked = [
                "".join(mark for mark in code if mark.isdigit())[:8].ljust(8, "0") for code in filters.cpv
            ]
            by_cpv = frozenset(
                head.id
                for head in (self.catalogue.heads[place] for place in self.catalogue.coded)
                if any(cpv_steps(code, known[:8]) is not None for known in head.cpv for code in asked)
            )
        return Choices(
            {name: frozenset(values) for name, values in chosen.items() if values},
            frozenset(filters.kinds),
            by_cpv,
        )

    def _filtered(self, found: Found, choices: Choices, asker: Asker) -> tuple[Found, tuple[Facet, ...]]:
        """What passes every choice, and each facet counted over what passes all the others."""
        catalogue = self.catalogue
        places = found.places
        if choices.kinds:
            places &= union(catalogue.kinds.get(kind, 0) for kind in choices.kinds)
        if choices.groups_by_cpv is not None:
            places &= union(catalogue.values["group"].get(group, 0) for group in choices.groups_by_cpv)
        tables = {**catalogue.values, "status": asker.day.values}
        passing = {
            name: union(tables[name].get(value, 0) for value in values)
            for name, values in choices.facets.items()
        }
        others, nearly = self._filtered_rows(found.others, choices, asker)
        facets: list[Facet] = []
        for name in FACETS:
            counted = places
            for other, bits in passing.items():
                if other != name:
                    counted &= bits
            facets.append(self._facet(name, tables[name], counted, [*others, *nearly[name]], asker))
        for bits in passing.values():
            places &= bits
        return replace(found, places=places, others=tuple(others)), tuple(facets)

    def _filtered_rows(
        self, rows: tuple[Row, ...], choices: Choices, asker: Asker
    ) -> tuple[list[Row], dict[str, list[Row]]]:
        """The rows that pass every choice, and by facet those that fail only there."""
        chosen: list[Row] = []
        nearly: dict[str, list[Row]] = {name: [] for name in FACETS}
        for row in rows:
            if choices.kinds and row.kind.value not in choices.kinds:
                continue
            if choices.groups_by_cpv is not None and choices.groups_by_cpv.isdisjoint(row.head.groups):
                continue
            failed = [
                name
                for name, values in choices.facets.items()
                if values.isdisjoint(self._values(row, name, asker))
            ]
            if not failed:
                chosen.append(row)
            elif len(failed) == 1:
                nearly[failed[0]].append(row)
        return chosen, nearly

    def _values(self, row: Row, facet: str, asker: Asker) -> tuple[str, ...]:
        if row.place < 0:
            return row.head.groups if facet == "group" else ()
        if facet == "status":
            status = asker.day.statuses[row.place]
            return () if status is None else (status.value,)
        return column(facet, row.head)

    def _facet(self, name: str, table: dict[str, int], places: int, rows: list[Row], asker: Asker) -> Facet:
        counts = (
            {value: count for value, bits in table.items() if (count := (bits & places).bit_count())}
            if places
            else {}
        )
        for row in rows:
            for value in self._values(row, name, asker):
                counts[value] = counts.get(value, 0) + 1
        natural = _NATURAL_ORDER.get(name)
        if natural is None:
            ordered = sorted(counts, key=lambda value: (-counts[value], value))
        else:
            ordered = sorted(counts, key=natural.index)
        names = self.catalogue.names_of(name)
        return Facet(name, tuple(FacetValue(value, counts[value], names.get(value)) for value in ordered))

    def _first(self, found: Found, count: int, asker: Asker) -> list[Row]:
        """The first hits in the order of the answer: what codes found, then what words found."""
        finder, ranks = self._finder, self.catalogue.ranks
        if found.is_listing:
            listed = [finder.row(place, 0.0, asker) for place in self._listed(found.places, count)]
            rows = [*listed, *found.others]
            return sorted(rows, key=lambda row: (ranks[row.place], _last(row)))[:count]
        pinned = bits_of(found.pins, self.catalogue.size) & found.places
        rows = [finder.pinned(found, place, asker) for place in places_of(pinned)]
        rows += found.others
        rows.sort(
            key=lambda row: (
                row.pin,
                row.tier,
                -round(row.score, 6),
                -1 if row.place < 0 else ranks[row.place],
                _last(row),
            )
        )
        if len(rows) < count:
            best = found.matches.best(found.places & ~pinned, count - len(rows), asker.day)
            rows += [finder.row(ranked.place, ranked.score, asker) for ranked in best]
        return rows[:count]

    def _listed(self, places: int, count: int) -> Iterator[int]:
        """The first places of a set in browsing order."""
        marks = marks_of(places, self.catalogue.size)
        return islice((place for place in self.catalogue.in_order if marks[place] == "1"), count)

    def _hit(self, row: Row, words: frozenset[str] | None, enough: int, asker: Asker) -> Hit:
        """A hit, with an excerpt that shows the words unless there is none wanted."""
        head = row.head
        if row.place < 0:
            return _upstream_hit(row)
        status = asker.day.statuses[row.place]
        shown: tuple[Segment, ...] = ()
        if words is not None:
            passages = self.contents.passages(row.place)
            if row.part is not None:
                passages = tuple(passage for passage in passages if passage.section == row.part.value)
            shown = excerpt(passages, words, enough)
        return Hit(
            kind=row.kind,
            id=head.id,
            version=head.version,
            level=head.level,
            title=head.title,
            type=head.type,
            groups=head.groups,
            status=None if status is None else status.value,
            score=row.shown_score,
            excerpt=shown,
            superseded_by=self.catalogue.successors(row.place, asker.day.day),
            related=head.related,
            owner=head.owner,
            part=row.part,
            title_en=head.title_en,
        )

    def _related(self, rows: list[Row], choices: Choices) -> tuple[RelatedGroup, ...]:
        """The groups of the first hits, then those related to them, without what is already chosen."""
        ids: dict[str, None] = {}
        for row in rows[:_ASKED_HITS]:
            # A cross-cutting criterion is filed nearly everywhere and leads nowhere.
            if len(row.head.groups) <= _MOST_GROUPS:
                ids.update(dict.fromkeys(row.head.groups))
        heads = [head for group in ids if (head := self.catalogue.group(group)) is not None]
        ids.update(dict.fromkeys(group for head in heads for group in head.related))
        taken = choices.facets.get("group", frozenset())
        groups: list[Head] = [
            head for group in ids if group not in taken and (head := self.catalogue.group(group)) is not None
        ]
        return tuple(RelatedGroup(head.id, head.title) for head in groups[:_MAX_RELATED])

    def _nothing_in_force(self, chosen: Found, asker: Asker) -> tuple[Issue, ...]:
        """Said where what is found cannot be demanded: then the register of gaps is the way on."""
        demanded = union(self.catalogue.kinds.get(kind, 0) for kind in ("criterion", "group", "package"))
        in_force = asker.day.tiers[0] & demanded
        if not chosen.places or chosen.others or chosen.places & in_force:
            return ()
        return (Issue(Severity.NOTE, "search.nothing_in_force", "query", "nothing found is in force"),)

    def _unknown_values(self, choices: Choices) -> tuple[Issue, ...]:
        """Chosen values that there are not: not an error, but worth saying."""
        found: list[Issue] = []
        for name, values in choices.facets.items():
            known = _VALUES.get(name)
            for value in sorted(values):
                if value not in self.catalogue.names_of(name) if known is None else value not in known:
                    told = {"facet": name, "value": value[:_MAX_TOLD]}
                    found.append(
                        Issue(Severity.NOTE, "search.unknown_value", name, f"no {name} {value}", told)
                    )
        return tuple(found)


def _last(row: Row) -> str:
    return row.head.id if row.part is None else row.part.value


def _upstream_hit(row: Row) -> Hit:
    head = row.head
    return Hit(
        kind=row.kind,
        id=head.id,
        version=None,
        level=None,
        title=head.title,
        type=None,
        groups=head.groups,
        status=None,
        score=row.shown_score,
        superseded_by=head.successors,
        related=head.related,
    )
