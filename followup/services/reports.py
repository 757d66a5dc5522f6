# SPDX-License-Identifier: EUPL-1.2
"""The report of a contract: how sure we are, then every requirement, then what is open.

Source: issue 2, part C; DOMAIN 3.7 (what nobody has checked is the most visible of all).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from criteria.clock import STOCKHOLM
from criteria.library.model import Words
from criteria.library.vocabulary import Method, ProofKind
from criteria.people.model import Actor, Permission
from criteria.requirements.model import SealedLine
from criteria.schemas.derived import dump
from criteria.services.installation import Installation
from criteria.storage.database import Session
from criteria.storage.event_store import EventStore
from followup.declarations.model import Declaration
from followup.deviations.model import Deviation
from followup.documents.model import (
    ContractReport,
    ReportDeclaration,
    ReportDeviation,
    ReportEvidence,
    ReportLine,
    ReportNotFollowed,
)
from followup.documents.report import certainty_sentences, report_document
from followup.evidence.model import EvidenceItem
from followup.log.assessment import shown_as
from followup.log.model import Outcome, ShownAs
from followup.log.standing import LineStanding, standings
from followup.plan.model import NotFollowed, NotFollowedKind
from followup.plan.planning import min_strength_of
from followup.services.contract_views import pinned_set
from followup.services.declared_standing import with_declared
from followup.services.made_files import (
    FileFormat,
    MadeFile,
    check_format,
    check_language,
    head_of,
    made,
    render,
)
from followup.services.people_names import people_of
from followup.services.report_figures import (
    FORM,
    CountFigure,
    DeclarationState,
    DeviationFigure,
    EvidenceFigure,
    LineFigure,
    LogEntry,
    LogHead,
    NotFollowedFigure,
    ReportFigures,
)
from followup.storage.contract_store import ContractStore
from followup.storage.declaration_store import DeclarationStore
from followup.storage.evidence_store import EvidenceStore
from followup.storage.outcome_store import DeviationStore, OutcomeStore

FORMATS = (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX, FileFormat.JSON)
_NOT_OFFERED = {"sv": "Erbjöds inte i anbudet.", "en": "Not offered in the tender."}


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Which report: format and language."""

    format: FileFormat = FileFormat.PDF
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class _Log:
    """What was read about a contract, by requirement."""

    outcomes: Mapping[int, tuple[Outcome, ...]]
    sequences: Mapping[str, int]
    names: Mapping[str, str]
    live: Declaration | None
    declaration: Declaration | None
    declared: Mapping[int, EvidenceItem]
    today: date


def make_contract_report(
    installation: Installation, actor: Actor, contract_id: str, request: ReportRequest
) -> MadeFile:
    """The report of a contract as it stands today, as a file.

    Raises:
        NotFoundError: ``contract.unknown``.
        InvalidInputError: ``document.format`` or ``annex.language``.
    """
    check_format(request.format, FORMATS)
    check_language(request.language)
    figures = contract_report(installation, actor, contract_id, request.language)
    name = f"uppfoljningsrapport-{contract_id}-{figures.as_of}"
    if request.format is FileFormat.JSON:
        text = json.dumps(dump(figures), ensure_ascii=False, indent=1)
        return made(f"{text}\n".encode(), request.format, name)
    document = report_document(_document_data(figures, request.language), request.language)
    return render(document, request.format, name)


