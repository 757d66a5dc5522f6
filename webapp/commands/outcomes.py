# SPDX-License-Identifier: EUPL-1.2
"""Commands about verification outcomes."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import click

from criteria.library.vocabulary import Method
from followup.log.model import Result
from followup.services.figures import trace_outcome
from followup.services.outcomes import OutcomeRequest, OutcomeView, list_outcomes, log_outcome
from webapp.commands.frame import DATE, Frame, noun, pass_frame
from webapp.messages.catalogue import message
from webapp.shapes_followup import OutcomesBody

outcome = noun("outcome", "Verification outcomes.")

_RESULTS = click.Choice([item.value for item in Result], case_sensitive=False)
_METHODS = click.Choice([item.value for item in Method], case_sensitive=False)


@outcome.command("log")
@click.argument("contract")
@click.argument("line")
@click.option("--result", type=_RESULTS, required=True)
@click.option("--method", type=_METHODS, required=True)
@click.option("--evidence", multiple=True, metavar="E", help="Id or SHA-256 of evidence; may be repeated.")
@click.option("--note", default="", help="Finding; needed unless the result is met.")
@click.option("--observed", "observed_on", type=DATE, help="The day the finding refers to (default today).")
@click.option("--hours", help="Hours spent, in quarters.")
@click.option("--task", "task_id", metavar="TASK", help="Default: the open task that is due first.")
@click.option("--corrects", metavar="OUTCOME", help="The outcome that this one corrects.")
@pass_frame
def outcome_log(frame: Frame, /, contract: str, result: str, method: str, **given: Any) -> None:
    """Log an outcome for one requirement of a contract; LINE is its number, such as 2.1."""
    given["hours"] = _hours(given["hours"])
    request = OutcomeRequest(contract, result=Result(result), method=Method(method), **given)
    view = log_outcome(frame.installation, frame.actor, request)
    if view.unused_evidence and view.strength < view.min_strength:
        frame.say(
            message("outcome.unused_evidence", {"ids": ", ".join(view.unused_evidence)}, frame.language)
        )
    frame.give(view, _row(frame, view))


@outcome.command("list")
@click.argument("contract")
@click.option("--line", metavar="LINE")
@pass_frame
def outcome_list(frame: Frame, contract: str, line: str | None) -> None:
    """List the outcomes of a contract, oldest first."""
    found = list_outcomes(frame.installation, frame.actor, contract, line)
    frame.give(OutcomesBody(found), "\n".join(_row(frame, item) for item in found) or "Inga utfall.")


@outcome.command("trace")
@click.argument("outcome_id", metavar="OUTCOME")
@pass_frame
def outcome_trace(frame: Frame, outcome_id: str) -> None:
    """Walk from an outcome back to the words of the criterion version, proving each pin."""
    found = trace_outcome(frame.installation, frame.actor, outcome_id)
    frame.give(
        found,
        f"utfall {found.outcome}\nuppgift {found.task}\nkontrakt {found.contract}\n"
        f"kravuppsättning {found.set_id} revision {found.set_revision}, sigill {found.seal}\n"
        f"krav {found.number} {found.ref or 'eget krav'} {found.fingerprint or ''}\n\n"
        f"{found.text.sv.strip()}",
    )


def _hours(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation:
        hours = Decimal("NaN")
    if not hours.is_finite():
        raise click.BadParameter(f"{text!r} is no number of hours", param_hint="--hours")
    return hours


def _row(frame: Frame, view: OutcomeView) -> str:
    shown = message(f"shown.{view.shown_as.value}", {}, frame.language)
    corrected = f" (rättat av {view.corrected_by})" if view.corrected_by else ""
    return (
        f"{view.id}  {view.observed_on}  {view.number:5} {view.method.value:9} {shown}, "
        f"styrka {view.strength} av minst {view.min_strength}, {view.assessor}{corrected}  "
        f"{view.ref or 'eget krav'} {view.title}"
    )


COMMANDS = (outcome,)
