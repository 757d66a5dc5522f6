# SPDX-License-Identifier: EUPL-1.2
"""Commands about the event log: verifying it, and mailing its head to the registry."""

from __future__ import annotations

import sys

import click

from criteria.errors import RefusedError
from criteria.events.model import parse_head
from criteria.services.integrity import verify_log
from webapp.commands.frame import FINDINGS, Frame, noun, pass_frame
from webapp.settings import read_settings
from webapp.timer import mail_head

log = noun("log", "The event log.")


@log.command("verify")
@click.option(
    "--head", "known", metavar="SEQUENCE:HASH", help="A head printed or mailed before, to be found again."
)
@pass_frame
def log_verify(frame: Frame, known: str | None) -> None:
    """Walk the event log and check every hash."""
    result = verify_log(frame.installation, None if known is None else parse_head(known))
    frame.give(result, f"{result.events} händelser, {'hel' if result.ok else 'BRUTEN'}. {result.head.hash}")
    for issue in result.findings[:50]:
        frame.say(frame.issue_text(issue))
    if not result.ok:
        sys.exit(FINDINGS)


@log.command("mail-head")
@pass_frame
def log_mail_head(frame: Frame) -> None:
    """Mail the head of the log to the registry, unless this month's letter has gone."""
    settings = read_settings()
    if not settings.registry_address:
        raise RefusedError("mail.not_set", where="KRAVKEDJAN_REGISTRY_ADDRESS")
    result = mail_head(frame.installation, settings)
    told = (
        f"Skickat till {settings.registry_address}." if result.sent_now else "Månadens brev är redan skickat."
    )
    shown = "" if result.head is None else f" Post {result.head.sequence}, {result.head.hash}"
    frame.give(result, told + shown)


COMMANDS = (log,)
