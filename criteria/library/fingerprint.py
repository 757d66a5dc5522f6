# SPDX-License-Identifier: EUPL-1.2
"""The fingerprint that freezes a published version. Source: DOMAIN 4.2, I2."""

from __future__ import annotations

from criteria.canonical import fingerprint, to_plain
from criteria.library.model import CriterionVersion, LibraryEvent

#: How a file enters an installation is no part of what was published.
_OUTSIDE = ("state", "valid_from", "draft_because")


def version_fingerprint(version: CriterionVersion) -> str:
    """The SHA-256 of everything the version says, 64 hexadecimal digits."""
    plain = to_plain(version)
    assert isinstance(plain, dict)  # noqa: S101 -- a dataclass always becomes an object; narrows the type
    return fingerprint({name: value for name, value in plain.items() if name not in _OUTSIDE})


def event_fingerprint(event: LibraryEvent) -> str:
    """The SHA-256 of a library event as shipped."""
    return fingerprint(event)
