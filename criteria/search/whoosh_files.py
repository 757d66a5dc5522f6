# SPDX-License-Identifier: EUPL-1.2
"""The only module that speaks to Whoosh: writing documents, reading vocabulary, postings and texts.

Used of Whoosh: schema with ID, KEYWORD and STORED, a writer, a reader's postings, terms, lengths and
stored fields; no query parser, searcher, collector or highlighter. Any distribution that keeps this
subset can take its place. Source: SEARCH.md section 1 and "Recommended design".
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from threading import Lock

from whoosh import fields, index
from whoosh.reading import TermNotFound

from criteria.search.document import (
    FIELDS,
    Document,
    Head,
    read_head,
    read_sections,
    written_head,
    written_sections,
)
from criteria.search.model import IndexUnusableError

_WRITER_MEGABYTES = 128
#: What a file can raise that changed after its manifest was checked; anything else is our own mistake.
_UNREADABLE = (EOFError, OSError, UnpicklingError, index.IndexError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it lies in the index; ``number`` is its place there."""

    number: int
    head: Head
    written: str
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a word stands in one field: document numbers and how often, side by side."""

    numbers: array[int]
    counts: array[float]


def write_all(folder: Path, documents: Iterable[Document]) -> None:
    """Write a new index into an empty folder."""
    writer = index.create_in(str(folder), _schema()).writer(limitmb=_WRITER_MEGABYTES)
    for document in documents:
        writer.add_document(**_values(document))
    writer.commit()


def write_changes(folder: Path, gone: Iterable[int], documents: Iterable[Document]) -> None:
    """Take document numbers out of an index and add documents."""
    writer = index.open_dir(str(folder), schema=_schema()).writer(limitmb=_WRITER_MEGABYTES)
    for number in gone:
        writer.delete_document(number)
    for document in documents:
        writer.add_document(**_values(document))
    writer.commit()


class WhooshFiles:
    """An opened, checked generation. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open the files.

        Raises:
            IndexUnusableError: ``index.broken``.
        """
        self._lock = Lock()
        try:
            self._reader = index.open_dir(str(folder), schema=_schema(), readonly=True).reader()
        except _UNREADABLE as error:
            raise IndexUnusableError("index.broken", where=folder.name, reason="cannot be opened") from error

    def documents(self) -> Iterator[Stored]:
        """Every live document.

        Raises:
            IndexUnusableError: ``index.broken``.
        """
        reader = self._reader
        try:
            for number in range(reader.doc_count_all()):
                if not reader.is_deleted(number):
                    stored = reader.stored_fields(number)
                    lengths = tuple(int(reader.doc_field_length(number, name) or 0) for name in FIELDS)
                    yield Stored(number, read_head(stored["head"]), stored["head"], lengths)
        except _UNREADABLE as error:
            raise IndexUnusableError("index.broken", where="documents", reason="unreadable") from error

    def vocabulary(self) -> dict[str, int]:
        """Every word with the number of its appearances in fields of live documents.

        Whoosh counts deleted documents until it merges them away; their words are taken off again.
        """
        reader = self._reader
        counts: dict[str, int] = {}
        try:
            for name in FIELDS:
                for term in reader.field_terms(name):
                    counts[term] = counts.get(term, 0) + int(reader.doc_frequency(name, term))
            for number in range(reader.doc_count_all()):
                if reader.is_deleted(number):
                    for words in self._document(number).words().values():
                        for word in set(words):
                            counts[word] -= 1
        except _UNREADABLE as error:
            raise IndexUnusableError("index.broken", where="vocabulary", reason="unreadable") from error
        return {word: count for word, count in counts.items() if count > 0}

    def occurrences(self, field: str, word: str) -> Occurrences:
        """Where a word stands in a field, in order of document numbers."""
        numbers, counts = array("L"), array("d")
        with self._lock:
            try:
                matcher = self._reader.postings(field, word)
                while matcher.is_active():
                    numbers.append(matcher.id())
                    counts.append(matcher.weight())
                    matcher.next()
            except TermNotFound:
                pass
            except _UNREADABLE as error:
                raise IndexUnusableError("index.broken", where="postings", reason="unreadable") from error
        return Occurrences(numbers, counts)

    def sections(self, number: int) -> tuple[tuple[str, str], ...]:
        """The texts of a document, for excerpts."""
        with self._lock:
            try:
                return read_sections(self._reader.stored_fields(number)["sections"])
            except _UNREADABLE as error:
                raise IndexUnusableError("index.broken", where="texts", reason="unreadable") from error

    def written(self, number: int) -> tuple[str, str]:
        """Head and sections as they were written, for comparing."""
        with self._lock:
            stored = self._reader.stored_fields(number)
        return stored["head"], stored["sections"]

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._reader.close()

    def _document(self, number: int) -> Document:
        stored = self._reader.stored_fields(number)
        return Document(read_head(stored["head"]), read_sections(stored["sections"]))


def _schema() -> fields.Schema:
    # KEYWORD keeps frequencies and lengths and takes our own words as they are, cut at spaces.
    words = {name: fields.KEYWORD(scorable=True) for name in FIELDS}
    return fields.Schema(key=fields.ID(unique=True), head=fields.STORED, sections=fields.STORED, **words)


def _values(document: Document) -> dict[str, str]:
    values = {name: " ".join(words) for name, words in document.words().items() if words}
    values["key"] = document.head.key
    values["head"] = written_head(document.head)
    values["sections"] = written_sections(document.sections)
    return values
