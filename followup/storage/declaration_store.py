# SPDX-License-Identifier: EUPL-1.2
"""Supplier declarations in the database. Every read names the organisation or a contract of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from criteria.canonical import fingerprint
from criteria.errors import IntegrityError, NotFoundError
from criteria.schemas.derived import dump_json, load_json
from followup.declarations.lifecycle import live_declaration
from followup.declarations.model import (
    CheckedDeclaration,
    Declaration,
    DeclarationStatus,
    FrozenForm,
    StateChange,
)
from followup.storage.declaration_tables import DeclarationRow, DeclarationStateRow


@dataclass(frozen=True, slots=True)
class _Content:
    """What a declaration's row keeps as JSON, and what its fingerprint is taken of."""

    form: FrozenForm
    checked: CheckedDeclaration


class DeclarationStore:
    """Reads and appends declarations and their states; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, declaration: Declaration) -> str:
        """Append a declaration with its states so far, and return the fingerprint of its content."""
        content = _Content(declaration.form, declaration.checked)
        row = DeclarationRow(
            id=declaration.id,
            organisation_id=declaration.organisation_id,
            contract_id=declaration.contract_id,
            seal=declaration.form.seal,
            sha256=declaration.sha256,
            content=dump_json(content),
            fingerprint=fingerprint(content),
            signed_on=declaration.checked.signatory.signed_on,
            valid_to=declaration.checked.valid_to,
            received_at=declaration.received_at,
            received_by=declaration.received_by,
        )
        self._session.add(row)
        self._session.flush()
        self._append_states(declaration, 0)
        return row.fingerprint

    def add_state(self, declaration: Declaration) -> None:
        """Append the last state of a declaration that was moved one step."""
        self._append_states(declaration, len(declaration.states) - 1)

    def get(self, declaration_id: str, organisation_id: str) -> Declaration:
        """A declaration of an organisation.

        Raises:
            NotFoundError: ``declaration.unknown``, also when it is another organisation's.
            IntegrityError: ``declaration.damaged`` when what is stored does not have its fingerprint.
        """
        found = self._list(
            select(DeclarationRow).where(
                DeclarationRow.id == declaration_id, DeclarationRow.organisation_id == organisation_id
            )
        )
        if not found:
            raise NotFoundError("declaration.unknown", where=declaration_id, given=declaration_id)
        return found[0]

    def list_for_contract(self, contract_id: str) -> tuple[Declaration, ...]:
        """The declarations of a contract, oldest first."""
        return self._list(select(DeclarationRow).where(DeclarationRow.contract_id == contract_id))

    def find_live(self, contract_id: str, day: date) -> Declaration | None:
        """The complete declaration of a contract that holds on a day.

        ``followup.services.declared_standing.with_declared`` shows what it says yes to, and nobody has
        checked, as declared.
        """
        return live_declaration(self.list_for_contract(contract_id), day)

    def live_by_contract(self, contract_ids: Iterable[str], day: date) -> dict[str, Declaration]:
        """The declaration that holds on a day, for many contracts; those without one are not there."""
        found: dict[str, list[Declaration]] = defaultdict(list)
        for item in self._list(
            select(DeclarationRow).where(DeclarationRow.contract_id.in_(tuple(contract_ids)))
        ):
            found[item.contract_id].append(item)
        live = {key: live_declaration(items, day) for key, items in found.items()}
        return {key: item for key, item in live.items() if item is not None}

    def find_by_file(self, contract_id: str, sha256: str) -> str | None:
        """The id of the declaration that came in this very file, if any."""
        return self._session.scalar(
            select(DeclarationRow.id).where(
                DeclarationRow.contract_id == contract_id, DeclarationRow.sha256 == sha256
            )
        )

    def _append_states(self, declaration: Declaration, after: int) -> None:
        for number, state in enumerate(declaration.states[after:], start=after + 1):
            self._session.add(
                DeclarationStateRow(
                    declaration_id=declaration.id,
                    number=number,
                    status=state.status.value,
                    at=state.at,
                    by=state.by,
                    reason=state.reason,
                )
            )
        self._session.flush()

    def _list(self, query: Select[DeclarationRow]) -> tuple[Declaration, ...]:
        ordered = query.order_by(DeclarationRow.received_at, DeclarationRow.id)
        rows = tuple(self._session.scalars(ordered))
        states = self._states(tuple(row.id for row in rows))
        return tuple(_declaration(row, tuple(states[row.id])) for row in rows)

    def _states(self, ids: tuple[str, ...]) -> dict[str, list[StateChange]]:
        found: dict[str, list[StateChange]] = defaultdict(list)
        query = (
            select(DeclarationStateRow)
            .where(DeclarationStateRow.declaration_id.in_(ids))
            .order_by(DeclarationStateRow.declaration_id, DeclarationStateRow.number)
        )
        for row in self._session.scalars(query):
            change = StateChange(DeclarationStatus(row.status), row.at, row.by, row.reason)
            found[row.declaration_id].append(change)
        return found


def _declaration(row: DeclarationRow, states: tuple[StateChange, ...]) -> Declaration:
    content = load_json(_Content, row.content)
    if fingerprint(content) != row.fingerprint:
        raise IntegrityError("declaration.damaged", where=row.id, fingerprint=row.fingerprint)
    return Declaration(
        id=row.id,
        organisation_id=row.organisation_id,
        contract_id=row.contract_id,
        form=content.form,
        checked=content.checked,
        sha256=row.sha256,
        received_at=row.received_at,
        received_by=row.received_by,
        states=states,
    )
