# SPDX-License-Identifier: EUPL-1.2
"""What no honest workbook has is refused before anything in the file is parsed."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from criteria.documents import package_check
from criteria.documents.model import Field, Fields, Mark
from criteria.documents.package_check import MAX_FILE, check_workbook_package
from criteria.documents.xlsx import render_xlsx
from criteria.documents.xlsx_reading import read_workbook
from criteria.errors import InvalidInputError
from tests.documents.factories import make_document

_RELATION = (
    b'<Relationship Id="rX" Type="t" Target="http://127.0.0.1:9/" TargetMode="External"/></Relationships>'
)
_DECLARED = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa">]>'


def _workbook() -> bytes:
    return render_xlsx(make_document(Fields("", (Field("name", "Namn"),)), marks=(Mark("form", "prov/1"),)))


def _rewritten(
    edit: Callable[[str, bytes], bytes] | None = None, extra: tuple[tuple[str, bytes], ...] = ()
) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook())) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, edit(name, data) if edit else data)
        for name, data in extra:
            target.writestr(name, data)
    return written.getvalue()


def _in_part(part: str, change: Callable[[bytes], bytes]) -> bytes:
    return _rewritten(lambda name, data: change(data) if name == part else data)


def _refusal(data: bytes) -> str:
    with pytest.raises(InvalidInputError) as caught:
        check_workbook_package(data)
    return caught.value.code


def test_workbook_of_ours_passes() -> None:
    check_workbook_package(_workbook())


def test_file_over_the_limit_is_refused() -> None:
    assert _refusal(b"PK" + b"\0" * MAX_FILE) == "workbook.too_large"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"<html></html>"])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert _refusal(data) == "workbook.not_a_workbook"


@pytest.mark.parametrize("kept", [100, -200, -40])
def test_truncated_file_is_refused(kept: int) -> None:
    assert _refusal(_workbook()[:kept]) == "workbook.not_a_workbook"


def test_zip_that_is_no_workbook_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("word/document.xml", b"<a/>")

    assert _refusal(written.getvalue()) == "workbook.not_a_workbook"


def test_zip_bomb_is_stopped_while_it_is_read() -> None:
    bomb = _rewritten(extra=(("xl/worksheets/sheet9.xml", b" " * (300 * 1024 * 1024)),))

    assert len(bomb) < 1024 * 1024
    assert _refusal(bomb) == "workbook.expands"


def test_many_parts_that_are_large_together_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_check, "MAX_UNPACKED", 50_000)
    parts = tuple((f"xl/worksheets/sheet{number}.xml", bytes(range(256)) * 40) for number in range(10, 16))

    assert _refusal(_rewritten(extra=parts)) == "workbook.expands"


def test_size_in_the_header_is_not_believed() -> None:
    data = bytearray(_rewritten(extra=(("xl/worksheets/sheet9.xml", b" " * (30 * 1024 * 1024)),)))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)

    assert _refusal(bytes(data)) in {"workbook.not_a_workbook", "workbook.expands"}


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x",
        "/etc/passwd",
        "xl\\..\\..\\x",
        "C:/x",
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/activeX/activeX1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/connections.xml",
        "xl/queryTables/queryTable1.xml",
        "customUI/customUI.xml",
        "xl/macrosheets/sheet1.xml",
    ],
)
def test_part_no_form_of_ours_has_is_refused(name: str) -> None:
    assert _refusal(_rewritten(extra=((name, b"<a/>"),))) == "workbook.part_refused"


def test_macro_type_in_the_list_of_contents_is_refused() -> None:
    data = _in_part(
        "[Content_Types].xml", lambda text: text.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    )

    assert _refusal(data) == "workbook.part_refused"


def test_relation_to_something_outside_is_refused() -> None:
    data = _in_part("xl/_rels/workbook.xml.rels", lambda text: text.replace(b"</Relationships>", _RELATION))

    assert _refusal(data) == "workbook.external_link"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_document_type_declaration_is_refused_in_any_encoding(encoding: str) -> None:
    declared = _DECLARED.decode().encode(encoding)

    data = _in_part("xl/worksheets/sheet1.xml", lambda text: declared + text)

    assert _refusal(data) == "workbook.declares_type"


def test_declaration_across_two_pieces_of_reading_is_found() -> None:
    data = _in_part("xl/worksheets/sheet1.xml", lambda text: b" " * (64 * 1024 - 4) + _DECLARED + text)

    assert _refusal(data) == "workbook.declares_type"


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = _rewritten(extra=(("xl/workbook.xml", b"<a/>"),))

    assert _refusal(data) == "workbook.not_a_workbook"


def test_encrypted_part_is_refused() -> None:
    data = bytearray(_workbook())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 4)

    assert _refusal(bytes(data)) == "workbook.not_a_workbook"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("content", [b"", b"<a>", b"<a/>", b"\xff\xfe\x00", b"<x xmlns='y'><z/></x>"])
def test_whatever_the_reader_stumbles_on_becomes_a_refusal(part: str, content: bytes) -> None:
    data = _in_part(part, lambda _: content)

    with pytest.raises(InvalidInputError) as caught:
        read_workbook(data)

    assert caught.value.code in {"workbook.unreadable", "workbook.not_ours", "workbook.not_a_workbook"}
