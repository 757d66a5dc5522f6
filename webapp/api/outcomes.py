# SPDX-License-Identifier: EUPL-1.2
"""What was found, over the API: declarations, evidence, outcomes and deviations."""

from __future__ import annotations

from typing import Any

from flask import Response

from criteria.schemas.derived import schema_of
from followup.evidence.file_type import MEDIA_TYPES
from followup.evidence.strength import Claim, parse_kind
from followup.services.declarations import DeclarationView, return_declaration, submit_declaration
from followup.services.declarations import list_declarations as find_declarations
from followup.services.declarations import show_declaration as find_declaration
from followup.services.deviations import (
    DeviationRequest,
    DeviationView,
    advance_deviation,
    open_deviation,
)
from followup.services.deviations import list_deviations as find_deviations
from followup.services.deviations import show_deviation as find_deviation
from followup.services.evidence import NewEvidence, NewFile, open_evidence
from followup.services.evidence import add_evidence as keep_evidence
from followup.services.evidence import list_evidence as find_evidence
from followup.services.figures import Trace, trace_outcome
from followup.services.outcomes import OutcomeRequest, OutcomeView, log_outcome
from followup.services.outcomes import list_outcomes as find_outcomes
from followup.services.outcomes import show_outcome as find_outcome
from webapp.api.arguments import (
    DeviationsArgs,
    EvidenceArgs,
    FileNameArgs,
    GiveReason,
    OpenDeviation,
    OutcomesArgs,
    TakeDeviationStep,
)
from webapp.api.frame import FILE_BODY, ApiBlueprint, answer, file_answer, language, sent_file
from webapp.context import actor, installation
from webapp.shapes import in_words
from webapp.shapes_followup import (
    AddedEvidenceSchema,
    DeclarationsBody,
    DeclarationSchema,
    DeviationsBody,
    EvidenceBody,
    OutcomesBody,
)

blueprint = ApiBlueprint("api_outcomes", __name__, description="What was found, and what it rests on.")


def _declaration(view: DeclarationView, status: int = 200) -> Response:
    return answer(in_words(view, "lacks", language()), status)


@blueprint.route("/contracts/<contract_id>/declarations")
@blueprint.response(200, schema_of(DeclarationsBody))
def list_declarations(contract_id: str) -> Response:
    """List the declarations of a contract, the last received first."""
    return answer(DeclarationsBody(find_declarations(installation(), actor(), contract_id)))


@blueprint.route("/contracts/<contract_id>/declarations", methods=["POST"])
@blueprint.doc(requestBody=FILE_BODY)
@blueprint.arguments(FileNameArgs, location="query")
@blueprint.response(201, DeclarationSchema)
def take_declaration(given: dict[str, Any], contract_id: str) -> Response:
    """Take in a filled XLSX form; a form for another contract or seal is refused."""
    file = NewFile(given["name"], sent_file())
    return _declaration(submit_declaration(installation(), actor(), file, contract_id), 201)


@blueprint.route("/declarations/<declaration_id>")
@blueprint.response(200, DeclarationSchema)
def show_declaration(declaration_id: str) -> Response:
    """Show a declaration with all its answers."""
    return _declaration(find_declaration(installation(), actor(), declaration_id))


@blueprint.route("/declarations/<declaration_id>/return", methods=["POST"])
@blueprint.arguments(schema_of(GiveReason))
@blueprint.response(200, DeclarationSchema)
def send_declaration_back(given: GiveReason, declaration_id: str) -> Response:
    """Send a declaration that lacks answers back; what came in stays as it came."""
    return _declaration(return_declaration(installation(), actor(), declaration_id, given.reason))


@blueprint.route("/contracts/<contract_id>/evidence")
@blueprint.response(200, schema_of(EvidenceBody))
def list_evidence(contract_id: str) -> Response:
    """List the evidence of a contract in the order it came."""
    return answer(EvidenceBody(find_evidence(installation(), actor(), contract_id)))


