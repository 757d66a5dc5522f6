# SPDX-License-Identifier: EUPL-1.2
"""The same questions put to stemmed SQLite FTS5 and to tantivy: what the product's engine is held against.

Both get the documents the product indexes, cut and stemmed in their own way, and give the total, the first
twenty with titles, counts for the facets, and a piece of text where the question asks for one. They join
words as a boolean engine does. Source: the measured programs behind SEARCH.md, ``fts5stem`` and ``tantivy``.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Protocol

import Stemmer
import tantivy

from criteria.search.document import Document
from criteria.search.swedish import STOP_WORDS
from tests.benchmarks.search_corpus import AS_OF, Asked

_WORD = re.compile(r"\w+")
_LONGEST = 200
_FIELDS = ("title", "text", "rest")
_FACETS = ("grp", "level", "type", "aspect", "label", "method")
_SINGLE = ("level", "type")
_LATER = date(9999, 1, 1)
_TITLE_WEIGHT = 4.0


class Engine(Protocol):
    """An engine as the benchmark drives it."""

    def build(self, documents: Iterable[Document]) -> None:
        """Index all documents at once."""
        ...

    def ask(self, asked: Asked) -> tuple[int, list[str]]:
        """The total and the keys of the first twenty."""
        ...

    def replace(self, document: Document) -> None:
        """Put a changed document in the place of its former self, visible when this returns."""
        ...


class Stems:
    """Snowball stems, remembered."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[str, str] = {}
        self._stemmer = Stemmer.Stemmer("swedish", 0)

    def of(self, word: str) -> str:
        """The stem of a word in lower case."""
        stem = self._known.get(word)
        if stem is None:
            stem = self._known[word] = self._stemmer.stemWord(word)
        return stem

    def words(self, text: str) -> list[str]:
        """The stems of a text without stop words."""
        return [self.of(word) for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]

    def asked(self, asked: Asked) -> list[str]:
        """The stems of a question."""
        return [self.of(word) for word in dict.fromkeys(asked.words) if word not in STOP_WORDS]

    def excerpt(self, text: str, stems: set[str]) -> str:
        """About 200 characters with most of the stems, hits marked."""
        hits = [
            (found.start(), found.end())
            for found in _WORD.finditer(text)
            if self.of(found.group().lower()) in stems
        ]
        if not hits:
            return text[:_LONGEST]
        best = most = trailing = 0
        for number, (_, end) in enumerate(hits):
            while end - hits[trailing][0] > _LONGEST - 40:
                trailing += 1
            if number - trailing + 1 > most:
                best, most = trailing, number - trailing + 1
        begin = max(0, hits[best][0] - 40)
        pieces, place = [], begin
        for start, end in hits[best:]:
            if end > begin + _LONGEST:
                break
            pieces += [text[place:start], "<b>", text[start:end], "</b>"]
            place = end
        return "".join((*pieces, text[place : begin + _LONGEST]))


def texts(document: Document) -> tuple[str, str, str]:
    """Title, text and the rest of a document, as the product's fields divide it."""
    parts = dict(document.sections)
    rest = [text for name, text in document.sections if name not in ("title", "text", "purpose")]
    return parts.get("title", ""), f"{parts.get('text', '')}\n{parts.get('purpose', '')}", "\n".join(rest)


def facet_values(document: Document) -> dict[str, tuple[str, ...]]:
    """The values of a document in the facets that do not depend on a day."""
    head = document.head
    return {
        "grp": head.groups,
        "level": () if head.level is None else (head.level,),
        "type": () if head.type is None else (head.type,),
        "aspect": head.aspects,
        "label": head.labels,
        "method": head.methods,
    }


def valid_days(document: Document) -> tuple[int, int]:
    """From and to as numbers of days."""
    life = document.head.life
    if life is None or life.valid_from is None:
        return 0, _LATER.toordinal()
    return life.valid_from.toordinal(), (life.valid_to or _LATER).toordinal()


