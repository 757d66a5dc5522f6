# SPDX-License-Identifier: EUPL-1.2
"""Supplier declarations: the form for a contract, taking a filled one in, and what it is worth.

Source: DOMAIN 4.5 with DC1 to DC4; issue 2, part C.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from criteria.errors import InvalidInputError, NotFoundError, RefusedError
from criteria.events.model import NewEvent
from criteria.identifiers import new_id
from criteria.issues import Issue
from criteria.library.model import Words
from criteria.library.vocabulary import ProofKind
from criteria.people.model import Actor, Permission
from criteria.services.installation import Installation
from criteria.storage.unit_of_work import UnitOfWork
from followup.contracts.model import Contract
from followup.declarations.checking import check_declaration
from followup.declarations.form import freeze_form
from followup.declarations.lifecycle import declared, move
from followup.declarations.model import (
    FORM,
    Answer,
    CheckedDeclaration,
    Declaration,
    DeclarationStatus,
    FrozenForm,
    LineAnswer,
    Signatory,
    StateChange,
)
from followup.documents.declaration_reading import declaration_origin, read_declaration
from followup.evidence.file_type import CheckedFile, check_file
from followup.evidence.model import EvidenceItem
from followup.evidence.record import EvidenceRecord
from followup.evidence.strength import OWN_WORD
from followup.log.model import ShownAs
from followup.services.contract_views import pinned_set
from followup.services.evidence import NewFile, keep_records
from followup.storage.contract_store import ContractStore
from followup.storage.declaration_store import DeclarationStore
from followup.storage.evidence_files import EvidenceFolder

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer. ``strength`` is 1 for "yes" in a declaration that holds, else 0 (DC3); never verified."""

    line: int
    number: str
    ref: str | None
    title: str
    text: Words
    text_hash: str
    answer: Answer | None
    comment: str
    proof: str
    strength: int
    shown_as: ShownAs


@dataclass(frozen=True, slots=True)
class DeclarationView:
    """A declaration as it stands today. ``lacks`` is what it must still get before it is complete."""

    id: str
    contract: str
    status: DeclarationStatus
    seal: str
    sha256: str
    received_at: datetime
    received_by: str
    signatory: Signatory
    valid_to: date
    answers: tuple[AnswerView, ...]
    lacks: tuple[Issue, ...]
    states: tuple[StateChange, ...]


@dataclass(frozen=True, slots=True)
class DeclarationSummary:
    """One row of a contract's list of declarations; ``answered`` of ``asked`` requirements have an answer."""

    id: str
    status: DeclarationStatus
    received_at: datetime
    signed_on: date
    valid_to: date
    asked: int
    answered: int
    yes: int
    lacks: int


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """A requirement that rests on the supplier's own word."""

    line: int
    number: str
    declaration_id: str
    signed_on: date
    valid_to: date
    comment: str
    proof: str


def get_form(installation: Installation, actor: Actor, contract_id: str) -> tuple[Contract, FrozenForm]:
    """What the supplier of a contract is asked, word by word, with the contract.

    Raises:
        NotFoundError: ``contract.unknown``.
        RefusedError: ``declaration.nothing_to_ask`` when no requirement binds the supplier.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        contract = ContractStore(session).get(contract_id, actor.organisation_id).contract
        form = freeze_form(contract, pinned_set(session, contract))
    if not form.requirements:
        raise RefusedError("declaration.nothing_to_ask", where=contract.id)
    return contract, form


def submit_declaration(
    installation: Installation, actor: Actor, file: NewFile, contract_id: str | None = None
) -> DeclarationView:
    """Take in a filled form, kept as the file it came in; complete when it lacks nothing.

    A complete one takes the place of an earlier one. A lacking one is kept, received and dated, and waits to
    be returned; a later submission returns it of itself, since it answers the same questions anew.
    ``contract_id`` is the contract it must be for, the one the form names where None.

    Raises:
        InvalidInputError: ``declaration.not_xlsx``, ``declaration.form_unknown``,
            ``declaration.signatory_incomplete``, or what the file itself is refused for.
        NotFoundError: ``declaration.contract_unknown``.
        RefusedError: ``declaration.other_contract``, ``declaration.other_seal``,
            ``declaration.already_received`` and the wrong dates.
        FindingsError: ``declaration.text_changed``.
    """
    actor.require(Permission.LOG_OUTCOMES)
    kept = check_file(file.content, file.name)
    if kept.media_type != _XLSX:
        raise InvalidInputError("declaration.not_xlsx", where="file", name=file.name)
    contract, form = _form_asked(installation, actor, file.content, contract_id)
    checked = check_declaration(form, read_declaration(file.content, form), installation.clock.today())
    folder = EvidenceFolder(installation.evidence_folder)
    with folder.storing():
        sha256 = folder.put(file.content)
        with installation.writing() as work:
            before = _earlier(work, contract, sha256)
            declaration = _received(work, actor, (form, checked), sha256)
            _settle_earlier(work, actor, before, complete=not checked.lacks)
            _store(work, actor, declaration, (kept, len(file.content)))
    return _view(declaration, installation.clock.today())


def return_declaration(
    installation: Installation, actor: Actor, declaration_id: str, reason: str
) -> DeclarationView:
    """Send a lacking declaration back; what came in stays as it came (DC4).

    Raises:
        NotFoundError: ``declaration.unknown``.
        RefusedError: ``declaration.step`` or ``declaration.reason_missing``.
    """
    actor.require(Permission.MANAGE_CONTRACTS)
    with installation.writing() as work:
        declaration = DeclarationStore(work.session).get(declaration_id, actor.organisation_id)
        moved = _move(work, actor, declaration, DeclarationStatus.RETURNED, reason)
    return _view(moved, installation.clock.today())


def show_declaration(installation: Installation, actor: Actor, declaration_id: str) -> DeclarationView:
    """A declaration with all its answers.

    Raises:
        NotFoundError: ``declaration.unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        declaration = DeclarationStore(session).get(declaration_id, actor.organisation_id)
    return _view(declaration, installation.clock.today())


