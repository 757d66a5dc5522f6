# SPDX-License-Identifier: EUPL-1.2
"""Reading the form that opens a contract: who won, for how long, and what the winner bound itself to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import request
from flask_babel import gettext

from criteria.library.vocabulary import FilledBy, RequirementType
from criteria.services.sets_views import LineView, SetView
from followup.contracts.bound import GivenArticle, GivenAward, GivenBound, GivenProof
from followup.services.contracts import ContractRequest

#: Where an error happened, as the use cases name it, and the field that mends it.
FIELDS = {
    "supplier": "supplier",
    "supplier-id": "foreign",
    "supplier-name": "name",
    "start": "start",
    "end": "end",
    "value": "value",
    "owner": "owner",
    "person": "owner",
    "articles": "articles",
}


def award_lines(view: SetView) -> tuple[LineView, ...]:
    """The award criteria of a set: the winner offered each of them, or did not."""
    return tuple(line for line in view.lines if line.type is RequirementType.AWARD_CRITERION)


def fields_of(view: SetView) -> dict[str, str]:
    """The field by where the error was, with the award criteria by their number in the annex."""
    return FIELDS | {line.number: f"offered-{line.line}" for line in award_lines(view)}


def read_request(view: SetView) -> tuple[ContractRequest | None, dict[str, str]]:
    """The request as typed, and what cannot be read, by field; without a request when anything cannot."""
    form, faults = request.form, dict[str, str]()
    starts_on = _day("start", gettext("Ange första dagen som ÅÅÅÅ-MM-DD."), faults)
    ends_on = _day("end", gettext("Ange sista dagen som ÅÅÅÅ-MM-DD."), faults)
    number, foreign = form.get("supplier", "").strip(), form.get("foreign", "").strip()
    if not number and not foreign:
        faults["supplier"] = gettext("Ange leverantörens organisationsnummer eller EU-momsnummer.")
    if number and foreign:
        faults["foreign"] = gettext("Ange ett nummer: antingen det svenska eller det utländska.")
    for line in award_lines(view):
        if form.get(f"offered-{line.line}") not in ("yes", "no"):
            faults[f"offered-{line.line}"] = gettext(
                "Säg om vinnaren erbjöd krav %(number)s.", number=line.number
            )
    proof = tuple(_proof(view, faults))
    if faults or starts_on is None or ends_on is None:
        return None, faults
    return (
        ContractRequest(
            set_id=view.id,
            starts_on=starts_on,
            ends_on=ends_on,
            supplier=number or None,
            supplier_id=foreign or None,
            supplier_name=form.get("name", "").strip() or None,
            value=form.get("value", "").strip() or None,
            owner=form.get("owner", "").strip() or None,
            bound=GivenBound(tuple(_award(view)), tuple(_articles()), proof),
        ),
        {},
    )


def _day(field: str, told: str, faults: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(request.form.get(field, "").strip())
    except ValueError:
        faults[field] = told
        return None


def _award(view: SetView) -> Iterator[GivenAward]:
    for line in award_lines(view):
        values = {
            item.name: request.form.get(f"value-{line.line}-{item.name}", "").strip()
            for item in line.parameters
            if item.filled_by is FilledBy.TENDERER
        }
        yield GivenAward(
            line.number,
            request.form.get(f"offered-{line.line}") == "yes",
            {name: value for name, value in values.items() if value},
        )


def _articles() -> Iterator[GivenArticle]:
    """One article a row: its number, a semicolon or a tab, its name, and the requirements it must meet."""
    for row in request.form.get("articles", "").splitlines():
        parts = [part.strip() for part in row.replace("\t", ";").split(";")]
        if parts[0]:
            lines = parts[2].replace(",", " ").split() if len(parts) > 2 else []
            yield GivenArticle(parts[0], parts[1] if len(parts) > 1 else "", tuple(lines))


def _proof(view: SetView, faults: dict[str, str]) -> Iterator[GivenProof]:
    chosen = set(request.form.getlist("checked"))
    numbers = [line.number for line in view.lines if str(line.line) in chosen]
    if not numbers:
        return
    day = _day("checked-on", gettext("Ange dagen då bevisen kontrollerades som ÅÅÅÅ-MM-DD."), faults)
    if day is not None:
        note = request.form.get("checked-note", "").strip()
        yield from (GivenProof(number, day, note) for number in numbers)
