# SPDX-License-Identifier: EUPL-1.2
"""The command line, run in this process on a folder of the test's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import click
from click.testing import CliRunner, Result

from webapp.commands.frame import SharedGroup
from webapp.commands.main import build


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal whose environment names the installation; ``words`` are typed after the program's name."""

    home: str
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str, code: int = 0) -> Result:
        """One command, which must end with ``code``."""
        environment = {"KRAVKEDJAN_HOME": self.home, **self.environment}
        done = CliRunner().invoke(build(), list(words), env=environment, prog_name="kravkedjan")
        assert done.exit_code == code, f"{done.exit_code}: {done.stderr}\n{done.exception!r}"
        return done

    def ask(self, *words: str, code: int = 0) -> Any:
        """The JSON of one command, which is all that stands on stdout."""
        return json.loads(self.run(*words, "--json", code=code).stdout)


def every_command() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and noun with the words that name it."""
    yield from _below((), build())


def _below(words: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, command
    if isinstance(command, SharedGroup):
        context = click.Context(command)
        # Asked as --help asks, since a noun is loaded only when it is named.
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, name
            yield from _below((*words, name), inner)