@blueprint.route("/contracts/<contract_id>/evidence", methods=["POST"])
@blueprint.doc(requestBody=FILE_BODY)
@blueprint.arguments(EvidenceArgs, location="query")
@blueprint.response(201, AddedEvidenceSchema)
def add_evidence(given: dict[str, Any], contract_id: str) -> Response:
    """Keep a file as evidence about requirements of a contract."""
    claim = Claim(parse_kind(given["kind"]), given["own_finding"], given["equivalent_because"])
    new = NewEvidence(tuple(given["about"]), claim, given["dated_on"], given["valid_to"], given["note"])
    file = NewFile(given["name"], sent_file())
    added = keep_evidence(installation(), actor(), contract_id, file, new)
    return answer(in_words(added, "issues", language()), 201)


@blueprint.route("/evidence/<evidence_id>/file")
@blueprint.files(MEDIA_TYPES)
def evidence_file(evidence_id: str) -> Response:
    """Download the file of a piece of evidence, after its hash has been checked."""
    # Somebody else's file: an attachment of the type it was stored as, so no browser shows it as ours.
    return file_answer(open_evidence(installation(), actor(), evidence_id))


@blueprint.route("/contracts/<contract_id>/outcomes")
@blueprint.arguments(OutcomesArgs, location="query")
@blueprint.response(200, schema_of(OutcomesBody))
def list_outcomes(given: dict[str, Any], contract_id: str) -> Response:
    """List the outcomes of a contract, oldest first."""
    return answer(OutcomesBody(find_outcomes(installation(), actor(), contract_id, given["line"])))


@blueprint.route("/outcomes", methods=["POST"])
@blueprint.arguments(schema_of(OutcomeRequest))
@blueprint.response(201, schema_of(OutcomeView))
def add_outcome(given: OutcomeRequest) -> Response:
    """Log an outcome for one requirement of a contract; it is never changed, only corrected by another."""
    return answer(log_outcome(installation(), actor(), given), 201)


@blueprint.route("/outcomes/<outcome_id>")
@blueprint.response(200, schema_of(OutcomeView))
def show_outcome(outcome_id: str) -> Response:
    """Show an outcome and how it is shown."""
    return answer(find_outcome(installation(), actor(), outcome_id))


@blueprint.route("/outcomes/<outcome_id>/trace")
@blueprint.response(200, schema_of(Trace))
def trace(outcome_id: str) -> Response:
    """Walk from an outcome back to the words of the criterion version, proving each pin."""
    return answer(trace_outcome(installation(), actor(), outcome_id))


@blueprint.route("/outcomes/<outcome_id>/deviation", methods=["POST"])
@blueprint.arguments(schema_of(OpenDeviation))
@blueprint.response(201, schema_of(DeviationView))
def make_deviation(given: OpenDeviation, outcome_id: str) -> Response:
    """Open a deviation on an outcome that made none by itself."""
    return answer(open_deviation(installation(), actor(), outcome_id, given.text), 201)


@blueprint.route("/deviations")
@blueprint.arguments(DeviationsArgs, location="query")
@blueprint.response(200, schema_of(DeviationsBody))
def list_deviations(given: dict[str, Any]) -> Response:
    """List deviations, the latest found first."""
    found = find_deviations(installation(), actor(), given["contract"], only_open=given["only_open"])
    return answer(DeviationsBody(found))


@blueprint.route("/deviations/<deviation_id>")
@blueprint.response(200, schema_of(DeviationView))
def show_deviation(deviation_id: str) -> Response:
    """Show a deviation with its steps."""
    return answer(find_deviation(installation(), actor(), deviation_id))


@blueprint.route("/deviations/<deviation_id>/steps", methods=["POST"])
@blueprint.arguments(schema_of(TakeDeviationStep))
@blueprint.response(200, schema_of(DeviationView))
def take_step(given: TakeDeviationStep, deviation_id: str) -> Response:
    """Take a deviation one step on: notify, answer, decide, plan, recheck, close, escalate or waive."""
    request = DeviationRequest(deviation_id, given.kind, given.text, given.by_date, given.severity)
    return answer(advance_deviation(installation(), actor(), request))
