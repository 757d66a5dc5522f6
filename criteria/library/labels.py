# SPDX-License-Identifier: EUPL-1.2
"""Labels: whether a six-point assessment holds together, and what a label settles in each product group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from criteria.issues import Issue, Severity
from criteria.library.model import CriterionVersion, Label, LabelAssessment, LabelCover
from criteria.library.vocabulary import LabelCoverage, LabelPoint, LabelUse, PointVerdict


@dataclass(frozen=True, slots=True)
class LabelInGroupCover:
    """What a label settles of the criteria filed in one product group: in full, in part, or not."""

    group: str
    full: tuple[CriterionVersion, ...]
    part: tuple[tuple[CriterionVersion, str | None], ...]
    none: tuple[CriterionVersion, ...]


def check_label(label: Label, groups: frozenset[str]) -> Iterator[Issue]:
    """Every fault of one label's assessment; ``where`` is the path of the field.

    Source: 9 kap. 13 § LOU. The label itself may be demanded only when all six points hold, and its criteria
    may be referred to only when the five after the link to the subject do.
    """
    assessment = label.assessment
    found = tuple(item.point for item in assessment.points)
    if found != tuple(LabelPoint):
        yield _issue("label.points", "assessment.points", f"{label.id} is not judged on the six points once")
        return
    if not allows(assessment, assessment.conclusion):
        yield _issue(
            "label.conclusion",
            "assessment.conclusion",
            f"{label.id}: the points do not carry {assessment.conclusion.value}",
            conclusion=assessment.conclusion.value,
        )
    for index, item in enumerate(assessment.groups):
        if item.group not in groups:
            yield Issue(
                Severity.NOTE,
                "group.related_unknown",
                f"assessment.groups.{index}",
                f"group {item.group} does not ship",
                {"name": item.group},
            )
        if not allows(assessment, item.conclusion):
            yield _issue(
                "label.conclusion",
                f"assessment.groups.{index}.conclusion",
                f"{label.id}: the points do not carry {item.conclusion.value} in {item.group}",
                conclusion=item.conclusion.value,
            )


def allows(assessment: LabelAssessment, use: LabelUse) -> bool:
    """Whether the verdicts on the six points carry a conclusion."""
    verdicts = {item.point: item.verdict for item in assessment.points}
    beyond_link = all(
        verdicts[point] is PointVerdict.HOLDS for point in LabelPoint if point is not LabelPoint.LINK
    )
    if use is LabelUse.LABEL:
        return beyond_link and verdicts[LabelPoint.LINK] is PointVerdict.HOLDS
    return beyond_link if use is LabelUse.CRITERIA else True


def cover_by_group(
    label_id: str, filed: Iterable[tuple[str, CriterionVersion]]
) -> tuple[LabelInGroupCover, ...]:
    """What a label settles, group by group, where it settles anything.

    ``filed`` has each version once, with the first group it is filed in: a criterion meant for several groups
    is counted in that one. Source: DOMAIN 0.1, success factor 5.
    """
    by_group: dict[str, list[tuple[CriterionVersion, LabelCover | None]]] = {}
    for group, version in filed:
        cover = next((item for item in version.labels if item.label == label_id), None)
        by_group.setdefault(group, []).append((version, cover))
    return tuple(
        LabelInGroupCover(
            group=group,
            full=tuple(version for version, cover in pairs if _is(cover, LabelCoverage.FULL)),
            part=tuple(
                (version, cover.note)
                for version, cover in pairs
                if cover is not None and _is(cover, LabelCoverage.PART)
            ),
            none=tuple(version for version, cover in pairs if cover is None),
        )
        for group, pairs in sorted(by_group.items())
        if any(cover is not None for _, cover in pairs)
    )


def _is(cover: LabelCover | None, coverage: LabelCoverage) -> bool:
    return cover is not None and cover.coverage is coverage


def _issue(code: str, path: str, message: str, **values: str) -> Issue:
    return Issue(Severity.RED, code, path, message, values)
