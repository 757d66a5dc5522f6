# SPDX-License-Identifier: EUPL-1.2
"""The command that checks everything at once; apart, since it needs more loaded than the others."""

from __future__ import annotations

import sys

import click

from criteria.services.integrity import verify_log
from criteria.services.search import search_notes, verify_index
from followup.services.evidence_integrity import verify_evidence
from webapp.commands.frame import FINDINGS, Frame, SharedCommand, pass_frame


@click.command("doctor", cls=SharedCommand)
@pass_frame
def doctor(frame: Frame) -> None:
    """Check log, index and evidence files together."""
    log, index = verify_log(frame.installation), verify_index(frame.installation)
    evidence = verify_evidence(frame.installation)
    ok = log.ok and index.ok and evidence.ok
    body = {"ok": ok, "log": log, "index": index, "evidence": evidence}
    frame.give(body, "Allt stämmer." if ok else "Fel hittades.")
    for issues in (log.findings, index.findings, evidence.findings, search_notes()):
        for issue in issues[:50]:
            frame.say(frame.issue_text(issue))
    if not ok:
        sys.exit(FINDINGS)


COMMANDS = (doctor,)
