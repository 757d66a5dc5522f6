# SPDX-License-Identifier: EUPL-1.2
"""The shipped fonts have every character that annexes and pages use."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.house.committed import ROOT

_CHARACTERS = "åäöÅÄÖé§°≥≤–•…”’€½☐☑"
_FONTS = [
    *sorted((ROOT / "criteria" / "documents" / "fonts").glob("*.ttf")),
    *sorted((ROOT / "webapp" / "static" / "fonts").glob("*.woff2")),
]


def test_eight_fonts_are_shipped() -> None:
    assert len(_FONTS) == 8


@pytest.mark.parametrize("path", _FONTS, ids=lambda path: path.name)
def test_font_has_every_character_in_use(path: Path) -> None:
    with TTFont(path, lazy=True) as font:
        drawn = {chr(code) for code in font.getBestCmap()}

    assert set(_CHARACTERS) - drawn == set()
