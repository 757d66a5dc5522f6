# SPDX-License-Identifier: EUPL-1.2
"""The whole catalogue, put together from the rooms' own tables, and the text made from code and values."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
from collections.abc import Mapping
from functools import cache

import webapp.messages
from webapp.messages.model import Text


@cache
def catalogue() -> Mapping[str, Text]:
    """Every entry by code.

    Raises:
        ValueError: when two rooms claim the same code.
    """
    found: dict[str, Text] = {}
    for module in pkgutil.iter_modules(webapp.messages.__path__):
        texts: Mapping[str, Text] = getattr(
            importlib.import_module(f"webapp.messages.{module.name}"), "TEXTS", {}
        )
        twice = found.keys() & texts.keys()
        if twice:
            raise ValueError(f"message codes defined twice: {sorted(twice)}")
        found.update(texts)
    return found


#: A number with the decimal comma of the rules, which write Swedish.
_SWEDISH_NUMBER = re.compile(r"[-−]?[0-9]+,[0-9]+")


class _Lenient(string.Formatter):
    """Fills what is known and leaves the rest, so that a message never hides an error behind another."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "{" + str(key) + "}")


def message(code: str, values: Mapping[str, object], language: str = "sv") -> str:
    """What is wrong, in words; the code itself where the catalogue has no entry."""
    entry = catalogue().get(code)
    if entry is None:
        return code
    return _Lenient().vformat(entry.en if language == "en" else entry.sv, (), _told(values, language))


def mend(code: str, values: Mapping[str, object], language: str = "sv") -> str:
    """How to mend it, in words; empty where there is nothing to say."""
    entry = catalogue().get(code)
    if entry is None:
        return ""
    return _Lenient().vformat(
        entry.mend_en if language == "en" else entry.mend_sv, (), _told(values, language)
    )


def _told(values: Mapping[str, object], language: str) -> dict[str, object]:
    """The values as the language writes them; what somebody typed stands as it was typed."""
    if language != "en":
        return dict(values)
    return {
        name: value.replace(",", ".")
        if name != "given" and isinstance(value, str) and _SWEDISH_NUMBER.fullmatch(value)
        else value
        for name, value in values.items()
    }
