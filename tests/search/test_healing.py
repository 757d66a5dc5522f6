# SPDX-License-Identifier: EUPL-1.2
"""Whatever has become of the index on disk, a search is answered and the index is whole again afterwards."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from criteria.exchange.help_pages import help_edition
from criteria.search.model import AnyEntry, IndexUnusableError, SearchQuery
from criteria.search.whoosh_index import WhooshIndex
from criteria.services.installation import Installation, installation_key
from criteria.services.search import bring_index_up_to_date, prepare_index, search_library, verify_index
from tests.library_life.desk import as_draft, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World

_QUERY = SearchQuery("farliga ämnen", date(2027, 3, 1))


class _CountingIndex(WhooshIndex):
    """An index that counts how often it is made anew."""

    rebuilt = 0

    def rebuild(self, entries: tuple[AnyEntry, ...], sequence: int) -> None:
        self.rebuilt += 1
        super().rebuild(entries, sequence)


class _Planted:
    """A pickle that leaves a trace when it is read."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return (os.mkdir, (str(self.trace),))


@pytest.fixture
def installation(sqlite_world: World) -> Installation:
    """A library with one criterion in force, and its index."""
    desk = open_desk(sqlite_world)
    desk.publish(as_draft(version("CLS-11:1@base", title="Farliga ämnen")))
    bring_index_up_to_date(desk.installation)
    return _started_anew(desk.installation)


def _started_anew(installation: Installation) -> Installation:
    index = _CountingIndex(
        installation.index_folder, installation_key(installation.home), edition=help_edition()
    )
    return replace(installation, index=index)


