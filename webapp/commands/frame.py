# SPDX-License-Identifier: EUPL-1.2
"""What every command shares: options, the installation it opens, output and exit codes.

Exit codes: 0 done, 1 done with findings, 2 the command line is wrong, 3 refused or failed. Source: CLI
contract (docs/cli.md).
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from click.core import ParameterSource

from criteria.clock import Clock, SetClock, SystemClock
from criteria.errors import CriteriaError, FindingsError, InvalidInputError, RefusedError
from criteria.issues import Issue
from criteria.people.model import Actor
from criteria.services.access import actor_for
from criteria.services.installation import Installation
from criteria.services.integrity import is_live
from webapp.messages.catalogue import mend, message
from webapp.moments import read_moment
from webapp.shapes import error_body, plain
from webapp.wiring import open_installation

_log = logging.getLogger(__name__)

FINDINGS = 1
REFUSED = 3


@dataclass(slots=True)
class Frame:
    """What the shared options of one run say."""

    as_json: bool = False
    home: Path = Path("var")
    database_url: str | None = None
    user: str | None = None
    organisation: str | None = None
    today: date | None = None
    language: str = "sv"
    typed: set[str] = field(default_factory=set)
    _installation: Installation | None = None

    @property
    def clock(self) -> Clock:
        """The machine's clock, or the one set for this run."""
        return SystemClock() if self.today is None else SetClock(self.today)

    @property
    def installation(self) -> Installation:
        """The installation, opened and brought up to date at the first use.

        Raises:
            RefusedError: ``clock.set_but_live`` when a clock is set for a live installation, also to read.
        """
        if self._installation is None:
            opened = open_installation(self.home, self.database_url, self.clock)
            if opened.clock.is_set and is_live(opened):
                raise RefusedError("clock.set_but_live", where="--today")
            self._installation = opened
        return self._installation

    @property
    def actor(self) -> Actor:
        """Who acts: a shell on the machine is trusted as administrator, ``--as`` names the person."""
        return actor_for(self.installation, self.user, self.organisation)

    def say(self, text: str) -> None:
        """A word to the person at the terminal, on stderr."""
        click.echo(text, err=True)

    def give(self, value: object, text: str = "") -> None:
        """The result: JSON on stdout with ``--json``, else the text for people."""
        if self.as_json:
            click.echo(json.dumps(plain(value), ensure_ascii=False, indent=1))
        elif text:
            click.echo(text)

    def issue_text(self, issue: Issue) -> str:
        """One finding as a line for people."""
        words = message(issue.code, {"where": issue.where, **issue.values}, self.language)
        told = issue.message if words == issue.code else words
        hint = mend(issue.code, {"where": issue.where, **issue.values}, self.language)
        return f"{issue.severity.value} {issue.where}: {told}" + (f" {hint}" if hint else "")


pass_frame = click.make_pass_decorator(Frame, ensure=True)


def _set(name: str) -> Any:
    def keep(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        frame = context.find_root().ensure_object(Frame)
        if value is None or value is False:
            return value
        # The environment is read anew at each noun and verb, and never outdoes what was typed before it.
        if context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE:
            frame.typed.add(name)
        elif name in frame.typed:
            return value
        setattr(frame, name, value)
        return value

    return keep


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> Any:
    if value is None:
        return None
    return _set("today")(context, parameter, parse_date(value))


def parse_date(text: str) -> date:
    """An ISO date from the command line; anything else is misuse (exit 2)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date; write YYYY-MM-DD") from None


class IsoDate(click.ParamType):
    """A civil date in ISO form."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; write YYYY-MM-DD", param, ctx)


class IsoMoment(click.ParamType):
    """A moment as which something was known; a misspelt one is misuse."""

    name = "date-time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment of an ISO 8601 text; a day alone means its end."""
        try:
            return value if isinstance(value, datetime) else read_moment(str(value), "--known-at")
        except InvalidInputError:
            self.fail(f"{value!r} is no ISO 8601 date-time, such as 2026-11-19T12:00", param, ctx)


DATE = IsoDate()
MOMENT = IsoMoment()
#: What ``--known-at`` means wherever it is asked for.
KNOWN_AT = "As recorded by this moment (ISO date-time; a date means its end)."


def shared_options() -> list[click.Option]:
    """The options every command takes, before or after its name."""
    keep: dict[str, Any] = {"expose_value": False}
    return [
        click.Option(
            ["--json", "as_json"], is_flag=True, callback=_set("as_json"), help="JSON on stdout.", **keep
        ),
        click.Option(
            ["--home"],
            type=click.Path(file_okay=False, path_type=Path),
            envvar="KRAVKEDJAN_HOME",
            callback=_set("home"),
            help="Folder of the embedded installation (default ./var).",
            **keep,
        ),
        click.Option(
            ["--database-url"],
            envvar="KRAVKEDJAN_DATABASE_URL",
            callback=_set("database_url"),
            help="Another database.",
            **keep,
        ),
        click.Option(["--as", "user"], callback=_set("user"), help="Who acts.", **keep),
        click.Option(
            ["--org", "organisation"], callback=_set("organisation"), help="For which organisation.", **keep
        ),
        click.Option(
            ["--today"],
            envvar="KRAVKEDJAN_TODAY",
            callback=_day,
            metavar="DATE",
            help="Set the clock for this run; the event log says so.",
            **keep,
        ),
        click.Option(
            ["--language"],
            type=click.Choice(["sv", "en"]),
            envvar="KRAVKEDJAN_LANGUAGE",
            callback=_set("language"),
            help="Language of messages (default sv).",
            **keep,
        ),
    ]


class SharedCommand(click.Command):
    """A command that takes the shared options and turns our errors into exit code 3."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the shared options after the command's own."""
        super().__init__(*args, **kwargs)
        self.params.extend(shared_options())

    def invoke(self, ctx: click.Context) -> Any:
        """Run; a refusal prints code, what, where and mend on stderr and exits with 3."""
        frame = ctx.find_root().ensure_object(Frame)
        try:
            return super().invoke(ctx)
        except CriteriaError as error:
            fail(frame, error)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            # Python would end with 1, which here means "done, with findings".
            _log.exception("the command failed", exc_info=error)
            fail(frame, CriteriaError("command.failed", where=ctx.command_path, fault=type(error).__name__))


class SharedGroup(click.Group):
    """A noun: a group whose verbs are shared commands."""

    command_class = SharedCommand

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the shared options, so that they may also stand before the verb."""
        super().__init__(*args, **kwargs)
        self.params.extend(shared_options())


SharedGroup.group_class = SharedGroup


def noun(name: str, text: str) -> SharedGroup:
    """A new noun with its one-line help."""
    return SharedGroup(name=name, help=text)


def fail(frame: Frame, error: CriteriaError) -> NoReturn:
    """Print a refusal and end with exit code 3."""
    body = error_body(error, frame.language)["error"]
    frame.say(f"{body['code']}: {body['message']}" + (f" [{error.where}]" if error.where else ""))
    if body["mend"]:
        frame.say(body["mend"])
    if isinstance(error, FindingsError):
        for issue in error.issues[:50]:
            frame.say("  " + frame.issue_text(issue))
    if frame.as_json:
        click.echo(json.dumps({"error": body}, ensure_ascii=False, indent=1))
    sys.exit(REFUSED)
