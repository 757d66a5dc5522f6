# SPDX-License-Identifier: EUPL-1.2
"""The shipped help pages as page text: the little of Markdown that they use, and nothing else.

What stands between the marks is always escaped. The pages are the product's own, so what the reader below
does not know is a fault of the page, and a test reads every shipped page for marks left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

from criteria.errors import NotFoundError
from criteria.exchange.help_pages import anchor_of, help_folder

_HEADING = re.compile(r"(#{2,3}) +(.+)")
_ITEM = re.compile(r"(?:-|\d+\.) +")
_INLINE = re.compile(r"\*\*(.+?)\*\*|\*(.+?)\*|`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)")
_RIGHT = "num"


@dataclass(frozen=True, slots=True)
class HelpHeading:
    """A heading of the second rank and the name it is linked by."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class HelpText:
    """A help page: its title, the headings to jump to, and everything below the title as markup."""

    name: str
    title: str
    headings: tuple[HelpHeading, ...]
    body_html: Markup


@lru_cache(maxsize=1)
def list_help() -> tuple[HelpText, ...]:
    """The help pages that ship with the product, by name."""
    return tuple(read_page(path) for path in sorted(help_folder().glob("*.md")))


def get_help(name: str) -> HelpText:
    """One help page.

    Raises:
        NotFoundError: ``help.not_found``.
    """
    for page in list_help():
        if page.name == name:
            return page
    raise NotFoundError("help.not_found", where=name[:80])


def read_page(path: Path) -> HelpText:
    """A Markdown file as a page; its first line is the title."""
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    blocks = [block for block in re.split(r"\n{2,}", rest.strip("\n")) if block.strip()]
    found = [match for block in blocks if (match := _HEADING.fullmatch(block)) and len(match.group(1)) == 2]
    headings = tuple(HelpHeading(anchor_of(match.group(2)), _plain(match.group(2))) for match in found)
    body = Markup("\n").join(_block(block) for block in blocks)
    return HelpText(path.stem, first.lstrip("# ").strip(), headings, body)


def _block(block: str) -> Markup:
    heading = _HEADING.fullmatch(block)
    if heading is not None:
        rank, title = len(heading.group(1)), heading.group(2)
        return Markup('<h{} id="{}">{}</h{}>').format(rank, anchor_of(title), _inline(title), rank)
    if block.startswith("|"):
        return _table(block.splitlines())
    if _ITEM.match(block):
        kind = "ul" if block.startswith("-") else "ol"
        items = Markup("").join(Markup("<li>{}</li>").format(_inline(item)) for item in _items(block))
        return Markup("<{}>{}</{}>").format(kind, items, kind)
    return Markup("<p>{}</p>").format(_inline(block))


def _items(block: str) -> Iterator[str]:
    """The items of a list; an indented line goes on with the item above it."""
    item = ""
    for line in block.splitlines():
        if _ITEM.match(line):
            if item:
                yield item
            item = _ITEM.sub("", line, count=1)
        else:
            item = f"{item} {line.strip()}"
    yield item


def _table(lines: list[str]) -> Markup:
    """A table whose first column names the rows; on a narrow screen each row is a card of its own."""
    head, rule, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    kinds = [_RIGHT if mark.endswith(":") else "" for mark in rule]
    titles = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(kind, _inline(title))
        for kind, title in zip(kinds, head, strict=True)
    )
    body = Markup("").join(_row(head, kinds, row) for row in rows)
    return Markup('<table class="cards"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        titles, body
    )


def _row(head: list[str], kinds: list[str], row: list[str]) -> Markup:
    cells = Markup("").join(
        Markup('<td class="{}" data-th="{}">{}</td>').format(kind, _plain(title), _inline(cell))
        for title, kind, cell in zip(head[1:], kinds[1:], row[1:], strict=True)
    )
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(_inline(row[0]), cells)


def _inline(text: str) -> Markup:
    """Bold, slanted, code and links; a link to another help page leads to its address on the site."""
    text = " ".join(text.split())
    made: list[Markup] = []
    at = 0
    for match in _INLINE.finditer(text):
        made.append(escape(text[at : match.start()]))
        at = match.end()
        bold, slanted, code, name, target = match.groups()
        if bold is not None:
            made.append(Markup("<b>{}</b>").format(_inline(bold)))
        elif slanted is not None:
            made.append(Markup("<em>{}</em>").format(_inline(slanted)))
        elif code is not None:
            made.append(Markup("<code>{}</code>").format(code))
        else:
            made.append(Markup('<a href="{}">{}</a>').format(target.replace(".md", "", 1), name))
    return Markup("").join([*made, escape(text[at:])])


def _plain(text: str) -> str:
    return _inline(text).striptags()
