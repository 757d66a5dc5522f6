# SPDX-License-Identifier: EUPL-1.2
"""Which files are taken as evidence, told by their content."""

import io
import zipfile

import pytest

from criteria.errors import InvalidInputError
from followup.evidence.file_type import MAX_SIZE, check_file, clean_name
from followup.evidence.personal_numbers import has_personal_number

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MAIL = b"From: lab@example.se\r\nTo: ekby@example.se\r\nSubject: Rapport\r\n"


def _office(main_type: str, *parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main_type}"/></Types>')
        for part in parts:
            package.writestr(part, "x")
    return buffer.getvalue()


def _open_document(kind: str, *parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for part in ("content.xml", *parts):
            package.writestr(part, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"%PDF-1.7\n%...", "rapport.pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "bild.png", "image/png"),
        (b"\xff\xd8\xff\xe0....", "bild.JPG", "image/jpeg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "bild.webp", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "IMG_1.HEIC", "image/heic"),
        (
            _office(_WORD),
            "protokoll.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (_office(_EXCEL), "lista.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (_open_document("text"), "protokoll.odt", "application/vnd.oasis.opendocument.text"),
        ("artikel;andel\nÄpple;20\n".encode(), "statistik.csv", "text/csv"),
        ("artikel;andel\nÄpple;20\n".encode("cp1252"), "statistik.csv", "text/csv"),
        ("artikel\tandel\n".encode("utf-16"), "statistik.csv", "text/csv"),
        ("Besök 2027-03-02: 5 av 60 möbler granskade, a < b.".encode(), "noteringar.txt", "text/plain"),
        (b'<?xml version="1.0"?><faktura><rad/></faktura>', "faktura.xml", "application/xml"),
        (_MAIL + b"\r\nHej!\r\n", "svar.eml", "message/rfc822"),
    ],
)
def test_documents_pictures_tables_text_and_mail_are_taken(
    content: bytes, name: str, media_type: str
) -> None:
    checked = check_file(content, name)

    assert (checked.media_type, checked.name, checked.renamed) == (media_type, name, False)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "tom.pdf", "evidence.file_empty"),
        (b"%PDF-" + b"0" * MAX_SIZE, "stor.pdf", "evidence.file_too_large"),
        (b"MZ\x90\x00", "rapport.pdf", "evidence.file_runs"),
        (b"\x7fELF\x02", "rapport.pdf", "evidence.file_runs"),
        (b"#!/bin/sh\nrm x\n", "rapport.txt", "evidence.file_runs"),
        (b"<!DOCTYPE html><p>hej", "rapport.txt", "evidence.file_runs"),
        (b"\xef\xbb\xbf  <html><script>1</script></html>", "rapport.xml", "evidence.file_runs"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "bild.png", "evidence.file_runs"),
        (
            b'<?xml version="1.0"?><a:svg xmlns:a="http://www.w3.org/2000/svg"/>',
            "x.xml",
            "evidence.file_runs",
        ),
        (b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>', "x.xml", "evidence.file_runs"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "x.xml", "evidence.file_entities"),
        (b"alert(1)", "skript.js", "evidence.file_type"),
        (b"@echo off", "start.bat", "evidence.file_type"),
        (b"bara text", "rapport.pdf", "evidence.file_type"),
        (b"\x00\x01\x02\x03", "okand.bin", "evidence.file_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 20, "gammal.doc", "evidence.file_old_office"),
        (b"PK\x03\x04 not really", "lista.xlsx", "evidence.file_damaged"),
        (_office("text/plain", "readme.txt"), "paket.zip", "evidence.file_type"),
        (_office(_WORD, "word/vbaProject.bin"), "brev.docx", "evidence.file_macros"),
        (_office(_EXCEL, "xl/macrosheets/sheet1.xml"), "lista.xlsx", "evidence.file_macros"),
        (
            _office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            "lista.xlsx",
            "evidence.file_macros",
        ),
        (_open_document("text", "Basic/Standard/m.xml"), "brev.odt", "evidence.file_macros"),
        (
            _MAIL + b"Content-Type: application/octet-stream\r\n"
            b'Content-Disposition: attachment; filename="faktura.pdf.exe"\r\n\r\nx\r\n',
            "svar.eml",
            "evidence.file_runs",
        ),
    ],
)
def test_what_runs_or_cannot_be_told_is_refused(content: bytes, name: str, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_file(content, name)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("given", "kept"),
    [("rapport.png", "rapport.pdf"), ("rapport", "rapport.pdf"), ("bilaga 1.5", "bilaga 1.5.pdf")],
)
def test_name_that_does_not_fit_the_content_gets_the_right_suffix(given: str, kept: str) -> None:
    checked = check_file(b"%PDF-1.7", given)

    assert (checked.name, checked.renamed) == (kept, True)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\rapporter\\Prov 1.pdf", "Prov 1.pdf"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("rapport\u202efdp.exe", "rapportfdp.exe"),
        ("...", "underlag"),
        ("", "underlag"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("A\u030ake.pdf", "Åke.pdf"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kontrollant 811218-9876", True),
        ("19811218-9876", True),
        ("198112189876", True),
        ("samordningsnummer 701063-2391", True),
        ("811218-9875", False),
        ("Org.nr 556016-0680", False),
        ("Diarienummer 2026-11-23-0001", False),
        ("Artikel 12345678901234", False),
        ("991332-1234", False),
    ],
)
def test_personal_numbers_are_told_from_other_numbers(text: str, found: bool) -> None:
    assert has_personal_number(text) is found
