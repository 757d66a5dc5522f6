# SPDX-License-Identifier: EUPL-1.2
"""The tender annex (kravbilaga) of a locked set: what the supplier will see, and the files."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from criteria.documents.annex import AnnexPart, annex_document
from criteria.errors import InvalidInputError
from criteria.requirements.model import SetStatus
from criteria.services.annex import LANGUAGES, AnnexFormat, AnnexRequest, export_annex
from criteria.services.sets import show_set
from criteria.services.sets_life import get_sealed_set
from webapp.context import actor, installation
from webapp.set_forms import code_of
from webapp.set_page import build_page, contract_url
from webapp.words_sets import FORMAT_USES, FORMATS, PARTS, SECTIONS

blueprint = Blueprint("annex", __name__, url_prefix="/kravuppsattning/<set_id>/bilaga")
#: A contract may follow at once by direct award, or when the tender period is over.
_READY_FOR_CONTRACT = (SetStatus.LOCKED, SetStatus.CLOSED_FOR_TENDERS, SetStatus.CONTRACTED)


@blueprint.get("")
def show(set_id: str) -> ResponseReturnValue:
    """The annex as the supplier will see it; a set without a seal has none."""
    view = show_set(installation(), actor(), set_id)
    if view.seal is None:
        return redirect(url_for("sets.show", set_id=set_id))
    part, language = _part(), _language()
    sealed = get_sealed_set(installation(), actor(), set_id)
    kinds = {line.requirement.type for line in sealed.sealed.lines}
    return render_template(
        "sets/annex.html",
        page=build_page(view, here="annex"),
        set=view,
        sealed=sealed.sealed,
        document=annex_document(sealed.sealed, sealed.seal, part, language),
        kind=lambda block: type(block).__name__,
        part=part.value,
        chosen_language=language,
        languages=LANGUAGES,
        parts=[item.value for item in AnnexPart if item is AnnexPart.ALL or _KINDS[item.value] in kinds],
        formats=[item.value for item in AnnexFormat],
        contract=contract_url(set_id) if view.status in _READY_FOR_CONTRACT else None,
        PARTS=PARTS,
        FORMATS=FORMATS,
        FORMAT_USES=FORMAT_USES,
        SECTIONS=SECTIONS,
    )


@blueprint.get("/<file_format>")
def download(set_id: str, file_format: str) -> ResponseReturnValue:
    """One file of the annex; made at the first call and the same bytes ever after."""
    chosen = code_of(AnnexFormat, file_format, "format")
    part = AnnexPart.ALL if chosen is AnnexFormat.JSON else _part()
    export = export_annex(installation(), actor(), set_id, AnnexRequest(chosen, part, _language()))
    return send_file(
        BytesIO(export.content),
        mimetype=export.media_type,
        as_attachment=True,
        download_name=export.file_name,
        etag=export.sha256,
    )


_KINDS = {
    "specification": "technical_specification",
    "award": "award_criterion",
    "contract": "performance_condition",
    "qualification": "selection_requirement",
}


def _part() -> AnnexPart:
    return code_of(AnnexPart, request.args.get("del", AnnexPart.ALL.value), "part")


def _language() -> str:
    language = request.args.get("sprak", "sv")
    if language not in LANGUAGES:
        raise InvalidInputError("annex.language", where="language", given=language)
    return language
