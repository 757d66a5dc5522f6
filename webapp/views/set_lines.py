# SPDX-License-Identifier: EUPL-1.2
"""Changing the lines of a requirement set: values, wording, follow-up, order, removal and answers."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, InvalidInputError, NotFoundError, RefusedError
from criteria.library.model import Words
from criteria.library.vocabulary import FollowUpRole, FollowUpTime, Method, ProofKind, RequirementType
from criteria.requirements.model import FollowUpChoice, LineOrigin
from criteria.services.library import show_criterion
from criteria.services.sets import (
    NewWording,
    answer_finding,
    edit_wording,
    move_line,
    remove_line,
    renew_line,
    repeat_line,
    set_applies_to,
    set_follow_up,
    set_parameter,
    show_set,
)
from criteria.services.sets_change import EditAt
from criteria.services.sets_own import OwnLineChange, change_own_line
from criteria.services.sets_views import LineView, SetView
from criteria.services.sets_wordings import list_wordings
from webapp.context import actor, installation, viewer
from webapp.set_forms import change, code_of, codes_of, error_words
from webapp.set_page import build_page, render_set
from webapp.words_sets import SET_STATUSES

blueprint = Blueprint("set_lines", __name__, url_prefix="/kravuppsattning/<set_id>/rad/<int:line>")


@blueprint.get("")
def show(set_id: str, line: int) -> str:
    """One line with everything about it that can be changed."""
    return _line_page(set_id, line, None)


@blueprint.get("/lydelser")
def wordings(set_id: str, line: int) -> str:
    """The library's wording and each sealed one beside each other: what a court asks to see."""
    return render_template("sets/wordings.html", found=list_wordings(installation(), actor(), set_id, line))


@blueprint.post("/varden")
def values(set_id: str, line: int) -> ResponseReturnValue:
    """Fill the blanks of a line."""
    given = tuple(
        (name.removeprefix("p-"), value) for name, value in request.form.items() if name.startswith("p-")
    )

    def do(at: EditAt) -> str:
        chosen = request.form.get("default")
        pairs = given if chosen is None else _with_default(set_id, line, chosen, given)
        set_parameter(installation(), actor(), at, line, pairs)
        return gettext("Värdet är sparat.")

    def again(error: CriteriaError) -> str:
        view = show_set(installation(), actor(), set_id)
        number = _get(view, line).number
        field = f"p{line}-{error.where}" if error.where in dict(given) else f"rad-{line}"
        return render_set(
            view,
            wrong={field: error_words(error, number)},
            typed={f"p{line}-{name}": value for name, value in given},
        )

    return change(set_id, do, _at_line(set_id, line), again)


