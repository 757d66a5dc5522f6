# SPDX-License-Identifier: EUPL-1.2
"""A procurer at a browser with one draft set open, for the tests of the set pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from criteria.people.model import Role
from criteria.services.sets import NewSet, add_criteria, create_set, set_parameter, show_set
from criteria.services.sets_change import EditAt
from criteria.services.sets_life import lock_set
from criteria.services.sets_views import SetView
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, Page, browser_of
from tests.webapp.calls import site

#: A criterion with a blank to fill, and two without.
WITH_BLANK, PLAIN, MARKING = "FURN-04:1@base", "FURN-01:1@base", "FURN-08:1@base"


@dataclass(frozen=True, slots=True)
class Desk:
    """A procurer's browser with one draft set open."""

    world: World
    app: Flask
    browser: Browser
    set_id: str

    @property
    def path(self) -> str:
        return f"/kravuppsattning/{self.set_id}"

    @property
    def view(self) -> SetView:
        """The set as it stands in the store."""
        return show_set(self.world.installation, self.world.actor, self.set_id)

    def see(self) -> Page:
        return self.browser.get(self.path)

    def send(self, path: str, **fields: Any) -> Page:
        """A form of this set's pages, at the revision that stands unless one is named."""
        return self.browser.post(f"{self.path}{path}", **{"revision": self.view.revision, **fields})

    def add(self, *refs: str) -> None:
        add_criteria(self.world.installation, self.world.actor, EditAt(self.set_id), refs)

    def lock(self) -> None:
        lock_set(self.world.installation, self.world.actor, EditAt(self.set_id))

    def fill(self) -> None:
        """Fill the one blank, so that nothing stands in the way of locking."""
        at = EditAt(self.set_id)
        set_parameter(self.world.installation, self.world.actor, at, 2, (("cycles", "50 000"),))


def open_desk(world: World) -> Desk:
    """A draft with a requirement that lacks a value, 1.2, and two that lack nothing."""
    app = site(world)
    made = create_set(world.installation, world.actor, NewSet("Kontorsmöbler 2026", diary="KS 2026/311"))
    desk = Desk(world, app, browser_of(app, world, Role.PROCURER), made.id)
    desk.add(PLAIN, WITH_BLANK, MARKING)
    return desk
