# SPDX-License-Identifier: EUPL-1.2
"""The hours of a requirement set as its side panel draws them: bars against a ceiling, and the cheapest ways.

What the hours are is decided in criteria; here is only how long a bar is and which savings are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from criteria.services.sets_views import SetView

#: The bars begin beside their labels and end before the edge of the drawing, which is 300 wide.
_BAR_START, _BAR_WIDTH = Decimal(48), Decimal(236)
_CHEAPEST = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar against the ceiling, in the drawing's units; ``over`` is what lies above the ceiling."""

    label: str
    top: int
    within: str
    over_at: str
    over: str


@dataclass(frozen=True, slots=True)
class Saving:
    """One way to fewer hours."""

    line: int
    number: str
    hours: Decimal
    by_label: bool


@dataclass(frozen=True, slots=True)
class HoursPanel:
    """The hours of a set as the side panel draws them."""

    first_year: Decimal
    later_year: Decimal
    available: Decimal | None
    over: Decimal
    colour: str
    bars: tuple[Bar, ...]
    limit_at: str | None
    savings: tuple[Saving, ...]


def hours_panel(view: SetView) -> HoursPanel:
    """The panel of a set."""
    figures = view.effort.by_hand
    available = view.assumptions.hours_available
    ceiling = max(figures.first_year_hours, figures.later_year_hours, available or Decimal(0), Decimal(1))
    unit = _BAR_WIDTH / ceiling
    limit = None if available is None else available
    return HoursPanel(
        first_year=figures.first_year_hours,
        later_year=figures.later_year_hours,
        available=available,
        over=Decimal(0) if available is None else max(Decimal(0), figures.first_year_hours - available),
        colour="" if view.hours_colour is None else view.hours_colour.value,
        bars=(
            _bar(gettext("År 1"), 10, figures.first_year_hours, limit, unit),
            _bar(gettext("Sedan"), 40, figures.later_year_hours, limit, unit),
        ),
        limit_at=None if limit is None else _units(_BAR_START + limit * unit),
        savings=_savings(view),
    )


def _bar(label: str, top: int, hours: Decimal, limit: Decimal | None, unit: Decimal) -> Bar:
    within = hours if limit is None else min(hours, limit)
    return Bar(
        label,
        top,
        within=_units(within * unit),
        over_at=_units(_BAR_START + within * unit),
        over=_units((hours - within) * unit),
    )


def _units(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.1")), "f")


def _savings(view: SetView) -> tuple[Saving, ...]:
    """The lines that free most hours, by label where that is as good as nothing lost, else by removal."""
    by_label = [
        Saving(line.line, line.number, line.label_saves, by_label=True)
        for line in view.lines
        if line.label_saves is not None
    ]
    labelled = {saving.line for saving in by_label}
    by_removal = [
        Saving(line.line, line.number, line.removed_saves, by_label=False)
        for line in view.lines
        if line.removed_saves > 0 and line.line not in labelled
    ]
    ordered = sorted((*by_label, *by_removal), key=lambda saving: (-saving.hours, saving.line))
    return tuple(ordered[:_CHEAPEST])
