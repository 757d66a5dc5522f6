# SPDX-License-Identifier: EUPL-1.2
"""The words of an annex as a supplier reads them, kept small so that a change is read in the diff.

The files are written by hand of a developer who has read the change:
``python -m tests.documents.test_golden`` in the folder of the checkout.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from criteria.documents.annex import annex_document
from criteria.documents.html import render_html
from criteria.requirements.seal import seal_of
from tests.documents.factories import make_sealed, text_of_html

_GOLDEN = Path(__file__).with_name("golden")
#: The seal changes with the shape of the sealed set, which is no matter of words.
_DIGEST = re.compile(r"(?:[0-9a-f]{8} ?){2,8}")


def _words(language: str) -> str:
    sealed = make_sealed()
    text = text_of_html(render_html(annex_document(sealed, seal_of(sealed), language=language)))
    # A line for each sentence or label, so that a diff shows what changed.
    return re.sub(r"(?<=[.:]) (?=[A-ZÅÄÖ0-9])", "\n", _DIGEST.sub("SEAL ", text)) + "\n"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_words_of_the_annex_are_the_ones_that_were_read(language: str) -> None:
    expected = (_GOLDEN / f"annex.{language}.txt").read_text(encoding="utf-8")

    assert _words(language) == expected


if __name__ == "__main__":
    for shown in ("sv", "en"):
        (_GOLDEN / f"annex.{shown}.txt").write_text(_words(shown), encoding="utf-8")
