# SPDX-License-Identifier: EUPL-1.2
"""Evidence in the database.

For outcomes: ``list_evidence_for_line(contract_id, line)`` is what there is about one requirement, and
``list_evidence(contract_id)`` all of it, both as ``EvidenceItem``. The answers "yes" of a complete
declaration are among them with strength 1, and go when the declaration is superseded; ``get(evidence_id,
organisation_id)`` gives one with its place. Every read names the organisation, or a contract that the caller
has already read as the organisation's.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.library.vocabulary import ProofKind
from followup.declarations.model import DeclarationStatus
from followup.evidence.model import EvidenceItem
from followup.evidence.record import EvidenceRecord, SecrecyMark
from followup.storage.declaration_tables import DeclarationStateRow
from followup.storage.evidence_tables import EvidenceRow, SecrecyMarkRow

_ITEM = tuple(name for name in EvidenceItem.__slots__ if name != "kind")
_PLACE = tuple(name for name in EvidenceRecord.__slots__ if name != "item")


class EvidenceStore:
    """Reads and appends evidence; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, records: Iterable[EvidenceRecord]) -> None:
        """Append pieces of evidence, in order."""
        for number, record in enumerate(records):
            item = record.item
            self._session.add(
                EvidenceRow(
                    number=number,
                    kind=item.kind.value,
                    **{name: getattr(item, name) for name in _ITEM},
                    **{name: getattr(record, name) for name in _PLACE},
                )
            )
        self._session.flush()

    def get(self, evidence_id: str, organisation_id: str) -> EvidenceRecord:
        """One piece of evidence of an organisation.

        Raises:
            NotFoundError: ``evidence.unknown``, also when it is another organisation's.
        """
        query = select(EvidenceRow).where(
            EvidenceRow.id == evidence_id, EvidenceRow.organisation_id == organisation_id
        )
        row = self._session.scalar(query)
        if row is None:
            raise NotFoundError("evidence.unknown", where=evidence_id, given=evidence_id)
        return _record(row)

    def list_evidence_for_line(self, contract_id: str, line: int) -> tuple[EvidenceItem, ...]:
        """What there is about one requirement of a contract, in the order it came."""
        query = _usable(contract_id).where(EvidenceRow.about_line == line)
        return tuple(_record(row).item for row in self._session.scalars(query))

    def list_evidence(self, contract_id: str) -> tuple[EvidenceItem, ...]:
        """What there is about a contract, in the order it came; also what is about no requirement."""
        return tuple(_record(row).item for row in self._session.scalars(_usable(contract_id)))

    def list_records(self, contract_id: str) -> tuple[EvidenceRecord, ...]:
        """Every row of a contract, also those of declarations that no longer hold."""
        query = select(EvidenceRow).where(EvidenceRow.contract_id == contract_id)
        return tuple(_record(row) for row in self._session.scalars(_in_order(query)))

    def list_hashes(self) -> tuple[tuple[str, int, str], ...]:
        """(SHA-256, size, id of the first row) of every file that some row points at, ordered by hash."""
        query = (
            select(EvidenceRow.sha256, func.max(EvidenceRow.size), func.min(EvidenceRow.id))
            .group_by(EvidenceRow.sha256)
            .order_by(EvidenceRow.sha256)
        )
        return tuple((row[0], row[1], row[2]) for row in self._session.execute(query))

    def add_mark(self, mark: SecrecyMark) -> None:
        """Append a secrecy marking."""
        values = {name: getattr(mark, name) for name in SecrecyMark.__slots__}
        self._session.add(SecrecyMarkRow(**values))
        self._session.flush()

    def list_marks(self, contract_id: str) -> tuple[SecrecyMark, ...]:
        """The secrecy markings of a contract's evidence, oldest first."""
        query = (
            select(SecrecyMarkRow)
            .join(EvidenceRow, EvidenceRow.id == SecrecyMarkRow.evidence_id)
            .where(EvidenceRow.contract_id == contract_id)
            .order_by(SecrecyMarkRow.marked_at, SecrecyMarkRow.id)
        )
        return tuple(
            SecrecyMark(**{name: getattr(row, name) for name in SecrecyMark.__slots__})
            for row in self._session.scalars(query)
        )


def _usable(contract_id: str) -> Select[EvidenceRow]:
    """Rows of a contract without those of declarations that were replaced, returned or never complete."""
    latest = (
        select(DeclarationStateRow.declaration_id, func.max(DeclarationStateRow.number).label("number"))
        .group_by(DeclarationStateRow.declaration_id)
        .subquery()
    )
    complete = (
        select(DeclarationStateRow.declaration_id)
        .join(
            latest,
            (latest.c.declaration_id == DeclarationStateRow.declaration_id)
            & (latest.c.number == DeclarationStateRow.number),
        )
        .where(DeclarationStateRow.status == DeclarationStatus.COMPLETE.value)
    )
    query = select(EvidenceRow).where(
        EvidenceRow.contract_id == contract_id,
        or_(EvidenceRow.declaration_id.is_(None), EvidenceRow.declaration_id.in_(complete)),
    )
    return _in_order(query)


def _in_order(query: Select[EvidenceRow]) -> Select[EvidenceRow]:
    return query.order_by(EvidenceRow.received_at, EvidenceRow.number, EvidenceRow.id)


def _record(row: EvidenceRow) -> EvidenceRecord:
    item = EvidenceItem(kind=ProofKind(row.kind), **{name: getattr(row, name) for name in _ITEM})
    return EvidenceRecord(item=item, **{name: getattr(row, name) for name in _PLACE})
