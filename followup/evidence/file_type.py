# SPDX-License-Identifier: EUPL-1.2
"""Which files are taken as evidence, told by their content and never by their name or what a browser says.

An allow-list: documents, pictures, tables, plain text, XML and e-mail. Nothing that runs is taken, nor what a
browser would run if it were shown: programs, scripts, HTML, SVG, macros. Source: product decision (security);
DOCUMENTS 5 and 7.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from criteria.errors import InvalidInputError
from followup.evidence.office_file import office_type
from followup.evidence.text_file import text_type

#: The largest file taken, in bytes.
MAX_SIZE = 20 * 1024 * 1024
_MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken: its media type and the suffixes a name may have, the usual one first."""

    media_type: str
    suffixes: tuple[str, ...]


_PDF = FileType("application/pdf", (".pdf",))
_PNG = FileType("image/png", (".png",))
_JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
_WEBP = FileType("image/webp", (".webp",))
_HEIC = FileType("image/heic", (".heic", ".heif"))
_OFFICE = {
    "docx": FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    "xlsx": FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    "odt": FileType("application/vnd.oasis.opendocument.text", (".odt",)),
    "ods": FileType("application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
}
_TEXT = {
    "csv": FileType("text/csv", (".csv", ".tsv")),
    "txt": FileType("text/plain", (".txt", ".text", ".md", ".log")),
    "xml": FileType("application/xml", (".xml",)),
    "eml": FileType("message/rfc822", (".eml",)),
}
#: What a stored file may be.
MEDIA_TYPES = tuple(
    kind.media_type for kind in (_PDF, _PNG, _JPEG, _WEBP, _HEIC, *_OFFICE.values(), *_TEXT.values())
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Characters that a file system or a header would read as something else, and invisible ones.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"*:<>?|\\/]')


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored: its media type, and its name cleaned and with a suffix that fits."""

    media_type: str
    name: str
    renamed: bool


def check_file(content: bytes, name: str) -> CheckedFile:
    """What the file is.

    Raises:
        InvalidInputError: ``evidence.file_empty``, ``evidence.file_too_large``, ``evidence.file_runs``,
            ``evidence.file_macros``, ``evidence.file_damaged`` or ``evidence.file_type``.
    """
    if not content:
        raise InvalidInputError("evidence.file_empty", where="file", name=name)
    if len(content) > MAX_SIZE:
        limit = MAX_SIZE // (1024 * 1024)
        raise InvalidInputError("evidence.file_too_large", where="file", name=name, limit_mb=limit)
    kind = _type_of(content, name)
    cleaned = clean_name(name)
    suffix = "." + cleaned.rpartition(".")[2].lower() if "." in cleaned else ""
    if suffix in kind.suffixes:
        return CheckedFile(kind.media_type, cleaned, renamed=False)
    if kind.media_type.startswith("text/") and suffix:
        # Any script is plain text too; only the name tells a page, a program or a macro from a note.
        raise InvalidInputError("evidence.file_type", where="file", name=name)
    stem = cleaned.rpartition(".")[0] if _is_known_suffix(suffix) else cleaned
    return CheckedFile(kind.media_type, f"{stem}{kind.suffixes[0]}", renamed=True)


def clean_name(name: str) -> str:
    r"""The name without folders, control characters and what file systems refuse; never empty.

    >>> clean_name("..\\..\\C:/hemligt/rapport: 2027.pdf")
    'rapport_ 2027.pdf'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(
        letter for letter in last if unicodedata.category(letter) not in {"Cf", "Cc", "Cs", "Co"}
    )
    kept = _NOT_IN_NAMES.sub("_", visible).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if dot and len(suffix) <= 5:
        kept = f"{stem[: _MAX_NAME - len(suffix) - 1]}.{suffix}" if stem else suffix
    return kept[:_MAX_NAME].strip(" .") or "underlag"


def _is_known_suffix(suffix: str) -> bool:
    every = (_PDF, _PNG, _JPEG, _WEBP, _HEIC, *_OFFICE.values(), *_TEXT.values())
    return any(suffix in kind.suffixes for kind in every)


def _type_of(content: bytes, name: str) -> FileType:
    if content.startswith(_PROGRAMS):
        raise InvalidInputError("evidence.file_runs", where="file", name=name)
    if content.startswith(_OLD_OFFICE):
        # Macros in the old binary formats cannot be told from the rest without reading all of it.
        raise InvalidInputError("evidence.file_old_office", where="file", name=name)
    found = _binary_type(content)
    if found is not None:
        return found
    if content.startswith(b"PK\x03\x04"):
        return _OFFICE[office_type(content, name)]
    return _TEXT[text_type(content, name)]


def _binary_type(content: bytes) -> FileType | None:
    if content.startswith(b"%PDF-"):
        return _PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if content.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return _HEIC
    return None