def _generation(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text().strip()


def _rewrite(folder: Path, ending: str, change: Callable[[bytes], bytes]) -> None:
    path = next(path for path in _generation(folder).iterdir() if path.name.endswith(ending))
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(change(content))


def _plant(folder: Path) -> None:
    toc = next(path for path in _generation(folder).iterdir() if path.name.endswith(".toc"))
    bomb = pickle.dumps(_Planted(folder.parent / "trace"))
    toc.with_name(toc.name.replace("_1.toc", "_9.toc")).write_bytes(toc.read_bytes() + bomb)


_HARM: dict[str, Callable[[Path], object]] = {
    "missing": shutil.rmtree,
    "empty": lambda folder: (shutil.rmtree(folder), folder.mkdir(mode=0o700)),
    "pointer lost": lambda folder: (folder / "CURRENT").unlink(),
    "pointer garbled": lambda folder: (folder / "CURRENT").write_bytes(b"\x00\xff../../etc/passwd"),
    "generation lost": lambda folder: shutil.rmtree(_generation(folder)),
    "half written segment": lambda folder: _rewrite(folder, ".seg", lambda old: old[: len(old) // 2]),
    "half written contents": lambda folder: _rewrite(folder, ".toc", lambda old: old[:-9]),
    "half written manifest": lambda folder: _rewrite(folder, ".json", lambda old: old[:20]),
    "zeroes": lambda folder: _rewrite(folder, ".seg", lambda old: bytes(len(old))),
    "foreign bytes": lambda folder: _rewrite(folder, ".seg", lambda old: os.urandom(len(old))),
    "foreign pickle": _plant,
    "open to others": lambda folder: folder.chmod(0o777),
    "older form": lambda folder: WhooshIndex(folder, installation_key(folder.parent), edition=7).rebuild(
        (), 10**6
    ),
    "another installation's": lambda folder: WhooshIndex(folder, b"a key of somebody else").rebuild((), 1),
    "ahead of the store": lambda folder: WhooshIndex(
        folder, installation_key(folder.parent), edition=help_edition()
    ).rebuild((), 10**6),
}
#: These can be read: only keeping up with the store shows that they are not its projection.
_READABLE = ("ahead of the store",)


@pytest.mark.parametrize("harm", [name for name in _HARM if name not in _READABLE])
def test_search_answers_and_heals(installation: Installation, harm: str) -> None:
    _HARM[harm](installation.index_folder)

    answer = search_library(installation, _QUERY)

    assert [hit.id for hit in answer.hits] == ["CLS-11"]
    assert not (installation.home / "trace").exists()
    assert verify_index(installation).ok
    assert installation.index.fault is None
    assert installation.index_folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("harm", _HARM)
def test_catching_up_heals(installation: Installation, harm: str) -> None:
    _HARM[harm](installation.index_folder)

    bring_index_up_to_date(installation)

    assert verify_index(installation).ok
    assert not (installation.home / "trace").exists()


@pytest.mark.parametrize("harm", ["missing", "foreign bytes"])
def test_start_of_the_site_heals(installation: Installation, harm: str) -> None:
    _HARM[harm](installation.index_folder)

    prepare_index(installation)

    assert verify_index(installation).ok


def test_many_who_ask_at_once_make_the_index_anew_once(installation: Installation) -> None:
    shutil.rmtree(installation.index_folder)
    totals: list[int] = []

    def asked() -> None:
        totals.append(search_library(installation, _QUERY).total)

    threads = [threading.Thread(target=asked) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert totals == [1] * 8
    assert isinstance(installation.index, _CountingIndex)
    assert installation.index.rebuilt == 1


class _FullDisk(_CountingIndex):
    """An index in a place where nothing more can be written."""

    def rebuild(self, entries: tuple[AnyEntry, ...], sequence: int) -> None:
        self.rebuilt += 1
        raise OSError(errno.ENOSPC, "No space left on device")


def _with_full_disk(installation: Installation) -> tuple[Installation, _FullDisk]:
    index = _FullDisk(installation.index_folder, installation_key(installation.home), edition=help_edition())
    return replace(installation, index=index), index


def test_healing_that_fails_is_not_tried_at_every_search(installation: Installation) -> None:
    full, index = _with_full_disk(installation)
    shutil.rmtree(installation.index_folder)

    for _ in range(5):
        with pytest.raises(IndexUnusableError):
            search_library(full, _QUERY)

    assert index.rebuilt == 1


def test_old_generation_answers_on_where_healing_fails(installation: Installation) -> None:
    full, index = _with_full_disk(installation)
    search_library(full, _QUERY)
    WhooshIndex(
        installation.index_folder, installation_key(installation.home), edition=help_edition()
    ).rebuild((), 10**6)
    _rewrite(installation.index_folder, ".toc", lambda old: old[:-9])

    answers = [search_library(full, _QUERY) for _ in range(5)]

    assert [answer.total for answer in answers] == [1] * 5
    assert index.rebuilt == 1
    assert isinstance(index.fault, IndexUnusableError)


def test_healing_is_tried_again_after_a_while(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, _ = _with_full_disk(installation)
    shutil.rmtree(installation.index_folder)
    with pytest.raises(IndexUnusableError):
        search_library(full, _QUERY)
    later = time.monotonic() + 61
    monkeypatch.setattr("criteria.services.search.time.monotonic", lambda: later)

    assert search_library(installation, _QUERY).total == 1


def test_many_who_meet_a_broken_generation_make_it_anew_once(installation: Installation) -> None:
    search_library(installation, _QUERY)
    WhooshIndex(
        installation.index_folder, installation_key(installation.home), edition=help_edition()
    ).rebuild((), 10**6)
    _rewrite(installation.index_folder, ".toc", lambda old: old[:-9])
    totals: list[int] = []

    def asked() -> None:
        totals.append(search_library(installation, _QUERY).total)

    threads = [threading.Thread(target=asked) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert totals == [1] * 8
    assert isinstance(installation.index, _CountingIndex)
    assert installation.index.rebuilt == 1


def test_old_generation_answers_while_a_broken_one_is_healed(installation: Installation) -> None:
    search_library(installation, _QUERY)
    other = WhooshIndex(installation.index_folder, installation_key(installation.home))
    other.rebuild((), 10**6)
    _rewrite(installation.index_folder, ".toc", lambda old: old[:-9])

    answer = search_library(installation, _QUERY)

    assert [hit.id for hit in answer.hits] == ["CLS-11"]
    assert installation.index.fault is None
    assert verify_index(installation).ok
