# SPDX-License-Identifier: EUPL-1.2
"""Reading the outcome form: what was seen, on what, when, and the file that shows it.

The file is kept before the outcome is logged, since the outcome names it. When the outcome is then
refused, the file stays with the contract and is chosen when the page comes again: nothing is sent twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from flask import request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import FileStorage

from criteria.errors import CriteriaError, IntegrityError, InvalidInputError
from criteria.library.vocabulary import Method, ProofKind
from followup.evidence.strength import Claim
from followup.log.assessment import check_hours, check_note
from followup.log.model import Result
from followup.services.evidence import AddedEvidence, NewEvidence, NewFile, add_evidence
from followup.services.outcomes import OutcomeRequest
from webapp.context import actor, installation
from webapp.followup_words import faults_of, issue_words
from webapp.task_page import Item, RequirementFacts
from webapp.words import METHODS, long_date, word

E = TypeVar("E", bound=Enum)
#: Where an error of a use case happened, and the field of the form that mends it.
FIELDS = {
    "note": "note",
    "observed": "observed",
    "hours": "hours",
    "file": "file",
    "kind": "kind",
    "dated": "dated",
    "valid-to": "valid-to",
    "equivalent": "equivalent",
    "own-finding": "kind",
    "evidence": "file",
}
_SEEN = ("ok", "fault", "missing")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on one item of a sample."""

    label: str
    where: str
    seen: str
    fault: str


@dataclass(slots=True)
class OutcomeForm:
    """The form as read: ``faults`` by field; ``stored`` are the pieces of evidence kept meanwhile."""

    faults: dict[str, str]
    stored: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


def read_evidence(about: tuple[str, ...], faults: dict[str, str]) -> tuple[NewFile, NewEvidence] | None:
    """The uploaded file with what is said about it; None when there is none or something cannot be read."""
    upload = request.files.get("file")
    if not _is_given(upload):
        return None
    kind = choice(ProofKind, "kind", gettext("Välj vad filen är."), faults)
    dated = day("dated", gettext("Ange filens datum som ÅÅÅÅ-MM-DD."), faults)
    valid_to = day("valid-to", gettext("Ange sista giltighetsdag som ÅÅÅÅ-MM-DD."), faults, needed=False)
    if kind is None or dated is None or faults or upload is None:
        return None
    claim = Claim(kind, equivalent_because=request.form.get("equivalent", "").strip() or None)
    file = NewFile(upload.filename or "", upload.read())
    return file, NewEvidence(about, claim, dated, valid_to)


def keep_evidence(contract_id: str, about: tuple[str, ...], faults: dict[str, str]) -> AddedEvidence | None:
    """The uploaded file kept as evidence; what is wrong with it goes into ``faults``."""
    given = read_evidence(about, faults)
    if given is None:
        return None
    return _try(lambda: add_evidence(installation(), actor(), contract_id, *given), faults)


def read_outcome(
    facts: RequirementFacts, items: tuple[Item, ...], task_id: str, corrects: str | None = None
) -> tuple[OutcomeRequest | None, OutcomeForm]:
    """The outcome as typed, its file and its protocol kept; no request when something cannot be read."""
    form = OutcomeForm({})
    faults, number = form.faults, facts.line.number
    result = choice(Result, "result", gettext("Välj vad du såg."), faults)
    method = choice(Method, "method", gettext("Välj hur du kontrollerade."), faults)
    observed = day("observed", gettext("Ange dagen du tittade som ÅÅÅÅ-MM-DD."), faults)
    spent = _hours(faults)
    seen = _seen(items, faults)
    if result is Result.MET and any(item.seen != "ok" for item in seen):
        faults["result"] = _contradicted(seen)
    # What the use case would refuse is asked before anything is kept, so that a refusal stores nothing.
    if result is not None:
        _ask(lambda: check_note(result, request.form.get("note", "")), faults)
    _ask(lambda: check_hours(spent), faults)
    if observed is not None and observed > installation().clock.today():
        faults["observed"] = gettext("Dagen har inte varit än. Ange dagen du tittade.")
    if faults and _is_given(request.files.get("file")):
        faults["file"] = gettext("Välj filen igen: den skickas inte förrän resten är ifyllt.")
    if faults or result is None or method is None or observed is None:
        return None, form
    form.stored = tuple(dict.fromkeys(request.form.getlist("evidence")))
    for added in (
        keep_evidence(facts.contract.id, (number,), faults),
        _protocol(facts, seen, observed, faults),
    ):
        if added is not None:
            form.stored = (*form.stored, added.id)
            form.findings += tuple(issue_words(issue) for issue in added.issues)
    if faults:
        return None, form
    return (
        OutcomeRequest(
            contract_id=facts.contract.id,
            line=number,
            result=result,
            method=method,
            evidence=form.stored,
            note=request.form.get("note", ""),
            observed_on=observed,
            hours=spent,
            task_id=task_id if corrects is None else None,
            corrects=corrects,
        ),
        form,
    )


