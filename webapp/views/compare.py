# SPDX-License-Identifier: EUPL-1.2
"""Comparing criteria: the difference of two versions, and up to three beside each other."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import get_locale

from criteria.errors import CriteriaError
from criteria.library.difference import VersionDifference
from criteria.services.library_compare import MOST_BESIDE, compare_versions, side_by_side
from webapp.context import installation, viewer
from webapp.criterion_view import criterion_view
from webapp.http_status import status_of
from webapp.messages.catalogue import mend, message
from webapp.version_words import version_words

blueprint = Blueprint("compare", __name__)


@blueprint.get("/jamfor")
def show() -> str | tuple[str, int]:
    """``?fran=`` and ``?till=`` give the difference of two versions, ``?ref=`` twice or thrice side by side.

    Without any of them, and where one cannot be found, the page asks which.
    """
    before, after = (request.args.get(name, "").strip() for name in ("fran", "till"))
    refs = tuple(ref for text in request.args.getlist("ref") if (ref := text.strip()))
    try:
        if before and after:
            return _difference(before, after)
        if refs:
            return _beside(refs)
    except CriteriaError as error:
        values, language = {"where": error.where, **error.values}, str(get_locale())
        told = (message(error.code, values, language), mend(error.code, values, language))
        return _choose((before, after, *refs), told), status_of(error)
    return _choose((before, after), None)


def _difference(before: str, after: str) -> str:
    words = version_words(str(get_locale()), installation())
    found: VersionDifference = compare_versions(
        installation(), before, after, viewer=viewer(), say=words.code
    )
    sides = tuple(criterion_view(installation(), ref, viewer=viewer()) for ref in (found.before, found.after))
    return render_template("compare/difference.html", found=found, sides=sides, words=words)


def _beside(refs: tuple[str, ...]) -> str:
    words = version_words(str(get_locale()), installation())
    found = side_by_side(installation(), refs, viewer=viewer(), say=words.code)
    sides = tuple(criterion_view(installation(), ref, viewer=viewer()) for ref in found.refs)
    return render_template("compare/beside.html", found=found, sides=sides, words=words)


def _choose(given: tuple[str, ...], told: tuple[str, str] | None) -> str:
    filled = tuple(text for text in given if text)[:MOST_BESIDE]
    blanks = (*filled, *("",) * (MOST_BESIDE - len(filled)))
    return render_template("compare/choose.html", given=blanks, told=told)
