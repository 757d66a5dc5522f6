# SPDX-License-Identifier: EUPL-1.2
"""Looks at a spreadsheet file before anything in it is parsed, and refuses what no honest workbook has.

Refused: too large, not a zip, zip bombs, path traversal, macros and other active parts, links to other
files, document type declarations. Real bytes are counted, since the header of a zip can lie.
Source: DOCUMENTS section 5.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from criteria.errors import InvalidInputError

#: The file itself, what it may grow to, how much one part may grow, and how many parts there may be.
MAX_FILE = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 500

_CHUNK = 64 * 1024
_SMALL = 1024 * 1024
_WORKBOOK = "xl/workbook.xml"
_ACTIVE_PARTS = (
    "externallinks/",
    "vbaproject",
    "activex/",
    "embeddings/",
    "ctrlprops/",
    "connections.xml",
    "querytables/",
    "customui",
    "macrosheets/",
    "dialogsheets/",
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
# A declaration written in UTF-16 has a zero byte beside each letter.
_DECLARATION = re.compile(
    rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)"
)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)


def check_workbook_package(data: bytes) -> None:
    """Nothing for a package that may be parsed.

    Raises:
        InvalidInputError: ``workbook.too_large``, ``workbook.not_a_workbook``, ``workbook.part_refused``,
            ``workbook.expands``, ``workbook.declares_type`` or ``workbook.external_link``.
    """
    if len(data) > MAX_FILE:
        raise InvalidInputError("workbook.too_large", where="file", size=len(data), limit=MAX_FILE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        # Encrypted parts raise RuntimeError, and so, by a class under it, does unknown compression.
        raise InvalidInputError("workbook.not_a_workbook", where="file") from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or len({name.lower() for name in names}) != len(names):
        raise InvalidInputError("workbook.not_a_workbook", where="file")
    for name in names:
        _check_name(name)
    if _WORKBOOK not in names:
        raise InvalidInputError("workbook.not_a_workbook", where="file")
    unpacked = 0
    for part in parts:
        unpacked += _check_content(package, part, MAX_UNPACKED - unpacked)


def _check_name(name: str) -> None:
    low = name.lower()
    is_outside = low.startswith("/") or "\\" in low or ":" in low or ".." in low.split("/")
    if is_outside or any(active in low for active in _ACTIVE_PARTS):
        raise InvalidInputError("workbook.part_refused", where=name[:100], part=name[:100])


def _check_content(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """The real size of a part, read to its end."""
    name, low = part.filename[:100], part.filename.lower()
    size, tail = 0, b""
    with package.open(part) as content:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > left or (size > _SMALL and size > MAX_RATIO * max(1, part.compress_size)):
                raise InvalidInputError("workbook.expands", where=name, part=name)
            seen = tail + chunk
            if low.endswith((".xml", ".rels", ".vml")) and _DECLARATION.search(seen):
                raise InvalidInputError("workbook.declares_type", where=name, part=name)
            if low.endswith(".rels") and _EXTERNAL.search(seen):
                raise InvalidInputError("workbook.external_link", where=name, part=name)
            if low == "[content_types].xml" and _MACRO_TYPE.search(seen):
                raise InvalidInputError("workbook.part_refused", where=name, part=name)
            # A pattern may lie across two chunks.
            tail = chunk[-64:]
    return size
