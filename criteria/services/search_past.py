# SPDX-License-Identifier: EUPL-1.2
"""Searching in what was known at a moment: an index of its own, made from the store as recorded by then.

The index of today knows what has happened since and no moment at which it became known. A question about a
past moment is seldom asked, so it is answered by the same engine over what the store held then: versions,
what had happened to them, groups as they were called and filed, packages, gap notices and the register of
missing criteria. Labels and the help pages keep no history and are those of today; drafts, which may be
written anew, are left out; who may see what is decided by what is shared today. Source: ARCHITECTURE,
invariant 6; DOMAIN 4.2, I15.
"""

from __future__ import annotations

import shutil
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from criteria.errors import RefusedError
from criteria.exchange.help_pages import shipped_help
from criteria.library.gaps import GapEntry, GapStatus
from criteria.library.model import ProductGroup
from criteria.search.model import (
    AnyEntry,
    GroupEntry,
    HelpEntry,
    IndexUnusableError,
    LabelEntry,
    MissingEntry,
    SearchAnswer,
    SearchQuery,
)
from criteria.search.whoosh_index import WhooshIndex
from criteria.services.installation import Installation, installation_key
from criteria.services.library import packages_known
from criteria.services.search_entries import (
    LIBRARY_KINDS,
    criterion_entries,
    gap_entry,
    notice_entries,
    package_entries,
)
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from criteria.storage.gap_store import GapStore
from criteria.storage.library_store import LibraryStore

_FOLDER = "index-past"
#: So many moments are kept ready; each is an index of the whole library.
_KEPT = 3
#: How long somebody waits for another moment's index to be made before being asked to come back.
_PATIENCE_SECONDS = 30.0
#: Held by whoever makes the index of a moment: one at a time, whatever is asked.
_MAKING = Lock()
_OPEN: OrderedDict[Path, WhooshIndex] = OrderedDict()


def search_known_at(installation: Installation, query: SearchQuery, known_at: datetime) -> SearchAnswer:
    """The answer to a question as it would have been with what was recorded by a moment.

    Raises:
        RefusedError: ``search.past_busy`` while the library of another moment is being made ready.
    """
    asked = replace(query, include_drafts=False)
    with installation.reading() as session:
        log = EventStore(session)
        now = log.last_of_kinds(LIBRARY_KINDS)
        then = log.last_of_kinds(LIBRARY_KINDS, by=known_at)
    # What is shared, and what labels are called, is of today: a moment's index goes with the present one.
    folder = installation.home / _FOLDER / f"{then}-{now}"
    index = _OPEN.get(folder)
    if index is not None:
        try:
            return index.query(asked)
        except IndexUnusableError:
            pass
    if not _MAKING.acquire(timeout=_PATIENCE_SECONDS):
        raise RefusedError("search.past_busy", where="known_at")
    try:
        return _opened(installation, folder, known_at, then).query(asked)
    finally:
        _MAKING.release()


def _opened(installation: Installation, folder: Path, known_at: datetime, sequence: int) -> WhooshIndex:
    index = _OPEN.get(folder) or WhooshIndex(folder, installation_key(installation.home))
    try:
        is_ready = index.sequence == sequence
    except IndexUnusableError:
        is_ready = False
    if not is_ready:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with installation.reading() as session:
            entries = _entries(session, known_at)
        index.rebuild(entries, sequence)
    _OPEN[folder] = index
    _OPEN.move_to_end(folder)
    while len(_OPEN) > _KEPT:
        # Somebody may still be reading in it; its files go when nobody holds it.
        _OPEN.popitem(last=False)
    _tidy(folder)
    return index


def _tidy(folder: Path) -> None:
    """Throw away the indexes of moments that nobody has asked for lately, also those of earlier runs."""
    folder.touch()
    made = sorted(folder.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in made[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _entries(session: Session, known_at: datetime) -> tuple[AnyEntry, ...]:
    """What the index would have held at a moment."""
    store = LibraryStore(session)
    stored = store.list_every_version(known_at)
    versions = [item for item in stored if item.life.valid_from is not None]
    closed = store.closed_lines(known_at)
    packages, _ = package_entries(store, packages_known(session, known_at), closed)
    entries: list[AnyEntry] = [*criterion_entries(session, versions, closed), *packages]
    entries += [GroupEntry(group) for group in _groups(store, known_at)]
    entries += [LabelEntry(label) for label in store.list_labels()]
    missing = [entry for item in versions for entry in notice_entries(item, closed)]
    missing += map(gap_entry, _gaps(session, known_at))
    entries += [entry for entry in missing if isinstance(entry, MissingEntry)]
    entries += [HelpEntry(part.page, part.anchor, part.title, part.text) for part in shipped_help()]
    return tuple(entries)


def _groups(store: LibraryStore, known_at: datetime) -> list[ProductGroup]:
    """The groups as they were called; one without a history is as it always was."""
    history = store.list_every_group_entry()
    found = []
    for group in store.list_groups():
        entries = history.get(group.id, ())
        known = [entry for entry in entries if entry.recorded_at <= known_at]
        if known or not entries:
            found.append(known[-1].group if known else group)
    return found


def _gaps(session: Session, known_at: datetime) -> list[GapEntry]:
    """The register of missing criteria with the status each line had by then."""
    statuses = GapStore(session).statuses_at(known_at)
    return [
        replace(gap, status=statuses.get(gap.id, GapStatus.OPEN))
        for gap in GapStore(session).list_all()
        if gap.made_at <= known_at
    ]
