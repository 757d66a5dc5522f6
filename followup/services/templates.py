# SPDX-License-Identifier: EUPL-1.2
"""The follow-up form of one requirement or one criterion as a file: one page to print and fill in."""

from __future__ import annotations

from dataclasses import dataclass

from criteria.errors import RefusedError
from criteria.library.model import Words
from criteria.people.model import Actor, Permission
from criteria.requirements.model import SealedLine
from criteria.requirements.parameters import blanks, default_values, fill
from criteria.services.installation import Installation
from criteria.services.library import show_criterion
from criteria.storage.database import Session
from followup.contracts.model import Contract
from followup.declarations.form import contract_text
from followup.documents.model import TemplateForm
from followup.documents.template import template_document
from followup.plan.lifecycle import is_open
from followup.plan.model import SamplePlan, Task
from followup.plan.planning import min_strength_of
from followup.sampling.size import SampleSize
from followup.sampling.words import sampling_sentence
from followup.services.contract_views import pinned_set
from followup.services.evidence import line_of
from followup.services.made_files import FileFormat, MadeFile, check_format, check_language, head_of, render
from followup.services.people_names import people_of
from followup.storage.contract_store import ContractStore, TaskFilter

FORMATS = (FileFormat.PDF, FileFormat.DOCX)
#: A line to write on.
_BLANK = "_" * 20


@dataclass(frozen=True, slots=True)
class TemplateRequest:
    """Which form: the requirement by number, line or reference, the format and the language."""

    line: str
    format: FileFormat = FileFormat.PDF
    language: str = "sv"


def make_template_form(
    installation: Installation, actor: Actor, contract_id: str, request: TemplateRequest
) -> MadeFile:
    """The form of a requirement of a contract, filled in with its next open task.

    Raises:
        NotFoundError: ``contract.unknown``.
        InvalidInputError: ``evidence.line_unknown``, ``document.format`` or ``annex.language``.
        RefusedError: ``template.none`` for a requirement of the set's own that has no template.
    """
    actor.require(Permission.READ)
    check_format(request.format, FORMATS)
    check_language(request.language)
    with installation.reading() as session:
        contract = ContractStore(session).get(contract_id, actor.organisation_id).contract
        sealed = pinned_set(session, contract)
        line = line_of(sealed, request.line)
        task = _next_task(session, contract, line)
        people = people_of(session, actor.organisation_id).names
    template = line.requirement.follow_up
    if template is None:
        raise RefusedError("template.none", where=line.number, number=line.number)
    form = TemplateForm(
        head=head_of(contract, sealed, contract.opened_at, to_supplier=False),
        made_at=contract.opened_at,
        number=line.number,
        ref=line.ref,
        title=line.requirement.title,
        text=contract_text(line, contract),
        type=line.requirement.type,
        level=line.requirement.level,
        template=template,
        methods=line.methods or template.methods,
        role=line.role or template.role,
        min_strength=min_strength_of(line),
        due_on=None if task is None else task.due_on,
        person=None if task is None or task.person_id is None else people.get(task.person_id),
        sample=None if task is None else _sample(task.planned.sample, request.language),
    )
    name = f"uppfoljning-{contract.id}-{line.number}"
    return render(template_document(form, request.language), request.format, name)


def make_criterion_form(
    installation: Installation, request: TemplateRequest, viewer_id: str | None = None
) -> MadeFile:
    """The form of a criterion in the library, which says nothing of contract or supplier.

    ``request.line`` is the criterion's reference; ``viewer_id`` the organisation whose own criteria may be
    seen. A blank without a value of its own is left open, as it is in the criterion.

    Raises:
        NotFoundError: ``criterion.unknown`` or ``criterion.not_in_force``.
        RefusedError: ``criterion.ambiguous``.
        InvalidInputError: ``document.format`` or ``annex.language``.
    """
    check_format(request.format, FORMATS)
    check_language(request.language)
    criterion = show_criterion(installation, request.line, viewer=viewer_id)
    form = TemplateForm(
        head=None,
        made_at=criterion.recorded_at,
        number=f"{criterion.id}:{criterion.version}",
        ref=criterion.ref,
        title=criterion.title,
        text=_with_lines(fill(criterion.text, criterion.parameters, default_values(criterion.parameters))),
        type=criterion.type,
        level=criterion.level,
        template=criterion.follow_up,
        methods=criterion.follow_up.methods,
        role=criterion.follow_up.role,
        min_strength=criterion.follow_up.min_strength,
    )
    name = f"uppfoljning-{criterion.ref.replace(':', '-').replace('@', '-')}"
    return render(template_document(form, request.language), request.format, name)


def _with_lines(text: Words) -> Words:
    """The text with a line to write on in place of each blank that has no value."""
    sv, en = text.sv, text.en
    for name in blanks(sv):
        sv = sv.replace(f"{{{name}}}", _BLANK)
        en = None if en is None else en.replace(f"{{{name}}}", _BLANK)
    return Words(sv, en)


def _next_task(session: Session, contract: Contract, line: SealedLine) -> Task | None:
    wanted = TaskFilter(contract.organisation_id, contract.id, line=line.line)
    return next((task for task in ContractStore(session).list_tasks(wanted) if is_open(task)), None)


def _sample(plan: SamplePlan | None, language: str) -> str | None:
    return (
        None if plan is None else sampling_sentence(SampleSize(plan.population, plan.size), language=language)
    )
