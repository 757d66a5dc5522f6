# SPDX-License-Identifier: EUPL-1.2
"""What API and ``--json`` answer with, in one place, so that the two cannot drift apart.

Most answers are a use case's own dataclass; where an answer is put together from several, the dataclass is
here. Source: CLI contract (docs/cli.md); ARCHITECTURE, Use cases are the API.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from marshmallow import fields

from criteria.errors import CriteriaError
from criteria.issues import Issue, Severity
from criteria.library.lifecycle import VersionStatus
from criteria.library.model import CriterionVersion, Label, Package, ProductGroup, Words
from criteria.library.vocabulary import Level, RequirementType
from criteria.schemas.derived import dump, schema_of
from criteria.search.model import FacetValue, Hit, RelatedGroup, SearchAnswer
from criteria.services.library import GroupPage, GroupView
from criteria.services.library_past import Edition
from criteria.services.sets import Skipped
from criteria.services.sets_life import GateView
from criteria.services.sets_own import Proposed
from criteria.services.sets_views import SetView
from criteria.storage.set_store import SetSummary
from webapp.messages.catalogue import mend, message


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """What is wrong, where, and how to mend it; ``code`` is stable."""

    code: str
    message: str
    where: str
    mend: str


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The one error body of API and ``--json``."""

    error: ErrorDetail


@dataclass(frozen=True, slots=True)
class ToldIssue:
    """A finding in words; ``where`` is what it is about, ``line`` the same where that is a line's number."""

    severity: Severity
    code: str
    where: str
    line: int | None
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class SearchBody:
    """What a search found; ``facets`` are values by facet, counted under the choices in the other facets."""

    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    suggestions: tuple[str, ...]
    related_groups: tuple[RelatedGroup, ...]
    is_fallback: bool
    notices: tuple[ToldIssue, ...]


@dataclass(frozen=True, slots=True)
class CompletionsBody:
    """Queries that go on from what has been typed, likeliest first."""

    completions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupsBody:
    """Product groups with counts."""

    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class GroupCriterion:
    """A criterion version as a group lists it."""

    ref: str
    level: Level
    type: RequirementType
    title: Words
    status: VersionStatus


@dataclass(frozen=True, slots=True)
class GroupBody:
    """One product group with its criteria, packages and the labels that cover them."""

    group: ProductGroup
    in_force: int
    drafts: int
    gaps: int
    criteria: tuple[GroupCriterion, ...]
    packages: tuple[Package, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class EditionsBody:
    """Every published version and level of a criterion, newest first."""

    editions: tuple[Edition, ...]


@dataclass(frozen=True, slots=True)
class PackagesBody:
    """The latest version of every package."""

    packages: tuple[Package, ...]


@dataclass(frozen=True, slots=True)
class LabelsBody:
    """Every label scheme."""

    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class SetsBody:
    """The organisation's requirement sets, last changed first."""

    sets: tuple[SetSummary, ...]


def plain(value: object) -> Any:
    """JSON-ready data of a use case's answer: a dataclass, or a mapping or tuple of them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dump(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def error_body(error: CriteriaError, language: str) -> dict[str, Any]:
    """The error body for one of our errors."""
    values = {"where": error.where, **error.values}
    detail = ErrorDetail(
        error.code, message(error.code, values, language), error.where, mend(error.code, values, language)
    )
    return dump(ErrorBody(detail))


def told(issue: Issue, language: str) -> ToldIssue:
    """A finding in words; a code without an entry in the catalogue speaks its log message."""
    values = {"where": issue.where, **issue.values}
    words = message(issue.code, values, language)
    return ToldIssue(
        severity=issue.severity,
        code=issue.code,
        where=issue.where,
        line=int(issue.where) if issue.where.isdigit() else None,
        message=issue.message if words == issue.code else words,
        mend=mend(issue.code, values, language),
    )


def in_words(view: object, findings: str, language: str) -> dict[str, Any]:
    """A use case's answer as JSON data, with the findings that one of its fields holds in words."""
    return {**dump(view), findings: [dump(told(issue, language)) for issue in getattr(view, findings)]}


def search_body(answer: SearchAnswer, language: str) -> SearchBody:
    """A search answer as API and ``--json`` give it."""
    return SearchBody(
        total=answer.total,
        took_ms=answer.took_ms,
        hits=answer.hits,
        facets={facet.name: facet.values for facet in answer.facets},
        suggestions=answer.suggestions,
        related_groups=answer.related_groups,
        is_fallback=answer.is_fallback,
        notices=tuple(told(issue, language) for issue in answer.notices),
    )


def group_body(page: GroupPage) -> GroupBody:
    """A group's page as API and ``--json`` give it."""
    return GroupBody(
        group=page.group,
        in_force=page.figures.in_force,
        drafts=page.figures.drafts,
        gaps=page.figures.gaps,
        criteria=tuple(_group_criterion(version, status) for version, status in page.versions),
        packages=page.packages,
        labels=page.labels,
    )


def _group_criterion(version: CriterionVersion, status: VersionStatus) -> GroupCriterion:
    return GroupCriterion(version.ref, version.level, version.type, version.title, status)


def set_body(view: SetView, language: str, **more: object) -> dict[str, Any]:
    """A set with its findings in words; ``more`` is what a use case tells beside the set."""
    return {**in_words(view, "issues", language), **plain(more)}


def gate_body(gate: GateView, language: str) -> dict[str, Any]:
    """What stands in the way of locking a set, in words."""
    return in_words(gate, "issues", language)


class ToldIssues(fields.List[Any]):
    """Findings in words, where the dataclass holds them as codes."""

    def __init__(self) -> None:
        super().__init__(fields.Nested(schema_of(ToldIssue)()), required=True)


class SetSchema(schema_of(SetView)):  # type: ignore[misc]
    """The shape of ``set_body``."""

    issues = ToldIssues()


class SetWithPackageSchema(SetSchema):
    """A set, and what a package added and left out."""

    added = fields.List(fields.String(), required=True)
    skipped = fields.List(fields.Nested(schema_of(Skipped)()), required=True)


class SetWithOwnLinesSchema(SetSchema):
    """A set, and what was proposed for each own requirement that was added."""

    added = fields.List(fields.Nested(schema_of(Proposed)()), required=True)


class GateSchema(schema_of(GateView)):  # type: ignore[misc]
    """The shape of ``gate_body``."""

    issues = ToldIssues()
