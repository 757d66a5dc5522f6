# SPDX-License-Identifier: EUPL-1.2
"""The only module that speaks to Whoosh: writing documents, reading vocabulary, postings and texts.

Used of Whoosh: a schema with STORED and a word field of our own, a writer, a reader's terms, postings
and stored fields; no analyzer, query parser, searcher, collector or highlighter. Any distribution that
keeps this subset can take its place. Source: SEARCH.md section 1 and "Recommended design".

One word field holds everything. What a word weighs in a document, over title, names and texts
(``weighing``), is worked out when the document is written, and is with the word's places the payload of
the posting. What has been written is never written to again.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from threading import Lock
from typing import TypeVar

from whoosh import fields, formats, index
from whoosh.codec import default_codec
from whoosh.reading import TermNotFound

from criteria.search.document import (
    Document,
    Head,
    read_head,
    read_sections,
    written_head,
    written_sections,
)
from criteria.search.model import IndexUnusableError
from criteria.search.weighing import SPOT_SIZE, Spot, weighed_words

Answer = TypeVar("Answer")

#: The postings of some 22,000 versions are sorted in memory; more go by way of files, a third slower.
_WRITER_MEGABYTES = 512
_WORDS = "words"
#: What documents have in common, so that each is packed without it. Changing it changes ``document.FORM``.
_COMMON = (
    b'"REG","DOC","TEST","STAT","LAB","VISIT","labels":["svanen","eu_ecolabel","fsc","level":"leading_edge",'
    b'"advanced","type":"award_criterion","selection_requirement","performance_condition",'
    b'"aspects":["durability","climate","energy","chemicals","social","circular",["sources","],'
    b'["declaration","],["follow_up","],["proof","],["applicability","],["purpose","],["text","["title","'
    b'{"key":"criterion|:1@base|","kind":"criterion","id":"-0","title":"","version":1,"level":"base",'
    b'"type":"technical_specification","groups":["","aspects":["","methods":["DOC",'
    b'"life":["2026-01-01",null,null,[],null],"title_en":""'
)
#: What a file can raise that changed after its manifest was checked; anything else is our own mistake.
_UNREADABLE = (EOFError, OSError, UnpicklingError, index.IndexError, struct.error, zlib.error)


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it lies in a part; ``number`` is its place there."""

    number: int
    head: Head


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a word stands: documents in ascending order, and its ``Spot`` in each, one after the other."""

    numbers: array[int]
    spots: array[int]

    @property
    def steps(self) -> array[int]:
        """What the word weighs in each document, in steps."""
        return self.spots[0::SPOT_SIZE]

    def places(self) -> Iterator[tuple[int, array[int]]]:
        """Each document with the places of the word."""
        for begin, number in zip(range(1, len(self.spots), SPOT_SIZE), self.numbers, strict=True):
            yield number, self.spots[begin : begin + SPOT_SIZE - 1]


class SpotFormat(formats.Format):  # type: ignore[misc]  # Whoosh carries no types.
    """Payloads of one length, which Whoosh keeps without any frame around each."""

    posting_size = 2 * SPOT_SIZE


class WordField(fields.FieldType):  # type: ignore[misc]  # Whoosh carries no types.
    """A field that takes ready postings: ``((word, spot), ...)``."""

    def __init__(self) -> None:
        """Neither analyze nor store anything."""
        self.analyzer = None
        self.format = SpotFormat()
        self.scorable = False
        self.stored = False
        self.unique = False
        self.indexed = True
        self.column_type = None
        self.spelling = False
        self.vector = None

    def index(
        self, value: Iterable[tuple[str, Spot]], **_kwargs: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings as Whoosh takes them; equal weights take no room."""
        for word, spot in value:
            yield word.encode(), 1, 1.0, spot


def write_part(folder: Path, name: str, documents: Iterable[Document], *, with_words: bool) -> None:
    """Write documents as a new part of a generation; they are numbered from 0 in the given order.

    A part without words holds texts alone: whoever opens it works the words out again, which for a few
    documents is quicker than writing and reading a posting for each word.
    """
    codec = default_codec()
    # Nobody asks for lengths of fields; to keep statistics of them Whoosh would look one up at each posting.
    codec.length_stats = False
    files = index.create_in(str(folder), _schema(), indexname=name)
    writer = files.writer(codec=codec, limitmb=_WRITER_MEGABYTES)
    for document in documents:
        words = {"words": weighed_words(document)} if with_words else {}
        writer.add_document(document=_packed(document), **words)
    writer.commit()


class WhooshPart:
    """An opened, checked part. Safe to use from several threads."""

    def __init__(self, folder: Path, name: str) -> None:
        """Open the files.

        Raises:
            IndexUnusableError: ``index.broken``.
        """
        self._lock = Lock()
        self.name = name
        self._reader = _read(
            name, lambda: index.open_dir(str(folder), name, readonly=True, schema=_schema()).reader()
        )
        self.size = int(self._reader.doc_count_all())

    def documents(self) -> list[Stored]:
        """Every document, in order of number.

        Raises:
            IndexUnusableError: ``index.broken``.
        """
        return self._locked(
            "documents",
            lambda: [
                Stored(number, read_head(_unpacked(self._reader.stored_fields(number))[0]))
                for number in range(self.size)
            ],
        )

    def vocabulary(self) -> dict[str, int]:
        """Every word with the number of documents it stands in."""
        return self._locked(
            "vocabulary",
            lambda: {
                word.decode(): int(info.doc_frequency()) for word, info in self._reader.iter_field(_WORDS)
            },
        )

    def posting(self, word: str) -> Posting:
        """Where a word stands."""
        numbers = array("I")
        spots: list[bytes] = []

        def read() -> None:
            with suppress(TermNotFound):
                matcher = self._reader.postings(_WORDS, word)
                number, value, step, is_active = matcher.id, matcher.value, matcher.next, matcher.is_active
                while is_active():
                    numbers.append(number())
                    spots.append(value())
                    step()

        self._locked("postings", read)
        return Posting(numbers, array("H", b"".join(spots)))

    def document(self, number: int) -> Document:
        """A document as it was handed in."""
        head, sections = self.written(number)
        return Document(read_head(head), read_sections(sections))

    def written(self, number: int) -> tuple[str, str]:
        """Head and sections as they were written."""
        return self._locked("texts", lambda: _unpacked(self._reader.stored_fields(number)))

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._reader.close()

    def _locked(self, where: str, read: Callable[[], Answer]) -> Answer:
        with self._lock:
            return _read(where, read)


def _read(where: str, read: Callable[[], Answer]) -> Answer:
    try:
        return read()
    except _UNREADABLE as error:
        raise IndexUnusableError("index.broken", where=where, reason="unreadable") from error


def _schema() -> fields.Schema:
    return fields.Schema(document=fields.STORED(), words=WordField())


def _packed(document: Document) -> bytes:
    # JSON has no line ends, so one can stand between the two.
    text = f"{written_head(document.head)}\n{written_sections(document.sections)}"
    packing = zlib.compressobj(zdict=_COMMON)
    return packing.compress(text.encode()) + packing.flush()


def _unpacked(stored: Mapping[str, bytes]) -> tuple[str, str]:
    text = zlib.decompressobj(zdict=_COMMON).decompress(stored["document"]).decode()
    head, _, sections = text.partition("\n")
    return head, sections
