# SPDX-License-Identifier: EUPL-1.2
"""The index on Whoosh: generations in a private folder, rebuilt beside and swapped while readers read."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from threading import Lock

from criteria.issues import Issue, Severity
from criteria.search.answering import Generation
from criteria.search.document import FORM, Document, document_of, written_head, written_sections
from criteria.search.generations import Generations
from criteria.search.model import AnyEntry, Changes, IndexUnusableError, SearchAnswer, SearchQuery
from criteria.search.whoosh_files import WhooshFiles, write_all, write_changes

_ATTEMPTS = 5


class WhooshIndex:
    """A ``SearchIndex`` in a folder, under a key of the installation of at least 16 bytes.

    Threads and processes may share the folder. One process per host writes at a time; the others see a
    new generation at their next query. An answer always comes from one generation.
    """

    def __init__(self, folder: Path, key: bytes, *, lock_timeout_seconds: float = 60.0) -> None:
        """Name folder and key; the folder is made by the first ``rebuild``."""
        self._generations = Generations(folder, key, FORM)
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
        with self._generations.writing(self._lock_timeout_seconds), self._generations.new(sequence) as folder:
            write_all(folder, documents.values())
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
            keys = documents.keys() | {str(key) for key in changes.removed}
            gone = sorted(generation.catalogue.numbers[places[key]] for key in keys if key in places)
            with self._generations.new(sequence, based_on=base) as folder:
                write_changes(folder, gone, documents.values())
        self._newest()
        return True

    def query(self, query: SearchQuery) -> SearchAnswer:
        """Answer from one generation, the newest readable one."""
        began = time.perf_counter()
        answer = self._generation().answer(query)
        return replace(answer, took_ms=round((time.perf_counter() - began) * 1000, 2))

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
        wanted = _documents(entries)
        places = generation.catalogue.place_of_key
        for key in sorted(wanted.keys() | places.keys()):
            if key not in places:
                found.append(_issue("index.entry_missing", key, "not in the index"))
            elif key not in wanted:
                found.append(_issue("index.entry_foreign", key, "not in the store"))
            else:
                document = wanted[key]
                written = (written_head(document.head), written_sections(document.sections))
                if generation.files.written(generation.catalogue.numbers[places[key]]) != written:
                    found.append(_issue("index.entry_differs", key, "differs from the store"))
        return tuple(found)

    def close(self) -> None:
        """Let go of files; the index can be used again afterwards."""
        with self._loading:
            current, self._current, self._stamp = self._current, None, None
        if current is not None:
            current.files.close()

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
        for attempt in range(_ATTEMPTS):
            stamp = self._generations.stamp()
            if self._current is not None and stamp == self._stamp:
                return self._current
            try:
                folder, manifest = self._generations.checked()
                self._current = Generation(WhooshFiles(folder), folder.name, manifest.sequence)
            except IndexUnusableError as error:
                if self._generations.stamp() != stamp and attempt < _ATTEMPTS - 1:
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
        raise IndexUnusableError("index.locked", where="CURRENT", seconds=0)


def _documents(entries: tuple[AnyEntry, ...]) -> dict[str, Document]:
    """The documents by key; of two entries with one key the later holds."""
    return {str(entry.key): document_of(entry) for entry in entries}


def _issue(code: str, where: str, message: str) -> Issue:
    return Issue(Severity.RED, code, where, message)
