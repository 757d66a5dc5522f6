# SPDX-License-Identifier: EUPL-1.2
"""Putting the nouns together."""

from __future__ import annotations

import importlib
from importlib.metadata import version

import click

from webapp.commands.frame import Frame, SharedCommand, SharedGroup, pass_frame


@click.command("version", cls=SharedCommand)
@pass_frame
def _version(frame: Frame) -> None:
    """Show the version."""
    number = version("kravkedjan")
    frame.give({"version": number}, number)


#: Which module of this folder holds which command. Only the one asked for is imported, since what lies
#: behind the others takes about a second to load; a test holds the table and the modules together.
MODULES: dict[str, str] = {
    "annex": "annex",
    "backup": "installation",
    "contract": "contracts",
    "criterion": "criteria",
    "declaration": "declarations",
    "demo": "demonstration",
    "deviation": "deviations",
    "doctor": "doctor",
    "evidence": "evidence",
    "feed": "library_feeds",
    "gap": "gaps",
    "group": "product_groups",
    "groups": "library",
    "index": "installation",
    "init": "installation",
    "library": "library_feeds",
    "live": "installation",
    "log": "log",
    "lookup": "lookup",
    "org": "installation",
    "outcome": "outcomes",
    "own": "own",
    "proposal": "own",
    "question": "asking",
    "release": "releases",
    "report": "reports",
    "restore": "installation",
    "round": "asking",
    "run": "serve",
    "saved-search": "saved",
    "search": "library",
    "serve": "serve",
    "set": "sets",
    "task": "tasks",
    "template": "reports",
    "user": "installation",
}


class _Root(SharedGroup):
    """The whole command line, each noun loaded when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted({*MODULES, *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, its module imported now."""
        if cmd_name in MODULES and cmd_name not in self.commands:
            module = importlib.import_module(f"webapp.commands.{MODULES[cmd_name]}")
            for command in module.COMMANDS:
                self.add_command(command)
        return super().get_command(ctx, cmd_name)


def build() -> SharedGroup:
    """The whole command line."""
    root = _Root(name="kravkedjan", help="Kravkedjan: from criterion to verified outcome.")
    root.add_command(_version)
    return root


def main() -> None:
    """Run the command line."""
    build()(prog_name="kravkedjan")
