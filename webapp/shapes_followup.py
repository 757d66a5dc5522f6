# SPDX-License-Identifier: EUPL-1.2
"""What API and ``--json`` answer with about contracts and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from criteria.schemas.derived import schema_of
from followup.services.contract_views import ContractSummary, ContractView, TaskView
from followup.services.declarations import DeclarationSummary, DeclarationView
from followup.services.deviations import DeviationView
from followup.services.evidence import AddedEvidence, EvidenceView
from followup.services.outcomes import OutcomeView
from webapp.shapes import ToldIssues


@dataclass(frozen=True, slots=True)
class ContractsBody:
    """The organisation's contracts in figures, the newest first."""

    contracts: tuple[ContractSummary, ...]


@dataclass(frozen=True, slots=True)
class TasksBody:
    """Follow-up tasks by due date."""

    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class OutcomesBody:
    """The outcomes of a contract, oldest first."""

    outcomes: tuple[OutcomeView, ...]


@dataclass(frozen=True, slots=True)
class EvidenceBody:
    """The evidence of a contract in the order it came."""

    evidence: tuple[EvidenceView, ...]


@dataclass(frozen=True, slots=True)
class DeclarationsBody:
    """The declarations of a contract, the last received first."""

    declarations: tuple[DeclarationSummary, ...]


@dataclass(frozen=True, slots=True)
class DeviationsBody:
    """Deviations, the latest found first."""

    deviations: tuple[DeviationView, ...]


class ContractSchema(schema_of(ContractView)):  # type: ignore[misc]
    """A contract with its warnings in words."""

    warnings = ToldIssues()


class DeclarationSchema(schema_of(DeclarationView)):  # type: ignore[misc]
    """A declaration with what it lacks in words."""

    lacks = ToldIssues()


class AddedEvidenceSchema(schema_of(AddedEvidence)):  # type: ignore[misc]
    """Evidence that was stored, with what was noticed about it in words."""

    issues = ToldIssues()
