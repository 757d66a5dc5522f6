# SPDX-License-Identifier: EUPL-1.2
"""Handing out an extract about a wording ("utdrag om lydelse") as a file."""

from __future__ import annotations

from flask import Blueprint, Response, request

from criteria.errors import InvalidInputError
from criteria.services.extract_contents import Question
from criteria.services.extracts import ExtractFormat, ExtractRequest, make_extract
from webapp.context import actor, day_asked, installation, moment_asked, viewer
from webapp.downloads import attachment

blueprint = Blueprint("extracts", __name__)


@blueprint.get("/utdrag")
def make() -> Response:
    """``?om=`` names a criterion or a set and its line, ``?dag=`` the day, ``?kant=`` as known when."""
    given = request.args.get("form", ExtractFormat.PDF.value)
    if given not in {item.value for item in ExtractFormat}:
        raise InvalidInputError("extract.format", where="form", given=given)
    day = day_asked() or installation().clock.today()
    made = make_extract(
        installation(),
        actor(),
        ExtractRequest(
            about=request.args.get("om", "").strip(),
            asked=Question(day, moment_asked(), viewer()),
            format=ExtractFormat(given),
            language=request.args.get("sprak", "sv"),
        ),
    )
    return attachment(made.content, made.media_type, made.file_name, made.sha256)
