# SPDX-License-Identifier: EUPL-1.2
"""From rows to an answer: chosen facet values, counts, order, the page of hits and what to try next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from criteria.issues import Issue, Severity
from criteria.library.vocabulary import Level, RequirementType
from criteria.search.candidates import Asker, Finder, Found, Row
from criteria.search.catalogue import FACETS, Catalogue
from criteria.search.codes import cpv_steps
from criteria.search.document import Head
from criteria.search.excerpt import excerpt
from criteria.search.lexicon import Lexicon
from criteria.search.model import (
    Facet,
    FacetValue,
    Filters,
    Hit,
    HitKind,
    RelatedGroup,
    SearchAnswer,
    SearchQuery,
)
from criteria.search.question import Question, meaning_words, understand
from criteria.search.scoring import Scoring, Term
from criteria.search.whoosh_files import WhooshFiles

MAX_LIMIT = 1000
_MAX_RELATED = 6
_ASKED_HITS = 10
_MOST_GROUPS = 3
_MAX_VIEWERS_KEPT = 200
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


class Generation:
    """One opened generation of the index, complete and unchanging, that answers questions."""

    def __init__(self, files: WhooshFiles, name: str, sequence: int) -> None:
        """Read what is kept in memory: heads, vocabulary, lengths."""
        self.name = name
        self.sequence = sequence
        self.files = files
        self.catalogue = Catalogue(files.documents())
        self._lexicon = Lexicon(files.vocabulary(), self.catalogue.label_words)
        self._scoring = Scoring(files, self.catalogue)
        self._finder = Finder(self.catalogue, self._lexicon, self._scoring)
        self._visible: dict[tuple[str | None, bool], frozenset[int]] = {}

    def answer(self, query: SearchQuery) -> SearchAnswer:
        """The answer to a query; ``took_ms`` is left at zero."""
        visible = self._visible_to(query.viewer_organisation, drafts=query.include_drafts)
        asker = Asker(visible, query.as_of, self.catalogue.statuses(query.as_of))
        question = understand(
            query.text,
            self._lexicon,
            is_suggestable=lambda word: self._scoring.has_visible(word, asker.visible),
        )
        choices = self._choices(query.filters)
        found, is_fallback = self._found(question, asker, choices)
        chosen, facets = self._filtered(found.rows, choices, asker)
        chosen.sort(key=lambda row: self._order(row, is_browsing=question.is_empty))
        offset, limit = max(0, query.offset), min(max(0, query.limit), MAX_LIMIT)
        return SearchAnswer(
            total=len(chosen),
            took_ms=0.0,
            hits=tuple(self._hit(row, found.terms, asker) for row in chosen[offset : offset + limit]),
            facets=facets,
            suggestions=question.suggestions,
            related_groups=self._related(chosen, choices),
            notices=(*question.notices, *found.notices, *self._unknown_values(choices)),
            is_fallback=is_fallback,
            sequence=self.sequence,
        )

    def _found(self, question: Question, asker: Asker, choices: Choices) -> tuple[Found, bool]:
        templates = HitKind.TEMPLATE.value in choices.kinds
        if question.is_empty:
            listing = self._finder.listing(asker, templates=templates)
            if choices.kinds:
                return listing, False
            # Groups and packages have lists of their own; a listing is of criteria.
            return Found(tuple(row for row in listing.rows if row.kind is HitKind.CRITERION)), False
        found = self._finder.rows(question, asker, templates=templates)
        if found.rows:
            return found, False
        groups = self._finder.groups(asker)
        return Found(groups.rows, (), found.notices), True

    def _visible_to(self, viewer: str | None, *, drafts: bool) -> frozenset[int]:
        known = self._visible.get((viewer, drafts))
        if known is None:
            catalogue = self.catalogue
            known = frozenset(
                place for place in range(catalogue.size) if catalogue.is_visible(place, viewer, drafts=drafts)
            )
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

    def _filtered(
        self, rows: tuple[Row, ...], choices: Choices, asker: Asker
    ) -> tuple[list[Row], tuple[Facet, ...]]:
        """The rows that pass every choice, and each facet counted over those that pass all the others."""
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
        return chosen, tuple(self._facet(name, [*chosen, *nearly[name]], asker) for name in FACETS)

    def _values(self, row: Row, facet: str, asker: Asker) -> tuple[str, ...]:
        if row.place < 0:
            return row.head.groups if facet == "group" else ()
        if facet == "status":
            status = asker.statuses[row.place]
            return () if status is None else (status.value,)
        return self.catalogue.columns[facet][row.place]

    def _facet(self, name: str, rows: list[Row], asker: Asker) -> Facet:
        places = [row.place for row in rows if row.place >= 0]
        if name == "status":
            states = Counter(map(asker.statuses.__getitem__, places))
            counts = Counter({state.value: count for state, count in states.items() if state is not None})
        else:
            counts = Counter(chain.from_iterable(map(self.catalogue.columns[name].__getitem__, places)))
        if name == "group":
            counts.update(group for row in rows if row.place < 0 for group in row.head.groups)
        natural = _NATURAL_ORDER.get(name)
        if natural is None:
            ordered = sorted(counts, key=lambda value: (-counts[value], value))
        else:
            ordered = sorted(counts, key=natural.index)
        values = (FacetValue(value, counts[value], self.catalogue.name_of(name, value)) for value in ordered)
        return Facet(name, tuple(values))

    def _order(self, row: Row, *, is_browsing: bool) -> tuple[object, ...]:
        rank = -1 if row.place < 0 else self.catalogue.ranks[row.place]
        last = row.head.id if row.part is None else row.part.value
        return (rank, last) if is_browsing else (row.pin, row.tier, -round(row.score, 6), rank, last)

    def _hit(self, row: Row, terms: tuple[Term, ...], asker: Asker) -> Hit:
        head = row.head
        if row.place < 0:
            return _upstream_hit(row)
        status = asker.statuses[row.place]
        words = self._scoring.words_in(row.place, meaning_words(terms))
        shown = self.files.sections(self.catalogue.numbers[row.place])
        if row.part is not None:
            shown = tuple(section for section in shown if section[0] == row.part.value)
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
            excerpt=excerpt(shown, words, len(terms)),
            superseded_by=self.catalogue.successors(row.place, asker.as_of),
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

    def _unknown_values(self, choices: Choices) -> tuple[Issue, ...]:
        """Chosen values that no document has: not an error, but worth saying."""
        found: list[Issue] = []
        for name in ("group", "label"):
            for value in sorted(choices.facets.get(name, ())):
                if self.catalogue.name_of(name, value) is None:
                    values = {"facet": name, "value": value}
                    found.append(
                        Issue(Severity.NOTE, "search.unknown_value", name, f"no {name} {value}", values)
                    )
        return tuple(found)


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
