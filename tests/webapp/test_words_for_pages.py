# SPDX-License-Identifier: EUPL-1.2
"""What a page says names nothing that only the command line has."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from webapp.messages import contracts, declarations, evidence, outcomes

_COMMAND = re.compile(
    r"(^|\s)--[a-z]|kravkedjan [a-z]|\b(contract|task|outcome|deviation|evidence|declaration|log) "
    r"(show|list|add|log|return|form|verify|assign|receive|remind|bound)\b"
)
#: Said by the check of the evidence folder, which is a command and no page.
_ONLY_ON_THE_COMMAND_LINE = {"evidence.orphan", "evidence.orphan_changed", "evidence.unfinished"}


@pytest.mark.parametrize("room", [contracts, declarations, evidence, outcomes])
def test_no_text_of_follow_up_names_a_command_or_an_option(room: ModuleType) -> None:
    named = [
        code
        for code, text in room.TEXTS.items()
        if code not in _ONLY_ON_THE_COMMAND_LINE
        and (_COMMAND.search(text.sv) or _COMMAND.search(text.mend_sv))
    ]

    assert named == []
