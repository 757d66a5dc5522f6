# SPDX-License-Identifier: EUPL-1.2
"""A piece of evidence as it is kept: the item the rules know, with where it belongs and who added it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from followup.evidence.model import EvidenceItem


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """An item in its place. ``declaration_id`` is set for what a supplier declaration says.

    ``equivalent_because`` is why proof of a kind the requirement does not name shows the same.
    """

    item: EvidenceItem
    organisation_id: str
    contract_id: str
    media_type: str
    own_finding: bool
    equivalent_because: str | None
    note: str
    added_by: str
    declaration_id: str | None = None


@dataclass(frozen=True, slots=True)
class SecrecyMark:
    """That somebody asked for a passage to be kept secret, and why; a warning sign, not a decision.

    Each request to see the document is judged when it comes. Source: DOMAIN 2.4 (OSL 31 kap. 16 §).
    """

    id: str
    evidence_id: str
    asked_by: str
    passage: str
    reason: str
    marked_by: str
    marked_at: datetime
