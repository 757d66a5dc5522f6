# SPDX-License-Identifier: EUPL-1.2
"""The small library of scenario 6, brought forward day by day with the product's own use cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from criteria.clock import SetClock
from criteria.library.model import (
    ChangeClass,
    CpvEntry,
    CriterionVersion,
    GapReason,
    GroupRisk,
    ProductGroup,
    Synonyms,
    Words,
)
from criteria.library.vocabulary import Aspect, RequirementType
from criteria.people.model import Actor, Role
from criteria.services.access import actor_for, add_unit, add_user, change_organisation
from criteria.services.installation import Installation
from criteria.services.library_drafts import create_draft, submit_draft
from criteria.services.library_groups import add_group, move_group, rename_group
from criteria.services.library_orders import EventOrder, GapOrder, PublicationOrder, SuccessorOrder
from criteria.services.library_publishing import (
    publish,
    renew_notice,
    split,
    supersede,
    withdraw,
)
from criteria.services.setup import first_people
from criteria.storage.people_store import PeopleStore
from tests.plumbing.installation import build_installation
from tests.requirements.factories import make_version

OLD, NEW, SPLIT_OFF = "LIG-04:3@base", "LIG-04:4@base", "LIG-14:1@base"
GAP = "LIG-09:1@base"
BEGUN = date(2025, 5, 2)
SPLIT_ON = date(2027, 1, 15)
LIFE = "Ljuskällorna ska hålla i minst 50 000 timmar och ha färgåtergivning minst 80."


def lamp(ref: str, text: str = LIFE, **changes: object) -> CriterionVersion:
    """A criterion about light sources, for the lighting group."""
    changes.setdefault("title", Words("Ljuskällor", "Light sources"))
    changes.setdefault("aspects", (Aspect.DURABILITY, Aspect.ENERGY))
    return make_version(
        ref,
        text=Words(text, "The light sources shall last."),
        groups=("lighting",),
        type=RequirementType.PERFORMANCE_CONDITION,
        **changes,
    )


def group(group_id: str, title: str) -> ProductGroup:
    """A product group without more than its name."""
    return ProductGroup(
        id=group_id,
        title=Words(title),
        summary=f"{title}.",
        cpv=(CpvEntry("31520000-7", "Lampor och belysningsarmaturer"),),
        risk=GroupRisk(2, "Invägt."),
        law_floors=(),
        synonyms=Synonyms((), "test"),
        related=(),
        questions=(),
        sources=(),
    )


@dataclass(slots=True)
class Town:
    """An installation on a day, its administrator, and two editors who read each other's drafts."""

    installation: Installation
    clerk: Actor
    author: Actor
    reviewer: Actor

    def on(self, day: date) -> Town:
        """The same town on another day."""
        return replace(self, installation=replace(self.installation, clock=SetClock(day)))

    def review(self, version: CriterionVersion) -> PublicationOrder:
        """A draft written by the one and handed to the other, ready to be published."""
        made = create_draft(self.installation, self.author, version)
        submitted = submit_draft(self.installation, self.author, made.ref, made.revision)
        return PublicationOrder(submitted.ref)

    def renewed(self, old: str, version: CriterionVersion, change: ChangeClass, on: date) -> None:
        """A new version in the place of an old one from a day."""
        order = self.review(version)
        edge = SuccessorOrder(version.ref, change, "Ny gräns.")
        ending = EventOrder(old, "Gränsen är omprövad.", on=on, successors=(edge,))
        published = replace(
            order, valid_from=on, change_class=change, change_reason="Ny gräns.", predecessor=old
        )
        supersede(self.installation, self.reviewer, ending, published)


