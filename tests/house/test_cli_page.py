# SPDX-License-Identifier: EUPL-1.2
"""docs/cli.md says what ``--help`` says."""

import subprocess
import sys

from tests.house.committed import ROOT


def test_page_of_the_command_line_is_current() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / ".ci" / "cli_page.py"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    ).stdout

    kept = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert kept == made, "run: .venv/bin/python .ci/cli_page.py > docs/cli.md"
