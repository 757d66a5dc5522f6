# SPDX-License-Identifier: EUPL-1.2
"""A small library in the store, and sets made from it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from criteria.clock import SetClock
from criteria.library.fingerprint import version_fingerprint
from criteria.library.lifecycle import units_of
from criteria.library.model import (
    ChangeClass,
    CpvEntry,
    CriterionVersion,
    GroupRisk,
    LibraryEvent,
    LibraryEventKind,
    Package,
    ProductGroup,
    Successor,
    Synonyms,
    Words,
)
from criteria.services.installation import Installation
from criteria.services.sets import NewSet, add_criteria, create_set
from criteria.services.sets_change import EditAt
from criteria.services.sets_views import SetView
from criteria.storage.library_store import LibraryStore
from tests.plumbing.installation import World
from tests.requirements.factories import make_version, with_limit
from webapp.commands.main import build

FURNITURE = ProductGroup(
    id="furniture",
    title=Words("Möbler"),
    summary="Möbler.",
    cpv=(CpvEntry("39130000-2", "Kontorsmöbler"),),
    risk=GroupRisk(2, "Invägt."),
    law_floors=(),
    synonyms=Synonyms((), "test"),
    related=(),
    questions=(),
    sources=(),
)
STRONG = make_version("FURN-01:1@base")
LIMIT = with_limit("FURN-02:1@advanced")


def stock(world: World, *versions: CriterionVersion, package: tuple[str, ...] = ()) -> None:
    """Put versions, the furniture group and perhaps a package ``furniture_terms`` in the store."""
    with world.installation.writing() as work:
        store = LibraryStore(work.session)
        store.put_group(FURNITURE, "f" * 64)
        for version in versions or (STRONG, LIMIT):
            store.add_version(version, None, work.clock.now())
        if package:
            terms = Package("furniture_terms", 1, Words("Villkor"), "Rätt att följa upp.", package)
            store.put_package(terms, "e" * 64)


def replaced(world: World, old: CriterionVersion, new: CriterionVersion, on: date) -> None:
    """Let one version be replaced by another on a day."""
    edge = Successor(new.ref, tuple(sorted(units_of(new))), ChangeClass.CLARIFIED)
    event = LibraryEvent(on, LibraryEventKind.WITHDRAW_REPLACED, old.ref, "Ersatt.", (edge,))
    with world.installation.writing() as work:
        LibraryStore(work.session).add_event(event, work.clock.now())


def draft(world: World, *refs: str, title: str = "Kontorsmöbler 2026") -> SetView:
    """A new set with criteria in it."""
    view = create_set(world.installation, world.actor, NewSet(title, cpv=("39130000",), diary="KS 2026/311"))
    if refs:
        view = add_criteria(world.installation, world.actor, EditAt(view.id), refs)
    return view


def at_day(installation: Installation, day: date) -> Installation:
    """The same installation on another day."""
    return replace(installation, clock=SetClock(day))


def pinned(version: CriterionVersion) -> tuple[str, str]:
    """Reference and fingerprint of a version, as a line pins them."""
    return version.ref, version_fingerprint(version)


class Shell:
    """The command line on an installation of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *words: str | Path) -> Result:
        return CliRunner().invoke(
            build(), [*map(str, words), "--home", str(self.home), "--today", "2026-11-23"]
        )

    def ask(self, *words: str | Path, code: int = 0) -> Any:
        done = self.run(*words, "--json")
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)
