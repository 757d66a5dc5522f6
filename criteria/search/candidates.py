# SPDX-License-Identifier: EUPL-1.2
"""What a question finds before filters: scored and ordered rows, with codes ahead of words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from criteria.issues import Issue, Severity
from criteria.search.bits import bits_of, places_of
from criteria.search.catalogue import Catalogue
from criteria.search.codes import CpvCode, cpv_steps, shared_digits
from criteria.search.contents import Contents
from criteria.search.document import Head
from criteria.search.lexicon import Lexicon
from criteria.search.matches import UNDER_REVISION_FACTOR, Matches, no_matches
from criteria.search.model import HitKind, TemplatePart
from criteria.search.question import Question, number_terms
from criteria.search.scoring import Scoring, Term
from criteria.search.status import Day

_WORDS = 100
#: A label's whole name leads to what the label covers, ahead of texts that hold the same word.
_LABEL = _WORDS - 2
_CPV_RELATED = 10
_CPV_NEAR = 60
_TEMPLATE_FACTOR = 3.0
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

    visible: int
    day: Day


@dataclass(frozen=True, slots=True)
class Found:
    """What answers before filters, without order.

    ``matches`` are documents that words found, ``pins`` those that codes found, by place; ``places`` are
    the places of both that the asker may see. ``others`` are hits beside the documents: upstream
    references and templates. ``is_listing`` says that nothing was asked, so that all stand in browsing
    order.
    """

    places: int
    matches: Matches
    pins: dict[int, int] = field(default_factory=dict)
    others: tuple[Row, ...] = ()
    terms: tuple[Term, ...] = ()
    notices: tuple[Issue, ...] = ()
    is_listing: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether there is no hit at all."""
        return not self.places and not self.others


class Finder:
    """Finds what answers in one generation."""

    def __init__(self, contents: Contents, catalogue: Catalogue, lexicon: Lexicon, scoring: Scoring) -> None:
        """Keep what is searched."""
        self._contents = contents
        self._catalogue = catalogue
        self._lexicon = lexicon
        self._scoring = scoring
        self._nothing = no_matches(catalogue)

    def listing(self, asker: Asker, *, kinds: frozenset[str]) -> Found:
        """Everything there is, for browsing; groups and packages have lists of their own and stand in it
        only when they are asked for.
        """
        places = self._shown(asker)
        others: tuple[Row, ...] = ()
        if not kinds:
            places &= self._catalogue.kinds.get(HitKind.CRITERION.value, 0)
        elif HitKind.TEMPLATE.value in kinds:
            criteria = places & self._catalogue.kinds.get(HitKind.CRITERION.value, 0)
            others = tuple(
                self.row(place, 0.0, asker)._replace(kind=HitKind.TEMPLATE, part=part)
                for place in places_of(criteria)
                for part in TemplatePart
            )
        return Found(places, self._nothing, others=others, is_listing=True)

    def groups(self, asker: Asker) -> Found:
        """All product groups: where to go on from when nothing was found."""
        groups = self._shown(asker) & self._catalogue.kinds.get(HitKind.GROUP.value, 0)
        return Found(groups, self._nothing, is_listing=True)

    def found(self, question: Question, asker: Asker, *, templates: bool) -> Found:
        """What answers the question; ``templates`` also without a word that asks for them."""
        pins, notices = self._by_codes(question)
        krav, strange = self._by_numbers(question, asker, pins)
        in_force = asker.day.tiers[0]
        label = self._catalogue.label_id(question.asked)
        for place in places_of(self._catalogue.covered_by(question.asked) & in_force):
            # What the label settles stands before what it settles in part.
            is_settled = label in self._catalogue.heads[place].settled_by
            _pin(pins, place, _LABEL if is_settled else _LABEL + 1)
        terms = question.terms + number_terms(strange, self._lexicon)
        matches = self._matches(terms, question.phrases, asker, notices)
        # A bare code brings no words, and what it pins is all there is.
        pinned = bits_of(pins, self._catalogue.size)
        places = (matches.bits | pinned) & self._shown(asker)
        others = list(krav)
        if question.wants is not None:
            others += self._templates(question, asker, (question.wants,))
        elif templates:
            others += self._templates(question, asker, tuple(TemplatePart))
        seen = {place: pin for place, pin in pins.items() if places >> place & 1}
        return Found(places, matches, seen, tuple(others), terms, tuple(notices))

    def row(self, place: int, score: float, asker: Asker, pin: int = _WORDS) -> Row:
        """A document as a possible hit."""
        head = self._catalogue.heads[place]
        return Row(_KINDS[head.kind], place, head, score, pin, asker.day.tier(place))

    def pinned(self, found: Found, place: int, asker: Asker) -> Row:
        """A document that a code found, as a possible hit."""
        if found.matches.bits >> place & 1:
            score = found.matches.score(place, asker.day)
        else:
            score = self._own_weight(place, asker)
        return self.row(place, score, asker, found.pins[place])

    def _matches(
        self,
        terms: tuple[Term, ...],
        phrases: tuple[tuple[str, ...], ...],
        asker: Asker,
        notices: list[Issue],
    ) -> Matches:
        """What the words find; a quoted phrase must stand in each hit, unless it stands nowhere."""
        required: int | None = None
        for words in phrases:
            holding = self._contents.phrase(words)
            if not holding & asker.visible:
                phrase = " ".join(words)
                notices.append(
                    Issue(
                        Severity.NOTE,
                        "search.phrase_unknown",
                        "query",
                        f"{phrase} stands nowhere",
                        {"phrase": phrase},
                    )
                )
                continue
            required = holding if required is None else required & holding
        return self._scoring.documents(terms, required)

    def _shown(self, asker: Asker) -> int:
        return asker.visible & ~self._catalogue.kinds.get("label", 0) & ~asker.day.hidden

    def _own_weight(self, place: int, asker: Asker) -> float:
        # What no word scored: a criterion that is filed in many groups is less about each of them.
        weight = self._catalogue.factors[place] / math.sqrt(max(1, len(self._catalogue.heads[place].groups)))
        return weight * UNDER_REVISION_FACTOR if asker.day.under_revision >> place & 1 else weight

    def _templates(self, question: Question, asker: Asker, parts: tuple[TemplatePart, ...]) -> list[Row]:
        criteria = self._shown(asker) & self._catalogue.kinds.get(HitKind.CRITERION.value, 0)
        if question.other_terms:
            matches = self._scoring.documents(question.other_terms)
            scored = [
                (place, matches.score(place, asker.day)) for place in places_of(matches.bits & criteria)
            ]
        else:
            scored = [(place, self._own_weight(place, asker)) for place in places_of(criteria)]
        # "leverantörsförsäkran skrivbord" asks for forms: they stand before the criteria.
        return [
            self.row(place, score * _TEMPLATE_FACTOR, asker, _WORDS - 1)._replace(
                kind=HitKind.TEMPLATE, part=part
            )
            for place, score in scored
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
            for member in places_of(self._catalogue.members(place)):
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
                    if self._catalogue.heads[place].ref in row.head.related and asker.visible >> place & 1:
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
        shown = self._shown(asker)
        places = [place for place in catalogue.by_krav.get(number, ()) if shown >> place & 1]
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
        heads = [
            self._catalogue.heads[place]
            for place in sorted(set(places), key=self._catalogue.ranks.__getitem__)
        ]
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
