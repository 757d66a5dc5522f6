# SPDX-License-Identifier: EUPL-1.2
"""The reasons a hit came up in words, the same for page and command."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.search.model import Hit, Reason
from webapp.messages.catalogue import message


def reason_texts(hit: Hit, names: Mapping[str, str], language: str) -> tuple[str, ...]:
    """One sentence for each reason; ``names`` are those of groups and labels by id."""
    return tuple(dict.fromkeys(_text(reason, hit, names, language) for reason in hit.reasons))


def _text(reason: Reason, hit: Hit, names: Mapping[str, str], language: str) -> str:
    if reason.via is None:
        place = message(f"found_in.{reason.where}", {}, language)
    else:
        kind = "group" if reason.via in hit.groups else "label"
        place = message(f"found_in.{kind}", {"name": names.get(reason.via, reason.via)}, language)
    values = {"asked": reason.asked, "found": reason.found, "place": place}
    return message(f"why.{reason.kind.value}", values, language)
