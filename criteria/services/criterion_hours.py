# SPDX-License-Identifier: EUPL-1.2
"""What following up one criterion costs the buyer, counted as the set pages count it. Source: DOMAIN 9."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from criteria.identifiers import parse_reference
from criteria.library.vocabulary import Method
from criteria.requirements.lines import Pinned, add_version
from criteria.requirements.model import Assumptions, FollowUpChoice, RequirementSet, SetStatus
from criteria.requirements.workload import workload_of
from criteria.services.installation import Installation
from criteria.services.sets_rules import shipped_effort
from criteria.storage.library_store import LibraryStore

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CriterionHours:
    """Hours by hand in the first year that one criterion adds to a set that is followed up anyway.

    ``with_label`` is the same where a label shows it, ``None`` where none does. The rest is what the figures
    are counted from: all of it assumptions.
    """

    first_year: Decimal
    with_label: Decimal | None
    suppliers: int
    articles: int


def count_hours(installation: Installation, ref: str, *, viewer: str | None = None) -> CriterionHours:
    """The hours of a version, beside a requirement that is followed up at the yearly meeting alone.

    Raises:
        NotFoundError: ``criterion.unknown``.
    """
    with installation.reading() as session:
        found = LibraryStore(session).get_version(parse_reference(ref), viewer)
    pinned, assumed = Pinned(found.version, found.fingerprint), Assumptions()
    set_ = add_version(_empty(assumed), pinned)
    (line,) = set_.lines
    beside = replace(line, line=line.line + 1, position=2, follow_up=FollowUpChoice(methods=(Method.MEET,)))
    saving = workload_of(replace(set_, lines=(line, beside)), shipped_effort()).savings[0]
    label = None if saving.label_saves is None else saving.removed_saves - saving.label_saves
    return CriterionHours(saving.removed_saves, label, assumed.suppliers, assumed.articles)


def _empty(assumed: Assumptions) -> RequirementSet:
    """A set that is never stored."""
    return RequirementSet(
        id="set-0000000000",
        organisation_id="",
        title="",
        status=SetStatus.DRAFT,
        revision=0,
        diary=None,
        cpv=(),
        assumptions=assumed,
        lines=(),
        removed=(),
        created_by="",
        created_at=_NEVER,
        changed_at=_NEVER,
    )
