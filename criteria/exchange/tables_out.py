# SPDX-License-Identifier: EUPL-1.2
"""Tables as files: CSV and XLSX whose cells are text, whatever they look like.

A cell that begins like a formula is run by spreadsheets when a file is opened, and what stands in it came
from somebody. Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

#: What a spreadsheet takes for the beginning of a formula, in a file that cannot say what is text.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: Swedish spreadsheets part columns at semicolons and know UTF-8 by its mark.
_DELIMITER = ";"
_MARK = "\ufeff"
#: A cell of XLSX holds no more.
_MAX_CELL = 32_767
_WIDTH = 24


def csv_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    r"""The rows under their head as CSV; cells that begin like a formula begin with an apostrophe.

    >>> csv_table(("a",), [("=1+1",)])
    b"\xef\xbb\xbfa\r\n'=1+1\r\n"
    """
    written = io.StringIO(_MARK)
    written.seek(0, io.SEEK_END)
    writer = csv.writer(written, delimiter=_DELIMITER, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def xlsx_table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The rows under their head as a workbook of one sheet, each cell marked as text."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    bold = book.add_format({"num_format": "@", "bold": True})
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(head) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell[:_MAX_CELL], text)
    book.close()
    return written.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_BEGINS_FORMULA) else cell