def contract_report(
    installation: Installation, actor: Actor, contract_id: str, language: str = "sv"
) -> ReportFigures:
    """What the report of a contract says today, each figure with its log entries.

    Raises:
        NotFoundError: ``contract.unknown``.
    """
    actor.require(Permission.READ)
    today = installation.clock.today()
    with installation.reading() as session:
        stored = ContractStore(session).get(contract_id, actor.organisation_id)
        contract = stored.contract
        sealed = pinned_set(session, contract)
        outcomes = OutcomeStore(session).list_for((contract.id,))
        deviations = DeviationStore(session).list_for(actor.organisation_id, (contract.id,))
        log = _read_log(session, actor, contract.id, outcomes, today)
        head = EventStore(session).head()
    by_line = {line.line: line for line in sealed.lines}
    # A requirement nobody meant to follow up is shown all the same once something was found.
    wanted = {*stored.followed, *(outcome.line for outcome in outcomes)}
    followed = tuple(line.line for line in sealed.lines if line.line in wanted)
    lines = tuple(
        _line_figure(by_line[standing.line], standing, log)
        for standing in with_declared(standings(followed, outcomes, today), log.live)
    )
    spent = [outcome.hours for outcome in outcomes if outcome.hours is not None]
    figures = ReportFigures(
        form=FORM,
        certainty="",
        contract=head_of(contract, sealed, installation.clock.now(), to_supplier=False),
        as_of=today,
        counts=_counts(lines),
        lines=lines,
        not_followed=tuple(_not_followed(item, by_line[item.line]) for item in stored.not_followed),
        deviations=tuple(_deviation(item, by_line[item.line].requirement.title) for item in deviations),
        hours=sum(spent, Decimal(0)) if spent else None,
        log=LogHead(head.sequence, head.hash),
    )
    return replace(figures, certainty=certainty_sentences(_document_data(figures, language), language))


def _read_log(
    session: Session, actor: Actor, contract_id: str, outcomes: tuple[Outcome, ...], today: date
) -> _Log:
    by_line: dict[int, tuple[Outcome, ...]] = defaultdict(tuple)
    for outcome in outcomes:
        by_line[outcome.line] = (*by_line[outcome.line], outcome)
    store = DeclarationStore(session)
    received = store.list_for_contract(contract_id)
    live = store.find_live(contract_id, today)
    evidence = EvidenceStore(session).list_evidence(contract_id)
    return _Log(
        outcomes=by_line,
        sequences=EventStore(session).first_sequences(outcome.id for outcome in outcomes),
        names=people_of(session, actor.organisation_id).names,
        live=live,
        # The one that holds says more than a newer one that lacks answers.
        declaration=live or (received[-1] if received else None),
        declared={
            item.about_line: item
            for item in evidence
            if live is not None and item.kind is ProofKind.DECLARATION and item.about_line is not None
        },
        today=today,
    )


def _line_figure(line: SealedLine, standing: LineStanding, log: _Log) -> LineFigure:
    figure = LineFigure(
        line=line.line,
        number=line.number,
        ref=line.ref,
        fingerprint=line.fingerprint,
        title=line.requirement.title,
        type=line.requirement.type,
        shown_as=standing.shown_as,
        result=None,
        method=None,
        strength=None,
        min_strength=min_strength_of(line),
        observed_on=None,
        logged_at=None,
        assessor=None,
        note="",
        outcome=None,
        evidence=(),
        declaration=_declaration_state(line, log),
        entries=tuple(_entry(outcome, log) for outcome in log.outcomes.get(line.line, ())),
    )
    if standing.outcome is not None:
        return _with_outcome(figure, standing.outcome, log)
    said = log.declared.get(line.line)
    return figure if said is None else _with_declared(figure, said)


def _with_outcome(figure: LineFigure, outcome: Outcome, log: _Log) -> LineFigure:
    return replace(
        figure,
        result=outcome.result,
        method=outcome.method,
        strength=outcome.strength,
        min_strength=outcome.min_strength,
        observed_on=outcome.observed_on,
        logged_at=outcome.at,
        assessor=log.names.get(outcome.assessor_id, outcome.assessor_id),
        note=outcome.note,
        outcome=outcome.id,
        evidence=tuple(
            EvidenceFigure(use.evidence_id, use.sha256, use.kind, use.strength, use.dated_on, use.valid_to)
            for use in outcome.evidence
        ),
    )


def _with_declared(figure: LineFigure, item: EvidenceItem) -> LineFigure:
    """A requirement that rests on the supplier's word alone: declared, and never more (T5)."""
    return replace(
        figure,
        method=Method.DECL,
        strength=item.strength,
        observed_on=item.dated_on,
        logged_at=item.received_at,
        evidence=(
            EvidenceFigure(item.id, item.sha256, item.kind, item.strength, item.dated_on, item.valid_to),
        ),
    )


