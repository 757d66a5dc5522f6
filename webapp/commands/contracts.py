# SPDX-License-Identifier: EUPL-1.2
"""Commands about contracts: opening one with its plan, showing and listing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from criteria.exchange.safe_yaml import MAX_BYTES
from followup.services.bound_file import propose_bound, read_bound
from followup.services.contract_views import ContractLine, ContractSummary, ContractView, TaskView
from followup.services.contracts import ContractRequest, list_contracts, open_contract, show_contract
from webapp.commands.frame import DATE, Frame, noun, pass_frame
from webapp.messages.catalogue import message
from webapp.shapes import in_words
from webapp.shapes_followup import ContractsBody

contract = noun("contract", "Contracts and their follow-up plans.")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contract.command("open")
@click.option("--set", "set_id", required=True, metavar="SET", help="A locked set, or one past its deadline.")
@click.option("--supplier", metavar="ORGNR", help="Swedish organisation number or EU VAT number.")
@click.option("--supplier-id", metavar="COUNTRY:ID", help="Foreign id, with --supplier-name.")
@click.option("--supplier-name", metavar="N")
@click.option("--start", "starts_on", type=DATE, required=True)
@click.option("--end", "ends_on", type=DATE, required=True, help="Last day.")
@click.option("--value", metavar="SEK", help="Value of the whole contract without VAT.")
@click.option("--owner", metavar="USER", help="Who answers for the contract (default: who acts).")
@click.option("--bound", type=_FILE, help="What the winner offered; see contract bound.")
@pass_frame
def contract_open(frame: Frame, /, bound: Path | None, **given: Any) -> None:
    """Open a contract from a sealed set; its follow-up plan is there at once."""
    said = None if bound is None else read_bound(_content(bound), str(bound))
    request = ContractRequest(**given, bound=said)
    view = open_contract(frame.installation, frame.actor, request)
    for issue in view.warnings:
        frame.say(frame.issue_text(issue))
    frame.give(in_words(view, "warnings", frame.language), _text(frame, view))


@contract.command("bound")
@click.option("--set", "set_id", required=True, metavar="SET")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@pass_frame
def contract_bound(frame: Frame, set_id: str, output: Path | None) -> None:
    """Write a file for --bound with a row for each award criterion, to be filled in."""
    text = propose_bound(frame.installation, frame.actor, set_id)
    if output is None:
        frame.give({"bound": text}, text)
        return
    output.write_text(text, encoding="utf-8")
    frame.give({"file": str(output), "bound": text}, str(output))


@contract.command("show")
@click.argument("contract_id", metavar="CONTRACT")
@pass_frame
def contract_show(frame: Frame, contract_id: str) -> None:
    """Show a contract with its plan, its risk and how each requirement stands."""
    view = show_contract(frame.installation, frame.actor, contract_id)
    for issue in view.warnings:
        frame.say(frame.issue_text(issue))
    frame.give(in_words(view, "warnings", frame.language), _text(frame, view))


@contract.command("list")
@pass_frame
def contract_list(frame: Frame) -> None:
    """List contracts in figures, the newest first."""
    found = list_contracts(frame.installation, frame.actor)
    frame.give(ContractsBody(found), "\n".join(_row(item) for item in found) or "Inga kontrakt.")


def _content(path: Path) -> bytes:
    # One byte more than is allowed is enough to refuse a file of any size.
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _row(item: ContractSummary) -> str:
    figures = item.overview
    unchecked = figures.shown_as["unchecked"]
    return (
        f"{item.id}  {item.start}–{item.end}  {item.title}, {item.supplier}. "
        f"Okontrollerade krav: {unchecked}. "
        f"Öppna uppgifter: {figures.tasks_open}, varav försenade: {figures.tasks_overdue}"
    )


def _text(frame: Frame, view: ContractView) -> str:
    supplier = f"{view.supplier.name or ''} {view.supplier.number}".strip()
    risk = view.risk
    lines = [
        f"{view.id}  {view.title}",
        f"Leverantör: {supplier}",
        f"Tid: {view.start}–{view.end}. Avtalsansvarig: {view.owner or 'Ingen ansvarig'}",
        f"Kravuppsättning: {view.set_id} revision {view.set_revision}, sigill {view.seal}",
        f"Risk: {risk.spend_class} (värde) × {risk.group_risk} (grupp) × {risk.supplier_factor} (leverantör) "
        f"= {risk.score}. {risk.band_text} Gränserna är antaganden.",
        "",
        *(_line_row(frame, item) for item in view.lines),
        "",
        *(f"  {task_row(frame, item)}" for item in view.plan),
    ]
    return "\n".join(lines)


def _line_row(frame: Frame, item: ContractLine) -> str:
    not_followed = item.not_followed is not None and item.outcome is None
    code = f"not_followed.{item.not_followed.value}" if item.not_followed and not_followed else ""
    shown = message(code or f"shown.{item.shown_as.value}", {}, frame.language)
    return f"  {item.number:5} {shown:28} {item.title}"


def task_row(frame: Frame, item: TaskView) -> str:
    """One task as a line for people."""
    late = " FÖRSENAD" if item.overdue else ""
    who = item.person or message("performer.nobody", {}, frame.language)
    role = message(f"performer.{item.role.value}", {}, frame.language)
    status = message(f"task_status.{item.status.value}", {}, frame.language)
    return (
        f"{item.task}  {item.due}  {item.number:5} {item.method.value:9} {status:18}{late} "
        f"{who} ({role})  {item.title}"
    )


COMMANDS = (contract,)
