# SPDX-License-Identifier: EUPL-1.2
"""Contracts: the register, opening one from a locked set, and how sure a contract is."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, ngettext

from criteria.errors import CriteriaError, FindingsError, InvalidInputError, NotFoundError, RefusedError
from criteria.library.vocabulary import FilledBy
from criteria.people.model import Permission
from criteria.requirements.model import SetStatus
from criteria.services.access import list_people
from criteria.services.library import list_groups
from criteria.services.sets import list_sets, show_set
from criteria.services.sets_views import SetView
from followup.plan.model import CLOSED
from followup.services.contract_views import ContractView
from followup.services.contracts import list_contracts, open_contract, show_contract
from followup.services.declarations import list_declarations
from followup.services.deviations import list_deviations
from followup.services.evidence import list_evidence
from followup.services.outcomes import list_outcomes
from webapp.context import actor, installation, whole_number
from webapp.contract_forms import award_lines, fields_of, read_request
from webapp.contract_next import next_steps
from webapp.contract_page import build_contract_page, certainty_of, criterion_url, states_of
from webapp.followup_words import faults_of, issue_words
from webapp.followup_words import show as render
from webapp.task_page import requirement_facts

blueprint = Blueprint("contracts", __name__)
PAGE = 50
_READY = (SetStatus.LOCKED, SetStatus.CLOSED_FOR_TENDERS, SetStatus.CONTRACTED)


@blueprint.get("/kontrakt")
def index() -> str:
    """The register: every contract with how sure it is, what is late first."""
    today = installation().clock.today()
    every = list_contracts(installation(), actor())
    query = request.args.get("q", "").strip()
    state = request.args.get("lage", "")
    found = [item for item in every if query.casefold() in f"{item.title} {item.supplier}".casefold()]
    if state == "pagar":
        found = [item for item in found if item.start <= today <= item.end]
    elif state == "forsenat":
        found = [item for item in found if item.overview.tasks_overdue]
    elif state:
        found = [item for item in found if item.overview.shown_as.get(state)]
    found.sort(
        key=lambda item: (-item.overview.tasks_overdue, item.overview.next_due or item.end, item.title)
    )
    shown = whole_number(request.args.get("visa", ""), low=PAGE, high=10_000, default=PAGE)
    total: dict[str, int] = {}
    for item in every:
        for name, count in item.overview.shown_as.items():
            total[name] = total.get(name, 0) + count
    return render(
        "contracts/index.html",
        contracts=[(item, certainty_of(item.overview.shown_as)) for item in found[:shown]],
        every=len(every),
        found=len(found),
        certainty=certainty_of(total),
        overdue=sum(item.overview.tasks_overdue for item in every),
        states=states_of(total),
        q=query,
        state=state,
        more=url_for("contracts.index", q=query or None, lage=state or None, visa=shown + PAGE)
        if len(found) > shown
        else "",
        can_open=actor().may(Permission.MANAGE_CONTRACTS),
    )


@blueprint.get("/kontrakt/nytt")
def new() -> str:
    """The form for a contract; without a set, the choice of one."""
    set_id = request.args.get("set", "")
    if not set_id:
        ready = [item for item in list_sets(installation(), actor()) if item.status in _READY]
        return render("contracts/choose.html", sets=ready)
    typed = {"owner": actor().user_id}
    return _new_page(show_set(installation(), actor(), set_id), typed, {})


@blueprint.post("/kontrakt/nytt")
def create() -> ResponseReturnValue:
    """Open the contract with its whole plan."""
    view = show_set(installation(), actor(), request.form.get("set", ""))
    typed = {name: value for name, value in request.form.items() if name != "checked"}
    asked, faults = read_request(view)
    if asked is None:
        return _new_page(view, typed, faults), 400
    try:
        opened = open_contract(installation(), actor(), asked)
    except (InvalidInputError, RefusedError, FindingsError, NotFoundError) as error:
        if error.code == "contract.exists":
            flash(gettext("Leverantören har redan ett kontrakt på kravuppsättningen. Här är det."))
            return redirect(url_for("contracts.show", contract_id=error.values["contract"]))
        return _new_page(view, typed, _told(error, view)), _status(error)
    flash(
        ngettext(
            "Kontraktet är registrerat och planen är klar: %(num)s uppgift.",
            "Kontraktet är registrerat och planen är klar: %(num)s uppgifter.",
            len(opened.plan),
        )
    )
    return redirect(url_for("contracts.show", contract_id=opened.id))


def _told(error: CriteriaError, view: SetView) -> dict[str, str]:
    """The faults by field; a blank is called what the form calls it, not by its name in the library."""
    faults = faults_of(error, fields_of(view), "hela")
    for line in award_lines(view):
        for item in line.parameters:
            label = gettext("erbjudet värde (%(unit)s)", unit=item.unit) if item.unit else ""
            field = f"offered-{line.line}"
            if field in faults:
                faults[field] = faults[field].replace(item.name, label or gettext("erbjudet värde"))
    return faults


def _group_title(view: ContractView) -> str:
    """The product group whose risk was counted, as its own page calls it; empty where none was known."""
    groups = {group.id: group.title for group in list_groups(installation())}
    title = groups.get(view.risk.group or "")
    if title is None:
        return ""
    return title.en if str(get_locale()) == "en" and title.en else title.sv


def _status(error: CriteriaError) -> int:
    return 400 if isinstance(error, InvalidInputError) else 422


def _new_page(view: SetView, typed: dict[str, str], faults: dict[str, str]) -> str:
    return render(
        "contracts/new.html",
        set=view,
        award=award_lines(view),
        people=list_people(installation(), actor()),
        typed=typed,
        checked=request.form.getlist("checked"),
        faults=faults,
        TENDERER=FilledBy.TENDERER,
        ready=view.status in _READY,
    )


@blueprint.get("/kontrakt/<contract_id>")
def show(contract_id: str) -> str:
    """A contract: how sure, per requirement, and the plan."""
    view = show_contract(installation(), actor(), contract_id)
    outcomes = list_outcomes(installation(), actor(), contract_id)
    page = build_contract_page(view, outcomes, installation().clock.today(), actor().user_id)
    declarations = list_declarations(installation(), actor(), contract_id)
    return render(
        "contracts/show.html",
        page=page,
        steps=next_steps(
            page.next_task,
            list_deviations(installation(), actor(), contract_id, only_open=True),
            declared=bool(declarations),
            asks=bool(page.rows),
        ),
        group=_group_title(view),
        contract=view,
        outcomes=outcomes,
        warnings=[issue_words(issue) for issue in view.warnings if issue.severity.value != "note"],
        notes=[issue_words(issue) for issue in view.warnings if issue.severity.value == "note"],
        declarations=declarations,
        evidence=list_evidence(installation(), actor(), contract_id),
        can_log=actor().may(Permission.LOG_OUTCOMES),
        can_manage=actor().may(Permission.MANAGE_CONTRACTS),
    )


@blueprint.get("/kontrakt/<contract_id>/krav/<int:line>")
def requirement(contract_id: str, line: int) -> str:
    """One requirement of a contract: the exact words, how it is checked, and everything found so far."""
    facts = requirement_facts(contract_id, line)
    waiting = [task for task in facts.tasks if task.status not in CLOSED]
    deviations = list_deviations(installation(), actor(), contract_id, only_open=True)
    return render(
        "contracts/requirement.html",
        facts=facts,
        waiting=waiting,
        deviations=[item for item in deviations if item.line == line],
        criterion=None if facts.line.ref is None else criterion_url(facts.line.ref),
        can_log=actor().may(Permission.LOG_OUTCOMES),
    )
