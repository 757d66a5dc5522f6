# SPDX-License-Identifier: EUPL-1.2
"""Contracts over the API: opening one with its plan, its forms and report, and follow-up tasks."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from criteria.schemas.derived import schema_of
from followup.services import declaration_forms, reports, templates
from followup.services.contract_views import ContractView, TaskView
from followup.services.contracts import ContractRequest, open_contract
from followup.services.contracts import list_contracts as find_contracts
from followup.services.contracts import show_contract as find_contract
from followup.services.declaration_forms import FormRequest, make_declaration_form
from followup.services.made_files import MEDIA_TYPES
from followup.services.reports import ReportRequest, make_contract_report
from followup.services.tasks import (
    ExtraTask,
    TaskPage,
    TaskQuery,
    add_task,
    assess_task,
    cancel_task,
    postpone_task,
    reassign_task,
    receive_evidence,
    remind_supplier,
    request_evidence,
)
from followup.services.tasks import list_tasks as find_tasks
from followup.services.tasks import show_task as find_task
from followup.services.templates import TemplateRequest, make_template_form
from webapp.api.arguments import (
    AskSupplier,
    Assign,
    DeclarationFormArgs,
    GiveReason,
    NameEvidence,
    Postpone,
    ReportArgs,
    TasksArgs,
    TemplateArgs,
)
from webapp.api.frame import ApiBlueprint, answer, file_answer, language
from webapp.context import actor, installation
from webapp.shapes import in_words
from webapp.shapes_followup import ContractsBody, ContractSchema, TasksBody

blueprint = ApiBlueprint("api_contracts", __name__, description="Contracts and their follow-up plans.")


def _contract(view: ContractView, status: int = 200) -> Response:
    return answer(in_words(view, "warnings", language()), status)


@blueprint.route("/contracts")
@blueprint.response(200, schema_of(ContractsBody))
def list_contracts() -> Response:
    """List contracts in figures, the newest first."""
    return answer(ContractsBody(find_contracts(installation(), actor())))


@blueprint.route("/contracts", methods=["POST"])
@blueprint.arguments(schema_of(ContractRequest))
@blueprint.response(201, ContractSchema)
def make_contract(given: ContractRequest) -> Response:
    """Open a contract from a sealed set; its follow-up plan is there at once."""
    view = open_contract(installation(), actor(), given)
    made = _contract(view, 201)
    made.headers["Location"] = url_for("api_contracts.show_contract", contract_id=view.id)
    return made


@blueprint.route("/contracts/<contract_id>")
@blueprint.response(200, ContractSchema)
def show_contract(contract_id: str) -> Response:
    """Show a contract with its plan, its risk and how each requirement stands."""
    return _contract(find_contract(installation(), actor(), contract_id))


@blueprint.route("/contracts/<contract_id>/declaration-form")
@blueprint.arguments(DeclarationFormArgs, location="query")
@blueprint.files(MEDIA_TYPES[item] for item in declaration_forms.FORMATS)
def declaration_form(given: dict[str, Any], contract_id: str) -> Response:
    """Download the declaration form: XLSX to fill in and send back, PDF to read and sign."""
    request = FormRequest(given["format"], given["lang"], given["reply_by"])
    return file_answer(make_declaration_form(installation(), actor(), contract_id, request))


@blueprint.route("/contracts/<contract_id>/lines/<number>/template")
@blueprint.arguments(TemplateArgs, location="query")
@blueprint.files(MEDIA_TYPES[item] for item in templates.FORMATS)
def template(given: dict[str, Any], contract_id: str, number: str) -> Response:
    """Download the one-page follow-up form of a requirement."""
    request = TemplateRequest(number, given["format"], given["lang"])
    return file_answer(make_template_form(installation(), actor(), contract_id, request))


@blueprint.route("/contracts/<contract_id>/report")
@blueprint.arguments(ReportArgs, location="query")
@blueprint.files(MEDIA_TYPES[item] for item in reports.FORMATS)
def report(given: dict[str, Any], contract_id: str) -> Response:
    """Download the follow-up report of a contract as it stands today."""
    request = ReportRequest(given["format"], given["lang"])
    return file_answer(make_contract_report(installation(), actor(), contract_id, request))


@blueprint.route("/tasks")
@blueprint.arguments(TasksArgs, location="query")
@blueprint.response(200, schema_of(TasksBody))
def list_tasks(given: dict[str, Any]) -> Response:
    """List tasks by due date."""
    query = TaskQuery(
        given["due_before"], given["person"], given["contract"], only_open=not given["everything"]
    )
    return answer(TasksBody(find_tasks(installation(), actor(), query)))


@blueprint.route("/tasks", methods=["POST"])
@blueprint.arguments(schema_of(ExtraTask))
@blueprint.response(201, schema_of(TaskView))
def make_task(given: ExtraTask) -> Response:
    """Add a check because something happened."""
    return answer(add_task(installation(), actor(), given), 201)


@blueprint.route("/tasks/<task_id>")
@blueprint.response(200, schema_of(TaskPage))
def show_task(task_id: str) -> Response:
    """Show a task with everything that happened to it."""
    return answer(find_task(installation(), actor(), task_id))


@blueprint.route("/tasks/<task_id>/request", methods=["POST"])
@blueprint.arguments(schema_of(AskSupplier))
@blueprint.response(200, schema_of(TaskView))
def ask_supplier(given: AskSupplier, task_id: str) -> Response:
    """Note that the supplier was asked for evidence."""
    return answer(request_evidence(installation(), actor(), task_id, given.reply_by, given.contact))


@blueprint.route("/tasks/<task_id>/remind", methods=["POST"])
@blueprint.arguments(schema_of(AskSupplier))
@blueprint.response(200, schema_of(TaskView))
def remind(given: AskSupplier, task_id: str) -> Response:
    """Note that the supplier was reminded."""
    return answer(remind_supplier(installation(), actor(), task_id, given.reply_by))


@blueprint.route("/tasks/<task_id>/receive", methods=["POST"])
@blueprint.arguments(schema_of(NameEvidence))
@blueprint.response(200, schema_of(TaskView))
def receive(given: NameEvidence, task_id: str) -> Response:
    """Note that evidence has come."""
    return answer(receive_evidence(installation(), actor(), task_id, given.evidence))


@blueprint.route("/tasks/<task_id>/assess", methods=["POST"])
@blueprint.response(200, schema_of(TaskView))
def assess(task_id: str) -> Response:
    """Begin to assess a task."""
    return answer(assess_task(installation(), actor(), task_id))


@blueprint.route("/tasks/<task_id>/postpone", methods=["POST"])
@blueprint.arguments(schema_of(Postpone))
@blueprint.response(200, schema_of(TaskView))
def postpone(given: Postpone, task_id: str) -> Response:
    """Move a task to a later date, at most twice."""
    return answer(postpone_task(installation(), actor(), task_id, given.to, given.reason))


@blueprint.route("/tasks/<task_id>/cancel", methods=["POST"])
@blueprint.arguments(schema_of(GiveReason))
@blueprint.response(200, schema_of(TaskView))
def cancel(given: GiveReason, task_id: str) -> Response:
    """Cancel a task; the reason is the recorded decision."""
    return answer(cancel_task(installation(), actor(), task_id, given.reason))


@blueprint.route("/tasks/<task_id>/assign", methods=["POST"])
@blueprint.arguments(schema_of(Assign))
@blueprint.response(200, schema_of(TaskView))
def assign(given: Assign, task_id: str) -> Response:
    """Give a task to another person."""
    return answer(reassign_task(installation(), actor(), task_id, given.person))
