# SPDX-License-Identifier: EUPL-1.2
"""The pages say what the product does: settings, roles, commands, buttons, and links that lead."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from criteria.people.model import PERMISSIONS, Permission, Role
from criteria.search import lexicon, weighing
from tests.house.committed import ROOT, committed_files, read
from webapp.commands.frame import shared_options
from webapp.commands.main import build
from webapp.settings import SETTINGS, Setting
from webapp.words_followup import SHOWN_AS

_PAGES = [path for path in committed_files() if path.suffix == ".md"]
_ADMINISTRATION = read(Path("docs/administration.md")) or ""
# docs/cli.md is made from --help and tested against it.
_WRITTEN = [path for path in _PAGES if path.name != "cli.md"]
_GUIDES = [path for path in _PAGES if path.parts[:2] == ("docs", "sv")]

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CITED = re.compile(r"docs/[\w./-]+\.md")
_SPAN = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ASSIGNMENT = re.compile(r"[A-Z_]+=\S*")


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    """The rows of every table, cell by cell, without the marks of code."""
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield tuple(cell.strip().strip("`") for cell in line.strip("|").split("|"))


def _block_lines(text: str) -> Iterator[str]:
    """The lines of indented and of fenced code blocks."""
    is_fenced = False
    for line in text.splitlines():
        if line.startswith("```"):
            is_fenced = not is_fenced
        elif is_fenced or line.startswith("    "):
            yield line.strip()


def _prose(text: str) -> str:
    """Everything outside code blocks, in one line, so that a span may be broken over two."""
    return " ".join(" ".join(line for line in text.splitlines() if not line.startswith("    ")).split())


def _arguments(line: str) -> list[str] | None:
    """What stands after ``kravkedjan`` in a line of shell, or nothing when another program is called."""
    words = shlex.split(line.partition("  #")[0])
    while words and (words[0] == "export" or _ASSIGNMENT.fullmatch(words[0])):
        words = words[1:]
    if not words or words[0].rpartition("/")[2] != "kravkedjan":
        return None
    return words[1:]


def _parse(root: click.Group, words: list[str], *, whole: bool) -> str | None:
    """Why words are no command line; ``whole`` also wants its arguments and required options."""
    command: click.Command = root
    context = click.Context(root, info_name="kravkedjan")
    while isinstance(command, click.Group):
        parser = command.make_parser(context)
        try:
            _, words, _ = parser.parse_args(words)
        except click.UsageError as error:
            return error.format_message()
        if not words:
            return "no command" if whole else None
        found = command.get_command(context, words[0])
        if found is None:
            return f"no command {words[0]!r} in {context.command_path}"
        command = found
        context = click.Context(command, info_name=words[0], parent=context)
        words = words[1:]
    try:
        given, rest, _ = command.make_parser(context).parse_args(words)
    except click.UsageError as error:
        return error.format_message()
    if rest:
        return f"too much: {rest}"
    for parameter in command.params if whole else ():
        name = str(parameter.name)
        if parameter.required and (name not in given or parameter.value_is_missing(given[name])):
            return f"{name} is missing"
    return None


def test_pages_are_found() -> None:
    assert {Path("README.md"), Path("docs/administration.md"), Path("docs/sv/leverantor.md")} <= set(_PAGES)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_setting_stands_in_the_administration_page_with_its_default(setting: Setting) -> None:
    rows = {row[0]: row[1] for row in _rows(_ADMINISTRATION) if len(row) == 3}

    assert rows.get(setting.name) == setting.default


def test_administration_page_names_no_setting_that_is_not_there() -> None:
    known = {setting.name for setting in SETTINGS}

    assigned = set(re.findall(r"KRAVKEDJAN_([A-Z_]+)", _ADMINISTRATION))
    shared = {str(option.envvar).removeprefix("KRAVKEDJAN_") for option in shared_options() if option.envvar}

    assert assigned - {""} <= known | shared


@pytest.mark.parametrize("variable", [str(o.envvar) for o in shared_options() if o.envvar])
def test_variable_of_the_command_line_stands_in_the_administration_page(variable: str) -> None:
    assert variable in {row[0] for row in _rows(_ADMINISTRATION)}


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_role_stands_in_the_administration_page_with_what_it_may_do(role: Role) -> None:
    rows = list(_rows(_ADMINISTRATION))
    head = next(row for row in rows if row[0] == "Role")
    row = next(row for row in rows if row[0] == role.value)

    allowed = {name.replace(" ", "_") for name, mark in zip(head[2:], row[2:], strict=True) if mark == "x"}

    assert {name.replace(" ", "_") for name in head[2:]} == {item.value for item in Permission}
    assert allowed == {item.value for item in PERMISSIONS[role]}


@pytest.mark.parametrize("path", _WRITTEN, ids=str)
def test_command_in_a_code_block_parses(path: Path) -> None:
    root = build()
    lines = [line for line in _block_lines(read(path) or "") if "kravkedjan" in line]

    wrong = {
        line: fault
        for line in lines
        if (words := _arguments(line)) is not None
        if (fault := _parse(root, words, whole=True)) is not None
    }

    assert wrong == {}


@pytest.mark.parametrize("path", _WRITTEN, ids=str)
def test_command_in_a_sentence_is_one(path: Path) -> None:
    root = build()
    wrong = {}
    for span in _SPAN.findall(_prose(read(path) or "")):
        words = span.split()
        noun = root.get_command(click.Context(root), words[0]) if words else None
        if isinstance(noun, click.Group) and len(words) > 1:
            span = f"kravkedjan {span}"
        asked = _arguments(span) if "kravkedjan" in span else None
        if asked is not None and (fault := _parse(root, asked, whole=False)):
            wrong[span] = fault

    assert wrong == {}


def test_commands_are_looked_for_where_they_stand() -> None:
    root = build()

    assert _parse(root, ["user", "vanish"], whole=False) == "no command 'vanish' in kravkedjan user"
    assert "--loud" in str(_parse(root, ["log", "verify", "--loud"], whole=False))
    assert _parse(root, ["backup"], whole=True) == "file is missing"
    assert _parse(root, ["user", "add", "Anna"], whole=True) == "role is missing"
    assert _arguments('A=b .venv/bin/kravkedjan user link "Anna Berg"') == ["user", "link", "Anna Berg"]


@pytest.mark.parametrize("path", _PAGES, ids=str)
def test_relative_links_lead_to_files(path: Path) -> None:
    targets = {target.partition("#")[0] for target in _LINK.findall(read(path) or "")}
    near = {
        target for target in targets if target and "://" not in target and not target.startswith("mailto:")
    }

    here = set(committed_files())
    lost = {target for target in near if Path(os.path.normpath(path.parent / target)) not in here}

    assert lost == set()


def test_pages_that_code_cites_are_there() -> None:
    code = [path for path in committed_files() if path.suffix in {".py", ".html", ".j2", ".cfg", ".yaml"}]
    cited = {(str(path), page) for path in code for page in _CITED.findall(read(path) or "")}

    assert len(cited) > 3
    assert {(path, page) for path, page in cited if not (ROOT / page).is_file()} == set()


def test_search_page_has_the_weights_of_the_program() -> None:
    page = read(Path("docs/search.md")) or ""
    weights = {row[0]: row[2] for row in _rows(page) if len(row) == 4}
    ways = [cell for row in _rows(page) if len(row) == 2 for cell in row[1].split(" / ")]

    assert {name: float(weights[name]) for name in weighing.FIELD_WEIGHTS} == weighing.FIELD_WEIGHTS
    assert {"1.0", "0.9", *map(str, (lexicon._HEAD, lexicon._MODIFIER, lexicon._FOLDED))} <= set(ways)


def test_guide_explains_every_way_a_requirement_is_shown() -> None:
    guide = _BOLD.findall(read(Path("docs/sv/anvandning.md")) or "")

    assert {str(word) for word in SHOWN_AS.values()} <= set(guide)


@pytest.mark.parametrize("path", _GUIDES, ids=str)
def test_what_a_guide_has_in_bold_stands_on_a_page_or_in_a_form(path: Path) -> None:
    shown = "\n".join(
        read(source) or ""
        for source in committed_files()
        if source.parts[0] in {"webapp", "followup", "criteria"}
        and source.suffix in {".html", ".j2", ".py"}
        and "messages" not in source.parts
    )

    unknown = {words for words in _BOLD.findall(_prose(read(path) or "")) if words not in shown}

    assert unknown == set()
