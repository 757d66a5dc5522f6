# SPDX-License-Identifier: EUPL-1.2
"""Commands about supplier declarations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from followup.services.declaration_forms import FORMATS, FormRequest, make_declaration_form
from followup.services.declarations import (
    DeclarationSummary,
    DeclarationView,
    list_declarations,
    return_declaration,
    show_declaration,
    submit_declaration,
)
from followup.services.made_files import LANGUAGES, FileFormat
from webapp.commands.evidence import read_file
from webapp.commands.frame import DATE, Frame, noun, pass_frame
from webapp.commands.reports import give_file
from webapp.messages.catalogue import message
from webapp.shapes import in_words
from webapp.shapes_followup import DeclarationsBody

declaration = noun("declaration", "Supplier declarations.")


@declaration.command("form")
@click.argument("contract")
@click.option(
    "--format",
    "kind",
    type=click.Choice([item.value for item in FORMATS]),
    default=FileFormat.XLSX.value,
    show_default=True,
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="sv", show_default=True)
@click.option("--reply-by", type=DATE, help="The day an answer is wanted by.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@pass_frame
def declaration_form(frame: Frame, /, contract: str, kind: str, output: Path, **given: Any) -> None:
    """Write the form of a contract: XLSX to fill in and send back, PDF to read and sign."""
    request = FormRequest(FileFormat(kind), given["lang"], given["reply_by"])
    give_file(frame, make_declaration_form(frame.installation, frame.actor, contract, request), output)


@declaration.command("submit")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--contract", metavar="CONTRACT", help="Refuse a form for any other contract.")
@pass_frame
def declaration_submit(frame: Frame, file: Path, contract: str | None) -> None:
    """Take in a filled XLSX form; it is complete when every requirement is answered."""
    view = submit_declaration(frame.installation, frame.actor, read_file(file), contract)
    _give(frame, view)


@declaration.command("return")
@click.argument("declaration_id", metavar="DECLARATION")
@click.option("--reason", required=True, help="What the supplier must add.")
@pass_frame
def declaration_return(frame: Frame, declaration_id: str, reason: str) -> None:
    """Send a declaration that lacks answers back; what came in stays as it came."""
    _give(frame, return_declaration(frame.installation, frame.actor, declaration_id, reason))


@declaration.command("show")
@click.argument("declaration_id", metavar="DECLARATION")
@pass_frame
def declaration_show(frame: Frame, declaration_id: str) -> None:
    """Show a declaration with all its answers."""
    _give(frame, show_declaration(frame.installation, frame.actor, declaration_id))


@declaration.command("list")
@click.argument("contract")
@pass_frame
def declaration_list(frame: Frame, contract: str) -> None:
    """List the declarations of a contract, the last received first."""
    found = list_declarations(frame.installation, frame.actor, contract)
    text = "\n".join(_row(frame, item) for item in found)
    frame.give(DeclarationsBody(found), text or "Inga försäkringar.")


def _give(frame: Frame, view: DeclarationView) -> None:
    for lack in view.lacks[:50]:
        frame.say(frame.issue_text(lack))
    lines = [
        f"{view.id}  {_status(frame, view.status.value)}  {view.contract}",
        f"Undertecknad {view.signatory.signed_on} av {view.signatory.name}, {view.signatory.title} "
        f"({view.signatory.authority}). Gäller till {view.valid_to}.",
    ]
    for answer in view.answers:
        word = "inget svar" if answer.answer is None else _answer(frame, answer.answer.value)
        said = f" – {answer.comment}" if answer.comment else ""
        lines.append(f"  {answer.number:5} {word:16} {answer.title}{said}")
    frame.give(in_words(view, "lacks", frame.language), "\n".join(lines))


def _row(frame: Frame, item: DeclarationSummary) -> str:
    return (
        f"{item.id}  {_status(frame, item.status.value):28} undertecknad {item.signed_on}, "
        f"gäller till {item.valid_to}, {item.answered} av {item.asked} besvarade, {item.yes} ja"
    )


def _status(frame: Frame, value: str) -> str:
    return message(f"declaration_status.{value}", {}, frame.language)


def _answer(frame: Frame, value: str) -> str:
    return message(f"declaration_answer.{value}", {}, frame.language)


COMMANDS = (declaration,)
