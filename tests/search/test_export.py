# SPDX-License-Identifier: EUPL-1.2
"""A whole result as a file: every hit, in the order of the answer, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import openpyxl
import pytest

from criteria.errors import InvalidInputError
from criteria.services.search_export import HitsFormat, export_hits
from tests.plumbing.installation import World
from tests.search.factories import ask, make_entry, small_library

_MANY = tuple(make_entry(f"FURN-{number:02d}:1@base", title=f"Stol {number}") for number in range(10, 99))


@pytest.fixture
def world(sqlite_world: World) -> World:
    """An installation whose index holds more than a page of hits, one of them with a formula as title."""
    trap = make_entry("FURN-09:1@base", title='=HYPERLINK("https://example.org";"stol")')
    sqlite_world.installation.index.rebuild((*small_library(), *_MANY, trap), 0)
    return sqlite_world


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_csv_holds_every_hit_in_the_order_of_the_answer(world: World) -> None:
    query = ask("stol", with_excerpts=False)
    answer = world.installation.index.query(replace(query, limit=1000))

    made = export_hits(world.installation, query, HitsFormat.CSV)

    rows = _table(made.content)
    assert made.total == answer.total == len(rows) - 1 > 80
    assert [row[1].partition(":")[0] for row in rows[1:]] == [hit.id for hit in answer.hits]
    assert rows[0][:3] == ["Slag", "Referens", "Rubrik"]
    assert "Teknisk specifikation" in rows[5]


def test_csv_cell_that_looks_like_a_formula_is_text(world: World) -> None:
    rows = _table(export_hits(world.installation, ask("FURN-09"), HitsFormat.CSV).content)

    assert rows[1][2] == '\'=HYPERLINK("https://example.org";"stol")'


def test_workbook_holds_text_alone(world: World) -> None:
    made = export_hits(world.installation, ask("stol"), HitsFormat.XLSX, "en")

    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert sheet.max_row == made.total + 1
    assert [cell.value for cell in sheet[1]][:2] == ["Kind", "Reference"]


def test_json_holds_the_hits_as_the_api_gives_them(world: World) -> None:
    made = export_hits(world.installation, ask("stol"), HitsFormat.JSON)

    told = json.loads(made.content)
    assert told["total"] == len(told["hits"]) == made.total
    assert told["query"] == "stol"
    assert told["hits"][0]["kind"] == "criterion"


def test_offset_and_limit_of_the_page_do_not_cut_the_file(world: World) -> None:
    whole = export_hits(world.installation, ask("stol"), HitsFormat.CSV)

    assert export_hits(world.installation, ask("stol", limit=5, offset=40), HitsFormat.CSV) == whole


def test_unknown_language_is_refused(world: World) -> None:
    with pytest.raises(InvalidInputError, match=r"search\.export_language"):
        export_hits(world.installation, ask("stol"), HitsFormat.CSV, "tlh")
