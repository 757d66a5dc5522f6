# SPDX-License-Identifier: EUPL-1.2
"""The pages of labels: all of them, and one with its six points and what it settles."""

from __future__ import annotations

from flask import Blueprint, render_template

from criteria.services.labels import list_label_lines, show_label
from criteria.services.library import list_groups
from webapp import words_library
from webapp.context import day_asked, installation, viewer

blueprint = Blueprint("labels", __name__)
_WORDS = (
    "LABEL_KINDS",
    "LABEL_POINTS",
    "LABEL_USES",
    "POINT_VERDICTS",
    "USE_ADVICE",
    "VERDICT_MARKS",
)


@blueprint.get("/markningar")
def index() -> str:
    """All labels, with what each may be used for."""
    lines = list_label_lines(installation(), as_of=day_asked(), viewer=viewer())
    return render_template("labels.html", lines=lines, **_words())


@blueprint.get("/markningar/<label_id>")
def show(label_id: str) -> str:
    """One label: how it may be used, the six points, the register, and what it settles."""
    page = show_label(installation(), label_id, as_of=day_asked(), viewer=viewer())
    titles = {group.id: group.title for group in list_groups(installation(), viewer=viewer())}
    return render_template("label.html", page=page, titles=titles, **_words())


def _words() -> dict[str, object]:
    return {name: getattr(words_library, name) for name in _WORDS}