class Fts5:
    """SQLite FTS5 over stemmed texts, facets by SQL."""

    def __init__(self, folder: Path) -> None:
        """Open an empty database in a folder."""
        self._stems = Stems()
        self._database = sqlite3.connect(folder / "fts5.sqlite3", isolation_level=None)
        self._database.executescript(
            """
            pragma journal_mode=wal; pragma synchronous=normal; pragma cache_size=-65536;
            pragma mmap_size=1000000000;
            create table doc(rowid integer primary key, key text, title text, text text, level text,
                type text, since int, until int);
            create table value(facet text, doc int, value text);
            create virtual table fts using fts5(title, text, rest, content='',
                tokenize='unicode61 remove_diacritics 0', prefix='3 4');
            """
        )
        self._numbers: dict[str, int] = {}
        self._indexed: dict[str, tuple[str, str, str]] = {}

    def build(self, documents: Iterable[Document]) -> None:
        """Index all documents at once."""
        run = self._database.execute
        run("begin")
        for number, document in enumerate(documents):
            self._numbers[document.head.key] = number
            self._insert(number, document)
        run("insert into fts(fts) values('optimize')")
        run(f"insert into fts(fts, rank) values('rank', 'bm25({_TITLE_WEIGHT}, 1.0, 0.5)')")
        run("create index of_doc on value(facet, doc)")
        run("create index of_value on value(facet, value, doc)")
        run("commit")
        run("analyze")

    def ask(self, asked: Asked) -> tuple[int, list[str]]:
        """The total and the keys of the first twenty."""
        run = self._database.execute
        match = self._match(asked)
        if not match:
            return 0, []
        where, values = self._where(asked)
        rows = run(
            "select d.key, d.title, d.text from fts join doc d on d.rowid = fts.rowid"  # noqa: S608 -- ours
            f" where fts match ?{where} order by rank limit 20",
            (match, *values),
        ).fetchall()
        run("drop table if exists temp.found")
        run(
            "create temp table found as select fts.rowid r from fts join doc d on d.rowid = fts.rowid"  # noqa: S608
            f" where fts match ?{where}",
            (match, *values),
        )
        total = run("select count(*) from found").fetchone()[0]
        for facet in _FACETS:
            if facet in _SINGLE:
                run(
                    f"select d.{facet}, count(*) from found cross join doc d on d.rowid = found.r group by 1"  # noqa: S608
                ).fetchall()
            else:
                run(
                    "select v.value, count(*) from found cross join value v"
                    " on v.facet = ? and v.doc = found.r group by 1",
                    (facet,),
                ).fetchall()
        if asked.excerpts:
            stems = set(self._stems.asked(asked))
            for row in rows:
                self._stems.excerpt(row[2], stems)
        return total, [row[0] for row in rows]

    def replace(self, document: Document) -> None:
        """Put a changed document in the place of its former self, visible when this returns."""
        run = self._database.execute
        number = self._numbers[document.head.key]
        run("begin")
        run(
            "insert into fts(fts, rowid, title, text, rest) values('delete', ?, ?, ?, ?)",
            (number, *self._indexed[document.head.key]),
        )
        run("delete from doc where rowid = ?", (number,))
        run("delete from value where doc = ? and facet in ('grp', 'aspect', 'label', 'method')", (number,))
        self._insert(number, document)
        run("commit")

    def _insert(self, number: int, document: Document) -> None:
        run = self._database.execute
        title, text, rest = texts(document)
        values = facet_values(document)
        since, until = valid_days(document)
        run(
            "insert into doc values(?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                document.head.key,
                title,
                text,
                document.head.level,
                document.head.type,
                since,
                until,
            ),
        )
        self._database.executemany(
            "insert into value values(?, ?, ?)",
            [
                (facet, number, value)
                for facet, found in values.items()
                if facet not in _SINGLE
                for value in found
            ],
        )
        stemmed = tuple(" ".join(self._stems.words(part)) for part in (title, text, rest))
        self._indexed[document.head.key] = stemmed[0], stemmed[1], stemmed[2]
        run("insert into fts(rowid, title, text, rest) values(?, ?, ?, ?)", (number, *stemmed))

    def _match(self, asked: Asked) -> str:
        if asked.operator == "prefix":
            return f'"{asked.words[0]}"*'
        stems = self._stems.asked(asked)
        if asked.operator == "phrase":
            return f'"{" ".join(stems)}"' if stems else ""
        return (" OR " if asked.operator == "any" else " ").join(f'"{stem}"' for stem in stems)

    def _where(self, asked: Asked) -> tuple[str, list[object]]:
        where, values = "", list[object]()
        if asked.filters.groups:
            where += (
                " and exists (select 1 from value v"
                " where v.facet = 'grp' and v.value = ? and v.doc = d.rowid)"
            )
            values += asked.filters.groups
        if asked.filters.levels:
            where += " and d.level = ?"
            values += asked.filters.levels
        if asked.filters.statuses:
            where += " and d.since <= ? and d.until > ?"
            values += [AS_OF.toordinal()] * 2
        return where, values


