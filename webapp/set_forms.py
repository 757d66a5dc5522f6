# SPDX-License-Identifier: EUPL-1.2
"""Reading the forms of requirement sets, and what answers when a change is refused or somebody was first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TypeVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.clock import STOCKHOLM
from criteria.errors import (
    CriteriaError,
    FindingsError,
    InvalidInputError,
    NotFoundError,
    RefusedError,
    StaleRevisionError,
)
from criteria.services.access import list_people
from criteria.services.sets import show_set
from criteria.services.sets_change import EditAt
from webapp.context import actor, installation
from webapp.http_status import status_of
from webapp.set_page import told
from webapp.words import LEVELS, word
from webapp.words_sets import DECISIONS, FIELDS, SET_EVENTS, SET_STATUSES

Code = TypeVar("Code", bound=Enum)
_WORDS = {"status": SET_STATUSES, "step": DECISIONS, "level": LEVELS, "field": FIELDS}
_HIDDEN = ("csrf_token", "revision")


def edit_at(set_id: str) -> EditAt:
    """The set at the revision that the form was made from.

    Raises:
        InvalidInputError: ``revision.missing`` when the form has none.
    """
    text = request.form.get("revision", "")
    if not text.isdigit():
        raise InvalidInputError("revision.missing", where="revision")
    return EditAt(set_id, int(text))


def cpv_codes(text: str) -> tuple[str, ...]:
    """The CPV codes in a field, apart by commas or semicolons."""
    return tuple(code for code in text.replace(";", ",").split(",") if code.strip())


def change(
    set_id: str,
    do: Callable[[EditAt], str | None],
    way_on: str,
    again: Callable[[CriteriaError], str],
) -> ResponseReturnValue:
    """Make a change and go on; ``do`` gives the words that are then shown, ``again`` the page with the error.

    Somebody else's change is answered with 409, who it was, and what was typed.
    """
    at = edit_at(set_id)
    try:
        words = do(at)
    except StaleRevisionError as error:
        return stale_page(set_id, error), 409
    except (FindingsError, RefusedError, InvalidInputError, NotFoundError) as error:
        return again(error), status_of(error)
    if words:
        flash(words)
    return redirect(way_on)


def stale_page(set_id: str, error: StaleRevisionError) -> str:
    """The page "someone was first": who, when and what, one's own text kept and ready to send."""
    view = show_set(installation(), actor(), set_id)
    names = {user.id: user.name for user in list_people(installation(), actor())}
    at = datetime.fromisoformat(str(error.values["at"]))
    return render_template(
        "sets/stale.html",
        set=view,
        by=names.get(str(error.values["by"]), ""),
        at=at,
        clock=at.astimezone(STOCKHOLM).strftime("%H.%M"),
        changes=_changes(str(error.values["changes"]), {line.line: line.number for line in view.lines}),
        typed=_typed(),
        sent=[(name, value) for name, value in request.form.items(multi=True) if name not in _HIDDEN],
    )


def error_words(error: CriteriaError, number: str = "") -> str:
    """What is wrong and how to mend it, in words a page can show; ``number`` is the line's in the annex."""
    values: dict[str, object] = {"where": error.where, **error.values}
    for name, table in _WORDS.items():
        if name in values:
            values[name] = word(table, values[name])
    if number and "name" in values:
        values["name"] = number
    return " ".join(part for part in told(error.code, values) if part)


def _changes(text: str, numbers: dict[int, str]) -> list[str]:
    """``line_added (3), parameter_set (2)`` in words, with the numbers the page shows."""
    found = []
    for part in filter(None, text.split(", ")):
        code, _, line = part.removesuffix(")").partition(" (")
        number = numbers.get(int(line), "") if line.isdigit() else ""
        found.append(word(SET_EVENTS, code) + (f" ({number})" if number else ""))
    return list(dict.fromkeys(found))


def _typed() -> list[tuple[str, str]]:
    own = ((name, value) for name, value in request.form.items(multi=True) if name not in _HIDDEN)
    return [
        (gettext("Värde") if name.startswith("p-") else word(FIELDS, name), value)
        for name, value in own
        if value.strip()
    ]


def code_of(kind: type[Code], text: str, field: str) -> Code:
    """The code chosen in a form.

    Raises:
        InvalidInputError: ``choice.unknown``.
    """
    try:
        return kind(text)
    except ValueError:
        raise InvalidInputError("choice.unknown", where=field, given=text) from None


def codes_of(kind: type[Code], field: str) -> tuple[Code, ...]:
    """The codes ticked in a form, in the order of the form, each once."""
    return tuple(dict.fromkeys(code_of(kind, text, field) for text in request.form.getlist(field)))


def whole(text: str, field: str) -> int:
    """A whole number as typed.

    Raises:
        InvalidInputError: ``number.malformed``.
    """
    clean = "".join(text.split())
    if not clean.isdigit() or len(clean) > 9:
        raise InvalidInputError("number.malformed", where=field, given=text.strip())
    return int(clean)


def hours(text: str, field: str = "hours") -> Decimal | None:
    """Hours as typed, with comma or point; nothing typed is ``None``.

    Raises:
        InvalidInputError: ``number.malformed``.
    """
    clean = "".join(text.split()).replace(",", ".")
    if not clean:
        return None
    try:
        found = Decimal(clean)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise InvalidInputError("number.malformed", where=field, given=text.strip())
    return found
