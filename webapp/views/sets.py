# SPDX-License-Identifier: EUPL-1.2
"""Requirement sets: the register, a new one, its page, and where a criterion is to be added."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from criteria.errors import CriteriaError, InvalidInputError, NotFoundError, RefusedError
from criteria.identifiers import parse_level
from criteria.library.vocabulary import Level
from criteria.people.model import Permission
from criteria.requirements.model import SetStatus
from criteria.services.library import CriterionView, list_groups, show_criterion
from criteria.services.sets import NewSet, add_criteria, add_package, create_set, list_sets, show_set
from criteria.services.sets_change import EditAt
from webapp.context import actor, installation, viewer, whole_number
from webapp.set_forms import cpv_codes, error_words, hours, whole
from webapp.set_offers import default_offer, nearest_cpv, offers
from webapp.set_page import render_set
from webapp.words_sets import SET_STATUSES

blueprint = Blueprint("sets", __name__)
PAGE = 50
_OPEN = (SetStatus.DRAFT, SetStatus.INTERNAL_REVIEW)


@blueprint.get("/kravuppsattningar")
def index() -> str:
    """The organisation's sets, last changed first, by state."""
    every = list_sets(installation(), actor())
    chosen = request.args.get("status", "")
    found = [item for item in every if not chosen or item.status.value == chosen]
    shown = whole_number(request.args.get("visa", ""), low=PAGE, high=10_000, default=PAGE)
    counts = Counter(item.status.value for item in every)
    return render_template(
        "sets/index.html",
        sets=found[:shown],
        total=len(found),
        every=len(every),
        counts=[(status.value, counts[status.value]) for status in SetStatus if counts[status.value]],
        open=sum(item.status in _OPEN for item in every),
        chosen=chosen,
        more=url_for("sets.index", status=chosen or None, visa=shown + PAGE) if len(found) > shown else "",
        SET_STATUSES=SET_STATUSES,
        can_edit=actor().may(Permission.EDIT_SETS),
    )


@blueprint.get("/kravuppsattningar/ny")
def new() -> str:
    """The form for a new set; ``grupp`` names a group to begin with, and ``q`` what was searched for."""
    group = request.args.get("grupp", "")
    typed = {
        "group": default_offer(group),
        "level": "base",
        "suppliers": "1",
        "articles": "10",
        "years": "2",
    }
    for item in list_groups(installation()):
        if item.id == group:
            typed["title"] = item.title.sv
            nearest = nearest_cpv(item.cpv, request.args.get("q", ""))
            typed["cpv"] = ", ".join(entry.code for entry in nearest[:3])
    return _new_page(typed, None)


@blueprint.post("/kravuppsattningar/ny")
def create() -> ResponseReturnValue:
    """Make a set, with a whole group at a level where one was chosen."""
    form = request.form
    try:
        made = create_set(
            installation(),
            actor(),
            NewSet(
                title=form.get("title", ""),
                cpv=cpv_codes(form.get("cpv", "")),
                diary=form.get("diary", "").strip() or None,
                suppliers=whole(form.get("suppliers", "1"), "suppliers"),
                articles=whole(form.get("articles", "10"), "articles"),
                years=whole(form.get("years", "2"), "years"),
                hours_available=hours(form.get("hours", "")),
            ),
        )
    except (InvalidInputError, RefusedError) as error:
        return _new_page(form.to_dict(), error), 400
    if form.get("group"):
        _begin_with(made.id, made.revision, form["group"], form.get("level", "base"))
    else:
        flash(gettext("Kravuppsättningen är skapad. Lägg till krav."))
    return redirect(url_for("sets.show", set_id=made.id))


def _begin_with(set_id: str, revision: int, group: str, level: str) -> None:
    """Fill a set that was just made; a group with nothing at that level leaves it empty and says so."""
    try:
        added = add_package(
            installation(), actor(), EditAt(set_id, revision), group, Level(parse_level(level))
        )
    except (NotFoundError, RefusedError, InvalidInputError) as error:
        flash(error_words(error))
        return
    flash(
        gettext(
            "Kravuppsättningen är skapad med %(num)s krav. Ta bort dem som inte behövs.", num=len(added.added)
        )
    )


def _new_page(typed: dict[str, str], error: CriteriaError | None) -> str:
    groups = [item for item in list_groups(installation()) if item.in_force]
    field = "" if error is None else _NEW_FIELDS.get(error.code.split(".")[0], error.where)
    return render_template(
        "sets/new.html",
        typed=typed,
        offers=offers(groups),
        wrong=None if error is None else (field, error_words(error)),
    )


#: An error about a CPV code names the code, not the field.
_NEW_FIELDS = {"cpv": "cpv"}


@blueprint.get("/kravuppsattning/<set_id>")
def show(set_id: str) -> str:
    """A set with lines, findings and hours."""
    return render_set(show_set(installation(), actor(), set_id))


@blueprint.get("/kravuppsattningar/krav/<path:ref>")
def choose(ref: str) -> str:
    """Which set a criterion is to be added to: an open draft, or a new one."""
    return _choose_page(ref, None)


@blueprint.post("/kravuppsattningar/krav/<path:ref>")
def add(ref: str) -> ResponseReturnValue:
    """Add a criterion to the chosen set."""
    try:
        view = show_criterion(installation(), ref, viewer=viewer())
        chosen = request.form.get("set", "")
        if not chosen:
            raise InvalidInputError("field.empty", where="set", field="set")
        if chosen == "new":
            _require_in_force(view)
            made = create_set(installation(), actor(), NewSet(title=request.form.get("title", "")))
            chosen = made.id
        after = add_criteria(installation(), actor(), EditAt(chosen), (view.ref,))
    except (InvalidInputError, RefusedError) as error:
        return _choose_page(ref, error), 422 if isinstance(error, RefusedError) else 400
    flash(gettext("%(ref)s är tillagt.", ref=f"{view.id}:{view.version}"))
    return redirect(url_for("sets.show", set_id=chosen) + f"#rad-{after.lines[-1].line}")


def _require_in_force(view: CriterionView) -> None:
    # Asked before the set is made, so that a refusal does not leave an empty one behind.
    if not view.status.is_in_force:
        raise RefusedError(
            "set.criterion_not_in_force",
            where=view.ref,
            ref=view.ref,
            status=view.status.value,
            successors=", ".join(item.ref for item in view.successors) or "–",
        )


def _choose_page(ref: str, error: CriteriaError | None) -> str:
    drafts = [item for item in list_sets(installation(), actor()) if item.status is SetStatus.DRAFT]
    chosen = request.form.get("set", drafts[0].id if drafts else "new")
    wrong = None
    if error is not None:
        field = error.where if error.where == "title" else "set"
        wrong = (field, gettext("Välj en uppsättning.") if error.where == "set" else error_words(error))
    return render_template(
        "sets/choose.html",
        view=show_criterion(installation(), ref, viewer=viewer()),
        drafts=drafts,
        chosen=chosen,
        title=request.form.get("title", ""),
        wrong=wrong,
    )
