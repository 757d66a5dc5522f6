# SPDX-License-Identifier: EUPL-1.2
"""The English catalogue: nothing missing, nothing left over, compiled, and used by the pages."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask_babel import force_locale

from tests.house.committed import ROOT
from tests.plumbing.installation import World
from tests.webapp.calls import site
from webapp.app_language import LANGUAGES
from webapp.words import hours, long_date, number

_FOLDER = ROOT / "webapp" / "translations" / "en" / "LC_MESSAGES"
_BLANK = re.compile(r"%\((\w+)\)\w")
#: What a template does rather than says; the name of a language is written in that language.
_MARKUP = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", re.DOTALL)
_SWEDISH = re.compile(r"[a-zA-Z]*[åäöÅÄÖ][a-zåäö]+")


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the sources ask to have translated."""
    template = tmp_path_factory.mktemp("babel") / "messages.pot"
    subprocess.run(
        [Path(sys.executable).with_name("pybabel"), "-q", "extract", "-F", "babel.cfg", "-o", template, "."],
        cwd=ROOT / "webapp",
        check=True,
        capture_output=True,
    )
    with template.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="session")
def english() -> Catalog:
    with (_FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _keys(catalogue: Catalog) -> set[str]:
    return {
        message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id
    }


def test_catalogue_holds_what_the_sources_ask_for_and_nothing_else(
    sources: Catalog, english: Catalog
) -> None:
    assert sorted(_keys(sources) - _keys(english)) == [], "run .ci/translations and translate what is new"
    assert sorted(_keys(english) - _keys(sources)) == [], "run .ci/translations"


def test_every_text_is_translated_and_none_is_a_guess(english: Catalog) -> None:
    messages = [message for message in english if message.id]

    assert len(messages) > 500
    assert [message.id for message in messages if not all(_texts(message))] == []
    assert [message.id for message in messages if message.fuzzy] == []


def test_plurals_have_both_forms(english: Catalog) -> None:
    plurals = [message for message in english if message.id and not isinstance(message.id, str)]

    assert plurals != []
    assert [message.id for message in plurals if len(_texts(message)) != 2] == []


def test_translations_have_the_blanks_of_the_original(english: Catalog) -> None:
    for message in english:
        if message.id:
            originals = (message.id,) if isinstance(message.id, str) else message.id
            for original, text in zip(originals, _texts(message), strict=True):
                assert sorted(_BLANK.findall(original)) == sorted(_BLANK.findall(text)), original


def test_compiled_catalogue_is_the_written_one(english: Catalog) -> None:
    made = io.BytesIO()
    write_mo(made, english)

    assert (_FOLDER / "messages.mo").read_bytes() == made.getvalue(), "run .ci/translations"


def test_every_language_but_the_first_has_a_catalogue() -> None:
    found = {path.parent.parent.name for path in _FOLDER.parents[1].glob("*/LC_MESSAGES/messages.mo")}

    assert {*found, "sv"} == set(LANGUAGES)


def test_page_speaks_the_language_that_was_chosen(sqlite_world: World) -> None:
    client = site(sqlite_world).test_client()
    swedish = client.get("/logga-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', swedish)
    assert token is not None

    client.post("/sprak", data={"language": "en", "till": "/logga-in", "csrf_token": token.group(1)})
    english_page = client.get("/logga-in").text

    assert '<html lang="sv">' in swedish
    assert "Namn eller e-postadress" in swedish
    assert '<html lang="en">' in english_page
    assert "Name or e-mail address" in english_page
    assert "Namn eller" not in english_page


@pytest.mark.parametrize(
    ("language", "day", "amount", "time"),
    [
        ("sv", "6 augusti 2026", "1\u00a0234\u00a0567,5", "4,25 timmar"),
        ("en", "6 August 2026", "1,234,567.5", "4.25 hours"),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_writes_them(
    sqlite_world: World, language: str, day: str, amount: str, time: str
) -> None:
    with site(sqlite_world).test_request_context(), force_locale(language):
        assert long_date(date(2026, 8, 6)) == day
        assert number(Decimal("1234567.5")) == amount
        assert hours(Decimal("4.25")) == time


def test_no_template_says_anything_outside_gettext() -> None:
    spoken = [
        f"{path.name}: {text.strip()}"
        for path in sorted((ROOT / "webapp" / "templates").rglob("*"))
        if path.is_file()
        for text in _MARKUP.sub("\n", path.read_text(encoding="utf-8")).split("\n")
        if _SWEDISH.search(text)
    ]

    assert spoken == []


def test_no_view_says_anything_outside_gettext() -> None:
    spoken = [
        f"{path.name}:{node.lineno} {node.value}"
        for path in sorted((ROOT / "webapp" / "views").glob("*.py"))
        for node in _unmarked_texts(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert spoken == []


def _unmarked_texts(tree: ast.Module) -> Iterator[ast.Constant]:
    marked = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rpartition(".")[2] in {"_", "gettext", "ngettext"}
        for inner in ast.walk(node)
    }
    elsewhere = marked | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in elsewhere and _SWEDISH.search(str(node.value)):
            yield node
