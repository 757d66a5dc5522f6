# SPDX-License-Identifier: EUPL-1.2
"""The fingerprint that freezes what is published. Source: DOMAIN 4.2, I2."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from criteria.canonical import Plain, fingerprint, to_plain
from criteria.library.model import CriterionVersion, LibraryEvent, Package

#: How a file enters an installation is no part of what was published.
_OUTSIDE = ("state", "valid_from", "draft_because")


def version_fingerprint(version: CriterionVersion) -> str:
    """The SHA-256 of everything the version says, 64 hexadecimal digits."""
    return fingerprint(frozen_content(version))


def frozen_content(version: CriterionVersion) -> dict[str, Plain]:
    """The object that the fingerprint is the SHA-256 of; given away, so that anybody can make it again."""
    plain = _plain(version)
    assert isinstance(plain, dict)  # noqa: S101 -- a dataclass always becomes an object; narrows the type
    return {name: value for name, value in plain.items() if name not in _OUTSIDE}


def event_fingerprint(event: LibraryEvent) -> str:
    """The SHA-256 of a library event as it was recorded or shipped."""
    return fingerprint(_plain(event))


def package_fingerprint(package: Package) -> str:
    """The SHA-256 of one version of a package."""
    return fingerprint(_plain(package))


def _plain(value: object) -> Plain:
    """Plain data without the fields that came later and hold their default (``metadata["later"]``).

    What was published before a field existed keeps its fingerprint, and says the same as before.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            item.name: _plain(held)
            for item in fields(value)
            if not ((held := getattr(value, item.name)) == item.default and item.metadata.get("later"))
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return to_plain(value)
