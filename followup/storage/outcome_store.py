# SPDX-License-Identifier: EUPL-1.2
"""The verification log and deviations in the database; rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError, RefusedError
from criteria.library.vocabulary import Method, ProofKind
from followup.deviations.model import Deviation, DeviationStatus, Severity, Step, StepKind
from followup.log.model import EvidenceUse, Outcome, Result
from followup.storage.contract_tables import ContractRow
from followup.storage.outcome_tables import DeviationRow, DeviationStepRow, OutcomeEvidenceRow, OutcomeRow

_SAME = (
    *("id", "contract_id", "organisation_id", "place", "task_id", "line", "number", "ref", "fingerprint"),
    *("strength", "min_strength", "note", "observed_on", "assessor_id", "at", "corrects", "reused_from"),
)
_SAME_DEVIATION = (
    *("id", "contract_id", "organisation_id", "outcome_id", "line", "number", "ref", "fingerprint"),
    *("found_on", "place", "strength"),
)
_SAME_STEP = ("number", "text", "by_id", "at", "on", "by_date", "outcome_id")


class OutcomeStore:
    """Outcomes, by contract and in the order they were logged; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, outcome: Outcome) -> None:
        """Append an outcome with the evidence it rests on.

        Raises:
            RefusedError: ``outcome.corrected_already`` when another one corrects the same.
        """
        if outcome.corrects is not None:
            taken = self._session.scalar(select(OutcomeRow.id).where(OutcomeRow.corrects == outcome.corrects))
            if taken is not None:
                raise RefusedError("outcome.corrected_already", where=outcome.corrects, by=taken)
        hours = None if outcome.hours is None else format(outcome.hours, "f")
        self._session.add(
            OutcomeRow(
                **{name: getattr(outcome, name) for name in _SAME},
                result=outcome.result.value,
                method=outcome.method.value,
                hours=hours,
            )
        )
        self._session.flush()
        self._session.add_all(
            OutcomeEvidenceRow(
                outcome_id=outcome.id,
                place=place,
                evidence_id=item.evidence_id,
                sha256=item.sha256,
                kind=item.kind.value,
                strength=item.strength,
                dated_on=item.dated_on,
                valid_to=item.valid_to,
            )
            for place, item in enumerate(outcome.evidence)
        )
        self._session.flush()

    def next_place(self, contract_id: str) -> int:
        """The place that the next outcome of a contract takes; its row is held until the transaction ends."""
        # Two who log at once wait for each other, so that no place is taken twice.
        held = select(ContractRow.id).where(ContractRow.id == contract_id).with_for_update(key_share=True)
        self._session.execute(held)
        last = select(func.max(OutcomeRow.place)).where(OutcomeRow.contract_id == contract_id)
        return (self._session.scalar(last) or 0) + 1

    def get(self, outcome_id: str, organisation_id: str) -> Outcome:
        """An outcome of an organisation.

        Raises:
            NotFoundError: ``outcome.unknown``, also when it is another organisation's.
        """
        query = select(OutcomeRow).where(
            OutcomeRow.id == outcome_id, OutcomeRow.organisation_id == organisation_id
        )
        found = self._outcomes(self._session.scalars(query).all())
        if not found:
            raise NotFoundError("outcome.unknown", where=outcome_id, given=outcome_id)
        return found[0]

    def list_for(self, contract_ids: Iterable[str]) -> tuple[Outcome, ...]:
        """The outcomes of contracts the caller may see."""
        query = select(OutcomeRow).where(OutcomeRow.contract_id.in_(tuple(contract_ids)))
        return self._outcomes(
            self._session.scalars(query.order_by(OutcomeRow.contract_id, OutcomeRow.place)).all()
        )

    def list_about(self, ref: str, organisation_id: str) -> tuple[Outcome, ...]:
        """An organisation's outcomes about a criterion version."""
        query = select(OutcomeRow).where(OutcomeRow.ref == ref, OutcomeRow.organisation_id == organisation_id)
        return self._outcomes(
            self._session.scalars(query.order_by(OutcomeRow.contract_id, OutcomeRow.place)).all()
        )

    def _outcomes(self, rows: Iterable[OutcomeRow]) -> tuple[Outcome, ...]:
        every = tuple(rows)
        evidence: dict[str, list[EvidenceUse]] = {row.id: [] for row in every}
        query = select(OutcomeEvidenceRow).where(OutcomeEvidenceRow.outcome_id.in_(evidence))
        for item in self._session.scalars(query.order_by(OutcomeEvidenceRow.place)):
            evidence[item.outcome_id].append(
                EvidenceUse(
                    evidence_id=item.evidence_id,
                    sha256=item.sha256,
                    kind=ProofKind(item.kind),
                    strength=item.strength,
                    dated_on=item.dated_on,
                    valid_to=item.valid_to,
                )
            )
        return tuple(
            Outcome(
                **{name: getattr(row, name) for name in _SAME},
                result=Result(row.result),
                method=Method(row.method),
                evidence=tuple(evidence[row.id]),
                hours=None if row.hours is None else Decimal(row.hours),
            )
            for row in every
        )


