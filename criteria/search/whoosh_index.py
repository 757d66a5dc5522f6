# SPDX-License-Identifier: EUPL-1.2
"""The index on Whoosh: generations in a private folder, rebuilt beside and swapped while readers read."""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from pathlib import Path
from threading import Lock

from criteria.issues import Issue, Severity
from criteria.search.answering import Generation
from criteria.search.contents import ADDED, MAIN, OpenPart
from criteria.search.document import FORM, Document, document_of, written_head, written_sections
from criteria.search.generations import Generations
from criteria.search.manifest import Manifest
from criteria.search.model import AnyEntry, Changes, IndexUnusableError, SearchAnswer, SearchQuery
from criteria.search.whoosh_files import write_part

_ATTEMPTS = 5
_FORM_BITS = 8
#: So many changes lie beside each other before they are put together; a file each for the reader.
_MAX_ADDED_PARTS = 8
#: The words of so many changed documents are held in memory; more are written as postings.
_MAX_HELD = 400


class WhooshIndex:
    """A ``SearchIndex`` in a folder, under a key of the installation of at least 16 bytes.

    Threads and processes may share the folder. One process per host writes at a time; the others see a
    new generation at their next query. An answer always comes from one generation.
    """

    def __init__(
        self, folder: Path, key: bytes, *, edition: int = 0, lock_timeout_seconds: float = 60.0
    ) -> None:
        """Name folder and key; the folder is made by the first ``rebuild``.

        ``edition`` changes with what is indexed without an event, the help pages: an index of another
        edition is ``index.outdated``.
        """
        self._generations = Generations(folder, key, FORM + (edition << _FORM_BITS))
        self._lock_timeout_seconds = lock_timeout_seconds
        self._loading = Lock()
        self._current: Generation | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._fault: IndexUnusableError | None = None

    @property
    def sequence(self) -> int:
        """The last event sequence applied."""
        return self._generation().sequence

    @property
    def fault(self) -> IndexUnusableError | None:
        """Why the newest generation cannot be read while an older one still answers."""
        return self._fault

    def rebuild(self, entries: tuple[AnyEntry, ...], sequence: int) -> None:
        """Make a new generation beside the present one and put it in place in one step."""
        documents = _documents(entries)
        name = _new_part(MAIN)
        with (
            self._generations.writing(self._lock_timeout_seconds),
            self._generations.new(sequence, {name: ()}) as folder,
        ):
            write_part(folder, name, documents, with_words=True)
        self._newest()

    def apply(self, changes: Changes, sequence: int) -> bool:
        """Bring the index from ``changes.after`` to ``sequence``; ``False`` when it already was there.

        Raises:
            IndexUnusableError: ``index.behind`` when changes between the index and these are missing.
        """
        with self._generations.writing(self._lock_timeout_seconds):
            base = self._generations.checked()
            generation = self._newest()
            if generation.name != base[0].name:
                raise IndexUnusableError("index.broken", where=base[0].name, reason="cannot be opened")
            if generation.sequence >= sequence:
                return False
            if generation.sequence < changes.after:
                raise IndexUnusableError(
                    "index.behind", where=base[0].name, sequence=generation.sequence, after=changes.after
                )
            documents = _documents(changes.put)
            places = generation.catalogue.place_of_key
            keys = {document.head.key for document in documents} | {str(key) for key in changes.removed}
            self._write_changes(
                generation, base, [places[key] for key in keys if key in places], documents, sequence
            )
        self._newest()
        return True

    def query(self, query: SearchQuery) -> SearchAnswer:
        """Answer from one generation, the newest readable one."""
        began = time.perf_counter()
        answer = self._generation().answer(query)
        return replace(answer, took_ms=round((time.perf_counter() - began) * 1000, 2))

    def prepare(self) -> None:
        """Open the newest generation and make what a first question would have to wait for."""
        self._newest().prepare()

    def complete(self, text: str, viewer_organisation: str | None, limit: int) -> tuple[str, ...]:
        """Queries that go on from what has been typed, likeliest first."""
        return self._generation().complete(text, viewer_organisation, limit)

    def verify(self, entries: tuple[AnyEntry, ...], sequence: int) -> tuple[Issue, ...]:
        """Every difference between the index and what the store says it should hold.

        The files are checked against their manifest as well, and documents are compared byte by byte.
        """
        try:
            self._generations.checked()
            generation = self._newest()
        except IndexUnusableError as error:
            return (_issue(error.code, error.where, str(error)),)
        if self._fault is not None:
            return (_issue(self._fault.code, self._fault.where, str(self._fault)),)
        found: list[Issue] = []
        if generation.sequence != sequence:
            message = f"stands at {generation.sequence}, the log at {sequence}"
            found.append(_issue("index.sequence", "sequence", message))
        wanted = {document.head.key: document for document in _documents(entries)}
        places = generation.catalogue.place_of_key
        for key in sorted(wanted.keys() | places.keys()):
            if key not in places:
                found.append(_issue("index.entry_missing", key, "not in the index"))
            elif key not in wanted:
                found.append(_issue("index.entry_foreign", key, "not in the store"))
            else:
                document = wanted[key]
                written = (written_head(document.head), written_sections(document.sections))
                if generation.contents.written(places[key]) != written:
                    found.append(_issue("index.entry_differs", key, "differs from the store"))
        return tuple(found)

    def close(self) -> None:
        """Let go of files; the index can be used again afterwards."""
        with self._loading:
            current, self._current, self._stamp = self._current, None, None
        if current is not None:
            current.contents.close()

    def _write_changes(
        self,
        generation: Generation,
        base: tuple[Path, Manifest],
        gone: list[int],
        documents: list[Document],
        sequence: int,
    ) -> None:
        """Put a generation in place with a new part beside the parts of the present one.

        When there are many parts, small ones are put together with what is new; what becomes much has words.
        """
        contents = generation.contents
        lost = {name: set(numbers) for name, numbers in base[1].parts.items()}
        for place in gone:
            name, number = contents.address(place)
            lost[name].add(number)
        held = [part for part in contents.parts if part.is_held]
        if len(held) >= _MAX_ADDED_PARTS:
            joined = _to_join(
                [(part.part.size - len(lost[part.part.name]), part) for part in held], len(documents)
            )
            documents = documents + [
                part.part.document(number)
                for part in joined
                for number in range(part.part.size)
                if number not in lost[part.part.name]
            ]
            for part in joined:
                del lost[part.part.name]
        parts = {name: tuple(sorted(numbers)) for name, numbers in lost.items()}
        is_much = len(documents) > _MAX_HELD
        name = _new_part(MAIN if is_much else ADDED)
        if documents:
            parts[name] = ()
        with self._generations.new(sequence, parts, based_on=base) as folder:
            if documents:
                write_part(folder, name, documents, with_words=is_much)

    def _generation(self) -> Generation:
        """The newest readable generation; others go on with theirs while one thread opens a new one."""
        current = self._current
        if current is not None and self._generations.stamp() == self._stamp:
            return current
        if current is None:
            return self._newest()
        if not self._loading.acquire(blocking=False):
            return current
        try:
            return self._opened()
        finally:
            self._loading.release()

    def _newest(self) -> Generation:
        """The newest readable generation, waiting for whoever is opening it: a writer sees its writing."""
        with self._loading:
            return self._opened()

    def _opened(self) -> Generation:
        for _ in range(_ATTEMPTS):
            stamp = self._generations.stamp()
            if self._current is not None and stamp == self._stamp:
                return self._current
            try:
                folder, manifest = self._generations.checked()
                current = None if self._current is None else self._current.followed(folder, manifest)
                self._current = current or Generation.opened(folder, manifest, self._current)
            except IndexUnusableError as error:
                if self._generations.stamp() != stamp:
                    # A writer moved on between the pointer and the folder it named.
                    continue
                self._fault = error
                if self._current is None:
                    raise
                # What was read whole still answers; the stamp keeps us from trying at every query.
                self._stamp = stamp
                return self._current
            self._stamp, self._fault = stamp, None
            return self._current
        if self._current is None:
            raise IndexUnusableError("index.locked", where="CURRENT", seconds=0)
        # Outrun by a writer: the next question tries again.
        return self._current


def _documents(entries: tuple[AnyEntry, ...]) -> list[Document]:
    """The documents in order of key; of two entries with one key the later holds."""
    documents = {str(entry.key): document_of(entry) for entry in entries}
    return [documents[key] for key in sorted(documents)]


def _to_join(held: list[tuple[int, OpenPart]], new: int) -> list[OpenPart]:
    """The smallest parts, with their numbers of documents: one at least, and more as long as none is much
    larger than all before it. So a document is written again only as often as its part doubles.
    """
    joined: list[OpenPart] = []
    gathered = new
    for count, part in sorted(held, key=lambda pair: pair[0]):
        if joined and count > 2 * gathered:
            break
        joined.append(part)
        gathered += count
    return joined


def _new_part(kind: str) -> str:
    return f"{kind}{secrets.token_hex(6)}"


def _issue(code: str, where: str, message: str) -> Issue:
    return Issue(Severity.RED, code, where, message)
