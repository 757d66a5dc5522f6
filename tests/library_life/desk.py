# SPDX-License-Identifier: EUPL-1.2
"""Two editors at one desk over a small library: one writes, the other reviews and publishes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from criteria.clock import SetClock
from criteria.library.model import (
    ChangeClass,
    CpvEntry,
    CriterionVersion,
    GapReason,
    GroupRisk,
    Package,
    ProductGroup,
    Synonyms,
    Words,
)
from criteria.library.vocabulary import ShippedState
from criteria.people.model import Actor, Role
from criteria.services.installation import Installation
from criteria.services.library_change import LibraryChange
from criteria.services.library_drafts import create_draft, submit_draft
from criteria.services.library_orders import (
    ChangePlan,
    EventOrder,
    GapOrder,
    PublicationOrder,
    SuccessorOrder,
)
from criteria.services.library_publishing import change_library
from criteria.storage.catalogue_store import GroupEntry
from criteria.storage.library_store import LibraryStore, StoredVersion
from tests.plumbing.installation import World, member

DAY = date(2027, 2, 20)


@dataclass(frozen=True, slots=True)
class Desk:
    """An installation on a day, with an author and a reviewer of the steward's organisation."""

    installation: Installation
    author: Actor
    reviewer: Actor

    def on(self, day: date) -> Desk:
        """The same desk on another day."""
        return replace(self, installation=replace(self.installation, clock=SetClock(day)))

    def submit(self, version: CriterionVersion, actor: Actor | None = None) -> str:
        """A draft in review; gives its reference."""
        made = create_draft(self.installation, actor or self.author, version)
        return submit_draft(self.installation, actor or self.author, made.ref, made.revision).ref

    def publish(self, *versions: CriterionVersion, on: date | None = None) -> LibraryChange:
        """Versions written by one and published by the other, as one."""
        orders = tuple(PublicationOrder(self.submit(item), on) for item in versions)
        return change_library(self.installation, self.reviewer, ChangePlan(orders))

    def change(self, *events: EventOrder, publish: tuple[PublicationOrder, ...] = ()) -> LibraryChange:
        """A plan carried out by the reviewer."""
        return change_library(self.installation, self.reviewer, ChangePlan(publish, events))

    def stored(self, ref: str) -> StoredVersion:
        """What is stored under a full reference."""
        with self.installation.reading() as session:
            (found,) = LibraryStore(session).list_of_any_owner((ref,))
        return found


def open_desk(world: World, day: date = DAY) -> Desk:
    """A desk over an installation with groups and nothing published."""
    installation = replace(world.installation, clock=SetClock(day))
    with installation.writing() as work:
        store = LibraryStore(work.session)
        for name in ("cleaning_services", "laundry", "it"):
            store.put_group(make_group(name), name.ljust(64, "0"))
            entry = GroupEntry(make_group(name), date(2026, 1, 1), True, None, work.clock.now())
            store.add_group_entry(entry, name.ljust(64, "0"))
    author = member(World(installation, world.actor), Role.LIBRARY_EDITOR, "Kriterieförvaltare")
    return Desk(installation, author, world.actor)


def make_group(name: str, title: str | None = None) -> ProductGroup:
    """A product group; its title is its id unless given."""
    return ProductGroup(
        id=name,
        title=Words(title or name.capitalize()),
        summary="En grupp.",
        cpv=(CpvEntry("90910000-9", "Städning"),),
        risk=GroupRisk(2, "Invägt."),
        law_floors=(),
        synonyms=Synonyms((), "test"),
        related=(),
        questions=(),
        sources=(),
    )


def put_package(desk: Desk, *members: str) -> None:
    """A package with these members."""
    with desk.installation.writing() as work:
        package = Package("cleaning_terms", 1, Words("Städvillkor"), "Ett paket.", members)
        LibraryStore(work.session).put_package(package, "e" * 64)


def as_draft(version: CriterionVersion) -> CriterionVersion:
    """The version as an editor writes it."""
    return replace(version, state=ShippedState.DRAFT, valid_from=None, draft_because=())


def carries(ref: str, change: ChangeClass = ChangeClass.CLARIFIED, **parts: object) -> SuccessorOrder:
    """A successor that carries all that it shares."""
    return SuccessorOrder(ref, change, **parts)  # type: ignore[arg-type]


def gap_order(**changes: object) -> GapOrder:
    """A whole gap notice about all that is left."""
    order = GapOrder(
        GapReason.OUTDATED_FACT,
        "Märkningens villkor är under omprövning.",
        "Ställ krav på säkerhetsdatablad.",
        "Hösten 2027",
        "Kriterieförvaltaren, Ekby kommun",
    )
    return replace(order, **changes)  # type: ignore[arg-type]
