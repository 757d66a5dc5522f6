# SPDX-License-Identifier: EUPL-1.2
"""Reading feeds that come from anybody: what is rejected, where, and what is refused whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from criteria.errors import InvalidInputError
from criteria.exchange.feeds import MAX_ITEM_BYTES, FeedFile, read_feed
from criteria.library.feeds import ReadFeed
from criteria.library.vocabulary import Level
from tests.library_feeds.feeding import feed, item, write_feed
from webapp.messages.catalogue import catalogue

MAPPING = {
    "form": "kravkedjan-mapping/1",
    "columns": {
        "id": "Krav-ID",
        "version": "Version",
        "level": "Nivå",
        "text.sv": "Kravtext",
        "groups[]": "Produktgrupp",
        "follow_up.ask_for[]": "Be om",
    },
    "values": {"groups[]": {"Möbler": "furniture"}},
}


def _read(tmp_path: Path, data: object) -> ReadFeed:
    return read_feed(FeedFile(write_feed(tmp_path / "feed.json", data)))


def _faults(tmp_path: Path, *held: object) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in _read(tmp_path, feed(*held)).rejected]  # type: ignore[arg-type]


def test_ids_get_the_prefix_of_their_source(tmp_path: Path) -> None:
    read = _read(tmp_path, feed(item(), item("FURN-02", level="advanced")))

    assert [(one.key, one.version.id) for one in read.items] == [
        ("10166:1@base", "UHM/10166"),
        ("FURN-02:1@advanced", "UHM/FURN-02"),
    ]


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"purpose": "Se <b>här</b>."}, "/purpose", "text.markup"),
        ({"purpose": "Blir {{ 7*7 }}"}, "/purpose", "text.markup"),
        ({"purpose": "Ring\u0007"}, "/purpose", "text.control_character"),
        ({"purpose": "Vänd \u202e om"}, "/purpose", "text.control_character"),
        ({"objections": ["Bra", "<script>x</script>"]}, "/objections/1", "text.markup"),
        ({"level": "guld"}, "/level", "feed.item_form"),
        ({"extra": 1}, "/extra", "feed.item_form"),
        ({"id": "se/10166"}, "/id", "feed.id"),
        ({"id": ""}, "/id", "feed.id"),
        ({"id": "../../etc"}, "/id", "feed.id"),
    ],
)
def test_faulty_item_is_rejected_with_its_pointer_and_the_rest_is_read(
    tmp_path: Path, change: dict[str, Any], pointer: str, code: str
) -> None:
    read = _read(tmp_path, feed(item("10001"), {**item(), **change}, item("10002")))

    assert [(fault.where, fault.code) for fault in read.rejected] == [(f"feed.json#/items/1{pointer}", code)]
    assert [one.key for one in read.items] == ["10001:1@base", "10002:1@base"]
    assert catalogue()[code].mend_sv


def test_fault_deep_in_an_item_has_its_whole_pointer(tmp_path: Path) -> None:
    faulty = item()
    faulty["proof"]["alternatives"][0]["all_of"][0]["strength"] = 9

    assert _faults(tmp_path, faulty) == [
        ("feed.json#/items/0/proof/alternatives/0/all_of/0/strength", "feed.item_form")
    ]


def test_item_that_is_no_object_has_no_key_and_makes_the_run_incomplete(tmp_path: Path) -> None:
    read = _read(tmp_path, feed("nonsense"))  # type: ignore[arg-type]

    assert [(fault.code, fault.key) for fault in read.rejected] == [("feed.item_form", None)]


def test_item_above_the_size_limit_is_rejected(tmp_path: Path) -> None:
    assert _faults(tmp_path, item(purpose="x" * MAX_ITEM_BYTES)) == [
        ("feed.json#/items/0", "feed.item_too_large")
    ]


def test_item_nested_without_end_is_rejected(tmp_path: Path) -> None:
    deep: Any = "x"
    for _ in range(400):
        deep = [deep]

    assert _faults(tmp_path, {**item(), "objections": deep}) == [("feed.json#/items/0", "feed.item_deep")]


def test_key_that_comes_twice_is_rejected_both_times(tmp_path: Path) -> None:
    read = _read(tmp_path, feed(item(), item(purpose="Annat."), item("10002")))

    assert [fault.code for fault in read.rejected] == ["feed.duplicate", "feed.duplicate"]
    assert [one.key for one in read.items] == ["10002:1@base"]
    assert read.received == 3


def test_field_that_stands_twice_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    text = json.dumps(feed(item()), ensure_ascii=False)
    path.write_text(text.replace('"purpose":', '"purpose": "Först.", "purpose":'), encoding="utf-8")

    read = read_feed(FeedFile(path))

    assert [(fault.where, fault.code) for fault in read.rejected] == [
        ("feed.json#/items/0", "feed.doubled_field")
    ]


def _cut(text: str) -> str:
    return text[: len(text) // 2]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_cut, "feed.unreadable"),
        (lambda text: text.replace("kravkedjan-feed/1", "kravkedjan-feed/2"), "feed.form"),
        (lambda text: text.replace('"UHM"', '"u/h"'), "feed.source"),
        (lambda text: text.replace('"number": 1', '"number": "en"'), "feed.manifest"),
        (lambda text: text.replace('"run"', '"runs"'), "feed.manifest"),
        (lambda text: text.replace('"items"', '"thing"'), "feed.field"),
        (lambda text: text.replace('"number": 1', '"number": NaN'), "feed.unreadable"),
        (lambda text: "[" * 100_000, "feed.unreadable"),
        (lambda text: "", "feed.unreadable"),
        (lambda text: "{}", "feed.form"),
    ],
)
def test_what_is_no_feed_is_refused_whole_with_its_place(
    tmp_path: Path, change: Callable[[str], str], code: str
) -> None:
    path = tmp_path / "feed.json"
    path.write_text(change(json.dumps(feed(item()))), encoding="utf-8")

    with pytest.raises(InvalidInputError) as refused:
        read_feed(FeedFile(path))

    assert refused.value.code == code
    assert refused.value.where.startswith("feed.json")
    assert catalogue()[code].mend_sv


def test_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_feed(FeedFile(tmp_path / "nothing.json"))

    assert refused.value.code == "feed.missing"


def _folder(tmp_path: Path, **changes: Any) -> Path:
    data = {**item("FURN-01", groups=("furniture",)), **changes}
    place = tmp_path / "folder/criteria/furniture/FURN-01/1.base.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return tmp_path / "folder"


def test_folder_is_a_feed_of_what_lies_in_it(tmp_path: Path) -> None:
    read = read_feed(FeedFile(_folder(tmp_path), source="EKBY", number=1))

    assert [one.version.ref for one in read.items] == ["EKBY/FURN-01:1@base"]
    assert read.manifest.number == 1


def test_fault_in_a_folder_has_file_and_line(tmp_path: Path) -> None:
    folder = _folder(tmp_path, purpose="Se <i>här</i>.")
    lines = (folder / "criteria/furniture/FURN-01/1.base.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text.startswith("purpose:"))

    read = read_feed(FeedFile(folder, source="EKBY"))

    assert [(fault.where, fault.code) for fault in read.rejected] == [
        (f"criteria/furniture/FURN-01/1.base.yaml:{line}", "text.markup")
    ]


def test_unreadable_file_of_a_folder_is_rejected_and_makes_the_run_incomplete(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "criteria/furniture/FURN-01/1.base.yaml").write_text("a: &x 1\nb: *x\n", encoding="utf-8")

    read = read_feed(FeedFile(folder, source="EKBY", number=1))

    assert [(fault.code, fault.key) for fault in read.rejected] == [("yaml.anchor", None)]


def _table(tmp_path: Path, rows: str, **mapping: Any) -> FeedFile:
    defaults = {
        name: value
        for name, value in item().items()
        if name not in ("id", "version", "level", "groups", "text", "follow_up")
    }
    inner = item()
    defaults["text"] = {"en": inner["text"]["en"]}
    defaults["follow_up"] = {k: v for k, v in inner["follow_up"].items() if k != "ask_for"}
    path = tmp_path / "mapping.yaml"
    data = {**MAPPING, "defaults": defaults, **mapping}
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    table = tmp_path / "krav.csv"
    table.write_text(rows, encoding="utf-8-sig")
    return FeedFile(table, mapping=path, source="UHM")


def test_table_is_read_by_its_mapping(tmp_path: Path) -> None:
    rows = (
        "Krav-ID;Version;Nivå;Kravtext;Produktgrupp;Be om\n"
        "10166;1;Bas;Stolen ska hålla.;Möbler;Rapporten;Fakturan\n"
        '10166;1;Avancerad;"Stolen ska hålla länge.";Möbler;"Rapporten; fakturan"\n'
    )

    read = read_feed(_table(tmp_path, rows))

    assert [(one.key, one.version.text.sv) for one in read.items] == [
        ("10166:1@advanced", "Stolen ska hålla länge."),
        ("10166:1@base", "Stolen ska hålla."),
    ]
    assert read.items[0].version.level is Level.ADVANCED
    assert read.items[0].version.groups == ("furniture",)
    assert read.items[0].version.follow_up.ask_for == ("Rapporten", "fakturan")
    assert read.manifest.number is None


def test_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    file = _table(tmp_path, "x")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Krav-ID", "Version", "Nivå", "Kravtext", "Produktgrupp", "Be om"])
    sheet.append([10166, 1, "bas", "Stolen ska hålla.", "furniture", "Rapporten"])
    path = tmp_path / "krav.xlsx"
    book.save(path)

    read = read_feed(FeedFile(path, mapping=file.mapping, source="UHM", number=1))

    assert [one.key for one in read.items] == ["10166:1@base"]
    assert read.manifest.number == 1


def test_row_that_lacks_something_is_rejected_with_its_line(tmp_path: Path) -> None:
    rows = "Krav-ID;Version;Nivå;Kravtext;Produktgrupp;Be om\n10166;ett;guld;;Möbler;Rapporten\n"

    read = read_feed(_table(tmp_path, rows))

    assert {(fault.where, fault.values["field"]) for fault in read.rejected} == {
        ("krav.csv:2", "version"),
        ("krav.csv:2", "level"),
        ("krav.csv:2", "text.sv"),
    }


@pytest.mark.parametrize(
    ("rows", "mapping", "code"),
    [
        ("Krav;Version\n1;2\n", {}, "table.column"),
        ("\x00\x01", {}, "table.unreadable"),
        ("PK\x03\x04broken", {}, "table.unreadable"),
        ("Krav-ID\n", {"form": "other/1"}, "mapping.form"),
        ("Krav-ID\n", {"unknown": 1}, "mapping.form"),
    ],
)
def test_table_that_does_not_fit_its_mapping_is_refused_whole(
    tmp_path: Path, rows: str, mapping: dict[str, Any], code: str
) -> None:
    file = _table(tmp_path, "x", **mapping)
    file.path.write_bytes(rows.encode())

    with pytest.raises(InvalidInputError) as refused:
        read_feed(file)

    assert refused.value.code == code


def test_table_without_a_mapping_is_refused(tmp_path: Path) -> None:
    file = _table(tmp_path, "x")

    with pytest.raises(InvalidInputError) as refused:
        read_feed(FeedFile(file.path, source="UHM"))

    assert refused.value.code == "feed.mapping_needed"
