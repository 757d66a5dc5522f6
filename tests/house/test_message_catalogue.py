# SPDX-License-Identifier: EUPL-1.2
"""Every code that an error, a finding or a message to a person can have says something, in both languages."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

from criteria import errors
from criteria.exchange.rule_files import read_law
from criteria.library.vocabulary import FollowUpRole
from criteria.search.model import ReasonKind
from followup.declarations.model import Answer, DeclarationStatus
from followup.deviations.model import Colour, DeviationStatus, Severity
from followup.log.model import ShownAs
from followup.plan.model import NotFollowedKind, TaskStatus
from tests.house.committed import ROOT, committed_files, read
from webapp.messages.catalogue import catalogue
from webapp.messages.model import Text

_OURS = {name for name in vars(errors) if name.endswith("Error")} | {"IndexUnusableError"}
_CODE = re.compile(r"^[a-z_]+\.[A-Za-z0-9_]*[A-Za-z0-9]$")
#: Words of that form that are no codes, with what they are.
_NO_CODES = {
    "criterion.drafted": "kind of an event",
    "criterion.published": "kind of an event",
    "follow_up.min_strength": "path of a field",
    "proof.within_working_days": "path of a field",
    "text.en": "path of a field",
    "text.sv": "path of a field",
}
#: Calls whose dotted words are kinds of events; they are ids in the log and never shown as text.
_EVENTS = {"NewEvent", "note", "_event", "record"}
#: Codes that are made from a member of an enumeration, by what stands before the dot.
_MADE_FROM: dict[str, type[Enum]] = {
    "shown": ShownAs,
    "task_status": TaskStatus,
    "performer": FollowUpRole,
    "declaration_status": DeclarationStatus,
    "declaration_answer": Answer,
    "deviation_status": DeviationStatus,
    "colour": Colour,
    "severity": Severity,
    "not_followed": NotFollowedKind,
    "why": ReasonKind,
}
#: Filled in by whoever shows the text, whatever the error holds.
_ALWAYS = {"where"}
#: Values that a room adds to all of its findings in one place.
_ADDED = {"gate": {"title"}}


@dataclass(frozen=True, slots=True)
class _Site:
    """A place where a code is given; ``values`` fill its text, ``None`` where they are not listed there."""

    where: str
    code: str
    values: frozenset[str] | None


@cache
def _sites() -> tuple[_Site, ...]:
    modules = (
        path
        for path in committed_files()
        if path.suffix == ".py" and path.parts[0] in {"criteria", "followup", "webapp"}
    )
    return tuple(site for path in modules for site in _sites_of(path))


def _sites_of(path: Path) -> Iterator[_Site]:
    tree = ast.parse(read(path) or "")
    has_made_codes = False
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        code, values = _code_of(call)
        where = f"{path}:{call.lineno}"
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            yield _Site(where, code.value, values)
        elif code is not None:
            has_made_codes = True
    if has_made_codes and path.parts[:2] != ("webapp", "api"):
        # Here a code goes through a variable, so every word that looks like one must have a text.
        yield from _words_like_codes(tree, path)


def _code_of(call: ast.Call) -> tuple[ast.expr | None, frozenset[str] | None]:
    """The expression of the code that a call gives to an error, a finding or a message, if it does."""
    name = ast.unparse(call.func).rpartition(".")[2]
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    spread = any(keyword.arg is None for keyword in call.keywords)
    if name in _OURS:
        code = call.args[0] if call.args else named.get("code")
        counted = {"count"} if name == "FindingsError" else set()
        return code, None if spread else frozenset(named) | counted
    if name == "Issue":
        return call.args[1] if len(call.args) > 1 else named.get("code"), _keys(call.args[4:], named)
    if name == "Notice":
        return call.args[3] if len(call.args) > 3 else named.get("code"), None
    return None, None


def _keys(rest: list[ast.expr], named: dict[str, ast.expr]) -> frozenset[str] | None:
    values = rest[0] if rest else named.get("values")
    if values is None:
        return frozenset()
    if isinstance(values, ast.Dict) and all(isinstance(key, ast.Constant) for key in values.keys):
        return frozenset(key.value for key in values.keys if isinstance(key, ast.Constant))
    return None


def _words_like_codes(tree: ast.Module, path: Path) -> Iterator[_Site]:
    events = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _EVENTS
        for inner in ast.walk(node)
    }
    rooms = {code.partition(".")[0] for code in catalogue()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in events:
            word = node.value
            if _CODE.match(word) and word.partition(".")[0] in rooms and word not in _NO_CODES:
                yield _Site(f"{path}:{node.lineno}", word, None)


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _all_blanks(entry: Text) -> set[str]:
    return {name for text in (entry.sv, entry.en, entry.mend_sv, entry.mend_en) for name in _blanks(text)}


def _room(site: _Site) -> str:
    return site.code.partition(".")[0]


def test_the_walk_finds_codes_of_every_package() -> None:
    packages = {Path(site.where).parts[0] for site in _sites()}

    assert packages == {"criteria", "followup", "webapp"}
    assert len({site.code for site in _sites()}) > 150


def test_every_code_has_a_text() -> None:
    missing = sorted({f"{site.code} ({site.where})" for site in _sites() if site.code not in catalogue()})

    assert missing == []


def test_texts_ask_only_for_values_the_error_has() -> None:
    wrong = [
        f"{site.code} ({site.where}): {sorted(asked)}"
        for site in _sites()
        if site.values is not None and site.code in catalogue()
        if (
            asked := _all_blanks(catalogue()[site.code])
            - site.values
            - _ALWAYS
            - _ADDED.get(_room(site), set())
        )
    ]

    assert wrong == []


@pytest.mark.parametrize(("room", "members"), _MADE_FROM.items())
def test_every_member_that_makes_a_code_has_a_text(room: str, members: type[Enum]) -> None:
    assert [member.value for member in members if f"{room}.{member.value}" not in catalogue()] == []


def test_every_rule_of_the_law_check_has_a_text() -> None:
    rules = read_law(ROOT / "data")

    assert [rule.id for rule in rules.rules if f"law.{rule.id}" not in catalogue()] == []


def test_both_languages_say_as_much() -> None:
    for code, entry in catalogue().items():
        assert entry.sv.strip(), code
        assert entry.en.strip(), code
        assert bool(entry.mend_sv) == bool(entry.mend_en), code
        assert _blanks(entry.sv) == _blanks(entry.en), code
        # What the library says in Swedish only, such as guidance, is left out of the English.
        assert _blanks(entry.mend_en) <= _blanks(entry.mend_sv), code


def test_swedish_and_english_are_not_the_same_words() -> None:
    same = [code for code, entry in catalogue().items() if entry.sv == entry.en and " " in entry.sv]

    assert same == []