def day(name: str, told: str, faults: dict[str, str], *, needed: bool = True) -> date | None:
    """A day typed or picked; what cannot be read becomes a fault."""
    text = request.form.get(name, "").strip()
    if not text and not needed:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults[name] = told
        return None


def choice(kind: type[E], name: str, told: str, faults: dict[str, str]) -> E | None:
    """A chosen code; none, or one that does not exist, becomes a fault."""
    try:
        return kind(request.form.get(name, ""))
    except ValueError:
        faults[name] = told
        return None


def _is_given(upload: FileStorage | None) -> bool:
    return upload is not None and bool(upload.filename)


def _hours(faults: dict[str, str]) -> Decimal | None:
    text = request.form.get("hours", "").strip().replace(",", ".")
    if not text:
        return None
    try:
        spent = Decimal(text)
    except ArithmeticError:
        spent = Decimal("NaN")
    if not spent.is_finite():
        faults["hours"] = gettext("Ange timmar i kvartar, till exempel 0,75.")
        return None
    return spent


def _seen(items: tuple[Item, ...], faults: dict[str, str]) -> tuple[Seen, ...]:
    found = []
    for item in items:
        seen = request.form.get(f"{item.key}-seen", "")
        if seen not in _SEEN:
            continue
        fault = request.form.get(f"{item.key}-fault", "").strip()
        if seen == "fault" and not fault:
            faults[f"{item.key}-fault"] = gettext("Skriv vad som saknas på %(label)s.", label=item.label)
        where = request.form.get(f"{item.key}-where", "").strip()
        found.append(Seen(item.label, where[:200], seen, fault[:500]))
    return tuple(found)


def _contradicted(seen: tuple[Seen, ...]) -> str:
    faulty = sum(item.seen == "fault" for item in seen)
    if faulty:
        return ngettext(
            "På %(num)s av %(total)s saknades något. Välj då om det är en anmärkning eller en avvikelse.",
            "På %(num)s av %(total)s saknades något. Välj då om det är en anmärkning eller en avvikelse.",
            faulty,
            total=len(seen),
        )
    return gettext("Allt fanns inte att titta på. Välj något annat än att allt stämmer, och skriv varför.")


def _protocol(
    facts: RequirementFacts, seen: tuple[Seen, ...], observed: date, faults: dict[str, str]
) -> AddedEvidence | None:
    """What was seen with one's own eyes, written down as a file: the organisation's own finding."""
    if not seen or faults:
        return None
    words = {
        "ok": gettext("stämmer"),
        "fault": gettext("något saknas"),
        "missing": gettext("gick inte att hitta eller se"),
    }
    rows = [
        gettext("Protokoll från egen kontroll"),
        f"{facts.contract.title}, {facts.contract.supplier.name or facts.contract.supplier.number}",
        gettext("Krav %(number)s: %(title)s", number=facts.line.number, title=facts.line.title),
        facts.text.sv,
        gettext("Dag: %(day)s", day=long_date(observed)),
        gettext("Metod: %(method)s", method=word(METHODS, request.form.get("method", ""))),
        "",
    ]
    for place, item in enumerate(seen, 1):
        rows.append(f"{place}. {item.label}{', ' + item.where if item.where else ''}: {words[item.seen]}")
        if item.fault:
            rows.append(f"   {item.fault}")
    content = ("\n".join((*rows, "", request.form.get("note", "").strip())).strip() + "\n").encode()
    file = NewFile(f"protokoll-{facts.line.number}-{observed.isoformat()}.txt", content)
    new = NewEvidence((facts.line.number,), Claim(ProofKind.OBSERVATION), observed)
    return _try(lambda: add_evidence(installation(), actor(), facts.contract.id, file, new), faults)


def _ask(do: Callable[[], object], faults: dict[str, str]) -> None:
    try:
        do()
    except InvalidInputError as error:
        faults.update(faults_of(error, FIELDS, "note"))


def _try(do: Callable[[], AddedEvidence], faults: dict[str, str]) -> AddedEvidence | None:
    try:
        return do()
    except IntegrityError:
        raise
    except CriteriaError as error:
        faults.update(faults_of(error, FIELDS, "file"))
        return None
