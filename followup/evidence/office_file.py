# SPDX-License-Identifier: EUPL-1.2
"""Office files: which of the four kinds that are taken, and whether they hold macros or programs.

Only the list of parts and two small parts are read, so a file made to swell when unpacked does no harm here.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from criteria.errors import InvalidInputError

_MAX_PARTS = 20_000
_MAX_READ = 2 * 1024 * 1024
_TYPES_PART = "[Content_Types].xml"
_OPEN_XML = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MACRO_TYPES = (b"macroenabled", b"vbaproject", b"activex", b"intlmacrosheet", b"macrosheet")
_MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")
_PROGRAM_SUFFIXES = (".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".scr", ".jar", ".hta", ".lnk")


def office_type(content: bytes, name: str) -> str:
    """``docx``, ``xlsx``, ``odt`` or ``ods``.

    Raises:
        InvalidInputError: ``evidence.file_damaged``, ``evidence.file_macros`` or ``evidence.file_type``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.namelist()
            if len(parts) > _MAX_PARTS:
                raise InvalidInputError("evidence.file_damaged", where="file", name=name)
            types = _read(package, _TYPES_PART, parts).lower()
            kind = _read(package, "mimetype", parts).strip()
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
        raise InvalidInputError("evidence.file_damaged", where="file", name=name) from error
    if _has_macros(parts, types):
        raise InvalidInputError("evidence.file_macros", where="file", name=name)
    for mark, found in _OPEN_XML.items():
        if mark in types:
            return found
    if kind in _OPEN_DOCUMENT:
        return _OPEN_DOCUMENT[kind]
    raise InvalidInputError("evidence.file_type", where="file", name=name)


def _read(package: zipfile.ZipFile, part: str, parts: list[str]) -> bytes:
    if part not in parts:
        return b""
    with package.open(part) as file:
        return file.read(_MAX_READ)


def _has_macros(parts: list[str], types: bytes) -> bool:
    lower = [part.lower() for part in parts]
    return (
        any(mark in types for mark in _MACRO_TYPES)
        or any("vbaproject" in part or part.startswith(_MACRO_FOLDERS) for part in lower)
        or any(part.endswith(_PROGRAM_SUFFIXES) for part in lower)
    )
