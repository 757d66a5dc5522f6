# SPDX-License-Identifier: EUPL-1.2
"""The help pages that ship with the product: Markdown in ``docs/sv``, read into sections of plain words.

A section is what stands under one heading, so that a search leads to the right place
and not to the top of a long page. Source: issue 5 (help pages as hits of their own).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

#: Pages that only list the library: what they hold is found as criteria, and would be found twice.
_LISTINGS = frozenset(["innehall"])

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|[*`]|^\s*(?:[-#>]+|\d+\.)\s+", re.MULTILINE)
_RULE = re.compile(r"^[|\s:-]+$", re.MULTILINE)
_NUMBER = re.compile(r"^\d+\.\s+")
_LETTERS = str.maketrans("åäöé", "aaoe")


@dataclass(frozen=True, slots=True)
class HelpSection:
    """A part of a help page. ``anchor`` is empty for what stands before the first heading; text is plain."""

    page: str
    anchor: str
    title: str
    text: str


def help_folder() -> Path:
    """The folder of the help pages that ship with the product."""
    return Path(str(resources.files("criteria.shipped_help")))


def read_help(folder: Path) -> tuple[HelpSection, ...]:
    """Every section of every page, by page and place; of a mere listing only its introduction."""
    found: list[HelpSection] = []
    for path in sorted(folder.glob("*.md")):
        top, *rest = re.split(r"^###? +", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        heading, _, introduction = top.partition("\n")
        title = heading.lstrip("# ").strip()
        if path.stem in _LISTINGS:
            introduction, rest = introduction.partition("\n|")[0], []
        found.append(HelpSection(path.stem, "", title, _plain(introduction)))
        for part in rest:
            heading, _, text = part.partition("\n")
            name = _NUMBER.sub("", heading.strip())
            found.append(HelpSection(path.stem, anchor_of(heading), name, _plain(text)))
    return tuple(found)


@lru_cache(maxsize=1)
def shipped_help() -> tuple[HelpSection, ...]:
    """The sections that ship with the product."""
    return read_help(help_folder())


def help_edition() -> int:
    """A number that changes with any word of the shipped help pages."""
    return zlib.crc32(repr(shipped_help()).encode())


def anchor_of(heading: str) -> str:
    """The name a heading is linked by.

    >>> anchor_of("3. Lås, och hämta bilagan")
    'las-och-hamta-bilagan'
    """
    words = re.findall(r"[a-z0-9]+", _NUMBER.sub("", heading.strip()).lower().translate(_LETTERS))
    return "-".join(words)


def _plain(text: str) -> str:
    text = _MARKS.sub("", _RULE.sub("", _LINK.sub(r"\1", text)))
    return " ".join(text.replace("|", " ").split())
