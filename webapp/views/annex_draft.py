# SPDX-License-Identifier: EUPL-1.2
"""The tender annex of a set that is not locked yet, on screen only: nothing is stored, nothing exported."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from criteria.documents.annex import AnnexPart
from criteria.services.annex import LANGUAGES, preview_annex
from criteria.services.sets import show_set
from webapp.context import actor, installation
from webapp.set_forms import code_of
from webapp.set_page import build_page
from webapp.words_sets import PARTS

blueprint = Blueprint("annex_draft", __name__, url_prefix="/kravuppsattning/<set_id>/utkast")


@blueprint.get("")
def show(set_id: str) -> ResponseReturnValue:
    """The draft as the supplier would see it; a set with a seal has its annex instead."""
    view = show_set(installation(), actor(), set_id)
    if view.seal is not None:
        return redirect(url_for("annex.show", set_id=set_id))
    part = code_of(AnnexPart, request.args.get("del", AnnexPart.ALL.value), "part")
    language = request.args.get("sprak", LANGUAGES[0])
    return render_template(
        "sets/draft.html",
        page=build_page(view, here="draft"),
        set=view,
        document=preview_annex(installation(), actor(), set_id, part, language),
        kind=lambda block: type(block).__name__,
        part=part.value,
        parts=[item.value for item in AnnexPart],
        chosen_language=language,
        languages=LANGUAGES,
        PARTS=PARTS,
    )
