# SPDX-License-Identifier: EUPL-1.2
"""Why a hit came up: which piece of the query met what, and where. Told on request, one hit at a time.

Nothing here decides what is found; it reads the same words, codes and places again for one document.
Source: issue 5 ("the reason a hit came up, on request").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from criteria.search.candidates import Row
from criteria.search.catalogue import Catalogue
from criteria.search.codes import cpv_steps
from criteria.search.contents import Contents
from criteria.search.document import Head, section_words
from criteria.search.lexicon import Lexicon, Meaning
from criteria.search.model import Reason, ReasonKind, TemplatePart
from criteria.search.question import Question
from criteria.search.scoring import Term
from criteria.search.swedish import ENGLISH

#: The words of each section of a document: ``dict[section, words]``, strongest section first.
Sections = Mapping[str, frozenset[str]]


class Reasons:
    """Tells reasons over one generation."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon, contents: Contents) -> None:
        """Keep what is told of."""
        self._catalogue = catalogue
        self._lexicon = lexicon
        self._contents = contents

    def of(self, question: Question, terms: tuple[Term, ...], row: Row) -> tuple[Reason, ...]:
        """Why a row is among the hits: codes, then a label, then each word."""
        found = [*self._of_codes(question, row.head)]
        if row.place >= 0:
            found += self._of_label(question, row.place, row.head)
            own = self._sections(row.place, row.part)
            others = self._inherited(row.head)
            for term in terms:
                reason = self._of_word(term.meaning, own, others)
                if reason is not None:
                    found.append(reason)
        return tuple(dict.fromkeys(found))

    def _sections(self, place: int, part: TemplatePart | None = None) -> Sections:
        shown = self._contents.sections(place)
        kept = () if part is None else (part.value, "title", "title_en")
        return {
            name: frozenset(section_words(name, text)) for name, text in shown if part is None or name in kept
        }

    def _inherited(self, head: Head) -> dict[str, Sections]:
        """The names of the groups and labels whose names a criterion is found by."""
        if head.kind != "criterion":
            return {}
        found: dict[str, Sections] = {}
        for kind, names in (("group", head.groups), ("label", head.labels)):
            for name in names:
                place = self._catalogue.place_of_key.get(f"{kind}|{name}|")
                if place is not None:
                    sections = self._sections(place)
                    found[name] = {
                        key: sections[key] for key in ("title", "names", "names_en") if key in sections
                    }
        return found

    def _of_codes(self, question: Question, head: Head) -> Iterator[Reason]:
        """The codes of the query that lead to a hit."""
        for reference in question.codes.references:
            if reference.id.upper() == head.id.upper():
                yield Reason(str(reference), head.ref, ReasonKind.REFERENCE, "code")
        for number, _version in question.codes.numbers:
            for krav_id, follower in head.upstream:
                if number in (krav_id.partition(":")[0], (follower or "").partition(":")[0]):
                    yield Reason(number, krav_id, ReasonKind.KRAV_ID, "code")
            if head.kind == "upstream_reference":
                yield Reason(number, head.id, ReasonKind.KRAV_ID, "code")
        asked = [code.digits for code in question.codes.cpv]
        asked += [number.ljust(8, "0") for number, _version in question.codes.numbers if not question.terms]
        groups = (group for name in head.groups if (group := self._catalogue.group(name)) is not None)
        for group in groups:
            near = [
                (steps, code, digits)
                for digits in asked
                for code in group.cpv
                if (steps := cpv_steps(digits, code[:8])) is not None
            ]
            if near:
                _steps, code, digits = min(near)
                via = None if head.kind == "group" else group.id
                yield Reason(digits, code, ReasonKind.CPV, "code", via)

    def _of_label(self, question: Question, place: int, head: Head) -> Iterator[Reason]:
        """The label that a query names as a whole, where it covers the hit."""
        if self._catalogue.covered_by(question.asked) >> place & 1:
            label = self._catalogue.label_id(question.asked)
            if label in head.labels:
                yield Reason(question.asked, label, ReasonKind.LABEL, "names", label)

    def _of_word(self, meaning: Meaning, own: Sections, others: Mapping[str, Sections]) -> Reason | None:
        """How a hit answers to one word: by the likeliest word it holds, else by a name it inherits.

        ``others`` are the sections of its groups and labels, by id.
        """
        for via, sections in ((None, own), *others.items()):
            for word, _weight in meaning.words:
                where = next((name for name, words in sections.items() if word in words), None)
                if where is not None:
                    kind = ReasonKind(self._lexicon.way(meaning.asked, word).value)
                    return Reason(meaning.asked, word.removeprefix(ENGLISH), kind, where, via)
        return None
