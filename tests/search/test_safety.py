# SPDX-License-Identifier: EUPL-1.2
"""Nothing is opened that this installation did not write; what cannot be opened is rebuilt."""

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from criteria.search import document, whoosh_index
from criteria.search.manifest import FileMark, Hashes, Manifest, write_manifest
from criteria.search.model import Changes, IndexUnusableError
from criteria.search.whoosh_index import WhooshIndex
from tests.search.factories import KEY, ask, make_entry, small_library


class _Planted:
    """A pickle that leaves a trace when it is read."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return (os.mkdir, (str(self.trace),))


def _generation(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text().strip()


def _file(folder: Path, ending: str) -> Path:
    return next(path for path in _generation(folder).iterdir() if path.name.endswith(ending))


def _rewritten(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def _code(folder: Path, key: bytes = KEY) -> str:
    with pytest.raises(IndexUnusableError) as caught:
        WhooshIndex(folder, key).query(ask("skrivbord"))
    return caught.value.code


@pytest.fixture
def filled(index: WhooshIndex, folder: Path) -> Path:
    """The folder of an index over the small library."""
    index.rebuild(small_library(), 7)
    index.close()
    return folder


def test_folders_are_private(filled: Path) -> None:
    assert filled.stat().st_mode & 0o777 == 0o700
    assert _generation(filled).stat().st_mode & 0o777 == 0o700


def test_missing_index_is_told(folder: Path) -> None:
    assert _code(folder) == "index.missing"
    folder.mkdir(mode=0o700)
    assert _code(folder) == "index.missing"


def test_planted_pickle_in_a_known_file_is_not_read(filled: Path, tmp_path: Path) -> None:
    toc = _file(filled, ".toc")
    planted = pickle.dumps(_Planted(tmp_path / "trace"))
    _rewritten(toc, toc.read_bytes().replace(b"\x80\x02", planted, 1))

    assert _code(filled) == "index.broken"
    assert not (tmp_path / "trace").exists()


def test_planted_newer_table_of_contents_is_not_read(filled: Path, tmp_path: Path) -> None:
    toc = _file(filled, ".toc")
    (toc.parent / "_MAIN_99.toc").write_bytes(toc.read_bytes() + pickle.dumps(_Planted(tmp_path / "trace")))

    assert _code(filled) == "index.broken"
    assert not (tmp_path / "trace").exists()


def test_generation_with_a_manifest_of_another_key_is_foreign(filled: Path) -> None:
    generation = _generation(filled)
    hashes = Hashes()
    files = {path.name: hashes.of(path) for path in generation.iterdir() if path.name != "manifest.json"}
    write_manifest(
        generation, Manifest(generation.name, document.FORM, 7, files, {}), b"another key, just as long"
    )

    assert _code(filled) == "index.broken"


def test_index_of_another_installation_is_foreign(filled: Path) -> None:
    assert _code(filled, b"another key, just as long") == "index.broken"


def test_older_generation_cannot_be_passed_off_as_the_present(filled: Path) -> None:
    generation = _generation(filled)
    generation.rename(filled / "g9999999999-00000000")
    (filled / "CURRENT").write_text("g9999999999-00000000\n")

    assert _code(filled) == "index.broken"


@pytest.mark.parametrize(
    "pointer", ["", "../../etc", "g0000000001-zzzzzzzz", "g0000000001-00000000", "\udcff"]
)
def test_odd_pointer_is_told(filled: Path, pointer: str) -> None:
    (filled / "CURRENT").write_bytes(pointer.encode("utf-8", "surrogateescape"))

    assert _code(filled) == "index.broken"


@pytest.mark.parametrize("ending", [".seg", ".toc", ".json"])
def test_half_written_file_is_told(filled: Path, ending: str) -> None:
    path = _file(filled, ending)
    _rewritten(path, path.read_bytes()[:-7])

    assert _code(filled) == "index.broken"


def test_changed_sequence_in_the_manifest_is_told(filled: Path) -> None:
    path = _generation(filled) / "manifest.json"
    outer = json.loads(path.read_text())
    path.write_text(json.dumps({**outer, "body": outer["body"].replace('"sequence":7', '"sequence":9')}))

    assert _code(filled) == "index.broken"


def test_link_in_place_of_a_file_is_told(filled: Path, tmp_path: Path) -> None:
    path = _file(filled, ".seg")
    path.rename(tmp_path / "elsewhere.seg")
    path.symlink_to(tmp_path / "elsewhere.seg")

    assert _code(filled) == "index.broken"


def test_folder_open_to_others_is_not_read_and_closed_by_a_rebuild(filled: Path) -> None:
    filled.chmod(0o755)
    assert _code(filled) == "index.broken"

    WhooshIndex(filled, KEY).rebuild(small_library(), 8)

    assert filled.stat().st_mode & 0o777 == 0o700
    assert WhooshIndex(filled, KEY).sequence == 8


def test_older_form_is_told(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_index, "FORM", document.FORM + 1)

    assert _code(filled) == "index.outdated"


def test_broken_index_heals_by_a_rebuild_while_the_old_answers(filled: Path) -> None:
    index = WhooshIndex(filled, KEY)
    assert index.query(ask("skrivbord")).sequence == 7
    other = WhooshIndex(filled, KEY)
    other.apply(Changes(7, (make_entry("NEW-01:1@base"),)), 8)
    _rewritten(_file(filled, ".toc"), b"rubble")

    assert index.query(ask("skrivbord")).sequence == 7
    assert index.fault is not None and index.fault.code == "index.broken"
    assert [issue.code for issue in index.verify(small_library(), 8)] == ["index.broken"]

    index.rebuild(small_library(), 9)

    assert index.query(ask("skrivbord")).sequence == 9
    assert index.fault is None


def test_changes_are_not_written_onto_a_broken_index(filled: Path) -> None:
    _rewritten(_file(filled, ".toc"), b"rubble")

    with pytest.raises(IndexUnusableError, match=r"index\.broken"):
        WhooshIndex(filled, KEY).apply(Changes(7, (make_entry(),)), 8)


def test_short_key_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        WhooshIndex(folder, b"short")


def test_hash_is_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")

    assert Hashes().of(tmp_path / "file") == FileMark(
        3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
