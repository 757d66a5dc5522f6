# SPDX-License-Identifier: EUPL-1.2
"""The files that are committed, or would be by the next `git add`."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root, in order of name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def read(path: Path) -> str | None:
    """The text of one such file; None for a font, a picture and whatever else is not UTF-8."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
