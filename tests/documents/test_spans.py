# SPDX-License-Identifier: EUPL-1.2
"""Marked texts say the same words as the plain ones, whatever stands in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from criteria.documents.model import SpanKind
from criteria.documents.spans import changed_text, marked_text, paragraphs, sentences_with

_TEXT = st.text(alphabet="abc {}.\n", max_size=40)


@given(template=_TEXT, filled=_TEXT)
def test_marking_changes_no_word(template: str, filled: str) -> None:
    line = marked_text(template, filled, {})

    assert "".join(span.text for span in line).strip() == filled.strip()


@given(before=_TEXT, after=_TEXT)
def test_what_is_not_struck_is_the_new_text(before: str, after: str) -> None:
    line = changed_text(before, after) or ()

    kept = "".join(span.text for span in line if span.kind is not SpanKind.DELETED)
    assert kept.split() == after.split()


def test_values_are_found_where_two_blanks_have_the_same_word_between() -> None:
    line = marked_text("från {a} till {b} till slut", "från 1 till 2 till slut", {})

    assert [span.text for span in line if span.kind is SpanKind.STRONG] == ["1", "2"]


def test_text_that_does_not_follow_the_template_is_left_plain() -> None:
    line = marked_text("minst {n} år", "högst 7 år", {})

    assert [(span.kind, span.text) for span in line] == [(SpanKind.PLAIN, "högst 7 år")]


def test_open_blank_becomes_a_field_also_in_a_changed_text() -> None:
    line = marked_text("minst {n} år", "helst {n} år", {"n": "fyll i"})

    assert [(span.kind, span.text) for span in line] == [
        (SpanKind.PLAIN, "helst "),
        (SpanKind.BLANK, "fyll i"),
        (SpanKind.PLAIN, " år"),
    ]


def test_texts_too_long_to_compare_are_not_compared() -> None:
    assert changed_text("a " * 20_000, "b") is None


def test_paragraphs_split_at_line_ends() -> None:
    blocks = paragraphs(marked_text("", "Ett.\n\nTvå.\n", {}))

    assert len(blocks) == 2


def test_sentence_with_a_value_is_found_among_others() -> None:
    text = "Andelen anges. För varje procent dras {sum} kronor. Det blir bindande."

    assert sentences_with(text, frozenset({"sum"})) == ("För varje procent dras {sum} kronor.",)
