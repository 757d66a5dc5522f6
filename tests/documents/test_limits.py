# SPDX-License-Identifier: EUPL-1.2
"""Documents are bounded before they are rendered, and hold no character that a file may not."""

from __future__ import annotations

import pytest

from criteria.documents.limits import MAX_BLOCKS, MAX_CHARACTERS, MAX_TEXT, checked, clean
from criteria.documents.model import Paragraph, Span, SpanKind, Table, words
from criteria.errors import InvalidInputError
from tests.documents.factories import make_document


@pytest.mark.parametrize("unwanted", ["\x00", "\x0b", "\x1f", "\x7f", "\ud800", "\ufffe", "\u202e", "\u2066"])
def test_character_no_document_may_hold_is_dropped(unwanted: str) -> None:
    assert clean(f"före{unwanted}efter") == "föreefter"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_one_kind(end: str) -> None:
    assert clean(f"a{end}b") == "a\nb"


@pytest.mark.parametrize("kept", ["åäöÅÄÖé", "§°≥≤–•…”’€½", "☐", "\xa0", "\t"])
def test_characters_documents_need_are_kept(kept: str) -> None:
    assert clean(kept) == kept


def test_every_text_of_a_document_is_cleaned_and_enums_stay_what_they_are() -> None:
    document = make_document(Paragraph((Span("a\x00b", SpanKind.STRONG),)))

    block = checked(document).blocks[0]

    assert block == Paragraph((Span("ab", SpanKind.STRONG),))
    assert isinstance(block, Paragraph)
    assert block.line[0].kind is SpanKind.STRONG


def test_text_over_the_limit_is_refused_and_never_cut() -> None:
    with pytest.raises(InvalidInputError) as caught:
        checked(make_document(Paragraph(words("a" * (MAX_TEXT + 1)))))

    assert caught.value.code == "document.text_too_long"


def test_text_at_the_limit_is_taken() -> None:
    document = make_document(Paragraph(words("a" * MAX_TEXT)))

    assert checked(document) == document


def test_document_with_too_many_rows_is_refused() -> None:
    row = (words("a"),)

    with pytest.raises(InvalidInputError) as caught:
        checked(make_document(Table("Rader", (), (row,) * MAX_BLOCKS)))

    assert caught.value.code == "document.too_large"


def test_document_with_too_much_text_is_refused() -> None:
    paragraph = Paragraph(words("a" * MAX_TEXT))

    with pytest.raises(InvalidInputError) as caught:
        checked(make_document(*(paragraph,) * (MAX_CHARACTERS // MAX_TEXT + 1)))

    assert caught.value.code == "document.too_large"