def list_declarations(
    installation: Installation, actor: Actor, contract_id: str
) -> tuple[DeclarationSummary, ...]:
    """The declarations of a contract, the last received first.

    Raises:
        NotFoundError: ``contract.unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        ContractStore(session).get(contract_id, actor.organisation_id)
        found = DeclarationStore(session).list_for_contract(contract_id)
    today = installation.clock.today()
    return tuple(_summary(declaration, today) for declaration in reversed(found))


def declared_lines(installation: Installation, actor: Actor, contract_id: str) -> tuple[DeclaredLine, ...]:
    """The requirements that the declaration holding today answers "yes" to.

    One of them without outcome is shown as "försäkrad, ej verifierad" (T5).

    Raises:
        NotFoundError: ``contract.unknown``.
    """
    actor.require(Permission.READ)
    with installation.reading() as session:
        ContractStore(session).get(contract_id, actor.organisation_id)
        live = DeclarationStore(session).find_live(contract_id, installation.clock.today())
    return () if live is None else tuple(_declared_lines(live))


def _declared_lines(live: Declaration) -> Iterator[DeclaredLine]:
    for answer in declared(live):
        yield DeclaredLine(
            line=answer.line,
            number=answer.number,
            declaration_id=live.id,
            signed_on=live.checked.signatory.signed_on,
            valid_to=live.checked.valid_to,
            comment=answer.comment,
            proof=answer.proof,
        )


def _form_asked(
    installation: Installation, actor: Actor, content: bytes, contract_id: str | None
) -> tuple[Contract, FrozenForm]:
    """The contract the file names, and what its supplier was asked; told apart before any row is read."""
    origin = declaration_origin(content)
    if origin.form != FORM:
        raise InvalidInputError("declaration.form_unknown", where="form", given=origin.form, known=FORM)
    if contract_id is not None and contract_id != origin.contract_id:
        raise RefusedError(
            "declaration.other_contract", where="contract", found=origin.contract_id, wanted=contract_id
        )
    try:
        return get_form(installation, actor, origin.contract_id)
    except NotFoundError:
        raise NotFoundError(
            "declaration.contract_unknown", where="contract", given=origin.contract_id
        ) from None


def _earlier(work: UnitOfWork, contract: Contract, sha256: str) -> tuple[Declaration, ...]:
    store = DeclarationStore(work.session)
    same = store.find_by_file(contract.id, sha256)
    if same is not None:
        raise RefusedError("declaration.already_received", where=same, declaration=same)
    return store.list_for_contract(contract.id)


def _received(
    work: UnitOfWork, actor: Actor, taken: tuple[FrozenForm, CheckedDeclaration], sha256: str
) -> Declaration:
    form, checked = taken
    now = work.clock.now()
    declaration = Declaration(
        id=new_id("decl"),
        organisation_id=actor.organisation_id,
        contract_id=form.contract_id,
        form=form,
        checked=checked,
        sha256=sha256,
        received_at=now,
        received_by=actor.user_id,
        states=(StateChange(DeclarationStatus.SUBMITTED, now, actor.user_id, ""),),
    )
    if checked.lacks:
        return declaration
    return move(declaration, DeclarationStatus.COMPLETE, now, actor.user_id)


def _store(work: UnitOfWork, actor: Actor, declaration: Declaration, file: tuple[CheckedFile, int]) -> None:
    content = DeclarationStore(work.session).add(declaration)
    payload = {
        "contract": declaration.contract_id,
        "seal": declaration.form.seal,
        "sha256": declaration.sha256,
        "content": content,
        "status": declaration.stored_status.value,
        "lacks": str(len(declaration.checked.lacks)),
    }
    work.record(
        NewEvent("declaration.received", declaration.id, payload, actor.user_id, actor.organisation_id)
    )
    # The file itself is about no requirement; each "yes" of a complete one is about its own (DC2, DC3).
    yes = declared(declaration) if declaration.stored_status is DeclarationStatus.COMPLETE else ()
    keep_records(work, actor, tuple(_evidence(declaration, about, file) for about in (None, *yes)))


def _evidence(
    declaration: Declaration, about: LineAnswer | None, file: tuple[CheckedFile, int]
) -> EvidenceRecord:
    checked, size = file
    item = EvidenceItem(
        id=new_id("ev"),
        sha256=declaration.sha256,
        kind=ProofKind.DECLARATION,
        strength=OWN_WORD,
        about_line=None if about is None else about.line,
        dated_on=declaration.checked.signatory.signed_on,
        valid_to=declaration.checked.valid_to,
        file_name=checked.name,
        size=size,
        received_at=declaration.received_at,
    )
    return EvidenceRecord(
        item=item,
        organisation_id=declaration.organisation_id,
        contract_id=declaration.contract_id,
        media_type=checked.media_type,
        own_finding=False,
        equivalent_because=None,
        note="" if about is None else about.comment,
        added_by=declaration.received_by,
        declaration_id=declaration.id,
    )


def _settle_earlier(
    work: UnitOfWork, actor: Actor, before: tuple[Declaration, ...], *, complete: bool
) -> None:
    for earlier in before:
        if earlier.stored_status is DeclarationStatus.SUBMITTED:
            _move(work, actor, earlier, DeclarationStatus.RETURNED, "Ersatt av en ny inlämning.")
        elif complete and earlier.stored_status is DeclarationStatus.COMPLETE:
            _move(work, actor, earlier, DeclarationStatus.SUPERSEDED, "Ersatt av en ny försäkran.")


def _move(
    work: UnitOfWork, actor: Actor, declaration: Declaration, to: DeclarationStatus, reason: str
) -> Declaration:
    moved = move(declaration, to, work.clock.now(), actor.user_id, reason)
    DeclarationStore(work.session).add_state(moved)
    payload = {"contract": moved.contract_id}
    work.record(NewEvent(f"declaration.{to.value}", moved.id, payload, actor.user_id, actor.organisation_id))
    return moved


def _view(declaration: Declaration, today: date) -> DeclarationView:
    status = declaration.status_on(today)
    checked = declaration.checked
    return DeclarationView(
        id=declaration.id,
        contract=declaration.contract_id,
        status=status,
        seal=declaration.form.seal,
        sha256=declaration.sha256,
        received_at=declaration.received_at,
        received_by=declaration.received_by,
        signatory=checked.signatory,
        valid_to=checked.valid_to,
        answers=tuple(_answer_view(answer, status) for answer in checked.answers),
        lacks=checked.lacks,
        states=declaration.states,
    )


def _answer_view(answer: LineAnswer, status: DeclarationStatus) -> AnswerView:
    counts = answer.answer is Answer.YES and status is DeclarationStatus.COMPLETE
    values = {name: getattr(answer, name) for name in LineAnswer.__slots__}
    shown = ShownAs.DECLARED_NOT_VERIFIED if counts else ShownAs.UNCHECKED
    return AnswerView(**values, strength=OWN_WORD if counts else 0, shown_as=shown)


def _summary(declaration: Declaration, today: date) -> DeclarationSummary:
    answers = declaration.checked.answers
    return DeclarationSummary(
        id=declaration.id,
        status=declaration.status_on(today),
        received_at=declaration.received_at,
        signed_on=declaration.checked.signatory.signed_on,
        valid_to=declaration.checked.valid_to,
        asked=len(answers),
        answered=sum(answer.answer is not None for answer in answers),
        yes=sum(answer.answer is Answer.YES for answer in answers),
        lacks=len(declaration.checked.lacks),
    )
