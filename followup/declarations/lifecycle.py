# SPDX-License-Identifier: EUPL-1.2
"""The steps of a declaration's life, with their guards. Source: DOMAIN 4.5."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from criteria.errors import RefusedError
from followup.declarations.model import Answer, Declaration, DeclarationStatus, LineAnswer, StateChange

_NEXT: dict[DeclarationStatus, frozenset[DeclarationStatus]] = {
    DeclarationStatus.SUBMITTED: frozenset({DeclarationStatus.COMPLETE, DeclarationStatus.RETURNED}),
    DeclarationStatus.COMPLETE: frozenset({DeclarationStatus.SUPERSEDED}),
    DeclarationStatus.RETURNED: frozenset(),
    DeclarationStatus.SUPERSEDED: frozenset(),
    DeclarationStatus.EXPIRED: frozenset(),
}


def move(
    declaration: Declaration, to: DeclarationStatus, at: datetime, by: str, reason: str = ""
) -> Declaration:
    """The declaration one step further.

    Raises:
        RefusedError: ``declaration.step`` when the step is none from here, ``declaration.not_complete`` when
            answers are missing, ``declaration.reason_missing`` when it is returned without saying why.
    """
    now = declaration.stored_status
    if to not in _NEXT[now]:
        raise RefusedError("declaration.step", where=declaration.id, found=now.value, wanted=to.value)
    if to is DeclarationStatus.COMPLETE and declaration.checked.lacks:
        count = len(declaration.checked.lacks)
        raise RefusedError("declaration.not_complete", where=declaration.id, count=count)
    if to is DeclarationStatus.RETURNED and not reason.strip():
        raise RefusedError("declaration.reason_missing", where=declaration.id)
    return replace(declaration, states=(*declaration.states, StateChange(to, at, by, reason.strip())))


def live_declaration(declarations: Iterable[Declaration], day: date) -> Declaration | None:
    """The complete declaration that holds on a day; the one received last, were there several."""
    holding = [item for item in declarations if item.status_on(day) is DeclarationStatus.COMPLETE]
    return max(holding, key=lambda item: (item.received_at, item.id), default=None)


def declared(declaration: Declaration | None) -> tuple[LineAnswer, ...]:
    """The answers "yes" of a declaration: each is the supplier's own word, strength 1, never more (DC3)."""
    if declaration is None:
        return ()
    return tuple(answer for answer in declaration.checked.answers if answer.answer is Answer.YES)
