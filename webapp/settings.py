# SPDX-License-Identifier: EUPL-1.2
"""The settings of the site: name, default and help in one tuple; values come from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from criteria.errors import InvalidInputError

_PREFIX = "KRAVKEDJAN_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; read from ``KRAVKEDJAN_<NAME>``."""

    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("PUBLIC_LIBRARY", "yes", "Whether the library can be read without signing in (yes or no)."),
    Setting(
        "HTTPS", "no", "Whether the site is reached by https; cookies are then marked secure (yes or no)."
    ),
    Setting("SIGNIN_LIMIT", "10 per minute", "How often one address may try to sign in."),
    Setting("REQUEST_LIMIT", "600 per minute", "How often one address may ask for anything."),
    Setting("MAX_UPLOAD_MB", "20", "Largest upload in megabytes."),
    Setting("TRUSTED_PROXIES", "0", "How many proxies in front of the site to trust for address and scheme."),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings with their values."""

    public_library: bool = True
    https: bool = False
    signin_limit: str = "10 per minute"
    request_limit: str = "600 per minute"
    max_upload_mb: int = 20
    trusted_proxies: int = 0


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings as the environment says.

    Raises:
        InvalidInputError: ``setting.malformed`` naming the setting, when a value cannot be read.
    """
    raw = {setting.name: environment.get(_PREFIX + setting.name, setting.default) for setting in SETTINGS}
    return Settings(
        public_library=_yes(raw, "PUBLIC_LIBRARY"),
        https=_yes(raw, "HTTPS"),
        signin_limit=raw["SIGNIN_LIMIT"],
        request_limit=raw["REQUEST_LIMIT"],
        max_upload_mb=_number(raw, "MAX_UPLOAD_MB"),
        trusted_proxies=_number(raw, "TRUSTED_PROXIES"),
    )


def _yes(raw: Mapping[str, str], name: str) -> bool:
    value = raw[name].strip().lower()
    if value not in ("yes", "no"):
        raise InvalidInputError("setting.malformed", where=_PREFIX + name, given=raw[name], wanted="yes/no")
    return value == "yes"


def _number(raw: Mapping[str, str], name: str) -> int:
    if not raw[name].isdigit():
        raise InvalidInputError(
            "setting.malformed", where=_PREFIX + name, given=raw[name], wanted="0, 1, 2 …"
        )
    return int(raw[name])
