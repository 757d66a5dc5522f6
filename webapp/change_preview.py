# SPDX-License-Identifier: EUPL-1.2
"""What a plan would do, in words, before anything is written: what stands in the way and who is touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import get_locale

from criteria.canonical import fingerprint
from criteria.errors import CriteriaError, FindingsError
from criteria.issues import Issue
from criteria.people.model import Actor
from criteria.services.installation import Installation
from criteria.services.library_orders import ChangePlan
from criteria.services.library_publishing import preview_change
from followup.services.touched import Touched, list_touched
from webapp.messages.catalogue import mend, message


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One finding: what is wrong, how to mend it, and the units that would be left bare."""

    code: str
    text: str
    mend: str
    bare: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewPanel:
    """What a page shows of a plan; ``ok`` when nothing stands in the way.

    ``mark`` tells the plan that was looked at from any other, so that no other is confirmed.
    """

    ok: bool
    on: date
    obstacles: tuple[Obstacle, ...]
    published: tuple[str, ...]
    ended: tuple[str, ...]
    packages: tuple[str, ...]
    touched: tuple[Touched, ...]
    mark: str = ""


def preview_panel(installation: Installation, actor: Actor, plan: ChangePlan) -> PreviewPanel:
    """The panel of a plan; what cannot even be planned is an obstacle too."""
    on = plan.on or installation.clock.today()
    try:
        found = preview_change(installation, actor, plan)
    except CriteriaError as error:
        return PreviewPanel(False, on, obstacles_of(error), (), (), (), ())
    return PreviewPanel(
        ok=found.ok,
        on=found.on,
        obstacles=tuple(map(_obstacle, found.issues)),
        published=found.published,
        ended=found.ended,
        packages=found.packages,
        touched=tuple(list_touched(installation, actor, ref) for ref in found.ended),
        mark=fingerprint(plan),
    )


def refused_panel(installation: Installation, error: CriteriaError) -> PreviewPanel:
    """The panel of what could not be read as a plan, or was refused when it was carried out."""
    return PreviewPanel(False, installation.clock.today(), obstacles_of(error), (), (), (), ())


def obstacles_of(error: CriteriaError) -> tuple[Obstacle, ...]:
    """What an error says stands in the way, each finding for itself where it has several."""
    if isinstance(error, FindingsError):
        return tuple(map(_obstacle, error.issues))
    values = {"where": error.where, **error.values}
    locale = str(get_locale())
    return (Obstacle(error.code, message(error.code, values, locale), mend(error.code, values, locale), ()),)


def _obstacle(issue: Issue) -> Obstacle:
    values, locale = {"where": issue.where, **issue.values}, str(get_locale())
    text = message(issue.code, values, locale)
    units = tuple(issue.values.get("units", "").split("; ")) if issue.code == "cover.bare" else ()
    return Obstacle(
        issue.code,
        issue.message if text == issue.code else text,
        mend(issue.code, values, locale),
        tuple(filter(None, units)),
    )
