# SPDX-License-Identifier: EUPL-1.2
"""Forms about criteria: what answers when one is taken, and what stands on the page when it is refused."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from criteria.errors import CriteriaError, FindingsError, ForbiddenError, IntegrityError
from webapp import words_desk, words_own
from webapp.followup_words import error_words, issue_words
from webapp.http_status import status_of

_TABLES = {
    name: getattr(words_own, name)
    for name in dir(words_own)
    if name.isupper() and isinstance(getattr(words_own, name), dict)
} | {"RUN_STATES": words_desk.RUN_STATES}
_SHOWN = 20


def show(template: str, /, **values: object) -> str:
    """A page with the tables of words at hand, and the form as it was typed."""
    given = {"faults": {}, "typed": request.form, **values}
    return render_template(template, **_TABLES, every_organisation=words_own.EVERY_ORGANISATION, **given)


def attempt(
    do: Callable[[], str], way_on: str, again: Callable[[dict[str, str]], str]
) -> ResponseReturnValue:
    """Do it and go on with a word about it; a refusal shows the page again with what is wrong.

    ``again`` is handed the faults by field; what is at no field of the form stands under ``form``.
    """
    try:
        told = do()
    except (ForbiddenError, IntegrityError):
        raise
    except CriteriaError as error:
        return again(faults(error)), status_of(error)
    flash(told)
    return redirect(way_on)


def faults(error: CriteriaError) -> dict[str, str]:
    """What is wrong, by the field of the form it is at."""
    where = error.where if error.where in request.form or error.where in request.files else "form"
    told = error_words(error)
    if isinstance(error, FindingsError):
        told = " ".join((told, *map(issue_words, error.issues[:_SHOWN])))
    return {where: told}
