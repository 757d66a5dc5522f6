# SPDX-License-Identifier: EUPL-1.2
"""The demonstration organisation: made and removed."""

from __future__ import annotations

import click

from followup.services.demonstration import make_demonstration, remove_demonstration
from webapp.commands.frame import Frame, SharedCommand, pass_frame


@click.command("demo", cls=SharedCommand)
@click.option("--remove", is_flag=True, help="Take the demonstration organisation away again.")
@pass_frame
def demo(frame: Frame, /, *, remove: bool) -> None:
    """Add a clearly marked demonstration organisation with a set, a contract and outcomes."""
    if remove:
        gone = remove_demonstration(frame.installation, frame.actor)
        frame.give({"organisation_id": gone, "removed": True}, "Demonstrationen är borttagen.")
        return
    made = make_demonstration(frame.installation, frame.actor)
    frame.give(
        made, f"{made.name}: byt organisation under Mitt konto. Ta bort den med kravkedjan demo --remove."
    )


COMMANDS = (demo,)
