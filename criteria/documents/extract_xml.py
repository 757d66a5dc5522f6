# SPDX-License-Identifier: EUPL-1.2
"""An extract about a wording as XML, for archives that take XML beside PDF/A. Source: DOMAIN 2.7, scenario 6.

The elements are the fields of the JSON in its order. Each hashed object stands whole a second time, as the
very text that its SHA-256 is of (``canonical_json``), so that the digest is made again from that text alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from criteria.canonical import Plain, canonical_bytes, to_plain
from criteria.documents.extract_model import FORM, Extract, LineContent

NAMESPACE = f"urn:{FORM.replace('/', ':')}"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def extract_xml(extract: Extract) -> bytes:
    """The whole extract as XML: content with its SHA-256, the hashed objects as text, and the date page."""
    root = Element("extract", {"xmlns": NAMESPACE, "content_sha256": extract.content_sha256})
    _fill(SubElement(root, "content"), to_plain(extract.content))
    for digest, hashed in _hashed(extract):
        kept = SubElement(root, "canonical_json", {"sha256": digest})
        kept.text = canonical_bytes(hashed).decode()
    _fill(SubElement(root, "date_page"), to_plain(extract.date_page))
    indent(root)
    text: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _hashed(extract: Extract) -> list[tuple[str, object]]:
    """The objects that a digest of the content is of, with the digest."""
    content = extract.content
    library = content.library if isinstance(content, LineContent) else content
    found: list[tuple[str, object]] = []
    if isinstance(content, LineContent):
        found += [(item.seal, item.sealed_set) for item in content.revisions]
    if library is not None:
        found.append((library.fingerprint, library.version))
    return found


def _fill(element: Element, value: Plain) -> None:
    """Let an element say a plain value; what is absent is an element without content, marked so."""
    if value is None:
        element.set("absent", "true")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            is_name = _NAME.fullmatch(key) is not None
            _fill(SubElement(element, key if is_name else "entry", {} if is_name else {"key": key}), part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            _fill(SubElement(element, "item"), part)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    else:
        element.text = str(value)
