# SPDX-License-Identifier: EUPL-1.2
"""Putting the nouns together."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import version
from pathlib import Path

import click

from webapp.commands.frame import Frame, SharedCommand, SharedGroup, pass_frame


@click.command("version", cls=SharedCommand)
@pass_frame
def _version(frame: Frame) -> None:
    """Show the version."""
    number = version("kravkedjan")
    frame.give({"version": number}, number)


def build() -> SharedGroup:
    """The whole command line: every command in the ``COMMANDS`` of a module in this folder."""
    root = SharedGroup(name="kravkedjan", help="Kravkedjan: from criterion to verified outcome.")
    root.add_command(_version)
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name in ("main", "frame", "__main__"):
            continue
        for command in getattr(importlib.import_module(f"webapp.commands.{module.name}"), "COMMANDS", ()):
            root.add_command(command)
    return root


def main() -> None:
    """Run the command line."""
    build()(prog_name="kravkedjan")
