# SPDX-License-Identifier: EUPL-1.2
"""Filling a requirement set: criteria, whole groups and packages, own requirements, and its assumptions."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from criteria.errors import CriteriaError, InvalidInputError
from criteria.identifiers import parse_level
from criteria.library.vocabulary import Level, RequirementType
from criteria.requirements.model import Assumptions
from criteria.requirements.own_lines import OwnLine
from criteria.services.sets import add_criteria, add_package, change_assumptions, show_set
from criteria.services.sets_change import EditAt
from criteria.services.sets_details import NewDetails, change_details
from criteria.services.sets_own import add_own_line, paste_lines
from webapp.context import actor, installation
from webapp.set_forms import change, code_of, cpv_codes, error_words, hours, whole
from webapp.set_page import build_page, render_set, told

blueprint = Blueprint("set_adding", __name__, url_prefix="/kravuppsattning/<set_id>")
_FILE_NAME = 120


@blueprint.post("/krav")
def criteria(set_id: str) -> ResponseReturnValue:
    """Add criteria by reference, as typed."""
    refs = tuple(request.form.get("refs", "").replace(",", " ").split())

    def do(at: EditAt) -> str:
        if not refs:
            raise InvalidInputError("field.empty", where="refs", field="refs")
        add_criteria(installation(), actor(), at, refs)
        return ngettext("%(num)s krav är tillagt.", "%(num)s krav är tillagda.", len(refs))

    return change(set_id, do, _set(set_id), lambda error: _set_page(set_id, "refs", error))


@blueprint.post("/paket")
def package(set_id: str) -> ResponseReturnValue:
    """Add a whole group, or a package, at a level."""

    def do(at: EditAt) -> str:
        name = request.form.get("package", "")
        if not name:
            raise InvalidInputError("field.empty", where="package", field="package")
        level = Level(parse_level(request.form.get("level", "base")))
        done = add_package(installation(), actor(), at, name, level)
        words = ngettext("%(num)s krav är tillagt.", "%(num)s krav är tillagda.", len(done.added))
        for skipped in done.skipped:
            why, _hint = told(f"set.skipped_{skipped.why}", {})
            words += " " + gettext("%(ref)s: %(why)s.", ref=skipped.ref.partition("@")[0], why=why)
        return words

    return change(set_id, do, _set(set_id), lambda error: _set_page(set_id, "package", error))


@blueprint.post("/antaganden")
def assumptions(set_id: str) -> ResponseReturnValue:
    """Change what the hours are counted from."""
    form = request.form

    def do(at: EditAt) -> str:
        new = Assumptions(
            suppliers=whole(form.get("suppliers", ""), "suppliers"),
            articles=whole(form.get("articles", ""), "articles"),
            years=whole(form.get("years", ""), "years"),
            hours_available=hours(form.get("hours", "")),
        )
        change_assumptions(installation(), actor(), at, new)
        return gettext("Tiden är räknad om.")

    return change(set_id, do, _set(set_id) + "#tid", lambda error: _set_page(set_id, "suppliers", error))


@blueprint.post("/uppgifter")
def details(set_id: str) -> ResponseReturnValue:
    """Change name, diary number and CPV codes of a draft."""
    form = request.form

    def do(at: EditAt) -> str:
        new = NewDetails(form.get("title", ""), form.get("diary", ""), cpv_codes(form.get("cpv", "")))
        change_details(installation(), actor(), at, new)
        return gettext("Uppgifterna är ändrade.")

    return change(set_id, do, _set(set_id) + "#uppgifter", lambda error: _set_page(set_id, "title", error))


@blueprint.get("/eget")
def own(set_id: str) -> str:
    """The forms for own requirements: written, pasted, or out of a file."""
    return _own_page(set_id, None)


@blueprint.post("/eget")
def write(set_id: str) -> ResponseReturnValue:
    """Add one own requirement."""
    form = request.form

    def do(at: EditAt) -> str:
        kind = form.get("type", "")
        line = OwnLine(
            form.get("text", ""),
            "text",
            form.get("title", "").strip() or None,
            code_of(RequirementType, kind, "type") if kind else None,
        )
        done = add_own_line(installation(), actor(), at, line)
        return _proposed(len(done.added))

    return change(set_id, do, _set(set_id), lambda error: _own_page(set_id, error))


@blueprint.post("/eget/klistra")
def paste(set_id: str) -> ResponseReturnValue:
    """Add pasted rows, or the rows of a table, one requirement each."""

    def do(at: EditAt) -> str:
        content = request.form.get("rows", "").encode()
        done = paste_lines(installation(), actor(), at, content, "rows")
        return _proposed(len(done.added))

    return change(set_id, do, _set(set_id), lambda error: _own_page(set_id, error))


@blueprint.post("/eget/fil")
def upload(set_id: str) -> ResponseReturnValue:
    """Add the rows of a Word, Excel or text file, one requirement each."""

    def do(at: EditAt) -> str:
        given = request.files.get("file")
        if given is None or not given.filename:
            raise InvalidInputError("file.missing", where="file")
        done = paste_lines(installation(), actor(), at, given.read(), given.filename[-_FILE_NAME:])
        return _proposed(len(done.added))

    return change(set_id, do, _set(set_id), lambda error: _own_page(set_id, error))


def _proposed(count: int) -> str:
    return ngettext(
        "%(num)s eget krav är tillagt. Kravtyp, bevis och uppföljning är föreslagna. Läs igenom dem.",
        "%(num)s egna krav är tillagda. Kravtyp, bevis och uppföljning är föreslagna. Läs igenom dem.",
        count,
    )


def _own_page(set_id: str, error: CriteriaError | None) -> str:
    field = ""
    if error is not None:
        by_form = {"set_adding.paste": "rows", "set_adding.upload": "file"}
        field = by_form.get(
            str(request.endpoint), error.where if error.where in ("type", "title") else "text"
        )
    return render_template(
        "sets/own.html",
        page=build_page(show_set(installation(), actor(), set_id)),
        typed=request.form,
        wrong={} if error is None else {field: _with_row(error)},
    )


def _with_row(error: CriteriaError) -> str:
    """The fault, with the row of the paste or file where it names one."""
    _name, mark, row = error.where.rpartition(":")
    words = error_words(error)
    return gettext("Rad %(row)s: %(fault)s", row=row, fault=words) if mark and row.isdigit() else words


def _set_page(set_id: str, field: str, error: CriteriaError) -> str:
    view = show_set(installation(), actor(), set_id)
    fields = ("suppliers", "articles", "years", "hours", "title", "diary", "cpv")
    named = error.where if error.where in fields else field
    return render_set(view, wrong={named: error_words(error)}, typed=request.form.to_dict())


def _set(set_id: str) -> str:
    return url_for("sets.show", set_id=set_id)
