# SPDX-License-Identifier: EUPL-1.2
"""The library's pages: search, group, criterion and history."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from criteria.errors import NotFoundError, RefusedError
from criteria.identifiers import parse_level
from criteria.search.answering import MAX_LIMIT
from criteria.services.library import list_groups, list_labels, show_group
from criteria.services.library_past import group_then, list_editions, list_group_titles
from criteria.services.search import search_library
from criteria.services.search_export import HitsFormat
from webapp.context import day_asked, installation, moment_asked, viewer, whole_number
from webapp.criterion_beside import criterion_beside
from webapp.criterion_page import Asked, criterion_page
from webapp.criterion_view import criterion_view
from webapp.search_hits import hit_address, is_past, split_hits
from webapp.search_question import FACET_FIELDS, question_asked
from webapp.search_reasons import reason_texts
from webapp.shapes import EditionsBody, plain
from webapp.words_library import GOAL_KINDS

blueprint = Blueprint("library", __name__)
PAGE = 20
_JSON = ".json"


@blueprint.get("/sok")
def search() -> str:
    """Search with facets; the whole question stands in the address."""
    shown = whole_number(request.args.get("visa", ""), low=PAGE, high=MAX_LIMIT, default=PAGE)
    explain = request.args.get("varfor", "") == "1"
    asked = replace(question_asked(), limit=shown, explain=explain)
    known = moment_asked()
    answer = search_library(installation(), asked, known)
    groups = {group.id: group for group in list_groups(installation())}
    labels = {label.id: label.name for label in list_labels(installation())}
    language = str(get_locale())
    names = labels | {
        key: (group.title.en if language == "en" else None) or group.title.sv for key, group in groups.items()
    }
    return render_template(
        "search.html",
        q=asked.text,
        answer=answer,
        hits=split_hits(answer.hits),
        chosen={name: tuple(request.args.getlist(name)) for name in FACET_FIELDS},
        cpv=asked.filters.cpv,
        groups=groups,
        label_names=labels,
        day=asked.as_of,
        asked_day=day_asked(),
        known_at=known,
        page=PAGE,
        without=_without,
        unfiltered=_bare(),
        today_known=_without("kant", request.args.get("kant", "")),
        more=_with(visa=str(shown + PAGE)) if shown < min(answer.total, MAX_LIMIT) else "",
        files=[(kind.value, _file(kind.value)) for kind in HitsFormat],
        explain=explain,
        other_why=_with(varfor="0" if explain else "1"),
        reasons=lambda hit: reason_texts(hit, names, language),
        address=hit_address,
        is_past=is_past,
    )


def _without(name: str, value: str) -> str:
    """The address of this search without one chosen value."""
    arguments = MultiDict(
        (key, item) for key, item in request.args.items(multi=True) if not (key == name and item == value)
    )
    return url_for("library.search", **arguments.to_dict(flat=False))  # type: ignore[arg-type]


def _bare() -> str:
    """The address of this search without anything chosen but the day and what was known."""
    kept = {name: request.args[name] for name in ("q", "dag", "kant") if name in request.args}
    return url_for("library.search", **kept)  # type: ignore[arg-type]


def _file(kind: str) -> str:
    """The address of the whole result as a file."""
    return url_for("search_export.download", file_format=kind, **request.args.to_dict(flat=False))  # type: ignore[arg-type]


def _with(**changed: str) -> str:
    arguments = MultiDict(request.args)
    for name, value in changed.items():
        arguments.setlist(name, [value])
    return url_for("library.search", **arguments.to_dict(flat=False))  # type: ignore[arg-type]


@blueprint.get("/grupper")
def groups() -> str:
    """All product groups."""
    return render_template("groups.html", groups=list_groups(installation(), viewer=viewer()))


@blueprint.get("/grupp/<group_id>")
def group(group_id: str) -> str:
    """One product group as it was called and filed on ``?dag=``, as known by ``?kant=``.

    A group that has moved answers for ever with where it went (I10).
    """
    day, known = day_asked(), moment_asked()
    page = show_group(installation(), group_id, as_of=day, known_at=known, viewer=viewer())
    then = group_then(installation(), group_id, as_of=day, known_at=known)
    titles = list_group_titles(installation())
    return render_template("group.html", page=page, then=then, titles=titles, asked_day=day, known_at=known)


@blueprint.get("/kriterium/<path:ref>")
def criterion(ref: str) -> Response:
    """A criterion: ``FURN-02``, ``FURN-02:1`` or ``FURN-02:1/avancerad``; ``?dag=`` for another day.

    Each address answers for ever, also for what is withdrawn (I1). With ``.json``, or for who asks for JSON,
    the answer is that of the API. Where an address means several versions, or none in force that day, the
    page shows them all.
    """
    as_json = ref.endswith(_JSON)
    reference = _reference(ref.removesuffix(_JSON))
    asked = Asked(day_asked(), moment_asked(), viewer())
    try:
        if as_json or _wants_json():
            view = criterion_view(
                installation(), reference, as_of=asked.day, known_at=asked.known_at, viewer=asked.viewer
            )
            return _json(view)
        page = criterion_page(installation(), reference, asked)
    except (NotFoundError, RefusedError) as error:
        if error.code not in ("criterion.not_in_force", "criterion.ambiguous"):
            raise
        return _editions(reference, asked, as_json=as_json or _wants_json())
    beside = criterion_beside(installation(), page.view, g.actor)
    shown = render_template(
        "criterion.html", page=page, view=page.view, asked=asked, goal_kinds=GOAL_KINDS, beside=beside
    )
    answer = make_response(shown)
    answer.vary.add("Accept")
    return answer


def _reference(ref: str) -> str:
    head, _slash, level = ref.rpartition("/")
    return ref if not head or not _is_level(level) else f"{head}@{parse_level(level)}"


def _is_level(text: str) -> bool:
    return text.lower() in ("bas", "avancerad", "spjutspets", "base", "advanced", "leading_edge")


def _wants_json() -> bool:
    """Whether the reader asks for JSON and not for a page; a browser takes both and gets the page."""
    best = request.accept_mimetypes.best_match(("text/html", "application/json"), "text/html")
    return best == "application/json"


def _json(value: object) -> Response:
    answer = Response(json.dumps(plain(value), ensure_ascii=False), content_type="application/json")
    answer.vary.add("Accept")
    return answer


def _editions(reference: str, asked: Asked, *, as_json: bool) -> Response:
    """Every version that an address may mean, each with its state that day and what carries it on."""
    head = reference.partition("@")[0]
    found = list_editions(installation(), head, as_of=asked.day, known_at=asked.known_at, viewer=asked.viewer)
    if as_json:
        return _json(EditionsBody(found))
    day = asked.day or installation().clock.today()
    answer = make_response(
        render_template("library/editions.html", editions=found, asked=asked, day=day, id=head)
    )
    answer.vary.add("Accept")
    return answer


@blueprint.get("/kriterium-dag")
def criterion_on_day() -> BaseResponse:
    """The way from the form "what held on a day" to the permanent address of the answer."""
    day, known = _asked_again()
    return redirect(url_for("library.criterion", ref=request.args.get("ref", ""), dag=day, kant=known))


@blueprint.get("/grupp-dag")
def group_on_day() -> BaseResponse:
    """The same way for a product group."""
    day, known = _asked_again()
    return redirect(url_for("library.group", group_id=request.args.get("grupp", ""), dag=day, kant=known))


def _asked_again() -> tuple[str | None, str | None]:
    """Day and moment as they were typed; what is empty is left out of the address."""
    day, known = (request.args.get(name, "").strip() or None for name in ("dag", "kant"))
    return day, known
