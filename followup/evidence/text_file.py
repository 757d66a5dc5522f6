# SPDX-License-Identifier: EUPL-1.2
"""Text files: plain text, tables, XML and e-mail, and the ones a browser or a shell would run."""

from __future__ import annotations

import re
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from criteria.errors import InvalidInputError

#: As much as is looked at to tell what a text is.
_HEAD = 64 * 1024
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_RUNS = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|script|iframe|object|embed|(?:\w+:)?svg|(?:\w+:)?stylesheet)\b"
    r"|<\?\s*(?:php|xml-stylesheet)|<%|javascript:|http://www\.w3\.org/(?:2000/svg|1999/xhtml|1999/XSL)",
    re.IGNORECASE,
)
_XML_START = re.compile(r"\s*(?:<\?xml\s|<[A-Za-z_][\w.:-]*[\s/>])")
_DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HEADER_LINE = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:")
_MAIL_HEADERS = ("from", "date", "subject", "to", "message-id", "received")
_MAIL_NEEDS = 2
_RUNNING_ATTACHMENT = re.compile(
    r"\.(?:exe|dll|com|scr|pif|bat|cmd|ps1|vbs|vbe|js|jse|jar|hta|lnk|msi|html?|svg|docm|xlsm|pptm|xlam)$",
    re.IGNORECASE,
)


def text_type(content: bytes, name: str) -> str:
    """``csv``, ``txt``, ``xml`` or ``eml``.

    Raises:
        InvalidInputError: ``evidence.file_type``, ``evidence.file_runs`` or ``evidence.file_entities``.
    """
    text = _decoded(content)
    if text is None or _NOT_TEXT.search(text):
        raise InvalidInputError("evidence.file_type", where="file", name=name)
    head = text[:_HEAD]
    suffix = name.rpartition(".")[2].lower()
    if _HEADER_LINE.match(head) and _is_mail(content):
        _refuse_running_attachments(content, name)
        return "eml"
    if _RUNS.search(text if _XML_START.match(head) else head):
        raise InvalidInputError("evidence.file_runs", where="file", name=name)
    if _XML_START.match(head):
        if _DOCTYPE.search(text):
            raise InvalidInputError("evidence.file_entities", where="file", name=name)
        return "xml"
    return "csv" if suffix in {"csv", "tsv"} else "txt"


def readable_text(content: bytes, media_type: str) -> str:
    """The words of a file that is text; empty for any other."""
    is_text = media_type.startswith("text/") or media_type in {"application/xml", "message/rfc822"}
    return (_decoded(content) or "") if is_text else ""


def _decoded(content: bytes) -> str | None:
    encodings = [encoding for bom, encoding in _BOMS if content.startswith(bom)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_mail(content: bytes) -> bool:
    try:
        headers = BytesParser(policy=policy.compat32).parsebytes(content[:_HEAD], headersonly=True)
    except MessageError:
        return False
    return "from" in headers and sum(name in headers for name in _MAIL_HEADERS) >= _MAIL_NEEDS


def _refuse_running_attachments(content: bytes, name: str) -> None:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    for part in message.walk():
        attached = part.get_filename() or ""
        payload = part.get_payload(decode=True)
        runs = isinstance(payload, bytes) and payload.startswith((b"MZ", b"\x7fELF"))
        if runs or _RUNNING_ATTACHMENT.search(attached.strip()):
            raise InvalidInputError("evidence.file_runs", where="file", name=attached or name)