class DeviationStore:
    """Deviations with their steps; never commits."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def add(self, deviation: Deviation) -> None:
        """Append a deviation with its first step.

        Raises:
            RefusedError: ``deviation.exists`` when its outcome already has one.
        """
        taken = self._session.scalar(
            select(DeviationRow.id).where(DeviationRow.outcome_id == deviation.outcome_id)
        )
        if taken is not None:
            raise RefusedError("deviation.exists", where=deviation.outcome_id, deviation=taken)
        self._session.add(
            DeviationRow(
                **{name: getattr(deviation, name) for name in _SAME_DEVIATION},
                proposed=deviation.proposed.value,
            )
        )
        self._session.flush()
        for step in deviation.steps:
            self._add_step(deviation, step)

    def append(self, deviation: Deviation) -> None:
        """Append the last step of a deviation; its number guards against two who take one at once."""
        self._add_step(deviation, deviation.steps[-1])

    def get(self, deviation_id: str, organisation_id: str, *, for_change: bool = False) -> Deviation:
        """A deviation of an organisation; ``for_change`` holds its row until the transaction ends.

        Raises:
            NotFoundError: ``deviation.unknown``, also when it is another organisation's.
        """
        query = select(DeviationRow).where(
            DeviationRow.id == deviation_id, DeviationRow.organisation_id == organisation_id
        )
        if for_change:
            # The row never changes; holding it makes a second person wait and then see the first one's step.
            query = query.with_for_update()
        found = self._deviations(self._session.scalars(query).all())
        if not found:
            raise NotFoundError("deviation.unknown", where=deviation_id, given=deviation_id)
        return found[0]

    def list_for(
        self, organisation_id: str, contract_ids: Iterable[str] | None = None
    ) -> tuple[Deviation, ...]:
        """An organisation's deviations, the latest found first; of some contracts where those are named."""
        query = select(DeviationRow).where(DeviationRow.organisation_id == organisation_id)
        if contract_ids is not None:
            query = query.where(DeviationRow.contract_id.in_(tuple(contract_ids)))
        query = query.order_by(DeviationRow.found_on.desc(), DeviationRow.id)
        return self._deviations(self._session.scalars(query).all())

    def _add_step(self, deviation: Deviation, step: Step) -> None:
        severity = deviation.severity
        self._session.add(
            DeviationStepRow(
                deviation_id=deviation.id,
                **{name: getattr(step, name) for name in _SAME_STEP},
                kind=step.kind.value,
                status=step.status.value,
                severity=None if severity is None else severity.value,
            )
        )
        self._session.flush()

    def _deviations(self, rows: Iterable[DeviationRow]) -> tuple[Deviation, ...]:
        found: dict[str, Deviation] = {}
        for row in rows:
            found[row.id] = Deviation(
                **{name: getattr(row, name) for name in _SAME_DEVIATION},
                proposed=Severity(row.proposed),
                severity=None,
                steps=(),
            )
        query = select(DeviationStepRow).where(DeviationStepRow.deviation_id.in_(found))
        for item in self._session.scalars(query.order_by(DeviationStepRow.number)):
            before = found[item.deviation_id]
            step = Step(
                **{name: getattr(item, name) for name in _SAME_STEP},
                kind=StepKind(item.kind),
                status=DeviationStatus(item.status),
            )
            severity = None if item.severity is None else Severity(item.severity)
            found[before.id] = replace(before, severity=severity, steps=(*before.steps, step))
        return tuple(found.values())