class Tantivy:
    """tantivy with its own Swedish stemmer, facets by aggregation over fast fields."""

    def __init__(self, folder: Path) -> None:
        """Open an empty index in a folder."""
        self._stems = Stems()
        builder = tantivy.SchemaBuilder()
        for name in _FIELDS:
            # All of it is stored, as the product does: a word may stand in the proof alone.
            builder.add_text_field(name, stored=True, tokenizer_name="sv")
        builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
        for name in _FACETS:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        for name in ("since", "until"):
            builder.add_integer_field(name, indexed=True, fast=True)
        self._schema = builder.build()
        (folder / "tantivy").mkdir()
        self._index = tantivy.Index(self._schema, path=str(folder / "tantivy"))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        analyzer = analyzer.filter(tantivy.Filter.lowercase())
        analyzer = analyzer.filter(tantivy.Filter.custom_stopword(sorted(STOP_WORDS)))
        self._index.register_tokenizer("sv", analyzer.filter(tantivy.Filter.stemmer("swedish")).build())
        self._facets = {name: {"terms": {"field": name, "size": 1000}} for name in _FACETS}
        self._writer: tantivy.IndexWriter | None = None

    def build(self, documents: Iterable[Document]) -> None:
        """Index all documents at once."""
        writer = self._index.writer(heap_size=256_000_000, num_threads=2)
        for document in documents:
            writer.add_document(self._document(document))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, asked: Asked) -> tuple[int, list[str]]:
        """The total and the keys of the first twenty."""
        words = self._words(asked)
        if words is None:
            return 0, []
        query = self._filtered(words, asked)
        found = self._searcher.search(query, 20, count=True)
        rows = [self._searcher.doc(address) for _, address in found.hits]
        titles = [(row["key"][0], row["title"][0]) for row in rows]
        self._searcher.aggregate(query, self._facets)
        if asked.excerpts:
            generator = tantivy.SnippetGenerator.create(self._searcher, words, self._schema, "text")
            for row in rows:
                generator.snippet_from_doc(row).to_html()
        return found.count or 0, [key for key, _ in titles]

    def replace(self, document: Document) -> None:
        """Put a changed document in the place of its former self, visible when this returns."""
        if self._writer is None:
            self._writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        self._writer.delete_documents_by_term("key", document.head.key)
        self._writer.add_document(self._document(document))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _document(self, document: Document) -> tantivy.Document:
        title, text, rest = texts(document)
        since, until = valid_days(document)
        values = {name: list(found) for name, found in facet_values(document).items()}
        return tantivy.Document(
            key=document.head.key,
            title=title,
            text=text,
            rest=rest,
            since=since,
            until=until,
            **values,
        )

    def _words(self, asked: Asked) -> tantivy.Query | None:
        any_of, must = tantivy.Occur.Should, tantivy.Occur.Must
        joined = tantivy.Query.boolean_query
        if asked.operator == "prefix":
            start = f"{asked.words[0]}.*"
            return joined(
                [(any_of, tantivy.Query.regex_query(self._schema, name, start)) for name in _FIELDS]
            )
        stems = self._stems.asked(asked)
        if not stems:
            return None
        if asked.operator == "phrase" and len(stems) > 1:
            return joined(
                [(any_of, tantivy.Query.phrase_query(self._schema, name, list(stems))) for name in _FIELDS]
            )
        occur = any_of if asked.operator == "any" else must
        return joined([(occur, self._word(stem)) for stem in stems])

    def _word(self, stem: str) -> tantivy.Query:
        weights = {"title": _TITLE_WEIGHT, "text": 1.0, "rest": 0.5}
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, name, stem, "freq"), weight
                    ),
                )
                for name, weight in weights.items()
            ]
        )

    def _filtered(self, words: tantivy.Query, asked: Asked) -> tantivy.Query:
        query, must = tantivy.Query, tantivy.Occur.Must
        clauses = [(must, words)]
        chosen = {"grp": asked.filters.groups, "level": asked.filters.levels}
        for name, values in chosen.items():
            clauses += [
                (must, query.const_score_query(query.term_query(self._schema, name, value, "basic"), 0.0))
                for value in values
            ]
        if asked.filters.statuses:
            day, kind = AS_OF.toordinal(), tantivy.FieldType.Integer
            for name, low, high in (("since", None, day), ("until", day + 1, None)):
                within = query.range_query(self._schema, name, kind, low, high)
                clauses.append((must, query.const_score_query(within, 0.0)))
        return query.boolean_query(clauses) if len(clauses) > 1 else words
