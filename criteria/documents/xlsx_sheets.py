# SPDX-License-Identifier: EUPL-1.2
"""Cells and sheets of a workbook: formats, names, heights, paper, and the one way a text gets into a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from criteria.errors import InvalidInputError

#: A cell of XLSX holds no more.
MAX_CELL = 32_767

_ACCENT, _INK, _QUIET, _LINE = "#2A3A92", "#17201E", "#47534F", "#A9B4AF"
_OPEN = "#FFF9E5"
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
#: The height of a line in points, between those of Calibri 10 and 11.
_LINE_HEIGHT = 14


@dataclass(frozen=True, slots=True)
class Formats:
    """The cell formats of a workbook."""

    title: Any
    kicker: Any
    head: Any
    label: Any
    text: Any
    binding: Any
    strong: Any
    open: Any
    plain: Any


class SheetNames:
    """Sheet names that Excel accepts, each once: no signs it forbids, at most 31 characters."""

    def __init__(self, *reserved: str) -> None:
        """Begin with the names that are taken already."""
        self._taken = {name.lower() for name in reserved}

    def take(self, wanted: str) -> str:
        """A free name near the one wanted."""
        base = _FORBIDDEN_IN_NAMES.sub(" ", wanted).strip()[:31] or "-"
        name, number = base, 2
        while name.lower() in self._taken:
            name = f"{base[:27]} {number}"
            number += 1
        self._taken.add(name.lower())
        return name


def cell_formats(book: Any) -> Formats:
    """The formats, made in one workbook."""
    base = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "num_format": "@", "valign": "top"}
    wrapped = {**base, "text_wrap": True, "bottom": 1, "bottom_color": _LINE}
    return Formats(
        title=book.add_format({**base, "font_size": 20, "bold": True, "text_wrap": True}),
        kicker=book.add_format({**base, "bold": True, "font_color": _ACCENT}),
        head=book.add_format(
            {
                **base,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": _ACCENT,
                "text_wrap": True,
                "border": 1,
            }
        ),
        label=book.add_format({**wrapped, "bold": True, "font_color": _QUIET}),
        text=book.add_format({**wrapped, "font_size": 10}),
        binding=book.add_format({**wrapped, "font_size": 11}),
        strong=book.add_format({**wrapped, "bold": True}),
        open=book.add_format(
            {**wrapped, "bg_color": _OPEN, "border": 1, "border_color": _LINE, "locked": False}
        ),
        plain=book.add_format({**base, "text_wrap": True}),
    )


def write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Writes a text as text, whatever it looks like.

    Raises:
        InvalidInputError: ``document.cell_too_long``.
    """
    if len(text) > MAX_CELL:
        raise InvalidInputError("document.cell_too_long", where=text[:60], length=len(text), limit=MAX_CELL)
    sheet.write_string(row, column, text, style)


def set_paper(sheet: Any, *, is_wide: bool) -> None:
    """Sets a sheet for printing: A4, one page wide, its name and page number at the foot."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&R&P (&N)")
    sheet.fit_to_pages(1, 0)
    if is_wide:
        sheet.set_landscape()


def row_height(cells: Sequence[tuple[str, int]]) -> int:
    """The height of a row in points: Excel measures no wrapped text in a file it has not opened yet."""
    lines = max(
        sum(1 + int(len(part) / (width * 1.12)) for part in text.split("\n")) for text, width in cells
    )
    # Excel's limit is 409 points.
    return min(405, max(1, lines) * _LINE_HEIGHT + 4)
