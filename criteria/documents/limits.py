# SPDX-License-Identifier: EUPL-1.2
"""Guards before rendering: characters no file may hold are dropped, documents out of size are refused.

Layout time grows with the text, and a render in the process cannot be stopped from outside; so the size is
bounded beforehand. At the bound a PDF takes about a minute and a half on one core (DOCUMENTS section 3:
2000 requirements of some hundred words in 50 to 116 seconds). A shortened requirement would be another
requirement, so nothing is ever cut: what is too long is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from criteria.documents.model import Bullets, Document, Paragraph, RequirementBlock, Table
from criteria.errors import InvalidInputError

#: One text field. The longest text of the library's form is 4 000 characters; a pasted one may be longer.
MAX_TEXT = 20_000
#: All text of a document, the attachment apart.
MAX_CHARACTERS = 4_000_000
#: Requirements, table rows and paragraphs together; each is a box of its own to lay out.
MAX_BLOCKS = 25_000

# Control characters and non-characters are illegal in XML; bidirectional overrides can make a text read
# as something else than it says (CVE-2021-42574), and no language of these documents needs them.
_REFUSED_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")

T = TypeVar("T")


def clean(text: str) -> str:
    r"""The text without characters that no document may hold; line ends become ``\n``.

    >>> clean("a\x00b\u202ec\r\nd")
    'abc\nd'
    """
    return _REFUSED_CHARACTERS.sub("", _LINE_END.sub("\n", text))


def checked(document: Document) -> Document:
    """The document with every text cleaned.

    Raises:
        InvalidInputError: ``document.text_too_long`` or ``document.too_large``.
    """
    texts = 0
    for text in _texts(document):
        if len(text) > MAX_TEXT:
            raise InvalidInputError(
                "document.text_too_long", where=text[:60], length=len(text), limit=MAX_TEXT
            )
        texts += len(text)
    blocks = sum(_size(block) for block in document.blocks)
    if texts > MAX_CHARACTERS or blocks > MAX_BLOCKS:
        raise InvalidInputError(
            "document.too_large",
            where=document.title.text,
            characters=texts,
            limit=MAX_CHARACTERS,
            blocks=blocks,
            block_limit=MAX_BLOCKS,
        )
    return _cleaned(document)


def _size(block: object) -> int:
    match block:
        case Table(rows=rows):
            return 1 + len(rows)
        case Bullets(items=items):
            return 1 + len(items)
        case RequirementBlock():
            return 3 + len(block.text) + len(block.facts) + len(block.notes)
        case Paragraph():
            return 1
        case _:
            return 2


def _texts(value: object) -> Iterator[str]:
    """Every text inside a value of the model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from _texts(getattr(value, item.name))


def _cleaned(value: T) -> T:
    if isinstance(value, str):
        # An enum with string values is a str too, and must stay itself.
        return cast(T, clean(value)) if type(value) is str else value
    if isinstance(value, tuple):
        return cast(T, tuple(_cleaned(item) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        changes = {item.name: _cleaned(getattr(value, item.name)) for item in fields(value)}
        return cast(T, replace(cast(Any, value), **changes))
    return value
