# SPDX-License-Identifier: EUPL-1.2
"""The set that the court asks about: Belysning-26, advertised in October 2026 and amended two weeks later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from criteria.library.model import Words
from criteria.services.extract_contents import Question
from criteria.services.extracts import ExtractRequest, make_extract
from criteria.services.sets import NewSet, NewWording, add_criteria, create_set, edit_wording
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import (
    Amendment,
    LineAmendment,
    SetPublication,
    amend_set,
    lock_set,
    publish_set,
)
from tests.library_past.lighting import OLD, Town

ADVERTISED = date(2026, 10, 14)
OWN = "Ljuskällorna ska hålla i minst 60 000 timmar och ha färgåtergivning minst 80."
AMENDED = f"{OWN} Likvärdig provning godtas."


@dataclass(frozen=True, slots=True)
class Court:
    """The town on the day the court asks, with its set."""

    town: Town
    set_id: str

    def extract(self, about: str, asked: Question, **more: Any) -> bytes:
        request = ExtractRequest(about, asked, **more)
        return make_extract(self.town.installation, self.town.clerk, request).content


def belysning(town: Town) -> str:
    """The set as it was: locked with 60 000 hours for 50 000, advertised, amended two weeks later."""
    autumn = town.on(date(2026, 10, 12))
    made = create_set(autumn.installation, town.clerk, NewSet("Belysning-26", diary="KS 2026/311"))
    at = EditAt(made.id)
    add_criteria(autumn.installation, town.clerk, at, (OLD,))
    own = NewWording(Words(OWN, "The light sources shall last 60 000 hours."), "Armaturerna sitter högt.")
    edit_wording(autumn.installation, town.clerk, at, 1, own)
    lock_set(autumn.installation, town.clerk, at)
    out = town.on(ADVERTISED)
    publish_set(out.installation, town.clerk, at, SetPublication(ADVERTISED, date(2026, 11, 20)))
    later = town.on(date(2026, 10, 28))
    change = LineAmendment(1, text=Words(AMENDED, "The light sources shall last 60 000 hours, or equal."))
    told = Amendment("Fråga från en leverantör.", date(2026, 10, 28), (change,), date(2026, 12, 1))
    amend_set(later.installation, town.clerk, at, told)
    return made.id
