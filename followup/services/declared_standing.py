# SPDX-License-Identifier: EUPL-1.2
"""How requirements stand when the supplier's own word is counted: declared where nothing was logged (T5)."""

from __future__ import annotations

from dataclasses import replace

from followup.declarations.lifecycle import declared
from followup.declarations.model import Declaration
from followup.log.model import ShownAs
from followup.log.standing import LineStanding


def with_declared(found: tuple[LineStanding, ...], live: Declaration | None) -> tuple[LineStanding, ...]:
    """The standings, with "försäkrad, ej verifierad" for what is unchecked but declared in ``live``.

    ``live`` is the declaration that holds on the day asked (``DeclarationStore.find_live``), or None.
    """
    said = {answer.line for answer in declared(live)}
    return tuple(
        replace(standing, shown_as=ShownAs.DECLARED_NOT_VERIFIED)
        if standing.shown_as is ShownAs.UNCHECKED and standing.line in said
        else standing
        for standing in found
    )
