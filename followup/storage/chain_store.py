# SPDX-License-Identifier: EUPL-1.2
"""The way back from an outcome to the words of a criterion version, walked in one query.

Source: ARCHITECTURE, The one picture: each link stores a pin to the link before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from criteria.errors import NotFoundError
from criteria.library.model import CriterionVersion
from criteria.requirements.model import SealedSet
from criteria.requirements.seal import seal_of
from criteria.schemas.derived import load_json
from criteria.storage.set_tables import RequirementSetRow, SealedSetRow, SetLineRow
from criteria.storage.tables import CriterionVersionRow
from followup.storage.contract_tables import ContractRow, TaskRow
from followup.storage.outcome_tables import DeviationRow, OutcomeRow


@dataclass(frozen=True, slots=True)
class ChainLink:
    """What one query found behind an outcome; ``version`` is None for a requirement of the set's own.

    ``seal`` is the one the contract pins, ``stored_seal`` the sealed set's and ``computed_seal`` the hash of
    what is stored today; ``version_fingerprint`` is that of the library's version.
    """

    outcome_id: str
    task_id: str
    contract_id: str
    line: int
    fingerprint: str | None
    seal: str
    stored_seal: str
    computed_seal: str
    sealed: SealedSet
    version: CriterionVersion | None
    version_fingerprint: str | None


@dataclass(frozen=True, slots=True)
class RefCounts:
    """How often an organisation has used a criterion version."""

    sets: int
    contracts: int
    deviations: int


class ChainStore:
    """Reads across the whole chain."""

    def __init__(self, session: Session) -> None:
        """Bind to a session."""
        self._session = session

    def get(self, outcome_id: str, organisation_id: str) -> ChainLink:
        """Everything behind an outcome of an organisation.

        Raises:
            NotFoundError: ``outcome.unknown``, also when it is another organisation's.
        """
        query = (
            select(OutcomeRow, TaskRow.id, ContractRow.seal, SealedSetRow, CriterionVersionRow)
            .join(TaskRow, TaskRow.id == OutcomeRow.task_id)
            .join(ContractRow, ContractRow.id == TaskRow.contract_id)
            .join(
                SealedSetRow,
                and_(
                    SealedSetRow.set_id == ContractRow.set_id,
                    SealedSetRow.revision == ContractRow.set_revision,
                ),
            )
            .outerjoin(CriterionVersionRow, CriterionVersionRow.fingerprint == OutcomeRow.fingerprint)
            .where(OutcomeRow.id == outcome_id, OutcomeRow.organisation_id == organisation_id)
        )
        row = self._session.execute(query).first()
        if row is None:
            raise NotFoundError("outcome.unknown", where=outcome_id, given=outcome_id)
        outcome, task_id, seal, sealed_row, version_row = row
        sealed = load_json(SealedSet, sealed_row.content)
        return ChainLink(
            outcome_id=outcome.id,
            task_id=task_id,
            contract_id=outcome.contract_id,
            line=outcome.line,
            fingerprint=outcome.fingerprint,
            seal=seal,
            stored_seal=sealed_row.seal,
            computed_seal=seal_of(sealed),
            sealed=sealed,
            version=_version(version_row),
            version_fingerprint=_fingerprint(version_row),
        )

    def count_uses(self, ref: str, organisation_id: str) -> RefCounts:
        """The sets, contracts and deviations of an organisation that stand on a criterion version.

        A deviation that turned out unfounded is counted too: the requirement was disputed.
        """
        in_sets = select(SetLineRow.set_id).where(SetLineRow.ref == ref).distinct()
        sets = select(func.count()).where(
            RequirementSetRow.organisation_id == organisation_id, RequirementSetRow.id.in_(in_sets)
        )
        contracts = select(func.count()).where(
            ContractRow.organisation_id == organisation_id, ContractRow.set_id.in_(in_sets)
        )
        deviations = select(func.count()).where(
            DeviationRow.organisation_id == organisation_id, DeviationRow.ref == ref
        )
        return RefCounts(
            self._session.scalar(sets) or 0,
            self._session.scalar(contracts) or 0,
            self._session.scalar(deviations) or 0,
        )


def _version(row: CriterionVersionRow | None) -> CriterionVersion | None:
    return None if row is None else load_json(CriterionVersion, row.content)


def _fingerprint(row: CriterionVersionRow | None) -> str | None:
    return None if row is None else row.fingerprint
