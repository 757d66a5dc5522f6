# SPDX-License-Identifier: EUPL-1.2
"""The settings of the site: name, default and help in one tuple; values come from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from criteria.errors import InvalidInputError

_PREFIX = "KRAVKEDJAN_"
_ADDRESS = re.compile(r"[^\s@<>,;\"]{1,64}@[^\s@<>,;\"]{1,255}")


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
    Setting(
        "REGISTRY_ADDRESS", "", "Where the head of the event log is mailed once a month; empty: nowhere."
    ),
    Setting("MAIL_HOST", "", "Mail server (SMTP) that takes the letters; needed with REGISTRY_ADDRESS."),
    Setting("MAIL_PORT", "25", "Port of the mail server."),
    Setting("MAIL_FROM", "", "Sender of the letters; needed with REGISTRY_ADDRESS."),
    Setting("MAIL_STARTTLS", "no", "Whether letters are sent encrypted to the mail server (yes or no)."),
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
    registry_address: str = ""
    mail_host: str = ""
    mail_port: int = 25
    mail_from: str = ""
    mail_starttls: bool = False


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings as the environment says.

    Raises:
        InvalidInputError: ``setting.malformed`` naming the setting, when a value cannot be read, and
            ``setting.needed`` when another setting asks for one that is empty.
    """
    raw = {setting.name: environment.get(_PREFIX + setting.name, setting.default) for setting in SETTINGS}
    registry = _address(raw, "REGISTRY_ADDRESS")
    for name in ("MAIL_HOST", "MAIL_FROM"):
        if registry and not raw[name].strip():
            raise InvalidInputError("setting.needed", where=_PREFIX + name, by=_PREFIX + "REGISTRY_ADDRESS")
    return Settings(
        public_library=_yes(raw, "PUBLIC_LIBRARY"),
        https=_yes(raw, "HTTPS"),
        signin_limit=raw["SIGNIN_LIMIT"],
        request_limit=raw["REQUEST_LIMIT"],
        max_upload_mb=_number(raw, "MAX_UPLOAD_MB"),
        trusted_proxies=_number(raw, "TRUSTED_PROXIES"),
        registry_address=registry,
        mail_host=raw["MAIL_HOST"].strip(),
        mail_port=_number(raw, "MAIL_PORT"),
        mail_from=_address(raw, "MAIL_FROM"),
        mail_starttls=_yes(raw, "MAIL_STARTTLS"),
    )


def _yes(raw: Mapping[str, str], name: str) -> bool:
    value = raw[name].strip().lower()
    if value not in ("yes", "no"):
        raise InvalidInputError("setting.malformed", where=_PREFIX + name, given=raw[name], wanted="yes/no")
    return value == "yes"


def _address(raw: Mapping[str, str], name: str) -> str:
    """A mail address, or nothing. A line end would begin a header of its own."""
    value = raw[name].strip()
    if value and not _ADDRESS.fullmatch(value):
        raise InvalidInputError(
            "setting.malformed", where=_PREFIX + name, given=value, wanted="namn@example.se"
        )
    return value


def _number(raw: Mapping[str, str], name: str) -> int:
    if not raw[name].isdigit():
        raise InvalidInputError(
            "setting.malformed", where=_PREFIX + name, given=raw[name], wanted="0, 1, 2 …"
        )
    return int(raw[name])
