# SPDX-License-Identifier: EUPL-1.2
"""Commands about evidence: keeping files by content hash, listing, handing out, and verifying them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from criteria.issues import Issue
from followup.evidence.file_type import MAX_SIZE
from followup.evidence.strength import Claim, parse_kind
from followup.services.evidence import (
    AddedEvidence,
    EvidenceView,
    NewEvidence,
    NewFile,
    SecrecyRequest,
    add_evidence,
    list_evidence,
    mark_secret,
    open_evidence,
)
from followup.services.evidence_integrity import adopt_orphan, remove_orphans, verify_evidence
from webapp.commands.frame import DATE, FINDINGS, Frame, noun, pass_frame
from webapp.shapes import in_words
from webapp.shapes_followup import EvidenceBody

evidence = noun("evidence", "Evidence files and what they are about.")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = click.Path(dir_okay=False, path_type=Path)


def read_file(path: Path) -> NewFile:
    """A file from the disk; of one that is too large only enough to refuse it."""
    with path.open("rb") as file:
        return NewFile(path.name, file.read(MAX_SIZE + 1))


def _said(command: Any) -> Any:
    """The options that say what a file is."""
    options = (
        click.option("--kind", required=True, help="Code of the proof kind, or a Swedish word."),
        click.option("--about", multiple=True, metavar="LINE", help="Requirement; may be repeated."),
        click.option("--dated", "dated_on", type=DATE, required=True, help="Date of document or finding."),
        click.option("--valid-to", type=DATE, help="Last day it holds."),
        click.option(
            "--own-finding/--from-supplier",
            default=None,
            help="Whether the organisation found it itself on what was delivered (default: by kind).",
        ),
        click.option(
            "--equivalent", metavar="WHY", help="Why proof of another kind than the named shows the same."
        ),
        click.option("--note", default="", help="What it shows; no names of people."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _new(given: dict[str, Any]) -> NewEvidence:
    claim = Claim(parse_kind(given["kind"]), given["own_finding"], given["equivalent"])
    return NewEvidence(given["about"], claim, given["dated_on"], given["valid_to"], given["note"])


@evidence.command("add")
@click.argument("contract")
@click.option("--file", "path", type=_FILE, required=True)
@_said
@pass_frame
def evidence_add(frame: Frame, /, contract: str, path: Path, **given: Any) -> None:
    """Keep a file as evidence about requirements of a contract; LINE is a number, such as 2.1."""
    new = _new(given)
    _give_added(frame, add_evidence(frame.installation, frame.actor, contract, read_file(path), new))


@evidence.command("adopt")
@click.argument("contract")
@click.argument("sha256")
@click.option("--name", required=True, help="The name the file shall have.")
@_said
@pass_frame
def evidence_adopt(frame: Frame, /, contract: str, sha256: str, name: str, **given: Any) -> None:
    """Give a file without row, left by a crash, its row."""
    new = _new(given)
    _give_added(frame, adopt_orphan(frame.installation, frame.actor, contract, (sha256, name), new))


@evidence.command("list")
@click.argument("contract")
@pass_frame
def evidence_list(frame: Frame, contract: str) -> None:
    """List the evidence of a contract in the order it came."""
    found = list_evidence(frame.installation, frame.actor, contract)
    frame.give(EvidenceBody(found), "\n".join(_row(item) for item in found) or "Inga underlag.")


@evidence.command("open")
@click.argument("evidence_id", metavar="EVIDENCE")
@click.option("-o", "--output", type=_OUTPUT, required=True)
@pass_frame
def evidence_open(frame: Frame, evidence_id: str, output: Path) -> None:
    """Write the file of a piece of evidence, after its hash has been checked."""
    opened = open_evidence(frame.installation, frame.actor, evidence_id)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(opened.content)
    body = {"file": str(output), "sha256": opened.sha256, "media_type": opened.media_type}
    frame.give({**body, "file_name": opened.file_name}, f"{output}\nsha256 {opened.sha256}")


@evidence.command("mark")
@click.argument("evidence_id", metavar="EVIDENCE")
@click.option("--asked-by", required=True, help="Who asks for secrecy.")
@click.option("--passage", required=True, help="For which passage.")
@click.option("--reason", required=True, help="Why.")
@pass_frame
def evidence_mark(frame: Frame, /, evidence_id: str, **given: str) -> None:
    """Note that somebody asks for secrecy; it decides nothing, each request is judged when it comes."""
    mark = mark_secret(frame.installation, frame.actor, evidence_id, SecrecyRequest(**given))
    frame.give(mark, f"{mark.id}  {mark.asked_by}: {mark.passage}")


@evidence.command("verify")
@click.option("--remove-orphans", "remove", is_flag=True, help="Take away what a crash left without row.")
@pass_frame
def evidence_verify(frame: Frame, *, remove: bool) -> None:
    """Compare rows with files: missing, changed, without row, cut off."""
    removed = remove_orphans(frame.installation, frame.actor) if remove else ()
    check = verify_evidence(frame.installation)
    body = {
        "ok": check.ok,
        "files": check.files,
        "orphans": check.orphans,
        "unfinished": check.unfinished,
        "removed": removed,
        "findings": check.findings,
    }
    frame.give(body, f"{check.files} filer, {'allt stämmer' if check.ok else 'FEL'}.")
    _say_issues(frame, check.findings)
    if not check.ok:
        sys.exit(FINDINGS)


def _give_added(frame: Frame, added: AddedEvidence) -> None:
    _say_issues(frame, added.issues)
    rows = "\n".join(_row(item) for item in added.items)
    frame.give(in_words(added, "issues", frame.language), f"{rows}\nsha256 {added.sha256}")


def _say_issues(frame: Frame, issues: tuple[Issue, ...]) -> None:
    for issue in issues[:50]:
        frame.say(frame.issue_text(issue))


def _row(item: EvidenceView) -> str:
    until = f" till {item.valid_to}" if item.valid_to else ""
    mark = " [sekretess begärd]" if item.secrecy else ""
    return (
        f"{item.id}  {item.number or '–':5} {item.kind.value:17} styrka {item.strength} av 5  "
        f"{item.dated_on}{until}  {item.file_name}{mark}"
    )


COMMANDS = (evidence,)
