# SPDX-License-Identifier: EUPL-1.2
"""Handing the library on: what goes out comes in again, word for word."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from criteria.errors import InvalidInputError, RefusedError
from criteria.exchange.feeds import FeedFile, read_feed
from criteria.library.fingerprint import version_fingerprint
from criteria.library.model import CriterionVersion
from criteria.services.feeds import import_feed
from criteria.services.library_export import Exported, ExportFormat, ExportOrder, export_library
from criteria.services.library_loading import check_library, load_library
from criteria.services.library_orders import EventOrder
from criteria.services.library_publishing import withdraw
from criteria.storage.library_store import LibraryStore
from tests.library_life.desk import Desk, as_draft, carries, gap_order, open_desk
from tests.library_life.factories import version
from tests.plumbing.installation import World, build_installation

OLD, NEW, GONE = "CLS-01:1@base", "CLS-11:1@base", "CLS-21:1@base"


@pytest.fixture
def desk(sqlite_world: World) -> Desk:
    """A library of three criteria, of which one is replaced and one is a gap."""
    desk = open_desk(sqlite_world)
    desk.publish(*(as_draft(version(ref)) for ref in (OLD, NEW, GONE)))
    withdraw(desk.installation, desk.reviewer, EventOrder(OLD, "Skäl.", successors=(carries(NEW),)))
    withdraw(desk.installation, desk.reviewer, EventOrder(GONE, "Skäl.", gap=gap_order()))
    return desk


def _export(desk: Desk, target: Path, format_: ExportFormat, **order: object) -> Exported:
    return export_library(desk.installation, desk.reviewer, target, ExportOrder(format_, **order))  # type: ignore[arg-type]


def _words(made: CriterionVersion) -> str:
    return version_fingerprint(replace(made, id=made.id.rpartition("/")[2]))


@pytest.mark.parametrize("format_", ExportFormat)
def test_what_goes_out_comes_in_again_word_for_word(
    desk: Desk, tmp_path: Path, format_: ExportFormat
) -> None:
    target = tmp_path / "out"

    done = _export(desk, target, format_)
    read = read_feed(FeedFile(target))

    assert [_words(item.version) for item in read.items] == [desk.stored(NEW).fingerprint]
    assert (read.manifest.source, read.manifest.number, read.rejected) == ("KRAVKEDJAN", 1, ())
    assert done.in_force == 1


@pytest.mark.parametrize("format_", ExportFormat)
def test_another_installation_brings_it_in_once(desk: Desk, tmp_path: Path, format_: ExportFormat) -> None:
    target = tmp_path / "out"
    _export(desk, target, format_)

    first = import_feed(desk.installation, desk.reviewer, FeedFile(target))
    again = import_feed(desk.installation, desk.reviewer, FeedFile(target))

    assert (first.new, first.is_complete) == (1, True)
    assert (again.new, again.unchanged) == (0, 1)


def test_folder_is_a_library_with_its_history(desk: Desk, tmp_path: Path) -> None:
    target, home = tmp_path / "out", tmp_path / "fresh"
    done = _export(desk, target, ExportFormat.YAML)
    fresh = build_installation(f"sqlite:///{home / 'x.sqlite3'}", home, desk.installation.clock)

    assert [issue for issue in check_library(target) if issue.code != "group.related_unknown"] == []
    load_library(fresh, desk.reviewer, target)

    with fresh.reading() as session:
        loaded = {item.version.ref: item for item in LibraryStore(session).list_versions()}
    fresh.index.close()
    fresh.database.close()
    assert (done.versions, done.events) == (3, 2)
    for ref in (OLD, NEW, GONE):
        assert loaded[ref].fingerprint == desk.stored(ref).fingerprint
        assert loaded[ref].life == desk.stored(ref).life


def test_draft_does_not_go_out(desk: Desk, tmp_path: Path) -> None:
    desk.submit(as_draft(version("CLS-31:1@base")))
    target = tmp_path / "out.json"

    _export(desk, target, ExportFormat.JSON)

    held = [item["id"] for item in json.loads(target.read_text(encoding="utf-8"))["items"]]
    assert held == ["CLS-11"]


def test_what_came_from_another_source_is_left_to_it(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    _export(desk, target, ExportFormat.JSON)
    import_feed(desk.installation, desk.reviewer, FeedFile(target))
    ref = "KRAVKEDJAN/CLS-11:1@base"
    with desk.installation.reading() as session:
        stored = LibraryStore(session).list_by_refs((ref,))
    assert len(stored) == 1

    done = _export(desk, tmp_path / "again.json", ExportFormat.JSON, source="EKBY")

    assert done.versions == 1


def test_file_that_is_there_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("mine", encoding="utf-8")

    with pytest.raises(RefusedError) as refused:
        _export(desk, target, ExportFormat.JSON)

    assert refused.value.code == "export.exists"
    assert target.read_text(encoding="utf-8") == "mine"


def test_name_no_source_can_have_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as refused:
        _export(desk, tmp_path / "out.json", ExportFormat.JSON, source="ekby kommun")

    assert refused.value.code == "feed.source"
    assert not (tmp_path / "out.json").exists()
