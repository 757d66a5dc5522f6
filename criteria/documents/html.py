# SPDX-License-Identifier: EUPL-1.2
"""A document as HTML, the form that the PDF is laid out from.

The template is packaged, runs in a sandbox with autoescape on, and is handed plain values: text from users
is text and nothing else. Source: DOCUMENTS section 7; STYLE, Templates and pages.
"""

from __future__ import annotations

import re
from datetime import UTC
from functools import cache

from jinja2 import PackageLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from criteria.documents.limits import checked
from criteria.documents.model import Contents, Document

#: Tables up to this many rows are kept on one page with their caption.
KEEP_ROWS = 10
#: Page numbers in the contents list make layout run twice; beyond this many entries they are left out.
_PAGE_NUMBERED_ENTRIES = 200
#: Longer than any Swedish word; a check sum of 64 digits is not broken.
_LONGEST_WORD = 80
#: Short enough for a line of any column, or WeasyPrint looks for a break letter by letter.
_PIECE = 16
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
#: How many sizes the style sheet has for a compact document.
COMPACT_STEPS = 4


def render_html(document: Document, step: int = 0) -> str:
    """The HTML of a document, without style.

    ``step`` (0 to 3) is how much smaller than usual a compact document is set.

    Raises:
        InvalidInputError: when the document is out of size (criteria.documents.limits).
    """
    safe = checked(document)
    entries = sum(len(block.entries) for block in safe.blocks if isinstance(block, Contents))
    return _template().render(
        document=safe,
        dated=safe.metadata.dated.astimezone(UTC).isoformat(timespec="seconds"),
        keep_rows=KEEP_ROWS,
        step=step,
        target_pages=entries <= _PAGE_NUMBERED_ENTRIES,
    )


def _breakable(value: object) -> object:
    """A text with places to break in words that no line holds.

    Without them a word of 10 000 letters takes seconds to lay out, and time grows with its square.
    """
    if type(value) is not str or len(value) <= _LONGEST_WORD:
        return value
    return _LONG_WORD.sub(_broken, value)


def _broken(found: re.Match[str]) -> str:
    word = found.group()
    return "\N{ZERO WIDTH SPACE}".join(word[start : start + _PIECE] for start in range(0, len(word), _PIECE))


def _kind(block: object) -> str:
    return type(block).__name__


def _digest_groups(digest: str) -> list[str]:
    return [digest[start : start + 8] for start in range(0, len(digest), 8)]


@cache
def _template() -> Template:
    environment = ImmutableSandboxedEnvironment(
        loader=PackageLoader("criteria.documents", "templates"),
        autoescape=True,
        finalize=_breakable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["kind"] = _kind
    environment.filters["digest_groups"] = _digest_groups
    return environment.get_template("document.html.j2")
