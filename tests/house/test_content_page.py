# SPDX-License-Identifier: EUPL-1.2
"""docs/sv/innehall.md says what ``data/`` holds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.committed import ROOT


@pytest.mark.slow
def test_page_of_the_content_is_current() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / ".ci" / "content_page.py"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    ).stdout

    kept = (ROOT / "docs" / "sv" / "innehall.md").read_text(encoding="utf-8")
    assert kept == made, "run: .venv/bin/python .ci/content_page.py > docs/sv/innehall.md"