def begin(url: str, home: Path) -> Town:
    """Ekby in May 2025: a lighting group, LIG-04 in its third version from June, and LIG-09."""
    installation = build_installation(url, home, SetClock(BEGUN))
    first_people(installation)
    clerk = actor_for(installation, None, None)
    change_organisation(installation, clerk, "Ekby kommun", None)
    town = Town(installation, clerk, *(_editor(installation, clerk, name) for name in ("Anna Ek", "Bo Alm")))
    add_group(installation, clerk, group("lighting", "Belysning"))
    publish(installation, town.reviewer, town.review(lamp("LIG-04:1@base", "Ljuskällorna ska hålla.")))
    later = town.on(date(2025, 5, 10))
    later.renewed(
        "LIG-04:1@base",
        lamp("LIG-04:2@base", "Ljuskällorna ska hålla i minst 30 000 timmar."),
        ChangeClass.STRICTER,
        date(2025, 5, 10),
    )
    third = town.on(date(2025, 5, 20))
    third.renewed("LIG-04:2@base", lamp(OLD), ChangeClass.STRICTER, date(2025, 6, 1))
    gone = lamp(GAP, "Lysrören ska sakna kvicksilver.", aspects=(Aspect.CHEMICALS,))
    publish(third.installation, third.reviewer, third.review(gone))
    return third


def _editor(installation: Installation, clerk: Actor, name: str) -> Actor:
    role = Role.LIBRARY_EDITOR
    person = add_user(installation, clerk, name, role, clerk.organisation_id)
    unit = add_unit(installation, clerk, f"Miljöenheten {name.split()[0]}", name)
    with installation.writing() as work:
        PeopleStore(work.session).set_memberships(person.id, clerk.organisation_id, {role}, unit.id)
    return Actor(person.id, clerk.organisation_id, frozenset({role}))


def leave_gap(town: Town) -> None:
    """LIG-09 withdrawn with a notice on the first of March 2026, put in other words in October."""
    spring = town.on(date(2026, 3, 1))
    gap = GapOrder(
        GapReason.PRODUCT_GONE, "Lysrör är förbjudna.", "Fråga efter LED.", "Hösten 2026", "Redaktion"
    )
    withdraw(spring.installation, spring.reviewer, EventOrder(GAP, "Produkten finns inte längre.", gap=gap))
    autumn = town.on(date(2026, 10, 1))
    again = replace(gap, meanwhile="Köp LED-armaturer.", planned="Ingen plan.")
    renew_notice(autumn.installation, autumn.reviewer, EventOrder(GAP, "Ny bedömning.", gap=again))


def divide(town: Town) -> None:
    """LIG-04:3 split from the 15th of January 2027: how long it lasts, and how it gives colours back."""
    early = town.on(date(2027, 1, 8))
    life = lamp(NEW, "Ljuskällorna ska hålla i minst 60 000 timmar.", aspects=(Aspect.DURABILITY,))
    colour = lamp(SPLIT_OFF, "Färgåtergivningen ska vara minst 90.", aspects=(Aspect.ENERGY,))
    orders = tuple(
        replace(
            early.review(version),
            valid_from=SPLIT_ON,
            change_class=ChangeClass.SPLIT_PART,
            change_reason=note,
            predecessor=OLD,
        )
        for version, note in ((life, "Livslängden."), (colour, "Färgåtergivningen."))
    )
    edges = (
        SuccessorOrder(NEW, ChangeClass.SPLIT_PART, "Livslängden."),
        SuccessorOrder(SPLIT_OFF, ChangeClass.SPLIT_PART, "Färgåtergivningen."),
    )
    ending = EventOrder(OLD, "Två frågor i ett kriterium.", on=SPLIT_ON, successors=edges)
    split(early.installation, early.reviewer, ending, *orders)


def rename_and_move(town: Town) -> None:
    """The group called something else from New Year 2028, and moved into another in February."""
    new_year = town.on(date(2028, 1, 1))
    rename_group(new_year.installation, new_year.clerk, "lighting", Words("Ljus och armaturer"))
    later = town.on(date(2028, 2, 1))
    add_group(later.installation, later.clerk, group("buildings", "Byggnadens installationer"))
    move_group(later.installation, later.clerk, "lighting", "buildings", "Trädet är omgjort.")
