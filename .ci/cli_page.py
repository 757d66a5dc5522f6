# SPDX-License-Identifier: EUPL-1.2
"""Prints docs/cli.md from what ``--help`` says: ``.venv/bin/python .ci/cli_page.py > docs/cli.md``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from webapp.commands.frame import shared_options
from webapp.commands.main import build

_HEAD = """\
# The command line

`kravkedjan` is one program with commands of the form noun, verb. People use it and scripts rely on it; what
a page can do to the chain from criterion to outcome, a command can do too. This page is made from `--help`
by `.ci/cli_page.py`, and a test compares the two.

## Rules for every command

- `--json` prints one JSON document on stdout, in the shape of the API (`/api/v1/openapi.json`); without it
  there is text for people. Messages and progress go to stderr.
- Exit codes: 0 done; 1 done, with findings (a check found something, a gate is red); 2 the command line
  itself is wrong (unknown option, unparsable value); 3 refused or failed. A refusal stores nothing and
  prints its code, what is wrong, where, and how to mend it on stderr, with `--json` also `{"error":
  {"code", "message", "where", "mend"}}` on stdout.
- A shell on the machine is trusted as administrator; `--as` and `--org` say who acts, they are no
  authentication.
- Dates are ISO 8601. A criterion reference is `ID`, `ID:VERSION` or `ID:VERSION@LEVEL` (`FURN-01:1@base`);
  `ID` alone is the version in force on the day asked about. Swedish words for levels are accepted
  (`FURN-01:1@bas`).
- Changes of a set take `--revision`; when somebody else has changed the set since, nothing is stored.

## Options of every command

They may stand before the noun, between noun and verb, or after the verb.

"""


def page() -> str:
    """The whole page."""
    root = build()
    parts = [_HEAD, *(_option(option) for option in shared_options()), "\n## Commands\n"]
    parts += ["\n" + text for text in _below(root, click.Context(root, info_name="kravkedjan"))]
    return "".join(parts)


def _below(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            raise LookupError(name)
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _below(command, inner)
        else:
            yield _command(command, inner)


def _command(command: click.Command, context: click.Context) -> str:
    shared = {option.name for option in shared_options()}
    pieces = [
        parameter.make_metavar(context)
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    head = f"### {context.command_path.removeprefix('kravkedjan ')}\n\n"
    usage = " ".join(["kravkedjan", *context.command_path.split()[1:], *pieces])
    about = " ".join((command.help or "").split())
    options = [
        _option(option, context)
        for option in command.params
        if isinstance(option, click.Option) and option.name not in shared
    ]
    return f"{head}{about}\n\n```\n{usage}\n```\n" + ("\n" + "".join(options) if options else "")


def _option(option: click.Option, context: click.Context | None = None) -> str:
    metavar = "" if option.is_flag else " " + option.make_metavar(context or click.Context(click.Command("")))
    notes = []
    if option.required:
        notes.append("required")
    if option.multiple:
        notes.append("may be repeated")
    if option.default not in (None, "", False, ()) and option.show_default:
        notes.append(f"default {option.default}")
    if option.envvar:
        notes.append(f"`{option.envvar}`")
    words = " ".join(part for part in (option.help or "", f"({', '.join(notes)})" if notes else "") if part)
    return f"- `{', '.join(option.opts)}{metavar}`" + (f": {words}" if words else "") + "\n"


if __name__ == "__main__":
    print(page(), end="")
