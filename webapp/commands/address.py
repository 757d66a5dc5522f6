# SPDX-License-Identifier: EUPL-1.2
"""Where the site was last started, so that a sign-in link made beside it leads there.

A small file in the home. Source: product decision; losing it costs nothing but the port in a link.
"""

from __future__ import annotations

import re
from pathlib import Path

DEFAULT_ADDRESS = "http://127.0.0.1:8000"
_FILE = "address"
_ADDRESS = re.compile(r"http://[A-Za-z0-9.:\[\]-]{1,253}:[0-9]{1,5}")


def keep_address(home: Path, host: str, port: int) -> None:
    """Note where the site is started; a home that cannot be written to is left as it is."""
    # A site that listens everywhere is reached from the machine itself by its own address.
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / _FILE).write_text(f"http://{shown}:{port}\n", encoding="utf-8")
    except OSError:
        return


def last_address(home: Path) -> str:
    """Where the site was last started, or where it starts unless told otherwise."""
    try:
        kept = (home / _FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return DEFAULT_ADDRESS
    return kept if _ADDRESS.fullmatch(kept) else DEFAULT_ADDRESS
