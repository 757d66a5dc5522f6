# SPDX-License-Identifier: EUPL-1.2
"""Every code that a document can show has words in both languages, and every message code its text."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path

import pytest

from criteria.documents.annex import AnnexPart
from criteria.documents.wording import LANGUAGES, wording
from criteria.library.vocabulary import (
    FollowUpRole,
    FollowUpTime,
    Level,
    Method,
    ProofBy,
    ProofTime,
    RequirementType,
)
from webapp.messages.catalogue import catalogue

_CODE = re.compile(r'Error\(\s*"([a-z_]+\.[a-z_]+)"')


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("prefix", "vocabulary"),
    [
        ("level", Level),
        ("type", RequirementType),
        ("types", RequirementType),
        ("about", RequirementType),
        ("annex", AnnexPart),
        ("proof_time", ProofTime),
        ("proof_by", ProofBy),
        ("method", Method),
        ("when", FollowUpTime),
        ("role", FollowUpRole),
    ],
)
def test_every_code_has_words(language: str, prefix: str, vocabulary: type[Enum]) -> None:
    say = wording(language)

    assert all(say.of(prefix, code) for code in vocabulary)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_strength_has_words(language: str) -> None:
    say = wording(language)

    assert len({say.of("strength", strength) for strength in range(6)}) == 6


def test_blanks_of_a_text_are_the_same_in_both_languages() -> None:
    swedish, english = (wording(language).texts for language in LANGUAGES)

    differing = [key for key, text in swedish.items() if _blanks(text) != _blanks(english[key])]

    assert differing == []


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="sv and en"):
        wording("fi")


def test_text_said_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="page"):
        wording("sv", {"page": ("Sida", "Page")})


def test_every_error_of_the_room_has_a_message_with_a_mend(repository: Path) -> None:
    folders = (repository / "criteria" / "documents", repository / "followup" / "documents")
    codes = {
        code
        for folder in folders
        for path in folder.glob("*.py")
        for code in _CODE.findall(path.read_text(encoding="utf-8"))
    }

    assert len(codes) >= 15
    for code in sorted(codes):
        text = catalogue()[code]
        assert text.sv and text.en and text.mend_sv and text.mend_en, code


def _blanks(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z_]+)\}", text))
