# SPDX-License-Identifier: EUPL-1.2
"""Commands that write follow-up documents: the form of one requirement, and the report of a contract."""

from __future__ import annotations

from pathlib import Path

import click

from followup.services import templates
from followup.services.made_files import LANGUAGES, FileFormat, MadeFile
from followup.services.reports import FORMATS, ReportRequest, contract_report, make_contract_report
from followup.services.templates import TemplateRequest, make_template_form
from webapp.commands.frame import Frame, noun, pass_frame

report = noun("report", "Follow-up reports.")
template = noun("template", "Follow-up forms.")

_OUTPUT = click.Path(dir_okay=False, path_type=Path)


@template.command("form")
@click.argument("contract")
@click.argument("line")
@click.option(
    "--format",
    "kind",
    type=click.Choice([item.value for item in templates.FORMATS]),
    default=FileFormat.PDF.value,
    show_default=True,
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="sv", show_default=True)
@click.option("-o", "--output", type=_OUTPUT, required=True)
@pass_frame
def template_form(frame: Frame, /, contract: str, line: str, output: Path, **given: str) -> None:
    """Write the one-page follow-up form of a requirement; LINE is its number, such as 2.1."""
    request = TemplateRequest(line, FileFormat(given["kind"]), given["lang"])
    give_file(frame, make_template_form(frame.installation, frame.actor, contract, request), output)


@template.command("criterion")
@click.argument("ref")
@click.option(
    "--format",
    "kind",
    type=click.Choice([item.value for item in templates.FORMATS]),
    default=FileFormat.PDF.value,
    show_default=True,
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="sv", show_default=True)
@click.option("-o", "--output", type=_OUTPUT, required=True)
@pass_frame
def template_criterion(frame: Frame, /, ref: str, output: Path, **given: str) -> None:
    """Write the follow-up form of a criterion in the library, to be filled in by hand."""
    request = TemplateRequest(ref, FileFormat(given["kind"]), given["lang"])
    made = templates.make_criterion_form(frame.installation, request, frame.actor.organisation_id)
    give_file(frame, made, output)


@report.command("contract")
@click.argument("contract")
@click.option(
    "--format",
    "kind",
    type=click.Choice([item.value for item in FORMATS]),
    default=FileFormat.PDF.value,
    show_default=True,
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="sv", show_default=True)
@click.option("-o", "--output", type=_OUTPUT, help="Without a file the figures are shown.")
@pass_frame
def report_contract(frame: Frame, contract: str, kind: str, lang: str, output: Path | None) -> None:
    """Write the follow-up report of a contract as it stands today."""
    if output is None:
        figures = contract_report(frame.installation, frame.actor, contract, lang)
        frame.give(figures, figures.certainty)
        return
    request = ReportRequest(FileFormat(kind), lang)
    give_file(frame, make_contract_report(frame.installation, frame.actor, contract, request), output)


def give_file(frame: Frame, made: MadeFile, output: Path) -> None:
    """Write a file where it was asked for and say what it is."""
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(made.content)
    body = {
        "file": str(output),
        "sha256": made.sha256,
        "media_type": made.media_type,
        "bytes": len(made.content),
    }
    frame.give(body, f"{output}\nsha256 {made.sha256}")


COMMANDS = (template, report)