def _declaration_state(line: SealedLine, log: _Log) -> DeclarationState | None:
    found = log.declaration
    answer = None if found is None else found.answer_to(line.line)
    if found is None or answer is None:
        return None
    return DeclarationState(
        id=found.id,
        status=found.status_on(log.today),
        answer=answer.answer,
        signed_on=found.checked.signatory.signed_on,
        valid_to=found.checked.valid_to,
        comment=answer.comment,
    )


def _entry(outcome: Outcome, log: _Log) -> LogEntry:
    return LogEntry(
        outcome=outcome.id,
        sequence=log.sequences.get(outcome.id),
        result=outcome.result,
        shown_as=shown_as(outcome),
        strength=outcome.strength,
        observed_on=outcome.observed_on,
        logged_at=outcome.at,
        assessor=log.names.get(outcome.assessor_id, outcome.assessor_id),
        hours=outcome.hours,
        corrects=outcome.corrects,
    )


def _counts(lines: Iterable[LineFigure]) -> tuple[CountFigure, ...]:
    """Every way a requirement can stand, unchecked first, with the requirements that stand so."""
    numbers: dict[ShownAs, list[str]] = defaultdict(list)
    for figure in lines:
        numbers[figure.shown_as].append(figure.number)
    order = (ShownAs.UNCHECKED, *(item for item in ShownAs if item is not ShownAs.UNCHECKED))
    return tuple(CountFigure(item, len(numbers[item]), tuple(numbers[item])) for item in order)


def _not_followed(item: NotFollowed, line: SealedLine) -> NotFollowedFigure:
    return NotFollowedFigure(item.number, line.requirement.title, item.kind, item.reason)


def _deviation(item: Deviation, title: Words) -> DeviationFigure:
    return DeviationFigure(
        id=item.id,
        number=item.number,
        title=title,
        severity=item.severity or item.proposed,
        status=item.status,
        is_open=item.is_open,
        outcome=item.outcome_id,
        found_on=item.found_on,
        notified_on=item.notified_on,
        reply_by=next((step.by_date for step in reversed(item.steps) if step.by_date is not None), None),
    )


def _document_data(figures: ReportFigures, language: str) -> ContractReport:
    return ContractReport(
        head=figures.contract,
        as_of=figures.as_of,
        log_sequence=figures.log.sequence,
        log_hash=figures.log.hash,
        lines=tuple(_document_line(figure) for figure in figures.lines),
        not_followed=tuple(
            ReportNotFollowed(
                item.number,
                item.title,
                _NOT_OFFERED[language] if item.kind is NotFollowedKind.NOT_OFFERED else item.reason,
            )
            for item in figures.not_followed
        ),
        deviations=tuple(
            ReportDeviation(
                number=item.number,
                title=item.title,
                severity=item.severity,
                status=item.status,
                found_on=item.found_on,
                notified_on=item.notified_on,
                reply_by=item.reply_by,
            )
            for item in figures.deviations
            if item.is_open
        ),
        hours=figures.hours,
    )


def _document_line(figure: LineFigure) -> ReportLine:
    spent = [entry.hours for entry in figure.entries if entry.hours is not None]
    said, logged_at = figure.declaration, figure.logged_at
    return ReportLine(
        number=figure.number,
        ref=figure.ref,
        title=figure.title,
        min_strength=figure.min_strength,
        shown_as=figure.shown_as,
        result=figure.result,
        method=figure.method,
        strength=figure.strength,
        observed_on=figure.observed_on,
        logged_on=None if logged_at is None else logged_at.astimezone(STOCKHOLM).date(),
        assessor=figure.assessor,
        note=figure.note,
        hours=sum(spent, Decimal(0)) if spent else None,
        declaration=None
        if said is None
        else ReportDeclaration(said.answer, said.status, said.valid_to, said.comment),
        evidence=tuple(
            ReportEvidence(item.sha256, item.kind, item.strength, item.dated_on, item.valid_to)
            for item in figure.evidence
        ),
    )
