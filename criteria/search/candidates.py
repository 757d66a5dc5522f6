# SPDX-License-Identifier: EUPL-1.2
"""What a question finds before filters: scored and ordered rows, with codes ahead of words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from criteria.issues import Issue, Severity
from criteria.library.lifecycle import VersionStatus
from criteria.search.catalogue import Catalogue
from criteria.search.codes import CpvCode, cpv_steps, shared_digits
from criteria.search.document import Head
from criteria.search.lexicon import Lexicon
from criteria.search.model import HitKind, TemplatePart
from criteria.search.question import Question, number_terms
from criteria.search.scoring import Scoring, Term
from criteria.search.status import TIERS

_WORDS = 100
#: A label's whole name leads to what the label covers, ahead of texts that hold the same word.
_LABEL = _WORDS - 2
_CPV_RELATED = 10
_CPV_NEAR = 60
_TEMPLATE_FACTOR = 3.0
_KIND_FACTORS = {"package": 0.8}
_LEVEL_FACTORS = {"base": 1.0, "advanced": 0.98, "leading_edge": 0.96}
_UNDER_REVISION_FACTOR = 0.8
_KINDS = {kind.value: kind for kind in HitKind}


class Row(NamedTuple):
    """One possible hit. ``place`` is its document; an upstream reference has none and brings its own head.

    ``pin`` orders what codes found, lower first; ``tier`` puts versions in force above the rest.
    """

    kind: HitKind
    place: int
    head: Head
    score: float
    pin: int
    tier: int
    part: TemplatePart | None = None

    @property
    def shown_score(self) -> float:
        """The score as it is told: what a code found counts above what words found."""
        return round(self.score + max(0, _WORDS - 1 - self.pin) * 10.0, 3)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks about which day: the documents to be seen, and the state of every document on that day."""

    visible: frozenset[int]
    as_of: date
    statuses: tuple[VersionStatus | None, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Rows without order, the words behind them, and what was noticed on the way."""

    rows: tuple[Row, ...]
    terms: tuple[Term, ...] = ()
    notices: tuple[Issue, ...] = ()


class Finder:
    """Finds rows in one generation."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon, scoring: Scoring) -> None:
        """Keep what is searched."""
        self._catalogue = catalogue
        self._lexicon = lexicon
        self._scoring = scoring

    def listing(self, asker: Asker, *, templates: bool) -> Found:
        """Everything there is, for browsing."""
        rows = [self._row(place, 0.0, _WORDS, asker) for place in self._shown(asker)]
        if templates:
            rows += [
                self._template(row, part)
                for row in rows
                if row.kind is HitKind.CRITERION
                for part in TemplatePart
            ]
        return Found(tuple(rows))

    def groups(self, asker: Asker) -> Found:
        """All product groups: where to go on from when nothing was found."""
        rows = (self._row(place, 0.0, _WORDS, asker) for place in self._shown(asker))
        return Found(tuple(row for row in rows if row.kind is HitKind.GROUP))

    def rows(self, question: Question, asker: Asker, *, templates: bool) -> Found:
        """What answers the question; ``templates`` also without a word that asks for them."""
        pins, notices = self._by_codes(question)
        krav, strange = self._by_numbers(question, asker, pins)
        for place in self._catalogue.covered_by(question.asked):
            status = asker.statuses[place]
            if status is not None and TIERS[status] == 0:
                _pin(pins, place, _LABEL)
        terms = question.terms + number_terms(strange, self._lexicon)
        scores = self._scoring.documents(terms)
        rows = list(krav)
        for place in sorted((scores.keys() | pins.keys()) & asker.visible):
            if self._catalogue.heads[place].kind != "label":
                score = scores.get(place, self._own_weight(place))
                rows.append(self._row(place, score, pins.get(place, _WORDS), asker))
        if question.wants is not None:
            rows += self._templates(question, asker, (question.wants,))
        elif templates:
            rows += self._templates(question, asker, tuple(TemplatePart))
        return Found(tuple(rows), terms, tuple(notices))

    def _shown(self, asker: Asker) -> list[int]:
        heads = self._catalogue.heads
        return [place for place in sorted(asker.visible) if heads[place].kind != "label"]

    def _row(self, place: int, score: float, pin: int, asker: Asker) -> Row:
        head = self._catalogue.heads[place]
        status = asker.statuses[place]
        factor = _KIND_FACTORS.get(head.kind, 1.0) * _LEVEL_FACTORS.get(head.level or "", 1.0)
        if status is VersionStatus.UNDER_REVISION:
            factor *= _UNDER_REVISION_FACTOR
        tier = 0 if status is None else TIERS[status]
        return Row(_KINDS[head.kind], place, head, score * factor, pin, tier)

    def _template(self, row: Row, part: TemplatePart) -> Row:
        return Row(HitKind.TEMPLATE, row.place, row.head, row.score, row.pin, row.tier, part)

    def _own_weight(self, place: int) -> float:
        # What no word scored: a criterion that is filed in many groups is less about each of them.
        return 1.0 / math.sqrt(max(1, len(self._catalogue.heads[place].groups)))

    def _templates(self, question: Question, asker: Asker, parts: tuple[TemplatePart, ...]) -> list[Row]:
        heads = self._catalogue.heads
        scores = self._scoring.documents(question.other_terms)
        if not question.other_terms:
            scores = {place: self._own_weight(place) for place in asker.visible}
        # "leverantörsförsäkran skrivbord" asks for forms: they stand before the criteria.
        return [
            self._template(self._row(place, score * _TEMPLATE_FACTOR, _WORDS - 1, asker), part)
            for place, score in scores.items()
            if place in asker.visible and heads[place].kind == "criterion"
            for part in parts
        ]

    def _by_codes(self, question: Question) -> tuple[dict[int, int], list[Issue]]:
        pins: dict[int, int] = {}
        notices: list[Issue] = []
        for reference in question.codes.references:
            for place in self._catalogue.by_id.get(reference.id.upper(), ()):
                head = self._catalogue.heads[place]
                same_version = reference.version in (None, head.version)
                same_level = reference.level in (None, head.level)
                # The version asked for stands first even when it is no longer in force.
                _pin(
                    pins,
                    place,
                    (0 if reference.version is not None else 1) if same_version and same_level else 2,
                )
        for code in question.codes.cpv:
            self._pin_cpv(code.digits, pins, nearest=True)
            notices += self._check_digit(code)
        return pins, notices

    def _pin_cpv(self, digits: str, pins: dict[int, int], *, nearest: bool) -> bool:
        """Pin groups with the code, a parent or a child, and their criteria; else, if asked, the nearest."""
        related: dict[int, int] = {}
        near: dict[int, int] = {}
        for place in self._catalogue.coded:
            for code in self._catalogue.heads[place].cpv:
                steps = cpv_steps(digits, code[:8])
                if steps is not None:
                    _pin(related, place, steps)
                elif nearest and (shared := shared_digits(digits, code[:8])) >= 2:
                    _pin(near, place, 8 - shared)
        chosen, base = (related, _CPV_RELATED) if related else (near, _CPV_NEAR)
        for place, steps in chosen.items():
            _pin(pins, place, base + 2 * steps)
            for member in self._catalogue.members.get(place, ()):
                _pin(pins, member, base + 2 * steps + 1)
        return bool(related)

    def _check_digit(self, code: CpvCode) -> list[Issue]:
        """A wrong check digit still finds; the asker is told the right one, where the library knows it."""
        heads = self._catalogue.heads
        known = {cpv for place in self._catalogue.coded for cpv in heads[place].cpv if cpv[:8] == code.digits}
        if code.check is None or not known or f"{code.digits}-{code.check}" in known:
            return []
        right = min(known)
        given = f"{code.digits}-{code.check}"
        message = f"{given} is written {right}"
        return [
            Issue(Severity.NOTE, "search.cpv_check_digit", "query", message, {"given": given, "right": right})
        ]

    def _by_numbers(
        self, question: Question, asker: Asker, pins: dict[int, int]
    ) -> tuple[list[Row], tuple[tuple[str, str | None], ...]]:
        rows: list[Row] = []
        strange: list[tuple[str, str | None]] = []
        for number, version in question.codes.numbers:
            found = self._upstream(number, version, asker)
            rows += found
            for row in found:
                for place in self._catalogue.by_krav.get(number, ()):
                    if self._catalogue.heads[place].ref in row.head.related and place in asker.visible:
                        _pin(pins, place, 5)
            # Only a number that stands alone is the beginning of a CPV code: "4000 lumen" is none.
            is_alone = not question.terms and len(number) >= 4 and version is None
            is_cpv = is_alone and self._pin_cpv(number.ljust(8, "0"), pins, nearest=False)
            if not found and not is_cpv:
                strange.append((number, version))
        return rows, tuple(strange)

    def _upstream(self, number: str, version: str | None, asker: Asker) -> list[Row]:
        """The krav-ID asked for and, where it was replaced, the one that took over."""
        catalogue = self._catalogue
        places = [place for place in catalogue.by_krav.get(number, ()) if place in asker.visible]
        known: dict[str, tuple[set[str], list[int]]] = {}
        for place in places:
            for krav_id, follower in catalogue.heads[place].upstream:
                if number not in (krav_id.partition(":")[0], (follower or "").partition(":")[0]):
                    continue
                known.setdefault(krav_id, (set(), []))[1].append(place)
                if follower is not None:
                    known[krav_id][0].add(follower)
                    known.setdefault(follower, (set(), []))[1].append(place)
        asked = number if version is None else f"{number}:{version}"
        rows: list[Row] = []
        for krav_id, (followers, answering) in sorted(known.items()):
            pin = 3 if krav_id == asked or krav_id.partition(":")[0] == number else 4
            rows.append(
                Row(
                    HitKind.UPSTREAM_REFERENCE,
                    -1,
                    self._upstream_head(krav_id, followers, answering),
                    0.0,
                    pin,
                    0,
                )
            )
        return rows

    def _upstream_head(self, krav_id: str, followers: set[str], places: list[int]) -> Head:
        heads = [self._catalogue.heads[place] for place in dict.fromkeys(places)]
        return Head(
            key=f"upstream|{krav_id}|",
            kind="upstream_reference",
            id=krav_id,
            title=heads[0].title,
            groups=tuple(dict.fromkeys(group for head in heads for group in head.groups)),
            related=tuple(head.ref for head in heads),
            successors=tuple(sorted(followers)),
        )


def _pin(pins: dict[int, int], place: int, value: int) -> None:
    pins[place] = min(value, pins.get(place, value))
