# SPDX-License-Identifier: EUPL-1.2
"""Commands about deviations."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from followup.deviations.model import Severity, StepKind
from followup.services.deviations import (
    DeviationRequest,
    DeviationView,
    advance_deviation,
    list_deviations,
    open_deviation,
    open_deviation_about,
    show_deviation,
)
from webapp.commands.frame import DATE, Frame, noun, pass_frame
from webapp.messages.catalogue import message
from webapp.shapes_followup import DeviationsBody

deviation = noun("deviation", "Deviations, from finding to closing.")

_SEVERITIES = click.Choice([item.value for item in Severity])


@deviation.command("list")
@click.option("--contract", metavar="CONTRACT")
@click.option("--open", "only_open", is_flag=True, help="Only those not closed.")
@pass_frame
def deviation_list(frame: Frame, contract: str | None, only_open: bool) -> None:
    """List deviations, the latest found first."""
    found = list_deviations(frame.installation, frame.actor, contract, only_open=only_open)
    frame.give(DeviationsBody(found), "\n".join(_row(frame, item) for item in found) or "Inga avvikelser.")


@deviation.command("show")
@click.argument("deviation_id", metavar="DEVIATION")
@pass_frame
def deviation_show(frame: Frame, deviation_id: str) -> None:
    """Show a deviation with its steps."""
    _give(frame, show_deviation(frame.installation, frame.actor, deviation_id))


@deviation.command("open")
@click.argument("about", metavar="OUTCOME|CONTRACT")
@click.argument("line", required=False)
@click.option("--text", default="", help="The finding (default: the outcome's note).")
@pass_frame
def deviation_open(frame: Frame, about: str, line: str | None, text: str) -> None:
    """Open a deviation on an outcome that made none by itself.

    CONTRACT and LINE mean the outcome that the requirement stands by today.
    """
    if line is None:
        made = open_deviation(frame.installation, frame.actor, about, text)
    else:
        made = open_deviation_about(frame.installation, frame.actor, about, line, text)
    _give(frame, made)


def _by(function: Any) -> Any:
    return click.option("--by", "by_date", type=DATE, help="Default: ten working days.")(function)


@deviation.command("notify")
@click.argument("deviation_id", metavar="DEVIATION")
@click.option("--text", required=True, help="The notice to the supplier.")
@click.option("--severity", type=_SEVERITIES, help="Default: as proposed.")
@_by
@pass_frame
def deviation_notify(
    frame: Frame, deviation_id: str, text: str, severity: str | None, by_date: date | None
) -> None:
    """Note that the supplier was told; --by is the reply date."""
    confirmed = None if severity is None else Severity(severity)
    _take(frame, DeviationRequest(deviation_id, StepKind.NOTIFY, text, by_date, confirmed))


@deviation.command("answer")
@click.argument("deviation_id", metavar="DEVIATION")
@click.option("--accepts/--contests", required=True, help="What the supplier says.")
@click.option("--text", required=True, help="The answer.")
@_by
@pass_frame
def deviation_answer(frame: Frame, deviation_id: str, accepts: bool, text: str, by_date: date | None) -> None:
    """Note the supplier's answer; --by is when its plan is wanted."""
    kind = StepKind.ACCEPT if accepts else StepKind.CONTEST
    _take(frame, DeviationRequest(deviation_id, kind, text, by_date))


@deviation.command("decide")
@click.argument("deviation_id", metavar="DEVIATION")
@click.option("--uphold/--give-way", required=True, help="Whether the deviation stands.")
@click.option("--text", required=True, help="The reasons.")
@_by
@pass_frame
def deviation_decide(frame: Frame, deviation_id: str, uphold: bool, text: str, by_date: date | None) -> None:
    """Decide a contested deviation."""
    kind = StepKind.UPHOLD if uphold else StepKind.GIVE_WAY
    _take(frame, DeviationRequest(deviation_id, kind, text, by_date))


@deviation.command("plan")
@click.argument("deviation_id", metavar="DEVIATION")
@click.option("--text", required=True, help="Cause, action and how it will be shown.")
@_by
@pass_frame
def deviation_plan(frame: Frame, deviation_id: str, text: str, by_date: date | None) -> None:
    """Accept the supplier's plan; --by is when it is to be carried out."""
    _take(frame, DeviationRequest(deviation_id, StepKind.PLAN, text, by_date))


@deviation.command("recheck")
@click.argument("deviation_id", metavar="DEVIATION")
@click.option("--text", required=True, help="What the supplier reports.")
@_by
@pass_frame
def deviation_recheck(frame: Frame, deviation_id: str, text: str, by_date: date | None) -> None:
    """Plan a new check, due --by."""
    _take(frame, DeviationRequest(deviation_id, StepKind.RECHECK, text, by_date))


@deviation.command("close")
@click.argument("deviation_id", metavar="DEVIATION")
@click.option("--unfounded", is_flag=True, help="Within five working days of finding, before any notice.")
@click.option("--text", required=True, help="What shows the remedy, or why it is unfounded.")
@pass_frame
def deviation_close(frame: Frame, deviation_id: str, unfounded: bool, text: str) -> None:
    """Close a deviation: remedied, which a later verified outcome must show, or unfounded."""
    kind = StepKind.DROP if unfounded else StepKind.CLOSE
    _take(frame, DeviationRequest(deviation_id, kind, text))


@deviation.command("escalate")
@click.argument("deviation_id", metavar="DEVIATION")
@click.option("--text", required=True, help="Why a sanction is considered.")
@pass_frame
def deviation_escalate(frame: Frame, deviation_id: str, text: str) -> None:
    """Consider a sanction."""
    _take(frame, DeviationRequest(deviation_id, StepKind.ESCALATE, text))


@deviation.command("waive")
@click.argument("deviation_id", metavar="DEVIATION")
@click.option("--text", required=True, help="The reason and the legal note.")
@pass_frame
def deviation_waive(frame: Frame, deviation_id: str, text: str) -> None:
    """Choose not to use a sanction."""
    _take(frame, DeviationRequest(deviation_id, StepKind.WAIVE, text))


def _take(frame: Frame, request: DeviationRequest) -> None:
    _give(frame, advance_deviation(frame.installation, frame.actor, request))


def _give(frame: Frame, view: DeviationView) -> None:
    steps = [f"  {step.on} {step.kind.value:9} {step.text}" for step in view.steps]
    frame.give(view, "\n".join((_row(frame, view), *steps)))


def _row(frame: Frame, view: DeviationView) -> str:
    told = "ej påtalad" if view.days_to_notice is None else f"dagar till påtalande: {view.days_to_notice}"
    codes = (
        f"deviation_status.{view.status.value}",
        f"colour.{view.colour.value}",
        f"severity.{(view.severity or view.proposed).value}",
    )
    status, colour, severity = (message(code, {}, frame.language) for code in codes)
    return (
        f"{view.id}  {view.found_on}  {view.number:5} {status}, {colour}, {severity}, {told}  "
        f"{view.supplier}: {view.title}"
    )


COMMANDS = (deviation,)