def _with_default(
    set_id: str, line: int, name: str, given: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """The library's checked value for one blank, beside what was typed in the others."""
    parameters = _get(show_set(installation(), actor(), set_id), line).parameters
    default = next((item.default for item in parameters if item.name == name), None)
    if default is None:
        raise InvalidInputError("choice.unknown", where=f"rad-{line}", given=name)
    others = tuple(pair for pair in given if pair[0] != name and pair[1].strip())
    return (*others, (name, default))


@blueprint.post("/roll")
def role(set_id: str, line: int) -> ResponseReturnValue:
    """Say who follows up a line, the rest as it is."""

    def do(at: EditAt) -> str:
        chosen = code_of(FollowUpRole, request.form.get("role", ""), f"roll{line}")
        view = _get(show_set(installation(), actor(), set_id), line)
        set_follow_up(installation(), actor(), at, line, FollowUpChoice(view.methods, view.when, chosen))
        return gettext("Ansvarig roll är vald.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _set_page(set_id, line, error))


@blueprint.post("/markning")
def label(set_id: str, line: int) -> ResponseReturnValue:
    """Have a line shown with a label, the mend that saves hours."""

    def do(at: EditAt) -> str:
        view = _get(show_set(installation(), actor(), set_id), line)
        choice = FollowUpChoice((Method.LABEL,), view.when, view.role)
        set_follow_up(installation(), actor(), at, line, choice)
        return gettext("Kravet följs nu upp med licenskontroll.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _set_page(set_id, line, error))


@blueprint.post("/likvardig")
def equivalent(set_id: str, line: int) -> ResponseReturnValue:
    """Put "eller likvärdig" in where the law check misses it; stored as a local wording with its reason."""

    def do(at: EditAt) -> str:
        view = _get(show_set(installation(), actor(), set_id), line)
        if view.equivalent is None:
            raise RefusedError("set.equivalent_there", where=f"rad-{line}")
        # An earlier reason is why the text differs at all, and stays.
        earlier = "" if view.local_change is None else view.local_change.reason
        why = gettext("Kompletterad med ”eller likvärdig” (9 kap. 4 och 14 §§ LOU).")
        edit_wording(installation(), actor(), at, line, NewWording(view.equivalent, f"{earlier} {why}"))
        return gettext("”Eller likvärdig” är tillagt. Läs igenom texten.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _set_page(set_id, line, error))


@blueprint.post("/lydelse")
def wording(set_id: str, line: int) -> ResponseReturnValue:
    """Change a library requirement's text for this purchase, or put the library's own back."""
    form = request.form

    def do(at: EditAt) -> str:
        if "restore" in form:
            original = _original(_get(show_set(installation(), actor(), set_id), line))
            edit_wording(installation(), actor(), at, line, NewWording(original))
            return gettext("Bibliotekets lydelse gäller igen.")
        text = Words(form.get("text", ""), form.get("text_en", "").strip() or None)
        edit_wording(installation(), actor(), at, line, NewWording(text, form.get("reason", "")))
        return gettext("Lydelsen är ändrad. Ändringen visas alltid mot bibliotekets text.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _line_page(set_id, line, error))


@blueprint.post("/galler")
def applies(set_id: str, line: int) -> ResponseReturnValue:
    """Say which rows of the price list, or which goods, a line is about."""

    def do(at: EditAt) -> str:
        set_applies_to(installation(), actor(), at, line, request.form.get("applies_to", ""))
        return gettext("Det kravet gäller är sparat.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _line_page(set_id, line, error))


@blueprint.post("/eget")
def own(set_id: str, line: int) -> ResponseReturnValue:
    """Change an own requirement: title, text, type and proof."""
    form = request.form

    def do(at: EditAt) -> str:
        before = _get(show_set(installation(), actor(), set_id), line)
        proof = form.get("proof", "")
        # Proof that stands as proposed keeps its alternatives and strengths.
        is_new_proof = bool(form.get("proof_kind")) or " ".join(proof.split()) != proof_text(before)
        changed = OwnLineChange(
            title=form.get("title", ""),
            text=form.get("text", ""),
            type=code_of(RequirementType, form.get("type", ""), "type"),
            proof_text=proof if is_new_proof else None,
            proof_kind=code_of(ProofKind, form["proof_kind"], "proof_kind")
            if form.get("proof_kind")
            else None,
        )
        change_own_line(installation(), actor(), at, line, changed)
        return gettext("Kravet är ändrat.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _line_page(set_id, line, error))


@blueprint.post("/uppfoljning")
def follow_up(set_id: str, line: int) -> ResponseReturnValue:
    """Decide how a line is followed up, or with which reason it is not."""
    form = request.form

    def do(at: EditAt) -> str:
        if form.get("choice") == "none":
            choice = FollowUpChoice(not_followed_reason=form.get("not_followed_reason", ""))
            set_follow_up(installation(), actor(), at, line, choice)
            return gettext("Beslutet att inte följa upp kravet är sparat med skälet.")
        role_code = form.get("role", "")
        choice = FollowUpChoice(
            codes_of(Method, "methods"),
            codes_of(FollowUpTime, "when"),
            code_of(FollowUpRole, role_code, "role") if role_code else None,
        )
        set_follow_up(installation(), actor(), at, line, choice)
        return gettext("Uppföljningen är ändrad.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _line_page(set_id, line, error))


@blueprint.post("/flytta")
def move(set_id: str, line: int) -> ResponseReturnValue:
    """Move a line to another place."""
    position = request.form.get("position", "")

    def do(at: EditAt) -> str:
        move_line(installation(), actor(), at, line, int(position) if position.isdigit() else 0)
        return gettext("Kravet är flyttat.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _line_page(set_id, line, error))


@blueprint.post("/en-gang-till")
def repeat(set_id: str, line: int) -> ResponseReturnValue:
    """Include the criterion once more, for other rows or kinds."""

    def do(at: EditAt) -> str:
        repeat_line(installation(), actor(), at, line)
        return gettext(
            "Kravet står en gång till, närmast efter. Skriv vad det gäller och fyll i dess värden."
        )

    return change(set_id, do, _at_line(set_id, line), lambda error: _line_page(set_id, line, error))


@blueprint.post("/ta-bort")
def remove(set_id: str, line: int) -> ResponseReturnValue:
    """Take a line out, with the reason."""

    def do(at: EditAt) -> str:
        remove_line(installation(), actor(), at, line, request.form.get("reason", ""))
        return gettext("Kravet är borttaget. Skälet är sparat.")

    way_on = url_for("sets.show", set_id=set_id)
    return change(
        set_id, do, way_on, lambda error: _line_page(set_id, line, error, reason_at="remove_reason")
    )


@blueprint.post("/svara")
def answer(set_id: str, line: int) -> ResponseReturnValue:
    """Answer a finding with a reason instead of mending it."""
    code = request.form.get("code", "")

    def do(at: EditAt) -> str:
        answer_finding(installation(), actor(), at, line, (code, request.form.get("reason", "")))
        return gettext("Svaret är sparat och visas vid kravet.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _set_page(set_id, line, error))


@blueprint.post("/byt")
def renew(set_id: str, line: int) -> ResponseReturnValue:
    """Exchange a line's criterion for what carries it on."""

    def do(at: EditAt) -> str:
        renew_line(installation(), actor(), at, line, request.form.get("ref") or None)
        return gettext("Kravet är bytt till gällande version. Läs igenom det.")

    return change(set_id, do, _at_line(set_id, line), lambda error: _set_page(set_id, line, error))


def proof_text(line: LineView) -> str:
    """The words of a line's first way of showing it, as one text."""
    if line.proof is None:
        return ""
    return " ".join(" ".join(item.text.sv.split()) for item in line.proof.alternatives[0].all_of)


def _set_page(set_id: str, line: int, error: CriteriaError) -> str:
    view = show_set(installation(), actor(), set_id)
    field = error.where if error.where == f"roll{line}" else f"rad-{line}"
    return render_set(view, wrong={field: error_words(error, _number(view, line))})


def _line_page(set_id: str, line: int, error: CriteriaError | None, *, reason_at: str = "reason") -> str:
    page = build_page(show_set(installation(), actor(), set_id))
    found = _get(page.set, line)
    wrong: dict[str, str] = {}
    if error is not None:
        field = error.where if error.where in _PLACES else _FIELDS.get(error.code, error.where)
        if field == "reason":
            field = "not_followed_reason" if "choice" in request.form else reason_at
        wrong[field if field in _PLACES else "innehall"] = error_words(error, found.number)
    form = request.form
    return render_template(
        "sets/line.html",
        page=page,
        set=page.set,
        row=page.row(line),
        line=found,
        original=_original(found) if found.origin is LineOrigin.LIBRARY else None,
        proof_text=proof_text(found),
        proof_kind="",
        typed=form,
        is_again=error is not None,
        ticked_methods=form.getlist("methods") if error else [item.value for item in found.methods],
        ticked_when=form.getlist("when") if error else [item.value for item in found.when],
        wrong=wrong,
        SET_STATUSES=SET_STATUSES,
    )


#: Which field of the line's page an error is about, where its own ``where`` names the line.
_FIELDS = {
    "set.text_empty": "text",
    "set.text_long": "text",
    "set.wording_blank": "text",
}
_PLACES = frozenset(
    {"text", "title", "proof", "proof_kind", "type", "reason", "remove_reason", "not_followed_reason"}
    | {"methods", "when", "role", "applies_to"}
)


def _original(line: LineView) -> Words:
    """The library's own words of a line; a published version never changes, so they are read from there."""
    if line.ref is None:
        return line.template
    return show_criterion(installation(), line.ref, viewer=viewer()).text


def _get(view: SetView, line: int) -> LineView:
    for item in view.lines:
        if item.line == line:
            return item
    raise NotFoundError("set.line_unknown", where=f"{view.id}:{line}", line=line)


def _number(view: SetView, line: int) -> str:
    return next((item.number for item in view.lines if item.line == line), "")


def _at_line(set_id: str, line: int) -> str:
    return url_for("sets.show", set_id=set_id) + f"#rad-{line}"
