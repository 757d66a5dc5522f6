# SPDX-License-Identifier: EUPL-1.2
"""A procurer at a desk with a locked set, and a contract that is being followed up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from followup.services.contract_views import ContractView, TaskView
from followup.services.contracts import list_contracts, show_contract
from followup.services.outcomes import OutcomeView, list_outcomes
from tests.plumbing.installation import World
from tests.webapp.browsing import Browser, Page

#: An article list as somebody pastes it.
ARTICLES = "2200; Skrivbord\n2201; Kontorsstol\n2202\tHurts\n2203; Konferensstol\n2204; Pall\n2205; Soffa"


@dataclass(frozen=True, slots=True)
class Desk:
    """A procurer's browser with a locked set; requirement 2.1 is an award criterion."""

    world: World
    app: Flask
    browser: Browser
    set_id: str

    def open(self, **changed: Any) -> Page:
        """Send the form that opens a contract."""
        typed = {
            "set": self.set_id,
            "supplier": "559999-1238",
            "name": "Tranebo Möbel AB",
            "start": "2026-12-01",
            "end": "2028-11-30",
            "value": "480 000",
            "articles": ARTICLES,
            "offered-4": "no",
        }
        return self.browser.post("/kontrakt/nytt", **{**typed, **changed})

    @property
    def contracts(self) -> tuple[str, ...]:
        return tuple(item.id for item in list_contracts(self.world.installation, self.world.actor))


@dataclass(frozen=True, slots=True)
class Case:
    """A contract that is being followed up."""

    desk: Desk
    id: str

    @property
    def browser(self) -> Browser:
        return self.desk.browser

    @property
    def path(self) -> str:
        return f"/kontrakt/{self.id}"

    @property
    def view(self) -> ContractView:
        return show_contract(self.desk.world.installation, self.desk.world.actor, self.id)

    @property
    def outcomes(self) -> tuple[OutcomeView, ...]:
        return list_outcomes(self.desk.world.installation, self.desk.world.actor, self.id)

    def task(self, number: str) -> TaskView:
        return next(task for task in self.view.plan if task.number == number)

    def log(self, number: str, *, follow: bool = True, **typed: Any) -> Page:
        """Send the outcome form of a requirement's first task."""
        fields = {"result": "met", "method": "DOC", "observed": "2026-12-01", "hours": "0,5"}
        path = f"{self.path}/uppgift/{self.task(number).task}"
        return self.browser.post(path, follow=follow, **{**fields, **typed})
