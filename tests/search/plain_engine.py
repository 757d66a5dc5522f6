# SPDX-License-Identifier: EUPL-1.2
"""The rule of what answers a question, written a second time, plainly, over SQLite FTS5.

Nothing is shared with the engine but the cutting of words and what an asked word stands for: postings come
from FTS5, phrases are matched by FTS5, and what is in force, visible and counted is worked out document by
document, without sets, caches or changes.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from criteria.search.document import FIELDS, Document, Head, document_of
from criteria.search.lexicon import Lexicon, Names
from criteria.search.model import AnyEntry, SearchQuery
from criteria.search.question import Question, understand

_FACETS = ("group", "level", "type", "aspect", "label", "method", "status")


class PlainEngine:
    """Answers totals, facets and which documents, slowly, for questions in words."""

    def __init__(self, entries: Iterable[AnyEntry]) -> None:
        """Put the words of the documents into FTS5, each as a word of letters and digits only."""
        documents = {str(entry.key): document_of(entry) for entry in entries}
        self.documents: list[Document] = list(documents.values())
        self._database = sqlite3.connect(":memory:")
        run = self._database.execute
        run(f"create virtual table words using fts5({', '.join(FIELDS)}, tokenize='ascii')")
        run("create virtual table occurrences using fts5vocab(words, 'instance')")
        vocabulary: Counter[str] = Counter()
        for number, document in enumerate(self.documents):
            fields = document.words()
            run(
                f"insert into words(rowid, {', '.join(FIELDS)}) values(?{', ?' * len(FIELDS)})",
                (number, *(" ".join(map(_plain, fields[name])) for name in FIELDS)),
            )
            vocabulary.update({word for words in fields.values() for word in words if word != "¶"})
        labels = frozenset(
            document.head.title.lower()
            for document in self.documents
            if document.head.kind == "label" and " " not in document.head.title
        )
        naming = [item.words() for item in self.documents if item.head.kind in ("group", "label")]
        goods = {word for fields in naming for name in ("title", "names") for word in fields[name]}
        self._lexicon = Lexicon(vocabulary, Names(labels, goods))
        #: Groups and labels with the words of their names, and the criteria that inherit them.
        self._naming: dict[int, tuple[Head, set[str], frozenset[str]]] = {}
        self._members: dict[int, list[int]] = {}
        for number, document in enumerate(self.documents):
            head, fields = document.head, document.words()
            if head.kind in ("group", "label"):
                self._naming[number] = head, {*fields["title"], *fields["names"]}, document.name_heads()
                self._members[number] = [
                    other
                    for other, member in enumerate(document.head for document in self.documents)
                    if member.kind == "criterion"
                    and head.id in (member.groups if head.kind == "group" else member.labels)
                ]

    def found(self, query: SearchQuery) -> list[Head]:
        """The heads of all documents that answer and pass every choice."""
        answering = list(self._answering(query))
        return [head for head in answering if all(self._passes(head, name, query) for name in _FACETS)]

    def facets(self, query: SearchQuery) -> dict[str, dict[str, int]]:
        """Each facet counted over the documents that pass the choices in all the others."""
        answering = list(self._answering(query))
        return {
            name: dict(
                Counter(
                    value
                    for head in answering
                    if all(self._passes(head, other, query) for other in _FACETS if other != name)
                    for value in _values(head, name, query)
                )
            )
            for name in _FACETS
        }

    def _answering(self, query: SearchQuery) -> Iterator[Head]:
        question = understand(query.text, self._lexicon, is_suggestable=lambda word: True)
        numbers = self._numbers(question, query)
        for number, document in enumerate(self.documents):
            if number in numbers and document.head.kind != "label" and _is_visible(document.head, query):
                yield document.head

    def _numbers(self, question: Question, query: SearchQuery) -> set[int]:
        phrases = [self._with_phrase(words) for words in question.phrases]
        heads = [document.head for document in self.documents]
        # A phrase that stands in nothing the asker may see is passed over.
        phrases = [found for found in phrases if any(_is_visible(heads[number], query) for number in found)]
        if phrases:
            return set.intersection(*phrases)
        shares = [(term, self._shares(dict(term.meaning.words))) for term in question.terms]
        deciding = [(term, found) for term, found in shares if term.is_deciding and found]
        rarities = [self._rarity(len(found)) for _, found in deciding]
        totals: Counter[int] = Counter()
        for (term, found), rarity in zip(deciding, rarities, strict=True):
            weight = max(rarities) if self._names_goods(dict(term.meaning.words)) else rarity
            for number, share in found.items():
                totals[number] += weight * term.emphasis * share  # type: ignore[assignment]
        least = 0.5 * max(totals.values(), default=0.0) - 1e-9
        return {number for number, total in totals.items() if total >= least}

    def _shares(self, words: dict[str, float]) -> dict[int, float]:
        """How close the closest word of a term is in each document, its own or inherited."""
        shares: dict[int, float] = {}
        for word, closeness in words.items():
            for number in self._with_phrase((word,)):
                shares[number] = max(shares.get(number, 0.0), closeness)
        for source, (head, names, _) in self._naming.items():
            named = max((words.get(word, 0.0) for word in names), default=0.0)
            for number in self._members[source] if named else ():
                groups = len(self.documents[number].head.groups)
                part = 0.5 / math.sqrt(groups) if head.kind == "group" else 0.8
                # What is filed nearly everywhere is about none of the goods.
                strength = 1.0 if head.cpv and groups > 8 else 3.5
                shares[number] = max(shares.get(number, 0.0), named * min(1.0, part * strength))
        return shares

    def _names_goods(self, words: dict[str, float]) -> bool:
        return any(
            head.cpv and max((words.get(word, 0.0) for word in heads), default=0.0) >= 0.5
            for head, _, heads in self._naming.values()
        )

    def _rarity(self, count: int) -> float:
        return math.log(1.0 + (len(self.documents) - count + 0.5) / (count + 0.5))

    def _with_phrase(self, words: tuple[str, ...]) -> set[int]:
        phrase = " ".join(map(_plain, words))
        found = self._database.execute("select rowid from words where words match ?", (f'"{phrase}"',))
        return {number for (number,) in found}

    def _passes(self, head: Head, facet: str, query: SearchQuery) -> bool:
        filters = query.filters
        chosen = {
            "group": filters.groups,
            "level": filters.levels,
            "type": filters.types,
            "aspect": filters.aspects,
            "label": filters.labels,
            "method": filters.methods,
            "status": filters.statuses,
        }[facet]
        return not chosen or any(value in chosen for value in _values(head, facet, query))


def _values(head: Head, facet: str, query: SearchQuery) -> tuple[str, ...]:
    if facet == "status":
        return () if head.life is None else (head.life.status_on(query.as_of).value,)
    value = {
        "group": head.groups,
        "level": head.level,
        "type": head.type,
        "aspect": head.aspects,
        "label": head.labels,
        "method": head.methods,
    }[facet]
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _is_visible(head: Head, query: SearchQuery) -> bool:
    is_own = head.owner is not None and head.owner == query.viewer_organisation
    if head.life is not None and head.life.valid_from is None:
        return query.include_drafts and (head.owner is None or is_own)
    return head.owner is None or is_own or query.viewer_organisation in head.shared_with


def _plain(word: str) -> str:
    """The word in letters and digits that every tokenizer leaves whole."""
    return f"w{word.encode().hex()}"
